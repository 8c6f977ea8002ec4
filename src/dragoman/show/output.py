"""Show: records as bytes in each form they are written in, and files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from tempfile import mkstemp

import msgspec

from dragoman.databases import database_kind, in_words
from dragoman.errors import DragomanError, UsageError
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

Write = Callable[[bytes], None]
"""Writes one record, or one failure, whole."""

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
def whole_file(path: Path) -> Iterator[Write]:
    """What writes to a file that takes its name only when all went well; else the file that was there stays.

    Where the user interrupts, what was written until then is kept beside it, under `partial_name`, and a note on the
    `KeyboardInterrupt` says so.

    Raises:
        UsageError: it is a folder or a SQLite file, or its folder does not exist or cannot be written to.
        DragomanError: it could not be written to the end: the disk is full.
    """
    with _files_told(path, UsageError):
        if path.is_dir():
            raise UsageError(
                f"{path}: is a folder", hint=f"name a file, for example {path / 'records.jsonl'}"
            )
        if database_kind(path):
            raise UsageError(f"{path}: is {in_words(path)}; it stays as it is", hint="name another file")
        whole = path.is_file() or not path.exists()  # a device or a pipe has no name to take
        descriptor, name = (
            mkstemp(dir=path.parent, prefix=f".{path.name}.") if whole else (os.open(path, os.O_WRONLY), "")
        )
    try:
        with open(descriptor, "wb", buffering=0) as out:
            yield lambda record: _write_whole(out, record, path)
        if whole:
            _take_name(name, path)
    except KeyboardInterrupt as err:
        if whole and os.path.getsize(name):
            _take_name(name, partial_name(path))
            err.add_note(f"what was finished is in {partial_name(path)}")
        raise
    finally:
        if whole:
            Path(name).unlink(missing_ok=True)


def partial_name(path: Path) -> Path:
    """Where an interrupted run leaves what it had finished.

    >>> partial_name(Path("records.jsonl")).name
    'records.jsonl.partial'
    """
    return path.with_name(f"{path.name}.partial")


def _write_whole(out: RawIOBase, record: bytes, path: Path) -> None:
    """All of a record or, where that is interrupted in a file, nothing of it."""
    start = out.tell() if out.seekable() else None
    rest = memoryview(record)
    try:
        with _files_told(path, DragomanError):
            while rest:
                rest = rest[out.write(rest) or 0 :]
    except KeyboardInterrupt:
        if start is not None:
            with suppress(OSError):  # a device has nothing to take back
                out.truncate(start)
        raise


@contextmanager
def _files_told(path: Path, kind: type[DragomanError]) -> Iterator[None]:
    """A system's error in writing, told as ours; of a pipe whose reader has gone, it says nothing."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as err:
        raise kind(f"{path}: cannot be written: {err.strerror}", hint="choose another place for it") from err


def _take_name(name: str, path: Path) -> None:
    with _files_told(path, DragomanError):
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)


def _umask() -> int:
    """The process's mask for new files; reading it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
