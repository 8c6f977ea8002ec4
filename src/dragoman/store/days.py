"""Store: days as numbers, so that a value's id says when, and a period is a range of ids."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from dragoman.errors import UsageError

PER_DAY = 1 << 24
"""Ids for the values of one day; those without a day stand below it."""
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")
_HINT = "for example: 2031, 2031-05, 2031-05-12, 2031-05-01..2031-06-15, 2031-05.."


def day_of(value: str | None) -> int:
    """The number of the day in a date or time of ISO 8601; 0 for less than a day, or none.

    >>> day_of("2031-05-12T08:00:00+02:00") == date(2031, 5, 12).toordinal(), day_of("2031-05"), day_of(None)
    (True, 0, 0)
    """
    found = _DAY.fullmatch(value or "")
    if not found or not found[3]:
        return 0
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).toordinal()
    except ValueError:
        return 0


def iso_of(day: int) -> str | None:
    """The day of a number, None for 0.

    >>> iso_of(day_of("2031-05-12")), iso_of(0)
    ('2031-05-12', None)
    """
    return date.fromordinal(day).isoformat() if day else None


def period_of(words: str) -> tuple[int, int]:
    """First and last day of a period, as numbers; open ends reach to the first and last day there is.

    Raises:
        UsageError: it is no year, month, day, or two of them with `..` between.

    >>> first, last = period_of("2031-05")
    >>> iso_of(first), iso_of(last)
    ('2031-05-01', '2031-05-31')
    >>> period_of("last week")
    Traceback (most recent call last):
    ...
    dragoman.errors.UsageError: last week: no period; for example: 2031, ...
    """
    start, dots, end = words.partition("..")
    first = _edge(words, start, last=False) if start else 1
    last = _edge(words, end if dots else start, last=True) if end or not dots else date.max.toordinal()
    if first > last or not (start or end):
        raise UsageError(f"{words}: no period", hint=_HINT)
    return first, last


def _edge(words: str, edge: str, *, last: bool) -> int:
    found = _DAY.fullmatch(edge.strip())
    try:
        if not found:
            raise ValueError
        year = int(found[1])
        month = int(found[2] or (12 if last else 1))
        day = int(found[3] or (monthrange(year, month)[1] if last else 1))
        return date(year, month, day).toordinal()
    except ValueError as err:  # 31 June
        raise UsageError(f"{words}: no period", hint=_HINT) from err


def ids_of(first: int, last: int) -> tuple[int, int]:
    """The lowest and highest id of values between two days, both included.

    >>> ids_of(1, 1)
    (16777216, 33554431)
    """
    return first * PER_DAY, (last + 1) * PER_DAY - 1
