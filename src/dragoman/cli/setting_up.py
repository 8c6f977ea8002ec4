"""The command that builds what reading looks things up in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dragoman import desk
from dragoman.cli.base import app, check_stdout, politely


@app.command("setup")
def setup_command(
    *,
    gazetteer: Annotated[
        Path | None, typer.Option(help="Build it here; then DRAGOMAN_GAZETTEER must name this file.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Build the gazetteer that places are looked up in, from the packages that are installed."""
    with politely():
        check_stdout()
        console = Console(stderr=True, quiet=quiet)
        with console.status("build the gazetteer") as status:

            def tell(step: str) -> None:
                status.update(step)
                if not console.is_terminal:
                    console.print(step, highlight=False)

            built = desk.set_up(gazetteer, progress=tell)
    typer.echo(
        f"{built.path}: {built.places:,} places under {built.names:,} names, content {built.sha256[:12]}"
    )
