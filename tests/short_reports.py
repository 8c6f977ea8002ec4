"""Short reports for the tests of annotate: text in, document and segments out, with a simple cut into sentences."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from dragoman.annotate.mentions import find_mentions
from dragoman.stages import Document, FoundAttribution, Mention, Quotation, Scores, Segments
from dragoman.types import Form, Span, Zone, ZoneName

LABELS = (
    "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-GPE", "I-GPE", "B-LOC", "I-LOC", "B-FAC", "I-FAC", "B-NORP", "I-NORP",
)  # fmt: skip


def make_doc(text: str, publisher: str | None = None) -> Document:
    return Document(id="d", origin="test", raw_sha256="0", text=text, publisher=publisher)


def make_segments(text: str, zones: dict[str, ZoneName] | None = None) -> Segments:
    """Paragraphs are lines, sentences end before a capital; a line that begins with a key of `zones` is that zone."""
    paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", text))
    sentences: list[Span] = []
    for paragraph in paragraphs:
        start = paragraph.start
        for match in re.finditer(
            r"(?<=[a-z0-9)][.!?])(?<!Lt\.)(?<!Gen\.)(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)[\"”]?\s+(?=[\"“A-Z])",
            paragraph.of(text),
        ):
            end = paragraph.start + match.end()
            sentences.append(Span(start, end - len(match.group()) + len(match.group().rstrip())))
            start = end
        sentences.append(Span(start, paragraph.end))
    quoted = tuple(
        Quotation(Span(m.start(), m.end()), Span(m.start() + 1, m.end() - 1))
        for m in re.finditer(r"“[^“”\n]*”|\"[^\"\n]*\"", text)
    )
    named = tuple(Zone(_zone(p.of(text), zones or {}), p) for p in paragraphs)
    return Segments(
        language="en", zones=named, paragraphs=paragraphs, sentences=tuple(sentences), quotations=quoted
    )


def _zone(line: str, zones: dict[str, ZoneName]) -> ZoneName:
    return next((zone for start, zone in zones.items() if line.startswith(start)), "body")


def mentions_of(text: str, zones: dict[str, ZoneName] | None = None) -> tuple[Mention, ...]:
    return find_mentions(make_doc(text), make_segments(text, zones), None)


def place(text: str, words: str, nth: int = 0) -> Span:
    """Span of the nth occurrence of words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def attribution(
    text: str, source: str | Span | None, cue: str | Span | None, content: str, form: Form = "indirect"
) -> FoundAttribution:
    def spans(part: str | Span | None) -> tuple[Span, ...]:
        return () if part is None else (part,) if isinstance(part, Span) else (place(text, part),)

    return FoundAttribution(
        source=spans(source), cue=spans(cue), content=spans(content), form=form, score=0.8
    )


def scores_for(text: str, names: dict[str, str], windows: int = 1) -> Scores:
    """Scores of a head that is sure of `names` (words -> type)."""
    words = tuple(Span(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text))
    tags = np.full((len(words), len(LABELS)), np.log(0.01), dtype=np.float32)
    tags[:, 0] = np.log(0.9)
    for name, kind in names.items():
        start = text.index(name)
        inside = [i for i, word in enumerate(words) if start <= word.start and word.end <= start + len(name)]
        for index in inside:
            label = ("B-" if index == inside[0] else "I-") + kind
            tags[index] = np.log(0.01)
            tags[index, LABELS.index(label)] = np.log(0.9)
    cut = len(words) // windows
    bounds = [*range(0, cut * windows, max(cut, 1)), len(words)][: windows + 1]
    bounds[-1] = len(words)
    pairs = tuple(pairwise(bounds))
    return Scores(
        words=words,
        windows=pairs,
        tags={"mention": tags},
        labels={"mention": LABELS},
        links=(),
        calibration={},
    )
