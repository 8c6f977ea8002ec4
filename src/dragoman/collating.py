"""A store's reports set side by side: copies and incidents found and kept, parted and joined by people, traced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from msgspec import structs

from dragoman.collate.copies import Side, find_copies_of, prepare
from dragoman.collate.figures import is_loose, rival_figures
from dragoman.collate.fingerprints import fingerprint
from dragoman.collate.groups import regroup, telling
from dragoman.collate.incidents import incidents_of
from dragoman.collate.sketches import Rarity, Sketch, count_marks, sketch, weigh
from dragoman.collate.types import CopyLink, Incident, Member, Reason
from dragoman.collate.views import View, view
from dragoman.errors import UsageError
from dragoman.store import Store
from dragoman.store.collation import Step
from dragoman.store.sides import Sides
from dragoman.types import Event, Record

ID_CHARS = 16
SETTLED: Final = 500
"""Up to so many reports, all are set side by side anew when one comes in: how rare a word is still shifts."""
COUNTED: Final = 1_000
"""How rare a word is, is told by so many of a store's reports at most."""
TOGETHER: Final = 64
"""Reports set beside the others in one transaction, which other writers wait for."""
KEPT: Final = 512
"""Reports kept ready for comparing while others are looked at."""

SetBeside = Callable[[int], None]
"""Told how many records were set beside the others, each time that some are on the disk."""


def collate(
    store: Store, *, at: str, anew: bool = False, notice: SetBeside = lambda count: None
) -> tuple[int, ...]:
    """Set the reports that came in beside all others; numbers of the steps that no longer fit.

    What it costs is a matter of the new reports and of those they are like, not of how many there are. How rare a word
    is, is counted again when the store has doubled; what was found by the earlier count stays until a new report
    touches it, or until all is set side by side `anew`. A split or merge is made again where the very incidents it
    speaks of are found again; where reports have come in between, it is left for somebody to look at. `at` is the time
    that is noted. An interruption loses what was found since the last call of `notice`; the same call goes on there.

    Raises:
        StoreError: the disk is full, another writer does not end.
    """
    anew, done = anew or _is_unsettled(store), 0
    last: int | None = 0
    while last is not None:
        with store.setting_beside() as sides:
            if anew or not sides.begun():
                sides.forget()
            waiting = sides.waiting(SETTLED if sides.size() <= SETTLED else TOGETHER)
            if waiting.documents:
                _set_beside(waiting.documents, sides)
            sides.note(at, waiting.last_record)
        last, anew = waiting.last_record, False
        done += len(waiting.documents)
        notice(done)
    return tuple(step.number for step in store.idle_steps() if not _again(store, step))


def _is_unsettled(store: Store) -> bool:
    """Whether so few reports are there that new ones change how rare words are."""
    with store.setting_beside() as sides:
        return sides.size() <= SETTLED and bool(sides.waiting(SETTLED).documents)


def _set_beside(rows: Sequence[int], sides: Sides) -> None:
    """Find what new documents have in common with the others, and keep it."""
    seen = lru_cache(maxsize=KEPT)(lambda row: view(sides.record(row)))
    ready = lru_cache(maxsize=KEPT)(lambda row: prepare(sides.document(int(row))))
    rarity = _rarity(sides, seen)
    fresh = [other for row in rows for other in (row, *sides.drop(row))]
    links = [link for row in rows for link in _put_one(row, sides, rarity, (seen, ready))]
    sides.put_links(links)
    groups = {min(group): group for group in regroup(fresh, sides.shelf, rarity)}
    groups |= {min(group): group for group in _linked(links, sides) if min(group) not in groups}
    for group in groups.values():
        views = [seen(row) for row in group]
        sides.replace_incidents(group, incidents_of(views, rarity, sides.links_of(group)))


Ready = tuple[Callable[[int], View], Callable[[str], Side]]
"""Views of documents by their rows, and what copies are found by."""


def _put_one(row: int, sides: Sides, rarity: Rarity, ready: Ready) -> Iterator[CopyLink]:
    """Put a new document among the others; its links to them."""
    side, one = ready[1](str(row)), sketch(ready[0](row))
    numbers = fingerprint(side.words)
    yield from find_copies_of(side, numbers, sides.numbers, ready[1])
    sides.add(row, one, numbers, telling(weigh(one, rarity)))


def _linked(links: Iterable[CopyLink], sides: Sides) -> Iterator[tuple[int, ...]]:
    """The groups of the documents that are known to be copies now: what they claim is not theirs alone."""
    for link in links:
        if link.is_copy and link.order_basis is not None:
            yield sides.group_with(link.second)


def _rarity(sides: Sides, seen: Callable[[int], View]) -> Rarity:
    """How rare marks are, counted again when the store has doubled."""
    size, known = sides.size(), sides.rarity()
    if known is not None and size < 2 * known[0]:
        return known[1]
    counted = count_marks([_sketch(row, sides, seen) for row in sides.sample(COUNTED)])
    sides.put_rarity(size, counted)
    return counted


def _sketch(row: int, sides: Sides, seen: Callable[[int], View]) -> Sketch:
    return sides.shelf.sketch(row) if sides.holds(row) else sketch(seen(row))


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
