"""Store: the documents in which given words may stand, so that not every record is looked at."""

from __future__ import annotations

import re
import sqlite3
from itertools import combinations

from msgspec import structs

from dragoman.store.filters import Filters
from dragoman.store.questions import chosen_ids, search_in

SCANNED = 2_000
"""Documents of which every record is looked at."""
CANDIDATES = 1_000
"""Records looked at among more documents than that, the newest first."""
_COUNTED = 5_000
_RAREST = 3
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def rows_with(connection: sqlite3.Connection, words: str, filters: Filters) -> tuple[int, ...]:
    """Rows of the documents in which words may stand, in the order they came."""
    (total,) = connection.execute("SELECT count(*) FROM document").fetchone()
    if total <= SCANNED:
        return tuple(row for (row,) in connection.execute("SELECT id FROM document ORDER BY id"))
    found = set[int]()
    for pair in combinations(_rarest(connection, words), 2):
        found |= set(_documents(connection, structs.replace(filters, about=" ".join(pair))))
    return tuple(sorted(found))


def _rarest(connection: sqlite3.Connection, words: str) -> list[str]:
    """The rarest of the words that stand somewhere; twice the same word if there is but one."""
    distinct = dict.fromkeys(word.lower() for word in _LONG_WORD.findall(words))
    counts = {word: _count(connection, word) for word in distinct}
    known = sorted((word for word in counts if counts[word]), key=lambda word: (counts[word], word))
    return known[:_RAREST] if len(known) > 1 else known * 2


def _count(connection: sqlite3.Connection, word: str) -> int:
    query = "SELECT count(*) FROM (SELECT 1 FROM statement_words WHERE statement_words MATCH ? LIMIT ?)"
    (found,) = connection.execute(query, (f'content : "{word}"', _COUNTED)).fetchone()
    return int(found)


def _documents(connection: sqlite3.Connection, filters: Filters) -> list[int]:
    chosen, found = chosen_ids("statement", search_in(connection, filters, "statement"))
    query = (
        f"SELECT DISTINCT document_id FROM (SELECT document_id FROM ({chosen} ORDER BY id DESC LIMIT ?) AS chosen"
        " JOIN statement ON statement.id = chosen.id)"
    )
    return [row for (row,) in connection.execute(query, (*found, CANDIDATES))]
