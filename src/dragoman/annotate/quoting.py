"""Mends attributions around words of quoting: "was quoted as saying", "quoted Roa as saying", "said, citing aides,".

The head gives each word one role, and these words have two: who is quoted is what somebody quotes and who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from dragoman.annotate.attributions import form_of, outermost
from dragoman.stages import Document, FoundAttribution, Quotation, Segments
from dragoman.types import Span, join_spans

_AS_SAYING = r"as (?:saying|telling|writing|warning|having said|having told)\b"
_PASSIVE = re.compile(
    r"(?:(?:has|have|had) been|was|were|is|are)(?: \w+ly| also| later| earlier| again| once)? (?:quoted|cited)"
    rf"(?P<by> (?:by|in|on) [^,.;:\n]{{1,60}}?)? {_AS_SAYING}",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"\b(?:quot|cit)(?:e|es|ed|ing)\b", re.IGNORECASE)
_ACTIVE = re.compile(rf"(?P<who>[^;:“”\"\n]{{2,80}}?),? (?P<cue>{_AS_SAYING})[ :,]*(?=\S)", re.IGNORECASE)
_CITING = re.compile(r"\b(?:citing|quoting) $", re.IGNORECASE)


def mend_quoting(
    doc: Document, segments: Segments, attributions: Sequence[FoundAttribution]
) -> tuple[FoundAttribution, ...]:
    """The attributions with the words of quoting read as they are meant.

    "Roa was quoted as saying" has Roa for its source. What "quoted Roa as saying it rains" brings is an attribution of
    its own inside. In "said, citing aides, that it rains" the aides are cited, not said.

    >>> text = "Roa was quoted as saying it rains."
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> segments = Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=())
    >>> spans = {"source": (), "cue": (Span(4, 14),), "content": (Span(0, 3), Span(15, 33))}
    >>> found, = mend_quoting(doc, segments, [FoundAttribution(form="indirect", **spans)])
    >>> [doc.quote(part[0]) for part in (found.source, found.cue, found.content)]
    ['Roa', 'was quoted as saying', 'it rains']
    """
    mended = _apart(doc, _passives(doc, segments, list(attributions)))
    return (*mended, *_quoted_inside(doc, segments, mended))


def _passives(
    doc: Document, segments: Segments, attributions: list[FoundAttribution]
) -> list[FoundAttribution]:
    """With one attribution for each "X was quoted as saying Y", whatever the head made of its words."""
    for said in _PASSIVE.finditer(doc.text):
        whole = Span(*said.span())
        touching = [a for a in attributions if any(cue.touches(whole) for cue in a.cue)]
        made = _passive(doc, segments.quotations, said, touching)
        if made is not None:
            attributions = [a for a in attributions if a not in touching] + [made]
    return attributions


def _passive(
    doc: Document,
    quotations: Sequence[Quotation],
    said: re.Match[str],
    touching: Sequence[FoundAttribution],
) -> FoundAttribution | None:
    """The attribution of a passive: its source ends where the passive begins, its content is the rest."""
    pieces = {part for a in touching for part in (*a.source, *a.content)}
    source = [part for part in pieces if 0 <= said.start() - part.end <= 2]
    rest = {_behind(doc.text, part, said) for part in pieces if part not in source}
    content = tuple(sorted(part for part in rest if len(part) and not said.start() < part.end <= said.end()))
    if not source or not content:
        return None
    return FoundAttribution(
        source=(source[0],),
        cue=_cue(said),
        content=content,
        form=form_of(doc.text, content, outermost(quotations)),
        score=max(a.score for a in touching),
    )


def _cue(said: re.Match[str]) -> tuple[Span, ...]:
    """The words of the passive, without who quotes ("was quoted by Tass as saying")."""
    if not said["by"]:
        return (Span(*said.span()),)
    return (Span(said.start(), said.start("by")), Span(said.end("by") + 1, said.end()))


def _behind(text: str, part: Span, said: re.Match[str]) -> Span:
    """A piece of content without the words of the passive that it begins with."""
    if not said.start() <= part.start < said.end() < part.end:
        return part
    rest = text[said.end() : part.end]
    return Span(said.end() + len(rest) - len(rest.lstrip(" ,:")), part.end)


def _apart(doc: Document, attributions: Sequence[FoundAttribution]) -> list[FoundAttribution]:
    """With who is cited in passing as an attribution of its own, whose cue is the citing."""
    cued = {cue for a in attributions for cue in a.cue}
    found: list[FoundAttribution] = []
    for attribution in attributions:
        cited = [(p, c) for p in attribution.content for c in _citing_before(doc.text, p) if c not in cued]
        kept = tuple(p for p in attribution.content if p not in {piece for piece, _ in cited})
        if not kept or not cited:
            found.append(attribution)
            continue
        found.append(structs.replace(attribution, content=kept))
        for piece, cue in cited:
            whole = Span(piece.start, piece.start + len(doc.quote(piece).rstrip(" ,")))
            found.append(structs.replace(attribution, cue=(cue,), content=(whole,), form="indirect"))
    return found


def _citing_before(text: str, piece: Span) -> Iterator[Span]:
    """Where "citing" stands right before a piece."""
    citing = _CITING.search(text[max(0, piece.start - 12) : piece.start])
    if citing is not None:
        length = len(citing.group())
        yield Span(piece.start - length, piece.start - 1)


def _quoted_inside(
    doc: Document, segments: Segments, attributions: Sequence[FoundAttribution]
) -> Iterator[FoundAttribution]:
    """What those say who are quoted: "Roa as saying it rains" is the content of somebody's quoting."""
    quoted = outermost(segments.quotations)
    cues = [cue for a in attributions for cue in a.cue]
    for attribution in attributions:
        words = " ".join(map(doc.quote, attribution.cue))
        whole = join_spans(attribution.content)
        said = _ACTIVE.match(doc.text, whole.start, whole.end) if _QUOTES.search(words) else None
        if said is None or any(cue.touches(Span(*said.span("cue"))) for cue in cues):
            continue
        content = (Span(said.end(), whole.end),)
        yield FoundAttribution(
            source=(Span(*said.span("who")),),
            cue=(Span(*said.span("cue")),),
            content=content,
            form=form_of(doc.text, content, quoted),
            score=attribution.score,
        )
