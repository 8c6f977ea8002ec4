"""Mends where phrases begin and end that a head cut: whole words and names, no stray articles; part of annotate."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from dragoman.annotate.lexicon import word_set
from dragoman.stages import Document, FoundEvent, FoundFigure, FoundTerm, Mention
from dragoman.types import Span, join_spans

EDGES = "phrase_edges.txt"
PARTIES = ("parties", "guarantors", "mediators", "excluded")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_HYPHENS = "-‐‑"


class Extents:
    """The names of one document, in order; a class because they are put in order once for all phrases."""

    def __init__(self, doc: Document, mentions: Sequence[Mention]) -> None:
        self._text = doc.text
        self._names = sorted(mention.span for mention in mentions if mention.kind == "name")
        self._longest = max(map(len, self._names), default=0)

    def events(self, events: Iterable[FoundEvent]) -> tuple[FoundEvent, ...]:
        """The events with their parties mended."""
        return tuple(
            structs.replace(
                event, actors=self.phrases(event.actors), recipients=self.phrases(event.recipients)
            )
            for event in events
        )

    def figures(self, figures: Iterable[FoundFigure]) -> tuple[FoundFigure, ...]:
        """The figures with the words for their groups mended."""
        return tuple(
            structs.replace(figure, of=next(iter(self.phrases([figure.of])), None)) if figure.of else figure
            for figure in figures
        )

    def terms(self, terms: Iterable[FoundTerm]) -> tuple[FoundTerm, ...]:
        """The terms with everybody they name mended."""
        return tuple(
            structs.replace(
                term,
                mentions=self._mentions(term),
                **{role: self.phrases(getattr(term, role)) for role in PARTIES},
            )
            for term in terms
        )

    def _mentions(self, term: FoundTerm) -> tuple[Span, ...]:
        """Where a term is named; the words for a kind of the caller's are a guess that may end in function words."""
        return term.mentions if term.match is None else self.phrases(term.mentions) or term.mentions

    def phrases(self, phrases: Iterable[Span]) -> tuple[Span, ...]:
        """Each phrase with whole words and names and without function words at its end; those that are left."""
        mended = (trimmed(self._text, self._with_names(whole_words(self._text, span))) for span in phrases)
        return tuple(dict.fromkeys(span for span in mended if span is not None))

    def _with_names(self, phrase: Span) -> Span:
        """The phrase with all of the names that it holds a part of."""
        return join_spans([phrase, *self._cut_by(phrase)])

    def _cut_by(self, phrase: Span) -> Iterator[Span]:
        at = bisect_left(self._names, Span(phrase.start - self._longest, 0))
        for name in self._names[at:]:
            if name.start >= phrase.end:
                return
            if name.touches(phrase):
                yield name


def whole_words(text: str, span: Span) -> Span:
    """The span with all of the words and hyphenated compounds that it begins or ends in.

    >>> text = "two dozen pro-regime fighters"
    >>> whole_words(text, Span(0, 13)).of(text)
    'two dozen pro-regime'
    """
    start, end = span.start, span.end
    while start and _goes_on(text, start - 1, -1):
        start -= 1
    while end < len(text) and _goes_on(text, end, 1):
        end += 1
    return Span(start, end)


def _goes_on(text: str, at: int, step: int) -> bool:
    """Whether the word before (or behind, counted backwards) the character `at` goes on with it."""
    inner, beyond = text[at - step], text[at + step : at + step + 1] if at + step >= 0 else ""
    if text[at].isalnum():
        return inner.isalnum() or inner in _HYPHENS
    return text[at] in _HYPHENS and inner.isalnum() and beyond.isalnum()


def trimmed(text: str, span: Span) -> Span | None:
    """The span without function words at its end, None if it holds no others.

    >>> trimmed("MEMBERS OF", Span(0, 10)), trimmed("the", Span(0, 3))
    (Span(start=0, end=7), None)
    """
    named = [
        word for word in _WORD.finditer(text, span.start, span.end) if word[0].lower() not in word_set(EDGES)
    ]
    if not named:
        return None
    behind = text[named[-1].end() : span.end]
    return span if not _WORD.search(behind) else Span(span.start, named[-1].end())
