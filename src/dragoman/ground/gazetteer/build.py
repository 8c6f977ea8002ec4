"""Builds the gazetteer: one SQLite file, made once from the packages and never changed; the same bytes every time."""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from dragoman.databases import APPLICATION_ID, database_kind, in_words
from dragoman.errors import ResourceError
from dragoman.ground.gazetteer.file import FORMAT, check_gazetteer, default_path
from dragoman.ground.gazetteer.packages import Packed, Town, Unit, package_versions, read_packages
from dragoman.ground.gazetteer.spelling import frame_of, is_spelling, keys_of, romanised_countries

STEPS = ("read the packages", "towns and units", "names and spellings", "write and check")
"""What building goes through, in order; `progress` is told of each."""

Progress = Callable[[str], None]
Row = tuple[Any, ...]

_ELSEWHERE = (
    "free some space, or name another file: dragoman setup --gazetteer FILE, and set DRAGOMAN_GAZETTEER to it"
)

_SCHEMA = f"""
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, precision TEXT NOT NULL, country TEXT NOT NULL,
    unit1 INTEGER, unit2 INTEGER, lat REAL, lon REAL, population INTEGER NOT NULL, radius_km INTEGER
);
CREATE TABLE name (
    key TEXT NOT NULL, place INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE frame (
    key TEXT NOT NULL, country TEXT NOT NULL, place INTEGER NOT NULL, spelling TEXT NOT NULL,
    PRIMARY KEY (key, country, place, spelling)
) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT};
"""


def _silent(step: str) -> None:
    """Tell nobody."""


class Built(msgspec.Struct, frozen=True):
    """What was built: where, how many places and names, and the sha256 of the content."""

    path: Path
    places: int
    names: int
    sha256: str


def build_gazetteer(path: Path | None = None, *, progress: Progress = _silent) -> Built:
    """Build the gazetteer at `path`, or where the package looks for it; a gazetteer that is there is replaced whole.

    Two builds from the same packages hold the same content, which the sha256 says. While it is built, or where
    building fails, the file that was there stays as it is.

    Raises:
        ResourceError: a package is missing or not as expected, the file cannot be written, or what is there is no
            gazetteer.
    """
    target = (path or default_path()).expanduser()
    _refuse_other(target)
    draft = _draft_beside(target)
    try:
        progress(STEPS[0])
        versions = package_versions()
        built = write_gazetteer(draft, read_packages(), versions, progress)
        check_gazetteer(draft)
        draft.chmod(0o644)
        draft.replace(target)
    except (OSError, sqlite3.Error) as err:
        raise ResourceError(f"{target}: cannot be written: {err}", hint=_ELSEWHERE) from err
    finally:
        draft.unlink(missing_ok=True)
    return msgspec.structs.replace(built, path=target)


def _refuse_other(target: Path) -> None:
    """Refuse to put a gazetteer in the place of anything else."""
    if target.is_dir():
        raise ResourceError(
            f"{target}: is a folder", hint=f"name a file, for example {target / 'gazetteer.sqlite'}"
        )
    try:
        other = target.exists() and database_kind(target) != "gazetteer"
        words = in_words(target) if other else ""
    except OSError as err:
        raise ResourceError(f"{target}: cannot be read: {err.strerror}", hint=_ELSEWHERE) from err
    if other:
        hint = "name a file that is not there yet, or move this one away"
        raise ResourceError(f"{target}: not a gazetteer but {words}; it stays as it is", hint=hint)


def _draft_beside(target: Path) -> Path:
    """An empty file in the folder of the target: what is built there can take its place in one step."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        os.close(handle)
    except OSError as err:
        raise ResourceError(f"{target}: cannot be written: {err.strerror}", hint=_ELSEWHERE) from err
    return Path(name)


def write_gazetteer(
    path: Path, packed: Packed, versions: Mapping[str, str], progress: Progress = _silent
) -> Built:
    """Write the tables into an empty file: the same bytes for the same content."""
    content = hashlib.sha256()
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript(_SCHEMA)
        progress(STEPS[1])
        places = _fill(base, "place", sorted(_place_rows(packed)), content)
        progress(STEPS[2])
        named, framed = _name_rows(packed)
        progress(STEPS[3])
        names = _fill(base, "name", named, content)
        _fill(base, "frame", framed, content)
        sha256 = content.hexdigest()
        meta = {
            **versions,
            "format": str(FORMAT),
            "sha256": sha256,
            "places": str(places),
            "names": str(names),
        }
        base.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        base.execute("COMMIT")
    return Built(path, places, names, sha256)


def _fill(base: sqlite3.Connection, table: str, rows: Sequence[Row], content: hashlib._Hash) -> int:
    """Insert rows in order of their key, which keeps the file small, and add them to the content's hash."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    for row in rows:
        content.update(repr(row).encode())
    return len(rows)


# ---- places


def _place_rows(packed: Packed) -> Iterator[Row]:
    """A row for each country, unit and town; a unit's point is the middle of its towns, for the packages give none."""
    alpha3 = {code: nation.alpha3 for code, nation in packed.nations.items()}
    taken: set[int] = set()
    for nation in packed.nations.values():
        taken.add(nation.geonames)
        yield (nation.geonames, nation.alpha2, "country", nation.alpha3, None, None, None, None, 0, None)
    middles = _middles(packed)
    for unit in packed.units.values():
        if unit.country in alpha3 and unit.geonames not in taken:
            taken.add(unit.geonames)
            yield _unit_row(unit, alpha3[unit.country], middles.get(unit.geonames))
    for town in packed.towns:
        if town.countrycode in alpha3 and town.geonameid not in taken:
            yield _town_row(town, alpha3[town.countrycode], packed.units_of.get(town.geonameid, ()))


def _unit_row(unit: Unit, country: str, middle: tuple[float, float, int, int] | None) -> Row:
    precision = "admin1" if unit.level == 1 else "admin2"
    lat, lon, radius, population = middle or (None, None, None, 0)
    return (
        unit.geonames,
        readable(unit.names),
        precision,
        country,
        unit.parent,
        None,
        lat,
        lon,
        population,
        radius,
    )


def _town_row(town: Town, country: str, units: tuple[int, ...]) -> Row:
    first, second = (*units, None, None)[:2]
    name = town.name.replace("’", "'")
    point = (round(town.latitude, 4), round(town.longitude, 4))
    return (town.geonameid, name, "populated", country, first, second, *point, town.population, None)


def readable(names: tuple[str, ...]) -> str:
    """The name of a unit that English readers know best: its main one if it is plain, else its shortest plain one."""
    plain = [name for name in names if name.isascii() and is_spelling(name)]
    return names[0] if not plain or names[0] in plain else min(plain, key=lambda name: (len(name), name))


def _middles(packed: Packed) -> dict[int, tuple[float, float, int, int]]:
    """For each unit with towns: the mean of their points, how far nine in ten lie from it (km), and their people."""
    held: dict[int, list[Town]] = {}
    for town in packed.towns:
        for unit in packed.units_of.get(town.geonameid, ()):
            held.setdefault(unit, []).append(town)
    return {unit: _middle(towns) for unit, towns in held.items()}


def _middle(towns: Sequence[Town]) -> tuple[float, float, int, int]:
    vectors = [_vector(town.latitude, town.longitude) for town in towns]
    x, y, z = (math.fsum(axis) for axis in zip(*vectors, strict=True))
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    centre = _vector(lat, lon)
    far = sorted(_apart_km(centre, vector) for vector in vectors)
    return (
        round(lat, 3),
        round(lon, 3),
        round(far[int(0.9 * (len(far) - 1))]),
        sum(town.population for town in towns),
    )


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    a, b = math.radians(lat), math.radians(lon)
    return math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a)


def _apart_km(one: Sequence[float], other: Sequence[float]) -> float:
    return 2 * 6371.0 * math.asin(min(1.0, math.dist(one, other) / 2))


# ---- names


def _named(packed: Packed) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Each unit and town: id, alpha-3 code, and its names in Latin letters, the main one first."""
    for unit in packed.units.values():
        if unit.country in packed.nations:
            names = (unit.names[0], *filter(is_spelling, unit.names[1:]))
            yield unit.geonames, packed.nations[unit.country].alpha3, names
    for town in packed.towns:
        if town.countrycode in packed.nations and town.geonameid not in packed.units:
            names = (town.name, *filter(is_spelling, town.alternatenames))
            yield town.geonameid, packed.nations[town.countrycode].alpha3, names


def _name_rows(packed: Packed) -> tuple[list[Row], list[Row]]:
    """The rows of names and those of frames, each sorted; names are folded once for both."""
    names: list[Row] = []
    frames: set[Row] = set()
    for place, country, written in _named(packed):
        keys = keys_of(written)
        main = set(keys_of(written[:1]))
        names.extend((key, place, int(key not in main)) for key in keys)
        if country in romanised_countries():
            frames.update((frame, country, place, key) for key in keys if (frame := frame_of(key)))
    return sorted(names), sorted(frames)
