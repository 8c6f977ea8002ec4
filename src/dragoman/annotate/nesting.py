"""Which attribution stands inside another's content, and whether a cue affirms or denies what it brings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import structs

from dragoman.resources import load_lines
from dragoman.stages import FoundAttribution
from dragoman.types import Polarity, Span, join_spans


def link_nested(attributions: Sequence[FoundAttribution]) -> tuple[FoundAttribution, ...]:
    """The attributions with `inside` set on each that stands wholly in another's content: the narrowest such.

    All of its source, cue and content must lie there, and the other must reach further, so no cycle can arise.

    >>> outer = FoundAttribution(source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 40),), form="indirect")
    >>> inner = FoundAttribution(source=(Span(9, 12),), cue=(Span(13, 17),), content=(Span(18, 40),), form="indirect")
    >>> [found.inside for found in link_nested([outer, inner])]
    [None, 0]
    """
    reach = tuple((_whole(a.content), sum(len(span) for span in a.content)) for a in attributions)
    return tuple(
        structs.replace(attribution, inside=_holder_of(attributions, reach, index))
        for index, attribution in enumerate(attributions)
    )


def _whole(spans: Sequence[Span]) -> Span:
    return join_spans(spans) if spans else Span(0, 0)


def _holder_of(
    attributions: Sequence[FoundAttribution], reach: Sequence[tuple[Span, int]], index: int
) -> int | None:
    own = (*attributions[index].source, *attributions[index].cue, *attributions[index].content)
    first, last, size = _whole(own).start, _whole(own).end, reach[index][1]
    holders = [
        (length, number)
        for number, (whole, length) in enumerate(reach)
        if whole.start <= first and last <= whole.end and length > size and number != index
        if own and all(any(part.covers(span) for part in attributions[number].content) for span in own)
    ]
    return min(holders)[1] if holders else None


def polarity_of(cue_text: str) -> Polarity:
    """Whether the words of a cue deny what follows ("denied", "dismissed reports that"; not "did not deny").

    >>> polarity_of("flatly denied"), polarity_of("did not deny"), polarity_of("said")
    ('denied', 'affirmed', 'affirmed')
    """
    words = " ".join(cue_text.lower().replace("’", "'").split())
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
