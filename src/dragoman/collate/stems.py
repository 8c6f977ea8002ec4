"""Words brought to one form: the stem of each, and which words name like happenings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragoman.resources import load_lines, load_table

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def _stemmer() -> Callable[[str], str]:
    from snowballstemmer import stemmer

    stem: Callable[[str], str] = stemmer("english").stemWord
    return stem


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word's stem: forms that rules don't reach by a table, endings by the Snowball rules for English (Porter 2).

    >>> stem("Striking"), stem("struck"), stem("strikes")
    ('strike', 'strike', 'strike')
    """
    word = word.lower()
    return _stemmer()(_irregular().get(word, word))


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["base"] for row in load_table("irregular_verbs.tsv")}


@cache
def _families() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(load_lines("event_words.txt")):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def alike(one: str, two: str) -> bool:
    """Whether two stems name like happenings.

    >>> alike(stem("quake"), stem("earthquakes")), alike(stem("quake"), stem("flood"))
    (True, False)
    """
    return bool(families_of(one) & families_of(two))


def families_of(stemmed: str) -> frozenset[int]:
    """The numbers of the families of words that name like happenings with this one."""
    return _families().get(stemmed, frozenset())


@cache
def small_words() -> frozenset[str]:
    """Words that say nothing of what a text is about."""
    return frozenset(load_lines("english_words.txt"))


def content_stems(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of the words that are about something, in order.

    >>> content_stems(["The", "guns", "were", "silent"])
    ('gun', 'silent')
    """
    lower = (word.lower() for word in words)
    return tuple(stem(word) for word in lower if word not in small_words())
