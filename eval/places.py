"""Measures how places are found and grounded: `python -m eval.places [--data DIR] [--own] [--errors N]`.

Three sets. GeoVirus (Gritta et al. 2018; `--data` names the folder): the people's toponyms are given as mentions, so
that this measures grounding alone; set beside it are the largest population of the name, and the ceiling: the share of
toponyms for which the right place is among the candidates at all. Our own reports (`places_own.jsonl`): grounding
with given mentions, and end to end as the whole reader finds them. Our own names in a sentence each
(`places_names.jsonl`): conflict places that are often missed.

A place is right if it is the country, or within 161 km (100 miles) of the people's point in the same country; on
GeoVirus, whose points for countries and large areas are Wikipedia's, also if it is the area of that name. Each figure
with a 95 % interval from resampling reports.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.ground import Atlas, find_gazetteer
from dragoman.ground.candidates import own_atlas
from eval.places_judge import (
    NEAR_KM,
    Judged,
    Toponym,
    judge_geovirus,
    judge_given,
    judge_read,
    largest_population,
    within_reach,
)

HERE = Path(__file__).parent
OWN, NAMES = HERE / "places_own.jsonl", HERE / "places_names.jsonl"
RESAMPLES = 1000

Reports = Sequence[Sequence[Judged]]
Measure = Callable[[Sequence[Judged]], float]


def ratio(part: int, whole: int) -> float:
    """A share; not a number where there is nothing to share.

    >>> ratio(1, 4)
    0.25
    """
    return part / whole if whole else math.nan


def resolved(judged: Sequence[Judged]) -> float:
    """The share of toponyms that were given a place."""
    gold = [one for one in judged if one.is_gold]
    return ratio(sum(one.resolved for one in gold), len(gold))


def right_of_resolved(judged: Sequence[Judged]) -> float:
    """Of these the share that is the right place."""
    answered = [one for one in judged if one.is_gold and one.resolved]
    return ratio(sum(one.right for one in answered), len(answered))


def right_of_all(judged: Sequence[Judged]) -> float:
    """The share of toponyms given the right place: recall."""
    gold = [one for one in judged if one.is_gold]
    return ratio(sum(one.right for one in gold), len(gold))


def near_of_resolved(judged: Sequence[Judged]) -> float:
    """Of the resolved the share within 161 km."""
    answered = [one for one in judged if one.is_gold and one.resolved]
    return ratio(sum(one.distance_km <= NEAR_KM for one in answered), len(answered))


def found(judged: Sequence[Judged]) -> float:
    """The share of toponyms that the reader saw as places at all."""
    gold = [one for one in judged if one.is_gold]
    return ratio(sum(one.found for one in gold), len(gold))


def precision(judged: Sequence[Judged]) -> float:
    """Of all places the reader resolved, the share that is right: names that are no places count against it."""
    answered = [one for one in judged if one.resolved]
    return ratio(sum(one.right for one in answered), len(answered))


def f1(judged: Sequence[Judged]) -> float:
    """The harmonic mean of precision and recall."""
    p, r = precision(judged), right_of_all(judged)
    return 2 * p * r / (p + r) if p + r > 0 else math.nan


def wrong_and_confident(judged: Sequence[Judged]) -> float:
    """The share of toponyms and of names taken for some that were given a wrong place."""
    return ratio(sum(one.resolved and not one.right for one in judged), len(judged))


def right_precision(judged: Sequence[Judged]) -> float:
    """Of the right ones, the share whose stated precision is what people mean: an area or a point."""
    answered = [one for one in judged if one.right]
    return ratio(sum(one.precise for one in answered), len(answered))


def interval(reports: Reports, measure: Measure) -> tuple[float, float]:
    """95 % interval of a measure, reports resampled with a fixed seed."""
    chance = random.Random(0)
    values = []
    for _ in range(RESAMPLES):
        value = measure([one for report in chance.choices(reports, k=len(reports)) for one in report])
        if not math.isnan(value):
            values.append(value)
    values.sort()
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else (math.nan, math.nan)


def show(title: str, reports: Reports, measures: dict[str, Measure]) -> None:
    """Prints one block of figures."""
    every = [one for report in reports for one in report]
    toponyms = sum(one.is_gold for one in every)
    sys.stdout.write(f"{title}: {toponyms} toponyms in {len(reports)} reports\n")
    for label, measure in measures.items():
        low, high = interval(reports, measure)
        sys.stdout.write(f"  {label:34} {measure(every):6.1%}  [{low:.1%}, {high:.1%}]\n")


def show_errors(reports: Reports, count: int) -> None:
    """Lists the most frequent kinds of wrong and missing names."""
    every = [one for report in reports for one in report]
    wrong = Counter((o.name, o.said, "" if math.isnan(o.distance_km) else round(o.distance_km)) for o in every if o.resolved and not o.right)
    missing = Counter((o.name, o.said) for o in every if o.is_gold and not o.resolved)
    for title, kinds in (("wrong", wrong), ("missing", missing)):
        for key, number in kinds.most_common(count):
            sys.stdout.write(f"  {title} {number:3} {' | '.join(map(str, key))}\n")


GROUNDING: dict[str, Measure] = {
    "resolved": resolved,
    "of these the right place": right_of_resolved,
    "right of all": right_of_all,
    "wrong and confident": wrong_and_confident,
}
READING: dict[str, Measure] = {
    "found": found,
    "precision": precision,
    "recall": right_of_all,
    "F1": f1,
    "wrong and confident": wrong_and_confident,
}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, zipped or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def by_source(rows: Iterable[dict[str, Any]], judged: Iterable[Sequence[Judged]]) -> Reports:
    """Paragraphs of one source put together: they are one report."""
    together: dict[str, list[Judged]] = {}
    for row, found_here in zip(rows, judged, strict=True):
        together.setdefault(row["source"], []).extend(found_here)
    return list(together.values())


def measure_geovirus(path: Path, atlas: Atlas, errors: int) -> None:
    """Grounding on GeoVirus, with its two baselines."""
    rows = read_lines(path)
    reports = by_source(rows, [judge_geovirus(row, atlas) for row in rows])
    near = {f"of these within {NEAR_KM:.0f} km": near_of_resolved}
    show("GeoVirus", reports, GROUNDING | near)
    countries = [[one for one in report if one.is_country] for report in reports]
    show("GeoVirus, names of countries", countries, GROUNDING)
    others = [[one for one in report if not one.is_country] for report in reports]
    show("GeoVirus, other names", others, GROUNDING | near)
    largest = by_source(rows, [judge_geovirus(row, atlas, choose=largest_population) for row in rows])
    show("GeoVirus, the largest population", largest, {"right of all": right_of_all})
    ceiling = by_source(rows, [judge_geovirus(row, atlas, choose=within_reach) for row in rows])
    show("GeoVirus, the ceiling", ceiling, {"right of all": right_of_all})
    show_errors(reports, errors)


def measure_own(path: Path, title: str, atlas: Atlas, errors: int) -> None:
    """Grounding with given mentions, and end to end, on reports of our own."""
    rows = [(row, tuple(Toponym.of(toponym) for toponym in row["toponyms"])) for row in read_lines(path)]
    given = [judge_given(row, toponyms, atlas) for row, toponyms in rows]
    show(f"{title}, mentions given", given, GROUNDING | {"their precision as people mean it": right_precision})
    show_errors(given, errors)
    read = [judge_read(row, toponyms) for row, toponyms in rows]
    show(f"{title}, end to end", read, READING)
    show_errors(read, errors)


def main() -> None:
    """Reads the sets and prints the figures."""
    parser = argparse.ArgumentParser(description="Places: found and grounded.")
    parser.add_argument("--data", type=Path, help="folder with places/geovirus.jsonl.gz")
    parser.add_argument("--own", action="store_true", help="our own reports and names, end to end too")
    parser.add_argument("--errors", type=int, default=0, help="list this many kinds of wrong and missing names")
    options = parser.parse_args()
    if options.data is None and not options.own:
        parser.error("say --data DIR, --own, or both")
    gazetteer = find_gazetteer()
    if gazetteer is None:
        sys.stdout.write("There is no gazetteer (dragoman setup): these are the figures of our own lists alone.\n")
    atlas = own_atlas() if gazetteer is None else Atlas(gazetteer)
    if options.data is not None:
        measure_geovirus(options.data / "places" / "geovirus.jsonl.gz", atlas, options.errors)
    if options.own:
        measure_own(OWN, "own reports", atlas, options.errors)
        measure_own(NAMES, "own names", atlas, options.errors)


if __name__ == "__main__":
    main()
