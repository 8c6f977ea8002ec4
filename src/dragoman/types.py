"""The values that make up a record: what one report says, and where it says it.

The structs mirror the published JSON contract name for name; `dragoman.stages` holds what the steps hand to each
other on the way. Nothing here imports another part of the package.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

SCHEMA: Literal["dragoman.record/1"] = "dragoman.record/1"

ZoneName = Literal["headline", "dateline", "body", "transcript", "caption", "teaser", "furniture"]
EntityType = Literal["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "OUTLET", "ARMED", "ROLE", "GROUP"]
Basis = Literal["text", "metadata", "given"]
SpeakerBasis = Literal["named", "coreference", "carried", "transcript"]
TimeBasis = Literal["stated", "relative", "weekday", "publication"]
Precision = Literal["point", "populated", "admin2", "admin1", "country", "region"]
Form = Literal["direct", "indirect", "mixed"]
Polarity = Literal["affirmed", "denied"]
EventStage = Literal["happened", "ongoing", "planned", "attempted", "threatened", "hypothetical"]
Status = Literal["civilian", "combatant"]
Counts = Literal["total", "new", "part"]
TermStatus = Literal[
    "proposed", "announced", "agreed", "in_force", "suspended", "ended", "rejected", "violated", "denied"
]
Why = dict[str, str] | UnsetType

OUTSIDE_ZONES: frozenset[str] = frozenset({"teaser", "furniture"})
"""Zones whose words are never joined to the report's own."""

PUBLISHER: Literal["publisher"] = "publisher"
"""What `on_word_of` says when no attribution holds a value: the publisher's own word."""


class Span(Struct, frozen=True, array_like=True, order=True):
    """Characters `start` to `end`, end excluded, in Unicode code points of `document.text`.

    Written to JSON as `[start, end]`.

    >>> Span(3, 6).of("In Geneva"), len(Span(3, 6))
    ('Gen', 3)
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside.

        >>> Span(0, 9).covers(Span(3, 9)), Span(0, 9).covers(Span(3, 10))
        (True, False)
        """
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a character.

        >>> Span(0, 3).touches(Span(2, 5)), Span(0, 3).touches(Span(3, 5))
        (True, False)
        """
        return self.start < other.end and other.start < self.end


def join_spans(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans`.

    Raises:
        ValueError: there are none.

    >>> join_spans([Span(5, 9), Span(1, 3)])
    Span(start=1, end=9)
    """
    spans = tuple(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


class Zone(Struct, frozen=True):
    """A stretch of the text and what part of a report or page it is."""

    zone: ZoneName
    span: Span


class Published(Struct, frozen=True):
    """When the report was put out (ISO 8601), and how that is known; `span` where the text itself says it."""

    value: str
    basis: Basis
    span: Span | None = None


class Author(Struct, frozen=True):
    """A name the page or the text gives as the report's author."""

    name: str
    basis: Basis
    span: Span | None = None


class RecordedDocument(Struct, frozen=True, kw_only=True):
    """The report itself: its untouched text, where it came from, and its zones."""

    id: str
    origin: str
    raw_sha256: str
    text: str
    title: Span | None = None
    authors: tuple[Author, ...] = ()
    publisher: str | None = None
    publisher_basis: Basis | None = None
    publisher_span: Span | None = None
    published: Published | None = None
    retrieved: str | None = None
    url: str | None = None
    language: str | None = None
    zones: tuple[Zone, ...] = ()
    why: Why = UNSET


class Producer(Struct, frozen=True):
    """The program that made a record; `weights` and `gazetteer` are the sha256 of the weights' manifest and of the
    gazetteer's content, `actors` of the actor file; null where there was none. `term_kinds` is that of the caller's
    file of kinds of terms, and left out where there was none.
    """

    name: str
    version: str
    weights: str | None
    gazetteer: str | None = None
    actors: str | None = None
    term_kinds: str | UnsetType = UNSET


class ChainLink(Struct, frozen=True):
    """An outlet the report cites (`outlet` is an entity id), and the text that stands on its word."""

    outlet: str
    span: Span
    scope: Span


class Role(Struct, frozen=True):
    """An office as the text gives it; `of` is an alpha-3 code or a name.

    `as_of` is the day on which the report says that it is held: its publication date, none for a former office.
    """

    title: str
    of: str | None
    span: Span
    as_of: str | None = None


class GivenActor(Struct, frozen=True):
    """The entry of the caller's actor file that an entity's name led to, and the entity's fields that it gave."""

    id: str
    name: str
    gave: tuple[str, ...] = ()


class Entity(Struct, frozen=True, kw_only=True):
    """A person, organisation, country ... that the report mentions, with every mention of it."""

    id: str
    type: EntityType
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    roles: tuple[Role, ...] = ()
    members: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    actor: GivenActor | None = None
    why: Why = UNSET


class Place(Struct, frozen=True, kw_only=True):
    """A toponym and what it stands for; a province is an area, which `precision` says, not its centre."""

    id: str
    span: Span
    name: str
    precision: Precision | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin: tuple[str, ...] = ()
    gazetteer: str | None = None
    why: Why = UNSET


class Time(Struct, frozen=True, kw_only=True):
    """A time expression: its TIMEX3 value, the interval it stands for (ISO 8601), and how that is known."""

    id: str
    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None = None
    alternatives: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    basis: TimeBasis = "stated"
    why: Why = UNSET


class Attribution(Struct, frozen=True, kw_only=True):
    """Who (source, or a speaker carried over) said (cue) what (content), after PARC (Pareti 2012)."""

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    form: Form
    speaker: str | None = None
    speaker_basis: SpeakerBasis | None = None
    inside: str | None = None
    zone: ZoneName = "body"
    translated_from: str | None = None
    polarity: Polarity = "affirmed"
    score: float = 0.0
    why: Why = UNSET


class Participant(Struct, frozen=True):
    """Words that name a party, and the entity they stand for."""

    span: Span
    entity: str | None = None


class Event(Struct, frozen=True, kw_only=True):
    """Who did what to whom, in PLOVER's terms."""

    id: str
    trigger: tuple[Span, ...]
    type: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    place: str | None = None
    time: str | None = None
    stage: EventStage
    polarity: Polarity
    on_word_of: str
    figures: tuple[str, ...] = ()
    zone: ZoneName
    score: float
    why: Why = UNSET


class Figure(Struct, frozen=True, kw_only=True):
    """A count or a sum with its bounds."""

    id: str
    span: Span
    what: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str | None = None
    of: Participant | None = None
    status: Status | None = None
    counts: Counts | None = None
    part_of: str | None = None
    event: str | None = None
    on_word_of: str
    zone: ZoneName
    score: float
    why: Why = UNSET


class Violation(Struct, frozen=True, kw_only=True):
    """A breach of a term that somebody alleges."""

    by: Participant | None = None
    against: Participant | None = None
    span: Span
    on_word_of: str


class KindMatch(Struct, frozen=True):
    """What a term of a kind of the caller's rests on: the number of the example, from 1, that its words are most like.

    `likeness` to all examples, and the likeness `needed`, are in standard deviations above other arrangements.
    """

    example: int
    likeness: float
    needed: float


class Term(Struct, frozen=True, kw_only=True):
    """A clause of an arrangement: whom it binds, whom it leaves out, since when, on what ground."""

    id: str
    span: Span
    kind: str
    status: TermStatus
    parties: tuple[Participant, ...] = ()
    guarantors: tuple[Participant, ...] = ()
    excluded: tuple[Participant, ...] = ()
    conditions: tuple[Span, ...] = ()
    grounds: tuple[Span, ...] = ()
    violations: tuple[Violation, ...] = ()
    place: str | None = None
    start: str | None = None
    end: str | None = None
    on_word_of: str
    zone: ZoneName
    score: float
    match: KindMatch | UnsetType = UNSET
    why: Why = UNSET


class Record(Struct, frozen=True, kw_only=True):
    """All that one document says, every value tied to the characters it came from."""

    schema: Literal["dragoman.record/1"] = SCHEMA
    producer: Producer
    document: RecordedDocument
    chain: tuple[ChainLink, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    terms: tuple[Term, ...] = ()
    why: Why = UNSET

    def quote(self, spans: Span | Iterable[Span]) -> str:
        """The evidence: the characters of one span, or of several joined by `" ... "`."""
        spans = (spans,) if isinstance(spans, Span) else tuple(spans)
        return " ... ".join(span.of(self.document.text) for span in spans)

    def entity(self, entity_id: str | None) -> Entity | None:
        """The entity with this id, if there is one."""
        return next((entity for entity in self.entities if entity.id == entity_id), None)

    def attribution(self, attribution_id: str | None) -> Attribution | None:
        """The attribution with this id, if there is one."""
        return next((found for found in self.attributions if found.id == attribution_id), None)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """What a notebook shows: the record's page, made by `dragoman.show`."""
        from dragoman.show.notebook import mimebundle

        return mimebundle(self)
