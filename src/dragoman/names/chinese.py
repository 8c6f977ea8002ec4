"""Reads Chinese names in pinyin and in Wade-Giles as pinyin, so that the two can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from dragoman.names.spelling import spell
from dragoman.names.words import plain

_SIGN = re.compile(r"['-]|\bhs|\btz|\bts")
_ASPIRABLE = re.compile(r"^(ch|k|p|ts|tz|t)(?!')")
_SEPARATOR = re.compile(r"[\s'-]+")
_SYLLABLE = re.compile(r"[^\s-]+")
_MOST_SYLLABLES = 3


@lru_cache(maxsize=16_384)
def readings(name: str) -> tuple[str, ...]:
    """The pinyin that a name can stand for; read as Wade-Giles too where a hyphen or apostrophe shows it may be.

    Where a name in Wade-Giles leaves out all marks of aspiration, both readings of each syllable count.

    >>> readings("Deng Xiaoping"), "deng xiaoping" in readings("Teng Hsiao-p'ing")
    (('deng xiaoping',), True)
    """
    family, _, given = plain(name).strip().partition(" ")
    own = f"{family} {_SEPARATOR.sub('', given)}"
    if not given or _SIGN.search(f"{family} {given}") is None:
        return (own,)
    syllables = [family, *_SYLLABLE.findall(given)]
    marked = "'" in f"{family} {given}"
    options = [_in_pinyin(syllable, marked=marked) for syllable in syllables]
    read = (f"{parts[0]} {''.join(parts[1:])}" for parts in product(*options))
    return tuple(dict.fromkeys((own, *read))) if len(syllables) <= _MOST_SYLLABLES else (own,)


def _in_pinyin(syllable: str, *, marked: bool) -> tuple[str, ...]:
    spelt = spell(syllable, "wade-giles")
    if marked or _ASPIRABLE.match(syllable) is None:
        return (spelt,)
    return spelt, spell(_ASPIRABLE.sub(r"\1'", syllable, count=1), "wade-giles")
