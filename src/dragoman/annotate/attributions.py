"""Decodes the attribution head: who (source) said (cue) what (content); part of the annotate step.

The scheme is PARC's (Pareti 2012) as PolNeAR (Newell et al. 2018) applies it: every attribution has one cue; a
content has one or more pieces; one source may serve several cues.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from dragoman.annotate.bio import Run, decode_bio
from dragoman.annotate.chances import calibrated, log_odds
from dragoman.annotate.lexicon import is_saying
from dragoman.annotate.reaching import reach_on
from dragoman.stages import Document, FoundAttribution, Quotation, Scores, Segments
from dragoman.types import Form, Span, ZoneName

HEAD = "attribution"
QUOTED_START, QUOTED_END = frozenset('"“«„'), frozenset('"”»“')
SHORT_GAP = (
    40  # characters; of 15 gaps within a sentence in the gold contents of PolNeAR dev 10 are shorter, asides
)

Halves = NDArray[np.float16]


@dataclass(frozen=True)
class Relation:
    """A cue with what it links, as runs of words of one window, and the chances that speak for it.

    `chances`: of the cue's labels, of the contents' labels, of the contents' links to the cue, of the cue's link
    to its source (or to none), of the source's labels.
    """

    cue: Run
    source: Run | None
    contents: tuple[Run, ...]
    chances: tuple[float, float, float, float, float]


def find_attributions(doc: Document, segments: Segments, scores: Scores) -> tuple[FoundAttribution, ...]:
    """All attributions the head finds, in the order of their first content; no speakers yet.

    A piece of content in another paragraph than its cue counts only where the words tie it to the cue: it goes on with
    a quotation left open, or it stands next to a cue that has no content beside it ("She said:").
    """
    calibration, quoted = scores.calibration[HEAD], outermost(segments.quotations)
    found: list[FoundAttribution] = []
    for words, relation in find_relations(scores):
        cue = span_of(words, relation.cue)
        runs = (part for run in relation.contents for part in _by_paragraph(span_of(words, run), segments))
        pieces = _tied(cue, [_without_gloss(doc.text, run, segments) for run in runs], segments)
        if pieces:
            named = () if relation.source is None else (span_of(words, relation.source),)
            source, pieces = _with_apposition(doc.text, named, pieces)
            pieces = _without_glosses(doc.text, _behind_dateline(doc.text, pieces, segments), segments)
            content = _without_gaps(doc.text, pieces, (*source, cue), segments)
            attribution = FoundAttribution(
                source=source,
                cue=(cue,),
                content=content,
                form=form_of(doc.text, content, quoted),
                score=calibrated(features_of(relation), calibration),
            )
            found.append(attribution)
    found.sort(key=lambda attribution: attribution.content[0])
    return tuple(
        structs.replace(one, form=form_of(doc.text, one.content, quoted))
        for one in reach_on(doc.text, segments, found)
    )


def _by_paragraph(run: Span, segments: Segments) -> Iterator[Span]:
    """The run, cut where a paragraph ends: a window of the encoder holds several."""
    for paragraph in segments.paragraphs[_paragraph_at(run, segments) :]:
        if paragraph.start >= run.end:
            return
        part = Span(max(run.start, paragraph.start), min(run.end, paragraph.end))
        if part.start < part.end:
            yield part


def _with_apposition(
    text: str, source: tuple[Span, ...], pieces: tuple[Span, ...]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Source and pieces with what stands before a name given to it: "It holds, the mission's head, Ana Roa, said".

    Content that isn't quoted never ends with a comma; if it seems to, and the source follows at once, the words behind
    the comma before are the source's.
    """
    if len(source) != 1 or not pieces:
        return source, pieces
    last = pieces[-1]
    cut = text.rfind(", ", last.start, last.end - 1)
    follows = text[last.end : source[0].start].isspace() or last.end == source[0].start
    if not (follows and last.end <= source[0].start and text[last.end - 1] == "," and cut > 0):
        return source, pieces
    return (Span(cut + 2, source[0].end),), (*pieces[:-1], Span(last.start, cut))


def _tied(cue: Span, pieces: Sequence[Span], segments: Segments) -> tuple[Span, ...]:
    """The pieces that the words tie to the cue, in the order of the text."""
    own = _paragraph_at(cue, segments)
    kept = {own: [piece for piece in pieces if _paragraph_at(piece, segments) == own]}
    for piece in sorted(pieces):
        at = _paragraph_at(piece, segments)
        next_to_cue = (
            not kept[own] and abs(at - own) == 1 and _zone_at(piece, segments) == _zone_at(cue, segments)
        )
        if at != own and (next_to_cue or (at - 1 in kept and _left_open(at - 1, segments))):
            kept.setdefault(at, []).append(piece)
    return tuple(sorted(piece for beside in kept.values() for piece in beside))


def _without_gloss(text: str, piece: Span, segments: Segments) -> Span:
    """The piece without the narrator's words behind a quotation that it begins with and that is over.

    It is over where it ends as a sentence, with a comma, or before a semicolon or a bracket. Of 4,445 contents in
    PolNeAR train that begin with a quotation, 25 go on in the narrator's words behind a full stop or a comma, none
    behind a semicolon. A stretch in single marks is a quotation for sure only if it ends as one does.
    """
    at = bisect_left(segments.quotations, piece.start, key=lambda quotation: quotation.span.start)
    quotation = segments.quotations[at] if at < len(segments.quotations) else None
    if quotation is None or quotation.span.start != piece.start or not quotation.closed:
        return piece
    rest = text[quotation.span.end : piece.end]
    bracketed = rest.lstrip().startswith("(") and rest.rstrip().endswith(")")
    over = text[quotation.inner.end - 1] in ".!?," or (
        quotation.double and (rest.lstrip().startswith(";") or bracketed)
    )
    goes_on = any(
        q.span.start < piece.end for q in segments.quotations[at + 1 :] if q.span.start >= quotation.span.end
    )
    return quotation.span if rest.strip() and over and not goes_on else piece


def _without_glosses(text: str, pieces: Sequence[Span], segments: Segments) -> tuple[Span, ...]:
    """The pieces without the narrator's behind a quotation and a semicolon, which the head has apart."""
    quoted = [quotation.span for quotation in segments.quotations if quotation.double]
    starts, ends = {span.start for span in quoted}, {span.end for span in quoted}
    kept: list[Span] = []
    for piece in pieces:
        behind = bool(kept) and kept[-1].end in ends and text[kept[-1].end : piece.start].strip() == ";"
        if not behind or piece.start in starts:
            kept.append(piece)
    return tuple(kept)


def _behind_dateline(text: str, pieces: Sequence[Span], segments: Segments) -> tuple[Span, ...]:
    """The pieces without what stands in a dateline; as they are if nothing else is left."""
    datelines = [zone.span for zone in segments.zones if zone.zone == "dateline"]
    kept = []
    for piece in pieces:
        start = max((piece.start, *(span.end for span in datelines if span.touches(piece))))
        rest = text[start : piece.end]
        if rest.strip():
            kept.append(Span(start + len(rest) - len(rest.lstrip()), piece.end))
    return tuple(kept or pieces)


def _without_gaps(
    text: str, pieces: Sequence[Span], own: Sequence[Span], segments: Segments
) -> tuple[Span, ...]:
    """The pieces, joined where one sentence goes on from one to the next without its own source or cue between.

    `own` are source and cue, the cue last. Words that the head leaves out in the middle of what somebody says would
    stand on the publisher's word. Only saying verbs have such contents; a long gap can be the narrator's, unless "that"
    opens the clause, and so can one with "but".
    """
    if not any(is_saying(word) or word == "according" for word in own[-1].of(text).lower().split()):
        return tuple(pieces)
    joined: list[Span] = []
    for piece in pieces:
        gap = Span(joined[-1].end, piece.start) if joined and joined[-1].end <= piece.start else None
        anew = text[piece.start : piece.start + 5].lower() == "that "  # "said, citing aides, that"
        apart = gap is None or anew or any(gap.touches(span) for span in own)
        if gap and not apart and _goes_on(text, joined[-1], gap, segments):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return tuple(joined)


def _goes_on(text: str, before: Span, gap: Span, segments: Segments) -> bool:
    """Whether a content goes on behind a gap in its sentence."""
    opened = text[before.start : before.start + 5].lower() == "that "
    short = len(gap) <= SHORT_GAP and "but" not in gap.of(text).lower().split()
    return _in_one_sentence(gap, segments) and (opened or short)


def _in_one_sentence(gap: Span, segments: Segments) -> bool:
    """Whether what stands before the gap and what stands behind it are of one sentence."""
    at = bisect_right(segments.sentences, gap.start - 1, key=lambda sentence: sentence.start) - 1
    return at >= 0 and segments.sentences[at].end > gap.end


def _paragraph_at(span: Span, segments: Segments) -> int:
    """The number of the paragraph in which a span begins."""
    return max(bisect_right(segments.paragraphs, span.start, key=lambda paragraph: paragraph.start) - 1, 0)


def _left_open(paragraph: int, segments: Segments) -> bool:
    """Whether a quotation in double marks is not closed in the paragraph with this number."""
    span = segments.paragraphs[paragraph]
    low, high = (
        bisect_left(segments.quotations, place, key=lambda quotation: quotation.span.start)
        for place in (span.start, span.end)
    )
    return any(not quotation.closed for quotation in segments.quotations[low:high] if quotation.double)


def _zone_at(span: Span, segments: Segments) -> ZoneName:
    """The zone in which a span begins; a dateline counts as the body it opens."""
    at = bisect_right(segments.zones, span.start, key=lambda zone: zone.span.start) - 1
    name = segments.zones[max(at, 0)].zone
    return "body" if name == "dateline" else name


def find_relations(scores: Scores) -> Iterator[tuple[Sequence[Span], Relation]]:
    """The relations of each window, with the window's words."""
    for (first, last), links in zip(scores.windows, scores.links, strict=True):
        runs = decode_bio(scores.tags[HEAD][first:last], scores.labels[HEAD])
        for relation in link(runs, links["content_cue"], links["cue_source"]):
            yield scores.words[first:last], relation


def link(runs: Sequence[Run], content_cue: Halves, cue_source: Halves) -> Iterator[Relation]:
    """Each cue with the contents that point to it and the source it points to; contents without a cue are left out.

    The chance that a run points to another is the mean over its words of the share that falls on the other's words;
    the shares are given as their logarithms.
    """
    cues = [run for run in runs if run.type == "cue"]
    sources = [run for run in runs if run.type == "source"]
    held: dict[int, list[tuple[Run, float]]] = {}
    for content in (run for run in runs if run.type == "content"):
        cue, chance = _best(content, cues, content_cue)
        if cue is not None:
            held.setdefault(cues.index(cue), []).append((content, chance))
    for number, pieces in sorted(held.items()):
        yield _relation(cues[number], pieces, *_best(cues[number], sources, cue_source))


def _relation(cue: Run, pieces: Sequence[tuple[Run, float]], source: Run | None, chance: float) -> Relation:
    contents = tuple(content for content, _ in pieces)
    chances = (
        cue.score,
        min(content.score for content in contents),
        max(linked for _, linked in pieces),
        chance,
        1.0 if source is None else source.score,
    )
    return Relation(cue, source, contents, chances)


def _best(run: Run, others: Sequence[Run], log_shares: Halves) -> tuple[Run | None, float]:
    """The run that `run` most probably points to, None if that is nowhere, and the chance of it."""
    mean = np.exp(log_shares[run.first : run.last].astype(np.float32)).mean(axis=0)
    chances = [float(mean[1 + other.first : 1 + other.last].sum()) for other in others]
    best = max(range(len(others)), key=chances.__getitem__, default=None)
    if best is None or chances[best] < mean[0]:
        return None, float(mean[0])
    return others[best], chances[best]


def features_of(relation: Relation) -> tuple[float, ...]:
    """What the calibration sees of a relation: a constant and the log-odds of its chances."""
    return (1.0, *(log_odds(chance) for chance in relation.chances))


def outermost(quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """The stretches in quotation marks that stand in no other, in the order of the text."""
    return tuple(quotation.span for quotation in quotations if quotation.depth == 0)


def form_of(text: str, content: Sequence[Span], outer: Sequence[Span]) -> Form:
    """direct if all words of the content stand in quotation marks, indirect if none does, else mixed.

    >>> text, outer = 'He said "we stay" and left.', [Span(8, 17)]
    >>> form_of(text, [Span(8, 17)], outer), form_of(text, [Span(8, 26)], outer)
    ('direct', 'mixed')
    """
    quoted = bare = 0
    for piece in content:
        inside = list(_overlaps(piece, outer))
        inside_words = sum(_word_characters(part.of(text)) for part in inside)
        quoted += inside_words
        bare += _word_characters(piece.of(text)) - inside_words
    if not quoted:
        return "indirect"
    return "mixed" if bare else "direct"


def _overlaps(piece: Span, spans: Sequence[Span]) -> Iterator[Span]:
    """The parts of `piece` in any of the `spans`, which are in order and apart."""
    low = bisect_right(spans, piece.start, key=lambda span: span.end)
    high = bisect_left(spans, piece.end, key=lambda span: span.start)
    yield from (Span(max(piece.start, s.start), min(piece.end, s.end)) for s in spans[low:high])


def _word_characters(words: str) -> int:
    return sum(map(str.isalnum, words))


def span_of(words: Sequence[Span], run: Run) -> Span:
    return Span(words[run.first].start, words[run.last - 1].end)
