"""Show: the pages of terms: what was agreed, with whom, where, who is left out, its alleged breaches on three clocks.

The clocks are when something happened or holds, when somebody said so, and when that was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from msgspec import Struct

from dragoman.collate.positions import said_when
from dragoman.errors import UsageError
from dragoman.show.chain import Lookup, look_up
from dragoman.show.happenings import Agreed, agreed, word_of
from dragoman.show.page.addresses import asked_of
from dragoman.show.page.drawing import Scale, Tick, day_number, days_scale
from dragoman.show.page.incidents import RecordOf
from dragoman.show.page.render import render
from dragoman.show.page.report import ID_CHARS, title_of
from dragoman.show.page.search import answer_to, choices
from dragoman.show.page.sheets import sheet_of, values_of
from dragoman.show.page.site import Asks, Lent, Served
from dragoman.show.page.tables import table_of
from dragoman.show.page.words import APPLY, FILTERS
from dragoman.store import Store
from dragoman.types import Record, Span, Term, Time, Violation

LEFT, RIGHT, ROW_HEIGHT, TOP = 210.0, 880.0, 26.0, 26.0
SHOWN = 40
"""Terms whose clocks are drawn at once."""


class Moment(Struct, frozen=True, kw_only=True):
    """A term, or an alleged breach of it, on the three clocks; what is not known is empty.

    `since` and `until` are of the first clock; a breach that took one day has the same in both.
    """

    id: str
    what: str
    words: str
    breach: bool
    since: str = ""
    until: str = ""
    said: str = ""
    said_basis: str = ""
    published: str = ""
    who: str = ""
    report: str = ""


class Clock(Struct, frozen=True, kw_only=True):
    """A line of the drawing: where each clock's mark stands, None where it is not known."""

    y: float
    moment: Moment
    since: float | None
    until: float | None
    said: float | None
    published: float | None


class Clocks(Struct, frozen=True, kw_only=True):
    """The drawing of moments on three clocks."""

    lines: tuple[Clock, ...]
    ticks: tuple[Tick, ...]
    height: float


class Arrangement(Struct, frozen=True, kw_only=True):
    """Terms of one kind for one area, as reports tell of them; that they are the same is said by these words alone."""

    kind: str
    area: str
    cards: tuple[tuple[str, Agreed, str], ...]
    """Each with its id and its report."""
    moments: tuple[Moment, ...]
    clocks: Clocks | None


@get("/terms", include_in_schema=False, sync_to_thread=True)
def terms_page(site: Served, stores: Lent, request: Asks) -> Response[str]:
    """Terms by kind and area, each on its clocks."""
    asked = asked_of("terms", request.query_params.multi_items())
    with stores.lend() as store:
        answer = answer_to(store, asked)
        found = table_of("terms", answer, asked.rows)
        ids = [row["id"] for row in answer.rows(SHOWN)]
        arrangements = arrangements_of(cache(store.record), ids)
    return render(
        site,
        "terms.html",
        current="terms",
        asked=asked,
        found=found,
        arrangements=arrangements,
        apply=APPLY["terms"],
        told_of=FILTERS,
        choices=choices("terms"),
    )


@get("/term/{document:str}/{local:str}", include_in_schema=False, sync_to_thread=True)
def term_page(
    site: Served,
    stores: Lent,
    document: FromPath[str],
    local: FromPath[str],
) -> Response[str]:
    """One term, and the others of its kind and area."""
    with stores.lend() as store:
        own, arrangement = _arrangement_with(store, document, local)
    return render(site, "term.html", current="terms", own=own, arrangement=arrangement)


@get("/term/{document:str}/{local:str}/clocks", include_in_schema=False, sync_to_thread=True)
def clocks_file(
    site: Served, stores: Lent, document: FromPath[str], local: FromPath[str], form: FromQuery[str] = "csv"
) -> Stream:
    """The three clocks of a term, and of the others of its kind and area, as a file."""
    with stores.lend() as store:
        own, arrangement = _arrangement_with(store, document, local)
    return sheet_of(values_of(site, arrangement.moments), f"{own.replace('/', '-')}-clocks", form)


def _arrangement_with(store: Store, document: str, local: str) -> tuple[str, Arrangement]:
    """A term's id, and the terms of its kind and area with it."""
    record = store.record(document)
    own = f"{record.document.id[:ID_CHARS]}/{local}"
    kind, area = _kind_and_area(record, _term(record, local))
    same = arrangements_of(cache(store.record), [own, *_same_kind(store, record, local)])
    return own, next(one for one in same if (one.kind, one.area) == (kind, area))


def _same_kind(store: Store, record: Record, local: str) -> Iterator[str]:
    """Ids of other terms of the same kind, the newest first."""
    own = f"{record.document.id[:ID_CHARS]}/{local}"
    for row in store.terms(type=_term(record, local).kind).rows(SHOWN):
        if row["id"] != own:
            yield row["id"]


def _term(record: Record, local: str) -> Term:
    found = next((term for term in record.terms if term.id == local), None)
    if found is None:
        raise UsageError(f"{local}: the report has no such term", hint="its page shows what it has")
    return found


def arrangements_of(record_of: RecordOf, ids: Iterable[str]) -> tuple[Arrangement, ...]:
    """Terms put together by kind and area, in the order they come."""
    groups: dict[tuple[str, str], list[tuple[Record, Term]]] = {}
    for public_id in ids:
        document, _, local = public_id.partition("/")
        record = record_of(document)
        term = _term(record, local)
        groups.setdefault(_kind_and_area(record, term), []).append((record, term))
    return tuple(_arrangement(kind, area, held) for (kind, area), held in groups.items())


def _kind_and_area(record: Record, term: Term) -> tuple[str, str]:
    area = next((place.name for place in record.places if place.id == term.place), "")
    return term.kind.replace("_", " "), area


def _arrangement(kind: str, area: str, held: Sequence[tuple[Record, Term]]) -> Arrangement:
    cards: list[tuple[str, Agreed, str]] = []
    moments: list[Moment] = []
    for record, term in held:
        known = look_up(record)
        number = record.terms.index(term) + 1
        cards.append((f"{record.document.id[:ID_CHARS]}/{term.id}", agreed(known, number), title_of(record)))
        moments += moments_of(known, term)
    return Arrangement(
        kind=kind, area=area, cards=tuple(cards), moments=tuple(moments), clocks=clocks_of(moments)
    )


# ---- moments


def moments_of(known: Lookup, term: Term) -> Iterator[Moment]:
    """A term and each alleged breach of it on the three clocks."""
    start, end = known.times.get(term.start or ""), known.times.get(term.end or "")
    since = (start.start or "") if start else ""
    until = (end.end or end.start or "") if end else ""
    yield _moment(known, term, term.span, term.on_word_of, (since, until))
    for breach in term.violations:
        yield _moment(known, breach, breach.span, breach.on_word_of, _when(known.record, breach))


def _moment(
    known: Lookup, of: Term | Violation, span: Span, on_word_of: str, holds: tuple[str, str]
) -> Moment:
    record = known.record
    said, basis = _said(known, on_word_of)
    if isinstance(of, Violation):
        local, what = _value_at(record, span), "breach"
    else:
        local, what = of.id, of.status.replace("_", " ")
    return Moment(
        id=f"{record.document.id[:ID_CHARS]}/{local}",
        what=what,
        words=record.quote(span),
        breach=isinstance(of, Violation),
        since=holds[0][:10],
        until=holds[1][:10],
        said=(said or "")[:10],
        said_basis=basis or "",
        published=record.document.published.value[:10] if record.document.published else "",
        who=word_of(known, on_word_of),
        report=title_of(record),
    )


def _said(known: Lookup, on_word_of: str) -> tuple[str | None, str | None]:
    """When it was said, where the text gives a day for the saying."""
    attribution = known.attribution(on_word_of)
    if attribution is None:
        return None, None
    when, basis = said_when(known.record, attribution)
    return (when, basis) if basis == "text" else (None, None)


def _when(record: Record, breach: Violation) -> tuple[str, str]:
    """When a breach is said to have happened: the time of the event that its words name."""
    times: dict[str, Time] = {time.id: time for time in record.times}
    for event in record.events:
        time = times.get(event.time or "")
        if time and time.start and any(span.touches(breach.span) for span in event.trigger):
            return time.start, time.end or time.start
    return "", ""


def _value_at(record: Record, span: Span) -> str:
    """The event whose words a breach is told in, else the term that tells of it."""
    events = (event.id for event in record.events if any(words.touches(span) for words in event.trigger))
    terms = (term.id for term in record.terms for breach in term.violations if breach.span == span)
    return next(events, next(terms, ""))


# ---- the drawing


def clocks_of(moments: Sequence[Moment]) -> Clocks | None:
    """Moments on one scale of days; None where no day is known."""
    days = [
        day_number(day)
        for moment in moments
        for day in (moment.since, moment.until, moment.said, moment.published)
    ]
    known = [day for day in days if day is not None]
    if not known:
        return None
    scale, ticks = days_scale(known, LEFT, RIGHT)
    lines = tuple(_clock(scale, moment, number) for number, moment in enumerate(moments))
    return Clocks(lines=lines, ticks=ticks, height=TOP + ROW_HEIGHT * len(lines) + 6)


def _clock(scale: Scale, moment: Moment, number: int) -> Clock:
    since, until, said, published = (
        None if (day := day_number(value)) is None else scale.at(day)
        for value in (moment.since, moment.until, moment.said, moment.published)
    )
    y = TOP + ROW_HEIGHT * (number + 0.5)
    return Clock(y=y, moment=moment, since=since, until=until, said=said, published=published)


ROUTES: Sequence[Any] = (terms_page, term_page, clocks_file)
