"""Store: tables that are made when they are asked for, from the terms of the records: breaches and stands."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.store.answer import Answer, Cells, counted
from dragoman.store.connect import told
from dragoman.store.days import PER_DAY
from dragoman.store.documents import current_record
from dragoman.store.filters import Filters, Search
from dragoman.store.implied import stand_rows, violation_rows
from dragoman.store.questions import ID, chosen_ids, search_in
from dragoman.store.rows import Row
from dragoman.types import Record

WORDS = ("who", "source", "roles", "content", "named", "to_whom", "through", "place", "keys")
"""The columns that filters look in, as in the tables that last (words.sql): one search serves all."""
OWN = {
    "violation": ("words", "violated_by", "against"),
    "stand": ("stand", "conditions", "parties", "same"),
}
"""What each table has beside what both have."""
SHOWN = {
    "violation": (
        *("v.day", "v.day_basis", "v.kind", "v.status", "v.clause", "v.violated_by", "v.against", "v.words"),
        *(
            "v.who",
            "v.source",
            "v.through",
            "v.place",
            "v.content",
            "v.zone",
            "v.score",
            "v.start",
            'v."end"',
        ),
    ),
    "stand": (
        *(
            "v.day",
            "v.day_basis",
            "v.who",
            "v.source",
            "v.stand",
            "v.kind",
            "v.status",
            "v.clause",
            "v.conditions",
        ),
        *(
            "v.parties",
            "v.same",
            "v.through",
            "v.place",
            "v.content",
            "v.zone",
            "v.score",
            "v.start",
            'v."end"',
        ),
    ),
}
"""The columns of an answer, in order."""
REPORT = ("document.publisher", "document.published", "document.title", "document.url", "document.origin")
_MADE_FROM: dict[str, tuple[str, Callable[[Record], Iterator[Row]]]] = {
    "violation": ("violations <> ''", violation_rows),
    "stand": ("on_word_of <> 'publisher'", stand_rows),
}
"""Which terms a table is made from, and the rows of a record."""
_SHARED = 'local, day, day_basis, kind, status, clause, zone, score REAL, start INTEGER, "end" INTEGER'


def derived(connection: sqlite3.Connection, path: Path, table: str, filters: Filters) -> Answer:
    """The rows of a derived table that the filters let through, newest first.

    They are few. The table lasts as long as the connection, in memory, and is made anew for each question.

    Raises:
        UsageError: a filter is not one.
    """
    search = search_in(connection, filters, table)
    with told(path):
        connection.executescript(_schema(table))
        _fill(connection, table)
    chosen, found = chosen_ids(table, search)
    query = (
        f"SELECT {', '.join((ID, *SHOWN[table], *REPORT))} FROM ({chosen} ORDER BY id DESC LIMIT ?) AS chosen"
        f" JOIN {table} AS v ON v.id = chosen.id JOIN document ON document.id = v.document_id ORDER BY v.id DESC"
    )

    def fetch(limit: int | None) -> tuple[tuple[str, ...], Iterator[Cells]]:
        cursor = connection.execute(query, (*found, -1 if limit is None else limit))
        return tuple(column[0] for column in cursor.description), cursor

    return Answer(
        path,
        fetch,
        lambda: counted(connection, chosen, found),
        lambda: _undated(connection, table, search) if filters.period else (),
    )


def _undated(connection: sqlite3.Connection, table: str, search: Search) -> tuple[str, ...]:
    """What a period leaves out for want of a date."""
    chosen, found = chosen_ids(table, Search(search.match, 0, PER_DAY - 1, search.score))
    count, _ = counted(connection, chosen, found)
    return (f"{count:,} without a date are in no period and left out",) if count else ()


def _schema(table: str) -> str:
    return f"""
    DROP TABLE IF EXISTS temp.{table};
    DROP TABLE IF EXISTS temp.{table}_words;
    CREATE TEMP TABLE {table} (
        id INTEGER PRIMARY KEY, document_id INTEGER, {_SHARED}, {", ".join((*OWN[table], *WORDS))}
    );
    CREATE VIRTUAL TABLE temp.{table}_words USING fts5 (
        {", ".join(WORDS)}, content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
    );
    """


def _fill(connection: sqlite3.Connection, table: str) -> None:
    """The rows of all records that have some, numbered by day as those of the other tables."""
    those, rows_of = _MADE_FROM[table]
    found = connection.execute(f"SELECT DISTINCT document_id FROM term WHERE {those} ORDER BY document_id")
    numbers: Counter[int] = Counter()
    for (document_id,) in found.fetchall():
        for row in [*rows_of(current_record(connection, document_id))][::-1]:
            number = row.day * PER_DAY + numbers[row.day] + (not row.day)
            numbers[row.day] += 1
            columns = {"id": number, "document_id": document_id, **row.columns}
            _insert(connection, table, columns)
            _insert(connection, f"{table}_words", {"rowid": number} | {name: columns[name] for name in WORDS})


def _insert(connection: sqlite3.Connection, table: str, columns: dict[str, str | int | float | None]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values()))
