"""Show: filters as they stand in an address, read and written the same way, so that every answer can be shared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.show.page.words import APPLY

ROWS = 50
"""Rows of a page, unless the address asks for more."""
MOST_ROWS = 1_000
_ONE = ("period", "score")


class Asked(Struct, frozen=True, kw_only=True):
    """A question with its filters, as an address holds them: each filter with one word or several."""

    question: str
    given: tuple[tuple[str, str], ...] = ()
    rows: int = ROWS

    def values(self, name: str) -> tuple[str, ...]:
        """What is given for a filter."""
        return tuple(value for given, value in self.given if given == name)

    @property
    def filters(self) -> dict[str, Any]:
        """The filters as a store takes them.

        Raises:
            UsageError: one is given twice that stands once, or the score is no number.

        >>> Asked(question="events", given=(("by", "Lind"), ("by", "Aske"), ("score", "0.8"))).filters
        {'by': ('Lind', 'Aske'), 'score': 0.8}
        """
        named = dict.fromkeys(name for name, _ in self.given)
        return {name: _value(name, self.values(name)) for name in named}

    @property
    def query(self) -> str:
        """The filters as the parameters of an address."""
        return urlencode(self.given, errors="replace")

    def address(self, path: str = "/search/", **more: str | int) -> str:
        """The address of this question; `more` are parameters beside the filters.

        >>> Asked(question="events", given=(("by", "Lind & Co"),)).address()
        '/search/events?by=Lind+%26+Co'
        """
        pairs = [*self.given, *((name, str(value)) for name, value in more.items())]
        query = urlencode(pairs, errors="replace")
        return f"{path}{quote(self.question)}" + (f"?{query}" if query else "")


def asked_of(question: str, pairs: Iterable[tuple[str, str]]) -> Asked:
    """The question that an address asks.

    Raises:
        UsageError: there is no such question.

    >>> asked_of("events", [("by", "Lind"), ("rows", "5"), ("stage", "")])
    Asked(question='events', given=(('by', 'Lind'),), rows=5)
    """
    if question not in APPLY:
        raise UsageError(f"{question}: no such question", hint=f"there are: {', '.join(APPLY)}")
    found = [(name, value.strip()) for name, value in pairs]
    given = tuple((name, value) for name, value in found if value and name in APPLY[question])
    rows = next((value for name, value in found if name == "rows"), "")
    return Asked(
        question=question,
        given=given,
        rows=min(int(rows), MOST_ROWS) if rows.isdecimal() and int(rows) else ROWS,
    )


def _value(name: str, values: Sequence[str]) -> Any:
    if name in _ONE and len(values) > 1:
        raise UsageError(f"{name} is given twice", hint="give it once")
    if name == "score":
        return _number(values[0])
    return values[0] if len(values) == 1 else tuple(values)


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError as err:
        raise UsageError(f"score={words} is no number", hint="for example: score=0.8") from err


# ---- addresses of single things


def exactly(words: str) -> str:
    """Words as a filter that takes them only as they stand.

    >>> exactly('the "Sill" road')
    '"the Sill road"'
    """
    return f'"{" ".join(words.replace(chr(34), " ").split())}"'


def search_address(question: str, **filters: str) -> str:
    """The address of a question with these filters.

    >>> search_address("statements", by='"Ada Lind"')
    '/search/statements?by=%22Ada+Lind%22'
    """
    given = tuple((name, value) for name, value in filters.items() if value)
    return Asked(question=question, given=given).address()


def value_address(public_id: str) -> str:
    """The address of a document, or of a value in it.

    >>> value_address("2b8e7e9888d8/a3"), value_address("2b8e7e9888d8")
    ('/report/2b8e7e9888d8#a3', '/report/2b8e7e9888d8')
    """
    document, _, local = public_id.partition("/")
    return f"/report/{quote(document, safe='', errors='replace')}" + (
        f"#{quote(local, safe='', errors='replace')}" if local else ""
    )


def name_address(name: str, kind: str, **more: str) -> str:
    """The address of the page of a name.

    >>> name_address("Ada Lind", "PER")
    '/name?name=Ada+Lind&type=PER'
    """
    return "/name?" + urlencode({"name": name, "type": kind, **more}, errors="replace")


def name_table_address(name: str, kind: str, **more: str) -> str:
    """The address of a table of the page of a name."""
    return name_address(name, kind, **more).replace("/name?", "/name/table?", 1)


def incident_address(incident: str) -> str:
    """The address of an incident's page."""
    return f"/incident/{quote(incident, safe='', errors='replace')}"


def pairs_in(query: str) -> list[tuple[str, str]]:
    """The parameters of an address.

    >>> pairs_in("by=Lind+%26+Co&by=Aske")
    [('by', 'Lind & Co'), ('by', 'Aske')]
    """
    return parse_qsl(query, keep_blank_values=True)
