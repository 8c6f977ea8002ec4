"""Values of time expressions that name a place in the calendar: dates, months, years, ranges of them."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from dragoman.annotate.timex_parts import (
    CENTURY_TAKEN,
    MONTHS,
    Parts,
    day_of,
    full_year,
    is_day,
    month_of,
    shift_of,
    timex,
    weekday_of,
    year_of,
)
from dragoman.resources import load_lines
from dragoman.stages import Timex

LAST_BARE_YEAR = 2049
"""A number alone is taken for a year from 1900 up to here; beside "the year" or a month, any year will do."""
_TO = ("dash", "to", "through", "until", "till", "and")


def build_nothing(parts: Parts) -> Timex | None:
    """Words that look like a time and are none ("Sunday Times")."""
    return None


def build_date(parts: Parts) -> Timex | None:
    """Reads "Friday, September 14, 2018", "the 3rd of May", "early March", "May last year", "last October"."""
    halves = parts.split("half")
    if halves is not None:
        parts = halves[1]
    month, day, year = month_of(parts), day_of(parts), year_of(parts) or _spoken_year(parts)
    if year is None and parts.has("numword"):
        return _without_number(parts)
    follower = parts.after()
    if month is None or (follower is not None and follower.kind == "body" and follower.text[0].isupper()):
        return None
    stem = f"{year or 'XXXX'}-{month:02d}"
    if day is not None and not is_day(month, day, year):
        return timex("DATE", None, why=f"no such day in the calendar: month {month}, day {day}")
    stem += f"-{day:02d}" if day is not None else ""
    counted = not year and parts.has("last", "next", "this", "past", "coming", "upcoming")
    shift = shift_of(parts) if counted else None
    if shift is None:
        return timex("DATE", stem, weekday=weekday_of(parts))
    if shift == 0 or parts.has("yearunit"):
        return timex("DATE", stem, shift=shift, unit="year", weekday=weekday_of(parts))
    direction = "past" if shift < 0 else "future"
    return timex("DATE", stem, shift=shift, unit="month", direction=direction, weekday=weekday_of(parts))


def _without_number(parts: Parts) -> Timex | None:
    """The date in front of a number that is no year: of "in May twenty two soldiers" the month."""
    first = next(at for at in range(parts.first, parts.last) if parts.tokens[at].kind == "numword")
    dated = Parts(parts.tokens, parts.first, first)
    found = build_date(dated)
    return found and structs.replace(found, span=dated.span())


def build_week_of(parts: Parts) -> Timex | None:
    """Reads "the week of 6 March": the week that holds the day."""
    found = build_date(parts)
    if found is None or found.value is None:
        return found
    if found.value.startswith("XXXX"):
        return structs.replace(found, unit="week", weekday=None)
    year, week, _ = date.fromisoformat(found.value).isocalendar()
    return timex("DATE", f"{year:04d}-W{week:02d}")


def build_iso(parts: Parts) -> Timex | None:
    """Reads "2018-09-14", "2018-09-14T15:00Z"."""
    text = parts.tokens[parts.first].text
    year, month, day = text[:4], int(text[5:7]), int(text[8:10])
    if not (1 <= month <= 12 and is_day(month, day, year)):
        return timex("DATE", None, why="no such day in the calendar")
    clock = text[10:16] + ("Z" if text.endswith("Z") else "")
    return timex("TIME" if len(text) > 10 else "DATE", text[:10] + (clock if len(text) > 10 else ""))


def build_slashed(parts: Parts) -> Timex | None:
    """Reads "14/09/2018"; "03/04/2018" may be 3 April or 4 March, and of "98" the century is taken, which is said."""
    first, second, third = parts.tokens[parts.first].text.replace(".", "/").split("/")
    if len(first) == 4:
        readings = [(first, int(second), int(third))]
    else:
        year = full_year(third)
        readings = [(year, int(second), int(first)), (year, int(first), int(second))]
    days = {f"{year}-{month:02d}-{day:02d}" for year, month, day in readings if month <= 12 and month and day}
    days = {day for day in days if is_day(int(day[5:7]), int(day[8:10]), day[:4])}
    if not days or int(readings[0][0]) < 1500:
        return None
    century = CENTURY_TAKEN if len(first) < 4 and len(third) < 4 else None
    if len(days) == 1:
        return timex("DATE", days.pop(), why=century)
    why = "; ".join(filter(None, ("day and month may stand in either order", century)))
    return timex("DATE", None, alternatives=tuple(sorted(days)), why=why)


def _fill(start: Timex | None, end: Timex | None) -> tuple[str, str] | None:
    """Both ends of a range, the start with the year of its end where it has none of its own."""
    if start is None or end is None or start.value is None or end.value is None:
        return None
    first, last = start.value, end.value
    if first.startswith("XXXX") and not last.startswith("XXXX"):
        year = int(last[:4]) - (first[4:] > last[4:])
        first = f"{year}{first[4:]}"
    elif last.startswith("XXXX") and not first.startswith("XXXX"):
        last = f"{int(first[:4]) + (last[4:] < first[4:])}{last[4:]}"
    return first, last


def _build_year_range(start: Parts, end: Parts) -> tuple[str, str] | None:
    first, token = year_of(start), end.one("y4", "d31", "int")
    if first is None or token is None or len(token.value) not in (2, 4):
        return None
    last = token.value if len(token.value) == 4 else first[:2] + token.value
    return (first, last) if first < last and _may_be_year(first, end) else None


def build_range(parts: Parts) -> Timex | None:
    """Reads "3 to 5 May", "March-June 2019", "between 1994 and 1997": `value` its start, `end_value` its end."""
    halves = parts.split(*_TO)
    if halves is None:
        return None
    start, end = halves
    days = weekday_of(start), weekday_of(end)
    if all(days) and not parts.has(*MONTHS):
        first, last = (f"XXXX-WXX-{day}" for day in days)
        return timex("DATE", first, end_value=last, weekday=days[0])
    if month_of(start) is None and month_of(end) is None:
        ends = _build_year_range(start, end)
    else:
        ends = _fill(_build_end(start, end), _build_end(end, start))
    return timex("DATE", ends[0], end_value=ends[1]) if ends else None


def _build_end(side: Parts, other: Parts) -> Timex | None:
    """One end of a range, its month taken from the other end where it has none."""
    if month_of(side) is not None:
        return build_date(side)
    month, day = month_of(other), day_of(side)
    if month is None or day is None or not is_day(month, day, year_of(side)):
        return None
    return timex("DATE", f"{year_of(side) or 'XXXX'}-{month:02d}-{day:02d}")


def _may_be_year(year: str, parts: Parts) -> bool:
    """Whether a bare number reads as a year from its neighbours: "in 2000", not "2000 troops" or "Resolution 1973"."""
    if not 1900 <= int(year) <= LAST_BARE_YEAR:
        return False
    before, after = parts.before(), parts.after()
    if after is not None and (after.kind in ("percent", "stroke") or after.text.lower() in _counted()):
        return False
    if before is None:
        return True
    if before.kind in (
        "money",
        "stroke",
        "than",
        "about",
        "nearly",
        "almost",
        "around",
        "least",
        "over",
        "more",
        "numword",
    ):
        return False
    return not (before.kind == "unknown" and (before.text in "#№+=:&@" or before.text.lower() in _numbered()))


def _counted() -> frozenset[str]:
    return frozenset(load_lines("counted_nouns.txt"))


def _numbered() -> frozenset[str]:
    return frozenset(load_lines("numbered_nouns.txt"))


def build_year(parts: Parts) -> Timex | None:
    """Reads "in 2015", "the year 2000", "early 2019"."""
    year = year_of(parts)
    if year is None and [token.value for token in parts.every("numword")] == ["2", "1000"]:
        return timex("DATE", "2000")
    if year is None or (not parts.has("yearunit") and not _may_be_year(year, parts)):
        return None
    return timex("DATE", year)


def build_year_words(parts: Parts) -> Timex | None:
    """Reads "nineteen ninety-two"."""
    year = _spoken_year(parts)
    return timex("DATE", year) if year else None


def _spoken_year(parts: Parts) -> str | None:
    """The year that number words spell."""
    first, *rest = [int(token.value) for token in parts.every("numword")] or [0]
    late = sum(rest)
    ordered = len(rest) == 1 or (len(rest) == 2 and rest[0] % 10 == 0 and rest[1] < 10)
    return f"{first}{late:02d}" if first in (18, 19, 20) and 10 <= late <= 99 and ordered else None


def build_quarter(parts: Parts) -> Timex | None:
    """Reads "the third quarter of 2018", "last year's first quarter", "Q3 2018"."""
    named = parts.one("quartername")
    number, year = int(named.value) if named else day_of(parts), year_of(parts)
    if number is None or number > 4:
        return None
    if parts.has("ago", "earlier"):
        return timex("DATE", f"XXXX-Q{number}", shift=-1, unit="year")
    shift = shift_of(parts) if parts.has("yearunit") and parts.has("last", "next", "this") else None
    return timex("DATE", f"{year or 'XXXX'}-Q{number}", shift=shift, unit=None if shift is None else "year")


def build_quarter_ended(parts: Parts) -> Timex | None:
    """Reads "the quarter ended Sept. 30": a quarter of the calendar, if the month is the last of one."""
    month = month_of(Parts(parts.tokens, parts.last + 1, min(parts.last + 2, len(parts.tokens))))
    if month is None or month % 3:
        return timex("DATE", None, why="a quarter of a fiscal year; its first day is not stated")
    return timex("DATE", f"XXXX-Q{month // 3}", direction="past")


def build_half(parts: Parts) -> Timex | None:
    """Reads "the first half of 2018", "the second half of this year"."""
    halves = parts.split("half")
    year, shift = year_of(parts), shift_of(halves[1]) if halves else None
    number = 2 if halves and halves[0].has("last", "latter") else day_of(parts)
    if number not in (1, 2):
        return None
    if year:
        return timex("DATE", f"{year}-H{number}")
    return timex("DATE", f"XXXX-H{number}", shift=shift, unit="year")


def build_season(parts: Parts) -> Timex | None:
    """Reads "last summer", "the winter of 2018", "in spring"."""
    token = parts.one("season", "aseason")
    if token is None or (token.kind == "aseason" and token.text[0].isupper() and not token.text.isupper()):
        return None
    year, shift = year_of(parts) or _spoken_year(parts), shift_of(parts)
    if year:
        return timex("DATE", f"{year}-{token.value}")
    if parts.has("yearunit"):
        return timex("DATE", f"XXXX-{token.value}", shift=shift, unit="year")
    if parts.has("last", "next", "this", "past", "coming", "upcoming", "current"):
        return timex("DATE", f"XXXX-{token.value}", shift=shift, unit="season")
    return timex("DATE", f"XXXX-{token.value}")


def build_fiscal(parts: Parts) -> Timex | None:
    """Reads "fiscal 2016", "the 2022/23 fiscal year": its first and last day differ by payer, so both stay open."""
    halves = parts.split("dash", "stroke")
    year, late = year_of(parts), halves[1].one("d31", "int", "y4") if halves else None
    if year is None:
        return None
    why = "a fiscal year; its first and last day are not stated"
    end = year[:2] + late.value[-2:] if late else None
    return timex("DATE", year, end_value=end, open_start=True, open_end=True, why=why)


def build_decade(parts: Parts) -> Timex | None:
    """Reads "the 1990s", "the early '90s", "the nineties": three digits of a year."""
    word = parts.one("decadeword")
    if word is not None:
        return timex("DATE", word.value)
    token = parts.one("decade")
    digits = "".join(sign for sign in token.value if sign.isdigit()) if token else ""
    if not digits:
        return None
    if len(digits) == 4:
        return timex("DATE", digits[:3])
    return timex("DATE", full_year(digits)[:3])


def build_century(parts: Parts) -> Timex | None:
    """Reads "the 20th century": two digits of a year."""
    number, unit = day_of(parts), parts.one("unit")
    if unit is None or unit.value != "century" or number is None:
        return None
    return timex("DATE", f"{number - 1:02d}")
