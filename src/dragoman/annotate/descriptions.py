"""Joins descriptions to what they point back to ("the ministry", "the candidate"); a step of coreference."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from dragoman.annotate.antecedents import gender
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.lexicon import is_saying, source_nouns, word_set
from dragoman.annotate.signs import speaks

_REACH = 3  # sentences back that "the group" looks for an armed group, "the ministry" before it looks further
_NEAR = 1  # sentences back that "the company" looks for the only body named
_REPEATED = 5  # sentences back that "the witness" looks for "a witness"
_SELF_NAMED = re.compile(
    r",? (?:who )?(?:(?:only )?(?:gave|gives|giving) (?:his|her|their) (?:first )?name (?:only |simply )?as"
    r"|(?:only )?(?:identified|identifies|identifying) (?:himself|herself|themselves|themself) (?:only |simply )?as"
    r"|(?:identified|named) (?:only |simply )?as|(?:asked|wished|wanted) to be called) "
)
_APPOSITION_END = re.compile(r"[,.;:)]| (?:of|for|at|in|with|from|who|on)\b")
_BARE = 2  # words of a description that only points back: "the ministry"
_OTHERS = frozenset({"another", "other", "others"})
_BODIES = frozenset({"ORG", "OUTLET", "ARMED"})
_LOOK_BACK = 60
_MOST_CALLED = 8  # people called by one word past which nobody is meant alone
_CLAUSE = re.compile(
    r"\b(?:that|who|whose|which|where|when|while|because|after|before|since|as|if|and|but)\b|[^\w\s'.-]"
)
_APPOSED = re.compile(r",? (?:an?|the) ((?:[\w-]+ ){0,4}[\w-]+)")


def join_descriptions(context: Chaining) -> None:
    """Joins "the ministry", "the group", "the candidate" to the one body or person before that fits.

    Somebody named first, else whoever was described in the same word ("a witness ... the witness").
    """
    _join_self_named(context)
    _join_apposed(context)
    called = _called_so(context)
    seen: dict[str, list[int]] = {}
    for index, mention in enumerate(context.mentions):
        if mention.kind != "nominal":
            continue
        words = context.words(index).split()
        if words[0] in {"the", "this", "that"} and len(words) == _BARE:
            _join_bare(context, index, called.get(words[-1], []), seen.get(words[-1], []))
        for noun in {words[-1], words[words.index("of") - 1] if "of" in words[1:] else words[-1]}:
            seen.setdefault(noun, []).append(index)


def _join_self_named(context: Chaining) -> None:
    """Joins "a resident who gave her name as Ana" to the name behind it."""
    for index, mention in enumerate(context.mentions):
        if mention.kind != "nominal" or mention.type != "PER":
            continue
        named = _SELF_NAMED.match(context.wording.low, mention.span.end)
        after = range(index + 1, min(index + 4, len(context.mentions))) if named else range(0)
        for other in after:
            name = context.mentions[other]
            if named is not None and (name.span.start, name.kind, name.type) == (named.end(), "name", "PER"):
                context.groups.join(index, other)


def _join_apposed(context: Chaining) -> None:
    """Joins "an analyst at the fund" to the name right before it ("Ana Roa, an analyst at the fund, said")."""
    for index, mention in enumerate(context.mentions):
        if mention.kind != "nominal" or mention.type != "PER":
            continue
        led = context.words(index).split()[0] in {"a", "an", "the"}
        if not led or _APPOSITION_END.match(context.wording.low, mention.span.end) is None:
            continue
        for other in range(max(0, index - 2), index):
            name = context.mentions[other]
            between = context.wording.flat[name.span.end : mention.span.start]
            fits = _agree({gender(context, index), gender(context, other)})
            if name.kind == "name" and name.type == "PER" and between == ", " and fits:
                context.groups.join(index, other)


def _agree(genders: set[str]) -> bool:
    return len(genders - {""}) < 2


def _join_bare(context: Chaining, index: int, called: Sequence[int], seen: Sequence[int]) -> None:
    """Joins one description; `called` are the first names of all who are called so, `seen` those described so."""
    found = _named(context, index, called)
    found = _described(context, index, seen) if found is None else found
    if found is not None:
        context.groups.join(index, found)
    else:
        context.open[index] = "nothing named before it fits it alone"


def _named(context: Chaining, index: int, called: Sequence[int]) -> int | None:
    """The body or person named before that a description fits."""
    if context.mentions[index].type != "PER":
        return _body(context, index, context.words(index).split()[-1], called)
    return None if context.quoted[index] is not None else _called_alone(context, index, called, {"PER"})


def _described(context: Chaining, index: int, seen: Sequence[int]) -> int | None:
    """The only one described in the same word within reach, in the same voice; "another witness" if it came last."""
    first = context.sentences[index] - _REPEATED
    alike = context.outside[index], context.quoted[index] is None, context.mentions[index].type
    near = (other for other in seen[-_MOST_CALLED:] if context.sentences[other] >= first)
    fitting = [
        other
        for other in near
        if (context.outside[other], context.quoted[other] is None, context.mentions[other].type) == alike
    ]
    last = context.words(fitting[-1]).split()[0] if fitting else ""
    if last in _OTHERS:
        return fitting[-1] if last == "another" else None
    return _only(context, (other for other in fitting if context.words(other).split()[0] not in _OTHERS))


def _body(context: Chaining, index: int, noun: str, called: Sequence[int]) -> int | None:
    """The body named last in reach that bears the noun in one of its names, else the only one of all before it.

    Of two that bear it and stand in one sentence neither is meant alone.
    Of a general noun ("the company"), outside of quotations: the only one in its sentence that is not the speaker
    there, else the only one named just before.
    """
    bearing = list(_bodies(context, index, _REACH, noun))
    if bearing:
        last = context.sentences[bearing[-1]]
        return _only(context, (other for other in bearing if context.sentences[other] == last))
    if not _is_general(noun):
        return _called_alone(context, index, called, _BODIES)
    if context.quoted[index] is not None:
        return None
    near = list(_bodies(context, index, _NEAR, None))
    same = _only(context, (other for other in near if _is_beside(context, index, other)))
    return _only(context, near) if same is None else same


def _is_beside(context: Chaining, index: int, other: int) -> bool:
    """Whether a body stands in the sentence of a description and is not who speaks there."""
    here = context.sentences[other] == context.sentences[index]
    return here and not speaks(context, context.mentions[other].span)


def _only(context: Chaining, found: Iterable[int]) -> int | None:
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
        fits = alike and mention.type in _BODIES and (noun is None or _bears(context, other, noun))
        if fits and not _shares_clause(context, index, other):
            yield other


def _shares_clause(context: Chaining, index: int, other: int) -> bool:
    """Whether a description stands in one clause with a name, so that it means another: "X is run by the group"."""
    if context.sentences[other] != context.sentences[index]:
        return False
    between = context.wording.low[context.mentions[other].span.end : context.mentions[index].span.start]
    said = any(is_saying(word) for word in re.findall(r"[a-z]+", between))
    return not said and _CLAUSE.search(between) is None


def _bears(context: Chaining, other: int, noun: str) -> bool:
    """Whether a body is of the kind that a noun says, or one of its names has the noun in it."""
    type_ = context.mentions[other].type
    if noun in {"group", "movement", "militia", "faction"} and type_ == "ARMED":
        return True
    if noun in word_set("outlet_descriptions.txt") and type_ == "OUTLET":
        return True
    names = (i for i in context.groups.members(other) if context.mentions[i].kind == "name")
    return any(noun in re.split(r"[\s-]+", context.words(i)) for i in names)


def _called_so(context: Chaining) -> dict[str, list[int]]:
    """The words that people and bodies are called by -> one name of each so called, the first, in order."""
    called: dict[str, dict[tuple[int, bool], int]] = {}
    for other, mention in enumerate(context.mentions):
        if mention.kind == "name" and mention.type in {"PER", *_BODIES}:
            named = context.groups.root(other), context.outside[other]
            for word in _called(context, other):
                called.setdefault(word, {}).setdefault(named, other)
    return {word: sorted(bearers.values()) for word, bearers in called.items()}


def _called_alone(context: Chaining, index: int, called: Sequence[int], types: Collection[str]) -> int | None:
    """The only one whom the report has called so: "candidate Ana Roa", "Ana Roa, a lawyer", "Ministry of Works"."""
    before = called[: bisect_left(called, index)][:_MOST_CALLED]
    alike = (other for other in before if context.outside[other] == context.outside[index])
    return _only(context, (other for other in alike if context.mentions[other].type in types))


def _called(context: Chaining, other: int) -> frozenset[str]:
    """Of a body: the words of its name; of a person: those right before the name and in apposition after it."""
    span = context.mentions[other].span
    if context.mentions[other].type != "PER":
        return frozenset(re.split(r"[\s-]+", context.words(other)))
    sentence = context.layout.sentence_span(span.start)
    before = context.wording.low[max(sentence.start, span.start - _LOOK_BACK) : span.start]
    led = re.split(r"[^\w\s'-]", before)[-1].split()[-4:] if before.endswith(" ") else []
    apposed = _APPOSED.match(context.wording.low, span.end, sentence.end)
    comma = context.wording.low[span.end : span.end + 1] == ","
    return frozenset((*led, *(apposed.group(1).split() if apposed and comma else ())))
