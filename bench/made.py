"""Made records in any number, written straight into a store: many names, words by frequency, years of days."""

from __future__ import annotations

import hashlib
import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

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
    Zone,
    ZoneName,
)

MADE = Producer("made", "1", None)
STATEMENTS = 15
"""In a report of about 600 words."""
WORDS_OF_STATEMENT = 20
DAYS = 3_650
FIRST_DAY = date(2010, 1, 1)
PUBLISHERS, OUTLETS, SPEAKERS, PLACES, VOCABULARY = 300, 200, 20_000, 3_000, 30_000
TYPES = (
    "ASSAULT",
    "CONSULT",
    "PROTEST",
    "AID",
    "AGREE",
    "THREATEN",
    "COERCE",
    "RETREAT",
    "ACCUSE",
    "REQUEST",
)
COUNTRIES = ("SYR", "YEM", "LBY", "UKR", "SDN", "MMR", "COL", "MLI", "COD", "AFG", "IRQ", "ETH", "SOM", "LBN")
_SYLLABLES = (
    "ba ke lo mi nu ra se ti vo za dar fen gol hir jus kam lin mor nes pol rik sul tam ver wen yar".split()
)


def word(number: int) -> str:
    """A made word, one for each number.

    >>> word(0), word(27), word(27) == word(28)
    ('baba', 'keke', False)
    """
    size = len(_SYLLABLES)
    parts = [_SYLLABLES[number % size]]
    while number >= size:
        number //= size
        parts.append(_SYLLABLES[number % size])
    return "".join(parts if len(parts) > 1 else parts * 2)


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 2) for rank in range(count)))


class Draw:
    """Numbers of names and words, few of them often (Zipf), from one seed; a class because it draws on."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def often(self, count: int) -> int:
        """A number below `count`; the nth is drawn about 1/n as often as the first."""
        weights = _weights(count)
        return bisect(weights, self.random.random() * weights[-1])


def speaker_name(number: int) -> str:
    """A made person's name.

    >>> speaker_name(3)
    'Mimi Mimilov'
    """
    return f"{word(number % 700).capitalize()} {word(number).capitalize()}lov"


def place_name(number: int) -> str:
    """A made town's name."""
    return f"{word(number).capitalize()}grad"


def made_records(count: int, *, seed: int = 1, first: int = 0) -> Iterator[Record]:
    """Records of reports with about 15 statements each, one event, figure and term in places."""
    for number in range(first, first + count):
        yield _record(number, Draw(seed * 1_000_003 + number))


def _record(number: int, draw: Draw) -> Record:
    text, attributions, entities, places, zones = _sayings(draw)
    publisher = f"{word(draw.often(PUBLISHERS)).capitalize()} Post"
    day = FIRST_DAY + timedelta(days=draw.random.randrange(DAYS))
    outlet = Entity(
        id="o1", type="OUTLET", name=f"{word(draw.often(OUTLETS)).capitalize()} Radio", mentions=(Span(0, 4),)
    )
    whole = Span(0, len(text))
    cited = draw.random.random() < 0.4
    document = RecordedDocument(
        id=hashlib.sha256(f"{number}|{text}".encode()).hexdigest(),
        origin=f"made/{number}.txt",
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        publisher=publisher,
        publisher_basis="given",
        published=Published(day.isoformat(), "given"),
        url=f"https://{publisher.split(maxsplit=1)[0].lower()}.example/{number}",
        language="en",
        zones=zones,
    )
    events, figures, terms = _others(draw, attributions, entities, places)
    return Record(
        producer=MADE,
        document=document,
        chain=(ChainLink("o1", Span(0, 4), whole),) if cited else (),
        entities=(*entities, outlet),
        places=places,
        attributions=attributions,
        events=events,
        figures=figures,
        terms=terms,
    )


def _sayings(
    draw: Draw,
) -> tuple[str, tuple[Attribution, ...], tuple[Entity, ...], tuple[Place, ...], tuple[Zone, ...]]:
    parts: list[str] = []
    at = 0
    attributions: list[Attribution] = []
    mentions: dict[str, list[Span]] = {}
    places: list[Place] = []
    zones: list[Zone] = []
    cast = [speaker_name(draw.often(SPEAKERS)) for _ in range(4)]
    for number in range(STATEMENTS):
        name = cast[min(3, draw.often(8))]
        content = [word(draw.often(VOCABULARY)) for _ in range(WORDS_OF_STATEMENT)]
        town = place_name(draw.often(PLACES))
        content[5] = town
        said = " ".join(content)
        filler = " ".join(word(draw.often(VOCABULARY)) for _ in range(15))
        sentence = f"{name} said that {said}. {filler}.\n"
        body = Span(at + len(name) + 11, at + len(name) + 11 + len(said))
        mentions.setdefault(name, []).append(Span(at, at + len(name)))
        start = body.start + said.index(town)
        places.append(
            Place(
                id=f"p{number}",
                span=Span(start, start + len(town)),
                name=town,
                country=COUNTRIES[len(town) % len(COUNTRIES)],
                admin=(f"{town} Province",),
            )
        )
        zone: ZoneName = "teaser" if draw.random.random() < 0.05 else "headline" if number == 0 else "body"
        attributions.append(
            Attribution(
                id=f"a{number + 1}",
                source=(Span(at, at + len(name)),),
                cue=(Span(at + len(name) + 1, at + len(name) + 5),),
                content=(body,),
                form="direct" if draw.random.random() < 0.3 else "indirect",
                speaker=f"e{cast.index(name)}",
                speaker_basis="named",
                zone=zone,
                score=round(0.5 + draw.random.random() / 2, 4),
            )
        )
        zones.append(Zone(zone, Span(at, at + len(sentence))))
        parts.append(sentence)
        at += len(sentence)
    entities = tuple(
        Entity(
            id=f"e{cast.index(name)}",
            type="PER",
            name=name,
            country=COUNTRIES[len(name) % len(COUNTRIES)],
            sector="GOV",
            roles=(Role("minister", None, spans[0]),),
            mentions=tuple(spans),
        )
        for name, spans in mentions.items()
    )
    return "".join(parts), tuple(attributions), entities, tuple(places), tuple(zones)


def _others(
    draw: Draw, attributions: tuple[Attribution, ...], entities: tuple[Entity, ...], places: tuple[Place, ...]
) -> tuple[tuple[Event, ...], tuple[Figure, ...], tuple[Term, ...]]:
    events, figures, terms = [], [], []
    for number, said in enumerate(attributions[:5], 1):
        span = Span(said.content[0].start, said.content[0].start + 4)
        party = Participant(entities[0].mentions[0], entities[0].id)
        events.append(
            Event(
                id=f"v{number}",
                trigger=(span,),
                type=TYPES[draw.often(len(TYPES))],
                actors=(party,),
                place=places[number - 1].id,
                stage="happened",
                polarity="affirmed",
                on_word_of=said.id,
                zone=said.zone,
                score=said.score,
            )
        )
        low = float(draw.often(200))
        figures.append(
            Figure(
                id=f"f{number}",
                span=span,
                what="killed",
                low=low,
                best=low,
                high=low,
                event=f"v{number}",
                on_word_of=said.id,
                zone=said.zone,
                score=said.score,
            )
        )
    said = attributions[0]
    terms.append(
        Term(
            id="c1",
            span=said.content[0],
            kind="ceasefire",
            status="announced",
            on_word_of=said.id,
            zone=said.zone,
            score=said.score,
        )
    )
    return tuple(events), tuple(figures), tuple(terms)
