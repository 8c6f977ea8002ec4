"""Reports of one event, told by all they hold: names, places, days, figures, words; they need not have events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dragoman.collate.linkage import Pair, average_link
from dragoman.collate.types import Passage, Reason
from dragoman.collate.views import Mark, Vector, View, likeness, shared_marks

LEAST_LIKENESS: Final = 0.19
"""Mean likeness above which groups of reports are of one event: best B3 (.87) on the 575 ECB+ training documents."""
LEAST_PAIR: Final = 0.03
"""Two reports that are less like than this count as not alike at all."""
MOST_HOLDERS: Final = 400
"""A mark that more reports have tells nothing by itself; it counts where two reports meet by a rarer one."""
TELLING_MARKS: Final = 40
"""Reports are compared where one of so many marks that say most is shared."""
MOST_DAYS: Final = 30
"""Reports published farther apart are of two events, or one looks back: they are not compared."""
MOST_REASONS: Final = 4


def group_reports(
    vectors: Sequence[Vector], days: Sequence[date | None] = (), least: float = LEAST_LIKENESS
) -> tuple[int, ...]:
    """The group of each report, by the number of its first member; `days` are those of publication, where known.

    >>> truce, flood = {("words", "truce"): 1.0}, {("words", "flood"): 1.0}
    >>> group_reports([truce, flood, truce])
    (0, 1, 0)
    """
    return average_link(len(vectors), likenesses(vectors, days), least)


def likenesses(vectors: Sequence[Vector], days: Sequence[date | None] = ()) -> dict[Pair, float]:
    """How like the reports are, for those that have one of their most telling marks in common and lie close in time."""
    holders: dict[Mark, list[int]] = defaultdict(list)
    found: dict[Pair, float] = {}
    for number, vector in enumerate(vectors):
        marks = sorted(vector, key=lambda mark: (-vector[mark], mark))[:TELLING_MARKS]
        near = {other for mark in marks if len(holders[mark]) <= MOST_HOLDERS for other in holders[mark]}
        for other in sorted(near):
            if days and not _close_in_time(days[other], days[number]):
                continue
            value = likeness(vector, vectors[other])
            if value >= LEAST_PAIR:
                found[other, number] = value
        for mark in marks:
            holders[mark].append(number)
    return found


def _close_in_time(one: date | None, two: date | None) -> bool:
    return one is None or two is None or abs((one - two).days) <= MOST_DAYS


def nearest(number: int, others: Sequence[int], vectors: Sequence[Vector]) -> int | None:
    """The one of `others` that a report is likest, None where there are none."""
    return max(others, key=lambda other: (likeness(vectors[number], vectors[other]), -other), default=None)


def join_group(
    vector: Vector, groups: Mapping[str, Sequence[Vector]], least: float = LEAST_LIKENESS
) -> str | None:
    """The group that one new report belongs to, by its mean likeness to the members; None: a group of its own.

    >>> truce = {("words", "truce"): 1.0}
    >>> join_group(truce, {"i1": [truce], "i2": [{("words", "flood"): 1.0}]}), join_group(truce, {})
    ('i1', None)
    """
    means = {
        name: sum(likeness(vector, one) for one in members) / len(members) for name, members in groups.items()
    }
    best = max(sorted(means), key=means.__getitem__, default=None)
    return best if best is not None and means[best] > least else None


def reasons(own: tuple[View, Vector], other: tuple[View, Vector]) -> tuple[Reason, ...]:
    """Why two reports stand together: the marks they share that say most, and where each has them."""
    return tuple(
        Reason(
            kind=mark[0],
            detail=mark[1],
            own=Passage(own[0].document, own[0].spans[mark]),
            other=Passage(other[0].document, other[0].spans[mark]),
        )
        for mark in shared_marks(own[1], other[1], MOST_REASONS)
    )
