"""The command that gets reports from the net into a store: the only one that uses the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.base import Actors, TermKinds, app, politely
from dragoman.cli.storing import Desk, now, take_in
from dragoman.errors import UsageError
from dragoman.readers import Hints
from dragoman.readers.feed import Address, addresses_in


@app.command("fetch")
def fetch_command(
    desk: Desk,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(help="Addresses of pages, feeds or site maps; or files of these.", show_default=False),
    ] = None,
    *,
    publisher: Annotated[str | None, typer.Option(help="Who put all of it out.")] = None,
    actors: Actors = None,
    term_kinds: TermKinds = None,
    keep_originals: Annotated[
        bool, typer.Option("--keep-originals", help="Keep the bytes that were read, too.")
    ] = False,
) -> None:
    """Get pages from the net into a desk: by robots files, with pauses, public addresses only."""
    from dragoman.fetch import fetch

    with politely():
        if not addresses:
            raise UsageError(
                "nothing to fetch", hint="for example: dragoman fetch desk.db https://example.org/feed"
            )
        found = fetch(listed_addresses(addresses), retrieved=now, hints=Hints(publisher=publisher))
        status = take_in(desk, found, actors=actors, term_kinds=term_kinds, keep_originals=keep_originals)
    raise typer.Exit(status)


def listed_addresses(given: list[str]) -> Iterator[str | Address]:
    """Addresses as they are given, and those that a feed or site map on disk lists.

    Raises:
        UsageError: a file given cannot be read, or lists none.
    """
    for one in given:
        path = Path(one)
        if "://" in one or not path.is_file():
            yield one
            continue
        try:
            listed = addresses_in(path.read_bytes())
        except OSError as err:
            raise UsageError(f"{one}: cannot be read: {err.strerror}", hint="check its permissions") from err
        if not listed:
            raise UsageError(
                f"{one}: neither feed nor site map", hint="dragoman ingest reads reports on disk"
            )
        yield from listed
