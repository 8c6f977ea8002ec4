"""Short marked sentences for the grounding tests: `"{Kyiv|GPE} said"` gives the text and its mentions."""

from __future__ import annotations

import re
from typing import Any, cast

from dragoman.stages import Annotations, Document, FoundAttribution, Mention, Segments
from dragoman.types import Span, Zone

_MARK = re.compile(
    r"\{([^|{}]+)\|([A-Z]+)(?:/(role|nominal|pronoun))?(?:\|([^|{}]*)\|([^|{}>]*))?(?:>(\d+))?\}"
)
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$")


def read_marked(
    marked: str, *, teaser_from: str | None = None
) -> tuple[Document, Segments, tuple[Mention, ...]]:
    """The text without marks, its sentences, and a mention for each `{words|TYPE/kind|title|of>holder}`."""
    text = ""
    mentions: list[Mention] = []
    last = 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        words, kind_of_thing, kind, title, of, holder = mark.groups()
        fields: dict[str, Any] = {"title": title or None, "of": of or None}
        mentions.append(
            Mention(
                span=Span(len(text), len(text) + len(words)),
                type=cast("Any", kind_of_thing),
                kind=cast("Any", kind or "name"),
                holder=int(holder) if holder else None,
                **fields,
            )
        )
        text += words
        last = mark.end()
    text += marked[last:]
    doc = Document(id="d", origin="d", raw_sha256="", text=text)
    return doc, cut(text, teaser_from=teaser_from), tuple(mentions)


def cut(text: str, *, teaser_from: str | None = None) -> Segments:
    """A text in sentences, all body but what begins with `teaser_from`."""
    sentences = tuple(Span(*found.span()) for found in _SENTENCE.finditer(text) if found.group().strip())
    split = text.index(teaser_from) if teaser_from else len(text)
    zones: tuple[Zone, ...] = (Zone("body", Span(0, split)),)
    zones += (Zone("teaser", Span(split, len(text))),) if teaser_from else ()
    return Segments(language="en", zones=zones, paragraphs=(), sentences=sentences, quotations=())


def said(source: Span, speaker: int | None = None) -> FoundAttribution:
    """An attribution with nothing in it but its source."""
    return FoundAttribution(source=(source,), cue=(), content=(), form="indirect", speaker=speaker)


def annotated(mentions: tuple[Mention, ...], **fields: Any) -> Annotations:
    """Annotations of these mentions."""
    return Annotations(mentions=mentions, **fields)
