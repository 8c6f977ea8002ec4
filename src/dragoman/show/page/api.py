"""Show: the desk's questions for other programs: the same filters and rows as everywhere, with an OpenAPI schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from litestar import get
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter
from msgspec import Struct

from dragoman.collate.positions import positions_of
from dragoman.collate.trace import trace
from dragoman.collate.types import CopyLink, Incident, PositionLine, Trace
from dragoman.errors import UsageError
from dragoman.show.page.addresses import MOST_ROWS, ROWS, asked_of
from dragoman.show.page.search import answer_to
from dragoman.show.page.site import Asks, Lent
from dragoman.show.page.words import APPLY
from dragoman.types import Record

Question = Literal[
    "reports",
    "statements",
    "events",
    "figures",
    "terms",
    "violations",
    "stands",
    "entities",
    "sources",
    "incidents",
]
Several = Annotated[
    list[str] | None, QueryParameter(description="All words must be there; given twice: either.")
]


class Rows(Struct, frozen=True, kw_only=True):
    """Rows that answer a question: the newest first, how many there are in all, what was left out."""

    question: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    count: int
    more: bool
    """Whether there are more than `count`: it stops counting at 10,000."""
    notes: tuple[str, ...]


@get("/api/ask/{question:str}", tags=["questions"], sync_to_thread=True)
def ask(  # noqa: PLR0913 - the filters, each told of in the schema
    stores: Lent,
    request: Asks,
    question: Annotated[Question, PathParameter(description="What is asked for.")],
    *,
    by: Several = None,
    about: Several = None,
    to: Several = None,
    through: Several = None,
    place: Several = None,
    period: Annotated[str | None, QueryParameter(description="2031, 2031-05, 2031-05-01..2031-06-15")] = None,
    type_: Annotated[list[str] | None, QueryParameter(name="type", description="Type, form or kind.")] = None,
    stage: Several = None,
    zone: Several = None,
    score: Annotated[float | None, QueryParameter(ge=0, le=1, description="The least score.")] = None,
    rows: Annotated[int, QueryParameter(ge=1, le=MOST_ROWS, description="At most so many rows.")] = ROWS,
) -> Rows:
    """Rows that answer a question, by the filters that `docs/questions.md` tells of."""
    given = {
        **{"by": by, "about": about, "to": to, "through": through, "place": place, "type": type_},
        **{"stage": stage, "zone": zone, "period": period, "score": score},
    }
    refuse_unknown(question, [name for name, value in given.items() if value is not None])
    asked = asked_of(question, request.query_params.multi_items())
    with stores.lend() as store:
        answer = answer_to(store, asked)
        count, more = answer.count()
        return Rows(
            question=question,
            columns=answer.columns(),
            rows=list(answer.rows(rows)),
            count=count,
            more=more,
            notes=answer.notes(),
        )


def refuse_unknown(question: str, names: Sequence[str]) -> None:
    """Refuse a filter that a question does not take: it would silently let everything through.

    Raises:
        UsageError: there is one.
    """
    wrong = [name for name in names if name not in APPLY[question]]
    if wrong:
        raise UsageError(f"{question} have no {wrong[0]}", hint=f"there are: {', '.join(APPLY[question])}")


@get("/api/records/{public_id:str}", tags=["records"], sync_to_thread=True)
def record(stores: Lent, public_id: FromPath[str]) -> Record:
    """The record of a document, by the beginning of its id."""
    with stores.lend() as store:
        return store.record(public_id)


@get("/api/records/{public_id:str}/copies", tags=["records"], sync_to_thread=True)
def copies(stores: Lent, public_id: FromPath[str]) -> tuple[CopyLink, ...]:
    """The links of a document to others: copies, shared text, the same quotation."""
    with stores.lend() as store:
        return store.copies_of(public_id)


@get("/api/incidents/{incident_id:str}", tags=["reports side by side"], sync_to_thread=True)
def incident(stores: Lent, incident_id: FromPath[str]) -> Incident:
    """An incident with its reports and every claim; none is picked."""
    with stores.lend() as store:
        return store.incident(incident_id)


@get("/api/positions", tags=["reports side by side"], sync_to_thread=True)
def positions(stores: Lent, speaker: FromQuery[str], subject: FromQuery[str]) -> PositionLine:
    """What a speaker is reported to have said on a subject, oldest first."""
    require(speaker, "speaker")
    with stores.lend() as store:
        return positions_of(speaker, subject, store.records_with(subject, by=speaker.rsplit(maxsplit=1)[-1]))


@get("/api/trace", tags=["reports side by side"], sync_to_thread=True)
def way_of_words(stores: Lent, words: FromQuery[str]) -> Trace:
    """The way of a quotation through the reports at hand."""
    require(words, "words")
    with stores.lend() as store:
        return trace(words, store.records_with(words))


@get("/api/summary", tags=["questions"], sync_to_thread=True)
def summary(stores: Lent) -> dict[str, int]:
    """How many there are of what the desk holds."""
    with stores.lend() as store:
        return store.summary()


def require(words: str, name: str) -> None:
    """Refuse what holds no word.

    Raises:
        UsageError: it holds none.
    """
    if not any(char.isalnum() for char in words):
        raise UsageError(f"{name} holds no words", hint=f"for example: {name}=Northport")


ROUTES: Sequence[Any] = (ask, record, copies, incident, positions, way_of_words, summary)
