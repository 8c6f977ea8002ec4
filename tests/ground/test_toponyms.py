"""Place names that no mention covers: found where the words say so, and given only where the report speaks for them."""

from __future__ import annotations

import pytest

from dragoman.ground.candidates import own_atlas
from dragoman.ground.places import ground_places
from dragoman.ground.toponyms import find_toponyms, widen
from dragoman.types import Span
from tests.ground.marked import annotated, read_marked


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("A ferry crossed the Suez Canal.", ["Suez Canal"]),
        ("Shells fell near Bakhmut and Kramatorsk, Sloviansk too.", ["Bakhmut", "Kramatorsk", "Sloviansk"]),
        ("The outskirts of Bakhmut burned.", ["Bakhmut"]),
        ("They met in March, in Vienna.", ["Vienna"]),
        ("Ukraine's Bakhmut fell.", ["Bakhmut"]),
        ("Aid came through the Rafah crossing.", ["Rafah crossing"]),
        ("{Homs Jones|PER} fell in Homs.", []),
        ("The men in {Bakhmut|GPE} left.", []),
        ("The University of Vienna is old.", []),
        ("in bakhmut", []),
        ("", []),
    ],
)
def test_names_are_found_after_words_that_say_where(marked: str, expected: list[str]) -> None:
    doc, segments, mentions = read_marked(marked)
    found = find_toponyms(doc, segments, annotated(mentions), own_atlas())
    assert [doc.quote(span) for span in found] == expected


def test_a_name_no_mention_covers_is_a_place_only_where_the_report_speaks_for_it() -> None:
    doc, segments, mentions = read_marked("Ukrainian troops left. Ukraine said shells fell near Bakhmut.")
    assert [
        place.country for place in ground_places(doc, segments, annotated(mentions), atlas=own_atlas())
    ] == ["UKR"]
    doc, segments, mentions = read_marked("Shells fell near Bakhmut.")
    assert ground_places(doc, segments, annotated(mentions), atlas=own_atlas()) == ()


def test_a_part_of_a_longer_name_is_read_as_the_whole_and_once() -> None:
    doc, segments, mentions = read_marked("A ship sank in the {Gulf|LOC} of {Aden|GPE} and near {Aden|GPE}.")
    places = ground_places(doc, segments, annotated(mentions), atlas=own_atlas())
    assert [(doc.quote(place.span), place.name) for place in places] == [
        ("Gulf", "Gulf of Aden"),
        ("Aden", "Aden"),
    ]


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("in southern Lebanon", "Lebanon", "Lebanon"),
        ("the Strait of Hormuz", "Hormuz", "Strait of Hormuz"),
        ("Hormuz", "Hormuz", "Hormuz"),
    ],
)
def test_what_a_mention_is_a_part_of(text: str, words: str, whole: str) -> None:
    start = text.index(words)
    assert widen(text, Span(start, start + len(words))).of(text) == whole
