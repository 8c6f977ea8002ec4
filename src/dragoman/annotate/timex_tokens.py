"""Words of a stretch of text, each with the class a time rule may ask for; used by `annotate.timexes`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.resources import load_table

OTHER = "x"
"""The letter of a token no rule asks for; classes with a name get one from the private use area."""
FIRST_YEAR, LAST_YEAR = 1500, 2199
_FIRST_LETTER = 0xE000

_SHAPES = re.compile(
    r"""
    (?P<word>(?![oO]['’][cC]lock\b)[^\W\d_]\w*+)
  | (?P<iso>(?<![\d-])\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-]))
  | (?P<slashdate>(?<![\d/.])(?:\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)(?:\d{4}|\d{2})|\d{4}/\d{2}/\d{2})(?![\d/]|[.]\d))
  | (?P<clock12>(?<![\d.:,])\d{1,2}(?:[:.]\d{2})?[ \t]?[AaPp](?:\.[ \t]?[Mm]\.?|[Mm]\b))
  | (?P<clock>(?<![\d.:,])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
  | (?P<decade>(?:\d{3}0|(?<!\w)['’]\d0)['’]?s\b)
  | (?P<shortyear>(?<!\w)['’]\d{2}\b)
  | (?P<ordnum>\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b)
  | (?P<decimal>\d{1,3}(?:,\d{3})++(?:\.\d++)?(?!\d)|\d{1,12}\.\d++)
  | (?P<oclock>[oO]['’][cC]lock\b)
  | (?P<number>\d++(?!\w))
  | (?P<mixed>\w++)
  | (?P<mark1>[^\w\s])
    """,
    re.VERBOSE,
)
_MARKS = {
    ",": "comma", ".": "dot", "-": "dash", "–": "dash", "—": "dash", "‑": "dash", "'": "apos", "’": "apos",
    "(": "lpar", ")": "rpar", "/": "stroke", "$": "money", "€": "money", "£": "money", "%": "percent",
}  # fmt: skip


class Token(NamedTuple):
    """A word, number or mark: where it is, its class, and the value the class gives it."""

    start: int
    end: int
    text: str
    kind: str
    value: str


@cache
def word_classes() -> dict[str, tuple[str, str]]:
    """Class and value of each word that time expressions are made of, by its lower-case form."""
    return {row["word"]: (row["class"], row["value"]) for row in load_table("timex_words.tsv")}


@cache
def letters() -> dict[str, str]:
    """The letter that stands for each class in the string that rules are matched on."""
    shapes = {name for name in _SHAPES.groupindex if name not in ("number", "word", "mixed", "mark", "mark1")}
    names = shapes | {kind for kind, _ in word_classes().values()} | set(_MARKS.values())
    names |= {"d31", "y4", "hhmm", "int"}
    return {name: chr(_FIRST_LETTER + number) for number, name in enumerate(sorted(names))}


def _number_class(digits: str) -> str:
    if len(digits) <= 2:
        return "d31" if int(digits) <= 31 else "int"
    if len(digits) == 4 and FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return "y4"
    if len(digits) == 4 and int(digits[:2]) < 25 and int(digits[2:]) < 60:
        return "hhmm"
    return "int"


@lru_cache(maxsize=4_096)
def _classify(shape: str, text: str) -> tuple[str, str]:
    if shape in ("word", "mixed"):
        return word_classes().get(text.lower(), ("unknown", ""))
    if shape == "number":
        return (_number_class(text), text) if len(text) < 13 and text.isascii() else ("unknown", "")
    if shape == "mark1":
        return _MARKS.get(text, "unknown"), ""
    return shape, text


def read_tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`, with spans in code points of `text`.

    >>> [(token.text, token.kind) for token in read_tokens("on 14 Sept.", 0, 11)]
    [('on', 'on'), ('14', 'd31'), ('Sept', 'abmonth'), ('.', 'dot')]
    """
    found = (
        (*match.span(), match.group(), match.lastgroup or "") for match in _SHAPES.finditer(text, start, end)
    )
    return tuple([Token(low, high, words, *_classify(shape, words)) for low, high, words, shape in found])


def letter_string(tokens: tuple[Token, ...]) -> str:
    """One letter a token: what the rules are matched on."""
    table = letters()
    return "".join([table.get(token.kind, OTHER) for token in tokens])
