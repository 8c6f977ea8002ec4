"""Web archives: each page that was answered for is one input; a file that was cut off says so."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import structs

from dragoman.readers.inputs import Failure, Hints, Source
from dragoman.readers.limits import MAX_FILE_BYTES

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

SUFFIXES = (".warc", ".warc.gz")
READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_OK = 200
_CUT = "check that the file is whole: what stands before this was read"
_LAST_BYTES = 2 * MAX_FILE_BYTES
_GZIP = b"\x1f\x8b"


def iter_warc(path: str, name: str, hints: Hints) -> Iterator[Source | Failure]:
    """The pages in a web archive, packed or not: answers with status 200 and stored resources that hold text.

    A source's origin is `name#` and the record's id; its address and the day it was fetched are those of the record.
    A page that is too large, and the end of a file that was cut off, is a failure.

    Raises:
        OSError: the file cannot be opened.
    """
    last, found = 0, 0
    with Path(path).open("rb") as stream:
        try:
            for begun, page in _pages(stream, name, hints):
                last = begun
                found += page is not None
                yield from [page] if page is not None else ()
        except (OSError, ValueError) as err:
            yield Failure(f"{name}#{last}", f"cannot be read further: {err}", _CUT)
            return
    if _ends_early(path, last):
        yield Failure(f"{name}#{last}", "cut off: its last record is not whole", _CUT)
    elif not found:
        yield Failure(name, "no page in this web archive", "answers with status 200 that hold text are read")


def _pages(stream: BinaryIO, name: str, hints: Hints) -> Iterator[tuple[int, Source | Failure | None]]:
    """Where each record begins, and its page if it holds one."""
    from fastwarc.warc import ArchiveIterator

    for record in ArchiveIterator(stream, parse_http=False):
        yield record.stream_pos, _page(record, name, hints)


def _page(record: WarcRecord, name: str, hints: Hints) -> Source | Failure | None:
    """The page of a record; None for what holds no page."""
    kind = record.headers.get("WARC-Type")
    if kind not in ("response", "resource", "conversion"):
        return None
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    origin = f"{name}#{(record.record_id or str(record.stream_pos)).strip('<>')}"
    length = record.content_length
    if length > MAX_FILE_BYTES:
        return Failure(
            origin, f"{address}: {length:,} bytes; the bound is {MAX_FILE_BYTES:,}", "read it by itself"
        )
    block = record.reader.read()
    if len(block) < length:
        return None  # told of at the end of the file
    body, type_, charset = _content(record, block, kind)
    if body is None or type_ not in READ_TYPES:
        return None
    if len(body) > MAX_FILE_BYTES:
        return Failure(
            origin, f"{address}: more than {MAX_FILE_BYTES:,} bytes when unpacked", "read it by itself"
        )
    said = Hints(url=address or None, retrieved=record.headers.get("WARC-Date"))
    if type_ == "text/plain":
        said = structs.replace(said, format="text")
    raw, decoded = as_utf8(body, charset)
    return Source(origin=origin, raw=raw, hints=said_over(said, hints), decoded=decoded)


def _content(record: WarcRecord, block: bytes, kind: str | None) -> tuple[bytes | None, str, str | None]:
    """What a record holds, of which type and in which character set; None for an answer that is no page."""
    if kind != "response":
        type_, _, rest = (record.headers.get("Content-Type") or "").partition(";")
        return block, type_.strip().lower(), rest.partition("charset=")[2].strip() or None
    record.set_bytes_content(block)
    record.parse_http(auto_decode="all")
    if not record.is_http_parsed or record.http_headers.status_code != _OK:
        return None, "", None
    type_ = (record.http_content_type or "text/html").lower()
    return record.reader.read(MAX_FILE_BYTES + 1), type_, record.http_charset


def as_utf8(body: bytes, charset: str | None) -> tuple[bytes, bool]:
    r"""The bytes of a page that a server says is in `charset`, as UTF-8; and whether they had to be changed.

    What cannot be decoded so stays as it is, for the page itself may say otherwise.

    >>> as_utf8(b"caf\xe9", "iso-8859-1")
    (b'caf\xc3\xa9', True)
    >>> as_utf8(b"caf\xe9", "utf-8"), as_utf8(b"x", None)
    ((b'caf\xe9', False), (b'x', False))
    """
    try:
        if charset and codecs.lookup(charset).name != "utf-8":
            return body.decode(charset).encode(), True
    except (LookupError, ValueError):  # a NUL in the name of a character set is a ValueError
        return body, False
    return body, False


def said_over(own: Hints, given: Hints) -> Hints:
    """What an input says of itself, and over it what the caller says.

    >>> said_over(Hints(publisher="Lake Post", url="https://a.example"), Hints(publisher="Alder Press"))
    Hints(url='https://a.example', publisher='Alder Press', published=None, title=None, retrieved=None, format='auto')
    """
    said = {name: value for name, value in structs.asdict(given).items() if value not in (None, "auto")}
    return structs.replace(own, **said)


# ---- is it whole?


def _ends_early(path: str, last: int) -> bool:
    """Whether the file stops within the record that begins at `last`, or within one after it."""
    with Path(path).open("rb") as stream:
        stream.seek(last)
        packed = stream.read(2) == _GZIP
        stream.seek(last)
        held, whole = _unpack(stream) if packed else (stream.read(_LAST_BYTES), True)
    head, blank, rest = held.partition(b"\r\n\r\n")
    length = next((int(value) for name, value in _headers(head) if name == b"content-length"), None)
    if not held:
        return last > 0 or not whole
    return not whole or not blank or length is None or len(rest) < length or rest[length:].strip() != b""


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if value.strip().isdigit():
            yield name.strip().lower(), value.strip()


def _unpack(stream: BinaryIO) -> tuple[bytes, bool]:
    """What is packed from here to the end of the file, and whether the last piece of it is whole."""
    held, unpacker = b"", zlib.decompressobj(wbits=31)
    while len(held) < _LAST_BYTES and (chunk := stream.read(1 << 16)):
        while chunk:
            try:
                held += unpacker.decompress(chunk, _LAST_BYTES)
            except zlib.error:
                return held, False
            chunk = unpacker.unused_data
            if unpacker.eof and chunk:
                unpacker = zlib.decompressobj(wbits=31)
            elif not unpacker.eof:
                break
            else:
                chunk = b""
    return held, unpacker.eof
