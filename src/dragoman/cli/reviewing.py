"""The commands by which people say what they think of values, and see what was said."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.console import Console

from dragoman.cli.base import app, check_stdout, politely, write_out
from dragoman.cli.storing import Desk, FormOption, LimitOption, OutputOption, now, open_to_change, put_answer
from dragoman.errors import UsageError

_VIEWS = {"log": "reviews", "accepted": "accepted", "orphans": "orphans"}


@app.command("review")
def review_command(
    desk: Desk,
    action: Annotated[
        Literal["accept", "reject", "correct", "note", "undo"], typer.Argument(help="What to say of it.")
    ],
    target: Annotated[
        str, typer.Argument(help="The value's id (2b8e7e9888d8/a3); to undo: the review's number.")
    ],
    *,
    who: Annotated[str, typer.Option(help="Who says so.")],
    note: Annotated[str | None, typer.Option(help="Why, in words.")] = None,
    field: Annotated[
        list[str] | None, typer.Option("--set", help="A field as it should be: who='Jon Aske'.")
    ] = None,
) -> None:
    """Accept, reject or correct a value, add a note, or undo an earlier review."""
    from dragoman.store import Verdict

    with politely(), open_to_change(desk) as store:
        check_stdout()
        if action == "undo":
            number = store.undo(_number(target), who=who, at=now(), note=note)
        else:
            verdict = Verdict(action=action, who=who, at=now(), correction=_fields(field), note=note)
            number = store.review(target, verdict)
        write_out(f"review {number}\n".encode())


def _number(target: str) -> int:
    if not target.isdecimal():
        raise UsageError(f"{target}: no review's number", hint="dragoman reviews lists them")
    return int(target)


def _fields(given: list[str] | None) -> dict[str, str] | None:
    """Fields and what they should be.

    >>> _fields(["who=Jon Aske", "place=Sill = Silla"])
    {'who': 'Jon Aske', 'place': 'Sill = Silla'}
    """
    parts = [one.partition("=") for one in given or ()]
    wrong = [name for name, sign, _ in parts if not (name and sign)]
    if wrong:
        raise UsageError(f"{wrong[0]}: no field and value", hint="for example: --set who='Jon Aske'")
    return {name: value for name, _, value in parts} or None


@app.command("reviews")
def reviews_command(
    desk: Desk,
    *,
    view: Annotated[
        Literal["log", "accepted", "orphans", "agreement"],
        typer.Option(help="The log, what stands accepted, what lost its place, how far reviewers agree."),
    ] = "log",
    form: FormOption = None,
    output: OutputOption = None,
    limit: LimitOption = None,
) -> None:
    """List what people said of the values."""
    from dragoman.show.stored import show_agreement
    from dragoman.store import Store

    with politely(), Store(desk) as store:
        if view == "agreement":
            if form or output:
                raise UsageError(
                    "how far reviewers agree is for the screen", hint="leave --format and -o out"
                )
            check_stdout()
            show_agreement(store.agreement(), Console())
        else:
            put_answer(getattr(store, _VIEWS[view])(), _VIEWS[view], form, output, limit)
