"""Passages annotated for terms, after docs/terms.md: reads them, checks them, says how many there are of each thing.

python -m training.terms                          checks all passages and prints the counts
python -m training.terms --place NEW.txt          checks a new batch and files its passages (held out or not)
python -m training.terms --blank                  writes the texts of the second fifth, without marks
python -m training.terms --jsonl                  prints every passage as a JSON line with offsets
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dragoman.resources import load_table
from dragoman.types import TermStatus
from training.marks import (
    ROLES,
    SOURCE,
    SPAN,
    VIOLATION_ROLES,
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
    "wire ministry local monitor state ngo blog transcript upper page analysis broadcast statement party un".split()
)
WHY_NONE = "metaphor sport trade other_sense history general event crime name furniture".split()
HEADER = re.compile(r"== (?P<id>[a-z0-9-]+) \| (?P<style>\w+) \| (?P<setting>[^|]+) \| (?P<year>\d{4})")
FIELDS = re.compile(r"(?P<id>t\d+) (?P<kind>\w+) (?P<status>\w+) (?P<word>pub|w\d+)(?: same (?P<same>t\d+))?")
INSIDE = re.compile(r"(?P<inner>w\d+) in (?P<outer>w\d+)")
NONE = re.compile(r"none (?P<why>\w+)")
RULE = "--"


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
    files = sorted(folder.glob("*.txt")) + sorted((folder / HELD_OUT).glob("*.txt"))
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
    terms, inside, why_none = _table(table, marks)
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
            raise AnnotationError(f"{line}: {row!r} should read 't1 kind status w1', 'w1 in w2' or 'none why'")
    return tuple(terms), inside, why_none


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
    yield from (f"has a side of {violation}, but no [{term.id}.{violation} ...]" for violation in sorted(map(str, sides - told)))
    other = next((found for found in passage.terms if found.id == term.same), None)
    if term.same is not None and (other is None or other.kind != term.kind or other.id == term.id):
        yield f"is said to be the same as {term.same}, which is no other term of its kind"


def _wrong_sources(passage: Passage, marks: Sequence[Mark]) -> Iterator[str]:
    used = {term.word for term in passage.terms} | {mark.word for mark in marks if mark.word}
    used |= set(passage.inside) | set(passage.inside.values())
    yield from (f"no source {word} is marked" for word in sorted(used - set(passage.sources) - {PUBLISHER}))
    yield from (f"{word} is marked, but nothing stands on its word" for word in sorted(set(passage.sources) - used))


def _twice(passages: Iterable[Passage]) -> Iterator[str]:
    seen: dict[str, Passage] = {}
    for passage in passages:
        if passage.id in seen:
            other = seen[passage.id]
            yield f"{passage.file}:{passage.line}: {passage.id} is also in {other.file}:{other.line}"
        seen.setdefault(passage.id, passage)


def as_json(passage: Passage) -> dict[str, Any]:
    """A passage as plain values; spans are [start, end] in code points of `text`."""
    return {
        "id": passage.id,
        "style": passage.style,
        "held_out": is_held_out(passage.id),
        "text": passage.text,
        "sources": passage.sources,
        "inside": passage.inside,
        "none": passage.why_none,
        "terms": [_term_as_json(term) for term in passage.terms],
    }


def _term_as_json(term: Term) -> dict[str, Any]:
    """Named as in the record; `mentions` are all spans, words of its own stand beside a span of excluded."""
    fields: dict[str, Any] = {
        "id": term.id,
        "kind": term.kind,
        "status": term.status,
        "on_word_of": term.word,
        "same": term.same,
        "mentions": term.spans(SPAN),
    }
    for role in ROLES.values():
        fields[role] = [
            {"span": [mark.start, mark.end], "on_word_of": mark.word or term.word} for mark in term.marks if mark.role == role
        ]
    fields["violations"] = [_violation(term, mark) for mark in term.marks if mark.role == "violation"]
    return fields


def _violation(term: Term, told: Mark) -> dict[str, Any]:
    sides = [mark for mark in term.marks if mark.violation == told.violation]
    found = {
        side: [[mark.start, mark.end] for mark in sides if mark.role == VIOLATION_ROLES[code]]
        for code, side in (("by", "by"), ("on", "against"))
    }
    return {"span": [told.start, told.end], **found, "on_word_of": told.word or term.word}


def counts(passages: Sequence[Passage]) -> dict[str, Counter[str]]:
    """How many passages or terms there are of each style, reason, kind, status and role."""
    terms = [term for passage in passages for term in passage.terms]
    return {
        "passages by style": Counter(passage.style for passage in passages),
        "passages without a term": Counter(passage.why_none for passage in passages if passage.why_none),
        "terms by kind": Counter(term.kind for term in terms),
        "terms by status": Counter(term.status for term in terms),
        "marks by role": Counter(mark.role for term in terms for mark in term.marks),
        "passages with": Counter(feature for passage in passages for feature in features(passage)),
    }


def features(passage: Passage) -> Iterator[str]:
    """What is worth counting by passages."""
    excluding = [term for term in passage.terms if term.spans("excluded")]
    marks = [mark for term in passage.terms for mark in term.marks]
    if excluding:
        yield "an exclusion"
    if len(excluding) > 1:
        yield "two terms with an exclusion each"
    if any(mark.role == "excluded" and mark.word for mark in marks):
        yield "an exclusion on another word than its term's"
    yield from (f"{role}" for role in ("conditions", "grounds", "violation", "guarantors", "mediators") if any(mark.role == role for mark in marks))
    if len(passage.terms) > 1:
        yield "several terms"
    if passage.inside:
        yield "a source inside a source"
    if any(term.word != PUBLISHER for term in passage.terms):
        yield "a term on another word than the publisher's"


def place(batch: Path, folder: Path = FOLDER) -> None:
    """Files the passages of a checked batch under its name: each in `folder` or in its held-out part."""
    passages = read_file(batch)
    for held_out, target in ((False, folder), (True, folder / HELD_OUT)):
        chosen = [passage.written for passage in passages if is_held_out(passage.id) is held_out]
        target.mkdir(parents=True, exist_ok=True)
        (target / batch.name).write_text("\n\n".join(chosen) + "\n", encoding="utf-8")


def write_blank(passages: Iterable[Passage], folder: Path) -> None:
    """Writes ids and texts alone of the second fifth, ready to be marked; the held-out ones in a file of their own."""
    chosen = sorted((passage for passage in passages if is_second(passage.id)), key=lambda passage: share("order", passage.id))
    folder.mkdir(parents=True, exist_ok=True)
    for held_out, name in ((False, "open.txt"), (True, "held_out.txt")):
        blocks = [_blank(passage) for passage in chosen if is_held_out(passage.id) is held_out]
        (folder / name).write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _blank(passage: Passage) -> str:
    text = re.sub(r"[\[\]]", r"\\\g<0>", passage.text)
    return f"== {passage.id} | {passage.style} | {passage.setting} | {passage.year}\n{text}\n{RULE}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Checks the passages; prints the mistakes, or what was asked for."""
    options = argparse.ArgumentParser(description="Passages annotated for terms: check, count, file, print.")
    options.add_argument("--folder", type=Path, default=FOLDER)
    options.add_argument("--place", type=Path, metavar="NEW.txt", help="file the passages of a new batch")
    options.add_argument("--blank", action="store_true", help="write the second fifth without marks")
    options.add_argument("--jsonl", action="store_true", help="print the passages with offsets")
    given = options.parse_args(arguments)
    try:
        if given.place:
            place(given.place, given.folder)
        passages = read_folder(given.folder)
    except AnnotationError as err:
        sys.stderr.write(f"{err}\n")
        return 1
    if given.blank:
        write_blank(passages, given.folder / SECOND)
    sys.stdout.write("\n".join(_shown(passages, as_lines=given.jsonl)) + "\n")
    return 0


def _shown(passages: Sequence[Passage], *, as_lines: bool) -> Iterator[str]:
    if as_lines:
        yield from (json.dumps(as_json(passage), ensure_ascii=False) for passage in passages)
        return
    held_out = sum(is_held_out(passage.id) for passage in passages)
    second = sum(is_second(passage.id) for passage in passages)
    yield f"{len(passages)} passages, {held_out} held out, {second} to be marked twice; {sum(len(p.terms) for p in passages)} terms"
    for name, counted in counts(passages).items():
        yield f"{name}: " + ", ".join(f"{key} {count}" for key, count in counted.most_common())


if __name__ == "__main__":
    raise SystemExit(main())
