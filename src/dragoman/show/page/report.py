"""Show: the page of one report: its text with marks, the record beside it, what other reports share with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from litestar import MediaType, Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from msgspec import Struct

from dragoman.collate.types import CopyLink
from dragoman.errors import UsageError
from dragoman.show.chain import chain_to, look_up
from dragoman.show.html import render_page, sections_of
from dragoman.show.page.addresses import name_address
from dragoman.show.page.render import render
from dragoman.show.page.sheets import sheet_of, values_of
from dragoman.show.page.site import Lent, Served
from dragoman.show.page.tables import table_of
from dragoman.show.view import describe
from dragoman.store import Store
from dragoman.types import Record

ID_CHARS = 12
COPIES_SHOWN = 30
"""Other reports that share words with one, copies first."""
FIELDS: dict[str, tuple[str, ...]] = {
    "statements": ("who", "source", "cue", "content", "to_whom", "form", "polarity", "start", "end"),
    "events": (
        "type",
        "mode",
        "who",
        "to_whom",
        "place",
        "start_day",
        "end_day",
        "stage",
        "polarity",
        "start",
        "end",
    ),
    "figures": ("what", "low", "best", "high", "unit", "to_whom", "status", "counts", "start", "end"),
    "terms": (
        "kind",
        "status",
        "parties",
        "guarantors",
        "excluded",
        "conditions",
        "grounds",
        "place",
        "start",
        "end",
    ),
}
"""What a reviewer may correct of each kind of value."""


class Copy(Struct, frozen=True, kw_only=True):
    """Another report that shares words with this one, as the page tells of it."""

    id: str
    title: str
    kind: str
    order: str
    share: str
    lost: int


@get("/report/{public_id:str}", include_in_schema=False, sync_to_thread=True)
def report_page(site: Served, stores: Lent, public_id: FromPath[str]) -> Response[str]:
    """The page of a report."""
    with stores.lend() as store:
        record = store.record(public_id)
        document = record.document
        values: dict[str, Any] = {
            "incidents": table_of("incidents", store.incidents_of(document.id), 50),
            "copies": tuple(_copies(store, document.id)),
            "others": store.same_address(document.id),
            "versions": store.versions(document.id),
            "reviews": _by_value(store.reviews_of(document.id)),
        }
    values["verdicts_now"] = _verdicts(values["reviews"])
    view, known = describe(record), look_up(record)
    url = document.url or ""
    return render(
        site,
        "report.html",
        current="reports",
        record=record,
        document=document,
        view=view,
        zones=sections_of(record, view),
        chains=[chain_to(known, number) for number in range(1, len(record.attributions) + 1)],
        names=_name_pages(record),
        id=document.id,
        short=document.id[:ID_CHARS],
        address=url if url.lower().startswith(("http://", "https://")) else "",
        fields=FIELDS,
        **values,
    )


@get("/report/{public_id:str}/page", include_in_schema=False, sync_to_thread=True)
def report_file(stores: Lent, public_id: FromPath[str]) -> Response[bytes]:
    """The report as one file that needs nothing else."""
    with stores.lend() as store:
        record = store.record(public_id)
    headers = {"content-disposition": f'attachment; filename="{record.document.id[:ID_CHARS]}.html"'}
    return Response(
        render_page(record).encode("utf-8", "replace"), media_type=MediaType.HTML, headers=headers
    )


@get("/report/{public_id:str}/table/{table:str}", include_in_schema=False, sync_to_thread=True)
def report_table(
    site: Served, stores: Lent, public_id: FromPath[str], table: FromPath[str], form: FromQuery[str] = "csv"
) -> Stream:
    """A table of a report's page as a file, in the words of the page; the record as JSON holds all of it."""
    with stores.lend() as store:
        record = store.record(public_id)
        name = f"{record.document.id[:ID_CHARS]}-{table}"
        if table == "incidents":
            return sheet_of(store.incidents_of(record.document.id), name, form)
    view = describe(record)
    tables: dict[str, Sequence[Struct]] = {
        "names": view.entities,
        "times": view.times,
        "places": view.places,
    }
    if table not in tables:
        raise UsageError(f"{table}: no such table", hint=f"there are: incidents, {', '.join(tables)}")
    return sheet_of(values_of(site, tables[table]), name, form)


def _by_value(rows: Any) -> dict[str, list[dict[str, Any]]]:
    """What people said of each value, by its id in the record."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["local"], []).append(row)
    return found


def _verdicts(reviews: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, str]:
    """The last verdict on each value that has one.

    >>> _verdicts({"a1": [{"action": "reject"}, {"action": "note"}], "a2": [{"action": "note"}]})
    {'a1': 'reject'}
    """
    given = {
        local: [row["action"] for row in rows if row["action"] != "note"] for local, rows in reviews.items()
    }
    return {local: actions[-1] for local, actions in given.items() if actions}


def _name_pages(record: Record) -> Mapping[str, str]:
    return {entity.id: name_address(entity.name, entity.type) for entity in record.entities if entity.name}


def _copies(store: Store, document: str) -> Iterator[Copy]:
    links = sorted(store.copies_of(document), key=lambda link: (not link.is_copy, -link.shared_of_first))
    for link in links[:COPIES_SHOWN]:
        yield _copy(store, link, document)


def _copy(store: Store, link: CopyLink, document: str) -> Copy:
    """The other report of a link; which came first is told where it is known."""
    first = link.first == document
    other = store.record(link.second if first else link.first)
    known = {True: "later than this one", False: "earlier than this one"}[first] if link.order_basis else ""
    return Copy(
        id=other.document.id[:ID_CHARS],
        title=title_of(other),
        kind=link.kind.replace("_", " "),
        order=known,
        share=f"{link.shared_of_first if first else link.shared_of_second:.0%}",
        lost=len(link.lost_words),
    )


def title_of(record: Record) -> str:
    """What a report is called on a page: publisher and title, as far as they are known."""
    document = record.document
    title = record.quote(document.title) if document.title else document.origin
    return ": ".join(words for words in (document.publisher or "", title) if words)


ROUTES: Sequence[Any] = (report_page, report_file, report_table)
