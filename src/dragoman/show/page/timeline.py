"""Show: the answer to a question on a time line: lanes by type, days across, every dot a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from dragoman.errors import UsageError
from dragoman.show.page.addresses import Asked, asked_of, exactly
from dragoman.show.page.drawing import lanes_of
from dragoman.show.page.render import render
from dragoman.show.page.search import answer_to, choices
from dragoman.show.page.site import Asks, Lent, Served
from dragoman.show.page.tables import table_from
from dragoman.show.page.words import APPLY, FILTERS, QUESTIONS

DRAWN = 2_000
"""Values that a time line takes, the newest."""
LANES: Mapping[str, tuple[str, str]] = {
    "events": ("type", "type"),
    "statements": ("who", "by"),
    "figures": ("what", "type"),
    "terms": ("kind", "type"),
}
"""By which column the lanes are told apart, and the filter that takes it."""
LEFT, RIGHT = 190.0, 980.0


@get("/timeline/{question:str}", include_in_schema=False, sync_to_thread=True)
def timeline_page(
    site: Served,
    stores: Lent,
    request: Asks,
    question: FromPath[str],
) -> Response[str]:
    """The values of an answer, by day."""
    if question not in LANES:
        raise UsageError(f"{question}: no time line", hint=f"there are: {', '.join(LANES)}")
    asked = asked_of(question, request.query_params.multi_items())
    column, _ = LANES[question]
    with stores.lend() as store:
        answer = answer_to(store, asked)
        rows = list(answer.rows(DRAWN))
        count, more = answer.count() if len(rows) == DRAWN else (len(rows), False)
        notes = answer.notes()
    values = [
        (str(row[column] or "-"), row["day"] or "", row.get("day_basis") != "published") for row in rows
    ]
    lanes = lanes_of(values, LEFT, RIGHT)
    return render(
        site,
        "timeline.html",
        current="timeline",
        question=question,
        questions={name: QUESTIONS[name] for name in LANES},
        asked=asked,
        lanes=lanes,
        addresses=_addresses(asked, lanes),
        undated=sum(not row["day"] for row in rows),
        found=table_from(question, rows[: asked.rows], count=count, more=more, notes=notes),
        shown=len(rows),
        apply=APPLY[question],
        told_of=FILTERS,
        choices=choices(question),
    )


def _addresses(asked: Asked, lanes: Any) -> dict[tuple[str, str], str]:
    """The search that each dot stands for."""
    _, filter_name = LANES[asked.question]
    kept = tuple(pair for pair in asked.given if pair[0] not in (filter_name, "period"))
    found = {}
    for lane in lanes.lanes if lanes else ():
        wanted = (filter_name, exactly(lane.name) if filter_name == "by" else lane.name)
        own = (wanted,) if any(char.isalnum() for char in lane.name) else ()
        for dot in lane.dots:
            search = Asked(question=asked.question, given=(*kept, *own, ("period", dot.day)))
            found[lane.name, dot.day] = search.address()
    return found


ROUTES: Sequence[Any] = (timeline_page,)
