"""Reports as numbers: the marks of each and what they weigh, so that many are compared and none is read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dragoman.collate.order import LAST, day_of, published
from dragoman.collate.views import KIND_WEIGHTS, Mark, View, mark_number
from dragoman.collate.words import Array

Values = NDArray[np.float64]
BACKGROUND: Final = 50
"""So many other reports are thought of beside those at hand: the words of three on one event are not common ones."""
UNDATED: Final = 0
"""The day of a report without one; it is near to every other."""
DIGITS: Final = 6
"""A likeness is rounded, so that it is the same whichever way its sum was made."""


@dataclass(frozen=True, eq=False)
class Sketch:
    """What a report is compared by: its marks as rising numbers, and how much each weighs before its rarity."""

    document: str
    when: str
    """When it was published, else fetched: with the id, its place in the order of time."""
    day: int
    """Day of publication, counted from the year 1; `UNDATED` where it is not known."""
    marks: Array
    raw: Values

    @property
    def order(self) -> tuple[str, str]:
        """Where it stands in time: as `order.by_time` has it."""
        return self.when, self.document


def sketch(one: View) -> Sketch:
    """The sketch of a view: a mark that stands n times weighs 1 + log n, times the weight of its kind."""
    numbers = np.array([mark_number(mark) for mark in one.counts], dtype=np.int64)
    kinds = np.array([KIND_WEIGHTS[kind] for kind, _ in one.counts])
    counts = np.array(list(one.counts.values()), dtype=np.float64)
    order = np.argsort(numbers, kind="stable")
    document = one.record.document
    day = day_of(published(document))
    return Sketch(
        document=document.id,
        when=published(document) or document.retrieved or LAST,
        day=day.toordinal() if day else UNDATED,
        marks=numbers[order],
        raw=(kinds * (1 + np.log(counts)))[order] if len(counts) else counts,
    )


# ---- how rare a mark is


@dataclass(frozen=True, eq=False)
class Rarity:
    """In how many of so many reports each mark stands; one that is not listed counts as standing in one."""

    reports: int
    marks: Array
    counts: Array

    def of(self, marks: Array) -> Values:
        """How rare each mark is: the log of how many reports there are for each that has it."""
        if not len(self.marks):
            return np.full(len(marks), np.log(self.reports + BACKGROUND))
        at = np.minimum(np.searchsorted(self.marks, marks), len(self.marks) - 1)
        counts = np.where(self.marks[at] == marks, self.counts[at], 1)
        return np.log((self.reports + BACKGROUND) / counts)


def count_marks(sketches: Sequence[Sketch]) -> Rarity:
    """How rare the marks of these reports are among them."""
    held = np.concatenate([one.marks for one in sketches]) if sketches else np.zeros(0, dtype=np.int64)
    marks, counts = np.unique(held, return_counts=True)
    several = counts > 1
    return Rarity(len(sketches), marks[several], counts[several])


# ---- how like two reports are


@dataclass(frozen=True, eq=False)
class Vector:
    """A report's marks with values that make it 1 long."""

    marks: Array
    values: Values


def weigh(one: Sketch, rarity: Rarity) -> Vector:
    """Each mark by how often it stands and how rare it is (TF-IDF, Salton 1988)."""
    values = one.raw * rarity.of(one.marks)
    length = float(np.sqrt(values @ values)) or 1.0
    return Vector(one.marks, values / length)


def weigh_views(views: Iterable[View]) -> tuple[Vector, ...]:
    """Views as vectors, by how rare each mark is among them."""
    sketches = [sketch(one) for one in views]
    rarity = count_marks(sketches)
    return tuple(weigh(one, rarity) for one in sketches)


def likeness(one: Vector, two: Vector) -> float:
    """The cosine of two vectors, 0 to 1.

    >>> likeness(Vector(np.array([3]), np.array([1.0])), Vector(np.array([3, 5]), np.array([0.6, 0.8])))
    0.6
    """
    mine, theirs = _shared(one, two)
    return round(float(one.values[mine] @ two.values[theirs]), DIGITS)


def _shared(one: Vector, two: Vector) -> tuple[Array, Array]:
    """Where the marks that both have stand in each."""
    if not len(one.marks) or not len(two.marks):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(two.marks, one.marks), len(two.marks) - 1)
    mine = np.flatnonzero(two.marks[at] == one.marks)
    return mine, at[mine]


def shared_marks(one: tuple[View, Vector], two: tuple[View, Vector], most: int) -> tuple[Mark, ...]:
    """What two reports have in common, what says most first."""
    mine, theirs = _shared(one[1], two[1])
    weights = one[1].values[mine] * two[1].values[theirs]
    names = {mark_number(mark): mark for mark in one[0].counts}
    both = [
        (-weight, names[number])
        for weight, number in zip(weights.tolist(), one[1].marks[mine].tolist(), strict=True)
        if weight
    ]
    return tuple(mark for _, mark in sorted(both)[:most])


def mean_likenesses(groups: Sequence[Sequence[Vector]]) -> NDArray[np.float64]:
    """The mean likeness between the members of each two groups, as a table; its diagonal means nothing."""
    parts = [(row, vector, len(group)) for row, group in enumerate(groups) for vector in group]
    rows = np.repeat([row for row, _, _ in parts], [len(vector.marks) for _, vector, _ in parts])
    values = np.concatenate([vector.values / size for _, vector, size in parts])
    _, column = np.unique(np.concatenate([vector.marks for _, vector, _ in parts]), return_inverse=True)
    several = np.bincount(column) > 1  # a mark that stands once makes nobody alike
    kept = several[column]
    table = np.zeros((len(groups), int(several.sum())))
    np.add.at(table, (rows[kept], (np.cumsum(several) - 1)[column[kept]]), values[kept])
    return np.round(table @ table.T, DIGITS)
