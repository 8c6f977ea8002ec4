"""Tells by pronouns which of two people of one name a bare surname means; a step of coreference.

Where two Sows are named, the surname alone may stay nobody's when names are joined. "She" and "her" that stand for it
later tell a woman from a man; and who was called so once is meant where nothing else tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dragoman.annotate.aliases import name_tokens
from dragoman.annotate.antecedents import gender_of
from dragoman.annotate.chaining import Chaining

_Names = dict[tuple[str, bool], dict[int, tuple[bool, bool]]]
"""Surname and side of the report -> the groups with it: whether one has a full name, and whether the surname alone."""


def join_namesakes(context: Chaining, *, last: bool) -> None:
    """Joins the surnames that are nobody's yet to the one of two or more people of that name whom they can mean.

    By the gender of their pronouns; at the `last` call those that have none to the only one who is called by the
    surname alone.
    """
    for groups in _by_surname(context).values():
        full = [root for root, (is_full, _) in groups.items() if is_full]
        loose = [root for root, (is_full, _) in groups.items() if not is_full]
        if len(full) < 2 or not loose:
            continue
        called = {root for root in full if groups[root][1]}
        rest = []
        for root, owner in _told_apart(context, full, loose):
            if owner is None:
                rest.append(root)
            else:
                called.add(owner)
                _join(context, owner, root)
        if last and len(called) == 1:
            _join_fitting(context, next(iter(called)), rest)


def _told_apart(
    context: Chaining, full: Sequence[int], loose: Sequence[int]
) -> Iterator[tuple[int, int | None]]:
    """Each loose surname with the only one whose gender its pronouns show, if all others are of the other one."""
    genders = {root: gender_of(context, root) for root in full}
    for root in loose:
        own = gender_of(context, root)
        fitting = [owner for owner, gender in genders.items() if gender in {"", own}]
        yield root, fitting[0] if own and len(fitting) == 1 and genders[fitting[0]] == own else None


def _join_fitting(context: Chaining, owner: int, rest: Sequence[int]) -> None:
    """Joins the surnames that nothing tells apart to who is called so."""
    for root in rest:
        genders = {gender_of(context, root), gender_of(context, owner)} - {""}
        if len(genders) < 2:
            _join(context, owner, root)


def _join(context: Chaining, owner: int, root: int) -> None:
    genders = {gender_of(context, owner), gender_of(context, root)}
    context.groups.join(owner, root)
    context.group_genders.setdefault(context.groups.root(owner), set()).update(genders)


def _by_surname(context: Chaining) -> _Names:
    found: _Names = {}
    for index, mention in enumerate(context.mentions):
        if mention.type != "PER" or mention.kind != "name":
            continue
        tokens = name_tokens(context.wording, mention.span)
        group = found.setdefault((tokens[-1], context.outside[index]), {})
        root = context.groups.root(index)
        full, bare = group.get(root, (False, False))
        group[root] = full or len(tokens) > 1, bare or len(tokens) == 1
    return {key: _with_full(found, key, groups) for key, groups in found.items()}


def _with_full(
    found: Mapping[tuple[str, bool], Mapping[int, tuple[bool, bool]]],
    key: tuple[str, bool],
    groups: Mapping[int, tuple[bool, bool]],
) -> dict[int, tuple[bool, bool]]:
    """The groups of one surname on one side, a full name on the other side counting as one of its own."""
    other = found.get((key[0], not key[1]), {})
    return {root: (full or other.get(root, (False, False))[0], bare) for root, (full, bare) in groups.items()}
