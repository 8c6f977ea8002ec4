"""Finds the stretches in quotation marks, whatever state the marks are in: part of the segment step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.stages import Quotation
from dragoman.types import Span

_DOUBLE = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\"]|``|''")
_SINGLE = re.compile("(?<!')['\u2018\u2019\u201a](?!')")
_OPENERS = frozenset("\u201c\u201e\u00ab") | {"``"}
_CLOSERS = frozenset("\u201d\u00bb") | {"''"}
_BEFORE_OPENING = frozenset("([{-\u2013\u2014\u2015/:;\u2018'\u201c\u201e\u00ab\"")
_MAX_DEPTH = 4
_MAX_SINGLE = 400  # characters; a longer stretch between single marks is two apostrophes, not a quotation


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """All stretches in quotation marks, outermost first where they begin together, in text order.

    Straight marks are read by what stands around them, and so are others where they cannot mean what they usually do:
    “ ends „so“, ” begins ”so” and '' stands on both sides in some newspapers. A mark that is never closed ends with its
    paragraph, as in a quotation of several paragraphs; a closing mark without an opening one reaches back to the
    paragraph's beginning if the paragraph before was left open, and is ignored otherwise. Single marks count only
    outside of words.

    >>> text = 'He said: \u201cWe stay. \u2018Never again,\u2019 they told us.\u201d'
    >>> [(q.span.of(text)[:8], q.depth, q.closed) for q in find_quotations(text, [Span(0, len(text))])]
    [('\u201cWe stay', 0, True), ('\u2018Never a', 1, True)]
    """
    found: list[Quotation] = []
    left_open = False
    for paragraph in paragraphs:
        doubles = list(_double_quotations(text, paragraph, left_open))
        left_open = any(not quotation.closed and quotation.depth == 0 for quotation in doubles)
        found.extend(doubles)
        found.extend(_single_quotations(text, paragraph, doubles))
    return tuple(sorted(found, key=lambda quotation: (quotation.span.start, -quotation.span.end)))


def _double_quotations(text: str, paragraph: Span, left_open: bool) -> Iterator[Quotation]:
    """The quotations in double marks of one paragraph, in the order in which they close."""
    opened: list[tuple[int, int]] = []
    for mark in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
        direction = _direction(text, paragraph, mark, bool(opened))
        if direction > 0 and len(opened) < _MAX_DEPTH:
            opened.append(mark.span())
        elif direction < 0 and opened:
            start, inner = opened.pop()
            yield Quotation(Span(start, mark.end()), Span(inner, mark.start()), len(opened))
        elif direction < 0 and left_open:
            yield Quotation(Span(paragraph.start, mark.end()), Span(paragraph.start, mark.start()))
            left_open = False
    for depth, (start, inner) in enumerate(opened):
        if text[inner : paragraph.end].strip():
            yield Quotation(Span(start, paragraph.end), Span(inner, paragraph.end), depth, closed=False)


def _direction(text: str, paragraph: Span, mark: re.Match[str], is_open: bool) -> int:
    """1 for an opening mark, -1 for a closing one, 0 for one that is neither (inches, seconds of arc)."""
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    opening = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closing = not before.isspace() and (after.isspace() or not after.isalnum())
    if mark.group() in _OPENERS:
        return -1 if is_open and closing and not opening else 1
    if mark.group() in _CLOSERS:
        return 1 if opening and not closing and not is_open else -1
    if opening != closing:
        if closing and not is_open and before.isdigit():
            return 0
        return 1 if opening else -1
    return -1 if is_open else 1


def _single_quotations(text: str, paragraph: Span, doubles: Sequence[Quotation]) -> Iterator[Quotation]:
    """Quotations in single marks: an opening one before a word, and the next closing one after a word."""
    start = -1
    for mark in _SINGLE.finditer(text, paragraph.start, paragraph.end):
        at = mark.start()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if start >= 0 and at - start > _MAX_SINGLE:
            start = -1
        if _opens_single(mark.group(), before, after):
            start = at
        elif start >= 0 and mark.group() in "'\u2019" and not before.isspace() and not after.isalnum():
            span = Span(start, at + 1)
            if all(double.span.covers(span) or not double.span.touches(span) for double in doubles):
                depth = sum(double.span.covers(span) for double in doubles)
                yield Quotation(span, Span(start + 1, at), depth, double=False)
            start = -1


def _opens_single(mark: str, before: str, after: str) -> bool:
    """Whether a single mark opens a quotation; one before a digit stands for a decade ('90s)."""
    if mark == "\u2019" or not (before.isspace() or before in _BEFORE_OPENING):
        return False
    return not after.isspace() and not after.isdigit()
