"""Show: the page of a name: what a person, group or state says, to whom and when, what is said of it, its offices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Response, get
from litestar.params import FromQuery
from litestar.response import Stream
from msgspec import Struct

from dragoman.collate.positions import positions_of
from dragoman.collate.types import PositionLine
from dragoman.errors import UsageError
from dragoman.show.page.addresses import Asked, exactly
from dragoman.show.page.drawing import columns_of
from dragoman.show.page.render import render
from dragoman.show.page.report import ID_CHARS
from dragoman.show.page.sheets import sheet_of, values_of
from dragoman.show.page.site import Lent, Served
from dragoman.show.page.tables import Table, table_of
from dragoman.show.page.words import N_
from dragoman.store import Store

SHOWN = 10
COUNTED = 2_000
"""Statements that the chart over time counts."""
WIDTH, HEIGHT = 640.0, 56.0


class Office(Struct, frozen=True, kw_only=True):
    """An office that reports give a name: from the first to the last day of those reports, and how many they are."""

    title: str
    first: str
    last: str
    reports: int


class Part(Struct, frozen=True, kw_only=True):
    """A question about a name, and its first rows."""

    title: str
    table: Table
    asked: Asked


class Said(Struct, frozen=True, kw_only=True):
    """A position as the page tells it."""

    id: str
    day: str
    basis: str
    words: str
    denied: bool
    beside: str


@get("/name", include_in_schema=False, sync_to_thread=True)
def name_page(
    site: Served,
    stores: Lent,
    name: FromQuery[str] = "",
    type: FromQuery[str] = "",
    subject: FromQuery[str] = "",
) -> Response[str]:
    """The page of a name of a type."""
    with stores.lend() as store:
        rows = _appearances(store, name, type)
        words = exactly(name)
        days = [row["day"] for row in store.statements(by=words).rows(COUNTED)]
        parts = [part for part in _parts(store, words) if part.table.rows]
        said = _positions(store, name, subject) if subject.strip() else None
    return render(
        site,
        "name.html",
        current="names",
        name=name,
        kind=type.upper(),
        offices=offices_of(rows),
        countries=_several(rows, "country"),
        sectors=_several(rows, "sector"),
        reports=rows[:50],
        mentions=sum(row["mentions"] for row in rows),
        total=len(rows),
        over_time=columns_of(days, WIDTH, HEIGHT),
        parts=parts,
        subject=subject,
        said=said,
    )


def _appearances(store: Store, name: str, kind: str) -> list[dict[str, Any]]:
    hint = "the page of names lists them: /search/entities"
    if not any(char.isalnum() for char in name):
        raise UsageError("no name", hint=hint)
    if rows := list(store.appearances(name, kind.upper())):
        return rows
    raise UsageError(f"{name}: no report names it", hint=hint)


@get("/name/table", include_in_schema=False, sync_to_thread=True)
def name_file(
    site: Served,
    stores: Lent,
    *,
    name: FromQuery[str] = "",
    type: FromQuery[str] = "",
    table: FromQuery[str] = "",
    subject: FromQuery[str] = "",
    form: FromQuery[str] = "csv",
) -> Stream:
    """A table of the page of a name as a file: "roles", "positions" on a subject, "reports" that name it."""
    with stores.lend() as store:
        rows = _appearances(store, name, type)
        if table == "reports":
            return sheet_of(store.appearances(name, type.upper()), table, form)
        found: dict[str, Sequence[Struct]] = {
            "roles": offices_of(rows),
            "positions": _positions(store, name, subject) if subject.strip() else (),
        }
    if table not in found:
        raise UsageError(f"{table}: no such table", hint=f"there are: reports, {', '.join(found)}")
    return sheet_of(values_of(site, found[table]), table, form)


def _parts(store: Store, words: str) -> Iterable[Part]:
    """Each question in which a name can stand, with the rows that it stands in."""
    asked = (
        (N_("What it says"), "statements", "by"),
        (N_("What is said about it"), "statements", "about"),
        (N_("What it is told"), "statements", "to"),
        (N_("What it does"), "events", "by"),
        (N_("What is done to it"), "events", "to"),
        (N_("Figures on its word"), "figures", "by"),
        (N_("Terms it is party to, or left out of"), "terms", "to"),
        (N_("Terms on its word"), "terms", "by"),
    )
    for title, question, filter_name in asked:
        answer = getattr(store, question)(**{filter_name: words})
        without = ("who",) if (question, filter_name) == ("statements", "by") else ()
        table = table_of(question, answer, SHOWN, without=without)
        yield Part(title=title, table=table, asked=Asked(question=question, given=((filter_name, words),)))


def offices_of(rows: Sequence[dict[str, Any]]) -> tuple[Office, ...]:
    """The offices that reports give, the one given last first, with the days of the reports.

    >>> rows = [{"roles": "envoy UN; LBR", "country": "LBR", "sector": None, "day": "2031-05-04"}]
    >>> [(office.title, office.first) for office in offices_of(rows)]
    [('envoy UN', '2031-05-04')]
    """
    days: dict[str, list[str]] = {}
    for row in rows:
        for title in (row["roles"] or "").split("; "):
            if title and title not in (row["country"], row["sector"]):
                days.setdefault(title, []).append(row["day"] or "")
    found = [
        Office(title=title, first=min(filter(None, held), default=""), last=max(held), reports=len(held))
        for title, held in days.items()
    ]
    return tuple(sorted(found, key=lambda office: (office.last, office.reports), reverse=True))


def _several(rows: Sequence[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[name] for row in rows if row[name]))


def _positions(store: Store, name: str, subject: str) -> tuple[Said, ...]:
    """What it is reported to have said on a subject, the oldest first."""
    line = positions_of(name, subject, store.records_with(subject, by=name.rsplit(maxsplit=1)[-1]))
    return tuple(_said(store, line))


def _said(store: Store, line: PositionLine) -> Iterable[Said]:
    for position in line.positions:
        yield Said(
            id=f"{position.document[:ID_CHARS]}/{position.attribution}",
            day=(position.said or "")[:10],
            basis=position.said_basis or "",
            words=store.record(position.document).quote(position.content),
            denied=position.polarity == "denied",
            beside=position.difference or "",
        )


ROUTES: Sequence[Any] = (name_page, name_file)
