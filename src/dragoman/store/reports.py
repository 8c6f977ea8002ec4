"""Store: questions about reports as such: which there are, what stands beside one, where a name occurs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from dragoman.store.answer import Answer, Cells, counted
from dragoman.store.days import iso_of, period_of
from dragoman.store.filters import Filters
from dragoman.store.groups import answer, like, refuse
from dragoman.store.values import fold

_ID = "substr(document.sha256, 1, 12) AS id"
_COUNTS = ", ".join(
    f"(SELECT count(*) FROM {table} WHERE {table}.document_id = document.id) AS {table}s"
    for table in ("statement", "event", "figure", "term")
)
_LATEST = "ORDER BY document.day DESC, document.id DESC"


def reports(connection: sqlite3.Connection, path: Path, filters: Filters) -> Answer:
    """The reports, the newest first, with how much each says.

    `about` are words of the title or of what was read, `through` of the publisher, `period` days of publication.

    Raises:
        UsageError: another filter is given.
    """
    refuse(filters, "reports", ("about", "through", "period"))
    titled = "(coalesce(document.title, '') || ' ' || document.origin)"
    conditions = [
        like(titled, "about", filters.about),
        like("document.publisher", "through", filters.through),
    ]
    if filters.period is not None:
        first, last = map(iso_of, period_of(filters.period))
        conditions.append((" AND document.day BETWEEN ? AND ?", (first, last)))
    where = "FROM document WHERE 1" + "".join(sql for sql, _ in conditions)
    values = tuple(value for _, held in conditions for value in held)
    shown = (
        f"SELECT {_ID}, document.day, document.publisher, document.title, {_COUNTS}, document.language,"
        f" document.published, document.url, document.origin {where} {_LATEST} LIMIT ?"
    )

    def fetch(limit: int | None) -> tuple[tuple[str, ...], Iterator[Cells]]:
        cursor = connection.execute(shown, (*values, -1 if limit is None else limit))
        return tuple(column[0] for column in cursor.description), cursor

    return Answer(
        path,
        fetch,
        lambda: counted(connection, f"SELECT document.id {where}", values),
        lambda: _undated(connection) if filters.period else (),
    )


def _undated(connection: sqlite3.Connection) -> tuple[str, ...]:
    (found,) = connection.execute("SELECT count(*) FROM document WHERE day IS NULL").fetchone()
    return (f"{found:,} without a date are in no period and left out",) if found else ()


def appearances(connection: sqlite3.Connection, path: Path, name: str, kind: str) -> Answer:
    """The reports that a name of a type occurs in, the newest first, with the offices each gives it."""
    query = (
        f"SELECT {_ID}, document.day, document.publisher, document.title, entity.local, entity.mentions,"
        " entity.roles, entity.country, entity.sector FROM entity_name AS name"
        " JOIN entity ON entity.name_id = name.id JOIN document ON document.id = entity.document_id"
        " WHERE name.folded = ? AND name.type = ?"
    )
    return answer(connection, path, query, (fold(name), kind), _LATEST)


def incidents_of(connection: sqlite3.Connection, path: Path, row: int) -> Answer:
    """The incidents that a document has a part in, with the ids of its events that belong there."""
    query = (
        "SELECT incident.id, incident.start_day, incident.types, incident.places, incident.actors,"
        " incident.documents, incident.claims, member.events AS own FROM incident_member AS member"
        " JOIN incident ON incident.id = member.incident_id"
        " WHERE member.document_id = ? AND incident.replaced_by IS NULL"
    )
    return answer(connection, path, query, (row,), "ORDER BY incident.documents DESC, incident.id")


def reviews_of(connection: sqlite3.Connection, path: Path, row: int) -> Answer:
    """What people said of a document's values as they stand now, the oldest first; what was undone is left out."""
    query = (
        "SELECT review.number, review.at, review.who, review.action, anchor.local, review.note, review.correction"
        " FROM review JOIN anchor ON anchor.review_number = review.number"
        " WHERE review.document_id = ? AND anchor.local IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM review AS undo WHERE undo.undoes = review.number)"
    )
    return answer(connection, path, query, (row,), "ORDER BY review.number")
