from __future__ import annotations

import pytest

from dragoman.annotate.citations import find_citations
from dragoman.stages import FoundAttribution
from dragoman.types import ZoneName
from short_reports import attribution, make_doc, make_segments, mentions_of


def cited(
    text: str,
    *attributions: FoundAttribution,
    publisher: str | None = None,
    zones: dict[str, ZoneName] | None = None,
) -> list[tuple[str, str]]:
    mentions = mentions_of(text, zones)
    found = find_citations(make_doc(text, publisher), make_segments(text, zones), mentions, attributions)
    return [(mentions[c.mention].span.of(text), c.scope.of(text)) for c in found]


@pytest.mark.parametrize(
    ("text", "outlet", "scope"),
    [
        ("The truce holds, Meridian News reports.", "Meridian News", "The truce holds"),
        ("According to TASS, the truce holds.", "TASS", "the truce holds"),
        ("The truce holds, according to TASS.", "TASS", "The truce holds"),
        ("On Monday, Reuters reported that the truce holds.", "Reuters", "the truce holds"),
        ("The truce holds, reported by Reuters.", "Reuters", "The truce holds"),
    ],
)
def test_without_an_attribution(text: str, outlet: str, scope: str) -> None:
    assert cited(text) == [(outlet, scope)]


def test_the_source_of_an_attribution() -> None:
    text = "The truce holds in the north, Meridian News reports."
    found = attribution(text, "Meridian News", "reports", "The truce holds")
    assert cited(text, found) == [("Meridian News", "The truce holds")]


@pytest.mark.parametrize(
    "text",
    [
        "The truce holds, Sow told Reuters.",
        "The truce holds, Sow said in an interview with Reuters.",
        "The truce holds, Sow was quoted as saying by Reuters.",
    ],
)
def test_told_an_outlet(text: str) -> None:
    found = attribution(text, "Sow", "told" if "told" in text else "sa", "The truce holds")
    assert cited(text, found) == [("Reuters", "The truce holds")]


def test_an_agency_quotes_him() -> None:
    text = 'The Interfax agency quoted him as saying "the truce holds".'
    found = attribution(text, "him", "saying", '"the truce holds"', "direct")
    assert cited(text, found) == [("Interfax agency", '"the truce holds"')]


@pytest.mark.parametrize(
    "text",
    [
        "A Reuters photographer was hurt.",
        "He left the Reuters office.",
        "The car hit the CNN building.",
        "",
        "😀",
    ],
)
def test_named_but_not_cited(text: str) -> None:
    assert cited(text) == []


def test_the_publisher_is_no_citation() -> None:
    text = "The truce holds, NorthCoast.net reports."
    assert cited(text, publisher="NorthCoast") == []
    assert cited(text) == [("NorthCoast.net", "The truce holds")]


@pytest.mark.parametrize("zone", ["dateline", "teaser", "furniture"])
def test_not_in_these_zones(zone: ZoneName) -> None:
    text = "The truce holds, Reuters reports."
    assert cited(text, zones={"The truce": zone}) == []
