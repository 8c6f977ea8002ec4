"""A record made by hand with every list in it, for the tests of the store; its text and publisher can be others."""

from __future__ import annotations

import hashlib

from dragoman.types import Producer, Published, Record, RecordedDocument, Role, Span, Violation, Zone
from made.parts import armed, at, cites, day, event, figure, outlet, party, person, place, said, term
from made.readers import FAKE

TEASER = "Top stories: A ferry sank, officials said."
TEXT = (
    "Mara Quint told Coast Radio that the army shelled Sill on 3 May, killing at least 12 people. "
    "The ceasefire in Ketter leaves out the Ridge brigades, envoy Ines Hollander said. "
    f"{TEASER}"
)
SHELLED = "the army shelled Sill on 3 May, killing at least 12 people"


def full_record(
    *,
    text: str = TEXT,
    published: str | None = "2031-05-04",
    publisher: str = "HarbourWire",
    url: str | None = None,
    producer: Producer = FAKE,
    origin: str = "made.txt",
) -> Record:
    """A record with every list in it, whose values stand where the text says so."""
    teaser, army = at(text, TEASER), party(text, "the army", "e3")
    named = {"form": "indirect", "speaker_basis": "named"}
    document = RecordedDocument(
        id=hashlib.sha256(f"{text}|{url}".encode()).hexdigest(),
        origin=origin,
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        publisher=publisher,
        publisher_basis="given",
        published=Published(published, "given") if published else None,
        url=url,
        language="en",
        zones=(Zone("body", Span(0, teaser.start)), Zone("teaser", teaser)),
    )
    return Record(
        producer=producer,
        document=document,
        chain=(cites(2, text, "Coast Radio", Span(0, 92)),),
        entities=(
            person(1, "Mara Quint", text, country="KEN", roles=(Role("spokeswoman", None, at(text, "Mara Quint")),)),
            outlet(2, "Coast Radio", text),
            armed(3, "Lestrian army", text, "the army", country="LBR"),
            person(4, "Ines Hollander", text),
            armed(5, "Ridge brigades", text),
        ),
        places=(
            place(1, text, "Sill", lat=6.5, lon=-10.0, country="LBR", admin=("Nimba",)),
            place(2, text, "Ketter", country="LBR"),
        ),
        times=(day(1, text, "3 May", "2031-05-03"),),
        attributions=(
            said(1, text, SHELLED, "e1", source="Mara Quint", cue="told", score=0.9, **named),
            said(2, text, "The ceasefire in Ketter leaves out the Ridge brigades", "e4",
                 source="envoy Ines Hollander", cue="said.", score=0.7, **named),
            said(3, text, "A ferry sank", None, source="officials", cue=at(text, "said", teaser.start),
                 form="indirect", zone="teaser", score=0.8),
        ),
        events=(
            event(1, text, "shelled", mode="heavy-weapons", context=("military",), actors=(army,), place="p1",
                  time="t1", on_word_of="a1", figures=("f1",), score=0.85),
        ),
        figures=(
            figure(1, text, "at least 12", what="killed", low=12, of=party(text, "people"), event="v1",
                   on_word_of="a1", score=0.8),
        ),
        terms=(
            term(1, text, "The ceasefire in Ketter", excluded=(party(text, "Ridge brigades", "e5"),),
                 violations=(Violation(by=army, span=at(text, "shelled"), on_word_of="a1"),), place="p2",
                 on_word_of="a2", score=0.75),
        ),
    )  # fmt: skip
