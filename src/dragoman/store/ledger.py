"""Store: the ledger of inputs: what is done, what failed and why, and the hash of all that is held."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from dragoman.store.answer import Answer, Cells
from dragoman.store.outcomes import InputKey, producer_key
from dragoman.store.review import check_log
from dragoman.types import Producer

_CONTENT = (
    "SELECT 'document', document.sha256, document.origin, record.sha256 FROM document"
    " JOIN record ON record.id = document.record_id ORDER BY 2",
    "SELECT 'record', document.sha256, producer.version, producer.weights, record.sha256 FROM record"
    " JOIN document ON document.id = record.document_id JOIN producer ON producer.id = record.producer_id"
    " ORDER BY 2, 3, 4, 5",
    "SELECT 'input', input.origin, input.sha256, input.status, coalesce(document.sha256, ''),"
    " coalesce(input.reason, ''), producer.version FROM input JOIN producer ON producer.id = input.producer_id"
    " LEFT JOIN document ON document.id = input.document_id ORDER BY 2, 3, 7",
    "SELECT 'original', raw_sha256 FROM original ORDER BY 2",
    "SELECT 'name', folded, type, documents, mentions, statements FROM entity_name WHERE documents > 0 ORDER BY 2, 3",
    *(
        f"SELECT '{table}', document.sha256, v.local, v.day, v.who, v.content, v.through, v.keys FROM {table} AS v"
        " JOIN document ON document.id = v.document_id ORDER BY 2, 3"
        for table in ("statement", "event", "figure", "term")
    ),
    "SELECT 'review', hash FROM review ORDER BY number",
)


def is_done(connection: sqlite3.Connection, key: InputKey, producer: Producer, *, again: bool) -> bool:
    """Whether this producer has dealt with an input; one that failed is done too, unless it is to be tried `again`.

    What gave no bytes (a missing file) is always tried again.
    """
    if not key.sha256:
        return False
    query = (
        "SELECT input.status FROM input JOIN producer ON producer.id = input.producer_id WHERE input.origin = ?"
        " AND input.sha256 = ? AND producer.name = ? AND producer.version = ? AND producer.weights = ?"
    )
    named = producer_key(producer)
    found = connection.execute(query, (key.origin, key.sha256, *named)).fetchone()
    return found is not None and not (again and found[0] == "failed")


def failures(connection: sqlite3.Connection, path: Path) -> Answer:
    """The inputs whose last outcome is a failure, in the order they came."""
    chosen = (
        "SELECT input.origin, input.reason, input.hint, input.seen, producer.version FROM input"
        " JOIN producer ON producer.id = input.producer_id WHERE input.status = 'failed' AND NOT EXISTS ("
        " SELECT 1 FROM input AS later WHERE later.origin = input.origin AND later.status <> 'failed'"
        " AND (later.sha256 = input.sha256 OR input.sha256 = ''))"
    )

    def fetch(limit: int | None) -> tuple[tuple[str, ...], Iterator[Cells]]:
        cursor = connection.execute(f"{chosen} ORDER BY input.id LIMIT ?", (-1 if limit is None else limit,))
        return tuple(column[0] for column in cursor.description), cursor

    def count() -> tuple[int, bool]:
        (found,) = connection.execute(f"SELECT count(*) FROM ({chosen})").fetchone()
        return int(found), False

    return Answer(path, fetch, count)


HELD = ("document", "record", "statement", "event", "figure", "term", "citation", "copy_link", "review")
"""Tables whose rows a summary counts."""


def summary(connection: sqlite3.Connection) -> dict[str, int]:
    """How many there are of what the store holds."""
    statuses = connection.execute("SELECT status, count(*) FROM input GROUP BY status").fetchall()
    counts = {f"inputs {status}": int(count) for status, count in statuses}
    for table in HELD:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        counts[f"{table.replace('_', ' ')}s"] = int(found)
    (counts["incidents"],) = connection.execute(
        "SELECT count(*) FROM incident WHERE replaced_by IS NULL"
    ).fetchone()
    return counts


def content_hash(connection: sqlite3.Connection) -> str:
    """The sha256 of all that the store holds, whatever the order and the moments it came in at."""
    total = sha256()
    for query in _CONTENT:
        for row in connection.execute(query):
            total.update(repr(row).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def check(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong with the file: pages, references, full-text indexes, records without values; empty if nothing."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [
        f"a row of {row[0]} refers to nothing in {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
    partial = (
        "SELECT count(*) FROM document LEFT JOIN text ON text.document_id = document.id"
        " WHERE document.record_id IS NULL OR text.text IS NULL"
    )
    (lacking,) = connection.execute(partial).fetchone()
    if lacking:
        found.append(f"{lacking} documents without record or text")
    if wrong := check_log(connection):
        found.append(wrong)
    return tuple(found)


def check_words(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Which full-text indexes differ from the tables they are of; a writer's connection is needed."""
    wrong = []
    for table in ("statement", "event", "figure", "term"):
        try:
            connection.execute(
                f"INSERT INTO {table}_words ({table}_words, rank) VALUES ('integrity-check', 1)"
            )
        except sqlite3.DatabaseError as err:
            wrong.append(f"the full-text index of {table} differs from it: {err}")
    return tuple(wrong)
