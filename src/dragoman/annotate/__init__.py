"""Finds what the text says: attributions with their speakers, mentions and chains, cited outlets, time words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import structs

from dragoman.annotate.attributions import find_attributions
from dragoman.annotate.bracketed import find_bracketed
from dragoman.annotate.carried import carried_attributions
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.citations import find_citations
from dragoman.annotate.continued import continued_speech
from dragoman.annotate.coreference import chain_named, pronouns_inside, pronouns_outside, tell_speakers
from dragoman.annotate.events import find_events
from dragoman.annotate.extents import Extents
from dragoman.annotate.figures import find_figures
from dragoman.annotate.members import find_members
from dragoman.annotate.mentions import add_source_mentions, find_mentions
from dragoman.annotate.namesakes import join_namesakes
from dragoman.annotate.nesting import link_nested, polarity_of
from dragoman.annotate.phrases import find_phrased, without_naming
from dragoman.annotate.pronouns import join_pronouns
from dragoman.annotate.quoting import mend_quoting
from dragoman.annotate.retold import contents_to_reread, find_retold
from dragoman.annotate.speakers import resolve_speakers
from dragoman.annotate.terms import find_own_terms, find_terms
from dragoman.annotate.timexes import find_timexes
from dragoman.annotate.transcripts import TranscriptLine, find_transcripts, transcript_attributions
from dragoman.stages import Annotations, Document, FoundAttribution, Mention, Scores, Segments

__all__ = ["annotate"]

_MOST_OF_A_LINE = 0.9  # share of a transcript line from which an attribution is about the line itself


def annotate(
    doc: Document, segments: Segments, scores: Scores, reread: Callable[[Segments], Scores]
) -> Annotations:
    """All that the text says; `reread` scores other stretches of the same document.

    Contents that report of others are read a second time by themselves. Attributions come out in the order of their
    content; what a transcript line or a quotation without a cue adds is among them.
    """
    found = _read_twice(doc, segments, scores, reread)
    lines = (*find_transcripts(doc, segments), *find_bracketed(doc, segments))
    read = tuple(_beside_lines(found, lines))
    mentions = add_source_mentions(doc, find_mentions(doc, segments, scores), read)
    cued = (*read, *transcript_attributions(lines, mentions))
    cued = (*cued, *find_phrased(doc, segments, mentions, cued))
    cued = continued_speech(doc, segments, mentions, cued)
    attributions = _in_order((*cued, *carried_attributions(doc, segments, cued)))
    attributions = link_nested([_with_polarity(doc, attribution) for attribution in attributions])
    context = _chain(doc, segments, mentions, attributions)
    mentions, chains = _with_reasons(context), context.chains()
    extents, events = Extents(doc, mentions), find_events(scores)
    timexes = find_timexes(doc, segments)
    times = sorted(timex.span for timex in timexes)
    figures = find_figures(doc, scores, events, sentences=segments.sentences, times=times)
    return Annotations(
        mentions=mentions,
        chains=chains,
        attributions=resolve_speakers(doc, segments, mentions, chains, attributions),
        citations=find_citations(doc, segments, mentions, attributions),
        timexes=timexes,
        events=extents.events(events),
        figures=extents.figures(figures),
        terms=extents.terms((*find_terms(scores), *find_own_terms(scores))),
        members=find_members(doc, segments, mentions, chains) | context.members,
    )


def _chain(
    doc: Document,
    segments: Segments,
    mentions: Sequence[Mention],
    attributions: Sequence[FoundAttribution],
) -> Chaining:
    """Coreference: outside of quotations first; from that who speaks, and from that what stands inside of them."""
    context = chain_named(doc, segments, mentions)
    join_pronouns(context, pronouns_outside(context))
    join_namesakes(context, last=False)
    tell_speakers(context, resolve_speakers(doc, segments, mentions, context.chains(), attributions))
    join_pronouns(context, pronouns_inside(context))
    join_namesakes(context, last=True)
    return context


def _with_reasons(context: Chaining) -> tuple[Mention, ...]:
    """The mentions, with the reason on those that are left open."""
    return tuple(
        structs.replace(mention, why={**mention.why, "entity": context.open[index]})
        if index in context.open
        else mention
        for index, mention in enumerate(context.mentions)
    )


def _read_twice(
    doc: Document, segments: Segments, scores: Scores, reread: Callable[[Segments], Scores]
) -> tuple[FoundAttribution, ...]:
    """The attributions of the report, and those that their contents report in turn."""
    found = find_attributions(doc, segments, scores)
    contents = contents_to_reread(doc, segments, found)
    every = mend_quoting(doc, segments, (*found, *find_retold(doc, contents, reread(contents))))
    return without_naming(doc, every)


def _in_order(attributions: Sequence[FoundAttribution]) -> tuple[FoundAttribution, ...]:
    return tuple(
        sorted(attributions, key=lambda found: (found.content[0].start, -found.content[-1].end, found.cue))
    )


def _with_polarity(doc: Document, found: FoundAttribution) -> FoundAttribution:
    cue, content = (" ".join(doc.quote(span) for span in spans) for spans in (found.cue, found.content[:1]))
    return structs.replace(found, polarity=polarity_of(cue, content))


def _beside_lines(
    found: Sequence[FoundAttribution], lines: Sequence[TranscriptLine]
) -> Iterator[FoundAttribution]:
    """The attributions that tell something else than a transcript line does: elsewhere, or within its words.

    One from elsewhere that also reaches into a line keeps only what stands outside of it.
    """
    for attribution in found:
        if not any(_retells(attribution, line) for line in lines):
            yield attribution
            continue
        labels = [span for line in lines for span in (line.label, line.cue, *line.content)]
        content = tuple(p for p in attribution.content if not any(p.touches(span) for span in labels))
        said = (*attribution.source, *attribution.cue)
        if content and not any(own.touches(span) for own in said for span in labels):
            yield structs.replace(attribution, content=content)


def _retells(found: FoundAttribution, line: TranscriptLine) -> bool:
    own = (*found.source, *found.cue, *found.content)
    spoken = (line.label, line.cue, *line.content)
    if not any(span.touches(words) for span in own for words in spoken):
        return False
    within = bool(found.cue) and all(any(words.covers(span) for words in line.content) for span in own)
    size = sum(map(len, found.content))
    return not within or size >= _MOST_OF_A_LINE * sum(map(len, line.content))
