"""Checks the kind that the head gives a count of people against the words that state it; part of the annotate step.

"511 were wounded" counts the injured, whatever the head makes of it. The words are data, `figure_kinds.tsv`: inside of
the figure, right behind it ("were wounded"), right before it ("killing"). Words that disagree with each other settle
nothing. Who "was shot" is injured unless the passage tells of a death near by (docs/events.md). How often words state a
kind, and the one that a person marked: `python -m eval.stated_kinds`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.resources import load_table
from dragoman.types import Span

CHECKED = frozenset(
    {"killed", "injured", "casualties", "missing", "captured", "detained", "released", "displaced"}
)
"""Kinds that a word beside the number can correct: what was done to people."""
MAY_BE_HURT = frozenset({"killed", "casualties"})
"""What the head makes of people who were shot, where nothing says that they died."""
TOLD_IN = 4
"""Sentences in which a death would be told, that of the figure the first."""
TOLD_BEFORE = 2
"""Sentences before the figure's in which it would be told, too."""
_LOOK = 80  # characters beside a figure in which words that govern it stand
_BOUND = (
    r"(?:\s+(?:at least|about|around|some|nearly|almost|over|more than|up to|as many as|another|an estimated|an|a|"
    r"the|all|only|other|just))*\s*"
)
_NO_NOUN = (
    r"(?!(?:and|or|but|who|whom|that|which|after|when|while|as|before|since|if|because|whose|said|says|told|reported|"
    r"fatally|mortally|was|were|is|are|had|has|have|one|two|three|four|five|six|seven|eight|nine|ten|\d[\d,.]*)\b)"
)
_NOUNS = rf"(?:\s+{_NO_NOUN}[\w'’-]+){{0,4}}?"
_AUXILIARY = r"(?:was|were|is|are|been|be|being|had been|has been|have been|to be|left|lay|remain(?:ed|s)?)"
_ADVERB = r"(?:(?:(?!fatally|mortally)\w+ly|still|also|already|later|all|both|reported)\s+)?"
_SOME_DIED = re.compile(
    r"\b(?:one|two|three|four|five|six|another|\d+)(?: (?!and\b|or\b|that\b|who\b|left\b)[\w’'-]+){0,2}? "
    r"(?:was |were )?(?:dead|killed|died|fatally)\b"
)
_CLAUSE_ENDS = (
    r"(?=\s*(?:[.,;:)\"”—]|$|--|\b(?:in|on|at|by|when|after|during|as|near|since|and|while|outside)\b))"
)


def stated_kind(text: str, span: Span, sentence: Span) -> str | None:
    """The kind that the words of a figure, or those right beside it, state; None if they state none, or several.

    >>> text = "12 people were killed and 511 wounded."
    >>> stated_kind(text, Span(0, 9), Span(0, len(text))), stated_kind(text, Span(26, 29), Span(0, len(text)))
    ('killed', 'injured')
    """
    found = set(_kinds_stated(text, span, sentence))
    return found.pop() if len(found) == 1 else None


def corrected(kind: str, text: str, span: Span, sentences: Sequence[Span]) -> str:
    """The kind of a figure: the head's, or another of people's fates where the words beside it state that one."""
    if kind not in CHECKED or not sentences:
        return kind
    at = max(bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1, 0)
    stated = stated_kind(text, span, sentences[at])
    if stated is None and kind == "killed" and some_died(text, span, sentences[at]):
        return "casualties"
    if stated is None and kind in MAY_BE_HURT and is_only_hurt(text, span, sentences, at):
        return "injured"
    return stated or kind


def is_only_hurt(text: str, span: Span, sentences: Sequence[Span], at: int) -> bool:
    """Whether those counted in sentence `at` were shot, stabbed or hit, and nothing near tells of a death.

    If the words behind the figure say so, a death would be told in that sentence or the next three; if other words
    of the sentence do, also in the two before.

    >>> text = "Four people were shot. One died."
    >>> [is_only_hurt(text, Span(0, 11), sentences, 0) for sentences in ([Span(0, 22)], [Span(0, 22), Span(23, 32)])]
    [True, False]
    """
    own, behind = sentences[at], sentences[at : at + TOLD_IN]
    if _says("hurt", text[span.end : min(span.end + _LOOK, own.end)]):
        return not _says("dead", text[own.start : behind[-1].end])
    first = sentences[max(at - TOLD_BEFORE, 0)]
    return _says("harm", own.of(text)) and not _says("dead", text[first.start : behind[-1].end])


def some_died(text: str, span: Span, sentence: Span) -> bool:
    """Whether those counted were shot, stabbed or hit, and the sentence tells of the death of some of them alone.

    >>> text = "Seven people were shot, leaving one dead."
    >>> some_died(text, Span(0, 12), Span(0, len(text)))
    True
    """
    behind = text[span.end : sentence.end].lower()
    return _says("hurt", behind[:_LOOK]) and _SOME_DIED.search(behind) is not None


def _says(place: str, words: str) -> bool:
    """Whether the words match a row of the table that is for such a place."""
    return any(pattern.search(words.lower()) for name, _, pattern in _patterns() if name == place)


def corrected_status(status: str | None, words: str) -> str | None:
    """Civilian or combatant as the words of a figure and of its group state it, where the head says the other.

    Where it says neither that stays: not all women and students are marked as civilians.

    >>> corrected_status("combatant", "nine civilians"), corrected_status("civilian", "two women and a soldier")
    ('civilian', 'civilian')
    """
    found = {
        kind for place, kind, pattern in _patterns() if place == "whose" and pattern.search(words.lower())
    }
    return found.pop() if status is not None and len(found) == 1 else status


def _kinds_stated(text: str, span: Span, sentence: Span) -> Iterator[str]:
    words, behind = span.of(text).lower(), text[span.end : min(span.end + _LOOK, sentence.end)].lower()
    before = text[max(span.start - _LOOK, sentence.start) : span.start].lower()
    sides = {"inside": words, "behind": behind, "by themselves": behind, "before": before}
    both = ((place, pattern) for place, kind, pattern in _patterns() if kind == "casualties")
    if any(
        pattern.search(sides[place]) for place, pattern in both
    ):  # "killed or wounded" holds "wounded", too
        yield "casualties"
        return
    yield from (
        kind for place, kind, pattern in _patterns() if place in sides and pattern.search(sides[place])
    )


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Place, kind and pattern of each row of the table."""
    return tuple(
        (row["place"], row["what"], _pattern(row["place"], row["words"]))
        for row in load_table("figure_kinds.tsv")
    )


def _pattern(place: str, words: str) -> re.Pattern[str]:
    own = rf"\b(?:{words})\b"
    patterns = {
        "inside": own,
        "whose": own,
        "dead": own,
        "harm": own,
        "hurt": rf"^{_NOUNS}\s+{_AUXILIARY}\s+{_ADVERB}{own}",
        "behind": rf"^{_NOUNS}\s+(?:{_AUXILIARY}\s+{_ADVERB}{own}|{own}{_CLAUSE_ENDS})",
        "by themselves": rf"^{_NOUNS}\s+{own}",
        "before": rf"{own}{_BOUND}$",
    }
    return re.compile(patterns[place])
