"""Measures zones on our own annotated layouts: `python -m eval.furniture [--show] [FILE]`.

`eval/furniture.jsonl` holds reports written for it, in the layouts of many kinds of pages, a zone for each line (two
where a dateline stands before the text). Those marked `held_out` were written after the labeller was made, and nothing
in it was changed because of them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from dragoman.segment import segment
from dragoman.stages import Document
from dragoman.types import Span, ZoneName

FILE = Path(__file__).with_name("furniture.jsonl")
ROUNDS = 2000
"""Bootstrap samples of documents; their middle 95 % make the interval."""
SEED = 7


class Piece(NamedTuple):
    """An annotated part of a line: the zone it has and the one it was given."""

    words: str
    gold: str
    system: str


def read_layouts(path: Path = FILE) -> Iterator[dict[str, Any]]:
    """The annotated documents, `{"id", "held_out", "lines": [[[zone, words], ...], ...]}`."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line) for line in lines)


def text_of(layout: dict[str, Any]) -> str:
    """The text of a layout: its lines, the parts of a line with a space between."""
    return "\n".join(" ".join(words for _, words in line) for line in layout["lines"])


def compare(layout: dict[str, Any]) -> list[Piece]:
    """Each annotated piece with the zone it was given: that of most of its characters."""
    text = text_of(layout)
    zones = segment(Document(id=layout["id"], origin="", raw_sha256="", text=text)).zones
    pieces: list[Piece] = []
    at = 0
    for gold, words in (piece for line in layout["lines"] for piece in line):
        at = text.index(words, at)
        span = Span(at, at + len(words))
        shares = {zone: _shared(zone.span, span) for zone in zones}
        best = max(zones, key=lambda zone: shares[zone])
        pieces.append(Piece(words, gold, best.zone))
        at = span.end
    return pieces


def _shared(one: Span, two: Span) -> int:
    return max(0, min(one.end, two.end) - max(one.start, two.start))


def rates(pieces: Iterable[Piece], zone: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a zone over lines."""
    counts = Counter((piece.gold == zone, piece.system == zone) for piece in pieces)
    right, system, gold = counts[True, True], counts[False, True], counts[True, False]
    precision = right / (right + system) if right + system else float("nan")
    recall = right / (right + gold) if right + gold else float("nan")
    f1 = 2 * right / (2 * right + system + gold) if right + system + gold else float("nan")
    return precision, recall, f1


def interval(documents: Sequence[Sequence[Piece]], zone: str) -> tuple[float, float]:
    """The middle 95 % of F1 over samples of documents."""
    chance = random.Random(SEED)
    drawn = (chance.choices(documents, k=len(documents)) for _ in range(ROUNDS))
    values = sorted(f1 for sample in drawn if (f1 := rates((p for d in sample for p in d), zone)[2]) == f1)
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else (0.0, 0.0)


def report(name: str, documents: Sequence[Sequence[Piece]]) -> str:
    """The table of one half."""
    pieces = [piece for document in documents for piece in document]
    right = sum(piece.gold == piece.system for piece in pieces)
    rows = [
        f"{name}: {len(documents)} documents, {len(pieces)} lines, {100 * right / len(pieces):.1f} % right"
    ]
    rows.append(f"  {'zone':<11}{'lines':>6}{'P':>8}{'R':>8}{'F1':>8}   95 % of F1")
    for zone in get_args(ZoneName):
        lines = sum(piece.gold == zone for piece in pieces)
        precision, recall, f1 = (100 * rate for rate in rates(pieces, zone))
        low, high = (100 * bound for bound in interval(documents, zone))
        rows.append(
            f"  {zone:<11}{lines:>6}{precision:>8.1f}{recall:>8.1f}{f1:>8.1f}   {low:.1f} to {high:.1f}"
        )
    return "\n".join(rows)


def _mistakes(layouts: Sequence[dict[str, Any]], documents: Sequence[Sequence[Piece]]) -> Iterator[str]:
    for layout, document in zip(layouts, documents, strict=True):
        wrong = (piece for piece in document if piece.gold != piece.system)
        yield from (
            f"    {layout['id']}: {piece.gold} taken for {piece.system}: {piece.words[:90]}"
            for piece in wrong
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each half."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument(
        "--show", action="store_true", help="list the lines that were taken for something else"
    )
    chosen = parser.parse_args(arguments)
    for name, held_out in (("used while building", False), ("held out", True)):
        layouts = [layout for layout in read_layouts(chosen.file) if layout["held_out"] is held_out]
        documents = [compare(layout) for layout in layouts]
        if documents:
            sys.stdout.write(report(name, documents) + "\n")
        if chosen.show:
            sys.stdout.writelines(f"{line}\n" for line in _mistakes(layouts, documents))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
