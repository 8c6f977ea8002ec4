"""The command that says how well a user's kinds of terms are told apart."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from dragoman import desk
from dragoman.cli.base import app, check_stdout, politely, write_out
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.encode.own_kinds import Trial


@app.command("kinds")
def kinds_command(
    file: Annotated[
        Path | None, typer.Argument(help="A file of kinds of terms (TOML).", show_default=False)
    ] = None,
    *,
    example: Annotated[bool, typer.Option("--example", help="Print a file to begin from.")] = False,
    weights: Annotated[
        Path | None, typer.Option(help="A folder of weights other than the package's own.")
    ] = None,
) -> None:
    """Check a file of kinds of terms, and say how well each is told apart, every example left out in turn."""
    with politely():
        check_stdout()
        if example:
            write_out(desk.example_term_kinds().encode())
            return
        if file is None:
            raise UsageError("no file of kinds", hint="dragoman kinds --example prints one to begin from")
        trials = desk.try_term_kinds(file, weights)
        table = Table(
            "kind", "examples found", "other sentences taken for it", "precision, recall", "likeness needed"
        )
        for name, trial in trials.items():
            table.add_row(name, *_row(trial))
        Console().print(table)


def _row(trial: Trial) -> tuple[str, str, str, str]:
    if not math.isfinite(trial.needed):
        return f"0 of {trial.examples}", f"0 of {trial.others}", "", "not told apart: never read"
    found, wrong = f"{trial.found} of {trial.examples}", f"{trial.wrong} of {trial.others}"
    return found, wrong, f"{trial.precision:.0%}, {trial.recall:.0%}", f"{trial.needed:.1f}"
