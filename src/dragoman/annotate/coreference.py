"""Joins the mentions that stand for one person or thing into chains; what two could be meant by stays alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.annotate.aliases import Chaining, join_others, join_people
from dragoman.annotate.pronouns import join_pronouns
from dragoman.annotate.wording import Layout, read_wording
from dragoman.stages import Document, Mention, Segments

_REACH = 3  # sentences back that "the ministry" looks
_LEVELS = frozenset(
    {"former", "then", "vice", "deputy", "first deputy", "assistant", "under", "late", "special", "chief"}
)


def find_chains(
    doc: Document, segments: Segments, mentions: Sequence[Mention]
) -> tuple[tuple[int, ...], ...]:
    """Chains of two or more mentions for one thing, in the order of their first mention.

    Names first, then offices with their holders, then "he" and "she", then "the ministry", "the group", "it".
    Unresolved is an answer: a mention that fits two candidates equally is in no chain.

    >>> from dragoman.types import Span
    >>> text = "Mr. Roa met Ms. Sow. He left."
    >>> spans = (Span(0, 20), Span(21, 29))
    >>> segments = Segments(language="en", zones=(), paragraphs=(Span(0, 29),), sentences=spans, quotations=())
    >>> people = [Mention(span=span, type="PER", kind="name") for span in (Span(4, 7), Span(16, 19))]
    >>> he = Mention(span=Span(21, 23), type="PER", kind="pronoun")
    >>> find_chains(Document(id="d", origin="-", raw_sha256="", text=text), segments, [*people, he])
    ((0, 2),)
    """
    context = Chaining(read_wording(doc.text), Layout(segments), tuple(mentions))
    join_people(context.wording, context.layout, mentions, context.groups)
    join_others(context.wording, mentions, context.groups)
    _join_roles(context)
    _join_bodies(context)
    join_pronouns(context)
    return tuple(sorted(tuple(group) for group in context.groups.all()))


def _join_roles(context: Chaining) -> None:
    """Offices to their holders, then bare offices ("the minister") to the one holder they fit."""
    roles = [index for index, mention in enumerate(context.mentions) if mention.kind == "role"]
    for index in roles:
        holder = context.mentions[index].holder
        if holder is not None:
            context.groups.join(index, holder)
    held = [index for index in roles if context.mentions[index].holder is not None]
    loose: list[int] = []
    for index in (i for i in roles if context.mentions[i].holder is None and _is_definite(context, i)):
        holder = _holder_for(context, index, held)
        if holder is not None:
            context.groups.join(index, holder)
        elif not _fitting(context, index, held):
            loose.append(index)
    _join_loose_roles(context, loose)


def _join_loose_roles(context: Chaining, loose: Sequence[int]) -> None:
    """Unheld offices of one name ("the Syrian president" twice) are one person."""
    seen: dict[tuple[str | None, str | None, bool], int] = {}
    for index in loose:
        mention = context.mentions[index]
        if mention.of is not None:
            key = (mention.title, mention.of, context.outside[index])
            context.groups.join(index, seen.setdefault(key, index))


def _is_definite(context: Chaining, index: int) -> bool:
    first = context.words(index).split()[0]
    return (
        first not in {"a", "an", "his", "her", "their", "our", "my", "its"}
        and context.mentions[index].title is not None
    )


def _fitting(context: Chaining, index: int, held: Sequence[int]) -> list[int]:
    return [
        h for h in held if _office_fits(context, index, h) and context.outside[h] == context.outside[index]
    ]


def _holder_for(context: Chaining, index: int, held: Sequence[int]) -> int | None:
    """The holder of such an office: the only one, else the only one in the nearest sentence before."""
    fitting = _fitting(context, index, held)
    exact = [h for h in fitting if context.mentions[h].of == context.mentions[index].of is not None]
    pool = exact or fitting
    roots = {context.groups.root(h) for h in pool}
    if len(roots) == 1:
        before = any(h < index for h in pool)
        return pool[0] if before or exact else None
    here = context.sentences[index]
    uses = [i for root in sorted(roots) for i in context.groups.members(root) if context.sentences[i] < here]
    last = max((context.sentences[i] for i in uses), default=-1)
    nearest = {context.groups.root(i) for i in uses if context.sentences[i] == last}
    return nearest.pop() if len(nearest) == 1 else None


def _office_fits(context: Chaining, index: int, held: int) -> bool:
    bare, full = context.mentions[index], context.mentions[held]
    if bare.title is None or full.title is None or (bare.of and full.of and bare.of != full.of):
        return False
    bare_words, full_words = bare.title.split(), full.title.split()
    if {w for w in bare_words if w in _LEVELS} - {"special", "chief"} != {
        w for w in full_words if w in _LEVELS
    } - {"special", "chief"}:
        return False
    head = bare_words[-1]
    return bare.title == full.title or (
        len(bare_words) == 1 and (full_words[-1] == head or full_words[0] == head)
    )


def _join_bodies(context: Chaining) -> None:
    """Joins "the ministry", "the group", "it" to the one body named shortly before that fits."""
    for index, mention in enumerate(context.mentions):
        words = context.words(index).split()
        is_it = mention.kind == "pronoun" and mention.type == "ORG"
        definite = mention.kind == "nominal" and words[0] in {"the", "this", "that"} and len(words) <= 2
        if not (is_it or definite) or context.quoted[index] is not None:
            continue
        found = _body_before(context, index, words[-1] if definite else None)
        if found is not None:
            context.groups.join(index, found)


def _body_before(context: Chaining, index: int, noun: str | None) -> int | None:
    here = context.sentences[index]
    named = [
        other
        for other in range(bisect_left(context.sentences, here - _REACH), index)
        if context.mentions[other].kind == "name"
        and context.outside[other] == context.outside[index]
        and _body_fits(context, other, noun)
    ]
    if not named:
        return None
    last = max(context.sentences[other] for other in named)
    if noun is None and last < here - 1:
        return None
    roots = {
        context.groups.root(other): other
        for other in named
        if noun is not None or context.sentences[other] == last
    }
    return next(iter(roots.values())) if len(roots) == 1 else None


def _body_fits(context: Chaining, other: int, noun: str | None) -> bool:
    type_ = context.mentions[other].type
    words = re.split(r"[\s-]+", context.words(other))
    if noun is None:
        return type_ in {"ORG", "OUTLET", "ARMED"}
    if noun in {"group", "movement", "militia", "faction"}:
        return type_ == "ARMED" or noun in words
    if noun in {"agency", "newspaper", "network"} and type_ == "OUTLET":
        return True
    return type_ in {"ORG", "OUTLET", "ARMED"} and noun in words
