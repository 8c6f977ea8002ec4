"""Countries by name, demonym or seat of government: what `ground` knows of them before it looks at places."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct

from dragoman.resources import load_table
from dragoman.types import Span

_WORD = re.compile(r"\w(?:[\w.'’-]*\w)?\.?")
_LONGEST = (
    6  # words of the longest name that is looked for inside another ("Democratic Republic of the Congo")
)
_NO_COUNTRY_AFTER = frozenset({"ocean", "territory"})  # "Indian Ocean", "British Indian Ocean Territory"


class Country(Struct, frozen=True):
    """A country or territory with an ISO 3166 code (and Kosovo's XKX), and a representative point of it."""

    code: str
    name: str
    capital: str
    lat: float
    lon: float
    geonames: str = ""
    """Its GeoNames id."""


class Seat(Struct, frozen=True):
    """A name that news uses for a government, parliament or army: whose it is, and the PLOVER sector."""

    country: str
    sector: str


# Letters that are one letter with a mark to an English reader, and that Unicode does not take apart.
_PLAIN = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "-": " "}
)


@lru_cache(maxsize=16_384)
def fold(words: str) -> str:
    """What the spellings of a name have in common: no case, accents, dots, apostrophes, hyphens or "the".

    >>> fold("The U.S."), fold("Côte d’Ivoire"), fold("Guinea-Bissau"), fold("Ţarţūs"), fold("Ma‘arrat")
    ('us', 'cote divoire', 'guinea bissau', 'tartus', 'maarrat')
    """
    plain = words.lower() if words.isascii() else unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(char for char in plain.translate(_PLAIN) if _is_kept(char))
    folded = " ".join(kept.split())
    return folded.removeprefix("the ")


@cache
def _is_kept(char: str) -> bool:
    """Letters, digits and spaces; not the letters that stand for a catch in the voice ("ʿ")."""
    return (char.isalnum() and unicodedata.category(char) != "Lm") or char.isspace()


@cache
def all_countries() -> dict[str, Country]:
    """Every country by its alpha-3 code.

    >>> all_countries()["DEU"].capital
    'Berlin'
    """
    rows = load_table("countries.tsv")
    return {
        row["alpha3"]: Country(
            row["alpha3"],
            row["name"],
            row["capital"],
            float(row["lat"]),
            float(row["lon"]),
            row["geonames"],
        )
        for row in rows
    }


@cache
def _index(column: str) -> dict[str, tuple[str, ...]]:
    """Folded words to the codes they may stand for."""
    found: dict[str, list[str]] = {}
    for row in load_table("countries.tsv"):
        for words in filter(None, row[column].split("|")):
            codes = found.setdefault(fold(words), [])
            if row["alpha3"] not in codes:
                codes.append(row["alpha3"])
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def _capitals_only() -> frozenset[str]:
    """Folded abbreviations that are a country in capitals only: "US" is one, "us" is not."""
    names = (words for row in load_table("countries.tsv") for words in row["names"].split("|"))
    return frozenset(fold(words) for words in names if words.isupper() and len(fold(words)) <= 4)


def named_countries(words: str) -> tuple[str, ...]:
    """The codes of the countries that have this name; two of them for "Congo", none for "us".

    >>> named_countries("Britain"), named_countries("Congo"), named_countries("us")
    (('GBR',), ('COG', 'COD'), ())
    """
    key = fold(words)
    if key in _capitals_only() and not words.replace("the ", "").isupper():
        return ()
    return tuple(sorted(_index("names").get(key, ()), key=_table_order))


def demonym_countries(words: str) -> tuple[str, ...]:
    """The codes of the countries whose people or things are called so.

    >>> demonym_countries("Syrians"), demonym_countries("Kurdish")
    (('SYR',), ())
    """
    return tuple(sorted(_index("demonyms").get(fold(words), ()), key=_table_order))


def _table_order(code: str) -> tuple[bool, str]:
    return code == "COD", code  # by code; the two Congos as people list them


@lru_cache(maxsize=4_096)
def country_of(words: str) -> str | None:
    """The one country that a name or demonym stands for; None if there is none, or more than one.

    >>> country_of("Russian"), country_of("UK"), country_of("Congolese"), country_of("Geneva")
    ('RUS', 'GBR', None, None)
    """
    codes = named_countries(words) or demonym_countries(words)
    return codes[0] if len(codes) == 1 else None


@cache
def _seats() -> dict[str, Seat]:
    return {
        fold(row["name"]): Seat(row["country"], row["sector"]) for row in load_table("government_seats.tsv")
    }


def seat_of_government(words: str) -> Seat | None:
    """Whose government, parliament or army goes by this name.

    >>> seat_of_government("the Kremlin")
    Seat(country='RUS', sector='GOV')
    """
    return _seats().get(fold(words))


def find_countries(text: str) -> tuple[tuple[Span, str], ...]:
    """The country names and demonyms inside a text, longest first, left to right, with their codes.

    Ambiguous ones are left out, and areas named after another country ("Indian Ocean", "New Mexico"). Offsets
    are into `text`.

    >>> [code for _, code in find_countries("Russian Foreign Ministry")]
    ['RUS']
    >>> [code for _, code in find_countries("Embassy of South Sudan in Kenya")]
    ['SSD', 'KEN']
    """
    words = [match.span() for match in _WORD.finditer(text)]
    found: list[tuple[Span, str]] = []
    position = 0
    while position < len(words):
        if not text[words[position][0]].isupper():
            position += 1
            continue
        size, code = _longest_at(text, words, position)
        if code is not None:
            end = words[position + size - 1][1]
            bare = text[words[position][0] : end].removesuffix("'s").removesuffix("’s")
            found.append((Span(words[position][0], words[position][0] + len(bare)), code))
        position += size
    return tuple(found)


@cache
def _other_names() -> frozenset[str]:
    """Areas whose name holds another country's, folded: "New Mexico", "South China Sea", "Northern Ireland"."""
    rows = load_table("regions.tsv")
    keys = (fold(name) for row in rows for name in (row["name"], *row["aliases"].split("|")))
    return frozenset(key for key in keys if " " in key)


@cache
def _lengths() -> dict[str, int]:
    """The first word of each name and demonym, folded, and how many words the longest that begins so has."""
    found: dict[str, int] = {}
    for key in (*_index("names"), *_index("demonyms"), *_other_names()):
        parts = key.split()
        found[parts[0]] = max(found.get(parts[0], 0), len(parts))
    return found


def _longest_at(text: str, words: list[tuple[int, int]], position: int) -> tuple[int, str | None]:
    start, end = words[position]
    first = fold(text[start:end].removesuffix("'s").removesuffix("’s")).partition(" ")[0]
    for size in range(min(_lengths().get(first, 0) + 1, len(words) - position), 0, -1):
        form = text[start : words[position + size - 1][1]]
        bare = form.removesuffix("'s").removesuffix("’s")
        code = country_of(bare)
        if code is None and fold(bare) in _other_names():
            return size, None
        if code is not None:
            after = words[position + size] if position + size < len(words) else (0, 0)
            return size, None if text[after[0] : after[1]].lower() in _NO_COUNTRY_AFTER else code
    return 1, None
