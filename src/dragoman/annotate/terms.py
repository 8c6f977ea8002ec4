"""Decodes the term head: what was agreed, offered, refused or broken, and what was left out; part of annotate.

Kinds and status are those of docs/terms.md, after the ETH/PRIO ceasefire data and PA-X.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from dragoman.annotate.anchored import Anchored, described, features_of, find_anchored, phrases
from dragoman.annotate.bio import Run
from dragoman.annotate.chances import calibrated
from dragoman.stages import FoundTerm, FoundViolation, KindFound, Scores
from dragoman.types import Span

HEAD = "term"
LISTS = {
    "parties": "parties", "guarantors": "guarantors", "mediators": "mediators", "excluded": "excluded",
    "conditions": "conditions", "grounds": "grounds", "places": "place",
}  # fmt: skip
"""Fields that hold every phrase of a role."""


def find_terms(scores: Scores) -> tuple[FoundTerm, ...]:
    """All terms the head finds, in text order; words that name one again are joined to it."""
    if HEAD not in scores.tags:
        return ()
    return _told_once(
        (_term(words, term, scores.calibration[HEAD]), phrases(words, term, "again"))
        for words, term in find_anchored(scores, HEAD)
    )


def find_own_terms(scores: Scores) -> tuple[FoundTerm, ...]:
    """The terms of the caller's kinds, in text order; the head of terms says what belongs to each, as to any other."""
    return _told_once(_own_term(found, scores) for found in scores.matches)


def _own_term(found: KindFound, scores: Scores) -> tuple[FoundTerm, tuple[Span, ...]]:
    words = scores.words[slice(*scores.windows[found.window])]
    run = Run(found.first, found.last, found.kind, found.score)
    told = described(run, found.described, HEAD, scores.labels)
    term = _term(words, told, scores.calibration[HEAD])
    return structs.replace(term, score=found.score, match=found.match), phrases(words, told, "again")


def _told_once(found: Iterable[tuple[FoundTerm, tuple[Span, ...]]]) -> tuple[FoundTerm, ...]:
    """The terms in text order; each comes with the words that name it again, and what they name is joined to it."""
    held: list[tuple[FoundTerm, tuple[Span, ...]]] = []
    for term, again in sorted(found, key=lambda pair: pair[0].mentions):
        earlier = next((n for n, (first, words) in enumerate(held) if _is_again(term, first, words)), None)
        if earlier is None:
            held.append((term, again))
        else:
            held[earlier] = (_joined(held[earlier][0], term), held[earlier][1])
    return tuple(term for term, _ in held)


def _term(words: Sequence[Span], found: Anchored, calibration: Sequence[float]) -> FoundTerm:
    starts, ends = (phrases(words, found, role) for role in ("start", "end"))
    lists = {field: phrases(words, found, role) for field, role in LISTS.items()}
    return FoundTerm(
        mentions=(found.run.span(words),),
        kind=found.run.type,
        status=found.label("status"),  # type: ignore[arg-type]
        violations=tuple(_violations(words, found)),
        start=starts[0] if starts else None,
        end=ends[0] if ends else None,
        score=calibrated(features_of(found), calibration),
        match=None,
        **lists,
    )


def _violations(words: Sequence[Span], found: Anchored) -> Iterator[FoundViolation]:
    """Each breach with the nearest words for who did it and whom it hit."""
    sides = (phrases(words, found, "violation by"), phrases(words, found, "violation against"))
    for breach in phrases(words, found, "violation"):
        yield FoundViolation(breach, *(_nearest(breach, side) for side in sides))


def _nearest(span: Span, others: Sequence[Span]) -> Span | None:
    return min(others, key=lambda other: max(other.start - span.end, span.start - other.end), default=None)


def _is_again(term: FoundTerm, first: FoundTerm, again: Sequence[Span]) -> bool:
    return (term.kind, term.status) == (first.kind, first.status) and any(
        term.mentions[0].touches(words) for words in again
    )


def _joined(first: FoundTerm, later: FoundTerm) -> FoundTerm:
    """The term with a later mention, and with what only the later words tell."""
    told = {
        field: getattr(first, field) or getattr(later, field)
        for field in (*LISTS, "violations", "start", "end")
    }
    return structs.replace(
        first, mentions=(*first.mentions, *later.mentions), score=max(first.score, later.score), **told
    )
