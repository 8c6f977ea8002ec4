"""Quotation stretches survive odd, nested, unbalanced and multi-paragraph marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.segment.quotations import find_quotations
from dragoman.types import Span


def quotations(text: str) -> list[tuple[str, int, bool]]:
    paragraphs = [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return [(q.span.of(text), q.depth, q.closed) for q in find_quotations(text, paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.", []),
        ('He said "we stay" twice.', [('"we stay"', 0, True)]),
        ("He said “we stay” twice.", [("“we stay”", 0, True)]),
        ("Er sagte: «we stay».", [("«we stay»", 0, True)]),
        ("``We stay,'' he said.", [("``We stay,''", 0, True)]),
        ("“We stay. ‘Never,’ they said.”", [("“We stay. ‘Never,’ they said.”", 0, True), ("‘Never,’", 1, True)]),
        ('"We heard "stop" there" he said', [('"We heard "stop" there"', 0, True), ('"stop"', 1, True)]),
        ("“No end to it.\n“Nor to this.”", [("“No end to it.", 0, False), ("“Nor to this.”", 0, True)]),
        ("“No end to it.\nNor to this.” He left.", [("“No end to it.", 0, False), ("Nor to this.”", 0, True)]),
        ("A stray mark.” He left.", []),
        ('A boat 5" long and 12" wide.', []),
        ("The ministers' plan of the '90s wasn't theirs.", []),
        ("'No deal', says envoy", [("'No deal'", 0, True)]),
        ("Envoy: ‘no deal’ on the boys’ school", [("‘no deal’", 0, True)]),
        ("(“Stay”)", [("“Stay”", 0, True)]),
        ("''We stay,'' he said.", [("''We stay,''", 0, True)]),
        ("He left ''at once,'' not ''soon.''", [("''at once,''", 0, True), ("''soon.''", 0, True)]),
        ("”We stay,” he said.", [("”We stay,”", 0, True)]),
        ("„Wir bleiben,“ said one. “No,” said she.", [("„Wir bleiben,“", 0, True), ("“No,”", 0, True)]),
        ("»Nein«, he said.", [("»Nein«", 0, True)]),
        ("“", []),
    ],
)  # fmt: skip
def test_stretches(text: str, expected: list[tuple[str, int, bool]]) -> None:
    assert quotations(text) == expected


def test_a_mark_left_open_does_not_reach_the_next_paragraph() -> None:
    found = quotations('He said "we stay.\nShe said nothing.\nThey said "go".')
    assert found == [('"we stay.', 0, False), ('"go"', 0, True)]


@given(st.text(alphabet="ab .,\n\"'“”‘’«»`5", max_size=80))
def test_spans_lie_in_their_paragraph_and_inner_in_span(text: str) -> None:
    paragraphs = [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for quotation in find_quotations(text, paragraphs):
        assert any(paragraph.covers(quotation.span) for paragraph in paragraphs)
        assert quotation.span.covers(quotation.inner)
        assert len(quotation.span) > 0


def test_many_marks_take_linear_time() -> None:
    text = '"a ' * 200_000
    assert len(find_quotations(text, [Span(0, len(text))])) > 0
