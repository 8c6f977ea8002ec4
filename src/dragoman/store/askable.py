"""Store: the words that a filter of type, stage or zone can be given: any other finds nothing; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import get_args

from dragoman.errors import UsageError
from dragoman.resources import load_lines, load_table
from dragoman.store.rows import key
from dragoman.types import Counts, EntityType, EventStage, Form, Status, TermStatus, ZoneName

ANY_ZONE = "any"
OF_TERMS = frozenset({"term", "violation", "stand"})
"""Tables of terms, and those made of them."""


@cache
def askable(table: str, name: str) -> tuple[str, ...]:
    """The words of this version that a filter of the values in a table can be given.

    >>> askable("statement", "type"), askable("figure", "stage")[:2], askable("statement", "stage")
    (('direct', 'indirect', 'mixed'), ('happened', 'ongoing'), ())
    """
    if name == "zone":
        return (*get_args(ZoneName), ANY_ZONE)
    if table in OF_TERMS:
        return get_args(TermStatus) if name == "stage" else _terms()
    if name == "stage":
        return get_args(EventStage) if table in ("event", "figure") else ()
    return _TYPES[table]()


def _terms() -> tuple[str, ...]:
    return tuple(row["kind"] for row in load_table("term_kinds.tsv"))


def _statements() -> tuple[str, ...]:
    return get_args(Form)


def _names() -> tuple[str, ...]:
    return get_args(EntityType)


def _figures() -> tuple[str, ...]:
    return (*load_lines("figure_types.txt"), *get_args(Status), *get_args(Counts))


def event_types() -> tuple[str, ...]:
    """The types of event, without their modes and contexts."""
    return _plover("type")


def _plover(kind: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in load_table("plover.tsv") if row["kind"] == kind)


def _events() -> tuple[str, ...]:
    """Types, then modes, then contexts; several types have a mode of the same name."""
    return tuple(dict.fromkeys((*event_types(), *_plover("mode"), *_plover("context"))))


_TYPES: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "statement": _statements,
    "event": _events,
    "figure": _figures,
    "incident": event_types,
    "entity": _names,
}


def unknown_to(table: str, name: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that are none of those a filter can be given, however they are written.

    >>> unknown_to("term", "type", ("humanitarian corridor", "Ceasefire", "picnic"))
    ('picnic',)
    """
    known = {key("", word) for word in askable(table, name)}
    return tuple(word for word in words if key("", word) not in known)


def as_written(table: str, name: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that a filter is given, as records write them.

    Raises:
        UsageError: one is none that it can be given; the hint lists those.

    >>> as_written("term", "stage", ("In force",))
    ('in_force',)
    >>> as_written("statement", "type", ("direct", "loud"))
    Traceback (most recent call last):
    ...
    dragoman.errors.UsageError: 'loud': no type of statements; there are: direct, indirect, mixed
    """
    given = tuple(words)
    for word in unknown_to(table, name, given):
        raise refusal(table, name, word)
    written = {key("", word): word for word in askable(table, name)}
    return tuple(written[key("", word)] for word in given)


def refusal(table: str, name: str, word: str, *, more: tuple[str, ...] = ()) -> UsageError:
    """The error for a word that a filter cannot be given; `more` can be asked beside the words of this version."""
    plural = "entities" if table == "entity" else f"{table}s"
    there_are = dict.fromkeys((*askable(table, name), *more))
    return UsageError(f"{word!r}: no {name} of {plural}", hint=f"there are: {', '.join(there_are)}")
