"""What a place name may stand for: the countries, areas and towns that `places` chooses from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal, cast

from msgspec import structs
from rapidfuzz.distance import Indel

from dragoman.ground.countries import all_countries, fold, named_countries
from dragoman.ground.gazetteer import Candidate, Gazetteer, find_gazetteer
from dragoman.ground.gazetteer.spelling import frame_of, keys_of, without_article
from dragoman.resources import load_table
from dragoman.types import Precision

__all__ = [
    "AREAS",
    "Atlas",
    "Candidate",
    "fit_kind",
    "kind_of_word",
    "own_atlas",
    "place_words",
    "split_kind",
    "usual_atlas",
]

NameKind = Literal["area", "district", "town"]
"""What the words beside a name say it is: "Idlib province", "Kisumu county", "the city of Homs"."""

AREAS: frozenset[str] = frozenset({"admin1", "admin2", "region"})
TOWN = 20_000  # people; a smaller town is not what is meant by a name that its country or province has too
LIKENESS = 0.75  # of two spellings with the same consonants; under it they are another name
LIKENESS_SHORT = 0.85  # of spellings of up to six letters

_SHORT = 6
_KEPT = 20_000  # names; what an atlas remembers of what it has looked up


class Atlas:
    """Everything that place names are looked up in: our own lists, and the gazetteer where there is one.

    A class because it remembers what it has looked up, and holds the gazetteer open.

    >>> [(c.name, c.precision, c.country) for c in Atlas().find("Idlib")]
    [('Idlib', 'admin1', 'SYR'), ('Idlib', 'populated', 'SYR')]
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self.gazetteer = gazetteer
        self._looked_up: Callable[[str], tuple[Candidate, ...]] = lru_cache(_KEPT)(self._look_up)
        self.find: Callable[[str], tuple[Candidate, ...]] = lru_cache(_KEPT)(self._find)

    def _find(self, words: str) -> tuple[Candidate, ...]:
        """Everything that goes by a name, countries first, then our own entries, then the gazetteer's.

        The name's own kind counts ("Idlib Governorate" is no town); a part of a country ("northern Syria") has
        that country but no point.

        >>> [(c.precision, c.country, c.lat) for c in Atlas().find("northern Syria")]
        [('region', 'SYR', None)]
        >>> Atlas().find("Qwghlm")
        ()
        """
        found = self._looked_up(words)
        if found:
            return found
        rest, kind = split_kind(words)
        if kind is not None:
            return fit_kind(self._looked_up(rest), kind)
        first, _, rest = words.strip().partition(" ")
        if rest and first.lower() in place_words("compass"):
            return tuple(_part_of(candidate, words) for candidate in self._looked_up(rest))
        full = long_form(words)
        return self._looked_up(full) if full else ()

    def respelt(self, words: str, country: str) -> tuple[Candidate, ...]:
        """The places of a country that bear a name in another spelling, found by its consonants, the likest first.

        >>> Atlas().respelt("Saraqeb", "SYR")
        ()
        """
        rest, kind = split_kind(words)
        key = fold(rest if kind else words)
        frame = frame_of(key)
        if self.gazetteer is None or frame is None:
            return ()
        likest: dict[str | None, tuple[float, Candidate]] = {}
        for candidate, spelling in self.gazetteer.spelt_like(frame, country):
            likeness = Indel.normalized_similarity(key, spelling)
            known = likest.get(candidate.gazetteer)
            if likeness >= (LIKENESS if len(key) > _SHORT else LIKENESS_SHORT) and (
                known is None or likeness > known[0]
            ):
                likest[candidate.gazetteer] = likeness, structs.replace(candidate, respelt=True)
        ordered = sorted(
            likest.values(), key=lambda pair: (-pair[0], -pair[1].population, str(pair[1].gazetteer))
        )
        found = tuple(candidate for _, candidate in ordered)
        return fit_kind(found, kind) if kind else found

    def _look_up(self, words: str) -> tuple[Candidate, ...]:
        found = (*_countries_named(words), *self._listed(fold(words)))
        return tuple(dict.fromkeys(found))

    def _packed(self, form: str) -> tuple[Candidate, ...]:
        found = self.gazetteer.named(form) if self.gazetteer is not None else ()
        return tuple(_with_our_units(candidate) for candidate in found)

    def _listed(self, key: str) -> tuple[Candidate, ...]:
        for form in filter(None, (key, without_article(key))):
            own = _own().get(form, ())
            packed = self._packed(form) if self.gazetteer is not None and len(form) > 1 else ()
            if own or packed:
                return _merge(own, packed)
        return ()


@cache
def own_atlas() -> Atlas:
    """Our own lists alone: countries, areas, and the cities that news names most."""
    return Atlas()


@cache
def usual_atlas() -> Atlas:
    """Our own lists with the gazetteer that is installed, or alone where there is none; opened once.

    Raises:
        ResourceError: the gazetteer is broken or of another format.
    """
    return Atlas(find_gazetteer())


def _merge(own: tuple[Candidate, ...], packed: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Our own entries, each with the units it lies in where the gazetteer knows them; then the gazetteer's others.

    The gazetteer's entry of an area of ours is the same area: the point and the precision stay ours.
    """
    by_id = {candidate.gazetteer: candidate for candidate in packed}
    completed = tuple(_completed(candidate, by_id) for candidate in own)
    taken = {candidate.gazetteer for candidate in own if candidate.gazetteer}
    ours = {
        (candidate.country, candidate.precision)
        for candidate in own
        if candidate.precision in {"admin1", "admin2"}
    }
    others = (c for c in packed if c.gazetteer not in taken and (c.country, c.precision) not in ours)
    return (*completed, *others)


def _completed(candidate: Candidate, packed: Mapping[str | None, Candidate]) -> Candidate:
    twin = packed.get(candidate.gazetteer) if candidate.gazetteer else None
    if twin is None:
        return candidate
    return structs.replace(
        candidate,
        admin=(*candidate.admin[:1], *twin.admin[1:]) if candidate.admin else twin.admin,
        within=twin.within,
        population=max(candidate.population, twin.population),
    )


def _with_our_units(candidate: Candidate) -> Candidate:
    """A candidate whose units bear the names of our list, where they are in it: "Donetsk", not "Donetska oblast"."""
    if not any(unit in _own_units() for unit in candidate.within):
        return candidate
    names = zip(candidate.within, candidate.admin, strict=True)
    return structs.replace(candidate, admin=tuple(_own_units().get(unit, name) for unit, name in names))


# ---- our own lists


@cache
def _own_units() -> dict[str, str]:
    rows = (row for row in load_table("regions.tsv") if row["geonames"])
    return {f"geonames:{row['geonames']}": row["name"] for row in rows}


@cache
def _own() -> dict[str, tuple[Candidate, ...]]:
    """Our own areas and cities by every folded form of their names."""
    found: dict[str, list[Candidate]] = {}
    for candidate, names in (*_areas(), *_cities()):
        for key in keys_of(names):
            found.setdefault(key, []).append(candidate)
    return {key: tuple(candidates) for key, candidates in found.items()}


def _areas() -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    for row in load_table("regions.tsv"):
        candidate = Candidate(
            name=row["name"],
            precision=cast("Precision", row["precision"]),
            country=row["country"] or None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            gazetteer=f"geonames:{row['geonames']}" if row["geonames"] else None,
            own=True,
        )
        yield candidate, (row["name"], *filter(None, row["aliases"].split("|")))


def _cities() -> Iterator[tuple[Candidate, tuple[str, ...]]]:
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
            own=True,
        )
        yield candidate, (row["name"], *filter(None, row["aliases"].split("|")))


@cache
def place_words(kind: str) -> frozenset[str]:
    """The words of a kind beside place names; see `resources/place_words.tsv`.

    >>> "governorate" in place_words("area")
    True
    """
    return frozenset(row["words"] for row in load_table("place_words.tsv") if row["kind"] == kind)


@cache
def _short_units() -> dict[str, str]:
    return {
        form: row["name"] for row in load_table("unit_short_forms.tsv") for form in row["forms"].split("|")
    }


def long_form(words: str) -> str | None:
    """The full name behind a short form as it is written ("Tex.", "TX", "Ft. Worth"); None if it is none.

    >>> long_form("Tex."), long_form("TX"), long_form("Ft. Worth"), long_form("tx")
    ('Texas', 'Texas', 'Fort Worth', None)
    """
    unit = _short_units().get(words) or _short_units().get(words + ".")
    if unit is not None:
        return unit
    first, _, rest = words.partition(" ")
    full = {"st": "Saint", "ft": "Fort", "mt": "Mount", "ste": "Sainte", "pt": "Point"}.get(
        first.lower().rstrip(".")
    )
    return f"{full} {rest}" if full and rest else None


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
        return without_possessive(" ".join(parts[:-1])), kind
    if len(parts) > 2 and parts[1].lower() == "of" and (kind := kind_of_word(parts[0])):
        return " ".join(parts[2:]), kind
    return words, None


def without_possessive(words: str) -> str:
    """A name without a final possessive.

    >>> without_possessive("Hama's")
    'Hama'
    """
    return words.removesuffix("'s").removesuffix("’s")


def _countries_named(words: str) -> Iterator[Candidate]:
    for code in named_countries(words):
        country = all_countries()[code]
        yield Candidate(
            name=country.name,
            precision="country",
            country=code,
            lat=country.lat,
            lon=country.lon,
            gazetteer=f"geonames:{country.geonames}" if country.geonames else None,
            own=True,
        )


def _part_of(candidate: Candidate, words: str) -> Candidate:
    if candidate.precision not in {"country", "region", "admin1"}:
        return candidate
    name = " ".join(words.split())
    return structs.replace(candidate, name=name, precision="region", lat=None, lon=None, gazetteer=None)


def fit_kind(candidates: tuple[Candidate, ...], kind: NameKind) -> tuple[Candidate, ...]:
    """The candidates that are what the text says they are; a town known by the name of an area lends its country only.

    >>> [(c.precision, c.lat) for c in fit_kind(own_atlas().find("Kismayo"), "district")]
    [('admin2', None)]
    """
    if kind == "town":
        towns = tuple(c for c in candidates if c.precision in {"populated", "point"})
        is_country = any(c.precision == "country" for c in candidates)
        known = tuple(c for c in towns if c.own or c.population >= TOWN or not is_country)
        return known or candidates
    areas = tuple(c for c in candidates if c.precision in AREAS)
    if areas or any(c.precision == "country" for c in candidates):
        return areas or candidates
    precision: Precision = "admin1" if kind == "area" else "admin2"
    lent = (
        structs.replace(c, precision=precision, lat=None, lon=None, gazetteer=None)
        for c in candidates
        if c.precision == "populated"
    )
    return tuple(lent) or candidates
