"""The entities, places and times that the phrases of events, figures and terms stand for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dragoman.record.spans import SpanIndex
from dragoman.resources import load_lines
from dragoman.stages import Annotations, Document, Groundings
from dragoman.types import Participant, Span


class Links:
    """What the phrases of one report refer to; a class because mentions, places and times are put in order once."""

    def __init__(self, doc: Document, annotations: Annotations, groundings: Groundings) -> None:
        self._text = doc.text
        self._mentions = [
            (mention.span, entity)
            for mention, entity in zip(annotations.mentions, groundings.entity_of, strict=True)
            if entity is not None
        ]
        self._mention_index = SpanIndex(span for span, _ in self._mentions)
        self._places = groundings.places
        self._place_index = SpanIndex(place.span for place in groundings.places)
        self._times = groundings.times
        self._time_index = SpanIndex(time.span for time in groundings.times)

    def participant(self, phrase: Span) -> Participant:
        """The phrase with the entity of the mention that names its head; the longest such mention counts."""
        head = head_of(self._text, phrase)
        named = (self._mentions[at] for at in self._mention_index.touching(head))
        naming = [(len(span), entity) for span, entity in named if span.covers(head)]
        return Participant(phrase, max(naming)[1] if naming else None)

    def participants(self, phrases: Iterable[Span]) -> tuple[Participant, ...]:
        """Each phrase with its entity."""
        return tuple(self.participant(phrase) for phrase in phrases)

    def place(self, phrase: Span | None) -> str | None:
        """The id of the first place that a phrase names."""
        at = None if phrase is None else next(self._place_index.touching(phrase), None)
        return None if at is None else self._places[at].id

    def time(self, phrase: Span | None) -> str | None:
        """The id of the first time that a phrase names."""
        at = None if phrase is None else next(self._time_index.touching(phrase), None)
        return None if at is None else self._times[at].id


@cache
def _head_limits() -> frozenset[str]:
    return frozenset((*load_lines("head_limits.txt"), "of", "who", "whom", "whose", "which", "that"))


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
