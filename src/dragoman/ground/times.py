"""Time expressions set against the calendar: what interval each stands for, and how that is known; a step of ground.

`start` and `end` are ISO 8601 days, both included. Everything is counted from the publication date, from a time in
the text, or from the words themselves, never from a clock; times of the day keep the zone the words give, and no
zone is counted over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from msgspec import UNSET, Struct

from dragoman.ground.bounds import OUT, bounds, end_of, stretch
from dragoman.ground.calendar import days_named, interval_of, week_of
from dragoman.ground.missing_years import WEEKDAYS, OwnDates, read_own_dates, settle_year
from dragoman.ground.relative_times import count_from, month_day, year_from
from dragoman.ground.told_times import Told, tell
from dragoman.stages import Document, Segments, Timex
from dragoman.types import OUTSIDE_ZONES, Time, TimeBasis

YEARS = range(2010, 2031)
"""Years listed for a day whose year the report leaves open: those most web reports come from. Fixed, so that a
record never depends on when it was made; that only one of them fits settles nothing."""


class Reading(Struct, frozen=True):
    """The value of a time expression, the basis of it, and what is to be said about it."""

    value: str | None
    basis: TimeBasis = "stated"
    alternatives: tuple[str, ...] = ()
    reason: str = ""


class Footing(Struct, frozen=True):
    """What a report offers to count from."""

    published: date | None
    own: OwnDates
    """The full dates of its own text."""
    text: str


def _published_day(doc: Document) -> date | None:
    """The publication day, None where only a month or a year is known."""
    if doc.published is None:
        return None
    try:
        return date.fromisoformat(doc.published.value[:10])
    except ValueError:
        return None


def _is_open(timex: Timex) -> bool:
    """Whether the words leave part of the date open."""
    return "X" in (timex.value or "").partition("T")[0]


def _without_year(timex: Timex, footing: Footing) -> Reading:
    """A day without a year in a report without a date: settled by its own text, or all the years that fit."""
    value = timex.value or ""
    named = month_day(value) or (1, 1)
    settled = settle_year(timex, named, footing.own, footing.text)
    if settled is not None:
        return Reading(settled.day.isoformat() + value[10:], settled.basis, (), settled.reason)
    if timex.weekday is None:
        return Reading(value, "stated", (), "no year in the words and no publication date")
    days = days_named(*named, weekday=timex.weekday, years=YEARS)
    name, window = WEEKDAYS[timex.weekday - 1], f"{YEARS[0]} to {YEARS[-1]}"
    which = f"{name} in these years of {window}" if days else f"never a {name} in {window}"
    reason = f"no year and no publication date; {which}"
    return Reading(value, "weekday", tuple(day.isoformat() for day in days), reason)


def _no_base(timex: Timex) -> str:
    if timex.type == "TIME" and timex.anchor == "text":
        return "the day is not stated close by"
    if timex.anchor == "text":
        return "counted from a time the text does not give"
    return "counted from the publication date, which is not known"


def _told_base(timex: Timex, base: date | None) -> str:
    """What a time is counted from, where it is not the publication date."""
    if base is None or timex.anchor != "text":
        return ""
    return f"counted from {base.isoformat()}, told before it"


def _resolve_open(timex: Timex, footing: Footing, told: Told) -> Reading:
    """A time whose words leave something open."""
    value = timex.value or ""
    head, mark, clock = value.partition("T")
    clock = mark + clock
    base = told.base(timex, footing.published)
    if base is None:
        if month_day(value) and timex.unit is None:
            return _without_year(timex, footing)
        unresolved: TimeBasis = "weekday" if timex.weekday else "relative" if timex.unit else "stated"
        return Reading(value, unresolved, (), _no_base(timex))
    if head == "XXXX-XX-XX" and timex.shift is None:
        night = base if timex.direction == "future" or base == date.min else base - timedelta(days=1)
        return Reading(night.isoformat() + clock, "relative", (), timex.why or "")
    if timex.unit in ("hour", "minute"):
        return Reading(
            None, "relative", (), "counted in hours or minutes; only the day is known to count from"
        )
    counted = (
        timex.shift is not None
        and timex.unit != "weekday"
        and "X" * len(head.replace("-", "")) in _blank(head)
    )
    in_week = timex.weekday and timex.unit == "week"
    found = count_from(timex, base) if counted or in_week else year_from(timex, base)
    if found is None:
        return Reading(None, "relative", (), OUT)
    if timex.unit == "week" and timex.shift is None and not timex.weekday:
        found = week_of(date.fromisoformat(found))
    return Reading(found + clock, _basis(timex, counted=counted), (), _told_base(timex, base))


def _blank(head: str) -> str:
    """The open part of a value, with the letters that only name its kind as open too."""
    return head.replace("-", "").replace("WE", "XX").replace("W", "X").replace("Q", "X")


def _basis(timex: Timex, *, counted: bool) -> TimeBasis:
    if counted or timex.unit in ("year", "season", "week"):
        return "relative"
    return "weekday" if timex.weekday and not month_day(timex.value or "") else "publication"


def _read(timex: Timex, footing: Footing, told: Told) -> Reading:
    """The value of one expression."""
    if timex.compared and (period := told.compared(timex)):
        return Reading(period, "relative", (), "as long as the period it is compared with")
    if timex.value is None:
        return Reading(None, "stated", timex.alternatives, timex.why or "")
    if timex.type not in ("DATE", "TIME") or timex.value.endswith("_REF"):
        if timex.shift is None:
            return Reading(timex.value, "stated", (), timex.why or "")
        return Reading(
            timex.value, "relative", (), timex.why or _told_base(timex, told.base(timex, footing.published))
        )
    if _is_open(timex):
        return _resolve_open(timex, footing, told)
    return Reading(timex.value, "stated", (), timex.why or "")


def _wrong_weekday(timex: Timex, value: str) -> str:
    """The remark on a date that was not the weekday the words name."""
    interval = interval_of(value)
    if (
        not interval
        or not timex.weekday
        or interval[0] != interval[1]
        or interval[0].isoweekday() == timex.weekday
    ):
        return ""
    actual, named = WEEKDAYS[interval[0].isoweekday() - 1], WEEKDAYS[timex.weekday - 1]
    return f"{interval[0].isoformat()} was a {actual}, not a {named}"


def _make_time(number: int, timex: Timex, reading: Reading, base: date | None) -> Time:
    value = reading.value
    remarks = (reading.reason, _wrong_weekday(timex, value) if value else "")
    remark = "; ".join(filter(None, remarks))
    no_base = reading.reason or _no_base(timex)
    found = (
        stretch(timex, base, no_base) if timex.type == "DURATION" else bounds(timex, value, reading.reason)
    )
    if timex.end_value and value:
        value = f"{value}/{end_of(timex, value)}"
    return Time(
        id=f"t{number}",
        span=timex.span,
        type=timex.type,
        value=value,
        alternatives=reading.alternatives,
        start=found.start.isoformat() if found.start else None,
        end=found.end.isoformat() if found.end else None,
        basis=reading.basis,
        why=({"value": remark} if remark else {}) | found.reasons() or UNSET,
    )


def ground_times(doc: Document, segments: Segments, timexes: Sequence[Timex]) -> tuple[Time, ...]:
    """The times of a report, one for each of `timexes` in the same order, with ids t1, t2 ...

    A teaser's words belong to another report, so that nothing is counted from them and its own open times stay open.
    Values are TIMEX3; of a range, ISO 8601's `start/end`.

    >>> from dragoman.types import Published, Span
    >>> doc = Document(id="d", origin="d", raw_sha256="", text="on Friday", published=Published("2018-09-16", "given"))
    >>> segments = Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=())
    >>> friday = Timex(span=Span(3, 9), type="DATE", value="XXXX-WXX-5", weekday=5, direction="past")
    >>> [(time.id, time.value, time.basis) for time in ground_times(doc, segments, (friday,))]
    [('t1', '2018-09-14', 'weekday')]
    """
    outside = [_is_outside(segments, timex) for timex in timexes]
    own = [timex for timex, out in zip(timexes, outside, strict=True) if not out]
    footing = Footing(published=_published_day(doc), own=read_own_dates(own), text=doc.text)
    nothing = Footing(published=None, own=OwnDates(), text=doc.text)
    nowhere = told = Told()
    times: list[Time] = []
    for number, (timex, out) in enumerate(zip(timexes, outside, strict=True), 1):
        reading = _read(timex, nothing if out else footing, nowhere if out else told)
        if out and reading.reason.startswith("counted from"):
            reading = msgspec.structs.replace(
                reading, reason="stands in a teaser, whose own date is not known"
            )
        base = None if out else told.base(timex, footing.published)
        times.append(_make_time(number, timex, reading, base))
        if not out:
            told = tell(told, timex, reading.value, footing.published)
    return tuple(times)


def _is_outside(segments: Segments, timex: Timex) -> bool:
    """Whether a time stands in a teaser or in furniture."""
    at = bisect_right(segments.zones, timex.span.start, key=lambda zone: zone.span.start)
    return at > 0 and segments.zones[at - 1].zone in OUTSIDE_ZONES
