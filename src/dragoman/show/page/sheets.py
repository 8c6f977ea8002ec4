"""Show: tables as files: every table of a page can be taken along as CSV, JSON or Parquet, with all its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

from litestar.response import Stream
from msgspec import Struct, structs

from dragoman.errors import UsageError
from dragoman.show.answers import WRITERS
from dragoman.show.page.site import Site
from dragoman.store import Answer
from dragoman.store.answer import Cells

HELD_BYTES = 4 << 20
"""How much of a file is held in memory before it goes to the disk."""
_CHUNK = 1 << 16
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def sheet_of(answer: Answer, name: str, form: str) -> Stream:
    """All rows of an answer, with all columns, as a file; the answer is read before this returns.

    Raises:
        UsageError: there is no such form.
    """
    if form not in _KINDS:
        raise UsageError(f"{form}: no such form", hint=f"there are: {', '.join(_KINDS)}")
    held = SpooledTemporaryFile(HELD_BYTES)  # noqa: SIM115 - it is closed by what sends it
    WRITERS[form](answer, held.write)
    held.seek(0)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Stream(_pieces(held), media_type=_KINDS[form], headers=headers)


def rows_of(site: Site, columns: Sequence[str], rows: Sequence[Cells]) -> Answer:
    """Rows that a page made by itself, as an answer."""
    return Answer(
        site.path,
        lambda limit: (tuple(columns), iter(rows[:limit])),
        lambda: (len(rows), False),
    )


def values_of(site: Site, values: Sequence[Struct]) -> Answer:
    """Values of one kind as an answer, a column for each of their fields; several things in one stand in one cell."""
    columns = values[0].__struct_fields__ if values else ()
    return rows_of(site, columns, [tuple(map(_cell, structs.astuple(value))) for value in values])


def _cell(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value


def _pieces(held: Any) -> Iterator[bytes]:
    with held:
        while piece := held.read(_CHUNK):
            yield piece
