"""One input to one `Document`: the entry of reading, and the only place that knows all kinds of input."""

from __future__ import annotations

from dragoman.errors import LimitError, ReadError
from dragoman.readers.describe import make_document
from dragoman.readers.formats import tell_format
from dragoman.readers.html import read_html
from dragoman.readers.inputs import Hints, Source
from dragoman.readers.jsonl import read_line
from dragoman.readers.limits import MAX_FILE_BYTES, MAX_TEXT_CHARS
from dragoman.readers.text import check_readable, check_visible, declared_charset, decode_text, encode_text
from dragoman.stages import Document


def read_source(source: Source) -> Document:
    """The document of a source; pure but for the child process that parses pages.

    Raises:
        ReadError: it cannot be read as a report; LimitError, one of its kind, where it exceeds a bound.

    >>> read_source(Source(origin="7", raw=b'{"id": 7, "text": "The talks ended."}', line=1)).text
    'The talks ended.'
    """
    _check_hints(source.hints)
    if source.decoded:
        return _read_decoded(source.raw.decode(), source.raw, origin=source.origin, hints=source.hints)
    if not source.line:
        return read_bytes(source.raw, origin=source.origin, hints=source.hints)
    report = read_line(source)
    if report.page is not None:
        return read_html(report.page, source.raw, origin=source.origin, hints=report.hints)
    return _read_text(report.text or "", source.raw, origin=source.origin, hints=report.hints)


def read_bytes(raw: bytes, *, origin: str, hints: Hints | None = None) -> Document:
    """The document of a text or a page, told apart by content and by the name in `origin` unless `hints` says which.

    The text is never rewritten once decoded: a byte-order mark is no part of it, all else stays (see `decode_text`).

    Raises:
        ReadError: empty, binary, a feed, or a page on which nothing is visible.
        LimitError: larger, or longer to parse, than the bounds allow.

    >>> doc = read_bytes(b"KYIV (Reuters) - The two sides met on Monday, officials said.", origin="a.txt")
    >>> doc.publisher, doc.publisher_basis, doc.quote(doc.publisher_span)
    ('Reuters', 'text', 'Reuters')
    """
    hints = hints or Hints()
    if len(raw) > MAX_FILE_BYTES:
        raise LimitError(
            f"{len(raw):,} bytes; the bound is {MAX_FILE_BYTES:,}", hint="split it into its reports"
        )
    check_readable(raw)
    text, assumed = decode_text(raw, declared=declared_charset(raw))
    if declared_charset(raw) and _kind(text, origin, hints) == "text":
        text, assumed = decode_text(raw)  # a plain text that quotes a page declares nothing of itself
    return _read_decoded(text, raw, origin=origin, hints=hints, assumed=assumed)


def _check_hints(hints: Hints) -> None:
    for name in ("url", "publisher", "published", "title", "retrieved"):
        encode_text(getattr(hints, name) or "", what=f"the given {name}")


def _kind(text: str, origin: str, hints: Hints) -> str:
    return hints.format if hints.format in ("text", "html") else tell_format(text, origin)


def _read_decoded(
    text: str, raw: bytes, *, origin: str, hints: Hints, assumed: str | None = None
) -> Document:
    kind = _kind(text, origin, hints)
    if kind == "feed":
        raise ReadError("a feed, not a report", hint="give the pages it lists")
    if kind == "html":
        return read_html(text, raw, origin=origin, hints=hints, assumed=assumed)
    return _read_text(text, raw, origin=origin, hints=hints, assumed=assumed)


def _read_text(text: str, raw: bytes, *, origin: str, hints: Hints, assumed: str | None = None) -> Document:
    if len(text) > MAX_TEXT_CHARS:
        reason = f"a text of {len(text):,} characters; the bound is {MAX_TEXT_CHARS:,}"
        raise LimitError(reason, hint="split it into its reports")
    check_visible(text)
    return make_document(text, raw, origin=origin, hints=hints, why={"text": assumed} if assumed else None)
