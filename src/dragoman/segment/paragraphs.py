"""Finds the paragraphs of a text, whose lines may be paragraphs or may have been cut to a width: part of segment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from dragoman.stages import Block
from dragoman.types import Span

_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_BLANK = re.compile(
    "(?>\r\n|[\n\r\v\f\x85\u2028\u2029])[^\\S\n\r\v\f\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x85\u2029])"
)
_ENDS_SENTENCE = re.compile("[.!?:;…。！？؟।][\"'”’»)\\]]*$")
_ITEM = re.compile(r"(?:[-*•·–—▪●◦‣]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_MIN_WIDTH, _MAX_WIDTH = 40, 110  # columns of a text cut to a width; longer lines are paragraphs
_MIN_BREAKS = 3  # so many full lines that break off in mid-sentence make a text one that was cut
_MIN_BREAKS_GROUP = 2  # the same where only some paragraphs of a page were cut
_SHARE_FULL = 0.6
_SHARE_SMALL = 0.4  # of the broken lines go on in small letters
_NEARLY = 0.8  # of the width: people who cut by hand leave lines ragged
_MIN_CARRIED = 40  # characters of a line that goes on, in small letters, in the next
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:[A-Z][a-z]{2,8}\.? \d\d?|\d{1,4}[/.-]\d\d?)[^.!?\n]{0,60}"
_STAMP = re.compile(
    r"(?<=\S\s)(?:(?:First |Originally |Last )?(?:Posted|Published|Updated|Created|Modified|POSTED|PUBLISHED|UPDATED)"
    rf"\s?: {_DAY}){{1,3}}$"
)
_MIN_STAMPED = 3  # words before it
_MAX_STAMPED = 300  # characters of a line at whose end a stamp is looked for


class Line(Struct, frozen=True):
    """A line without the white space around it; `gap` tells a blank line before it, `indent` its leading spaces."""

    span: Span
    indent: int
    gap: bool


def find_paragraphs(text: str, blocks: Sequence[Block] = ()) -> tuple[Span, ...]:
    r"""The paragraphs, which hold every visible character; no paragraph spans two blocks of a page.

    Blank lines part paragraphs. Lines part them too, unless the text was cut to a width (then lines are joined that
    were full) or a long line goes on in small letters. What a page wrote behind its headline on when it was posted is a
    paragraph of its own. Spans are in code points of `text`.

    >>> text = "Talks end\n\nThe two sides left the hall in Belmora without a word to the\npress, an aide said."
    >>> [span.of(text)[-9:] for span in find_paragraphs(text)]
    ['Talks end', 'ide said.']
    """
    regions = _regions(text, blocks) if blocks else [Span(0, len(text))]
    parts = [list(find_lines(text, region)) for region in regions]
    width = _cut_width(text, [line for lines in parts for line in lines], _MIN_BREAKS)
    groups = (group for lines in parts for group in _groups(lines))
    return tuple(
        part
        for group in groups
        for span in _join(text, group, width or _cut_width(text, group, _MIN_BREAKS_GROUP))
        for part in _without_stamp(text, span)
    )


def _without_stamp(text: str, span: Span) -> Iterator[Span]:
    """A line, and apart from it the "Posted: Friday, May 3, 2031 6:47 AM" at its end."""
    stamp = _STAMP.search(span.of(text)) if len(span) <= _MAX_STAMPED else None
    head = span.of(text)[: stamp.start()].rstrip() if stamp is not None else ""
    alone = head.endswith(("-", "|", ":")) or head.count(" ") < _MIN_STAMPED - 1
    if stamp is None or alone:
        yield span
        return
    yield Span(span.start, span.start + len(head))
    yield Span(span.start + stamp.start(), span.end)


def find_lines(text: str, region: Span) -> Iterator[Line]:
    r"""The visible lines of a part of the text, trimmed.

    >>> [(line.span.of(" a\n\n  b"), line.indent, line.gap) for line in find_lines(" a\n\n  b", Span(0, 7))]
    [('a', 1, False), ('b', 2, True)]
    """
    end = region.start
    for match in _LINE.finditer(text, region.start, region.end):
        raw = match.group()
        words = raw.strip()
        if words:
            indent = len(raw) - len(raw.lstrip())
            start = match.start() + indent
            yield Line(Span(start, start + len(words)), indent, _BLANK.search(text, end, start) is not None)
            end = start + len(words)


def _regions(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """The blocks, and what visible text there is between them."""
    at = 0
    for block in sorted(blocks, key=lambda block: block.span):
        if text[at : block.span.start].strip():
            yield Span(at, block.span.start)
        if block.span.end > at:
            yield Span(max(at, block.span.start), block.span.end)
            at = block.span.end
    if text[at:].strip():
        yield Span(at, len(text))


def _groups(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines with no blank line between them."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].gap:
            yield lines[start:at]
            start = at


def _cut_width(text: str, lines: Sequence[Line], needed: int) -> int | None:
    """The width lines were cut to, None if each is a paragraph; `needed` full lines must break off in mid-sentence."""
    pairs = [(one, two) for one, two in pairwise(lines) if not two.gap]
    lengths = sorted(_width(one) for one, _ in pairs if _width(one) <= _MAX_WIDTH)
    if len(lengths) < needed or len(lengths) < _SHARE_FULL * len(pairs):
        return None
    width = lengths[-1 - len(lengths) // 50]
    full = [(one, two) for one, two in pairs if _is_full(text, one, two, width * _NEARLY)]
    broken = [(one, two) for one, two in full if not _ENDS_SENTENCE.search(one.span.of(text)[-4:])]
    if width < _MIN_WIDTH or len(broken) < needed or len(full) < _SHARE_FULL * len(pairs):
        return None
    return width if len(broken) >= _SHARE_FULL * len(full) and _go_on_small(text, broken) else None


def _go_on_small(text: str, broken: Sequence[tuple[Line, Line]]) -> bool:
    """Whether lines go on in small letters, as a list of headings does not; a text in capitals cannot tell."""
    heads = [text[two.span.start] for _, two in broken]
    if all(one.span.of(text).isupper() for one, _ in broken):
        return True
    return sum(head.islower() for head in heads) >= _SHARE_SMALL * len(heads)


def _width(line: Line) -> int:
    return line.indent + len(line.span)


def _is_full(text: str, one: Line, two: Line, width: float) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    first = len(text[two.span.start : min(two.span.end, two.span.start + _MAX_WIDTH)].split(maxsplit=1)[0])
    return _width(one) + 1 + first > width - 2


def _join(text: str, lines: Sequence[Line], width: int | None) -> Iterator[Span]:
    """Lines put together where the second goes on with the first."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and _goes_on(text, lines[at - 1], lines[at], width):
            continue
        yield Span(lines[start].span.start, lines[at - 1].span.end)
        start = at


def _goes_on(text: str, one: Line, two: Line, width: int | None) -> bool:
    if two.gap or _ITEM.match(text, two.span.start, two.span.end):
        return False
    if width is not None:
        stops = _ENDS_SENTENCE.search(one.span.of(text)[-4:]) is not None
        reach = width if stops else width * _NEARLY**2
        return _width(one) <= width + 10 and two.indent <= one.indent + 1 and _is_full(text, one, two, reach)
    last = text[one.span.end - 1]
    return (
        len(one.span) >= _MIN_CARRIED and (last.islower() or last == ",") and text[two.span.start].islower()
    )
