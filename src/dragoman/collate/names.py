"""Names across documents: which are the same, as far as their words say; given names that differ keep people apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from dragoman.resources import load_table
from dragoman.types import Attribution, Entity, Record, Span

LETTERS = re.compile(r"[^\W_]+")
MARKS = {"’": "'", "‘": "'", "ʼ": "'"}


def fold(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, marks, forms of address and a leading "the".

    >>> fold("The Hay'at Tahrir"), fold("Mr. José Roa")
    (('hayat', 'tahrir'), ('jose', 'roa'))
    """
    for mark, plain in MARKS.items():
        name = name.replace(mark, plain)
    bare = unicodedata.normalize("NFKD", name.replace("'s ", " ").removesuffix("'s").replace("'", ""))
    words = LETTERS.findall("".join(char for char in bare if not unicodedata.combining(char)).casefold())
    while len(words) > 1 and words[0] in _before_names():
        words = words[1:]
    return tuple(words)


@cache
def _before_names() -> frozenset[str]:
    honorifics = (re.sub(r"\W", "", row["word"]).casefold() for row in load_table("honorifics.tsv"))
    return frozenset(honorifics) | {"the"}


def same_name(one: str, two: str) -> bool:
    """Whether two names may be one: equal, or the one a part of the other ("Lind" and "Ada Lind"), initials allowed.

    >>> same_name("Ada Lind", "Lind"), same_name("Ada Lind", "Tom Lind"), same_name("A. Lind", "Ada Lind")
    (True, False, True)
    """
    first, second = fold(one), fold(two)
    short, long = sorted((first, second), key=len)
    if not short:
        return False
    if short[-1] != long[-1] and short[0] != long[0]:
        return False
    if len(short) == 1:
        return short[0] in (long[0], long[-1])
    return short[-1] == long[-1] and all(_fits(word, long) for word in short[:-1])


def _fits(word: str, name: tuple[str, ...]) -> bool:
    return any(other == word or (1 in (len(word), len(other)) and other[0] == word[0]) for other in name[:-1])


def speaker_name(record: Record, attribution: Attribution) -> str | None:
    """The name of who says it; the words of the source where there is no name; None where nobody is named."""
    entity = record.entity(attribution.speaker)
    if entity is not None and entity.name:
        return entity.name
    return " ".join(record.quote(attribution.source).split()) or None


def is_named(record: Record, attribution: Attribution) -> bool:
    """Whether the speaker has a name, not only a description ("an official")."""
    entity = record.entity(attribution.speaker)
    return entity is not None and bool(entity.name)


def outlets_of(record: Record, spans: Iterable[Span]) -> tuple[str, ...]:
    """The way words came to the reader: the publisher, then each cited outlet whose word reaches over them."""
    spans = tuple(spans)
    held = [link for link in record.chain if any(link.scope.covers(span) for span in spans)]
    cited = [record.entity(link.outlet) for link in sorted(held, key=lambda link: -len(link.scope))]
    names = [record.document.publisher, *(entity.name for entity in cited if entity)]
    return tuple(dict.fromkeys(name for name in names if name))


def key_of(entity: Entity) -> str | None:
    """What an entity is known by in other documents: the code of a country or its people, a person's last name, else
    the whole name; None without a name.

    >>> key_of(Entity(id="e1", type="NORP", name="Russians", country="RUS"))
    'RUS'
    >>> key_of(Entity(id="e2", type="PER", name="Ada Lind"))
    'lind'
    """
    words = fold(entity.name or "")
    if not words:
        return None
    if entity.country and " ".join(words) in _countries().get(entity.country, frozenset()):
        return entity.country
    return words[-1] if entity.type == "PER" else " ".join(words)


@cache
def _countries() -> dict[str, frozenset[str]]:
    """The names of each country and its people, folded, by its code."""
    return {
        row["alpha3"]: frozenset(
            " ".join(fold(name)) for name in (*row["names"].split("|"), *row["demonyms"].split("|")) if name
        )
        for row in load_table("countries.tsv")
    }
