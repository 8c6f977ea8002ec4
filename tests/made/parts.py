"""Parts of records made by hand, each by naming words of a text: what every made record is put together from."""

from __future__ import annotations

from collections.abc import Sequence
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
    Term,
    Time,
    Zone,
)

PRODUCER = Producer("dragoman", "0.0.0", None)
Words = str | Span
"""Words of the text, or where they stand."""
Mentions = Words | Sequence[Words] | None


def at(text: str, words: str, after: int = 0, *, nth: int = 1) -> Span:
    """Where words stand in a text: the first time, or the nth, from `after` on."""
    start = after - 1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def span_of(text: str, words: Words) -> Span:
    return words if isinstance(words, Span) else at(text, words)


def spans_of(text: str, words: Words | Sequence[Words] | None) -> tuple[Span, ...]:
    if words is None:
        return ()
    return tuple(span_of(text, one) for one in ((words,) if isinstance(words, str | Span) else words))


def document(name: str, text: str, day: str | None = None, **known: Any) -> RecordedDocument:
    zones = known.pop("zones", (Zone("body", Span(0, len(text))),))
    published = Published(day, "given") if day else None
    return RecordedDocument(
        id=name, origin=name, raw_sha256="0" * 64, text=text, published=published, zones=zones, **known
    )


def record(name: str, text: str, day: str | None = None, **parts: Any) -> Record:
    publisher = parts.pop("publisher", None)
    return Record(producer=PRODUCER, document=document(name, text, day, publisher=publisher), **parts)


# ---- who


def entity(number: int, kind: str, name: str, text: str, words: Mentions = None, **known: Any) -> Entity:
    """Mentioned by `words`, if not once by its name."""
    mentions = spans_of(text, words or name)
    return Entity(id=f"e{number}", type=kind, name=name, mentions=mentions, **known)  # type: ignore[arg-type]


def person(number: int, name: str, text: str, words: Mentions = None, **known: Any) -> Entity:
    return entity(number, "PER", name, text, words, **known)


def outlet(number: int, name: str, text: str) -> Entity:
    return entity(number, "OUTLET", name, text)


def armed(number: int, name: str, text: str, words: Mentions = None, **known: Any) -> Entity:
    return entity(number, "ARMED", name, text, words, **known)


def party(text: str, words: Words, entity: str | None = None) -> Participant:
    return Participant(span_of(text, words), entity)


# ---- on whose word


def cites(number: int, text: str, name: Words, scope: Words) -> ChainLink:
    return ChainLink(f"e{number}", span_of(text, name), span_of(text, scope))


def said(
    number: int, text: str, content: Words | Sequence[Words], speaker: str | None = "e1", **known: Any
) -> Attribution:
    """What stands in `text` as the content; `cue` and `source` are words of it too."""
    return Attribution(
        id=f"a{number}",
        source=spans_of(text, known.pop("source", None)),
        cue=spans_of(text, known.pop("cue", "said")),
        content=spans_of(text, content),
        form=known.pop("form", "direct"),
        speaker=speaker,
        **known,
    )


# ---- what


def killed(number: int, text: str, words: Words, count: int, **known: Any) -> Figure:
    return figure(number, text, words, what="killed", low=count, best=count, high=count, **known)


def figure(number: int, text: str, words: Words, **known: Any) -> Figure:
    usual = {"on_word_of": "publisher", "zone": "body", "score": 0.9}
    return Figure(id=f"f{number}", span=span_of(text, words), **{**usual, **known})


def event(number: int, text: str, trigger: Words, **known: Any) -> Event:
    """Actors are words of the text, or `Participant`s."""
    actors = tuple(
        one if isinstance(one, Participant) else party(text, one) for one in known.pop("actors", ())
    )
    usual = {
        "type": "ASSAULT", "stage": "happened", "polarity": "affirmed", "on_word_of": "publisher", "zone": "body",
        "score": 0.9,
    }  # fmt: skip
    return Event(id=f"v{number}", trigger=spans_of(text, trigger), actors=actors, **{**usual, **known})


def term(number: int, text: str, words: Words, **known: Any) -> Term:
    usual = {
        "kind": "ceasefire", "status": "in_force", "on_word_of": "publisher", "zone": "body", "score": 0.9,
    }  # fmt: skip
    return Term(**{"id": f"c{number}", "span": span_of(text, words), **usual, **known})


# ---- where and when


def place(number: int, text: str, name: str, words: Words | None = None, **known: Any) -> Place:
    return Place(id=f"p{number}", span=span_of(text, words or name), name=name, **known)


def day(number: int, text: str, words: Words, value: str, **known: Any) -> Time:
    usual = {"value": value, "start": value, "end": value}
    return Time(id=f"t{number}", span=span_of(text, words), type="DATE", **{**usual, **known})
