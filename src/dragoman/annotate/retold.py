"""What a content itself reports of others: names the contents to be read a second time, and decodes that reading.

The head gives each word one role, so "The agency says the minister said ..." comes out as one attribution. Its
content, read by itself and without the marks around it, gives the minister's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import structs

from dragoman.annotate.attributions import find_attributions
from dragoman.resources import load_lines
from dragoman.stages import Document, FoundAttribution, Scores, Segments
from dragoman.types import Span

LEAST_WORDS = 6
"""Words of a content that may report somebody else."""
_WORD = re.compile(r"[^\W\d_]+")
_NOBODY_NEW = frozenset({"i", "we", "me", "us", "who", "which", "that", "whom"})
_LEAST_SCORE = 0.6


def contents_to_reread(
    doc: Document, segments: Segments, attributions: Sequence[FoundAttribution]
) -> Segments:
    """The segments with, for paragraphs, the contents in which a word of saying stands.

    Only quotations inside such a content are kept, so that it is read as if it were the report's own text.

    >>> text = 'Ana says the mayor told her that it rained.'
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> segments = Segments(language="en", zones=(), paragraphs=(Span(0, 43),), sentences=(), quotations=())
    >>> found = FoundAttribution(source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 42),), form="indirect")
    >>> [part.of(text) for part in contents_to_reread(doc, segments, [found]).paragraphs]
    ['the mayor told her that it rained']
    """
    inner = {quotation.span: quotation.inner for quotation in segments.quotations}
    pieces = sorted({inner.get(piece, piece) for found in attributions for piece in found.content})
    parts = tuple(_apart([piece for piece in pieces if _reports(piece.of(doc.text))]))
    kept = (
        q for q in segments.quotations if any(part.covers(q.span) for part in parts if part.touches(q.span))
    )
    return structs.replace(segments, paragraphs=parts, quotations=tuple(kept))


def _apart(pieces: Sequence[Span]) -> Iterator[Span]:
    """The pieces without those that share characters with one before."""
    end = 0
    for piece in pieces:
        if piece.start >= end:
            yield piece
            end = piece.end


def _reports(words: str) -> bool:
    found = [word.lower() for word in _WORD.findall(words)]
    return len(found) >= LEAST_WORDS and not _saying().isdisjoint(found)


@cache
def _saying() -> frozenset[str]:
    return frozenset(load_lines("speech_verbs.txt")) | {"according"}


def find_retold(doc: Document, reread: Segments, scores: Scores) -> tuple[FoundAttribution, ...]:
    """The attributions that the second reading finds, each with a source of its own.

    A speaker's "I think" or "we believe" inside the speaker's own words tells nothing new and is left out.
    """
    found = find_attributions(doc, reread, scores)
    return tuple(
        attribution for attribution in found if attribution.score >= _LEAST_SCORE and _new(doc, attribution)
    )


def _new(doc: Document, attribution: FoundAttribution) -> bool:
    source = " ".join(doc.quote(span) for span in attribution.source).lower()
    return bool(attribution.cue and source) and source not in _NOBODY_NEW
