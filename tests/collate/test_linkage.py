"""Average linkage: the likest two groups first, by the mean of all their pairs, until none are like enough."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, product

import numpy as np

from dragoman.collate.linkage import Pair, average_link, link_table

LEAST = 0.4


def test_a_chain_of_likenesses_is_no_group() -> None:
    chain = {(n, n + 1): 0.9 for n in range(7)}
    labels = average_link(8, chain, 0.5)
    assert max(Counter(labels).values()) == 2


def test_what_is_unlike_is_kept_apart_by_all_its_members() -> None:
    likeness = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.8, (0, 2): 0.1, (0, 3): 0.1, (1, 3): 0.1}
    assert average_link(4, likeness, 0.5) == (0, 0, 2, 2)
    assert average_link(4, likeness, 0.2) == (0, 0, 0, 0)


def test_nothing_makes_no_groups() -> None:
    assert average_link(0, {}, LEAST) == link_table(np.zeros((0, 0)), LEAST) == ()


def plainly(size: int, likeness: dict[Pair, float], absent: float) -> tuple[int, ...]:
    """The definition itself, every mean worked out anew."""
    groups = [(number,) for number in range(size)]

    def mean(pair: tuple[tuple[int, ...], tuple[int, ...]]) -> float:
        values = [likeness.get((min(two), max(two)), absent) for two in product(*pair)]
        return sum(values) / len(values)

    while len(groups) > 1:
        best = max(combinations(groups, 2), key=mean)
        if mean(best) <= LEAST:
            break
        groups = sorted([*(group for group in groups if group not in best), tuple(sorted(best[0] + best[1]))])
    return tuple(next(group[0] for group in groups if number in group) for number in range(size))


def made(draw: random.Random, size: int) -> dict[Pair, float]:
    """Likenesses of two pairs in three, no two of them the same."""
    pairs = [pair for pair in combinations(range(size), 2) if draw.random() < 0.67]
    return {pair: draw.random() for pair in pairs}


def test_it_does_what_the_definition_says() -> None:
    draw = random.Random(7)
    for size in (2, 3, 5, 8, 13):
        for absent in (0.0, -2.0):
            likeness = made(draw, size)
            assert average_link(size, likeness, LEAST, absent) == plainly(size, likeness, absent)


def test_a_thing_may_stand_for_several() -> None:
    table = np.array([[1.0, 0.6, 0.5], [0.6, 1.0, 0.1], [0.5, 0.1, 1.0]])
    assert link_table(table, LEAST) == (0, 0, 2)
    assert link_table(table, 0.2, sizes=[1, 1, 1]) == (0, 0, 0)
    assert link_table(table, 0.2, sizes=[1, 9, 1]) == (0, 0, 2)
