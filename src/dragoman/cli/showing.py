"""The command that shows one document of a store, or one value of it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.console import Console

from dragoman.cli.base import app, check_stdout, politely, write_out
from dragoman.cli.storing import Desk
from dragoman.errors import UsageError


@app.command("show")
def show_command(
    desk: Desk,
    public_id: Annotated[
        str, typer.Argument(metavar="ID", help="As in the tables: 2b8e7e9888d8 or 2b8e7e9888d8/a3.")
    ],
    *,
    form: Annotated[
        Literal["terminal", "json", "html", "original"], typer.Option("--format", help="How to write it.")
    ] = "terminal",
) -> None:
    """Show a document with its versions, or one value of it where it stands."""
    from dragoman.show.output import FORMS
    from dragoman.show.stored import show_document, show_value
    from dragoman.store import Store

    with politely(), Store(desk) as store:
        check_stdout()
        found = store.find(public_id)
        if form == "original":
            raw = store.original(public_id)
            if raw is None:
                raise UsageError(f"{public_id}: its bytes were not kept", hint="ingest with --keep-originals")
            write_out(raw)
        elif form != "terminal":
            write_out(FORMS[form](found.record))
        elif found.local is not None:
            show_value(found, store.value_row(public_id), Console())
        else:
            show_document(found.record, store.versions(public_id), store.same_address(public_id), Console())
