"""What collate returns: links between documents, incidents with every claim kept, positions, ways of a quotation.

All values are frozen and point back into documents by id and span; none repeats a text. Nothing here says which
of two claims is right, and what is not known (who came first, who said it first) is None.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from dragoman.types import Form, Polarity, Span

LinkKind = Literal["exact_copy", "near_copy", "shared_text", "same_quotation"]
COPIES: frozenset[str] = frozenset({"exact_copy", "near_copy"})
"""Kinds of link that say "copy of"; the others say that two reports share words, and no more."""
OrderBasis = Literal["published", "seen", "retrieved"]
ChangeKind = Literal["dropped", "added", "replaced", "moved"]
WordKind = Literal["hedge", "attribution", "negation", "number"]
JoinKind = Literal["type", "place", "time", "actors", "figures", "words", "copy", "given"]
SameKind = Literal["same_words", "cut", "changed", "translated", "retold"]
Treatment = Literal["first", "same_words", "cut", "changed", "translated", "retold"]
Difference = Literal["repeats", "reworded", "denies", "unlike"]


# ---- where something stands


class Passage(Struct, frozen=True, order=True):
    """Words of one document, by its id."""

    document: str
    span: Span


class SharedSpan(Struct, frozen=True, order=True):
    """The same words in two documents: where they stand in the first and in the second."""

    first: Span
    second: Span


# ---- copies


class WordChange(Struct, frozen=True, kw_only=True):
    """A word that carries doubt, a source, a "no" or a number, lost, added or exchanged in text that was kept."""

    kind: WordKind
    change: Literal["dropped", "added", "replaced"]
    before: Span | None = None
    """In the first document; None for a word that only the second has."""
    after: Span | None = None
    """In the second; None for a word that it has lost."""


class Change(Struct, frozen=True, kw_only=True):
    """A stretch in which two linked documents differ.

    `before` is in the first document, `after` in the second; one of them is None where words were dropped or added.
    `words` lists what such a change does to doubt, sources, negation and numbers, unless whole sentences came or went.
    """

    kind: ChangeKind
    before: Span | None = None
    after: Span | None = None
    words: tuple[WordChange, ...] = ()


class CopyLink(Struct, frozen=True, kw_only=True):
    """Two documents with words in common.

    `first` is the earlier one where that is known (`order_basis`); where it is not, the two stand in the order of
    their ids and `order_basis` is None. `shared_of_first` and `shared_of_second` are shares (0 to 1) of each one's
    own words (headline, dateline and page furniture aside) that stand in the other.
    """

    kind: LinkKind
    first: str
    second: str
    order_basis: OrderBasis | None
    shared_of_first: float
    shared_of_second: float
    shared: tuple[SharedSpan, ...]
    changes: tuple[Change, ...] = ()

    @property
    def is_copy(self) -> bool:
        """Whether the link says "copy of"."""
        return self.kind in COPIES

    @property
    def lost_words(self) -> tuple[WordChange, ...]:
        """The words of doubt, source, negation or number that the second has lost or exchanged."""
        changed = (word for change in self.changes for word in change.words)
        return tuple(word for word in changed if word.before is not None)


class CopyFamily(Struct, frozen=True, kw_only=True):
    """Documents each of which is linked to `head` itself as a copy: nobody is a member by way of a third.

    `head_basis` says how it is known that the head came first; None: it is the fullest text, and no more is known.
    """

    head: str
    members: tuple[str, ...]
    """Head first, then by id."""
    head_basis: OrderBasis | None = None


# ---- the same statement


class StatementRef(Struct, frozen=True, order=True):
    """An attribution of one document."""

    document: str
    attribution: str


class StatementLink(Struct, frozen=True, kw_only=True):
    """Two attributions that give the same statement, and the words that say so.

    `speakers` is "same" where both name compatible speakers, "unknown" where one does not name its speaker.
    `score` is the share of the shorter one's content words that stand in the other, 0 to 1; not a chance.
    """

    kind: SameKind
    first: StatementRef
    second: StatementRef
    speakers: Literal["same", "unknown"]
    shared: tuple[SharedSpan, ...]
    score: float


class SameStatement(Struct, frozen=True, kw_only=True):
    """One statement as several documents give it, earliest known first; each is linked to one before it."""

    id: str
    speaker: str | None
    members: tuple[StatementRef, ...]
    links: tuple[StatementLink, ...]


# ---- incidents and their claims


class Reason(Struct, frozen=True, kw_only=True):
    """Why a member stands in an incident: what it has in common with a member that stood there before it."""

    kind: JoinKind
    detail: str
    """What is the same, in words: a place's name, a day, a name, a type."""
    own: Passage | None = None
    other: Passage | None = None


class Member(Struct, frozen=True, kw_only=True):
    """A document in an incident: by some of its events, or as a whole (`events` empty) where it has none.

    The first member has no reasons. `also_in` names the other incidents that this document has a part in.
    """

    document: str
    events: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    score: float | None = None
    """How much the deciding comparison gave, 0 to 1; not a chance. None for the first member."""
    also_in: tuple[str, ...] = ()


class Claim(Struct, frozen=True, kw_only=True):
    """Who says how many, as one document has it.

    `word_of` is the attribution's id or "publisher"; `speaker` the name the text gives, None where it names nobody;
    `outlets` the way it came: the publisher first, then the outlets it cites for these words.
    `repeats` is the document this one was copied from, where a link says so: the claim is the same one again.
    """

    document: str
    figure: str
    span: Span
    what: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str | None = None
    status: str | None = None
    counts: str | None = None
    word_of: str
    speaker: str | None = None
    source: tuple[Span, ...] = ()
    outlets: tuple[str, ...] = ()
    published: str | None = None
    time: str | None = None
    """The day the figure is said to stand for, where the text gives one for its event."""
    repeats: str | None = None


class Move(Struct, frozen=True, kw_only=True):
    """One source's figure at two times: indices into the claims of its `RivalFigures`."""

    earlier: int
    later: int
    direction: Literal["up", "down", "narrower", "wider"]


class Contradiction(Struct, frozen=True, kw_only=True):
    """Two claims (indices into `RivalFigures.claims`) whose bounds leave no number that both allow; none is chosen."""

    first: int
    second: int


class RivalFigures(Struct, frozen=True, kw_only=True):
    """Every claim on one question (how many killed, in this incident), oldest known first; none is left out."""

    incident: str
    what: str
    unit: str | None
    status: str | None
    claims: tuple[Claim, ...]
    moves: tuple[Move, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


class Incident(Struct, frozen=True, kw_only=True):
    """Reports of one event side by side; `figures` holds every claim made in them, none is picked.

    `id` is made of the members' ids, so the same members give the same id.
    """

    id: str
    members: tuple[Member, ...]
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    figures: tuple[RivalFigures, ...] = ()


# ---- positions


class Position(Struct, frozen=True, kw_only=True):
    """What a speaker is reported to have said on a subject: one attribution, and where it touches the subject."""

    document: str
    attribution: str
    said: str | None = None
    """When: ISO 8601, from the text's own time for it, else the publication date; see `said_basis`."""
    said_basis: Literal["text", "published"] | None = None
    polarity: Polarity = "affirmed"
    form: Form = "indirect"
    subject: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    compared: int | None = None
    """Index of the position before it that it was compared with; None for the first."""
    difference: Difference | None = None


class PositionLine(Struct, frozen=True, kw_only=True):
    """A speaker's positions on a subject, oldest known first; those whose day is not known come last."""

    speaker: str
    subject: str
    positions: tuple[Position, ...]


# ---- trace


class TraceStep(Struct, frozen=True, kw_only=True):
    """One place where the words stand: in what document, in whose mouth, told to whom, and what was done to them.

    `came_from` is the index of the step it is nearest to among earlier ones, None where none is known to be earlier.
    `heard` are the spans of the words traced, `shared` where they agree with them (second: in this document).
    """

    document: str
    attribution: str | None = None
    speaker: str | None = None
    source: tuple[Span, ...] = ()
    told_to: tuple[Span, ...] = ()
    publisher: str | None = None
    outlets: tuple[str, ...] = ()
    published: str | None = None
    order_basis: OrderBasis | None = None
    treatment: Treatment
    translated_from: str | None = None
    came_from: int | None = None
    shared: tuple[SharedSpan, ...] = ()
    changes: tuple[Change, ...] = ()
    score: float


class Trace(Struct, frozen=True, kw_only=True):
    """The way of a quotation through the documents at hand: `words` as they were met, `steps` oldest known first.

    In `shared` of a step the first span is in `words`. `first` is the step that said it first, None where the
    dates leave that open (`why` says so).
    """

    words: str
    steps: tuple[TraceStep, ...]
    first: int | None = None
    why: str | None = None
