"""Reports of one event, told by all they hold: names, places, days, figures, words; they need not have events.

Reports that are alike make a chain, each link of which is like enough; a chain falls into groups whose members are
alike on the whole. No group reaches beyond its chain. So a report that comes in has its own chains grouped anew, and
nothing else; and what comes out is the same in whatever order the reports came, very long chains aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman.collate.linkage import link_table
from dragoman.collate.sketches import (
    UNDATED,
    Rarity,
    Sketch,
    Vector,
    likeness,
    mean_likenesses,
    shared_marks,
    weigh,
)
from dragoman.collate.types import Passage, Reason
from dragoman.collate.views import View

LEAST_LIKENESS: Final = 0.19
"""Mean likeness above which groups of reports are of one event: best B3 (.87) on the 575 ECB+ training documents."""
LEAST_PAIR: Final = 0.03
"""Two reports that are less like than this count as not alike at all."""
LEAST_TOLD: Final = 0.05
"""How much of their likeness the most telling marks of two reports must give for them to be compared."""
MOST_HOLDERS: Final = 400
"""A mark that more reports of the same weeks have tells nothing by itself."""
TELLING_MARKS: Final = 40
"""Reports are compared where the marks that say most of each, so many, have some in common."""
MOST_DAYS: Final = 30
"""Reports published farther apart are of two events, or one looks back: they are not compared."""
MOST_IN_CHAIN: Final = 300
"""A longer chain is not grouped anew as a whole: what came in joins the groups it has, or they join each other."""
MOST_REASONS: Final = 4
WEIGHED_KEPT: Final = 4_096
END_OF_DAYS: Final = 4_000_000
Telling = Sequence[tuple[int, float]]
"""Marks that say most of a report, with their values."""


class Shelf(Protocol):
    """The reports set side by side so far, each by its number: in memory, or in a database."""

    def holders(self, mark: int, first: int, last: int) -> Sequence[tuple[int, float]]:
        """The reports of these days, or of no known day, of which a mark is telling, and its value in each.

        None where they are more than `MOST_HOLDERS`.
        """
        ...

    def sketch(self, report: int) -> Sketch:
        """The sketch of a report."""
        ...

    def chain_of(self, report: int) -> int:
        """The chain a report stands in, by a number of its own."""
        ...

    def group_of(self, report: int) -> int:
        """The group a report stands in, by the number of one of its reports."""
        ...

    def in_chain(self, chain: int) -> Sequence[int]:
        """The reports of a chain; of one with more than `MOST_IN_CHAIN`, that many and one more."""
        ...

    def in_group(self, group: int) -> Sequence[int]:
        """The reports of a group."""
        ...

    def join_chains(self, chains: Sequence[int]) -> None:
        """Let these chains be the first of them."""
        ...

    def put(self, report: int, group: int) -> None:
        """Let a report stand in a group."""
        ...


def telling(vector: Vector) -> tuple[tuple[int, float], ...]:
    """The marks that say most of a report, with their values, in falling order."""
    order = np.lexsort((vector.marks, -vector.values))[:TELLING_MARKS]
    return tuple(zip(vector.marks[order].tolist(), vector.values[order].tolist(), strict=True))


def window(day: int) -> tuple[int, int]:
    """The days whose reports are compared with one of this day."""
    return (0, END_OF_DAYS) if day == UNDATED else (day - MOST_DAYS, day + MOST_DAYS)


def regroup(reports: Iterable[int], shelf: Shelf, rarity: Rarity) -> tuple[tuple[int, ...], ...]:
    """Find the groups of reports that are new on a shelf, each in a chain and a group of its own, and put them there.

    Returns the groups that came about or changed, the members of each in the order of time.
    """
    ready = lru_cache(maxsize=WEIGHED_KEPT)(lambda report: weigh(shelf.sketch(report), rarity))
    new = sorted(set(reports), key=lambda report: shelf.sketch(report).order)
    alike = {report: _alike(report, shelf, ready) for report in new}
    changed: list[tuple[int, ...]] = []
    for chains in _joined(alike, shelf):
        parts = _parts_of(chains, alike, shelf)
        groups = [
            [report for number in group for report in parts[number]]
            for group in _grouped(parts, shelf, ready)
        ]
        fresh = [group for group in groups if _is_new(group, shelf, alike)]
        shelf.join_chains(chains)
        for group in fresh:
            for report in group:
                shelf.put(report, min(group))
            changed.append(tuple(sorted(group, key=lambda report: shelf.sketch(report).order)))
    return tuple(changed)


def _is_new(group: Sequence[int], shelf: Shelf, alike: Mapping[int, object]) -> bool:
    """Whether reports do not stand together, and alone, already."""
    stands = set(group) == set(shelf.in_group(shelf.group_of(group[0])))
    return not stands or any(report in alike for report in group)


def _alike(report: int, shelf: Shelf, ready: Callable[[int], Vector]) -> tuple[int, ...]:
    """The reports on the shelf that are like enough to be of a chain with this one."""
    days = window(shelf.sketch(report).day)
    told: dict[int, float] = defaultdict(float)
    for mark, value in telling(ready(report)):
        for other, theirs in shelf.holders(mark, *days):
            told[other] += value * theirs
    near = [other for other, share in told.items() if share >= LEAST_TOLD and other != report]
    return tuple(other for other in near if likeness(ready(report), ready(other)) > LEAST_LIKENESS)


def _joined(alike: Mapping[int, Iterable[int]], shelf: Shelf) -> list[list[int]]:
    """The chains that new reports join to one, the longest of each first."""
    sets: dict[int, set[int]] = {}
    for report, others in alike.items():
        joined = {shelf.chain_of(one) for one in (report, *others)}
        joined |= {chain for one in joined for chain in sets.get(one, ())}
        sets.update(dict.fromkeys(joined, joined))
    found = {id(joined): joined for joined in sets.values()}.values()
    return [sorted(chains, key=lambda chain: (-len(shelf.in_chain(chain)), chain)) for chains in found]


def _parts_of(
    chains: Sequence[int], alike: Mapping[int, Iterable[int]], shelf: Shelf
) -> list[tuple[int, ...]]:
    """What is to be grouped, in the order of time: each report, or in a long chain the groups that are touched."""
    members = [report for chain in chains for report in shelf.in_chain(chain)]
    parts: list[tuple[int, ...]] = [(report,) for report in members]
    if len(members) > MOST_IN_CHAIN:
        joined = set(chains)
        new = [report for report in alike if shelf.chain_of(report) in joined]
        touched = {shelf.group_of(other) for report in new for other in alike[report] if other not in alike}
        parts = [*((report,) for report in new), *(tuple(shelf.in_group(group)) for group in sorted(touched))]
    return sorted(parts, key=lambda part: min(shelf.sketch(report).order for report in part))


def _grouped(
    parts: Sequence[tuple[int, ...]], shelf: Shelf, ready: Callable[[int], Vector]
) -> Iterator[list[int]]:
    """The groups of parts, by their places in the list."""
    if len(parts) == 1:
        yield [0]
        return
    table = mean_likenesses([[ready(report) for report in part] for part in parts])
    near = _close_in_time([[shelf.sketch(report).day for report in part] for part in parts])
    table[(table < LEAST_PAIR) | ~near] = 0.0
    labels = link_table(table, LEAST_LIKENESS, sizes=[len(part) for part in parts])
    groups: dict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        groups[label].append(number)
    yield from groups.values()


def _close_in_time(days: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """For each two parts, by the days of their reports, whether some report of one is near enough to the other's."""
    first, last = np.array([min(part) for part in days]), np.array([max(part) for part in days])
    apart = np.maximum.outer(first, first) - np.minimum.outer(last, last)
    undated = first == UNDATED
    close: NDArray[np.bool_] = (apart <= MOST_DAYS) | undated[:, None] | undated
    return close


# ---- reports in memory


class MemoryShelf:
    """A `Shelf` in memory, for records that are at hand."""

    def __init__(self, sketches: Sequence[Sketch], rarity: Rarity) -> None:
        self._sketches = sketches
        self._chain, self._group = list(range(len(sketches))), list(range(len(sketches)))
        self._chains = {number: [number] for number in self._chain}
        self._groups = {number: [number] for number in self._group}
        self._holders: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for number, one in enumerate(sketches):
            for mark, value in telling(weigh(one, rarity)):
                self._holders[mark].append((number, value))

    def holders(self, mark: int, first: int, last: int) -> Sequence[tuple[int, float]]:
        """See `Shelf.holders`."""
        held = [
            (report, value)
            for report, value in self._holders[mark]
            if self._sketches[report].day == UNDATED or first <= self._sketches[report].day <= last
        ]
        return held if len(held) <= MOST_HOLDERS else ()

    def sketch(self, report: int) -> Sketch:
        """See `Shelf.sketch`."""
        return self._sketches[report]

    def chain_of(self, report: int) -> int:
        """See `Shelf.chain_of`."""
        return self._chain[report]

    def group_of(self, report: int) -> int:
        """See `Shelf.group_of`."""
        return self._group[report]

    def in_chain(self, chain: int) -> Sequence[int]:
        """See `Shelf.in_chain`."""
        return self._chains[chain]

    def in_group(self, group: int) -> Sequence[int]:
        """See `Shelf.in_group`."""
        return self._groups[group]

    def join_chains(self, chains: Sequence[int]) -> None:
        """See `Shelf.join_chains`."""
        for chain in chains[1:]:
            for report in self._chains.pop(chain):
                self._chain[report] = chains[0]
                self._chains[chains[0]].append(report)

    def put(self, report: int, group: int) -> None:
        """See `Shelf.put`."""
        self._groups[self._group[report]].remove(report)
        self._group[report] = group
        self._groups.setdefault(group, []).append(report)


def group_reports(sketches: Sequence[Sketch], rarity: Rarity) -> tuple[tuple[int, ...], ...]:
    """The groups of reports that are at hand, the numbers of each in the order of time."""
    return regroup(range(len(sketches)), MemoryShelf(sketches, rarity), rarity)


# ---- why


def reasons(own: tuple[View, Vector], other: tuple[View, Vector]) -> tuple[Reason, ...]:
    """Why two reports stand together: the marks they share that say most, and where each has them."""
    return tuple(
        Reason(
            kind=mark[0],
            detail=mark[1],
            own=Passage(own[0].document, own[0].spans[mark]),
            other=Passage(other[0].document, other[0].spans[mark]),
        )
        for mark in shared_marks(own, other, MOST_REASONS)
    )
