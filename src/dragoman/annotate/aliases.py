"""Decides which names stand for the same person, body or place; the first step of coreference."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from dragoman.annotate.chaining import Groups
from dragoman.annotate.governments import is_adjective
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

    Where two people share the surname a bare one goes to the only one introduced so far; else to the one named last
    in this paragraph; to the one who was called so before the other was introduced; to the one named last in the
    paragraph before; to the one the report is plainly about; else it stays alone.
    """
    people = [index for index, m in enumerate(mentions) if m.type == "PER" and m.kind == "name"]
    tokens = {index: name_tokens(wording, mentions[index].span) for index in people}
    full = [index for index in people if len(tokens[index]) > 1]
    _join_full(tokens, full, groups)
    by_last, by_any = _by_word(tokens, full)
    bare: dict[str, list[int]] = {}
    for index in people:
        if len(tokens[index]) == 1:
            bare.setdefault(tokens[index][0], []).append(index)
    for name, indices in bare.items():
        owners = by_last.get(name) or by_any.get(name, [])
        if not owners:
            _join_all(wording, mentions, groups, indices)
            continue
        known = _Owners(wording, layout, mentions, groups, owners)
        known.note_bare(indices)
        for index in indices:
            owner = known.of(index)
            if owner is not None:
                groups.join(index, owner)


def _join_full(tokens: Mapping[int, tuple[str, ...]], full: Sequence[int], groups: Groups) -> None:
    """Joins full names: equal ones, and one that agrees with those of one person alone."""
    first: dict[tuple[str, ...], int] = {}
    by_word: dict[str, list[int]] = {}
    for index in full:
        words = tokens[index]
        if words in first:
            groups.join(index, first[words])
            continue
        first[words] = index
        alike = {*by_word.get(words[-1], ()), *by_word.get(words[0], ())}
        same = [other for other in sorted(alike) if _agree(words, tokens[other])]
        for word in {words[0], words[-1]}:
            by_word.setdefault(word, []).append(index)
        if len({groups.root(other) for other in same}) == 1:
            groups.join(index, same[0])


def _by_word(
    tokens: Mapping[int, tuple[str, ...]], full: Sequence[int]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The full names that end in a word, and those that hold it anywhere."""
    by_last: dict[str, list[int]] = {}
    by_any: dict[str, list[int]] = {}
    for index in full:
        by_last.setdefault(tokens[index][-1], []).append(index)
        for word in dict.fromkeys(tokens[index]):
            by_any.setdefault(word, []).append(index)
    return by_last, by_any


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


class _Owners:
    """The full names that a bare name can stand for, by gender, side of the report and paragraph."""

    def __init__(
        self,
        wording: Wording,
        layout: Layout,
        mentions: Sequence[Mention],
        groups: Groups,
        owners: Sequence[int],
    ) -> None:
        self._wording, self._layout, self._mentions = wording, layout, mentions
        self._person = {owner: groups.root(owner) for owner in owners}
        self._times = Counter(self._person.values())
        self._first: dict[tuple[str, bool], dict[int, int]] = {}
        self._by_paragraph: dict[tuple[str, bool, int], list[int]] = {}
        self._bare: tuple[tuple[int, str, bool], ...] = ()
        for owner in owners:
            gender, outside, paragraph = self._place(owner)
            self._first.setdefault((gender, outside), {}).setdefault(self._person[owner], owner)
            self._by_paragraph.setdefault((gender, outside, paragraph), []).append(owner)

    def note_bare(self, indices: Sequence[int]) -> None:
        """Tells the uses of the bare name, from which it is seen who was called so first."""
        self._bare = tuple((index, *self._place(index)[:2]) for index in indices)

    def _place(self, index: int) -> tuple[str, bool, int]:
        start = self._mentions[index].span.start
        gender = person_gender(self._wording, self._mentions[index])
        return gender, self._layout.outside(start), self._layout.paragraph(start)

    def of(self, index: int) -> int | None:
        """The full name of the one person meant, if it can be told."""
        gender, outside, here = self._place(index)
        fitting = [other for other in ("", "f", "m") if not _differ(gender, other)]
        people: dict[int, int] = {}
        for other in fitting:
            for person, owner in self._first.get((other, outside), {}).items():
                people[person] = min(owner, people.get(person, owner))
        introduced = [owner for owner in people.values() if owner < index]
        if len(people) == 1 or len(introduced) == 1:
            return (introduced or list(people.values()))[0]
        places = [(other, outside) for other in fitting]
        found = self._near(places, here, index)
        found = self._called_first(people, outside) if found is None else found
        found = self._near(places, here - 1, index) if found is None else found
        return self._main(people) if found is None else found

    def _near(self, places: Sequence[tuple[str, bool]], paragraph: int, index: int) -> int | None:
        """The only one named in full in a paragraph before a bare name."""
        named = [owner for place in places for owner in self._by_paragraph.get((*place, paragraph), ())]
        near = [owner for owner in named if owner < index]
        return max(near) if len({self._person[owner] for owner in near}) == 1 else None

    def _called_first(self, people: Mapping[int, int], outside: bool) -> int | None:
        """The one introduced first, if the bare name stood before another of the name was introduced."""
        order = sorted(people.values())
        if len(order) < 2:
            return None
        gender = person_gender(self._wording, self._mentions[order[0]])
        between = (
            not _differ(gender, own)
            for index, own, side in self._bare
            if order[0] < index < order[1] and side == outside
        )
        return order[0] if any(between) else None

    def _main(self, people: Mapping[int, int]) -> int | None:
        """The one person a report is about: in full named more often than a namesake, and first or twice as often.

        Reports give the others of the name in full; where none stands out it stays open who is meant.
        """
        ranked = sorted(people, key=lambda person: (-self._times[person], person))
        if len(ranked) < 2:
            return None
        most, second = self._times[ranked[0]], self._times[ranked[1]]
        stands_out = most > second and (ranked[0] == min(ranked) or most >= 2 * second)
        return people[ranked[0]] if stands_out and most > 1 else None


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
        key = _key_of(wording, mentions[index], towns)
        groups.join(index, keys.setdefault(key, index))
    bodies = [index for index in named if _kind(mentions[index]) == "ORG"]
    _join_acronyms(wording, mentions, groups, bodies)
    _join_short_outlets(wording, mentions, groups, bodies)


def _key_of(wording: Wording, mention: Mention, towns: frozenset[str]) -> tuple[str, str]:
    """What names of one thing share; a country's adjective, and its capital used of its government, are its own."""
    if mention.stands_for is not None:
        return "GPE", mention.stands_for
    kind, key = _kind(mention), _name_key(wording, mention)
    if kind == "GPE":
        return kind, _without_area(key, towns)
    if kind == "NORP" and is_adjective(wording, mention):
        return "GPE", key
    return kind, key


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
    made: dict[str, dict[int, int]] = {}
    for index in long:
        for letters in dict.fromkeys(_initials(mentions[index].span.of(wording.flat))):
            made.setdefault(letters, {}).setdefault(groups.root(index), index)
    for index in short:
        at = bisect_left(long, index)
        near = long[max(0, at - 2) : at + 2]
        beside = [other for other in near if _brackets(wording, mentions[other].span, mentions[index].span)]
        letters = mentions[index].span.of(wording.flat).replace(".", "").upper()
        bearers = list(made.get(letters, {}).values())
        fitting = beside[:1] or (bearers if len({groups.root(other) for other in bearers}) == 1 else [])
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
    """Joins "Lakeside" to "Lakeside News", "Meridian" to "Meridian news agency"."""
    nouns = sorted(
        (noun for noun in word_set("outlet_nouns.txt") if noun.split()[0] in _MEDIUM),
        key=lambda noun: (-len(noun), noun),
    )
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
