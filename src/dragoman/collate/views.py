"""What a record says in words that can be set beside another's: names, places, days, figures, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from dragoman.collate.names import fold, key_of
from dragoman.collate.order import day_of
from dragoman.collate.stems import small_words, stem
from dragoman.collate.types import JoinKind
from dragoman.types import OUTSIDE_ZONES, Place, Record, RecordedDocument, Span, Time

Mark = tuple[JoinKind, str]
"""Something a document says that another may say too: of what kind, and what."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
KIND_WEIGHTS: Final[Mapping[JoinKind, float]] = {
    "words": 1.0, "actors": 1.5, "place": 1.5, "time": 1.5, "figures": 1.0,
}  # fmt: skip
"""How much more a name, a place or a day says than a word as rare; from 1.5 to 3, ECB+ train shows no difference."""
HEAD_WEIGHT: Final = 2
"""A word of the headline counts for so many."""


@dataclass(frozen=True, eq=False)
class View:
    """One record as it is compared with others: how often each mark stands in it, and where first."""

    record: Record
    counts: Mapping[Mark, int]
    spans: Mapping[Mark, Span]

    @property
    def document(self) -> str:
        return self.record.document.id


@lru_cache(maxsize=200_000)
def mark_number(mark: Mark) -> int:
    """A number under 2**63 for a mark, the same one everywhere.

    >>> mark_number(("words", "truce")) == mark_number(("words", "truce")) != mark_number(("place", "truce"))
    True
    """
    told = "\x1f".join(mark).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big") >> 1


def view(record: Record) -> View:
    """The marks of a record; what stands in teasers and page furniture is none of it."""
    counts: dict[Mark, int] = {}
    spans: dict[Mark, Span] = {}
    weights = _weights(record.document)
    _count_words(record.document.text, weights, counts, spans)
    for mark, span in _other_marks(record):
        if min(weights[span.start : span.end], default=1):
            counts[mark] = counts.get(mark, 0) + 1
            spans.setdefault(mark, span)
    return View(record, counts, spans)


def _weights(document: RecordedDocument) -> bytearray:
    """For each character of a text, how much a word there counts for."""
    weights = bytearray(b"\1") * len(document.text)
    for zone in sorted(document.zones, key=lambda zone: zone.zone in OUTSIDE_ZONES):
        weight = 0 if zone.zone in OUTSIDE_ZONES else HEAD_WEIGHT if zone.zone == "headline" else 1
        if weight != 1:
            held = slice(zone.span.start, zone.span.end)
            weights[held] = bytes([weight]) * len(weights[held])
    return weights


def _count_words(text: str, weights: bytearray, counts: dict[Mark, int], spans: dict[Mark, Span]) -> None:
    """Add the words of a text: some steps a word for each report that comes in, so few."""
    for match in WORD.finditer(text):
        mark = _word_mark(match.group())
        if mark is None:
            continue
        start, end = match.span()
        weight = min(weights[start:end])
        if weight and mark in counts:
            counts[mark] += weight
        elif weight:
            counts[mark], spans[mark] = weight, Span(start, end)


@lru_cache(maxsize=200_000)
def _word_mark(word: str) -> Mark | None:
    """The mark of a word; None for one that says nothing of what a text is about."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    return None if word in small_words() else ("words", stem(word))


def _other_marks(record: Record) -> Iterator[tuple[Mark, Span]]:
    for entity in record.entities:
        name = key_of(entity)
        if name is not None:
            yield from ((("actors", name), span) for span in entity.mentions)
    for place in record.places:
        yield ("place", place_key(place)), place.span
    for time in record.times:
        day = day_of_time(time)
        if day is not None:
            yield ("time", day), time.span
    for figure in record.figures:
        if figure.best is not None:
            yield ("figures", f"{figure.best:g} {figure.what}"), figure.span


def place_key(place: Place) -> str:
    """What a place is known by in other documents: its gazetteer entry, else its name."""
    return place.gazetteer or " ".join(fold(place.name))


def day_of_time(time: Time) -> str | None:
    """The day a time stands for, None where it is longer than a day or not known."""
    start, value = day_of(time.start), day_of(time.value)
    day = start or value
    if day is None or time.type not in ("DATE", "TIME"):
        return None
    if time.value is not None and value is None:
        return None
    return day.isoformat()
