"""Picks the place that a name stands for from its weighed candidates, or says why none can be; read by `places`."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from dragoman.ground.candidates import TOWN, Candidate
from dragoman.ground.countries import fold
from dragoman.ground.evidence import Weighed, prior
from dragoman.types import Span

# Powers of ten of people, as in `evidence`.
MARGIN = 0.3  # how far ahead of its namesakes a place must be
MARGIN_BY_SIZE = 0.7  # the same, where the report speaks as much for the others and only their size tells
EQUAL = 0.2  # within it the report speaks as much for one as for the other
SUPPORTED = 0.5  # of what the report adds; with less, the report says nothing of the place's country
SMALLER = 0.2  # so much more support for each power of ten that a place is smaller than middling
MIDDLING = 5.0  # 100,000 people
FAMOUS = 6.0  # a million people; what is taken without a word of its country
WELL_KNOWN = 5.5  # the same, for places in our own list, which are those that news names
SOLE = 5.0  # the same, where no other place of its name is nearly as large
ONE_SPOT_KM = 15.0  # two entries this near are one place though lists put them in two countries ("Smara")
TOGETHER_KM = 60.0  # two entries of one name and country this near are one place to a reader

SEVERAL = "several places of this name"
_SAME_KM = {"admin1": 200.0, "admin2": 80.0, "region": 600.0}  # to be one with a place of its name


class Reading(Struct, frozen=True):
    """What a place name was taken for, or why it wasn't."""

    candidate: Candidate | None
    why: str = ""
    span: Span | None = None
    """The words read: those of the mention, more of them ("Gulf of Aden" for "Aden"), or words no mention covers."""


def choose(weighed: Sequence[Weighed], *, is_told: bool, is_lone: bool) -> Reading:
    """The place that a name stands for, or why none of its candidates can be taken.

    Args:
        weighed: the candidates, the best first.
        is_told: whether the words beside the name say where it is.
        is_lone: whether the report names nothing else that could say so.

    >>> from dragoman.ground.candidates import own_atlas
    >>> hyderabads = [Weighed(c, prior(c), 0.0) for c in own_atlas().find("Hyderabad")]
    >>> choose(hyderabads, is_told=False, is_lone=True).candidate
    """
    if not weighed:
        return Reading(None)
    best = weighed[0]
    rivals = [one for one in weighed[1:] if not _is_same(best.candidate, one.candidate)]
    known_rivals = [one for one in rivals if prior(one.candidate) > prior(best.candidate) - MARGIN_BY_SIZE]
    near_best = [one for one in rivals if one.score > best.score - _margin(best, one)]
    if near_best:
        return Reading(None, _undecided([best, *near_best]))
    if not (is_told or is_lone or _is_likely(best, is_sole=not known_rivals)):
        where = best.candidate.country or best.candidate.name
        return Reading(None, f"the list has one in {where}, of which the report says nothing")
    return Reading(_usual(best.candidate, [one.candidate for one in weighed]))


def _margin(best: Weighed, rival: Weighed) -> float:
    """How far ahead of a rival the best must be: further where only their size tells them apart."""
    return MARGIN_BY_SIZE if abs(best.support - rival.support) <= EQUAL else MARGIN


def _is_likely(best: Weighed, *, is_sole: bool) -> bool:
    """Whether a place may be meant where no words put it anywhere: the report speaks of its country, or all know it."""
    known = prior(best.candidate)
    if best.support >= SUPPORTED + SMALLER * max(0.0, MIDDLING - known):
        return True
    if best.candidate.own:
        return is_sole or best.candidate.precision != "populated" or known >= WELL_KNOWN
    return known >= FAMOUS or (is_sole and known >= SOLE)


def _is_same(one: Candidate, other: Candidate) -> bool:
    """Whether two entries are one place to a reader: a town and its province, a town listed twice."""
    if one.country != other.country or one.country is None:
        return apart_km(one, other) <= ONE_SPOT_KM
    if None in (one.lat, other.lat):
        return fold(one.name) == fold(other.name)
    if "country" in (one.precision, other.precision):
        return True  # "Guatemala", "Singapore": where the country is meant, its city of that name is not
    if one.gazetteer in other.within or other.gazetteer in one.within:
        return True
    reach = max(_SAME_KM.get(c.precision, TOGETHER_KM) for c in (one, other))
    return apart_km(one, other) <= reach


def _usual(best: Candidate, weighed: Sequence[Candidate]) -> Candidate:
    """Of entries that are one place the one that news means: as our lists say, else a town before its province.

    A country comes before its capital ("Luxembourg"), and what the name is the main name of before what it is not.
    """
    family = [best, *(c for c in weighed if c is not best and _is_same(best, c))]
    family = [c for c in family if c.lat is not None] or family
    family = [c for c in family if c.own] or [c for c in family if not c.other] or family
    if any(c.precision == "country" for c in family):
        return min(family, key=lambda c: c.precision != "country")
    towns = [c for c in family if c.precision == "populated" and (c.own or c.population >= TOWN)]
    if towns:
        return max(towns, key=prior)
    order = ("point", "admin1", "region", "admin2", "populated", "country")
    return min(family, key=lambda c: (order.index(c.precision), -prior(c)))


def _undecided(weighed: Sequence[Weighed]) -> str:
    """Why none of several was taken: which there are, and that nothing, or too much, tells which."""
    countries = sorted({one.candidate.country or "no one country" for one in weighed})
    if len(countries) == 1:
        within = dict.fromkeys(", ".join((one.candidate.name, *one.candidate.admin)) for one in weighed[:3])
        return f"{SEVERAL} in {countries[0]}: {' or '.join(within)}"
    listed = " or ".join((", ".join(countries[:-1]), countries[-1]))
    several = sum(one.support >= SUPPORTED for one in weighed) > 1
    reason = "the report speaks of more than one of them" if several else "nothing in the report tells which"
    return f"{SEVERAL}: may be in {listed}, and {reason}"


def apart_km(one: Candidate, other: Candidate) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    a, b = math.radians(one.lat), math.radians(other.lat)
    step = math.sin((b - a) / 2) ** 2
    step += math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(step))
