"""Finds place names that no mention covers: names in our lists, and names after a word such as "in" or "near".

The head that marks names learns from news of a few countries, and misses names of others now and then. What is found
here is looked up like any other name, and more is asked of it: the report must speak of the country it lies in.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.ground.candidates import Atlas, place_words
from dragoman.ground.context import cover
from dragoman.ground.countries import country_of, fold
from dragoman.ground.gazetteer.spelling import ARTICLES
from dragoman.resources import load_table
from dragoman.stages import Annotations, Document, Segments
from dragoman.types import OUTSIDE_ZONES, Span

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_PARTICLES = ARTICLES | {"bin", "de", "del", "du", "la", "sur", "of", "the"}
_LONGEST = 5  # words
_AROUND = 24  # characters
_DATES = frozenset({*day_name, *month_name})  # "in March" is no town in England
_BETWEEN = frozenset({" ", "-"})


def find_toponyms(
    doc: Document, segments: Segments, annotations: Annotations, atlas: Atlas
) -> tuple[Span, ...]:
    """The place names in a report's sentences that no mention of a name or an office covers, in text order.

    >>> text = "Shells fell on Salamiyah and near the Bosphorus and the Suez Canal."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text)
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> [doc.quote(span) for span in find_toponyms(doc, segments, Annotations(), Atlas())]
    ['Bosphorus', 'Suez Canal']
    """
    named = [m for m in annotations.mentions if m.kind in {"name", "role"}]
    known = _Known(
        taken={place for m in named for place in range(m.span.start, m.span.end)},
        ends={m.span.end for m in named if m.type in {"GPE", "LOC", "FAC"}},
        people={word for m in named if m.type == "PER" for word in doc.quote(m.span).split()},
    )
    outside = cover(zone.span for zone in segments.zones if zone.zone in OUTSIDE_ZONES)
    found: list[Span] = []
    for sentence in segments.sentences:
        if outside(sentence):
            continue
        words = [Span(*match.span()) for match in _WORD.finditer(doc.text, sentence.start, sentence.end)]
        found += _in_sentence(doc.text, words, known, atlas)
    return tuple(found)


@dataclass(frozen=True)
class _Known:
    """What the mentions say: which characters they cover, where places end, and words of people's names."""

    taken: set[int]
    ends: set[int]
    people: set[str]


def _in_sentence(text: str, words: Sequence[Span], known: _Known, atlas: Atlas) -> Iterator[Span]:
    at = 0
    while at < len(words):
        word = words[at].of(text)
        free = _may_begin(word) and words[at].start not in known.taken
        free = free and word not in known.people and word not in _DATES
        span = _name_at(text, words, at, known, atlas) if free else None
        if span is None:
            at += 1
            continue
        yield span
        known.ends.add(span.end)
        at = next((n for n in range(at, len(words)) if words[n].start >= span.end), len(words))


def _may_begin(word: str) -> bool:
    return word[:1].isupper() or (word[1:2] in {"l", "L"} and word.lower().split("-")[0] in {"al", "el"})


def _name_at(text: str, words: Sequence[Span], at: int, known: _Known, atlas: Atlas) -> Span | None:
    """The longest run of words from here that is a name: one of our lists, or any after a word that says where."""
    located = _is_located(text, words, at) or _goes_on(text, words, at, known.ends)
    for size in range(_run_length(text, words[at : at + _LONGEST], known.taken), 0 if located else 1, -1):
        run = words[at : at + size]
        span = Span(run[0].start, run[-1].end)
        form = span.of(text).removesuffix("'s").removesuffix("’s")
        ours = size > 1 and fold(form) in _own_long_names()
        if ours or (located and len(form) > 3 and _is_written_large(text, run) and atlas.find(form)):
            return Span(span.start, span.start + len(form))
    return None


def _run_length(text: str, words: Sequence[Span], taken: set[int]) -> int:
    """How many of the words stand close together, none of them part of another name."""
    for size, word in enumerate(words):
        apart = size > 0 and text[words[size - 1].end : word.start] not in _BETWEEN
        if apart or word.start in taken or word.end - 1 in taken:
            return size
    return len(words)


def _is_written_large(text: str, words: Sequence[Span]) -> bool:
    """Whether all words are as they are in names, and the last begins with a capital."""
    inner = all(_may_begin(span.of(text)) or span.of(text).lower() in _PARTICLES for span in words)
    return inner and words[-1].of(text)[:1].isupper()


def _is_located(text: str, words: Sequence[Span], at: int) -> bool:
    """Whether the word before says that a place comes: "in", "near", "the town of", "Afghanistan's"."""
    if at == 0 or text[words[at - 1].end : words[at].start] != " ":
        return False
    before = [words[n].of(text) for n in range(at - 1, max(-1, at - 4), -1)]
    owner = before[0].removesuffix("'s").removesuffix("’s")
    if owner != before[0] and country_of(owner):
        return True
    before = [word.lower() for word in (before[1:] if before[0] == "the" else before)]
    if before[:1] == ["of"]:
        return len(before) > 1 and before[1] in place_words("where of")
    return bool(before) and before[0] in place_words("where")


def _goes_on(text: str, words: Sequence[Span], at: int, ends: set[int]) -> bool:
    """Whether a place stands before in a list ("between Homs and ...", "Homs, ...")."""
    start = words[at].start
    return any(
        text.endswith(link, 0, start) and start - len(link) in ends for link in (" and ", ", and ", ", ")
    )


def widen(text: str, span: Span) -> Span:
    """The longer name of our lists that a mention is a part of ("Gulf" of "Gulf of Aden"), or the mention itself.

    Words before a name widen it only with "of": southern Lebanon is in Lebanon, West Africa in Africa.

    >>> text = "a ship in the Gulf of Aden sank"
    >>> widen(text, Span(14, 18)).of(text), widen(text, Span(22, 26)).of(text)
    ('Gulf of Aden', 'Gulf of Aden')
    """
    start = max(0, span.start - _AROUND)
    words = [Span(*match.span()) for match in _WORD.finditer(text, start, min(span.end + _AROUND, len(text)))]
    inner = [n for n, word in enumerate(words) if word.touches(span)]
    if not inner or words[inner[0]].start != span.start or words[inner[-1]].end != span.end:
        return span
    for first in range(max(0, inner[0] - 3), inner[0] + 1):
        if first < inner[0] and words[inner[0] - 1].of(text) not in {"of", "the"}:
            continue
        for last in range(min(len(words), inner[-1] + 3) - 1, inner[-1] - 1, -1):
            form = text[words[first].start : words[last].end]
            if len(form) > len(span) and form[0].isupper() and fold(form) in _own_long_names():
                return Span(words[first].start, words[last].end)
    return span


@cache
def _own_long_names() -> frozenset[str]:
    """The names of two words and more in our list of areas."""
    rows = load_table("regions.tsv")
    names = (name for row in rows for name in (row["name"], *row["aliases"].split("|")))
    return frozenset(key for key in map(fold, names) if " " in key)
