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
from typing import Any, NamedTuple

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


class Tally(NamedTuple):
    """What was counted over some names; tallies add up, so that reports can be resampled quickly."""

    named: int
    """Names judged: those that people marked, and those taken for places where they marked none."""
    gold: int
    found: int
    resolved: int
    """Of all names judged; `answered` of those that people marked."""
    answered: int
    right: int
    near: int
    precise: int

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Tally:
        """The counts of one report."""
        gold = [one for one in judged if one.is_gold]
        answered = [one for one in gold if one.resolved]
        return cls(
            named=len(judged),
            gold=len(gold),
            found=sum(one.found for one in gold),
            resolved=sum(one.resolved for one in judged),
            answered=len(answered),
            right=sum(one.right for one in answered),
            near=sum(one.distance_km <= NEAR_KM for one in answered),
            precise=sum(one.right and one.precise for one in answered),
        )

    @classmethod
    def sum(cls, tallies: Iterable[Tally]) -> Tally:
        """The counts of several reports."""
        return cls(*map(sum, zip(*tallies, strict=True)))


Measure = Callable[[Tally], float]


def ratio(part: int, whole: int) -> float:
    """A share; not a number where there is nothing to share.

    >>> ratio(1, 4)
    0.25
    """
    return part / whole if whole else math.nan


def f1(tally: Tally) -> float:
    """The harmonic mean of precision (of all places the reader resolved) and recall (of the names people marked).

    >>> f1(Tally(named=10, gold=10, found=9, resolved=8, answered=8, right=8, near=8, precise=8))
    0.888...
    """
    return ratio(2 * tally.right, tally.resolved + tally.gold)


def interval(tallies: Sequence[Tally], measure: Measure) -> tuple[float, float]:
    """95 % interval of a measure, reports resampled with a fixed seed."""
    chance = random.Random(0)
    drawn = (measure(Tally.sum(chance.choices(tallies, k=len(tallies)))) for _ in range(RESAMPLES))
    values = sorted(value for value in drawn if not math.isnan(value))
    return (
        (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1])
        if values
        else (math.nan, math.nan)
    )


def show(title: str, reports: Reports, measures: dict[str, Measure]) -> None:
    """Prints one block of figures."""
    tallies = [Tally.of(report) for report in reports]
    whole = Tally.sum(tallies)
    sys.stdout.write(f"{title}: {whole.gold} toponyms in {len(reports)} reports\n")
    for label, measure in measures.items():
        low, high = interval(tallies, measure)
        sys.stdout.write(f"  {label:34} {measure(whole):6.1%}  [{low:.1%}, {high:.1%}]\n")


def show_errors(reports: Reports, count: int) -> None:
    """Lists the most frequent kinds of wrong and missing names."""
    every = [one for report in reports for one in report]
    wrong = Counter((o.name, o.said, _km(o)) for o in every if o.resolved and not o.right)
    missing = Counter((o.name, o.said) for o in every if o.is_gold and not o.resolved)
    for title, kinds in (("wrong", wrong), ("missing", missing)):
        for key, number in kinds.most_common(count):
            sys.stdout.write(f"  {title} {number:3} {' | '.join(key)}\n")


def _km(judged: Judged) -> str:
    return "" if math.isnan(judged.distance_km) else f"{judged.distance_km:.0f} km off"


RIGHT: dict[str, Measure] = {"right of all": lambda tally: ratio(tally.right, tally.gold)}
NEAR: dict[str, Measure] = {
    f"resolved within {NEAR_KM:.0f} km": lambda tally: ratio(tally.near, tally.answered)
}
WRONG: dict[str, Measure] = {
    "wrong and confident": lambda tally: ratio(tally.resolved - tally.right, tally.named),
}
PRECISE: dict[str, Measure] = {
    "their precision as people mean it": lambda tally: ratio(tally.precise, tally.right),
}
GROUNDING: dict[str, Measure] = {
    "resolved": lambda tally: ratio(tally.answered, tally.gold),
    "of these the right place": lambda tally: ratio(tally.right, tally.answered),
    **RIGHT,
    **WRONG,
}
READING: dict[str, Measure] = {
    "found": lambda tally: ratio(tally.found, tally.gold),
    "precision": lambda tally: ratio(tally.right, tally.resolved),
    "recall": lambda tally: ratio(tally.right, tally.gold),
    "F1": f1,
    **WRONG,
}
FOUND: dict[str, Measure] = {"found": READING["found"], "recall": READING["recall"]}


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
    """Grounding on GeoVirus, with its baseline and its ceiling."""
    rows = read_lines(path)
    reports = by_source(rows, [judge_geovirus(row, atlas) for row in rows])
    show("GeoVirus", reports, GROUNDING | NEAR)
    countries = [[one for one in report if one.is_country] for report in reports]
    show("GeoVirus, names of countries", countries, GROUNDING)
    others = [[one for one in report if not one.is_country] for report in reports]
    show("GeoVirus, other names", others, GROUNDING | NEAR)
    largest = by_source(rows, [judge_geovirus(row, atlas, choose=largest_population) for row in rows])
    show("GeoVirus, the best known bearer", largest, RIGHT)
    ceiling = by_source(rows, [judge_geovirus(row, atlas, choose=within_reach) for row in rows])
    show("GeoVirus, the ceiling", ceiling, RIGHT)
    show_errors(reports, errors)


def measure_own(path: Path, title: str, atlas: Atlas, errors: int, *, whole: bool = True) -> None:
    """Grounding with given mentions, and end to end; `whole` where all names of a report are marked."""
    rows = [(row, tuple(Toponym.of(toponym) for toponym in row["toponyms"])) for row in read_lines(path)]
    given = [judge_given(row, toponyms, atlas) for row, toponyms in rows]
    show(f"{title}, mentions given", given, GROUNDING | PRECISE)
    show_errors(given, errors)
    read = [judge_read(row, toponyms) for row, toponyms in rows]
    show(f"{title}, end to end", read, READING if whole else FOUND)
    show_errors(read, errors)


def main() -> None:
    """Reads the sets and prints the figures."""
    parser = argparse.ArgumentParser(description="Places: found and grounded.")
    parser.add_argument("--data", type=Path, help="folder with places/geovirus.jsonl.gz")
    parser.add_argument("--own", action="store_true", help="our own reports and names, end to end too")
    parser.add_argument(
        "--errors", type=int, default=0, help="list this many kinds of wrong and missing names"
    )
    options = parser.parse_args()
    if options.data is None and not options.own:
        parser.error("say --data DIR, --own, or both")
    gazetteer = find_gazetteer()
    if gazetteer is None:
        sys.stdout.write(
            "There is no gazetteer (dragoman setup): these are the figures of our own lists alone.\n"
        )
    atlas = own_atlas() if gazetteer is None else Atlas(gazetteer)
    if options.data is not None:
        measure_geovirus(options.data / "places" / "geovirus.jsonl.gz", atlas, options.errors)
    if options.own:
        measure_own(OWN, "own reports", atlas, options.errors)
        measure_own(NAMES, "own names", atlas, options.errors, whole=False)


if __name__ == "__main__":
    main()
