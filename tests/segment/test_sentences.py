"""Sentences end where a reader says they do, and hold every visible character once."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.segment.paragraphs import find_paragraphs
from dragoman.segment.sentences import find_sentences
from dragoman.types import Span


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in find_sentences(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Ilda Marr met Lt. Col. T. R. Voss and Sen. Joao Mendel.",
        "The U.S. Army and the U.N. Security Council did not answer.",
        "It was signed on Jan. 3 and Sept. 14 by No. 5 Brigade.",
        "Prices rose by 3.5 percent to 1.2 million at 9 p.m. Thursday.",
        "Harbour Freight Inc. Chairman Otto Ferl left.",
        '"Never!" she said.',
        '"Is it over?" Lind asked.',
        "“We will not go!” the mayor of Sill told reporters.",
        "They waited ... and nothing came.",
        "They waited… and nothing came.",
        "He lives in Oboro, Calif. with his sons.",
        "See harbourwire.net for the list, e.g. the names.",
        "1. Wide of the bridge",
        "THE U.S. EMBASSY AND GEN. MARR DENIED IT.",
        "AID WORTH U.S. $103 MILLION WAS LOST.",
        "She spoke (on the record) for an hour",
        "🕊️",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", 2),
        ('He said "we left." She stayed.', 2),
        ("“We left.” “They stayed.”", 2),
        ("He works for the U.N. The office is closed.", 2),
        ("It began at 9 p.m. The guns were silent by ten.", 2),
        ("They chose plan B. It failed.", 2),
        ("He said no. The minister left in March. Nobody followed.", 3),
        ("It ended in May. Talks go on.", 2),
        ("Was it over? Nobody knew! It was.", 3),
        ("(He left.) She stayed.", 2),
        ("THE ARMY LEFT. THE REBELS STAYED.", 2),
        ("سقطت المدينة. هل انتهت الحرب؟ لا أحد يعرف.", 3),
        ("会谈结束。双方没有签字。", 2),
        ("They waited... Nothing came.", 2),
        ("One.\r\nTwo.", 2),
    ],
)
def test_several_sentences(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


def test_a_break_ends_a_sentence_wherever_it_stands() -> None:
    text = "REVA (ALP) - The sides met"
    found = find_sentences(text, [Span(0, len(text))], frozenset({12}))
    assert [span.of(text) for span in found] == ["REVA (ALP) -", "The sides met"]


PIECES = st.sampled_from(
    [
        "He left",
        ".",
        "...",
        "!",
        "?”",
        '"',
        " ",
        "\n",
        "\n\n",
        "U.S.",
        "Gen.",
        "No. 5",
        "J. R.",
        "\x00",
        "🕊️",
        "؟",
        "。",
        "\u2028",
        "(",
        ")",
        "-",
        "x" * 90,
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_every_visible_character_is_in_one_sentence(text: str) -> None:
    paragraphs = find_paragraphs(text)
    found = find_sentences(text, paragraphs)
    for spans in (paragraphs, found):
        assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
        inside = {at for span in spans for at in range(span.start, span.end)}
        assert all(mark.isspace() for at, mark in enumerate(text) if at not in inside)
    assert all(any(paragraph.covers(span) for paragraph in paragraphs) for span in found)
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)
