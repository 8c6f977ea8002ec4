"""The commands that set reports side by side: collate, incidents, copies, trace, positions."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from dragoman.cli.asking import About, By, Period, PlaceOption, Through, TypeOption, one_or_any
from dragoman.cli.base import app, check_stdout, politely, write_out
from dragoman.cli.storing import Desk, FormOption, LimitOption, OutputOption, now, open_to_change, put_answer
from dragoman.errors import UsageError

Who = Annotated[str, typer.Option(help="Who says so.")]


@app.command("collate")
def collate_command(
    desk: Desk,
    *,
    anew: Annotated[bool, typer.Option("--anew", help="Take all apart first; slow on a large desk.")] = False,
) -> None:
    """Set the reports that came in beside all others: copies, incidents."""
    from dragoman.collating import collate
    from dragoman.show.answers import how_many

    with politely(), open_to_change(desk) as store:
        check_stdout()
        with Console(stderr=True).status("looking for reports that came in") as status:
            unfit = collate(
                store,
                at=now(),
                anew=anew,
                notice=lambda done: status.update(f"{how_many(done, 'reports')} set side by side"),
            )
        counts = store.summary()
        links, found = how_many(counts["copy links"], "links"), how_many(counts["incidents"], "incidents")
        write_out(f"{links} between reports, {found}\n".encode())
        for number in unfit:
            typer.echo(f"step {number} fits no incident any more; look at it and take it again", err=True)


@app.command("incidents")
def incidents_command(  # noqa: PLR0913 - the filters, each its own option
    desk: Desk,
    *,
    by: By = None,
    about: About = None,
    through: Through = None,
    place: PlaceOption = None,
    period: Period = None,
    type_: TypeOption = None,
    steps: Annotated[bool, typer.Option("--steps", help="The log of splits and merges instead.")] = False,
    form: FormOption = None,
    output: OutputOption = None,
    limit: LimitOption = None,
) -> None:
    """Reports of one event side by side, with every claim; none is picked."""
    from dragoman.store import Store

    given = {"by": by, "about": about, "through": through, "place": place, "type": type_}
    with politely(), Store(desk) as store:
        if steps:
            _refuse_filters({**given, "period": period})
            put_answer(store.steps(), "steps", form, output, limit)
            return
        answer = store.incidents(**{name: one_or_any(value) for name, value in given.items()}, period=period)
        put_answer(answer, "incidents", form, output, limit)


def _refuse_filters(given: dict[str, object]) -> None:
    wrong = [name for name, value in given.items() if value]
    if wrong:
        raise UsageError(f"the log of steps has no {wrong[0]}", hint="ask for --steps alone")


@app.command("incident")
def incident_command(
    desk: Desk,
    incident: Annotated[str, typer.Argument(help="Its id, as in the table of incidents.")],
    *,
    merge: Annotated[list[str] | None, typer.Option(help="Say that this incident is the same one.")] = None,
    split: Annotated[list[str] | None, typer.Option(help="Say that this document reports another.")] = None,
    undo: Annotated[
        int | None, typer.Option(min=1, help="Take the split or merge with this number back.")
    ] = None,
    who: Annotated[str | None, typer.Option(help="Who says so.")] = None,
) -> None:
    """Show one incident with its reports and claims; or join it to others, part it, take that back."""
    from dragoman import collating
    from dragoman.show.aligned import show_incident
    from dragoman.store import Store

    changing = [name for name, given in (("merge", merge), ("split", split), ("undo", undo)) if given]
    with politely():
        if len(changing) > 1 or (changing and not who):
            raise UsageError("one change at a time, by somebody", hint="for example: --merge ID --who mara")
        with open_to_change(desk) if changing else Store(desk) as store:
            check_stdout()
            if merge:
                number = collating.merge(store, [incident, *merge], who=who or "", at=now())
            elif split:
                number = collating.split(store, incident, split, who=who or "", at=now())
            elif undo:
                number = store.undo_step(undo, who=who or "", at=now())
            else:
                show_incident(store, store.incident(incident), Console())
                return
            write_out(f"step {number}\n".encode())


@app.command("trace")
def trace_command(
    desk: Desk, words: Annotated[str, typer.Argument(help="The quotation, as it was met.")]
) -> None:
    """Who said these words first, to whom, by which way they came, and what was done to them."""
    from dragoman.collate.trace import trace
    from dragoman.show.aligned import show_trace
    from dragoman.store import Store

    with politely(), Store(desk) as store:
        check_stdout()
        if not words.split():
            raise UsageError("no words to look for", hint='for example: dragoman trace desk.db "we will go"')
        show_trace(store, trace(words, store.records_with(words)), Console())


@app.command("positions")
def positions_command(
    desk: Desk,
    speaker: Annotated[str, typer.Argument(help="Who.")],
    subject: Annotated[str, typer.Argument(help="On what.")],
) -> None:
    """What a speaker is reported to have said on a subject, oldest first, and how the words compare."""
    from dragoman.collate.positions import positions_of
    from dragoman.show.aligned import show_positions
    from dragoman.store import Store

    with politely(), Store(desk) as store:
        check_stdout()
        if not speaker.split() or not subject.split():
            missing = "subject" if speaker.split() else "speaker"
            raise UsageError(
                f"no {missing}", hint="for example: dragoman positions desk.db Hollander ceasefire"
            )
        show_positions(
            store,
            positions_of(speaker, subject, store.records_with(subject, by=speaker.split()[-1])),
            Console(),
        )
