"""Store: questions about values as SQL; every filter that can be is answered inside the full-text index.

Its rows are numbered by day, so that a period is a range of row ids, the newest come first without sorting, and
reading stops when enough are found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.store.anchors import LISTS
from dragoman.store.answer import Answer, Cells, counted
from dragoman.store.askable import OF_TERMS, refusal, unknown_to
from dragoman.store.days import PER_DAY
from dragoman.store.documents import Found
from dragoman.store.filters import Filters, Search, choices, search_of
from dragoman.store.rows import key

ID = "substr(document.sha256, 1, 12) || '/' || v.local AS id"
_REPORT = ("document.publisher", "document.published", "document.title", "document.url", "document.origin")
_REVIEW = (
    "(SELECT group_concat(DISTINCT state.action) FROM review_state AS state WHERE state.document_id = v.document_id"
    " AND state.list = '{list}' AND state.local = v.local) AS review"
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "statement": (
        *("v.day", "v.who", "v.source", "v.cue", "v.content", "v.to_whom", "v.through", "v.place", "v.form"),
        *("v.polarity", "v.speaker_basis", "v.translated_from", "v.zone", "v.score", "v.start", 'v."end"'),
    ),
    "event": (
        *("v.day", "v.day_basis", "v.type", "v.mode", "v.context", "v.who", "v.to_whom", "v.trigger_words"),
        *("v.content", "v.place", "v.lat", "v.lon", "v.country", "v.start_day", "v.end_day", "v.stage"),
        *("v.polarity", "v.source", "v.through", "v.zone", "v.score", "v.start", 'v."end"'),
    ),
    "figure": (
        *("v.day", "v.day_basis", "v.what", "v.low", "v.best", "v.high", "v.unit", "v.words", "v.to_whom"),
        *(
            "v.status",
            "v.counts",
            "v.who",
            "v.source",
            "v.through",
            "v.place",
            "v.content",
            "v.event",
            "v.zone",
        ),
        *("v.score", "v.start", 'v."end"'),
    ),
    "term": (
        *("v.day", "v.day_basis", "v.kind", "v.status", "v.words", "v.parties", "v.guarantors", "v.excluded"),
        *(
            "v.conditions",
            "v.grounds",
            "v.violations",
            "v.start_day",
            "v.end_day",
            "v.place",
            "v.who",
            "v.source",
        ),
        *("v.through", "v.content", "v.zone", "v.score", "v.start", 'v."end"'),
    ),
}
LIST_OF = {table: name for name, table in LISTS.items()}


def values(
    connection: sqlite3.Connection, path: Path, table: str, filters: Filters, *, since: int = 0
) -> Answer:
    """The values of one table that the filters let through, newest first; `since`: of records after this one alone.

    Raises:
        UsageError: a filter is not one.
    """
    search = search_in(connection, filters, table)
    chosen, found = chosen_ids(table, search)
    if since:
        chosen, found = _of_records_after(chosen, table), (*found, since)
    shown = ", ".join((ID, *COLUMNS[table], *_REPORT, _REVIEW.format(list=LIST_OF[table])))
    query = (
        f"SELECT {shown} FROM ({chosen} ORDER BY id DESC LIMIT ?) AS chosen"
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


def search_in(connection: sqlite3.Connection, filters: Filters, table: str) -> Search:
    """The search that filters stand for in one of the tables of values of a desk.

    The types of a desk are those of this version, and any that a value has: a kind of terms of the caller's, or what
    another version read.

    Raises:
        UsageError: no value can have the type that is asked for, which the hint lists; or as `search_of`.
    """
    given = choices("type", filters.type) if filters.type is not None else ()
    for word in unknown_to(table, "type", given):
        if not _held(connection, table, word):
            own = _own_kinds(connection) if table in OF_TERMS else ()
            raise refusal(table, "type", word, more=own)
    return search_of(filters, table)


def _held(connection: sqlite3.Connection, table: str, word: str) -> bool:
    """Whether a value of the table has this type: one look-up in the index, whatever the size of the desk."""
    words = f"{'term' if table in OF_TERMS else table}_words"
    query = f"SELECT rowid FROM {words} WHERE {words} MATCH ? LIMIT 1"
    return connection.execute(query, (f'keys : "{key("t", word)}"',)).fetchone() is not None


def _own_kinds(connection: sqlite3.Connection) -> tuple[str, ...]:
    return tuple(kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM term ORDER BY kind"))


def one_value(connection: sqlite3.Connection, found: Found) -> dict[str, Any] | None:
    """The row of one value of a document; None where it is in no table."""
    table = LISTS.get(found.list_name or "")
    if table is None:
        return None
    query = (
        f"SELECT {', '.join((ID, *COLUMNS[table], *_REPORT, _REVIEW.format(list=found.list_name)))} FROM {table} AS v"
        " JOIN document ON document.id = v.document_id WHERE v.document_id = ? AND v.local = ?"
    )
    cursor = connection.execute(query, (found.row, found.local))
    row = cursor.fetchone()
    return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None


def chosen_ids(table: str, search: Search) -> tuple[str, Cells]:
    """The ids that a search finds, as a query, with its values."""
    edges: Cells = (search.low, search.high)
    if not search.match:
        return f"SELECT id FROM {table} WHERE id BETWEEN ? AND ?", edges
    words = f"{table}_words"
    if not exact_score(search):
        return (
            f"SELECT {words}.rowid AS id FROM {words} JOIN {table} AS scored ON scored.id = {words}.rowid"
            f" WHERE {words} MATCH ? AND {words}.rowid BETWEEN ? AND ? AND scored.score >= ?",
            (search.match, *edges, search.score),
        )
    return (
        f"SELECT rowid AS id FROM {words} WHERE {words} MATCH ? AND rowid BETWEEN ? AND ?",
        (search.match, *edges),
    )


def _of_records_after(chosen: str, table: str) -> str:
    return (
        f"SELECT later.id AS id FROM ({chosen}) AS later JOIN {table} AS held ON held.id = later.id"
        " JOIN document AS report ON report.id = held.document_id WHERE report.record_id > ?"
    )


def last_record(connection: sqlite3.Connection) -> int:
    """The number of the newest record; 0 where there is none."""
    (found,) = connection.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()
    return int(found)


def exact_score(search: Search) -> bool:
    """Whether the index alone settles the score: it holds tenths."""
    return search.score is None or (
        search.score <= 0.9 and abs(search.score * 10 - round(search.score * 10)) < 1e-9
    )


def _undated(connection: sqlite3.Connection, table: str, search: Search) -> tuple[str, ...]:
    """What a period leaves out for want of a date."""
    chosen, found = chosen_ids(table, Search(search.match, 0, PER_DAY - 1, search.score))
    count, more = counted(connection, chosen, found)
    if not count:
        return ()
    return (f"{'more than ' if more else ''}{count:,} without a date are in no period and left out",)
