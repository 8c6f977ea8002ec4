"""Store: outcomes written in batches; a batch is on the disk as a whole, or nothing of it is."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from dragoman.store.anchors import move_anchors
from dragoman.store.body import pack, says_the_same, unpack
from dragoman.store.changes import changes_between
from dragoman.store.connect import transaction
from dragoman.store.days import day_of, iso_of
from dragoman.store.outcomes import (
    Acknowledged,
    Change,
    InputKey,
    Notice,
    Outcome,
    Refusal,
    Status,
    producer_key,
)
from dragoman.store.values import drop_values, put_values
from dragoman.types import Producer, Record


def quiet(point: str) -> None:
    """The notice of everyday use."""


class Batch:
    """One transaction's work; a class because document rows come before the rows of values, which are sorted."""

    def __init__(self, connection: sqlite3.Connection, producer: Producer, seen: str, notice: Notice) -> None:
        self.run = connection.execute
        self.connection = connection
        self.seen = seen
        self.notice = notice
        self.producer_id = producer_id(connection, producer)
        self.fresh: dict[int, Record] = {}
        """Records whose values are still to be written, by the document's row."""

    def take(self, outcome: Outcome) -> Acknowledged:
        """Write one outcome, its values aside."""
        key = outcome.key
        if key.sha256 and self._done(key):
            return Acknowledged(origin=key.origin, status=None)
        if isinstance(outcome.result, Refusal):
            self._enter(key, "failed", refusal=outcome.result)
            refusal = outcome.result
            return Acknowledged(origin=key.origin, status="failed", reason=refusal.reason, hint=refusal.hint)
        if outcome.raw is not None:
            self._keep(outcome.raw)
        return self._record(key, outcome.result)

    def _done(self, key: InputKey) -> bool:
        query = (
            "SELECT 1 FROM input WHERE origin = ? AND sha256 = ? AND producer_id = ? AND status <> 'failed'"
        )
        return self.run(query, (key.origin, key.sha256, self.producer_id)).fetchone() is not None

    def _enter(
        self, key: InputKey, status: str, *, document_id: int | None = None, refusal: Refusal | None = None
    ) -> None:
        self.notice("ledger")
        reason, hint = (refusal.reason, refusal.hint) if refusal else (None, None)
        self.run(
            "INSERT INTO input (origin, sha256, producer_id, status, document_id, reason, hint, seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin, sha256, producer_id) DO UPDATE SET"
            " status = excluded.status, document_id = excluded.document_id, reason = excluded.reason,"
            " hint = excluded.hint, seen = excluded.seen",
            (key.origin, key.sha256, self.producer_id, status, document_id, reason, hint, self.seen),
        )

    def _keep(self, raw: bytes) -> None:
        query = "INSERT OR IGNORE INTO original (raw_sha256, raw) VALUES (?, ?)"
        self.run(query, (sha256(raw).hexdigest(), zlib.compress(raw)))

    def _record(self, key: InputKey, record: Record) -> Acknowledged:
        self.notice("document")
        sha = record.document.id
        found = self.run("SELECT id, origin FROM document WHERE sha256 = ?", (sha,)).fetchone()
        if found is None:
            document_id = self._new_document(record)
            self._new_record(document_id, record)
            self._enter(key, "read", document_id=document_id)
            return Acknowledged(origin=key.origin, status="read", document=sha)
        return self._known(key, record, document_id=found[0], origin=found[1])

    def _known(self, key: InputKey, record: Record, *, document_id: int, origin: str) -> Acknowledged:
        """A document that the store holds: a copy of it, the same again, or a further record."""
        current, by_whom = self._current(document_id)
        copy = key.origin != origin and by_whom == self.producer_id
        same = says_the_same(current, record)
        if not copy and not same:
            return self._further(key, record, document_id=document_id, current=current)
        if not same:  # what was said of the copy is kept, beside the record that counts
            self._add_record(document_id, record)
        status: Status = "copy" if key.origin != origin else "read"
        self._enter(key, status, document_id=document_id)
        return Acknowledged(origin=key.origin, status=status, document=record.document.id)

    def _further(self, key: InputKey, record: Record, *, document_id: int, current: Record) -> Acknowledged:
        """A document that was read before: a further record, and what it says otherwise."""
        record_id = self._new_record(document_id, record)
        changes = changes_between(current, record)
        self._tell_changes(record_id, changes)
        orphans = move_anchors(self.connection, document_id, record)
        self._enter(key, "read", document_id=document_id)
        (version,) = self.run("SELECT count(*) FROM record WHERE document_id = ?", (document_id,)).fetchone()
        return Acknowledged(
            origin=key.origin,
            status="read",
            document=record.document.id,
            version=version,
            changes=changes,
            orphans=orphans,
        )

    def _new_document(self, record: Record) -> int:
        document = record.document
        added = self.run(
            "INSERT INTO document (sha256, origin, raw_sha256, text_sha256) VALUES (?, ?, ?, ?) RETURNING id",
            (document.id, document.origin, document.raw_sha256, sha256(document.text.encode()).hexdigest()),
        )
        document_id = int(added.fetchone()[0])
        self.run("INSERT INTO text (document_id, text) VALUES (?, ?)", (document_id, document.text))
        return document_id

    def _add_record(self, document_id: int, record: Record) -> int:
        self.notice("record")
        body, digest = pack(record)
        added = self.run(
            "INSERT INTO record (document_id, producer_id, sha256, body) VALUES (?, ?, ?, ?) RETURNING id",
            (document_id, self.producer_id, digest, body),
        )
        return int(added.fetchone()[0])

    def _new_record(self, document_id: int, record: Record) -> int:
        """Add a record and make it the current one."""
        record_id = self._add_record(document_id, record)
        document = record.document
        published = document.published.value if document.published else None
        title = record.quote(document.title) if document.title else None
        self.run(
            "UPDATE document SET record_id = ?, url = ?, title = ?, publisher = ?, published = ?, day = ?,"
            " language = ? WHERE id = ?",
            (
                *(record_id, document.url, title, document.publisher, published),
                *(iso_of(day_of(published)), document.language, document_id),
            ),
        )
        self.fresh[document_id] = record
        return record_id

    def _current(self, document_id: int) -> tuple[Record, int]:
        """The record of a document that counts, and who made it."""
        query = (
            "SELECT record.body, text.text, record.producer_id FROM document"
            " JOIN record ON record.id = document.record_id JOIN text ON text.document_id = document.id"
            " WHERE document.id = ?"
        )
        body, text, by_whom = self.run(query, (document_id,)).fetchone()
        return unpack(body, text), int(by_whom)

    def _tell_changes(self, record_id: int, changes: Sequence[Change]) -> None:
        self.connection.executemany(
            "INSERT INTO change (record_id, number, list, what, words, fields) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (record_id, number, change.list, change.what, change.words, ", ".join(change.fields))
                for number, change in enumerate(changes, 1)
            ),
        )

    def put_values(self) -> None:
        """Write the rows of values of all new records, in place of those of the records before them."""
        self.notice("values")
        drop_values(self.connection, self.fresh)
        put_values(self.connection, self.fresh)


def add_batch(
    connection: sqlite3.Connection,
    path: Path,
    outcomes: Iterable[Outcome],
    *,
    producer: Producer,
    seen: str,
    notice: Notice = quiet,
) -> tuple[Acknowledged, ...]:
    """Store outcomes in one transaction; what is returned is on the disk.

    Raises:
        StoreError: the disk is full, another writer does not end: nothing of the batch is stored.
    """
    notice("begin")
    with transaction(connection, path):
        batch = Batch(connection, producer, seen, notice)
        done = tuple(map(batch.take, outcomes))
        batch.put_values()
        notice("commit")
    notice("committed")
    return done


def producer_id(connection: sqlite3.Connection, producer: Producer) -> int:
    """The row of a producer, made if there is none."""
    row = producer_key(producer)
    connection.execute("INSERT OR IGNORE INTO producer (name, version, weights) VALUES (?, ?, ?)", row)
    query = "SELECT id FROM producer WHERE name = ? AND version = ? AND weights = ?"
    return int(connection.execute(query, row).fetchone()[0])
