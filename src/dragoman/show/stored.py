"""Show: a document of a store, or one value of it, with its versions and what hangs on it, in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.show.answers import cell, table_of
from dragoman.show.control import one_line, visible
from dragoman.show.terminal import show_record
from dragoman.types import Record, Span

if TYPE_CHECKING:
    from dragoman.store import Agreement, Found, Version

_SPACES = re.compile(r"\s+")
CONTEXT_CHARS = 240
"""How much of the text is shown on each side of a value."""


def show_document(
    record: Record, versions: Iterable[Version], others: Iterable[str], console: Console
) -> None:
    """Print a document's record, its versions, and other texts of its address."""
    show_record(record, console)
    console.print(Text(f"id {record.document.id}", style="dim"))
    for version in versions:
        console.print(Text(_version(version), style="bold" if version.current else ""))
        for change in version.changes:
            fields = f" ({', '.join(change.fields)})" if change.fields else ""
            console.print(Text(one_line(f"    {change.what}: {change.list} {change.words}{fields}")))
    for other in others:
        console.print(Text(f"another text of this address: {other[:12]}"))


def _version(version: Version) -> str:
    producer = version.producer
    weights = f", weights {producer.weights[:12]}" if producer.weights else ""
    weights += f", own actors {producer.actors[:12]}" if producer.actors else ""
    weights += (
        f", own kinds of terms {producer.term_kinds[:12]}" if producer.term_kinds is not msgspec.UNSET else ""
    )
    mark = " (this one counts)" if version.current else ""
    return f"record {version.number} by {producer.name} {producer.version}{weights}{mark}"


def show_value(found: Found, row: Mapping[str, Any] | None, console: Console) -> None:
    """Print one value of a document: its words where they stand, its fields, and how it is asked for."""
    record = found.record
    value = next(value for value in getattr(record, found.list_name or "") if value.id == found.local)
    console.print(Text(f"{record.document.id[:12]}/{found.local}", style="bold"))
    spans = tuple(_spans(value))
    if spans:
        console.print(Padding(_in_context(record, spans), (0, 0, 1, 2)))
    console.print(_fields(row if row is not None else msgspec.to_builtins(value)))


def _spans(value: Any) -> Iterator[Span]:
    """The places a value stands on, the main ones first, each once."""
    names = ("content", "source", "cue", "trigger", "span", "mentions")
    held = [getattr(value, name) for name in names if hasattr(value, name)]
    flat = [span for spans in held for span in ((spans,) if isinstance(spans, Span) else spans)]
    yield from dict.fromkeys(flat)


def _in_context(record: Record, spans: Sequence[Span]) -> Text:
    """The text around the first span, with all that stand there in colour, or in brackets without it."""
    text = record.document.text
    window = Span(max(0, spans[0].start - CONTEXT_CHARS), min(len(text), spans[0].end + CONTEXT_CHARS))
    shown = Text(f"[{spans[0].start}, {spans[0].end}] ", style="dim")
    at = window.start
    for span in sorted(span for span in spans if window.covers(span)):
        if span.start >= at:
            shown.append(_flat(text[at : span.start]), style="dim")
            shown.append(f"[{_flat(span.of(text))}]", style="bold cyan")
            at = span.end
    return shown.append(_flat(text[at : window.end]), style="dim")


def _flat(words: str) -> str:
    """Words on one line, with the spaces at their ends."""
    return _SPACES.sub(" ", visible(words))


def _fields(row: Mapping[str, Any]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, value in row.items():
        if value not in (None, "", [], ()):
            words = (
                cell(value) if isinstance(value, int | float | str) else msgspec.json.encode(value).decode()
            )
            grid.add_row(name.replace("_", " "), one_line(words))
    return grid


def show_agreement(found: Iterable[Agreement], console: Console) -> None:
    """Print how far each two reviewers agree."""
    rows = [
        {
            "reviewers": f"{one.first}, {one.second}",
            "values": one.values,
            "agreed": one.agreed,
            "share": one.agreed / one.values,
            "kappa": one.kappa,
        }
        for one in found
    ]
    console.print(
        table_of(rows, ("reviewers", "values", "agreed", "share", "kappa"))
        if rows
        else "no two reviewers judged the same value"
    )
