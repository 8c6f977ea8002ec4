"""Rows that a researcher coded by hand beside the incidents of a store: matched, missing, extra; nothing is judged."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from unicodedata import normalize

from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.resources import load_lines

DAYS_APART = 3
"""Reports of an event come up to some days after it, and coders differ by one."""
KM_APART = 50.0
LEAST_LIKENESS = 1.2
"""Of at most 3: a day that fits and a place that fits, or a place nearby and actors; a judgement, not tuned."""
_EARTH_KM = 6_371.0
_WORD = re.compile(r"[^\W_]+")
_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%Y/%m/%d")

# The columns of ACLED's and of UCDP GED's files, and plain names for one's own: the first that is there is read.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("event_id_cnty", "id", "event_id", "relid"),
    "first": ("event_date", "date_start", "date"),
    "last": ("date_end", "event_date", "date_start", "date"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon"),
    "low": ("low", "fatalities", "deaths"),
    "best": ("best", "fatalities", "deaths"),
    "high": ("high", "fatalities", "deaths"),
}
_PLACES = ("location", "where_coordinates", "place", "admin3", "admin2", "adm_2", "admin1", "adm_1")
_ACTORS = ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "side_a", "side_b", "actor", "actors")


class Coded(Struct, frozen=True, kw_only=True):
    """A coded row: its line in the file, its days, places, actors, deaths."""

    line: int
    id: str
    first: date
    last: date
    places: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    actors: tuple[str, ...] = ()
    low: float | None = None
    best: float | None = None
    high: float | None = None


class Observed(Struct, frozen=True, kw_only=True):
    """An incident as far as it can be compared; `killed` is every claim with its bounds and who makes it."""

    id: str
    first: date | None
    last: date | None
    places: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    actors: tuple[str, ...] = ()
    killed: tuple[tuple[float | None, float | None, str], ...] = ()


class Line(Struct, frozen=True, kw_only=True):
    """One line of a comparison; `deaths` says whether a claim allows the coded number, not which is right."""

    outcome: Literal["matched", "missing", "extra"]
    line: int | None = None
    coded: str | None = None
    incident: str | None = None
    likeness: float | None = None
    days_apart: int | None = None
    coded_deaths: float | None = None
    claims: str = ""
    deaths: Literal["claimed", "not claimed"] | None = None
    place: str = ""
    actors: str = ""
    day: str | None = None


# ---- what was coded


def read_coded(path: Path) -> tuple[Coded, ...]:
    """The rows of a CSV file shaped as ACLED's or UCDP's, or with columns date, place, actors, fatalities.

    Raises:
        UsageError: there is no such file, no column with a date, or a row whose date or count is none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            names = {name.strip().lower(): name for name in reader.fieldnames or ()}
            if not any(name in names for name in _COLUMNS["first"]):
                raise UsageError(
                    f"{path}: no column with a date", hint="name one event_date, date_start or date"
                )
            return tuple(
                _coded(reader.line_num, _Row(row, names, f"{path}, line {reader.line_num}")) for row in reader
            )
    except OSError as err:
        raise UsageError(f"{path}: cannot be read: {err.strerror}", hint="name a CSV file") from err
    except (UnicodeDecodeError, csv.Error) as err:
        raise UsageError(f"{path}: no CSV file in UTF-8: {err}", hint="save the table as one") from err


class _Row:
    """A row whose cells are asked for by several names; a class because it holds both, and where it stands."""

    def __init__(self, cells: Mapping[str, str | None], names: Mapping[str, str], where: str) -> None:
        self._cells = cells
        self._names = names
        self._where = where

    def cell(self, name: str) -> str:
        return (self._cells.get(self._names.get(name, "")) or "").strip()

    def first(self, field: str) -> str:
        return next((words for name in _COLUMNS[field] if (words := self.cell(name))), "")

    def all(self, names: Iterable[str]) -> tuple[str, ...]:
        found = (part.strip() for name in names for part in self.cell(name).split(";"))
        return tuple(dict.fromkeys(part for part in found if part))

    def number(self, field: str) -> float | None:
        words = self.first(field)
        if not words:
            return None
        try:
            value = float(words)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise UsageError(
                f"{self._where}: {words!r} is no number", hint="write it as 1200, or leave it out"
            )
        return value

    def day(self, field: str) -> date:
        words = self.first(field)
        day = words.split("T", maxsplit=1)[0].split(" 00:", maxsplit=1)[0]
        for pattern in _FORMATS:
            try:
                return datetime.strptime(day, pattern).date()
            except ValueError:
                continue
        raise UsageError(f"{self._where}: {words!r} is no date", hint="write it as 2031-05-12")


def _coded(line: int, row: _Row) -> Coded:
    return Coded(
        line=line,
        id=row.first("id") or str(line),
        first=row.day("first"),
        last=row.day("last" if row.first("last") else "first"),
        places=row.all(_PLACES),
        lat=row.number("lat"),
        lon=row.number("lon"),
        actors=row.all(_ACTORS),
        low=row.number("low"),
        best=row.number("best"),
        high=row.number("high"),
    )


# ---- side by side


def compare(coded: Sequence[Coded], observed: Sequence[Observed]) -> tuple[Line, ...]:
    """Each coded row with the incident most like it, then what nobody reports, then what nobody coded.

    An incident is taken by one row, the likest pair first. Matched are a day within `DAYS_APART` and either the place
    (by name, or within `KM_APART` kilometres) or a place not known and actors in common.

    >>> day = date(2031, 5, 12)
    >>> rows = [Coded(line=2, id="x", first=day, last=day, places=("Sill",))]
    >>> [line.outcome for line in compare(rows, [Observed(id="i1", first=day, last=day, places=("Sill",))])]
    ['matched']
    """
    pairs = sorted(_likely(coded, observed), key=lambda pair: (-pair[0], pair[1], observed[pair[2]].id))
    row_of: dict[int, tuple[float, int]] = {}
    taken: set[int] = set()
    for value, row, incident in pairs:
        if row not in row_of and incident not in taken:
            row_of[row] = (value, incident)
            taken.add(incident)
    return (
        *(_matched(coded[row], observed[at], value) for row, (value, at) in sorted(row_of.items())),
        *(_missing(one) for row, one in enumerate(coded) if row not in row_of),
        *(_extra(one) for at, one in enumerate(observed) if at not in taken),
    )


def _likely(coded: Sequence[Coded], observed: Sequence[Observed]) -> Iterator[tuple[float, int, int]]:
    by_day: dict[int, list[int]] = {}
    for at, one in enumerate(observed):
        if one.first is not None:
            last = one.last or one.first
            for day in range(one.first.toordinal() - DAYS_APART, last.toordinal() + DAYS_APART + 1):
                by_day.setdefault(day, []).append(at)
    for row, one_row in enumerate(coded):
        days = range(one_row.first.toordinal(), one_row.last.toordinal() + 1)
        for at in dict.fromkeys(at for day in days for at in by_day.get(day, ())):
            value = likeness(one_row, observed[at])
            if value >= LEAST_LIKENESS:
                yield value, row, at


def likeness(coded: Coded, observed: Observed) -> float:
    """How much a row and an incident have in common, 0 to 3: one each for day, place, actors."""
    apart = days_apart(coded, observed)
    if apart is None or apart > DAYS_APART:
        return 0.0
    place = _place_likeness(coded, observed)
    return 0.0 if place is None else (1 - apart / (DAYS_APART + 1)) + place + _actor_likeness(coded, observed)


def days_apart(coded: Coded, observed: Observed) -> int | None:
    """Days between a row's and an incident's, 0 where they overlap; None where the incident has no day."""
    if observed.first is None:
        return None
    last = observed.last or observed.first
    return max(0, (observed.first - coded.last).days, (coded.first - last).days)


def _place_likeness(coded: Coded, observed: Observed) -> float | None:
    """1 for the same name, less for a point nearby or nothing to compare; None for another place."""
    names = {_folded(name) for name in coded.places}
    held = {_folded(part) for name in observed.places for part in (name, *name.split(","))}
    if names & held:
        return 1.0
    if coded.lat is not None and coded.lon is not None and observed.points:
        nearest = min(km_between((coded.lat, coded.lon), point) for point in observed.points)
        return 0.8 if nearest <= KM_APART else None
    return None if names and held else 0.0


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in kilometres between two points of latitude and longitude in degrees.

    >>> round(km_between((0.0, 0.0), (0.0, 1.0)))
    111
    """
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _actor_likeness(coded: Coded, observed: Observed) -> float:
    """Of the rarer side's telling words the share that the other has."""
    one, other = _telling(coded.actors), _telling(observed.actors)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _telling(names: Iterable[str]) -> frozenset[str]:
    words = frozenset(word for name in names for word in _WORD.findall(_folded(name)))
    return (
        words
        - frozenset(load_lines("generic_words.txt"))
        - {"of", "the", "and", "forces", "military", "group"}
    )


def _folded(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return " ".join(plain.casefold().split())


# ---- lines


def _matched(coded: Coded, observed: Observed, value: float) -> Line:
    number = coded.best if coded.best is not None else coded.low
    return Line(
        outcome="matched",
        line=coded.line,
        coded=coded.id,
        incident=observed.id,
        likeness=round(value, 2),
        days_apart=days_apart(coded, observed),
        coded_deaths=number,
        claims=_claims(observed),
        deaths=None if number is None or not observed.killed else _allowed(number, observed),
        place="; ".join(coded.places[:1]),
        actors="; ".join(coded.actors),
        day=coded.first.isoformat(),
    )


def _allowed(number: float, observed: Observed) -> Literal["claimed", "not claimed"]:
    within = (
        (low or 0) <= number <= (high if high is not None else number) for low, high, _ in observed.killed
    )
    return "claimed" if any(within) else "not claimed"


def _missing(coded: Coded) -> Line:
    return Line(
        outcome="missing",
        line=coded.line,
        coded=coded.id,
        coded_deaths=coded.best,
        place="; ".join(coded.places[:1]),
        actors="; ".join(coded.actors),
        day=coded.first.isoformat(),
    )


def _extra(observed: Observed) -> Line:
    return Line(
        outcome="extra",
        incident=observed.id,
        claims=_claims(observed),
        place="; ".join(observed.places),
        actors="; ".join(observed.actors),
        day=observed.first.isoformat() if observed.first else None,
    )


def _claims(observed: Observed) -> str:
    return "; ".join(f"{_bounds(low, high)} ({who})" for low, high, who in observed.killed)


def _bounds(low: float | None, high: float | None) -> str:
    if low == high and low is not None:
        return f"{low:g}"
    return f"{'?' if low is None else f'{low:g}'}-{'?' if high is None else f'{high:g}'}"
