"""Reports of one event side by side: by their events where they have any, as a whole where they don't. None is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import combinations
from typing import Final

from msgspec import structs

from dragoman.collate.figures import figures_of, sources_of
from dragoman.collate.groups import group_reports, reasons
from dragoman.collate.linkage import Pair, average_link
from dragoman.collate.names import key_of
from dragoman.collate.order import by_time
from dragoman.collate.same_event import (
    NO_TYPE,
    Told,
    blocks,
    features,
    head_of,
    tell,
    weight_of_evidence,
)
from dragoman.collate.sketches import Rarity, Vector, count_marks, likeness, sketch, weigh
from dragoman.collate.types import CopyLink, Incident, JoinKind, Member, Passage, Reason
from dragoman.collate.views import View, view
from dragoman.types import OUTSIDE_ZONES, Event, Record

LEAST_EVIDENCE: Final = -1.0
"""Mean weight of evidence above which tellings are of one event: best CoNLL (76.8) on the ECB+ training topics."""
NO_EVIDENCE: Final = -6.0
"""Of two tellings whose words have nothing in common."""
ID_CHARS: Final = 16
Part = tuple[int, tuple[str, ...]]
"""A document by its number, and its events in an incident."""


def find_incidents(records: Iterable[Record], links: Iterable[CopyLink] = ()) -> tuple[Incident, ...]:
    """The incidents that records report, each with every figure claimed in it; oldest first within each.

    Every record has a part in one at least, and says so where it is in several (`Member.also_in`). A record
    with events has a part in the incident of each; one without stands, whole, where the reports most like it do.
    `links` tells the figures which claims are copies of others.

    >>> find_incidents([])
    ()
    """
    views = tuple(view(record) for record in _oldest_first(records))
    sketches = [sketch(one) for one in views]
    rarity, links = count_marks(sketches), tuple(links)
    groups = sorted(group_reports(sketches, rarity), key=min)
    return tuple(
        incident
        for group in groups
        for incident in incidents_of([views[number] for number in group], rarity, links)
    )


def _oldest_first(records: Iterable[Record]) -> tuple[Record, ...]:
    found = {record.document.id: record for record in records}
    return tuple(found[document.id] for document in by_time(record.document for record in found.values()))


def incidents_of(views: Sequence[View], rarity: Rarity, links: Iterable[CopyLink]) -> tuple[Incident, ...]:
    """The incidents that one group of reports tells of; the reports come oldest first."""
    group = _group(views, [weigh(sketch(one), rarity) for one in views])
    incidents = [_incident(parts, group) for parts in _parts_of_incidents(group)]
    return tuple(_with_figures(_cross_named(incidents), views, tuple(links)))


# ---- the events of a group of reports


@dataclass(frozen=True, eq=False)
class _Group:
    """The reports of a group by their numbers; what is said of two of them is worked out once, however often asked."""

    views: Sequence[View]
    likeness: Callable[[int, int], float]
    reasons: Callable[[int, int], tuple[Reason, ...]]


def _group(views: Sequence[View], vectors: Sequence[Vector]) -> _Group:
    alike = cache(lambda one, two: likeness(vectors[one], vectors[two]))
    why = cache(lambda own, other: reasons((views[own], vectors[own]), (views[other], vectors[other])))
    return _Group(views, lambda one, two: alike(min(one, two), max(one, two)), why)


def _parts_of_incidents(group: _Group) -> list[list[Part]]:
    """The parts of each incident that a group of reports tells of."""
    told = [
        tell(number, one.record, event)
        for number, one in enumerate(group.views)
        for event in own_events(one.record)
    ]
    if not told:
        return [[(number, ()) for number in range(len(group.views))]]
    incidents = [_parts(told, members) for members in _by_label(join_tellings(told, group.likeness))]
    silent = set(range(len(group.views))) - {one.document for one in told}
    for number in sorted(silent):
        _likest(number, incidents, group).append((number, ()))
    return [sorted(parts) for parts in incidents]


def _by_label(labels: Sequence[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        groups[label].append(number)
    return list(groups.values())


def own_events(record: Record) -> tuple[Event, ...]:
    """The events of the report itself, those of teasers and furniture aside."""
    return tuple(event for event in record.events if event.zone not in OUTSIDE_ZONES)


def join_tellings(
    told: Sequence[Told], alike: Callable[[int, int], float], least: float = LEAST_EVIDENCE
) -> tuple[int, ...]:
    """The group of each telling of an event, by the number of its first member; `alike` is of two documents."""
    evidence: dict[Pair, float] = {}
    for first, second in pairs_to_compare(told):
        one, two = told[first], told[second]
        like = 1.0 if one.document == two.document else alike(one.document, two.document)
        evidence[first, second] = weight_of_evidence(features(one, two, like))
    return average_link(len(told), evidence, least, NO_EVIDENCE)


def pairs_to_compare(told: Sequence[Told]) -> list[Pair]:
    """The tellings that some word may join, each two once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        for block in blocks(one):
            holders[block].append(number)
    return sorted({pair for held in holders.values() for pair in combinations(held, 2)})


def _parts(told: Sequence[Told], members: list[int]) -> list[Part]:
    events: dict[int, list[str]] = defaultdict(list)
    for member in members:
        events[told[member].document].append(told[member].event.id)
    return [(document, tuple(names)) for document, names in events.items()]


def _likest(number: int, incidents: list[list[Part]], group: _Group) -> list[Part]:
    """The incident that a report without events stands in: the one with most of the reports, the likest of these."""
    most = max(len(parts) for parts in incidents)
    largest = [parts for parts in incidents if len(parts) == most]
    return max(largest, key=lambda parts: max(group.likeness(number, other) for other, _ in parts))


# ---- an incident and why each member stands in it


def _incident(parts: list[Part], group: _Group) -> Incident:
    views = group.views
    members = tuple(_member(place, parts, group) for place in range(len(parts)))
    events = [
        (views[number].record, event) for number, names in parts for event in _events(views[number], names)
    ]
    days = sorted(day for record, event in events if (day := _day(record, event)))
    return Incident(
        id=_id(members),
        members=members,
        types=_distinct(event.type for _, event in events if event.type != NO_TYPE),
        places=_distinct(_places(views[number], names) for number, names in parts),
        actors=_distinct(name for record, event in events for name in _actors(record, event)),
        start=days[0] if days else None,
        end=days[-1] if days else None,
    )


def _id(members: Sequence[Member]) -> str:
    named = sorted((member.document, *member.events) for member in members)
    return "i" + sha256(repr(named).encode()).hexdigest()[:ID_CHARS]


def _member(place: int, parts: list[Part], group: _Group) -> Member:
    number, events = parts[place]
    own = group.views[number]
    if not place:
        return Member(document=own.document, events=events)
    nearest, others = max(parts[:place], key=lambda part: (group.likeness(number, part[0]), -part[0]))
    other = group.views[nearest]
    named = _event_reasons(_events(own, events), _events(other, others), (own, other))
    return Member(
        document=own.document,
        events=events,
        reasons=(*named, *group.reasons(number, nearest)),
        score=group.likeness(number, nearest),
    )


def _events(one: View, names: Iterable[str]) -> tuple[Event, ...]:
    wanted = set(names)
    return tuple(event for event in one.record.events if event.id in wanted)


def _event_reasons(
    own: Sequence[Event], others: Sequence[Event], views: tuple[View, View]
) -> Iterator[Reason]:
    """The first pair of events with the same type, or named by the same word."""
    for one in own:
        for two in others:
            detail = one.type if one.type == two.type != NO_TYPE else _same_word(one, two, views)
            if detail and one.trigger and two.trigger:
                kind: JoinKind = "type" if detail == one.type else "words"
                passages = (
                    Passage(views[0].document, one.trigger[0]),
                    Passage(views[1].document, two.trigger[0]),
                )
                yield Reason(kind=kind, detail=detail, own=passages[0], other=passages[1])
                return


def _same_word(one: Event, two: Event, views: tuple[View, View]) -> str | None:
    heads = [head_of(seen.record, event) for event, seen in zip((one, two), views, strict=True)]
    return heads[0] if heads[0] == heads[1] else None


def _day(record: Record, event: Event) -> str | None:
    return next((time.start[:10] for time in record.times if time.id == event.time and time.start), None)


def _places(one: View, names: Sequence[str]) -> str | None:
    wanted = {event.place for event in _events(one, names)}
    return next((place.name for place in one.record.places if place.id in wanted), None)


def _actors(record: Record, event: Event) -> Iterator[str]:
    for actor in event.actors:
        entity = record.entity(actor.entity)
        if entity is not None and entity.name and key_of(entity):
            yield entity.name


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _cross_named(incidents: list[Incident]) -> list[Incident]:
    """Each member told which other incidents its document has a part in."""
    where: dict[str, list[str]] = defaultdict(list)
    for incident in incidents:
        for member in incident.members:
            where[member.document].append(incident.id)
    return [
        structs.replace(
            incident,
            members=tuple(
                structs.replace(
                    one, also_in=tuple(name for name in where[one.document] if name != incident.id)
                )
                for one in incident.members
            ),
        )
        for incident in incidents
    ]


def _with_figures(
    incidents: list[Incident], views: Sequence[View], links: tuple[CopyLink, ...]
) -> Iterator[Incident]:
    by_id: Mapping[str, Record] = {one.document: one.record for one in views}
    main, sources = _main_incidents(incidents), sources_of(links, by_id)
    for incident in incidents:
        loose = {member.document for member in incident.members if main[member.document] == incident.id}
        yield structs.replace(incident, figures=figures_of(incident, by_id, sources, loose=loose))


def _main_incidents(incidents: Sequence[Incident]) -> dict[str, str]:
    """For each document, the incident with most members that it has a part in: its figures of no event stand there."""
    main: dict[str, str] = {}
    for incident in sorted(incidents, key=lambda one: (-len(one.members), one.id)):
        for member in incident.members:
            main.setdefault(member.document, incident.id)
    return main
