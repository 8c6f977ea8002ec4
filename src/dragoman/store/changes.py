"""Store: what a later record of a document says otherwise than the one before it; pure."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.store.outcomes import Change
from dragoman.store.rows import Cell, Row, rows_of, words_of
from dragoman.types import Record

_NUMBERED = frozenset({"local", "inside", "event", "part_of", "on_word_of", "keys", "start", "end"})
"""Columns that differ when ids or places in the text shift, not when something else is said."""
_SCORE_STEP = 0.1
"""A score that moved by less is not told of."""


def changes_between(before: Record, after: Record) -> tuple[Change, ...]:
    """Values added, removed and changed, matched by the characters they stand on; in the order of the text."""
    old, new = _by_place(before), _by_place(after)
    return tuple(_changes(old, new))


def _by_place(record: Record) -> dict[tuple[str, Cell, Cell, int], Row]:
    found: dict[tuple[str, Cell, Cell, int], Row] = {}
    for row in rows_of(record):
        if row.table == "citation":
            continue
        number = 0
        while (where := (row.table, row.columns["start"], row.columns["end"], number)) in found:
            number += 1
        found[where] = row
    return found


def _changes(
    old: dict[tuple[str, Cell, Cell, int], Row], new: dict[tuple[str, Cell, Cell, int], Row]
) -> Iterator[Change]:
    for where, row in old.items():
        if where not in new:
            yield Change(row.table, "removed", words_of(row))
    for where, row in new.items():
        if where not in old:
            yield Change(row.table, "added", words_of(row))
        elif fields := _differing(old[where], row):
            yield Change(row.table, "changed", words_of(row), fields)


def _differing(old: Row, new: Row) -> tuple[str, ...]:
    names = [name for name in new.columns if name not in _NUMBERED and old.columns[name] != new.columns[name]]
    moved = abs(float(new.columns["score"] or 0) - float(old.columns["score"] or 0))
    return tuple(name for name in names if name != "score" or moved >= _SCORE_STEP)
