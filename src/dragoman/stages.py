"""What the steps of the pipeline hand to each other: frozen values, none of them written to the record as they are.

read -> `Document` -> segment -> `Segments` -> encode -> `Scores` -> annotate -> `Annotations` -> ground ->
`Groundings` -> record. Indices point into the tuple named in the field's comment. Spans are `[start, end)` in code
points of `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from dragoman.types import (
    Author,
    Basis,
    Counts,
    Entity,
    EntityType,
    EventStage,
    Form,
    KindMatch,
    Place,
    Polarity,
    Published,
    Span,
    SpeakerBasis,
    Status,
    TermStatus,
    Time,
    Zone,
)

if TYPE_CHECKING:
    from numpy import float16, float32
    from numpy.typing import NDArray

BlockKind = Literal["title", "heading", "paragraph", "item", "caption", "cell", "quote", "line"]


class Block(Struct, frozen=True):
    """A block of a laid-out page: its span, what kind of element it was, and whether it is part of the main text."""

    span: Span
    kind: BlockKind
    main: bool
    link_share: float = 0.0
    """Share of the block's characters that stand in links, 0 to 1."""


class Document(Struct, frozen=True, kw_only=True):
    """One report as it was read: its text, never rewritten, and what is known of where it came from."""

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
    blocks: tuple[Block, ...] = ()
    """The layout of a page, in text order; empty for plain text."""
    why: dict[str, str] = {}
    """Reasons for what isn't known or was assumed (`{"published": "two different dates in the metadata"}`)."""

    def quote(self, span: Span) -> str:
        """The characters of a span."""
        return span.of(self.text)


class Quotation(Struct, frozen=True):
    """A stretch in quotation marks, its marks included (`inner` without them)."""

    span: Span
    inner: Span
    depth: int = 0
    """0 for an outermost quotation, 1 for one inside it ..."""
    closed: bool = True
    """False where the closing mark is missing and the stretch was ended with its paragraph."""
    double: bool = True
    """False for a quotation in single marks."""


class Segments(Struct, frozen=True, kw_only=True):
    """A document taken apart: its language, zones (they tile all visible text), paragraphs, sentences, quotations."""

    language: str | None
    """ISO 639-1 code, None where it cannot be told."""
    zones: tuple[Zone, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    why: dict[str, str] = {}


@dataclass(frozen=True)
class Anchors:
    """What a head says of the words of one window that may begin one of its things: a trigger, a figure, a term.

    `words` are their numbers in the window, `attributes` log-probabilities `[anchors, labels]` by attribute, `flags`
    those of each yes-or-no question being answered yes, `[anchors, flags]`, and `roles` log-probabilities
    `[anchors, roles, words, 3]` that a word of the window stands outside of a role, begins a phrase in it, goes on
    with one.
    """

    words: tuple[int, ...]
    attributes: dict[str, NDArray[float32]]
    flags: NDArray[float32]
    roles: NDArray[float16]


@dataclass(frozen=True)
class KindFound:
    """Words `first` to `last` (excluded) of a window, matched to a kind of the caller's.

    `described` is what the head of terms says of the first of them, as of any word that names a term.
    """

    kind: str
    window: int
    first: int
    last: int
    score: float
    match: KindMatch
    described: Anchors


@dataclass(frozen=True)
class Scores:
    """What the heads say of each word that was read, window by window, in text order within a window.

    `tags` maps a head's name to an array of log-probabilities `[words, labels]`, `labels` to the names of its
    columns; `links` holds, for each window, log-probabilities of pointers between the words of that window.
    `calibration` has a head's weights that turn its raw scores into a chance.
    """

    words: tuple[Span, ...]
    windows: tuple[tuple[int, int], ...]
    """`[first, last)` word of each window."""
    tags: dict[str, NDArray[float32]]
    labels: dict[str, tuple[str, ...]]
    links: tuple[dict[str, NDArray[float16]], ...]
    """Per window, pointer name -> `[words, 1 + words]`; column 0 is "nowhere". Half precision: long texts have many."""
    calibration: dict[str, tuple[float, ...]]
    anchors: tuple[dict[str, Anchors], ...] = ()
    """Per window, head name -> what it says of its anchors; `labels` names roles as "head.roles", flags as
    "head.flags", and an attribute's labels as "head.attribute"."""
    matches: tuple[KindFound, ...] = ()
    """The words that kinds of terms of the caller's were matched to."""


class Mention(Struct, frozen=True, kw_only=True):
    """Words that refer to somebody, something or somewhere."""

    span: Span
    type: Literal["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "OUTLET", "ARMED", "ROLE", "GROUP"]
    kind: Literal["name", "role", "pronoun", "nominal"]
    score: float = 1.0
    title: str | None = None
    """Of a role: the office without its country ("foreign minister")."""
    of: str | None = None
    """Of a role: whose office, alpha-3 code or name; None if the text does not say."""
    holder: int | None = None
    """Of a role standing beside a name ("Foreign Minister Ana Roa"): the name, in `Annotations.mentions`."""
    stands_for: str | None = None
    """Of a capital's or seat's name that is used of a government ("Moscow said"): the country's alpha-3 code."""
    why: dict[str, str] = {}
    """Why a name's type is a guess (`type`), why it is open whom a pronoun stands for (`entity`)."""


class FoundAttribution(Struct, frozen=True, kw_only=True):
    """An attribution before it has an id; see `dragoman.types.Attribution`."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    form: Form
    inside: int | None = None
    """The attribution whose content holds this one, in `Annotations.attributions`."""
    speaker: int | None = None
    """The mention that names the speaker, in `Annotations.mentions`."""
    speaker_basis: SpeakerBasis | None = None
    translated_from: str | None = None
    polarity: Polarity = "affirmed"
    score: float = 0.0
    why: dict[str, str] = {}


class Citation(Struct, frozen=True):
    """An outlet the report cites: the words that name it, and what stands on its word."""

    mention: int
    """In `Annotations.mentions`."""
    scope: Span


class Timex(Struct, frozen=True, kw_only=True):
    """A time expression as the text gives it, before it is set against a calendar.

    `value` is a TIMEX3 value, with `X` for what the words leave open (`XXXX-09-14`); `shift` says how it is to be
    counted from the publication date. Filled in by `annotate.timexes`, read by `ground.times`.
    """

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    weekday: int | None = None
    """1 Monday ... 7 Sunday, where the words name one."""
    shift: int | None = None
    """Steps of `unit` from the publication date: -1 for "yesterday", +1 for "next week"."""
    unit: (
        Literal[
            "day",
            "week",
            "month",
            "year",
            "weekday",
            "season",
            "hour",
            "minute",
            "quarter",
            "decade",
            "century",
        ]
        | None
    ) = None
    direction: Literal["past", "future"] | None = None
    """From the tense of the words around, where it decides which Friday is meant."""
    open_start: bool = False
    """"until 2015"."""
    open_end: bool = False
    """"since 2015"."""
    end_value: str | None = None
    """Of a range ("from 3 to 5 May"): the value of its end."""
    anchor: Literal["publication", "text"] = "publication"
    """What `shift` counts from: "two days ago" from the publication date, "two days later" from a time in the text."""
    alternatives: tuple[str, ...] = ()
    """The readings of an ambiguous form ("03/04/2018"); `value` is None then."""
    why: str | None = None
    """What is unusual about the value, or why there is none."""
    compared: bool = False
    """"up from twelve a year earlier": a year before the period that is compared, and as long as that."""


class FoundEvent(Struct, frozen=True, kw_only=True):
    """An event before it has an id; see `dragoman.types.Event`. Parties are the phrases that name them."""

    trigger: tuple[Span, ...]
    """The words that name it, and those that name it again."""
    type: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    place: Span | None = None
    time: Span | None = None
    stage: EventStage = "happened"
    polarity: Polarity = "affirmed"
    score: float = 0.0


class Amount(Struct, frozen=True):
    """What a number is known to be: not below `low`, `best` if one number is meant, not above `high`."""

    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str | None = None
    """ISO 4217 code of money, `km2`, or the noun that is counted ("rockets"); None for people."""
    why: str | None = None
    """Why there is no number, where there is none."""


class FoundFigure(Struct, frozen=True, kw_only=True):
    """A figure before it has an id; see `dragoman.types.Figure`."""

    span: Span
    what: str
    amount: Amount = Amount()
    of: Span | None = None
    """The words for the group it counts or belongs to."""
    status: Status | None = None
    counts: Counts = "new"
    part_of: int | None = None
    """The figure it is a part of, in `Annotations.figures`."""
    event: int | None = None
    """The event whose outcome or means it counts, in `Annotations.events`."""
    score: float = 0.0


class FoundViolation(Struct, frozen=True):
    """A breach that somebody alleges: the words for it, who did it, whom it hit."""

    span: Span
    by: Span | None = None
    against: Span | None = None


class FoundTerm(Struct, frozen=True, kw_only=True):
    """A term before it has an id; see `dragoman.types.Term`."""

    mentions: tuple[Span, ...]
    """The words that name it, the first of them first."""
    kind: str
    status: TermStatus
    parties: tuple[Span, ...] = ()
    guarantors: tuple[Span, ...] = ()
    mediators: tuple[Span, ...] = ()
    excluded: tuple[Span, ...] = ()
    conditions: tuple[Span, ...] = ()
    grounds: tuple[Span, ...] = ()
    violations: tuple[FoundViolation, ...] = ()
    places: tuple[Span, ...] = ()
    start: Span | None = None
    end: Span | None = None
    score: float = 0.0
    match: KindMatch | None = None
    """Of a kind of the caller's: what it rests on."""


class Annotations(Struct, frozen=True, kw_only=True):
    """What the text says."""

    mentions: tuple[Mention, ...] = ()
    chains: tuple[tuple[int, ...], ...] = ()
    """Coreference chains over `mentions`; a mention is in one at most."""
    attributions: tuple[FoundAttribution, ...] = ()
    citations: tuple[Citation, ...] = ()
    timexes: tuple[Timex, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    terms: tuple[FoundTerm, ...] = ()
    members: dict[int, tuple[int, ...]] = {}
    """Of a mention of several ("the two diplomats"): the mentions of those meant."""
    why: dict[str, str] = {}


class Actor(Struct, frozen=True, kw_only=True):
    """A person, body or group of the caller's actor file, and from when to when what it says holds."""

    id: str
    names: tuple[str, ...]
    """The main name first."""
    type: EntityType | None = None
    country: str | None = None
    """Alpha-3."""
    sector: str | None = None
    """A PLOVER code."""
    wikidata: str | None = None
    valid_from: str | None = None
    """First day, ISO 8601; open if None."""
    valid_to: str | None = None
    """Last day."""


class ActorFile(Struct, frozen=True):
    """The actors that a caller gives, and the sha256 of the file they came from."""

    actors: tuple[Actor, ...] = ()
    sha256: str | None = None


class KindExample(Struct, frozen=True):
    """A sentence of the caller's, and the clauses marked in it: spans of `text`."""

    text: str
    clauses: tuple[Span, ...] = ()


class OwnKind(Struct, frozen=True, kw_only=True):
    """A kind of terms that the caller adds."""

    name: str
    definition: str
    examples: tuple[KindExample, ...]
    counterexamples: tuple[KindExample, ...] = ()
    """Sentences that hold its words and not the kind; nothing is marked in them."""


class KindFile(Struct, frozen=True):
    """The kinds of terms that a caller gives, and the sha256 of the file they came from."""

    kinds: tuple[OwnKind, ...]
    sha256: str


class Groundings(Struct, frozen=True, kw_only=True):
    """What the annotations refer to in the world."""

    entities: tuple[Entity, ...] = ()
    entity_of: tuple[str | None, ...] = ()
    """Entity id of each of `Annotations.mentions`."""
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
