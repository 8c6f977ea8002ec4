"""The year of a day that its words leave open, as far as the report's own text says it; used by `ground.times`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from dragoman.ground.calendar import Interval, interval_of, same_day
from dragoman.stages import Timex
from dragoman.types import Span, TimeBasis

NEAR_DAYS = 31
"""A full date in the report's own text settles the year of a day this close to it."""
_NEAR = timedelta(days=NEAR_DAYS)
_YEAR_BEHIND = re.compile(r",?\s+(?:in|of)\s+")
_YEAR_IN_FRONT = re.compile(r",?\s+on\s+")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class OwnDates(Struct, frozen=True):
    """The dates that a report's own text states in full."""

    days: tuple[tuple[date, int], ...] = ()
    """Each day once, in the calendar's order, with where the text first states it."""
    latest: date | None = None
    """The latest beginning of a time that is not still to come: the report is not older."""
    years: tuple[tuple[Span, int], ...] = ()
    """The bare years, in text order."""


class Settled(Struct, frozen=True):
    """A day with its year, and how the year is known."""

    day: date
    basis: TimeBasis
    reason: str


def read_own_dates(timexes: Iterable[Timex]) -> OwnDates:
    """What the time expressions of a report's own zones state in full; they come in text order."""
    stated = [
        (timex, interval)
        for timex in timexes
        if (interval := _stated_interval(timex)) is not None and timex.why is None
    ]
    days: dict[date, int] = {}
    for timex, (first, last) in stated:
        if first == last and not (timex.open_start or timex.open_end or timex.end_value):
            days.setdefault(first, timex.span.start)
    told = (first for timex, (first, _) in stated if timex.direction != "future" and not timex.open_start)
    years = ((timex.span, int(timex.value or "")) for timex, _ in stated if _is_bare_year(timex))
    return OwnDates(days=tuple(sorted(days.items())), latest=max(told, default=None), years=tuple(years))


def _stated_interval(timex: Timex) -> Interval | None:
    return interval_of(timex.value) if timex.type in ("DATE", "TIME") and timex.value else None


def _is_bare_year(timex: Timex) -> bool:
    value = timex.value or ""
    return len(value) == 4 and value.isdigit() and not (timex.open_start or timex.open_end or timex.end_value)


def settle_year(timex: Timex, month_day: tuple[int, int], own: OwnDates, text: str) -> Settled | None:
    """The day with the year that the report's own text gives it; None where it gives none, or several.

    A year beside the day ("on 14 September, in 2018") is its year. Otherwise a full date within 31 days settles it:
    any such date of the report where the weekday fits, without a weekday only one stated before; and neither where
    the report tells of later times, since the full date is then one looked back on.
    """
    beside = _year_beside(timex, own.years, text)
    if beside is not None:
        day = same_day(beside, *month_day)
        if day is None or timex.weekday not in (None, day.isoweekday()):
            return None
        return Settled(day, "weekday" if timex.weekday else "stated", "the year stands beside it")
    near = _days_near(timex, month_day, own)
    if len(near) != 1 or (own.latest is not None and own.latest > _later(near[0][0])):
        return None
    day, stated = near[0]
    if timex.weekday is None:
        return Settled(day, "relative", f"the year is that of {stated.isoformat()}, stated before it")
    name = WEEKDAYS[timex.weekday - 1]
    reason = f"the {name} within {NEAR_DAYS} days of {stated.isoformat()}, which the text states"
    return Settled(day, "weekday", reason)


def _year_beside(timex: Timex, years: Sequence[tuple[Span, int]], text: str) -> int | None:
    """The year that only a preposition parts from the day."""
    at = bisect_left(years, timex.span.end, key=lambda year: year[0].start)
    if at < len(years) and _YEAR_BEHIND.fullmatch(text, timex.span.end, years[at][0].start):
        return years[at][1]
    if at and _YEAR_IN_FRONT.fullmatch(text, years[at - 1][0].end, timex.span.start):
        return years[at - 1][1]
    return None


def _days_near(timex: Timex, month_day: tuple[int, int], own: OwnDates) -> list[tuple[date, date]]:
    """The days of that name close to a stated one, each with the first such stated one."""
    around = {day.year + step for day, _ in own.days for step in (-1, 0, 1) if 1 <= day.year + step <= 9999}
    named = (same_day(year, *month_day) for year in sorted(around))
    found = []
    for day in named:
        stated = _stated_near(day, timex, own) if day else None
        if day and stated and timex.weekday in (None, day.isoweekday()):
            found.append((day, stated))
    return found


def _stated_near(day: date, timex: Timex, own: OwnDates) -> date | None:
    low = bisect_left(own.days, day - _NEAR if day - date.min > _NEAR else date.min, key=lambda one: one[0])
    high = bisect_right(own.days, _later(day), key=lambda one: one[0])
    near = [stated for stated, start in own.days[low:high] if timex.weekday or start < timex.span.start]
    return min(near, key=lambda stated: abs(stated - day), default=None)


def _later(day: date) -> date:
    return day + _NEAR if date.max - day > _NEAR else date.max
