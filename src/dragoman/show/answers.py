"""Show: the rows that answer a question as a table that people read, as JSON, as CSV or as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.show.control import one_line
from dragoman.show.view import shorten
from dragoman.store.answer import Answer, load_arrow

Form = Literal["table", "json", "csv", "parquet"]
ROWS_SHOWN = 50
"""Rows of a table on a screen, unless another number is asked for."""
CELL_CHARS = 160
"""How much of a long text a cell shows."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "reports": ("id", "day", "publisher", "title", "statements", "events", "figures", "terms"),
    "statements": ("id", "day", "who", "content", "through", "score"),
    "events": ("id", "day", "type", "who", "to_whom", "place", "stage", "source", "through"),
    "figures": ("id", "day", "what", "words", "low", "best", "high", "to_whom", "who", "through"),
    "terms": ("id", "day", "kind", "status", "words", "parties", "excluded", "who"),
    "violations": ("id", "day", "kind", "violated_by", "against", "words", "who", "through"),
    "stands": ("id", "day", "who", "stand", "kind", "clause", "conditions", "place", "same", "through"),
    "entities": ("name", "type", "country", "reports", "mentions", "statements"),
    "sources": ("publisher", "source", "kind", "reports", "statements"),
    "failures": ("origin", "reason", "hint", "seen"),
    "reviews": ("number", "at", "who", "action", "id", "now", "note", "correction", "undoes", "undone"),
    "steps": ("number", "at", "who", "action", "incidents", "documents", "made", "undoes", "undone"),
    "compared": (
        "outcome",
        "line",
        "coded",
        "incident",
        "day",
        "place",
        "actors",
        "coded_deaths",
        "claims",
        "deaths",
    ),
    "accepted": ("id", "list", "action", "who", "accepted"),
    "orphans": ("number", "at", "who", "action", "id", "value"),
    "incidents": ("id", "start_day", "types", "places", "actors", "documents", "claims"),
}
"""What a table shows of each question, of what it has; the other forms hold all columns."""
_LONG = frozenset({"accepted", "value", "note", "content", "words", "through", "reason", "hint", "claims"})
_RIGHT = frozenset("score low best high reports mentions statements events figures terms documents".split())
Write = Callable[[bytes], None]


def show_answer(answer: Answer, question: str, console: Console, *, limit: int = ROWS_SHOWN) -> None:
    """Print a table of at most `limit` rows, how many there are in all, and what was left out."""
    rows = list(answer.rows(limit))
    if rows:
        console.print(table_of(rows, COLUMNS[question]))
    counted = (len(rows), False) if len(rows) < limit else answer.count()
    console.print(Text(_told(counted, question, len(rows)), style="dim"))
    for note in answer.notes():
        console.print(Text(note, style="dim italic"))


def table_of(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Table:
    """Rows as a table: of the columns, those that hold something."""
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False)
    shown = [name for name in columns if any(row.get(name) not in (None, "") for row in rows)]
    for name in shown:
        table.add_column(
            name.replace("_", " "),
            justify="right" if name in _RIGHT else "left",
            no_wrap=name in _RIGHT or name in ("id", "day"),
            overflow="fold",
            ratio=3 if name in _LONG else None,
        )
    for row in rows:
        table.add_row(*(Text(cell(row.get(name))) for name in shown))
    return table


def cell(value: Any) -> str:
    """A value as a table shows it, on one line and not too long.

    >>> cell(12.0), cell(0.8133), cell(None)
    ('12', '0.81', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() and value > 1 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else shorten(one_line(str(value)), CELL_CHARS)


def _told(counted: tuple[int, bool], question: str, shown: int) -> str:
    count, more = counted
    if not count:
        return f"no {question}"
    if shown == count and not more:
        return how_many(count, question)
    return f"{shown:,} of {'more than ' if more else ''}{count:,} {question}; --limit shows more"


def how_many(count: int, things: str) -> str:
    """A number of things, one of them by its own word.

    >>> how_many(1, "entities"), how_many(1_200, "statements"), how_many(1, "compared")
    ('1 entity', '1,200 statements', '1 compared')
    """
    single = f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")
    return f"{count:,} {single if count == 1 else things}"


# ---- for other programs


def write_json(answer: Answer, write: Write, *, limit: int | None = None) -> None:
    """Write the rows as a JSON array, a row on each line, UTF-8."""
    lead = b"[\n"
    for row in answer.rows(limit):
        write(lead + msgspec.json.encode(row))
        lead = b",\n"
    write(b"[]\n" if lead == b"[\n" else b"\n]\n")


def write_csv(answer: Answer, write: Write, *, limit: int | None = None) -> None:
    """Write the rows as CSV with a line of names, UTF-8; what is not known is empty."""
    for line in _csv_lines(answer, limit):
        write(line.encode())


def _csv_lines(answer: Answer, limit: int | None) -> Iterator[str]:
    columns = answer.columns()
    yield _csv_line(columns)
    for row in answer.rows(limit):
        yield _csv_line([row[name] for name in columns])


def _csv_line(cells: Sequence[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def write_parquet(answer: Answer, write: Write, *, limit: int | None = None) -> None:
    """Write the rows as Parquet.

    Raises:
        ResourceError: pyarrow is not installed.
    """
    load_arrow()
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(answer.arrow(limit), buffer)
    write(buffer.getvalue())


WRITERS: dict[str, Callable[..., None]] = {"json": write_json, "csv": write_csv, "parquet": write_parquet}
"""What writes an answer, by the name of the form."""
