"""On whose word a value stands: the innermost attribution whose content holds its words, else the publisher's."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.stages import FoundAttribution
from dragoman.types import Span

PUBLISHER = "publisher"


def attribution_id(number: int) -> str:
    """The id of the attribution with this number, counted from 0."""
    return f"a{number + 1}"


def word_of(spans: Sequence[Span], attributions: Sequence[FoundAttribution]) -> str:
    """The id of the attribution on whose word the words at `spans` stand, or "publisher".

    Of several whose content holds them, one that another lies inside of is not the innermost; then the shortest counts.
    """
    holders = [number for number, found in enumerate(attributions) if _holds(found, spans)]
    outer = {step for number in holders for step in _steps_out(number, attributions)}
    innermost = [number for number in holders if number not in outer]
    if not innermost:
        return PUBLISHER
    return attribution_id(
        min(innermost, key=lambda number: (sum(map(len, attributions[number].content)), number))
    )


def _holds(found: FoundAttribution, spans: Sequence[Span]) -> bool:
    return all(any(piece.covers(span) for piece in found.content) for span in spans)


def _steps_out(number: int, attributions: Sequence[FoundAttribution]) -> set[int]:
    """The attributions that this one lies inside of, at any depth."""
    seen: set[int] = set()
    outside = attributions[number].inside
    while outside is not None and outside not in seen:
        seen.add(outside)
        outside = attributions[outside].inside
    return seen
