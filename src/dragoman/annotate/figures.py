"""Decodes the figure head: how many were killed, fled, were paid ..., and whose number it is; part of annotate."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from dragoman.annotate.amounts import read_amount
from dragoman.annotate.anchored import Anchored, features_of, find_anchored, phrases
from dragoman.annotate.chances import calibrated
from dragoman.annotate.counted import counted_words, is_counted
from dragoman.annotate.events import event_at
from dragoman.annotate.stated_kinds import corrected, corrected_status
from dragoman.stages import Document, FoundEvent, FoundFigure, Scores
from dragoman.types import Span

HEAD = "figure"
NO_STATUS = "-"


def find_figures(
    doc: Document,
    scores: Scores,
    events: Sequence[FoundEvent],
    *,
    sentences: Sequence[Span] = (),
    times: Sequence[Span] = (),
) -> tuple[FoundFigure, ...]:
    """All figures the head finds that count something, in text order, each with the one of `events` that it counts the
    outcome of. `sentences` and `times` are those of the text, in order.
    """
    if HEAD not in scores.tags:
        return ()
    every = [
        (_stated(doc, _figure(doc, words, figure, scores.calibration[HEAD]), sentences), words, figure)
        for words, figure in find_anchored(scores, HEAD)
    ]
    found = [entry for entry in every if is_counted(doc.text, entry[0].span, entry[0].what, sentences, times)]
    found.sort(key=lambda entry: entry[0].span)
    figures = [figure for figure, *_ in found]
    return tuple(
        structs.replace(
            figure,
            event=event_at(events, phrases(words, anchored, "event")),
            part_of=_whole(number, figures, phrases(words, anchored, "whole")),
        )
        for number, (figure, words, anchored) in enumerate(found)
    )


def _figure(
    doc: Document, words: Sequence[Span], found: Anchored, calibration: Sequence[float]
) -> FoundFigure:
    span, status = counted_words(doc.text, found.run.span(words)), found.label("status")
    groups = phrases(words, found, "of")
    return FoundFigure(
        span=span,
        what=found.run.type,
        amount=read_amount(doc.quote(span), found.run.type),
        of=groups[0] if groups else None,
        status=None if status == NO_STATUS else status,  # type: ignore[arg-type]
        counts=found.label("counts"),  # type: ignore[arg-type]
        score=calibrated(features_of(found), calibration),
    )


def _stated(doc: Document, figure: FoundFigure, sentences: Sequence[Span]) -> FoundFigure:
    """The figure, of the kind and status that its words and those beside it state."""
    counted = " ".join(doc.quote(span) for span in (figure.span, figure.of) if span is not None)
    return structs.replace(
        figure,
        what=corrected(figure.what, doc.text, figure.span, sentences),
        status=corrected_status(figure.status, counted),
    )


def _whole(part: int, figures: Sequence[FoundFigure], spans: Sequence[Span]) -> int | None:
    """The other figure whose words touch one of the spans."""
    touching = (
        number
        for number, figure in enumerate(figures)
        if number != part and any(figure.span.touches(span) for span in spans)
    )
    return next(touching, None)
