"""Finds what a pronoun can stand for: the people, groups, lists and bodies spoken of shortly before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from dragoman.annotate.aliases import person_gender
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.lexicon import country_forms, is_saying, noun_genders, pronouns, source_nouns, titles
from dragoman.annotate.neuter import is_group_noun

REACH = 4  # sentences back
_BODIES = frozenset({"ORG", "OUTLET", "ARMED"})
_AND = re.compile(r"(?:,[^,.;:]{2,40},)?,? (?:and|as well as)(?: the)? (?:[\w.'-]+ ){0,3}")
_PLURAL_NORP = re.compile(r"(?:s|people|ese|ish|men)$")
_COPULA = r"(?<!there )(?<!it )\b(?:is|was|are|were|be|been|being|becomes?|became{more}) (?:not |never )?$"
_PREDICATE = re.compile(_COPULA.format(more="|as|like"))
_PREDICATES = re.compile(_COPULA.format(more=""))
_LONGEST_COPULA = 16
_CLOSED = re.compile(r"[\"”']{1,2} $")
_VERB = re.compile(r" (?:also |later |then )?([a-z]+)")


class Candidate(Struct, frozen=True):
    """Something spoken of before a pronoun: the mentions of it in reach, in order."""

    root: int
    """The first mention of its group; of a list, its first item."""
    uses: tuple[int, ...]
    items: tuple[int, ...] = ()
    """Of a list ("Roa and Sow"): the mentions in it."""


def kind_of_pronoun(context: Chaining, index: int) -> str | None:
    """What a pronoun asks for: `person`, `group` or `body`; None for "I" and "we"."""
    row = pronouns()[context.words(index)]
    if row["person"] != "3":
        return None
    if row["number"] == "pl":
        return "group"
    return "body" if row["gender"] == "n" else "person"


def candidates_before(context: Chaining, index: int, kind: str) -> list[Candidate]:
    """What a pronoun of a kind can stand for, in the order of first use in reach; its own office is left out."""
    inside = _office_around(context, index)
    uses: dict[int, list[int]] = {}
    for other in range(context.first_of(context.sentences[index] - REACH), index):
        alike = context.outside[other] == context.outside[index] and other != inside
        alike = alike and not _in_other_letter(context, index, other)
        if alike and _FITS[kind](context, other):
            uses.setdefault(context.groups.root(other), []).append(other)
    speaker = context.speakers.get(index)
    if speaker is not None and kind == "person":
        uses.pop(context.groups.root(speaker), None)
    quotation = _quotation_before(context, index) if kind == "person" else None
    if quotation is not None:  # nobody calls himself by his name in what he says
        named = {root for root, others in uses.items() if _is_named_in(context, others, quotation)}
        uses = {root: others for root, others in uses.items() if root not in named}
    found = [Candidate(root, tuple(others)) for root, others in uses.items()]
    return found + (list(_lists(context, index)) if kind == "group" else [])


def _quotation_before(context: Chaining, index: int) -> int | None:
    """The quotation that a pronoun is said to speak right behind it: “...,” she said."""
    span = context.mentions[index].span
    closed = _CLOSED.search(context.wording.flat[max(0, span.start - 4) : span.start])
    verb = _VERB.match(context.wording.low, span.end)
    if closed is None or context.quoted[index] is not None or verb is None or not is_saying(verb.group(1)):
        return None
    return context.layout.quotation(span.start - len(closed.group()) - 1)


def _is_named_in(context: Chaining, uses: Sequence[int], quotation: int) -> bool:
    return any(context.quoted[use] == quotation and context.mentions[use].kind == "name" for use in uses)


def _in_other_letter(context: Chaining, index: int, other: int) -> bool:
    own, letter = context.letters.get(index), context.letters.get(other)
    return own is not None and letter is not None and own != letter


def _office_around(context: Chaining, index: int) -> int | None:
    """The office that a possessive is part of ("his" in "his German counterpart")."""
    span = context.mentions[index].span
    around = (i for i in range(max(0, index - 2), index) if context.mentions[i].span.covers(span))
    return next(around, None)


def _is_person(context: Chaining, other: int) -> bool:
    mention = context.mentions[other]
    if mention.type == "PER" and mention.kind == "nominal":
        return context.joined(other) or not _is_predicate(context, other)
    if mention.type == "PER":
        return mention.kind == "name" or (mention.kind == "pronoun" and context.joined(other))
    return mention.kind == "role" and mention.holder is None


def _is_predicate(context: Chaining, other: int) -> bool:
    """Whether a description says what somebody is and brings up nobody: "if Sow were a woman", "are friends"."""
    mention = context.mentions[other]
    before = context.wording.low[max(0, mention.span.start - _LONGEST_COPULA) : mention.span.start]
    led = context.words(other).split()[0]
    if mention.type == "GROUP":
        return led not in {"the", "these", "those"} and _PREDICATES.search(before) is not None
    return led in {"a", "an"} and _PREDICATE.search(before) is not None


def _is_group(context: Chaining, other: int) -> bool:
    mention = context.mentions[other]
    if mention.kind == "pronoun":
        plural = pronouns()[context.words(other)]["number"] == "pl"
        return plural and context.joined(other)
    if mention.kind == "nominal" and mention.type == "GROUP":
        if _is_predicate(context, other):
            return False
        noun = source_nouns().get(context.words(other).split()[-1])
        return noun is None or noun["number"] == "pl"
    if mention.kind == "name" and _says_whose(context, other):
        return False
    if mention.type == "NORP":
        return _PLURAL_NORP.search(context.words(other)) is not None and _stands_alone(context, other)
    return mention.type in _BODIES and mention.kind != "role"


def _says_whose(context: Chaining, other: int) -> bool:
    """Whether a name stands in words for people to say whose they are: "Meridian" in "Meridian officials"."""
    span = context.mentions[other].span
    around = (context.mentions[i] for i in range(max(0, other - 2), other))
    groups = (one.span for one in around if one.kind == "nominal" and one.type == "GROUP")
    rest = [context.wording.flat[span.end : one.end] for one in groups if one.covers(span)]
    return any(words and " and " not in words and "," not in words for words in rest)


def _stands_alone(context: Chaining, other: int) -> bool:
    """Whether a word for people is a noun ("the Kurds", not "Kurdish fighters")."""
    after = re.match(r" ([a-z][\w-]*)", context.wording.flat[context.mentions[other].span.end :][:24])
    return context.words(other).endswith("s") or after is None


def _is_body(context: Chaining, other: int) -> bool:
    mention = context.mentions[other]
    if mention.kind == "pronoun":
        return mention.type == "ORG" and context.joined(other)
    if mention.kind == "name" and mention.type == "GPE":
        return mention.span.of(context.wording.flat).removeprefix("the ") in country_forms()
    described = mention.type in _BODIES or is_group_noun(context.words(other), mention)
    return described and mention.kind in {"name", "nominal"}


_FITS = {"person": _is_person, "group": _is_group, "body": _is_body}


def _lists(context: Chaining, index: int) -> Iterator[Candidate]:
    """The lists of people, or of countries and bodies, that stand before a pronoun ("Roa and Sow")."""
    low = context.first_of(context.sentences[index] - REACH)
    for other in range(low, index):
        if other in context.members and context.mentions[other].kind == "pronoun":
            yield Candidate(context.groups.root(other), (other,), context.members[other])
    named = [
        other
        for other in range(low, index)
        if context.mentions[other].kind in {"name", "nominal"}
        and context.outside[other] == context.outside[index]
        and _side(context, other) is not None
    ]
    at = 0
    while at + 1 < len(named):
        items = [named[at]]
        while at + 1 < len(named) and _joins(context, items, named[at], named[at + 1]):
            at += 1
            items.append(named[at])
        if len({context.groups.root(item) for item in items}) > 1:
            yield Candidate(context.groups.root(items[0]), (items[0], items[-1]), tuple(items))
        at += 1


def _side(context: Chaining, other: int) -> str | None:
    """What kind of party a name can be in a list."""
    mention = context.mentions[other]
    if mention.type == "PER":
        return "person"
    return "body" if _is_body(context, other) else None


def _joins(context: Chaining, items: list[int], one: int, other: int) -> bool:
    """Whether two names stand side by side in one list: joined by "and", or by a comma that an "and" follows."""
    alike = _side(context, one) == _side(context, other)
    same = context.sentences[one] == context.sentences[other]
    between = context.wording.flat[context.mentions[one].span.end : context.mentions[other].span.start]
    if not alike or not same:
        return False
    return _AND.fullmatch(between) is not None or (between == ", " and _goes_on(context, other))


def _goes_on(context: Chaining, other: int) -> bool:
    """Whether a comma or "and" follows a name within its sentence."""
    span = context.mentions[other].span
    end = context.layout.sentence_span(span.start).end
    return re.match(r"(?:, [A-Z]|,? and )", context.wording.flat[span.end : end]) is not None


def gender_of(context: Chaining, root: int) -> str:
    """What a group's forms of address, offices, given name and pronouns say; empty if nothing or both.

    Kept for each group once known; what a pronoun adds is added when it joins (a group's root is before it).
    """
    if root not in context.group_genders:
        context.group_genders[root] = {gender(context, index) for index in context.groups.members(root)}
    genders = context.group_genders[root] - {""}
    return next(iter(genders)) if len(genders) == 1 else ""


def gender(context: Chaining, index: int) -> str:
    """Gender of one mention, kept once known."""
    if index not in context.genders:
        mention = context.mentions[index]
        if mention.kind == "name" and mention.type == "PER":
            context.genders[index] = person_gender(context.wording, mention)
        elif mention.kind == "pronoun":
            context.genders[index] = pronouns()[context.words(index)]["gender"]
        else:
            context.genders[index] = _gender_said(context.words(index).split(), mention.kind)
    return context.genders[index]


def _gender_said(words: Sequence[str], kind: str) -> str:
    """What an office or a noun for one person says: "chairwoman", "the mother of three".

    >>> _gender_said(["my", "mother"], "nominal"), _gender_said(["a", "witness"], "nominal")
    ('f', '')
    """
    if kind == "role":
        return "".join([titles()[word]["gender"] for word in words if word in titles()][-1:])
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    return noun_genders().get(head, "")
