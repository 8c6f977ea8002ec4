"""Dates as metadata and callers write them, to ISO 8601; what can be read in two ways is read in none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1600
"""No report is older; an earlier year is a slip, and the weekdays of our calendar do not hold for it."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WRITTEN = (
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[ \-]{_MONTH},?[ \-](?P<year>\d{{4}})(?!\d)", re.IGNORECASE
    ),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
)
_DAY = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_ZONE_WITHOUT_COLON = re.compile(r"([+-]\d{2})(\d{2})$")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")


def parse_date(value: str) -> str | None:
    """The ISO 8601 day or time that `value` stands for; None if it stands for none, for two, or for one before 1600.

    >>> parse_date("2018-09-14"), parse_date("2018-09-14T10:05:00+0200"), parse_date("Fri, 14 Sep 2018 10:05:00 GMT")
    ('2018-09-14', '2018-09-14T10:05:00+02:00', '2018-09-14T10:05:00+00:00')
    >>> parse_date("September 14, 2018"), parse_date("20180914"), parse_date("03/04/2018"), parse_date("0000-00-00")
    ('2018-09-14', '2018-09-14', None, None)
    """
    value = " ".join(value.split())[:80]
    found = _parse_iso(value) or _parse_mail(value) or _parse_written(value)
    return found if found and int(found[:4]) >= EARLIEST_YEAR else None


def _parse_iso(value: str) -> str | None:
    day = _DAY.match(value)
    if day is None:
        return None
    try:
        found = date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return None
    rest = value[day.end() :].strip().removeprefix("T").strip()
    if not rest:
        return found.isoformat()
    rest = _ZONE_WITHOUT_COLON.sub(
        r"\1:\2", re.sub(r" (?=[+-]\d)", "", rest.replace(" UTC", "Z").replace(" GMT", "Z"))
    )
    try:
        return datetime.fromisoformat(f"{found.isoformat()}T{rest}").isoformat()
    except ValueError:
        return found.isoformat()


def _parse_written(value: str) -> str | None:
    for pattern in _WRITTEN:
        if found := pattern.search(value):
            month = _MONTHS.index(found["month"].lower()[:3]) + 1
            return _day(int(found["year"]), month, int(found["day"]))
    return None


def _parse_mail(value: str) -> str | None:
    """The form of e-mail and HTTP headers."""
    if not re.match(r"[A-Z][a-z]{2}, \d", value):
        return None
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def date_in_address(url: str) -> str | None:
    """The day an address carries in its path.

    >>> date_in_address("https://news.example/world/2018/09/14/talks.html"), date_in_address("https://a.example/1/2/3")
    ('2018-09-14', None)
    """
    found = _IN_ADDRESS.search(url)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def same_day(one: str, other: str) -> bool:
    """Whether two ISO dates name one day: written alike, or the same moment seen from two time zones.

    >>> same_day("2018-09-14", "2018-09-14T23:30:00+00:00"), same_day("2018-09-14", "2018-09-15")
    (True, False)
    >>> same_day("2018-09-14T23:30:00+00:00", "2018-09-15T01:30:00+02:00")
    True
    """
    if one[:10] == other[:10]:
        return True
    moments = [datetime.fromisoformat(value) for value in (one, other) if len(value) > 10]
    try:
        zoned = [moment.astimezone(UTC).date() for moment in moments if moment.tzinfo]
    except OverflowError:  # in the last hours of the year 9999: no day follows
        return False
    return len(zoned) == 2 and zoned[0] == zoned[1]
