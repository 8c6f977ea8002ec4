"""Groups of things that are alike on the whole: average linkage, so that one likeness to one member joins nobody."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def average_link(
    size: int,
    likeness: Mapping[Pair, float],
    least: float,
    absent: float = 0.0,
    *,
    sizes: Sequence[int] = (),
) -> tuple[int, ...]:
    """The group of each of `size` things, by its first member's number.

    The two groups with the highest mean likeness are joined as long as it is above `least` (Sokal and Michener 1958);
    a pair that `likeness` lacks counts as `absent`. Ties go to the groups that come first. `sizes` says how many
    each thing stands for, where it is a group already.

    >>> average_link(3, {(0, 1): 0.9, (1, 2): 0.8}, 0.5)
    (0, 0, 2)
    """
    forest = _Forest(sizes or [1] * size, likeness, least, absent)
    while forest.join_best():
        pass
    return forest.labels()


class _Forest:
    """Groups under way: their members, and the sums of likeness less `absent` between those that have any."""

    def __init__(
        self, sizes: Sequence[int], likeness: Mapping[Pair, float], least: float, absent: float
    ) -> None:
        self.sizes = dict(enumerate(sizes))
        self.members: dict[int, list[int]] = {number: [number] for number in self.sizes}
        self.sums: dict[int, dict[int, float]] = {number: {} for number in self.sizes}
        self.least, self.absent = least, absent
        self.heap: list[tuple[float, int, int, int]] = []
        for (one, two), value in likeness.items():
            total = (value - absent) * self.sizes[one] * self.sizes[two]
            self.sums[one][two] = self.sums[two][one] = total
        for one, two in likeness:
            self.push(one, two)

    def mean(self, one: int, two: int) -> float:
        return self.sums[one][two] / (self.sizes[one] * self.sizes[two]) + self.absent

    def push(self, one: int, two: int) -> None:
        mean = self.mean(one, two)
        if mean > self.least:
            first, second = sorted((one, two))
            size = self.sizes[first] + self.sizes[second]
            heapq.heappush(self.heap, (-mean, first, second, size))

    def join_best(self) -> bool:
        """Join the two likeliest groups; False when none are like enough."""
        while self.heap:
            _, one, two, size = heapq.heappop(self.heap)
            if one in self.sizes and two in self.sizes and size == self.sizes[one] + self.sizes[two]:
                self.join(one, two)
                return True
        return False

    def join(self, one: int, two: int) -> None:
        self.members[one] += self.members.pop(two)
        self.sizes[one] += self.sizes.pop(two)
        of_two = self.sums.pop(two)
        for other, total in of_two.items():
            del self.sums[other][two]
            if other != one:
                joined = self.sums[one].get(other, 0.0) + total
                self.sums[one][other] = self.sums[other][one] = joined
        for other in self.sums[one]:
            self.push(one, other)

    def labels(self) -> tuple[int, ...]:
        label = {member: min(members) for members in self.members.values() for member in members}
        return tuple(label[number] for number in range(len(label)))
