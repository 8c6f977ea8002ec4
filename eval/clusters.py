"""How well a system's clusters agree with gold ones: MUC, B3, CEAFe and their mean, the CoNLL score.

Both sides hold the same mentions (gold mentions, singletons included), each in one cluster. The definitions are
those of Pradhan et al. 2014 ("Scoring Coreference Partitions of Predicted Mentions"), the reference scorer's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Clusters = Mapping[Hashable, Hashable]
"""The cluster of each mention."""


@dataclass(frozen=True)
class Score:
    """Precision and recall, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def conll(gold: Clusters, system: Clusters) -> dict[str, float]:
    """The F1 of each measure and, as "conll", their mean.

    Raises:
        ValueError: the two do not hold the same mentions.

    >>> conll({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "y"})["conll"]
    1.0
    """
    if gold.keys() != system.keys():
        missing = set(gold) ^ set(system)
        raise ValueError(
            f"{len(missing)} mentions are on one side alone, for example {next(iter(missing))!r}"
        )
    scores = {"muc": muc(gold, system).f1, "b3": b_cubed(gold, system).f1, "ceafe": ceaf_e(gold, system).f1}
    return {**scores, "conll": sum(scores.values()) / len(scores)}


def groups(clusters: Clusters) -> list[set[Hashable]]:
    """The clusters as sets of mentions."""
    found = defaultdict(set)
    for mention, cluster in clusters.items():
        found[cluster].add(mention)
    return list(found.values())


def muc(gold: Clusters, system: Clusters) -> Score:
    """Links kept (Vilain et al. 1995).

    >>> muc({1: "a", 2: "a", 3: "a"}, {1: "x", 2: "x", 3: "y"})
    Score(precision=1.0, recall=0.5)
    """
    return Score(_links(system, gold), _links(gold, system))


def _links(key: Clusters, response: Clusters) -> float:
    kept = wanted = 0
    for group in groups(key):
        wanted += len(group) - 1
        kept += len(group) - len({response[mention] for mention in group})
    return kept / wanted if wanted else 0.0


def b_cubed(gold: Clusters, system: Clusters) -> Score:
    """The mean over mentions of how pure and how whole their clusters are (Bagga and Baldwin 1998).

    >>> b_cubed({1: "a", 2: "a"}, {1: "x", 2: "y"})
    Score(precision=1.0, recall=0.5)
    """
    both = Counter((gold[mention], system[mention]) for mention in gold)
    sizes_gold, sizes_system = Counter(gold.values()), Counter(system.values())
    pure = sum(n * n / sizes_system[s] for (_, s), n in both.items())
    whole = sum(n * n / sizes_gold[g] for (g, _), n in both.items())
    return Score(pure / len(gold), whole / len(gold)) if gold else Score(0.0, 0.0)


def ceaf_e(gold: Clusters, system: Clusters) -> Score:
    """The best pairing of clusters one to one, by their Dice overlap (Luo 2005).

    >>> ceaf_e({1: "a", 2: "a"}, {1: "x", 2: "x"})
    Score(precision=1.0, recall=1.0)
    """
    both = Counter((gold[mention], system[mention]) for mention in gold)
    sizes_gold, sizes_system = Counter(gold.values()), Counter(system.values())
    total = 0.0
    for part in _connected(both):
        rows, columns = sorted({g for g, _ in part}, key=str), sorted({s for _, s in part}, key=str)
        table = np.zeros((len(rows), len(columns)))
        for g, s in part:
            table[rows.index(g), columns.index(s)] = 2 * both[g, s] / (sizes_gold[g] + sizes_system[s])
        total += best_pairing(table)
    return Score(total / max(1, len(sizes_system)), total / max(1, len(sizes_gold)))


def _connected(both: Iterable[tuple[Hashable, Hashable]]) -> list[list[tuple[Hashable, Hashable]]]:
    """The overlaps in groups that share no cluster: each can be paired by itself."""
    neighbours = defaultdict(set)
    pairs = list(both)
    for g, s in pairs:
        neighbours["g", g].add(("s", s))
        neighbours["s", s].add(("g", g))
    part_of: dict[Hashable, int] = {}
    for number, start in enumerate(neighbours):
        stack = [start]
        while stack:
            node = stack.pop()
            if node not in part_of:
                part_of[node] = number
                stack += neighbours[node]
    parts = defaultdict(list)
    for g, s in pairs:
        parts[part_of["g", g]].append((g, s))
    return list(parts.values())


def best_pairing(table: NDArray[np.float64]) -> float:
    """The largest sum of cells with no two in a row or column (Kuhn 1955, by shortest augmenting paths).

    >>> best_pairing(np.array([[0.9, 0.8], [0.8, 0.1]]))
    1.6
    """
    size = max(table.shape)
    cost = np.zeros((size + 1, size + 1))
    cost[1 : table.shape[0] + 1, 1 : table.shape[1] + 1] = -table
    row_of = np.zeros(size + 1, dtype=int)
    rows, columns = np.zeros(size + 1), np.zeros(size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        _augment(cost, row_of, rows, columns)
    return float(-sum(cost[row_of[column], column] for column in range(1, size + 1)))


def _augment(
    cost: NDArray[np.float64],
    row_of: NDArray[np.int_],
    rows: NDArray[np.float64],
    columns: NDArray[np.float64],
) -> None:
    """Give one more row (`row_of[0]`) its column, moving others; keeps the potentials `rows` and `columns`."""
    size = len(row_of)
    least, came_from = np.full(size, np.inf), np.zeros(size, dtype=int)
    used = np.zeros(size, dtype=bool)
    column = 0
    while row_of[column]:
        used[column] = True
        row = row_of[column]
        reduced = cost[row] - rows[row] - columns
        better = ~used & (reduced < least)
        least[better], came_from[better] = reduced[better], column
        following = int(np.argmin(np.where(used, np.inf, least)))
        step = least[following]
        rows[row_of[used]] += step
        columns[used] -= step
        least[~used] -= step
        column = following
    while column:
        row_of[column] = row_of[came_from[column]]
        column = int(came_from[column])
