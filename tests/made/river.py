"""A record made by hand with a bit of everything that is shown, and documents and records with little in them."""

from __future__ import annotations

from dragoman.types import (
    Attribution,
    ChainLink,
    Entity,
    Place,
    Producer,
    Published,
    Record,
    RecordedDocument,
    Role,
    Span,
    Time,
    Zone,
)
from made import parts

TEXT = (
    "Envoys meet over the river road\n\n"
    "Harbour Wire - Foreign Minister Ana Duric met her Veldan counterpart in Geneva on Friday, "
    "the Northern Post reports.\n\n"
    "She said that “the road will open”, and that Velda had told her “nobody will be turned back”.\n\n"
    "“We keep our word.”\n\n"
    "Top stories\nOfficials said 40 houses burned.\n"
)


def at(words: str, text: str = TEXT, *, nth: int = 1) -> Span:
    """The span of the nth time these words stand in the text, the one above unless told otherwise."""
    return parts.at(text, words, nth=nth)


def between(first: str, last: str, text: str = TEXT) -> Span:
    """From the beginning of the first words to the end of the last."""
    return Span(at(first, text).start, at(last, text).end)


def make_document(text: str = TEXT, **fields: object) -> RecordedDocument:
    """A document with what every one must have."""
    known = {"id": "d" * 64, "origin": "river.txt", "raw_sha256": "e" * 64, "text": text, "language": "en"}
    return RecordedDocument(**{**known, **fields})  # type: ignore[arg-type]


def make_record(text: str = TEXT, **fields: object) -> Record:
    """A record of a text, by default with nothing found in it."""
    known = {"producer": Producer("dragoman", "0.1.0", "f" * 64), "document": make_document(text)}
    return Record(**{**known, **fields})  # type: ignore[arg-type]


def river_record() -> Record:
    """A record with a bit of everything: chain, coreference, carried words, one inside another, a teaser."""
    return make_record(
        document=make_document(
            title=at("Envoys meet over the river road"),
            publisher="Harbour Wire",
            publisher_basis="text",
            publisher_span=at("Harbour Wire"),
            published=Published("2021-03-08", "given"),
            url="https://harbour.example/road",
            zones=(
                Zone("headline", at("Envoys meet over the river road")),
                Zone("dateline", at("Harbour Wire -")),
                Zone("body", between("Foreign Minister", "“We keep our word.”")),
                Zone("furniture", at("Top stories")),
                Zone("teaser", at("Officials said 40 houses burned.")),
            ),
        ),
        chain=(ChainLink("e2", at("the Northern Post"), between("Foreign Minister", "on Friday")),),
        entities=(
            Entity(
                id="e1",
                type="PER",
                name="Ana Duric",
                roles=(Role("foreign minister", None, at("Foreign Minister")),),
                mentions=(at("Ana Duric"), at("She")),
            ),
            Entity(id="e2", type="OUTLET", name="Northern Post", mentions=(at("Northern Post"),)),
            Entity(id="e3", type="GPE", name="Velda", mentions=(at("Veldan"), at("Velda", nth=2))),
        ),
        places=(
            Place(
                id="p1",
                span=at("Geneva"),
                name="Geneva",
                precision="populated",
                lat=46.2,
                lon=6.15,
                country="CHE",
            ),
            Place(id="p2", span=at("Velda", nth=2), name="Velda", why={"gazetteer": "not in the gazetteer"}),
        ),
        times=(
            Time(
                id="t1",
                span=at("Friday"),
                type="DATE",
                value="2021-03-05",
                start="2021-03-05",
                end="2021-03-05",
                basis="weekday",
            ),
            Time(id="t2", span=at("40"), type="DATE", alternatives=("1940", "2040", "2140", "2240")),
        ),
        attributions=(
            Attribution(
                id="a1",
                source=(at("the Northern Post"),),
                cue=(at("reports"),),
                content=(between("Foreign Minister", "on Friday"),),
                form="indirect",
                speaker="e2",
                speaker_basis="named",
                score=0.91,
            ),
            Attribution(
                id="a2",
                source=(at("She"),),
                cue=(at("said"),),
                content=(between("that “the road", "turned back”"),),
                form="mixed",
                speaker="e1",
                speaker_basis="coreference",
                score=0.874,
            ),
            Attribution(
                id="a3",
                source=(at("Velda", nth=2),),
                cue=(at("told"),),
                content=(at("“nobody will be turned back”"),),
                form="direct",
                speaker="e3",
                speaker_basis="named",
                inside="a2",
                score=0.66,
                polarity="denied",
            ),
            Attribution(
                id="a4",
                source=(),
                cue=(),
                content=(at("“We keep our word.”"),),
                form="direct",
                speaker="e1",
                speaker_basis="carried",
                score=0.7,
                translated_from="ru",
            ),
            Attribution(
                id="a5",
                source=(),
                cue=(at("said", nth=2),),
                content=(at("40 houses burned"),),
                form="indirect",
                zone="teaser",
                score=0.5,
            ),
        ),
    )
