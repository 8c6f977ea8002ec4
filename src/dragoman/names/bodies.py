"""Says whether two names of bodies, parties or armed groups can be one's; in doubt never the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from dragoman.names.compare import Comparison
from dragoman.names.spelling import alike, spell
from dragoman.names.words import plain, words_of
from dragoman.resources import load_table

_SMALL = frozenset({"of", "the", "for", "and", "in", "&", "on"})


@lru_cache(maxsize=65_536)
def compare_bodies(one: str, other: str) -> Comparison:
    """Compares two names of bodies: spellings, British and American, "Russian X" and "X of Russia", known other names.

    >>> compare_bodies("Russian Foreign Ministry", "Foreign Ministry of Russia").verdict
    'same'
    >>> compare_bodies("Council of Europe", "European Council").verdict
    'different'
    """
    first, second = _body_words(one), _body_words(other)
    if not first or not second:
        return Comparison("unsure", "one name is empty")
    if first == second:
        return Comparison("same", "one name, small words and hyphens aside")
    known = _known_as()
    if known.get(" ".join(first), 0) == known.get(" ".join(second), 1):
        return Comparison("same", "two names of one body, by the list of same names")
    if _fit(first, second):
        return Comparison("same", "one name in several spellings")
    return Comparison("different", "no spelling makes one name of them")


def _body_words(name: str) -> tuple[str, ...]:
    """The words that count, in one spelling of English, a country first and by its code."""
    bare = name.replace("'s ", "s ").replace("’s ", "s ").replace("s' ", "s ").replace("s’ ", "s ")
    words = [_british().get(word, word) for word in words_of(bare) if word not in _SMALL]
    places = [_countries()[word] for word in words if word in _countries()]
    if len(places) == 1:
        return (places[0], *(word for word in words if word not in _countries()))
    return tuple(words)


def _fit(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names fit word by word, or written together."""
    if len(one) == len(other) and all(map(_one_word, one, other)):
        return True
    joined = "".join(_spelt(word) for word in one), "".join(_spelt(word) for word in other)
    return len(one) != len(other) and alike(*joined, "arabic")


def _one_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if any(char.isdigit() for char in one + other) or one in _countries().values():
        return False
    return alike(_spelt(one), _spelt(other), "arabic")


def _spelt(word: str) -> str:
    return spell(word, "arabic")


@cache
def _british() -> dict[str, str]:
    """American spellings -> British ones, singular."""
    return {form: row["word"] for row in load_table("word_spellings.tsv") for form in row["forms"].split("|")}


@cache
def _countries() -> dict[str, str]:
    """Single-word names and demonyms of countries, plain -> alpha-3 code in small letters."""
    found: dict[str, str] = {}
    for row in load_table("countries.tsv"):
        for form in (row["name"], *row["names"].split("|"), *row["demonyms"].split("|")):
            if form and " " not in form and len(form) > 2:
                found.setdefault(plain(form), f"@{row['alpha3'].lower()}")
    return found


@cache
def _known_as() -> dict[str, str]:
    """Names of bodies and armed groups that reports call by several -> the one name that all of them share."""
    return {
        " ".join(_body_words(form)): row["name"]
        for row in load_table("same_names.tsv")
        for form in row["forms"].split("|")
    }
