"""Tells the language of a report from its main text, offline: part of the segment step."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from dragoman.resources import load_lines

MAX_CHARS = 3_000  # more of a text changes nothing and costs time
MIN_LETTERS = 24  # fewer letters than in a short headline tell nothing
ENGLISH_SHARE = 0.15  # of the words; own cases of English full of names have .16 and more
ENGLISH_KINDS = 5
MIN_PROBABILITY = 0.8  # of the identifier, over all its languages
MIN_PROBABILITY_SCRIPT = 0.3  # the same for a script that few languages share: it is not English in any case

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ONLY_ENGLISH = frozenset({"the", "and", "that", "with", "which", "from", "were", "said", "been", "they"})


class Language(Struct, frozen=True):
    """An ISO 639-1 code, or None and the reason."""

    code: str | None
    why: str | None = None


def find_language(text: str) -> Language:
    """The language of the first part of `text`; small English words decide before the identifier is asked.

    Names say little of the language they stand in, and mislead an identifier that reads letters.

    >>> find_language("The governor of Ruvask said that the bridge was closed and that nobody had been hurt.").code
    'en'
    >>> find_language("Ruvask 14").why
    'too little text to tell the language'
    """
    sample = text[: MAX_CHARS * 4].strip()[:MAX_CHARS]
    words = [word.casefold() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < MIN_LETTERS:
        return Language(None, "too little text to tell the language")
    if _is_english(words):
        return Language("en")
    code, probability = _identify(" ".join(_WORD.findall(sample)))
    latin = sum(mark < "\u0250" for word in words for mark in word[:1])
    if probability < (MIN_PROBABILITY if latin > len(words) / 2 else MIN_PROBABILITY_SCRIPT):
        return Language(None, f"the text reads most like {code!r}, but not surely enough")
    return Language(code)


def _is_english(words: list[str]) -> bool:
    small = [word for word in words if word in _english()]
    kinds = set(small)
    needed = min(ENGLISH_KINDS, max(3, len(words) // 6))
    return len(small) >= ENGLISH_SHARE * len(words) and len(kinds) >= needed and bool(kinds & _ONLY_ENGLISH)


@cache
def _english() -> frozenset[str]:
    return frozenset(load_lines("english_words.txt"))


def _identify(sample: str) -> tuple[str, float]:
    code, probability = _identifier().classify(sample.casefold() if sample.isupper() else sample)
    return str(code), float(probability)


@cache
def _identifier():  # type: ignore[no-untyped-def]  # the library has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
