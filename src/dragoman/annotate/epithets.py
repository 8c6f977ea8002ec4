"""Finds whom a description stands for that the report never gives him by name: "the Indiana governor" for Pence.

A step of coreference, taken in the order of the text together with the pronouns: reports take up whom they spoke of
last in other words ("Sow denied it. The veteran lawyer said ..."), and leave the reader to know that it is he.
"""

from __future__ import annotations

import re

from dragoman.annotate.antecedents import gender, gender_of
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.lexicon import source_nouns, word_set
from dragoman.annotate.signs import is_subject, speaks

_LEADING = re.compile(r"(?:(?:but|and|yet|still|instead|later),? )?$")
_REACH = 2  # sentences back
_CODE = 3  # letters of a country's code
_SHORTEST = 3  # words: "the minister" may be anybody's, "the Ostian minister" is somebody's


def find_epithets(context: Chaining) -> list[int]:
    """The descriptions of one person, by now nobody's, that open a sentence or speak, outside of quotations."""
    return [index for index in range(len(context.mentions)) if _is_epithet(context, index)]


def _is_epithet(context: Chaining, index: int) -> bool:
    words = context.words(index).split()
    title = (context.mentions[index].title or "").split()
    owned = words.count("of") > title.count("of")  # "the governor of Tamsin", not "the secretary of state"
    if words[0] != "the" or len(words) < _SHORTEST or owned or not _is_known_so(context, index):
        return False
    return _is_free(context, index) and context.quoted[index] is None and _leads(context, index)


def _is_free(context: Chaining, index: int) -> bool:
    """Whether a description is joined to nothing but another office named beside it ("the ex-governor and senator")."""
    group = context.groups.members(index)
    beside = all(context.sentences[i] == context.sentences[index] for i in group)
    return len(group) == 1 or (beside and all(context.mentions[i].kind == "role" for i in group))


def _is_known_so(context: Chaining, index: int) -> bool:
    """Whether people of note are described so: by an office they hold or held, not as one of many ("the officer")."""
    mention = context.mentions[index]
    if index in context.unheld:
        title = (mention.title or "").split()
        return "former" in title or title[-1] in word_set("epithet_offices.txt")
    noun = context.words(index).split()[-1]
    return mention.kind == "nominal" and mention.type == "PER" and noun not in source_nouns()


def _leads(context: Chaining, index: int) -> bool:
    span = context.mentions[index].span
    sentence = context.layout.sentence_span(span.start)
    opens = _LEADING.fullmatch(context.wording.low[sentence.start : span.start]) is not None
    last = context.groups.members(index)[-1]
    return opens or speaks(context, span) or speaks(context, context.mentions[last].span)


def join_epithet(context: Chaining, index: int) -> bool:
    """Joins a description to the one person spoken of last whom it fits; whether there is one."""
    here = context.sentences[index]
    for sentence in range(here - 1, here - 1 - _REACH, -1):
        people = _people(context, index, sentence)
        if people:
            holder = _meant(context, index, people)
            if holder is not None:
                context.groups.join(index, holder)
            return holder is not None
    return False


def _people(context: Chaining, index: int, sentence: int) -> dict[int, int]:
    """The people of a sentence in the report's own words: the first mention of each, and where he is named there."""
    people: dict[int, int] = {}
    for other in range(context.first_of(sentence), context.first_of(sentence + 1)):
        mention = context.mentions[other]
        told = context.quoted[other] is None and context.outside[other] == context.outside[index]
        person = mention.type == "PER" or (mention.kind == "role" and mention.holder is None)
        if told and person and (mention.kind != "pronoun" or context.joined(other)):
            people.setdefault(context.groups.root(other), other)
    return people


def _meant(context: Chaining, index: int, people: dict[int, int]) -> int | None:
    """The only one of them, of several the first subject; for another country's office only one known to be of it.

    Who holds an office is named somewhere; who is only described may himself be meant by another description.
    """
    named = {root: use for root, use in people.items() if _is_named(context, root)}
    others = named if index in context.unheld else people
    fitting = {root: use for root, use in named.items() if _fits(context, index, root)}
    subjects = [root for root, use in fitting.items() if len(others) == 1 or is_subject(context, use)]
    if not subjects or (_is_foreign(context, index) and not _is_of(context, index, subjects[0])):
        return None
    return subjects[0]


def _is_named(context: Chaining, root: int) -> bool:
    return any(context.mentions[use].kind == "name" for use in context.groups.members(root))


def _is_foreign(context: Chaining, index: int) -> bool:
    """Whether an office is a country's, so that it tells between two people rather than takes one up."""
    owner = context.mentions[index].of or ""
    return len(owner) == _CODE and owner.isupper()


def _is_of(context: Chaining, index: int, root: int) -> bool:
    """Whether somebody is said to hold an office of the same country."""
    group = (context.mentions[use] for use in context.groups.members(root))
    return any(mention.kind == "role" and mention.of == context.mentions[index].of for mention in group)


def _fits(context: Chaining, index: int, root: int) -> bool:
    """Whether somebody named can be described so: no other office that he holds, no other gender."""
    own = gender(context, index)
    group = [context.mentions[use] for use in context.groups.members(root)]
    offices = [mention for mention in group if mention.kind == "role" and mention.title]
    office = context.mentions[index]
    free = not any(_excludes(held.title, held.of, office.title, office.of) for held in offices)
    return free and (own == "" or gender_of(context, root) in {"", own})


def _excludes(held: str | None, held_of: str | None, title: str | None, of: str | None) -> bool:
    """Whether who holds one office is not who is meant by another: "President Sow", "the prime minister".

    >>> _excludes("president", None, "prime minister", None), _excludes("president", "RUS", "leader", "RUS")
    (True, False)
    """
    if title is None or held is None:
        return False
    if held_of is not None and of is not None and held_of != of:
        return True
    now, then = (office.removeprefix("former ") for office in (title, held))
    if now == then:
        return held != title
    return title == now and held == then and title != "leader"
