"""Store: a record as the bytes that are kept of it, its text apart, and back without a loss."""

from __future__ import annotations

import zlib
from hashlib import sha256

import msgspec
from msgspec import Struct, structs

from dragoman.types import Record, RecordedDocument

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Record)


class _Whole(Struct):
    """A record, of which nothing but the document is read."""

    document: RecordedDocument


_DOCUMENT_DECODER = msgspec.json.Decoder(_Whole)


def pack(record: Record) -> tuple[bytes, str]:
    """The record's JSON with an empty text, packed; and the sha256 of that JSON followed by the text.

    >>> from dragoman.types import Producer, RecordedDocument
    >>> document = RecordedDocument(id="d", origin="a.txt", raw_sha256="", text="The talks ended.")
    >>> record = Record(producer=Producer("dragoman", "1", None), document=document)
    >>> unpack(pack(record)[0], "The talks ended.") == record
    True
    """
    text = record.document.text
    bare = structs.replace(record, document=structs.replace(record.document, text=""))
    body = _ENCODER.encode(bare)
    return zlib.compress(body), sha256(body + text.encode()).hexdigest()


def unpack(body: bytes, text: str) -> Record:
    """The record that `pack` was given."""
    record = _DECODER.decode(zlib.decompress(body))
    return structs.replace(record, document=structs.replace(record.document, text=text))


def unpack_document(body: bytes, text: str) -> RecordedDocument:
    """The document of the record that `pack` was given: no more than it takes to compare texts."""
    document = _DOCUMENT_DECODER.decode(zlib.decompress(body)).document
    return structs.replace(document, text=text)


def says_the_same(one: Record, other: Record) -> bool:
    """Whether two records differ at most in the name and the bytes of their input, and when it was got."""
    came = {name: getattr(one.document, name) for name in ("origin", "raw_sha256", "retrieved")}
    return structs.replace(other, document=structs.replace(other.document, **came)) == one
