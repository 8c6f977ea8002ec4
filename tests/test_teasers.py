"""Nothing that a page tells of other incidents is joined to what its report tells, by the shipped reader."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

import pytest

import dragoman
from dragoman.types import OUTSIDE_ZONES, Event, Figure, Record, Span
from teaser_pages import CAPTIONS, PAGES, TEXTS

ALL = {**TEXTS, **PAGES, **CAPTIONS}
_MARKED = re.compile(r"\[\[(.*?)\]\]")


@cache
def read(name: str) -> tuple[Record, tuple[Span, ...]]:
    """The record of a page, and where what is not its report's own stands in its text."""
    source = ALL[name]
    bare = _MARKED.sub(r"\1", source).encode()
    record = dragoman.read(
        bare, format="text" if name in TEXTS else "html", published="2031-05-07", origin=name
    )
    text = record.document.text
    strange: list[Span] = []
    for words in dict.fromkeys(_MARKED.findall(source)):
        strange += [Span(*found.span()) for found in re.finditer(re.escape(words), text)]
    assert strange
    return record, tuple(sorted(strange))


def text_of(span: Span, strange: tuple[Span, ...]) -> int:
    """The number of the strange stretch that a span begins in, 0 for the report."""
    at = bisect_right(strange, span.start, key=lambda one: one.start)
    return at if at and span.start < strange[at - 1].end else 0


def joined(record: Record, value: Event | Figure) -> Iterator[Span]:
    """All stretches that a value is made of or tied to."""
    times = {time.id: time.span for time in record.times}
    places = {place.id: place.span for place in record.places}
    figures = {figure.id: figure.span for figure in record.figures}
    if isinstance(value, Figure):
        events = {event.id: event.trigger[0] for event in record.events}
        yield value.span
        yield from (events[one] for one in [value.event] if one)
        yield from (figures[one] for one in [value.part_of] if one)
        if value.of is not None:
            yield value.of.span
        return
    yield from value.trigger
    yield from (party.span for party in (*value.actors, *value.recipients))
    yield from (times[one] for one in [value.time] if one)
    yield from (places[one] for one in [value.place] if one)
    yield from (figures[one] for one in value.figures)


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_joined_across(name: str) -> None:
    record, strange = read(name)
    for value in (*record.events, *record.figures):
        texts = {text_of(span, strange) for span in joined(record, value)}
        assert len(texts) == 1, [record.quote(span) for span in joined(record, value)]


@pytest.mark.parametrize("name", [*TEXTS, *PAGES])
def test_what_others_tell_is_never_the_reports_own(name: str) -> None:
    record, strange = read(name)
    for value in (*record.events, *record.figures):
        first = next(joined(record, value))
        assert bool(text_of(first, strange)) == (value.zone in OUTSIDE_ZONES), record.quote(first)


@pytest.mark.parametrize("name", [*TEXTS, *PAGES])
def test_the_report_itself_is_read(name: str) -> None:
    record, _ = read(name)
    own = [figure for figure in record.figures if figure.zone not in OUTSIDE_ZONES]
    assert "killed" in {figure.what for figure in own}
    assert any(event.type == "ASSAULT" and event.zone not in OUTSIDE_ZONES for event in record.events)


def test_there_is_something_to_keep_apart() -> None:
    outside = [value for name in ALL for value in read(name)[0].figures if value.zone in OUTSIDE_ZONES]
    assert len(outside) > len(ALL)
