"""Whether two mentions of events are of one event: what speaks for it and against, weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from dragoman.collate.names import fold
from dragoman.collate.stems import alike, content_stems, families_of, stem
from dragoman.collate.views import WORD, day_of_time, place_key
from dragoman.resources import load_lines, load_table
from dragoman.types import Event, Participant, Record, Span

PREFIX: Final = 4
LIKE_ENOUGH: Final = 0.7
"""Two reports are not more alike than this for a pair of events: past it they are versions of one text."""
CLOSE_CHARS: Final = 200
NO_TYPE: Final = "EVENT"
"""The type of an event whose type nobody told; it speaks neither for nor against."""
AFTER_HEAD: Final = frozenset({"of", "in", "on", "at", "for", "by", "to", "with", "from", "against", "over"})
PARTICLES: Final = frozenset(
    {"out", "up", "down", "off", "away", "over", "back", "into", "in", "on", "after", "upon"}
)


@dataclass(frozen=True, eq=False)
class Told:
    """An event as one document tells it, made ready for comparing."""

    document: int
    """Number of the document among those compared."""
    event: Event
    head: str
    """Stem of the word that names it."""
    words: frozenset[str]
    participants: frozenset[str]
    place: str | None
    day: str | None
    says: bool
    """Whether the word is one of saying."""


def tell(document: int, record: Record, event: Event) -> Told:
    """An event of a record, ready for comparing."""
    words = _words(record, event)
    head = head_stem(words)
    involved = (*event.actors, *event.recipients)
    place = next((place for place in record.places if place.id == event.place), None)
    time = next((time for time in record.times if time.id == event.time), None)
    return Told(
        document=document,
        event=event,
        head=head,
        words=frozenset(content_stems(words)),
        participants=frozenset(word for one in involved for word in _participant(record, one)),
        place=place_key(place) if place else None,
        day=day_of_time(time) if time else None,
        says=head in _saying(),
    )


def _words(record: Record, event: Event) -> list[str]:
    return [match.group() for match in WORD.finditer(record.quote(event.trigger))]


def head_of(record: Record, event: Event) -> str:
    """The stem of the word that names an event of a record."""
    return head_stem(_words(record, event))


def _participant(record: Record, participant: Participant) -> tuple[str, ...]:
    entity = record.entity(participant.entity)
    named = fold(entity.name) if entity is not None and entity.name else ()
    return (*named, *content_stems(match.group() for match in WORD.finditer(record.quote(participant.span))))


def head_stem(words: list[str]) -> str:
    """The stem of the word that carries the meaning: the last before "of", "in" ..., particles aside.

    >>> head_stem(["market", "bombing", "in", "Tolm"]), head_stem(["broke", "out"]), head_stem([])
    ('bomb', 'break', '')
    """
    end = next(
        (place for place, word in enumerate(words) if place and word.lower() in AFTER_HEAD), len(words)
    )
    words = words[:end]
    while len(words) > 1 and words[-1].lower() in PARTICLES:
        words = words[:-1]
    return stem(words[-1]) if words else ""


@cache
def _saying() -> frozenset[str]:
    return frozenset(stem(word) for word in load_lines("speech_verbs.txt") if " " not in word)


def blocks(one: Told) -> frozenset[str]:
    """What a telling must have one of in common with another to be compared: words, families, beginnings of words."""
    families = (f"family {number}" for number in families_of(one.head))
    return one.words | {one.head, f"{one.head[:PREFIX]}-", *families} - {"", "-"}


# ---- what speaks for and against


def features(one: Told, two: Told, likeness: float) -> dict[str, float]:
    """What two tellings have in common and where they differ; `likeness` is that of their documents, 0 to 1.

    Each name has its weight in `resources/same_event.tsv`.
    """
    same = float(one.head == two.head != "")
    kin = float(not same and alike(one.head, two.head))
    shared = float(not same and bool(one.words & two.words))
    prefix = float(not (same or kin or shared) and _prefix(one.head, two.head))
    here = one.document == two.document
    like = LIKE_ENOUGH if here else min(likeness, LIKE_ENOUGH)
    who = _overlap(one.participants, two.participants)
    return {
        "same_word": same, "like_word": kin, "shared_word": shared, "word_begins_alike": prefix,
        "documents_alike": like, "same_word_documents_alike": same * like, "like_word_documents_alike": kin * like,
        "participants": who, "same_word_participants": same * who, "same_saying": same * one.says,
        "same_saying_participants": same * one.says * who,
        "place_shared": _agree(one.place, two.place), "place_differs": _differ(one.place, two.place),
        "day_shared": _agree(one.day, two.day), "day_differs": _differ(one.day, two.day),
        "same_document": float(here), "same_document_same_word": here * same, "close_by": here * _close(one, two),
        "denied_in_one": float(one.event.polarity != two.event.polarity), **_types(one.event, two.event),
    }  # fmt: skip


def _types(one: Event, two: Event) -> dict[str, float]:
    known = NO_TYPE not in (one.type, two.type)
    return {
        "type_shared": float(known and one.type == two.type),
        "type_differs": float(known and one.type != two.type),
    }


def _prefix(one: str, two: str) -> bool:
    return len(one) >= PREFIX and len(two) >= PREFIX and one[:PREFIX] == two[:PREFIX]


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller else 0.0


def _agree(one: str | None, two: str | None) -> float:
    return float(one is not None and one == two)


def _differ(one: str | None, two: str | None) -> float:
    return float(None not in (one, two) and one != two)


def _close(one: Told, two: Told) -> float:
    starts: list[Span] = sorted((*one.event.trigger[:1], *two.event.trigger[:1]))
    return float(len(starts) == 2 and starts[1].start - starts[0].end < CLOSE_CHARS)


def weight_of_evidence(found: Mapping[str, float]) -> float:
    """The features weighed and summed: above 0, one event is likelier than two.

    The weights are those of a logistic regression on the ECB+ training topics (`training/same_event.py`); those of
    `type_shared` and `type_differs`, which ECB+ does not have, are set by hand.
    """
    weights = _weights()
    return weights["always"] + sum(weights[name] * value for name, value in found.items() if value)


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in load_table("same_event.tsv")}
