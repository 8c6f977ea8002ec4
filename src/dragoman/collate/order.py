"""Which of two documents came first, as far as their dates say; what they leave open stays open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from dragoman.collate.types import OrderBasis
from dragoman.types import RecordedDocument

DAY: Final = len("2031-05-03")
LAST: Final = "9999"


def came_first(first: RecordedDocument, second: RecordedDocument) -> tuple[int, OrderBasis | None]:
    """-1 where `first` is the earlier, 1 where `second` is, 0 where it isn't known; and what that stands on.

    "published": the dates of publication, to the day, or to the moment where both have a time and a zone; "seen": one
    was fetched before the other's day of publication; "retrieved": neither has a date and one was fetched earlier.

    >>> from dragoman.types import Published
    >>> def told(value):
    ...     return RecordedDocument(id="", origin="", raw_sha256="", text="", published=Published(value, "given"))
    >>> came_first(told("2031-05-03"), told("2031-05-04"))
    (-1, 'published')
    >>> came_first(told("2031-05-03"), told("2031-05-03T10:00"))
    (0, None)
    """
    one, two = published(first), published(second)
    if one and two:
        return _with(compare_times(one, two), "published")
    if one and second.retrieved:
        return _with(-min(0, compare_times(second.retrieved, one)), "seen")
    if two and first.retrieved:
        return _with(min(0, compare_times(first.retrieved, two)), "seen")
    if first.retrieved and second.retrieved:
        return _with(compare_times(first.retrieved, second.retrieved), "retrieved")
    return 0, None


def _with(order: int, basis: OrderBasis) -> tuple[int, OrderBasis | None]:
    return (order, basis) if order else (0, None)


def published(document: RecordedDocument) -> str | None:
    """The publication date as it is given."""
    return document.published.value if document.published else None


def compare_times(one: str, two: str) -> int:
    """-1, 0 or 1: earlier, not known or the same, later.

    >>> compare_times("2031-05-03T10:00Z", "2031-05-03T11:30+02:00")
    1
    >>> compare_times("2031-05-03T10:00", "2031-05-03T11:30"), compare_times("2031", "2032-01-01")
    (0, -1)
    """
    moments = _moment(one), _moment(two)
    if moments[0] and moments[1]:
        return (moments[0] > moments[1]) - (moments[0] < moments[1])
    size = min(len(one), len(two), DAY)
    return (one[:size] > two[:size]) - (one[:size] < two[:size])


def _moment(value: str) -> datetime | None:
    """A time with a zone; None for anything less."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def day_of(value: str | None) -> date | None:
    """The day of an ISO 8601 value, None where it is not given to the day.

    >>> day_of("2031-05-03T10:00Z"), day_of("2031-05")
    (datetime.date(2031, 5, 3), None)
    """
    try:
        return date.fromisoformat((value or "")[:DAY])
    except ValueError:
        return None


def by_time(documents: Iterable[RecordedDocument]) -> tuple[RecordedDocument, ...]:
    """Oldest first by the day of publication, else of retrieval; those without either last; ties by time, then id."""
    return tuple(sorted(documents, key=lambda doc: ((published(doc) or doc.retrieved or LAST), doc.id)))
