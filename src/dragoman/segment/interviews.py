"""Tells the lines of transcripts, soundbites and interviews from prose: part of the segment step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from dragoman.resources import load_lines
from dragoman.types import Span

LABELS_NEEDED = 3  # so many labelled paragraphs with a name that comes back make an interview
TURNS_BETWEEN = 4  # unlabelled paragraphs between two labelled ones that still belong to the first

_INTERPRETED = re.compile(
    r"[(\[](?:via|through|as translated|translated|speaking|in)\b[^)\]\n]{2,50}[)\]]\s?:", re.IGNORECASE
)


def find_transcripts(text: str, paragraphs: Sequence[Span]) -> frozenset[int]:
    r"""Which of the paragraphs are spoken lines with a label: soundbites always, interviews where labels repeat.

    >>> lines = ['SOT, Ana Roa, Mayor (Spanish): "We wait."', "She waited.", "Q: Why?", "A: For peace.", "Q: When?"]
    >>> text = "\n".join(lines)
    >>> spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    >>> sorted(find_transcripts(text, spans))
    [0, 2, 3, 4]
    """
    sure = {at for at, span in enumerate(paragraphs) if is_soundbite(_head(text, span))}
    labels = {
        at: label
        for at, span in enumerate(paragraphs)
        if at not in sure and (label := _label(_head(text, span)))
    }
    if "q" not in labels.values() or len(set(labels.values())) < 2:  # "A." alone numbers a list
        labels = {at: label for at, label in labels.items() if label not in ("q", "a")}
    counts = Counter(labels.values())
    interview = len(labels) >= LABELS_NEEDED and any(count > 1 for count in counts.values())
    if interview and len(counts) <= max(2, len(labels) // 2 + 1):
        return frozenset(sure | _with_turns(_from_first_again(labels, counts)))
    alone = {at for at in labels if _INTERPRETED.search(_head(text, paragraphs[at]))}
    return frozenset(sure | alone)


def is_soundbite(line: str) -> bool:
    """Whether a line begins as a soundbite or an interpreted speaker does.

    >>> is_soundbite("SOUNDBITE (French) Ana Roa: No."), is_soundbite("So the mayor left.")
    (True, False)
    """
    return _openings().match(line) is not None


def _head(text: str, span: Span) -> str:
    return text[span.start : min(span.end, span.start + 200)]


def _label(head: str) -> str | None:
    """Who is said to speak in a labelled line, casefolded; Q and A count as one each."""
    if _questions().match(head):
        return head[:1].casefold()
    found = _labels().match(head)
    if found is None or len(head) < len(found.group()) + 2:
        return None
    name = found["name"].casefold()
    if name.split()[0] in _not_names():
        return None
    return name


def _from_first_again(labels: dict[int, str], counts: Counter[str]) -> list[int]:
    """The labelled paragraphs between the first and last whose label comes back: a heading may hold a colon as well."""
    again = sorted(at for at, label in labels.items() if counts[label] > 1)
    return [at for at in sorted(labels) if again[0] <= at <= again[-1] + 1]


def _with_turns(labelled: list[int]) -> set[int]:
    """The labelled paragraphs and the few without a label between two of them."""
    held = set(labelled)
    for one, two in pairwise(labelled):
        if two - one <= TURNS_BETWEEN:
            held.update(range(one, two))
    return held


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(load_lines("transcript_cues.txt")[0])


@cache
def _questions() -> re.Pattern[str]:
    return re.compile(load_lines("transcript_cues.txt")[1])


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(load_lines("transcript_cues.txt")[2])


@cache
def _not_names() -> frozenset[str]:
    return frozenset(load_lines("label_stops.txt"))
