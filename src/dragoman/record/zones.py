"""The zone that words stand in, and whether two stretches may be joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from dragoman.types import OUTSIDE_ZONES, Span, Zone, ZoneName


def zone_of(zones: Sequence[Zone], span: Span) -> ZoneName:
    """The zone in which a span begins; zones are in text order and apart.

    >>> zone_of((Zone("headline", Span(0, 4)), Zone("body", Span(5, 20))), Span(6, 9))
    'body'
    """
    at = bisect_right(zones, span.start, key=lambda zone: zone.span.start) - 1
    return zones[max(at, 0)].zone


def beside(zones: Sequence[Zone], span: Span, others: Iterable[Span]) -> tuple[Span, ...]:
    """Those of the `others` on the same side as `span`: all within the report, or all within its teasers."""
    side = zone_of(zones, span) in OUTSIDE_ZONES
    return tuple(
        other
        for other in others
        if side
        == (zone_of(zones, other) in OUTSIDE_ZONES)
        == (zone_of(zones, Span(other.end - 1, other.end)) in OUTSIDE_ZONES)
    )
