"""Killed and injured of whole records against a registry of shootings: are both counts right, is none made up.

    python -m eval.longtail --data folder                        every report; slow
    python -m eval.longtail --data folder --incidents 150        those of 150 incidents, spread over the file
    python -m eval.longtail --data folder --weights folder

A report's count is its first figure of that kind in the text, teasers and furniture aside; its best number, else its
lower bound, else its upper one; 0 if there is none. The registry holds the final counts: an early report can be right
and differ, so that nobody reaches 100.

Pages that are scrape junk, another story or a round-up are left out first, as those who packed the reports advise: a
report is kept if it names the town or the county, or gives one of the registry's counts of two or more, in digits or
as a word. Reports are on private people: nothing of a text is printed, counts only. For tuning and checking alone;
no weights learn from it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gate import say
from eval.reading import read_reports, read_rows

if TYPE_CHECKING:
    from dragoman.types import Figure, Record

FILE = Path("events") / "longtail.2013-2015.jsonl.gz"
SHAPE = '{"id", "city_or_county", "num_killed", "num_injured", "docs": [{"id", "dct", "text"}]} a line'
KINDS = ("killed", "injured")
OUTSIDE = ("teaser", "furniture")
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
DRAWS = 500
Counts = tuple[float, float]
"""Killed and injured."""


@dataclass(frozen=True)
class Report:
    """A report of an incident, with the registry's counts."""

    id: str
    incident: str
    text: str
    published: str
    counts: Counts
    kept: bool


@dataclass(frozen=True)
class Judged:
    """A report with the counts that its record gives."""

    report: Report
    given: Counts

    @property
    def both(self) -> bool:
        """Whether both counts are the registry's."""
        return self.given == self.report.counts


def main() -> None:
    """Reads the options and the reports, prints the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument("--incidents", type=int, help="so many incidents, evenly from the whole file")
    given = options.parse_args()
    reports = find_reports(given.data, given.incidents)
    kept = [report for report in reports if report.kept]
    documents = ({"id": r.id, "text": r.text, "published": r.published} for r in kept)
    records = read_reports(documents, given.weights)
    judged = [Judged(report, counts_of(record)) for report, record in zip(kept, records, strict=True)]
    say("\n".join(lines(judged, len(reports))))


# ---- reports and what the registry says of them


def find_reports(folder: Path, most: int | None = None) -> list[Report]:
    """The reports of all incidents, or of `most` of them, each once."""
    incidents = list(read_rows(folder / FILE, SHAPE))
    step = max(1, len(incidents) // most) if most else 1
    found: dict[str, Report] = {}
    for incident in incidents[::step][:most]:
        counts = (float(incident["num_killed"]), float(incident["num_injured"]))
        for doc in incident["docs"]:
            kept = is_about(doc["text"], incident["city_or_county"] or "", counts)
            report = Report(doc["id"], incident["id"], doc["text"], doc["dct"] or "", counts, kept)
            found.setdefault(report.id, report)
    return list(found.values())


def is_about(text: str, town: str, counts: Counts) -> bool:
    """Whether a text names the town or one of the counts, and so can be about the incident.

    >>> is_about("Two men were hurt in Northport.", "Northport (county)", (0, 3))
    True
    >>> is_about("The markets rose by 3 points.", "Northport", (0, 4))
    False
    """
    name = re.sub(r"\s*\(.*?\)", "", town).strip().lower()
    return bool(name and name in text.lower()) or any(states(text, count) for count in counts if count >= 2)


def states(text: str, count: float) -> bool:
    """Whether a number stands in a text, in digits or as a word."""
    words = [f"{count:.0f}"] + ([NUMBERS[int(count)]] if count < len(NUMBERS) else [])
    return re.search(rf"(?<![\w.,])(?:{'|'.join(words)})(?![\w]|[.,]\d)", text, re.IGNORECASE) is not None


# ---- what the record says


def counts_of(record: Record) -> Counts:
    """Killed and injured as the report's record has them."""
    killed, injured = (count_of(record.figures, kind) for kind in KINDS)
    return killed, injured


def count_of(figures: Sequence[Figure], kind: str) -> float:
    """The first number of this kind outside of teasers and furniture, 0 if there is none."""
    ordered = sorted(
        (f for f in figures if f.what == kind and f.zone not in OUTSIDE), key=lambda f: f.span.start
    )
    numbers = (
        next((end for end in (f.best, f.low, f.high) if end is not None), None)
        for f in ordered
    )  # fmt: skip
    return next((number for number in numbers if number is not None), 0.0)


# ---- the table


def lines(judged: Sequence[Judged], reports: int) -> Iterator[str]:
    """How many were left out, both counts right with an interval, each kind, and what was made up."""
    yield f"{reports} reports, {reports - len(judged)} left out: they name neither the town nor a count of two or more"
    several = [one for one in judged if sum(one.report.counts) >= 2]
    stated = [one for one in several if all(states(one.report.text, n) for n in one.report.counts if n >= 2)]
    yield _share("both exact, two or more victims", several, lambda one: one.both)
    yield _share("  of these, every count of two or more is in the text", stated, lambda one: one.both)
    yield _share("both exact, all", judged, lambda one: one.both)
    for at, kind in enumerate(KINDS):
        yield _share(f"{kind}: exact", judged, partial(_is_exact, at))
        none = [one for one in judged if one.report.counts[at] == 0]
        yield _share(f"{kind}: a count is given, the registry has none", none, partial(_is_given, at))
    empty = [one for one in judged if 0 in one.report.counts]
    yield _share("a count is given of a kind the registry has none of", empty, _invented)


def _is_exact(at: int, one: Judged) -> bool:
    return one.given[at] == one.report.counts[at]


def _is_given(at: int, one: Judged) -> bool:
    return one.given[at] > 0


def _invented(one: Judged) -> bool:
    return any(given > 0 and known == 0 for given, known in zip(one.given, one.report.counts, strict=True))


def _share(name: str, judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> str:
    if not judged:
        return f"{name:56s} no report"
    share = sum(map(holds, judged)) / len(judged)
    low, high = interval(judged, holds)
    return f"{name:56s} {100 * share:5.1f} %  ({100 * low:.1f} to {100 * high:.1f})  of {len(judged)} reports"


def interval(
    judged: Sequence[Judged], holds: Callable[[Judged], bool], *, seed: int = 1
) -> tuple[float, float]:
    """95 % of a share, whole incidents drawn again and again with replacement."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        groups[one.report.incident].append(holds(one))
    chance, held, shares = random.Random(seed), list(groups.values()), []
    for _ in range(DRAWS):
        drawn = [verdict for group in chance.choices(held, k=len(held)) for verdict in group]
        shares.append(sum(drawn) / len(drawn))
    shares.sort()
    return shares[int(0.025 * DRAWS)], shares[int(0.975 * DRAWS)]


if __name__ == "__main__":
    main()
