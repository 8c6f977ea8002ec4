"""The event sentences written for training: loads them with offsets and says of every mistake where it stands.

`python -m training.events` checks all files and counts what they hold; the format and the rules are docs/events.md.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from dragoman.errors import DragomanError
from dragoman.segment.sentences import find_sentences
from dragoman.types import Span
from training.event_labels import EventLabel, FigureLabel, LabelError, read_event, read_figure

FOLDER = Path(__file__).parent / "data" / "events"
HELD_OUT = "heldout"
SECOND = "second"
FIFTHS = 5
_HEADER = re.compile(r"@(?P<id>[a-z0-9]+(?:_[a-z0-9]+)*\.\d{2,4}) (?P<style>[a-z0-9-]+)")
_LABEL = re.compile(r"[EF]\d+ |NONE$")


class EventTextError(DragomanError):
    """Files of event sentences hold mistakes; `reason` lists them all, one a line, with file and line."""


class Passage(Struct, frozen=True, kw_only=True):
    """A passage of one to three sentences with what a person marked in it."""

    id: str
    style: str
    text: str
    events: tuple[EventLabel, ...]
    figures: tuple[FigureLabel, ...]
    labelled: bool
    """False while nobody has written a label or `NONE` under the text."""
    path: Path
    line: int

    @property
    def sentences(self) -> int:
        return len(find_sentences(self.text, [Span(0, len(self.text))]))


def load_events(folder: Path = FOLDER, *, held_out: bool = False) -> tuple[Passage, ...]:
    """The passages to learn from, or with `held_out` those kept for measuring; in order of file and line.

    Raises:
        EventTextError: some lines are wrong (all are told), or a passage stands in the wrong part.
    """
    where = folder / HELD_OUT if held_out else folder
    passages = load_files(sorted(where.glob("*.txt")))
    wrong = [passage for passage in passages if is_held_out(passage.id) != held_out]
    if wrong:
        told = "\n".join(
            f"{passage.path}:{passage.line}: {passage.id} is in the wrong part" for passage in wrong
        )
        raise EventTextError(told, hint="run 'python -m training.event_split'")
    return passages


def fifth(passage_id: str, purpose: str) -> int:
    """Which fifth a passage falls in, 0 to 4, by its id alone; different purposes draw independently.

    >>> [fifth(f"x.{n:02}", "heldout") for n in range(6)]
    [0, 2, 4, 0, 2, 2]
    """
    return int(hashlib.sha256(f"{purpose}:{passage_id}".encode()).hexdigest(), 16) % FIFTHS


def is_held_out(passage_id: str) -> bool:
    """Whether a passage is kept for measuring."""
    return fifth(passage_id, "heldout") == 0


def is_second(passage_id: str) -> bool:
    """Whether a passage is annotated a second time."""
    return fifth(passage_id, "again") == 0


def load_files(paths: Iterable[Path], *, labelled: bool = True) -> tuple[Passage, ...]:
    """The passages of these files; `labelled` says that each must have labels or `NONE`."""
    problems: list[str] = []
    passages = [passage for path in paths for passage in _read_file(path, problems)]
    problems += [f"{p.path}:{p.line}: {what}" for p, what in _check_passages(passages, labelled)]
    if problems:
        raise EventTextError("\n".join(problems), hint="see docs/events.md")
    return tuple(passages)


def read_passages(text: str, path: Path, problems: list[str]) -> Iterator[Passage]:
    r"""The passages of a file's text; what is wrong is added to `problems`, and the line left out.

    >>> problems = []
    >>> text = "@x.01 wire\nRebels shelled Taiz.\nE1 ASSAULT/heavy-weapons | shelled | by: Rebels | to: Aden"
    >>> [passage.events for passage in read_passages(text, Path("x.txt"), problems)], problems
    ([()], ["x.txt:3: 'Aden' is not in the text"])
    """
    lines = [
        (number, line.rstrip())
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    starts = [at for at, (_, line) in enumerate(lines) if line.startswith("@")]
    if lines and (not starts or starts[0]):
        problems.append(f"{path}:{lines[0][0]}: a passage begins with '@', its id and its style")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        passage = _read_passage(lines[start:end], path, problems)
        if passage is not None:
            yield passage


def _read_file(path: Path, problems: list[str]) -> Iterator[Passage]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as err:
        problems.append(f"{path}: not UTF-8 at byte {err.start}")
        return
    yield from read_passages(text, path, problems)


def _read_passage(lines: Sequence[tuple[int, str]], path: Path, problems: list[str]) -> Passage | None:
    (number, first), *rest = lines
    header = _HEADER.fullmatch(first)
    if header is None or not rest or _LABEL.match(rest[0][1]):
        problems.append(
            f"{path}:{number}: a passage is '@file.01 style', then a line of text, then its labels"
        )
        return None
    text, labels = rest[0][1], rest[1:]
    read: list[EventLabel | FigureLabel] = []
    for at, line in labels:
        try:
            read += _read_label(line, text)
        except LabelError as err:
            problems.append(f"{path}:{at}: {err}")
    if len(labels) > 1 and any(line == "NONE" for _, line in labels):
        problems.append(f"{path}:{number}: {header['id']}: NONE beside labels")
    return Passage(
        id=header["id"],
        style=header["style"],
        text=text,
        events=tuple(label for label in read if isinstance(label, EventLabel)),
        figures=tuple(label for label in read if isinstance(label, FigureLabel)),
        labelled=bool(labels),
        path=path,
        line=number,
    )


def _read_label(line: str, text: str) -> list[EventLabel | FigureLabel]:
    if line == "NONE":
        return []
    if not _LABEL.match(line):
        raise LabelError(f"{line[:40]!r}: a label begins with E1, F1 ... or is NONE; the text is one line")
    return [read_event(line, text) if line.startswith("E") else read_figure(line, text)]


def _check_passages(passages: Sequence[Passage], labelled: bool) -> Iterator[tuple[Passage, str]]:
    """What is wrong with passages as wholes."""
    seen: dict[str, Passage] = {}
    texts: dict[str, Passage] = {}
    for passage in passages:
        if labelled and not passage.labelled:
            yield passage, f"{passage.id} has no labels; write NONE if there is nothing to mark"
        for known, key in ((seen, passage.id), (texts, passage.text)):
            if key in known:
                yield passage, f"{passage.id} is there already: {known[key].path}:{known[key].line}"
            known[key] = passage
        yield from ((passage, f"{passage.id}: {what}") for what in _wrong_references(passage))


def _wrong_references(passage: Passage) -> Iterator[str]:
    labels: tuple[EventLabel | FigureLabel, ...] = (*passage.events, *passage.figures)
    names = Counter(label.id for label in labels)
    yield from (f"{name} stands twice" for name, times in names.items() if times > 1)
    events = {event.id for event in passage.events}
    figures = {figure.id: figure for figure in passage.figures}
    for figure in passage.figures:
        if figure.event is not None and figure.event not in events:
            yield f"{figure.id} belongs to {figure.event}, which is not there"
        if figure.part_of is None:
            continue
        whole = figures.get(figure.part_of)
        if whole is None or whole is figure:
            yield f"{figure.id} is part of {figure.part_of}, which is not there"
        elif _lowest(figure) > _highest(whole):
            yield f"{figure.id} is more than {whole.id}, whose part it is"
    spans = [(span, event.id) for event in passage.events for span in event.triggers]
    for (span, event), (other, another) in combinations(spans, 2):
        if span.touches(other):
            yield (
                f"the triggers of {event} and {another} overlap"
                if event != another
                else f"{event}: its triggers overlap"
            )


def _lowest(figure: FigureLabel) -> float:
    return figure.bounds.low or figure.bounds.best or 0.0


def _highest(figure: FigureLabel) -> float:
    bounds = figure.bounds
    known = bounds.high if bounds.high is not None else bounds.best
    return float("inf") if known is None or bounds.low != bounds.high else known


def counts(passages: Sequence[Passage]) -> dict[str, Counter[str]]:
    """How often each value occurs, by what it is a value of."""
    events = [event for passage in passages for event in passage.events]
    figures = [figure for passage in passages for figure in passage.figures]
    bare = [p for p in passages if not p.events]
    return {
        "all": Counter(
            {
                "passages": len(passages),
                "sentences": sum(passage.sentences for passage in passages),
                "events": len(events),
                "figures": len(figures),
                "passages with figures": sum(bool(passage.figures) for passage in passages),
                "passages without events": len(bare),
                "upper case": sum(passage.text.isupper() for passage in passages),
                "several events": sum(len(passage.events) > 1 for passage in passages),
            }
        ),
        "style": Counter(passage.style for passage in passages),
        "type": Counter(event.type for event in events),
        "mode": Counter(f"{event.type}/{event.mode}" for event in events if event.mode),
        "stage": Counter(event.stage for event in events),
        "polarity": Counter(event.polarity for event in events),
        "context": Counter(context for event in events for context in event.contexts),
        "figure": Counter(figure.what for figure in figures),
        "bounds": Counter(shape(figure) for figure in figures),
        "counts": Counter(figure.counts for figure in figures),
        "status": Counter(figure.status or "-" for figure in figures),
    }


def shape(figure: FigureLabel) -> str:
    """Which of its bounds a figure has."""
    low, best, high = figure.bounds.low, figure.bounds.best, figure.bounds.high
    if best is not None:
        return "exact" if low == high == best else "nearly" if high is not None else "about"
    known = (low is not None, high is not None)
    return {(True, True): "between", (True, False): "at least", (False, True): "up to"}.get(known, "unknown")


def main() -> None:
    """Checks every file and prints what is in them."""
    try:
        passages = load_files(sorted([*FOLDER.glob("*.txt"), *(FOLDER / HELD_OUT).glob("*.txt")]))
    except EventTextError as err:
        sys.exit(str(err))
    for name, counter in counts(passages).items():
        print(f"{name}: " + ", ".join(f"{value} {number}" for value, number in counter.most_common()))


if __name__ == "__main__":
    main()
