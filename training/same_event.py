"""Weights of `dragoman.collate.same_event` from the ECB+ training topics: a logistic regression, by Newton's steps.

    python -m training.same_event --data folder > src/dragoman/resources/same_event.tsv

Pairs of mentions of a topic, all of them; gold says whether they are of one event. ECB+ (Cybulska and Vossen 2014) is
CC BY 3.0; nothing of its texts is in the weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from dragoman.collate.same_event import features, tell
from dragoman.collate.views import likeness, view, weigh
from eval.ecbplus import Topic, read_topics
from training.logistic import fit

BY_HAND = {"type_shared": 1.0, "type_differs": -1.5, "day_shared": 0.5, "day_differs": -1.0}
"""ECB+ has no types, and its documents no days to resolve times by."""
HEAD = """\
# What speaks for one event and against it, in log-odds, as training/same_event.py fits it to the ECB+ training topics;
# types and days, which ECB+ lacks, are weighed by hand.
feature\tweight"""


def pairs(topics: list[Topic]) -> Iterator[tuple[dict[str, float], bool]]:
    """The features of each pair of mentions of a topic, and whether it is one event."""
    numbered = [(topic, record) for topic in topics for record in topic.records]
    vectors = weigh([view(record) for _, record in numbered])
    for topic in topics:
        told = [
            tell(number, record, event)
            for number, (owner, record) in enumerate(numbered)
            if owner is topic
            for event in record.events
        ]
        names = [(numbered[one.document][1].document.id, one.event.id) for one in told]
        alike = {
            (a, b): likeness(vectors[a], vectors[b])
            for a, b in combinations(sorted({o.document for o in told}), 2)
        }
        for (one, first), (two, second) in combinations(zip(told, names, strict=True), 2):
            like = alike.get((one.document, two.document), 1.0)
            yield features(one, two, like), topic.gold[first] == topic.gold[second]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    rows = list(pairs(read_topics(args.data, "train")))
    names = [name for name in rows[0][0] if name not in BY_HAND]
    table = np.array([[1.0, *(found[name] for name in names)] for found, _ in rows])
    weights = fit(table, np.array([float(same) for _, same in rows]))
    print(HEAD)
    for name, weight in (*zip(("always", *names), weights, strict=True), *BY_HAND.items()):
        print(f"{name}\t{weight:.2f}")


if __name__ == "__main__":
    main()
