"""Show: watches, questions that are asked again: what is new or read anew since the last look; and Atom feeds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct, structs

from dragoman.errors import ResourceError, UsageError
from dragoman.show.control import one_line
from dragoman.show.output import whole_file
from dragoman.show.page.addresses import ROWS, Asked, asked_of, pairs_in, value_address
from dragoman.show.page.render import environment, render
from dragoman.show.page.search import answer_to
from dragoman.show.page.site import Asks, Lent, Served
from dragoman.show.page.tables import Table, table_of
from dragoman.show.page.words import FILTERS, QUESTIONS
from dragoman.store import Store

WATCHED = ("statements", "events", "figures", "terms")
SHOWN = 10
MOST = 200
"""Watches of a desk."""
_NAME_CHARS = 120


class Watch(Struct, frozen=True, kw_only=True):
    """A question with its filters under a name; `record` is the newest record at the last look."""

    name: str
    question: str
    given: tuple[tuple[str, str], ...]
    record: int
    looked: str

    @property
    def asked(self) -> Asked:
        """The question as an address holds it."""
        return Asked(question=self.question, given=self.given)


class Told(Struct, frozen=True, kw_only=True):
    """A watch with what is new since the last look, or why it cannot be asked any more."""

    watch: Watch
    table: Table | None
    reason: str = ""


class Wish(Struct, frozen=True, kw_only=True):
    """What the form of a watch says: one to keep (`query` is the search's own), to mark as seen, or to take away."""

    action: Literal["keep", "seen", "drop"]
    name: str
    question: str = ""
    query: str = ""


def file_of(desk: Path) -> Path:
    """Where the watches of a desk are kept: beside it, for they are the reader's and no part of the record."""
    return desk.with_name(f"{desk.name}.watches.json")


def read_watches(desk: Path) -> tuple[Watch, ...]:
    """The watches of a desk, in the order they were made.

    Raises:
        ResourceError: the file cannot be read as watches.
    """
    path = file_of(desk)
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Watch, ...])
    except FileNotFoundError:
        return ()
    except (msgspec.DecodeError, OSError) as err:
        raise ResourceError(f"{path}: no watches: {err}", hint="mend the file or move it away") from err


def write_watches(desk: Path, watches: Sequence[Watch]) -> None:
    """Put the watches of a desk in place of those it had.

    Raises:
        DragomanError: the file cannot be written.
    """
    with whole_file(file_of(desk)) as write:
        write(msgspec.json.format(msgspec.json.encode(watches), indent=2) + b"\n")


@get("/watches", include_in_schema=False, sync_to_thread=True)
def watches_page(site: Served, stores: Lent) -> Response[str]:
    """The watches, each with what is new."""
    with stores.lend() as store:
        told = tuple(_told(store, watch) for watch in read_watches(site.path))
    return render(site, "watches.html", current="watches", told=told, questions=QUESTIONS, told_of=FILTERS)


def _told(store: Store, watch: Watch) -> Told:
    try:
        found = store.newer(watch.question, watch.record, **watch.asked.filters)
    except UsageError as err:  # the others are shown all the same, and this one can be taken away
        return Told(watch=watch, table=None, reason=str(err))
    return Told(watch=watch, table=table_of(watch.question, found, SHOWN))


Form = URLEncodedBody[Wish]


@post("/watches/change", include_in_schema=False, sync_to_thread=True)
def change_watches(site: Served, stores: Lent, data: Form) -> Redirect:
    """Keep a watch, mark it as seen, or take it away."""
    watches = read_watches(site.path)
    with stores.lend() as store:
        changed = changed_by(watches, data, record=store.last_record(), at=site.now())
    write_watches(site.path, changed)
    return Redirect("/watches", status_code=303)


def changed_by(watches: Sequence[Watch], wish: Wish, *, record: int, at: str) -> tuple[Watch, ...]:
    """The watches as a wish would have them.

    Raises:
        UsageError: there is no such watch, one has no name, or there are too many.

    >>> wish = Wish(action="keep", name="Road", question="statements", query="about=road")
    >>> changed_by((), wish, record=3, at="2031-05-04T08:00:00+00:00")[0].given
    (('about', 'road'),)
    """
    name = one_line(wish.name)[:_NAME_CHARS]
    if wish.action != "keep":
        found = next((watch for watch in watches if watch.name == wish.name), None)
        if found is None:
            raise UsageError(f"{name}: no such watch", hint="the page of watches lists them")
        seen = (structs.replace(found, record=record, looked=at),) if wish.action == "seen" else ()
        return tuple(new for watch in watches for new in (seen if watch is found else (watch,)))
    if not name or any(watch.name == name for watch in watches):
        raise UsageError(f"{name or 'a watch'}: needs a name of its own", hint="give another name")
    if wish.question not in WATCHED or len(watches) >= MOST:
        raise UsageError(
            f"{wish.question}: cannot be watched", hint=f"{', '.join(WATCHED)} can, {MOST} watches at most"
        )
    asked = asked_of(wish.question, pairs_in(wish.query))
    made = Watch(name=name, question=asked.question, given=asked.given, record=record, looked=at)
    return (*watches, made)


@get("/feed/{question:str}", include_in_schema=False, sync_to_thread=True)
def feed(
    site: Served,
    stores: Lent,
    request: Asks,
    question: FromPath[str],
) -> Response[str]:
    """The newest answers to a question as an Atom feed."""
    asked = asked_of(question, request.query_params.multi_items())
    if question not in WATCHED:
        raise UsageError(f"{question}: no feed", hint=f"there are: {', '.join(WATCHED)}")
    with stores.lend() as store:
        rows = list(answer_to(store, asked).rows(ROWS))
    base = f"http://{site.hosts[0]}"
    entries = [
        {
            "address": f"{base}{value_address(row['id'])}",
            "id": row["id"],
            "updated": f"{row['day']}T00:00:00Z" if row["day"] else site.now(),
            "who": one_line(row["who"] or "-"),
            "words": one_line(row.get("content") or row.get("words") or ""),
            "through": one_line(row["through"] or ""),
        }
        for row in rows
    ]
    made = environment(site.language).get_template("feed.xml")
    page = made.render(asked=asked, base=base, entries=entries, now=site.now(), title=_title(asked))
    return Response(page.encode("utf-8", "replace").decode(), media_type="application/atom+xml")


def _title(asked: Asked) -> str:
    return one_line(", ".join([asked.question, *(f"{name} {value}" for name, value in asked.given)]))


ROUTES: Sequence[Any] = (watches_page, change_watches, feed)
