"""Passages marked for terms, after docs/terms.md: checks them, counts them, files new ones, prints them with offsets.

python -m training.terms                          checks all passages and prints the counts
python -m training.terms --place NEW.txt          checks a new batch and files its passages (held out or not)
python -m training.terms --blank                  writes the texts of the second fifth, without marks
python -m training.terms --jsonl                  prints the passages to learn from as JSON lines with offsets
python -m training.terms --jsonl --held-out       ... or the held-out ones, for a script that measures
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from training.marks import ROLES, SPAN, VIOLATION_ROLES, AnnotationError, Mark
from training.term_passages import (
    FOLDER,
    HELD_OUT,
    PUBLISHER,
    RULE,
    SECOND,
    Passage,
    Term,
    is_held_out,
    is_second,
    read_file,
    read_folder,
    share,
)


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
            {"span": [mark.start, mark.end], "on_word_of": mark.word or term.word}
            for mark in term.marks
            if mark.role == role
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
    yield from (
        role
        for role in ("conditions", "grounds", "violation", "guarantors", "mediators")
        if any(mark.role == role for mark in marks)
    )
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
    chosen = sorted(
        (passage for passage in passages if is_second(passage.id)),
        key=lambda passage: share("order", passage.id),
    )
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
    options.add_argument(
        "--jsonl", action="store_true", help="print the passages to learn from, with offsets"
    )
    options.add_argument("--held-out", action="store_true", help="... the held-out ones instead")
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
    sys.stdout.write(
        "\n".join(_lines(passages, held_out=given.held_out) if given.jsonl else _shown(passages)) + "\n"
    )
    return 0


def _lines(passages: Sequence[Passage], *, held_out: bool) -> Iterator[str]:
    chosen = (passage for passage in passages if is_held_out(passage.id) is held_out)
    yield from (json.dumps(as_json(passage), ensure_ascii=False) for passage in chosen)


def _shown(passages: Sequence[Passage]) -> Iterator[str]:
    held_out = sum(is_held_out(passage.id) for passage in passages)
    second = sum(is_second(passage.id) for passage in passages)
    terms = sum(len(passage.terms) for passage in passages)
    yield f"{len(passages)} passages, {held_out} held out, {second} to be marked twice; {terms} terms"
    for name, counted in counts(passages).items():
        yield f"{name}: " + ", ".join(f"{key} {count}" for key, count in counted.most_common())


if __name__ == "__main__":
    raise SystemExit(main())
