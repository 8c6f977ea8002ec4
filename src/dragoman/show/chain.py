"""Show: by whose mouth words came to the reader, from the publisher down to the one who spoke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from dragoman.show.control import one_line
from dragoman.types import (
    OUTSIDE_ZONES,
    Attribution,
    ChainLink,
    Entity,
    Figure,
    Place,
    Record,
    Span,
    Time,
    join_spans,
)

NO_SOURCE = "no source found"
FIRST_ONLY = "cited for the first sentence only"


_STOP = re.compile(r"[.!?][\"”’)]*\s+[\"“‘(]*[A-Z0-9]")


class Chain(Struct, frozen=True):
    """One way by which words reach the reader: the publisher, an outlet it cites, those who speak there."""

    links: tuple[str, ...]
    note: str = ""


class Lookup(Struct, frozen=True):
    """A record with its ids looked up once, for what goes through all of it."""

    record: Record
    names: dict[str, str]
    """What each entity is called, by its id."""
    types: dict[str, str]
    """Which type each entity is of, by its id."""
    numbers: dict[str, int]
    """Which of the record's attributions, from 1, an id stands for."""
    reached: dict[int, tuple[ChainLink, ...]]
    """The links of the chain whose word an attribution stands on, by its number."""
    places: dict[str, Place]
    times: dict[str, Time]
    figures: dict[str, Figure]

    def attribution(self, attribution_id: str | None) -> Attribution | None:
        """The attribution with this id, if there is one."""
        number = self.numbers.get(attribution_id or "")
        return None if number is None else self.record.attributions[number - 1]

    def name(self, entity_id: str | None) -> str | None:
        """What an entity is called: its name, else the first words that mention it; None if there is no such entity."""
        return self.names.get(entity_id or "")


def look_up(record: Record) -> Lookup:
    """The record with its names, ids and chain looked up; of things that share an id the first counts."""
    return Lookup(
        record=record,
        names={entity.id: _name(record, entity) for entity in reversed(record.entities)},
        types={entity.id: entity.type for entity in reversed(record.entities)},
        numbers={
            found.id: len(record.attributions) - at for at, found in enumerate(reversed(record.attributions))
        },
        reached=_reached(record),
        places={place.id: place for place in reversed(record.places)},
        times={time.id: time for time in reversed(record.times)},
        figures={figure.id: figure for figure in reversed(record.figures)},
    )


def _name(record: Record, entity: Entity) -> str:
    words = record.quote(entity.mentions[0]) if entity.mentions else entity.id
    return one_line(entity.name or words)


def speaker_of(known: Lookup, attribution: Attribution) -> str:
    """Who is said to have said it: the speaker's name, else the words of the source, else that there is none."""
    words = one_line(known.record.quote(attribution.source))
    return known.name(attribution.speaker) or words or NO_SOURCE


def chains_of(known: Lookup) -> tuple[Chain, ...]:
    """The ways by which words reach the reader, the publisher first: one for each outlet cited, one past them all.

    Under an outlet stand those who speak where its word reaches, and nobody else; at most three of them by name.
    Outlets under which nobody speaks share one.
    """
    record, publisher = known.record, _publisher(known.record)
    outlets = [name for name in _names(known, (link.outlet for link in record.chain)) if name != publisher]
    speakers: dict[str, list[str]] = {name: [] for name in (*outlets, "")}
    for number, found in enumerate(record.attributions, 1):
        name = known.name(found.speaker)
        if name is None or name in speakers or name == publisher or found.zone in OUTSIDE_ZONES:
            continue
        reached = _names(known, (link.outlet for link in known.reached.get(number, ())))
        for outlet in [one for one in reached if one in speakers] or [""]:
            speakers[outlet].append(name)
    opening = _cited_for_the_opening(known)
    bare = [name for name in outlets if not speakers[name] and name not in opening]
    under = [
        Chain((publisher, name, *_shared(speakers[name])), FIRST_ONLY if name in opening else "")
        for name in outlets
        if speakers[name] or name in opening
    ]
    under += [Chain((publisher, *_shared(bare)))] if bare else []
    past = [Chain((publisher, *_shared(speakers[""])))] if speakers[""] or not under else []
    return (*under, *past)


def _shared(names: list[str]) -> tuple[str, ...]:
    return (_few(list(dict.fromkeys(names))),) if names else ()


def _cited_for_the_opening(known: Lookup) -> frozenset[str]:
    """The outlets on whose word the report's first sentence stands and, by the record, nothing else."""
    record = known.record
    first = next((zone.span.start for zone in record.document.zones if zone.zone == "body"), None)
    scopes: dict[str, list[Span]] = {}
    for link in record.chain:
        scopes.setdefault(known.name(link.outlet) or "", []).append(link.scope)
    return frozenset(
        name
        for name, (scope, *more) in scopes.items()
        if not more and first is not None and scope.start <= first < scope.end
        if not _STOP.search(record.quote(scope))
    )


def chain_to(known: Lookup, number: int) -> tuple[str, ...]:
    """The chain of one attribution (from 1): publisher, outlets that reach it, those it is inside of, its speaker."""
    attribution = known.record.attributions[number - 1]
    reached = (link.outlet for link in known.reached.get(number, ()))
    above = [speaker_of(known, found) for found in _outer(known, attribution)]
    names = (
        _publisher(known.record),
        *_names(known, reached),
        *reversed(above),
        speaker_of(known, attribution),
    )
    return tuple(dict.fromkeys(names))


def _publisher(record: Record) -> str:
    publisher = record.document.publisher
    return one_line(publisher) if publisher else "publisher not known"


def _names(known: Lookup, ids: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for one in ids if (name := known.name(one))))


def _few(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _reached(record: Record) -> dict[int, tuple[ChainLink, ...]]:
    """The links that reach each attribution: a sweep over the text, which keeps the scopes begun and not ended."""
    coming = sorted(enumerate(record.chain), key=lambda link: link[1].scope.start)
    said = ((number, found.content or found.cue) for number, found in enumerate(record.attributions, 1))
    wholes = sorted((join_spans(spans), number) for number, spans in said if spans)
    reached: dict[int, tuple[ChainLink, ...]] = {}
    begun: list[tuple[int, ChainLink]] = []
    following = 0
    for whole, number in wholes:
        while following < len(coming) and coming[following][1].scope.start <= whole.start:
            begun.append(coming[following])
            following += 1
        begun = [link for link in begun if link[1].scope.end > whole.start]
        reached[number] = tuple(link for _, link in sorted(_covering(begun, whole), key=lambda link: link[0]))
    return reached


def _covering(links: Iterable[tuple[int, ChainLink]], whole: Span) -> Iterator[tuple[int, ChainLink]]:
    return (link for link in links if link[1].scope.covers(whole))


def _outer(known: Lookup, attribution: Attribution) -> list[Attribution]:
    outer: dict[str, Attribution] = {}
    above = known.attribution(attribution.inside)
    while above is not None and above.id not in outer:
        outer[above.id] = above
        above = known.attribution(above.inside)
    return list(outer.values())
