"""Finds names of bodies that the head half saw: capitals that no name covers, in the place of one who acts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from dragoman.annotate.lexicon import demonyms, honorifics, is_saying, source_nouns, titles, word_set
from dragoman.annotate.wording import Layout, Wording, touched_by
from dragoman.stages import Mention, Scores
from dragoman.types import Span

DOUBT = 0.25
"""Mean chance of a run's words to be in a name from which it is taken for one."""
_RUN = re.compile(r"[A-Z][\w'-]*(?: (?:(?:of|for|the|and|de|in) ){0,2}[A-Z][\w'-]*)+")
_WORD = re.compile(r"[\w'-]+")
_SMALL = frozenset({"Without", "Against", "Beyond", "Behind", "For", "Between", "Under"})
"""Words that stand in capitals only where they are part of a name."""
_KIND_BEFORE = re.compile(r"([a-z]+)(?: called| named| known as)? [\"“']?$")
_VERB_AFTER = re.compile(r" (?:also |has |have |had )?([a-z]+)")
_LOOK_BACK = 40
_TITLE_CASE = 0.5  # share of a sentence's words in capitals from which capitals tell nothing


def add_overlooked(
    wording: Wording, layout: Layout, names: Sequence[Mention], scores: Scores | None
) -> tuple[Mention, ...]:
    """The names with those runs of two capitalised words or more that the head was in doubt of, if a body is meant.

    That shows where the run says something, where the word for a body stands before it ("the group Clean Rivers"), or
    where a small word in it is in capitals ("Doctors Without Limits"). Not in headlines, where capitals tell nothing,
    and none with an office, a date or a people in it. Without scores there are none.

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=()))
    >>> add_overlooked(read_wording("Doctors Without Limits left."), layout, (), None)
    ()
    """
    if scores is None or "mention" not in scores.tags:
        return tuple(names)
    found, taken = list(names), touched_by(name.span for name in names)
    doubts = _Doubts(scores)
    for span in _runs(wording, layout):
        doubt = doubts.mean(span)
        if doubt >= DOUBT and not taken(span) and _is_body(wording, span):
            found.append(Mention(span=span, type="ORG", kind="name", score=doubt))
    return tuple(sorted(found, key=lambda name: name.span))


class _Doubts:
    """Looks up the head's chance that the words of a span are in a name."""

    def __init__(self, scores: Scores) -> None:
        order = sorted(range(len(scores.words)), key=lambda row: scores.words[row].start)
        outside = scores.labels["mention"].index("O")
        chances = 1.0 - np.exp(scores.tags["mention"][order][:, outside], dtype=np.float64)
        self._starts = [scores.words[row].start for row in order]
        self._sums = np.concatenate([[0.0], chances.cumsum()])

    def mean(self, span: Span) -> float:
        low, high = (bisect_left(self._starts, place) for place in (span.start, span.end))
        return float(self._sums[high] - self._sums[low]) / max(1, high - low)


def _runs(wording: Wording, layout: Layout) -> Iterator[Span]:
    for match in _RUN.finditer(wording.flat):
        sentence = layout.sentence_span(match.start())
        zone = layout.zone(match.start())
        told = layout.sentence(match.start()) >= 0 and (zone is None or zone.zone in {"body", "transcript"})
        if not told or match.end() > sentence.end or _is_title_case(sentence.of(wording.flat)):
            continue
        span = _without_stops(wording, Span(*match.span()))
        words = span.of(wording.flat).removesuffix("'s")
        if " " in words and not any(_is_other(word) for word in words.split() if word[0].isupper()):
            yield Span(span.start, span.start + len(words))


def _is_body(wording: Wording, span: Span) -> bool:
    """Whether the words of a run, or those beside it, show that it names a body."""
    if not _SMALL.isdisjoint(span.of(wording.flat).split()[1:]):
        return True
    after = _VERB_AFTER.match(wording.flat, span.end)
    before = _KIND_BEFORE.search(wording.flat[max(0, span.start - _LOOK_BACK) : span.start])
    kind = source_nouns().get(before.group(1)) if before is not None else None
    return (after is not None and is_saying(after.group(1))) or (kind is not None and kind["class"] == "org")


def _is_title_case(sentence: str) -> bool:
    words = _WORD.findall(sentence)
    return bool(sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words))


def _without_stops(wording: Wording, span: Span) -> Span:
    """The run behind small words that only begin a sentence ("But", "In")."""
    start = span.start
    for word in span.of(wording.flat).split(" "):
        if word.lower() not in word_set("name_stops.txt"):
            break
        start += len(word) + 1
    return Span(min(start, span.end), span.end)


def _is_other(word: str) -> bool:
    """Whether a word is part of no name of a thing or place: an office, a day, a people, what somebody says."""
    low = word.lower()
    known = word == "I" or low in titles() or low in honorifics() or word in demonyms()
    return known or low in word_set("date_words.txt") or (is_saying(low) and low != "state")
