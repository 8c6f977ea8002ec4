"""Brings the spellings of a word of a name to one form, tradition by tradition, and tells which a name shows."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dragoman.names.words import forms
from dragoman.resources import load_table

_DOUBLED = re.compile(r"([^0-9])\1+")
_APOSTROPHE = re.compile(r"'")
_WILD = {"a", "i", "e", "~"}
_SOFT = {
    "arabic": ({"q", "g"}, {"q", "k"}, {"g", "k"}, {"j", "g"}),
    "slavic": ({"x", "h"}, {"h", "g"}),
    "korean": ({"o", "u"},),
}
"""Letters that stand for one sound in a tradition's spellings; one such change in a word at most."""
TRADITIONS = ("arabic", "slavic", "korean", "burmese", "ethiopic")


@cache
def _rules(tradition: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = (row for row in load_table("name_rules.tsv") if row["tradition"] == tradition)
    return tuple((re.compile(row["pattern"]), row["becomes"]) for row in rows)


@lru_cache(maxsize=65_536)
def spell(word: str, tradition: str) -> str:
    """A word as its tradition's spellings have it in common; "=name" where a table knows it.

    >>> spell("husayn", "arabic") == spell("hossein", "arabic"), spell("volodymyr", "slavic")
    (True, '=vladimir')
    """
    known = forms("any").get(word) if tradition != "korean" else None
    if known is not None:
        return f"={known}"
    letters = word if tradition == "wade-giles" else _DOUBLED.sub(r"\1", _APOSTROPHE.sub("", word))
    if tradition == "arabic":
        letters = _APOSTROPHE.sub("", word)
    for pattern, becomes in _rules(tradition):
        letters = pattern.sub(becomes, letters)
    return _DOUBLED.sub(r"\1", letters)


def alike(one: str, other: str, tradition: str) -> bool:
    """Whether two spelt words are one: equal, a free vowel aside, but for one soft letter.

    >>> alike(spell("qadhafi", "arabic"), spell("gaddafi", "arabic"), "arabic")
    True
    """
    if one == other:
        return True
    if len(one) != len(other) or one[:1] == "=" or other[:1] == "=":
        return False
    differ = [
        {a, b} for a, b in zip(one, other, strict=True) if a != b and not ({a, b} <= _WILD and "~" in {a, b})
    ]
    return not differ or (len(differ) == 1 and differ[0] in _SOFT.get(tradition, ()))


@cache
def _signs(tradition: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words: set[str] = set()
    ends: tuple[str, ...] = ()
    for row in load_table("name_traditions.tsv"):
        if row["tradition"] == tradition and row["sign"] == "word":
            words |= set(row["words"].split("|"))
        elif row["tradition"] == tradition:
            ends = tuple(row["words"].split("|"))
    return frozenset(words), ends


@lru_cache(maxsize=65_536)
def shows(words: tuple[str, ...], tradition: str) -> bool:
    """Whether a name's words show a tradition.

    >>> shows(("sergei", "lavrov"), "slavic"), shows(("john", "kerry"), "slavic")
    (True, False)
    """
    if tradition == "korean":
        table = forms("korean")
        return 2 <= len(words) <= 3 and (words[0] in table or words[-1] in table)
    known, ends = _signs(tradition)
    return any(
        word in known or forms("any").get(word) in known or word.endswith(ends or ("\0",)) for word in words
    )
