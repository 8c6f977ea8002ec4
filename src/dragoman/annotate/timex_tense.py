"""Whether the words around a time speak of the past or the future, for `annotate.timexes`: which Friday is meant."""

from __future__ import annotations

from functools import cache
from typing import Literal

from dragoman.annotate.timex_parts import Parts
from dragoman.annotate.timex_tokens import Token
from dragoman.resources import load_table

Direction = Literal["past", "future"]
_DEADLINES = {"by", "until", "till"}


@cache
def _tenses() -> dict[str, Direction]:
    return {row["word"]: row["tense"] for row in load_table("tense_words.tsv")}  # type: ignore[misc]


def _tense_of(token: Token) -> Direction | None:
    """The tense one word gives away."""
    word = token.text.lower()
    known = _tenses().get(word)
    if known or token.kind != "unknown":
        return known
    return "past" if word.endswith("ed") and len(word) > SHORTEST_PAST else None


SHORTEST_PAST = 4
"""Words of four letters in -ed are mostly no verbs ("need", "feed", "shed")."""


def find_direction(parts: Parts, sentence: tuple[int, int]) -> Direction | None:
    """Past or future, from the nearest verb in front of the time in its sentence, else the first one behind it.

    `sentence` gives its first and last token (excluded). None where no word decides.
    """
    tokens, (first, last) = parts.tokens, sentence
    before = parts.before()
    if before is not None and before.kind in _DEADLINES and parts.first > first:
        return "future"
    nearest_first = (*range(parts.first - 1, first - 1, -1), *range(parts.last, last))
    return next((tense for place in nearest_first if (tense := _tense_of(tokens[place]))), None)
