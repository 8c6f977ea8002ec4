"""The commands that ask a store: each question with the same filters, answers as tables, JSON, CSV or Parquet."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Annotated, Any

import typer

from dragoman.cli.base import app, politely
from dragoman.cli.storing import Desk, FormOption, LimitOption, OutputOption, put_answer
from dragoman.errors import UsageError

Several = list[str] | None
By = Annotated[Several, typer.Option(help="Who says it, or does it; given twice: either.")]
About = Annotated[Several, typer.Option(help="Words in it, or names it speaks of.")]
To = Annotated[Several, typer.Option(help="Who is told, acted upon, counted or party to it.")]
Through = Annotated[Several, typer.Option(help="Publisher or outlet it came through.")]
PlaceOption = Annotated[Several, typer.Option("--place", help="A place, its province or country.")]
Period = Annotated[str | None, typer.Option(help="2031, 2031-05, 2031-05-12 or 2031-05-01..2031-06-15.")]
TypeOption = Annotated[Several, typer.Option("--type", help="Type, form or kind.")]
Stage = Annotated[Several, typer.Option(help="How far an event got; status of a term.")]
ZoneOption = Annotated[
    Several, typer.Option("--zone", help="Where in the report; any: teasers and furniture too.")
]
Score = Annotated[float | None, typer.Option(min=0, max=1, help="The least score.")]

Violations = Annotated[bool, typer.Option("--violations", help="The breaches alleged, each by itself.")]
Stands = Annotated[bool, typer.Option("--stands", help="Who is for, against, conditional on which clause.")]

QUESTIONS = {
    "reports": "Which reports there are, and how much each says.",
    "statements": "Who said what, about what, through whom.",
    "events": "Who did what to whom, where and when.",
    "figures": "How many, of what, on whose word.",
    "terms": "What was agreed, announced or broken, by whom, with whom left out.",
    "entities": "Who and what is mentioned, and how often.",
    "sources": "Who relies on whom: the outlets that publishers cite, the speakers they quote.",
}


def _register(question: str, told: str) -> None:
    """Make the command of a question."""

    def ask(  # noqa: PLR0913 - the filters, each its own option
        desk: Desk,
        *,
        by: By = None,
        about: About = None,
        to: To = None,
        through: Through = None,
        place: PlaceOption = None,
        period: Period = None,
        type_: TypeOption = None,
        stage: Stage = None,
        zone: ZoneOption = None,
        score: Score = None,
        violations: Violations = False,
        stands: Stands = False,
        form: FormOption = None,
        output: OutputOption = None,
        limit: LimitOption = None,
    ) -> None:
        from dragoman.store import Store

        words = {"by": by, "about": about, "to": to, "through": through, "place": place}
        given: dict[str, Any] = {**words, "type": type_, "stage": stage, "zone": zone}
        filters = {name: one_or_any(value) for name, value in given.items()}
        with politely(), Store(desk) as store:
            asked = _table_of(question, violations=violations, stands=stands)
            answer = getattr(store, asked)(**filters, period=period, score=score)
            put_answer(answer, asked, form, output, limit)

    if question != "terms":
        _without(ask, "violations", "stands")
    app.command(question, help=told)(ask)


def _table_of(question: str, *, violations: bool, stands: bool) -> str:
    if violations and stands:
        raise UsageError("--violations and --stands are two tables", hint="ask for one of them")
    return "violations" if violations else "stands" if stands else question


def _without(command: Callable[..., None], *options: str) -> None:
    """Take options from a command: typer reads them off the signature."""
    given = signature(command, eval_str=True)
    kept = [parameter for name, parameter in given.parameters.items() if name not in options]
    command.__signature__ = given.replace(parameters=kept)  # type: ignore[attr-defined]


def one_or_any(given: list[str] | None) -> str | tuple[str, ...] | None:
    if not given:
        return None
    return given[0] if len(given) == 1 else tuple(given)


for _question, _told in QUESTIONS.items():
    _register(_question, _told)
