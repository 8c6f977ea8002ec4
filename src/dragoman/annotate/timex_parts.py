"""The tokens of one time expression and its neighbours, as the builders of its value see them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from dragoman.annotate.timex_tokens import Token
from dragoman.stages import Timex
from dragoman.types import Span

NOWHERE = Span(0, 0)
"""Span of a value not yet put in its place; `annotate.timexes` replaces it."""
CENTURY_PIVOT = 30
"""Two-digit years from here on are taken for the last century: '98 is 1998, '12 is 2012."""
CENTURY_TAKEN = f"the century is not stated; years from {CENTURY_PIVOT} on are taken for the last one's"
"""What is said of a year that only its last two digits give."""
MONTHS = ("month", "amonth", "abmonth")
UNITS = ("unit", "units", "yearunit", "quarter", "quarters", "weekunit", "dayunit")
_LETTER_OF = {
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
    "quarter": "Q",
    "decade": "DE",
    "century": "CE",
}
_CLOCK_LETTER = {"hour": "H", "minute": "M", "second": "S"}
_HALVES = {"year": "6M", "hour": "30M", "minute": "30S"}
"""Half a unit in the next smaller one, where that is a whole number."""


class Parts(NamedTuple):
    """Tokens `first` to `last` (excluded) of a run of tokens."""

    tokens: tuple[Token, ...]
    first: int
    last: int

    def every(self, *kinds: str) -> list[Token]:
        """The tokens of these classes, in order."""
        return [token for token in self.tokens[self.first : self.last] if token.kind in kinds]

    def one(self, *kinds: str) -> Token | None:
        """The first token of these classes."""
        return next((token for token in self.tokens[self.first : self.last] if token.kind in kinds), None)

    def has(self, *kinds: str) -> bool:
        """Whether there is a token of these classes."""
        return self.one(*kinds) is not None

    def span(self) -> Span:
        """Where they stand in the text."""
        return Span(self.tokens[self.first].start, self.tokens[self.last - 1].end)

    def before(self) -> Token | None:
        """The token in front."""
        return self.tokens[self.first - 1] if self.first else None

    def after(self) -> Token | None:
        """The token behind."""
        return self.tokens[self.last] if self.last < len(self.tokens) else None

    def split(self, *kinds: str) -> tuple[Parts, Parts] | None:
        """What stands before and after the first inner token of these classes."""
        for place in range(self.first + 1, self.last - 1):
            if self.tokens[place].kind in kinds:
                return Parts(self.tokens, self.first, place), Parts(self.tokens, place + 1, self.last)
        return None


def timex(kind: str, value: str | None, **rest: object) -> Timex:
    """A time expression without its place, unless a span says that it takes only part of the words."""
    return Timex(**({"span": NOWHERE, "type": kind, "value": value} | rest))  # type: ignore[arg-type]


def month_of(parts: Parts) -> int | None:
    """The month named, 1 to 12; none where "may", "march" or "dec" is not written as a name."""
    token = parts.one(*MONTHS)
    if token is None or (token.kind != "month" and not token.text[0].isupper()):
        return None
    return int(token.value)


def weekday_of(parts: Parts) -> int | None:
    """The weekday named, 1 Monday to 7 Sunday."""
    token = parts.one("weekday", "abweekday", "weekdays")
    return int(token.value) if token else None


def day_of(parts: Parts) -> int | None:
    """The day of the month, 1 to 31."""
    token = parts.one("d31", "ordnum", "ordword")
    if token is None:
        return None
    digits = "".join(sign for sign in token.value if sign.isdigit())
    return int(digits) if digits and 1 <= int(digits) <= 31 else None


def is_day(month: int, day: int, year: str | None) -> bool:
    """Whether the calendar has such a day; without a year, 29 February does.

    >>> is_day(2, 29, None), is_day(2, 29, "2023")
    (True, False)
    """
    try:
        date(int(year or 2000), month, day)
    except ValueError:
        return False
    return True


def year_of(parts: Parts) -> str | None:
    """The year in four digits."""
    token = parts.one("y4", "shortyear") or _two_digit_year(parts)
    if token is None or token.kind == "y4":
        return token.value if token else None
    return full_year(token.value[-2:])


def full_year(digits: str) -> str:
    """The year in four digits, of two with the century that is usually meant.

    >>> full_year("98"), full_year("12"), full_year("1712")
    ('1998', '2012', '1712')
    """
    if len(digits) == 4:
        return digits
    return f"19{digits}" if int(digits) >= CENTURY_PIVOT else f"20{digits}"


def _two_digit_year(parts: Parts) -> Token | None:
    """The "90" of "9 Jan 90", a form of datelines."""
    last = parts.tokens[parts.last - 1]
    dated = parts.last - parts.first > 2 and parts.has("d31") and parts.has(*MONTHS)
    return last if dated and last.kind == "int" and len(last.value) == 2 else None


def shift_of(parts: Parts) -> int | None:
    """-1 for "last", 0 for "this", 1 for "next"; None where no such word is there."""
    backward = parts.one(
        "last", "past", "previous", "next", "coming", "following", "upcoming", "latest", "current"
    )
    backward = backward or parts.one("this", "that", "same", "full", "the")
    return int(backward.value or 0) if backward else None


def unit_of(parts: Parts) -> str | None:
    """The unit of time named, in the singular."""
    token = parts.one(*UNITS)
    return token.value if token else None


def duration_value(count: str, unit: str) -> str:
    """The TIMEX3 value of so many units.

    >>> duration_value("2", "week"), duration_value("48", "hour"), duration_value("X", "year")
    ('P2W', 'PT48H', 'PXY')
    >>> duration_value("2.5", "year"), duration_value("0.5", "hour"), duration_value("1.5", "day")
    ('P2Y6M', 'PT30M', 'P1.5D')
    """
    if unit == "fortnight":
        return "PXW" if count == "X" else f"P{2 * float(count):g}W"
    if unit in _HALVES and count.endswith(".5"):
        whole = count.removesuffix(".5").lstrip("0")
        letter = _CLOCK_LETTER.get(unit, "Y")
        return ("P" if unit == "year" else "PT") + (f"{whole}{letter}" if whole else "") + _HALVES[unit]
    if unit in _CLOCK_LETTER:
        return f"PT{count}{_CLOCK_LETTER[unit]}"
    if unit in ("decade", "century") and count != "X":
        return f"P{float(count) * (10 if unit == 'decade' else 100):g}Y"
    return f"P{count}{_LETTER_OF[unit]}"


COUNT_KINDS = ("a", "numword", "d31", "int", "y4", "hhmm", "decimal", "couple", "vague", "lots", "half")
"""Classes of the words that say how many."""


def _words_to_number(values: list[int]) -> int:
    """Adds up words, "two hundred fifty" to 250: a hundred or thousand multiplies what stands before it."""
    total = 0
    for value in values:
        total = max(total, 1) * value if value in (100, 1000) else total + value
    return total


def count_of(parts: Parts) -> str:
    """How many, as digits; "X" where the words leave it open ("several")."""
    tokens = parts.every(*COUNT_KINDS)
    if any(token.kind in ("vague", "lots") for token in tokens):
        return "X"
    figures = [token for token in tokens if token.kind in ("d31", "int", "y4", "hhmm", "decimal")]
    if len(figures) == 3 and parts.has("stroke"):
        whole, upper, lower = (int(figure.value) for figure in figures)
        return f"{whole + upper / max(lower, 1):g}"
    if figures:
        count = float(figures[0].value.replace(",", ""))
        return f"{count + 0.5 * parts.has('half'):g}"
    if any(token.kind == "couple" for token in tokens):
        return "2"
    words = [int(token.value) for token in tokens if token.kind == "numword"]
    if not words:
        return (
            "0.5" if parts.tokens[parts.first].kind == "half" else "1" + (".5" if parts.has("half") else "")
        )
    return f"{_words_to_number(words)}" + (".5" if parts.has("half") else "")
