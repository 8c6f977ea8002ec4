"""Events and figures that a record puts on the publisher's word: does the text itself state them? Judged one by one.

    python -m eval.stated_as_fact --data folder --weights folder                    what the verdicts say of 200 cases
    python -m eval.stated_as_fact --data folder --weights folder --to-judge FILE    and the cases nobody judged yet

Draws cases from development reports of three sorts (American politics, world news, Latin American wires), at most three
a report, always the same ones for the same records. Other weights and rules have other values, of which others are
drawn: compare those by what is printed below, all values at places that were ever judged. Verdicts are kept in
`stated_as_fact/*.tsv` by corpus, report and offsets, without a word of the texts, so that they serve other weights too:

    fact        the text states it itself, or it is the speech act of whom it names ("X accused Y")
    attributed  the text gives it as somebody's word: that is the error; `class` says of what kind
    open        people can differ: hearsay without a source, a quotation that nobody is found for
    no value    there is neither event nor figure at that place; another matter

`--to-judge` writes those without a verdict with the words around them; keep that file out of the repository.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gate import say
from eval.reading import read_reports, read_rows

if TYPE_CHECKING:
    from dragoman.types import Event, Figure, Record, Span

    Value = tuple[Event | Figure, Span, str]

FOLDER = Path(__file__).with_name("stated_as_fact")
CORPORA = {
    "polnear": (Path("attribution") / "polnear.dev.jsonl.gz", 4),
    "wikievents": (Path("events") / "wikievents.dev.jsonl.gz", 1),
    "muc": (Path("events") / "muc" / "dev.jsonl.gz", 13),
}
"""Each with how many reports one is taken from."""
SHAPE = '{"id", "text"} a line'
OUTSIDE = ("teaser", "furniture")
CASES, A_REPORT, SEED = 200, 3, 1
AROUND = 300
"""Characters shown on either side of a case."""
VERDICTS = ("fact", "attributed", "open", "no value")
Place = tuple[str, str, int, int]
"""Corpus, report, and where the words stand."""


@dataclass(frozen=True)
class Case:
    """A value on the publisher's word: where its words stand, and what it is said to be."""

    place: Place
    what: str


@dataclass(frozen=True)
class Verdict:
    """What a person said of the words at a place."""

    place: Place
    verdict: str
    kind: str


def main() -> None:
    """Reads the options and reports, draws cases, prints what the verdicts say."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument("--cases", type=int, default=CASES)
    options.add_argument("--to-judge", type=Path, help="write the cases without a verdict to this file")
    given = options.parse_args()
    texts: dict[tuple[str, str], str] = {}
    found: list[list[Case]] = []
    for corpus in CORPORA:
        for record in read_corpus(given.data, corpus, given.weights):
            texts[corpus, record.document.origin] = record.document.text
            found.append(list(cases_of(corpus, record)))
    cases = draw(found, given.cases)
    verdicts = read_verdicts()
    say("\n".join(lines(cases, verdicts)))
    say("all values at places that were ever judged:")
    say("\n".join(lines([case for every in found for case in every], verdicts)))
    if given.to_judge:
        open_cases = [case for case in cases if verdict_of(case, verdicts) is None]
        shown = (_shown(case, texts[case.place[:2]]) for case in open_cases)
        given.to_judge.write_text("\n".join(shown), encoding="utf-8")


def read_corpus(folder: Path, corpus: str, weights: Path | None) -> Iterator[Record]:
    """Records of a corpus' reports, one in so many."""
    path, every = CORPORA[corpus]
    rows = list(read_rows(folder / path, SHAPE))[::every]
    return read_reports(({"id": row["id"], "text": row["text"]} for row in rows), weights)


def cases_of(corpus: str, record: Record) -> Iterator[Case]:
    """The record's own events and figures that stand on the publisher's word."""
    values: list[Value] = [(event, event.trigger[0], event.type) for event in record.events]
    values += [(figure, figure.span, figure.what) for figure in record.figures]
    for value, span, what in values:
        if value.on_word_of == "publisher" and value.zone not in OUTSIDE:
            yield Case((corpus, record.document.origin, span.start, span.end), what)


def draw(found: Sequence[Sequence[Case]], size: int) -> list[Case]:
    """At most `A_REPORT` cases of each report, and of those `size`, in the order of the reports."""
    chance = random.Random(SEED)
    some = [case for cases in found for case in chance.sample(list(cases), min(A_REPORT, len(cases)))]
    chosen = set(chance.sample(range(len(some)), min(size, len(some))))
    return [case for number, case in enumerate(some) if number in chosen]


# ---- verdicts


def read_verdicts(folder: Path = FOLDER) -> list[Verdict]:
    """All verdicts, from every file.

    Raises:
        ValueError: one is none of the four.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            if row["verdict"] not in VERDICTS:
                raise ValueError(f"{path.name}: {row['verdict']!r} is no verdict; {', '.join(VERDICTS)} are")
            place = (row["corpus"], row["document"], int(row["start"]), int(row["end"]))
            found.append(Verdict(place, row["verdict"], row["class"] or ""))
    return found


def verdict_of(case: Case, verdicts: Sequence[Verdict]) -> Verdict | None:
    """The verdict on words that the case shares a character with."""
    corpus, name, start, end = case.place
    return next(
        (one for one in verdicts
         if one.place[:2] == (corpus, name) and one.place[2] < end and start < one.place[3]),
        None,
    )  # fmt: skip


def lines(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Iterator[str]:
    """How many of each verdict, the kinds of error, how many are still to be judged."""
    judged = [(case, verdict_of(case, verdicts)) for case in cases]
    counts = Counter(verdict.verdict for _, verdict in judged if verdict)
    yield f"{len(cases)} values on the publisher's word, {sum(counts.values())} judged"
    yield from (f"  {verdict:12s} {counts[verdict]:4d}" for verdict in VERDICTS)
    kinds = Counter(verdict.kind for _, verdict in judged if verdict and verdict.verdict == "attributed")
    yield from (f"    {count:4d} {kind}" for kind, count in kinds.most_common())


def _shown(case: Case, text: str) -> str:
    corpus, name, start, end = case.place
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    words = " ".join(f"{before}>>{text[start:end]}<<{after}".split())
    return f"{corpus}\t{name}\t{start}\t{end}\t\t\n{case.what}: {words}\n"


if __name__ == "__main__":
    main()
