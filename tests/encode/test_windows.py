"""Words, features and windows of the encoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from dragoman.encode.windows import QUOTE_STATES, Piece, make_piece, pack, quote_states, split_piece
from dragoman.segment.quotations import find_quotations
from dragoman.types import Span


def letters_tokenizer() -> Tokenizer:
    """A tokenizer of single letters: every word has as many subwords as letters."""
    vocabulary = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789.,\"'!?":
        vocabulary[letter] = len(vocabulary)
        vocabulary["##" + letter] = len(vocabulary)
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


TOKENIZER = letters_tokenizer()


def piece_of(text: str) -> Piece:
    span = Span(0, len(text))
    return make_piece(text, span, find_quotations(text, [span]), TOKENIZER)


def test_each_word_has_its_first_subword_and_features() -> None:
    piece = piece_of('Ab "cd" 12')
    assert [word.of('Ab "cd" 12') for word in piece.words] == ["Ab", '"', "cd", '"', "12"]
    assert piece.first == (0, 2, 3, 5, 6)
    assert [feature % QUOTE_STATES for feature in piece.features] == [0, 0, 1, 1, 1, 1, 0, 0]
    assert [feature // QUOTE_STATES for feature in piece.features] == [2, 2, 0, 1, 1, 0, 5, 5]


def test_capitals_say_nothing_where_all_is_in_capitals() -> None:
    cases = {feature // QUOTE_STATES for feature in piece_of("THE REBELS LEFT THE TOWN").features}
    assert cases == {6}


def test_a_quotation_in_double_marks_counts_before_one_in_single_marks() -> None:
    text = "\u2018ab \u201ccd\u201d ef\u2019 gh"
    words = [
        Span(0, 1),
        Span(1, 3),
        Span(4, 5),
        Span(5, 7),
        Span(7, 8),
        Span(9, 11),
        Span(11, 12),
        Span(13, 15),
    ]
    found = find_quotations(text, [Span(0, len(text))])
    assert quote_states(words, found)[3] == 1
    assert quote_states(words, found)[-1] == 0


@pytest.mark.parametrize("size", [2, 3, 5, 8, 100])
def test_a_split_loses_no_subword_and_no_word(size: int) -> None:
    piece = piece_of("ab cde f ghijkl mn. op")
    parts = list(split_piece(piece, size))
    assert tuple(n for part in parts for n in part.ids) == piece.ids
    assert tuple(word for part in parts for word in part.words) == piece.words
    assert all(len(part.ids) <= size for part in parts)


def test_a_split_prefers_the_given_breaks() -> None:
    text = "ab cd. ef gh. ij"
    parts = list(split_piece(piece_of(text), 9, frozenset({7, 14})))
    assert [text[part.words[0].start : part.words[-1].end] for part in parts] == ["ab cd.", "ef gh. ij"]


@given(st.lists(st.sampled_from(["ab", "cde", "f.", "ghi jk"]), max_size=12), st.integers(8, 20))
def test_windows_hold_whole_pieces_in_order(texts: list[str], size: int) -> None:
    pieces = [piece_of(text) for text in texts]
    windows = list(pack(pieces, (1, 2), size=size))
    assert [word for window in windows for word in window.words] == [word for p in pieces for word in p.words]
    for window in windows:
        assert len(window.ids) == len(window.features) <= size
        assert window.ids[0] == 1
        assert window.ids[-1] == 2
        assert len(window.first) == len(window.words)


def test_a_piece_too_long_for_a_window_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        list(pack([piece_of("abcdefghij")], (1, 2), size=8))


@pytest.mark.parametrize(
    "text", ["\u200b", "\U0001f600 ab", "\u0645\u0631\u062d\u0628\u0627 ab", "a\x00b", "x" * 5000]
)
def test_odd_text_keeps_words_in_range(text: str) -> None:
    piece = piece_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in piece.words)
    assert all(0 <= place < len(piece.ids) for place in piece.first)
