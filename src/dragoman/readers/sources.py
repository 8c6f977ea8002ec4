"""Files, folders, standard input and JSON lines to `Source` values, one at a time, or to a `Failure`."""

from __future__ import annotations

import errno
import gzip
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.errors import UsageError
from dragoman.readers import feed, ninjs, parquet, warc
from dragoman.readers.formats import HTML_SUFFIXES, LINES_SUFFIXES, TEXT_SUFFIXES, is_report_line
from dragoman.readers.inputs import Failure, Hints, Source
from dragoman.readers.jsonl import iter_lines
from dragoman.readers.limits import MAX_FILE_BYTES

_HOLDERS = (*warc.SUFFIXES, *feed.SUFFIXES, *parquet.SUFFIXES)
"""Files that hold several reports; how many, only reading tells."""
SUFFIXES = (
    *(*TEXT_SUFFIXES, *HTML_SUFFIXES, *LINES_SUFFIXES),
    *_HOLDERS,
)
"""What is read of a folder, and JSON that is ninjs; a file given by name is read whatever it is called."""
STDIN = "-"
COUNTED_BYTES = 256_000_000
"""JSON lines are counted beforehand up to this many bytes, which takes about 0.1 s; past it reading tells."""
_CHUNK = 1 << 20

GivenPath = str | os.PathLike[str]


def as_paths(paths: GivenPath | Iterable[GivenPath]) -> Iterator[str]:
    """The paths given, one or several, as text, one at a time.

    Raises:
        UsageError: something given is no path.

    >>> list(as_paths("report.txt")), list(as_paths([Path("a.txt"), "-"]))
    (['report.txt'], ['a.txt', '-'])
    """
    if isinstance(paths, str | bytes | os.PathLike) or not isinstance(paths, Iterable):
        return iter([_as_path(paths)])
    return map(_as_path, paths)


def _as_path(given: object) -> str:
    path = os.fspath(given) if isinstance(given, str | os.PathLike) else None
    if not isinstance(path, str):
        raise UsageError(
            f"{str(given)[:80]!r} is no path", hint="read takes bytes, read_text a text in memory"
        )
    return path


def iter_sources(
    paths: GivenPath | Iterable[GivenPath], *, hints: Hints | None = None, stdin: BinaryIO | None = None
) -> Iterator[Source | Failure]:
    """The inputs behind `paths`, in order and lazily: files, folders (all below them, sorted), `-` for standard input.

    `hints` are said of every input. A path that cannot be read, or holds nothing, is a `Failure` and the next goes on.

    Raises:
        UsageError: something given is no path.

    >>> import io
    >>> [source.origin for source in iter_sources(["-"], stdin=io.BytesIO(b"A report."))]
    ['-']
    >>> [(failed.origin, failed.reason) for failed in iter_sources(["no/such/file.txt"])]
    [('no/such/file.txt', 'no such file')]
    """
    hints = hints or Hints()
    for path in as_paths(paths):
        if path == STDIN:
            yield from _iter_stdin(stdin, hints)
        elif not _can_be_named(path):
            yield Failure(
                _name(path), "no name of a file: there is a character in it that none can have", "check it"
            )
        elif os.path.isdir(path):
            yield from _iter_folder(path, hints)
        else:
            yield from _iter_file(path, hints)


def count_sources(paths: GivenPath | Iterable[GivenPath], *, hints: Hints | None = None) -> int | None:
    """About how many inputs `iter_sources` will find, for a progress bar; None where only reading could tell.

    Nothing is read that could not be read again: standard input and pipes give None, and so do packed or very large
    JSON lines. A folder's files are counted by name, JSON lines by line ends.

    >>> count_sources(["no/such/file.txt", "nor/this.txt"]), count_sources(["-"])
    (2, None)
    """
    counts = [_count(path, hints or Hints()) for path in as_paths(paths)]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _count(path: str, hints: Hints) -> int | None:
    if path == STDIN:
        return None
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            return _count_folder(path, hints)
        if not stat.S_ISREG(mode) or path.lower().endswith(_HOLDERS):
            return None
        if _is_lines(path, hints):
            return _count_lines(path)
        return None if _may_hold_lines(path, hints) else 1
    except (OSError, ValueError):  # a failure is an outcome too
        return 1


def _count_folder(folder: str, hints: Hints) -> int | None:
    total = 0
    for found in _walk(folder):
        several = not isinstance(found, Failure) and (
            _is_lines(found, hints) or found.lower().endswith(_HOLDERS)
        )
        count = _count(str(found), hints) if several else 1
        if count is None:
            return None
        total += count
    return max(1, total)  # one failure for a folder with nothing in it


def _count_lines(path: str) -> int | None:
    if path.lower().endswith(".gz") or os.stat(path).st_size > COUNTED_BYTES:
        return None
    ends, last = 0, b"\n"
    with _open(path, packed=False) as stream:
        while chunk := stream.read(_CHUNK):
            ends, last = ends + chunk.count(b"\n"), chunk[-1:]
    return max(1, ends + (last != b"\n"))  # one failure for a file with nothing in it


def _iter_folder(folder: str, hints: Hints) -> Iterator[Source | Failure]:
    empty = True
    for found in _walk(folder):
        empty = False
        yield from (found,) if isinstance(found, Failure) else _iter_file(found, hints)
    if empty:
        yield Failure(
            _name(folder), "no report in this folder", f"files that end in {', '.join(SUFFIXES)} are read"
        )


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
        elif name.lower().endswith(SUFFIXES) or _is_ninjs(path):
            yield path


def _is_ninjs(path: str) -> bool:
    """Whether a file of a folder is a news item as agencies send it: other JSON there is nobody's report.

    One that cannot be opened may be, and is told of as a failure where it is read.
    """
    if not path.lower().endswith(".json"):
        return False
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_FILE_BYTES:
            return False
        return bool(ninjs.items_in(Path(path).read_bytes()))
    except OSError:
        return True


def _iter_file(path: str, hints: Hints) -> Iterator[Source | Failure]:
    lines = _is_lines(path, hints)
    try:
        if hints.format == "auto" and path.lower().endswith((*warc.SUFFIXES, *parquet.SUFFIXES)):
            unpack = warc.iter_warc if path.lower().endswith(warc.SUFFIXES) else parquet.iter_parquet
            yield from unpack(path, _name(path), hints)
            return
        size = _regular_size(path)
        if size > MAX_FILE_BYTES and not lines and not _may_hold_lines(path, hints):
            yield _too_large(_name(path), size)
            return
        with _open(path, packed=lines and path.lower().endswith(".gz")) as stream:
            yield from _iter_stream(stream, _name(path), hints, lines=lines, size=size)
    except OSError as err:
        yield _failure(path, err)


def _can_be_named(path: str) -> bool:
    """Whether the system can be asked for a file of this name at all."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half a character
        return False


def _name(path: str) -> str:
    r"""A path as it is told: bytes of it that are no UTF-8 stand as `\xff`, for JSON cannot carry them.

    >>> _name("report\udcff.txt")
    'report\\xff.txt'
    """
    if not _can_be_named(path):
        return path.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
    return os.fsencode(path).decode("utf-8", "backslashreplace")


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


def _iter_stdin(stdin: BinaryIO | None, hints: Hints) -> Iterator[Source | Failure]:
    if stdin is None and sys.stdin is None:
        yield Failure(STDIN, "standard input is closed", "name a file")
        return
    try:
        yield from _iter_stream(stdin or sys.stdin.buffer, STDIN, hints)
    except OSError as err:
        yield _failure(STDIN, err)


def _iter_stream(
    stream: BinaryIO, path: str, hints: Hints, *, lines: bool = False, size: int = 0
) -> Iterator[Source | Failure]:
    """A stream as JSON lines if it is named so or begins so, else as one input."""
    if lines or hints.format == "jsonl":
        yield from _some(iter_lines(stream, path, hints), path)
        return
    first = stream.readline(MAX_FILE_BYTES + 1)
    if hints.format == "auto" and is_report_line(first):
        yield from iter_lines(stream, path, hints, first=first)
    elif size > MAX_FILE_BYTES:
        yield _too_large(path, size)
    else:
        raw = first + stream.read(max(0, MAX_FILE_BYTES + 1 - len(first)))
        yield from _unpacked(raw, path, hints) if len(raw) <= MAX_FILE_BYTES else [_too_large(path)]


def _unpacked(raw: bytes, path: str, hints: Hints) -> Iterator[Source | Failure]:
    """The reports of a feed, a site map or an agency's JSON; anything else is one report."""
    if hints.format == "auto" and feed.is_feed(raw):
        yield from feed.iter_feed(raw, path, hints)
    elif hints.format == "auto" and feed.is_map(raw):
        yield from feed.iter_map(raw, path)
    elif hints.format == "auto" and (items := ninjs.items_in(raw)):
        yield from ninjs.iter_ninjs(items, path, hints)
    else:
        yield Source(origin=path, raw=raw, hints=hints)


def _some(found: Iterator[Source | Failure], path: str) -> Iterator[Source | Failure]:
    """What was found, or the failure that nothing was."""
    first = next(found, None)
    yield first or Failure(path, "no report in these JSON lines", "a line for each report is read")
    yield from found


def _too_large(path: str, size: int | None = None) -> Failure:
    reason = f"{size:,} bytes" if size else f"more than {MAX_FILE_BYTES:,} bytes"
    return Failure(
        path, f"{reason}; the bound is {MAX_FILE_BYTES:,}", "split it into its reports, or give JSON lines"
    )


def _failure(path: str, err: OSError) -> Failure:
    path = _name(path)
    if isinstance(err, FileNotFoundError):
        return Failure(path, "no such file", "check its name")
    if err.errno == errno.ENAMETOOLONG:
        return Failure(path, "too long for the name of a file", "check its name")
    if isinstance(err, PermissionError):
        return Failure(path, "not allowed to read it", "check its permissions")
    return Failure(path, f"cannot be read: {err.strerror or err}", "check the file")
