"""What spellings of a place name have in common: the keys under which the gazetteer is built and searched."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from dragoman.ground.countries import fold
from dragoman.resources import load_lines

ARTICLES = frozenset({"al", "el", "ar", "as", "ash", "ad", "adh", "an", "at", "ath", "az", "ez", "ed", "es"})
"""The Arabic article as it is written before a name."""

_SHORTEST_BARE = 4  # letters; what is left of "al-Is" without its article is no name to look for
_SHORTEST_FRAME = 3  # consonants; with fewer, most names of a country agree
_CODE = re.compile(r"[A-Z]{1,3}$")  # codes of airports stand among the alternate names
# Ways of writing one sound, the longer first: "Saraqeb" and "Sarakib", "Dzhankoy" and "Jankoi".
_SOUNDS = (
    ("shch", "S"),
    ("tsch", "C"),
    ("sch", "S"),
    ("tch", "C"),
    ("dzh", "j"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "x"),
    ("sh", "S"),
    ("ch", "C"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ck", "k"),
    ("ts", "z"),
    ("tz", "z"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("x", "ks"),
)
_VOWELS = re.compile(r"[aeiouyh]+")
_DOUBLED = re.compile(r"(.)\1+")


def without_article(key: str) -> str | None:
    """A folded name without its Arabic article ("al bab"); None if it has none, or too little is left.

    >>> without_article("al bab"), without_article("as is"), without_article("homs")
    (None, None, None)
    >>> without_article("ar raqqa")
    'raqqa'
    """
    first, _, rest = key.partition(" ")
    return rest if first in ARTICLES and len(rest) >= _SHORTEST_BARE else None


def is_spelling(name: str) -> bool:
    """Whether a name from the packages is one that English text may use: in Latin letters, and no code.

    >>> [name for name in ("Homs", "Ḩimş", "حمص", "hms", "HMS") if is_spelling(name)]
    ['Homs', 'Ḩimş']
    """
    if name.isascii():
        return len(name) > 1 and not _CODE.match(name) and _begins_as_name(name)
    letters = [char for char in name if char.isalpha()]
    latin = bool(letters) and all(_is_latin(char) for char in letters)
    return latin and len(name) > 1 and _begins_as_name(name)


def _begins_as_name(name: str) -> bool:
    """Romanised forms that nobody reads stand in small letters ("ym alhwl"); "'s-Hertogenbosch" is a name."""
    first = next((char for char in name if char.isalnum()), "")
    return first.isupper() or first.isdigit() or name.startswith(("'", "’", "‘", "d'", "l'"))


@cache
def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "MODIFIER LETTER"))


def keys_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The folded forms of a place's names, with and without the Arabic article, each once.

    >>> keys_of(("Ar Raqqah", "Raqqa", "ar-Raqqah"))
    ('ar raqqah', 'raqqah', 'raqqa')
    """
    found: dict[str, None] = {}
    for name in names:
        key = fold(name)
        if len(key) > 1:
            found[key] = None
            bare = without_article(key)
            if bare:
                found[bare] = None
    return tuple(found)


def frame_of(key: str) -> str | None:
    """The consonants of a folded name, by sound; None if they are too few to tell names apart.

    Spellings of one name that was written down by ear agree in it: the vowels are where they differ.

    >>> frame_of("saraqib") == frame_of("sarakeb"), frame_of("khan shaykhun") == frame_of("khan sheikhoun")
    (True, True)
    >>> frame_of("aya") is None
    True
    """
    words = [word for word in key.split() if word not in ARTICLES] or key.split()
    joined = "".join(words)
    for form, sound in _SOUNDS:
        joined = joined.replace(form, sound)
    frame = _VOWELS.sub("", _DOUBLED.sub(r"\1", joined))
    return frame if len(frame) >= _SHORTEST_FRAME else None


@cache
def romanised_countries() -> frozenset[str]:
    """The countries whose names reach English from another script or by ear, so that spellings differ."""
    return frozenset(load_lines("romanised_countries.txt"))
