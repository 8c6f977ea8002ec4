"""The entities, places and times that the phrases of events, figures and terms stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.resources import load_lines
from dragoman.stages import Annotations, Document, Groundings, Mention
from dragoman.types import Participant, Place, Span, Time


@dataclass(frozen=True)
class Links:
    """What the phrases of one report can refer to: its named mentions, places and times."""

    text: str
    mentions: tuple[tuple[Mention, str | None], ...]
    """Each with its entity, if it has one."""
    places: tuple[Place, ...]
    times: tuple[Time, ...]

    def participant(self, phrase: Span) -> Participant:
        """The phrase with the entity of the mention that names its head; the longest such mention counts."""
        head = head_of(self.text, phrase)
        named = [
            (len(mention.span), entity)
            for mention, entity in self.mentions
            if entity is not None and mention.span.covers(head) and mention.span.touches(phrase)
        ]
        return Participant(phrase, max(named)[1] if named else None)

    def participants(self, phrases: Iterable[Span]) -> tuple[Participant, ...]:
        """Each phrase with its entity."""
        return tuple(self.participant(phrase) for phrase in phrases)

    def place(self, phrase: Span | None) -> str | None:
        """The id of the first place that a phrase names."""
        return _first_in(self.places, phrase)

    def time(self, phrase: Span | None) -> str | None:
        """The id of the first time that a phrase names."""
        return _first_in(self.times, phrase)


def links_of(doc: Document, annotations: Annotations, groundings: Groundings) -> Links:
    """What the phrases of a report can refer to."""
    return Links(
        doc.text,
        tuple(zip(annotations.mentions, groundings.entity_of, strict=True)),
        groundings.places,
        groundings.times,
    )


@cache
def _head_limits() -> frozenset[str]:
    return frozenset((*load_lines("head_limits.txt"), "of", "who", "whom", "whose", "which", "that"))


def _first_in(grounded: Sequence[Place] | Sequence[Time], phrase: Span | None) -> str | None:
    if phrase is None:
        return None
    return next((value.id for value in grounded if value.span.touches(phrase)), None)


def head_of(text: str, phrase: Span) -> Span:
    """The word that a phrase is about: its last before a comma or a word such as "of", "in", "who".

    >>> head_of("the commander of the north", Span(0, 26))
    Span(start=4, end=13)
    """
    stops = _head_limits()
    words = phrase.of(text).split(",")[0].split()
    at = next((n for n, word in enumerate(words) if n and word.lower() in stops), len(words))
    end = phrase.start
    for word in words[:at]:
        end = text.index(word, end) + len(word)
    return Span(end - len(words[at - 1]), end) if words[:at] else phrase
