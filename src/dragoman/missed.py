"""What a careful user should look at: sentences with a verb of force or diplomacy in which no event was found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from dragoman.resources import load_table
from dragoman.segment.paragraphs import find_paragraphs
from dragoman.segment.sentences import find_sentences
from dragoman.types import OUTSIDE_ZONES, Record, Span

Kind = Literal["violent", "diplomatic"]


class Missed(Struct, frozen=True):
    """A sentence without an event, and the verbs in it that speak for one."""

    span: Span
    verbs: tuple[Span, ...]
    kinds: tuple[Kind, ...]
    """Of each verb."""


class MissedSentences(Struct, frozen=True):
    """Those of one report, as they are written beside its record."""

    document: str
    origin: str
    sentences: tuple[Missed, ...]


def missed_of(record: Record) -> MissedSentences:
    """The report's sentences with such a verb and no event, in text order; teasers and furniture are left out.

    It says where to look, not that something was missed: a strike can be one of midwives, a shot a photograph. The
    verbs are those of `resources/watched_verbs.tsv`; spans are in code points of `document.text`.
    """
    document = record.document
    return MissedSentences(document.id, document.origin, tuple(_missed(record)))


def _missed(record: Record) -> Iterator[Missed]:
    text = record.document.text
    triggers = sorted(span for event in record.events for span in event.trigger)
    own = sorted(zone.span for zone in record.document.zones if zone.zone not in OUTSIDE_ZONES)
    for sentence in _sentences(record):
        if _any_touches(triggers, sentence) or not _any_touches(own, sentence):
            continue
        found = [(Span(*match.span()), match[0]) for match in _pattern().finditer(text, *_edges(sentence))]
        if found:
            verbs = tuple(span for span, _ in found)
            yield Missed(sentence, verbs, tuple(_kinds()[_folded(words)] for _, words in found))


def _any_touches(spans: Sequence[Span], sentence: Span) -> bool:
    """Whether one of the spans, which are in order and apart, shares a character with the sentence."""
    at = bisect_left(spans, sentence.end, key=lambda span: span.start) - 1
    return at >= 0 and spans[at].end > sentence.start


def _sentences(record: Record) -> Sequence[Span]:
    """Sentences that cross no zone."""
    text, zones = record.document.text, record.document.zones
    edges = frozenset(edge for zone in zones for edge in (zone.span.start, zone.span.end))
    return find_sentences(text, find_paragraphs(text), edges)


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _folded(words: str) -> str:
    return " ".join(words.lower().split())


@cache
def _kinds() -> dict[str, Kind]:
    rows = load_table("watched_verbs.tsv")
    return {form: row["kind"] for row in rows for form in row["forms"].split("|")}  # type: ignore[misc]


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_kinds(), key=len, reverse=True)
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
