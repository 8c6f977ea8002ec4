"""Annotations and groundings become a record."""

from __future__ import annotations

from msgspec import UNSET

from dragoman.record import make_record
from dragoman.stages import Annotations, Citation, Document, FoundAttribution, Groundings, Mention, Segments
from dragoman.types import Entity, Producer, Record, Span, Zone

TEXT = "Envoy leaves\n\nAna Ruiz said it rains, Delta Wire reported. \u201cIt pours.\u201d"
BODY = Span(14, len(TEXT))
PRODUCER = Producer("dragoman", "0", None)


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def record(**changes: object) -> Record:
    doc = Document(
        id="d", origin="o.txt", raw_sha256="0", text=TEXT, why={"published": "the text names no date"}
    )
    segments = Segments(
        language="en", zones=(Zone("headline", Span(0, 12)), Zone("body", BODY)), paragraphs=(Span(0, 12), BODY),
        sentences=(), quotations=(),
    )  # fmt: skip
    mentions = (
        Mention(span=span("Ana Ruiz"), type="PER", kind="name"),
        Mention(span=span("Delta Wire"), type="OUTLET", kind="name"),
    )
    found = (
        FoundAttribution(source=(span("Delta Wire"),), cue=(span("reported"),),
                         content=(span("Ana Ruiz said it rains"),), form="indirect", speaker=1,
                         speaker_basis="named", score=0.8),
        FoundAttribution(source=(span("Ana Ruiz"),), cue=(span("said"),), content=(span("it rains"),), form="indirect",
                         inside=0, speaker=0, speaker_basis="named", score=0.9),
        FoundAttribution(source=(), cue=(), content=(span("\u201cIt pours.\u201d"),), form="direct", score=0.5),
    )  # fmt: skip
    annotations = Annotations(
        mentions=mentions, attributions=found, citations=(Citation(1, found[0].content[0]),)
    )
    entities = (
        Entity(id="e1", type="PER", name="Ana Ruiz", mentions=(mentions[0].span,)),
        Entity(id="e2", type="OUTLET", name="Delta Wire", mentions=(mentions[1].span,)),
    )
    groundings = Groundings(entities=entities, entity_of=changes.get("entity_of", ("e1", "e2")))  # type: ignore[arg-type]
    return make_record(doc, segments, annotations, groundings, producer=PRODUCER)


def test_speakers_zones_and_nesting() -> None:
    first, second, third = record().attributions
    assert (first.id, first.speaker, first.inside, first.zone) == ("a1", "e2", None, "body")
    assert (second.speaker, second.speaker_basis, second.inside) == ("e1", "named", "a1")
    assert (third.speaker, third.speaker_basis) == (None, None)
    assert third.why == {"speaker": "no source found"}
    assert first.why is UNSET


def test_a_source_without_an_entity_says_so() -> None:
    _, second, _ = record(entity_of=(None, "e2")).attributions
    assert (second.speaker, second.speaker_basis) == (None, None)
    assert second.why == {"speaker": "the source is not resolved to an entity"}


def test_the_chain_has_outlets_with_their_scope() -> None:
    made = record()
    (link,) = made.chain
    assert (link.outlet, made.quote(link.span), made.quote(link.scope)) == (
        "e2",
        "Delta Wire",
        "Ana Ruiz said it rains",
    )


def test_what_is_not_known_keeps_its_reason() -> None:
    assert record().document.why == {"published": "the text names no date"}
    assert record().document.published is None
