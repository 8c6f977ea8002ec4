"""The command line's own ground: the application, exit statuses, errors in one line, progress, standard output."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console

from dragoman.errors import DragomanError, UsageError
from dragoman.readers import Failure, Hints, count_sources
from dragoman.readers.dates import EARLIEST_YEAR, parse_date
from dragoman.show.control import one_line
from dragoman.show.output import whole_file

ALL_FAILED, WRONG_USAGE, SOME_FAILED, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141

Actors = Annotated[Path | None, typer.Option(help="A file of people and bodies that names may lead to.")]
TermKinds = Annotated[
    Path | None,
    typer.Option(help="A file of kinds of terms of your own, with a definition and examples each."),
]

app = typer.Typer(
    help="Reads news reports and writes down who said what, where, when and on whose word.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def published_option(value: str | None) -> str | None:
    """A publication date as given, checked before anything is read."""
    if value is not None and parse_date(value) is None:
        raise typer.BadParameter(f"{value}: not a date such as 2021-03-08, from {EARLIEST_YEAR} on")
    return value


def check_stdout() -> None:
    """Refuse to begin where there is nowhere to write to.

    Raises:
        DragomanError: standard output is closed.
    """
    if sys.stdout is None:
        raise DragomanError("standard output is closed", hint="write to a file with -o")


def write_out(words: bytes) -> None:
    """Write to standard output at once."""
    sys.stdout.buffer.write(words)
    sys.stdout.buffer.flush()


@contextmanager
def failure_writer(path: Path | None) -> Iterator[Callable[[Failure], None]]:
    """What tells of a failure: on standard error, and as a line of JSON in a file if one is named."""
    if path is None:
        yield tell
        return
    with whole_file(path) as write:

        def tell_and_write(failure: Failure) -> None:
            tell(failure)
            write(msgspec.json.encode(failure) + b"\n")

        yield tell_and_write


def tell(failure: Failure) -> None:
    """One line on standard error: which, why, what to do."""
    words = f"{failure.origin}: {failure.reason}" + (f"; {failure.hint}" if failure.hint else "")
    typer.echo(one_line(words), err=True)


def watched(output: Path | None) -> bool:
    """Whether somebody sees standard error while records go to a file."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    return output is not None or stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)


@contextmanager
def progress(paths: list[str], hints: Hints, *, shown: bool) -> Iterator[Callable[[], None]]:
    """A bar with rate and time left on standard error, where somebody is watching; `advance` after each report."""
    total = count_sources(paths, hints=hints) if shown else 0
    if total is not None and total <= 1:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=total, rate="")

        def advance() -> None:
            bar.advance(task)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f} a second" if speed else "")

        yield advance


@contextmanager
def politely() -> Iterator[None]:
    """Errors as one line and an exit status, for whoever reads the screen."""
    try:
        yield
    except UsageError as err:
        end(str(err), WRONG_USAGE)
    except DragomanError as err:
        end(str(err), ALL_FAILED)
    except KeyboardInterrupt as err:
        end("; ".join(["interrupted", *getattr(err, "__notes__", ())]), INTERRUPTED)
    except BrokenPipeError:
        drop_stdout()
        sys.exit(PIPE_CLOSED)
    except OSError as err:  # files are told of where they are written
        drop_stdout()
        end(f"standard output: cannot be written: {err.strerror}; write to a file with -o", ALL_FAILED)


def drop_stdout() -> None:
    """Let what is still to be written go nowhere: Python would say the error again when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def end(words: str, status: int) -> NoReturn:
    """Say in one line on standard error why the command ends, and end it."""
    typer.echo(one_line(words), err=True)
    sys.exit(status)
