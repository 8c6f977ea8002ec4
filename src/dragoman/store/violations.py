"""Store: breaches of terms as a table of their own, made when it is asked for, with the filters of all questions."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from dragoman.store.answer import Answer
from dragoman.store.connect import told
from dragoman.store.days import PER_DAY
from dragoman.store.documents import current_record
from dragoman.store.filters import Filters
from dragoman.store.questions import values
from dragoman.store.rows import violation_rows

TABLE = "violation"
_WORDS = ("who", "source", "roles", "content", "named", "to_whom", "through", "place", "keys")
_MAKE = f"""
DROP TABLE IF EXISTS temp.{TABLE};
DROP TABLE IF EXISTS temp.{TABLE}_words;
CREATE TEMP TABLE {TABLE} (
    id INTEGER PRIMARY KEY, document_id INTEGER, local TEXT, day TEXT, day_basis TEXT, who TEXT, source TEXT,
    roles TEXT, words TEXT, violated_by TEXT, against TEXT, content TEXT, named TEXT, to_whom TEXT, through TEXT,
    place TEXT, kind TEXT, status TEXT, clause TEXT, zone TEXT, score REAL, start INTEGER, "end" INTEGER, keys TEXT
);
CREATE VIRTUAL TABLE temp.{TABLE}_words USING fts5 (
    {", ".join(_WORDS)}, content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
"""
"""The same columns for words as the other tables have (words.sql), so that one search serves all."""


def violations(connection: sqlite3.Connection, path: Path, filters: Filters) -> Answer:
    """The breaches that the filters let through, newest first.

    They are few, and stand in the records alone: the table lasts as long as the connection, in memory.

    Raises:
        UsageError: a filter is not one.
    """
    with told(path):
        connection.executescript(_MAKE)
        _fill(connection)
    return values(connection, path, TABLE, filters)


def _fill(connection: sqlite3.Connection) -> None:
    """The rows of all records with a breach, numbered by day as those of the other tables."""
    found = connection.execute(
        "SELECT DISTINCT document_id FROM term WHERE violations <> '' ORDER BY document_id"
    )
    numbers: Counter[int] = Counter()
    for (document_id,) in found.fetchall():
        for row in [*violation_rows(current_record(connection, document_id))][::-1]:
            number = row.day * PER_DAY + numbers[row.day] + (not row.day)
            numbers[row.day] += 1
            columns = {"id": number, "document_id": document_id, **row.columns}
            names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            connection.execute(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", tuple(columns.values()))
            words = (number, *(columns[name] for name in _WORDS))
            connection.execute(
                f"INSERT INTO {TABLE}_words (rowid, {', '.join(_WORDS)}) VALUES ({', '.join('?' * len(words))})",
                words,
            )
