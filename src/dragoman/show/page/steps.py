"""Show: incidents parted and joined by people: each step goes into the store's log under a name and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from litestar import Response, post
from litestar.params import JSONBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from dragoman import collating
from dragoman.errors import UsageError
from dragoman.show.page.addresses import incident_address
from dragoman.show.page.site import Asks, Served, Site
from dragoman.store import Store

Several = str | tuple[str, ...]
"""What a form gives once or more often."""


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody wants done.

    Args:
        action: "merge": `incident` and `others` are one; "split": the `documents` of `incident` report another one;
            "undo": take the step `number` back.
        incident: the incident that is looked at; empty where incidents are joined from the list.
        others: ids of other incidents that were chosen.
        other: one that was typed.
        documents: ids of the reports to be parted from the rest.
        number: a step's.
    """

    action: Literal["merge", "split", "undo"]
    incident: str = ""
    others: Several = ()
    other: str = ""
    documents: Several = ()
    number: str = ""

    @property
    def incidents(self) -> tuple[str, ...]:
        """The incidents to be joined, each once.

        >>> Wish(action="merge", incident="a1", others="b2", other=" b2 ").incidents
        ('a1', 'b2')
        """
        named = (self.incident, *_several(self.others), self.other.strip())
        return tuple(dict.fromkeys(name for name in named if name))


class Taken(Struct, frozen=True, kw_only=True):
    """A step as it was taken; `incidents` are those that count now in place of those before."""

    number: int
    action: str
    who: str
    incidents: tuple[str, ...]


Form = URLEncodedBody[Wish]


@post("/incidents/steps", include_in_schema=False, sync_to_thread=True)
def step_by_form(site: Served, request: Asks, data: Form) -> Response[Any]:
    """Take a step; the page goes on to what came of it, a program is told the step."""
    taken = take(site, data)
    if "application/json" in request.headers.get("accept", ""):
        return Response(taken)
    # After a split the page of what was parted leads to both parts.
    shown = data.incident if data.action == "split" else taken.incidents[0]
    return Redirect(incident_address(shown), status_code=303)


@post("/api/steps", tags=["reports side by side"], sync_to_thread=True)
def step_by_program(site: Served, data: JSONBody[Wish]) -> Taken:
    """Join incidents, part one, or take such a step back, under the name that the desk was opened with."""
    return take(site, data)


def take(site: Site, wish: Wish) -> Taken:
    """Do what somebody wants done, and note it.

    Raises:
        UsageError: nobody reviews, an incident does not count, or the wish lacks something.
    """
    who, at = site.require_reviewer(), site.now()
    with Store(site.path, write=True) as store:
        if wish.action == "merge":
            number = collating.merge(store, wish.incidents, who=who, at=at)
        elif wish.action == "split":
            number = collating.split(store, wish.incident, _several(wish.documents), who=who, at=at)
        else:
            number = store.undo_step(_number(wish.number), who=who, at=at)
        row = next(row for row in store.steps() if row["number"] == number)
    counting = str(row["made"] or row["incidents"]).split("; ")
    return Taken(number=number, action=wish.action, who=who, incidents=tuple(counting))


def _several(given: Several) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def _number(words: str) -> int:
    if not words.isdecimal():
        raise UsageError(f"{words}: no step's number", hint="the log of splits and merges has them")
    return int(words)


ROUTES: Sequence[Any] = (step_by_form, step_by_program)
