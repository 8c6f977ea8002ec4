"""Finding known words in a text, whatever stands between them."""

from __future__ import annotations

import re
from unicodedata import normalize

from dragoman.types import Span

_NOT_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits only, case folded: what two renderings of the same words share.

    >>> letters("“No”, he said.") == letters('"No" ,  HE said')
    True
    """
    return _NOT_LETTERS.sub("", normalize("NFC", text).casefold())


def find_words(text: str, words: str, *, within: int | None = None) -> Span | None:
    """Where the words of `words` first stand in `text` (or its first `within` characters), punctuation aside.

    >>> find_words('Envoy:  "No deal" yet', "no deal")
    Span(start=9, end=16)
    >>> find_words("Nowhere", "here") is None
    True
    """
    parts = re.findall(r"\w+", words)[:60]
    if not parts:
        return None
    pattern = r"(?<!\w)" + r"[\W_]{1,8}".join(map(re.escape, parts)) + r"(?!\w)"
    found = re.compile(pattern, re.IGNORECASE).search(text, 0, len(text) if within is None else within)
    return Span(*found.span()) if found else None
