"""Hypothesis strategies for whole records: any text that UTF-8 can hold, any value the types allow."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st
from msgspec import UNSET

from dragoman import types
from dragoman.types import (
    Attribution,
    Author,
    ChainLink,
    Entity,
    Event,
    Figure,
    KindMatch,
    Participant,
    Place,
    Producer,
    Published,
    Record,
    RecordedDocument,
    Role,
    Span,
    Term,
    Time,
    Violation,
    Zone,
)

# Lone surrogates cannot be written as UTF-8, and no reader lets one in.
CHARACTERS = st.characters(exclude_categories=("Cs",))
HARD = (
    "\x00",
    "\r\n",
    "\ufeff",
    "🕊️",
    "👩‍👩‍👧",
    "«",
    "„",
    "ʿ",
    "صرّح الوزير",
    "\u202e",
    "\u2028",
    "e\u0301",
    '"',
    "\\",
)
TEXTS = st.lists(st.one_of(st.sampled_from(HARD), st.text(CHARACTERS, max_size=12)), max_size=12).map("".join)
WORDS = st.text(CHARACTERS, max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
CHANCES = st.floats(0, 1)


def names(alias: Any) -> st.SearchStrategy[Any]:
    """One of the words a Literal allows."""
    return st.sampled_from(get_args(alias))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, min_size=least, max_size=2).map(tuple)


def spans(text: str) -> st.SearchStrategy[Span]:
    edges = st.integers(0, len(text))
    return st.tuples(edges, edges).map(lambda pair: Span(min(pair), max(pair)))


IDS = several(WORDS)
WHY = st.dictionaries(WORDS, WORDS, min_size=1, max_size=2)


def _document(text: str, span: st.SearchStrategy[Span]) -> st.SearchStrategy[RecordedDocument]:
    return st.builds(
        RecordedDocument,
        id=WORDS,
        origin=WORDS,
        raw_sha256=WORDS,
        text=st.just(text),
        title=maybe(span),
        authors=several(st.builds(Author, WORDS, names(types.Basis), maybe(span))),
        publisher=maybe(WORDS),
        publisher_basis=maybe(names(types.Basis)),
        publisher_span=maybe(span),
        published=maybe(st.builds(Published, WORDS, names(types.Basis), maybe(span))),
        retrieved=maybe(WORDS),
        url=maybe(WORDS),
        language=maybe(WORDS),
        zones=several(st.builds(Zone, names(types.ZoneName), span)),
    )


def _entities(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Entity]:
    return st.builds(
        Entity,
        id=WORDS,
        type=names(types.EntityType),
        name=maybe(WORDS),
        country=maybe(WORDS),
        sector=maybe(WORDS),
        roles=several(st.builds(Role, WORDS, maybe(WORDS), span)),
        members=IDS,
        mentions=several(span, 1),
    )


def _places(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Place]:
    numbers = {name: maybe(NUMBERS) for name in ("lat", "lon")}
    precision = maybe(names(types.Precision))
    return st.builds(
        Place, id=WORDS, span=span, name=WORDS, precision=precision, admin=IDS, why=WHY, **numbers
    )


def _times(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Time]:
    kinds = st.sampled_from(("DATE", "TIME", "DURATION", "SET"))
    edges = {name: maybe(WORDS) for name in ("value", "start", "end")}
    return st.builds(
        Time, id=WORDS, span=span, type=kinds, alternatives=IDS, basis=names(types.TimeBasis), **edges
    )


def _attributions(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Attribution]:
    return st.builds(
        Attribution,
        id=WORDS,
        source=several(span),
        cue=several(span),
        content=several(span, 1),
        form=names(types.Form),
        speaker=maybe(WORDS),
        speaker_basis=maybe(names(types.SpeakerBasis)),
        inside=maybe(WORDS),
        zone=names(types.ZoneName),
        polarity=names(types.Polarity),
        score=CHANCES,
    )


def _events(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Event]:
    parties = several(st.builds(Participant, span, maybe(WORDS)))
    return st.builds(
        Event,
        id=WORDS,
        trigger=several(span, 1),
        type=WORDS,
        context=IDS,
        actors=parties,
        recipients=parties,
        stage=names(types.EventStage),
        polarity=names(types.Polarity),
        on_word_of=WORDS,
        figures=IDS,
        zone=names(types.ZoneName),
        score=CHANCES,
    )


def _figures(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Figure]:
    numbers = {name: maybe(NUMBERS) for name in ("low", "best", "high")}
    party = maybe(st.builds(Participant, span, maybe(WORDS)))
    zone = names(types.ZoneName)
    return st.builds(
        Figure,
        id=WORDS,
        span=span,
        what=WORDS,
        of=party,
        on_word_of=WORDS,
        zone=zone,
        score=CHANCES,
        **numbers,
    )


def _terms(span: st.SearchStrategy[Span]) -> st.SearchStrategy[Term]:
    party = st.builds(Participant, span, maybe(WORDS))
    return st.builds(
        Term,
        id=WORDS,
        span=span,
        kind=WORDS,
        status=names(types.TermStatus),
        parties=several(party),
        excluded=several(party),
        conditions=several(span),
        grounds=several(span),
        match=st.one_of(st.just(UNSET), st.builds(KindMatch, st.integers(1, 100), CHANCES, CHANCES)),
        violations=several(st.builds(Violation, by=maybe(party), span=span, on_word_of=WORDS)),
        on_word_of=WORDS,
        zone=names(types.ZoneName),
        score=CHANCES,
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of the right shape; its values need not make sense together."""
    text = draw(TEXTS)
    span = spans(text)
    return draw(
        st.builds(
            Record,
            schema=st.just(types.SCHEMA),
            producer=st.builds(Producer, WORDS, WORDS, maybe(WORDS)),
            document=_document(text, span),
            chain=several(st.builds(ChainLink, WORDS, span, span)),
            entities=several(_entities(span)),
            places=several(_places(span)),
            times=several(_times(span)),
            attributions=several(_attributions(span)),
            events=several(_events(span)),
            figures=several(_figures(span)),
            terms=several(_terms(span)),
        )
    )
