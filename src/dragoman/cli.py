"""The command line: one thin command for each thing the library can do."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman import desk
from dragoman._version import __version__
from dragoman.errors import DragomanError, ResourceError, UsageError
from dragoman.readers import Failure, Hints, Source, count_sources, iter_sources
from dragoman.readers.dates import EARLIEST_YEAR, parse_date
from dragoman.show.control import one_line, visible
from dragoman.show.output import FORMS, SINGLE, format_for, whole_file
from dragoman.types import SCHEMA, Record

ALL_FAILED, WRONG_USAGE, SOME_FAILED, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141
EXAMPLE = "for example: dragoman read report.txt"

if TYPE_CHECKING:
    from dragoman.audit import AuditReport

Sources = Iterable[Source | Failure]

app = typer.Typer(
    help="Reads news reports and writes down who said what, where, when and on whose word.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; exit status 0, 1 (all failed), 2 (wrong usage), 3 (some failed) or 130 (interrupted)."""
    with _politely():
        app()


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print versions and exit.")] = False,
) -> None:
    if version:
        _print_versions()
        raise typer.Exit


def _published(value: str | None) -> str | None:
    """A publication date as given, checked before anything is read."""
    if value is not None and parse_date(value) is None:
        raise typer.BadParameter(f"{value}: not a date such as 2021-03-08, from {EARLIEST_YEAR} on")
    return value


_Actors = Annotated[Path | None, typer.Option(help="A file of people and bodies that names may lead to.")]
_Failures = Annotated[Path | None, typer.Option(help="Write what failed to this file, as JSON lines.")]


@app.command("read")
def read_command(  # noqa: PLR0913 - what a user may say of an input, each its own option
    *,
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, JSON lines, or - for standard input.")
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Read a report that comes with the package.")] = None,
    form: Annotated[
        Literal["terminal", "json", "jsonl", "html"] | None,
        typer.Option(
            "--format", help="How to write it; else by the name given with -o, else for the terminal."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    input_format: Annotated[
        Literal["auto", "text", "html", "jsonl"], typer.Option(help="What the input is.")
    ] = "auto",
    url: Annotated[str | None, typer.Option(help="The report's address.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who put it out.")] = None,
    published: Annotated[
        str | None, typer.Option(help="When it was put out, ISO 8601.", callback=_published)
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    actors: _Actors = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Worker processes, for many reports.")] = 1,
    failures: _Failures = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Read reports and write their records."""
    hints = Hints(url=url, publisher=publisher, published=published, title=title, format=input_format)
    shape = form or format_for(output)
    with _politely():
        sources = _checked(_find_sources(paths or [], sample, hints), shape, one_only=bool(url or title))
        with ExitStack() as stack:
            write = stack.enter_context(_writer(shape, output))
            fail = stack.enter_context(_failure_writer(failures))
            advance = stack.enter_context(_progress(paths or [], hints, shown=not quiet and _watched(output)))
            load = desk.loader_for(actors=actors)
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
def _writer(form: str, output: Path | None) -> Iterator[Callable[[Record], None]]:
    if output is not None:
        with whole_file(output) as write:
            yield lambda record: write(FORMS[form](record))
        return
    _check_stdout()
    yield _show if form == "terminal" else lambda record: _write(FORMS[form](record))


def _check_stdout() -> None:
    if sys.stdout is None:
        raise DragomanError("standard output is closed", hint="write to a file with -o")


def _write(words: bytes) -> None:
    sys.stdout.buffer.write(words)
    sys.stdout.buffer.flush()


def _show(record: Record) -> None:
    from dragoman.show.terminal import show_record

    if sys.stdout.isatty():
        show_record(record, Console())
    else:
        _write(FORMS["terminal"](record))


@contextmanager
def _failure_writer(path: Path | None) -> Iterator[Callable[[Failure], None]]:
    if path is None:
        yield _tell
        return
    with whole_file(path) as write:

        def tell_and_write(failure: Failure) -> None:
            _tell(failure)
            write(msgspec.json.encode(failure) + b"\n")

        yield tell_and_write


def _tell(failure: Failure) -> None:
    """One line on standard error: which, why, what to do."""
    words = f"{failure.origin}: {failure.reason}" + (f"; {failure.hint}" if failure.hint else "")
    typer.echo(one_line(words), err=True)


def _watched(output: Path | None) -> bool:
    """Whether somebody sees standard error while records go to a file."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    return output is not None or stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)


@contextmanager
def _progress(paths: list[str], hints: Hints, *, shown: bool) -> Iterator[Callable[[], None]]:
    """A bar with rate and time left on standard error, where somebody is watching; `advance` after each report."""
    total = count_sources(paths, hints=hints) if shown else 0
    if total is not None and total <= 1:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("read", total=total, rate="")

        def advance() -> None:
            progress.advance(task)
            speed = progress.tasks[0].speed
            progress.update(task, rate=f"{speed:.1f} a second" if speed else "")

        yield advance


@contextmanager
def _politely() -> Iterator[None]:
    """Errors as one line and an exit status, for whoever reads the screen."""
    try:
        yield
    except UsageError as err:
        _end(str(err), WRONG_USAGE)
    except DragomanError as err:
        _end(str(err), ALL_FAILED)
    except KeyboardInterrupt as err:
        _end("; ".join(["interrupted", *getattr(err, "__notes__", ())]), INTERRUPTED)
    except BrokenPipeError:
        _drop_stdout()
        sys.exit(PIPE_CLOSED)
    except OSError as err:  # files are told of where they are written
        _drop_stdout()
        _end(f"standard output: cannot be written: {err.strerror}; write to a file with -o", ALL_FAILED)


def _drop_stdout() -> None:
    """Let what is still to be written go nowhere: Python would say the error again when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(words: str, status: int) -> NoReturn:
    typer.echo(one_line(words), err=True)
    sys.exit(status)


# ---- the other commands


@app.command("audit")
def audit_command(
    records: Annotated[Path, typer.Argument(help="A file of records: JSON, or one JSON object a line.")],
    *,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Also the types of every field, and what we ask of our own records."),
    ] = False,
) -> None:
    """Check that records keep the rules that hold for every record."""
    from dragoman.audit import audit_lines

    _check_stdout()
    try:
        report = audit_lines(records, strict=strict)
    except DragomanError as err:
        _end(str(err), WRONG_USAGE)
    console = Console()
    console.print(_audit_table(report))
    read = "1 record" if report.records == 1 else f"{report.records:,} records"
    console.print(f"{read} read, {report.broken_records:,} with something broken.", highlight=False)
    raise typer.Exit(0 if report.ok else 1)


def _audit_table(report: AuditReport) -> Table:
    from dragoman.rules import RULES

    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False)
    for name in ("check", "looked at", "broken"):
        table.add_column(name, justify="left" if name == "check" else "right", no_wrap=True)
    table.add_column("rule", overflow="fold")
    for name, count in report.checks.items():
        rule = Text(RULES.get(name, ""))
        for example in count.examples:
            rule.append(f"\n{visible(example)}", style="italic")
        broken = Text(f"{count.broken:,}", style="bold red" if count.broken else "dim")
        table.add_row(name, f"{count.seen:,}", broken, rule)
    return table


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a record."""
    from dragoman.schema import schema_text

    _check_stdout()
    _write(schema_text().encode())


@app.command("version")
def version_command() -> None:
    """Print the versions of program, record and weights."""
    _print_versions()


def _print_versions() -> None:
    from dragoman.encode.load import manifest_sha256

    _check_stdout()
    try:
        weights = manifest_sha256()
    except ResourceError:
        weights = "missing"
    typer.echo(f"dragoman {__version__}\nrecord {SCHEMA}\nweights {weights}")
