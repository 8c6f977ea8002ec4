"""Which stretches of real reports are annotated for events: drawn by a hash of document and purpose, nothing chosen.

`python -m training.pick_real --data folder` prints set, id, document and offsets of each; with `--text folder` it also
writes them outside the repository as files to annotate, in the format of docs/events.md.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from training.real_texts import Stretch, all_documents, printed, sentences

LENGTHS = (1, 1, 2, 2, 2, 3, 3, 4, 5, 6)
"""Sentences of a passage; one of these is drawn."""
CONFLICT = re.compile(
    r"\b(?:attack|bomb|kill|shot|shoot|war\b|militar|troops|terror|protest|arrest|police|sanction|treaty|summit|"
    r"ceasefire|truce|refugee|charged|convict|murder|missile|rebel|nuclear|embass|ambassador|foreign minister)",
    re.IGNORECASE,
)
"""Words that tell PolNeAR's passages on conflict, diplomacy, crime and protest from the rest."""


def number(purpose: str, name: str, document: str) -> int:
    """A number fixed by these three.

    >>> number("length", "muc", "DEV-1") % 10
    3
    """
    return int(hashlib.sha256(f"{purpose} {name} {document}".encode()).hexdigest()[:12], 16)


def picked(data: Path) -> Iterator[Stretch]:
    """All of them: 1,180 of MUC, 330 of ECB+, 140 and 60 of PolNeAR with and without words of conflict, 20 of GUM."""
    yield from _numbered("muc", _drawn(data, "muc", 1180))
    yield from _numbered("ecbplus", _drawn(data, "ecbplus", 330))
    about = _drawn(data, "polnear", 140, lambda text: CONFLICT.search(text) is not None)
    other = _drawn(data, "polnear", 60, lambda text: CONFLICT.search(text) is None)
    yield from _numbered("polnear", [*about[:20], *other[:10], *about[20:], *other[10:]])
    yield from _numbered("gum", _drawn(data, "gum", 20))


def _numbered(name: str, stretches: list[tuple[str, int, int]]) -> Iterator[Stretch]:
    for at, (document, start, end) in enumerate(stretches, 1):
        yield Stretch(set=name, id=f"real_{name}.{at:02}", document=document, start=start, end=end)


def _drawn(
    data: Path, name: str, wanted: int, suits: Callable[[str], bool] = bool
) -> list[tuple[str, int, int]]:
    """One stretch each of the first documents, in the order of their hash, whose stretch suits."""
    drawn: list[tuple[str, int, int]] = []
    for document, raw in sorted(all_documents(data, name), key=lambda pair: number("order", name, pair[0])):
        start, end = _stretch(name, document, raw)
        if suits(raw[start:end]):
            drawn.append((document, start, end))
        if len(drawn) == wanted:
            return drawn
    raise SystemExit(f"{data}: {name} has only {len(drawn)} documents to draw from, {wanted} are wanted")


def _stretch(name: str, document: str, raw: str) -> tuple[int, int]:
    return stretch_of(name, document, raw, LENGTHS[number("length", name, document) % len(LENGTHS)], "first")


def stretch_of(name: str, document: str, raw: str, most: int, purpose: str) -> tuple[int, int]:
    """Offsets of at most so many sentences at a place of a document that is fixed by the purpose."""
    spans = sentences(name, raw)
    length = min(most, len(spans))
    first = number(purpose, name, document) % (len(spans) - length + 1)
    return spans[first].start, spans[first + length - 1].end


def main() -> None:
    """Prints the stretches; writes their texts if asked."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument(
        "--text", type=Path, help="a folder outside the repository for the texts to annotate"
    )
    given = options.parse_args()
    for stretch in picked(given.data):
        sys.stdout.write(f"{stretch.set}\t{stretch.id}\t{stretch.document}\t{stretch.start}\t{stretch.end}\n")
        if given.text:
            raw = dict(all_documents(given.data, stretch.set))[stretch.document]
            words = printed(stretch.set, raw[stretch.start : stretch.end]).replace("\n", " ")
            with (given.text / f"real_{stretch.set}.txt").open("a", encoding="utf-8", newline="\n") as out:
                out.write(f"@{stretch.id} {stretch.set}\n{words}\n\n")


if __name__ == "__main__":
    main()
