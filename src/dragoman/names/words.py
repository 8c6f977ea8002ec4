"""Takes a name apart into words that can be compared: small ASCII letters, without address, particles and commas."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from dragoman.resources import load_lines, load_table

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'",
        "ʼ": "'", "‘": "'", "`": "'", "ʿ": "'", "ʾ": "'", "ə": "e", "ħ": "h", "ŋ": "ng",
    }
)  # fmt: skip
_ARTICLES = frozenset(
    {"al", "el", "an", "ad", "as", "ash", "at", "ar", "az", "e", "i", "ul", "ud", "ur", "us"}
)
_SERVANT = re.compile(r"^abd(?:[aeiou](?:l|([rsndzt])(?=\1))|(?=[^aeiou]))(?!l+ah)(?=\w{3})")
_SERVANT_ALONE = re.compile(r"^ab[aeiou]?d(?:[aeiou][lrsndzt]?)?$")
_SON = frozenset({"ben", "ibn", "bin"})


@lru_cache(maxsize=16_384)
def plain(words: str) -> str:
    """Small ASCII letters, digits, hyphens and apostrophes; what has no Latin letter stays as it is.

    >>> plain("Kim Chŏng-ŭn"), plain("Lech Wałęsa")
    ('kim chong-un', 'lech walesa')
    """
    lowered = unicodedata.normalize("NFKD", words.translate(_LETTERS).lower().translate(_LETTERS))
    return "".join(char for char in lowered if not unicodedata.combining(char))


@cache
def _address() -> frozenset[str]:
    """Words of address and rank that stand before a name."""
    listed = (row["word"].lower().rstrip(".") for row in load_table("honorifics.tsv"))
    return frozenset(listed) | frozenset(load_lines("name_address.txt"))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, hyphens taken as blanks, without articles; "Maas, Heiko" as "Heiko Maas".

    >>> words_of("Abdul-Rahman al-Rashed"), words_of("Maas, Heiko"), words_of("Ayatollah Ali Khamene'i")
    (('abd', 'rahman', 'rashed'), ('heiko', 'maas'), ('ali', "khamene'i"))
    """
    last, comma, first = plain(name).partition(",")
    turned = (
        f"{first} {last}" if comma and first.strip() and first.strip(" .") not in _suffixes() else plain(name)
    )
    words = [word.strip('.,"“”()') for word in re.split(r"[\s\-‐‑–]+", turned)]
    words = [word for word in words if word]
    while len(words) > 2 and words[0] in _address():
        words = words[1:]
    if len(words) == 2 and words[0] in _address():
        words = words[1:]
    kept = [word for at, word in enumerate(words) if word not in _ARTICLES or (at == 0 and len(words) == 1)]
    return tuple(part for word in kept or words for part in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    """A word, or "abd" and what follows of a name joined to it ("abdelaziz")."""
    bare = word.replace("'", "")
    if bare in _SON:
        return ("bin",)
    if _SERVANT_ALONE.match(bare):
        return ("abd",)
    found = _SERVANT.match(bare)
    return ("abd", bare[found.end() :]) if found else (word,)


@cache
def _suffixes() -> frozenset[str]:
    return frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})


def without_suffix(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The words, and what tells a son from a father ("jr"), empty if nothing does.

    >>> without_suffix(("adam", "sow", "jr"))
    (('adam', 'sow'), 'jr')
    """
    if len(words) > 1 and words[-1] in _suffixes():
        return words[:-1], {"junior": "jr", "senior": "sr"}.get(words[-1], words[-1])
    return words, ""


@cache
def forms(kind: str) -> dict[str, str]:
    """Words of names that are one name in several languages -> the one that stands for all.

    >>> forms("any")["volodymyr"]
    'vladimir'
    """
    table: dict[str, str] = {}
    for row in load_table("name_forms.tsv"):
        if row["kind"] == kind:
            table.update({plain(form): row["name"] for form in (row["name"], *row["forms"].split("|"))})
    return table
