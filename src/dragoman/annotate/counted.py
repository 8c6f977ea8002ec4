"""Whether the words of a figure count anything, and all of those words; part of the annotate step.

What docs/events.md says is no figure is none here either, whatever the head makes of it: an age, a share, a day, a bare
plural; and a number of dead where nothing near it speaks of death. A count that is made up does more harm than one that
is missed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from dragoman.annotate.amounts import has_number, is_vague, read_amount
from dragoman.annotate.extents import whole_words
from dragoman.resources import load_lines, load_table
from dragoman.types import Span

_AFTER_BOUND = re.compile(
    r"\s*(?:[a-z]{0,3}[$€£¥₽₴₪]\s*)?\d[\d,.]*(?:\s+(?:thousand|million|billion|trillion|bn|mn|m)\b)?"
    r"(?![\w-]|[ -](?:years?|months?|weeks?|days?)[ -]old\b)",
    re.IGNORECASE,
)
_AGE_OF_NAMED = re.compile(r"\w,\s*$")
_AGED = re.compile(r"\b(?:aged?|age of)\s*$", re.IGNORECASE)
_NAMES = re.compile(r"\b[A-Z]{1,3}-\d")
"""A number that is a name: "K-9", "AK-47"."""
_ONLY_AGE = re.compile(r"(?:\d+|[a-z]+(?:-[a-z]+)?)[- ]years?[- ]olds?|aged \d+", re.IGNORECASE)
_NUMBERED = re.compile(r"\bhomicides? (?:number|no\.|nos\.|#)\s*(?:\d+(?:,| and|, and) )*$", re.IGNORECASE)
"""What stands before a number that says which death of the year it is, not how many there were."""
_ATTEMPTED = re.compile(
    r"\battempted (?:[\w-]+ ){0,3}(?:murders?|homicides?|killings?|manslaughter|assassinations?) of "
    r"(?:the |all |at least |as many as |his |her |their |another )*$",
    re.IGNORECASE,
)
"""What stands before the number of those whom somebody failed to kill."""
_LOOK_BACK = 60  # characters
PEOPLE = frozenset(
    {"killed", "injured", "casualties", "missing", "captured", "detained", "released", "displaced"}
)


def counted_words(text: str, span: Span) -> Span:
    """All the words of a figure: whole compounds, and the number that words before it bound ("about" 500, "$" 44).

    >>> text = "at least 12 people"
    >>> counted_words(text, Span(0, 8)).of(text)
    'at least 12'
    """
    whole = whole_words(text, span)
    number = None if has_number(whole.of(text)) else _AFTER_BOUND.match(text, whole.end)
    return Span(whole.start, number.start() + len(number[0].rstrip(",."))) if number else whole


def is_counted(text: str, span: Span, what: str, sentences: Sequence[Span], times: Sequence[Span]) -> bool:
    """Whether the words at `span` count something of a kind; `sentences` and `times` are the text's, in order."""
    words = span.of(text)
    if (
        _ONLY_AGE.fullmatch(words.strip())
        or _NAMES.search(words)
        or (what == "killed" and _counts_no_dead(text, span))
        or _of_another_kind(text, span, what, times)
    ):
        return False
    amount = read_amount(words, what)
    known = any(bound is not None for bound in (amount.low, amount.best, amount.high))
    return (known or has_number(words) or is_vague(words)) and _spoken_of(text, span, what, sentences)


def _counts_no_dead(text: str, span: Span) -> bool:
    """Whether the number is of victims of an attempt, or the place of a death in a row of them."""
    before = text[max(0, span.start - _LOOK_BACK) : span.start]
    return _ATTEMPTED.search(before) is not None or _NUMBERED.search(before) is not None


def _of_another_kind(text: str, span: Span, what: str, times: Sequence[Span]) -> bool:
    """Whether the number is an age, a share, a distance, or stands in a day or an hour."""
    behind = text[span.end : span.end + 20]
    if _unit().match(behind) or _AGED.search(text[max(0, span.start - 10) : span.start]):
        return True
    named = (
        what in PEOPLE
        and span.of(text).isdigit()
        and _AGE_OF_NAMED.search(text[max(0, span.start - 4) : span.start])
    )
    if named and behind[:1] in (",", "."):  # "Roa, 34, ..."
        return True
    at = bisect_right(times, span, key=lambda time: time) - 1
    return any(time.covers(span) for time in times[max(at - 1, 0) : at + 2])


def _spoken_of(text: str, span: Span, what: str, sentences: Sequence[Span]) -> bool:
    """Whether the sentence, or one beside it, has a word of what is counted; kinds without a list always are."""
    sign = _signs().get(what)
    if sign is None or not sentences:
        return True
    at = max(bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1, 0)
    near = sentences[max(at - 1, 0) : at + 2]
    return sign.search(text, near[0].start, near[-1].end) is not None


@cache
def _signs() -> Mapping[str, re.Pattern[str]]:
    return {
        row["what"]: re.compile(rf"\b(?:{row['stems']})", re.IGNORECASE)
        for row in load_table("figure_signs.tsv")
    }


@cache
def _unit() -> re.Pattern[str]:
    units = "|".join(
        re.escape(unit) for unit in sorted(load_lines("uncounted_units.txt"), key=len, reverse=True)
    )
    other_end = r"(?:\s*(?:or|to|[-–])?\s*\d+)?"  # "about 9 or" before "10 years old"
    return re.compile(rf"{other_end}[\s-]?(?:{units})(?![\w])", re.IGNORECASE)
