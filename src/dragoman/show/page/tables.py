"""Show: the answer to a question as a table of a page; the rows are those of the store's own questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from dragoman.show.answers import COLUMNS, cell
from dragoman.show.page.addresses import (
    exactly,
    incident_address,
    name_address,
    search_address,
    value_address,
)
from dragoman.show.view import shorten
from dragoman.store import Answer

CELL_CHARS = 420
_NUMBERS = frozenset(
    "score low best high reports mentions statements events figures terms documents number undoes undone".split()
)
_LONG = frozenset("content words claims reason hint accepted value note correction".split())
_SHOWN = {
    **COLUMNS,
    **{log: tuple(name for name in COLUMNS[log] if name != "undone") for log in ("reviews", "steps")},
}


class Cell(Struct, frozen=True):
    """A cell: its words, and where it leads."""

    words: str
    address: str = ""


class Column(Struct, frozen=True):
    """A column: its name in the answer, and how it is set: "number", "long" or ""."""

    name: str
    kind: str


class Table(Struct, frozen=True, kw_only=True):
    """A table of a page, and how much there is beside it."""

    question: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    more: bool
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all rows are shown."""
        return len(self.rows) == self.count and not self.more


def table_of(question: str, answer: Answer, limit: int, *, without: Sequence[str] = ()) -> Table:
    """At most `limit` rows of an answer as a table, but for the columns in `without` and those that are empty."""
    rows = list(answer.rows(limit))
    count, more = (len(rows), False) if len(rows) < limit else answer.count()
    return table_from(question, rows, without=without, count=count, more=more, notes=answer.notes())


def table_from(
    question: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    without: Sequence[str] = (),
    count: int | None = None,
    more: bool = False,
    notes: tuple[str, ...] = (),
) -> Table:
    """Rows at hand as a table."""
    wanted = [name for name in _SHOWN[question] if name not in without]
    # Where a row leads is told by its last column: what it says comes first.
    names = [name for name in wanted if name != "id"] + [name for name in wanted if name == "id"]
    shown = [name for name in names if any(row.get(name) not in (None, "") for row in rows)]
    return Table(
        question=question,
        columns=tuple(Column(name, _kind(name)) for name in shown),
        rows=tuple(tuple(_cell(question, name, row) for name in shown) for row in rows),
        count=len(rows) if count is None else count,
        more=more,
        notes=notes,
    )


def _kind(name: str) -> str:
    return "number" if name in _NUMBERS else "long" if name in _LONG else "id" if name == "id" else ""


def _cell(question: str, name: str, row: Mapping[str, Any]) -> Cell:
    value = row.get(name)
    words = shorten(value, CELL_CHARS) if isinstance(value, str) else cell(value)
    return Cell(words, _address(question, name, row) if words else "")


def _address(question: str, name: str, row: Mapping[str, Any]) -> str:
    """Where a cell leads: an id to where it stands, a name to its page, a speaker to what they say."""
    value = str(row.get(name) or "")
    if name in ("id", "now") and value != "orphan":
        return incident_address(value) if question == "incidents" else value_address(value)
    if question == "sources" and name in ("publisher", "source"):
        return search_address(
            "statements", **{"through" if name == "publisher" else "by": _searchable(value)}
        )
    if question == "statements" and name == "who":
        return search_address("statements", by=_searchable(value))
    return _own_page(question, name, row)


def _own_page(question: str, name: str, row: Mapping[str, Any]) -> str:
    """The page of what a row is about, where another cell than its id leads there."""
    value = str(row.get(name) or "")
    if (question, name) == ("reports", "title"):
        return value_address(str(row["id"]))
    if (question, name) == ("entities", "name"):
        return name_address(value, str(row["type"]))
    if (question, name) == ("steps", "made"):
        return incident_address(value.partition(";")[0])
    return ""


def _searchable(value: str) -> str:
    return exactly(value) if any(char.isalnum() for char in value) else ""
