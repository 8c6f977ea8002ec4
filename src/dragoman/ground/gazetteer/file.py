"""Finds, opens and reads the gazetteer's file: read-only, so that any number of processes share it."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dragoman.databases import database_kind, in_words
from dragoman.errors import ResourceError
from dragoman.ground.gazetteer.entry import Candidate

VARIABLE = "DRAGOMAN_GAZETTEER"
"""The environment variable that names another file than the one of the environment."""
FORMAT = 1
"""Counted up whenever the tables change; a file of another format is refused."""

_MAPPED_BYTES = 1 << 28
_ROWS_OF_ONE_NAME = 200  # of the most common names of all ("San Antonio"), the largest
_SELECT = """
SELECT p.id, p.name, p.precision, p.country, p.lat, p.lon, p.population, p.unit1, u.name, p.unit2, v.name, {match}
FROM {table} AS n JOIN place AS p ON p.id = n.place
LEFT JOIN place AS u ON u.id = p.unit1 LEFT JOIN place AS v ON v.id = p.unit2
"""
_BY_NAME = (
    _SELECT.format(table="name", match="n.other")
    + f"""
WHERE n.key = ? ORDER BY p.population DESC, p.id LIMIT {_ROWS_OF_ONE_NAME}"""
)
_BY_FRAME = (
    _SELECT.format(table="frame", match="n.spelling")
    + """
WHERE n.key = ? AND n.country = ? ORDER BY p.population DESC, p.id"""
)


def default_path() -> Path:
    """Where the gazetteer is kept: the file `DRAGOMAN_GAZETTEER` names, else one inside the Python environment.

    Inside the environment it goes where the packages go that it was built from: whoever may use the one may read
    the other, worker processes and other users too, and it is removed together with them.

    >>> default_path().suffix
    '.sqlite'
    """
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else Path(sys.prefix) / "share" / "dragoman" / "gazetteer.sqlite"


def find_gazetteer() -> Gazetteer | None:
    """The gazetteer, opened; None where none was ever built, which leaves places unresolved with that reason.

    Raises:
        ResourceError: `DRAGOMAN_GAZETTEER` names a file that is not there, or the file is broken or of another format.
    """
    path = default_path()
    if not path.exists() and not os.environ.get(VARIABLE):
        return None
    return open_gazetteer(path)


def open_gazetteer(path: Path) -> Gazetteer:
    """Open a gazetteer to read from it.

    Raises:
        ResourceError: there is no such file, it is broken, or of another format; the hint says what builds it.
    """
    if not path.is_file():
        raise ResourceError(f"{path}: no gazetteer", hint=_remedy(path, "build it"))
    _check_kind(path)
    _check_size(path)
    with ExitStack() as unless_opened:
        base = _connect(path)
        unless_opened.callback(base.close)
        gazetteer = Gazetteer(path, base, _read_meta(path, base))
        unless_opened.pop_all()
    return gazetteer


def check_gazetteer(path: Path) -> None:
    """Look at every page of a file: slow, for a file that was just built.

    Raises:
        ResourceError: it is broken.
    """
    with open_gazetteer(path) as gazetteer:
        gazetteer.check()


def _remedy(path: Path, verb: str = "rebuild it") -> str:
    return f"{verb}: dragoman setup" + ("" if path == default_path() else f" --gazetteer {path}")


def _broken(path: Path, what: str) -> ResourceError:
    return ResourceError(f"{path}: {what}", hint=_remedy(path))


def _check_kind(path: Path) -> None:
    """Whether it is a gazetteer at all: what is not must not be built over."""
    try:
        kind, words = database_kind(path), in_words(path)
    except OSError as err:
        raise ResourceError(
            f"{path}: cannot be read: {err.strerror}", hint=f"let {VARIABLE} name another"
        ) from err
    if kind != "gazetteer":
        hint = f"let {VARIABLE} name another file, or move this one away and {_remedy(path, 'build it')}"
        raise ResourceError(f"{path}: not a gazetteer but {words}", hint=hint)


def _check_size(path: Path) -> None:
    """Whether the file is as long as its own header says: a cut one opens, and fails later."""
    with path.open("rb") as file:
        head = file.read(32)
    page = int.from_bytes(head[16:18], "big")
    stated = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    if path.stat().st_size != stated:
        raise _broken(path, f"cut short or grown: {path.stat().st_size:,} bytes, {stated:,} by its header")


def _connect(path: Path) -> sqlite3.Connection:
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        base = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        base.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    except sqlite3.Error as err:
        raise _broken(path, f"cannot be opened ({err})") from err
    return base


def _read_meta(path: Path, base: sqlite3.Connection) -> dict[str, str]:
    try:
        (found,) = base.execute("PRAGMA user_version").fetchone()
        if found != FORMAT:
            raise _broken(path, f"of format {found}, this version reads {FORMAT}")
        return dict(base.execute("SELECT key, value FROM meta"))
    except sqlite3.Error as err:
        raise _broken(path, f"broken ({err})") from err


class Gazetteer:
    """An open gazetteer; a class because it must be closed.

    >>> gazetteer = find_gazetteer()
    >>> [c.country for c in gazetteer.named("hama") if c.precision == "populated"][:1] if gazetteer else ["SYR"]
    ['SYR']
    """

    def __init__(self, path: Path, base: sqlite3.Connection, meta: Mapping[str, str]) -> None:
        self.path = path
        self.meta = dict(meta)
        self._base = base

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @property
    def sha256(self) -> str:
        """The sha256 of its content: two gazetteers with the same one give the same answers."""
        return self.meta["sha256"]

    def named(self, key: str) -> tuple[Candidate, ...]:
        """The units and towns with this folded name, the most populous first.

        Raises:
            ResourceError: the file is broken.
        """
        return tuple(_candidate(row, other=bool(row[11])) for row in self._rows(_BY_NAME, (key,)))

    def spelt_like(self, frame: str, country: str) -> tuple[tuple[Candidate, str], ...]:
        """The units and towns of a country with these consonants, each with the folded spelling that has them.

        Raises:
            ResourceError: the file is broken.
        """
        rows = self._rows(_BY_FRAME, (frame, country))
        return tuple((_candidate(row, other=True), str(row[11])) for row in rows)

    def country_ids(self) -> dict[str, str]:
        """The gazetteer's id of each country, by its alpha-3 code."""
        rows = self._rows("SELECT country, id FROM place WHERE precision = ?", ("country",))
        return {str(code): f"geonames:{at}" for code, at in rows}

    def check(self) -> None:
        """Look at every page.

        Raises:
            ResourceError: something is broken.
        """
        answer = next(iter(self._rows("PRAGMA quick_check", ())), ("nothing",))[0]
        if answer != "ok":
            raise _broken(self.path, f"broken ({answer})")

    def _rows(self, query: str, values: Iterable[str]) -> list[tuple[Any, ...]]:
        try:
            return self._base.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as err:
            raise _broken(self.path, f"broken ({err})") from err


def _candidate(row: tuple[Any, ...], *, other: bool) -> Candidate:
    at, name, precision, country, lat, lon, population, unit1, name1, unit2, name2, _ = row
    units = [
        (f"geonames:{unit}", unit_name) for unit, unit_name in ((unit1, name1), (unit2, name2)) if unit_name
    ]
    return Candidate(
        name=name,
        precision=precision,
        country=country,
        lat=lat,
        lon=lon,
        admin=tuple(str(unit_name) for _, unit_name in units),
        within=tuple(unit for unit, _ in units),
        gazetteer=f"geonames:{at}",
        population=population,
        other=other,
    )
