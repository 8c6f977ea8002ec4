"""Show: the sentences that have a verb of force or diplomacy and no event, in a terminal and as a line of JSON."""

from __future__ import annotations

from io import StringIO

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.missed import Missed, missed_of
from dragoman.show.control import visible
from dragoman.types import Record

TITLE = "Not read as an event"
NOTE = "sentences with a verb of force or diplomacy and no event; look there yourself"


def show_missed(record: Record, console: Console) -> None:
    """Print them with their offsets (code points of the text, end excluded), the verbs underlined or in brackets."""
    found = missed_of(record).sentences
    plain = console.color_system is None or console.no_color
    console.print(Text(TITLE, style="bold").append(f"  {NOTE}", style="not bold dim italic"))
    if not found:
        console.print(Text("none", style="dim italic"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for missed in found:
        offsets = f"{missed.span.start}-{missed.span.end}"
        grid.add_row(Text(offsets), _marked(record.document.text, missed, plain=plain))
    console.print(grid)
    console.print()


def _marked(text: str, missed: Missed, *, plain: bool) -> Text:
    shown, at = Text(), missed.span.start
    for verb in missed.verbs:
        shown.append(_words(text, at, verb.start))
        words = _words(text, verb.start, verb.end)
        shown.append(f"<{words}>" if plain else words, style="" if plain else "underline")
        at = verb.end
    return shown.append(_words(text, at, missed.span.end))


def _words(text: str, start: int, end: int) -> str:
    """A piece of the text with line ends as blanks, its outer ones too: pieces are put together again."""
    return visible(text[start:end]).replace("\n", " ")


def missed_plain(record: Record, *, width: int = 100) -> bytes:
    """What `show_missed` prints, without colour, UTF-8."""
    out = StringIO()
    show_missed(record, Console(file=out, width=width, color_system=None, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()).encode()


def missed_line(record: Record) -> bytes:
    """One report's sentences as a line of JSON, UTF-8: the record itself stays as it is."""
    return msgspec.json.encode(missed_of(record)) + b"\n"
