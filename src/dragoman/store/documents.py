"""Store: documents and their records found by id, every version of them, and other texts of the same address."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator

from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.store.anchors import LISTS
from dragoman.store.body import unpack, unpack_document
from dragoman.store.outcomes import Change, producer_of
from dragoman.types import Producer, Record, RecordedDocument

_ID = re.compile(r"([0-9a-f]{4,64})(?:/(\w+))?")
_CURRENT = (
    "SELECT record.body, text.text FROM document JOIN record ON record.id = document.record_id"
    " JOIN text ON text.document_id = document.id WHERE document.id = ?"
)


class Version(Struct, frozen=True, kw_only=True):
    """One record of a document: who made it, whether it counts, what it says otherwise than the one before it."""

    number: int
    producer: Producer
    current: bool
    sha256: str
    changes: tuple[Change, ...] = ()


class Found(Struct, frozen=True, kw_only=True):
    """A document by its id, with its current record; `local` names one value of it, in the list `list_name`."""

    row: int
    record: Record
    local: str | None = None
    list_name: str | None = None


def find(connection: sqlite3.Connection, public_id: str) -> Found:
    """The document, or the value, with this id: the beginning of the document's id, `/` and the value's own.

    Raises:
        UsageError: it is no such id, there is none, or several begin so.
    """
    matched = _ID.fullmatch(public_id.strip().lower())
    if not matched:
        raise UsageError(f"{public_id}: no id", hint="for example: 2b8e7e9888d8 or 2b8e7e9888d8/a3")
    prefix, local = matched[1], matched[2]
    query = "SELECT id, sha256 FROM document WHERE sha256 >= ? AND sha256 < ? LIMIT 2"
    found = connection.execute(query, (prefix, f"{prefix}g")).fetchall()
    if len(found) != 1:
        reason = "several documents begin so" if found else "no document with this id"
        raise UsageError(f"{public_id}: {reason}", hint="ids stand in the tables of dragoman statements")
    record = current_record(connection, found[0][0])
    list_name = None if local is None else _list_of(record, public_id, local)
    return Found(row=found[0][0], record=record, local=local, list_name=list_name)


def _list_of(record: Record, public_id: str, local: str) -> str:
    for name in (*LISTS, "entities", "places", "times"):
        if any(value.id == local for value in getattr(record, name)):
            return name
    raise UsageError(f"{public_id}: the document has no {local}", hint="show the document to see its values")


def current_record(connection: sqlite3.Connection, row: int) -> Record:
    """The record of a document that counts."""
    return unpack(*connection.execute(_CURRENT, (row,)).fetchone())


def current_document(connection: sqlite3.Connection, row: int) -> RecordedDocument:
    """A document as the record of it that counts has it."""
    return unpack_document(*connection.execute(_CURRENT, (row,)).fetchone())


def all_records(connection: sqlite3.Connection) -> Iterator[Record]:
    """The current record of every document, in the order they came."""
    query = (
        "SELECT record.body, text.text FROM document JOIN record ON record.id = document.record_id"
        " JOIN text ON text.document_id = document.id ORDER BY document.id"
    )
    return (unpack(body, text) for body, text in connection.execute(query))


def versions(connection: sqlite3.Connection, row: int) -> tuple[Version, ...]:
    """Every record of a document, the oldest first."""
    query = (
        "SELECT record.id, producer.name, producer.version, producer.weights, record.sha256,"
        " record.id = document.record_id FROM record JOIN producer ON producer.id = record.producer_id"
        " JOIN document ON document.id = record.document_id WHERE record.document_id = ? ORDER BY record.id"
    )
    return tuple(
        Version(
            number=number,
            producer=producer_of(name, version, weights),
            current=bool(current),
            sha256=digest,
            changes=_changes(connection, record_id),
        )
        for number, (record_id, name, version, weights, digest, current) in enumerate(
            connection.execute(query, (row,)).fetchall(), 1
        )
    )


def _changes(connection: sqlite3.Connection, record_id: int) -> tuple[Change, ...]:
    query = "SELECT list, what, words, fields FROM change WHERE record_id = ? ORDER BY number"
    return tuple(
        Change(name, what, words, tuple(fields.split(", ")) if fields else ())
        for name, what, words, fields in connection.execute(query, (record_id,))
    )


def same_address(connection: sqlite3.Connection, row: int) -> tuple[str, ...]:
    """Ids of other documents of the same address: earlier or corrected texts, in the order they came."""
    query = (
        "SELECT other.sha256 FROM document JOIN document AS other ON other.url = document.url"
        " AND other.id <> document.id WHERE document.id = ? ORDER BY other.id"
    )
    return tuple(found for (found,) in connection.execute(query, (row,)))


def original(connection: sqlite3.Connection, raw_sha256: str) -> bytes | None:
    """The bytes a document was read from, if they were kept."""
    found = connection.execute("SELECT raw FROM original WHERE raw_sha256 = ?", (raw_sha256,)).fetchone()
    return zlib.decompress(found[0]) if found else None
