"""Tells by its first page what a SQLite file is, so that a desk is never taken for a gazetteer, or written over."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

APPLICATION_ID = 0x44524147
"""What marks a SQLite file as one of ours ("DRAG"), desk or gazetteer."""

DatabaseKind = Literal["desk", "gazetteer", "other"]

_FIRST_PAGE_BYTES = 4096
_MAGIC = b"SQLite format 3\x00"
_MARK = slice(68, 72)
"""Where the application's id stands in the header (https://www.sqlite.org/fileformat.html)."""
_WRITTEN_AS = 18
_WAL = 2
"""Of the byte that says how a SQLite file is written: with a write-ahead log."""
_ONLY_A_GAZETTEER_HAS = b"CREATE TABLE place ("
"""Its few tables are told of in the first page; those of a desk need more than one, and none is called so."""
_WORDS: dict[DatabaseKind | None, str] = {
    "desk": "a desk of reports",
    "gazetteer": "a gazetteer",
    "other": "a SQLite file of another program",
    None: "a file of another kind",
}


def database_kind(path: Path) -> DatabaseKind | None:
    """Which SQLite file this is, by its first page, even if the rest is damaged; None for any other file.

    Raises:
        OSError: it cannot be read.

    >>> database_kind(Path(__file__)) is None
    True
    """
    if not path.is_file():
        return None
    with path.open("rb") as file:
        page = file.read(_FIRST_PAGE_BYTES)
    if not page.startswith(_MAGIC):
        return None
    if int.from_bytes(page[_MARK], "big") != APPLICATION_ID:
        return "other"
    return "gazetteer" if _ONLY_A_GAZETTEER_HAS in page else "desk"


def keeps_wal(path: Path) -> bool:
    """Whether a SQLite file is written with a write-ahead log, as a desk is.

    Raises:
        OSError: it cannot be read.

    >>> keeps_wal(Path(__file__))
    False
    """
    with path.open("rb") as file:
        header = file.read(_WRITTEN_AS + 1)
    return header.startswith(_MAGIC) and header[_WRITTEN_AS] == _WAL


def in_words(path: Path) -> str:
    """What the file is, as a message says it.

    Raises:
        OSError: it cannot be read.

    >>> in_words(Path(__file__))
    'a file of another kind'
    """
    return _WORDS[database_kind(path)]
