"""The command that sets a desk's incidents beside rows that somebody coded by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.base import app, politely
from dragoman.cli.storing import Desk, FormOption, LimitOption, OutputOption, put_answer
from dragoman.errors import UsageError


@app.command("compare")
def compare_command(
    desk: Desk,
    coded: Annotated[
        Path, typer.Argument(help="A CSV file: ACLED's or UCDP's columns, or date, place, fatalities.")
    ],
    *,
    form: FormOption = None,
    output: OutputOption = None,
    limit: LimitOption = None,
) -> None:
    """Line up coded rows with incidents: matched, missing in the desk, extra in it."""
    from dragoman.compare import Observed, compare, read_coded
    from dragoman.store import Store
    from dragoman.store.answer import answer_of

    with politely(), Store(desk) as store:
        observed = [Observed(**one) for one in store.comparable()]
        if not observed:
            raise UsageError(f"{desk}: no incident with an event in it", hint=f"run: dragoman collate {desk}")
        lines = compare(read_coded(coded), observed)
        put_answer(answer_of(desk, lines), "compared", form, output, limit)
