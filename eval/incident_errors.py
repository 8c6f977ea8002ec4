"""Where incidents go wrong on ECB+: events split, incidents that hold several, and what other bounds would bring.

    python -m eval.incident_errors --data folder              counts, each topic by itself
    python -m eval.incident_errors --data folder --show 60    and so many errors, drawn at random, to be read
    python -m eval.incident_errors --data folder --bounds     CoNLL F1 for other bounds than those in use

For the bounds, each report of a topic is compared with each; `find_incidents` compares those that share telling marks.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from dragoman.collate.groups import LEAST_LIKENESS, LEAST_PAIR, group_reports
from dragoman.collate.incidents import LEAST_EVIDENCE, find_incidents, join_tellings
from dragoman.collate.linkage import link_table
from dragoman.collate.same_event import head_of, tell
from dragoman.collate.sketches import Rarity, Sketch, count_marks, mean_likenesses, sketch, weigh
from dragoman.collate.views import view
from dragoman.types import Event, Record
from eval.clusters import conll
from eval.ecbplus import Mention, Topic, read_topics
from eval.incidents import system

SEED = 20310504
BOUNDS = ((LEAST_LIKENESS, LEAST_EVIDENCE), (0.14, LEAST_EVIDENCE), (0.1, LEAST_EVIDENCE), (0.06, LEAST_EVIDENCE),
          (0.1, -1.5))  # fmt: skip
AROUND = 45
Clusters = Mapping[Mention, Hashable]


# ---- errors


def mixed(clusters: Clusters, by: Clusters) -> list[list[Mention]]:
    """The clusters whose mentions `by` puts into several; one mention of each of these.

    >>> mixed({("d", "a"): 1, ("d", "b"): 1, ("d", "c"): 2}, {("d", "a"): 1, ("d", "b"): 2, ("d", "c"): 2})
    [[('d', 'a'), ('d', 'b')]]
    """
    members: dict[Hashable, dict[Hashable, Mention]] = defaultdict(dict)
    for mention, cluster in clusters.items():
        members[cluster].setdefault(by[mention], mention)
    return [list(parts.values()) for parts in members.values() if len(parts) > 1]


def report_groups(topics: Sequence[Topic]) -> dict[str, Hashable]:
    """The group of reports that each document stands in, each topic by itself."""
    found: dict[str, Hashable] = {}
    for topic in topics:
        sketches = [sketch(view(record)) for record in topic.records]
        for group in group_reports(sketches, count_marks(sketches)):
            found |= {sketches[number].document: (topic.name, group[0]) for number in group}
    return found


def error_lines(topics: Sequence[Topic], show: int) -> Iterator[str]:
    """How many errors there are, and some of them."""
    gold = {mention: cluster for topic in topics for mention, cluster in topic.gold.items()}
    found = system(one for topic in topics for one in find_incidents(topic.records))
    split, several = mixed(gold, found), mixed(found, gold)
    yield f"{len(split)} of {len(set(gold.values()))} events are split"
    yield f"{len(several)} of {len(set(found.values()))} incidents hold several"
    told = {
        (one.document.id, event.id): (one, event) for t in topics for one in t.records for event in one.events
    }
    yield from _pair_lines(gold, found, {mention: head_of(*held) for mention, held in told.items()}, topics)
    drawn = random.Random(SEED).sample([("split", e) for e in split] + [("mixed", e) for e in several], show)
    for kind, parts in drawn:
        yield f"{kind}:"
        yield from (f"    {_shown(*told[mention])}" for mention in parts)


def _pair_lines(
    gold: Clusters, found: Clusters, heads: Mapping[Mention, str], topics: Sequence[Topic]
) -> Iterator[str]:
    """The pairs of one event that stand apart, by what they have in common."""
    groups = report_groups(topics)
    members: dict[Hashable, list[Mention]] = defaultdict(list)
    for mention, cluster in gold.items():
        members[cluster].append(mention)
    counts: dict[tuple[bool, bool], int] = defaultdict(int)
    for one, two in (pair for held in members.values() for pair in combinations(held, 2)):
        if found[one] != found[two]:
            counts[heads[one] == heads[two], groups[one[0]] == groups[two[0]]] += 1
    for (word, group), count in sorted(counts.items(), reverse=True):
        where = "one group" if group else "two groups"
        yield f"{count} pairs apart that have {'one head word' if word else 'other words'}, in {where} of reports"


def _shown(record: Record, event: Event) -> str:
    text, start, end = record.document.text, event.trigger[0].start, event.trigger[-1].end
    around = f"{text[max(0, start - AROUND) : start]}<{text[start:end]}>{text[end : end + AROUND]}"
    return f"{record.document.id}: {' '.join(around.split())}"


# ---- other bounds


def with_bounds(
    records: Sequence[Record], sketches: Sequence[Sketch], rarity: Rarity, bounds: tuple[float, float]
) -> dict[Mention, Hashable]:
    """The cluster of each mention of a topic, for a least likeness of reports and a least evidence for one event."""
    likenesses = mean_likenesses([[weigh(one, rarity)] for one in sketches])
    groups = link_table(np.where(likenesses < LEAST_PAIR, 0.0, likenesses), bounds[0])
    found: dict[Mention, Hashable] = {}
    for group in sorted(set(groups)):
        held = [number for number, label in enumerate(groups) if label == group]
        told = [tell(n, records[n], event) for n in held for event in records[n].events]
        labels = join_tellings(told, lambda one, two: float(likenesses[one, two]), bounds[1])
        for one, label in zip(told, labels, strict=True):
            first = told[label]
            key = records[first.document].document.id, first.event.id
            found[records[one.document].document.id, one.event.id] = key
    return found


def bound_lines(topics: Sequence[Topic]) -> Iterator[str]:
    """CoNLL F1 for each bound, with rarity counted within a topic and over all."""
    gold = {mention: cluster for topic in topics for mention, cluster in topic.gold.items()}
    by_topic = [sorted(topic.records, key=lambda record: record.document.id) for topic in topics]
    sketches = [[sketch(view(record)) for record in records] for records in by_topic]
    over_all = count_marks([one for held in sketches for one in held])
    for bounds in BOUNDS:
        scores = []
        for within in (True, False):
            found: dict[Mention, Hashable] = {}
            for records, held in zip(by_topic, sketches, strict=True):
                found |= with_bounds(records, held, count_marks(held) if within else over_all, bounds)
            scores.append(100 * conll(gold, found)["conll"])
        yield (
            f"likeness {bounds[0]:.2f}, evidence {bounds[1]:.1f}: CoNLL {scores[0]:.1f};"
            f" with rarity counted over all topics {scores[1]:.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--bounds", action="store_true")
    args = parser.parse_args()
    topics = read_topics(args.data, args.part)
    for line in bound_lines(topics) if args.bounds else error_lines(topics, args.show):
        print(line, flush=True)


if __name__ == "__main__":
    main()
