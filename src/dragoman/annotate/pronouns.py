"""Finds whom "he", "she" and "they" stand for; a step of coreference."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.annotate.aliases import Chaining, person_gender
from dragoman.annotate.lexicon import is_saying, pronouns, source_nouns, titles
from dragoman.types import Span

_REACH = 3  # sentences back that a pronoun looks
_WEIGHTS = (-2.0, 0.5, 0.8, 0.3, -0.1, 0.8, 0.3, -3.0, 0.7, 0.5)
"""For each of `signs`; fitted on GAP development, the signs it has too few of (speaking, gender, object) by hand."""
_MARGIN = 1.0  # lead of the best; GUM news, interviews, speeches, lives: 90 % right of those answered, 74 % answered
_PREPOSITION = re.compile(
    r"\b(?:of|in|on|at|with|by|from|to|for|against|about|than|between|and|under|like|as|after|before|without)"
    r"(?: the)? $"
)


def join_pronouns(context: Chaining) -> None:
    """Joins "he" and "she" to the candidate that leads, "they" to the only group spoken of last."""
    for index, mention in enumerate(context.mentions):
        if mention.kind != "pronoun":
            continue
        row = pronouns()[context.words(index)]
        if row["person"] == "3" and row["number"] == "sg" and mention.type == "PER":
            found = _person_before(context, index, row)
        elif row["person"] == "3" and row["number"] == "pl":
            found = _group_before(context, index)
        else:
            continue
        if found is not None:
            if context.groups.root(found) in context.group_genders:
                context.group_genders[context.groups.root(found)].add(_gender(context, index))
            context.groups.join(index, found)


def _person_before(context: Chaining, index: int, row: dict[str, str]) -> int | None:
    """The person a pronoun stands for, if one candidate leads the others by `_MARGIN`."""
    uses: dict[int, list[int]] = {}
    for other in _candidates(context, index):
        uses.setdefault(context.groups.root(other), []).append(other)
    scores = {
        root: sum(
            weight * value for weight, value in zip(_WEIGHTS, signs(context, index, found, row), strict=True)
        )
        for root, found in uses.items()
        if _gender_of(context, root) in {"", row["gender"]}
    }
    ranked = sorted(scores, key=lambda root: (-scores[root], root))
    if len(ranked) < 2:
        return ranked[0] if ranked else None
    return ranked[0] if scores[ranked[0]] - scores[ranked[1]] >= _MARGIN else None


def _candidates(context: Chaining, index: int) -> list[int]:
    """People and earlier pronouns before a pronoun, in reach, on its side of the quotation marks."""
    here = context.sentences[index]
    own_role = _role_around(context, index)
    low = bisect_left(context.sentences, here - _REACH)
    return [
        other
        for other in range(low, index)
        if context.outside[other] == context.outside[index]
        and context.quoted[other] == context.quoted[index]
        and other != own_role
        and _is_person(context, other)
    ]


def _is_person(context: Chaining, other: int) -> bool:
    mention = context.mentions[other]
    if mention.type == "PER":
        return mention.kind == "name" or (mention.kind == "pronoun" and context.groups.root(other) != other)
    return mention.kind == "role" and mention.holder is None


def _role_around(context: Chaining, index: int) -> int | None:
    """The office that a possessive is part of ("his" in "his German counterpart")."""
    span = context.mentions[index].span
    around = (i for i in range(max(0, index - 2), index) if context.mentions[i].span.covers(span))
    return next(around, None)


def signs(context: Chaining, index: int, uses: Sequence[int], row: dict[str, str]) -> tuple[float, ...]:
    """How near and how prominent a candidate is, from its uses in reach; one number for each of `_WEIGHTS`."""
    here = context.sentences[index]
    last = max(context.sentences[other] for other in uses)
    nearest = [other for other in uses if context.sentences[other] == last]
    subject = any(_is_subject(context, other) for other in nearest)
    here_now = last == here
    bound = (
        here_now and subject and row["case"] == "object" and not _clause_between(context, nearest[-1], index)
    )
    whole = context.groups.root(uses[0])
    earlier = bisect_left(context.groups.members(whole), index)
    owner = context.wording.flat[context.mentions[nearest[-1]].span.end :][:1] == "'"
    return (
        float(here - last),
        float(subject),
        float(subject and row["case"] == "subject"),
        float(any(_speaks(context, context.mentions[other].span) for other in nearest)),
        float(owner),
        min(earlier, 6) ** 0.5,
        float(_gender_of(context, whole) == row["gender"]),
        float(bound),
        float(here_now and row["case"] == "possessive"),
        float(any(context.mentions[other].kind == "pronoun" for other in uses)),
    )


def _is_subject(context: Chaining, other: int) -> bool:
    """Whether a mention looks like a subject: the first person of its sentence, after no preposition."""
    span = context.mentions[other].span
    sentence = context.layout.sentence_span(span.start)
    start = min(
        [
            span.start,
            *(
                m.span.start
                for m in context.mentions[max(0, other - 2) : other]
                if m.holder == other and m.span.end <= span.start
            ),
        ]
    )
    earlier = any(
        context.mentions[i].type == "PER"
        and context.mentions[i].span.start >= sentence.start
        and context.quoted[i] == context.quoted[other]
        for i in range(max(0, other - 12), other)
    )
    before = context.wording.low[sentence.start : start]
    clause = (
        re.search(r"(?:\b(?:and|but|that|while|when|because|as|after|before|if|who)|[,;:]) $", before)
        is not None
    )
    return ((not earlier or clause) and _PREPOSITION.search(before) is None) or _speaks(context, span)


def _speaks(context: Chaining, span: Span) -> bool:
    sentence = context.layout.sentence_span(span.start)
    after = re.match(
        r" (?:also |later |has |had )?([a-z]+)",
        context.wording.low[span.end : min(span.end + 24, sentence.end)],
    )
    before = context.wording.low[max(sentence.start, span.start - 40) : span.start]
    return (after is not None and is_saying(after.group(1))) or re.search(
        r"\baccording to (?:[\w ]{0,24})$", before
    ) is not None


def _clause_between(context: Chaining, other: int, index: int) -> bool:
    between = context.wording.low[context.mentions[other].span.end : context.mentions[index].span.start]
    return (
        re.search(r"\b(?:that|who|which|when|while|because|after|before|as|if|and|but)\b|[,;:]", between)
        is not None
    )


def _gender_of(context: Chaining, root: int) -> str:
    """What the group's forms of address, offices, given name and pronouns say; empty if nothing or both.

    Kept for each group once known; what a pronoun adds is added when it joins (a group's root is before it).
    """
    if root not in context.group_genders:
        context.group_genders[root] = {_gender(context, index) for index in context.groups.members(root)}
    genders = context.group_genders[root] - {""}
    return next(iter(genders)) if len(genders) == 1 else ""


def _gender(context: Chaining, index: int) -> str:
    """Gender of one mention, kept once known."""
    if index not in context.genders:
        mention = context.mentions[index]
        if mention.kind == "name" and mention.type == "PER":
            context.genders[index] = person_gender(context.wording, mention)
        elif mention.kind == "pronoun":
            context.genders[index] = pronouns()[context.words(index)]["gender"]
        else:
            offices = [titles()[word]["gender"] for word in context.words(index).split() if word in titles()]
            context.genders[index] = "".join(offices[-1:]) if mention.kind == "role" else ""
    return context.genders[index]


def _group_before(context: Chaining, index: int) -> int | None:
    """The only group of this sentence before the pronoun, else of the one before."""
    here = context.sentences[index]
    for sentence in (here, here - 1):
        found = {
            context.groups.root(other): other
            for other in range(bisect_left(context.sentences, sentence), index)
            if context.sentences[other] == sentence
            and context.quoted[other] == context.quoted[index]
            and context.outside[other] == context.outside[index]
            and _is_group(context, other)
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _is_group(context: Chaining, other: int) -> bool:
    mention = context.mentions[other]
    if mention.kind == "nominal" and mention.type == "GROUP":
        noun = next((n for n in (context.words(other).split()[-1],) if n in source_nouns()), None)
        return noun is not None and source_nouns()[noun]["number"] == "pl"
    return mention.type == "ARMED" or (mention.type == "NORP" and context.words(other).endswith("s"))
