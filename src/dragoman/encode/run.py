"""Runs the encoder over a document's windows and its heads over the words: part of the encode step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from dragoman.encode.heads import Floats, Head, argue, describe, flag, point, tag
from dragoman.encode.load import load_heads, load_session, load_tokenizer
from dragoman.encode.own_kinds import OwnKinds, sentence_bounds
from dragoman.encode.windows import WINDOW_SUBWORDS, Piece, Window, make_piece, pack, split_piece
from dragoman.errors import ResourceError
from dragoman.stages import Anchors, Document, KindFound, Quotation, Scores, Segments
from dragoman.types import OUTSIDE_ZONES, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ANCHOR_CHANCE = 0.1
"""Chance of beginning a thing from which a word is asked for its attributes and roles: far below what is decoded."""

TERMS = "term"
"""The head that says of a word of a caller's kind what belongs to it, as of any other term."""

Run = Callable[[Window], Floats]
"""A window to hidden states `[subwords, width]`."""


@dataclass(frozen=True)
class Encoder:
    """The trained encoder with its heads; `run` is the only thing that knows the model runtime.

    The heads' arithmetic stays on one thread: how a product is shared out among threads changes its last bits, and a
    record must not depend on the number of cores.
    """

    tokenizer: Tokenizer
    run: Run
    heads: tuple[Head, ...]
    blas: ThreadpoolController = field(default_factory=ThreadpoolController)
    own: OwnKinds | None = None
    """Kinds of terms of the caller's."""

    def scores(self, doc: Document, segments: Segments, *, heads: Container[str] | None = None) -> Scores:
        """What the heads say of the words of `doc`; furniture is not read, teasers in windows of their own.

        Of `heads`, if they are named, only these are asked.
        """
        asked = self if heads is None else self._with_heads(heads)
        windows = tuple(_windows(doc, segments, self.tokenizer))
        with self.blas.limit(limits=1):
            return asked._scored(windows, [sentence.start for sentence in segments.sentences])

    def _with_heads(self, names: Container[str]) -> Encoder:
        heads = tuple(head for head in self.heads if head.name in names)
        return replace(self, heads=heads, own=self.own if TERMS in names else None)

    def states(self, doc: Document, segments: Segments) -> Iterator[tuple[tuple[Span, ...], Floats]]:
        """The words of each window, in the order of `scores`, with their hidden states `[words, width]`."""
        for window in _windows(doc, segments, self.tokenizer):
            yield window.words, self.run(window)[list(window.first)]

    def _scored(self, windows: Sequence[Window], sentence_starts: Sequence[int]) -> Scores:
        tags: dict[str, list[Floats]] = {head.name: [] for head in self.heads}
        links: list[dict[str, NDArray[np.float16]]] = []
        anchors: list[dict[str, Anchors]] = []
        matches: list[KindFound] = []
        for number, window in enumerate(windows):
            hidden = self.run(window)[list(window.first)]
            for head in self.heads:
                tags[head.name].append(tag(head, hidden))
            anchors.append(
                {head.name: _anchors(head, hidden, tags[head.name][-1]) for head in self.heads if head.roles}
            )
            if self.own is not None:
                sentences = sentence_bounds(window.words, sentence_starts)
                matches.extend(self._matched(self.own, number, hidden, sentences))
            links.append(
                {
                    name: point(head, name, hidden).astype(np.float16)
                    for head in self.heads
                    for name in head.pointers
                }
            )
        return Scores(
            words=tuple(word for window in windows for word in window.words),
            windows=tuple(_bounds(windows)),
            tags={head.name: _stacked(tags[head.name], len(head.labels)) for head in self.heads},
            labels=dict(_labels(self.heads)),
            links=tuple(links),
            calibration={head.name: head.calibration for head in self.heads},
            anchors=tuple(anchors),
            matches=tuple(matches),
        )

    def _matched(
        self, own: OwnKinds, window: int, hidden: Floats, sentences: Sequence[tuple[int, int]]
    ) -> Iterator[KindFound]:
        """The words of a window that are of a kind of the caller's, with what the head of terms says of them."""
        head = next(head for head in self.heads if head.name == TERMS)
        for found in own.matches(hidden, sentences):
            told = _described(head, hidden, [found.first])
            yield KindFound(found.kind, window, found.first, found.last, found.score, found.match, told)


def _anchors(head: Head, hidden: Floats, tags: Floats) -> Anchors:
    """What the head says of each word that begins one of its things with some chance."""
    begins = _beginnings(head.labels)
    return _described(
        head, hidden, np.flatnonzero(np.exp(tags[:, begins]).sum(axis=1) >= ANCHOR_CHANCE).tolist()
    )


@cache
def _beginnings(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([label.startswith("B-") for label in labels])


def _described(head: Head, hidden: Floats, words: Sequence[int]) -> Anchors:
    """What the head says of some words of a window, taken as ones that begin a thing of its."""
    states = hidden[list(words)]
    return Anchors(
        words=tuple(words),
        attributes={name: describe(head, name, states) for name in head.attributes},
        flags=flag(head, states) if head.flags else np.zeros((len(words), 0), dtype=np.float32),
        roles=argue(head, hidden, words).astype(np.float16),
    )


def _labels(heads: Sequence[Head]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for head in heads:
        yield head.name, head.labels
        yield from ((f"{head.name}.{name}", labels) for name, labels in head.attributes.items())
        if head.roles:
            yield f"{head.name}.roles", head.roles
            yield f"{head.name}.flags", head.flags


def load_encoder(folder: Path | None = None, *, threads: int = 1) -> Encoder:
    """The encoder of the package, or of another folder of weights.

    Raises:
        ResourceError: a file of weights is missing or not the one the manifest names.
    """
    session = load_session(folder, threads=threads)

    def run(window: Window) -> Floats:
        ids = np.array([window.ids], dtype=np.int64)
        features = np.array([window.features], dtype=np.int64)
        hidden: Floats = session.run(None, {"ids": ids, "features": features})[0][0]
        return hidden

    return Encoder(load_tokenizer(folder), run, load_heads(folder))


def _stacked(parts: Sequence[Floats], width: int) -> NDArray[np.float32]:
    return np.concatenate(parts) if parts else np.zeros((0, width), dtype=np.float32)


def _bounds(windows: Sequence[Window]) -> Iterator[tuple[int, int]]:
    at = 0
    for window in windows:
        yield at, at + len(window.words)
        at += len(window.words)


def _windows(doc: Document, segments: Segments, tokenizer: Tokenizer) -> Iterator[Window]:
    """Windows of the report's own paragraphs, then one for each teaser: these have nothing to do with each other."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if cls is None or sep is None:
        raise ResourceError("tokenizer.json: has no [CLS] or [SEP]", hint="install dragoman again")
    report, teasers = _readable_paragraphs(segments)
    for paragraphs in (report, *([teaser] for teaser in teasers)):
        pieces = _pieces(doc, segments, paragraphs, tokenizer)
        yield from pack((piece for piece in pieces if piece.words), (cls, sep))


def _readable_paragraphs(segments: Segments) -> tuple[list[Span], list[Span]]:
    """Paragraphs of the report, and of its teasers; furniture is neither."""
    report: list[Span] = []
    teasers: list[Span] = []
    starts = [zone.span.start for zone in segments.zones]
    for paragraph in segments.paragraphs:
        at = max(bisect_left(starts, paragraph.start + 1) - 1, 0)
        last = max(bisect_left(starts, paragraph.end) - 1, at)
        names = {zone.zone for zone in segments.zones[at : last + 1] if zone.span.touches(paragraph)}
        if not names & OUTSIDE_ZONES:
            report.append(paragraph)
        elif "teaser" in names:
            teasers.append(paragraph)
    return report, teasers


def _pieces(
    doc: Document, segments: Segments, paragraphs: Sequence[Span], tokenizer: Tokenizer
) -> Iterator[Piece]:
    """Subwords of each paragraph; one too long for a window is cut between its sentences."""
    breaks = frozenset(sentence.start for sentence in segments.sentences)
    starts = [quotation.span.start for quotation in segments.quotations]
    for paragraph in paragraphs:
        low, high = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        quotations: Sequence[Quotation] = segments.quotations[low:high]
        piece = make_piece(doc.text, paragraph, quotations, tokenizer)
        yield from split_piece(piece, WINDOW_SUBWORDS - 2, breaks)
