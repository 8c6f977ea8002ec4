"""Decides which names stand for the same person, body or place; the first step of coreference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dragoman.annotate.lexicon import (
    country_forms,
    fold,
    given_names,
    honorifics,
    same_names,
    titles,
    word_set,
)
from dragoman.annotate.wording import Layout, Wording
from dragoman.stages import Mention
from dragoman.types import Span

_KINDS = {"OUTLET": "ORG", "ARMED": "ORG", "GPE": "GPE", "LOC": "GPE", "FAC": "GPE"}
_AREAS = frozenset({"governorate", "province", "oblast", "region", "prefecture", "krai"})
_MEDIUM = frozenset(
    {"news", "agency", "newspaper", "newswire", "tv", "television", "radio", "network", "online", "media"}
)
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "in", "on", "de", "al", "to"})


class Groups:
    """Mentions in groups that can be joined; the root of a group is its earliest mention."""

    def __init__(self, size: int) -> None:
        self._root = list(range(size))
        self._members: dict[int, list[int]] = {}

    def root(self, index: int) -> int:
        """The earliest mention of the group."""
        return self._root[index]

    def members(self, index: int) -> list[int]:
        """All mentions of the group, in order."""
        return self._members.get(self._root[index], [self._root[index]])

    def join(self, one: int, other: int) -> None:
        """Makes one group of two."""
        low, high = sorted((self._root[one], self._root[other]))
        if low == high:
            return
        moved = self.members(high)
        for index in moved:
            self._root[index] = low
        self._members[low] = sorted([*self.members(low), *moved])
        self._members.pop(high, None)

    def all(self) -> list[list[int]]:
        """The groups of two or more."""
        return list(self._members.values())


class Chaining:
    """The mentions of a document, the groups made of them so far, and where each stands."""

    def __init__(self, wording: Wording, layout: Layout, mentions: tuple[Mention, ...]) -> None:
        self.wording = wording
        self.layout = layout
        self.mentions = mentions
        self.groups = Groups(len(mentions))
        self.sentences = [layout.sentence(mention.span.start) for mention in mentions]
        self.genders: dict[int, str] = {}
        self.outside = [layout.outside(mention.span.start) for mention in mentions]
        self.quoted = [layout.quotation(mention.span.start) for mention in mentions]

    def words(self, index: int) -> str:
        """A mention in small letters."""
        return self.wording.low[self.mentions[index].span.start : self.mentions[index].span.end]


def name_tokens(wording: Wording, span: Span) -> tuple[str, ...]:
    """A person's name in small letters without address, title or possessive.

    >>> from dragoman.annotate.wording import read_wording
    >>> name_tokens(read_wording("Mr. Adama al-Sow's"), Span(0, 18))
    ('adama', 'sow')
    """
    words = wording.low[span.start : span.end].removesuffix("'s").split()
    while len(words) > 1 and (words[0] in honorifics() or words[0] in titles()):
        words = words[1:]
    return tuple(re.sub(r"^(?:al|el|ad|as|ash|ar|an)-", "", word).strip(".,\"'") for word in words)


def person_gender(wording: Wording, mention: Mention) -> str:
    """m, f or empty: from the form of address before the name or from its given name.

    >>> from dragoman.annotate.wording import read_wording
    >>> person_gender(read_wording("Ms. Roa"), Mention(span=Span(4, 7), type="PER", kind="name"))
    'f'
    """
    before = wording.low[max(0, mention.span.start - 10) : mention.span.start].split()
    first = wording.low[mention.span.start : mention.span.end].split()[:1]
    for word in (*before[-1:], *first):
        if honorifics().get(word):
            return honorifics()[word]
    words = wording.low[mention.span.start : mention.span.end].split()
    words = [word for word in words if word not in honorifics()]
    return given_names().get(words[0], "") if len(words) > 1 else ""


def join_people(wording: Wording, layout: Layout, mentions: Sequence[Mention], groups: Groups) -> None:
    """Joins full names that agree, then bare surnames to the one full name they can stand for.

    Where two people share the surname a bare one goes to the one named last in this paragraph or the one before,
    if only one is; else it stays alone.
    """
    people = [index for index, m in enumerate(mentions) if m.type == "PER" and m.kind == "name"]
    tokens = {index: name_tokens(wording, mentions[index].span) for index in people}
    full = [index for index in people if len(tokens[index]) > 1]
    by_word: dict[str, list[int]] = {}
    for index in full:
        alike = {*by_word.get(tokens[index][-1], ()), *by_word.get(tokens[index][0], ())}
        same = [other for other in sorted(alike) if _agree(tokens[index], tokens[other])]
        for word in {tokens[index][0], tokens[index][-1]}:
            by_word.setdefault(word, []).append(index)
        if len({groups.root(other) for other in same}) == 1:
            groups.join(index, same[0])
    bare: dict[str, list[int]] = {}
    for index in people:
        if len(tokens[index]) == 1:
            bare.setdefault(tokens[index][0], []).append(index)
    for name, indices in bare.items():
        owners = _owners(wording, mentions, full, tokens, name)
        for index in indices:
            owner = _owner_of(wording, layout, mentions, groups, index=index, owners=owners)
            if owner is not None:
                groups.join(index, owner)
        if not owners:
            _join_all(wording, mentions, groups, indices)


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Same surname, and given names that are equal, initials of each other or left out."""
    short, long = sorted((one, other), key=len)
    if short[-1] != long[-1]:
        return tuple(short) == tuple(long[: len(short)]) and len(short) > 1
    rest = list(long[:-1])
    for word in short[:-1]:
        while rest and not _same_word(word, rest[0]):
            rest.pop(0)
        if not rest:
            return False
        rest.pop(0)
    return True


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[:1] == other[:1])


def _owners(
    wording: Wording,
    mentions: Sequence[Mention],
    full: Iterable[int],
    tokens: dict[int, tuple[str, ...]],
    name: str,
) -> list[int]:
    """Full names that a bare name can stand for: as the surname, else as any part of the name."""
    surnames = [index for index in full if tokens[index][-1] == name]
    return surnames or [index for index in full if name in tokens[index]]


def _owner_of(
    wording: Wording,
    layout: Layout,
    mentions: Sequence[Mention],
    groups: Groups,
    *,
    index: int,
    owners: Sequence[int],
) -> int | None:
    gender = person_gender(wording, mentions[index])
    outside = layout.outside(mentions[index].span.start)
    fitting = [
        owner
        for owner in owners
        if not _differ(gender, person_gender(wording, mentions[owner]))
        and layout.outside(mentions[owner].span.start) == outside
    ]
    if len({groups.root(owner) for owner in fitting}) == 1:
        return fitting[0]
    here = layout.paragraph(mentions[index].span.start)
    for paragraph in (here, here - 1):
        near = [o for o in fitting if layout.paragraph(mentions[o].span.start) == paragraph and o < index]
        if near:
            return near[-1] if len({groups.root(owner) for owner in near}) == 1 else None
    return None


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _join_all(wording: Wording, mentions: Sequence[Mention], groups: Groups, indices: Sequence[int]) -> None:
    """Joins bare names without a full one, but not "Mr. Sow" with "Mrs. Sow"."""
    genders = {person_gender(wording, mentions[index]) for index in indices} - {""}
    for index in indices[1:]:
        if len(genders) < 2 or person_gender(wording, mentions[index]) == person_gender(
            wording, mentions[indices[0]]
        ):
            groups.join(index, indices[0])


def join_others(wording: Wording, mentions: Sequence[Mention], groups: Groups) -> None:
    """Joins the other names: equal ones, countries by any of their names, acronyms, outlets without "News"."""
    named = [i for i, m in enumerate(mentions) if m.kind == "name" and m.type != "PER"]
    keys: dict[tuple[str, str], int] = {}
    towns = _towns(wording, mentions, named)
    for index in named:
        key = (_kind(mentions[index]), _name_key(wording, mentions[index]))
        if key[0] == "GPE":
            key = "GPE", _without_area(key[1], towns)
        groups.join(index, keys.setdefault(key, index))
    bodies = [index for index in named if _kind(mentions[index]) == "ORG"]
    _join_acronyms(wording, mentions, groups, bodies)
    _join_short_outlets(wording, mentions, groups, bodies)


def _towns(wording: Wording, mentions: Sequence[Mention], named: Sequence[int]) -> frozenset[str]:
    """The names, folded, that a report gives to a town somewhere ("the city of Homs", "New York City")."""
    found = set()
    for index in named:
        span = mentions[index].span
        before, after = (
            wording.low[max(0, span.start - 12) : span.start],
            wording.low[span.end : span.end + 6],
        )
        words = fold(span.of(wording.flat))
        if before.endswith(("city of ", "town of ")) or after.startswith((" city", " town")):
            found.add(words)
        if words.endswith((" city", " town")):
            found.add(words[:-5])
    return frozenset(found)


def _without_area(key: str, towns: frozenset[str]) -> str:
    """The key of "Idlib" for "Idlib Governorate", where the report has no town of that name."""
    bare, _, last = key.rpartition(" ")
    return bare if last in _AREAS and bare not in towns else key


def _kind(mention: Mention) -> str:
    return _KINDS.get(mention.type, mention.type)


def _name_key(wording: Wording, mention: Mention) -> str:
    written = mention.span.of(wording.flat).removesuffix("'s")
    code = country_forms().get(written) or country_forms().get(
        written.removeprefix("the ").removeprefix("The ")
    )
    if code is not None and mention.type in {"GPE", "NORP"}:
        return code
    folded = fold(written)
    return same_names().get(folded, folded) if _kind(mention) == "ORG" else folded


def _join_acronyms(
    wording: Wording, mentions: Sequence[Mention], groups: Groups, bodies: Sequence[int]
) -> None:
    """Joins "HTS" to "Hay'at Tahrir al-Sham": set in brackets beside it, or made of its initials and no other's."""
    short = [i for i in bodies if _is_acronym(mentions[i].span.of(wording.flat))]
    long = [i for i in bodies if " " in mentions[i].span.of(wording.flat)]
    for index in short:
        beside = [other for other in long if _brackets(wording, mentions[other].span, mentions[index].span)]
        letters = mentions[index].span.of(wording.flat).replace(".", "").upper()
        made = [other for other in long if letters in _initials(mentions[other].span.of(wording.flat))]
        fitting = beside[:1] or (made if len({groups.root(other) for other in made}) == 1 else [])
        if fitting:
            groups.join(index, fitting[0])


def _is_acronym(words: str) -> bool:
    letters = words.replace(".", "")
    return (
        2 <= len(letters) <= 8
        and letters.isalnum()
        and sum(char.isupper() for char in letters) >= len(letters) - 1
    )


def _brackets(wording: Wording, one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    between = wording.flat[first.end : second.start]
    return between in {" (", " [", " (the ", ", or ", " or "} and (
        " or " in between or wording.flat[second.end : second.end + 1] in {")", "]", ",", ";"}
    )


def _initials(words: str) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[\s-]+", words) if part and part[0].isalpha()]
    every = "".join(part[0] for part in parts).upper()
    great = "".join(part[0] for part in parts if part.lower() not in _SMALL_WORDS).upper()
    return every, great


def _join_short_outlets(
    wording: Wording, mentions: Sequence[Mention], groups: Groups, bodies: Sequence[int]
) -> None:
    """Joins "Al-Masdar" to "Al-Masdar News", "Meridian" to "Meridian news agency"."""
    nouns = [noun for noun in word_set("outlet_nouns.txt") if noun.split()[0] in _MEDIUM]
    bases: dict[str, int] = {}
    for index in bodies:
        words = wording.low[mentions[index].span.start : mentions[index].span.end].removeprefix("the ")
        base = next((words[: -len(noun) - 1] for noun in nouns if words.endswith(" " + noun)), None)
        if mentions[index].type == "OUTLET" and base:
            bases.setdefault(base, index)
    for index in bodies:
        words = wording.low[mentions[index].span.start : mentions[index].span.end].removeprefix("the ")
        if words in bases:
            groups.join(index, bases[words])
