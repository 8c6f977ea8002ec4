"""The commands that open a desk as a local page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.base import app, check_stdout, politely, write_out
from dragoman.cli.storing import Desk, now, take_in
from dragoman.desk import demo_sources
from dragoman.errors import UsageError

PORT = 8765

PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Where it listens; 0 takes any free port.")]
QuietOption = Annotated[bool, typer.Option("--no-open", help="Print the address, open no browser.")]
ShapesOption = Annotated[
    Path | None, typer.Option(help="GeoJSON of the borders that the map is to draw instead of its own.")
]
LanguageOption = Annotated[
    str, typer.Option(help="Language of the interface: en, or the .mo file of a translation.")
]


@app.command("serve")
def serve_command(
    desk: Desk,
    *,
    review: Annotated[
        str | None, typer.Option(help="Your name: what you say of values is noted under it.")
    ] = None,
    port: PortOption = PORT,
    no_open: QuietOption = False,
    shapes: ShapesOption = None,
    language: LanguageOption = "en",
) -> None:
    """Open a desk as a page on this machine, to read or, with --review, to check and correct."""
    from dragoman.show.page.shapes import rings_of

    with politely():
        if review is not None and not review.strip():
            raise UsageError("a reviewer without a name", hint="for example: --review mara")
        rings_of(shapes)  # what is wrong with them is told here, and not on the map's page
        _serve(desk, port, show=not no_open, reviewer=review, shapes=shapes, language=language)


@app.command("demo")
def demo_command(
    desk: Annotated[Path, typer.Argument(help="The desk to fill.")] = Path("demo.db"),
    *,
    port: PortOption = PORT,
    no_open: QuietOption = False,
) -> None:
    """Fill a desk with the reports that come with the package, and open it."""
    from dragoman.collating import collate
    from dragoman.store import Store

    with politely():
        take_in(desk, demo_sources())
        with Store(desk, write=True) as store:
            collate(store, at=now())
        _serve(desk, port, show=not no_open, reviewer="demo")


def _serve(desk: Path, port: int, *, show: bool, **options: object) -> None:
    from dragoman.show.page.serve import open_site, serve

    check_stdout()
    site, waiting = open_site(desk, port, now, **options)
    write_out(f"{site.address}\n".encode())
    serve(site, waiting, show=show)
