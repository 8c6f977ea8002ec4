"""The commands that check records and tell of the program itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman._version import __version__
from dragoman.cli.base import WRONG_USAGE, app, check_stdout, end, write_out
from dragoman.errors import DragomanError, ResourceError
from dragoman.show.control import visible
from dragoman.types import SCHEMA

if TYPE_CHECKING:
    from dragoman.audit import AuditReport


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

    check_stdout()
    try:
        report = audit_lines(records, strict=strict)
    except DragomanError as err:
        end(str(err), WRONG_USAGE)
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

    check_stdout()
    write_out(schema_text().encode())


@app.command("version")
def version_command() -> None:
    """Print the versions of program, record and weights."""
    print_versions()


def print_versions() -> None:
    from dragoman.encode.load import manifest_sha256

    check_stdout()
    try:
        weights = manifest_sha256()
    except ResourceError:
        weights = "missing"
    typer.echo(f"dragoman {__version__}\nrecord {SCHEMA}\nweights {weights}")
