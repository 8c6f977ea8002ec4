"""The signs by which one thing before a pronoun is likelier meant than another; `pronouns` weighs them."""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from dragoman.annotate.antecedents import Candidate, gender_of
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.lexicon import is_saying, pronouns
from dragoman.types import Span

_PREPOSITION = re.compile(
    r"\b(?:of|in|on|at|with|by|from|to|for|against|about|than|between|and|under|like|as|after|before|without)"
    r"(?: the)? $"
)
_CLAUSE = re.compile(r"(?:\b(?:and|but|that|while|when|because|as|after|before|if|who)|[,;:“\"]) $")
_BETWEEN = re.compile(r"\b(?:that|who|which|when|while|because|after|before|as|if|and|but)\b|[,;:]")
_SAID = re.compile(r"(?:\baccording to (?:[\w ]{0,24})|[,”\"?!] said )$")
_SAYS = r" (?:also |later |then |has |had |have |has also |had also |have also )?([a-z]+)"
_JUST_SAID = re.compile(rf"{_SAYS}(?: (?:on|in|late|early|last|this) [\w ]{{1,30}}?)?(?: that)? ")
_SAYS_AFTER = re.compile(_SAYS)
_MOST_BETWEEN = 3
_MOST_EARLIER = 9
_TOPIC = 3  # mentions from which the one spoken of most is what a report is about


class Pronoun(Struct, frozen=True):
    """A pronoun and what its candidates are compared by: the last one like it, the one spoken of most."""

    index: int
    kind: str
    case: str
    gender: str
    last: int | None
    """The group that the pronoun like it before stands for."""
    topic: int | None
    """The candidate spoken of most so far."""
    latest: int | None = None
    """The candidate that was a subject last, outside of quotations."""


def read_pronoun(
    context: Chaining, index: int, kind: str, candidates: list[Candidate], last: int | None
) -> Pronoun:
    """What signs need to know of a pronoun; `last` is the pronoun like it that was joined before."""
    row = pronouns()[context.words(index)]
    sizes = {one.root: _earlier(context, one, index) for one in candidates if not one.items}
    topic = max(sizes, key=lambda root: (sizes[root], -root), default=None)
    known = topic is not None and sizes[topic] >= _TOPIC and list(sizes.values()).count(sizes[topic]) == 1
    group = None if last is None else context.groups.root(last)
    return Pronoun(
        index, kind, row["case"], row["gender"], group, topic if known else None, _latest(context, candidates)
    )


def _latest(context: Chaining, candidates: list[Candidate]) -> int | None:
    """The candidate with the last use that is a subject in the report's own words."""
    uses = [(use, one.root) for one in candidates if not one.items for use in one.uses]
    told = (
        root
        for use, root in sorted(uses, reverse=True)
        if context.quoted[use] is None and is_subject(context, use)
    )
    return next(told, None)


def signs(
    context: Chaining, pronoun: Pronoun, one: Candidate, candidates: list[Candidate]
) -> dict[str, float]:
    """How near and how prominent a candidate is; each sign by its name in `pronoun_signs.tsv`."""
    last = max(context.sentences[other] for other in one.uses)
    nearest = [other for other in one.uses if context.sentences[other] == last]
    return {
        **_signs_of_place(context, pronoun, nearest),
        **_signs_of_use(context, pronoun, nearest),
        **_signs_of_standing(context, pronoun, one, candidates),
    }


def _signs_of_place(context: Chaining, pronoun: Pronoun, nearest: list[int]) -> dict[str, float]:
    """How far off the nearest uses are, and in whose words."""
    index, use = pronoun.index, nearest[-1]
    back = context.sentences[index] - context.sentences[use]
    same_voice = any(context.quoted[other] == context.quoted[index] for other in nearest)
    return {
        "back": float(min(back, 4)),
        "far": float(back > 2),
        "not here": float(back > 0),
        "other paragraph": float(context.paragraphs[use] != context.paragraphs[index]),
        "other voice": float(not same_voice),
        "quoted": float(context.quoted[use] is not None and context.quoted[index] is None),
        "owned here": float(back == 0 and pronoun.case == "possessive"),
    }


def _signs_of_use(context: Chaining, pronoun: Pronoun, nearest: list[int]) -> dict[str, float]:
    """What the nearest uses do in their sentence, and what kind of words they are."""
    index, use = pronoun.index, context.mentions[nearest[-1]]
    subject = any(is_subject(context, other) for other in nearest)
    said = any(speaks(context, context.mentions[other].span) for other in nearest)
    here = context.sentences[nearest[-1]] == context.sentences[index]
    own = pronoun.case == "object" and subject and not _clause_between(context, nearest[-1], index)
    return {
        "subject": float(subject),
        "subject to subject": float(subject and pronoun.case == "subject"),
        "subject here": float(subject and here),
        "says": float(said),
        "says here": float(said and here),
        "says to says": float(said and speaks(context, context.mentions[index].span)),
        "just said": float(here and _has_just_said(context, nearest[-1], index)),
        "owner": float(context.wording.flat[use.span.end :][:1] == "'"),
        "own object": float(here and own),
        "pronoun": float(use.kind == "pronoun"),
        "described": float(use.kind == "nominal"),
        "office": float(use.kind == "role"),
    }


def _signs_of_standing(
    context: Chaining, pronoun: Pronoun, one: Candidate, candidates: list[Candidate]
) -> dict[str, float]:
    """What a candidate is in the report, and against the other candidates."""
    later = sum(
        other.uses[-1] > one.uses[-1]
        for other in candidates
        if other is not one and (pronoun.kind != "group" or not _is_body(context, other))
    )
    latest = pronoun.latest == one.root and not one.items
    body = _is_body(context, one) and pronoun.kind != "person"
    off = context.sentences[pronoun.index] - context.sentences[one.uses[-1]]
    return {
        "spoken of": min(_earlier(context, one, pronoun.index), _MOST_EARLIER) ** 0.5,
        "topic": float(pronoun.topic == one.root and not one.items),
        "gender": float(bool(pronoun.gender) and gender_of(context, one.root) == pronoun.gender),
        "last one": float(pronoun.last == one.root),
        "last one off": float(pronoun.last == one.root and off > 1),
        "latest subject": float(latest),
        "latest to says": float(latest and speaks(context, context.mentions[pronoun.index].span)),
        "later ones": float(min(later, _MOST_BETWEEN)),
        "nearest": float(not later),
        "only here": float(off == 0 and _is_only_here(context, pronoun, one, candidates)),
        "list": float(bool(one.items)),
        "body": float(body),
        "body is latest": float(body and latest),
    }


def _is_only_here(context: Chaining, pronoun: Pronoun, one: Candidate, candidates: list[Candidate]) -> bool:
    """Whether no other of its kind stands in the pronoun's sentence."""
    here = context.sentences[pronoun.index]
    alike = (other for other in candidates if _is_body(context, other) == _is_body(context, one))
    return not any(other is not one and context.sentences[other.uses[-1]] == here for other in alike)


def _is_body(context: Chaining, one: Candidate) -> bool:
    return not one.items and context.mentions[one.uses[-1]].type in {"ORG", "OUTLET", "GPE"}


def signs_of_none(context: Chaining, pronoun: Pronoun) -> dict[str, float]:
    """What speaks for a pronoun standing for none of the candidates."""
    return {
        "none": 1.0,
        "none in quotes": float(context.quoted[pronoun.index] is not None),
        "none says": float(speaks(context, context.mentions[pronoun.index].span)),
        "none as subject": float(pronoun.case == "subject"),
    }


def _earlier(context: Chaining, one: Candidate, index: int) -> int:
    """How often a candidate was spoken of before a pronoun."""
    return len(one.uses) if one.items else bisect_left(context.groups.members(one.root), index)


def is_subject(context: Chaining, other: int) -> bool:
    """Whether a mention looks like a subject; kept once known."""
    if other not in context.subjects:
        context.subjects[other] = _looks_like_subject(context, other)
    return context.subjects[other]


def _looks_like_subject(context: Chaining, other: int) -> bool:
    """Whether a mention is the first person of its sentence, after no preposition."""
    span = context.mentions[other].span
    sentence = context.layout.sentence_span(span.start)
    earlier = any(
        context.mentions[i].type == context.mentions[other].type
        and context.mentions[i].span.start >= sentence.start
        and context.quoted[i] == context.quoted[other]
        for i in range(max(0, other - 12), other)
    )
    before = context.wording.low[sentence.start : _start_with_office(context, other)]
    clause = _CLAUSE.search(before) is not None
    return ((not earlier or clause) and _PREPOSITION.search(before) is None) or speaks(context, span)


def _start_with_office(context: Chaining, other: int) -> int:
    """Where a name begins, or the office right before it."""
    start = context.mentions[other].span.start
    offices = [
        mention.span.start
        for mention in context.mentions[max(0, other - 2) : other]
        if mention.holder == other and mention.span.end <= start
    ]
    return min([start, *offices])


def speaks(context: Chaining, span: Span) -> bool:
    """Whether a saying verb follows, or "according to" stands before; kept once known."""
    if span not in context.speaking:
        context.speaking[span] = _says(context, span)
    return context.speaking[span]


def _says(context: Chaining, span: Span) -> bool:
    sentence = context.layout.sentence_span(span.start)
    after = _SAYS_AFTER.match(context.wording.low[span.end : min(span.end + 30, sentence.end)])
    before = context.wording.low[max(sentence.start, span.start - 40) : span.start]
    return (after is not None and is_saying(after.group(1))) or _SAID.search(before) is not None


def _has_just_said(context: Chaining, other: int, index: int) -> bool:
    """Whether nothing but a saying verb stands between a mention and a pronoun ("officials said they")."""
    between = context.wording.low[context.mentions[other].span.end : context.mentions[index].span.start]
    said = _JUST_SAID.fullmatch(between)
    return said is not None and is_saying(said.group(1))


def _clause_between(context: Chaining, other: int, index: int) -> bool:
    between = context.wording.low[context.mentions[other].span.end : context.mentions[index].span.start]
    return _BETWEEN.search(between) is not None
