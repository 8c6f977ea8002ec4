"""What share of a record's time grounding takes, and how long the gazetteer takes to open.

    python -m bench.grounding --data FOLDER [--reports 200]

One process reads the reports one after another; the time of each step is summed. The first ten reports are read twice
and counted once, so that loading is left out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from dragoman.annotate import annotate
from dragoman.ground import find_gazetteer, ground
from dragoman.pipeline import Tools, load_tools
from dragoman.readers import Hints, Source, read_source
from dragoman.record import make_record
from dragoman.segment import segment
from eval.corpora import read_polnear

WARM = 10  # reports
OPENINGS = 20


class Clock:
    """Seconds by step; a class because it adds up."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def run(self, step: str, call: Callable[[], Any]) -> Any:
        """What `call` gives; its time is added to the step's."""
        begun = time.perf_counter()
        found = call()
        self.seconds[step] += time.perf_counter() - begun
        return found


def read_timed(text: str, tools: Tools, clock: Clock) -> None:
    """One report through all steps, each timed."""
    source = Source(origin="bench", raw=text.encode(), hints=Hints(format="text"))
    doc = clock.run("read", lambda: read_source(source))
    segments = clock.run("segment", lambda: segment(doc))
    scores = clock.run("encode", lambda: tools.encoder.scores(doc, segments))
    again = partial(tools.encoder.scores, doc)
    annotations = clock.run("annotate", lambda: annotate(doc, segments, scores, again))
    groundings = clock.run("ground", lambda: ground(doc, segments, annotations, tools.atlas))
    clock.run("record", lambda: make_record(doc, segments, annotations, groundings, producer=tools.producer))


def opening_milliseconds() -> float:
    """How long the gazetteer takes to open, the median of some times."""
    taken = []
    for _ in range(OPENINGS):
        begun = time.perf_counter()
        gazetteer = find_gazetteer()
        taken.append(time.perf_counter() - begun)
        if gazetteer is not None:
            gazetteer.close()
    return 1000 * median(taken)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the reports and print the shares."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.grounding", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--reports", type=int, default=200)
    options = parser.parse_args(argv)
    texts = [report.text for report in read_polnear(options.data, "train").reports[: options.reports]]
    tools = load_tools()
    for text in texts[:WARM]:
        read_timed(text, tools, Clock())
    clock = Clock()
    for text in texts:
        read_timed(text, tools, clock)
    total = sum(clock.seconds.values())
    sys.stdout.write(f"{len(texts)} reports in {total:.1f} s, one process\n")
    for step, seconds in clock.seconds.items():
        sys.stdout.write(
            f"  {step:10} {seconds / total:6.1%}  {1000 * seconds / len(texts):7.1f} ms a report\n"
        )
    sys.stdout.write(f"opening the gazetteer: {opening_milliseconds():.1f} ms\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
