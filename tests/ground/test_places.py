from __future__ import annotations

import pytest

from dragoman.ground.candidates import own_atlas
from dragoman.ground.context import read_beside
from dragoman.ground.places import ground_places
from dragoman.types import Place, Span
from tests.ground.marked import annotated, read_marked, said


def places_of(marked: str, *, teaser_from: str | None = None) -> tuple[Place, ...]:
    doc, segments, mentions = read_marked(marked, teaser_from=teaser_from)
    return ground_places(doc, segments, annotated(mentions), atlas=own_atlas())


def reason(place: Place) -> str:
    assert isinstance(place.why, dict)
    return place.why["lat"]


@pytest.mark.parametrize(
    ("marked", "name", "precision", "country"),
    [
        ("France and Kenya spoke of {Srebrenica|GPE}.", "Srebrenica", "populated", "BIH"),
        ("Talks opened in {Vienna|GPE}.", "Vienna", "populated", "AUT"),
        ("Shells fell on {Kharkov|GPE}.", "Kharkiv", "populated", "UKR"),
        ("SHELLS FELL ON {KHARKOV|GPE}.", "Kharkiv", "populated", "UKR"),
        ("They met in {Mazar-e Sharif|GPE}.", "Mazar-i-Sharif", "populated", "AFG"),
        ("Fighting went on in {Idlib|GPE} province, Syria.", "Idlib", "admin1", "SYR"),
        ("Fighting went on in {Idlib province|LOC}, Syria.", "Idlib", "admin1", "SYR"),
        ("Buses left {Syria|GPE}'s {Idlib|GPE}.", "Idlib", "populated", "SYR"),
        ("The Syrian city of {Hama|GPE} was quiet.", "Hama", "populated", "SYR"),
        ("A convoy crossed {Rakhine State|LOC}.", "Rakhine", "admin1", "MMR"),
        ("A tanker passed the {Strait of Hormuz|LOC}.", "Strait of Hormuz", "region", None),
        ("Villages in {Nagorno-Karabakh|LOC} burned.", "Nagorno-Karabakh", "region", "AZE"),
        ("Aid reached the {Gaza Strip|LOC}.", "Gaza Strip", "admin1", "PSE"),
        ("Aid reached {Gaza|GPE}.", "Gaza Strip", "admin1", "PSE"),
        ("Aid reached {Gaza City|GPE}.", "Gaza City", "populated", "PSE"),
        ("A flight to {Luxembourg|GPE} was late.", "Luxembourg", "country", "LUX"),
        ("Rebels hold {northern Mali|LOC}.", "northern Mali", "region", "MLI"),
        ("He flew to {Tripoli|GPE}, Lebanon.", "Tripoli", "populated", "LBN"),
        ("Libyan forces entered {Tripoli|GPE}.", "Tripoli", "populated", "LBY"),
        ("Police in {Hyderabad|GPE} said Pakistan was safe.", "Hyderabad", "populated", "PAK"),
        ("A plant in {Atlanta|GPE}, {Georgia|GPE}, closed.", "Georgia", "admin1", "USA"),
        ("Russian tanks entered {Georgia|GPE}.", "Georgia", "country", "GEO"),
        ("Rain fell in Alabama, {Georgia|GPE} and Florida.", "Georgia", "admin1", "USA"),
        ("Canada's minister flew to {London|GPE}.", "London", "populated", "GBR"),
        ("Voters in {Dallas|GPE} and {Houston|GPE} spoke of {Paris|GPE}.", "Paris", "populated", "FRA"),
        ("A fire in {Buffalo|GPE}, New York.", "Buffalo", "populated", "USA"),
        ("A fire in {London|GPE}, Ontario.", "London", "populated", "CAN"),
        ("Troops near {Goma|GPE} in eastern Congo.", "Goma", "populated", "COD"),
        ("Fighting in {Congo|GPE} spread to {Goma|GPE} and {Bukavu|GPE}.", "Goma", "populated", "COD"),
        ("In {Istanbul|GPE}, Russia and Ukraine met.", "Istanbul", "populated", "TUR"),
        ("In {Sydney|GPE}, Canada's prime minister spoke.", "Sydney", "populated", "AUS"),
    ],
)
def test_a_name_stands_for_the_place_that_the_context_says(
    marked: str, name: str, precision: str, country: str | None
) -> None:
    found = {(place.name, place.precision, place.country) for place in places_of(marked)}
    assert (name, precision, country) in found


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("They met in {Qwghlm|GPE}.", "built-in list"),
        ("They met in {Paris|GPE}, Ohio.", "Ohio"),
        ("A bus left {Hyderabad|GPE}.", "IND or PAK"),
        ("India and Pakistan both spoke of {Hyderabad|GPE}.", "more than one"),
        ("The army holds {western Yemen|LOC}.", "no point"),
        ("Shops in {Mingora|GPE} district, Pakistan, closed.", "no point"),
    ],
)
def test_what_is_not_known_has_no_point_and_a_reason(marked: str, words: str) -> None:
    [place] = places_of(marked)
    assert (place.lat, place.lon) == (None, None)
    assert words in reason(place)


@pytest.mark.parametrize(
    "marked",
    [
        "{Paris Hilton|PER} sang.",
        "She taught at the University of {Geneva|GPE}.",
        "The {Kremlin|FAC} was silent.",
        "{Syrian|NORP} troops left.",
        "{Reuters|OUTLET} was there.",
        "Nobody was there.",
        "",
    ],
)
def test_what_is_no_place(marked: str) -> None:
    assert places_of(marked) == ()


def test_a_name_inside_another_name_is_no_place() -> None:
    doc, segments, mentions = read_marked("The {Bank of England|ORG} acted.")
    inner = read_marked("The Bank of {England|GPE} acted.")[2]
    assert ground_places(doc, segments, annotated((*mentions, *inner)), atlas=own_atlas()) == ()


def test_a_name_that_speaks_is_a_government_and_no_place() -> None:
    doc, segments, mentions = read_marked("{Moscow|GPE} said talks in {Minsk|GPE} failed.")
    by_source = annotated(mentions, attributions=(said(mentions[0].span),))
    by_speaker = annotated(mentions, attributions=(said(Span(0, 0), 0),))
    assert [place.name for place in ground_places(doc, segments, by_source, atlas=own_atlas())] == ["Minsk"]
    assert [place.name for place in ground_places(doc, segments, by_speaker, atlas=own_atlas())] == ["Minsk"]


def test_a_name_told_once_is_told_for_the_report() -> None:
    places = places_of("{Tripoli|GPE}, Lebanon, was calm. Later {Tripoli|GPE} shook.")
    assert {place.country for place in places} == {"LBN"}


def test_a_place_told_to_be_unlisted_is_not_its_namesake_later() -> None:
    places = places_of("{Paris|GPE}, Ohio, was calm. Later {Paris|GPE} shook.")
    assert [place.country for place in places] == [None, None]


def test_an_area_named_as_such_stays_one() -> None:
    places = places_of("The deal for {Idlib|GPE} province held. In {Idlib|GPE}, few believed it.")
    assert [place.precision for place in places] == ["admin1", "admin1"]


def test_teasers_say_nothing_of_the_report() -> None:
    marked = "A bus left {Hyderabad|GPE}.\nTop stories: Pakistan votes."
    [with_teaser] = places_of(marked, teaser_from="Top stories")
    [without] = places_of(marked)
    assert with_teaser.country is None
    assert without.country == "PAK"


def test_ids_follow_the_text_and_spans_are_exact() -> None:
    marked = "😀 {Bakhmut|GPE}\r\nand {Kyiv|GPE}'s mayor; Ukraine."
    text = read_marked(marked)[0].text
    places = places_of(marked)
    assert [(place.id, place.span.of(text)) for place in places] == [("p1", "Bakhmut"), ("p2", "Kyiv")]


@pytest.mark.parametrize(
    "words", ["", " ", "\x00", "al", "the", "province", "درعا", "😀", "-", "'s", "of of of"]
)
def test_odd_words_have_no_candidates(words: str) -> None:
    assert own_atlas().find(words) == ()
    assert read_beside(words, Span(0, len(words))).countries == ()


def test_spellings_of_one_place() -> None:
    for words in ("Al-Bab", "al Bab", "AL-BAB"):
        assert own_atlas().find(words)[0].country == "SYR"
    assert own_atlas().find("Bukamal") == own_atlas().find("al-Bukamal")


def test_a_long_report_of_many_names_stays_quick() -> None:
    places = places_of("{Kyiv|GPE} and {Lviv|GPE} in Ukraine were hit. " * 1000)
    assert len(places) == 3000  # and Ukraine, which no mention covers
