"""One thing that a report mentions: the mentions it was read from, its type and its fullest name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dragoman.ground.countries import named_countries
from dragoman.ground.places import Reading
from dragoman.stages import Document, Mention
from dragoman.types import EntityType


@dataclass(frozen=True)
class Case:
    """The mentions of one thing in order of the text, each with its number, and what its place names stand for."""

    doc: Document
    mentions: tuple[tuple[int, Mention], ...]
    readings: Mapping[int, Reading]

    @cached_property
    def names(self) -> list[Mention]:
        """The mentions that are names."""
        return [mention for _, mention in self.mentions if mention.kind == "name"]

    def words(self, mention: Mention) -> str:
        """The words of a mention on one line, without "the" and a final possessive."""
        return _bare(self.doc.quote(mention.span))


@lru_cache(maxsize=4_096)
def _bare(quote: str) -> str:
    words = " ".join(quote.split()).removesuffix("'s").removesuffix("’s")
    return words[4:] if words[:4].lower() == "the " and len(words) > 4 else words


def type_of(case: Case) -> EntityType:
    """The type of a thing: a person's name makes a person, a country's name a country (though "Russian" be commoner).

    Otherwise the type that most names have, the first of equals.
    """
    if not case.names:
        stated = [mention for _, mention in case.mentions if mention.kind != "pronoun"]
        return (stated or [case.mentions[0][1]])[0].type
    types = [mention.type for mention in case.names]
    if "PER" in types:
        return "PER"
    if set(types) == {"GPE", "NORP"}:
        return "GPE"
    return max(types, key=lambda kind: (types.count(kind), -types.index(kind)))


def fullest_name(case: Case) -> str:
    """The longest name, of two as long the first; a country's own name before its capital's."""
    kind = type_of(case)
    names = [mention for mention in case.names if mention.type == kind]
    countries = [mention for mention in names if kind == "GPE" and named_countries(case.words(mention))]
    words = [case.words(mention) for mention in countries or names]
    return max(words, key=lambda name: (len(name.split()), len(name)))


def country_itself(case: Case) -> str | None:
    """The country that a name is a name of, or whose government it stands for (not one it lies in)."""
    chosen = [case.readings[index].candidate for index, _ in case.mentions if index in case.readings]
    codes = {c.country for c in chosen if c is not None and c.precision == "country"}
    codes |= {mention.stands_for for mention in case.names if mention.stands_for}
    return codes.pop() if len(codes) == 1 else None


def doubt_of(case: Case, kind: EntityType) -> str | None:
    """Why the type is a guess, where it is one for every name of the thing."""
    reasons = [mention.why.get("type") for mention in case.names if mention.type == kind]
    return reasons[0] if reasons and all(reasons) else None
