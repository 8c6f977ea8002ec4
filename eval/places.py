"""Measures how well place names are grounded, on GeoVirus (Gritta et al. 2018): `python eval/places.py --data DIR`.

The people's toponyms are given as mentions, so that this measures grounding alone, not finding. Printed: the share
of toponyms given a point, the share of these within 161 km of the people's point, and the share that is the right
place: a country or a larger area by its identity (two points of one country may lie far apart), anything else by the
161 km. Each with a 95 % interval from resampling reports.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from dragoman.ground.countries import fold, named_countries
from dragoman.ground.places import ground_places
from dragoman.stages import Annotations, Document, Mention, Segments
from dragoman.types import Place, Span

NEAR_KM = 161.0  # 100 miles: the distance that published results use
RESAMPLES = 1000
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?]+[\"”’)]*(?=\s|$)|[.!?]|$)")


def atlas():
    from functools import cache
    return _A()

from functools import cache
@cache
def _A():
    from dragoman.ground import Atlas, find_gazetteer
    return Atlas(find_gazetteer())

class Judged(NamedTuple):
    """One toponym: whether it is a country's name, whether we gave a point, and how far off that is."""

    name: str
    is_country: bool
    resolved: bool
    distance_km: float
    same: bool
    why: str

    @property
    def right(self) -> bool:
        """Whether it is the place that people say it is."""
        return self.resolved and (self.same or self.distance_km <= NEAR_KM)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance.

    >>> round(distance_km(52.5, 13.4, 48.9, 2.4))
    871
    """
    a, b = math.radians(lat), math.radians(other_lat)
    step = math.sin((b - a) / 2) ** 2
    step += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(step))


def judge(row: dict[str, Any]) -> list[Judged]:
    """Grounds one report's toponyms and sets them against the people's points."""
    text = row["text"]
    doc = Document(id=row["id"], origin=row["id"], raw_sha256="", text=text)
    sentences = tuple(Span(*found.span()) for found in _SENTENCE.finditer(text) if found.group().strip())
    whole = (Span(0, len(text)),)
    segments = Segments(language="en", zones=(), paragraphs=whole, sentences=sentences, quotations=())
    spans = [Span(toponym["start"], toponym["end"]) for toponym in row["toponyms"]]
    mentions = tuple(Mention(span=span, type="GPE", kind="name") for span in spans)
    places = {place.span: place for place in ground_places(doc, segments, Annotations(mentions=mentions), atlas=atlas())}
    return [
        _judge_one(toponym, places.get(span)) for toponym, span in zip(row["toponyms"], spans, strict=True)
    ]


def _judge_one(toponym: dict[str, Any], place: Place | None) -> Judged:
    name = toponym["name"]
    title = unquote(toponym["wikipedia"].rpartition("/")[2]).replace("_", " ").removesuffix(" (country)")
    codes = named_countries(title)
    if place is None or place.lat is None or place.lon is None:
        why = place.why.get("lat", "") if place is not None and isinstance(place.why, dict) else "left out"
        return Judged(name, bool(codes), resolved=False, distance_km=math.nan, same=False, why=why)
    off = distance_km(place.lat, place.lon, toponym["lat"], toponym["lon"])
    same = place.country in codes if place.precision == "country" else fold(place.name) == fold(title)
    large = place.precision in {"country", "region", "admin1"}
    return Judged(name, bool(codes), True, off, same and large, f"{place.name} {place.country}")


def share(judged: Sequence[Judged], test: Callable[[Judged], bool]) -> float:
    """The share of toponyms that pass a test."""
    return sum(map(test, judged)) / len(judged) if judged else math.nan


def interval(
    reports: Sequence[list[Judged]], measure: Callable[[Sequence[Judged]], float]
) -> tuple[float, float]:
    """95 % interval of a measure, reports resampled with a fixed seed."""
    chance = random.Random(0)
    values = []
    for _ in range(RESAMPLES):
        drawn = [judged for report in chance.choices(reports, k=len(reports)) for judged in report]
        value = measure(drawn)
        if not math.isnan(value):
            values.append(value)
    values.sort()
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]


def _resolved(judged: Sequence[Judged]) -> float:
    return share(judged, lambda one: one.resolved)


def _right(judged: Sequence[Judged]) -> float:
    return share([one for one in judged if one.resolved], lambda one: one.distance_km <= NEAR_KM)


def _the_place(judged: Sequence[Judged]) -> float:
    return share([one for one in judged if one.resolved], lambda one: one.right)


def show(title: str, reports: Sequence[list[Judged]]) -> None:
    """Prints one block of figures."""
    every = [judged for report in reports for judged in report]
    sys.stdout.write(f"{title}: {len(every)} toponyms in {len(reports)} reports\n")
    near = f"of these within {NEAR_KM:.0f} km"
    for label, measure in (("resolved", _resolved), (near, _right), ("of these the right place", _the_place)):
        low, high = interval(reports, measure)
        sys.stdout.write(f"  {label:28} {measure(every):6.1%}  [{low:.1%}, {high:.1%}]\n")


def main() -> None:
    """Reads the corpus and prints the figures."""
    parser = argparse.ArgumentParser(description="Grounding of place names on GeoVirus.")
    parser.add_argument("--data", type=Path, required=True, help="folder with places/geovirus.jsonl.gz")
    parser.add_argument(
        "--errors", type=int, default=0, help="list this many kinds of wrong and missing names"
    )
    options = parser.parse_args()
    with gzip.open(
        options.data / "places" / "geovirus.jsonl.gz", "rt", encoding="utf-8", newline="\n"
    ) as lines:
        reports = [judge(json.loads(line)) for line in lines]
    show("all names", reports)
    show("names of countries", [[one for one in report if one.is_country] for report in reports])
    show("other names", [[one for one in report if not one.is_country] for report in reports])
    every = [judged for report in reports for judged in report]
    wrong = Counter((o.name, o.why, round(o.distance_km)) for o in every if o.resolved and not o.right)
    missing = Counter((o.name, o.why) for o in every if not o.resolved)
    for title, found in (("wrong", wrong), ("missing", missing)):
        for key, count in found.most_common(options.errors):
            sys.stdout.write(f"{title} {count:3} {' | '.join(map(str, key))}\n")


if __name__ == "__main__":
    main()
