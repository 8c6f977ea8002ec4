"""Finds the quotations that stand by themselves, without a word of who speaks; resolve_speakers says whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.annotate.wording import Layout
from dragoman.stages import Document, FoundAttribution, Segments
from dragoman.types import Span, join_spans

CARRIED_SCORE = 0.9  # of the 18 that could be judged in 250 PolNeAR train texts, 17 were right
_MARKS = re.compile(r"[\s,.;:!?…\-–—\"“”„'‘’«»()\[\]]*")
_MIN_WORDS = 4


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
    taken = [span for attribution in attributions for span in attribution.content]
    found: list[FoundAttribution] = []
    for paragraph in segments.paragraphs:
        if layout.outside(paragraph.start):
            continue
        quoted = [q.span for q in layout.quotations if q.double and paragraph.covers(q.span)]
        for content in _uncued(doc.text, paragraph, quoted, attributions):
            if not any(content.touches(span) for span in taken):
                found.append(
                    FoundAttribution(
                        source=(), cue=(), content=(content,), form="direct", score=CARRIED_SCORE
                    )
                )
    return tuple(found)


def _uncued(
    text: str, paragraph: Span, quoted: Sequence[Span], attributions: Sequence[FoundAttribution]
) -> tuple[Span, ...]:
    if not quoted:
        return ()
    whole = join_spans(quoted)
    rest = [
        Span(a.end, b.start)
        for a, b in zip(
            [Span(paragraph.start, paragraph.start), *quoted],
            [*quoted, Span(paragraph.end, paragraph.end)],
            strict=True,
        )
    ]
    if all(_MARKS.fullmatch(gap.of(text)) for gap in rest):
        return (whole,) if len(whole.of(text).split()) >= _MIN_WORDS else ()
    cued = any(paragraph.covers(span) for attribution in attributions for span in attribution.cue)
    last = quoted[-1]
    sentence = re.search(r"[.!?][\"”’']?\s+$", text[paragraph.start : last.start]) is not None
    ends = _MARKS.fullmatch(text[last.end : paragraph.end]) is not None
    closed = re.search(r"[.!?][\"”’']*$", last.of(text)) is not None
    fits = cued and sentence and ends and closed and len(last.of(text).split()) >= _MIN_WORDS
    return (last,) if fits else ()
