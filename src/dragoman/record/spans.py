"""Finds which of many stretches of text share a character with another, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from dragoman.types import Span


class SpanIndex:
    """Stretches by where they begin; a class because it is built once and asked for every value of a record.

    >>> index = SpanIndex([Span(0, 9), Span(3, 5), Span(12, 14)])
    >>> list(index.touching(Span(4, 13)))
    [0, 1, 2]
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        numbered = sorted((span.start, span.end, number) for number, span in enumerate(spans))
        self._starts = [start for start, *_ in numbered]
        self._ends = [end for _, end, _ in numbered]
        self._numbers = [number for *_, number in numbered]
        self._reach = list(accumulate(self._ends, max))

    def touching(self, span: Span) -> Iterator[int]:
        """Numbers of the stretches that share a character with `span`, in rising order."""
        found = []
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._reach[at] > span.start:
            if self._ends[at] > span.start:
                found.append(self._numbers[at])
            at -= 1
        yield from sorted(found)
