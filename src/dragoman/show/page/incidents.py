"""Show: the pages of incidents: the list, and one with its rival claims side by side; none is picked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from msgspec import Struct

from dragoman.collate.types import Claim, Incident, Member, RivalFigures
from dragoman.errors import UsageError
from dragoman.show.page.addresses import asked_of
from dragoman.show.page.drawing import Bar, Scale, Tick, bar_of, claims_scale, day_number
from dragoman.show.page.render import render
from dragoman.show.page.report import ID_CHARS, title_of
from dragoman.show.page.search import table_or_reason
from dragoman.show.page.sheets import rows_of, sheet_of
from dragoman.show.page.site import Asks, Lent, Served
from dragoman.show.page.words import APPLY, FILTERS
from dragoman.store import Store
from dragoman.store.answer import Cells
from dragoman.store.collation import bounds_in_words
from dragoman.types import PUBLISHER, Record

WIDTH = 280.0
NEAR = 8
"""Other incidents that are offered to be joined with one."""
NEAR_DAYS = 3
"""How far their days may lie from its own: reports of one event often differ by a day or two."""
CLAIM_COLUMNS = (
    *("what", "unit", "status", "low", "best", "high", "who", "through", "published", "time", "words"),
    *("id", "start", "end", "repeats"),
)
MEMBER_COLUMNS = ("id", "published", "title", "events", "reasons", "also_in")
RecordOf = Callable[[str], Record]


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A claim as the page tells it: who, how many, when, through whom, in which words."""

    number: int
    figure: str
    bar: Bar | None
    who: str
    named: bool
    through: tuple[str, ...]
    published: str
    day: str
    words: str
    id: str
    repeats: str


class Rivals(Struct, frozen=True, kw_only=True):
    """Every claim on one question, on one scale, with how they moved and which cannot both hold."""

    what: str
    claims: tuple[ClaimRow, ...]
    ticks: tuple[Tick, ...]
    moves: tuple[tuple[int, int, str], ...]
    contradictions: tuple[tuple[int, int], ...]


class StepRow(Struct, frozen=True, kw_only=True):
    """A step about an incident: whether it took the incident or made it, and the others it made or took."""

    number: int
    action: str
    who: str
    day: str
    took: bool
    others: tuple[tuple[str, str], ...]
    """Ids, each with its title."""


class MemberRow(Struct, frozen=True, kw_only=True):
    """A report of an incident, and what it stands there for."""

    id: str
    title: str
    published: str
    events: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    also_in: tuple[str, ...]


@get("/incidents", include_in_schema=False, sync_to_thread=True)
def incidents_page(site: Served, stores: Lent, request: Asks) -> Response[str]:
    """The incidents, the newest first."""
    asked = asked_of("incidents", request.query_params.multi_items())
    with stores.lend() as store:
        found, error = table_or_reason(store, asked)
    return render(
        site,
        "incidents.html",
        status=400 if error else 200,
        current="incidents",
        asked=asked,
        found=found,
        error=error,
        apply=APPLY["incidents"],
        told_of=FILTERS,
    )


@get("/incident/{incident_id:str}", include_in_schema=False, sync_to_thread=True)
def incident_page(site: Served, stores: Lent, incident_id: FromPath[str]) -> Response[str]:
    """One incident."""
    with stores.lend() as store:
        incident = store.incident(incident_id)
        record_of = cache(store.record)
        members = tuple(member_row(record_of, member) for member in incident.members)
        rivals = tuple(rivals_of(record_of, rival) for rival in incident.figures)
        steps = tuple(_step_row(store, incident, row) for row in store.steps_about(incident.id))
        counts = not any(step.took for step in steps)
        near = near_to(store, incident) if counts and site.reviewer else ()
    return render(
        site,
        "incident.html",
        current="incidents",
        incident=incident,
        title=_title(incident),
        members=members,
        rivals=rivals,
        steps=steps,
        counts=counts,
        near=near,
    )


def _step_row(store: Store, incident: Incident, row: Mapping[str, Any]) -> StepRow:
    """A step of the log as the page of an incident tells of it."""
    taken, made = ((row[name] or "").split("; ") for name in ("incidents", "made"))
    took = incident.id in taken
    others = (store.incident(name) for name in (made if took else taken))
    return StepRow(
        number=row["number"],
        action=row["action"],
        who=row["who"],
        day=row["at"][:10],
        took=took,
        others=tuple((other.id, _title(other)) for other in others),
    )


def near_to(store: Store, incident: Incident) -> tuple[dict[str, Any], ...]:
    """Other incidents that may be the same: of its places in its days, else of its places, else of its days."""
    when = _around(incident)
    places = tuple(place for place in incident.places if any(char.isalnum() for char in place))
    where: dict[str, Any] = {"place": places} if places else {}
    found: dict[str, dict[str, Any]] = {}
    for filters in ({**where, **when}, where, when):
        for row in store.incidents(**filters).rows(NEAR + 1) if filters else ():
            found.setdefault(row["id"], row)
    return tuple(row for name, row in found.items() if name != incident.id)[:NEAR]


def _around(incident: Incident) -> dict[str, Any]:
    """The filter for the days of an incident, with some room; none where its days are not known."""
    days = [day_number((day or "")[:10]) for day in (incident.start, incident.end or incident.start)]
    known = [day for day in days if day is not None]
    if not known:
        return {}
    first, last = max(1, min(known) - NEAR_DAYS), min(date.max.toordinal(), max(known) + NEAR_DAYS)
    return {"period": f"{date.fromordinal(first)}..{date.fromordinal(last)}"}


@get("/incident/{incident_id:str}/{table:str}", include_in_schema=False, sync_to_thread=True)
def incident_file(
    site: Served, stores: Lent, incident_id: FromPath[str], table: FromPath[str], form: FromQuery[str] = "csv"
) -> Stream:
    """The claims of an incident, or its reports, as a file."""
    makers = {"claims": (CLAIM_COLUMNS, _claim_cells), "reports": (MEMBER_COLUMNS, _member_cells)}
    if table not in makers:
        raise UsageError(f"{table}: no such table", hint=f"there are: {', '.join(makers)}")
    columns, cells = makers[table]
    with stores.lend() as store:
        incident = store.incident(incident_id)
        rows = tuple(cells(cache(store.record), incident))
    return sheet_of(rows_of(site, columns, rows), f"{incident.id}-{table}", form)


def _claim_cells(record_of: RecordOf, incident: Incident) -> Iterable[Cells]:
    for rival in incident.figures:
        for claim in rival.claims:
            record = record_of(claim.document)
            yield (
                *(claim.what, claim.unit, claim.status, claim.low, claim.best, claim.high),
                *(_who(record, claim), " <- ".join(claim.outlets), claim.published, claim.time),
                *(claim.span.of(record.document.text), f"{claim.document[:ID_CHARS]}/{claim.figure}"),
                *(claim.span.start, claim.span.end, (claim.repeats or "")[:ID_CHARS] or None),
            )


def _member_cells(record_of: RecordOf, incident: Incident) -> Iterable[Cells]:
    for member in incident.members:
        row = member_row(record_of, member)
        events = "; ".join(f"{words} ({name})" for name, words in row.events)
        yield (
            *(row.id, row.published or None, row.title, events or None),
            *("; ".join(row.reasons) or None, "; ".join(row.also_in) or None),
        )


def _title(incident: Incident) -> str:
    """What, where and when, in a few words."""
    what = ", ".join(incident.types).replace("_", " ").capitalize() or "Incident"
    places = ", ".join(incident.places)
    days = " to ".join(dict.fromkeys(day[:10] for day in (incident.start, incident.end) if day))
    return " - ".join(words for words in (what, places, days) if words)


def member_row(record_of: RecordOf, member: Member) -> MemberRow:
    """A report of an incident as the page tells it."""
    record = record_of(member.document)
    short = record.document.id[:ID_CHARS]
    events = (
        (f"{short}/{event.id}", record.quote(event.trigger))
        for event in record.events
        if event.id in member.events
    )
    return MemberRow(
        id=short,
        title=title_of(record),
        published=_published(record),
        events=tuple(events),
        reasons=tuple(f"{reason.kind}: {reason.detail}" for reason in member.reasons),
        also_in=member.also_in,
    )


def _published(record: Record) -> str:
    return record.document.published.value if record.document.published else ""


def rivals_of(record_of: RecordOf, rival: RivalFigures) -> Rivals:
    """Every claim on one question, on one scale."""
    bounds = [(claim.low, claim.best, claim.high) for claim in rival.claims]
    scale, ticks = claims_scale(bounds, WIDTH)
    return Rivals(
        what=" ".join(word for word in (rival.what, rival.unit, rival.status) if word),
        claims=tuple(_claims(record_of, rival.claims, scale)),
        ticks=ticks,
        moves=tuple((move.earlier + 1, move.later + 1, move.direction) for move in rival.moves),
        contradictions=tuple((pair.first + 1, pair.second + 1) for pair in rival.contradictions),
    )


def _claims(record_of: RecordOf, claims: Iterable[Claim], scale: Scale) -> Iterable[ClaimRow]:
    for number, claim in enumerate(claims, 1):
        record = record_of(claim.document)
        yield ClaimRow(
            number=number,
            figure=bounds_in_words(claim.low, claim.best, claim.high),
            bar=bar_of(scale, (claim.low, claim.best, claim.high)),
            who=_who(record, claim),
            named=bool(claim.speaker) or claim.word_of == PUBLISHER,
            through=claim.outlets,
            published=claim.published or "",
            day=(claim.time or "")[:10],
            words=claim.span.of(record.document.text),
            id=f"{claim.document[:ID_CHARS]}/{claim.figure}",
            repeats=(claim.repeats or "")[:ID_CHARS],
        )


def _who(record: Record, claim: Claim) -> str:
    """On whose word: the speaker, else the words of the source, else the publisher where it is its own word."""
    publisher = record.document.publisher or "" if claim.word_of == PUBLISHER else ""
    return claim.speaker or record.quote(claim.source) or publisher


ROUTES: Sequence[Any] = (incidents_page, incident_page, incident_file)
