"""What the marks of a page must read: the characters that a record says, by the names the page gives its things."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.types import Record, Span

KINDS = {"times": "t", "places": "p", "figures": "f", "terms": "m"}


def joined(text: str, spans: Iterable[Span]) -> str:
    """The characters that lie in any of the spans, in the order of the text."""
    return "".join(text[at] for at in sorted({at for span in spans for at in range(span.start, span.end)}))


def as_shown(text: str) -> str:
    """A text as a page can hold it."""
    return text.replace("\0", "\ufffd").encode("utf-16", "replace").decode("utf-16")


def slices(record: Record) -> dict[str, str]:
    """What the marks of each thing must read together, by its name on the page."""
    spans: dict[str, tuple[Span, ...]] = {}
    for number, said in enumerate(record.attributions, 1):
        spans[f"a{number}"] = (*said.content, *said.source, *said.cue)
    for number, entity in enumerate(record.entities, 1):
        spans[f"e{number}"] = entity.mentions
    for number, event in enumerate(record.events, 1):
        spans[f"v{number}"] = event.trigger
    for number, link in enumerate(record.chain, 1):
        spans[f"c{number}"] = (link.span,)
    for name in ("times", "places", "figures", "terms"):
        for number, value in enumerate(getattr(record, name), 1):
            spans[f"{KINDS[name]}{number}"] = (value.span,)
    return {
        name: as_shown(words) for name, held in spans.items() if (words := joined(record.document.text, held))
    }
