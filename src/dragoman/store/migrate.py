"""Store: the schema of a file brought to the one of this version, step by step, each step whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from dragoman.databases import APPLICATION_ID
from dragoman.errors import StoreError
from dragoman.store.connect import transaction

SCHEMA_VERSION = 2
"""The schema this version reads and writes; kept in the file as `PRAGMA user_version`."""


def schema_sql(*names: str) -> str:
    """The whole schema as it is now, or some files of it."""
    folder = files("dragoman.store")
    wanted = names or ("schema.sql", "words.sql", "sides.sql")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in wanted)


MIGRATIONS: Mapping[int, str] = {
    # What was found before is found again: it was not kept what the reports were compared by.
    2: schema_sql("sides.sql") + "\nDELETE FROM collation;\n",
}
"""The SQL that brings a file to the version that is the key, from the one before it."""


def bring_up_to_date(
    connection: sqlite3.Connection,
    path: Path,
    *,
    migrations: Mapping[int, str] = MIGRATIONS,
    version: int = SCHEMA_VERSION,
) -> None:
    """Make the schema in an empty file, or bring an older one to `version`.

    Two programs may do so at once: each looks again inside its transaction.

    Raises:
        StoreError: the file is another program's, or a newer Dragoman's.
    """
    check(connection, path, version=version)
    if _version(connection) == version:
        return
    with transaction(connection, path):
        found = _version(connection)
        if found == 0:
            _run(connection, schema_sql())
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for step in range((found or SCHEMA_VERSION) + 1, version + 1):
            _run(connection, migrations[step])
        connection.execute(f"PRAGMA user_version = {version}")


def check(connection: sqlite3.Connection, path: Path, *, version: int = SCHEMA_VERSION) -> None:
    """Refuse a file that is not a desk, or a newer version's.

    Raises:
        StoreError: it is one of these.
    """
    found = _version(connection)
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and mark != APPLICATION_ID:
        raise StoreError(
            f"{path}: a SQLite file, but not a desk", hint="name a file that dragoman ingest made"
        )
    if found > version:
        raise StoreError(
            f"{path}: made by a newer version of dragoman (schema {found}, this one knows {version})",
            hint="install that version",
        )


def check_readable(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what a reader, who changes nothing, cannot read.

    Raises:
        StoreError: it is not a desk, a newer version's, or an older one's that no writer has opened yet.
    """
    check(connection, path)
    found = _version(connection)
    if found < SCHEMA_VERSION:
        what = (
            "nothing is in it yet"
            if found == 0
            else f"its schema is {found}, this version's {SCHEMA_VERSION}"
        )
        raise StoreError(f"{path}: {what}", hint=f"run: dragoman ingest {path} PATHS")


def _version(connection: sqlite3.Connection) -> int:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)


def _run(connection: sqlite3.Connection, script: str) -> None:
    """The statements of a script, one by one: `executescript` would commit what was begun."""
    statement = ""
    for line in script.split("\n"):
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
