"""Measures who is taken to speak, on attributions judged by hand: `python -m eval.speakers --data DIR`.

`speakers.tsv` has 150 attributions as the whole reader found them in 40 texts of PolNeAR train, GeoVirus, GUM and
ECB+: only places in the text and verdicts, no words. The texts are read again; the attribution is the one whose source
(whose content, where it has none) overlaps the judged span best. It is right if its speaker's entity has a mention
that shares at least half of itself and of the words which name the judged speaker, or if the text gives nobody and
neither does the reader. The rules were mended on these texts, so the shares guard against falling; they are no
estimate for other texts. Printed: the shares right, left open (no speaker given where there is one),
wrong and no longer found, each with a 95 % interval from resampling texts.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dragoman.pipeline import load_tools, process
from dragoman.readers import read_bytes
from dragoman.types import Attribution, Entity, Record, Span
from eval.corpora import read_packed

FILE = Path(__file__).with_name("speakers.tsv")
VERDICTS = ("right", "open", "wrong", "missing")
RESAMPLES = 1000


class Judged(NamedTuple):
    """One judged attribution: the text it is in, where its source stands, and where its speaker is named."""

    file: str
    id: str
    at: Span
    speaker: Span | None


def read_judged(path: Path = FILE) -> tuple[Judged, ...]:
    """The rows of the table."""
    lines = [
        line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
    ]
    return tuple(_judged(line.split("\t")) for line in lines[1:])


def _judged(cells: Sequence[str]) -> Judged:
    file, report, start, end, speaker, _ = cells
    named = None if speaker == "-" else Span(*map(int, speaker.split("-")))
    return Judged(file, report, Span(int(start), int(end)), named)


def verdict(judged: Judged, record: Record) -> str:
    """What the reader makes of a judged attribution now; one of `VERDICTS`."""
    found = max(record.attributions, key=lambda found: _overlap(found, judged.at), default=None)
    if found is None or not _overlap(found, judged.at):
        return "missing"
    speaker = record.entity(found.speaker)
    if speaker is None:
        return "right" if judged.speaker is None else "open"
    return "right" if judged.speaker is not None and is_named_at(speaker, judged.speaker) else "wrong"


def _overlap(found: Attribution, at: Span) -> int:
    """Characters that an attribution's source, or its first piece of content, shares with a span."""
    spans = found.source or found.content[:1]
    return sum(max(0, min(span.end, at.end) - max(span.start, at.start)) for span in spans)


def is_named_at(entity: Entity, span: Span) -> bool:
    """Whether one of an entity's mentions is the words at a span, give or take half.

    >>> is_named_at(Entity(id="e1", type="PER", mentions=(Span(4, 7),)), Span(0, 7))
    False
    """
    for mention in entity.mentions:
        shared = min(mention.end, span.end) - max(mention.start, span.start)
        if 2 * shared >= len(span) and 2 * shared >= len(mention):
            return True
    return False


def judge(folder: Path, weights: Path | None) -> Iterator[tuple[Judged, str]]:
    """Reads the texts of the table again and gives each row's verdict."""
    tools = load_tools(weights) if weights else load_tools()
    rows = read_judged()
    for file in dict.fromkeys(row.file for row in rows):
        wanted = {row.id for row in rows if row.file == file}
        for line in read_packed(folder / file).decode("utf-8").split("\n"):
            raw = json.loads(line) if line else {"id": ""}
            if raw["id"] not in wanted:
                continue
            record = process(read_bytes(raw["text"].encode(), origin=raw["id"]), tools)
            yield from (
                (row, verdict(row, record)) for row in rows if (row.file, row.id) == (file, raw["id"])
            )


def interval(texts: Sequence[Counter[str]], name: str) -> tuple[float, float]:
    """The middle 95 % of a verdict's share when the texts are drawn again."""
    draw = random.Random(1)
    shares = []
    for _ in range(RESAMPLES):
        total: Counter[str] = Counter()
        for text in draw.choices(texts, k=len(texts)):
            total.update(text)
        shares.append(total[name] / max(1, total.total()))
    shares.sort()
    return shares[RESAMPLES // 40], shares[-1 - RESAMPLES // 40]


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the shares; with `--show`, also the rows that are not right."""
    parser = argparse.ArgumentParser(description="Who is taken to speak, on attributions judged by hand.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of corpora")
    parser.add_argument("--weights", type=Path, help="a folder of weights; the packaged ones if not given")
    parser.add_argument("--show", action="store_true", help="name the rows that are not right")
    options = parser.parse_args(argv)
    texts: dict[str, Counter[str]] = {}
    for row, found in judge(options.data, options.weights):
        texts.setdefault(row.id, Counter())[found] += 1
        if options.show and found != "right":
            sys.stdout.write(f"{found:8} {row.id} {row.at.start}-{row.at.end}\n")
    count = sum(text.total() for text in texts.values())
    sys.stdout.write(f"{count} attributions in {len(texts)} texts\n")
    for name in VERDICTS:
        low, high = interval(list(texts.values()), name)
        share = sum(text[name] for text in texts.values()) / count
        sys.stdout.write(f"{name:8} {share:6.1%}  ({low:.1%} to {high:.1%})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
