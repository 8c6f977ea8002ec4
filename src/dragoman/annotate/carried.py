"""Finds the quotations that stand by themselves, without a word of who speaks; resolve_speakers says whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.annotate.wording import Layout, touched_by
from dragoman.stages import Document, FoundAttribution, Segments
from dragoman.types import Span, join_spans

CARRIED_SCORE = 0.9  # of the 18 that could be judged in 250 PolNeAR train texts, 17 were right
_MARKS = re.compile(r"[\s,.;:!?…\-–—\"“”„'‘’«»()\[\]]*")
_ENDED = re.compile(r"[.!?][\"”’']?\s+$")
_CLOSED = re.compile(r"[.!?][\"”’']*$")
_MIN_WORDS = 4
_LOOK_BACK = 20


def carried_attributions(
    doc: Document, segments: Segments, attributions: Sequence[FoundAttribution]
) -> tuple[FoundAttribution, ...]:
    """Attributions for quotations that no attribution holds, in the order of the text; none has a source or a cue.

    A paragraph that is nothing but quotation counts, and a whole sentence in marks behind an attribution of the same
    paragraph. The content is the whole stretch, marks included; resolve_speakers says whose it is.

    >>> text = '"We were never asked about it."'
    >>> whole = (Span(0, len(text)),)
    >>> from dragoman.stages import Quotation
    >>> quotations = (Quotation(whole[0], Span(1, len(text) - 1)),)
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=quotations)
    >>> [found.content for found in carried_attributions(doc, segments, ())]
    [(Span(start=0, end=31),)]
    """
    layout = Layout(segments)
    taken = touched_by(span for attribution in attributions for span in attribution.content)
    cued = touched_by(span for attribution in attributions for span in attribution.cue)
    starts = [quotation.span.start for quotation in layout.quotations]
    contents: list[Span] = []
    for paragraph in segments.paragraphs:
        low, high = (bisect_left(starts, place) for place in (paragraph.start, paragraph.end))
        quoted = [q.span for q in layout.quotations[low:high] if q.double and paragraph.covers(q.span)]
        if quoted and not layout.outside(paragraph.start):
            content = _uncued(doc.text, paragraph, quoted, is_cued=cued(paragraph))
            contents += [] if content is None or taken(content) else [content]
    return tuple(
        FoundAttribution(source=(), cue=(), content=(content,), form="direct", score=CARRIED_SCORE)
        for content in contents
    )


def _uncued(text: str, paragraph: Span, quoted: Sequence[Span], *, is_cued: bool) -> Span | None:
    """The stretch of a paragraph with quotations that may stand by itself."""
    whole = join_spans(quoted)
    edges = [paragraph.start, *(span.end for span in quoted)], [*(span.start for span in quoted), paragraph.end]
    if all(_MARKS.fullmatch(text[start:end]) for start, end in zip(*edges, strict=True)):
        return whole if len(whole.of(text).split()) >= _MIN_WORDS else None
    last = quoted[-1]
    sentence = _ENDED.search(text[max(paragraph.start, last.start - _LOOK_BACK) : last.start]) is not None
    ends = _MARKS.fullmatch(text[last.end : paragraph.end]) is not None
    closed = _CLOSED.search(last.of(text)) is not None
    fits = is_cued and sentence and ends and closed and len(last.of(text).split()) >= _MIN_WORDS
    return last if fits else None
