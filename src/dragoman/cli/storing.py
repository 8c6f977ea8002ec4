"""The commands that take reports into a store and tell what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console

from dragoman.cli.base import (
    ALL_FAILED,
    SOME_FAILED,
    Actors,
    TermKinds,
    app,
    check_stdout,
    politely,
    progress,
    published_option,
    tell,
    write_out,
)
from dragoman.errors import UsageError
from dragoman.readers import Failure, Hints, Source, iter_sources
from dragoman.show.answers import WRITERS, Form, how_many, show_answer
from dragoman.show.control import one_line
from dragoman.show.output import whole_file

if TYPE_CHECKING:
    from dragoman.store import Acknowledged, Answer, Store

TOLD_EACH = 10
"""Failures and changed readings told of one by one; the rest are counted."""

Desk = Annotated[Path, typer.Argument(help="The desk: one file that holds many reports.", show_default=False)]
FormOption = Annotated[
    Literal["table", "json", "csv", "parquet"] | None,
    typer.Option("--format", help="How to write it; else by the name given with -o, else a table."),
]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")]
LimitOption = Annotated[
    int | None, typer.Option(min=1, help="At most this many rows; a table shows 50 unless told otherwise.")
]
_BY_SUFFIX: dict[str, Form] = {".json": "json", ".csv": "csv", ".parquet": "parquet"}


def open_to_change(desk: Path) -> Store:
    """A desk opened to be written to, which is there already: only what takes reports in makes one.

    Raises:
        UsageError: there is no such file.
        StoreError: it is not a desk, or damaged.
    """
    from dragoman.store import Store

    if not desk.exists():
        raise UsageError(f"{desk}: no such file", hint="make a desk with: dragoman ingest desk.db PATHS")
    return Store(desk, write=True)


def now() -> str:
    """The time, for the ledger and the log of reviews."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@app.command("ingest")
def ingest_command(  # noqa: PLR0913 - what a user may say of an input, each its own option
    desk: Desk,
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files and folders of reports, or - for standard input.", show_default=False),
    ] = None,
    *,
    input_format: Annotated[
        Literal["auto", "text", "html", "jsonl"], typer.Option(help="What the input is.")
    ] = "auto",
    publisher: Annotated[str | None, typer.Option(help="Who put all of it out.")] = None,
    published: Annotated[
        str | None, typer.Option(help="When all of it was put out, ISO 8601.", callback=published_option)
    ] = None,
    actors: Actors = None,
    term_kinds: TermKinds = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Worker processes.")] = 1,
    keep_originals: Annotated[
        bool, typer.Option("--keep-originals", help="Keep the bytes that were read, too.")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what failed before.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Read reports into a desk; the same command goes on where an interrupted one stopped."""
    hints = Hints(publisher=publisher, published=published, format=input_format)
    with politely():
        if not paths:
            raise UsageError("nothing to ingest", hint="for example: dragoman ingest desk.db reports/")
        with progress(paths, hints, shown=not quiet and _seen()) as advance:
            status = take_in(
                desk,
                iter_sources(paths, hints=hints),
                actors=actors,
                term_kinds=term_kinds,
                workers=workers,
                again=retry,
                keep_originals=keep_originals,
                advance=advance,
            )
    raise typer.Exit(status)


def take_in(
    desk: Path, sources: Iterable[Source | Failure], *, advance: Callable[[], None] = lambda: None, **how: Any
) -> int:
    """Ingest inputs, say what became of them, and give the exit status; `how` is given to `own_plan`."""
    from dragoman.ingest import ingest, own_plan
    from dragoman.store import Store

    told = _Told(desk)
    plan = own_plan(seen=now(), **how)  # what is wrong with the caller's files is told before a desk is made
    with Store(desk, write=True) as store:
        outcomes = ingest(store, sources, plan, passed_over=_counting(told, advance))
        with closing(outcomes), _noting_what_is_stored(told):
            for outcome in outcomes:
                told.take(outcome)
                advance()
    check_stdout()
    write_out(f"{told.summary()}\n".encode())
    return told.status()


def _seen() -> bool:
    return Console(stderr=True).is_terminal


def _counting(told: _Told, advance: Callable[[], None]) -> Callable[[str], None]:
    def passed_over(origin: str) -> None:
        told.counts["done before"] += 1
        advance()

    return passed_over


@contextmanager
def _noting_what_is_stored(told: _Told) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as err:
        err.add_note(f"{told.summary()}; the same command goes on from here")
        raise


class _Told:
    """What is told of an ingestion while it goes on; a class because it counts."""

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        self.counts: Counter[str] = Counter()

    def take(self, outcome: Acknowledged) -> None:
        """Count an outcome and, for the first few, say what failed or changed."""
        self.counts[outcome.status or "done before"] += 1
        if outcome.status == "failed" and self.counts["failed"] <= TOLD_EACH:
            tell(Failure(outcome.origin, outcome.reason or "", outcome.hint))
        if outcome.version > 1:
            self.counts["read anew"] += 1
            if self.counts["read anew"] <= TOLD_EACH:
                self._line(f"{outcome.origin}: record {outcome.version}: {_changed(outcome)}")
        for orphan in outcome.orphans:
            self._line(f"{outcome.origin}: {orphan} no longer stands in the record; see dragoman reviews")

    def _line(self, words: str) -> None:
        typer.echo(one_line(words), err=True)

    def summary(self) -> str:
        """All of it in one line."""
        names = {"read": "read", "copy": "copies", "failed": "failed", "done before": "done before"}
        said = [how_many(self.counts[key], name) for key, name in names.items() if self.counts[key]]
        if self.counts["read anew"]:
            said.append(f"{self.counts['read anew']:,} of them read anew")
        if self.counts["failed"]:
            said.append(f"see dragoman failures {self.desk}")
        return ", ".join(said) or "nothing to do"

    def status(self) -> int:
        """The exit status: 0 none failed, 3 some, 1 all."""
        if not self.counts["failed"]:
            return 0
        fine = self.counts["read"] + self.counts["copy"] + self.counts["done before"]
        return SOME_FAILED if fine else ALL_FAILED


def _changed(outcome: Acknowledged) -> str:
    """What a further record says otherwise, counted.

    >>> from dragoman.store import Acknowledged, Change
    >>> changes = (Change("statement", "added", "x"), Change("statement", "added", "y"))
    >>> _changed(Acknowledged(origin="a", status="read", version=2, changes=changes))
    '2 statements added'
    """
    counts = Counter((change.list, change.what) for change in outcome.changes)
    said = [f"{count} {name}{'s' if count > 1 else ''} {what}" for (name, what), count in counts.items()]
    return ", ".join(said) or "says the same"


@app.command("failures")
def failures_command(
    desk: Desk, *, form: FormOption = None, output: OutputOption = None, limit: LimitOption = None
) -> None:
    """List the inputs that gave no record, each with its reason and what to do."""
    from dragoman.store import Store

    with politely(), Store(desk) as store:
        put_answer(store.failures(), "failures", form, output, limit)


def _form_of(output: Path | None) -> Form:
    if output is None:
        return "table"
    shape = _BY_SUFFIX.get(output.suffix.lower())
    if shape is None:
        raise UsageError(f"{output}: its name says no format", hint="--format json, csv or parquet")
    return shape


def put_answer(
    answer: Answer, question: str, form: Form | None, output: Path | None, limit: int | None
) -> None:
    """Write an answer in the form asked for, to a file or to standard output."""
    shape = form or _form_of(output)
    if shape == "table":
        if output:
            raise UsageError(f"{output}: a table is for the screen", hint="--format json, csv or parquet")
        check_stdout()
        show_answer(answer, question, Console(), **({"limit": limit} if limit else {}))
        return
    if output:
        with whole_file(output) as write:
            WRITERS[shape](answer, write, limit=limit)
        return
    check_stdout()
    if shape == "parquet" and Console().is_terminal:
        raise UsageError("Parquet is no text", hint="write it to a file with -o")
    WRITERS[shape](answer, write_out, limit=limit)
