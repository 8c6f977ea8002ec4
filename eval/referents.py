"""Measures coreference: whom pronouns, offices and bare surnames stand for: `python -m eval.referents --data DIR`.

`referents.tsv` has mentions of PolNeAR dev that speak or act, judged one by one from the report alone, before the
reader's answer was seen: places in the text and verdicts, no words. They were drawn at random (up to seven a text) from
the sources of the corpus and the subjects of verbs that are a pronoun, a bare surname or a description with "the";
what turned out to be no person or group ("the poll") was left out. `half` 1 was judged first and the rules were
mended on it; half 2, other texts, was judged when they were done. Since then they were mended on both.

A mention is answered if its entity has members, or a mention in other words than its own. An answer is right if the
entity has a mention that shares at least half of itself and of the words judged to name it; of several ("they"), if its
members are those. `-` stands where the text names nobody ("we" in general): any answer is wrong. Printed, with 95 %
intervals from resampling texts: the share answered of those with an answer, the share right of those answered.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dragoman.pipeline import load_tools, process
from dragoman.readers import read_bytes
from dragoman.types import Entity, Record, Span
from eval.corpora import read_polnear
from eval.speakers import is_named_at

FILE = Path(__file__).with_name("referents.tsv")
RESAMPLES = 1000


class Judged(NamedTuple):
    """One judged mention: where it stands and where those it stands for are named; none if the text names nobody."""

    half: str
    id: str
    at: Span
    kind: str
    named: tuple[Span, ...]


Verdict = tuple[Judged, str]
"""A judged mention and what the reader makes of it: right, wrong, open, or silent (rightly without an answer)."""


def read_judged(path: Path = FILE) -> tuple[Judged, ...]:
    """The rows of the table."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
    return tuple(_judged(line.split("\t")) for line in lines[1:])


def _judged(cells: Sequence[str]) -> Judged:
    half, report, start, end, kind, named = cells
    spans = () if named == "-" else tuple(Span(*map(int, part.split("-"))) for part in named.split(" "))
    return Judged(half, report, Span(int(start), int(end)), kind, spans)


def verdict(judged: Judged, record: Record) -> str:
    """What the reader makes of a judged mention."""
    at = _without_address(judged.at, record.document.text)
    entity = next((found for found in record.entities if is_named_at(found, at)), None)
    if entity is None or not _says_more(entity, judged.at, record):
        return "open" if judged.named else "silent"
    return "right" if judged.named and _are_meant(entity, judged.named, record) else "wrong"


def _says_more(entity: Entity, at: Span, record: Record) -> bool:
    """Whether an entity has members, or other words than those at a span ("Roa" alone is no answer to "Roa")."""
    text = record.document.text
    others = {_bare(span.of(text)) for span in entity.mentions} - {_bare(at.of(text))}
    return bool(entity.members) or bool(others)


def _bare(words: str) -> str:
    """Words without case, form of address and possessive.

    >>> _bare("Mr. Roa's")
    'roa'
    """
    low = words.lower().removesuffix("'s").removesuffix("’s")
    first, _, rest = low.partition(" ")
    return rest if rest and first in {"mr.", "mrs.", "ms.", "dr.", "the"} else low


def _without_address(span: Span, text: str) -> Span:
    """A span behind its form of address, which no mention of a person holds.

    >>> _without_address(Span(0, 7), "Mr. Sow")
    Span(start=4, end=7)
    """
    return Span(span.end - len(re.sub(r"^(?:Mr|Mrs|Ms|Dr)\. ", "", span.of(text))), span.end)


def _are_meant(entity: Entity, named: Sequence[Span], record: Record) -> bool:
    if len(named) == 1:
        return is_named_at(entity, named[0])
    members = [found for found in record.entities if found.id in entity.members]
    if not members:
        whole = Span(min(span.start for span in named), max(span.end for span in named))
        return is_named_at(entity, whole)
    paired = all(any(is_named_at(member, span) for member in members) for span in named)
    return paired and len(members) == len(named)


def judge(folder: Path, weights: Path | None) -> Iterator[Verdict]:
    """Reads the texts of the table and gives each row's verdict."""
    tools = load_tools(weights) if weights else load_tools()
    reports = {gold.id: gold for gold in read_polnear(folder, "dev").reports}
    rows = read_judged()
    for report in dict.fromkeys(row.id for row in rows):
        record = process(read_bytes(reports[report].text.encode(), origin=report), tools)
        yield from ((row, verdict(row, record)) for row in rows if row.id == report)


def answered(found: Counter[str]) -> float:
    """Of those that the text names, the share with an answer.

    >>> answered(Counter(right=6, wrong=2, open=2, silent=5))
    0.8
    """
    named = found["right"] + found["wrong"] - found["wrong nobody"] + found["open"]
    return (found["right"] + found["wrong"] - found["wrong nobody"]) / max(1, named)


def right(found: Counter[str]) -> float:
    """Of the answers, the share that is right.

    >>> right(Counter(right=6, wrong=2, open=2, silent=5))
    0.75
    """
    return found["right"] / max(1, found["right"] + found["wrong"])


def tally(verdicts: Sequence[Verdict]) -> list[Counter[str]]:
    """How often each verdict was given, text by text; "wrong nobody" are wrong where the text names nobody."""
    texts: dict[str, Counter[str]] = {}
    for row, found in verdicts:
        text = texts.setdefault(row.id, Counter())
        text[found] += 1
        text["wrong nobody"] += found == "wrong" and not row.named
    return list(texts.values())


def interval(texts: Sequence[Counter[str]], share: Callable[[Counter[str]], float]) -> tuple[float, float]:
    """The middle 95 % of a share when the texts are drawn again."""
    draw = random.Random(1)
    shares = sorted(share(_sum(draw.choices(texts, k=len(texts)))) for _ in range(RESAMPLES))
    return shares[RESAMPLES // 40], shares[-1 - RESAMPLES // 40]


def _sum(texts: Sequence[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for text in texts:
        total.update(text)
    return total


def report(title: str, verdicts: Sequence[Verdict]) -> None:
    """Writes one line: how many, the share answered and the share right, with intervals."""
    texts = tally(verdicts)
    total = _sum(texts)
    cells = [f"{title:10} {len(verdicts):4} in {len(texts):2} texts"]
    for name, share in (("answered", answered), ("right", right)):
        low, high = interval(texts, share)
        cells.append(f"{name} {share(total):6.1%} ({low:.1%} to {high:.1%})")
    cells.append(f"wrong {total['wrong']}, open {total['open']}, rightly silent {total['silent']}")
    sys.stdout.write("  ".join(cells) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the shares; with `--show`, also the rows that are not right."""
    parser = argparse.ArgumentParser(description="Whom pronouns, offices and surnames stand for.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of corpora")
    parser.add_argument("--weights", type=Path, help="a folder of weights; the packaged ones if not given")
    parser.add_argument("--half", choices=("1", "2"), help="only one half")
    parser.add_argument("--show", action="store_true", help="name the rows that are not right")
    options = parser.parse_args(argv)
    verdicts = [v for v in judge(options.data, options.weights) if options.half in {None, v[0].half}]
    if options.show:
        for row, found in verdicts:
            if found in {"wrong", "open"}:
                sys.stdout.write(f"{found:6} {row.id} {row.at.start}-{row.at.end}\n")
    for half in sorted({row.half for row, _ in verdicts}):
        report(f"half {half}", [v for v in verdicts if v[0].half == half])
    for kind in sorted({row.kind for row, _ in verdicts}):
        report(kind, [v for v in verdicts if v[0].kind == kind])
    report("all", verdicts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
