"""Show: searching: each question with its filters as a page, as a file, and the list of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from dragoman.errors import UsageError
from dragoman.resources import load_table
from dragoman.show.page.addresses import Asked, asked_of
from dragoman.show.page.render import render
from dragoman.show.page.sheets import sheet_of
from dragoman.show.page.site import Asks, Lent, Served
from dragoman.show.page.tables import Table, table_of
from dragoman.show.page.words import APPLY, FILTERS, OF_TERMS, QUESTIONS, TOLD
from dragoman.store import Answer, Store
from dragoman.store.askable import event_types
from dragoman.types import EntityType, EventStage, TermStatus, ZoneName


def answer_to(store: Store, asked: Asked) -> Answer:
    """The store's answer to a question, by the same function as the terminal's."""
    found: Answer = getattr(store, asked.question)(**asked.filters)
    return found


@get("/", include_in_schema=False, sync_to_thread=True)
def reports_page(site: Served, stores: Lent, request: Asks) -> Response[str]:
    """The list of reports."""
    asked = asked_of("reports", request.query_params.multi_items())
    with stores.lend() as store:
        summary = store.summary()
        found, error = table_or_reason(store, asked)
    wanted = ("documents", "statements", "events", "figures", "terms", "incidents", "inputs failed")
    counts = [("reports" if name == "documents" else name, summary.get(name, 0)) for name in wanted]
    return render(
        site,
        "reports.html",
        status=400 if error else 200,
        current="reports",
        summary=[(name, count) for name, count in counts if count],
        asked=asked,
        found=found,
        error=error,
        apply=APPLY["reports"],
        told_of=FILTERS,
    )


@get("/search/{question:str}", include_in_schema=False, sync_to_thread=True)
def search_page(site: Served, stores: Lent, request: Asks, question: FromPath[str]) -> Response[str]:
    """The answer to a question, with its filters."""
    asked = asked_of(question, request.query_params.multi_items())
    with stores.lend() as store:
        found, error = table_or_reason(store, asked)
    return render(
        site,
        "search.html",
        status=400 if error else 200,
        current="names" if question == "entities" else "search",
        questions=QUESTIONS,
        told_of=FILTERS,
        told=TOLD[question],
        asked=asked,
        found=found,
        error=error,
        apply=APPLY[question],
        choices=choices(question),
    )


def table_or_reason(store: Store, asked: Asked) -> tuple[Table | None, str]:
    """The table, or why a filter cannot be used."""
    try:
        return table_of(asked.question, answer_to(store, asked), asked.rows), ""
    except UsageError as err:
        return None, str(err)


@get("/table/{question:str}", include_in_schema=False, sync_to_thread=True)
def table_file(stores: Lent, request: Asks, question: FromPath[str]) -> Stream:
    """All rows of an answer, with all columns, as a file."""
    asked = asked_of(question, request.query_params.multi_items())
    with stores.lend() as store:
        return sheet_of(answer_to(store, asked), question, request.query_params.get("form", "csv"))


@cache
def choices(question: str) -> Mapping[str, Sequence[str]]:
    """Words that a filter is likely to be given."""
    types = {
        "statements": ("direct", "indirect", "mixed"),
        "events": event_types(),
        "incidents": event_types(),
        **dict.fromkeys(OF_TERMS, tuple(row["kind"] for row in load_table("term_kinds.tsv"))),
        "entities": get_args(EntityType),
    }
    stages = {
        **dict.fromkeys(("events", "figures"), get_args(EventStage)),
        **dict.fromkeys(OF_TERMS, get_args(TermStatus)),
    }
    found = {
        "type": types.get(question, ()),
        "stage": stages.get(question, ()),
        "zone": (*get_args(ZoneName), "any"),
    }
    return {name: words for name, words in found.items() if words and name in APPLY[question]}


ROUTES: Sequence[Any] = (reports_page, search_page, table_file)
