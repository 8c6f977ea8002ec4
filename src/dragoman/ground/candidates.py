"""What a place name may stand for: the built-in countries, areas, seas and cities that `places` chooses from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, cast

from msgspec import Struct, structs

from dragoman.ground.countries import all_countries, fold, named_countries
from dragoman.resources import load_table
from dragoman.types import Precision

NameKind = Literal["area", "district", "town"]
"""What the words beside a name say it is: "Idlib province", "Kisumu county", "the city of Homs"."""

_ARTICLES = frozenset({"al", "el", "ar", "as", "ash", "ad", "an", "at", "az", "en"})
AREAS: frozenset[str] = frozenset({"admin1", "admin2", "region"})


class Candidate(Struct, frozen=True, kw_only=True):
    """One thing that a place name may stand for; no country where an area is disputed or spans several."""

    name: str
    precision: Precision
    country: str | None
    lat: float | None
    lon: float | None
    admin: tuple[str, ...] = ()
    gazetteer: str | None = None
    population: int = 0
    capital: bool = False


@cache
def _areas() -> dict[str, tuple[Candidate, ...]]:
    found: dict[str, list[Candidate]] = {}
    for row in load_table("regions.tsv"):
        candidate = Candidate(
            name=row["name"],
            precision=cast("Precision", row["precision"]),
            country=row["country"] or None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        _enter(found, candidate, row["aliases"])
    return {key: tuple(candidates) for key, candidates in found.items()}


@cache
def _cities() -> dict[str, tuple[Candidate, ...]]:
    found: dict[str, list[Candidate]] = {}
    for row in load_table("places.tsv"):
        candidate = Candidate(
            name=row["name"],
            precision="populated",
            country=row["country"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            admin=(row["admin"],) if row["admin"] else (),
            gazetteer=f"geonames:{row['geonames']}",
            population=int(row["population"]),
            capital=bool(row["capital"]),
        )
        _enter(found, candidate, row["aliases"])
    return {key: tuple(candidates) for key, candidates in found.items()}


def _enter(found: dict[str, list[Candidate]], candidate: Candidate, aliases: str) -> None:
    keys = [fold(name) for name in (candidate.name, *filter(None, aliases.split("|")))]
    bare = [_without_article(key) for key in keys]
    for key in dict.fromkeys((*keys, *filter(None, bare))):
        found.setdefault(key, []).append(candidate)


def _without_article(key: str) -> str | None:
    """The name without an Arabic article ("al bab"); None if it has none, or is Spanish by its second word."""
    first, _, rest = key.partition(" ")
    return rest if first in _ARTICLES and len(rest) > 3 else None


@cache
def place_words(kind: str) -> frozenset[str]:
    """The words of a kind beside place names; see `resources/place_words.tsv`.

    >>> "governorate" in place_words("area")
    True
    """
    return frozenset(row["words"] for row in load_table("place_words.tsv") if row["kind"] == kind)


def kind_of_word(word: str) -> NameKind | None:
    """What a word beside a name says it is.

    >>> kind_of_word("Governorate"), kind_of_word("city"), kind_of_word("ceasefire")
    ('area', 'town', None)
    """
    kinds: tuple[NameKind, ...] = ("area", "district", "town")
    return next((kind for kind in kinds if word.lower() in place_words(kind)), None)


def split_kind(words: str) -> tuple[str, NameKind | None]:
    """A name without the word for what it is, and what that word says.

    >>> split_kind("Idlib Governorate"), split_kind("Mexico City"), split_kind("Damascus")
    (('Idlib', 'area'), ('Mexico', 'town'), ('Damascus', None))
    """
    parts = words.split()
    if len(parts) > 1 and (kind := kind_of_word(parts[-1])):
        return " ".join(parts[:-1]), kind
    if len(parts) > 2 and parts[1].lower() == "of" and (kind := kind_of_word(parts[0])):
        return " ".join(parts[2:]), kind
    return words, None


def find_candidates(words: str) -> tuple[Candidate, ...]:
    """Everything in the built-in lists that goes by a name; the seam where a fuller gazetteer comes in.

    The name's own kind counts ("Idlib Governorate" is no town); a part of a country ("northern Syria") has that
    country but no point.

    >>> [(c.name, c.precision, c.country) for c in find_candidates("Idlib")]
    [('Idlib', 'admin1', 'SYR'), ('Idlib', 'populated', 'SYR')]
    >>> [(c.precision, c.country, c.lat) for c in find_candidates("northern Syria")]
    [('region', 'SYR', None)]
    >>> find_candidates("Qwghlm")
    ()
    """
    found = _look_up(words)
    if found:
        return found
    rest, kind = split_kind(words)
    if kind is not None:
        return fit_kind(_look_up(rest), kind)
    first, _, rest = words.strip().partition(" ")
    if rest and first.lower() in place_words("compass"):
        return tuple(_part_of(candidate, words) for candidate in _look_up(rest))
    return ()


def _look_up(words: str) -> tuple[Candidate, ...]:
    return tuple(dict.fromkeys((*_countries_named(words), *_listed(words))))


def _countries_named(words: str) -> Iterator[Candidate]:
    for code in named_countries(words):
        country = all_countries()[code]
        yield Candidate(
            name=country.name,
            precision="country",
            country=code,
            lat=country.lat,
            lon=country.lon,
            population=10**9,
        )


def _listed(words: str) -> tuple[Candidate, ...]:
    key = fold(words)
    for form in filter(None, (key, _without_article(key))):
        found = (*_areas().get(form, ()), *_cities().get(form, ()))
        if found:
            return found
    return ()


def _part_of(candidate: Candidate, words: str) -> Candidate:
    if candidate.precision not in {"country", "region", "admin1"}:
        return candidate
    return structs.replace(candidate, name=" ".join(words.split()), precision="region", lat=None, lon=None)


def fit_kind(candidates: tuple[Candidate, ...], kind: NameKind) -> tuple[Candidate, ...]:
    """The candidates that are what the text says they are; a town known by the name of an area lends its country only.

    >>> [(c.precision, c.lat) for c in fit_kind(find_candidates("Kismayo"), "district")]
    [('admin2', None)]
    """
    if kind == "town":
        return tuple(c for c in candidates if c.precision in {"populated", "point"}) or candidates
    areas = tuple(c for c in candidates if c.precision in AREAS)
    if areas:
        return areas
    precision: Precision = "admin1" if kind == "area" else "admin2"
    towns = (c for c in candidates if c.precision == "populated")
    lent = (structs.replace(c, precision=precision, lat=None, lon=None, gazetteer=None) for c in towns)
    return tuple(lent) or candidates
