"""What stands in one of two texts and not in the other: dropped, added, replaced or moved, and what that does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from dragoman.collate.alignment import Run, in_order
from dragoman.collate.types import Change, ChangeKind, WordChange
from dragoman.collate.weighty import Found, find_weighty
from dragoman.collate.words import Words

Side = tuple[str, Words]
Gap = tuple[int, int, int, int]
"""Words of the first text from, until; of the second from, until."""
SENTENCE_END = re.compile(r"[.!?:]['\"”’»)\]]*\s|\n")


def find_changes(first: Side, second: Side, runs: tuple[Run, ...]) -> tuple[Change, ...]:
    """Where two texts that share `runs` (see `alignment.close_gaps`) differ, in the order of the first text.

    >>> from dragoman.collate.alignment import align, close_gaps
    >>> from dragoman.collate.words import find_words
    >>> one = "The army shelled the alleged camp near the old bridge."
    >>> two = "The army shelled the camp near the old bridge."
    >>> words = find_words(one), find_words(two)
    >>> [change] = find_changes((one, words[0]), (two, words[1]), align(*words, 4))
    >>> change.kind, change.before.of(one), change.words[0].kind
    ('dropped', 'alleged', 'hedge')
    """
    chain = in_order(runs)
    moved = [run for run in runs if run not in set(chain)]
    edges = (Run(0, 0, 0), *chain, Run(len(first[1]), len(second[1]), 0))
    changes = [_moved(first, second, run) for run in moved]
    for before, after in pairwise(edges):
        gap = (before.first_end, after.first, before.second_end, after.second)
        for smaller in _without_moved(gap, moved):
            changes += _in_gap(first, second, smaller)
    return tuple(sorted(changes, key=_place))


def _place(change: Change) -> tuple[int, int]:
    first = change.before.start if change.before else -1
    return (first, change.after.start if change.after else -1)


def _moved(first: Side, second: Side, run: Run) -> Change:
    return Change(
        kind="moved",
        before=first[1].span(run.first, run.first_end),
        after=second[1].span(run.second, run.second_end),
    )


def _without_moved(gap: Gap, moved: Sequence[Run]) -> Iterator[Gap]:
    """The gap itself, or its pieces around what has moved into or out of it."""
    left = _pieces(gap[0], gap[1], [(run.first, run.first_end) for run in moved])
    right = _pieces(gap[2], gap[3], [(run.second, run.second_end) for run in moved])
    if len(left) <= 1 and len(right) <= 1:
        yield (*(left[0] if left else (gap[0], gap[0])), *(right[0] if right else (gap[2], gap[2])))
        return
    yield from ((start, end, gap[2], gap[2]) for start, end in left)
    yield from ((gap[0], gap[0], start, end) for start, end in right)


def _pieces(start: int, end: int, holes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces = []
    for hole_start, hole_end in sorted(holes):
        if hole_start < start or hole_end > end:
            continue
        pieces.append((start, hole_start))
        start = hole_end
    pieces.append((start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _in_gap(first: Side, second: Side, gap: Gap) -> Iterator[Change]:
    """The change between two shared runs, where there is anything."""
    lost, gained = gap[0] < gap[1], gap[2] < gap[3]
    if lost or gained:
        yield _change(first, second, gap, "replaced" if lost and gained else "dropped" if lost else "added")


def _change(first: Side, second: Side, gap: Gap, kind: ChangeKind) -> Change:
    before = first[1].span(gap[0], gap[1]) if gap[0] < gap[1] else None
    after = second[1].span(gap[2], gap[3]) if gap[2] < gap[3] else None
    lost = _weighty(first, gap[0], gap[1])
    gained = _weighty(second, gap[2], gap[3])
    return Change(kind=kind, before=before, after=after, words=tuple(_word_changes(lost, gained)))


def _word_changes(lost: list[Found], gained: list[Found]) -> Iterator[WordChange]:
    """The weighty words that only one side has; one of each side and of the same kind were exchanged."""
    lost, gained = _only(lost, gained), _only(gained, lost)
    for kind, _, span in lost:
        other = next((word for word in gained if word[0] == kind), None)
        if other is not None:
            gained.remove(other)
        change: Literal["dropped", "replaced"] = "replaced" if other else "dropped"
        yield WordChange(kind=kind, change=change, before=span, after=other[2] if other else None)
    yield from (WordChange(kind=kind, change="added", after=span) for kind, _, span in gained)


def _only(words: list[Found], others: list[Found]) -> list[Found]:
    """Those of `words` that `others` lacks."""
    there = Counter(keys for _, keys, _ in others)
    kept = []
    for word in words:
        there[word[1]] -= 1
        if there[word[1]] < 0:
            kept.append(word)
    return kept


def _weighty(side: Side, start: int, end: int) -> list[Found]:
    """The weighty words of a gap, those of its whole sentences aside: they came or went with their claim."""
    text, words = side
    return [
        found
        for first, last in _torn(text, words, start, end)
        for found in find_weighty(text, words, first, last)
    ]


def _torn(text: str, words: Words, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of sentences at the edges of a gap; between them, sentences are whole."""
    if start == end:
        return []
    head = next((place + 1 for place in range(start, end) if _ends(text, words, place)), end)
    if head == end:
        return [] if _ends(text, words, start - 1) and _ends(text, words, end - 1) else [(start, end)]
    tail = next(place + 1 for place in range(end - 2, start - 1, -1) if _ends(text, words, place))
    torn = [] if _ends(text, words, start - 1) else [(start, head)]
    return torn if _ends(text, words, end - 1) else [*torn, (tail, end)]


def _ends(text: str, words: Words, place: int) -> bool:
    """Whether a sentence ends after this word."""
    if place < 0 or place + 1 >= len(words):
        return True
    between = text[int(words.end[place]) : int(words.start[place + 1])]
    return SENTENCE_END.search(between) is not None
