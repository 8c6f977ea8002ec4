"""Records made by hand for the tests of the store, and a reader that makes such records without weights."""

from __future__ import annotations

import hashlib
import os
import re

from dragoman.desk import ReadOne
from dragoman.errors import ReadError
from dragoman.readers import Source
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
    Violation,
    Zone,
)

FAKE = Producer("fake", "1", None)
TEXT = (
    "Mara Quint told Coast Radio that the army shelled Sill on 3 May, killing at least 12 people. "
    "The ceasefire in Ketter leaves out the Ridge brigades, envoy Ines Hollander said. "
    "Top stories: A ferry sank, officials said."
)


def words(text: str, found: str, *, after: int = 0) -> Span:
    """Where the words stand."""
    start = text.index(found, after)
    return Span(start, start + len(found))


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

    def at(found: str) -> Span:
        return words(text, found)

    teaser = at("Top stories: A ferry sank, officials said.")
    entities = (
        Entity(
            id="e1",
            type="PER",
            name="Mara Quint",
            country="KEN",
            roles=(Role("spokeswoman", None, at("Mara Quint")),),
            mentions=(at("Mara Quint"),),
        ),
        Entity(id="e2", type="OUTLET", name="Coast Radio", mentions=(at("Coast Radio"),)),
        Entity(id="e3", type="ARMED", name="Lestrian army", country="LBR", mentions=(at("the army"),)),
        Entity(id="e4", type="PER", name="Ines Hollander", mentions=(at("Ines Hollander"),)),
        Entity(id="e5", type="ARMED", name="Ridge brigades", mentions=(at("Ridge brigades"),)),
    )
    places = (
        Place(id="p1", span=at("Sill"), name="Sill", lat=6.5, lon=-10.0, country="LBR", admin=("Nimba",)),
        Place(id="p2", span=at("Ketter"), name="Ketter", country="LBR"),
    )
    times = (
        Time(
            id="t1", span=at("3 May"), type="DATE", value="2031-05-03", start="2031-05-03", end="2031-05-03"
        ),
    )
    attributions = (
        Attribution(
            id="a1",
            source=(at("Mara Quint"),),
            cue=(at("told"),),
            content=(at("the army shelled Sill on 3 May, killing at least 12 people"),),
            form="indirect",
            speaker="e1",
            speaker_basis="named",
            score=0.9,
        ),
        Attribution(
            id="a2",
            source=(at("envoy Ines Hollander"),),
            cue=(at("said."),),
            content=(at("The ceasefire in Ketter leaves out the Ridge brigades"),),
            form="indirect",
            speaker="e4",
            speaker_basis="named",
            score=0.7,
        ),
        Attribution(
            id="a3",
            source=(at("officials"),),
            cue=(words(text, "said", after=teaser.start),),
            content=(at("A ferry sank"),),
            form="indirect",
            zone="teaser",
            score=0.8,
        ),
    )
    event = Event(
        id="v1",
        trigger=(at("shelled"),),
        type="ASSAULT",
        mode="heavy-weapons",
        context=("military",),
        actors=(Participant(at("the army"), "e3"),),
        place="p1",
        time="t1",
        stage="happened",
        polarity="affirmed",
        on_word_of="a1",
        figures=("f1",),
        zone="body",
        score=0.85,
    )
    figure = Figure(
        id="f1",
        span=at("at least 12"),
        what="killed",
        low=12,
        of=Participant(at("people")),
        event="v1",
        on_word_of="a1",
        zone="body",
        score=0.8,
    )
    term = Term(
        id="c1",
        span=at("The ceasefire in Ketter"),
        kind="ceasefire",
        status="in_force",
        excluded=(Participant(at("Ridge brigades"), "e5"),),
        violations=(Violation(by=Participant(at("the army"), "e3"), span=at("shelled"), on_word_of="a1"),),
        place="p2",
        on_word_of="a2",
        zone="body",
        score=0.75,
    )
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
        chain=(ChainLink("e2", at("Coast Radio"), Span(0, 92)),),
        entities=entities,
        places=places,
        times=times,
        attributions=attributions,
        events=(event,),
        figures=(figure,),
        terms=(term,),
    )


_SAID = re.compile(r"(\w+) said: ([^\n]+)")


def load_sayings() -> ReadOne:
    """A reader of lines such as `Aske said: we will go`; "refused" anywhere makes it fail."""
    return read_sayings


def read_sayings(source: Source) -> Record:
    text = source.raw.decode()
    if "refused" in text:
        raise ReadError(f"{source.origin}: not a report", hint="give another")
    if "interrupted" in text:
        raise KeyboardInterrupt
    names = dict.fromkeys(found[1] for found in _SAID.finditer(text))
    ids = {name: f"e{number}" for number, name in enumerate(names, 1)}
    attributions = tuple(
        Attribution(
            id=f"a{number}",
            source=(Span(*found.span(1)),),
            cue=(Span(found.end(1) + 1, found.end(1) + 5),),
            content=(Span(*found.span(2)),),
            form="direct",
            speaker=ids[found[1]],
            speaker_basis="named",
            score=0.8,
        )
        for number, found in enumerate(_SAID.finditer(text), 1)
    )
    mentions = {name: [Span(*m.span(1)) for m in _SAID.finditer(text) if m[1] == name] for name in names}
    document = RecordedDocument(
        id=hashlib.sha256(text.encode()).hexdigest(),
        origin=source.origin,
        raw_sha256=hashlib.sha256(source.raw).hexdigest(),
        text=text,
        publisher=source.hints.publisher,
        publisher_basis="given" if source.hints.publisher else None,
        published=Published("2031-05-12", "given"),
        language="en",
        zones=(Zone("body", Span(0, len(text))),),
    )
    return Record(
        producer=Producer("fake", os.environ.get("FAKE_VERSION", "1"), None),
        document=document,
        entities=tuple(
            Entity(id=ids[name], type="PER", name=name, mentions=tuple(mentions[name])) for name in names
        ),
        attributions=attributions,
    )
