"""Words whose loss changes what a report says: doubt, whose word it is, a "no", a number."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from dragoman.collate.types import WordKind
from dragoman.collate.words import Words, find_words
from dragoman.resources import load_lines, load_table
from dragoman.types import Span

MOST_WORDS: Final = 3
SOURCES: Final = ("according to", "citing", "quoted")
NOS: Final = ("no", "nobody", "none", "nothing", "denied", "denies", "deny")
Found = tuple[WordKind, tuple[int, ...], Span]
"""What kind, which words (their keys), where."""


def find_weighty(text: str, words: Words, first: int, last: int) -> tuple[Found, ...]:
    """The weighty words among words `first` to `last` (excluded) of a text, the longest reading of each.

    >>> text = "The alleged smuggler was not at least 40"
    >>> [(kind, span.of(text)) for kind, _, span in find_weighty(text, find_words(text), 0, 8)]
    [('hedge', 'alleged'), ('negation', 'not'), ('hedge', 'at least'), ('number', '40')]
    """
    found = []
    place = first
    while place < last:
        kind, length = _at(text, words, place, last)
        if kind:
            keys = tuple(words.key[place : place + length].tolist())
            found.append((kind, keys, words.span(place, place + length)))
        place += length
    return tuple(found)


def _at(text: str, words: Words, place: int, last: int) -> tuple[WordKind | None, int]:
    for length in range(min(MOST_WORDS, last - place), 0, -1):
        key = tuple(words.key[place : place + length].tolist())
        kind = _lexicon().get(key)
        if kind and not (key in _before_numbers() and not _is_number(text, words, place + length)):
            return (None if _is_month(text, words, place) else kind), length
    return ("number" if _is_number(text, words, place) else None), 1


def _is_number(text: str, words: Words, place: int) -> bool:
    if place >= len(words):
        return False
    key = (int(words.key[place]),)
    return text[int(words.start[place])].isdigit() or _lexicon().get(key) == "number"


def _is_month(text: str, words: Words, place: int) -> bool:
    """ "May" with a capital is the month more often than the verb."""
    return words.span(place, place + 1).of(text) == "May"


@cache
def _lexicon() -> dict[tuple[int, ...], WordKind]:
    """Kinds of words and phrases; of a word in two lists the last kind holds ("alleged" is doubt before a saying)."""
    numbers = (row["word"] for row in load_table("timex_words.tsv") if row["class"] == "numword")
    return {
        **_phrases(load_lines("speech_verbs.txt"), "attribution"),
        **_phrases(numbers, "number"),
        **_phrases((row["word"] for row in load_table("hedges.tsv")), "hedge"),
        **_phrases((*load_lines("negations.txt"), *NOS), "negation"),
        **_phrases(SOURCES, "attribution"),
    }


@cache
def _before_numbers() -> frozenset[tuple[int, ...]]:
    """Hedges that are one only before a number ("over 40")."""
    rows = (row["word"] for row in load_table("hedges.tsv") if row["with"] == "number")
    return frozenset(_phrases(rows, "hedge"))


def _phrases(lines: Iterable[str], kind: WordKind) -> dict[tuple[int, ...], WordKind]:
    keys = (tuple(find_words(line).key.tolist()) for line in lines)
    return {key: kind for key in keys if 0 < len(key) <= MOST_WORDS}
