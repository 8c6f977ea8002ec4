"""JSON lines: one report a line, each line read and refused by itself."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from dragoman.errors import ReadError
from dragoman.readers.inputs import Failure, Hints, Source
from dragoman.readers.limits import MAX_FILE_BYTES

_FIELDS = ("url", "publisher", "published", "title")
_HALF = "surrogate"
"""In the parser's message where a string holds half of a character that takes two escapes."""
_SHAPE = 'a line is {"id", "text" or "html", "url", "publisher", "published", "title"}'


class LineReport(msgspec.Struct, frozen=True):
    """A line's report: its text or page, and the hints of line and caller together."""

    text: str | None
    page: str | None
    hints: Hints


def iter_lines(
    stream: BinaryIO, path: str, hints: Hints, first: bytes | None = None
) -> Iterator[Source | Failure]:
    r"""The reports of a JSON-lines stream, one at a time; `first` is a line already taken from it.

    A source's origin is the line's id, `path:number` for a line without one. A line that is too long, is no JSON
    object or cannot be unpacked is a failure; blank lines are passed over.

    >>> import io
    >>> lines = io.BytesIO(b'{"id": "a", "text": "One."}\n\n{"text": \n{"text": "Three."}\n')
    >>> [found.origin for found in iter_lines(lines, "d.jsonl", Hints())]
    ['a', 'd.jsonl:3', 'd.jsonl:4']
    """
    number = 0
    while True:
        try:
            line = first if first is not None else stream.readline(MAX_FILE_BYTES + 1)
            whole = len(line) <= MAX_FILE_BYTES or _pass_over(stream)
        except (OSError, EOFError, zlib.error) as err:
            yield Failure(
                f"{path}:{number + 1}", f"cannot be read further: {err}", "check that the file is whole"
            )
            return
        first = None
        if not line:
            return
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not whole:
            yield Failure(f"{path}:{number}", f"a line of more than {MAX_FILE_BYTES:,} bytes", "cut it")
        elif not line.isspace() and line:
            yield _to_source(line.rstrip(b"\r\n"), path, number, hints)


def _pass_over(stream: BinaryIO) -> bool:
    """Skip the rest of a line that is too long."""
    while (rest := stream.readline(MAX_FILE_BYTES)) and not rest.endswith(b"\n"):
        continue
    return False


def _to_source(line: bytes, path: str, number: int, hints: Hints) -> Source | Failure:
    where = f"{path}:{number}"
    try:
        fields = _decode(line)
    except ReadError as err:
        return Failure(where, f"line {number}: {err.reason}", err.hint)
    name = fields.get("id")
    origin = str(name) if isinstance(name, str | int) and str(name).strip() else where
    return Source(origin=origin, raw=line, hints=hints, path=path, line=number)


def _decode(line: bytes) -> dict[str, Any]:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as err:
        if _HALF in str(err):
            raise ReadError(
                f"half a character ({err})", hint="write U+FFFD, or both halves, in its place"
            ) from err
        raise ReadError(f"no JSON ({err})", hint=_SHAPE) from err
    if not isinstance(fields, dict):
        raise ReadError("no JSON object", hint=_SHAPE)
    return fields


def read_line(source: Source) -> LineReport:
    """What a line holds, checked.

    Raises:
        ReadError: no JSON object, neither text nor page or both, or a field that is not text.

    >>> read_line(Source(origin="a", raw=b'{"text": "One.", "publisher": "Lake Post"}', line=1)).hints.publisher
    'Lake Post'
    """
    where = f"line {source.line}: "
    try:
        fields = _decode(source.raw)
    except ReadError as err:
        raise ReadError(where + err.reason, hint=err.hint) from err
    for name in ("text", "html", *_FIELDS):
        if not isinstance(fields.get(name), str | None):
            raise ReadError(f"{where}'{name}' is no text", hint=_SHAPE)
    text, page = fields.get("text"), fields.get("html")
    if (text is None) == (page is None):
        raise ReadError(
            f"{where}{'neither text nor html' if text is None else 'both text and html'}", hint=_SHAPE
        )
    own = {name: fields[name] for name in _FIELDS if fields.get(name)}
    return LineReport(text, page, msgspec.structs.replace(source.hints, **own))
