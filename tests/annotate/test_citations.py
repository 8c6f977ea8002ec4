from __future__ import annotations

import pytest
from msgspec import structs

from dragoman.annotate.citations import find_citations
from dragoman.stages import FoundAttribution
from dragoman.types import ZoneName
from short_reports import attribution, make_doc, make_segments, mentions_of, place


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


def test_whom_an_outlet_cites_is_not_in_its_scope() -> None:
    text = "The camps were shelled, River News reported on Monday, citing the semi-official Fars news agency."
    reported = attribution(text, "River News", "reported", "The camps were shelled")
    citing = attribution(text, "River News", "citing", "the semi-official Fars news agency")
    shelled = "The camps were shelled"
    assert cited(text, reported, citing) == [("River News", shelled), ("Fars news agency", shelled)]


@pytest.mark.parametrize(
    "description", ["", "the ", "Israel's ", "the Russian state-run ", "an influential "]
)
def test_words_that_describe_the_cited(description: str) -> None:
    text = f"A ship sank, the paper said, citing {description}TASS."
    said = attribution(text, "the paper", "said", "A ship sank")
    assert cited(text, said) == [("TASS", "A ship sank")]


def test_a_scope_does_not_begin_with_whom_the_outlet_cites() -> None:
    text = "Reuters reported, citing two aides, that talks had failed."
    found = attribution(text, "Reuters", "reported", "two aides, that talks had failed")
    assert cited(text, found) == [("Reuters", "talks had failed")]
    assert cited("Reuters, citing two aides, said talks had failed.") == [("Reuters", "talks had failed")]


def test_words_on_both_sides_of_the_credit_are_two_stretches() -> None:
    text = "“We wait,” Meridian News reported, “for rain.”"
    first = attribution(text, "Meridian News", "reported", "“We wait,”", "direct")
    both = structs.replace(first, content=(*first.content, place(text, "“for rain.”")))
    assert cited(text, both) == [("Meridian News", "“We wait,”"), ("Meridian News", "“for rain.”")]


def test_told_something() -> None:
    text = "The man chosen for it, two aides told Reuters, has been seen in town for days."
    assert cited(text) == [("Reuters", "has been seen in town for days")]


def test_told_nothing() -> None:
    assert cited("Ana Roa spoke to Lake News in Bern. She left.") == []


def test_an_interviewer_is_not_cited() -> None:
    text = "Lake News: Why did you leave?\nAna Roa: It was time."
    asked = attribution(text, "Lake News", ":", "Why did you leave?", "direct")
    assert cited(text, asked, zones={"Lake News": "transcript", "Ana Roa": "transcript"}) == []
