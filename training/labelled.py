"""The passages written for training, as examples: events and figures, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.encode.windows import Piece
from dragoman.types import Span
from training.anchored import Scheme
from training.corpora import AnchorLabels, Example, Words, cut, mark, word_numbers, words_of
from training.event_labels import EventLabel, FigureLabel
from training.events import Passage as EventPassage
from training.schemes import EVENT, FIGURE, NO_LABEL, TERM
from training.term_passages import Passage as TermPassage
from training.term_passages import Term

Marked = tuple[str, Sequence[Span], AnchorLabels]
"""Kind, the stretches tagged with it, what is said of the first."""


def event_example(passage: EventPassage, tokenizer: Tokenizer) -> Example:
    """A passage labelled for events and figures."""
    pieces = cut(passage.text, tokenizer)
    words = words_of(pieces)
    triggers = {event.id: event.triggers[0] for event in passage.events}
    figures = {figure.id: figure.span for figure in passage.figures}
    marked: dict[str, list[Marked]] = {
        EVENT.name: [_event(event, words) for event in passage.events],
        FIGURE.name: [_figure(figure, triggers, figures, words) for figure in passage.figures],
    }
    return _example(passage.id, pieces, marked, (EVENT, FIGURE))


def term_example(passage: TermPassage, tokenizer: Tokenizer) -> Example:
    """A passage labelled for terms."""
    pieces = cut(passage.text, tokenizer)
    words = words_of(pieces)
    marked = {TERM.name: [_term(term, words) for term in passage.terms]}
    return _example(passage.id, pieces, marked, (TERM,))


def _example(
    name: str, pieces: tuple[Piece, ...], marked: dict[str, list[Marked]], schemes: Sequence[Scheme]
) -> Example:
    words = words_of(pieces)
    return Example(
        name,
        pieces,
        {scheme.name: _tags(words, marked[scheme.name], scheme) for scheme in schemes},
        anchors={scheme.name: tuple(labels for *_, labels in marked[scheme.name]) for scheme in schemes},
        own=True,
    )


def _tags(words: Sequence[Span], marked: Sequence[Marked], scheme: Scheme) -> NDArray[np.int64]:
    labels = np.zeros(len(words), dtype=np.int64)
    for kind, spans, _ in marked:
        for span in spans:
            mark(labels, _numbers(words, span), scheme.labels.index(f"B-{kind}"))
    return labels


def _event(event: EventLabel, words: Sequence[Span]) -> Marked:
    mode = f"{event.type}/{event.mode}" if event.mode else NO_LABEL
    labels = _labels(
        EVENT,
        event.triggers[0],
        words,
        said={"mode": mode, "stage": event.stage, "polarity": event.polarity},
        roles={
            "actor": [phrase.span for phrase in event.actors],
            "recipient": [phrase.span for phrase in event.recipients],
            "place": [event.place],
            "time": [event.time],
            "again": event.triggers[1:],
        },
        flags=event.contexts,
    )
    return event.type, event.triggers, labels


def _figure(
    figure: FigureLabel, triggers: dict[str, Span], figures: dict[str, Span], words: Sequence[Span]
) -> Marked:
    labels = _labels(
        FIGURE,
        figure.span,
        words,
        said={"status": figure.status or NO_LABEL, "counts": figure.counts},
        roles={
            "of": [figure.of and figure.of.span],
            "event": [triggers.get(figure.event or "")],
            "whole": [figures.get(figure.part_of or "")],
        },
    )
    return figure.what, [figure.span], labels


def _term(term: Term, words: Sequence[Span]) -> Marked:
    mentions = [Span(*span) for span in term.spans("span")]
    roles = {role: [Span(*span) for span in term.spans(role)] for role in TERM.roles if role != "again"}
    roles["again"] = mentions[1:]
    return term.kind, mentions, _labels(TERM, mentions[0], words, said={"status": term.status}, roles=roles)


def _labels(
    scheme: Scheme,
    anchor: Span,
    words: Sequence[Span],
    *,
    said: dict[str, str],
    roles: dict[str, Sequence[Span | None]],
    flags: Sequence[str] = (),
) -> AnchorLabels:
    return AnchorLabels(
        first=_numbers(words, anchor)[0],
        attributes={name: scheme.attributes[name].index(label) for name, label in said.items()},
        flags=tuple(scheme.flags.index(flag) for flag in flags),
        roles={role: tuple(_phrases(spans, words)) for role, spans in roles.items()},
    )


def _phrases(spans: Iterable[Span | None], words: Sequence[Span]) -> Iterator[Words]:
    yield from (_numbers(words, span) for span in spans if span is not None)


def _numbers(words: Sequence[Span], span: Span) -> Words:
    return word_numbers(words, [(span.start, span.end)])
