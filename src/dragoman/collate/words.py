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

IDEOGRAPH: Final = 1 << 32
PLANE: Final = 0x10000
"""Characters past the first plane (emoji, rare scripts) stand between words, as marks do."""
CJK: Final = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
BASE: Final = 0xD1342543DE82EF95
"""An odd number: of a base that can be divided by, a word's number is the same wherever the word stands."""
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

    def within(self, spans: Iterable[Span]) -> Words:
        """The words of stretches that do not overlap."""
        bounds = np.array(sorted((span.start, span.end) for span in spans))
        first = np.searchsorted(self.start, bounds[:, 0])
        last = np.searchsorted(self.end, bounds[:, 1], side="right")
        if len(bounds) == 1:
            kept: slice | Array = slice(int(first[0]), int(last[0]))
        else:
            kept = np.concatenate([np.arange(*bound) for bound in zip(first, last, strict=True)])
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
    if len(raw) == 2 * len(text):
        codes = np.frombuffer(raw, dtype=np.uint16)
    else:
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = np.minimum(wide, PLANE - 1).astype(np.uint16)
    letters = _letters()[codes]
    first, last = _bounds(letters)
    return Words(first, last, _keys(letters, first, last))


def _bounds(letters: Hashes) -> tuple[Array, Array]:
    """Where words begin and end."""
    within = np.zeros(len(letters) + 2, dtype=bool)
    np.not_equal(letters, 0, out=within[1:-1])
    turns = np.flatnonzero(within[1:] != within[:-1])
    first, last = turns[::2], turns[1::2]
    if not len(letters) or letters.max() < IDEOGRAPH:
        return first, last
    alone = np.flatnonzero(letters >= IDEOGRAPH)
    edges = np.union1d(alone, alone + 1)
    first = np.union1d(first, edges[within[edges + 1]])
    last = np.union1d(last, edges[within[edges]])
    return first, last


def _keys(letters: Hashes, first: Array, last: Array) -> Hashes:
    """The sum of each word's characters, each times a power of its place (Karp and Rabin 1987, modulo 2**64), mixed."""
    powers, inverses = _powers(len(letters).bit_length())
    sums = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    return mix((sums[last] - sums[first]) * inverses[first])


def mix(values: Hashes) -> Hashes:
    """Spread numbers over 64 bits (the finaliser of SplitMix64, Steele et al. 2014); the same everywhere."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=4)
def _powers(bits: int) -> tuple[Hashes, Hashes]:
    """The powers of `BASE` for texts of so many bits in length, and those of its inverse."""
    return _powers_of(BASE, 1 << bits), _powers_of(pow(BASE, -1, 1 << 64), 1 << bits)


def _powers_of(base: int, count: int) -> Hashes:
    factors = np.full(count, base, dtype=np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


@cache
def _letters() -> Hashes:
    """Of each character of the first plane: itself in lower case, 0 for one that stands between words.

    A character that is a word by itself has `IDEOGRAPH` added; characters past the first plane stand between words.
    """
    letters = np.zeros(PLANE, dtype=np.uint64)
    for code in range(PLANE):
        char = chr(code)
        if unicodedata.category(char)[0] in "LMN":
            small = char.lower()
            letters[code] = ord(small) if len(small) == 1 else code
    for start, end in CJK:
        held = letters[start : end + 1]
        held[held > 0] += np.uint64(IDEOGRAPH)
    return letters


def body_words(document: RecordedDocument) -> Words:
    """The words of a report's own text: what headline, dateline, captions, teasers and furniture hold is left out.

    A document without zones (or with none of these) counts whole.
    """
    body = [zone.span for zone in document.zones if zone.zone in BODY_ZONES]
    words = find_words(document.text)
    return words.within(body) if body else words


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Stretches in double quotation marks, each at most to the end of its line.

    >>> [span.of("He said “no deal” and left") for span in quoted_spans("He said “no deal” and left")]
    ['“no deal”']
    """
    return tuple(Span(*match.span()) for match in QUOTED.finditer(text))
