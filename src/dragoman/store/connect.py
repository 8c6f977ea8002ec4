"""Store: the one file opened, for writing or for reading, with SQLite's errors told as ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from dragoman.databases import database_kind, keeps_wal
from dragoman.errors import StoreError, UsageError

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""
CACHE_KIB = 65_536
"""SQLite's own cache of pages, for each connection."""
_REMEDIES = (
    (
        "database or disk is full",
        "make room on the disk and run the same command again: what was stored is whole",
    ),
    ("locked", "another program is writing to it: run the same command again when it is done"),
    ("unable to open", "its folder must be there, and be one you may write to"),
    ("not a database", "name a file that dragoman ingest made"),
    ("malformed", "the file is damaged: restore it from a copy, or ingest anew"),
    ("readonly", "it may not be written to: check its permissions"),
)
"""What to do about an error of SQLite, by words in it."""
_OTHER_REMEDY = "check the disk and the file, and run the same command again"


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """A connection to the file at `path`; a writer makes the file if there is none.

    A writer's commits are on the disk when they return (`synchronous = FULL`), and readers go on reading meanwhile
    (`journal_mode = WAL`). Transactions are begun and ended by hand.

    Raises:
        UsageError: there is no such file to read, or it is a folder.
        StoreError: it is not a SQLite file, cannot be opened, or is a gazetteer or another program's.
    """
    if path.is_dir() or (readonly and not path.exists()):
        reason = "is a folder" if path.is_dir() else "no such file"
        raise UsageError(f"{path}: {reason}", hint="make a desk with: dragoman ingest desk.db PATHS")
    _refuse_others(path)
    with told(path):
        connection = sqlite3.connect(
            _uri(path, "ro" if readonly else "rwc"),
            uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False,
        )  # fmt: skip
        _set_up(connection, readonly=readonly)
    return connection


def _refuse_others(path: Path) -> None:
    """Told before SQLite opens it to write, which changes a file's header."""
    try:
        kind = database_kind(path)
    except OSError as err:
        raise StoreError(f"{path}: cannot be read: {err.strerror}", hint=_OTHER_REMEDY) from err
    if kind == "gazetteer":
        raise StoreError(
            f"{path}: a gazetteer, not a desk",
            hint="name another file, for example: dragoman ingest desk.db PATHS",
        )
    if kind == "other" and not keeps_wal(path) and _has_tables(path):
        raise StoreError(
            f"{path}: a SQLite file, but not a desk", hint="name a file that dragoman ingest made"
        )


def _has_tables(path: Path) -> bool:
    """Whether a file holds anything: a desk that was begun and cut off has no mark yet, and no table."""
    with told(path), closing(sqlite3.connect(_uri(path, "ro"), uri=True)) as connection:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(tables)


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?mode={mode}"


def _set_up(connection: sqlite3.Connection, *, readonly: bool) -> None:
    try:
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not readonly:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's errors as a `StoreError` that names the file and what to do next."""
    try:
        yield
    except sqlite3.DatabaseError as err:
        raise StoreError(f"{path}: {err}", hint=_remedy(str(err))) from err


def _remedy(said: str) -> str:
    r"""What to do about an error of SQLite.

    >>> _remedy("database or disk is full")
    'make room on the disk and run the same command again: what was stored is whole'
    """
    return next((remedy for words, remedy in _REMEDIES if words in said), _OTHER_REMEDY)


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All of what is written inside, or nothing; other writers wait meanwhile.

    Raises:
        StoreError: the disk is full, another writer does not end, the file is damaged.
    """
    with told(path), connection:  # which commits at the end, and rolls back whatever ends it otherwise
        connection.execute("BEGIN IMMEDIATE")
        yield
