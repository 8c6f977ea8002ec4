"""Joins descriptions to what they point back to ("the ministry", "the candidate"); a step of coreference."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dragoman.annotate.chaining import Chaining
from dragoman.annotate.lexicon import source_nouns, word_set

_REACH = 3  # sentences back that "the ministry" looks for a name with that word in it
_NEAR = 1  # sentences back that "the company" looks for the only body named
_BODIES = frozenset({"ORG", "OUTLET", "ARMED"})
_LOOK_BACK = 60
_MOST_CALLED = 8  # people called by one word past which nobody is meant alone
_APPOSED = re.compile(r",? (?:an?|the) ((?:[\w-]+ ){0,4}[\w-]+)")


def join_descriptions(context: Chaining) -> None:
    """Joins "the ministry", "the group", "the candidate" to the one body or person named before that fits."""
    called = _called_so(context)
    for index, mention in enumerate(context.mentions):
        words = context.words(index).split()
        definite = mention.kind == "nominal" and words[0] in {"the", "this", "that"}
        if not definite or len(words) > 2 or context.quoted[index] is not None:
            continue
        if mention.type == "PER":
            found = _person(context, index, called.get(words[-1], []))
        else:
            found = _body(context, index, words[-1])
        if found is not None:
            context.groups.join(index, found)
        else:
            context.open[index] = "nothing named before it fits it alone"


def _body(context: Chaining, index: int, noun: str) -> int | None:
    """The only body named in reach that bears the noun in one of its names; else the only one named just before."""
    bearing = _only(context, _bodies(context, index, _REACH, noun))
    if bearing is not None or not _is_general(noun):
        return bearing
    return _only(context, _bodies(context, index, _NEAR, None))


def _only(context: Chaining, found: Iterator[int]) -> int | None:
    roots = {context.groups.root(other): other for other in found}
    return next(iter(roots.values())) if len(roots) == 1 else None


def _is_general(noun: str) -> bool:
    """Whether a noun says of a body no more than what kind it is ("the company")."""
    row = source_nouns().get(noun)
    return noun in word_set("pointing_nouns.txt") and row is not None and row["type"] != "PER"


def _bodies(context: Chaining, index: int, reach: int, noun: str | None) -> Iterator[int]:
    for other in range(context.first_of(context.sentences[index] - reach), index):
        mention = context.mentions[other]
        alike = mention.kind == "name" and context.outside[other] == context.outside[index]
        if alike and mention.type in _BODIES and (noun is None or _bears(context, other, noun)):
            yield other


def _bears(context: Chaining, other: int, noun: str) -> bool:
    """Whether a body is of the kind that a noun says, or one of its names has the noun in it."""
    type_ = context.mentions[other].type
    if noun in {"group", "movement", "militia", "faction"} and type_ == "ARMED":
        return True
    if noun in {"agency", "newspaper", "network"} and type_ == "OUTLET":
        return True
    names = (i for i in context.groups.members(other) if context.mentions[i].kind == "name")
    return any(noun in re.split(r"[\s-]+", context.words(i)) for i in names)


def _called_so(context: Chaining) -> dict[str, list[int]]:
    """The words that people are called by -> one name of each person so called, the first, in order."""
    called: dict[str, dict[tuple[int, bool], int]] = {}
    for other, mention in enumerate(context.mentions):
        if mention.type == "PER" and mention.kind == "name":
            person = context.groups.root(other), context.outside[other]
            for word in _called(context, other):
                called.setdefault(word, {}).setdefault(person, other)
    return {word: sorted(people.values()) for word, people in called.items()}


def _person(context: Chaining, index: int, called: Sequence[int]) -> int | None:
    """The only person whom the report has called so: "candidate Ana Roa", "Ana Roa, a lawyer"."""
    before = called[: bisect_left(called, index)][:_MOST_CALLED]
    return _only(context, (other for other in before if context.outside[other] == context.outside[index]))


def _called(context: Chaining, other: int) -> frozenset[str]:
    """The words right before a name and in apposition after it."""
    span = context.mentions[other].span
    sentence = context.layout.sentence_span(span.start)
    before = context.wording.low[max(sentence.start, span.start - _LOOK_BACK) : span.start]
    led = re.split(r"[^\w\s'-]", before)[-1].split()[-4:] if before.endswith(" ") else []
    apposed = _APPOSED.match(context.wording.low, span.end, sentence.end)
    comma = context.wording.low[span.end : span.end + 1] == ","
    return frozenset((*led, *(apposed.group(1).split() if apposed and comma else ())))
