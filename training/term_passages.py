"""Passages marked for terms, from the way they are written to text, offsets and terms; mistakes name file and line."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from dragoman.resources import load_table
from dragoman.types import TermStatus
from training.marks import (
    SOURCE,
    SPAN,
    AnnotationError,
    Mark,
    against_the_rules,
    read_marks,
)

FOLDER = Path(__file__).with_name("data") / "terms"
HELD_OUT = "held_out"
SECOND = "second"
PUBLISHER = "pub"
STATUSES = get_args(TermStatus)
STYLES = (
    "wire ministry local monitor state ngo blog transcript upper page analysis broadcast statement party un"
).split()
WHY_NONE = "metaphor sport trade other_sense history general event crime name furniture".split()
HEADER = re.compile(r"== (?P<id>[a-z0-9-]+) \| (?P<style>\w+) \| (?P<setting>[^|]+) \| (?P<year>\d{4})")
FIELDS = re.compile(r"(?P<id>t\d+) (?P<kind>\w+) (?P<status>\w+) (?P<word>pub|w\d+)(?: same (?P<same>t\d+))?")
INSIDE = re.compile(r"(?P<inner>w\d+) in (?P<outer>w\d+)")
NONE = re.compile(r"none (?P<why>\w+)")
RULE = "--"
OF_THE_CLAUSE = ("parties", "guarantors", "mediators", "place")
"""Roles that belong to the clause: marked on one of the terms that are the same clause, they hold for all of them."""


@dataclass(frozen=True)
class Term:
    """A clause as one source puts it; `word` is the id of the source, or `pub`; `same` a term of the same clause."""

    id: str
    kind: str
    status: str
    word: str
    same: str | None
    marks: tuple[Mark, ...]

    def spans(self, role: str) -> tuple[tuple[int, int], ...]:
        """Where the marks of a role are: `span`, `parties`, `excluded`, `violation by` ..."""
        return tuple((mark.start, mark.end) for mark in self.marks if mark.role == role)


@dataclass(frozen=True)
class Passage:
    """One annotated text; `why_none` says why it has no term, `inside` which source was heard from which."""

    id: str
    style: str
    setting: str
    year: int
    text: str
    terms: tuple[Term, ...]
    sources: dict[str, tuple[tuple[int, int], ...]]
    inside: dict[str, str]
    why_none: str | None
    file: Path
    line: int
    written: str


def kinds() -> tuple[str, ...]:
    """The kinds of terms, in the order of `term_kinds.tsv`."""
    return tuple(row["kind"] for row in load_table("term_kinds.tsv"))


def share(purpose: str, passage_id: str) -> int:
    """A number from 0 to 99 fixed by the id, another for each purpose."""
    return int(hashlib.sha256(f"{purpose} {passage_id}".encode()).hexdigest()[:12], 16) % 100


def is_held_out(passage_id: str) -> bool:
    """Whether a passage is one of the fifth that is not looked at while the reader is built."""
    return share("held out", passage_id) < 20


def is_second(passage_id: str) -> bool:
    """Whether a passage is one of the other fifth, annotated a second time."""
    return share("second", passage_id) < 21


def read_folder(folder: Path = FOLDER) -> list[Passage]:
    """All passages of a folder and of its held-out part.

    Raises:
        AnnotationError: every mistake in them, a line each, with file and line.
    """
    return read_files(sorted(folder.glob("*.txt")) + sorted((folder / HELD_OUT).glob("*.txt")), folder)


def read_open(folder: Path = FOLDER) -> list[Passage]:
    """The passages to learn from: those of a folder without the held-out part.

    Raises:
        AnnotationError: every mistake in them, a line each, with file and line.
    """
    return read_files(sorted(folder.glob("*.txt")), folder)


def read_files(files: Sequence[Path], folder: Path) -> list[Passage]:
    """The passages of several files; `folder` is named if there are none.

    Raises:
        AnnotationError: every mistake in them, a line each, with file and line; no files.
    """
    if not files:
        raise AnnotationError(f"{folder}: no passages (*.txt) in it")
    passages: list[Passage] = []
    mistakes: list[str] = []
    for file in files:
        try:
            passages.extend(read_file(file))
        except AnnotationError as err:
            mistakes.append(str(err))
    mistakes.extend(_twice(passages))
    if mistakes:
        raise AnnotationError("\n".join(mistakes))
    return passages


def read_file(file: Path) -> list[Passage]:
    """The passages of one file.

    Raises:
        AnnotationError: every mistake in it, a line each, with file and line.
    """
    return read_written(file.read_text(encoding="utf-8"), file)


def read_written(written: str, file: Path) -> list[Passage]:
    """The passages of a text as it is written; `file` is named in mistakes."""
    passages: list[Passage] = []
    mistakes: list[str] = []
    for line, block in _blocks(written):
        try:
            passages.append(_passage(block, line, file))
        except AnnotationError as err:
            mistakes.extend(f"{file}:{mistake}" for mistake in str(err).split("\n"))
    if mistakes:
        raise AnnotationError("\n".join(mistakes))
    return passages


def _blocks(written: str) -> Iterator[tuple[int, list[str]]]:
    """Each passage with the number of its first line; lines before the first one are remarks."""
    lines = written.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("== ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start + 1, lines[start:end]


def _passage(block: Sequence[str], line: int, file: Path) -> Passage:
    header = HEADER.fullmatch(block[0].rstrip())
    if header is None:
        raise AnnotationError(f"{line}: {block[0]!r} should read '== id | style | setting | year'")
    if RULE not in block:
        raise AnnotationError(f"{line}: {header['id']}: no line '--' between the text and its terms")
    cut = block.index(RULE)
    text, marks = read_marks("\n".join(block[1:cut]), line + 1)
    table = [(line + n, row.strip()) for n, row in enumerate(block) if n > cut and row.strip()]
    told, inside, why_none = _table(table, marks)
    terms = tuple(_with_roles_of_the_clause(term, told) for term in told)
    sources = {of: tuple((m.start, m.end) for m in marks if m.of == of) for of in _ids(marks, SOURCE)}
    passage = Passage(
        **_described(header), text=text, terms=terms, sources=sources, inside=inside, why_none=why_none,
        file=file, line=line, written="\n".join(block).strip(),
    )  # fmt: skip
    mistakes = [*against_the_rules(text, marks), *_contradictions(passage, marks)]
    if mistakes:
        raise AnnotationError("\n".join(mistakes))
    return passage


def _described(header: re.Match[str]) -> dict[str, Any]:
    return {
        "id": header["id"],
        "style": header["style"],
        "setting": header["setting"].strip(),
        "year": int(header["year"]),
    }


def _ids(marks: Iterable[Mark], role: str) -> list[str]:
    return sorted({mark.of for mark in marks if mark.role == role})


def _table(
    rows: Sequence[tuple[int, str]], marks: Sequence[Mark]
) -> tuple[tuple[Term, ...], dict[str, str], str | None]:
    """The lines below the text: terms, sources inside sources, or why there are none."""
    terms: list[Term] = []
    inside: dict[str, str] = {}
    why_none: str | None = None
    for line, row in rows:
        if found := FIELDS.fullmatch(row):
            own = tuple(mark for mark in marks if mark.of == found["id"])
            terms.append(Term(found["id"], found["kind"], found["status"], found["word"], found["same"], own))
        elif found := INSIDE.fullmatch(row):
            inside[found["inner"]] = found["outer"]
        elif found := NONE.fullmatch(row):
            why_none = found["why"]
        else:
            raise AnnotationError(
                f"{line}: {row!r} should read 't1 kind status w1', 'w1 in w2' or 'none why'"
            )
    return tuple(terms), inside, why_none


def _with_roles_of_the_clause(term: Term, terms: Sequence[Term]) -> Term:
    """The term with the parties, guarantors, mediators and place marked on the others of its clause."""
    clause = term.same or term.id
    others = [other for other in terms if other is not term and clause in (other.id, other.same)]
    own = {(mark.role, mark.start) for mark in term.marks}
    lent = [
        replace(mark, of=term.id)
        for other in others
        for mark in other.marks
        if mark.role in OF_THE_CLAUSE and (mark.role, mark.start) not in own
    ]
    return replace(term, marks=tuple(sorted((*term.marks, *lent), key=lambda mark: (mark.start, -mark.end))))


def _contradictions(passage: Passage, marks: Sequence[Mark]) -> Iterator[str]:
    """What does not fit together in a passage, each with its line."""
    at = passage.line
    if passage.style not in STYLES:
        yield f"{at}: {passage.style!r} is no style; styles are {', '.join(STYLES)}"
    if (passage.why_none is None) == (not passage.terms):
        yield f"{at}: {passage.id}: either terms or a line 'none why'"
    if passage.why_none is not None and passage.why_none not in WHY_NONE:
        yield f"{at}: {passage.why_none!r} is no reason; reasons are {', '.join(WHY_NONE)}"
    ids = [term.id for term in passage.terms]
    yield from (f"{at}: {passage.id}: {of} is told twice" for of, count in Counter(ids).items() if count > 1)
    marked = {mark.of for mark in marks if mark.role != SOURCE}
    yield from (f"{at}: {passage.id}: {of} is marked and has no line" for of in sorted(marked - set(ids)))
    for term in passage.terms:
        yield from (f"{at}: {passage.id}: {term.id} {wrong}" for wrong in _wrong_term(term, passage))
    yield from (f"{at}: {passage.id}: {wrong}" for wrong in _wrong_sources(passage, marks))


def _wrong_term(term: Term, passage: Passage) -> Iterator[str]:
    if term.kind not in kinds():
        yield f"is of no known kind: {term.kind!r}"
    if term.status not in STATUSES:
        yield f"has no known status: {term.status!r}; they are {', '.join(STATUSES)}"
    if not term.spans(SPAN):
        yield "is named nowhere in the text: mark it [" + term.id + " ...]"
    if term.status == "violated" and not term.spans("violation"):
        yield "is violated, but no violation is marked"
    told = {mark.violation for mark in term.marks if mark.role == "violation"}
    sides = {mark.violation for mark in term.marks if mark.role in ("violation by", "violation against")}
    yield from (
        f"has a side of {violation}, but no [{term.id}.{violation} ...]"
        for violation in sorted(map(str, sides - told))
    )
    other = next((found for found in passage.terms if found.id == term.same), None)
    if term.same is not None and (other is None or other.kind != term.kind or other.id == term.id):
        yield f"is said to be the same as {term.same}, which is no other term of its kind"


def _wrong_sources(passage: Passage, marks: Sequence[Mark]) -> Iterator[str]:
    used = {term.word for term in passage.terms} | {mark.word for mark in marks if mark.word}
    used |= set(passage.inside) | set(passage.inside.values())
    yield from (f"no source {word} is marked" for word in sorted(used - set(passage.sources) - {PUBLISHER}))
    yield from (
        f"{word} is marked, but nothing stands on its word" for word in sorted(set(passage.sources) - used)
    )


def _twice(passages: Iterable[Passage]) -> Iterator[str]:
    seen: dict[str, Passage] = {}
    for passage in passages:
        if passage.id in seen:
            other = seen[passage.id]
            yield f"{passage.file}:{passage.line}: {passage.id} is also in {other.file}:{other.line}"
        seen.setdefault(passage.id, passage)
