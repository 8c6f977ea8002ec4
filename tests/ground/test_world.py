"""Grounding against the real gazetteer, which `make test` builds: what only a full list of towns can show."""

from __future__ import annotations

import pytest

from dragoman.ground.candidates import Atlas
from dragoman.ground.gazetteer import find_gazetteer
from dragoman.ground.places import ground_places
from dragoman.types import Place
from tests.ground.marked import annotated, read_marked


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    gazetteer = find_gazetteer()
    if gazetteer is None:
        pytest.skip("there is no gazetteer: dragoman setup builds it, as make test does")
    return Atlas(gazetteer)


def places_of(marked: str, atlas: Atlas) -> tuple[Place, ...]:
    doc, segments, mentions = read_marked(marked)
    return ground_places(doc, segments, annotated(mentions), atlas=atlas)


@pytest.mark.parametrize(
    ("marked", "name", "precision", "country", "unit"),
    [
        ("Syrian forces shelled {Khan Sheikhoun|GPE}.", "Khan Shaykhun", "populated", "SYR", "Idlib"),
        ("Fighting in Syria reached {Maaret al-Numan|GPE}.", None, "populated", "SYR", "Idlib"),
        ("A clinic opened in {Paris|GPE}, Texas.", "Paris", "populated", "USA", "Texas"),
        ("A clinic opened in {Athens|GPE}, Ga.", "Athens", "populated", "USA", "Georgia"),
        ("Sheriffs of {Lamar County|GPE}, Texas, met.", "Lamar County", "admin2", "USA", "Texas"),
        (
            "The rest of {Georgia|GPE} and {South Ossetia|GPE} is quiet, Tbilisi says.",
            "Georgia",
            "country",
            "GEO",
            None,
        ),
        ("In {Guatemala|GPE}, courts closed.", "Guatemala", "country", "GTM", None),
        ("A wheat ship sailed for {Tripoli|GPE}, in northern Lebanon.", "Tripoli", "populated", "LBN", None),
        ("Officials of {Kunduz|GPE} in Afghanistan fled.", "Kunduz", "populated", "AFG", None),
    ],
)
def test_the_right_one_of_many(
    marked: str, name: str | None, precision: str, country: str, unit: str | None, atlas: Atlas
) -> None:
    found = [p for p in places_of(marked, atlas) if p.country == country and p.precision == precision]
    named = [p for p in found if name is None or _plain(p.name) == name]
    assert named
    assert unit is None or any(unit in place.admin for place in named)


def _plain(name: str) -> str:
    return name.replace("ā", "a").replace("ū", "u")


@pytest.mark.parametrize(
    "marked",
    [
        "Syrian rescue workers in {Qwghlmabad|GPE} dug until dark.",
        "Syria and Lebanon spoke of {Gotham Heights|GPE}.",
        "Police in {Springfield|GPE} made an arrest.",
    ],
)
def test_nothing_is_better_than_a_guess(marked: str, atlas: Atlas) -> None:
    [place] = places_of(marked, atlas)
    assert (place.lat, place.country) == (None, None)
    assert isinstance(place.why, dict)


def test_another_spelling_is_told(atlas: Atlas) -> None:
    [place] = places_of("Ukraine lost {Debalzevo|GPE} to Russia.", atlas)
    assert (place.name, place.country) == ("Debaltseve", "UKR")
    assert isinstance(place.why, dict)
    assert "Debalzevo" in place.why["name"]


def test_a_province_is_an_area(atlas: Atlas) -> None:
    place, _ = places_of("Clashes in {Hama province|LOC}, Syria.", atlas)
    assert (place.precision, place.gazetteer) == ("admin1", "geonames:170015")
