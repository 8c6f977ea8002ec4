"""Values of time expressions counted from another time, of stretches, of repetitions, and of times of the day."""

from __future__ import annotations

import re

from dragoman.annotate.timex_dates import build_date, build_iso
from dragoman.annotate.timex_parts import (
    COUNT_KINDS,
    MONTHS,
    Parts,
    count_of,
    duration_value,
    month_of,
    shift_of,
    timex,
    unit_of,
    weekday_of,
    year_of,
)
from dragoman.annotate.timex_tokens import Token
from dragoman.resources import load_lines
from dragoman.stages import Timex

UNKNOWN_DAY = "XXXX-XX-XX"
OVERNIGHT = "overnight: from one day to the next"
"""What is said of a night whose interval has both its days; `ground.bounds` reads its first word."""
_ONE = ("yearunit", "weekunit", "dayunit", "quarter")
_SPAN_COUNTS = tuple(kind for kind in COUNT_KINDS if kind not in ("a", "hhmm"))
_TEMPLATE = {
    "day": UNKNOWN_DAY,
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
}
_TEMPLATE |= {
    "quarter": "XXXX-QX",
    "weekend": "XXXX-WXX-WE",
    "hour": f"{UNKNOWN_DAY}TXX",
    "minute": f"{UNKNOWN_DAY}TXX:XX",
}
_PUBLICATION_WORDS = ("last", "past", "next", "coming", "upcoming", "this", "current", "full")
_TEXT_WORDS = ("that", "same", "following", "previous")
_SHIFT_UNIT = {"weekend": "week", "fortnight": "week"}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([AaPp]?)")


def template(unit: str) -> str:
    """The TIMEX3 value of an unknown day, week, month ..."""
    return _TEMPLATE[unit]


def build_ago(parts: Parts) -> Timex | None:
    """Reads "two days ago" counts from the publication date, "two days later" from a time in the text."""
    unit, count = unit_of(parts), count_of(parts) if parts.has(*COUNT_KINDS, "unit", *_ONE) else "X"
    if unit is None or unit == "second":
        return None
    if count == "X":
        return timex("DATE", "PAST_REF" if parts.has("ago", "earlier") else "FUTURE_REF")
    steps = float(count) * (2 if unit == "fortnight" else 1)
    if unit == "year" and steps != int(steps):
        unit, steps = "month", 12 * steps
    if steps != int(steps):
        return timex("DATE", None, why="counted in parts of a unit")
    sign = -1 if parts.has("ago", "earlier") else 1
    unit = _SHIFT_UNIT.get(unit, unit)
    kind = "TIME" if unit in ("hour", "minute") else "DATE"
    anchor = "text" if parts.has("earlier", "later") else "publication"
    return timex(kind, template(unit), shift=sign * int(steps), unit=unit, anchor=anchor)


def build_year_before(parts: Parts) -> Timex | None:
    """Reads "a year ago", "the year-earlier quarter": the last year, or the period that figures are compared with."""
    anchor = "text" if parts.has("earlier") else "publication"
    return timex("DATE", template("year"), shift=-1, unit="year", anchor=anchor, compared=True)


def build_year_period(parts: Parts) -> Timex | None:
    """Reads "the same period of 2017", "the 1988 quarter": the part of that year which the report speaks of."""
    year = year_of(parts)
    return timex("DATE", year, compared=True) if year else None


def build_relative(parts: Parts) -> Timex | None:
    """Reads "last week", "this year", "the next day", "that month", "earlier this year", "the weekend"."""
    unit = "weekend" if parts.has("weekend") else unit_of(parts)
    shift = shift_of(parts) or 0
    if unit is None or unit not in _TEMPLATE or unit in ("hour", "minute") or _is_title(parts):
        return None
    if parts.has("past") and not parts.has("this") and unit != "weekend":
        return timex("DURATION", duration_value("1", unit), shift=-1, unit=unit, direction="past")
    by_text = parts.has(*_TEXT_WORDS) or (unit == "day" and parts.has("next", "last", "earlier", "later"))
    by_text = by_text or (unit == "quarter" and not parts.has(*_PUBLICATION_WORDS))
    if unit == "day" and parts.has("full"):
        return None
    anchor = "text" if by_text else "publication"
    return timex("DATE", template(unit), shift=shift, unit=_SHIFT_UNIT.get(unit, unit), anchor=anchor)


def _is_title(parts: Parts) -> bool:
    """Whether the words name a thing: the broadcast "This Week", "Man of the Year"."""
    before, words = parts.before(), [token.text for token in parts.tokens[parts.first : parts.last]]
    if words[-1].isupper() or not words[-1].istitle() or before is None:
        return False
    return (words[0] == "the") if not words[0].istitle() else before.text in "\"“`'‘"


def build_span(parts: Parts) -> Timex | None:
    """Reads "the past 24 hours", "the next four years", "the first three months", "recent weeks"."""
    unit, count = unit_of(parts), count_of(parts)
    if unit is None or unit == "second":
        return None
    if not parts.has(*_SPAN_COUNTS):
        count = "X"
    duration = duration_value(count, unit)
    if parts.has("last") and _is_verb(parts):
        return timex("DURATION", duration, span=Parts(parts.tokens, parts.first + 1, parts.last).span())
    sign = (-1 if parts.has("last", "past", "previous") else 1) if not parts.has("ordword", "recent") else 0
    if parts.has("ordword", "latest") and unit in ("month", "quarter"):
        return timex("DURATION", duration, unit=unit)
    if count == "X" or not sign or float(count) != int(float(count)) or unit == "fortnight":
        return timex("DURATION", duration)
    direction = "past" if sign < 0 else "future"
    anchor = "text" if parts.has("previous", "following") else "publication"
    return timex("DURATION", duration, shift=sign * int(count), unit=unit, direction=direction, anchor=anchor)


def _is_verb(parts: Parts) -> bool:
    """Whether "last" is a verb: "is to last 72 hours", "did not last two days"."""
    before = parts.before()
    return before is not None and before.text.lower() in load_lines("auxiliaries.txt")


def build_duration(parts: Parts) -> Timex | None:
    """Reads "two weeks", "48-hour", "half an hour", "several days", "years"."""
    unit = unit_of(parts)
    if unit is None:
        return None
    counted = parts.has("the", *COUNT_KINDS)
    return timex("DURATION", duration_value(count_of(parts) if counted else "X", unit))


def build_durations(parts: Parts) -> Timex | None:
    """Reads "two to three weeks", "a year or two": either length is an alternative."""
    unit, halves = unit_of(parts), parts.split("to", "or", "dash", "and")
    counts = [count_of(half) for half in halves] if halves else []
    if unit is None or "X" in counts or len(set(counts)) < 2:
        return None
    lengths = tuple(duration_value(count, unit) for count in counts)
    return timex("DURATION", None, alternatives=lengths, why="a length between the two that are given")


def build_every(parts: Parts) -> Timex | None:
    """Reads "every Friday", "each month", "every two years"."""
    weekday, unit = weekday_of(parts), unit_of(parts)
    part, season = parts.one("part"), parts.one("season", "aseason")
    if weekday:
        return timex("SET", f"XXXX-WXX-{weekday}", weekday=weekday)
    if parts.has(*MONTHS):
        month = month_of(parts)
        return timex("SET", f"XXXX-{month:02d}") if month else None
    if unit:
        count = "2" if parts.has("other") else count_of(parts) if parts.has("numword", "d31", "int") else "1"
        return timex("SET", duration_value(count, unit))
    if part:
        return timex("SET", f"{UNKNOWN_DAY}{part.value}")
    return timex("SET", f"XXXX-{season.value}" if season else "XXXX-WXX-WE")


def build_rate(parts: Parts) -> Timex | None:
    """Reads "twice a week"."""
    unit = unit_of(parts)
    return timex("SET", duration_value("1", unit)) if unit else None


def build_often(parts: Parts) -> Timex | None:
    """Reads "daily", "weekly"; not in the name of a paper."""
    token, after = parts.tokens[parts.first], parts.after()
    named = token.text.istitle() and parts.first and after is not None and after.text.istitle()
    return None if named else timex("SET", token.value)


def build_weekdays(parts: Parts) -> Timex | None:
    """Reads "on Fridays"."""
    weekday, part = weekday_of(parts), parts.one("part", "parts")
    return timex("SET", f"XXXX-WXX-{weekday}{part.value if part else ''}", weekday=weekday)


def build_weekday(parts: Parts) -> Timex | None:
    """Reads "Friday", "last Friday", "Monday night", "Tuesday of next week", "the following Sunday"."""
    weekday, part = weekday_of(parts), parts.one("part")
    token = parts.one("abweekday")
    if weekday is None or (token is not None and not _is_written_weekday(parts, token.text)):
        return None
    clock = part.value if part else "TMO" if parts.has("units") else ""
    kind, stem = ("TIME" if clock else "DATE"), f"XXXX-WXX-{weekday}{clock}"
    shift = (
        shift_of(parts)
        if parts.has("last", "next", "this", "coming", "past", "upcoming", "following", "previous", "same")
        else None
    )
    if parts.has("weekunit"):
        return timex(kind, stem, weekday=weekday, shift=shift, unit="week")
    if shift is None:
        return timex(kind, stem, weekday=weekday)
    anchor = "text" if parts.has("following", "previous", "same") else "publication"
    if parts.has("coming", "upcoming"):
        shift = 1
    return timex(kind, stem, weekday=weekday, shift=shift, unit="weekday", anchor=anchor)


def _is_written_weekday(parts: Parts, text: str) -> bool:
    """Reads "Fri." and "Thurs" stand for a weekday when capital and dotted; "sun", "sat" and "wed" are words."""
    return text[0].isupper() and parts.has("dot") and text.lower() not in ("sun", "sat")


def build_relday(parts: Parts) -> Timex | None:
    """Reads "today", "yesterday evening"."""
    token, part = parts.one("relday"), parts.one("part")
    shift = int(token.value) if token else 0
    clock = part.value if part else ""
    return timex("TIME" if clock else "DATE", UNKNOWN_DAY + clock, shift=shift, unit="day")


def build_reldays(parts: Parts) -> Timex | None:
    """Reads "the day before yesterday", "the day after tomorrow"."""
    token = parts.one("relday")
    step = -1 if parts.has("before") else 1
    return timex("DATE", UNKNOWN_DAY, shift=step + int(token.value if token else 0), unit="day")


def build_relpart(parts: Parts) -> Timex | None:
    """Reads "last night", "this morning", "that evening"."""
    part = parts.one("part")
    by_text = parts.has("that", "same", "next", "previous", "following")
    return timex(
        "TIME",
        UNKNOWN_DAY + (part.value if part else ""),
        shift=shift_of(parts) or 0,
        unit="day",
        anchor="text" if by_text else "publication",
    )


def build_tonight(parts: Parts) -> Timex | None:
    """Reads "tonight"."""
    return timex("TIME", f"{UNKNOWN_DAY}TNI", shift=0, unit="day")


def build_overnight(parts: Parts) -> Timex | None:
    """Reads "overnight": which night is meant is left to the publication date and the tense."""
    return timex("TIME", f"{UNKNOWN_DAY}TNI", why=OVERNIGHT)


def build_part(parts: Parts) -> Timex | None:
    """Reads "in the morning", "the night of 14 September", "the small hours of 3 May"."""
    part = parts.one("part")
    clock = part.value if part else "TMO" if parts.has("units") else ""
    dated = build_date(parts) if parts.has(*MONTHS) else None
    if dated is not None and dated.value is not None:
        return timex("TIME", dated.value + clock)
    return timex("TIME", UNKNOWN_DAY + clock, shift=0, unit="day", anchor="text")


def build_ref(parts: Parts) -> Timex | None:
    """Reads "now", "recently", "these days", "at present"."""
    token = parts.one("ref")
    if token is None and parts.has("these") and unit_of(parts) != "day":
        return None
    return timex("DATE", token.value if token else "PRESENT_REF")


def _clock_value(parts: Parts) -> str | None:
    """The time of the day as TIMEX3 writes it, with Z for GMT; no other zone is counted over."""
    point = parts.one("point")
    if point is not None:
        return point.value
    token = parts.one("clock12", "clock", "hhmm")
    zone = _zone_behind(parts, token)
    if token is None and (parts.has("oclock") or (parts.has("part") and not zone)):
        return _spoken_hour(parts)
    if token is None or token.kind == "hhmm":
        return _military(token.text if token else _before_zone(parts), zone)
    return _face(token.text, zone, parts)


def _face(text: str, zone: str, parts: Parts) -> str | None:
    """Reads "3:30 p.m.", "15:30", "4:30" of the afternoon."""
    found = _CLOCK.match(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3].lower()
    if not half and not zone:
        return _twelve_hours(hour, minute, parts) if hour <= 24 and minute < 60 else None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"T{hour:02d}:{minute:02d}{zone}" if hour <= 24 and minute < 60 else None


_LATER_HALF = {"TAF": range(1, 7), "TEV": range(4, 12), "TNI": range(6, 12)}
"""Hours that an afternoon, evening or night beside them puts after noon: "4:30 in the afternoon"."""


def _spoken_hour(parts: Parts) -> str | None:
    """The hour of "9 o'clock last night", "5 in the morning"."""
    spoken = parts.one("d31", "numword")
    return _twelve_hours(int(spoken.value), 0, parts) if spoken and int(spoken.value) <= 24 else None


def _twelve_hours(hour: int, minute: int, parts: Parts) -> str:
    """The time of the day of a clock face, with the half of the day that "afternoon" or "night" beside it gives."""
    part = parts.one("part")
    later = part is not None and hour in _LATER_HALF.get(part.value, ())
    return f"T{hour + 12 * later:02d}:{minute:02d}"


def _zone_behind(parts: Parts, clock: Token | None) -> str:
    """The Z of a clock that GMT or UTC follows; of "10:35 a.m. (0735 GMT)" the first has none."""
    zones = [
        place
        for place in range(parts.first + 1, parts.last)
        if parts.tokens[place].kind == "zone" and (clock is None or parts.tokens[place - 1] == clock)
    ]
    return parts.tokens[zones[0]].value if zones else ""


def _before_zone(parts: Parts) -> str:
    """The digits in front of "GMT"."""
    for place in range(parts.first + 1, parts.last):
        if parts.tokens[place].kind == "zone":
            return parts.tokens[place - 1].text
    return ""


def _military(digits: str, zone: str) -> str | None:
    """Reads "0600", "1430" or "6" as a time of the day."""
    if not digits.isdigit() or len(digits) not in (1, 2, 4):
        return None
    hour, minute = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)
    return f"T{hour:02d}:{minute:02d}{zone}" if hour <= 24 and minute < 60 else None


def _hours(parts: Parts) -> str | None:
    """The time of the day of "1800 hours"."""
    return _military(parts.tokens[parts.first].text, "") if unit_of(parts) == "hour" else None


def build_clock(parts: Parts) -> Timex | None:
    """Reads "3 p.m.", "0600 GMT", "noon on Friday", "9 a.m. Tuesday"."""
    clock = _hours(parts) if parts.has("units") else _clock_value(parts)
    if clock is None:
        return None
    day = _day_beside(parts)
    if day is None or day.value is None or len(day.value) < len("XXXX-WXX"):
        return timex("TIME", UNKNOWN_DAY + clock, shift=0, unit="day", anchor="text")
    stem = day.value.partition("T")[0]
    return timex("TIME", stem + clock, weekday=day.weekday, shift=day.shift, unit=day.unit, anchor=day.anchor)


def _day_beside(parts: Parts) -> Timex | None:
    """The day that stands with a time of the day."""
    if parts.has(*MONTHS):
        return build_date(_without_clock(parts))
    if parts.has("relday"):
        return build_relday(parts)
    if parts.has("part") and parts.has("this", "last", "that", "same"):
        return build_relpart(parts)
    iso = next((place for place in range(parts.first, parts.last) if parts.tokens[place].kind == "iso"), None)
    if iso is not None:
        return build_iso(Parts(parts.tokens, iso, iso + 1))
    return build_weekday(parts) if parts.has("weekday", "abweekday") else None


def _without_clock(parts: Parts) -> Parts:
    """The stretch from which a day is read: "6 GMT on 14 May" has its hour first."""
    zone = next(
        (place for place in range(parts.first, parts.last) if parts.tokens[place].kind in ("zone", "oclock")),
        None,
    )
    month = next(place for place in range(parts.first, parts.last) if parts.tokens[place].kind in MONTHS)
    if zone is not None and zone < month:
        return Parts(parts.tokens, zone + 1, parts.last)
    return Parts(parts.tokens, parts.first, zone - 1 if zone is not None else parts.last)
