"""Measures how well times are found and read on TimeBank and AQUAINT: `python eval/times.py --data FOLDER`.

The folder holds `times/timebank.jsonl.gz` and `times/aquaint.jsonl.gz` (fields id, dct, text, timexes). Both sets were
used for tuning; the figures say how far the rules reach there, not what to expect elsewhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.annotate.timexes import find_timexes
from dragoman.ground.times import ground_times
from dragoman.stages import Document, Segments
from dragoman.types import Published, Span, Time

SETS = ("timebank", "aquaint")
ROUNDS = 1000
"""Bootstrap samples of documents; their middle 95 % make the interval."""
Counts = tuple[int, int, int, int, int, int]
"""Of one document: gold, system, overlapping gold, overlapping system, exact, overlapping with the same value."""
_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*\n[ \t]*\n|\s*\Z)", re.DOTALL)
_SENTENCE = re.compile(r"\S(?:.*?[.!?]['\"”’]*(?=\s+[A-Z“`\"'])|.*\S)", re.DOTALL)


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


def _ends(time: Time) -> tuple[str, ...]:
    """The values a gold value may equal: of a range, that of either end."""
    return tuple((time.value or "").split("/"))


def count(row: dict[str, Any]) -> Counts:
    """What of one document was found, and read right."""
    times = read_times(row)
    gold = [(Span(timex["start"], timex["end"]), timex["value"]) for timex in row["timexes"]]
    pairs = [(span, value, time) for span, value in gold for time in times if span.touches(time.span)]
    found = {span for span, _, _ in pairs}
    exact = {span for span, _, time in pairs if span == time.span}
    right = {span for span, value, time in pairs if value in _ends(time)}
    return len(gold), len(times), len(found), len({time.id for _, _, time in pairs}), len(exact), len(right)


def figures(counts: Iterable[Counts]) -> tuple[float, ...]:
    """Overlap F1, exact F1, value accuracy of what overlaps, and F1 of span and value together, in per cent."""
    gold, system, gold_found, system_found, exact, right = (
        sum(column) for column in zip(*counts, strict=True)
    )
    recall, precision = gold_found / max(gold, 1), system_found / max(system, 1)
    overlap = 2 * recall * precision / max(recall + precision, 1e-9)
    accuracy = right / max(gold_found, 1)
    return 100 * overlap, 200 * exact / max(gold + system, 1), 100 * accuracy, 100 * overlap * accuracy


def intervals(counts: Sequence[Counts]) -> list[tuple[float, float]]:
    """The 95 % interval of each figure, by drawing documents with replacement."""
    draw = random.Random(20)
    samples = [figures(draw.choices(counts, k=len(counts))) for _ in range(ROUNDS)]
    columns = [sorted(column) for column in zip(*samples, strict=True)]
    return [(column[int(0.025 * ROUNDS)], column[int(0.975 * ROUNDS) - 1]) for column in columns]


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
        counts = [count(row) for row in load(folder / f"{name}.jsonl.gz")]
        names = ("span overlap F1", "span exact F1", "value accuracy", "span and value F1")
        for label, value, (low, high) in zip(names, figures(counts), intervals(counts), strict=True):
            sys.stdout.write(f"{name:9} {label:18} {value:5.1f}  ({low:.1f} to {high:.1f})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
