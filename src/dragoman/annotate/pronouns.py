"""Finds whom "he", "she", "they", "it" and "I" stand for, or why that is left open; the last step of coreference."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp

from dragoman.annotate.antecedents import Candidate, candidates_before, gender, gender_of, kind_of_pronoun
from dragoman.annotate.chaining import Chaining
from dragoman.annotate.epithets import find_epithets, join_epithet
from dragoman.annotate.lexicon import pronouns
from dragoman.annotate.signs import Pronoun, read_pronoun, signs, signs_of_none
from dragoman.resources import load_table

SURE = {"person": 0.5, "group": 0.55, "body": 0.6}
SURE_ALONE = 0.3
"""Chances from which an answer is given; the second where only one thing before the pronoun can be meant."""
CLEAR, AHEAD = 0.4, 3.0
"""Of "they": the chance from which an answer is given that is so many times as likely as any other."""


@cache
def weights_of(kind: str) -> dict[str, float]:
    """The weight of each sign for pronouns of a kind.

    >>> weights_of("person")["subject"] > 0
    True
    """
    return {row["sign"]: float(row[kind] or 0) for row in load_table("pronoun_signs.tsv")}


def join_pronouns(context: Chaining, indices: Iterable[int]) -> None:
    """Joins pronouns, in order, to what they stand for; where it cannot be told, says why in `context.open`.

    Descriptions of people that are nobody's yet ("the Indiana governor") are joined in their turn.
    """
    last: dict[tuple[str, str, int | None], int] = {}
    epithets = set(find_epithets(context))
    for index in sorted({*indices, *epithets}):
        if index in epithets:
            join_epithet(context, index)
            continue
        kind = kind_of_pronoun(context, index)
        if kind is None:
            _join_first_person(context, index)
            continue
        like = (kind, pronouns()[context.words(index)]["gender"], context.quoted[index])
        if _join_third_person(context, index, kind, last.get(like)):
            last[like] = index


def _join_first_person(context: Chaining, index: int) -> None:
    """Takes "I" for whoever says the words it stands in."""
    speaker = context.speakers.get(index)
    if pronouns()[context.words(index)]["number"] == "pl":
        context.open[index] = "the text does not say who is meant by it"
    elif speaker is None:
        context.open[index] = "the words it stands in have no known speaker"
    elif context.mentions[speaker].type in {"GROUP", "ORG", "OUTLET", "GPE", "ARMED"}:
        context.open[index] = "the words it stands in are several people's"
    else:
        context.groups.join(index, speaker)


def _join_third_person(context: Chaining, index: int, kind: str, last: int | None) -> bool:
    candidates = [one for one in candidates_before(context, index, kind) if _agrees(context, index, one)]
    if not candidates:
        context.open[index] = "nobody is spoken of before it whom it could stand for"
        return False
    pronoun = read_pronoun(context, index, kind, candidates, last)
    chances = chances_of(context, pronoun, candidates)
    best = max(range(len(candidates)), key=lambda at: (chances[at], -at))
    sure = SURE_ALONE if len(candidates) == 1 else SURE[kind]
    if chances[best] < sure and not (kind == "group" and _is_clear(chances[:-1], best)):
        several = sum(chance > chances[best] / 2 for chance in chances[:-1]) > 1
        context.open[index] = (
            "it could stand for more than one of those named before"
            if several
            else "what is named before hardly fits it"
        )
        return False
    _join(context, index, candidates[best])
    return True


def _is_clear(chances: list[float], best: int) -> bool:
    """Whether one candidate is far ahead of all others, though it may be that none is meant.

    >>> _is_clear([0.42, 0.1], 0), _is_clear([0.42, 0.3], 0)
    (True, False)
    """
    others = max((chance for at, chance in enumerate(chances) if at != best), default=0.0)
    return chances[best] >= CLEAR and chances[best] >= AHEAD * others


def _agrees(context: Chaining, index: int, one: Candidate) -> bool:
    own = gender(context, index)
    return own in {"", "n"} or gender_of(context, one.root) in {"", own}


def _join(context: Chaining, index: int, one: Candidate) -> None:
    if one.items:
        context.members[index] = one.items
        return
    if one.root in context.group_genders:
        context.group_genders[one.root].add(gender(context, index))
    context.groups.join(index, one.root)


def chances_of(context: Chaining, pronoun: Pronoun, candidates: list[Candidate]) -> list[float]:
    """The chance of each candidate to be meant, and last that none is."""
    weights = weights_of(pronoun.kind)
    rows = [
        *(signs(context, pronoun, one, candidates) for one in candidates),
        signs_of_none(context, pronoun),
    ]
    sums = [sum(weights[name] * value for name, value in row.items() if value) for row in rows]
    top = max(sums)
    shares = [exp(total - top) for total in sums]
    whole = sum(shares)
    return [share / whole for share in shares]
