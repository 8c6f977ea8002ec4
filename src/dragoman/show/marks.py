"""Show: a record's text cut into flat pieces that never overlap, each with the marks that lie on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from dragoman.types import OUTSIDE_ZONES, Attribution, Record, Span, ZoneName

MarkKind = Literal["content", "source", "cue", "outlet", "entity", "time", "place", "event", "figure", "term"]


class Mark(Struct, frozen=True):
    """Characters that mean something: as what, and the number (from 1) of the thing in its list of the record."""

    kind: MarkKind
    span: Span
    number: int


class Piece(Struct, frozen=True):
    """A stretch of text all of whose characters carry the same marks, the outermost first."""

    span: Span
    marks: tuple[Mark, ...]


class Stretch(Struct, frozen=True):
    """Neighbouring text of one zone (None: of no zone), with the white space that follows it."""

    zone: ZoneName | None
    span: Span

    @property
    def outside(self) -> bool:
        """Whether the report itself has no part in it, so that a reader may skip it."""
        return self.zone in OUTSIDE_ZONES


def _attribution_marks(number: int, attribution: Attribution) -> Iterator[Mark]:
    yield from (Mark("content", span, number) for span in attribution.content)
    yield from (Mark("source", span, number) for span in attribution.source)
    yield from (Mark("cue", span, number) for span in attribution.cue)


def find_attribution_marks(record: Record) -> tuple[Mark, ...]:
    """The marks of who said what, in the order of the record's attributions."""
    numbered = enumerate(record.attributions, 1)
    return tuple(mark for number, found in numbered for mark in _attribution_marks(number, found))


def find_marks(record: Record) -> tuple[Mark, ...]:
    """All marks of a record: attributions, outlets of the chain, mentions, times, places, events, figures and terms."""
    mentions = ((n, span) for n, entity in enumerate(record.entities, 1) for span in entity.mentions)
    return (
        *find_attribution_marks(record),
        *(Mark("outlet", link.span, number) for number, link in enumerate(record.chain, 1)),
        *(Mark("entity", span, number) for number, span in mentions),
        *(Mark("time", time.span, number) for number, time in enumerate(record.times, 1)),
        *(Mark("place", place.span, number) for number, place in enumerate(record.places, 1)),
        *(Mark("event", span, n) for n, event in enumerate(record.events, 1) for span in event.trigger),
        *(Mark("figure", figure.span, number) for number, figure in enumerate(record.figures, 1)),
        *(Mark("term", term.span, number) for number, term in enumerate(record.terms, 1)),
    )


def cut(span: Span, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The pieces that `span` falls into where marks begin and end; together they are exactly `span`.

    A longer mark comes before a shorter one that begins at the same place; marks may overlap in any way.

    >>> pieces = cut(Span(0, 9), [Mark("content", Span(2, 7), 1), Mark("cue", Span(5, 9), 1)])
    >>> [(piece.span.start, piece.span.end, [mark.kind for mark in piece.marks]) for piece in pieces]
    [(0, 2, []), (2, 5, ['content']), (5, 7, ['content', 'cue']), (7, 9, ['cue'])]
    """
    inside = sorted((mark for mark in marks if mark.span.touches(span)), key=_outermost_first)
    edges = {edge for mark in inside for edge in (mark.span.start, mark.span.end)}
    places = [span.start, *sorted(edge for edge in edges if span.start < edge < span.end), span.end]
    return tuple(_pieces(places, inside)) if len(span) else ()


def cut_each(spans: Sequence[Span], marks: Iterable[Mark]) -> Iterator[tuple[Piece, ...]]:
    """What `cut` gives for each of `spans`, which are in text order and apart, in one sweep over the marks.

    >>> [len(pieces) for pieces in cut_each([Span(0, 4), Span(4, 9)], [Mark("cue", Span(2, 7), 1)])]
    [2, 2]
    """
    coming = sorted(marks, key=_outermost_first)
    begun: list[Mark] = []
    following = 0
    for span in spans:
        begun = [mark for mark in begun if mark.span.end > span.start]
        while following < len(coming) and coming[following].span.start < span.end:
            begun.append(coming[following])
            following += 1
        yield cut(span, begun)


def _outermost_first(mark: Mark) -> tuple[int, int]:
    return mark.span.start, -mark.span.end


def _pieces(places: list[int], marks: list[Mark]) -> Iterator[Piece]:
    open_marks: list[Mark] = []
    following = 0
    for start, end in pairwise(places):
        open_marks = [mark for mark in open_marks if mark.span.end > start]
        while following < len(marks) and marks[following].span.start <= start:
            open_marks.append(marks[following])
            following += 1
        yield Piece(Span(start, end), tuple(open_marks))


def lay_out(record: Record) -> tuple[Stretch, ...]:
    """The whole text as stretches of one zone each, in text order; together they are exactly the text.

    White space between two zones goes with the one before it; neighbouring zones of one name are one stretch.
    """
    stretches: list[Stretch] = []
    for zone, span in _tiles(record):
        if stretches and stretches[-1].zone == zone:
            stretches[-1] = Stretch(zone, Span(stretches[-1].span.start, span.end))
        else:
            stretches.append(Stretch(zone, span))
    return tuple(stretches)


def _tiles(record: Record) -> Iterator[tuple[ZoneName | None, Span]]:
    text = record.document.text
    end = 0
    last: ZoneName | None = None
    for zone in sorted(record.document.zones, key=lambda zone: zone.span):
        start, stop = max(zone.span.start, end), min(zone.span.end, len(text))
        if stop <= start:
            continue
        if start > end:
            blank = not text[end:start].strip()
            yield ((last or zone.zone) if blank else None), Span(end, start)
        yield zone.zone, Span(start, stop)
        end, last = stop, zone.zone
    if end < len(text):
        yield (None if text[end:].strip() else last), Span(end, len(text))


def lines_of(stretch: Stretch, text: str) -> tuple[str, ...]:
    """The stretch's lines that have something on them."""
    return tuple(line.strip() for line in stretch.span.of(text).splitlines() if line.strip())
