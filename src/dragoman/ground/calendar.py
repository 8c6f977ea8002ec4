"""Arithmetic of days, weeks, months and the intervals that TIMEX3 values stand for; used by `ground.times`."""

from __future__ import annotations

import re
from datetime import MAXYEAR, date, timedelta

Interval = tuple[date, date]
"""First and last day, both included."""

_VALUE = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|W(\d{2})(-WE)?|Q([1-4])|H([12])|(SP|SU|FA|WI)))?")
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


def last_of_month(year: int, month: int) -> date:
    """The last day of a month.

    >>> last_of_month(2024, 2)
    datetime.date(2024, 2, 29)
    """
    if year == MAXYEAR and month == 12:
        return date.max
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def months(year: int, first: int, last: int) -> Interval:
    """The days from the first of month `first` to the last of month `last` of a year."""
    return date(year, first, 1), last_of_month(year, last)


def add_months(day: date, count: int) -> tuple[int, int]:
    """Year and month so many months after the month of `day`.

    >>> add_months(date(2018, 1, 31), -2)
    (2017, 11)
    """
    number = day.year * 12 + day.month - 1 + count
    return number // 12, number % 12 + 1


def week_of(day: date) -> str:
    """The ISO week of a day.

    >>> week_of(date(2018, 9, 14))
    '2018-W37'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def same_day(year: int, month: int, day: int) -> date | None:
    """That day of that year; None for 29 February in a common year."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def season_months(season: str) -> tuple[int, int]:
    """First and last month of a season in the north; winter's are 12 and 14, in its second year."""
    return _SEASON_MONTHS[season]


def _week_interval(year: int, week: int, *, weekend: bool) -> Interval | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6)
    except (ValueError, OverflowError):
        return None


def interval_of(value: str) -> Interval | None:
    """First and last day of a complete TIMEX3 date; a time of the day stands for its day.

    None where the value leaves something open, is no date, or names a season: its bounds depend on the hemisphere.

    >>> interval_of("2018-09")
    (datetime.date(2018, 9, 1), datetime.date(2018, 9, 30))
    >>> interval_of("199"), interval_of("XXXX-09-14"), interval_of("2018-SU")
    ((datetime.date(1990, 1, 1), datetime.date(1999, 12, 31)), None, None)
    """
    head = value.partition("T")[0]
    if head.isdigit() and len(head) in (2, 3):
        size = 10 ** (4 - len(head))
        first = int(head) * size
        return (date(first, 1, 1), date(first + size - 1, 12, 31)) if first else None
    found = _VALUE.fullmatch(head)
    if found is None or found[8] or found[1] == "0000":
        return None
    year = int(found[1])
    if found[4]:
        return _week_interval(year, int(found[4]), weekend=bool(found[5]))
    if found[3]:
        day = same_day(year, int(found[2]), int(found[3]))
        return (day, day) if day else None
    return _part_of_year(year, found)


def _part_of_year(year: int, found: re.Match[str]) -> Interval | None:
    """The interval of a month, a quarter, a half or all of a year."""
    if found[2]:
        return months(year, int(found[2]), int(found[2])) if 1 <= int(found[2]) <= 12 else None
    if found[6]:
        return months(year, 3 * int(found[6]) - 2, 3 * int(found[6]))
    if found[7]:
        return months(year, 6 * int(found[7]) - 5, 6 * int(found[7]))
    return months(year, 1, 12)


def days_named(month: int, day: int, *, weekday: int | None, years: range) -> tuple[date, ...]:
    """The days of that name in `years`, those on `weekday` (1 Monday ... 7 Sunday) where one is given.

    >>> [day.year for day in days_named(9, 14, weekday=5, years=range(2010, 2031))]
    [2012, 2018, 2029]
    """
    found = (same_day(year, month, day) for year in years)
    return tuple(day for day in found if day and weekday in (None, day.isoweekday()))
