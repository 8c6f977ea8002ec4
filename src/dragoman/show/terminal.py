"""Show: a record as people read it in a terminal, in colour or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.show.control import visible
from dragoman.show.marks import Piece, Stretch, cut_each, find_attribution_marks, lay_out, lines_of
from dragoman.show.view import View, describe, percent, shorten
from dragoman.types import Record

CHAIN_ARROW = " <- "
MARGIN = 12
CONTENT_SHOWN = 220
WORDS_SHOWN = 60

_STYLES = {"content": "cyan", "source": "bold magenta", "cue": "underline"}
_OPENING = {"content": "[", "source": "{", "cue": "<"}
_CLOSING = {"content": "]", "source": "}", "cue": ">"}


def show_record(record: Record, console: Console) -> None:
    """Print a record: its heading, the marked text with zones in the margin, and what was found.

    Sources, cues and contents are told apart by brackets too where the console has no colour.
    """
    view = describe(record)
    plain = console.color_system is None or console.no_color
    console.print(_heading(view))
    console.print(_text(record, plain=plain))
    console.print(_legend(plain=plain))
    for title, note, table in _tables(view):
        console.print()
        console.print(Text(title, style="bold").append(note and f"  {note}", style="not bold dim italic"))
        console.print(table)
    console.print()
    console.print(Text(view.producer, style="dim"))
    console.rule(style="dim")


def _heading(view: View) -> RenderableType:
    title = Text(view.title, style="bold" if view.title_stated else "bold italic")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=MARGIN - 2, no_wrap=True)
    grid.add_column(overflow="fold")
    for at, chain in enumerate(view.chains):
        links = Text(CHAIN_ARROW.join(chain.links))
        links.append(f"  {chain.note}" if chain.note else "", style="dim italic")
        grid.add_row(Text("" if at else "chain", style="dim"), links)
    for fact in view.facts:
        value = Text(fact.value, style="" if fact.known else "dim italic")
        if fact.basis:
            value.append(f"  {fact.basis}", style="dim italic")
        grid.add_row(Text(fact.label, style="dim"), value)
    for note in view.notes:
        grid.add_row(Text("note", style="dim"), Text(note, style="italic"))
    return Group(title, Text(), grid, Text())


def _text(record: Record, *, plain: bool) -> RenderableType:
    marks = find_attribution_marks(record)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=MARGIN - 2, no_wrap=True)
    grid.add_column(overflow="fold")
    stretches = lay_out(record)
    cuts = cut_each([stretch.span for stretch in stretches], marks)
    for stretch, pieces in zip(stretches, cuts, strict=True):
        if not stretch.span.of(record.document.text).strip():
            continue
        body = _folded(record, stretch) if stretch.outside else _marked(record, pieces, plain=plain)
        grid.add_row(Text(stretch.zone or "", style="dim"), body)
        grid.add_row()
    return grid


def _folded(record: Record, stretch: Stretch) -> Text:
    lines = lines_of(stretch, record.document.text)
    count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return Text(f"{count}: {shorten(lines[0], WORDS_SHOWN)}", style="dim", overflow="ellipsis", no_wrap=True)


def _marked(record: Record, pieces: Iterable[Piece], *, plain: bool) -> Text:
    text = Text()
    for piece in pieces:
        _append_piece(text, record.document.text, piece, plain=plain)
    return _without_blank_ends(text)


def _append_piece(text: Text, original: str, piece: Piece, *, plain: bool) -> None:
    kinds = _OPENING if plain else ("content",)
    alike = {
        (mark.kind, mark.span, mark.number if mark.kind == "content" else 0): mark for mark in piece.marks
    }
    bracketed = [mark for mark in alike.values() if mark.kind in kinds]
    for mark in bracketed:
        if mark.span.start == piece.span.start:
            number = f"{mark.number} " if mark.kind == "content" else ""
            text.append(_OPENING[mark.kind] + number, style="dim")
    style = " ".join(dict.fromkeys(_STYLES[mark.kind] for mark in piece.marks))
    text.append(visible(piece.span.of(original)), style=style)
    for mark in reversed(bracketed):
        if mark.span.end == piece.span.end:
            text.append(_CLOSING[mark.kind], style="dim")


def _without_blank_ends(text: Text) -> Text:
    kept = [line for line in text.split("\n", allow_blank=True) if line.plain.strip()]
    for line in kept:
        line.rstrip()
    return Text("\n\n").join(kept)


def _legend(*, plain: bool) -> Text:
    if plain:
        return Text("[1 words of attribution 1]  {source}  <cue>")
    legend = Text().append("[1 ", style="dim")
    legend.append("words of attribution 1", style=_STYLES["content"])
    legend.append("]  ", style="dim").append("source", style=_STYLES["source"])
    return legend.append("  ").append("cue", style=_STYLES["cue"])


def _tables(view: View) -> Iterator[tuple[str, str, RenderableType]]:
    """Title, note and content of each table."""
    yield "Who said what", view.bases, _said(view) if view.said else _none("no attribution found")
    if view.happened:
        yield "What happened", "", _happened(view)
    if view.counted:
        yield "How many", "", _counted(view)
    if view.agreed:
        yield "Terms", "", _agreed(view)
    yield "Entities", "", _entities(view) if view.entities else _none("none found")
    yield "Times", "", _times(view) if view.times else _none("none found")
    yield "Places", "", _places(view) if view.places else _none("none found")


def _none(words: str) -> RenderableType:
    return Padding(Text(words, style="dim italic"), (0, 0, 0, 1))


def _table(**columns: int | str) -> Table:
    """A table of columns by name: a share of the width that is left over, or "12": what it needs, at most that."""
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False, expand=True)
    for name, width in columns.items():
        share, most = (width, None) if isinstance(width, int) else (None, int(width))
        table.add_column(name.strip("_").replace("_", " "), ratio=share, max_width=most, overflow="fold")
    return table


def _said(view: View) -> Table:
    table = _table(_="4", who=4, cue="13", what=8, how="12", score="5")
    table.columns[-1].justify = "right"
    for said in view.said:
        who = Text(said.who, style="" if said.found and not said.inferred else "italic")
        if said.basis:
            who.append(f"\n{said.basis}", style="dim italic")
        inside = () if said.inside is None else (f"inside {said.inside}",)
        how = Text("\n".join((said.form, *inside, *said.remarks)))
        how.append(f"\n{said.zone}", style="dim")
        what = Text(shorten(said.content, CONTENT_SHOWN))
        cue = Text(said.cue or "no cue", style="" if said.cue else "dim italic")
        table.add_row(Text(str(said.number), style="dim"), who, cue, what, how, Text(said.score))
    return table


def _happened(view: View) -> Table:
    table = _table(_="4", what=9, how="14", whose_word=4, score="5")
    table.columns[-1].justify = "right"
    for event in view.happened:
        what = Text(event.sentence, style="italic" if event.stage != "happened" or event.denied else "")
        beside = [f"“{event.trigger}”", event.where, event.when, event.figures]
        what.append("\n" + " - ".join(part for part in beside if part), style="dim")
        stage = "denied" if event.denied else "" if event.stage == "happened" else event.stage
        how = Text("\n".join(part for part in (event.type, stage) if part)).append(
            f"\n{event.zone}", style="dim"
        )
        table.add_row(
            Text(str(event.number), style="dim"), what, how, Text(event.word), Text(percent(event.score))
        )
    return table


def _counted(view: View) -> Table:
    table = _table(words=5, number=4, what=4, whose_word=4, score="5")
    table.columns[-1].justify = "right"
    for figure in view.counted:
        value = Text(figure.value, style="" if figure.known else "dim italic")
        what = Text(", ".join(part for part in (figure.what, figure.of, figure.counts) if part))
        table.add_row(Text(figure.words), value, what, Text(figure.word), Text(percent(figure.score)))
    return table


def _agreed(view: View) -> Table:
    table = _table(_="4", term=4, terms=9, whose_word=4, score="5")
    table.columns[-1].justify = "right"
    for term in view.agreed:
        named = (
            Text(term.kind).append(f"\n{term.status}", style="bold").append(f"\n“{term.words}”", style="dim")
        )
        lines = Text()
        for label, words in term.lines:
            lines.append(f"{label} ", style="bold" if label == "excluded" else "dim").append(f"{words}\n")
        lines.rstrip()
        table.add_row(
            Text(str(term.number), style="dim"), named, lines, Text(term.word), Text(percent(term.score))
        )
    return table


def _entities(view: View) -> Table:
    table = _table(name=5, type="6", roles=6, country="7", mentions=7)
    for entity in view.entities:
        count = Text(f"{entity.mentions}  ").append(shorten(entity.words, WORDS_SHOWN), style="dim")
        table.add_row(Text(entity.name), Text(entity.type), Text(entity.roles), Text(entity.country), count)
    return table


def _times(view: View) -> Table:
    table = _table(words=4, value=5, basis=6)
    for time in view.times:
        value = Text(time.value, style="" if time.known else "dim italic")
        if time.interval and time.interval != time.value:
            value.append(f"\n{time.interval}", style="dim")
        table.add_row(Text(time.words), value, Text(time.basis, style="dim" if time.stated else "dim italic"))
    return table


def _places(view: View) -> Table:
    table = _table(words=4, name=4, country="7", where=6)
    for place in view.places:
        name = Text(place.name, style="" if place.found else "dim italic")
        where = Text(
            " ".join(filter(None, (place.precision, place.point))), style="" if place.found else "dim italic"
        )
        if place.reason:
            where.append(f"; {place.reason}", style="dim italic")
        words = Text(place.words)
        if place.mentions > 1:
            words.append(f"  {place.mentions} times", style="dim")
        table.add_row(words, name, Text(place.country), where)
    return table
