"""Fits how the signs of a pronoun's antecedent are weighed: `python -m training.pronouns --data DIR`.

Learns from GUM's genres under CC BY and CC BY-SA (train), from ECB+ (train) and from GAP (development), on the mentions
and attributions that the reader finds itself. A pronoun's gold chain says which candidate is meant; none of them if it
has no mention in reach. Up to then pronouns are joined as the gold chains say. GAP marks two names only and ECB+ not
every mention, so their examples count where a candidate is meant. Writes `pronoun_signs.tsv`; a softmax over the
candidates and "none", fitted with a ridge.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.annotate import annotate
from dragoman.annotate.antecedents import Candidate, candidates_before, gender, gender_of, kind_of_pronoun
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.coreference import chain_named, tell_speakers
from dragoman.annotate.lexicon import pronouns
from dragoman.annotate.signs import read_pronoun, signs, signs_of_none
from dragoman.pipeline import Tools, load_tools
from dragoman.readers import read_bytes
from dragoman.resources import load_table
from dragoman.segment import segment
from dragoman.types import Span
from training.corpora import GUM_GENRES, closed_up, read_jsonl

OUT = Path(__file__).parents[1] / "src" / "dragoman" / "resources" / "pronoun_signs.tsv"
KINDS = ("person", "group")
"""What is learned; "it" of bodies is too rare in these corpora, its column is set by hand and kept."""
TIMES = {"person": {"gum": 3, "ecb": 3, "gap": 1}, "group": {"gum": 1}}
"""How often each corpus counts: GAP's passages are picked for being hard, and would outweigh the reports."""
UNUSED = {
    "group": frozenset(
        {"far", "subject here", "says here", "last one off", "nearest", "only here", "body is latest"}
        | {"none says", "none as subject"}
    )
}
"""Signs that a kind does without: with them its few hundred examples were fitted no better on GUM dev."""
BY_HAND = {"person": {"latest to says": 3.0, "just said": 0.0}, "group": {"just said": 2.0}}
"""Signs that reports have and these corpora hardly: a quotation, then "he said" of whoever acted last before it;
"officials said they". """
RIDGE = 0.02
STEPS, RATE = 1500, 0.05


class Example(NamedTuple):
    """One pronoun: what it asks for, a row of signs for each candidate and for none, and which is right."""

    kind: str
    rows: NDArray[np.float64]
    right: int


class Gold(NamedTuple):
    """A text and its chains; `complete` if every mention is marked."""

    id: str
    text: str
    chains: tuple[tuple[Span, ...], ...]
    complete: bool


def names_of_signs() -> tuple[str, ...]:
    """The signs, in the order of the table."""
    return tuple(row["sign"] for row in load_table("pronoun_signs.tsv"))


def gum(data: Path, part: str) -> Iterator[Gold]:
    """GUM's reports with their chains."""
    for raw in read_jsonl(data / "entities" / f"gum.{part}.jsonl.gz"):
        if raw["genre"] in GUM_GENRES:
            chains: dict[Any, list[Span]] = {}
            for mention in raw["mentions"]:
                chains.setdefault(mention["chain"], []).append(Span(mention["start"], mention["end"]))
            yield Gold(raw["id"], raw["text"], tuple(map(tuple, chains.values())), complete=True)


def gap(data: Path, part: str) -> Iterator[Gold]:
    """GAP's passages: the pronoun with the name it stands for, if one of the two it marks."""
    for raw in read_jsonl(data / "entities" / f"gap.{part}.jsonl.gz"):
        spans = [Span(raw[key]["start"], raw[key]["end"]) for key in ("a", "b") if raw[key]["coreferent"]]
        pronoun = Span(raw["pronoun"]["start"], raw["pronoun"]["end"])
        yield Gold(raw["id"], raw["text"], ((*spans, pronoun),), complete=False)


def ecb(data: Path, part: str) -> Iterator[Gold]:
    """ECB+'s reports, closed up as they are printed, with the chains of people that hold a pronoun."""
    for raw in read_jsonl(data / "events" / "ecbplus" / f"{part}.jsonl.gz"):
        text = raw["text"].replace("``", " “").replace("''", "” ")
        start = text.find("\n") + 1 if raw["subtopic"].endswith("plus") else 0  # the address of the page
        closed = closed_up(text[start:])
        place = dict(zip(_letters(text, start), _letters(closed, 0), strict=True))
        chains: dict[str, list[Span]] = {}
        for mention in raw["mentions"]:
            first, last = mention["spans"][0][0], mention["spans"][-1][1] - 1
            if mention["kind"] == "human" and mention.get("chain") and first in place and last in place:
                chains.setdefault(mention["chain"], []).append(Span(place[first], place[last] + 1))
        named = tuple(tuple(chain) for chain in chains.values() if _has_pronoun(closed, chain))
        if named:
            yield Gold(raw["id"], closed, named, complete=False)


def _has_pronoun(text: str, chain: Sequence[Span]) -> bool:
    return len(chain) > 1 and any(span.of(text).lower() in pronouns() for span in chain)


def _letters(text: str, start: int) -> list[int]:
    """Where the characters of a text stand that are no blanks."""
    return [at for at in range(start, len(text)) if not text[at].isspace()]


def chained(gold: Gold, tools: Tools) -> Chaining:
    """The coreference of a text before its pronouns are joined, knowing who speaks."""
    doc = read_bytes(gold.text.encode(), origin=gold.id)
    segments = segment(doc)
    scores = tools.encoder.scores(doc, segments)
    found = annotate(doc, segments, scores, partial(tools.encoder.scores, doc))
    context = chain_named(doc, segments, found.mentions)
    tell_speakers(context, found.attributions)
    return context


def shares_half(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of each."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= len(one) and 2 * shared >= len(other)


def examples_of(gold: Gold, tools: Tools) -> Iterator[Example]:
    """The pronouns of a text whose gold chain is known, with their candidates."""
    context = chained(gold, tools)
    last: dict[tuple[str, str, int | None], int] = {}
    for index, mention in enumerate(context.mentions):
        kind = kind_of_pronoun(context, index) if mention.kind == "pronoun" else None
        chain = next((c for c in gold.chains if any(shares_half(mention.span, span) for span in c)), None)
        if kind is None:
            continue
        like = (kind, pronouns()[context.words(index)]["gender"], context.quoted[index])
        candidates = [c for c in candidates_before(context, index, kind) if _agrees(context, index, c)]
        right = next((at for at, c in enumerate(candidates) if chain and _is_meant(context, c, chain)), -1)
        if candidates and chain and (gold.complete or (right >= 0 and len(chain) > 1)):
            pronoun = read_pronoun(context, index, kind, candidates, last.get(like))
            rows = [signs(context, pronoun, c, candidates) for c in candidates]
            rows.append(signs_of_none(context, pronoun))
            table = np.array([[row.get(name, 0.0) for name in names_of_signs()] for row in rows])
            yield Example(kind, table, right if right >= 0 else len(candidates))
        if right >= 0 and not candidates[right].items:
            context.groups.join(index, candidates[right].root)
            last[like] = index


def _agrees(context: Chaining, index: int, one: Candidate) -> bool:
    own = gender(context, index)
    return own in {"", "n"} or gender_of(context, one.root) in {"", own}


def _is_meant(context: Chaining, one: Candidate, chain: Sequence[Span]) -> bool:
    spans = [context.mentions[use].span for use in one.uses]
    if one.items:
        spans = [Span(spans[0].start, spans[-1].end)]
    return any(shares_half(span, gold) for span in spans for gold in chain)


def fit(examples: Sequence[Example]) -> NDArray[np.float64]:
    """The weights that make the right candidates likeliest, by Adam on the whole set."""
    width = max(len(example.rows) for example in examples)
    rows = np.zeros((len(examples), width, len(names_of_signs())))
    mask = np.full((len(examples), width), -1e9)
    for at, example in enumerate(examples):
        rows[at, : len(example.rows)] = example.rows
        mask[at, : len(example.rows)] = 0.0
    right = np.array([example.right for example in examples])
    weights = np.zeros(rows.shape[2])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        logits = rows @ weights + mask
        chances = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        chances[np.arange(len(right)), right] -= 1.0
        slope = np.einsum("ec,ecs->s", chances, rows) / len(right) + RIDGE * weights / 10
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def fit_kind(kind: str, examples: Sequence[Example]) -> NDArray[np.float64]:
    """The weights for pronouns of a kind: unused signs weigh nothing, those set by hand what is set."""
    used = np.array([name not in UNUSED.get(kind, ()) for name in names_of_signs()], dtype=np.float64)
    weights = fit([example._replace(rows=example.rows * used) for example in examples])
    for name, weight in BY_HAND.get(kind, {}).items():
        weights[names_of_signs().index(name)] = weight
    return weights


def curve(examples: Sequence[Example], weights: NDArray[np.float64]) -> str:
    """For some chances: the share answered and the share right of those."""
    best: list[tuple[float, bool]] = []
    there = 0
    for example in examples:
        logits = example.rows @ weights
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        at = int(chances[:-1].argmax())
        best.append((float(chances[at]), at == example.right))
        there += example.right < len(example.rows) - 1
    cells = []
    for sure in (0.35, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        given = [ok for chance, ok in best if chance >= sure]
        cells.append(
            f"{sure}: {len(given) / max(1, there):.0%} answered, {sum(given) / max(1, len(given)):.1%} right"
        )
    return f"{len(examples)} pronouns, {there} with an antecedent in reach; " + "; ".join(cells)


LEARNED = {"gum": (gum, "train"), "ecb": (ecb, "train"), "gap": (gap, "development")}
HELD = {"gum dev": (gum, "dev"), "ecb dev": (ecb, "dev"), "gap validation": (gap, "validation")}


def _all_of(texts: Iterator[Gold], tools: Tools) -> list[Example]:
    return [example for gold in texts for example in examples_of(gold, tools)]


def main(argv: Sequence[str] | None = None) -> int:
    """Fits and writes the table; prints how it does on what was held out."""
    parser = argparse.ArgumentParser(description="How the signs of a pronoun's antecedent are weighed.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of corpora")
    parser.add_argument("--out", type=Path, default=OUT, help="the table to write")
    options = parser.parse_args(argv)
    tools = load_tools()
    learned = {name: _all_of(read(options.data, part), tools) for name, (read, part) in LEARNED.items()}
    held = {name: _all_of(read(options.data, part), tools) for name, (read, part) in HELD.items()}
    columns = {}
    for kind in KINDS:
        own = [e for name, times in TIMES[kind].items() for e in learned[name] * times if e.kind == kind]
        columns[kind] = fit_kind(kind, own)
        sys.stdout.write(f"{kind}, learned from: {curve(own, columns[kind])}\n")
        for name, examples in held.items():
            some = [example for example in examples if example.kind == kind]
            if some:
                sys.stdout.write(f"{kind}, {name}: {curve(some, columns[kind])}\n")
    write_table(options.out, columns)
    return 0


def write_table(path: Path, columns: dict[str, NDArray[np.float64]]) -> None:
    """Writes the weights, rounded to hundredths."""
    head = path.read_text(encoding="utf-8").split("\n")[0] if path.exists() else "# weights of signs"
    lines = [head, "\t".join(("sign", *KINDS, "body"))]
    for at, row in enumerate(load_table("pronoun_signs.tsv")):
        learned = (f"{columns[kind][at]:.2f}" for kind in KINDS)
        lines.append("\t".join((row["sign"], *learned, row["body"])))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
