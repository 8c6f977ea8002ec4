from __future__ import annotations

import pytest

from dragoman.annotate.members import find_members
from dragoman.annotate.mentions import add_source_mentions, find_mentions
from dragoman.annotate.sources import head_of, person_type
from dragoman.annotate.speakers import resolve_speakers
from dragoman.types import Span
from short_reports import attribution, make_doc, make_segments, scores_for


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("Sow aides", "Sow aides"),
        ("officials in Tamsin", "officials"),
        ("a lawyer, Adama Sow", "a lawyer"),
        ("dozens of witnesses who fled", "dozens of witnesses"),
        ("sources close to the talks", "sources"),
        ("those surveyed", "those"),
        ("TAMSIN, Ostia - Mayor Adama Sow", "Mayor Adama Sow"),
        ("the mayor's office", "the mayor's office"),
        ("the six - member team", "the six - member team"),
        ("", None),
        ("…", None),
        ("😀 Sow", "Sow"),
        ("مسؤول", "مسؤول"),
    ],
)
def test_heads(source: str, head: str | None) -> None:
    found = head_of(source, Span(0, len(source)))
    assert (found.of(source) if found else None) == head


@pytest.mark.parametrize(
    ("head", "type_"),
    [
        ("two officials", "GROUP"),
        ("a friend", "PER"),
        ("the lists", None),
        ("Ten percent", "GROUP"),
        ("49%", "GROUP"),
    ],
)
def test_unnamed_people(head: str, type_: str | None) -> None:
    assert person_type(head) == type_


def speaker(text: str, source: str, seen: dict[str, str]) -> tuple[str | None, list[str]]:
    """Who speaks, and the members if that is a group that the source lists."""
    doc, segments = make_doc(text), make_segments(text)
    found = attribution(text, source, "said", "it rains")
    mentions = add_source_mentions(doc, find_mentions(doc, segments, scores_for(text, seen)), [found])
    (resolved,) = resolve_speakers(doc, segments, mentions, (), [found])
    if resolved.speaker is None:
        return None, []
    members = find_members(doc, segments, mentions, ()).get(resolved.speaker, ())
    return mentions[resolved.speaker].span.of(text), [mentions[i].span.of(text) for i in members]


@pytest.mark.parametrize(
    ("source", "seen", "told"),
    [
        ("Sow aides", {"Sow": "PER"}, "Sow aides"),
        (
            "Ostia officials, including Mayor Adama Sow,",
            {"Ostia": "GPE", "Adama Sow": "PER"},
            "Ostia officials",
        ),
        ("the remaining casinos in Tamsin", {"Tamsin": "GPE"}, None),
        ("the Tamsin-based Reed Report", {"Tamsin": "GPE"}, None),
        (
            "the director of the Reed Fund, Dr. Adama Sow",
            {"Reed Fund": "ORG", "Adama Sow": "PER"},
            "Adama Sow",
        ),
        ("her senior policy adviser, Adama Sow,", {"Adama Sow": "PER"}, "Adama Sow"),
        ("White House hopeful Adama Sow", {"White House": "ORG", "Adama Sow": "PER"}, "Adama Sow"),
        ("TAMSIN - Mayor Adama Sow", {"TAMSIN": "GPE", "Adama Sow": "PER"}, "Adama Sow"),
        ("Sow himself", {"Sow": "PER"}, "Sow"),
        ("the company", {}, None),
        ("Parents and teachers", {}, "Parents and teachers"),
    ],
)
def test_the_speaker_is_the_head_of_the_source(source: str, seen: dict[str, str], told: str | None) -> None:
    assert speaker(f"Then {source} said it rains.", source, seen)[0] == told


def test_a_source_that_lists_several_is_a_group_of_them() -> None:
    found = speaker(
        "Ana Roa and Adama Sow said it rains.",
        "Ana Roa and Adama Sow",
        {"Ana Roa": "PER", "Adama Sow": "PER"},
    )
    assert found == ("Ana Roa and Adama Sow", ["Ana Roa", "Adama Sow"])


def test_two_countries_are_a_group() -> None:
    assert speaker("Peru and Chile said it rains.", "Peru and Chile", {}) == (
        "Peru and Chile",
        ["Peru", "Chile"],
    )
