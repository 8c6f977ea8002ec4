"""Measures name comparison across spellings on pairs of our own: `python -m eval.names`.

A name pair file has pairs of names, about half one person or body in two spellings, half two with near names.
"same" is right for the first kind alone; "unsure" is no merge, and so right for the second kind only. Printed: the
share right with a 95 % Wilson interval, and the false merges. `name_pairs.tsv` was written before anything was run on
it, and the rules were then written with it in view: it guards against falling. `name_pairs_held.tsv` was written when
the rules were done, and no rule was changed for it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from dragoman.names import compare_bodies, compare_people

FILES = ("name_pairs.tsv", "name_pairs_held.tsv")
_Z = 1.96


class Pair(NamedTuple):
    """Two names, and whether they are one person's or body's."""

    one: str
    other: str
    kind: str
    same: bool


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """The pairs of a file."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
    cells = [line.split("\t") for line in lines[1:]]
    return tuple(Pair(row[0], row[1], row[2], row[3] == "y") for row in cells)


def says_same(pair: Pair) -> bool:
    """Whether the comparison makes one of the two."""
    compare = compare_people if pair.kind == "PER" else compare_bodies
    return compare(pair.one, pair.other).verdict == "same"


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927).

    >>> [round(end, 2) for end in wilson(95, 100)]
    [0.89, 0.98]
    """
    share, spread = right / count, _Z**2 / count
    half = _Z * sqrt(share * (1 - share) / count + spread / (4 * count))
    return (share + spread / 2 - half) / (1 + spread), (share + spread / 2 + half) / (1 + spread)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a line for each file; with `--show`, also the pairs that are not right."""
    parser = argparse.ArgumentParser(description="Name comparison across spellings.")
    parser.add_argument("--show", action="store_true", help="name the pairs that are not right")
    options = parser.parse_args(argv)
    for name in FILES:
        pairs = read_pairs(Path(__file__).with_name(name))
        wrong = [pair for pair in pairs if says_same(pair) != pair.same]
        merged = [pair for pair in wrong if not pair.same]
        low, high = wilson(len(pairs) - len(wrong), len(pairs))
        sys.stdout.write(
            f"{name}: {len(pairs)} pairs, right {1 - len(wrong) / len(pairs):.1%} ({low:.1%} to {high:.1%}), "
            f"false merges {len(merged)}\n"
        )
        for pair in wrong if options.show else ():
            sys.stdout.write(f"  {'missed' if pair.same else 'MERGED'}: {pair.one} | {pair.other}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
