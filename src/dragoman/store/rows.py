"""Store: a record as rows of the tables of values; pure, so that the same record always gives the same rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from dragoman.resources import load_lines
from dragoman.store.days import day_of, iso_of
from dragoman.store.reading import (
    Reading,
    index,
    joined,
    name_of,
    named_in,
    parties,
    party,
    place_words,
    places_in,
    roles_of,
    sentence_around,
    through_of,
    way_of,
    word_of,
)
from dragoman.types import (
    OUTSIDE_ZONES,
    Attribution,
    Event,
    Figure,
    Place,
    Record,
    Span,
    Term,
    Time,
)

Cell = str | int | float | None
Valued = Attribution | Event | Figure | Term
_NOT_WORD = re.compile(r"[\W_]+")
_HEARER = re.compile(r"[ ,]*")


class Row(Struct, frozen=True):
    """A row to be: its table, its day as a number, its columns but for ids."""

    table: str
    day: int
    columns: dict[str, Cell]
    speaker: str | None = None
    """The id in the record of the entity that speaks."""


class EntityRow(Struct, frozen=True, kw_only=True):
    """An entity of a record as the store counts it; `statements` are those it makes."""

    local: str
    name: str | None
    type: str
    country: str | None
    sector: str | None
    roles: str
    mentions: int
    statements: int


def rows_of(record: Record) -> Iterator[Row]:
    """The rows of a record's statements, events, figures, terms and citations, in the record's order."""
    reading = index(record)
    yield from (_statement(reading, found) for found in record.attributions)
    yield from (_event(reading, found) for found in record.events)
    yield from (_figure(reading, found) for found in record.figures)
    yield from (_term(reading, found) for found in record.terms)
    yield from _citations(reading)


def entity_rows(record: Record) -> Iterator[EntityRow]:
    """The record's entities, with how often each is mentioned and speaks."""
    said = Counter(found.speaker for found in record.attributions)
    reading = index(record)
    for entity in record.entities:
        yield EntityRow(
            local=entity.id,
            name=entity.name,
            type=entity.type,
            country=entity.country,
            sector=entity.sector,
            roles=roles_of(reading, [entity.id]),
            mentions=len(entity.mentions),
            statements=said[entity.id],
        )


def key(prefix: str, word: str) -> str:
    """A filter's value as one word of the full-text index, apart from the words of texts.

    >>> key("t", "humanitarian_corridor")
    'xthumanitariancorridor'
    """
    return f"x{prefix}{_NOT_WORD.sub('', word).lower()}"


def score_key(score: float) -> str:
    """The tenth that a score lies in, as a word of the index.

    >>> score_key(0.87), score_key(1.0)
    ('xs8', 'xs9')
    """
    return f"xs{min(9, int(score * 10 + 1e-9))}"


def keys_of(found: Valued, *more: tuple[str, str | None]) -> str:
    """The filters' values of a row as words of the index: zone, tenth of the score, and `more` by their prefixes."""
    own = [] if found.zone in OUTSIDE_ZONES else ["xown"]
    given = [key(prefix, word) for prefix, word in more if word]
    return " ".join([*own, key("z", found.zone), score_key(found.score), *given])


# ---- one of each


def _statement(reading: Reading, found: Attribution) -> Row:
    record = reading.record
    day = _published(reading)
    columns: dict[str, Cell] = {
        **head(found, day, found.content[0]),
        "who": name_of(reading, found.speaker),
        "source": record.quote(found.source),
        "roles": roles_of(reading, [found.speaker]),
        "cue": record.quote(found.cue),
        "content": record.quote(found.content),
        "named": named_in(reading, found.content),
        "to_whom": _hearer(reading, found),
        "through": way_of(reading, found.content[0].start, found.id),
        "place": places_in(reading, found.content),
        "form": found.form,
        "polarity": found.polarity,
        "speaker_basis": found.speaker_basis,
        "inside": found.inside,
        "translated_from": found.translated_from,
        "keys": keys_of(found, ("t", found.form), ("p", found.polarity)),
    }
    return Row("statement", day, columns, found.speaker)


def _hearer(reading: Reading, found: Attribution) -> str:
    """Who is told, where the cue takes a hearer ("told reporters") and a mention follows it at once."""
    text = reading.record.document.text
    if not found.cue or found.cue[-1].of(text).split()[-1:] == []:
        return ""
    if found.cue[-1].of(text).split()[-1].lower() not in load_lines("addressing_cues.txt"):
        return ""
    gap = _HEARER.match(text, found.cue[-1].end)
    heard = reading.mention_at(gap.end() if gap else found.cue[-1].end)
    if heard is None or any(heard.touches(span) for span in (*found.source, *found.content)):
        return ""
    entity = next((entity for span, entity in reading.within(heard) if span == heard), None)
    words = heard.of(text)
    return f"{entity.name} ({words})" if entity and entity.name and entity.name not in words else words


def _event(reading: Reading, found: Event) -> Row:
    day, basis, interval = when(reading, found.time, found.time)
    place = reading.places.get(found.place or "")
    types = [("t", word) for word in (found.type, found.mode, *found.context)]
    columns: dict[str, Cell] = {
        **head(found, day, found.trigger[0]),
        "day_basis": basis,
        "who": parties(reading, found.actors),
        "source": _source(reading, found.on_word_of),
        "roles": roles_of(reading, [actor.entity for actor in found.actors]),
        "trigger_words": reading.record.quote(found.trigger),
        "to_whom": parties(reading, found.recipients),
        **around(reading, found.trigger[0], found.on_word_of, place),
        "type": found.type,
        "mode": found.mode,
        "context": joined(found.context),
        "stage": found.stage,
        "polarity": found.polarity,
        "on_word_of": found.on_word_of,
        **interval,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "keys": keys_of(found, *types, ("g", found.stage), ("p", found.polarity)),
    }
    return Row("event", day, columns)


def _figure(reading: Reading, found: Figure) -> Row:
    event = reading.events.get(found.event or "")
    day, basis, _ = when(reading, event.time if event else None, None)
    place = reading.places.get(event.place or "") if event else None
    types = [("t", word) for word in (found.what, found.status, found.counts)]
    columns: dict[str, Cell] = {
        **head(found, day, found.span),
        **word(reading, found.on_word_of),
        "day_basis": basis,
        "words": reading.record.quote(found.span),
        "to_whom": party(reading, found.of) if found.of else "",
        **around(reading, found.span, found.on_word_of, place),
        "what": found.what,
        "low": found.low,
        "best": found.best,
        "high": found.high,
        "unit": found.unit,
        "status": found.status,
        "counts": found.counts,
        "part_of": found.part_of,
        "event": found.event,
        "on_word_of": found.on_word_of,
        "keys": keys_of(found, *types, ("g", event.stage if event else None)),
    }
    return Row("figure", day, columns)


def _term(reading: Reading, found: Term) -> Row:
    day, basis, interval = when(reading, found.start, found.end)
    record = reading.record
    columns: dict[str, Cell] = {
        **head(found, day, found.span),
        **word(reading, found.on_word_of),
        "day_basis": basis,
        "words": record.quote(found.span),
        "to_whom": parties(reading, (*found.parties, *found.guarantors, *found.excluded)),
        **around(reading, found.span, found.on_word_of, reading.places.get(found.place or "")),
        "kind": found.kind,
        "status": found.status,
        "parties": parties(reading, found.parties),
        "guarantors": parties(reading, found.guarantors),
        "excluded": parties(reading, found.excluded),
        "conditions": joined(map(record.quote, found.conditions)),
        "grounds": joined(map(record.quote, found.grounds)),
        "violations": joined(record.quote(breach.span) for breach in found.violations),
        **interval,
        "on_word_of": found.on_word_of,
        "keys": keys_of(found, ("t", found.kind), ("g", found.status)),
    }
    return Row("term", day, columns)


def _citations(reading: Reading) -> Iterator[Row]:
    """One row for each outlet a report cites and each speaker it names, with the statements on its word."""
    publisher = reading.record.document.publisher or ""
    for (kind, source), statements in _relied_on(reading).items():
        columns: dict[str, Cell] = {
            "publisher": publisher,
            "source": source,
            "kind": kind,
            "statements": statements,
        }
        yield Row("citation", _published(reading), columns)


def _relied_on(reading: Reading) -> Counter[tuple[str, str]]:
    relied: Counter[tuple[str, str]] = Counter()
    own = [found for found in reading.record.attributions if found.zone not in OUTSIDE_ZONES]
    scopes: dict[str, list[Span]] = {}
    for link in reading.record.chain:
        scopes.setdefault(name_of(reading, link.outlet), []).append(link.scope)
    for outlet, held in scopes.items():
        relied["outlet", outlet] = _statements_in(own, held)
    for found in own:
        speaker = reading.entities.get(found.speaker or "")
        if speaker is not None and speaker.name:
            relied["speaker", speaker.name] += 1
    return relied


def _statements_in(attributions: Sequence[Attribution], scopes: Sequence[Span]) -> int:
    starts = (found.content[0].start for found in attributions)
    return sum(any(scope.start <= at < scope.end for scope in scopes) for at in starts)


# ---- parts that several have


def _published(reading: Reading) -> int:
    published = reading.record.document.published
    return day_of(published.value if published else None)


def when(reading: Reading, start: str | None, end: str | None) -> tuple[int, str | None, dict[str, Cell]]:
    """The day of a value, how it is known, and the first and last day of its time where the text states one."""
    first, last = _days(reading.times.get(start or "")), _days(reading.times.get(end or ""))
    interval: dict[str, Cell] = {"start_day": iso_of(first[0]), "end_day": iso_of(last[1])}
    if first[0]:
        return first[0], "stated", interval
    published = _published(reading)
    return published, "published" if published else None, interval


def _days(time: Time | None) -> tuple[int, int]:
    if time is None:
        return 0, 0
    first = day_of(time.start) or day_of(time.value)
    return first, day_of(time.end) or first


def _source(reading: Reading, on_word_of: str) -> str:
    who, source, _ = word_of(reading, on_word_of)
    return joined((who, source))


def around(reading: Reading, span: Span, on_word_of: str, place: Place | None) -> dict[str, Cell]:
    """The sentence around a value, the names in it, the way it came, and where it was."""
    return {
        "content": sentence_around(reading.record.document.text, span),
        "named": named_in(reading, [span]),
        "through": through_of(reading, on_word_of, span.start),
        "place": place_words(place) if place else places_in(reading, [span]),
    }


def word(reading: Reading, on_word_of: str) -> dict[str, Cell]:
    """On whose word a value stands: name, source words, offices."""
    who, source, speakers = word_of(reading, on_word_of)
    return {"who": who, "source": source, "roles": roles_of(reading, speakers)}


def head(found: Valued, day: int, span: Span) -> dict[str, Cell]:
    """What every value has: its id in the record, its day, where it stands, its score."""
    return {
        "local": found.id,
        "day": iso_of(day),
        "zone": found.zone,
        "score": found.score,
        "start": span.start,
        "end": span.end,
    }


def words_of(row: Row) -> str:
    """What a row says, in a few words, for telling what changed between two records."""
    columns = row.columns
    shown: Iterable[Cell] = (
        columns.get("who"),
        columns.get("words") or columns.get("trigger_words") or columns["content"],
    )
    return ": ".join(str(word) for word in shown if word)
