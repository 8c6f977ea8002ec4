"""How well a user's own kinds of terms are matched from a few examples (docs/term_kinds.md).

python -m eval.user_kinds                     kinds the encoder never learned: eval/user_kinds/*.toml
python -m eval.user_kinds --built-in          built-in kinds, one at a time, as if they were a user's

Some examples are learned from; the others, and the passages of training/data/terms, are read (neither the held-out ones
nor those that gave the package a sentence to set kinds against). A match is right if it touches words marked for the
kind. Built-in kinds were learned by the encoder from these very passages, so that what is found of them says little of
a user's; sentences of the package that tell of the same kind are kept from what the kind is set against. Intervals are
bootstrapped over the passages, all kinds and draws of each together.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from eval.attributions import Tallies, Tally, add_up, intervals
from eval.gate import say

if TYPE_CHECKING:
    from dragoman.encode.heads import Floats
    from dragoman.encode.own_kinds import OwnKinds, Space
    from dragoman.encode.run import Encoder
    from dragoman.learning import Others
    from dragoman.stages import KindExample, OwnKind
    from dragoman.types import Span
    from training.term_passages import Passage

FOLDER = Path(__file__).with_name("user_kinds")
SIZES = (5, 10)
DRAWS = 3
SEED = 1
TERMS, CLEAN, BARE = (
    "terms of the kind",
    "passages without it, left clean",
    "passages without any term, left clean",
)
WORDS = "characters of what is right"
SAID = "score of the matches"
MEASURES = (TERMS, WORDS, CLEAN, BARE)
RESAMPLES = 500

Rows = dict[str, list[dict[str, Tallies]]]
"""Of each kind and draw what each passage adds."""


@dataclass(frozen=True)
class Read:
    """A passage with the states of its words: `terms` are the mentions of each term in it, by kind."""

    id: str
    text: str
    windows: tuple[tuple[tuple[Span, ...], Floats, tuple[tuple[int, int], ...]], ...]
    terms: tuple[tuple[str, tuple[Span, ...]], ...]


def main() -> None:
    """Reads the options and passages, prints a table for each number of examples."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--built-in", action="store_true", help="built-in kinds as if they were a user's")
    options.add_argument("--file", type=Path, action="append", help="files of kinds other than the two here")
    options.add_argument("--draws", type=int, default=DRAWS, help="how often examples are drawn for a kind")
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument("--show", action="store_true", help="print every match that is wrong")
    given = options.parse_args()
    from dragoman.encode.run import load_encoder
    from dragoman.resources import load_table
    from training.term_passages import read_open

    encoder = load_encoder(given.weights)
    taken = {row["passage"] for row in load_table("other_sentences.tsv")}
    passages = [_read_passage(encoder, passage) for passage in read_open() if passage.id not in taken]
    if given.built_in:
        _measure_built_in(encoder, passages, draws=given.draws, show=given.show)
    for file in () if given.built_in else given.file or sorted(FOLDER.glob("*.toml")):
        _measure_file(encoder, passages, file, draws=given.draws, show=given.show)


# ---- what is read


def _read_passage(encoder: Encoder, passage: Passage) -> Read:
    from dragoman.types import Span

    terms = ((term.kind, tuple(Span(*edges) for edges in term.spans("span"))) for term in passage.terms)
    return _read(encoder, passage.id, passage.text, tuple(terms))


def _read(encoder: Encoder, name: str, text: str, terms: tuple[tuple[str, tuple[Span, ...]], ...]) -> Read:
    from dragoman.encode.own_kinds import sentence_bounds
    from dragoman.segment import segment
    from dragoman.stages import Document

    doc = Document(id=name, origin=name, raw_sha256="", text=text)
    segments = segment(doc)
    starts = [sentence.start for sentence in segments.sentences]
    windows = (
        (words, hidden, sentence_bounds(words, starts)) for words, hidden in encoder.states(doc, segments)
    )
    return Read(name, text, tuple(windows), terms)


def _as_passages(encoder: Encoder, kind: OwnKind) -> list[Read]:
    """The examples of a kind as passages with one term each."""
    return [
        _read(encoder, f"{kind.name} {n}", example.text, ((kind.name, example.clauses),))
        for n, example in enumerate(kind.examples, 1)
    ]


# ---- kinds never learned


def _measure_file(encoder: Encoder, passages: Sequence[Read], file: Path, *, draws: int, show: bool) -> None:
    from dragoman.learning import learn_kinds, read_others
    from dragoman.readers.term_kinds import read_term_kinds

    kinds = read_term_kinds(file).kinds
    others = read_others(encoder)
    own = {kind.name: _as_passages(encoder, kind) for kind in kinds}
    every = [*passages, *(one for reads in own.values() for one in reads)]
    placing = _Placing(every)
    for size in SIZES:
        rows: Rows = {}
        for kind in kinds:
            for draw in range(draws):
                chosen = _draw(range(len(kind.examples)), size, kind.name, draw)
                fitted = learn_kinds(encoder, [_with_examples(kind, chosen)], others)
                used = {own[kind.name][at].id for at in chosen}
                rows.setdefault(kind.name, []).append(_scored(placing, fitted, kind.name, used, show=show))
        say(f"{file.stem}: {size} examples, {draws} draws, {len(every) - size} passages read\n{_table(rows)}")


def _with_examples(kind: OwnKind, chosen: Iterable[int]) -> OwnKind:
    from msgspec import structs

    return structs.replace(kind, examples=tuple(kind.examples[at] for at in chosen))


def _draw(numbers: Sequence[int], size: int, name: str, draw: int) -> list[int]:
    return sorted(random.Random(f"{SEED} {name} {draw}").sample(numbers, size))


# ---- built-in kinds


def _measure_built_in(encoder: Encoder, passages: Sequence[Read], *, draws: int, show: bool) -> None:
    """Each kind with terms enough in turn; `size` passages give an example each, the others are read."""
    from dragoman.learning import read_others

    names = sorted({kind for passage in passages for kind, _ in passage.terms})
    rows: dict[int, Rows] = {size: {} for size in SIZES}
    for name in names:
        placing, others = _Placing(passages), read_others(encoder, but=name)
        for size in SIZES:
            for draw in range(draws):
                scored = _one_built_in(encoder, placing, others, (name, size, draw), show=show)
                rows[size].setdefault(name, []).append(scored)
    for size, held in rows.items():
        say(f"built-in: {size} examples, {draws} draws, {len(passages) - size} passages read\n{_table(held)}")


def _one_built_in(
    encoder: Encoder, placing: _Placing, others: Others, what: tuple[str, int, int], *, show: bool
) -> dict[str, Tallies]:
    from dragoman.learning import learn_kinds
    from dragoman.stages import OwnKind

    name, size, draw = what
    holding = [read for read in placing.passages if any(kind == name for kind, _ in read.terms)]
    chosen = [holding[at] for at in _draw(range(len(holding)), size, name, draw)]
    examples = tuple(_example(read, name) for read in chosen)
    fitted = learn_kinds(encoder, [OwnKind(name=name, definition="", examples=examples)], others)
    return _scored(placing, fitted, name, {read.id for read in chosen}, show=show)


def _example(read: Read, name: str) -> KindExample:
    """The first sentence of a passage that names a term of the kind, as a user would give it."""
    from dragoman.segment import segment_sentences
    from dragoman.stages import Document, KindExample
    from dragoman.types import Span

    mention = next(mentions[0] for kind, mentions in read.terms if kind == name)
    doc = Document(id="", origin="", raw_sha256="", text=read.text)
    sentence = next(s for s in segment_sentences(doc).sentences if s.touches(mention))
    start, end = max(mention.start, sentence.start), min(mention.end, sentence.end)
    return KindExample(sentence.of(read.text), (Span(start - sentence.start, end - sentence.start),))


# ---- scoring


class _Placing:
    """Passages with their words placed in a space; a class because a space is asked for again and again."""

    def __init__(self, passages: Sequence[Read]) -> None:
        self.passages = passages
        self._space: Space | None = None
        self._placed: list[list[Floats]] = []

    def placed(self, space: Space) -> list[list[Floats]]:
        """Unit vectors of the words of each window of each passage."""
        if self._space is None or (self._space.turn != space.turn).any():
            self._placed = [[space.place(hidden) for _, hidden, _ in read.windows] for read in self.passages]
            self._space = space
        return self._placed


def _scored(
    placing: _Placing, fitted: OwnKinds, name: str, used: set[str], *, show: bool
) -> dict[str, Tallies]:
    """What each passage that gave no example adds to the measures, by its id."""
    placed = placing.placed(fitted.space)
    return {
        read.id: _score(read, tuple(_found(read, rows, fitted)), name, show=show)
        for read, rows in zip(placing.passages, placed, strict=True)
        if read.id not in used
    }


def _found(read: Read, placed: Sequence[Floats], fitted: OwnKinds) -> Iterator[tuple[Span, float]]:
    from dragoman.encode.own_kinds import find_matches
    from dragoman.types import Span

    for (words, _, sentences), rows in zip(read.windows, placed, strict=True):
        for match in find_matches(fitted.kinds, rows, sentences):
            yield Span(words[match.first].start, words[match.last - 1].end), match.score


def _score(read: Read, scored: Sequence[tuple[Span, float]], name: str, *, show: bool) -> Tallies:
    matches = [match for match, _ in scored]
    gold = [mentions for kind, mentions in read.terms if kind == name]
    right = [match for match in matches if any(match.touches(words) for words in sum(gold, ()))]
    found = [
        mentions for mentions in gold if any(match.touches(words) for match in matches for words in mentions)
    ]
    for match in matches:
        if show and match not in right:
            say(f"  {name}: {read.id}: {match.of(read.text)}")
    clean = Tally(float(not matches), 1, float(not matches), 1)
    return {
        TERMS: Tally(len(right), len(matches), len(found), len(gold)),
        SAID: Tally(sum(score for _, score in scored), len(matches)),
        WORDS: _overlap(right, gold),
        CLEAN: Tally() if gold else clean,
        BARE: Tally() if read.terms else clean,
    }


def _overlap(right: Sequence[Span], gold: Sequence[Sequence[Span]]) -> Tally:
    """How far right matches and the marked words they touch hold the same characters."""
    touched = {
        words for mentions in gold for words in mentions if any(words.touches(match) for match in right)
    }
    ours, marked = (
        set(chain.from_iterable(range(*_edges(span)) for span in spans)) for spans in (right, touched)
    )
    return Tally(len(ours & marked), len(ours), len(ours & marked), len(marked))


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _table(rows: Rows) -> str:
    """A line for each kind, then all of them, with intervals over passages."""
    lines = [f"{'':24s} {'P':>5s} {'R':>5s} {'F1':>5s} {'matches':>8s} {'gold':>6s}"]
    for name, draws in sorted(rows.items()):
        tally = add_up(tallies for draw in draws for tallies in draw.values())[TERMS]
        told = f"{tally.precision:5.1f} {tally.recall:5.1f} {tally.f1:5.1f} {tally.system:8.0f} {tally.gold:6.0f}"
        lines.append(f"{name:24s} {told}")
    by_passage: dict[str, list[Tallies]] = {}
    for draw in chain.from_iterable(rows.values()):
        for passage, tallies in draw.items():
            by_passage.setdefault(passage, []).append(tallies)
    every = [add_up(tallies) for tallies in by_passage.values()]
    totals, ranges = add_up(every), intervals(every, draws=RESAMPLES, measures=MEASURES)
    for measure in MEASURES:
        tally, (low, high) = totals[measure], ranges[measure]
        told = f"P {tally.precision:.1f}, R {tally.recall:.1f}, F1 {tally.f1:.1f} ({low:.1f} to {high:.1f})"
        lines.append(f"all: {measure}: {told}")
    lines.append(f"all: mean score of the matches: {totals[SAID].precision:.1f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
