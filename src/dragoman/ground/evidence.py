"""Weighs what a place name may stand for by what the report as a whole speaks of; between context and places.

Scores count in powers of ten of people: a town of a million has 6, one of a thousand 3, and each piece of context
counts as so many powers. The names of a report are weighed together: each lends its likely places to the others,
a name with one bearer wholly, a name with many a little to each (after the spatial minimality of Leidner 2007 and the
geographic context of Adelfio and Samet 2013). Distances are counted in cells of one degree and their neighbours.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.ground.gazetteer import Candidate

# Powers of ten. Set by thinking of pairs that must come out (London on a Canadian visit, Tripoli in a report on
# Lebanon, Paris between Dallas and Houston), then checked on GeoVirus and our own reports, not fitted to them.
COUNTRY_PRIOR = 7.5
REGION_PRIOR = 6.5
OWN_UNIT_PRIOR = {"admin1": 6.0, "admin2": 5.0}
UNIT_PRIOR = {"admin1": 5.5, "admin2": 4.3}
POINT_PRIOR = 5.0
CAPITAL = 0.9
OTHER_NAME = -0.4  # "Paris" is one of the other names of Parys, South Africa
SPOKEN_OF = 0.6  # the report names the country, or a place in it
SHARE = 1.4  # times the share of the report's names that are of the country, and one more that is not
IN_SENTENCE = 0.6  # times the share of them that are not
INSIDE = 0.2  # for each of up to two other places in the country
NEARBY = 0.5  # for each of up to four other places nearby, or for the unit
IN_UNIT = 0.5  # what another place in the same unit counts of one nearby
PUBLISHER = 0.4  # the report was put out there

ROUNDS = 2  # after two, shares hardly move
_FEWEST = 300  # people; what a town without a figure, or with a smaller one, is taken to have
_FEWEST_OWN = 100_000  # the same in our own list: the news knows it
_MOST = 40  # candidates of one name that are weighed, the largest first

Cell = tuple[int, int]


@dataclass(frozen=True)
class Spoken:
    """How often a report names each country, and where; and the countries of its publisher."""

    countries: Mapping[str, int] = field(default_factory=dict)
    by_sentence: Mapping[int, frozenset[str]] = field(default_factory=dict)
    starts: Sequence[int] = ()
    """Where the sentences begin, in order."""
    published_in: frozenset[str] = frozenset()

    def near(self, start: int) -> frozenset[str]:
        """The countries that the sentence at a character speaks of."""
        return self.by_sentence.get(bisect_right(self.starts, start), frozenset())


@dataclass(frozen=True)
class Named:
    """A name of the report, its candidates, and the countries spoken of in the sentences where it stands."""

    key: str
    pool: tuple[Candidate, ...]
    near: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Weighed:
    """A candidate with its score and what of the score the report as a whole adds to it."""

    candidate: Candidate
    score: float
    support: float


def prior(candidate: Candidate) -> float:
    """How well known a candidate is, in powers of ten of people.

    >>> town = Candidate(name="Homs", precision="populated", country="SYR", lat=34.7, lon=36.7, population=1_000_000)
    >>> prior(town)
    6.0
    """
    if candidate.precision == "country":
        return COUNTRY_PRIOR
    if candidate.precision == "region":
        return REGION_PRIOR
    if candidate.precision in UNIT_PRIOR:
        return (OWN_UNIT_PRIOR if candidate.own else UNIT_PRIOR)[candidate.precision] + _other_name(candidate)
    if candidate.precision == "point":
        return POINT_PRIOR
    unknown = _FEWEST_OWN if candidate.own else _FEWEST
    size = math.log10(max(candidate.population or unknown, _FEWEST))
    return size + CAPITAL * candidate.capital + _other_name(candidate)


def _other_name(candidate: Candidate) -> float:
    return OTHER_NAME if candidate.other and not candidate.own else 0.0


def cell_of(candidate: Candidate) -> Cell | None:
    """The cell of one degree that a candidate's point lies in; None for countries and what has no point."""
    if candidate.lat is None or candidate.lon is None or candidate.precision == "country":
        return None
    return math.floor(candidate.lat), math.floor(candidate.lon)


def _around(cell: Cell) -> Iterator[Cell]:
    lat, lon = cell
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            yield lat + north, (lon + east + 180) % 360 - 180


class Lent:
    """What the names of a report lend to each other; a class because it is filled name by name, then only read."""

    def __init__(self, shares: Mapping[str, Mapping[Candidate, float]]) -> None:
        self.cells: dict[Cell, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.units: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.countries: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for key, held in shares.items():
            shared_name = len({candidate.country for candidate in held}) > 1
            for candidate, share in held.items():
                if (
                    shared_name or candidate.precision != "country"
                ):  # other countries are counted where they stand
                    self._lend(key, candidate, share)
        self._sums = {country: sum(held.values()) for country, held in self.countries.items()}
        self.total = sum(self._sums.values())

    def _lend(self, key: str, candidate: Candidate, share: float) -> None:
        if candidate.country is None:
            return
        self.countries[candidate.country][key] += share
        cell = cell_of(candidate)
        if cell is not None and candidate.precision != "region":
            self.cells[cell][key] += share
        for unit in (*candidate.within, candidate.gazetteer):
            if unit is not None:
                self.units[unit][key] += share

    def inside(self, key: str, country: str) -> float:
        """How many other names lie in a country."""
        return self._sums.get(country, 0.0) - self.countries.get(country, {}).get(key, 0.0)

    def own(self, key: str) -> float:
        """What of the total a name lends."""
        return sum(held.get(key, 0.0) for held in self.countries.values())

    def nearby(self, key: str, candidate: Candidate) -> float:
        """How many other names lie near a candidate, or in it where it is an area."""
        found: dict[str, float] = defaultdict(float)
        cell = cell_of(candidate)
        for at in _around(cell) if cell is not None else ():
            for other, share in self.cells.get(at, {}).items():
                found[other] += share
        near = sum(min(1.0, share) for other, share in found.items() if other != key)
        units = [candidate.gazetteer] if candidate.precision in UNIT_PRIOR else candidate.within
        within = max((self._in_unit(key, unit) for unit in units if unit), default=0.0)
        return max(near, within)

    def _in_unit(self, key: str, unit: str) -> float:
        held = self.units.get(unit, {})
        return IN_UNIT * sum(min(1.0, share) for other, share in held.items() if other != key)


def weigh(names: Sequence[Named], spoken: Spoken) -> dict[str, list[Weighed]]:
    """The candidates of each name with their scores, the best first."""
    pools = {name.key: sorted(name.pool, key=lambda c: -prior(c))[:_MOST] for name in names}
    shares = {key: _shares([Weighed(c, prior(c), 0.0) for c in pool]) for key, pool in pools.items()}
    found: dict[str, list[Weighed]] = {}
    for _ in range(ROUNDS):
        lent = Lent(shares)
        found = {name.key: _weigh_one(name, pools[name.key], spoken, lent) for name in names}
        shares = {key: _shares(weighed) for key, weighed in found.items()}
    return found


def weigh_more(name: Named, weighed: Mapping[str, Sequence[Weighed]], spoken: Spoken) -> list[Weighed]:
    """The candidates of one more name, against those that `weigh` has weighed."""
    return _weigh_one(
        name, name.pool[:_MOST], spoken, Lent({key: _shares(held) for key, held in weighed.items()})
    )


def countries_spoken_of(weighed: Mapping[str, Sequence[Weighed]], spoken: Spoken) -> list[str]:
    """The countries a report speaks of, by name or by a place in them, the most named first."""
    lent = Lent({key: _shares(held) for key, held in weighed.items()})
    counts = {country: lent.inside("", country) for country in lent.countries}
    for country, count in spoken.countries.items():
        counts[country] = counts.get(country, 0.0) + count
    return [c for c in sorted(counts, key=lambda country: (-counts[country], country)) if counts[c] >= 0.5]


def _shares(weighed: Sequence[Weighed]) -> dict[Candidate, float]:
    """Scores as shares of one: a power of ten more is ten times as likely."""
    if not weighed:
        return {}
    top = max(one.score for one in weighed)
    powers = {one.candidate: 10 ** (one.score - top) for one in weighed if one.score > top - 2}
    total = sum(powers.values())
    return {candidate: power / total for candidate, power in powers.items()}


def _weigh_one(name: Named, pool: Sequence[Candidate], spoken: Spoken, lent: Lent) -> list[Weighed]:
    found = []
    total = lent.total - lent.own(name.key) + sum(spoken.countries.values())
    for candidate in pool:
        support = _support(name, candidate, spoken, lent, total)
        published = PUBLISHER * (candidate.country in spoken.published_in)
        found.append(Weighed(candidate, prior(candidate) + support + published, support))
    return sorted(found, key=lambda one: (-one.score, one.candidate.name, one.candidate.gazetteer or ""))


def _support(name: Named, candidate: Candidate, spoken: Spoken, lent: Lent, total: float) -> float:
    """What the report adds to a candidate; `total` counts the other names and countries that could."""
    nearby = NEARBY * min(4.0, lent.nearby(name.key, candidate))
    if candidate.country is None:
        return nearby
    inside = lent.inside(name.key, candidate.country)
    named = spoken.countries.get(candidate.country, 0)
    share = (inside + named) / (total + 1)
    others = 1 - (inside + named) / total if total > 0 else 0.0
    in_sentence = IN_SENTENCE * others * (candidate.country in name.near)
    return (
        SPOKEN_OF * min(1.0, inside + named)
        + SHARE * share
        + in_sentence
        + INSIDE * min(2.0, inside)
        + nearby
    )
