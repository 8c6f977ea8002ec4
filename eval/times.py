"""Measures how well times are found and read on TimeBank and AQUAINT: `python -m eval.times --data FOLDER`.

The folder holds `times/timebank.jsonl.gz` and `times/aquaint.jsonl.gz` (fields id, dct, text, timexes). Both sets were
used to mend the rules; the figures say how far these reach there, not what to expect elsewhere. Spans and attributes
are scored as in TempEval-3 (UzZaman et al. 2013): relaxed spans overlap, strict ones are equal, and an attribute is
right where spans overlap and the attribute is equal. A range (`start/end`) is no TIMEX3 value and so counts as wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.annotate.timexes import find_timexes
from dragoman.ground.times import ground_times
from dragoman.stages import Document, Segments
from dragoman.types import Published, Span, Time

SETS = ("timebank", "aquaint")
ROUNDS = 1000
"""Bootstrap samples of documents; their middle 95 % make the interval."""
_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*\n[ \t]*\n|\s*\Z)", re.DOTALL)
_SENTENCE = re.compile(r"\S(?:.*?[.!?]['\"”’]*(?=\s+[A-Z“`\"'])|.*\S)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_WORDS = re.compile(r"\b(?:1[5-9]|20)\d{2}\b|\d/\d{2}\b")


class Hits(NamedTuple):
    """Of one document: how many there are, and how many of them are right; gold's side and the system's."""

    gold: int = 0
    system: int = 0
    gold_right: int = 0
    system_right: int = 0

    def plus(self, other: Hits) -> Hits:
        """The sum with another document's."""
        return Hits(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def precision(self) -> float:
        """Right among those found, in per cent."""
        return 100 * self.system_right / max(self.system, 1)

    def recall(self) -> float:
        """Right among those marked by people, in per cent."""
        return 100 * self.gold_right / max(self.gold, 1)

    def f1(self) -> float:
        """The harmonic mean of both, in per cent."""
        both = self.precision() + self.recall()
        return 2 * self.precision() * self.recall() / both if both else 0.0


Scores = dict[str, Hits]
"""The hits of one document by the name of the measure."""


class Gold(NamedTuple):
    """A time as people marked it."""

    span: Span
    type: str
    value: str
    words: str


def _cut(pattern: re.Pattern[str], text: str, whole: Span) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in pattern.finditer(text, whole.start, whole.end))


def read_times(row: dict[str, Any]) -> tuple[Time, ...]:
    """The times of one document of a set, read with its creation time as the publication date."""
    text = row["text"]
    doc = Document(
        id=row["id"], origin=row["id"], raw_sha256="", text=text, published=Published(row["dct"], "given")
    )
    paragraphs = _cut(_PARAGRAPH, text, Span(0, len(text)))
    sentences = tuple(span for paragraph in paragraphs for span in _cut(_SENTENCE, text, paragraph))
    segments = Segments(language="en", zones=(), paragraphs=paragraphs, sentences=sentences, quotations=())
    return ground_times(doc, segments, find_timexes(doc, segments))


def read_gold(row: dict[str, Any]) -> tuple[Gold, ...]:
    """The times that people marked in a document of a set."""
    return tuple(
        Gold(
            Span(one["start"], one["end"]), one["type"], one["value"], row["text"][one["start"] : one["end"]]
        )
        for one in row["timexes"]
    )


def score(row: dict[str, Any]) -> Scores:
    """What of one document was found, and read right."""
    gold, times = read_gold(row), read_times(row)
    pairs = [(one, time) for one in gold for time in times if one.span.touches(time.span)]
    named = [one for one in gold if _names_day(one)]
    return {
        "span, relaxed": _hits(gold, times, pairs),
        "span, strict": _hits(gold, times, [pair for pair in pairs if pair[0].span == pair[1].span]),
        "type": _hits(gold, times, [pair for pair in pairs if pair[0].type == pair[1].type]),
        "value": _hits(gold, times, right := [pair for pair in pairs if pair[0].value == pair[1].value]),
        "full dates": _recalled([one for one in named if _YEAR_WORDS.search(one.words)], right),
        "day and month": _recalled([one for one in named if not _YEAR_WORDS.search(one.words)], right),
    }


def _names_day(one: Gold) -> bool:
    """Whether the words name a day by its number, and not by "today" or "Friday"."""
    return (
        one.type == "DATE"
        and _DAY.fullmatch(one.value) is not None
        and re.search(r"\d", one.words) is not None
        and re.fullmatch(r"\d{4}", one.words) is None
    )


def _hits(gold: Sequence[Gold], times: Sequence[Time], right: Iterable[tuple[Gold, Time]]) -> Hits:
    pairs = list(right)
    return Hits(
        len(gold), len(times), len({one.span for one, _ in pairs}), len({time.id for _, time in pairs})
    )


def _recalled(gold: Sequence[Gold], right: Iterable[tuple[Gold, Time]]) -> Hits:
    """The hits of a part of gold, which has no system's side of its own: share read right on both."""
    found = len({one.span for one, _ in right} & {one.span for one in gold})
    return Hits(len(gold), len(gold), found, found)


def total(scores: Iterable[Scores]) -> Scores:
    """The sum over documents.

    >>> total([{"value": Hits(2, 2, 1, 1)}, {"value": Hits(1, 1, 1, 1)}])
    {'value': Hits(gold=3, system=3, gold_right=2, system_right=2)}
    """
    sums: Scores = {}
    for one in scores:
        for name, hits in one.items():
            sums[name] = sums.get(name, Hits()).plus(hits)
    return sums


def intervals(scores: Sequence[Scores]) -> dict[str, tuple[float, float]]:
    """The 95 % interval of each F1, by drawing documents with replacement."""
    draw = random.Random(20)
    samples = [total(draw.choices(scores, k=len(scores))) for _ in range(ROUNDS)]
    ordered = {name: sorted(sample[name].f1() for sample in samples) for name in samples[0]}
    low, high = int(0.025 * ROUNDS), int(0.975 * ROUNDS) - 1
    return {name: (figures[low], figures[high]) for name, figures in ordered.items()}


def table(name: str, scores: Sequence[Scores]) -> Iterator[str]:
    """The lines printed for one set."""
    sums, bounds = total(scores), intervals(scores)
    relaxed = sums["span, relaxed"]
    yield f"{name}: {len(scores)} documents, {relaxed.gold} times marked, {relaxed.system} found"
    yield f"  {'':15} precision  recall     F1  95 % interval of F1, documents drawn anew"
    for measure, hits in sums.items():
        (low, high), share = bounds[measure], f"  ({hits.gold_right} of {hits.gold})"
        line = f"  {measure:15} {hits.precision():9.1f} {hits.recall():7.1f} {hits.f1():6.1f}  {low:.1f} to {high:.1f}"
        yield line + share
    accuracy = 100 * sums["value"].gold_right / max(relaxed.gold_right, 1)
    yield f"  of the times found, {accuracy:.1f} % have the value that people gave"


def load(path: Path) -> list[dict[str, Any]]:
    """The documents of a set."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures of both sets; 2 if the data are missing."""
    parser = argparse.ArgumentParser(description="Measure time expressions on TimeBank and AQUAINT.")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds times/timebank.jsonl.gz")
    folder = parser.parse_args(arguments).data / "times"
    missing = [path for name in SETS if not (path := folder / f"{name}.jsonl.gz").is_file()]
    if missing:
        sys.stderr.write(f"{missing[0]}: no such file; give the folder that holds times/ with --data\n")
        return 2
    for name in SETS:
        scores = [score(row) for row in load(folder / f"{name}.jsonl.gz")]
        sys.stdout.writelines(f"{line}\n" for line in table(name, scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
