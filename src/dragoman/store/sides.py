"""Store: what reports are set side by side by, kept so that a report that comes in is compared without reading all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from dragoman.collate.groups import MOST_HOLDERS, MOST_IN_CHAIN, Telling
from dragoman.collate.sketches import UNDATED, Rarity, Sketch
from dragoman.collate.types import CopyLink, Incident
from dragoman.store import collation
from dragoman.store.documents import current_document, current_record
from dragoman.types import Record, RecordedDocument

SKETCHES_KEPT: Final = 4_096
WIDTH: Final = 8
"""Bytes of a number in a blob."""


class Waiting(NamedTuple):
    """Documents whose newest record was not set beside the others, and the newest record looked at for that."""

    documents: tuple[int, ...]
    last_record: int | None
    """None: there is no later record."""


class StoredNumbers:
    """`fingerprints.Holders` in a store; documents are named by their row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def holders(self, numbers: Iterable[int], most: int) -> Iterator[Sequence[str]]:
        """See `Holders.holders`."""
        query = "SELECT document_id FROM side_number WHERE number = ? ORDER BY document_id LIMIT ?"
        for number in numbers:
            yield [str(row) for (row,) in self._run(query, (number, most))]

    def size(self, document: str) -> int:
        """See `Holders.size`."""
        found = self._run("SELECT length(numbers) FROM side WHERE document_id = ?", (int(document),))
        return int(found.fetchone()[0]) // WIDTH


class StoredShelf:
    """`groups.Shelf` in a store; a report's number is its document's row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self._sketch = lru_cache(maxsize=SKETCHES_KEPT)(self._read)

    def holders(self, mark: int, first: int, last: int) -> Sequence[tuple[int, float]]:
        """See `Shelf.holders`."""
        query = "SELECT document_id, value FROM side_mark WHERE mark = ? AND day BETWEEN ? AND ? LIMIT ?"
        days = [(first, last)] if first <= UNDATED else [(first, last), (UNDATED, UNDATED)]
        found = [row for period in days for row in self._run(query, (mark, *period, MOST_HOLDERS + 1))]
        return found if len(found) <= MOST_HOLDERS else ()

    def sketch(self, report: int) -> Sketch:
        """See `Shelf.sketch`."""
        return self._sketch(report)

    def _read(self, report: int) -> Sketch:
        query = (
            "SELECT document.sha256, side.came, side.day, side.marks FROM side"
            " JOIN document ON document.id = side.document_id WHERE side.document_id = ?"
        )
        document, came, day, marks = self._run(query, (report,)).fetchone()
        half = len(marks) // 2
        return Sketch(
            document=document,
            when=came,
            day=day,
            marks=np.frombuffer(marks[:half], dtype="<i8").astype(np.int64),
            raw=np.frombuffer(marks[half:], dtype="<f8").astype(np.float64),
        )

    def chain_of(self, report: int) -> int:
        """See `Shelf.chain_of`."""
        found = self._run("SELECT chain_id FROM side WHERE document_id = ?", (report,))
        return int(found.fetchone()[0])

    def group_of(self, report: int) -> int:
        """See `Shelf.group_of`."""
        found = self._run("SELECT group_id FROM side WHERE document_id = ?", (report,))
        return int(found.fetchone()[0])

    def in_chain(self, chain: int) -> Sequence[int]:
        """See `Shelf.in_chain`."""
        query = "SELECT document_id FROM side WHERE chain_id = ? LIMIT ?"
        return [row for (row,) in self._run(query, (chain, MOST_IN_CHAIN + 1))]

    def in_group(self, group: int) -> Sequence[int]:
        """See `Shelf.in_group`."""
        return [row for (row,) in self._run("SELECT document_id FROM side WHERE group_id = ?", (group,))]

    def join_chains(self, chains: Sequence[int]) -> None:
        """See `Shelf.join_chains`."""
        for chain in chains[1:]:
            self._run("UPDATE side SET chain_id = ? WHERE chain_id = ?", (chains[0], chain))

    def put(self, report: int, group: int) -> None:
        """See `Shelf.put`."""
        self._run("UPDATE side SET group_id = ? WHERE document_id = ?", (group, report))

    def forget(self) -> None:
        """Read sketches anew."""
        self._sketch.cache_clear()


class Sides:
    """The reports set side by side so far, inside a transaction; a class because it reads and writes the open store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._run = connection.execute
        self.numbers = StoredNumbers(connection)
        self.shelf = StoredShelf(connection)

    # ---- what there is to do

    def size(self) -> int:
        """How many documents the store holds: none is ever deleted, so that nothing is to be counted."""
        return int(self._run("SELECT coalesce(max(id), 0) FROM document").fetchone()[0])

    def begun(self) -> bool:
        """Whether reports were set side by side before."""
        return self._run("SELECT 1 FROM collation").fetchone() is not None

    def waiting(self, most: int) -> Waiting:
        """Documents to be set beside the others, from so many of the records that came since."""
        query = (
            "SELECT record.id, document.id, document.record_id, side.record_id FROM record"
            " JOIN document ON document.id = record.document_id"
            " LEFT JOIN side ON side.document_id = document.id WHERE record.id > ? ORDER BY record.id LIMIT ?"
        )
        noted = self._run("SELECT last_record FROM collation").fetchone()
        found = self._run(query, (noted[0] if noted else 0, most)).fetchall()
        fresh = dict.fromkeys(row for _, row, current, seen in found if current != seen)
        return Waiting(tuple(fresh), found[-1][0] if found else None)

    def note(self, at: str, last_record: int | None) -> None:
        """Note that the reports were set side by side, up to a record (None: up to where they were)."""
        noted = self._run("SELECT last_record FROM collation").fetchone()
        last = last_record if last_record is not None else noted[0] if noted else 0
        self._run("INSERT OR REPLACE INTO collation (id, at, last_record) VALUES (1, ?, ?)", (at, last))

    def forget(self) -> None:
        """Take all apart again."""
        for table in ("copy_link", "incident_claim", "incident_member", "incident"):
            self._run(f"DELETE FROM {table}")
        for table in ("side_number", "side_mark", "side", "rarity", "collation"):
            self._run(f"DELETE FROM {table}")
        self.shelf.forget()

    # ---- reports

    def record(self, row: int) -> Record:
        """The record of a document that counts."""
        return current_record(self._connection, row)

    def document(self, row: int) -> RecordedDocument:
        """A document as the record of it that counts has it."""
        return current_document(self._connection, row)

    def holds(self, row: int) -> bool:
        """Whether a document is among those set side by side."""
        return self._run("SELECT 1 FROM side WHERE document_id = ?", (row,)).fetchone() is not None

    def sample(self, most: int) -> tuple[int, ...]:
        """Some documents, the same ones in whatever order they came."""
        return tuple(row for (row,) in self._run("SELECT id FROM document ORDER BY sha256 LIMIT ?", (most,)))

    def add(self, row: int, sketch: Sketch, numbers: Sequence[int], telling: Telling) -> None:
        """Put a document among the others, in a chain and a group of its own."""
        marks = sketch.marks.astype("<i8").tobytes() + sketch.raw.astype("<f8").tobytes()
        tells = np.array([mark for mark, _ in telling], dtype="<i8").tobytes()
        self._run(
            "INSERT INTO side (document_id, record_id, came, day, marks, telling, numbers, chain_id, group_id)"
            " SELECT id, record_id, ?, ?, ?, ?, ?, id, id FROM document WHERE id = ?",
            (sketch.when, sketch.day, marks, tells, np.array(numbers, dtype="<i8").tobytes(), row),
        )
        self._connection.executemany(
            "INSERT INTO side_number (number, document_id) VALUES (?, ?)",
            ((number, row) for number in numbers),
        )
        self._connection.executemany(
            "INSERT INTO side_mark (mark, day, document_id, value) VALUES (?, ?, ?, ?)",
            ((mark, sketch.day, row, value) for mark, value in telling),
        )

    def drop(self, row: int) -> tuple[int, ...]:
        """Take a document out again, and those that stood in its group apart; these."""
        query = "SELECT day, telling, numbers, group_id FROM side WHERE document_id = ?"
        found = self._run(query, (row,)).fetchone()
        if found is None:
            return ()
        day, telling, numbers, group = found
        marks, held = (np.frombuffer(blob, dtype="<i8").tolist() for blob in (telling, numbers))
        self._connection.executemany(
            "DELETE FROM side_mark WHERE mark = ? AND day = ? AND document_id = ?",
            ((mark, day, row) for mark in marks),
        )
        self._connection.executemany(
            "DELETE FROM side_number WHERE number = ? AND document_id = ?", ((number, row) for number in held)
        )
        self._run("DELETE FROM copy_link WHERE first_id = ? OR second_id = ?", (row, row))
        self._run("DELETE FROM side WHERE document_id = ?", (row,))
        others = tuple(self.shelf.in_group(group))
        for other in others:
            self.shelf.put(other, other)
        self.shelf.forget()
        return others

    def group_with(self, name: str) -> tuple[int, ...]:
        """The group that the document with this id stands in, in the order of time."""
        (row,) = self._run("SELECT id FROM document WHERE sha256 = ?", (name,)).fetchone()
        group = self.shelf.in_group(self.shelf.group_of(row))
        return tuple(sorted(group, key=lambda report: self.shelf.sketch(report).order))

    # ---- how rare marks are

    def rarity(self) -> tuple[int, Rarity] | None:
        """How rare marks are, and how many documents there were when they were counted; None before that."""
        found = self._run("SELECT documents, reports, marks FROM rarity").fetchone()
        if found is None:
            return None
        marks, counts = np.frombuffer(found[2], dtype="<i8").astype(np.int64).reshape(2, -1)
        return found[0], Rarity(found[1], marks, counts)

    def put_rarity(self, documents: int, rarity: Rarity) -> None:
        """Keep how rare marks are."""
        blob = np.stack([rarity.marks, rarity.counts]).astype("<i8").tobytes()
        self._run(
            "INSERT OR REPLACE INTO rarity (id, documents, reports, marks) VALUES (1, ?, ?, ?)",
            (documents, rarity.reports, blob),
        )

    # ---- what was found

    def put_links(self, links: Iterable[CopyLink]) -> None:
        """Keep links between documents."""
        collation.put_links(self._connection, links)

    def links_of(self, rows: Iterable[int]) -> tuple[CopyLink, ...]:
        """The copies among documents and their sources, without the words they share."""
        return collation.bare_copies(self._connection, rows)

    def replace_incidents(self, rows: Iterable[int], incidents: Iterable[Incident]) -> None:
        """Put incidents in place of all that these documents had a part in."""
        collation.replace_found(self._connection, tuple(rows), incidents)
