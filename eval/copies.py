"""Copies found among made wire families: pairs right and missed, what kinds of edit are missed, time for candidates.

    python -m eval.copies --reports 10000
    python -m eval.copies --reports 10000 --among 200000
    python -m eval.copies --reports 4000 --texts folder/attribution/polnear.train.jsonl.gz

A pair is right if both reports are versions of one wire report. `--among` puts the reports into a store of that many:
the figures are of the pairs with one of the first `--reports` in them, each held against all that came before it.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from dragoman.collate.copies import compare_sides, prepare
from dragoman.collate.fingerprints import Index, find_candidates, fingerprint
from dragoman.collate.words import body_words
from eval.wire import Report, as_document, write_reports

SEED = 20310504
SAMPLES = 200
FEWEST_WORDS = 80
Pair = tuple[int, int]


@dataclass
class Tally:
    """Pairs by the family of the later report, what was missed where, and the time it took."""

    right: Counter[int] = field(default_factory=Counter)
    wrong: Counter[int] = field(default_factory=Counter)
    wanted: Counter[int] = field(default_factory=Counter)
    reached: int = 0
    compared: int = 0
    words: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    candidate_seconds: float = 0.0
    compare_seconds: float = 0.0
    wrong_pairs: list[Pair] = field(default_factory=list)
    missed_pairs: list[Pair] = field(default_factory=list)


def run(made: list[Report], sample: set[int]) -> Tally:
    """Put reports in one by one; those of the sampled families meet all their candidates."""
    tally, index = Tally(), Index()
    families: dict[int, set[int]] = {}
    for number, report in enumerate(made):
        near = _near(number, report, index, tally)
        before = families.setdefault(report.family, set())
        looked_at = {other for other in near if report.family in sample or made[other].family in sample}
        linked = {other for other in sorted(looked_at) if _is_copy(made, number, other, tally)}
        if report.family in sample:
            tally.wanted[report.family] += len(before)
            tally.reached += len(before & looked_at)
            tally.missed_pairs += [(number, other) for other in sorted(before - linked)]
        tally.right[report.family] += len(linked & before)
        tally.wrong[report.family] += len(linked - before)
        tally.wrong_pairs += [(number, other) for other in sorted(linked - before)]
        before.add(number)
    return tally


def _near(number: int, report: Report, index: Index, tally: Tally) -> list[int]:
    document = as_document(str(number), report)
    start = time.process_time()
    words = body_words(document)
    numbers = fingerprint(words)
    near = find_candidates(numbers, index)
    index.add(document.id, numbers)
    tally.candidate_seconds += time.process_time() - start
    tally.words += len(words)
    return [int(name) for name in near]


def _is_copy(made: list[Report], number: int, other: int, tally: Tally) -> bool:
    start = time.process_time()
    sides = [prepare(as_document(str(place), made[place])) for place in (number, other)]
    link = compare_sides(*sides)
    tally.compare_seconds += time.process_time() - start
    tally.compared += 1
    tally.kinds[link.kind if link else "none"] += 1
    return link is not None and link.is_copy


# ---- figures


def interval(tally: Tally, measure: Callable[[Counter[str]], float]) -> tuple[float, float]:
    """95 % by bootstrap over families."""
    draw = random.Random(SEED)
    families = sorted(tally.wanted.keys() | tally.right.keys() | tally.wrong.keys())
    rows = [(tally.right[f], tally.wrong[f], tally.wanted[f]) for f in families]
    values = sorted(measure(_sum(draw.choices(rows, k=len(rows)))) for _ in range(SAMPLES))
    return values[int(0.025 * SAMPLES)], values[int(0.975 * SAMPLES) - 1]


def _sum(rows: list[tuple[int, int, int]]) -> Counter[str]:
    right, wrong, wanted = (sum(column) for column in zip(*rows, strict=True))
    return Counter(right=right, wrong=wrong, wanted=wanted)


def precision(counts: Counter[str]) -> float:
    """Of the pairs called copies, the share that are."""
    return counts["right"] / max(1, counts["right"] + counts["wrong"])


def recall(counts: Counter[str]) -> float:
    """Of the pairs that are copies, the share found."""
    return counts["right"] / max(1, counts["wanted"])


def report_lines(tally: Tally, count: int, sampled: int) -> Iterator[str]:
    """The table, line by line."""
    total = _sum([(tally.right[f], tally.wrong[f], tally.wanted[f]) for f in tally.right])
    yield f"{count} reports of {tally.words / count:.0f} words; {sampled} of them against all: {total['wanted']} copies"
    for name, measure in (("precision", precision), ("recall", recall)):
        low, high = interval(tally, measure)
        yield f"{name:10} {100 * measure(total):6.2f}   95 % {100 * low:.2f} to {100 * high:.2f}"
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(tally.kinds.items()))
    yield f"candidates reach {100 * tally.reached / max(1, total['wanted']):.2f} %; {tally.compared} compared: {kinds}"
    yield f"{count / tally.candidate_seconds:.0f} reports a second for candidates (one core, index of all before)"
    yield f"{tally.compared / max(1e-9, tally.compare_seconds):.0f} pairs a second compared word by word"


def load_texts(path: Path) -> tuple[str, ...]:
    """The texts of a packed JSON-lines file with a `text` in each line, the shortest aside."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        texts = (msgspec.json.decode(line)["text"] for line in lines)
        return tuple(text for text in texts if len(text.split()) >= FEWEST_WORDS)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--among", type=int, default=0)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--show", type=int, default=0, help="print so many wrong and missed pairs of made reports"
    )
    args = parser.parse_args()
    texts = load_texts(args.texts) if args.texts else ()
    made = list(write_reports(max(args.reports, args.among), seed=args.seed, texts=texts))
    random.Random(args.seed).shuffle(made)
    sample = (
        {report.family for report in made[: args.reports]}
        if args.among <= args.reports
        else _sample(made, args.reports)
    )
    tally = run(made, sample)
    for line in report_lines(tally, len(made), sum(report.family in sample for report in made)):
        print(line)
    for name, pairs in (("wrong", tally.wrong_pairs), ("missed", tally.missed_pairs)):
        for one, two in pairs[: args.show]:
            print(f"---- {name}", *made[one].paragraphs, "--", *made[two].paragraphs, sep="\n")


def _sample(made: list[Report], reports: int) -> set[int]:
    """Whole families, as they come, until there are so many reports."""
    sizes = Counter(report.family for report in made)
    sample: set[int] = set()
    total = 0
    for report in made:
        if total >= reports:
            break
        if report.family not in sample:
            sample.add(report.family)
            total += sizes[report.family]
    return sample


if __name__ == "__main__":
    main()
