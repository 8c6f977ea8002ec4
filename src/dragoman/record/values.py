"""Events, figures and terms as the record has them: with ids, on somebody's word, tied to entities, places, times."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from dragoman.record.parties import Links
from dragoman.record.word import word_of
from dragoman.record.zones import beside, zone_of
from dragoman.stages import Annotations, FoundFigure, FoundTerm, FoundViolation
from dragoman.types import Event, Figure, Participant, Span, Term, Violation, Zone

Zones = Sequence[Zone]


def event_id(number: int) -> str:
    """The id of the event with this number, counted from 0."""
    return f"v{number + 1}"


def figure_id(number: int) -> str:
    """The id of the figure with this number, counted from 0."""
    return f"f{number + 1}"


def make_events(annotations: Annotations, links: Links, zones: Zones) -> tuple[Event, ...]:
    """The events, in the order they were found.

    A trigger that stands on another word than the first is left out: one event stands on one word.
    """
    events = []
    for number, found in enumerate(annotations.events):
        first = found.trigger[0]
        word = word_of([first], annotations.attributions)
        again = beside(zones, first, found.trigger[1:])
        place, time = (_near(zones, first, phrase) for phrase in (found.place, found.time))
        event = Event(
            id=event_id(number),
            trigger=(first, *(span for span in again if word_of([span], annotations.attributions) == word)),
            type=found.type,
            mode=found.mode,
            context=found.context,
            actors=links.participants(beside(zones, first, found.actors)),
            recipients=links.participants(beside(zones, first, found.recipients)),
            place=links.place(place),
            time=links.time(time),
            stage=found.stage,
            polarity=found.polarity,
            on_word_of=word,
            figures=_figures_of(number, annotations, zones),
            zone=zone_of(zones, first),
            score=found.score,
        )
        events.append(event)
    return tuple(events)


def _figures_of(event: int, annotations: Annotations, zones: Zones) -> tuple[str, ...]:
    """The ids of the figures that count the outcome of an event, on its side of the teasers."""
    trigger = annotations.events[event].trigger[0]
    return tuple(
        figure_id(number)
        for number, figure in enumerate(annotations.figures)
        if figure.event == event and beside(zones, trigger, [figure.span])
    )


def make_figures(annotations: Annotations, links: Links, zones: Zones) -> tuple[Figure, ...]:
    """The figures, in text order."""
    return tuple(
        _figure(number, found, annotations, links, zones) for number, found in enumerate(annotations.figures)
    )


def _figure(number: int, found: FoundFigure, annotations: Annotations, links: Links, zones: Zones) -> Figure:
    group = _near(zones, found.span, found.of)
    event = found.event
    if event is not None and not beside(zones, found.span, annotations.events[event].trigger[:1]):
        event = None
    whole = found.part_of
    if whole is not None and not beside(zones, found.span, [annotations.figures[whole].span]):
        whole = None
    return Figure(
        id=figure_id(number),
        span=found.span,
        what=found.what,
        low=found.amount.low,
        best=found.amount.best,
        high=found.amount.high,
        unit=found.amount.unit,
        of=None if group is None else links.participant(group),
        status=found.status,
        counts=found.counts,
        part_of=None if whole is None else figure_id(whole),
        event=None if event is None else event_id(event),
        on_word_of=word_of([found.span], annotations.attributions),
        zone=zone_of(zones, found.span),
        score=found.score,
        why=UNSET if found.amount.why is None else {"best": found.amount.why},
    )


def make_terms(annotations: Annotations, links: Links, zones: Zones) -> tuple[Term, ...]:
    """The terms, in text order; `span` is the first mention of each."""
    return tuple(
        _term(number, found, annotations, links, zones) for number, found in enumerate(annotations.terms)
    )


def _term(number: int, found: FoundTerm, annotations: Annotations, links: Links, zones: Zones) -> Term:
    span = found.mentions[0]

    def parties(phrases: Sequence[Span]) -> tuple[Participant, ...]:
        return links.participants(beside(zones, span, phrases))

    return Term(
        id=f"m{number + 1}",
        span=span,
        kind=found.kind,
        status=found.status,
        parties=parties(found.parties),
        guarantors=parties(found.guarantors),
        excluded=parties(found.excluded),
        conditions=beside(zones, span, found.conditions),
        grounds=beside(zones, span, found.grounds),
        violations=tuple(
            _violation(breach, annotations, links)
            for breach in found.violations
            if beside(zones, span, [breach.span])
        ),
        place=next((at for phrase in beside(zones, span, found.places) if (at := links.place(phrase))), None),
        start=links.time(_near(zones, span, found.start)),
        end=links.time(_near(zones, span, found.end)),
        on_word_of=word_of([span], annotations.attributions),
        zone=zone_of(zones, span),
        score=found.score,
    )


def _violation(breach: FoundViolation, annotations: Annotations, links: Links) -> Violation:
    return Violation(
        by=None if breach.by is None else links.participant(breach.by),
        against=None if breach.against is None else links.participant(breach.against),
        span=breach.span,
        on_word_of=word_of([breach.span], annotations.attributions),
    )


def _near(zones: Zones, span: Span, phrase: Span | None) -> Span | None:
    """The phrase, if it is on the same side of the teasers as `span`."""
    return phrase if phrase is not None and beside(zones, span, [phrase]) else None
