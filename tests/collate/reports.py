"""Small records for the tests of collate, made by naming words of a text."""

from __future__ import annotations

from typing import Any

from dragoman.types import (
    Attribution,
    ChainLink,
    Entity,
    Event,
    Figure,
    Participant,
    Place,
    Producer,
    Published,
    Record,
    RecordedDocument,
    Span,
    Time,
    Zone,
)

PRODUCER = Producer("dragoman", "0.0.0", None)


def at(text: str, words: str, after: int = 0) -> Span:
    """Where words stand in a text."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def document(name: str, text: str, day: str | None = None, **known: Any) -> RecordedDocument:
    zones = known.pop("zones", (Zone("body", Span(0, len(text))),))
    published = Published(day, "given") if day else None
    return RecordedDocument(
        id=name, origin=name, raw_sha256="0" * 64, text=text, published=published, zones=zones, **known
    )


def record(name: str, text: str, day: str | None = None, **parts: Any) -> Record:
    publisher = parts.pop("publisher", None)
    return Record(producer=PRODUCER, document=document(name, text, day, publisher=publisher), **parts)


def person(number: int, name: str, text: str, words: str | None = None) -> Entity:
    return Entity(id=f"e{number}", type="PER", name=name, mentions=(at(text, words or name),))


def outlet(number: int, name: str, text: str) -> Entity:
    return Entity(id=f"e{number}", type="OUTLET", name=name, mentions=(at(text, name),))


def cites(number: int, text: str, name: str, scope: str) -> ChainLink:
    return ChainLink(f"e{number}", at(text, name), at(text, scope))


def said(number: int, text: str, content: str, speaker: str | None = "e1", **known: Any) -> Attribution:
    """What stands in `text` as the content; `cue` and `source` are words of it too."""
    cue, source = known.pop("cue", "said"), known.pop("source", None)
    return Attribution(
        id=f"a{number}",
        source=(at(text, source),) if source else (),
        cue=(at(text, cue),) if cue else (),
        content=(at(text, content),),
        form=known.pop("form", "direct"),
        speaker=speaker,
        **known,
    )


def killed(number: int, text: str, words: str, count: int, **known: Any) -> Figure:
    return figure(number, text, words, what="killed", low=count, best=count, high=count, **known)


def figure(number: int, text: str, words: str, **known: Any) -> Figure:
    return Figure(
        id=f"f{number}",
        span=at(text, words),
        on_word_of=known.pop("on_word_of", "publisher"),
        zone=known.pop("zone", "body"),
        score=0.9,
        **known,
    )


def event(number: int, text: str, trigger: str, **known: Any) -> Event:
    actors = tuple(Participant(at(text, words)) for words in known.pop("actors", ()))
    return Event(
        id=f"v{number}",
        trigger=(at(text, trigger),),
        type=known.pop("type", "ASSAULT"),
        actors=actors,
        stage="happened",
        polarity=known.pop("polarity", "affirmed"),
        on_word_of="publisher",
        zone=known.pop("zone", "body"),
        score=0.9,
        **known,
    )


def place(number: int, text: str, name: str) -> Place:
    return Place(id=f"p{number}", span=at(text, name), name=name)


def day(number: int, text: str, words: str, value: str) -> Time:
    return Time(id=f"t{number}", span=at(text, words), type="DATE", value=value, start=value, end=value)
