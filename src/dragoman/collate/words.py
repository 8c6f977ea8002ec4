"""The words of a text as arrays of numbers: what is hashed to find copies, and what is aligned to show them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dragoman.types import RecordedDocument, Span

Array = NDArray[np.int64]
Hashes = NDArray[np.uint64]

OTHER, LETTER, IDEOGRAPH = 0, 1, 2
PLANE: Final = 0x10000
"""Characters past the first plane (emoji, rare scripts) stand between words, as marks do."""
CJK: Final = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
BODY_ZONES: Final = frozenset({"body", "transcript"})
QUOTED = re.compile(r"“[^”\n]{2,}”?|«[^»\n]{2,}»?|„[^“”\n]{2,}[“”]?|\"[^\"\n]{2,}\"?")


@dataclass(frozen=True, eq=False)
class Words:
    """Words in text order: code points `start` to `end` of each, and a number that is the same for the same word.

    Case and apostrophes don't count; in scripts without blanks each character is a word.
    """

    start: Array
    end: Array
    key: Hashes

    def __len__(self) -> int:
        return len(self.key)

    def span(self, first: int, last: int) -> Span:
        """From the first of these words to the one before `last`."""
        return Span(int(self.start[first]), int(self.end[last - 1]))

    def inside(self, spans: Iterable[Span]) -> NDArray[np.bool_]:
        """For each word, whether it stands in one of the spans."""
        held = np.zeros(len(self), dtype=bool)
        for span in spans:
            held |= (self.start >= span.start) & (self.end <= span.end)
        return held

    def only(self, kept: NDArray[np.bool_]) -> Words:
        """Those for which `kept` is true."""
        return Words(self.start[kept], self.end[kept], self.key[kept])


def find_words(text: str) -> Words:
    """The words of a text.

    >>> words = find_words("The truce's end")
    >>> [words.span(n, n + 1).of("The truce's end") for n in range(len(words))]
    ['The', 'truce', 's', 'end']
    >>> bool(find_words("TRUCE").key[0] == find_words("truce").key[0])
    True
    """
    raw = text.encode("utf-16-le", "surrogatepass")
    kinds, lower = _tables()
    if len(raw) == 2 * len(text):
        codes = np.frombuffer(raw, dtype=np.uint16)
    else:
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = np.minimum(wide, PLANE - 1).astype(np.uint16)
    first, last = _bounds(kinds[codes])
    return Words(first, last, _keys(lower[codes], first, last))


def _bounds(kind: NDArray[np.uint8]) -> tuple[Array, Array]:
    """Where words begin and end."""
    letter = np.zeros(len(kind) + 2, dtype=np.int8)
    letter[1:-1] = kind > OTHER
    step = letter[1:] - letter[:-1]
    first, last = np.flatnonzero(step == 1), np.flatnonzero(step == -1)
    alone = np.flatnonzero(kind == IDEOGRAPH)
    if not len(alone):
        return first, last
    edges = np.union1d(alone, alone + 1)
    within = letter[1:-1].astype(bool)
    first = np.union1d(first, [edge for edge in edges if edge < len(kind) and within[edge]])
    last = np.union1d(last, [edge for edge in edges if edge > 0 and within[edge - 1]])
    return first.astype(np.int64), last.astype(np.int64)


def _keys(lower: Hashes, first: Array, last: Array) -> Hashes:
    """The sum of each word's characters, each times a number of its place (multilinear hashing), mixed."""
    if not len(first):
        return np.zeros(0, dtype=np.uint64)
    length = last - first
    starts = np.cumsum(length)
    starts -= length
    total = int(starts[-1] + length[-1])
    at = np.arange(total)
    place = at - np.repeat(starts, length)
    at += np.repeat(first - starts, length)
    return mix(np.add.reduceat(lower[at] * _weights(int(length.max()))[place], starts))


def mix(values: Hashes) -> Hashes:
    """Spread numbers over 64 bits (the finaliser of SplitMix64, Steele et al. 2014); the same everywhere."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _weights(longest: int) -> Hashes:
    """An odd number for each place in a word."""
    return _weights_of(1 << longest.bit_length())


@lru_cache(maxsize=4)
def _weights_of(size: int) -> Hashes:
    return mix(np.arange(1, size + 1, dtype=np.uint64) * PRIME) | np.uint64(1)


@cache
def _tables() -> tuple[NDArray[np.uint8], Hashes]:
    """Of each character of the first plane: its kind, and itself in lower case. Those past it are other characters."""
    kinds = np.zeros(PLANE, dtype=np.uint8)
    lower = np.arange(PLANE, dtype=np.uint64)
    for code in range(PLANE):
        char = chr(code)
        if unicodedata.category(char)[0] in "LMN":
            kinds[code] = LETTER
            small = char.lower()
            lower[code] = ord(small) if len(small) == 1 else code
    for start, end in CJK:
        kinds[start : end + 1] = np.where(kinds[start : end + 1] == LETTER, IDEOGRAPH, OTHER)
    return kinds, lower


def body_words(document: RecordedDocument) -> Words:
    """The words of a report's own text: what headline, dateline, captions, teasers and furniture hold is left out.

    A document without zones (or with none of these) counts whole.
    """
    body = [zone.span for zone in document.zones if zone.zone in BODY_ZONES]
    words = find_words(document.text)
    return words.only(words.inside(body)) if body else words


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Stretches in double quotation marks, each at most to the end of its line.

    >>> [span.of("He said “no deal” and left") for span in quoted_spans("He said “no deal” and left")]
    ['“no deal”']
    """
    return tuple(Span(*match.span()) for match in QUOTED.finditer(text))
