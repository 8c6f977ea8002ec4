"""The command that reads reports and writes their records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from dragoman import desk
from dragoman.cli.base import (
    ALL_FAILED,
    SOME_FAILED,
    Actors,
    TermKinds,
    app,
    check_stdout,
    failure_writer,
    politely,
    progress,
    published_option,
    watched,
    write_out,
)
from dragoman.errors import UsageError
from dragoman.readers import Failure, Hints, Source, iter_sources
from dragoman.show.output import FORMS, SINGLE, format_for, whole_file
from dragoman.types import Record

EXAMPLE = "for example: dragoman read report.txt"

Sources = Iterable[Source | Failure]


_Weights = Annotated[Path | None, typer.Option(help="A folder of weights other than the package's own.")]
_Missed = Annotated[bool, typer.Option("--missed", help="List sentences with a telling verb and no event.")]
_MissedTo = Annotated[Path | None, typer.Option(help="Write those sentences to this file, as JSON lines.")]
_Failures = Annotated[Path | None, typer.Option(help="Write what failed to this file, as JSON lines.")]


_Form = Annotated[
    Literal["terminal", "json", "jsonl", "html"] | None,
    typer.Option("--format", help="How to write it; else by the name given with -o, else for the terminal."),
]
_InputFormat = Annotated[Literal["auto", "text", "html", "jsonl"], typer.Option(help="What the input is.")]


@app.command("read")
def read_command(  # noqa: PLR0913 - what a user may say of an input, each its own option
    *,
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, JSON lines, or - for standard input.")
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Read a report that comes with the package.")] = None,
    form: _Form = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    input_format: _InputFormat = "auto",
    url: Annotated[str | None, typer.Option(help="The report's address.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who put it out.")] = None,
    published: Annotated[
        str | None, typer.Option(help="When it was put out, ISO 8601.", callback=published_option)
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    actors: Actors = None,
    term_kinds: TermKinds = None,
    weights: _Weights = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Worker processes, for many reports.")] = 1,
    failures: _Failures = None,
    missed: _Missed = False,
    missed_to: _MissedTo = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Read reports and write their records."""
    hints = Hints(url=url, publisher=publisher, published=published, title=title, format=input_format)
    shape = form or format_for(output)
    with politely():
        sources = _checked(_find_sources(paths or [], sample, hints), shape, one_only=bool(url or title))
        with ExitStack() as stack:
            write = stack.enter_context(_writer(shape, output, missed=missed))
            write = stack.enter_context(_beside(write, missed_to))
            fail = stack.enter_context(failure_writer(failures))
            advance = stack.enter_context(progress(paths or [], hints, shown=not quiet and watched(output)))
            load = desk.loader_for(weights, actors, term_kinds)
            outcomes = stack.enter_context(closing(desk.read_sources(sources, workers=workers, load=load)))
            status = _write_all(outcomes, write, fail, advance)
    raise typer.Exit(status)


def _find_sources(paths: list[str], sample: str | None, hints: Hints) -> Sources:
    if sample and paths:
        raise UsageError("--sample stands in place of paths", hint=EXAMPLE)
    if sample:
        return [desk.sample_source(sample, hints=hints)]
    if not paths:
        raise UsageError("nothing to read", hint=EXAMPLE)
    return iter_sources(paths, hints=hints)


def _checked(sources: Sources, form: str, *, one_only: bool) -> Sources:
    """The same sources, after a look at the first two: some formats and options are for one report."""
    coming = iter(sources)
    first = list(islice(coming, 2))
    if len(first) > 1 and form in SINGLE:
        raise UsageError(
            f"--format {form} holds one record, there are several reports", hint="use --format jsonl"
        )
    if len(first) > 1 and one_only:
        raise UsageError(
            "--url and --title are of one report, there are several", hint="give them as JSON lines"
        )
    return chain(first, coming)


def _write_all(
    outcomes: Iterable[Record | Failure],
    write: Callable[[Record], None],
    fail: Callable[[Failure], None],
    advance: Callable[[], None],
) -> int:
    read = failed = 0
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failed += 1
            fail(outcome)
        else:
            read += 1
            write(outcome)
        advance()
    return 0 if not failed else SOME_FAILED if read else ALL_FAILED


# ---- where it goes


@contextmanager
def _writer(form: str, output: Path | None, *, missed: bool) -> Iterator[Callable[[Record], None]]:
    if missed and form != "terminal":
        raise UsageError(f"--missed is for the terminal, not for {form}", hint="--missed-to FILE writes it")

    def written(record: Record) -> bytes:
        return FORMS[form](record) + (_missed_words(record) if missed else b"")

    if output is not None:
        with whole_file(output) as write:
            yield lambda record: write(written(record))
        return
    check_stdout()
    on_screen = form == "terminal" and sys.stdout.isatty()
    yield partial(_show, missed=missed) if on_screen else lambda record: write_out(written(record))


@contextmanager
def _beside(write: Callable[[Record], None], missed_to: Path | None) -> Iterator[Callable[[Record], None]]:
    """What writes a record, and beside it the sentences without an event if a file is named for them."""
    if missed_to is None:
        yield write
        return
    from dragoman.show.missed import missed_line

    with whole_file(missed_to) as write_line:

        def write_both(record: Record) -> None:
            write(record)
            write_line(missed_line(record))

        yield write_both


def _missed_words(record: Record) -> bytes:
    from dragoman.show.missed import missed_plain

    return missed_plain(record)


def _show(record: Record, *, missed: bool) -> None:
    from dragoman.show.missed import show_missed
    from dragoman.show.terminal import show_record

    console = Console()
    show_record(record, console)
    if missed:
        show_missed(record, console)
