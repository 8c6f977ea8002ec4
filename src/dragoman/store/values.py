"""Store: the rows of values written for new records, and those of earlier records taken away."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from unicodedata import normalize

from dragoman.store.days import PER_DAY
from dragoman.store.rows import Cell, EntityRow, Row, entity_rows, rows_of
from dragoman.types import Record

TABLES = ("statement", "event", "figure", "term", "citation")
NameKey = tuple[str, str]
"""A folded name and a type."""


def put_values(connection: sqlite3.Connection, records: Mapping[int, Record]) -> None:
    """Write the values of records, by the document's row.

    Rows go in by table and id: a full-text index that is given ids in order is written in one piece.
    """
    entities = {document_id: tuple(entity_rows(record)) for document_id, record in records.items()}
    name_ids = _count_names(connection, entities)
    _put_entities(connection, entities, name_ids)
    rows = [(row, document_id) for document_id, record in records.items() for row in _last_first(record)]
    rows.sort(key=lambda pair: (TABLES.index(pair[0].table), pair[0].day))  # stable: documents stay in order
    speakers = {
        (document_id, entity.local): name_ids.get(_name_key(entity))
        for document_id, found in entities.items()
        for entity in found
    }
    _put_rows(connection, rows, speakers)


def _last_first(record: Record) -> list[Row]:
    """A record's rows from its end: what is asked for comes newest first, and so each report from its beginning."""
    return list(rows_of(record))[::-1]


def _put_rows(
    connection: sqlite3.Connection,
    rows: Iterable[tuple[Row, int]],
    speakers: Mapping[tuple[int, str], int | None],
) -> None:
    following: dict[tuple[str, int], int] = {}
    for row, document_id in rows:
        place = (row.table, row.day)
        number = following.get(place) or _first_free(connection, row)
        following[place] = number + 1
        columns: dict[str, Cell] = {"id": number, "document_id": document_id, **row.columns}
        if row.table == "statement":
            columns["name_id"] = speakers.get((document_id, row.speaker or ""))
        connection.execute(_insert(row.table, tuple(columns)), tuple(columns.values()))


def _first_free(connection: sqlite3.Connection, row: Row) -> int:
    low, high = row.day * PER_DAY, (row.day + 1) * PER_DAY - 1
    query = f"SELECT max(id) FROM {row.table} WHERE id BETWEEN ? AND ?"
    (last,) = connection.execute(query, (low, high)).fetchone()
    return int(last) + 1 if last is not None else max(low, 1)


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"


# ---- entities


def fold(name: str) -> str:
    """A name as it is told apart from others: case, kinds of letters and white space aside.

    >>> fold(" Sergei  LAVROV") == fold("sergei lavrov")
    True
    """
    return " ".join(normalize("NFKC", name).casefold().split())


def _name_key(entity: EntityRow) -> NameKey:
    return fold(entity.name or ""), entity.type


def _count_names(
    connection: sqlite3.Connection, entities: Mapping[int, Collection[EntityRow]]
) -> dict[NameKey, int]:
    """Add what these documents hold of each name to its counts; the row of each name."""
    documents: Counter[NameKey] = Counter()
    mentions: Counter[NameKey] = Counter()
    statements: Counter[NameKey] = Counter()
    names: dict[NameKey, str] = {}
    for found in entities.values():
        documents.update({_name_key(entity) for entity in found if entity.name})
        for entity in found:
            if entity.name:
                key = _name_key(entity)
                names.setdefault(key, entity.name)
                mentions[key] += entity.mentions
                statements[key] += entity.statements
    query = (
        "INSERT INTO entity_name (folded, type, name, documents, mentions, statements) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (folded, type) DO UPDATE SET documents = documents + excluded.documents,"
        " mentions = mentions + excluded.mentions, statements = statements + excluded.statements RETURNING id"
    )
    ids: dict[NameKey, int] = {}
    for key, name in names.items():
        row = (*key, name, documents[key], mentions[key], statements[key])
        ids[key] = int(connection.execute(query, row).fetchone()[0])
    return ids


def _put_entities(
    connection: sqlite3.Connection,
    entities: Mapping[int, Collection[EntityRow]],
    name_ids: Mapping[NameKey, int],
) -> None:
    connection.executemany(
        "INSERT INTO entity (document_id, local, name_id, type, country, sector, roles, mentions)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(document_id, entity.local, name_ids.get(_name_key(entity)) if entity.name else None),
                *(entity.type, entity.country, entity.sector, entity.roles, entity.mentions),
            )
            for document_id, found in entities.items()
            for entity in found
        ),
    )


# ---- what an earlier record said


def drop_values(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Take away the rows of values of documents, and what they counted for."""
    for document_id in documents:
        if connection.execute("SELECT 1 FROM entity WHERE document_id = ?", (document_id,)).fetchone():
            _uncount(connection, document_id)
            connection.execute("DELETE FROM entity WHERE document_id = ?", (document_id,))
        for table in TABLES:
            connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))


def _uncount(connection: sqlite3.Connection, document_id: int) -> None:
    spoken = dict(
        connection.execute(
            "SELECT name_id, count(*) FROM statement WHERE document_id = ? AND name_id IS NOT NULL GROUP BY name_id",
            (document_id,),
        ).fetchall()
    )
    held = connection.execute(
        "SELECT name_id, sum(mentions) FROM entity WHERE document_id = ? AND name_id IS NOT NULL GROUP BY name_id",
        (document_id,),
    ).fetchall()
    connection.executemany(
        "UPDATE entity_name SET documents = documents - 1, mentions = mentions - ?, statements = statements - ?"
        " WHERE id = ?",
        ((mentions, spoken.get(name_id, 0), name_id) for name_id, mentions in held),
    )
