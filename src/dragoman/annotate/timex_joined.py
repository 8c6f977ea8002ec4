"""Values of time expressions made of two: nights between two days, days counted from a day, pairs of days or months."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import structs

from dragoman.annotate.timex_dates import build_date
from dragoman.annotate.timex_parts import (
    COUNT_KINDS,
    MONTHS,
    Parts,
    count_of,
    day_of,
    is_day,
    month_of,
    timex,
    unit_of,
    weekday_of,
    year_of,
)
from dragoman.annotate.timex_relative import OVERNIGHT, UNKNOWN_DAY
from dragoman.stages import Timex
from dragoman.types import Span

OTHER_CALENDAR = "of another calendar; not counted over into this one"
_SOME_YEAR = 2001
"""Stands in for a year that is not stated; a common one, so that 29 February is never taken for granted."""
_BETWEEN = ("to", "dash", "into", "and", "stroke", "through", "until", "till")


def _night(day: Timex, span: Span | None = None) -> Timex:
    """The night that begins on a day."""
    stem = (day.value or "").partition("T")[0]
    found = timex("TIME", f"{stem}TNI", weekday=day.weekday, why=OVERNIGHT)
    return structs.replace(found, span=span) if span else found


def _plain_day(parts: Parts) -> Timex | None:
    """A day by its date or its weekday, without a time of the day."""
    if parts.has(*MONTHS):
        found = build_date(parts)
        return found if found and found.value and len(found.value) == len(UNKNOWN_DAY) else None
    weekday = weekday_of(parts)
    return timex("DATE", f"XXXX-WXX-{weekday}", weekday=weekday) if weekday else None


def _day_before(day: Timex) -> Timex | None:
    """The day before one; none where it hangs on a year that is not stated (1 January, 1 March)."""
    if day.weekday and "W" in (day.value or ""):
        before = (day.weekday - 2) % 7 + 1
        return timex("DATE", f"XXXX-WXX-{before}", weekday=before)
    year, month, number = (day.value or "").split("-")
    if year == "XXXX":
        if (month, number) in (("01", "01"), ("03", "01"), ("02", "29")):
            return None
        before_it = date(_SOME_YEAR, int(month), int(number)) - timedelta(days=1)
        return timex("DATE", f"XXXX{before_it.isoformat()[4:]}")
    return timex("DATE", (date.fromisoformat(day.value or "") - timedelta(days=1)).isoformat())


def _halves(parts: Parts) -> tuple[Parts, Parts] | None:
    """Both sides of the last joining word: "the night from 3 to 4 May" has only one, "3-May to 4-May" several."""
    for place in range(parts.last - 2, parts.first, -1):
        if parts.tokens[place].kind in _BETWEEN:
            return Parts(parts.tokens, parts.first, place), Parts(parts.tokens, place + 1, parts.last)
    return None


def _same_month(day: Timex | None, parts: Parts) -> Timex | None:
    """The day that a number alone stands for, in the month and year of the one beside it."""
    number = day_of(parts)
    if day is None or day.value is None or number is None or "W" in day.value:
        return None
    return structs.replace(day, value=f"{day.value[:8]}{number:02d}")


def build_night(parts: Parts) -> Timex | None:
    """Reads "the night of 3 to 4 May", "overnight Sunday to Monday", "Tuesday night into Wednesday"."""
    part = parts.one("part")
    if not parts.has("overnight", "into") and (part is None or part.value != "TNI"):
        return None
    halves = _halves(parts)
    if halves is None:
        return None
    first, second = _plain_day(halves[0]), _plain_day(halves[1])
    second = second or _same_month(first, halves[1])
    before = _day_before(second) if second else None
    if before is None or before.value is None:
        return None
    first = first or _same_month(before, halves[0])
    if first is None or (first.value or "")[4:] != before.value[4:]:
        return None
    return _night(first if (first.value or "X")[0] != "X" else before)


def build_night_into(parts: Parts) -> Timex | None:
    """Reads "overnight into Tuesday", "overnight to 4 May": the night before that day."""
    day = _plain_day(parts)
    before = _day_before(day) if day else None
    return _night(before) if before else None


def build_night_on(parts: Parts) -> Timex | None:
    """Reads "overnight on Sunday": which of the two nights that touch the day is left open, and said."""
    day = _plain_day(parts)
    return day and timex("TIME", f"{day.value}TNI", weekday=day.weekday, why="either night of that day")


def build_eve(parts: Parts) -> tuple[Timex, ...]:
    """Reads "the eve of 9 May": the day before, and the day itself."""
    of = next(at for at in range(parts.first, parts.last) if parts.tokens[at].kind == "of")
    dated = Parts(parts.tokens, of + 1, parts.last)
    while dated.tokens[dated.first].kind == "the":
        dated = Parts(parts.tokens, dated.first + 1, parts.last)
    day = _plain_day(dated)
    before = _day_before(day) if day else None
    if day is None or before is None:
        return ()
    eve = structs.replace(before, span=Parts(parts.tokens, parts.first, of).span())
    return eve, structs.replace(day, span=dated.span())


def build_day_from_day(parts: Parts) -> Timex | None:
    """Reads "three weeks ago today", "two days from tomorrow", "a week from Friday", "Sunday week"."""
    weekday, unit = weekday_of(parts), unit_of(parts)
    count = count_of(parts) if parts.has(*COUNT_KINDS) else "1"
    if unit not in ("day", "week", "month", "year", "fortnight") or not count.isdigit():
        return None
    steps = int(count) * {"week": 7, "fortnight": 14}.get(unit, 1)
    if weekday:
        ahead = 1 + steps // 7
        return (
            timex("DATE", f"XXXX-WXX-{weekday}", weekday=weekday, shift=ahead, unit="weekday")
            if steps >= 7
            else None
        )
    token = parts.one("relday")
    offset = int(token.value) if token else 0
    sign = -1 if parts.has("ago") else 1
    if unit in ("month", "year"):
        return None if offset else timex("DATE", UNKNOWN_DAY, shift=sign * steps, unit=unit)
    return timex("DATE", UNKNOWN_DAY, shift=sign * steps + offset, unit="day")


def build_days(parts: Parts) -> tuple[Timex, ...]:
    """Reads "2 and 9 May", "May 2 and 9": each day by itself; "3 and 4 May" as a range."""
    halves, month = parts.split("and", "stroke"), month_of(parts)
    if halves is None or month is None:
        return ()
    year = year_of(halves[1])
    stem = f"{year or 'XXXX'}-{month:02d}"
    numbers = [day_of(half) for half in halves]
    spans = [half.span() for half in halves]
    days = [
        (number, span)
        for number, span in zip(numbers, spans, strict=True)
        if number and is_day(month, number, year)
    ]
    if len(days) == 2 and days[1][0] == days[0][0] + 1:
        return (
            timex(
                "DATE", f"{stem}-{days[0][0]:02d}", end_value=f"{stem}-{days[1][0]:02d}", span=parts.span()
            ),
        )
    return tuple(timex("DATE", f"{stem}-{number:02d}", span=span) for number, span in days)


def build_months(parts: Parts) -> tuple[Timex, ...]:
    """Reads "May and June 2023" as a range, "May and July 2023" as two months of that year."""
    halves = parts.split("and")
    months = [month_of(half) for half in halves] if halves else []
    if halves is None or None in months:
        return ()
    stem = year_of(halves[1]) or "XXXX"
    first, last = (f"{stem}-{month:02d}" for month in months)
    if first < last and (months[0] or 0) + 1 == months[1]:
        return (timex("DATE", first, end_value=last, span=parts.span()),)
    return tuple(
        timex("DATE", value, span=half.span()) for value, half in zip((first, last), halves, strict=True)
    )


def build_days_of_month(parts: Parts) -> Timex | None:
    """Reads "the first ten days of May", "the last three days of April"; of "the last week of April" the month."""
    month, year = month_of(parts), year_of(parts)
    if month is None:
        return None
    stem = f"{year or 'XXXX'}-{month:02d}"
    head = parts.split("of")
    count = count_of(head[0]) if head and head[0].has("numword", "d31") else ""
    length = _month_length(month, year)
    if not parts.has("units") or unit_of(parts) != "day" or not count.isdigit() or not 0 < int(count) < 28:
        return timex("DATE", stem)
    if parts.has("ordword"):
        return timex("DATE", f"{stem}-01", end_value=f"{stem}-{int(count):02d}")
    if length is None:
        return timex("DATE", stem)
    return timex("DATE", f"{stem}-{length - int(count) + 1:02d}", end_value=f"{stem}-{length:02d}")


def _month_length(month: int, year: str | None) -> int | None:
    """How many days a month has; none for February of no stated year."""
    if month == 2 and year is None:
        return None
    return next(day for day in (31, 30, 29, 28) if is_day(month, day, year))


def build_other_calendar(parts: Parts) -> Timex | None:
    """Reads "10 Muharram 1445", "during Ramadan": kept, but without a value."""
    name = parts.one("othermonth", "fastmonth")
    return timex("DATE", None, why=OTHER_CALENDAR) if name and name.text[0].isupper() else None
