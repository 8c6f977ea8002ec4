"""Which words two texts have in common, word for word: the exact side of finding copies."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, NamedTuple

from dragoman.collate.fingerprints import shingles
from dragoman.collate.types import SharedSpan
from dragoman.collate.words import Words

LEAST_RUN: Final = 5
"""Words in a row that count as the same words; fewer are chance ("the end of the")."""
LONGEST_GAP: Final = 200
"""Gaps with more words on a side are not compared word by word: whole passages came or went."""
MOST_PLACES: Final = 8
"""Of a run that recurs in one text, only the first so many places are tried."""


class Run(NamedTuple):
    """`length` words in a row that are the same in both texts, from word `first` of one and `second` of the other."""

    first: int
    second: int
    length: int

    @property
    def first_end(self) -> int:
        return self.first + self.length

    @property
    def second_end(self) -> int:
        return self.second + self.length


def align(first: Words, second: Words, least: int = LEAST_RUN) -> tuple[Run, ...]:
    """The runs of at least `least` words that both texts have, longest first, no word in two; in order of the first.

    Greedy string tiling (Wise 1993): a moved paragraph is found where it is now.

    >>> from dragoman.collate.words import find_words
    >>> one, two = find_words("a b c d e f, one two"), find_words("x y; one two a b c d e f")
    >>> align(one, two, 2)
    (Run(first=0, second=4, length=6), Run(first=6, second=2, length=2))
    """
    found = sorted(_maximal(first, second, least), key=lambda run: (-run.length, run.first, run.second))
    taken_first, taken_second = bytearray(len(first)), bytearray(len(second))
    runs = []
    for run in found:
        for part in _free_parts(run, taken_first, taken_second):
            if part.length >= least:
                taken_first[part.first : part.first_end] = b"\1" * part.length
                taken_second[part.second : part.second_end] = b"\1" * part.length
                runs.append(part)
    return tuple(sorted(runs))


def _maximal(first: Words, second: Words, least: int) -> Iterator[Run]:
    """Runs that cannot be made longer on either side."""
    if min(len(first), len(second)) < least:
        return
    one, two = first.key.tolist(), second.key.tolist()
    grams = shingles(first.key, least).tolist()
    places = defaultdict(list)
    for place, gram in enumerate(grams):
        places[gram].append(place)
    for there, gram in enumerate(shingles(second.key, least).tolist()):
        for here in places.get(gram, ())[:MOST_PLACES]:
            if not (here and there and one[here - 1] == two[there - 1]):
                yield Run(here, there, _length(one, two, here, there))


def _length(one: list[int], two: list[int], here: int, there: int) -> int:
    length = 0
    most = min(len(one) - here, len(two) - there)
    while length < most and one[here + length] == two[there + length]:
        length += 1
    return length


def _free_parts(run: Run, taken_first: bytearray, taken_second: bytearray) -> Iterator[Run]:
    """The parts of a run whose words no longer run has on either side."""
    start = 0
    for place in range(run.length + 1):
        if place < run.length and not (taken_first[run.first + place] or taken_second[run.second + place]):
            continue
        if place > start:
            yield Run(run.first + start, run.second + start, place - start)
        start = place + 1


def in_order(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs that stand in the same order in both texts: as many words as can be; the others have moved.

    >>> in_order((Run(0, 4, 6), Run(6, 2, 2)))
    (Run(first=0, second=4, length=6),)
    """
    ends: list[int] = []  # ends of chains in the second text, rising, with rising weights beside them
    weights: list[int] = []
    best: list[tuple[Run, int]] = []  # each run and the number in `best` of the one before it
    numbers: list[int] = []
    for run in sorted(runs):
        at = bisect_left(ends, run.second + 1)
        weight = run.length + (weights[at - 1] if at else 0)
        best.append((run, numbers[at - 1] if at else -1))
        at = bisect_left(ends, run.second_end)
        if at < len(ends) and ends[at] == run.second_end and weights[at] >= weight:
            continue
        if at and weights[at - 1] >= weight:
            continue
        until = at
        while until < len(ends) and weights[until] <= weight:
            until += 1
        ends[at:until], weights[at:until], numbers[at:until] = [run.second_end], [weight], [len(best) - 1]
    return tuple(_chain(best, numbers[-1] if numbers else -1))


def _chain(best: list[tuple[Run, int]], number: int) -> list[Run]:
    chain = []
    while number >= 0:
        run, number = best[number]
        chain.append(run)
    return chain[::-1]


def close_gaps(first: Words, second: Words, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs and, in small gaps between them that are alike, the single words that both texts have there.

    >>> from dragoman.collate.words import find_words
    >>> one, two = find_words("Men allegedly crossed the river"), find_words("Men crossed the river")
    >>> close_gaps(one, two, align(one, two, 3))
    (Run(first=0, second=0, length=1), Run(first=2, second=1, length=3))
    """
    edges = (Run(0, 0, 0), *in_order(runs), Run(len(first), len(second), 0))
    used = {place for run in runs for place in range(run.second, run.second_end)}
    found = list(runs)
    for before, after in pairwise(edges):
        gap = slice(before.first_end, after.first), slice(before.second_end, after.second)
        if not used.intersection(range(gap[1].start, gap[1].stop)):
            found += _in_gap(first.key[gap[0]].tolist(), second.key[gap[1]].tolist(), before)
    return tuple(sorted(run for run in found if run.length))


def _in_gap(one: list[int], two: list[int], before: Run) -> Iterator[Run]:
    if not one or not two or max(len(one), len(two)) > LONGEST_GAP:
        return
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    blocks = matcher.get_matching_blocks()
    if 2 * sum(block.size for block in blocks) >= min(len(one), len(two)):
        yield from (Run(before.first_end + a, before.second_end + b, size) for a, b, size in blocks)


def as_spans(runs: tuple[Run, ...], first: Words, second: Words) -> tuple[SharedSpan, ...]:
    """The runs in characters of both texts."""
    return tuple(
        SharedSpan(first.span(run.first, run.first_end), second.span(run.second, run.second_end))
        for run in runs
    )
