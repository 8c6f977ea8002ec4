"""Scores attributions against those that people marked, on tokens, so that systems of any tokeniser compare.

A token is a run of letters and digits, or one other visible character; words are the tokens that are no punctuation. A
span covers every token it touches. The attributions of a report are paired one to one, gold with system, by how much
their contents overlap (Dice over words; then shared cue words, source words, text order); what a pair must have in
common to count as right is the difference between the measures. Figures are micro-averages over all reports.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from eval.corpora import ROLES, Roles

MEASURES = (
    "content exact",
    "content exact, punctuation aside",
    "content overlap",
    "content soft",
    "relation source+content overlap",
    "relation full overlap",
    "relation full exact",
    *(f"tokens {role}" for role in ROLES),
    *(f"spans {role}" for role in ROLES),
    "source exact, content found",
    "source overlap, content found",
)
FORMS = ("direct", "mixed", "indirect")
BY_FORM = tuple(measure for measure in MEASURES if measure.startswith(("content", "relation")))
# Two sources are not the same for sharing one of these.
WEAK = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "s", "and", "or",
    "of", "to", "in", "on", "at", "for", "by", "from", "with",
})  # fmt: skip

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MARK = re.compile(r"(?P<open>[“„«]|``)|(?P<close>[”»]|'')|(?P<either>\")|(?P<line>\n)")

Tokens = frozenset[int]


class Tally(NamedTuple):
    """How many of the system's items were right, of how many; and of the gold ones found, of how many."""

    right: float = 0.0
    system: float = 0.0
    found: float = 0.0
    gold: float = 0.0

    def plus(self, other: Tally) -> Tally:
        """The sum of both."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        return 100 * self.right / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Tallies = dict[str, Tally]


class Text:
    """A text in tokens; a class because what is derived from it is needed for many attributions, and derived once.

    >>> text = Text('He said: "Yes."')
    >>> sorted(text.touched([(0, 7)])), sorted(text.quoted)
    ([0, 1], [4])
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in self.spans]
        self.ends = [end for _, end in self.spans]

    def touched(self, pieces: Iterable[tuple[int, int]]) -> Tokens:
        """Numbers of the tokens that share a character with one of the spans."""
        ranges = (
            (bisect_right(self.ends, start), bisect_left(self.starts, end))
            for start, end in pieces
            if start < end
        )
        return frozenset(number for first, last in ranges for number in range(first, last))

    def words(self, tokens: Tokens) -> Tokens:
        """Those that are no punctuation."""
        return tokens & self._words

    def strong(self, tokens: Tokens) -> Tokens:
        """The words among them that can tell one source from another; all words if none can."""
        words = self.words(tokens)
        return frozenset(number for number in words if self._lower(number) not in WEAK) or words

    @cached_property
    def _words(self) -> Tokens:
        return frozenset(
            number for number, start in enumerate(self.starts) if re.match(r"\w", self.text[start])
        )

    def _lower(self, number: int) -> str:
        start, end = self.spans[number]
        return self.text[start:end].lower()

    @cached_property
    def quoted(self) -> Tokens:
        """Words inside double quotation marks; a quotation left open ends with its line."""
        inside: set[int] = set()
        opened: int | None = None
        for mark in _MARK.finditer(self.text + "\n"):
            if opened is not None and mark.lastgroup != "open":
                inside |= self.words(self.touched([(opened, mark.start())]))
                opened = None
            elif mark.lastgroup in ("open", "either") and opened is None:
                opened = mark.end()
        return frozenset(inside)


@dataclass(frozen=True)
class Marked:
    """One attribution in tokens."""

    tokens: dict[str, Tokens]
    source: Tokens
    strong_source: Tokens
    cue: Tokens
    content: Tokens
    form: str

    @classmethod
    def of(cls, text: Text, roles: Roles) -> Marked:
        """The attribution as the measures see it; a cue of punctuation alone is compared as it is."""
        tokens = {role: text.touched(roles[role]) for role in ROLES}
        words = {role: text.words(tokens[role]) for role in ROLES}
        quoted = len(words["content"] & text.quoted)
        form = "indirect" if not quoted else "direct" if quoted == len(words["content"]) else "mixed"
        cue = words["cue"] or tokens["cue"]
        return cls(tokens, words["source"], text.strong(tokens["source"]), cue, words["content"], form)


def score_report(text: str, gold: Sequence[Roles], system: Sequence[Roles]) -> Tallies:
    """What one report adds to each measure, attributions without a word of content aside.

    >>> gold = [{"source": ((0, 2),), "cue": ((3, 7),), "content": ((8, 13),)}]
    >>> score_report("He says maybe.", gold, gold)["relation full overlap"]
    Tally(right=1, system=1, found=1, gold=1)
    """
    tokens = Text(text)
    marked = [
        [mark for mark in (Marked.of(tokens, roles) for roles in side) if mark.content]
        for side in (gold, system)
    ]
    return _relations(*marked) | _soft(*marked) | _tokens_and_spans(*marked)


def judge(text: str, gold: Sequence[Roles], system: Sequence[Roles]) -> tuple[bool, ...]:
    """Of each attribution of the system, whether source, cue and content all overlap those of its gold partner.

    >>> gold = [{"source": ((0, 2),), "cue": ((3, 7),), "content": ((8, 13),)}]
    >>> judge("He says maybe.", gold, [*gold, {"source": (), "cue": ((3, 7),), "content": ((8, 13),)}])
    (True, False)
    """
    tokens = Text(text)
    wanted, got = ([Marked.of(tokens, roles) for roles in side] for side in (gold, system))
    pairs = pair_up(wanted, got)
    test = _TESTS["relation full overlap"]
    right = {number for want, number in pairs.items() if test(wanted[want], got[number])}
    return tuple(number in right for number in range(len(system)))


def calibration_error(scores: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """The expected calibration error in points: the mean gap between score and share right, over equal bins.

    Source: Naeini, Cooper and Hauskrecht 2015, with bins of equal width.

    >>> round(calibration_error([0.95, 0.95, 0.05], [True, False, False]), 1)
    31.7
    """
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, hit in zip(scores, right, strict=True):
        held.setdefault(min(int(score * bins), bins - 1), []).append((score, hit))
    gaps = (abs(sum(score for score, _ in pairs) - sum(hit for _, hit in pairs)) for pairs in held.values())
    return 100 * sum(gaps) / len(scores) if scores else 0.0


def pair_up(gold: Sequence[Marked], system: Sequence[Marked]) -> dict[int, int]:
    """Gold number -> system number, one to one; contents that share no word are no pair."""
    holders: dict[int, list[int]] = {}
    for number, mark in enumerate(system):
        for word in mark.content:
            holders.setdefault(word, []).append(number)
    candidates = sorted(
        (-2 * shared / (len(want.content) + len(system[got].content)), *_ties(want, system[got]), number, got)
        for number, want in enumerate(gold)
        for got, shared in Counter(got for word in want.content for got in holders.get(word, ())).items()
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, number, got in candidates:
        if number not in pairs and got not in taken:
            pairs[number] = got
            taken.add(got)
    return pairs


def _ties(want: Marked, got: Marked) -> tuple[int, int]:
    return -len(want.cue & got.cue), -len(want.source & got.source)


def same_source(want: Marked, got: Marked) -> bool:
    if not want.source or not got.source:
        return not want.source and not got.source
    return bool(want.strong_source & got.strong_source) or want.tokens["source"] == got.tokens["source"]


def same_cue(want: Marked, got: Marked) -> bool:
    return bool(want.cue & got.cue) or (not want.cue and not got.cue)


def _same_words(want: Marked, got: Marked) -> bool:
    return (want.source, want.cue, want.content) == (got.source, got.cue, got.content)


_TESTS: dict[str, Callable[[Marked, Marked], bool]] = {
    "content exact": lambda want, got: want.tokens["content"] == got.tokens["content"],
    "content exact, punctuation aside": lambda want, got: want.content == got.content,
    "content overlap": lambda want, got: True,
    "relation source+content overlap": same_source,
    "relation full overlap": lambda want, got: same_source(want, got) and same_cue(want, got),
    "relation full exact": _same_words,
}


def _relations(gold: list[Marked], system: list[Marked]) -> Tallies:
    pairs = pair_up(gold, system)
    tallies: Tallies = {}
    for measure, test in _TESTS.items():
        right = {number: got for number, got in pairs.items() if test(gold[number], system[got])}
        for form in (None, *FORMS):
            wanted = [number for number, mark in enumerate(gold) if form in (None, mark.form)]
            given = [number for number, mark in enumerate(system) if form in (None, mark.form)]
            hits, found = set(right.values()), sum(number in right for number in wanted)
            counted = Tally(sum(number in hits for number in given), len(given), found, len(wanted))
            tallies[_name(measure, form)] = counted
    sourced = [(gold[number], system[got]) for number, got in pairs.items() if gold[number].source]
    exact = sum(want.source == got.source for want, got in sourced)
    overlap = sum(same_source(want, got) for want, got in sourced)
    tallies["source exact, content found"] = Tally(exact, len(sourced), exact, len(sourced))
    tallies["source overlap, content found"] = Tally(overlap, len(sourced), overlap, len(sourced))
    return tallies


def _name(measure: str, form: str | None) -> str:
    return f"{measure} / {form}" if form else measure


def _soft(gold: list[Marked], system: list[Marked]) -> Tallies:
    """The share of each content's tokens that some content of the other side holds."""
    held = [frozenset[int]().union(*(mark.tokens["content"] for mark in side)) for side in (gold, system)]

    def shares(side: list[Marked], other: Tokens, form: str | None) -> list[float]:
        contents = [mark.tokens["content"] for mark in side if form in (None, mark.form)]
        return [len(content & other) / len(content) for content in contents]

    def tally(form: str | None) -> Tally:
        given, wanted = shares(system, held[0], form), shares(gold, held[1], form)
        return Tally(sum(given), len(given), sum(wanted), len(wanted))

    return {_name("content soft", form): tally(form) for form in (None, *FORMS)}


def _tokens_and_spans(gold: list[Marked], system: list[Marked]) -> Tallies:
    tallies: Tallies = {}
    for role in ROLES:
        marked = [{token for mark in side for token in mark.tokens[role]} for side in (gold, system)]
        tallies[f"tokens {role}"] = _shared(*marked)
        stretches = [{run for mark in side for run in _runs(mark.tokens[role])} for side in (gold, system)]
        tallies[f"spans {role}"] = _shared(*stretches)
    return tallies


def _shared(gold: set[Any], system: set[Any]) -> Tally:
    both = len(gold & system)
    return Tally(both, len(system), both, len(gold))


def _runs(tokens: Tokens) -> list[tuple[int, int]]:
    """First and last number of each unbroken run."""
    numbered = enumerate(sorted(tokens))
    runs = ([token for _, token in run] for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]))
    return [(run[0], run[-1]) for run in runs]


def add_up(reports: Iterable[Tallies]) -> Tallies:
    """The tallies of many reports together."""
    total: Tallies = {}
    for tallies in reports:
        for measure, tally in tallies.items():
            total[measure] = total.get(measure, Tally()).plus(tally)
    return total


def intervals(
    reports: Sequence[Tallies], *, draws: int, seed: int = 1, measures: Sequence[str] = MEASURES
) -> dict[str, tuple[float, float]]:
    """95 % intervals of each measure's F1: whole reports drawn again and again, with replacement."""
    chance = random.Random(seed)
    picks = [chance.choices(range(len(reports)), k=len(reports)) for _ in range(draws)]
    found: dict[str, tuple[float, float]] = {}
    for measure in measures:
        rows = [report[measure] for report in reports]
        drawn = sorted(Tally(*map(sum, zip(*(rows[at] for at in pick), strict=True))).f1 for pick in picks)
        found[measure] = (drawn[int(0.025 * draws)], drawn[min(draws - 1, int(0.975 * draws))])
    return found
