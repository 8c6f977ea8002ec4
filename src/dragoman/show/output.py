"""Show: records as bytes in each form they are written in, and files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

import msgspec

from dragoman.errors import UsageError
from dragoman.types import Record


def to_json(record: Record) -> bytes:
    """The record as indented JSON, UTF-8, with a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def to_json_line(record: Record) -> bytes:
    """The record as one line of JSON, UTF-8."""
    return msgspec.json.encode(record) + b"\n"


def to_page(record: Record) -> bytes:
    """The record's page, UTF-8."""
    from dragoman.show.html import render_page

    return render_page(record).encode()


def to_plain_text(record: Record) -> bytes:
    """The record as the terminal shows it, without colour, UTF-8."""
    from dragoman.show.notebook import plain_text

    return plain_text(record).encode()


FORMS: dict[str, Callable[[Record], bytes]] = {
    "terminal": to_plain_text,
    "json": to_json,
    "jsonl": to_json_line,
    "html": to_page,
}
"""How a record is written, by the name of the format."""

SINGLE = frozenset({"json", "html"})
"""Formats that hold one record."""

_BY_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".html": "html", ".htm": "html"}


def format_for(path: Path | None) -> str:
    """The format that a file's name asks for; "terminal" for other names and for none.

    >>> format_for(Path("out/records.jsonl")), format_for(None)
    ('jsonl', 'terminal')
    """
    return _BY_SUFFIX.get(path.suffix.lower(), "terminal") if path else "terminal"


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes its name only when all went well; else the file that was there stays.

    Raises:
        UsageError: the folder does not exist or cannot be written to.
    """
    if path.exists() and not path.is_file():  # a device or a pipe has no name to take
        with path.open("wb") as out:
            yield out
        return
    try:
        descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as err:
        raise UsageError(
            f"{path}: cannot be written: {err.strerror}", hint="choose another place for it"
        ) from err
    try:
        with open(descriptor, "wb") as out:
            yield out
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's mask for new files; reading it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
