"""A store's reports set side by side: copies and incidents found and kept, parted and joined by people, traced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from msgspec import structs

from dragoman.collate.copies import find_copies
from dragoman.collate.figures import is_loose, rival_figures
from dragoman.collate.incidents import find_incidents
from dragoman.collate.types import CopyLink, Incident, Member, Reason
from dragoman.errors import UsageError
from dragoman.store import Store
from dragoman.store.collation import Step
from dragoman.types import Event, Record

ID_CHARS = 16


def collate(store: Store, *, at: str) -> tuple[int, ...]:
    """Find the copies and the incidents among all reports of a store; numbers of the steps that no longer fit.

    A split or merge is made again where the very incidents it speaks of are found again; where reports have come in
    between, it is left for somebody to look at. `at` is the time that is noted.

    Raises:
        StoreError: the disk is full, another writer does not end.
    """
    links = tuple(find_copies(record.document for record in store.records()))
    incidents = find_incidents(store.records(), links)
    store.put_collation(links, incidents, at=at)
    return tuple(step.number for step in store.incident_steps() if not _again(store, step))


def _again(store: Store, step: Step) -> bool:
    try:
        store.retake(step, _made(store, step))
    except UsageError:  # the incidents are others now
        return False
    return True


def merge(store: Store, incidents: Iterable[str], *, who: str, at: str) -> int:
    """Say that incidents are one; the number of the step.

    Raises:
        UsageError: fewer than two, or one that does not count.
    """
    found = tuple(store.incident(name).id for name in incidents)
    if len(set(found)) < 2:
        raise UsageError("a merge takes two incidents or more", hint="dragoman incidents lists them")
    step = Step(number=0, action="merge", incidents=found)
    return store.take_step(step, _made(store, step), who=who, at=at)


def split(store: Store, incident: str, documents: Iterable[str], *, who: str, at: str) -> int:
    """Say that some documents of an incident report another one; the number of the step.

    Raises:
        UsageError: they are none, or all, of its documents.
    """
    found = store.incident(incident)
    parted = tuple(store.record(name).document.id for name in documents)
    step = Step(number=0, action="split", incidents=(found.id,), documents=parted)
    return store.take_step(step, _made(store, step), who=who, at=at)


def _made(store: Store, step: Step) -> tuple[Incident, ...]:
    """The incidents that a step makes of those it takes."""
    taken = store.counting(step.incidents)
    if step.action == "merge":
        groups = [[member for one in taken for member in one.members]]
    else:
        members = [member for one in taken for member in one.members]
        away = [member for member in members if member.document in step.documents]
        kept = [member for member in members if member.document not in step.documents]
        if not away or not kept or {member.document for member in away} != set(step.documents):
            raise UsageError("these are none or all of its documents", hint="name some of them")
        groups = [kept, away]
    documents = {member.document for members in groups for member in members}
    records = {document: store.record(document) for document in documents}
    links = [link for document in sorted(documents) for link in store.copies_of(document)]
    loose = _loose_documents(taken, records)
    return tuple(_incident(members, records, links, loose) for members in groups)


def _loose_documents(taken: Iterable[Incident], records: Mapping[str, Record]) -> set[str]:
    """The documents whose figures of no event stand in these incidents; those of others stand in one left alone."""
    return {
        claim.document
        for one in taken
        for rivals in one.figures
        for claim in rivals.claims
        for figure in records[claim.document].figures
        if figure.id == claim.figure and is_loose(figure, records[claim.document])
    }


def _incident(
    members: Iterable[Member], records: Mapping[str, Record], links: Iterable[CopyLink], loose: set[str]
) -> Incident:
    """The incident of these members as their own events describe it, with every claim but those `loose` leaves out."""
    joined = _joined(members)
    events = [
        (records[one.document], event) for one in joined for event in _events(records[one.document], one)
    ]
    days = sorted(day for record, event in events if (day := _day(record, event)))
    made = Incident(
        id=_id(joined),
        members=joined,
        types=tuple(dict.fromkeys(event.type for _, event in events)),
        places=_named(_place(record, event) for record, event in events),
        actors=_named(name for record, event in events for name in _actors(record, event)),
        start=days[0] if days else None,
        end=days[-1] if days else None,
    )
    return structs.replace(made, figures=rival_figures(made, records, links, loose=loose))


def _joined(members: Iterable[Member]) -> tuple[Member, ...]:
    """Members with one entry for a document, which says that somebody put it there."""
    events: dict[str, list[str]] = {}
    for member in members:
        events.setdefault(member.document, []).extend(member.events)
    given = (Reason(kind="given", detail="put there by hand"),)
    return tuple(
        Member(document=document, events=tuple(dict.fromkeys(names)), reasons=given)
        for document, names in events.items()
    )


def _id(members: Iterable[Member]) -> str:
    """The id of an incident that people made: of its members, and told apart from those found."""
    named = sorted((member.document, *member.events) for member in members)
    return "m" + sha256(repr(named).encode()).hexdigest()[:ID_CHARS]


def _events(record: Record, member: Member) -> tuple[Event, ...]:
    return tuple(event for event in record.events if event.id in member.events)


def _day(record: Record, event: Event) -> str | None:
    return next((time.start[:10] for time in record.times if time.id == event.time and time.start), None)


def _place(record: Record, event: Event) -> str | None:
    return next((place.name for place in record.places if place.id == event.place), None)


def _actors(record: Record, event: Event) -> Iterator[str | None]:
    return (entity.name for actor in event.actors if (entity := record.entity(actor.entity)) is not None)


def _named(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
