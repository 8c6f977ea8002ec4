"""How long a store takes for a report and for a question, when it holds many; how large it and its process grow.

    python -m bench.store [--reports 100000] [--questions 300] [--desk FILE] [--json FILE]

Records are made (`bench.made`) and written straight into the store, as ingestion writes them. Questions are drawn as
people ask: a speaker, words, a place, a period, alone and together, each by names and words as frequent as they are in
the records; a question's time is that of its first 50 rows and of counting the rest. Where other programs are busy
too, the processor's own time says what the question itself took.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from bench.made import (
    COUNTRIES,
    MADE,
    OUTLETS,
    PLACES,
    PUBLISHERS,
    SPEAKERS,
    TYPES,
    VOCABULARY,
    Draw,
    made_records,
    place_name,
    speaker_name,
    word,
)
from dragoman.ingest import BATCH
from dragoman.store import InputKey, Outcome, Store

SHOWN = 50
Figures = dict[str, float]
Question = tuple[str, str, dict[str, Any]]
"""The kind it is of, the method of `Store`, the filters."""


def main(argv: Sequence[str] | None = None) -> int:
    """Fill a store, ask it, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.store", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument(
        "--desk", type=Path, help="keep the store here; one that is there is asked and not filled"
    )
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = options.desk or Path(folder) / "desk.db"
        figures: Figures = {} if path.exists() else fill(path, options.reports)
        figures |= ask(path, options.questions)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def tell(name: str, value: float) -> float:
    """Print a figure; the figure."""
    sys.stdout.write(f"{name:58s} {value:12,.2f}\n")
    sys.stdout.flush()
    return value


# ---- filling


def fill(path: Path, count: int) -> Figures:
    """Write made records in batches; the time that storing takes for a report at the beginning and at the end.

    The time of making the records is left out.
    """
    spent: list[float] = []
    records = made_records(count)
    with Store(path, write=True) as store:
        while batch := [_outcome(record) for record in islice(records, BATCH)]:
            begun = time.perf_counter()
            store.add(batch, producer=MADE, seen="2031-01-01")
            spent.append((time.perf_counter() - begun) / len(batch))
        held = store.summary()
    part = max(1, 1_000 // BATCH)
    first, last = spent[part : 2 * part] or spent, spent[-part * 5 :]
    size = path.stat().st_size / 1e6
    return {
        "reports": tell("reports", held["documents"]),
        "statements": tell("statements", held["statements"]),
        "megabytes": tell("megabytes of the file", size),
        "ms_per_report_first": tell(
            "ms to store a report, the second thousand", 1e3 * sum(first) / len(first)
        ),
        "ms_per_report_last": tell(
            "ms to store a report, the last five thousand", 1e3 * sum(last) / len(last)
        ),
        "ms_per_report_all": tell("ms to store a report, all", 1e3 * sum(spent) / len(spent)),
    }


def _outcome(record: Any) -> Outcome:
    return Outcome(InputKey(record.document.origin, record.document.raw_sha256), record)


# ---- asking


def questions(count: int, seed: int = 5) -> Iterator[Question]:
    """Questions as people ask them, each kind as often."""
    draw = Draw(seed)
    for number in range(count):
        name, make = KINDS[number % len(KINDS)]
        method, filters = make(draw)
        yield name, method, filters


def _speaker(draw: Draw) -> str:
    return speaker_name(draw.often(SPEAKERS))


def _word(draw: Draw) -> str:
    return word(draw.often(VOCABULARY))


def _place(draw: Draw) -> str:
    return place_name(draw.often(PLACES))


def _period(draw: Draw) -> str:
    year, month = draw.random.randrange(2010, 2019), draw.random.randrange(1, 10)
    return draw.random.choice(
        (f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-05..{year + 1}-{month:02}-20")
    )


KINDS: tuple[tuple[str, Callable[[Draw], tuple[str, dict[str, Any]]]], ...] = (
    ("by", lambda draw: ("statements", {"by": _speaker(draw)})),
    ("about", lambda draw: ("statements", {"about": _word(draw)})),
    ("about two words", lambda draw: ("statements", {"about": f"{_word(draw)} {_word(draw)}"})),
    ("by, about", lambda draw: ("statements", {"by": _speaker(draw), "about": _word(draw)})),
    ("by, period", lambda draw: ("statements", {"by": _speaker(draw), "period": _period(draw)})),
    ("about, period", lambda draw: ("statements", {"about": _word(draw), "period": _period(draw)})),
    (
        "by, about, period",
        lambda draw: ("statements", {"by": _speaker(draw), "about": _word(draw), "period": _period(draw)}),
    ),
    (
        "about, place, score",
        lambda draw: ("statements", {"about": _word(draw), "place": _place(draw), "score": 0.85}),
    ),
    (
        "about, country, period",
        lambda draw: (
            "statements",
            {"about": _word(draw), "place": draw.random.choice(COUNTRIES), "period": _period(draw)},
        ),
    ),
    (
        "by country, through, type",
        lambda draw: (
            "statements",
            {
                "by": draw.random.choice(COUNTRIES),
                "through": f"{word(draw.often(OUTLETS))} radio",
                "type": "direct",
            },
        ),
    ),
    (
        "through, period, zone",
        lambda draw: (
            "statements",
            {"through": word(draw.often(PUBLISHERS)), "period": _period(draw), "zone": "headline"},
        ),
    ),
    ("period alone", lambda draw: ("statements", {"period": _period(draw)})),
    (
        "events: type, place, period",
        lambda draw: (
            "events",
            {"type": draw.random.choice(TYPES), "place": _place(draw), "period": _period(draw)},
        ),
    ),
    (
        "events: type, country",
        lambda draw: ("events", {"type": draw.random.choice(TYPES), "place": draw.random.choice(COUNTRIES)}),
    ),
    (
        "figures: what, country, period",
        lambda draw: (
            "figures",
            {"type": "killed", "place": draw.random.choice(COUNTRIES), "period": _period(draw)},
        ),
    ),
    ("terms: status, period", lambda draw: ("terms", {"stage": "announced", "period": _period(draw)})),
    ("entities: name", lambda draw: ("entities", {"about": word(draw.often(SPEAKERS))})),
    ("entities: the most frequent", lambda draw: ("entities", {"type": "PER"})),
    ("sources: publisher", lambda draw: ("sources", {"through": word(draw.often(PUBLISHERS))})),
    ("sources: the most relied on", lambda draw: ("sources", {})),
)
WITH_WORDS = frozenset(name for name, _ in KINDS if "about" in name and "," in name)
"""Kinds with filters and full text together."""


def ask(path: Path, count: int) -> Figures:
    """Ask all questions once to warm the caches, then once each; quantiles in milliseconds by kind."""
    took: dict[str, list[float]] = {}
    busy: list[float] = []
    with Store(path) as store:
        for _, method, filters in questions(count // 4, seed=6):
            _answer(store, method, filters)
        for name, method, filters in questions(count):
            begun, worked = time.perf_counter(), time.process_time()
            _answer(store, method, filters)
            if name in WITH_WORDS:
                busy.append(1e3 * (time.process_time() - worked))
            took.setdefault(name, []).append(1e3 * (time.perf_counter() - begun))
    figures: Figures = {}
    for name, times in took.items():
        figures[f"p50 {name}"] = tell(f"ms {name}, p50 of {len(times)}", median(times))
        figures[f"p95 {name}"] = tell(f"ms {name}, p95", quantile(times, 0.95))
    together = [one for name in WITH_WORDS for one in took.get(name, ())]
    every = [one for times in took.values() for one in times]
    figures["p50 filters and words"] = tell(
        f"ms filters and words together, p50 of {len(together)}", median(together)
    )
    figures["p95 filters and words"] = tell("ms filters and words together, p95", quantile(together, 0.95))
    figures["p95 filters and words, processor"] = tell(
        "ms filters and words together, p95 of the processor's time", quantile(busy, 0.95)
    )
    figures["p95 all"] = tell(f"ms all kinds, p95 of {len(every)}", quantile(every, 0.95))
    figures["max all"] = tell("ms all kinds, the longest", max(every))
    unit = 1 if sys.platform == "darwin" else 1024
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    figures["megabytes of the process"] = tell("megabytes of the process", largest)
    return figures


def _answer(store: Store, method: str, filters: dict[str, Any]) -> None:
    answer = getattr(store, method)(**filters)
    if len(list(answer.rows(SHOWN))) == SHOWN:
        answer.count()
    answer.notes()


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed.

    >>> quantile([1, 2, 3, 4], 0.5)
    2
    """
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share) - 1)]


if __name__ == "__main__":
    sys.exit(main())
