"""The zone that words stand in, and whether two stretches may be joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from dragoman.types import OUTSIDE_ZONES, Span, Zone, ZoneName

APART = OUTSIDE_ZONES | {"caption"}
"""Zones that are texts of their own: what a caption, a teaser tells may be another day's."""


def zone_of(zones: Sequence[Zone], span: Span) -> ZoneName:
    """The zone in which a span begins; zones are in text order and apart.

    >>> zone_of((Zone("headline", Span(0, 4)), Zone("body", Span(5, 20))), Span(6, 9))
    'body'
    """
    at = bisect_right(zones, span.start, key=lambda zone: zone.span.start) - 1
    return zones[max(at, 0)].zone


def beside(zones: Sequence[Zone], span: Span, others: Iterable[Span]) -> tuple[Span, ...]:
    """Those of the `others` that stand in the same text as `span`: the report, or one caption, teaser, piece of a page.

    >>> zones = (Zone("body", Span(0, 9)), Zone("teaser", Span(9, 20)), Zone("furniture", Span(20, 22)))
    >>> beside((*zones, Zone("teaser", Span(22, 30))), Span(10, 12), [Span(3, 5), Span(14, 19), Span(24, 29)])
    (Span(start=14, end=19),)
    """
    own = _text_at(zones, span.start)
    return tuple(
        other for other in others if own == _text_at(zones, other.start) == _text_at(zones, other.end - 1)
    )


def _text_at(zones: Sequence[Zone], place: int) -> int | None:
    """The number of the zone at a place if it is a text of its own, None for the report's own words."""
    at = max(bisect_right(zones, place, key=lambda zone: zone.span.start) - 1, 0)
    return at if zones[at].zone in APART else None
