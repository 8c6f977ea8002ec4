"""Takes a document apart: zones, paragraphs, sentences, quotations, language."""

from __future__ import annotations

from dragoman.segment.language import find_language
from dragoman.segment.paragraphs import find_paragraphs
from dragoman.segment.quotations import find_quotations
from dragoman.segment.sentences import find_sentences
from dragoman.segment.zones import find_zones
from dragoman.stages import Document, Segments
from dragoman.types import OUTSIDE_ZONES, Span, Zone

__all__ = ["segment", "segment_sentences"]


def segment(doc: Document) -> Segments:
    r"""The zones, paragraphs, sentences and quotations of a document, and its language.

    Zones, paragraphs and sentences each hold every visible character once, in text order; no sentence crosses a
    paragraph or a dateline's end. Spans are in code points of `doc.text`. Nothing is left out: what is not the report
    is marked `teaser` or `furniture`.

    >>> text = "Talks end in Reva\n\nREVA (ALP) - The two sides met on Monday. They left without a word to the press."
    >>> segments = segment(Document(id="d", origin="-", raw_sha256="", text=text))
    >>> [zone.zone for zone in segments.zones], len(segments.sentences), segments.language
    (['headline', 'dateline', 'body'], 4, 'en')
    """
    paragraphs = find_paragraphs(doc.text, doc.blocks)
    zones = find_zones(doc, paragraphs)
    language = find_language(
        "\n".join(zone.span.of(doc.text) for zone in zones if zone.zone not in OUTSIDE_ZONES)
    )
    breaks = frozenset(zone.span.end for zone in zones if zone.zone == "dateline")
    return Segments(
        language=language.code,
        zones=zones,
        paragraphs=paragraphs,
        sentences=find_sentences(doc.text, paragraphs, breaks),
        quotations=find_quotations(doc.text, paragraphs),
        why={"language": language.why} if language.why else {},
    )


def segment_sentences(doc: Document) -> Segments:
    """A document that is a sentence or two of English, whatever they look like: one paragraph of body.

    >>> doc = Document(id="d", origin="-", raw_sha256="", text="READ MORE: talks end.")
    >>> segment_sentences(doc).zones
    (Zone(zone='body', span=Span(start=0, end=21)),)
    """
    whole = (Span(0, len(doc.text)),)
    return Segments(
        language="en",
        zones=(Zone("body", *whole),),
        paragraphs=whole,
        sentences=find_sentences(doc.text, whole, frozenset()),
        quotations=find_quotations(doc.text, whole),
    )
