"""On whose word a value stands: the innermost attribution whose content holds its words, else the publisher's."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.record.spans import SpanIndex
from dragoman.stages import FoundAttribution
from dragoman.types import Span

PUBLISHER = "publisher"


def attribution_id(number: int) -> str:
    """The id of the attribution with this number, counted from 0."""
    return f"a{number + 1}"


class Words:
    """Whose words a report's characters are; a class because the attributions are put in order once."""

    def __init__(self, attributions: Sequence[FoundAttribution]) -> None:
        pieces = [(piece, number) for number, found in enumerate(attributions) for piece in found.content]
        self._attributions = attributions
        self._holders = [number for _, number in pieces]
        self._index = SpanIndex(piece for piece, _ in pieces)
        self._pieces = [piece for piece, _ in pieces]

    def word_of(self, span: Span) -> str:
        """The id of the attribution on whose word the words at `span` stand, or "publisher".

        Of several whose content holds them, one that another lies inside of is not the innermost; then the shortest
        counts.
        """
        holders = {self._holders[at] for at in self._index.touching(span) if self._pieces[at].covers(span)}
        outer = {step for number in holders for step in self._steps_out(number)}
        innermost = sorted(holders - outer, key=lambda number: (self._size(number), number))
        return attribution_id(innermost[0]) if innermost else PUBLISHER

    def _size(self, number: int) -> int:
        return sum(map(len, self._attributions[number].content))

    def _steps_out(self, number: int) -> set[int]:
        """The attributions that this one lies inside of, at any depth."""
        seen: set[int] = set()
        outside = self._attributions[number].inside
        while outside is not None and outside not in seen:
            seen.add(outside)
            outside = self._attributions[outside].inside
        return seen
