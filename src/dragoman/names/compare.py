"""Says whether two names of people can be one person's, and why; in doubt never the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from dragoman.names.chinese import readings
from dragoman.names.spelling import TRADITIONS, alike, shows, spell
from dragoman.names.words import forms, plain, without_suffix, words_of
from dragoman.resources import load_lines


class Comparison(Struct, frozen=True):
    """Whether two names are one's, and how that was told.

    "unsure" is where one says too little to tell: a bare surname, initials.
    """

    verdict: Literal["same", "different", "unsure"]
    why: str


Same = Callable[[str, str], bool]


@lru_cache(maxsize=65_536)
def compare_people(one: str, other: str) -> Comparison:
    """Compares two names of people, in any order of given and family name, across transliterations.

    "same" holds for the names alone: two men can share one. Siblings, and names a letter apart, are different.

    >>> compare_people("Muammar Gaddafi", "Moammar Qadhafi")
    Comparison(verdict='same', why='one name in arabic spellings')
    >>> compare_people("Kim Jong-un", "Kim Jong-il").verdict, compare_people("Bush", "George W. Bush").verdict
    ('different', 'unsure')
    """
    if not plain(one).strip() or not plain(other).strip():
        return Comparison("unsure", "one name is empty")
    first, end = without_suffix(words_of(one))
    second, other_end = without_suffix(words_of(other))
    if end != other_end:
        return Comparison("different", "one is a junior, or of another number")
    if first == second:
        return Comparison("same", "one name, letter for letter")
    if min(len(first), len(second)) < 2:
        return _compare_bare(first, second)
    found = _same_in(first, second, "plain", lambda a, b: spell(a, "plain") == spell(b, "plain"))
    if found is None and set(readings(one)) & set(readings(other)):
        found = "one name, in pinyin and in Wade-Giles"
    for tradition in TRADITIONS:
        if found is None and shows(first, tradition) and shows(second, tradition):
            found = _same_in(first, second, tradition, _spelt_alike(tradition))
    if found is None:
        return Comparison("different", "no spelling makes one name of them")
    return Comparison("same", found)


def _compare_bare(one: Sequence[str], other: Sequence[str]) -> Comparison:
    """Compares where one name is a single word."""
    if not one or not other:
        return Comparison("unsure", "one name is empty")
    short, long = sorted((one, other), key=len)
    spelt = [
        tradition for tradition in ("plain", "arabic", "slavic") if _ends_alike(short[0], long, tradition)
    ]
    if not spelt:
        return Comparison("different", "no spelling makes one name of them")
    if len(long) == 1:
        return Comparison("same", f"one word in {spelt[0]} spelling") if _is_long(short[0]) else _TOO_LITTLE
    return _TOO_LITTLE


_TOO_LITTLE = Comparison("unsure", "one word is not enough to tell")


def _is_long(word: str) -> bool:
    return len(word) > 3


def _ends_alike(word: str, words: Sequence[str], tradition: str) -> bool:
    spelt = spell(word, tradition)
    return any(alike(spelt, spell(other, tradition), tradition) for other in (words[0], words[-1]))


def _spelt_alike(tradition: str) -> Same:
    return lambda a, b: alike(spell(a, tradition), spell(b, tradition), tradition)


def _same_in(one: Sequence[str], other: Sequence[str], tradition: str, same: Same) -> str | None:
    """How two names are one in a tradition's spellings; None if they aren't."""
    told = (
        "one name, marks and hyphens aside" if tradition == "plain" else f"one name in {tradition} spellings"
    )
    family = _family_first if tradition == "korean" else _as_they_are
    for turned in _orders(other):
        if _aligned(family(one), family(turned), same):
            return told if turned == tuple(other) else f"{told}, the family name first in one"
    if tradition in {"korean", "burmese"}:
        return None
    if _shortened(one, other, same) or _shortened(other, one, same):
        return f"{told}, a middle name left out"
    return None


def _orders(words: Sequence[str]) -> list[tuple[str, ...]]:
    """A name as it stands, with its last word first, and with its first word last."""
    words = tuple(words)
    return list(dict.fromkeys((words, (words[-1], *words[:-1]), (*words[1:], words[0]))))


def _as_they_are(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words)


def _family_first(words: Sequence[str]) -> tuple[str, ...]:
    """A Korean name with its family name as the table has it."""
    return (forms("korean").get(words[0], words[0]), *words[1:])


def _aligned(one: Sequence[str], other: Sequence[str], same: Same) -> bool:
    """Whether two names fit word by word, words written together or apart counting as equal."""
    if not one or not other:
        return not one and not other
    for left in range(1, min(3, len(one)) + 1):
        for right in range(1, min(3, len(other)) + 1):
            fits = min(left, right) == 1 and same("".join(one[:left]), "".join(other[:right]))
            if fits and _aligned(one[left:], other[right:], same):
                return True
    return False


def _shortened(short: Sequence[str], long: Sequence[str], same: Same) -> bool:
    """Whether a name is another without some of its middle names, or with initials for them."""
    if not 2 <= len(short) <= len(long) or not (same(short[0], long[0]) and same(short[-1], long[-1])):
        return False
    left = list(short[1:-1])
    if any(len(word) == 1 for word in left) and len(short) != len(long):
        return False
    for word in long[1:-1]:
        if left and (same(left[0], word) or _is_initial(left[0], word)):
            left.pop(0)
        elif word in _bound():
            return False
    return not left


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[:1] == other[:1]


@lru_cache(maxsize=1)
def _bound() -> frozenset[str]:
    """Words that belong to the name before them: without them it is another's ("Ahmad Shah Massoud")."""
    return frozenset(load_lines("name_bound.txt"))
