"""Sets the places that Dragoman finds against those that people marked; `eval.places` makes figures of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from dragoman.ground.candidates import AREAS, Atlas, Candidate
from dragoman.ground.countries import fold, named_countries
from dragoman.ground.evidence import prior
from dragoman.ground.places import ground_places
from dragoman.pipeline import Tools, load_tools, process
from dragoman.readers import Hints, Source, read_source
from dragoman.stages import Annotations, Document, Mention, Segments
from dragoman.types import Place, Span

NEAR_KM = 161.0  # 100 miles: the distance that published results use
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?]+[\"”’)]*(?=\s|$)|[.!?]|$)")

Choose = Callable[["Toponym", Sequence[Candidate]], Candidate | None]


class Toponym(NamedTuple):
    """A name that people marked, and what they say it stands for."""

    span: Span
    name: str
    kind: str
    """`country`, `area`, `point`; `optional` where a government is meant as much as a place."""
    countries: tuple[str, ...] = ()
    lat: float = math.nan
    lon: float = math.nan
    title: str = ""
    """What an encyclopaedia calls it, where that is how people marked it."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> Toponym:
        """A toponym of our own reports."""
        country = row.get("country")
        point = float(row.get("lat", math.nan)), float(row.get("lon", math.nan))
        return cls(
            Span(row["start"], row["end"]), row["name"], row["kind"], (country,) if country else (), *point
        )


class Judged(NamedTuple):
    """One name: whether people marked it, whether it was seen and given a place, and whether that is right."""

    name: str
    is_gold: bool
    found: bool
    resolved: bool
    right: bool
    precise: bool = False
    is_country: bool = False
    distance_km: float = math.nan
    said: str = ""


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance.

    >>> round(distance_km(52.5, 13.4, 48.9, 2.4))
    871
    """
    a, b = math.radians(lat), math.radians(other_lat)
    step = math.sin((b - a) / 2) ** 2
    step += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(step))


def _off_km(toponym: Toponym, place: Place | Candidate) -> float:
    if place.lat is None or place.lon is None:
        return math.nan
    return distance_km(place.lat, place.lon, toponym.lat, toponym.lon)


def is_right(toponym: Toponym, place: Place | Candidate) -> bool:
    """Whether a place is what people say the name stands for.

    >>> gold = Toponym(Span(0, 7), "Tripoli", "point", ("LBN",), 34.4, 35.8)
    >>> is_right(gold, Place(id="p1", span=Span(0, 7), name="Tripoli", lat=34.43, lon=35.84, country="LBN"))
    True
    >>> is_right(gold, Place(id="p1", span=Span(0, 7), name="Tripoli", lat=32.89, lon=13.18, country="LBY"))
    False
    """
    if toponym.kind == "country":
        named = place.precision == "country" and place.country in toponym.countries
        return named or (bool(toponym.title) and _off_km(toponym, place) <= NEAR_KM)
    if toponym.countries and place.country not in {None, *toponym.countries}:
        return False
    large = {"region", "admin1"} if toponym.title else {"region"}  # a sea or a river has no one point
    if place.precision in large and fold(place.name) == fold(toponym.title or toponym.name):
        return True
    return _off_km(toponym, place) <= NEAR_KM


def is_precise(toponym: Toponym, place: Place) -> bool:
    """Whether an area is said to be one, and a point to be a point."""
    if toponym.kind == "country":
        return place.precision == "country"
    return (place.precision in AREAS) == (toponym.kind == "area")


def _judge(toponym: Toponym, place: Place | None) -> Judged:
    is_country = toponym.kind == "country"
    if place is None:
        return Judged(toponym.name, True, False, False, False, is_country=is_country, said="not seen")
    if place.lat is None:
        why = place.why.get("lat", "") if isinstance(place.why, dict) else ""
        return Judged(toponym.name, True, True, False, False, is_country=is_country, said=why)
    right, precise = is_right(toponym, place), is_precise(toponym, place)
    said = f"{place.name} {place.country} {place.precision}"
    return Judged(toponym.name, True, True, True, right, precise, is_country, _off_km(toponym, place), said)


# ---- mentions given


def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in _SENTENCE.finditer(text) if found.group().strip())


def ground_given(row: dict[str, Any], toponyms: Sequence[Toponym], atlas: Atlas) -> dict[Span, Place]:
    """The places of a report whose toponyms are given as mentions."""
    text = row["text"]
    doc = Document(id=row["id"], origin=row["id"], raw_sha256="", text=text, publisher=row.get("publisher"))
    whole = (Span(0, len(text)),)
    segments = Segments(language="en", zones=(), paragraphs=whole, sentences=_sentences(text), quotations=())
    mentions = tuple(Mention(span=toponym.span, type="GPE", kind="name") for toponym in toponyms)
    places = ground_places(doc, segments, Annotations(mentions=mentions), atlas=atlas)
    return {place.span: place for place in places}


def judge_given(row: dict[str, Any], toponyms: Sequence[Toponym], atlas: Atlas) -> list[Judged]:
    """Grounds one report's toponyms and sets them against the people's."""
    places = ground_given(row, toponyms, atlas)
    return [_judge(toponym, places.get(toponym.span)) for toponym in toponyms if toponym.kind != "optional"]


def geovirus_toponyms(row: dict[str, Any]) -> tuple[Toponym, ...]:
    """The toponyms of a GeoVirus paragraph; a country is known by its title in the encyclopaedia."""
    found = []
    for toponym in row["toponyms"]:
        title = unquote(toponym["wikipedia"].rpartition("/")[2]).replace("_", " ").removesuffix(" (country)")
        codes = named_countries(title)
        span = Span(toponym["start"], toponym["end"])
        kind = "country" if codes else "point"
        found.append(Toponym(span, toponym["name"], kind, codes, toponym["lat"], toponym["lon"], title))
    return tuple(found)


def judge_geovirus(row: dict[str, Any], atlas: Atlas, *, choose: Choose | None = None) -> list[Judged]:
    """One GeoVirus paragraph; `choose` picks a candidate by itself instead, for a baseline."""
    toponyms = geovirus_toponyms(row)
    if choose is None:
        return judge_given(row, toponyms, atlas)
    return [
        _judge(toponym, _chosen(toponym, choose(toponym, atlas.find(toponym.name)))) for toponym in toponyms
    ]


def _chosen(toponym: Toponym, candidate: Candidate | None) -> Place | None:
    if candidate is None:
        return None
    return Place(
        id="p1",
        span=toponym.span,
        name=candidate.name,
        precision=candidate.precision,
        lat=candidate.lat,
        lon=candidate.lon,
        country=candidate.country,
    )


def largest_population(_: Toponym, candidates: Sequence[Candidate]) -> Candidate | None:
    """The best known bearer of the name, whatever the report says."""
    return max(candidates, key=prior, default=None)


def within_reach(toponym: Toponym, candidates: Sequence[Candidate]) -> Candidate | None:
    """A candidate that is right, if there is one: what nobody who chooses among them can beat."""
    return next((candidate for candidate in candidates if is_right(toponym, candidate)), None)


# ---- end to end


@cache
def _tools() -> Tools:
    return load_tools()


def judge_read(row: dict[str, Any], toponyms: Sequence[Toponym]) -> list[Judged]:
    """Reads one report as any other and sets its places against the people's, by the words they share."""
    hints = Hints(format="text", publisher=row.get("publisher"), published=row.get("published"))
    raw = row["text"].encode()
    record = process(read_source(Source(origin=row["id"], raw=raw, hints=hints)), _tools())
    judged = [
        _judge(toponym, _touching(toponym.span, record.places))
        for toponym in toponyms
        if toponym.kind != "optional"
    ]
    return [*judged, *_unmarked(record.places, toponyms)]


def _touching(span: Span, places: Sequence[Place]) -> Place | None:
    """The place whose words share most with a span."""
    shared = [(min(place.span.end, span.end) - max(place.span.start, span.start), place) for place in places]
    best = max(shared, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _unmarked(places: Sequence[Place], toponyms: Sequence[Toponym]) -> Iterator[Judged]:
    """Places that were given a point where people marked none."""
    for place in places:
        if place.lat is not None and not any(place.span.touches(toponym.span) for toponym in toponyms):
            said = f"no place to people; {place.name} {place.country}"
            yield Judged(place.name, False, True, True, False, said=said)
