"""Lets contents reach on to where what is said ends: words the encoder left out would stand on the publisher's word.

Part of the annotate step. Two ends are settled by the words: behind a colon, and before a verb whose subject stands in
the content ("said that the army had come and had asked for water").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from dragoman.annotate.lexicon import is_saying
from dragoman.stages import FoundAttribution, Segments
from dragoman.types import Span, join_spans

_COLON = re.compile(r"[ ]*:[ ]+(?=[^\s\"“”‘'«„])")
_AND = re.compile(r",?[ \n]+(?:(?:and|or|but|then|also|later|has|have|had)[ \n]+){0,3}")
_QUOTED = re.compile(r"[\"“”]")
_END = re.compile(r"[\s.!?;:,)\]]*$")


def reach_on(text: str, segments: Segments, found: Sequence[FoundAttribution]) -> list[FoundAttribution]:
    """The attributions, each with as much of its last sentence as it still says.

    >>> text = "She said one thing was clear: the army had left."
    >>> said = FoundAttribution(
    ...     source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 28),), form="indirect")
    >>> segments = Segments(
    ...     language="en", zones=(), paragraphs=(), sentences=(Span(0, len(text)),), quotations=())
    >>> reach_on(text, segments, [said])[0].content[0].of(text)
    'one thing was clear: the army had left'
    """
    beside: dict[int, list[FoundAttribution]] = defaultdict(list)
    for attribution in found:
        for at in {_sentence_at(cue.start, segments) for cue in attribution.cue}:
            beside[at].append(attribution)
    return [_reaching(text, segments, one, beside) for one in found]


def _reaching(
    text: str, segments: Segments, said: FoundAttribution, beside: dict[int, list[FoundAttribution]]
) -> FoundAttribution:
    last = said.content[-1]
    at = _sentence_at(last.end - 1, segments)
    if at < 0 or any(cue.start >= last.end for cue in said.cue) or not _by_saying(text, said):
        return said
    sentence, others = _readable(segments, at, last), [one for one in beside[at] if one is not said]
    end = _shared_subject(text, said, others) or _behind_colon(text, last, sentence, others)
    if end is None:
        return said
    return structs.replace(said, content=(*said.content[:-1], Span(last.start, min(end, sentence.end))))


def _behind_colon(text: str, last: Span, sentence: Span, others: Sequence[FoundAttribution]) -> int | None:
    """The end of the sentence, where a content that is not quoted stops at a colon and nobody else says the rest.

    In PolNeAR train and dev 44 of 51 contents of saying verbs go on behind a colon.
    """
    colon = _COLON.match(text, last.end, sentence.end)
    if colon is None or _QUOTED.search(text, last.start, sentence.end):
        return None
    rest = Span(colon.end(), sentence.end - len(_end_of(text, sentence)))
    claimed = (span for one in others for span in (*one.source, *one.cue, *one.content))
    return None if len(rest) <= 0 or any(span.touches(rest) for span in claimed) else rest.end


def _shared_subject(text: str, said: FoundAttribution, others: Sequence[FoundAttribution]) -> int | None:
    """Where the last of the clauses ends whose subject stands in the content and whose verb follows it at once."""
    last = said.content[-1]
    end = None
    for other in sorted(others, key=lambda one: one.cue):
        subject = other.source and all(last.covers(span) for span in other.source)
        gap = _AND.fullmatch(text, end or last.end, other.cue[0].start) if subject else None
        if gap is not None:
            end = join_spans((*other.cue, *(span for span in other.content if span.start >= last.end))).end
    return end


def _readable(segments: Segments, at: int, last: Span) -> Span:
    """The sentence as far as it is read: a content that is read a second time is a paragraph of its own."""
    sentence = segments.sentences[at]
    number = bisect_right(segments.paragraphs, last.start, key=lambda paragraph: paragraph.start) - 1
    end = segments.paragraphs[number].end if number >= 0 else sentence.end
    return Span(sentence.start, max(min(sentence.end, end), last.end))


def _by_saying(text: str, said: FoundAttribution) -> bool:
    return any(is_saying(word) for cue in said.cue for word in cue.of(text).split())


def _end_of(text: str, sentence: Span) -> str:
    """The marks at the end of a sentence."""
    end = _END.search(text[sentence.start : sentence.end])
    return end[0] if end else ""


def _sentence_at(place: int, segments: Segments) -> int:
    """The number of the sentence that holds a character, -1 if none does."""
    at = bisect_right(segments.sentences, place, key=lambda sentence: sentence.start) - 1
    return at if at >= 0 and place < segments.sentences[at].end else -1
