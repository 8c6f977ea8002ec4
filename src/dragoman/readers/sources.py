"""Files, folders, standard input and JSON lines to `Source` values, one at a time, or to a `Failure`."""

from __future__ import annotations

import gzip
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.readers.formats import HTML_SUFFIXES, LINES_SUFFIXES, TEXT_SUFFIXES, is_report_line
from dragoman.readers.inputs import Failure, Hints, Source
from dragoman.readers.jsonl import iter_lines
from dragoman.readers.limits import MAX_FILE_BYTES

SUFFIXES = (*TEXT_SUFFIXES, *HTML_SUFFIXES, *LINES_SUFFIXES)
"""What is read of a folder; a file given by name is read whatever it is called."""
STDIN = "-"


def iter_sources(
    paths: Iterable[str | os.PathLike[str]], *, hints: Hints | None = None, stdin: BinaryIO | None = None
) -> Iterator[Source | Failure]:
    """The inputs behind `paths`, in order and lazily: files, folders (all below them, sorted), `-` for standard input.

    `hints` are said of every input. A path that cannot be read is a `Failure` and the next goes on; nothing is raised.

    >>> import io
    >>> [source.origin for source in iter_sources(["-"], stdin=io.BytesIO(b"A report."))]
    ['-']
    >>> [(failed.origin, failed.reason) for failed in iter_sources(["no/such/file.txt"])]
    [('no/such/file.txt', 'no such file')]
    """
    hints = hints or Hints()
    for given in paths:
        path = os.fspath(given)
        if path == STDIN:
            yield from _iter_stream(stdin or sys.stdin.buffer, STDIN, hints)
        elif os.path.isdir(path):
            yield from _iter_folder(path, hints)
        else:
            yield from _iter_file(path, hints)


def _iter_folder(folder: str, hints: Hints) -> Iterator[Source | Failure]:
    empty = True
    for found in _walk(folder):
        empty = False
        yield from (found,) if isinstance(found, Failure) else _iter_file(found, hints)
    if empty:
        yield Failure(folder, "no report in this folder", f"files that end in {', '.join(SUFFIXES)} are read")


def _walk(folder: str) -> Iterator[str | Failure]:
    """The files below a folder that are read, by name; links to folders are not followed."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as err:
        yield _failure(folder, err)
        return
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            yield from _walk(path)
        elif name.lower().endswith(SUFFIXES):
            yield path


def _iter_file(path: str, hints: Hints) -> Iterator[Source | Failure]:
    lines = _is_lines(path, hints)
    try:
        size = _regular_size(path)
        if size > MAX_FILE_BYTES and not lines and not _may_hold_lines(path, hints):
            yield _too_large(path, size)
            return
        with _open(path, packed=lines and path.lower().endswith(".gz")) as stream:
            yield from _iter_stream(stream, path, hints, lines=lines, size=size)
    except OSError as err:
        yield _failure(path, err)


def _is_lines(path: str, hints: Hints) -> bool:
    return hints.format == "jsonl" or (hints.format == "auto" and path.lower().endswith(LINES_SUFFIXES))


def _may_hold_lines(path: str, hints: Hints) -> bool:
    """Whether a file too large for one report begins as JSON lines do."""
    if hints.format != "auto":
        return False
    with _open(path, packed=False) as stream:
        return stream.read(64).lstrip(b"\xef\xbb\xbf \t").startswith(b"{")


def _regular_size(path: str) -> int:
    """Bytes of a file; 0 for a pipe, which has no size before it is read."""
    found = os.stat(path)
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _open(path: str, *, packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else Path(path).open("rb")


def _iter_stream(
    stream: BinaryIO, path: str, hints: Hints, *, lines: bool = False, size: int = 0
) -> Iterator[Source | Failure]:
    """A stream as JSON lines if it is named so or begins so, else as one input."""
    if lines or hints.format == "jsonl":
        yield from iter_lines(stream, path, hints)
        return
    first = stream.readline(MAX_FILE_BYTES + 1)
    if hints.format == "auto" and is_report_line(first):
        yield from iter_lines(stream, path, hints, first=first)
    elif size > MAX_FILE_BYTES:
        yield _too_large(path, size)
    else:
        raw = first + stream.read(max(0, MAX_FILE_BYTES + 1 - len(first)))
        yield Source(origin=path, raw=raw, hints=hints) if len(raw) <= MAX_FILE_BYTES else _too_large(path)


def _too_large(path: str, size: int | None = None) -> Failure:
    reason = f"{size:,} bytes" if size else f"more than {MAX_FILE_BYTES:,} bytes"
    return Failure(
        path, f"{reason}; the bound is {MAX_FILE_BYTES:,}", "split it into its reports, or give JSON lines"
    )


def _failure(path: str, err: OSError) -> Failure:
    if isinstance(err, FileNotFoundError):
        return Failure(path, "no such file", "check its name")
    if isinstance(err, PermissionError):
        return Failure(path, "not allowed to read it", "check its permissions")
    return Failure(path, f"cannot be read: {err.strerror or err}", "check the file")
