"""Finds the quotations that stand by themselves, without a word of who speaks; resolve_speakers says whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.annotate.wording import Layout, touched_by
from dragoman.stages import Document, FoundAttribution, Segments
from dragoman.types import Span, join_spans

CARRIED_SCORE = 0.9
"""(17 + 1) / (18 + 2), the rule of succession: of 18 that could be judged in 250 PolNeAR train texts, 17 were right."""
_SIGNED = re.compile(
    r"[ \t]*\s{0,4}(?P<dash>[—–―]|--?)[ \t]*(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4})"
    r"(?=[ \t]*(?:[(,]|\n|$))(?:[ \t]*\(@\w{1,30}\))?[^\n“”\".?!]{0,80}(?=\n|$)"
)
"""The line below a quotation, or behind it, that says whose it is ("— Ana Roa (@anaroa) March 3, 2021")."""
_MARKS = re.compile(r"[\s,.;:!?…\-–—\"“”„'‘’«»()\[\]]*")
_ENDED = re.compile(r"[.!?][\"”’']?\s+$")
_CLOSED = re.compile(r"[.!?][\"”’']*$")
_MIN_WORDS = 4
_MIN_WORDS_ALONE = 6
_LOOK_BACK = 20


def carried_attributions(
    doc: Document, segments: Segments, attributions: Sequence[FoundAttribution]
) -> tuple[FoundAttribution, ...]:
    """Attributions for quotations that no attribution holds, in the order of the text.

    None has a source or a cue, but for those with a line below that names whose words they are.

    A paragraph that is nothing but quotation counts, and a whole sentence in marks that ends a paragraph. The content
    is the whole stretch, marks included; resolve_speakers says whose it is.

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
    found: list[FoundAttribution] = []
    for paragraph in segments.paragraphs:
        low, high = (bisect_left(starts, place) for place in (paragraph.start, paragraph.end))
        quoted = [q.span for q in layout.quotations[low:high] if q.double and paragraph.covers(q.span)]
        if not quoted or layout.outside(paragraph.start):
            continue
        signed = _SIGNED.match(doc.text, quoted[-1].end)
        whole = paragraph if signed is None else Span(paragraph.start, quoted[-1].end)
        content = _uncued(doc.text, whole, quoted, is_cued=cued(paragraph))
        if content is not None and not taken(content):
            found.append(_standing(content, signed))
    return tuple(found)


def _standing(content: Span, signed: re.Match[str] | None) -> FoundAttribution:
    """A quotation that stands by itself; the name in the line below it is its source."""
    source = () if signed is None else (Span(*signed.span("name")),)
    cue = () if signed is None else (Span(*signed.span("dash")),)
    return FoundAttribution(source=source, cue=cue, content=(content,), form="direct", score=CARRIED_SCORE)


def _uncued(text: str, paragraph: Span, quoted: Sequence[Span], *, is_cued: bool) -> Span | None:
    """The stretch of a paragraph with quotations that may stand by itself."""
    whole = join_spans(quoted)
    edges = (
        [paragraph.start, *(span.end for span in quoted)],
        [*(span.start for span in quoted), paragraph.end],
    )
    if all(_MARKS.fullmatch(text[start:end]) for start, end in zip(*edges, strict=True)):
        goes_on = whole.of(text).endswith((",", ":"))  # a letter's "Dear citizens," is short
        return whole if goes_on or len(whole.of(text).split()) >= _MIN_WORDS else None
    last = quoted[-1]
    sentence = _ENDED.search(text[max(paragraph.start, last.start - _LOOK_BACK) : last.start]) is not None
    ends = _MARKS.fullmatch(text[last.end : paragraph.end]) is not None
    closed = _CLOSED.search(last.of(text)) is not None
    least = _MIN_WORDS if is_cued else _MIN_WORDS_ALONE
    fits = sentence and ends and closed and len(last.of(text).split()) >= least
    return last if fits else None
