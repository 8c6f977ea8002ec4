"""Store: reviewed values found again in a later record, only where they stand there unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from dragoman.store.rows import Row, rows_of
from dragoman.types import Record

LISTS = {"attributions": "statement", "events": "event", "figures": "figure", "terms": "term"}
"""The lists of a record whose values can be reviewed, and the table of each."""
NOT_LOOKED_AT = frozenset({"local", "inside", "event", "part_of", "on_word_of", "keys", "score"})
"""Columns that are no part of what a reviewer judges: ids, which shift, and the score."""


def value_of(row: Row) -> str:
    """What a reviewer judges of a row, as JSON: words, places in the text, types; no ids and no score."""
    judged = {name: cell for name, cell in row.columns.items() if name not in NOT_LOOKED_AT}
    return msgspec.json.encode(judged, order="deterministic").decode()


def find_value(record: Record, list_name: str, local: str) -> str | None:
    """The value with this id as a reviewer judges it, None if the record has no such value."""
    table = LISTS[list_name]
    rows = (row for row in rows_of(record) if row.table == table and row.columns["local"] == local)
    return next(map(value_of, rows), None)


def move_anchors(connection: sqlite3.Connection, document_id: int, record: Record) -> tuple[str, ...]:
    """Point the reviews of a document to where their values stand in its newest record; those that stand nowhere.

    A value is found again only where all of it is the same; what is merely like it is another value.
    """
    reviews = connection.execute(
        "SELECT number, list, value FROM review WHERE document_id = ? AND action <> 'undo' ORDER BY number",
        (document_id,),
    ).fetchall()
    if not reviews:
        return ()
    standing = dict(_standing(record))
    orphans = []
    for number, list_name, value in reviews:
        local = standing.get((LISTS[list_name], value))
        connection.execute("UPDATE anchor SET local = ? WHERE review_number = ?", (local, number))
        if local is None:
            orphans.append(f"review {number}")
    return tuple(orphans)


def _standing(record: Record) -> Iterator[tuple[tuple[str, str], str]]:
    for row in rows_of(record):
        if row.table != "citation":
            yield (row.table, value_of(row)), str(row.columns["local"])
