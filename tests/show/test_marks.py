"""Marks: flat pieces, and zones that tile the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.show.control import one_line, split_acting, visible
from dragoman.show.marks import Mark, cut, cut_each, find_marks, lay_out, lines_of
from dragoman.types import Record, Span, Zone
from made.anything import records
from made.river import TEXT, make_document, make_record, river_record

MARKS = st.builds(
    lambda kind, edges, number: Mark(kind, Span(min(edges), max(edges)), number),
    st.sampled_from(["content", "source", "cue", "entity"]),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
    st.integers(1, 5),
)


@given(st.lists(MARKS, max_size=8), st.integers(0, 20), st.integers(0, 12))
def test_pieces_tile_the_span_and_carry_every_mark(marks: list[Mark], start: int, length: int) -> None:
    span = Span(start, start + length)
    pieces = cut(span, marks)
    assert [at for piece in pieces for at in range(piece.span.start, piece.span.end)] == list(
        range(span.start, span.end)
    )
    for piece in pieces:
        assert set(piece.marks) == {mark for mark in marks if len(mark.span) and mark.span.covers(piece.span)}


@given(st.lists(MARKS, max_size=8), st.lists(st.integers(0, 32), max_size=6))
def test_cutting_many_stretches_is_cutting_each(marks: list[Mark], edges: list[int]) -> None:
    spans = [Span(start, end) for start, end in pairwise(sorted(edges))]
    assert list(cut_each(spans, marks)) == [cut(span, marks) for span in spans]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_stretches_tile_any_text(record: Record) -> None:
    assert (
        "".join(stretch.span.of(record.document.text) for stretch in lay_out(record)) == record.document.text
    )


def test_white_space_goes_with_the_zone_before_it() -> None:
    names = [(stretch.zone, stretch.span.of(TEXT)[-2:]) for stretch in lay_out(river_record())]
    assert names == [
        ("headline", "\n\n"),
        ("dateline", "- "),
        ("body", "\n\n"),
        ("furniture", "s\n"),
        ("teaser", ".\n"),
    ]


def test_text_outside_all_zones_is_kept_apart() -> None:
    record = make_record(document=make_document("One two three", zones=(Zone("body", Span(4, 7)),)))
    assert [(stretch.zone, len(stretch.span)) for stretch in lay_out(record)] == [
        (None, 4),
        ("body", 3),
        (None, 6),
    ]


def test_neighbours_of_one_name_are_one_stretch() -> None:
    zones = (Zone("teaser", Span(0, 3)), Zone("teaser", Span(4, 7)))
    record = make_record(document=make_document("One\ntwo", zones=zones))
    (stretch,) = lay_out(record)
    assert lines_of(stretch, "One\ntwo") == ("One", "two")
    assert stretch.outside


def test_every_kind_of_mark_is_found() -> None:
    kinds = {mark.kind for mark in find_marks(river_record())}
    assert kinds == {"content", "source", "cue", "outlet", "entity", "time", "place"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\rb\r\nc", "a\nb\nc"),
        ("\x07\x7f\x9b", "␇␡<U+009B>"),
        ("a\u202eb", "a<U+202E>b"),
        ("👩‍👧 \u200fسلام", "👩‍👧 \u200fسلام"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_acting_characters_are_made_visible(text: str, seen: str) -> None:
    assert visible(text) == seen
    assert "".join(part for part, _ in split_acting(text)) == text
    assert "\n" not in one_line(text)
