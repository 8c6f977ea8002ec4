"""Makes the record: annotations and groundings of one document, joined, with ids and the words each stands on."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from dragoman.record.parties import Links
from dragoman.record.values import Report, make_events, make_figures, make_terms
from dragoman.record.word import Words, attribution_id
from dragoman.record.zones import zone_of
from dragoman.stages import Annotations, Citation, Document, FoundAttribution, Groundings, Segments
from dragoman.types import (
    Attribution,
    ChainLink,
    Producer,
    Record,
    RecordedDocument,
    SpeakerBasis,
    Why,
    Zone,
)


def make_record(
    doc: Document, segments: Segments, annotations: Annotations, groundings: Groundings, *, producer: Producer
) -> Record:
    """The record of one document; spans are in code points of `doc.text`.

    Ids are `a1`, `a2` ... for attributions in text order, `v1` for events, `f1` for figures, `m1` for terms; entities,
    places and times bring theirs along.
    """
    links, words = Links(doc, annotations, groundings), Words(annotations.attributions)
    report = Report(annotations, links, words, segments.zones)
    return Record(
        producer=producer,
        document=_recorded(doc, segments),
        chain=tuple(_links(annotations, groundings)),
        entities=groundings.entities,
        places=groundings.places,
        times=groundings.times,
        attributions=tuple(
            _attribution(number, annotations, groundings, segments.zones)
            for number in range(len(annotations.attributions))
        ),
        events=make_events(report),
        figures=make_figures(report),
        terms=make_terms(report),
        why=_why(annotations.why),
    )


def _recorded(doc: Document, segments: Segments) -> RecordedDocument:
    return RecordedDocument(
        id=doc.id,
        origin=doc.origin,
        raw_sha256=doc.raw_sha256,
        text=doc.text,
        title=doc.title,
        authors=doc.authors,
        publisher=doc.publisher,
        publisher_basis=doc.publisher_basis,
        publisher_span=doc.publisher_span,
        published=doc.published,
        retrieved=doc.retrieved,
        url=doc.url,
        language=segments.language,
        zones=segments.zones,
        why=_why(doc.why | segments.why),
    )


def _attribution(
    number: int, annotations: Annotations, groundings: Groundings, zones: Sequence[Zone]
) -> Attribution:
    found = annotations.attributions[number]
    speaker, basis, why = _speaker(found, groundings)
    return Attribution(
        id=attribution_id(number),
        source=found.source,
        cue=found.cue,
        content=found.content,
        form=found.form,
        speaker=speaker,
        speaker_basis=basis,
        inside=None if found.inside is None else attribution_id(found.inside),
        zone=zone_of(zones, found.content[0]),
        translated_from=found.translated_from,
        polarity=found.polarity,
        score=found.score,
        why=_why(why),
    )


def _speaker(
    found: FoundAttribution, groundings: Groundings
) -> tuple[str | None, SpeakerBasis | None, dict[str, str]]:
    """The speaker's entity with the basis of it; without one, the reason."""
    entity = None if found.speaker is None else groundings.entity_of[found.speaker]
    if entity is not None:
        return entity, found.speaker_basis, found.why
    reason = "the source is not resolved to an entity" if found.source else "no source found"
    return None, None, {"speaker": reason} | found.why


def _links(annotations: Annotations, groundings: Groundings) -> list[ChainLink]:
    """The outlets the report cites, as far as they are entities."""

    def link(citation: Citation) -> ChainLink | None:
        outlet = groundings.entity_of[citation.mention]
        span = annotations.mentions[citation.mention].span
        return None if outlet is None else ChainLink(outlet, span, citation.scope)

    return [found for found in map(link, annotations.citations) if found is not None]


def _why(reasons: dict[str, str]) -> Why:
    return reasons or UNSET
