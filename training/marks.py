"""Text with marks in square brackets, as passages are annotated: `a [t1 truce] of [t1.en two days]`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

ROLES = {
    "p": "parties",
    "g": "guarantors",
    "m": "mediators",
    "x": "excluded",
    "c": "conditions",
    "r": "grounds",
    "pl": "place",
    "st": "start",
    "en": "end",
}
"""What a mark says of its term, with the name of the record's field (mediators are not yet in the record)."""
SPAN = "span"
SOURCE = "source"
VIOLATION_ROLES = {None: "violation", "by": "violation by", "on": "violation against"}

LABEL = re.compile(
    r"(?:(?P<source>w\d+)|(?P<term>t\d+)(?:\.(?:(?P<violation>v\d+)(?:\.(?P<side>by|on))?|(?P<role>[a-z]+)))?)"
    r"(?:@(?P<word>pub|w\d+))?"
)
TOKENS = re.compile(
    r"\\[\[\]]|\[(?P<labels>[^\s\[\]]+)[ \n]|\[|\]|\n[ \t]*(?:\n\s*)?|[^\\\[\]\n]+|\\", re.DOTALL
)
ARTICLES = re.compile(r"(?:the|an?|this|that|these|its|their|his|her|our|my)\s", re.IGNORECASE)
PREPOSITIONS = re.compile(r"(?:in|on|at|from|until|till|by|since|for|of|to)\s", re.IGNORECASE)
LOOSE_ENDS = " \t\n.,;:!?\"“”‘'«»()—–-"
ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]\.)+$|\b(?:Gen|Jan|Feb|Aug|Sept|Oct|Nov|Dec|a\.m|p\.m|km|mm)\.$|\bNo\.$"
)
NO_ARTICLE = {
    SPAN,
    SOURCE,
    "parties",
    "guarantors",
    "mediators",
    "excluded",
    "grounds",
    "place",
    "violation by",
    "violation against",
}
NO_PREPOSITION = {"place", "start", "end", "parties", "guarantors", "mediators"}
PARAGRAPH = "\n\n"


class AnnotationError(Exception):
    """An annotation that breaks the format or the guidelines; the message begins with file and line."""


@dataclass(frozen=True)
class Mark:
    """One role of one stretch of text: `of` is the term's (or source's) id, `word` the source if it has its own."""

    of: str
    role: str
    start: int
    end: int
    line: int
    violation: str | None = None
    word: str | None = None


def read_marks(written: str, first_line: int) -> tuple[str, tuple[Mark, ...]]:
    """The text without its marks, and the marks, their offsets in code points of that text.

    Raises:
        AnnotationError: brackets that do not pair, a label of no known shape; with the line, counted from `first_line`.

    >>> text, marks = read_marks("A [t1 truce] for [t1.en,t2.en two days].", 1)
    >>> text, [(mark.of, mark.role, text[mark.start : mark.end]) for mark in marks]
    ('A truce for two days.', [('t1', 'span', 'truce'), ('t1', 'end', 'two days'), ('t2', 'end', 'two days')])
    """
    text: list[str] = []
    length, line = 0, first_line + len(written) - len(written.lstrip("\n"))
    opened: list[tuple[str, int, int]] = []
    marks: list[Mark] = []
    for token in TOKENS.finditer(written.strip("\n")):
        piece = token[0]
        if token["labels"]:
            opened.append((token["labels"], length, line))
            piece = ""
        elif piece == "]":
            if not opened:
                raise AnnotationError(
                    f"{line}: a bracket is closed that was never opened (a bracket of the text is \\])"
                )
            labels, start, at = opened.pop()
            marks.extend(_marks_of(labels, start, length, at))
            piece = ""
        elif piece == "[":
            raise AnnotationError(
                f"{line}: a bracket without a label, as in [t1 ...] (a bracket of the text is \\[)"
            )
        elif piece.startswith("\n"):
            piece = PARAGRAPH if piece.count("\n") > 1 else " "
            if piece == PARAGRAPH and opened:
                raise AnnotationError(
                    f"{opened[-1][2]}: [{opened[-1][0]} ...] is not closed in its paragraph"
                )
        elif piece.startswith("\\"):
            piece = piece[1:]
        line += token[0].count("\n")
        text.append(piece)
        length += len(piece)
    if opened:
        raise AnnotationError(f"{opened[-1][2]}: [{opened[-1][0]} ...] is never closed")
    return "".join(text), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.of, mark.role)))


def _marks_of(labels: str, start: int, end: int, line: int) -> Iterator[Mark]:
    """A mark for each of the labels of one bracket."""
    for label in labels.split(","):
        parts = LABEL.fullmatch(label)
        if parts is None:
            raise AnnotationError(
                f"{line}: {label!r} is no label; say w1, t1, t1.p, t1.x@w2, t1.v1, t1.v1.by ..."
            )
        mark = Mark(
            parts["source"] or parts["term"], SPAN, start, end, line, parts["violation"], parts["word"]
        )
        if parts["source"]:
            yield replace(mark, role=SOURCE)
        elif parts["violation"]:
            yield replace(mark, role=VIOLATION_ROLES[parts["side"]])
        elif parts["role"] is None:
            yield mark
        elif parts["role"] in ROLES:
            yield replace(mark, role=ROLES[parts["role"]])
        else:
            raise AnnotationError(
                f"{line}: {parts['role']!r} in {label!r} is no role; roles are {', '.join(ROLES)}, v1"
            )


def against_the_rules(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """What in `marks` breaks the guidelines' rules on where a mark begins and ends, each with its line.

    >>> list(against_the_rules("The truce.", read_marks("[t1 The truce.]", 4)[1]))
    ["4: 'The truce.' ends with '.'", "4: 'The truce.' begins with an article or possessive"]
    """
    for mark in marks:
        words = text[mark.start : mark.end]
        if not words.strip():
            yield f"{mark.line}: an empty mark of {mark.of}"
            continue
        yield from (f"{mark.line}: {words!r} {wrong}" for wrong in _wrong_edges(words, mark.role))
        if any(_holds_its_like(mark, other) for other in marks):
            yield f"{mark.line}: {words!r} has a mark of the same term and role in it"
        if _inside_word(text, mark.start) or _inside_word(text, mark.end):
            yield f"{mark.line}: {words!r} cuts a word"


def _holds_its_like(mark: Mark, other: Mark) -> bool:
    alike = (mark.of, mark.role, mark.violation) == (other.of, other.role, other.violation)
    return alike and mark is not other and mark.start <= other.start and other.end <= mark.end


def _wrong_edges(words: str, role: str) -> Iterator[str]:
    if words[0] in LOOSE_ENDS and not _is_pair(words, words[0]):
        yield f"begins with {words[0]!r}"
    if words[-1] in LOOSE_ENDS and not _is_pair(words, words[-1]) and not ABBREVIATION.search(words):
        yield f"ends with {words[-1]!r}"
    if role in NO_ARTICLE and ARTICLES.match(words):
        yield "begins with an article or possessive"
    if role in NO_PREPOSITION and PREPOSITIONS.match(words):
        yield "begins with a preposition"


def _is_pair(words: str, edge: str) -> bool:
    """Whether the quotation mark or bracket at one edge has its fellow inside `words`: `"all for all" exchange`."""
    other = {"(": ")", ")": "("}.get(edge, edge)
    return (
        edge in '"()'
        and words.count(edge) + words.count(other) in (2, 4)
        and not words[0] == words[-1] == edge
    )


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
