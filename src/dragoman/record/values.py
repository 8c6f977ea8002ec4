"""Events, figures and terms as the record has them: with ids, on somebody's word, tied to entities, places, times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import UNSET

from dragoman.record.parties import Links
from dragoman.record.word import Words
from dragoman.record.zones import beside, zone_of
from dragoman.stages import Annotations, FoundEvent, FoundFigure, FoundTerm, FoundViolation
from dragoman.types import Event, Figure, Participant, Span, Term, Violation, Zone

Zones = Sequence[Zone]


@dataclass(frozen=True)
class Report:
    """One report, with what its values are tied to."""

    found: Annotations
    links: Links
    words: Words
    zones: Zones


def event_id(number: int) -> str:
    """The id of the event with this number, counted from 0."""
    return f"v{number + 1}"


def figure_id(number: int) -> str:
    """The id of the figure with this number, counted from 0."""
    return f"f{number + 1}"


def make_events(report: Report) -> tuple[Event, ...]:
    """The events, in the order they were found."""
    counted: dict[int, list[int]] = defaultdict(list)
    for number, figure in enumerate(report.found.figures):
        if figure.event is not None:
            counted[figure.event].append(number)
    return tuple(
        _event(number, found, counted[number], report) for number, found in enumerate(report.found.events)
    )


def _event(number: int, found: FoundEvent, figures: Sequence[int], report: Report) -> Event:
    """A trigger that stands on another word than the first is left out: one event stands on one word."""
    first, zones, links = found.trigger[0], report.zones, report.links
    word = report.words.word_of(first)
    again = beside(zones, first, found.trigger[1:])
    return Event(
        id=event_id(number),
        trigger=(first, *(span for span in again if report.words.word_of(span) == word)),
        type=found.type,
        mode=found.mode,
        context=found.context,
        actors=links.participants(beside(zones, first, found.actors)),
        recipients=links.participants(beside(zones, first, found.recipients)),
        place=links.place(_near(zones, first, found.place)),
        time=links.time(_near(zones, first, found.time)),
        stage=found.stage,
        polarity=found.polarity,
        on_word_of=word,
        figures=tuple(
            figure_id(figure) for figure in figures if _near(zones, first, report.found.figures[figure].span)
        ),
        zone=zone_of(zones, first),
        score=found.score,
    )


def make_figures(report: Report) -> tuple[Figure, ...]:
    """The figures, in text order."""
    return tuple(_figure(number, found, report) for number, found in enumerate(report.found.figures))


def _figure(number: int, found: FoundFigure, report: Report) -> Figure:
    group = _near(report.zones, found.span, found.of)
    return Figure(
        id=figure_id(number),
        span=found.span,
        what=found.what,
        low=found.amount.low,
        best=found.amount.best,
        high=found.amount.high,
        unit=found.amount.unit,
        of=None if group is None else report.links.participant(group),
        status=found.status,
        counts=found.counts,
        part_of=_whole(found, report),
        event=_counted_event(found, report),
        on_word_of=report.words.word_of(found.span),
        zone=zone_of(report.zones, found.span),
        score=found.score,
        why=UNSET if found.amount.why is None else {"best": found.amount.why},
    )


def _whole(found: FoundFigure, report: Report) -> str | None:
    """The id of the figure this is a part of, on its side of the teasers."""
    if found.part_of is None:
        return None
    span = report.found.figures[found.part_of].span
    return figure_id(found.part_of) if _near(report.zones, found.span, span) else None


def _counted_event(found: FoundFigure, report: Report) -> str | None:
    """The id of the event that the figure counts the outcome of, on its side of the teasers."""
    if found.event is None:
        return None
    trigger = report.found.events[found.event].trigger[0]
    return event_id(found.event) if _near(report.zones, found.span, trigger) else None


def make_terms(report: Report) -> tuple[Term, ...]:
    """The terms in text order, those of the caller's kinds behind the others; `span` is the first mention of each."""
    return tuple(_term(number, found, report) for number, found in enumerate(report.found.terms))


def _term(number: int, found: FoundTerm, report: Report) -> Term:
    span, zones, links = found.mentions[0], report.zones, report.links

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
            _violation(breach, report) for breach in found.violations if _near(zones, span, breach.span)
        ),
        place=next((at for phrase in beside(zones, span, found.places) if (at := links.place(phrase))), None),
        start=links.time(_near(zones, span, found.start)),
        end=links.time(_near(zones, span, found.end)),
        on_word_of=report.words.word_of(span),
        zone=zone_of(zones, span),
        score=found.score,
        match=UNSET if found.match is None else found.match,
    )


def _violation(breach: FoundViolation, report: Report) -> Violation:
    by, against = (_near(report.zones, breach.span, side) for side in (breach.by, breach.against))
    return Violation(
        by=None if by is None else report.links.participant(by),
        against=None if against is None else report.links.participant(against),
        span=breach.span,
        on_word_of=report.words.word_of(breach.span),
    )


def _near(zones: Zones, span: Span, phrase: Span | None) -> Span | None:
    """The phrase, if it is on the same side of the teasers as `span`."""
    return phrase if phrase is not None and beside(zones, span, [phrase]) else None
