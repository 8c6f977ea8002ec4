"""Show: reports side by side in a terminal: an incident with every claim, the way of a quotation, positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from dragoman.collate.types import (
    Claim,
    Incident,
    Position,
    PositionLine,
    Reason,
    RivalFigures,
    Trace,
    TraceStep,
)
from dragoman.show.answers import table_of
from dragoman.show.control import one_line
from dragoman.store.collation import bounds_in_words
from dragoman.types import Record

if TYPE_CHECKING:
    from dragoman.store import Store

ID_CHARS = 12
WAY = " <- "


def show_incident(store: Store, incident: Incident, console: Console) -> None:
    """Print an incident: what it is, its reports and why each stands there, every claim and how it moved."""
    console.print(Text(incident.id, style="bold"))
    for name, words in (
        ("what", "; ".join(incident.types)),
        ("where", "; ".join(incident.places)),
        ("who", "; ".join(incident.actors)),
        ("when", " to ".join(dict.fromkeys(day for day in (incident.start, incident.end) if day))),
    ):
        console.print(Text(f"{name:6s}{words or 'not known'}"))
    rows = [_member(store, member.document, member.reasons, member.also_in) for member in incident.members]
    console.print(table_of(rows, ("report", "published", "publisher", "title", "stands here for", "also in")))
    for rival in incident.figures:
        _show_rivals(store, rival, console)


def _member(
    store: Store, document: str, reasons: tuple[Reason, ...], also_in: tuple[str, ...]
) -> dict[str, Any]:
    record = store.record(document)
    return {
        "report": document[:ID_CHARS],
        "published": record.document.published.value if record.document.published else None,
        "publisher": record.document.publisher,
        "title": record.quote(record.document.title) if record.document.title else None,
        "stands here for": "; ".join(f"{reason.kind}: {reason.detail}" for reason in reasons),
        "also in": "; ".join(also_in),
    }


def _show_rivals(store: Store, rival: RivalFigures, console: Console) -> None:
    asked = " ".join(word for word in (rival.what, rival.unit, rival.status) if word)
    console.print(Text(f"\n{asked}: every claim, the oldest first", style="bold"))
    rows = [_claim(store, number, claim) for number, claim in enumerate(rival.claims, 1)]
    console.print(
        table_of(rows, ("claim", "figure", "words", "on whose word", "through", "published", "copy of"))
    )
    for move in rival.moves:
        console.print(Text(f"claim {move.earlier + 1} to {move.later + 1}: {move.direction}"))
    for pair in rival.contradictions:
        console.print(
            Text(f"claims {pair.first + 1} and {pair.second + 1} cannot both hold; neither is chosen")
        )


def _claim(store: Store, number: int, claim: Claim) -> dict[str, Any]:
    text = store.record(claim.document).document.text
    return {
        "claim": number,
        "figure": bounds_in_words(claim.low, claim.best, claim.high),
        "words": claim.span.of(text),
        "on whose word": claim.speaker or ("the publisher" if claim.word_of == "publisher" else "not named"),
        "through": WAY.join(claim.outlets),
        "published": claim.published,
        "copy of": claim.repeats[:ID_CHARS] if claim.repeats else None,
    }


# ---- the way of a quotation


def show_trace(store: Store, found: Trace, console: Console) -> None:
    """Print each place where the words stand, the oldest first, who said them there and what was done to them."""
    for number, step in enumerate(found.steps, 1):
        mark = "  first" if found.first == number - 1 else ""
        came = f", after {step.came_from + 1}" if step.came_from is not None else ""
        console.print(
            Text(f"{number}. {step.published or 'no date'}  {step.treatment}{came}{mark}", style="bold")
        )
        for line in _step_lines(store.record(step.document), step):
            console.print(Text(f"   {one_line(line)}"))
    if not found.steps or found.why:
        console.print(Text(found.why or "no document at hand has these words", style="italic"))


def _step_lines(record: Record, step: TraceStep) -> list[str]:
    text = record.document.text
    said = record.attribution(step.attribution)
    words = record.quote(said.content) if said else record.quote([pair.second for pair in step.shared])
    told = f" told {record.quote(step.told_to)}" if step.told_to else ""
    changes = [
        f"{change.kind}: {' -> '.join(span.of(text) for span in (change.after,) if span) or 'words'}"
        for change in step.changes
        if change.after
    ]
    return [
        f"{step.document[:ID_CHARS]}{f'/{step.attribution}' if step.attribution else ''}"
        f"  {WAY.join(filter(None, step.outlets)) or step.publisher or 'publisher unknown'}",
        f"{step.speaker or 'nobody named'}{told}: {words}",
        *([f"translated from {step.translated_from}"] if step.translated_from else []),
        *changes,
    ]


# ---- positions


def show_positions(store: Store, line: PositionLine, console: Console) -> None:
    """Print a speaker's statements on a subject, the oldest first, and how each compares with the one before."""
    rows = [_position(store, position) for position in line.positions]
    columns = ("statement", "said", "known by", "content", "denied", "beside the one before")
    console.print(
        table_of(rows, columns) if rows else f"{line.speaker} is not reported to have named {line.subject}"
    )


def _position(store: Store, position: Position) -> dict[str, Any]:
    return {
        "statement": f"{position.document[:ID_CHARS]}/{position.attribution}",
        "said": position.said,
        "known by": position.said_basis,
        "content": store.record(position.document).quote(position.content),
        "denied": "denied" if position.polarity == "denied" else "",
        "beside the one before": position.difference,
    }
