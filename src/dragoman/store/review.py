"""Store: what people said of the values, in a log that is only ever added to and whose entries are chained by hashes.

The tables of values hold what the machine said and nothing else; what was accepted or corrected is asked for apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Literal

import msgspec

from dragoman.errors import StoreError, UsageError
from dragoman.store.anchors import LISTS, find_value
from dragoman.store.answer import Answer, Cells
from dragoman.store.connect import transaction
from dragoman.store.documents import Found
from dragoman.store.groups import answer

Action = Literal["accept", "reject", "correct", "note", "undo"]
FIRST = "0" * 64
"""What the first entry names as the hash of the one before it."""
_ENTRIES = (
    "SELECT review.number, review.at, review.who, review.action, document.sha256, review.list, review.local,"
    " record.sha256, review.value, review.correction, review.note, review.undoes, review.before, review.hash"
    " FROM review JOIN document ON document.id = review.document_id JOIN record ON record.id = review.record_id"
)
_PUBLIC = "substr(document.sha256, 1, 12) || '/' || {local} AS id"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer says of a value: `correction` are its fields as they should be, `undoes` an entry's number."""

    action: Action
    who: str
    at: str
    correction: Mapping[str, str] | None = None
    note: str | None = None
    undoes: int | None = None


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far two reviewers agree on values that both judged; `kappa` is Cohen's (1960), None where it has no value."""

    first: str
    second: str
    values: int
    agreed: int
    kappa: float | None


def add_review(connection: sqlite3.Connection, path: Path, found: Found, verdict: Verdict) -> int:
    """Add an entry about a value to the log; its number.

    Raises:
        UsageError: the value is none that can be reviewed, or the verdict lacks something.
        StoreError: the disk is full, another writer does not end.
    """
    if found.list_name not in LISTS or found.local is None:
        raise UsageError(
            "only statements, events, figures and terms are reviewed",
            hint="give an id such as 2b8e7e9888d8/a3",
        )
    value = find_value(found.record, found.list_name, found.local) or ""
    _check(verdict, value)
    target = (found.row, found.list_name, found.local)
    with transaction(connection, path):
        return _append(connection, verdict, target, value)


def undo_review(connection: sqlite3.Connection, path: Path, verdict: Verdict) -> int:
    """Add an entry that takes an earlier one back; its number.

    Raises:
        UsageError: there is no such entry, or it was taken back before.
    """
    with transaction(connection, path):
        query = "SELECT document_id, list, local, value, action FROM review WHERE number = ?"
        row = connection.execute(query, (verdict.undoes,)).fetchone()
        done = connection.execute("SELECT 1 FROM review WHERE undoes = ?", (verdict.undoes,)).fetchone()
        if row is None or row[4] == "undo" or done:
            reason = "was undone before" if done else "is no verdict or note"
            raise UsageError(f"review {verdict.undoes} {reason}", hint="dragoman reviews lists them")
        return _append(connection, verdict, row[:3], row[3])


def _check(verdict: Verdict, value: str) -> None:
    if not verdict.who.strip():
        raise UsageError("a review needs a name", hint="say who you are with --who")
    if (verdict.action == "correct") != bool(verdict.correction):
        raise UsageError(
            "a correction names fields, and nothing else does", hint="for example: --set who='Jon Aske'"
        )
    if verdict.action == "note" and not (verdict.note or "").strip():
        raise UsageError("a note needs words", hint="give them with --note")
    known = msgspec.json.decode(value)
    unknown = [name for name in verdict.correction or {} if name not in known]
    if unknown:
        raise UsageError(f"the value has no field {unknown[0]}", hint=f"there are: {', '.join(known)}")


def _append(
    connection: sqlite3.Connection, verdict: Verdict, target: tuple[int, str, str], value: str
) -> int:
    document_id, list_name, local = target
    last = connection.execute("SELECT number, hash FROM review ORDER BY number DESC LIMIT 1").fetchone()
    number, before = (last[0] + 1, last[1]) if last else (1, FIRST)
    query = (
        "SELECT document.sha256, record.sha256, record.id FROM document JOIN record ON record.id = document.record_id"
        " WHERE document.id = ?"
    )
    document, record, record_id = connection.execute(query, (document_id,)).fetchone()
    correction = _json(verdict.correction) if verdict.correction else None
    said = (number, verdict.at, verdict.who, verdict.action)
    rest = (value, correction, verdict.note, verdict.undoes, before)
    digest = entry_hash((*said, document, list_name, local, record, *rest))
    connection.execute(
        "INSERT INTO review (number, at, who, action, document_id, list, local, record_id, value, correction, note,"
        " undoes, before, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*said, document_id, list_name, local, record_id, *rest, digest),
    )
    if verdict.action != "undo":
        connection.execute("INSERT INTO anchor (review_number, local) VALUES (?, ?)", (number, local))
    return int(number)


def _json(fields: Mapping[str, str]) -> str:
    return msgspec.json.encode(fields, order="deterministic").decode()


def entry_hash(logged: Cells) -> str:
    """The sha256 of an entry: all its fields, the hash of the one before it among them, as a JSON array."""
    return sha256(msgspec.json.encode(logged)).hexdigest()


def check_log(connection: sqlite3.Connection) -> str | None:
    """What is wrong with the log, None if nothing: an entry changed, taken out or put in between.

    That the newest entries were cut off shows only beside a hash that was noted elsewhere.
    """
    before = FIRST
    for expected, row in enumerate(connection.execute(f"{_ENTRIES} ORDER BY review.number"), 1):
        *logged, held = row
        if logged[0] != expected or logged[12] != before or entry_hash(tuple(logged)) != held:
            return f"review {logged[0]}: the log was changed here or right before"
        before = held
    return None


def require_whole_log(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a log that was changed.

    Raises:
        StoreError: it was.
    """
    if wrong := check_log(connection):
        raise StoreError(f"{path}: {wrong}", hint="compare with a copy of the desk")


# ---- questions


def reviews(connection: sqlite3.Connection, path: Path) -> Answer:
    """The whole log, the newest entry first; `now` is where the value stands today, empty for an orphan."""
    query = (
        "SELECT review.number, review.at, review.who, review.action,"
        f" {_PUBLIC.format(local='review.local')}, CASE WHEN review.action = 'undo' THEN NULL ELSE"
        " coalesce(substr(document.sha256, 1, 12) || '/' || anchor.local, 'orphan') END AS now, review.note,"
        " review.correction, review.undoes, EXISTS (SELECT 1 FROM review AS undo WHERE undo.undoes = review.number)"
        " AS undone, review.value, review.hash FROM review JOIN document ON document.id = review.document_id"
        " LEFT JOIN anchor ON anchor.review_number = review.number"
    )
    return answer(connection, path, query, (), "ORDER BY review.number DESC")


def orphans(connection: sqlite3.Connection, path: Path) -> Answer:
    """Reviewed values that no longer stand in the current record, and are not undone."""
    query = (
        f"SELECT review.number, review.at, review.who, review.action, {_PUBLIC.format(local='review.local')},"
        " review.note, review.correction, review.value FROM review JOIN document ON document.id = review.document_id"
        " JOIN anchor ON anchor.review_number = review.number WHERE anchor.local IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM review AS undo WHERE undo.undoes = review.number)"
    )
    return answer(connection, path, query, (), "ORDER BY review.number")


def accepted(connection: sqlite3.Connection, path: Path) -> Answer:
    """The values that people accepted, as they corrected them: never mixed with what the machine says.

    `value` is what the machine said, `accepted` what the reviewer says it should be.
    """
    query = (
        f"SELECT {_PUBLIC.format(local='state.local')}, state.list, state.action, state.who, state.at,"
        " json_patch(state.value, coalesce(state.correction, '{}')) AS accepted, state.value, state.note"
        " FROM review_state AS state JOIN document ON document.id = state.document_id"
        " WHERE state.action IN ('accept', 'correct')"
    )
    return answer(connection, path, query, (), "ORDER BY document.sha256, state.list, state.local, state.who")


def agreement(connection: sqlite3.Connection) -> tuple[Agreement, ...]:
    """How far each two reviewers agree, by name."""
    judged: dict[str, dict[tuple[int, str, str], str]] = {}
    query = "SELECT who, document_id, list, local, action, coalesce(correction, '') FROM review_state"
    for who, document_id, list_name, local, action, correction in connection.execute(query):
        judged.setdefault(who, {})[document_id, list_name, local] = f"{action} {correction}"
    return tuple(
        _agreement(first, second, judged)
        for first, second in combinations(sorted(judged), 2)
        if judged[first].keys() & judged[second].keys()
    )


def _agreement(
    first: str, second: str, judged: Mapping[str, Mapping[tuple[int, str, str], str]]
) -> Agreement:
    both = sorted(judged[first].keys() & judged[second].keys())
    pairs = [(judged[first][value], judged[second][value]) for value in both]
    agreed = sum(one == other for one, other in pairs)
    return Agreement(first=first, second=second, values=len(both), agreed=agreed, kappa=kappa(pairs))


def kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa of paired verdicts: agreement beyond chance, 1 for all; None where chance alone would give it.

    >>> kappa([("accept", "accept"), ("reject", "reject"), ("accept", "reject"), ("reject", "reject")])
    0.5
    >>> kappa([("accept", "accept")]) is None
    True
    """
    total = len(pairs)
    kinds = {kind for pair in pairs for kind in pair}
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    chance = sum(ones.count(kind) * others.count(kind) for kind in kinds) / total**2
    seen = sum(one == other for one, other in pairs) / total
    return None if chance == 1 else round((seen - chance) / (1 - chance), 4)
