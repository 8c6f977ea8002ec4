"""Times counted from a day: "last week", "two months ago", "Friday"; used by `ground.times`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.ground.bounds import move
from dragoman.ground.calendar import Interval, add_months, interval_of, same_day, season_months, week_of
from dragoman.stages import Timex

_MONTH_DAY = re.compile(r"XXXX-(\d{2})-(\d{2})")
_MONTH = re.compile(r"XXXX-(\d{2})")
_PART = re.compile(r"XXXX-(?:([QH])([1-4])|(SP|SU|FA|WI))")
CLOSE = timedelta(days=61)
"""A day or month this close to the publication date is meant, whatever the tense of the words around it: tense is
misread more often than a report speaks of such a day a year off. Value F1 of `eval/times.py` on TimeBank with 14, 31,
61 days: 80.0, 81.0, 81.6, on AQUAINT: 74.5, 74.8, 75.1."""
_SOME_DAY = re.compile(r"XXXX-WXX-([1-7])")


def count_from(timex: Timex, base: date) -> str | None:
    """The value of a time that is `timex.shift` units from `base`, without its time of the day.

    None where the calendar ends.
    """
    try:
        return _count_from(timex, base, timex.shift or 0)
    except (ValueError, OverflowError):
        return None


def _count_from(timex: Timex, base: date, shift: int) -> str | None:
    if timex.unit == "day" or (timex.unit and timex.value == "XXXX-XX-XX"):
        return move(base, timex.unit, shift).isoformat()
    if timex.unit == "week":
        return _count_weeks(timex, base, shift)
    if timex.unit == "month":
        year, month = add_months(base, shift)
        return date(year, month, 1).isoformat()[:7]
    if timex.unit == "quarter":
        year, month = add_months(base, 3 * shift)
        return f"{date(year, month, 1).year:04d}-Q{(month + 2) // 3}"
    size = {"year": 1, "decade": 10, "century": 100}.get(timex.unit or "")
    if size is None:
        return None
    year = date(base.year + size * shift, 1, 1).year
    return f"{year // size:0{5 - len(str(size))}d}"


def _count_weeks(timex: Timex, base: date, shift: int) -> str:
    """A week, its weekend, or a day in it."""
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=shift)
    if timex.weekday:
        return (monday + timedelta(days=timex.weekday - 1)).isoformat()
    if (timex.value or "").endswith("-WE"):
        back = shift == 0 and base.isoweekday() < 6 and timex.direction != "future"
        return week_of(monday - timedelta(weeks=int(back))) + "-WE"
    return week_of(monday)


def named_weekday(timex: Timex, base: date) -> date | None:
    """The weekday that is meant, seen from `base`: the last one up to it, or by tense and "next" the one to come."""
    ahead = ((timex.weekday or 1) - base.isoweekday()) % 7
    behind = ahead - 7 if ahead else 0
    try:
        if timex.unit == "weekday" and timex.shift is not None and timex.shift > 0:
            return base + timedelta(days=(ahead or 7) + 7 * (timex.shift - 1))
        if timex.unit == "weekday" and timex.shift == -1:
            return base + timedelta(days=behind or -7)
        if timex.direction == "future" or (timex.unit == "weekday" and timex.direction is None):
            return base + timedelta(days=ahead)
        return base + timedelta(days=behind)
    except OverflowError:
        return None


def _choose(days: list[date], timex: Timex, base: date) -> date:
    """Of the same day in neighbouring years the nearest, or where none is near the one that tense asks for."""
    nearest = min(days, key=lambda day: abs(day - base))
    if abs(nearest - base) <= CLOSE:
        return nearest
    past, future = [day for day in days if day <= base], [day for day in days if day >= base]
    if timex.direction == "past" and past:
        return past[-1]
    if timex.direction == "future" and future:
        return future[0]
    return nearest


def month_day(value: str) -> tuple[int, int] | None:
    """Month and day of a value that lacks its year.

    >>> month_day("XXXX-09-14T15:00")
    (9, 14)
    """
    found = _MONTH_DAY.match(value)
    return (int(found[1]), int(found[2])) if found else None


def _years_around(base: date) -> range:
    return range(max(base.year - 1, 1), min(base.year + 1, 9999) + 1)


def year_from(timex: Timex, base: date) -> str | None:
    """The value with the year that the publication date `base` and the tense give it."""
    head = (timex.value or "").partition("T")[0]
    if timex.unit == "month" and timex.shift:
        return _strictly(head, base, timex.shift)
    if timex.unit == "year" and timex.shift is not None and head != "XXXX":
        return f"{base.year + timex.shift:04d}{head[4:]}"
    named = month_day(head)
    if named:
        days = [day for year in _years_around(base) if (day := same_day(year, *named))]
        if not days:
            return None
        fitting = [day for day in days if timex.weekday in (None, day.isoweekday())]
        return _choose(fitting or days, timex, base).isoformat()
    if _SOME_DAY.fullmatch(head):
        day = named_weekday(timex, base)
        return day.isoformat() if day else None
    return _part_with_year(head, timex, base)


def _strictly(head: str, base: date, sign: int) -> str | None:
    """The month or day of that name last over ("last May") or next to begin ("next May"), seen from a day."""
    named = {year: interval_of(f"{year:04d}{head[4:]}") for year in _years_around(base)}
    over = [year for year, found in named.items() if found and found[1] < base]
    ahead = [year for year, found in named.items() if found and found[0] > base]
    years = over[-1:] if sign < 0 else ahead[:1]
    return f"{years[0]:04d}{head[4:]}" if years else None


def _part_with_year(head: str, timex: Timex, base: date) -> str | None:
    """A month, quarter, half or season with the year that fits: begun by then, or by the tense still to come."""
    month, part = _MONTH.fullmatch(head), _PART.fullmatch(head)
    if month is None and part is None:
        return None
    if part is not None and part[3]:
        first, last = season_months(part[3])
        return f"{_season_year(first, last, timex, base)}{head[4:]}"
    return _nearest_part(head, timex, base)


def _nearest_part(head: str, timex: Timex, base: date) -> str | None:
    """The month, quarter or half of that name that lies closest, or where none is close the one that tense asks for."""
    shown = {year: interval_of(f"{year:04d}{head[4:]}") for year in _years_around(base)}
    gaps = {year: _gap(found, base) for year, found in shown.items() if found}
    if not gaps:
        return None
    nearest = min(gaps, key=lambda year: (abs(gaps[year]), year))
    wanted = [year for year, gap in gaps.items() if (gap >= 0 if timex.direction == "future" else gap <= 0)]
    if wanted and abs(gaps[nearest]) > (CLOSE.days if timex.direction else 0):
        nearest = min(wanted) if timex.direction == "future" else max(wanted)
    return f"{nearest:04d}{head[4:]}"


def _gap(interval: Interval, base: date) -> int:
    """Days from a day to an interval: negative if it lies before, 0 inside."""
    if interval[0] > base:
        return (interval[0] - base).days
    return min((interval[1] - base).days, 0)


def _season_year(first: int, last: int, timex: Timex, base: date) -> str:
    """The year in which the season meant begins."""
    now = base.month + (12 if last > 12 and base.month <= last - 12 else 0)
    year = base.year - (1 if now > 12 else 0)
    if timex.unit == "season" and timex.shift == 1:
        return f"{year + int(now >= first):04d}"
    if timex.unit == "season" and timex.shift == -1:
        return f"{year - int(now <= last):04d}"
    if timex.unit == "season":
        return f"{year:04d}"
    if timex.direction == "future":
        return f"{year + int(now > last):04d}"
    return f"{year - int(now < first):04d}"
