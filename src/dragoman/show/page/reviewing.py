"""Show: reviewing: what a person says of a value goes into the store's log; the log itself; the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody, URLEncodedBody
from litestar.response import Redirect, Stream
from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.show.page.addresses import MOST_ROWS, ROWS, value_address
from dragoman.show.page.render import render
from dragoman.show.page.sheets import sheet_of, values_of
from dragoman.show.page.site import Asks, Lent, Served, Site
from dragoman.show.page.tables import table_of
from dragoman.store import Answer, Store, Verdict

VIEWS = {"log": "reviews", "accepted": "accepted", "orphans": "orphans", "steps": "steps"}


class Judgement(Struct, frozen=True, kw_only=True):
    """What a reviewer's form says; `number` is the entry to undo, `start` and `end` a span to correct."""

    action: Literal["accept", "reject", "correct", "note", "undo"]
    id: str = ""
    number: str = ""
    field: str = ""
    value: str = ""
    start: str = ""
    end: str = ""
    note: str = ""

    @property
    def correction(self) -> dict[str, str] | None:
        """The fields as they should be, for a correction.

        >>> Judgement(action="correct", field="who", value="Jon Aske").correction
        {'who': 'Jon Aske'}
        """
        if self.action != "correct":
            return None
        given = {self.field: self.value, "start": self.start, "end": self.end}
        return {name: value for name, value in given.items() if name and value} or None


class Entry(Struct, frozen=True, kw_only=True):
    """An entry of the log as it was made."""

    number: int
    action: str
    who: str
    id: str = ""
    note: str = ""
    correction: str = ""


Form = URLEncodedBody[Judgement]


@post("/review", include_in_schema=False, sync_to_thread=True)
def review(site: Served, request: Asks, data: Form) -> Response[Any]:
    """Note a verdict; the page goes back to the value, a program is told the entry."""
    entry = judge(site, data)
    if "application/json" in request.headers.get("accept", ""):
        return Response(entry)
    return Redirect(value_address(entry.id) if entry.id else "/reviews", status_code=303)


@post("/api/reviews", tags=["reviews"], sync_to_thread=True)
def review_by_program(site: Served, data: JSONBody[Judgement]) -> Entry:
    """Note a verdict, under the name that the desk was opened with."""
    return judge(site, data)


def judge(site: Site, said: Judgement) -> Entry:
    """Put what a reviewer says into the log.

    Raises:
        UsageError: nobody reviews, there is no such value, or the verdict lacks something.
    """
    who, at = site.require_reviewer(), site.now()
    with Store(site.path, write=True) as store:
        if said.action == "undo":
            if not said.number.isdecimal():
                raise UsageError(f"{said.number}: no review's number", hint="the log of reviews has them")
            number = store.undo(int(said.number), who=who, at=at, note=said.note or None)
        else:
            correction, note = said.correction, said.note or None
            verdict = Verdict(action=said.action, who=who, at=at, correction=correction, note=note)
            number = store.review(said.id, verdict)
    shown = "; ".join(f"{name}: {value}" for name, value in (said.correction or {}).items())
    return Entry(number=number, action=said.action, who=who, id=said.id, note=said.note, correction=shown)


@get("/reviews", include_in_schema=False, sync_to_thread=True)
def reviews_page(
    site: Served,
    stores: Lent,
    view: FromQuery[str] = "log",
    rows: FromQuery[int] = ROWS,
) -> Response[str]:
    """The log of reviews, of splits and merges, what stands accepted, what lost its place, how far reviewers agree."""
    with stores.lend() as store:
        answer = _view(store, view)
        shown = min(max(rows, 1), MOST_ROWS)
        found = table_of(VIEWS[view], answer, shown)
        undoable = [row for row in answer.rows(shown) if row.get("undone") == 0 and row["action"] != "undo"]
        agreement = store.agreement()
    return render(
        site,
        "reviews.html",
        current="reviews",
        view=view,
        views=VIEWS,
        found=found,
        undoable=undoable[:ROWS],
        agreement=agreement,
    )


def _view(store: Store, view: str) -> Answer:
    if view not in VIEWS:
        raise UsageError(f"{view}: no such view", hint=f"there are: {', '.join(VIEWS)}")
    found: Answer = getattr(store, VIEWS[view])()
    return found


@get("/reviews/table", include_in_schema=False, sync_to_thread=True)
def reviews_file(
    site: Served, stores: Lent, view: FromQuery[str] = "log", form: FromQuery[str] = "csv"
) -> Stream:
    """All of a view as a file; the view "agreement" beside those of the page."""
    with stores.lend() as store:
        if view == "agreement":
            return sheet_of(values_of(site, store.agreement()), view, form)
        return sheet_of(_view(store, view), view, form)


@get("/keys", include_in_schema=False, sync_to_thread=True)
def keys_page(site: Served) -> Response[str]:
    """The keys of the desk."""
    return render(site, "keys.html")


ROUTES: Sequence[Any] = (review, review_by_program, reviews_page, reviews_file, keys_page)
