"""Show: by whose mouth words came to the reader, from the publisher down to the one who spoke."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from dragoman.show.control import one_line
from dragoman.types import OUTSIDE_ZONES, Attribution, ChainLink, Entity, Record, Span, join_spans

NO_SOURCE = "no source found"


class Lookup(Struct, frozen=True):
    """A record with its ids looked up once, for what goes through all of it."""

    record: Record
    names: dict[str, str]
    """What each entity is called, by its id."""
    numbers: dict[str, int]
    """Which of the record's attributions, from 1, an id stands for."""
    reached: dict[int, tuple[ChainLink, ...]]
    """The links of the chain whose word an attribution stands on, by its number."""

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
        numbers={
            found.id: len(record.attributions) - at for at, found in enumerate(reversed(record.attributions))
        },
        reached=_reached(record),
    )


def _name(record: Record, entity: Entity) -> str:
    words = record.quote(entity.mentions[0]) if entity.mentions else entity.id
    return one_line(entity.name or words)


def speaker_of(known: Lookup, attribution: Attribution) -> str:
    """Who is said to have said it: the speaker's name, else the words of the source, else that there is none."""
    words = one_line(known.record.quote(attribution.source))
    return known.name(attribution.speaker) or words or NO_SOURCE


def chain_of(known: Lookup) -> tuple[str, ...]:
    """The chain of the whole report: publisher, the outlets it cites, those who speak in it, each link once.

    Several outlets or speakers share a link, at most three of them by name.
    """
    record = known.record
    own = (found for found in record.attributions if found.zone not in OUTSIDE_ZONES)
    outlets = _names(known, (link.outlet for link in record.chain))
    speakers = _names(known, (found.speaker for found in own))
    held = {*outlets, _publisher(record)}
    others = [name for name in speakers if name not in held]
    return tuple(link for link in (_publisher(record), _few(outlets), _few(others)) if link)


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
