"""Says who is meant by a counted group ("the two diplomats", "both sides"); a late step of coreference."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.annotate.lexicon import country_forms, fold, listed_places
from dragoman.annotate.sources import items_of
from dragoman.annotate.wording import Layout, Wording, read_wording
from dragoman.stages import Document, Mention, Segments

_REACH = 3  # sentences back
_LOOK_BACK = 30
_PLACED = re.compile(r"\b(?:in|at|near|inside|across|outside|into)(?: the)? $")
_TOWN_BEFORE = re.compile(r"([\w'-]+), $")
_NUMBERS = {"two": 2, "both": 2, "2": 2, "pair": 2, "three": 3, "3": 3, "four": 4, "4": 4}


def find_members(
    doc: Document, segments: Segments, mentions: Sequence[Mention], chains: Sequence[Sequence[int]]
) -> dict[int, tuple[int, ...]]:
    """Of mentions of a counted group ("the two diplomats", "both sides"): the mentions of those meant.

    Only where exactly so many people (or countries and bodies) were named last before; of a source that lists its
    members itself ("Roa and Sow"), those.

    >>> from dragoman.types import Span
    >>> text = "Roa met Sow. The two diplomats left."
    >>> spans = (Span(0, 12), Span(13, 36))
    >>> segments = Segments(language="en", zones=(), paragraphs=(Span(0, 36),), sentences=spans, quotations=())
    >>> people = [Mention(span=span, type="PER", kind="name") for span in (Span(0, 3), Span(8, 11))]
    >>> both = Mention(span=Span(13, 30), type="GROUP", kind="nominal")
    >>> find_members(Document(id="d", origin="-", raw_sha256="", text=text), segments, [*people, both], ())
    {2: (0, 1)}
    """
    wording, layout = read_wording(doc.text), Layout(segments)
    root = {index: chain[0] for chain in chains for index in chain}
    members: dict[int, tuple[int, ...]] = {}
    for index, mention in enumerate(mentions):
        listed = _listed(wording, mentions, index)
        if listed:
            members[index] = listed
            continue
        count = _count_of(wording, mention)
        if not count:
            continue
        found = _last_named((wording, layout), mentions, root, index, _member_types(wording, mention))
        if len(found) == count:
            members[index] = found
    return members


def _listed(wording: Wording, mentions: Sequence[Mention], index: int) -> tuple[int, ...]:
    """The mentions that a group's own words list."""
    whole = mentions[index]
    if whole.type != "GROUP" or whole.kind != "nominal":
        return ()
    inside: list[int] = []
    for other in range(index + 1, len(mentions)):
        if mentions[other].span.start >= whole.span.end:
            break
        inside.append(other)
    items = {item.span for item in items_of(wording.flat, whole.span, [mentions[i] for i in inside])}
    found = [i for i in inside if mentions[i].span in items]
    holders = (mentions[i].holder for i in found)
    return tuple(i if holder is None else holder for i, holder in zip(found, holders, strict=True))


def _count_of(wording: Wording, mention: Mention) -> int:
    """How many a group points back to; "two diplomats" without "the" are new and point to nobody."""
    words = wording.low[mention.span.start : mention.span.end].split()
    points = mention.type == "GROUP" and mention.kind in {"nominal", "role"} and words[0] in {"the", "both"}
    return next((_NUMBERS[word] for word in words if word in _NUMBERS), 0) if points else 0


def _member_types(wording: Wording, mention: Mention) -> frozenset[str]:
    noun = wording.low[mention.span.start : mention.span.end].split()[-1]
    if noun in {"countries", "nations", "governments", "powers"}:
        return frozenset({"GPE"})
    return (
        frozenset({"GPE", "ORG", "ARMED"}) if noun in {"sides", "parties", "groups"} else frozenset({"PER"})
    )


def _acts(wording: Wording, layout: Layout, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a name can be a side: no town, no country that only says where ("in Lebanon", "BEIRUT, Lebanon")."""
    span = mentions[index].span
    if mentions[index].type != "GPE":
        return mentions[index].kind == "name"
    zone = layout.zone(span.start)
    before = wording.low[max(0, span.start - _LOOK_BACK) : span.start]
    placed = _PLACED.search(before) is not None or (zone is not None and zone.zone == "dateline")
    town = _TOWN_BEFORE.search(wording.flat[max(0, span.start - _LOOK_BACK) : span.start])
    within = town is not None and fold(town.group(1)) in listed_places() and not _is_country(town.group(1))
    is_name = mentions[index].kind == "name"
    return is_name and not placed and not within and _is_country(span.of(wording.flat))


def _is_country(words: str) -> bool:
    return words.removeprefix("the ") in country_forms()


def _last_named(
    context: tuple[Wording, Layout],
    mentions: Sequence[Mention],
    root: dict[int, int],
    index: int,
    types: frozenset[str],
) -> tuple[int, ...]:
    """Those named in the nearest sentence before that names two or more."""
    wording, layout = context
    here = layout.sentence(mentions[index].span.start)
    outside = layout.outside(mentions[index].span.start)
    named: dict[int, dict[int, int]] = {}
    for other in range(index - 1, -1, -1):
        start = mentions[other].span.start
        sentence = layout.sentence(start)
        if sentence < here - _REACH or any(len(found) > 1 for at, found in named.items() if at > sentence):
            break
        acts = mentions[other].type in types and _acts(wording, layout, mentions, other)
        if acts and sentence < here and layout.outside(start) == outside:
            named.setdefault(sentence, {}).setdefault(root.get(other, other), other)
    return next((tuple(sorted(found.values())) for found in named.values() if len(found) > 1), ())
