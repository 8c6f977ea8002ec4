"""Datelines are found at the beginning of a paragraph, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from dragoman.segment.datelines import find_dateline
from dragoman.types import Span

REST = "The two sides met on Monday and agreed to nothing."


@pytest.mark.parametrize(
    "dateline",
    [
        "GENEVA, Nov. 19 (Lake News) —",
        "LakeNews.net -",
        "BELMORA (ALP) -",
        "BELMORA, Lestria (ALP) —",
        "KETTER, Ardal valley (Coastal News) —",
        "Belmora –",
        "SAN REVO, 3 JAN 90 (RADIO REVO) -- [TEXT]",
        "SAN REVO, 3 JAN 90 (ALP-\nREVO) -- [REPORT] [ANA\nROA] [TEXT]",
        "NO CITY, NO DATE -- [TEXT]",
        "NEW REVA:",
        "Belmora. 19 November (Lake News).",
        "OBORO, October 12. /LESTA/.",
        "Oboro, May 21, LESTA.",
        "(Lake News) -",
        "OBORO, Ardal (ALP)",
        "PORT REVA, Ardal (Lake/Coastal)",
    ],
)
def test_datelines(dateline: str) -> None:
    rest = REST.upper() if "TEXT]" in dateline else REST
    text = f"{dateline} {rest}"
    found = find_dateline(text, Span(0, len(text)))
    assert found is not None
    assert found.of(text) == dateline


def test_a_dash_behind_an_agency_needs_no_space() -> None:
    text = "PORT REVA, Ardal (ALP)-More lorries crossed at Tolm on Monday."
    found = find_dateline(text, Span(0, len(text)))
    assert found is not None
    assert found.of(text) == "PORT REVA, Ardal (ALP)-"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "UPDATE: The mayor of Oboro has named the driver.",
        "ORIGINAL POST: The police of Oboro gave out a picture.",
        "Ana (Pixie) Roa died before the ambulance came.",
        "The minister - a lawyer - left the room.",
        "Lind – who had not slept – left.",
        '"We stay" — that was all he said to the reporters outside.',
        "MARR: We will not go.",
        'LIND: "We will not go."',
        "The army (and its allies) - said nothing about it.",
        "NATO (North Atlantic) officials met on Monday - and left.",
        "BREAKING NEWS - Two killed in Belmora, police say this evening.",
        "THE CHIEF OF POLICE - A FORMER SOLDIER - SAID HE KNEW NOTHING OF IT.",
        "Talks ended on Monday, Nov. 19, without a word.",
    ],
)
def test_no_datelines(text: str) -> None:
    assert find_dateline(text, Span(0, len(text))) is None
