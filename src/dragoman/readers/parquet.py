"""Parquet: each row is one input, with the columns that a line of JSON lines has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from dragoman.readers.inputs import Failure, Hints, Source

SUFFIXES = (".parquet",)
_COLUMNS = ("id", "text", "html", "url", "publisher", "published", "title")
_ROWS = 200
_SHAPE = "columns are read by name: id, text or html, url, publisher, published, title"


def iter_parquet(path: str, name: str, hints: Hints) -> Iterator[Source | Failure]:
    """The rows of a Parquet file; a source's origin is the row's `id`, else `name:` and its number."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        yield Failure(name, "Parquet needs pyarrow", "pip install 'dragoman[tables]'")
        return
    try:
        with parquet.ParquetFile(path) as file:
            columns = [column for column in _COLUMNS if column in file.schema_arrow.names]
            if {"text", "html"} & set(columns):
                yield from _rows(file, columns, name, hints)
            else:
                yield Failure(name, "no column 'text' or 'html' in this Parquet", _SHAPE)
    except (OSError, pyarrow.ArrowException) as err:
        yield Failure(name, f"cannot be read further: {err}", "check that the file is whole")


def _rows(file: Any, columns: list[str], name: str, hints: Hints) -> Iterator[Source | Failure]:
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
        for row in batch.to_pylist():
            number += 1
            yield _source(row, name, number, hints)
    if not number:
        yield Failure(name, "no row in this Parquet", _SHAPE)


def _source(row: dict[str, Any], name: str, number: int, hints: Hints) -> Source:
    said = {column: _said(value) for column, value in row.items() if value is not None}
    origin = str(said.get("id") or f"{name}:{number}")
    return Source(origin=origin, raw=msgspec.json.encode(said), hints=hints, path=name, line=number)


def _said(value: Any) -> str:
    """A value as a line of JSON lines has it; times in ISO 8601."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
