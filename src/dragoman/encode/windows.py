"""Cuts a document into words and windows of subwords that fit the encoder: part of the encode step."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.stages import Quotation
from dragoman.types import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW_SUBWORDS = 256
"""Subwords a window holds, its marks included."""

CASES = 7
QUOTE_STATES = 4
_OTHER, _LOWER, _CAPITALISED, _UPPER, _MIXED, _DIGITS, _UNKNOWN = range(CASES)
_SHOUTING = 0.7  # share of a paragraph's cased words in capitals from which case says nothing about a word

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text (a paragraph, or a sentence of a long one) as subwords.

    `words` are the words that have a subword, `first` the place of each one's first subword in `ids`, and
    `features` the case and quotation feature of each subword.
    """

    words: tuple[Span, ...]
    first: tuple[int, ...]
    ids: tuple[int, ...]
    features: tuple[int, ...]


@dataclass(frozen=True)
class Window:
    """What the encoder sees at once: `[CLS] piece [SEP] piece [SEP] ...`."""

    words: tuple[Span, ...]
    first: tuple[int, ...]
    ids: tuple[int, ...]
    features: tuple[int, ...]


@lru_cache(maxsize=4_096)
def case_of(word: str) -> int:
    """The case feature of a word.

    >>> [case_of(word) for word in ("the", "Idlib", "UN", "McCain", "192", ",")]
    [1, 2, 3, 4, 5, 0]
    """
    if word.isdigit():
        return _DIGITS
    if word.islower():
        return _LOWER
    if word.isupper():
        return _UPPER if len(word) > 1 else _CAPITALISED
    if word[0].isupper() and word[1:].islower():
        return _CAPITALISED
    return _MIXED if any(map(str.isupper, word)) else _OTHER


def quote_states(words: Sequence[Span], quotations: Iterable[Quotation]) -> list[int]:
    """Of each word: 0 outside quotation marks, 1 in double marks, 2 in ones never closed, 3 in single marks only."""
    states = [0] * len(words)
    starts = [word.start for word in words]
    for quotation in sorted(quotations, key=lambda found: found.double):
        state = (1 if quotation.closed else 2) if quotation.double else 3
        for index in range(bisect_right(starts, quotation.span.start - 1), len(words)):
            if starts[index] >= quotation.span.end:
                break
            states[index] = state
    return states


def make_piece(text: str, span: Span, quotations: Sequence[Quotation], tokenizer: Tokenizer) -> Piece:
    """The subwords of a stretch of text with their features; `quotations` are those that touch it."""
    words = [Span(*found.span()) for found in _WORD.finditer(text, span.start, span.end)]
    encoded = tokenizer.encode(span.of(text), add_special_tokens=False)
    starts = [word.start for word in words]
    owner = [bisect_right(starts, span.start + offset) - 1 for offset, _ in encoded.offsets]
    first: dict[int, int] = {}
    for subword, word in enumerate(owner):
        if word >= 0:
            first.setdefault(word, subword)
    word_features = _features(text, words, quotations)
    features = tuple([word_features[word] if word >= 0 else 0 for word in owner])
    kept = sorted(first)
    return Piece(
        tuple(words[word] for word in kept), tuple(first[word] for word in kept), tuple(encoded.ids), features
    )


def _features(text: str, words: Sequence[Span], quotations: Sequence[Quotation]) -> list[int]:
    cases = [case_of(word.of(text)) for word in words]
    cased = [case for case in cases if case in (_LOWER, _CAPITALISED, _UPPER, _MIXED)]
    if cased and cased.count(_UPPER) > _SHOUTING * len(cased):
        cases = [_UNKNOWN if case == _UPPER else case for case in cases]
    return [
        case * QUOTE_STATES + state
        for case, state in zip(cases, quote_states(words, quotations), strict=True)
    ]


def split_piece(piece: Piece, size: int, breaks: frozenset[int] = frozenset()) -> Iterator[Piece]:
    """Pieces of at most `size` subwords, cut before a word that begins at one of `breaks` where there is one.

    Failing that the cut is between words, and inside a word only if it alone is longer.
    """
    preferred = [place for word, place in zip(piece.words, piece.first, strict=True) if word.start in breaks]
    start = 0
    while len(piece.ids) - start > size:
        end = _last_up_to(preferred, start, size) or _last_up_to(piece.first, start, size) or start + size
        yield _cut(piece, start, end)
        start = end
    yield _cut(piece, start, len(piece.ids))


def _last_up_to(places: Sequence[int], start: int, size: int) -> int | None:
    """The last of the rising `places` in (start, start + size]."""
    at = bisect_right(places, start + size) - 1
    return places[at] if at >= 0 and places[at] > start else None


def _cut(piece: Piece, start: int, end: int) -> Piece:
    low, high = bisect_left(piece.first, start), bisect_left(piece.first, end)
    return Piece(
        piece.words[low:high],
        tuple(place - start for place in piece.first[low:high]),
        piece.ids[start:end],
        piece.features[start:end],
    )


def pack(pieces: Iterable[Piece], marks: tuple[int, int], *, size: int = WINDOW_SUBWORDS) -> Iterator[Window]:
    """Windows of whole pieces, as many as fit; `marks` are the ids of [CLS] and [SEP].

    Raises:
        ValueError: a piece is longer than `size` less the two marks.
    """
    held: list[Piece] = []
    length = 1
    for piece in pieces:
        if len(piece.ids) + 2 > size:
            raise ValueError(f"a piece of {len(piece.ids)} subwords does not fit a window of {size}")
        if held and length + len(piece.ids) + 1 > size:
            yield _window(held, marks)
            held, length = [], 1
        held.append(piece)
        length += len(piece.ids) + 1
    if held:
        yield _window(held, marks)


def _window(pieces: Sequence[Piece], marks: tuple[int, int]) -> Window:
    cls, sep = marks
    words: list[Span] = []
    first: list[int] = []
    ids, features = [cls], [0]
    for piece in pieces:
        words.extend(piece.words)
        first.extend(len(ids) + place for place in piece.first)
        ids.extend((*piece.ids, sep))
        features.extend((*piece.features, 0))
    return Window(tuple(words), tuple(first), tuple(ids), tuple(features))
