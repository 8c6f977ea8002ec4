"""Which attribution stands inside another's content, and whether a cue affirms or denies what it brings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from msgspec import structs

from dragoman.resources import load_lines
from dragoman.stages import FoundAttribution
from dragoman.types import Polarity, Span, join_spans

_CONTENT_WORDS = 3  # of a content that complete its cue


def link_nested(attributions: Sequence[FoundAttribution]) -> tuple[FoundAttribution, ...]:
    """The attributions with `inside` set on each that stands wholly in another's content: the narrowest such.

    All of its source, cue and content must lie there, and the other must reach further, so no cycle can arise.

    >>> outer = FoundAttribution(source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 40),), form="indirect")
    >>> inner = FoundAttribution(source=(Span(9, 12),), cue=(Span(13, 17),), content=(Span(18, 40),), form="indirect")
    >>> [found.inside for found in link_nested([outer, inner])]
    [None, 0]
    """
    reaches = [
        _Reach(number, _whole(a.content), sum(map(len, a.content))) for number, a in enumerate(attributions)
    ]
    holders = _holders(attributions, reaches)
    return tuple(structs.replace(a, inside=holders.get(number)) for number, a in enumerate(attributions))


class _Reach(NamedTuple):
    """How far the content of an attribution reaches, and how many characters of that are its own."""

    number: int
    whole: Span
    size: int


def _whole(spans: Sequence[Span]) -> Span:
    return join_spans(spans) if spans else Span(0, 0)


def _parts(attribution: FoundAttribution) -> tuple[Span, ...]:
    return (*attribution.source, *attribution.cue, *attribution.content)


def _holders(attributions: Sequence[FoundAttribution], reaches: Sequence[_Reach]) -> dict[int, int]:
    """The attribution that holds each, by a sweep over the text that keeps the contents begun and not ended."""
    coming = sorted(reaches, key=lambda reach: reach.whole.start)
    held = sorted((_whole(_parts(a)), number) for number, a in enumerate(attributions))
    holders: dict[int, int] = {}
    begun: list[_Reach] = []
    following = 0
    for own, number in held:
        while following < len(coming) and coming[following].whole.start <= own.start:
            begun.append(coming[following])
            following += 1
        begun = [reach for reach in begun if reach.whole.end > own.start]
        wider = [reach for reach in begun if reach.size > reaches[number].size and reach.whole.end >= own.end]
        holder = _narrowest(attributions, wider, _parts(attributions[number]))
        if holder is not None:
            holders[number] = holder
    return holders


def _narrowest(
    attributions: Sequence[FoundAttribution], wider: Sequence[_Reach], parts: Sequence[Span]
) -> int | None:
    """The shortest of the contents that hold all the parts, of two as short the first."""
    fitting = [
        (reach.size, reach.number)
        for reach in wider
        if parts
        and all(any(own.covers(span) for own in attributions[reach.number].content) for span in parts)
    ]
    return min(fitting)[1] if fitting else None


def polarity_of(cue_text: str, content: str = "") -> Polarity:
    """Whether the words of a cue deny what follows ("denied", "dismissed reports that"; not "did not deny").

    `content` is read as far as it goes on with the cue ("described as" - "false reports that it rains").

    >>> polarity_of("flatly denied"), polarity_of("did not deny"), polarity_of("said")
    ('denied', 'affirmed', 'affirmed')
    >>> polarity_of("described as", "false reports that it rains")
    'denied'
    """
    head = " ".join(content.split()[:_CONTENT_WORDS]) if cue_text.endswith(" as") else ""
    words = " ".join(f"{cue_text} {head}".lower().replace("’", "'").split())
    found = _denials().search(words)
    if found is None:
        return "affirmed"
    return "affirmed" if _negations().search(words[: found.start()]) else "denied"


@cache
def _denials() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_lines('denial_cues.txt'))})\b")


@cache
def _negations() -> re.Pattern[str]:
    words = [re.escape(word.replace("’", "'")) for word in load_lines("negations.txt")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)|n't\b")
