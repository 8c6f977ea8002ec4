"""The command line: one thin command for each thing the library can do, in a module for each group of them."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli import (
    aligning,
    asking,
    checks,
    comparing,
    fetching,
    kinds,
    reading,
    reviewing,
    serving,
    setting_up,
    showing,
    storing,
)
from dragoman.cli.base import app, politely

__all__ = [
    "aligning",
    "app",
    "asking",
    "checks",
    "comparing",
    "fetching",
    "kinds",
    "main",
    "reading",
    "reviewing",
    "serving",
    "setting_up",
    "showing",
    "storing",
]


def main() -> None:
    """Run the command line; exit status 0, 1 (all failed), 2 (wrong usage), 3 (some failed) or 130 (interrupted)."""
    with politely():
        app()


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print versions and exit.")] = False,
) -> None:
    if version:
        checks.print_versions()
        raise typer.Exit
