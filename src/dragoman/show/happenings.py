"""Show: events, figures and terms in words that people read, the same for the terminal and the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import UNSET, Struct, UnsetType

from dragoman.show.chain import Lookup, chain_to
from dragoman.show.control import one_line
from dragoman.show.sentences import party_name, sentence_of
from dragoman.types import Figure, Participant, Span, Term, Time, Violation, Why

_PUBLISHER = "publisher"
_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Happened(Struct, frozen=True, kw_only=True):
    """One event as a sentence, with what it stands on."""

    number: int
    sentence: str
    trigger: str
    type: str
    contexts: str
    stage: str
    denied: bool
    where: str
    when: str
    figures: str
    word: str
    zone: str
    score: float


class Counted(Struct, frozen=True, kw_only=True):
    """One figure: the words, what they count, the number with its bounds."""

    number: int
    words: str
    what: str
    value: str
    known: bool
    of: str
    counts: str
    word: str
    zone: str
    score: float


class Agreed(Struct, frozen=True, kw_only=True):
    """One term as a card: lines of a label and what is said, empty ones left out."""

    number: int
    words: str
    kind: str
    status: str
    lines: tuple[tuple[str, str], ...]
    word: str
    zone: str
    score: float


def happened(known: Lookup, number: int) -> Happened:
    """The event with this number, from 1."""
    record, event = known.record, known.record.events[number - 1]
    place, time = known.places.get(event.place or ""), known.times.get(event.time or "")
    figures = [known.figures[figure] for figure in event.figures if figure in known.figures]
    return Happened(
        number=number,
        sentence=sentence_of(known, event),
        trigger=one_line(record.quote(event.trigger)),
        type=one_line(event.type + (f" {event.mode}" if event.mode else "")),
        contexts=one_line(", ".join(event.context)),
        stage=event.stage,
        denied=event.polarity == "denied",
        where=one_line(place.name) if place else "",
        when=_when(known, time),
        figures=", ".join(one_line(f"{amount(figure)} {figure.what}") for figure in figures),
        word=word_of(known, event.on_word_of),
        zone=event.zone,
        score=event.score,
    )


def counted(known: Lookup, number: int) -> Counted:
    """The figure with this number, from 1."""
    figure = known.record.figures[number - 1]
    reason = _reason(figure.why, "best")
    counts = {"total": "running total", "part": "part of another"}.get(figure.counts or "", "")
    return Counted(
        number=number,
        words=one_line(known.record.quote(figure.span)),
        what=one_line(figure.what) + (f", {figure.status}" if figure.status else ""),
        value=amount(figure) or reason,
        known=bool(amount(figure)),
        of=party_name(known, figure.of) if figure.of else "",
        counts=counts,
        word=word_of(known, figure.on_word_of),
        zone=figure.zone,
        score=figure.score,
    )


def amount(figure: Figure) -> str:
    """The number with its bounds and unit, "" if there is none.

    >>> from dragoman.types import Figure, Span
    >>> dead = dict(id="f1", span=Span(0, 4), what="killed", on_word_of="publisher", zone="body", score=0.9)
    >>> amount(Figure(low=12, **dead)), amount(Figure(low=30, high=40, **dead)), amount(Figure(best=1100, **dead))
    ('at least 12', '30 to 40', 'about 1,100')
    """
    low, best, high = figure.low, figure.best, figure.high
    unit = f" {one_line(figure.unit)}" if figure.unit else ""
    if best is not None:
        exact = low == best == high
        return f"{'' if exact else 'nearly ' if high == best else 'about '}{best:,.12g}{unit}"
    if low is not None and high is not None:
        return f"{low:,.12g} to {high:,.12g}{unit}"
    if low is not None or high is not None:
        return f"{'at least' if high is None else 'up to'} {low if high is None else high:,.12g}{unit}"
    return ""


def agreed(known: Lookup, number: int) -> Agreed:
    """The term with this number, from 1."""
    record, term = known.record, known.record.terms[number - 1]
    return Agreed(
        number=number,
        words=one_line(record.quote(term.span)),
        kind=one_line(term.kind.replace("_", " ")),
        status=term.status.replace("_", " "),
        lines=tuple((label, words) for label, words in _card(known, term) if words),
        word=word_of(known, term.on_word_of),
        zone=term.zone,
        score=term.score,
    )


def _card(known: Lookup, term: Term) -> Iterable[tuple[str, str]]:
    area = known.places.get(term.place or "")
    start, end = (known.times.get(time or "") for time in (term.start, term.end))
    yield "parties", _named(known, term.parties)
    yield "guarantors", _named(known, term.guarantors)
    yield "area", one_line(area.name) if area else ""
    yield "from", _when(known, start)
    yield "until", _when(known, end)
    yield "excluded", _named(known, term.excluded)
    yield "conditions", _quoted(known, term.conditions)
    yield "grounds", _quoted(known, term.grounds)
    yield "violations", "; ".join(_breach(known, breach) for breach in term.violations)
    yield "matched by", _rests_on(term)


def _rests_on(term: Term) -> str:
    """What a term of a kind of the caller's rests on; empty for any other."""
    if term.match is UNSET:
        return ""
    match = term.match
    likeness = f"likeness {match.likeness:.1f}, needed {match.needed:.1f}"
    return f"your kind, most like its example {match.example} ({likeness})"


def _when(known: Lookup, time: Time | None) -> str:
    """The day as people write it; the words of the text where it is not known to the day, month or year."""
    if time is None:
        return ""
    return dated(time.value or "") or one_line(known.record.quote(time.span))


def dated(value: str) -> str:
    """A day, a month or a year in words, "" for another TIMEX3 value or one with a part left open.

    >>> dated("2031-05-05"), dated("2031-05"), dated("2031"), dated("XXXX-05-05"), dated("2031-W12")
    ('5 May 2031', 'May 2031', '2031', '', '')
    """
    found = _DAY.fullmatch(value)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month is None:
        return year
    named = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {named}" if day else named


def _breach(known: Lookup, breach: Violation) -> str:
    by = f" by {party_name(known, breach.by)}" if breach.by else ""
    against = f" against {party_name(known, breach.against)}" if breach.against else ""
    words = one_line(known.record.quote(breach.span))
    return f"{words}{by}{against}, on {word_of(known, breach.on_word_of)}'s word"


def word_of(known: Lookup, on_word_of: str) -> str:
    """On whose word: the speaker with whoever brings it, or the publisher."""
    number = known.numbers.get(on_word_of)
    if on_word_of == _PUBLISHER or number is None:
        return one_line(known.record.document.publisher or "the publisher")
    return chain_to(known, number)[-1]


def _named(known: Lookup, parties: Iterable[Participant]) -> str:
    return ", ".join(party_name(known, party) for party in parties)


def _quoted(known: Lookup, spans: Sequence[Span]) -> str:
    return "; ".join(one_line(known.record.quote(span)) for span in spans)


def _reason(why: Why, field: str) -> str:
    return "" if isinstance(why, UnsetType) else one_line(why.get(field, ""))
