"""A desk of reports made by hand, with every kind of value in it, which several tests and the pictures share.

The reports are of the same invented shelling and truce; what weights would read off them is written out here.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from dragoman.collating import collate
from dragoman.store import InputKey, Outcome, Store
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
from made import parts

PRODUCER = Producer("made by hand", "1", None)
SEEN = "2031-06-01T08:00:00+00:00"


class Told(Struct, frozen=True, kw_only=True):
    """What differs from report to report."""

    publisher: str
    published: str | None
    speaker: str
    title: str
    words: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    outlet: str = ""
    role: str = "spokeswoman"
    basis: str = "named"
    day: str = "3 May 2031"
    city: str = "Sill"
    more: str = ""
    url: str | None = None


def record_of(told: Told) -> Record:
    """The record of one report."""
    via = f", {told.outlet} reports" if told.outlet else ""
    first = f"Government forces shelled {told.city} on {told.day}, killing {told.words} people, "
    first += f"{told.role} {told.speaker} said{via}."
    second = "The ceasefire in the Ketter valley leaves out the Ridge brigades, "
    second += "envoy Ines Hollander said on 5 May 2031."
    third = "She accused the army of breaking it with mortar fire on 4 May 2031."
    teaser = "Top stories: A ferry sank, officials said."
    text = f"{told.title}\n\n{first}\n{second} {third}{told.more}\n\n{teaser}\n"

    at = partial(parts.at, text)
    first_at, second_at, third_at = at(first), at(second), at(third)
    entities = [
        Entity(
            id="e1",
            type="PER",
            name=told.speaker,
            roles=(Role(told.role, None, at(told.role), told.published),),
            mentions=(at(told.speaker),),
        ),
        Entity(
            id="e2",
            type="ARMED",
            name="Lestrian army",
            country="LBR",
            sector="MIL",
            mentions=(at("Government forces"), at("the army", third_at.start)),
        ),
        Entity(
            id="e3",
            type="PER",
            name="Ines Hollander",
            roles=(Role("envoy", "UN", at("envoy")),),
            mentions=(at("Ines Hollander"), at("She", third_at.start)),
        ),
        Entity(id="e4", type="ARMED", name="Ridge brigades", mentions=(at("Ridge brigades"),)),
    ]
    chain: tuple[ChainLink, ...] = ()
    if told.outlet:
        entities.append(Entity(id="e5", type="OUTLET", name=told.outlet, mentions=(at(told.outlet),)))
        chain = (ChainLink("e5", at(told.outlet), first_at),)
    places = (
        Place(
            id="p1",
            span=at(told.city, first_at.start),
            name=told.city,
            precision="populated",
            lat=7.2,
            lon=-9.4,
            country="LBR",
            admin=("Nimba",),
            gazetteer="own:1",
        ),
        Place(
            id="p2",
            span=at("Ketter valley"),
            name="Ketter valley",
            precision="admin1",
            lat=6.6,
            lon=-8.9,
            country="LBR",
            gazetteer="own:2",
        ),
    )
    iso = "2031-05-03"
    times = (
        Time(id="t1", span=at(told.day), type="DATE", value=iso, start=iso, end=iso),
        Time(
            id="t2",
            span=at("5 May 2031"),
            type="DATE",
            value="2031-05-05",
            start="2031-05-05",
            end="2031-05-05",
        ),
        Time(
            id="t3",
            span=at("4 May 2031", third_at.start),
            type="DATE",
            value="2031-05-04",
            start="2031-05-04",
            end="2031-05-04",
        ),
    )
    attributions = (
        Attribution(
            id="a1",
            source=(at(f"{told.role} {told.speaker}"),),
            cue=(at("said", first_at.start),),
            content=(Span(first_at.start, at(f", {told.role}").start),),
            form="indirect",
            speaker="e1",
            speaker_basis="named",
            score=0.9,
        ),
        Attribution(
            id="a2",
            source=(at("envoy Ines Hollander"),),
            cue=(at("said", second_at.start),),
            content=(Span(second_at.start, at(", envoy Ines").start),),
            form="indirect",
            speaker="e3",
            speaker_basis="named",
            score=0.8,
        ),
        Attribution(
            id="a3",
            source=(at("She", third_at.start),),
            cue=(at("accused"),),
            content=(at("the army of breaking it with mortar fire on 4 May 2031"),),
            form="indirect",
            speaker="e3",
            speaker_basis="coreference",
            score=0.7,
        ),
        Attribution(
            id="a4",
            source=(at("officials"),),
            cue=(at("said", at(teaser).start),),
            content=(at("A ferry sank"),),
            form="indirect",
            zone="teaser",
            score=0.8,
        ),
    )
    events = (
        Event(
            id="v1",
            trigger=(at("shelled"),),
            type="ASSAULT",
            mode="heavy-weapons",
            context=("military",),
            actors=(Participant(at("Government forces"), "e2"),),
            place="p1",
            time="t1",
            stage="happened",
            polarity="affirmed",
            on_word_of="a1",
            figures=("f1",),
            zone="body",
            score=0.85,
        ),
        Event(
            id="v2",
            trigger=(at("mortar fire"),),
            type="ASSAULT",
            mode="heavy-weapons",
            actors=(Participant(at("the army", third_at.start), "e2"),),
            place="p2",
            time="t3",
            stage="happened",
            polarity="affirmed",
            on_word_of="a3",
            zone="body",
            score=0.66,
        ),
    )
    figures = (
        Figure(
            id="f1",
            span=at(told.words, first_at.start),
            what="killed",
            low=told.low,
            best=told.best,
            high=told.high,
            of=Participant(at("people")),
            event="v1",
            on_word_of="a1",
            zone="body",
            score=0.8,
        ),
    )
    breach = Violation(
        by=Participant(at("the army", third_at.start), "e2"), span=at("mortar fire"), on_word_of="a3"
    )
    terms = (
        Term(
            id="m1",
            span=at("ceasefire"),
            kind="ceasefire",
            status="in_force",
            excluded=(Participant(at("Ridge brigades"), "e4"),),
            violations=(breach,),
            place="p2",
            on_word_of="a2",
            zone="body",
            score=0.75,
        ),
    )
    document = RecordedDocument(
        id=hashlib.sha256(f"{text}|{told.url}".encode()).hexdigest(),
        origin=f"{told.publisher.lower().replace(' ', '-')}.txt",
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        title=at(told.title),
        publisher=told.publisher,
        publisher_basis="given",
        published=Published(told.published, "given") if told.published else None,
        url=told.url,
        language="en",
        zones=(
            Zone("headline", at(told.title)),
            Zone("body", Span(first_at.start, at(teaser).start - 2)),
            Zone("teaser", at(teaser)),
        ),
    )
    return Record(
        producer=PRODUCER,
        document=document,
        chain=chain,
        entities=tuple(entities),
        places=places,
        times=times,
        attributions=attributions,
        events=events,
        figures=figures,
        terms=terms,
    )


MORE = (
    " Shops stayed shut until noon and two schools sent their pupils home. A bus driver said he had turned back at the"
    " second bridge, where soldiers were checking papers. The clinic asked for blood and for diesel, and a priest"
    " opened the cellar of the old mill to families who had lost their roofs.",
    " The cabinet met behind closed doors and put off its vote on grain prices. An aide carried three maps into the"
    " room. Outside, relatives held up photographs and asked for a list of names, which nobody gave them before dark.",
    " Her movement printed leaflets with the names of two villages that no map of the province shows. Traders at the"
    " river market refused the new banknotes. Rain kept the drones on the ground for most of the week, pilots wrote."
    " Farmers in the lower terraces cut their barley early and sold it wet. An insurance company in the port no longer"
    " writes policies for lorries that cross the dam after dusk. Three judges resigned over a decree on detention, and"
    " their clerks carried the files home in shopping bags.",
    " The opposition called for an inquiry by judges from abroad. He read the new number from a sheet of paper, folded"
    " it twice and left without taking questions. A statistics office in the capital counts burials since January."
    " Newspapers printed the two numbers beside each other. A bishop offered his palace for talks on an exchange of"
    " the wounded, with tea and without cameras. Fuel was rationed to twenty litres, and taxi drivers blocked the ring"
    " road for an hour before they went back to work.",
)
TOLD = (
    Told(
        publisher="Harbour Wire",
        published="2031-05-04",
        speaker="Mara Quint",
        title="Shells fall on Sill",
        words="at least 12",
        low=12,
        outlet="Coast Radio",
        url="https://harbour.example/sill",
        more=MORE[0],
    ),
    Told(
        publisher="Alder Press",
        published="2031-05-05",
        speaker="Oskar Brand",
        title="Ministry counts nine dead in Sill",
        words="nine",
        low=9,
        best=9,
        high=9,
        role="minister",
        more=MORE[1],
    ),
    Told(
        publisher="Lake Post",
        published="2031-05-06",
        speaker="Mara Quint",
        title="Front speaks of dozens",
        words="between 30 and 40",
        low=30,
        high=40,
        more=MORE[2],
    ),
    Told(
        publisher="Northport Courier",
        published="2031-05-08",
        speaker="Oskar Brand",
        title="Minister corrects his count",
        words="14",
        low=14,
        best=14,
        high=14,
        role="minister",
        more=MORE[3],
    ),
)
ARABIC = "قال المتحدث \u200fإن الهدنة صامدة"
HARD = (
    f" {ARABIC} \u202e abc \u202c. Doves \U0001f54a\ufe0f and \U0001f469\u200d\U0001f469\u200d\U0001f467 came."
    "\r\nA line after CRLF, e\u0301 and \u200b nothing."
)


def made_records() -> tuple[Record, ...]:
    """The reports, the last with characters that are hard to show."""
    hard = structs.replace(
        TOLD[0],
        publisher="Далекий Вестник",
        title="شظايا 🕊️ over Sill",
        published=None,
        more=MORE[0] + HARD,
        url=None,
    )
    return tuple(map(record_of, (*TOLD, hard)))


def fill(path: Path, records: tuple[Record, ...], *, aligned: bool = True) -> Path:
    """A desk with these records, set side by side unless told otherwise."""
    with Store(path, write=True) as store:
        outcomes = [
            Outcome(InputKey(record.document.origin + record.document.id[:4], record.document.id), record)
            for record in records
        ]
        store.add(outcomes, producer=PRODUCER, seen=SEEN)
        if aligned:
            collate(store, at=SEEN)
    return path
