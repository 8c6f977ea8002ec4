"""Reads the words of a figure as a number with its bounds and unit; part of the annotate step.

"three" is 3 with both bounds 3, "at least 12" has a lower bound only, "dozens" means 24 or more: docs/events.md has the
whole table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from dragoman.resources import load_table
from dragoman.stages import Amount

COUNTED_THINGS = frozenset({"weapons", "aid", "destroyed"})
CLOSING = ("but no more than", "but not more than", "and up to", "and at most", "but fewer than")
NOT_READ = "the words are not a number"
IMPOSSIBLE = "no such number of people can be meant"
PEOPLE = frozenset(
    {"killed", "injured", "casualties", "missing", "captured", "detained", "released", "displaced", "returned",
     "troops", "participants"}
)  # fmt: skip
MOST_PEOPLE = 9e9  # more than there are

_AGE = re.compile(r"\b[\w-]+?[- ](?:year|month|week|day)s?[- ]old\b|,? aged \d+\b")
_SINGLE = re.compile(r"(?:(?:the|his|her|its|their|our|my|your|[\w.]+'s?)\s+)?(?:[\w-]+\s+)*[\w-]*[^\Ws]")
"""Whom an age is given of, if it is one: "her son" is, "her twin daughters" are not."""
_PAIR = re.compile(
    r"an? (?:[\w-]+ )?{0} and (?:(?:an?|his|her|their) )?(?:[\w-]+ )?{0}".replace(
        "{0}",
        r"(?:man|woman|boy|girl|male|female|mother|father|son|daughter|wife|husband|brother|sister|child|teenager|"
        r"baby|toddler|soldier|policeman|officer|civilian|guard|driver|passenger|student|teacher|nurse|doctor)",
    )
)
"""One and one more in a figure's words: "a man and woman"."""
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)|(?<=\d)[  ](?=\d{3}\b)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[^\w\s]")
_SIMPLE = re.compile(r"\d+(?:\.\d+)?")


class Bounds(NamedTuple):
    """Not below `low`, `best` if one number is meant, not above `high`."""

    low: float | None
    best: float | None
    high: float | None


def read_amount(words: str, what: str) -> Amount:
    """The number that the words of a figure name; `what` is the figure's kind ("killed", "money" ...).

    >>> read_amount("at least 12 civilians", "killed")
    Amount(low=12.0, best=None, high=None, unit=None, why=None)
    >>> read_amount("more than 1.1 billion manats", "money")
    Amount(low=1100000000.0, best=None, high=None, unit='AZN', why=None)
    >>> read_amount("soldiers", "killed").why
    'the words are not a number'
    >>> read_amount("4.5 people", "killed")
    Amount(low=None, best=None, high=None, unit=None, why='no such number of people can be meant')
    """
    aged = words.lower().replace("’", "'")
    text = _GROUPED.sub("", _ORDINAL.sub("nth", _AGE.sub("", aged))).strip()
    bounds = _bounds(text) or _of_one_age(aged, text)
    unit = _unit(text, what)
    if bounds is None:
        return Amount(unit=unit, why=NOT_READ)
    if what in PEOPLE and not all(map(_can_be_people, bounds)):
        return Amount(unit=unit, why=IMPOSSIBLE)
    return Amount(*bounds, unit=unit)


def _can_be_people(bound: float | None) -> bool:
    return bound is None or (bound.is_integer() and bound <= MOST_PEOPLE)


def has_number(words: str) -> bool:
    """Whether there is a number in the words, in digits or as a word.

    >>> has_number("at least twelve"), has_number("about")
    (True, False)
    """
    return next(_numbers(words.lower()), None) is not None or any(char.isdigit() for char in words)


def is_vague(words: str) -> bool:
    """Whether the words say that there are some, and not how many.

    >>> is_vague("many soldiers"), is_vague("soldiers")
    (True, False)
    """
    return any(_begins_with(words.lower().strip(), vague) for vague in _words("vague"))


def _bounds(text: str) -> Bounds | None:
    return _range(text) or _bounded(text) or _whole_phrase(text) or _exact(text)


def _range(text: str) -> Bounds | None:
    """ "between 30 and 40", "30 to 40", "three or four", "at least 30 but no more than 40"."""
    found = list(_numbers(text))
    if len(found) != 2:
        return None
    (first, _, end), (second, start, _) = found
    joint = text[end:start].strip()
    opening = text[: found[0][1]].strip()
    is_range = joint in ("to", "-", "–", "—", "or") or (
        joint == "and" and (opening.endswith("between") or opening.endswith("from"))
    )
    return Bounds(first, None, second) if (is_range or joint in CLOSING) and first < second else None


def _bounded(text: str) -> Bounds | None:
    """A number with words that bound it; the longest count: "no more than", not "more than"."""
    found = next(_numbers(text), None)
    if found is None:
        return None
    number, start, end = found
    before, after = _without_currency(text[:start]), text[end:].strip()
    bounding = [
        (len(words), kind)
        for kind in _SENSES
        for test, side, own in ((_ends_with, before, kind), (_begins_with, after, f"{kind} after"))
        for words in _words(own)
        if test(side, words)
    ]
    if not bounding:
        return None
    low, best, high = (number if own else None for own in _SENSES[max(bounding)[1]])
    return Bounds(low, best, high)


def _without_currency(before: str) -> str:
    """What stands before a number, without a currency's sign at its end: "up to $"."""
    before = before.strip()
    sign = max((words for words in _words("currency") if before.endswith(words)), key=len, default="")
    return before.removesuffix(sign).strip()


_SENSES: Mapping[str, tuple[bool, bool, bool]] = {
    "low": (True, False, False),
    "high": (False, False, True),
    "near": (False, True, True),
    "about": (False, True, False),
}
"""Which of low, best and high the number is, by the kind of the words that bound it."""


def _whole_phrase(text: str) -> Bounds | None:
    """ "dozens", "several hundred", "both", "nobody": words that are a number by themselves; the longest counts."""
    kinds = ("plural", "exact", "zero")
    found = [(words, kind) for kind in kinds for words in _words(kind) if _begins_with(text, words)]
    if not found:
        return None
    words, kind = max(found, key=lambda pair: len(pair[0]))
    value = float(_words(kind)[words])
    return Bounds(value, None, None) if kind == "plural" else Bounds(value, value, value)


def _exact(text: str) -> Bounds | None:
    found = next(_numbers(text), None)
    if found is not None:
        return Bounds(found[0], found[0], found[0])
    if any(_begins_with(text, words) for words in _words("vague")):
        return None
    if _PAIR.fullmatch(" ".join(text.split())):
        return Bounds(2.0, 2.0, 2.0)
    one = text == "the" or any(_begins_with(text, words) for words in _words("one"))  # "the 20-year-old"
    return Bounds(1.0, 1.0, 1.0) if one else None


def _of_one_age(aged: str, text: str) -> Bounds | None:
    """One, where an age is given and the words beside it are of one person: "her 17-month-old son"."""
    single = _AGE.search(aged) is not None and _SINGLE.fullmatch(" ".join(text.split())) is not None
    return Bounds(1.0, 1.0, 1.0) if single else None


def _numbers(text: str) -> Iterator[tuple[float, int, int]]:
    """Each number in digits or words with where it stands."""
    held: list[re.Match[str]] = []
    for token in (*_TOKEN.finditer(text), None):
        if token is not None and (_is_number(token[0]) or _scales(text, token, held)):
            held.append(token)
            continue
        if held and token is not None and token[0] in ("-", "and") and _goes_on(text, token, held):
            continue
        if held:
            yield _value([match[0] for match in held]), held[0].start(), held[-1].end()
            held = []


def _scales(text: str, token: re.Match[str], held: list[re.Match[str]]) -> bool:
    """ "1.1 billion", and a scale by itself behind "a": "a million"."""
    alone = len(token[0]) > 2 and text[: token.start()].rstrip().endswith(("a", "an", "half a", "quarter"))
    return token[0] in _words("scale") and (bool(held) or alone)


def _is_number(token: str) -> bool:
    return bool(_SIMPLE.fullmatch(token)) or token in _words("number") or token in ("hundred", "dozen")


def _goes_on(text: str, joint: re.Match[str], held: list[re.Match[str]]) -> bool:
    """ "twenty-one", "two hundred and ten": the number goes on behind a hyphen or an "and"."""
    behind = _TOKEN.match(text, joint.end() + (text[joint.end() : joint.end() + 1] == " "))
    if behind is not None and joint[0] == "-" and behind[0] in _words("scale"):
        return True
    if behind is None or behind[0] not in _words("number"):
        return False
    last, following = held[-1][0], float(_words("number")[behind[0]])
    if joint[0] == "-":
        return last in _words("number") and float(_words("number")[last]) >= 20 and following < 10
    return last in ("hundred", "thousand") and following < 100


def _value(tokens: list[str]) -> float:
    """Adds up: a scale multiplies what stands before it, a hundred within a thousand only its own part."""
    total = part = 0.0
    for token in tokens:
        if token in _words("scale"):
            scale = float(_words("scale")[token])
            part = (part or 1.0) * scale
            if scale >= 1000:
                total, part = total + part, 0.0
        else:
            part += float(_words("number").get(token, token))
    return total + part


def _unit(text: str, what: str) -> str | None:
    if what == "money":
        return _longest("currency", text)
    if what == "territory":
        return _longest("area", text)
    if what in COUNTED_THINGS:
        nouns = [
            token[0] for token in _TOKEN.finditer(text.split(" of ", maxsplit=1)[0]) if token[0].isalpha()
        ]
        return nouns[-1] if nouns and not _is_number(nouns[-1]) else None
    return None


def _longest(kind: str, text: str) -> str | None:
    """The value of the longest words of a kind that stand in the text."""
    found = [words for words in _words(kind) if _stands_in(text, words)]
    return _words(kind)[max(found, key=len)] if found else None


def _stands_in(text: str, words: str) -> bool:
    left = r"(?<![^\W\d_])" if words[0].isalpha() else ""
    right = r"(?![^\W\d_])" if words[-1].isalpha() else ""
    return re.search(left + re.escape(words) + right, text) is not None


def _begins_with(text: str, words: str) -> bool:
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalnum()


def _ends_with(text: str, words: str) -> bool:
    return text.endswith(words) and not text[-len(words) - 1 : -len(words)].isalnum()


@cache
def _words(kind: str) -> Mapping[str, str]:
    return {row["words"]: row["value"] for row in load_table("amount_words.tsv") if row["kind"] == kind}
