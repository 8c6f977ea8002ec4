"""A desk of reports made by hand, with every kind of value in it, which several tests and the pictures share.

The reports are of the same invented shelling and truce; what weights would read off them is written out here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct, structs

from dragoman.collating import collate
from dragoman.store import InputKey, Outcome, Store
from dragoman.types import (
    Attribution,
    Entity,
    Event,
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
from made.parts import armed, at, cites, day, event, figure, outlet, party, person, place, said, term

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
    first_at, second_at, third_at = (at(text, sentence) for sentence in (first, second, third))
    return Record(
        producer=PRODUCER,
        document=_document(told, text, Span(first_at.start, at(text, teaser).start - 2), at(text, teaser)),
        chain=(cites(5, text, told.outlet, first_at),) if told.outlet else (),
        entities=_entities(told, text, third_at),
        places=_places(told, text, first_at),
        times=_times(told, text, third_at),
        attributions=_attributions(told, text, (first_at, second_at, third_at), at(text, teaser)),
        events=_events(text, third_at),
        figures=(
            figure(1, text, at(text, told.words, first_at.start), what="killed", low=told.low, best=told.best,
                   high=told.high, of=party(text, "people"), event="v1", on_word_of="a1", score=0.8),
        ),
        terms=_terms(text, third_at),
    )  # fmt: skip


def _document(told: Told, text: str, body: Span, teaser: Span) -> RecordedDocument:
    return RecordedDocument(
        id=hashlib.sha256(f"{text}|{told.url}".encode()).hexdigest(),
        origin=f"{told.publisher.lower().replace(' ', '-')}.txt",
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        title=at(text, told.title),
        publisher=told.publisher,
        publisher_basis="given",
        published=Published(told.published, "given") if told.published else None,
        url=told.url,
        language="en",
        zones=(Zone("headline", at(text, told.title)), Zone("body", body), Zone("teaser", teaser)),
    )


def _entities(told: Told, text: str, third: Span) -> tuple[Entity, ...]:
    army = (at(text, "Government forces"), at(text, "the army", third.start))
    envoy = (at(text, "Ines Hollander"), at(text, "She", third.start))
    return (
        person(1, told.speaker, text, roles=(Role(told.role, None, at(text, told.role), told.published),)),
        armed(2, "Lestrian army", text, army, country="LBR", sector="MIL"),
        person(3, "Ines Hollander", text, envoy, roles=(Role("envoy", "UN", at(text, "envoy")),)),
        armed(4, "Ridge brigades", text),
        *((outlet(5, told.outlet, text),) if told.outlet else ()),
    )


def _places(told: Told, text: str, first: Span) -> tuple[Place, ...]:
    return (
        place(1, text, told.city, at(text, told.city, first.start), precision="populated", lat=7.2, lon=-9.4,
              country="LBR", admin=("Nimba",), gazetteer="own:1"),
        place(2, text, "Ketter valley", precision="admin1", lat=6.6, lon=-8.9, country="LBR", gazetteer="own:2"),
    )  # fmt: skip


def _times(told: Told, text: str, third: Span) -> tuple[Time, ...]:
    return (
        day(1, text, told.day, "2031-05-03"),
        day(2, text, "5 May 2031", "2031-05-05"),
        day(3, text, at(text, "4 May 2031", third.start), "2031-05-04"),
    )


def _attributions(
    told: Told, text: str, sentences: tuple[Span, Span, Span], teaser: Span
) -> tuple[Attribution, ...]:
    first, second, third = sentences
    named = {"form": "indirect", "speaker_basis": "named"}
    counted = Span(first.start, at(text, f", {told.role}").start)
    left_out = Span(second.start, at(text, ", envoy Ines").start)
    return (
        said(1, text, counted, "e1", source=f"{told.role} {told.speaker}", cue=at(text, "said", first.start),
             score=0.9, **named),
        said(2, text, left_out, "e3", source="envoy Ines Hollander", cue=at(text, "said", second.start),
             score=0.8, **named),
        said(3, text, "the army of breaking it with mortar fire on 4 May 2031", "e3",
             source=at(text, "She", third.start), cue="accused", form="indirect", speaker_basis="coreference",
             score=0.7),
        said(4, text, "A ferry sank", None, source="officials", cue=at(text, "said", teaser.start),
             form="indirect", zone="teaser", score=0.8),
    )  # fmt: skip


def _events(text: str, third: Span) -> tuple[Event, ...]:
    return (
        event(1, text, "shelled", mode="heavy-weapons", context=("military",),
              actors=(party(text, "Government forces", "e2"),), place="p1", time="t1", on_word_of="a1",
              figures=("f1",), score=0.85),
        event(2, text, "mortar fire", mode="heavy-weapons", actors=(_army(text, third),), place="p2", time="t3",
              on_word_of="a3", score=0.66),
    )  # fmt: skip


def _terms(text: str, third: Span) -> tuple[Term, ...]:
    breach = Violation(by=_army(text, third), span=at(text, "mortar fire"), on_word_of="a3")
    return (
        term(1, text, "ceasefire", id="m1", excluded=(party(text, "Ridge brigades", "e4"),), violations=(breach,),
             place="p2", on_word_of="a2", score=0.75),
    )  # fmt: skip


def _army(text: str, third: Span) -> Participant:
    return party(text, at(text, "the army", third.start), "e2")


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
