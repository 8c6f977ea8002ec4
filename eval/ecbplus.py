"""ECB+ documents as made records: gold mentions of events, participants and places, and none of the gold links.

The standard setting (Cybulska and Vossen 2015): mentions of the validated sentences alone, singletons counted. Each
event gets the participants and the first place of its sentence; what refers to what is for the system to find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from dragoman.collate.same_event import NO_TYPE
from dragoman.types import (
    Entity,
    EntityType,
    Event,
    Participant,
    Place,
    Producer,
    Record,
    RecordedDocument,
    Span,
    Zone,
)
from eval.corpora import read_packed

PEOPLE = ("human", "nonhuman")
TYPES: dict[str, EntityType] = {"HUMAN_PART_PER": "PER", "HUMAN_PART_ORG": "ORG", "HUMAN_PART_GPE": "GPE"}
Mention = tuple[str, str]
"""Document and mention id."""


@dataclass(frozen=True)
class Topic:
    """A topic's records, the gold cluster of each event mention, and the subtopic of each document."""

    name: str
    records: tuple[Record, ...]
    gold: dict[Mention, Hashable]
    subtopics: dict[str, str]


def read_topics(folder: Path, part: str) -> list[Topic]:
    """The topics of `train` or `dev`.

    Raises:
        SystemExit: the file is missing or not what it should be.
    """
    raw = read_packed(folder / "events" / "ecbplus" / f"{part}.jsonl.gz")
    by_topic: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in raw.split(b"\n"):
        if line:
            found = msgspec.json.decode(line)
            by_topic[str(found["topic"])].append(found)
    return [_topic(name, by_topic[name]) for name in sorted(by_topic, key=int)]


def _topic(name: str, raws: list[dict[str, Any]]) -> Topic:
    gold: dict[Mention, Hashable] = {}
    for raw in raws:
        for mention in _validated(raw):
            if mention["kind"] == "event":
                key = (raw["id"], mention["id"])
                gold[key] = mention.get("chain", key)
    return Topic(name, tuple(map(as_record, raws)), gold, {raw["id"]: str(raw["subtopic"]) for raw in raws})


def _validated(raw: dict[str, Any]) -> list[dict[str, Any]]:
    validated = set(raw["validated_sentences"])
    return [mention for mention in raw["mentions"] if mention["sentence"] in validated]


def as_record(raw: dict[str, Any]) -> Record:
    """A document with its validated gold mentions; its web address, where it begins with one, is furniture."""
    mentions = _validated(raw)
    entities = _entities([one for one in mentions if one["kind"] in PEOPLE])
    places = tuple(
        Place(id=f"p{one['id']}", span=_span(one), name=_name(one["mention"]) or one["mention"])
        for one in mentions
        if one["kind"] == "place"
    )
    return Record(
        producer=Producer("eval", "0", None),
        document=_document(raw),
        entities=tuple(entities.values()),
        places=places,
        events=tuple(_event(one, mentions, entities) for one in mentions if one["kind"] == "event"),
    )


def _document(raw: dict[str, Any]) -> RecordedDocument:
    text = raw["text"]
    start = text.index("\n") + 1 if text.startswith("http") else 0
    address = (Zone("furniture", Span(0, start)),) if start else ()
    zones = (*address, Zone("body", Span(start, len(text))))
    return RecordedDocument(id=raw["id"], origin=raw["id"], raw_sha256="0" * 64, text=text, zones=zones)


def _entities(mentions: list[dict[str, Any]]) -> dict[str, Entity]:
    """One entity for the same words in a document; only words with capitals are a name."""
    by_words: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mention in mentions:
        by_words[mention["mention"].casefold()].append(mention)
    return {
        words: Entity(
            id=f"e{number}",
            type=TYPES.get(group[0]["tag"], "GROUP"),
            name=_name(group[0]["mention"]),
            mentions=tuple(map(_span, group)),
        )
        for number, (words, group) in enumerate(by_words.items())
    }


def _name(words: str) -> str | None:
    return " ".join(word for word in words.split() if word[0].isupper()) or None


def _event(mention: dict[str, Any], mentions: list[dict[str, Any]], entities: dict[str, Entity]) -> Event:
    beside = [one for one in mentions if one["sentence"] == mention["sentence"]]
    people = [one for one in beside if one["kind"] in PEOPLE]
    return Event(
        id=mention["id"],
        trigger=tuple(Span(*span) for span in mention["spans"]),
        type=NO_TYPE,
        actors=tuple(Participant(_span(one), entities[one["mention"].casefold()].id) for one in people),
        place=next((f"p{one['id']}" for one in beside if one["kind"] == "place"), None),
        stage="happened",
        polarity="denied" if mention["negated"] else "affirmed",
        on_word_of="publisher",
        zone="body",
        score=1.0,
    )


def _span(mention: dict[str, Any]) -> Span:
    return Span(mention["spans"][0][0], mention["spans"][-1][1])
