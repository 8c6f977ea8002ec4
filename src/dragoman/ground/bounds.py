"""The first and last day that a time expression stands for, and why one is missing; used by `ground.times`."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from dragoman.ground.calendar import Interval, add_months, interval_of, last_of_month
from dragoman.stages import Timex

SEASONS = ("-SP", "-SU", "-FA", "-WI")
_DAYS_IN = {"day": 1, "week": 7}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
ONE_END = "the words give one end only"
LENGTH = "a length of time; its first and last day are not stated"
AGAIN = "it comes again and again"
NO_DAY = "no certain day is meant"
OUT = "out of the calendar"
HEMISPHERES = "the months of a season differ between hemispheres"


class Bounds(Struct, frozen=True):
    """First and last day, both included, and what is to be said where one is missing."""

    start: date | None = None
    end: date | None = None
    missing: str = ""

    def reasons(self) -> dict[str, str]:
        """Why each end that is missing is missing."""
        ends = {"start": self.start, "end": self.end}
        return {name: self.missing for name, day in ends.items() if day is None}


def move(day: date, unit: str, count: int) -> date:
    """The day so many units from another; in a shorter month its last.

    >>> move(date(2024, 3, 31), "month", -1)
    datetime.date(2024, 2, 29)
    """
    if unit in _MONTHS_IN:
        year, month = add_months(day, _MONTHS_IN[unit] * count)
        return date(year, month, min(day.day, last_of_month(year, month).day))
    hours = {"hour": 1, "minute": 1 / 60}.get(unit)
    days = -(-abs(count) * hours // 24) if hours else abs(count) * _DAYS_IN[unit]
    return day + timedelta(days=int(days) * (1 if count > 0 else -1))


def stretch(timex: Timex, base: date | None, no_base: str) -> Bounds:
    """First and last day of a length of time: of "the past two weeks" or "the next 24 hours", none of "two weeks"."""
    if timex.shift is None or timex.unit is None:
        return Bounds(missing=LENGTH)
    if base is None:
        return Bounds(missing=no_base)
    try:
        other = move(base, timex.unit, timex.shift)
    except (OverflowError, ValueError):
        return Bounds(missing=OUT)
    return Bounds(min(base, other), max(base, other))


def end_of(timex: Timex, start: str) -> str:
    """The value of a range's end: in the year of its start or the next, of weekdays the first one from its start.

    >>> from dragoman.types import Span
    >>> days = Timex(span=Span(0, 1), type="DATE", value="XXXX-WXX-1", end_value="XXXX-WXX-3")
    >>> end_of(days, "2018-09-17")
    '2018-09-19'
    """
    end = timex.end_value or ""
    if not end.startswith("XXXX") or start.startswith("XXXX"):
        return end
    if end.startswith("XXXX-WXX-"):
        first = date.fromisoformat(start[:10])
        days = (int(end[9]) - first.isoweekday()) % 7
        return (first + timedelta(days=days)).isoformat() if (date.max - first).days >= days else end
    return f"{int(start[:4]) + (end[4:] < start[4:]):04d}{end[4:]}"


def bounds(timex: Timex, value: str | None, reason: str) -> Bounds:
    """First and last day of a date or time of the day; `reason` says why its value is open, if it is."""
    if timex.type == "SET":
        return Bounds(missing=AGAIN)
    if value is None:
        return Bounds(missing=reason or OUT)
    if value.endswith("_REF"):
        return Bounds(missing=NO_DAY)
    first, last = interval_of(value), interval_of(end_of(timex, value) or value)
    if first is None or last is None or first[0] > last[1]:
        return Bounds(missing=HEMISPHERES if value.partition("T")[0].endswith(SEASONS) else reason or NO_DAY)
    return _open(timex, (first[0], last[1]))


def _open(timex: Timex, interval: Interval) -> Bounds:
    """The ends that the words give: "since" leaves the last open, "until" the first, a fiscal year both."""
    start, end = interval
    if timex.why and timex.why.startswith("overnight") and end < date.max:
        end += timedelta(days=1)
    missing = timex.why if timex.open_start and timex.open_end and timex.why else ONE_END
    return Bounds(None if timex.open_start else start, None if timex.open_end else end, missing)
