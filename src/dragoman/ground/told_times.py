"""The times a report has told so far, from which "two days later" and "a year earlier" count; for `ground.times`."""

from __future__ import annotations

import re
from datetime import date

import msgspec
from msgspec import Struct

from dragoman.ground.calendar import add_months, interval_of
from dragoman.stages import Timex

SAME_STRETCH = 200
"""How many characters behind a day "at 3 p.m." still belongs to it, and behind a month "a year earlier"."""
_PART_OF_YEAR = re.compile(r"(\d{4})(-[QH]\d)")
_MONTH = re.compile(r"(\d{4})(-\d{2})")


class Told(Struct, frozen=True):
    """The times already read that a later one may count from."""

    time: date | None = None
    """First day of the last one, be it a day, a month or a year."""
    day: date | None = None
    day_end: int = 0
    """Where the words of the last day end in the text."""
    period: str | None = None
    """The quarter or half-year last named that was over, until "the first nine months" take its place."""
    part: str | None = None
    """The month or quarter last named."""
    part_end: int = 0

    def base(self, timex: Timex, published: date | None) -> date | None:
        """What `timex` counts from: days from a day, times of the day only from a day close by.

        "The quarter" is the one last named, else the one before the publication date, or in the future that one.
        """
        if timex.anchor != "text":
            return published
        if timex.unit == "quarter" and timex.shift == 0:
            return self._quarter() or _reported(timex, published)
        if timex.unit != "day":
            return self.time
        near = timex.span.start - self.day_end <= SAME_STRETCH
        return self.day if timex.type != "TIME" or near else None

    def _quarter(self) -> date | None:
        interval = interval_of(self.period) if self.period and "Q" in self.period else None
        return interval[0] if interval else None

    def compared(self, timex: Timex) -> str | None:
        """The value of a compared time: the period told, in the year stated or so many years from its own."""
        near = timex.span.start - self.part_end <= SAME_STRETCH
        period = self.period or (self.part if near else None)
        if period is None:
            return None
        stated = timex.value if timex.value and timex.value.isdigit() else None
        year = int(stated or int(period[:4]) + (timex.shift or 0))
        return f"{year:04d}{period[4:]}" if year else None


def _reported(timex: Timex, published: date | None) -> date | None:
    """A day of the quarter that a report without a named one speaks of."""
    if published is None or timex.direction == "future":
        return published
    year, month = add_months(published, -3)
    return date(year, month, 1) if year else None


def tell(told: Told, timex: Timex, value: str | None, published: date | None) -> Told:
    """What the next expression may count from, once this one has been read as `value`."""
    if timex.compared:
        return told
    if timex.type == "DURATION" and timex.unit and timex.shift is None:
        return msgspec.structs.replace(told, period=None, part=None)
    told = _tell_period(told, timex, value or "", published)
    interval = interval_of(value) if timex.type in ("DATE", "TIME") and value else None
    if interval is None:
        return told
    if interval[0] == interval[1]:
        return msgspec.structs.replace(told, time=interval[0], day=interval[0], day_end=timex.span.end)
    return msgspec.structs.replace(told, time=interval[0])


def _tell_period(told: Told, timex: Timex, value: str, published: date | None) -> Told:
    """A quarter that is over by the publication date, or a month, for figures to be compared with."""
    interval = interval_of(value) if _PART_OF_YEAR.fullmatch(value) else None
    if interval and (published is None or interval[1] < published):
        told = msgspec.structs.replace(told, period=value)
    if interval or _MONTH.fullmatch(value):
        return msgspec.structs.replace(told, part=value, part_end=timex.span.end)
    return told
