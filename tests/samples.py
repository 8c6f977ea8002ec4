"""One whole record made by hand, which keeps every rule; tests change it and see which rule breaks."""

from __future__ import annotations

from dragoman.types import (
    Attribution,
    ChainLink,
    Entity,
    Event,
    Figure,
    Participant,
    Place,
    Producer,
    Published,
    Record,
    RecordedDocument,
    Role,
    Span,
    Term,
    Time,
    Zone,
)

HEADLINE = "Envoys meet in Belmora"
BODY = (
    "NORTHPORT (Harbour Wire) - Envoys met in Belmora on 3 May 2031, Coast Radio reported. "
    'Minister Ada Lind said that "the truce covers the valley, not the brigades". '
    "A clerk told Lind that 14 people had died."
)
TEASER = "More: 90 hurt in ferry accident, officials say"
TEXT = f"{HEADLINE}\n\n{BODY}\n\n{TEASER}\n"


def at(words: str, after: int = 0) -> Span:
    """Where the words stand in the text."""
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def sample_record() -> Record:
    """The record of the text above, by hand."""
    body = at(BODY)
    told = at("A clerk told Lind that 14 people had died.")
    return Record(
        producer=Producer("dragoman", "0.0.0", None),
        document=RecordedDocument(
            id="d1",
            origin="envoys.txt",
            raw_sha256="0" * 64,
            text=TEXT,
            title=at(HEADLINE),
            publisher="Harbour Wire",
            publisher_basis="text",
            publisher_span=at("Harbour Wire"),
            published=Published("2031-05-04", "given"),
            language="en",
            zones=(Zone("headline", at(HEADLINE)), Zone("body", body), Zone("teaser", at(TEASER))),
        ),
        chain=(ChainLink("e1", at("Coast Radio"), at("Envoys met in Belmora on 3 May 2031")),),
        entities=(
            Entity(id="e1", type="OUTLET", name="Coast Radio", mentions=(at("Coast Radio"),)),
            Entity(
                id="e2",
                type="PER",
                name="Ada Lind",
                roles=(Role("minister", None, at("Minister")),),
                mentions=(at("Ada Lind"), at("Lind", told.start)),
            ),
        ),
        places=(Place(id="p1", span=at("Belmora", body.start), name="Belmora", why={"lat": "no gazetteer"}),),
        times=(
            Time(
                id="t1",
                span=at("3 May 2031"),
                type="DATE",
                value="2031-05-03",
                start="2031-05-03",
                end="2031-05",
            ),
        ),
        attributions=(
            Attribution(
                id="a1",
                source=(at("Coast Radio"),),
                cue=(at("reported"),),
                content=(at("Envoys met in Belmora on 3 May 2031"),),
                form="indirect",
                speaker="e1",
                speaker_basis="named",
                score=0.9,
            ),
            Attribution(
                id="a2",
                source=(at("Minister Ada Lind"),),
                cue=(at("said"),),
                content=(at('that "the truce covers the valley, not the brigades"'), told),
                form="mixed",
                speaker="e2",
                speaker_basis="named",
                score=0.8,
            ),
            Attribution(
                id="a3",
                source=(at("A clerk"),),
                cue=(at("told"),),
                content=(at("that 14 people had died"),),
                form="indirect",
                inside="a2",
                score=0.7,
            ),
            Attribution(
                id="a4",
                source=(at("officials"),),
                cue=(),
                content=(at("90 hurt"),),
                form="indirect",
                zone="teaser",
            ),
        ),
        events=(
            Event(
                id="v1",
                trigger=(at("met"),),
                type="CONSULT",
                actors=(Participant(at("Envoys", body.start)),),
                place="p1",
                time="t1",
                stage="happened",
                polarity="affirmed",
                on_word_of="a1",
                zone="body",
                score=0.6,
            ),
            Event(
                id="v2",
                trigger=(at("died"),),
                type="ASSAULT",
                stage="happened",
                polarity="affirmed",
                on_word_of="a3",
                figures=("f1",),
                zone="body",
                score=0.5,
            ),
        ),
        figures=(
            Figure(
                id="f1",
                span=at("14"),
                what="killed",
                low=14,
                best=14,
                high=14,
                event="v2",
                on_word_of="a3",
                zone="body",
                score=1,
            ),
            Figure(
                id="f2", span=at("90"), what="injured", best=90, on_word_of="a4", zone="teaser", score=0.4
            ),
        ),
        terms=(
            Term(
                id="m1",
                span=at("the truce covers the valley"),
                kind="ceasefire",
                status="in_force",
                excluded=(Participant(at("the brigades")),),
                on_word_of="a2",
                zone="body",
                score=0.5,
            ),
        ),
    )
