"""What a record says in words that can be set beside another's: names, places, days, figures, and what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from dragoman.collate.names import fold, key_of
from dragoman.collate.order import day_of
from dragoman.collate.stems import small_words, stem
from dragoman.collate.types import JoinKind
from dragoman.types import OUTSIDE_ZONES, Place, Record, Span, Time

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
    counts: Counter[Mark] = Counter()
    spans: dict[Mark, Span] = {}
    outside = [zone.span for zone in record.document.zones if zone.zone in OUTSIDE_ZONES]
    for mark, span, weight in _marks(record):
        if not any(zone.touches(span) for zone in outside):
            counts[mark] += weight
            spans.setdefault(mark, span)
    return View(record, counts, spans)


def _marks(record: Record) -> Iterator[tuple[Mark, Span, int]]:
    yield from _word_marks(record)
    for entity in record.entities:
        name = key_of(entity)
        if name is not None:
            yield from ((("actors", name), span, 1) for span in entity.mentions)
    for place in record.places:
        yield ("place", place_key(place)), place.span, 1
    for time in record.times:
        day = day_of_time(time)
        if day is not None:
            yield ("time", day), time.span, 1
    for figure in record.figures:
        if figure.best is not None:
            yield ("figures", f"{figure.best:g} {figure.what}"), figure.span, 1


def _word_marks(record: Record) -> Iterator[tuple[Mark, Span, int]]:
    heads = [zone.span for zone in record.document.zones if zone.zone == "headline"]
    for match in WORD.finditer(record.document.text):
        word = match.group().lower().removesuffix("'s").removesuffix("’s")
        if word not in small_words():
            span = Span(*match.span())
            weight = HEAD_WEIGHT if any(head.covers(span) for head in heads) else 1
            yield ("words", stem(word)), span, weight


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
