"""Reading: bytes, files, folders and JSON lines to `Document` values; the start of the flow."""

from __future__ import annotations

from dragoman.readers.inputs import FORMATS, Failure, Format, Hints, Source
from dragoman.readers.read import read_bytes, read_source
from dragoman.readers.sources import as_paths, count_sources, iter_sources
from dragoman.readers.text import encode_text

__all__ = [
    "FORMATS",
    "Failure",
    "Format",
    "Hints",
    "Source",
    "as_paths",
    "count_sources",
    "encode_text",
    "iter_sources",
    "read_bytes",
    "read_source",
]
