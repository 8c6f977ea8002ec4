"""Store: what goes in with each input, and what the store says became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import UNSET, Struct

from dragoman.types import Producer, Record

Status = Literal["read", "copy", "failed"]
Notice = Callable[[str], None]
"""Told the name of each point of writing before it is reached; tests stop the process there."""

WRITE_POINTS = ("begin", "document", "record", "ledger", "values", "commit", "committed")
"""The names that a `Notice` is told, in the order of one batch."""


class InputKey(Struct, frozen=True):
    """An input as the ledger knows it: its name, and the sha256 of its bytes and of what was said of it."""

    origin: str
    sha256: str


class Refusal(Struct, frozen=True):
    """Why an input gave no record, and what to do next."""

    reason: str
    hint: str = ""


class Outcome(Struct, frozen=True):
    """What became of one input, before it is stored; `raw` are its bytes where they are to be kept."""

    key: InputKey
    result: Record | Refusal
    raw: bytes | None = None


class Change(Struct, frozen=True):
    """A value of which a later record of a document says something else than the one before it."""

    list: str
    what: Literal["added", "removed", "changed"]
    words: str
    fields: tuple[str, ...] = ()


class Acknowledged(Struct, frozen=True, kw_only=True):
    """What the store holds of one input: it is on the disk when this is returned.

    `status` is None for an input that another program stored meanwhile. `document` is the id of the document (of
    "copy": the one it is a copy of). `version` counts the document's records; `changes` is what the newest one says
    otherwise than the one before it; `orphans` are reviewed values that no longer stand in it.
    """

    origin: str
    status: Status | None
    document: str | None = None
    reason: str | None = None
    hint: str = ""
    version: int = 1
    changes: tuple[Change, ...] = ()
    orphans: tuple[str, ...] = ()


ACTORS_MARK, KINDS_MARK = "+actors:", "+term_kinds:"
"""Stand in the store behind the hash of the weights, in this order, before those of the files that a caller gave."""


def producer_key(producer: Producer) -> tuple[str, str, str]:
    """The columns that tell a producer from another: name, version, and by what it reads.

    >>> producer_key(Producer("dragoman", "1", "ab", actors="ef", term_kinds="cd"))
    ('dragoman', '1', 'ab+actors:ef+term_kinds:cd')
    """
    actors = "" if producer.actors is None else f"{ACTORS_MARK}{producer.actors}"
    kinds = "" if producer.term_kinds is UNSET else f"{KINDS_MARK}{producer.term_kinds}"
    return producer.name, producer.version, (producer.weights or "") + actors + kinds


def producer_of(name: str, version: str, reads_by: str) -> Producer:
    """The producer of these columns.

    >>> producer_of("dragoman", "1", "ab+actors:ef+term_kinds:cd").actors
    'ef'
    """
    reads_by, _, kinds = reads_by.partition(KINDS_MARK)
    weights, _, actors = reads_by.partition(ACTORS_MARK)
    return Producer(name, version, weights or None, actors=actors or None, term_kinds=kinds or UNSET)
