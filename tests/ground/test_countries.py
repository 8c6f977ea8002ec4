from __future__ import annotations

import pytest

from dragoman.ground.countries import (
    all_countries,
    country_of,
    demonym_countries,
    find_countries,
    fold,
    named_countries,
    seat_of_government,
)
from dragoman.resources import load_table


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Syria", "SYR"),
        ("SYRIA", "SYR"),
        ("the Russian Federation", "RUS"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("Côte d’Ivoire", "CIV"),
        ("Turkey", "TUR"),
        ("Burma", "MMR"),
        ("Kosovo", "XKX"),
        ("Holy See", "VAT"),
        ("Iranians", "IRN"),
        ("DR Congo", "COD"),
        ("us", None),
        ("Congo", None),
        ("Congolese", None),
        ("Dominican", None),
        ("Kurdish", None),
        ("", None),
        ("🇸🇾", None),
        ("سوريا", None),
    ],
)
def test_a_name_or_demonym_stands_for_one_country_or_none(words: str, code: str | None) -> None:
    assert country_of(words) == code


def test_an_ambiguous_name_keeps_its_readings() -> None:
    assert named_countries("Congo") == ("COG", "COD")
    assert demonym_countries("Dominicans") == ("DMA", "DOM")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ministry of Defence of Ukraine", ["UKR"]),
        ("Papua New Guinea Defence Force", ["PNG"]),
        ("Republic of the Congo's army", ["COG"]),
        ("South Sudan and Sudan", ["SSD", "SDN"]),
        ("Indian Ocean Commission", []),
        ("he told us to wait", []),
        ("RUSSIAN AND U.S. ENVOYS", ["RUS", "USA"]),
        ("Nigerian, not Niger's", ["NGA", "NER"]),
        ("New Mexico, New Jersey and Northern Ireland", []),
        ("ships in the South China Sea", []),
        ("", []),
    ],
)
def test_countries_inside_a_text(text: str, codes: list[str]) -> None:
    assert [code for _, code in find_countries(text)] == codes


def test_spans_of_countries_leave_out_the_possessive() -> None:
    text = "Before Germany's vote"
    [(span, _)] = find_countries(text)
    assert span.of(text) == "Germany"


def test_seats_of_government() -> None:
    kremlin, pentagon = seat_of_government("The Kremlin"), seat_of_government("PENTAGON")
    assert kremlin is not None
    assert pentagon is not None
    assert (kremlin.country, pentagon.sector) == ("RUS", "MIL")
    assert seat_of_government("Moscow") is None


def test_folding_drops_what_spellings_differ_in() -> None:
    assert fold("Dar'ā") == fold("DARA") == "dara"
    assert fold("the") == "the"
    assert fold("Diyarbakır") == "diyarbakir"


def test_the_table_is_sound() -> None:
    rows = load_table("countries.tsv")
    assert len({row["alpha3"] for row in rows}) == len({row["alpha2"] for row in rows}) == len(rows) > 195
    for row in rows:
        assert row["name"] == row["names"].split("|")[0]
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
    codes = set(all_countries())
    assert {row["country"] for row in load_table("government_seats.tsv")} <= codes
    assert {row["country"] for row in load_table("places.tsv")} <= codes
    assert {row["country"] for row in load_table("regions.tsv")} <= codes | {""}
    precisions = {row["precision"] for row in load_table("regions.tsv")}
    assert precisions <= {"point", "populated", "admin1", "admin2", "region"}
