"""Store: the rows that answer a question, fetched when they are asked for, as dictionaries or as a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.errors import ResourceError
from dragoman.store.connect import told

if TYPE_CHECKING:
    import pandas
    import pyarrow

COUNTED = 10_000
"""Rows are counted up to here; what is more is told as more."""
_BATCH = 10_000

Cells = tuple[Any, ...]
Fetch = Callable[[int | None], tuple[tuple[str, ...], Iterator[Cells]]]
"""Names of columns, and the rows, at most as many as asked for."""
_KINDS: dict[str, str] = {
    "score": "float64",
    "low": "float64",
    "best": "float64",
    "high": "float64",
    "likeness": "float64",
    "coded_deaths": "float64",
    "lat": "float64",
    "lon": "float64",
}
_WHOLE = frozenset(
    {
        "line",
        "days_apart",
        "number",
        "undoes",
        "undone",
        "made_by",
        "start",
        "end",
        "documents",
        "mentions",
        "statements",
        "events",
        "figures",
        "terms",
        "reports",
        "version",
    }
)


class Answer:
    """The rows that answer a question; a class because it reads them from the open store when asked to.

    Iterating gives each row as a dictionary. `notes` says what the question left out.
    """

    def __init__(
        self,
        path: Path,
        fetch: Fetch,
        count: Callable[[], tuple[int, bool]],
        notes: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        self._path = path
        self._fetch = fetch
        self._count = count
        self._notes = notes

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.rows()

    def rows(self, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries, newest first, at most `limit` of them."""
        with told(self._path):
            columns, cells = self._fetch(limit)
            for row in cells:
                yield dict(zip(columns, row, strict=True))

    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        with told(self._path):
            return self._fetch(0)[0]

    def count(self) -> tuple[int, bool]:
        """How many rows there are, and whether there are more than that: it stops counting at `COUNTED`."""
        with told(self._path):
            return self._count()

    def notes(self) -> tuple[str, ...]:
        """What the question left out: reports without a date where it names a period."""
        with told(self._path):
            return self._notes()

    def with_notes(self, notes: Callable[[], tuple[str, ...]]) -> Answer:
        """The same answer, with something to say about it."""
        return Answer(self._path, self._fetch, self._count, notes)

    def arrow(self, limit: int | None = None) -> pyarrow.Table:
        """The rows as an Arrow table.

        Raises:
            ResourceError: pyarrow is not installed.
        """
        arrow = load_arrow()
        with told(self._path):
            columns, cells = self._fetch(limit)
            schema = arrow.schema([(name, _kind(arrow, name)) for name in columns])
            batches = []
            while batch := list(islice(cells, _BATCH)):
                values = [list(column) for column in zip(*batch, strict=True)]
                arrays = [
                    arrow.array(column, type=_kind(arrow, name))
                    for name, column in zip(columns, values, strict=True)
                ]
                batches.append(arrow.record_batch(arrays, schema=schema))
        return arrow.Table.from_batches(batches, schema=schema)

    def df(self, limit: int | None = None) -> pandas.DataFrame:
        """The rows as a pandas DataFrame, made through Arrow.

        Raises:
            ResourceError: pyarrow or pandas is not installed.
        """
        table = self.arrow(limit)
        try:
            import pandas  # noqa: F401
        except ImportError as err:
            raise ResourceError(
                "a DataFrame needs pandas", hint="pip install pandas; .arrow() does without"
            ) from err
        return table.to_pandas()


def load_arrow() -> Any:
    """The module pyarrow.

    Raises:
        ResourceError: it is not installed.
    """
    try:
        import pyarrow
    except ImportError as err:
        raise ResourceError("Parquet and Arrow need pyarrow", hint="pip install 'dragoman[tables]'") from err
    return pyarrow


def _kind(arrow: Any, name: str) -> Any:
    if name in _WHOLE:
        return arrow.int64()
    return arrow.float64() if name in _KINDS else arrow.string()


def counted(connection: sqlite3.Connection, query: str, values: Cells) -> tuple[int, bool]:
    """How many rows a query has, up to `COUNTED`, and whether there are more."""
    limited = f"SELECT count(*) FROM ({query} LIMIT {COUNTED + 1})"
    (found,) = connection.execute(limited, values).fetchone()
    return min(int(found), COUNTED), found > COUNTED


def answer_of(path: Path, rows: Sequence[msgspec.Struct]) -> Answer:
    """Rows that are in memory, all of one kind, as an answer."""
    columns = rows[0].__struct_fields__ if rows else ()

    def fetch(limit: int | None) -> tuple[tuple[str, ...], Iterator[Cells]]:
        return columns, (msgspec.structs.astuple(row) for row in rows[:limit])

    return Answer(path, fetch, lambda: (len(rows), False))
