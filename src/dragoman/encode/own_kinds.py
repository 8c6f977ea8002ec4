"""Kinds of terms that a caller gives by examples, matched by the encoder's states of words: part of the encode step.

Words are compared by the cosine of their states, after the mean of other words was taken away and their directions were
brought to one size (whitening, with the covariance shrunk as in Ledoit and Wolf 2004). Each word of an example's clause
looks for its like among eight words of the report (late interaction, Khattab and Zaharia 2020), less how like it is to
ordinary words anyway (the correction for hubs of Conneau et al. 2018). The likeness of a sentence is the mean of that
over all examples and over the half that is most alike, at the best eight words. What likeness is needed is found by
leaving out each example in turn.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.encode.heads import Floats
from dragoman.types import KindMatch, Span

REACH = 8
"""Words of a report that a clause is looked for in at once; clauses of our own passages have one to eight."""
SHRINKAGE = 0.5
NEAREST = 15
"""Ordinary words whose likeness to a word of an example is taken off it."""
SHARES = (0.01, 0.10, 0.89)
"""Of sentences: what is thought to hold the kind, another arrangement, and neither."""
STEP = 0.05
"""Standard deviations between one likeness that is tried and the next."""
SLACK = 0.02
"""How far below the best expected F that of the likeness needed may lie."""
BETA = 0.5
"""Of the F that is looked at: a term that nobody told of is worse than one that is missed."""
WORTH = 0.25
"""Expected F below which a kind is not told apart well enough to be read at all."""
CLAUSE_SHARE = 0.4
"""Of the way from the least to the most telling of the words within reach: from there on one is of the clause.

Of .1 to .6 what `python -m eval.user_kinds` puts nearest to the clauses marked in eval/user_kinds/building.toml.
"""


class Learned(NamedTuple):
    """A sentence as it is learned from: the hidden states of its words, and the numbers of those in its clause."""

    hidden: Floats
    clause: tuple[int, ...] = ()


class Trial(NamedTuple):
    """How a kind is told apart from what it isn't, each of its examples left out in turn.

    `found` of `examples` lie above the likeness `needed`, and `wrong` of the `others`; `precision` and `recall` are
    what is to be expected where sentences come in the shares of `SHARES`, `f` the F of the two by which `needed` is
    chosen.
    """

    examples: int
    found: int
    others: int
    wrong: int
    precision: float
    recall: float
    f: float
    needed: float


class Match(NamedTuple):
    """Words `first` to `last` (excluded) of a window that are of a kind, and the chance of it."""

    kind: str
    first: int
    last: int
    score: float
    match: KindMatch


@dataclass(frozen=True)
class Space:
    """How words are compared: their states less `mean`, turned by `turn` `[width, width]`, as unit vectors."""

    mean: Floats
    turn: Floats

    def place(self, hidden: Floats) -> Floats:
        """Unit vectors `[words, width]` of hidden states."""
        placed = (hidden - self.mean) @ self.turn
        unit: Floats = placed / np.maximum(np.linalg.norm(placed, axis=1, keepdims=True), 1e-6)
        return unit.astype(np.float32)


@dataclass(frozen=True)
class Clauses:
    """The words of a kind's clauses: unit vectors, how like each is to ordinary words, where each clause begins."""

    words: Floats
    hubs: Floats
    starts: NDArray[np.intp]

    def per_word(self, placed: Floats) -> Floats:
        """How like each word is to each word of the clauses, beyond what is ordinary."""
        likeness: Floats = placed @ self.words.T - self.hubs
        return likeness

    def by_example(self, likeness: Floats) -> Floats:
        """The mean over the words of each clause, `[.., clauses]`, of values `[.., words of clauses]`."""
        sizes = np.diff([*self.starts.tolist(), len(self.hubs)])
        mean: Floats = (np.add.reduceat(likeness, self.starts, axis=1) / sizes).astype(np.float32)
        return mean


@dataclass(frozen=True)
class LearnedKind:
    """A kind ready to be matched: its clauses, and how its likeness is told in standard deviations and chances."""

    name: str
    clauses: Clauses
    centre: float
    spread: float
    curve: tuple[tuple[float, float], ...]
    """Of each sort of other sentences the two weights by which the odds against the kind fall with the likeness."""
    most: float
    """The most that can be said with so few examples: (examples + 1) / (examples + 2), Laplace's rule."""
    trial: Trial

    def chance(self, likeness: float) -> float:
        """The chance that a sentence of this likeness holds the kind."""
        odds_against = sum(math.exp(min(start - slope * likeness, 50.0)) for start, slope in self.curve)
        return round(min(1 / (1 + odds_against), self.most), 4)


@dataclass(frozen=True)
class OwnKinds:
    """All kinds that a caller gives."""

    space: Space
    kinds: tuple[LearnedKind, ...]

    def matches(self, hidden: Floats, sentences: Sequence[tuple[int, int]]) -> tuple[Match, ...]:
        """What is found in a window, at most once a sentence for a kind; of kinds on the same words the likeliest."""
        return find_matches(self.kinds, self.space.place(hidden), sentences)


def sentence_bounds(words: Sequence[Span], starts: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """First and last (excluded) word of each sentence of a window; `starts` are where the sentences begin.

    >>> sentence_bounds([Span(0, 2), Span(3, 5), Span(8, 9)], [0, 8])
    ((0, 2), (2, 3))
    """
    owners = [bisect_right(starts, word.start) for word in words]
    firsts = [at for at, owner in enumerate(owners) if at == 0 or owner != owners[at - 1]]
    return tuple(zip(firsts, [*firsts[1:], len(words)], strict=True)) if words else ()


# ---- matching


def find_matches(
    kinds: Sequence[LearnedKind], placed: Floats, sentences: Sequence[tuple[int, int]]
) -> tuple[Match, ...]:
    """What is found among the words of a window, given as unit vectors of the space of the kinds."""
    found = [
        match
        for kind in kinds
        if math.isfinite(kind.trial.needed)
        for first, last in sentences
        for match in _match(kind, placed[first:last], first)
    ]
    kept: list[Match] = []
    for match in sorted(found, key=lambda one: (-one.score, -one.match.likeness, one.kind)):
        if all(match.last <= other.first or other.last <= match.first for other in kept):
            kept.append(match)
    return tuple(sorted(kept, key=lambda one: (one.first, one.kind)))


def _match(kind: LearnedKind, placed: Floats, offset: int) -> Iterator[Match]:
    """The match of a kind in one sentence, if its likeness suffices."""
    by_example = _by_place(kind.clauses, placed)
    overall = _overall(by_example)
    at = int(overall.argmax())
    likeness = (float(overall[at]) - kind.centre) / kind.spread
    if likeness < kind.trial.needed:
        return
    first, last = _clause(
        kind.clauses.by_example(kind.clauses.per_word(placed[at : at + REACH])).mean(axis=1)
    )
    rests_on = KindMatch(int(by_example[at].argmax()) + 1, round(likeness, 2), round(kind.trial.needed, 2))
    yield Match(kind.name, offset + at + first, offset + at + last, kind.chance(likeness), rests_on)


def _within_reach(per_word: Floats) -> Floats:
    """The most in the `REACH` words from each word on."""
    most = per_word.copy()
    for step in range(1, min(REACH, len(per_word))):
        np.maximum(most[:-step], per_word[step:], out=most[:-step])
    return most


def _clause(per_word: Floats) -> tuple[int, int]:
    """The words that tell of the kind, from the first to the last, by their likeness to each word of the clauses."""
    telling = per_word - per_word.min()
    words = np.flatnonzero(telling >= CLAUSE_SHARE * telling.max())
    return int(words[0]), int(words[-1]) + 1


# ---- learning


def learn_space(groups: Sequence[Floats]) -> Space:
    """The space of words in which those of each group of words count for as much as those of another."""
    mean = np.mean([group.mean(axis=0) for group in groups], axis=0)
    spread = np.mean([(group - mean).T @ (group - mean) / len(group) for group in groups], axis=0)
    sizes, directions = np.linalg.eigh(spread.astype(np.float64))
    turn = directions / np.sqrt((1 - SHRINKAGE) * sizes + SHRINKAGE * sizes.mean())
    return Space(mean.astype(np.float32), turn.astype(np.float32))


def learn_kind(
    name: str, examples: Sequence[Learned], others: Sequence[Sequence[Floats]], space: Space
) -> LearnedKind:
    """A kind from its examples, set against other arrangements and ordinary sentences.

    `others` are these two sorts of sentences, as unit vectors of `space`.
    """
    placed = [space.place(example.hidden) for example in examples]
    clauses = _clauses(
        [rows[list(example.clause)] for rows, example in zip(placed, examples, strict=True)], others
    )
    left_out = np.array([_left_out(clauses, rows, number) for number, rows in enumerate(placed)])
    likenesses = [np.array([_overall(_by_place(clauses, rows)).max() for rows in sort]) for sort in others]
    centre, spread = float(likenesses[0].mean()), max(float(likenesses[0].std()), 1e-6)
    own, sorts = (left_out - centre) / spread, [(values - centre) / spread for values in likenesses]
    return LearnedKind(
        name=name,
        clauses=clauses,
        centre=centre,
        spread=spread,
        curve=_curve(own, sorts),
        most=(len(examples) + 1) / (len(examples) + 2),
        trial=_trial(own, sorts),
    )


def _clauses(clauses: Sequence[Floats], others: Sequence[Sequence[Floats]]) -> Clauses:
    words = np.concatenate(clauses)
    nearest = [np.sort(np.concatenate(sort) @ words.T, axis=0)[-NEAREST:].mean(axis=0) for sort in others]
    starts = np.cumsum([0, *map(len, clauses[:-1])]).astype(np.intp)
    return Clauses(words, np.mean(nearest, axis=0).astype(np.float32), starts)


def _by_place(clauses: Clauses, placed: Floats) -> Floats:
    """The likeness `[words, clauses]` of the `REACH` words from each word of a sentence on."""
    return clauses.by_example(_within_reach(clauses.per_word(placed)))


def _overall(by_example: Floats) -> Floats:
    """The likeness to all examples, and to the half that is most alike, half and half: a kind has several wordings."""
    half = np.sort(by_example, axis=1)[:, -max(2, by_example.shape[1] // 2) :]
    overall: Floats = (by_example.mean(axis=1) + half.mean(axis=1)) / 2
    return overall


def _left_out(clauses: Clauses, placed: Floats, number: int) -> float:
    """The likeness of the sentence of an example to all the other examples."""
    return float(_overall(np.delete(_by_place(clauses, placed), number, axis=1)).max())


def _curve(own: NDArray[np.float64], sorts: Sequence[NDArray[np.float64]]) -> tuple[tuple[float, float], ...]:
    """The odds of each sort of other sentences against the kind, from normal curves of one width (Fisher 1936)."""
    mean, variance = float(own.mean()), max(float(values.var()) for values in (own, *sorts))
    weights = []
    for share, values in zip(SHARES[1:], sorts, strict=True):
        other = min(float(values.mean()), mean)
        start = math.log(share / SHARES[0]) + (mean**2 - other**2) / (2 * variance)
        weights.append((start, (mean - other) / variance))
    return tuple(weights)


def _trial(own: NDArray[np.float64], sorts: Sequence[NDArray[np.float64]]) -> Trial:
    """The least likeness that gives nearly the best F to be expected; none if that isn't worth it.

    The least, since the examples are few: what is meant may well lie a little below all of them.
    """
    tried = [float(value) for value in np.arange(own.min() - 1, own.max() + STEP, STEP)]
    expected = [_expected(value, own, sorts) for value in tried]
    best = max(f for _, _, f in expected)
    at = next(at for at, (_, _, f) in enumerate(expected) if f >= best - SLACK)
    needed = tried[at] if best >= WORTH else math.inf
    wrong = sum(int((values >= needed).sum()) for values in sorts)
    return Trial(len(own), int((own >= needed).sum()), sum(map(len, sorts)), wrong, *expected[at], needed)


def _expected(
    needed: float, own: NDArray[np.float64], sorts: Sequence[NDArray[np.float64]]
) -> tuple[float, float, float]:
    """Precision, recall and their F where sentences come in the shares of `SHARES`."""
    recall = float((own >= needed).mean())
    if not recall:
        return 0.0, 0.0, 0.0
    right = SHARES[0] * recall
    wrong = sum(share * _share_above(needed, values) for share, values in zip(SHARES[1:], sorts, strict=True))
    precision = right / (right + wrong)
    return precision, recall, (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _share_above(needed: float, values: NDArray[np.float64]) -> float:
    """The share of sentences above a likeness: as counted, or what a normal curve leaves, whichever is more."""
    normal = 0.5 * math.erfc(
        (needed - float(values.mean())) / (max(float(values.std()), 1e-6) * math.sqrt(2))
    )
    return max(float((values >= needed).mean()), normal)
