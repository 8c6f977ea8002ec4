"""Decodes the event head: who did what to whom, in PLOVER's terms, and how far it got; part of the annotate step.

Types, modes and contexts are PLOVER's (Open Event Data Alliance); docs/events.md says what is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from dragoman.annotate.anchored import Anchored, features_of, find_anchored, phrases
from dragoman.annotate.chances import calibrated
from dragoman.stages import FoundEvent, Scores
from dragoman.types import Span

HEAD = "event"
NO_MODE = "-"


def find_events(scores: Scores) -> tuple[FoundEvent, ...]:
    """All events the head finds, in the order of their triggers; words that name one again are joined to it."""
    if HEAD not in scores.tags:
        return ()
    return merged_again(
        [(_event(words, found, scores.calibration[HEAD]), phrases(words, found, "again"))
         for words, found in find_anchored(scores, HEAD)]
    )  # fmt: skip


def _event(words: Sequence[Span], found: Anchored, calibration: Sequence[float]) -> FoundEvent:
    place, time = (phrases(words, found, role) for role in ("place", "time"))
    return FoundEvent(
        trigger=(found.run.span(words),),
        type=found.run.type,
        mode=mode_of(found),
        context=found.flags,
        actors=phrases(words, found, "actor"),
        recipients=phrases(words, found, "recipient"),
        place=place[0] if place else None,
        time=time[0] if time else None,
        stage=found.label("stage"),  # type: ignore[arg-type]
        polarity=found.label("polarity"),  # type: ignore[arg-type]
        score=calibrated(features_of(found), calibration),
    )


def mode_of(found: Anchored) -> str | None:
    """The most probable mode among those of the event's type, None if none is more probable."""
    own = f"{found.run.type}/"
    chances = {
        mode: chance
        for mode, chance in found.attributes["mode"].items()
        if mode == NO_MODE or mode.startswith(own)
    }
    best = max(chances, key=chances.__getitem__)
    return None if best == NO_MODE else best.removeprefix(own)


def merged_again(found: Sequence[tuple[FoundEvent, tuple[Span, ...]]]) -> tuple[FoundEvent, ...]:
    """Events in text order; one whose trigger an earlier event of its type names as said again is joined to that."""
    held: list[tuple[FoundEvent, tuple[Span, ...]]] = []
    for event, again in sorted(found, key=lambda pair: pair[0].trigger):
        earlier = next((n for n, (first, words) in enumerate(held) if _is_again(event, first, words)), None)
        if earlier is None:
            held.append((event, again))
        else:
            held[earlier] = (_joined(held[earlier][0], event), held[earlier][1])
    return tuple(event for event, _ in held)


def _is_again(event: FoundEvent, first: FoundEvent, again: Sequence[Span]) -> bool:
    return event.type == first.type and any(event.trigger[0].touches(words) for words in again)


def _joined(first: FoundEvent, later: FoundEvent) -> FoundEvent:
    """The event with a later trigger, and with what only the later words tell."""
    return structs.replace(
        first,
        trigger=(*first.trigger, *later.trigger),
        actors=first.actors or later.actors,
        recipients=first.recipients or later.recipients,
        place=first.place or later.place,
        time=first.time or later.time,
        score=max(first.score, later.score),
    )


def event_at(events: Sequence[FoundEvent], spans: Sequence[Span]) -> int | None:
    """The number of the first event of which a trigger touches one of the spans."""
    return next(_touching([event.trigger for event in events], spans), None)


def _touching(marked: Sequence[Sequence[Span]], spans: Sequence[Span]) -> Iterator[int]:
    for number, own in enumerate(marked):
        if any(words.touches(span) for words in own for span in spans):
            yield number
