"""Store: a record with its parts by id, and the words that stand for its speakers, parties, ways and places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.resources import load_table
from dragoman.types import (
    PUBLISHER,
    Attribution,
    Entity,
    Event,
    Figure,
    Participant,
    Place,
    Record,
    Span,
    Time,
)

WAY = " <- "
SENTENCE_CHARS = 400
"""How much of the sentence around a value is kept beside it."""
_END = re.compile(r"[.!?][\"'”’)\]]*\s|\n")


@dataclass(frozen=True)
class Reading:
    """A record, indexed once for all of its rows."""

    record: Record
    entities: Mapping[str, Entity]
    attributions: Mapping[str, Attribution]
    events: Mapping[str, Event]
    figures: Mapping[str, Figure]
    places: Mapping[str, Place]
    times: Mapping[str, Time]
    mentions: tuple[tuple[Span, str], ...]
    """Every mention with its entity's id, in text order."""
    toponyms: tuple[tuple[Span, Place], ...]

    def within(self, span: Span) -> Iterator[tuple[Span, Entity]]:
        """The mentions that lie inside `span`."""
        for mention, entity in _inside(self.mentions, span):
            yield mention, self.entities[entity]

    def mention_at(self, start: int) -> Span | None:
        """The longest mention that begins at `start`."""
        found = [
            mention for mention, _ in _inside(self.mentions, Span(start, len(self.record.document.text)), 40)
        ]
        return max((span for span in found if span.start == start), key=len, default=None)


def index(record: Record) -> Reading:
    """The record with its parts by id."""
    mentions = [(span, entity.id) for entity in record.entities for span in entity.mentions]
    return Reading(
        record=record,
        entities={found.id: found for found in record.entities},
        attributions={found.id: found for found in record.attributions},
        events={found.id: found for found in record.events},
        figures={found.id: found for found in record.figures},
        places={found.id: found for found in record.places},
        times={found.id: found for found in record.times},
        mentions=tuple(sorted(mentions)),
        toponyms=tuple(sorted(((place.span, place) for place in record.places), key=lambda found: found[0])),
    )


def _inside(found: tuple[tuple[Span, object], ...], span: Span, most: int | None = None) -> Iterator:  # type: ignore[type-arg]
    at = bisect_left(found, span.start, key=lambda item: item[0].start)
    end = bisect_right(found, span.end, key=lambda item: item[0].start)
    return (item for item in found[at : end if most is None else min(end, at + most)] if span.covers(item[0]))


# ---- words


def joined(words: Iterable[str | None], *, between: str = "; ") -> str:
    """Each of the words once, in order, without the empty ones.

    >>> joined(["Sill", "", "Ketter", None, "Sill"])
    'Sill; Ketter'
    """
    return between.join(dict.fromkeys(word for word in words if word))


def name_of(reading: Reading, entity_id: str | None) -> str:
    """An entity's name or, if the report gives none, the first words that stand for it; "" for no entity."""
    entity = reading.entities.get(entity_id or "")
    if entity is None:
        return ""
    return entity.name or (reading.record.quote(entity.mentions[0]) if entity.mentions else "")


def roles_of(reading: Reading, entity_ids: Iterable[str | None]) -> str:
    """Offices, country and sector of entities, as words to search."""
    found = [reading.entities[name] for name in entity_ids if name is not None and name in reading.entities]
    return joined(word for entity in found for word in _roles(entity))


def _roles(entity: Entity) -> Iterator[str | None]:
    yield from (joined((role.title, role.of), between=" ") for role in entity.roles)
    yield from (entity.country, entity.sector)


def party(reading: Reading, participant: Participant) -> str:
    """A participant's name, else its words.

    Words that differ from the name stand beside it: they may be what is searched for.
    """
    words = reading.record.quote(participant.span)
    name = name_of(reading, participant.entity)
    return f"{name} ({words})" if name and name not in words else words


def parties(reading: Reading, participants: Iterable[Participant]) -> str:
    """Names of participants, joined."""
    return joined(party(reading, participant) for participant in participants)


def named_in(reading: Reading, spans: Iterable[Span]) -> str:
    """Names of the entities that words in `spans` stand for, where those words are not the name itself."""
    found = (pair for span in spans for pair in reading.within(span))
    return joined(
        entity.name
        for mention, entity in found
        if entity.name and entity.name not in reading.record.quote(mention)
    )


def places_in(reading: Reading, spans: Iterable[Span]) -> str:
    """Places named in `spans`, with the units and countries around them."""
    found = (place for span in spans for _, place in _inside(reading.toponyms, span))
    return joined(place_words(place) for place in found)


def place_words(place: Place) -> str:
    """A place with the units and the country it is in.

    >>> place_words(Place(id="p1", span=Span(0, 5), name="Idlib", admin=("Idlib Governorate",), country="SYR"))
    'Idlib, Idlib Governorate, Syria SYR'
    """
    country = f"{_countries().get(place.country, '')} {place.country}".strip() if place.country else ""
    return joined((place.name, *place.admin, country), between=", ")


@cache
def _countries() -> Mapping[str, str]:
    return {row["alpha3"]: row["name"] for row in load_table("countries.tsv")}


def sentence_around(text: str, span: Span) -> str:
    """The sentence a span stands in, as far as its marks tell, cut at `SENTENCE_CHARS`.

    >>> sentence_around("Talks began. Two died in Sill. No word came.", Span(13, 16))
    'Two died in Sill.'
    """
    before = text[max(0, span.start - SENTENCE_CHARS) : span.start]
    start = max((found.end() for found in _END.finditer(before)), default=0)
    after = text[span.end : span.end + SENTENCE_CHARS] + "\n"
    found = _END.search(after)
    return (before[start:] + text[span.start : span.end] + after[: found.end() if found else None]).strip()


# ---- on whose word, and by which way


def word_of(reading: Reading, on_word_of: str) -> tuple[str, str, tuple[str | None, ...]]:
    """Who gives a value its word: name, source words, entity ids; the publisher where no attribution does."""
    found = reading.attributions.get(on_word_of)
    if found is None:
        return reading.record.document.publisher or "", "", ()
    return name_of(reading, found.speaker), reading.record.quote(found.source), (found.speaker,)


def way_of(reading: Reading, at: int, attribution: str | None = None) -> str:
    """How words at `at` came to the reader: publisher, the outlets it cites for them, who reports them there."""
    cited = [link for link in reading.record.chain if link.scope.start <= at < link.scope.end]
    outlets = [
        name_of(reading, link.outlet) for link in sorted(cited, key=lambda link: (link.scope, link.span))
    ]
    return joined((reading.record.document.publisher, *outlets, *_outer(reading, attribution)), between=WAY)


def _outer(reading: Reading, attribution: str | None) -> list[str]:
    """The speakers in whose words an attribution stands, the outermost first."""
    names: list[str] = []
    seen = {attribution}
    found = reading.attributions.get(attribution or "")
    while found is not None and found.inside and found.inside not in seen:
        seen.add(found.inside)
        found = reading.attributions.get(found.inside)
        if found is None:
            break
        names.append(name_of(reading, found.speaker) or reading.record.quote(found.source))
    return names[::-1]


def through_of(reading: Reading, on_word_of: str, at: int) -> str:
    """The way of an event, a figure or a term: as `way_of`, its attribution's speaker last."""
    if on_word_of == PUBLISHER:
        return way_of(reading, at)
    return joined((way_of(reading, at, on_word_of), word_of(reading, on_word_of)[0]), between=WAY)
