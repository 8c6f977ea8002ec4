"""Real reports annotated for events, kept as labels only: which text they stand in is looked up in a folder outside.

    python -m training.standoff --data folder write picked.tsv annotated/*.txt      to JSON lines (docs/events.md)
    python -m training.standoff --data folder write-terms picked.tsv annotated.txt  the same for terms (docs/terms.md)
    python -m training.standoff --data folder check                                 all load; counts what is there

A line has set, document, the passage's offsets in the document's raw text, a digest of the passage as printed
(training/real_texts.py) and the labels with offsets in it: never a character of the text. `picked.tsv` is what the
command that drew the passages printed (training/pick_real.py, eval/real_terms_pick.py).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from dragoman.errors import DragomanError
from training.event_labels import EventLabel, FigureLabel
from training.events import Passage, counts, load_files
from training.real_texts import StandoffError, Stretch, digest, read_picked, text_of, text_with_digest
from training.standoff_terms import real_terms, write_terms

FOLDER = Path(__file__).parent / "data" / "events_real"
THIRDS = 3


class Labels(Struct, frozen=True, kw_only=True):
    """What a line holds; spans of events and figures count from the passage's first printed character."""

    at: Stretch
    digest: str
    events: tuple[EventLabel, ...] = ()
    figures: tuple[FigureLabel, ...] = ()


def real_passages(data: Path, *, held_out: bool = False, folder: Path = FOLDER) -> tuple[Passage, ...]:
    """The passages to learn from, or with `held_out` the third of the documents kept for measuring; in order of id.

    `data` is the folder of the corpora.

    Raises:
        StandoffError: a document is not there, or its text is not the one that was annotated.
    """
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in _read(path)]
    chosen = [(path, number, labels) for path, number, labels in lines if is_held_out(labels.at) == held_out]
    return tuple(_laid_on(labels, data, path, number) for path, number, labels in chosen)


def is_held_out(at: Stretch) -> bool:
    """Whether a document is kept for measuring: a third, by hash; the documents of one ECB+ topic go together.

    >>> [is_held_out(Stretch(set="muc", id="", document=f"DEV-{n}", start=0, end=1)) for n in range(6)]
    [True, False, False, False, True, True]
    """
    story = at.document.split("_")[0] if at.set == "ecbplus" else at.document
    return int(hashlib.sha256(f"held out {at.set} {story}".encode()).hexdigest(), 16) % THIRDS == 0


def take_off(passage: Passage, at: Stretch, data: Path) -> Labels:
    """A passage's labels without its text.

    Raises:
        StandoffError: the annotated text is not that of the stretch.
    """
    text = text_of(at, data)
    if passage.text != text.replace("\n", " "):
        raise StandoffError(f"{passage.path}:{passage.line}: the text of {passage.id} was changed")
    return Labels(at=at, digest=digest(text), events=passage.events, figures=passage.figures)


def write(passages: Sequence[Passage], picked: dict[str, Stretch], data: Path, folder: Path = FOLDER) -> None:
    """Writes a file for each set, in the order of the passages."""
    lines: dict[str, list[bytes]] = {}
    for passage in passages:
        at = picked[passage.id]
        lines.setdefault(at.set, []).append(msgspec.json.encode(take_off(passage, at, data)))
    for name, its in lines.items():
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(its) + b"\n")


def _read(path: Path) -> Iterator[tuple[Path, int, Labels]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line:
            yield path, number, msgspec.json.decode(line, type=Labels)


def _laid_on(labels: Labels, data: Path, path: Path, number: int) -> Passage:
    text = text_with_digest(labels.at, data, labels.digest, f"{path}:{number}")
    return Passage(
        id=labels.at.id, style=labels.at.set, text=text, events=labels.events, figures=labels.figures,
        labelled=True, path=path, line=number,
    )  # fmt: skip


def _told(data: Path) -> Iterator[str]:
    for held_out in (False, True):
        yield "held out:" if held_out else "to learn from:"
        for name, counter in counts(real_passages(data, held_out=held_out)).items():
            yield f"  {name}: " + ", ".join(f"{value} {number}" for value, number in counter.most_common())
    terms = real_terms(data)
    yield f"terms: {sum(bool(p.terms) for p in terms)} passages with terms, {sum(not p.terms for p in terms)} without"


def main() -> None:
    """Writes or checks."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("task", choices=("write", "write-terms", "check"))
    options.add_argument("picked", type=Path, nargs="?", help="what the picking command printed")
    options.add_argument("files", type=Path, nargs="*", help="annotated files, outside the repository")
    given = options.parse_args()
    if given.task != "check" and not given.files:
        options.error(f"{given.task} needs the list of what was picked, and annotated files")
    try:
        if given.task == "write":
            write(load_files(given.files), read_picked(given.picked), given.data)
        elif given.task == "write-terms":
            write_terms(given.files, read_picked(given.picked), given.data)
        sys.stdout.write("\n".join(_told(given.data)) + "\n")
    except DragomanError as err:
        sys.exit(str(err))


if __name__ == "__main__":
    main()
