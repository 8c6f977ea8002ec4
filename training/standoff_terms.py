"""Terms marked in real reports, kept as `training.standoff` keeps events: offsets and labels, no word of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
from msgspec import Struct

from training.real_texts import StandoffError, Stretch, digest, text_of, text_with_digest
from training.term_passages import Passage, Term, read_files

TERMS = Path(__file__).parents[1] / "eval" / "real_terms"


class TermLabels(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a line holds: `training.term_passages.Passage` without what can be read or comes from the text."""

    at: Stretch
    digest: str
    style: str
    year: int
    terms: tuple[Term, ...] = ()
    sources: dict[str, tuple[tuple[int, int], ...]] = {}
    inside: dict[str, str] = {}
    why_none: str | None = None


def real_terms(data: Path, folder: Path = TERMS) -> tuple[Passage, ...]:
    """All passages, with terms and without; `data` is the folder of the corpora.

    Raises:
        StandoffError: a document is not there, or its text is not the one that was annotated.
    """
    return tuple(passage for path in sorted(folder.glob("*.jsonl")) for passage in _read(path, data))


def take_off_terms(passage: Passage, at: Stretch, data: Path) -> TermLabels:
    """A passage's labels without its text.

    Raises:
        StandoffError: the annotated text is not that of the stretch.
    """
    text = text_of(at, data)
    if passage.text != text:
        raise StandoffError(f"{passage.file}:{passage.line}: the text of {passage.id} was changed")
    return TermLabels(
        at=at, digest=digest(text), style=passage.style, year=passage.year, sources=passage.sources,
        inside=passage.inside, why_none=passage.why_none,
        terms=tuple(replace(term, marks=tuple(replace(m, line=0) for m in term.marks)) for term in passage.terms),
    )  # fmt: skip


def write_terms(files: Sequence[Path], picked: dict[str, Stretch], data: Path, folder: Path = TERMS) -> None:
    """Writes the passages of annotated files, a file for each set, in their order."""
    lines: dict[str, list[bytes]] = {}
    for passage in read_files(files, Path()):
        at = picked[passage.id]
        lines.setdefault(at.set, []).append(msgspec.json.encode(take_off_terms(passage, at, data)))
    for name, its in lines.items():
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(its) + b"\n")


def stretches(folder: Path = TERMS) -> tuple[Stretch, ...]:
    """Where all passages stand; needs none of the texts."""
    return tuple(labels.at for path in sorted(folder.glob("*.jsonl")) for _, labels in _lines(path))


def _read(path: Path, data: Path) -> Iterator[Passage]:
    yield from (_laid_on(labels, data, path, number) for number, labels in _lines(path))


def _lines(path: Path) -> Iterator[tuple[int, TermLabels]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line:
            yield number, msgspec.json.decode(line, type=TermLabels)


def _laid_on(labels: TermLabels, data: Path, path: Path, number: int) -> Passage:
    text = text_with_digest(labels.at, data, labels.digest, f"{path}:{number}")
    return Passage(
        id=labels.at.id, style=labels.style, setting=labels.at.set, year=labels.year, text=text, terms=labels.terms,
        sources=labels.sources, inside=labels.inside, why_none=labels.why_none, file=path, line=number, written="",
    )  # fmt: skip
