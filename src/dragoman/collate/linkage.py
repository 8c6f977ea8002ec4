"""Groups of things that are alike on the whole: average linkage, so that one likeness to one member joins nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Pair = tuple[int, int]
Table = NDArray[np.float64]
NEVER: Final = -np.inf


def average_link(
    size: int, likeness: Mapping[Pair, float], least: float, absent: float = 0.0
) -> tuple[int, ...]:
    """The group of each of `size` things, by its first member's number.

    The two groups with the highest mean likeness are joined as long as it is above `least` (Sokal and Michener 1958);
    a pair that `likeness` lacks counts as `absent`, which is at most `least`. Ties go to the groups that come first.

    >>> average_link(3, {(0, 1): 0.9, (1, 2): 0.8}, 0.5)
    (0, 0, 2)
    """
    labels = list(range(size))
    among: dict[int, list[Pair]] = defaultdict(list)
    parts = _connected(size, (pair for pair, value in likeness.items() if value >= least))
    part_of = {member: number for number, part in enumerate(parts) for member in part}
    for one, two in likeness:
        if one in part_of and part_of[one] == part_of.get(two):
            among[part_of[one]].append((one, two))
    for number, part in enumerate(parts):
        place = {member: at for at, member in enumerate(part)}
        table = np.full((len(part), len(part)), absent)
        for one, two in among[number]:
            table[place[one], place[two]] = table[place[two], place[one]] = likeness[one, two]
        for member, label in zip(part, link_table(table, least, absent), strict=True):
            labels[member] = part[label]
    return tuple(labels)


def _connected(size: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """The things that are joined by pairs, directly or through others, in rising order; single ones are left out.

    Groups whose mean likeness is above a value have a pair above it: no group reaches beyond one of these.
    """
    root = list(range(size))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = one = root[root[one]]
        return one

    for one, two in pairs:
        root[find(one)] = find(two)
    parts: dict[int, list[int]] = defaultdict(list)
    for one in range(size):
        parts[find(one)].append(one)
    return [part for part in parts.values() if len(part) > 1]


def link_table(
    table: Table, least: float, absent: float = 0.0, *, sizes: Sequence[int] = ()
) -> tuple[int, ...]:
    """As `average_link`, for things that are all compared with each other: `table` has the likeness of each two.

    `sizes` says how many each thing stands for, where it is a group already.

    >>> link_table(np.array([[1.0, 0.9, 0.3], [0.9, 1.0, 0.4], [0.3, 0.4, 1.0]]), 0.5)
    (0, 0, 2)
    """
    if not len(table):
        return ()
    labels = np.arange(len(table))
    for one, two in _joins(table, least, absent, np.array(sizes or [1] * len(table), dtype=np.float64)):
        labels[labels == two] = one
    return tuple(labels.tolist())


def _joins(table: Table, least: float, absent: float, sizes: Table) -> Iterator[Pair]:
    """The joins, in order: each two groups by their first members' numbers.

    `means` has the mean likeness of each group, by its row, to those after it, and `nearest` the likest of these.
    """
    sums = (table - absent) * sizes[:, None] * sizes
    means = np.where(
        np.triu(np.ones(table.shape, dtype=bool), 1), _mean(sums, sizes[:, None], sizes, absent), NEVER
    )
    alive = np.ones(len(table), dtype=bool)
    nearest = means.argmax(axis=1)
    best = means.max(axis=1)
    while best.max() > least:
        one = int(best.argmax())
        two = int(nearest[one])
        yield one, two
        sums[one] += sums[two]
        sums[:, one] = sums[one]
        sizes[one] += sizes[two]
        alive[two] = False
        joined = np.where(alive, _mean(sums[one], sizes[one], sizes, absent), NEVER)
        means[two], means[:, two] = NEVER, NEVER
        means[one, one + 1 :], means[:one, one] = joined[one + 1 :], joined[:one]
        stale = (nearest == one) | (nearest == two)
        stale[:one] |= joined[:one] >= best[:one]
        stale[[one, two]] = True
        nearest[stale] = means[stale].argmax(axis=1)
        best[stale] = means[stale].max(axis=1)


def _mean(sums: Table, one: Table | float, two: Table, absent: float) -> Table:
    return sums / (one * two) + absent
