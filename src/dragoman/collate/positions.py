"""What a speaker is reported to have said on a subject, in the order of time, each beside the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from msgspec import structs

from dragoman.collate.names import same_name, speaker_name
from dragoman.collate.order import LAST, day_of, published
from dragoman.collate.stems import content_stems
from dragoman.collate.types import Difference, Position, PositionLine
from dragoman.collate.views import WORD
from dragoman.resources import load_lines
from dragoman.types import OUTSIDE_ZONES, Attribution, Record, Span

REPEATS: Final = 0.8
REWORDED: Final = 0.4
"""Shares of the shorter statement's meaningful words: with more of them in common it is the same position again."""
NEAR_CUE: Final = 60
"""A day named so near the saying word (in characters), outside what is said, is the day it was said."""
NOS: Final = frozenset(
    {"no", "not", "never", "nobody", "nothing", "none", "neither", "nor", "cannot", "without"}
)


@dataclass(frozen=True, eq=False)
class _Stand:
    """A position, and the words it is compared by: those of the subject aside."""

    position: Position
    stems: frozenset[str]
    denials: int


def positions_of(speaker: str, subject: str, records: Iterable[Record]) -> PositionLine:
    """A speaker's statements that name a subject (all its words, in any form), oldest known first.

    Whether a later one changes the earlier is left to the reader: `difference` says only how their words compare.

    >>> positions_of("Ada Lind", "the valley", ()).positions
    ()
    """
    wanted = frozenset(content_stems(match.group() for match in WORD.finditer(subject)))
    stands = sorted((stand for record in records for stand in _stands(speaker, wanted, record)), key=_time_of)
    positions = tuple(_compared(number, stands) for number in range(len(stands)))
    return PositionLine(speaker=speaker, subject=subject, positions=positions)


def _time_of(stand: _Stand) -> tuple[str, str, str]:
    position = stand.position
    return (position.said or LAST, position.document, position.attribution)


def _stands(speaker: str, wanted: frozenset[str], record: Record) -> Iterator[_Stand]:
    for said in record.attributions:
        if said.zone in OUTSIDE_ZONES or not same_name(speaker, speaker_name(record, said) or ""):
            continue
        words = [
            (match.group(), span)
            for span in said.content
            for match in WORD.finditer(span.of(record.document.text))
        ]
        stems = frozenset(content_stems(word for word, _ in words))
        if wanted and wanted <= stems:
            denials = sum(
                word.lower() in _nos() or word.lower().endswith(("n't", "n’t")) for word, _ in words
            )
            yield _Stand(_position(record, said, wanted), stems - wanted, denials)


@cache
def _nos() -> frozenset[str]:
    return NOS | frozenset(load_lines("negations.txt"))


def _position(record: Record, said: Attribution, wanted: frozenset[str]) -> Position:
    when, basis = said_when(record, said)
    return Position(
        document=record.document.id,
        attribution=said.id,
        said=when,
        said_basis=basis,
        polarity=said.polarity,
        form=said.form,
        subject=tuple(_subject_spans(record, said, wanted)),
        content=said.content,
    )


def said_when(record: Record, said: Attribution) -> tuple[str | None, Literal["text", "published"] | None]:
    """The day the text gives for the saying, else the publication date."""
    for time in record.times:
        near = any(
            abs(cue.end - time.span.start) <= NEAR_CUE or abs(time.span.end - cue.start) <= NEAR_CUE
            for cue in said.cue
        )
        outside = not any(span.touches(time.span) for span in said.content)
        if near and outside and day_of(time.start):
            return time.start, "text"
    day = published(record.document)
    return day, "published" if day else None


def _distance(one: Span, two: Span) -> int:
    return max(one.start - two.end, two.start - one.end, 0)


def _subject_spans(record: Record, said: Attribution, wanted: frozenset[str]) -> Iterator[Span]:
    for span in said.content:
        for match in WORD.finditer(span.of(record.document.text)):
            if wanted.intersection(content_stems([match.group()])):
                yield Span(span.start + match.start(), span.start + match.end())


def _compared(number: int, stands: Sequence[_Stand]) -> Position:
    position = stands[number].position
    if number == 0:
        return position
    difference = _difference(stands[number - 1], stands[number])
    return structs.replace(position, compared=number - 1, difference=difference)


def _difference(one: _Stand, two: _Stand) -> Difference:
    share = len(one.stems & two.stems) / max(1, min(len(one.stems), len(two.stems)))
    opposed = (one.position.polarity != two.position.polarity) != (one.denials % 2 != two.denials % 2)
    if share >= REWORDED and opposed:
        return "denies"
    if share >= REPEATS:
        return "repeats"
    return "reworded" if share >= REWORDED else "unlike"
