"""Lets contents reach on to where what is said ends: words the encoder left out would stand on the publisher's word.

Part of the annotate step. Some ends are none: before a colon, amid the words of a clause with "that", before the end of
a sentence that begins with "according to", and before a verb whose subject stands in the content ("said that the army
had come and had asked for water").
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
_AMID = re.compile(r"\s+\w[^,.;:!?()\[\]—–]*(?<=\w)")
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
    if at < 0 or any(cue.start >= last.end for cue in said.cue):
        return said
    sentence, others = _readable(segments, at, last), [one for one in beside[at] if one is not said]
    reach = _shared_subject(text, said, others) if _by_saying(text, said) else None
    reach = reach or _settled(text, said, sentence)
    rest = Span(last.end, reach) if reach and last.end < reach <= sentence.end else None
    if rest is None or _said_by_others(rest, last, others):
        return said
    return structs.replace(said, content=(*said.content[:-1], Span(last.start, rest.end)))


def _settled(text: str, said: FoundAttribution, sentence: Span) -> int | None:
    """How far a content reaches by its own words alone; it is quoted nowhere.

    In PolNeAR train and dev, of indirect contents that follow their cue: 44 of 51 of saying verbs go on behind a colon;
    of 1,225 of saying verbs that open with "that" 14 end amid words, before no mark; of 68 of "according to" 63 go on
    to the end of the sentence.
    """
    last, end = said.content[-1], sentence.end - len(_end_of(text, sentence))
    if _QUOTED.search(text, last.start, sentence.end) or last.end >= end:
        return None
    if any(cue.of(text).lower().startswith("according") for cue in said.cue):
        return end
    if not _by_saying(text, said):
        return None
    if _COLON.match(text, last.end, sentence.end):
        return end
    amid_words = said.content[0].of(text).lower().startswith("that") and _AMID.match(text, last.end, end)
    return amid_words.end() if amid_words else None


def _said_by_others(rest: Span, last: Span, others: Sequence[FoundAttribution]) -> bool:
    """Whether another attribution, whose source does not stand in the content, has words of the rest."""
    strangers = (one for one in others if not one.source or not all(last.covers(span) for span in one.source))
    return any(span.touches(rest) for one in strangers for span in (*one.source, *one.cue, *one.content))


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
