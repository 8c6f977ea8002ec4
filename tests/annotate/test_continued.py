"""Speech that reaches over sentences and list items without a cue of their own, and sentences that it leaves alone."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from dragoman.annotate.continued import continued_speech
from dragoman.stages import FoundAttribution
from short_reports import attribution, make_doc, make_segments, mentions_of, place

Told = list[tuple[str | None, tuple[str, ...]]]


def contents(text: str, *found: FoundAttribution) -> Told:
    told = continued_speech(make_doc(text), make_segments(text), mentions_of(text), found)
    return [(a.source[0].of(text) if a.source else None, tuple(s.of(text) for s in a.content)) for a in told]


def test_this_was_announced_reaches_back_to_the_sentence_before() -> None:
    text = (
        "Two bridges were blown up in Tarn. This was announced on Monday by Mayor Adama Sow, who was there."
    )
    assert contents(text) == [("Mayor Adama Sow", ("Two bridges were blown up in Tarn.",))]


def test_what_is_attributed_already_keeps_its_source() -> None:
    text = "[Text] Two bridges were blown up in Tarn.\n\nThe announcement was made by the Hill Front."
    said = attribution(text, "the Hill Front", "was made", "The announcement")
    assert contents(text, said) == [
        ("the Hill Front", ("Two bridges were blown up in Tarn.", "The announcement"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Two bridges were blown up in Tarn. This was made evident by officials.",
        "Two bridges were blown up in Tarn. This was announced by surprise.",
        "Two bridges were blown up in Tarn. The report was released by officials.",
        "Two bridges were blown up in Tarn. The mayor was informed by officials.",
        "Two bridges were blown up.\n\nIt rained.\n\nThis was announced.",
        "This was announced by officials.",
        "",
    ],
)
def test_other_sentences_stay_the_reports_own(text: str) -> None:
    assert contents(text) == []


def test_a_list_is_of_whoever_announces_it() -> None:
    text = (
        "After the raid the army states the following:\n1. Nine men were killed.\nThey had fired first.\n"
        "2. The mill was not shelled.\nThe market was empty on Monday."
    )
    assert contents(text) == [
        ("the army", ("1. Nine men were killed.", "They had fired first.", "2. The mill was not shelled."))
    ]


def test_a_list_with_dots_is_over_with_its_last_dot() -> None:
    text = "Officials reported:\n• Nine men were killed.\n• The mill burned.\nIt rained."
    assert contents(text) == [("Officials", ("• Nine men were killed.", "• The mill burned."))]


def test_what_the_encoder_has_of_a_list_is_made_whole() -> None:
    text = "Officials reported:\n1. Nine men were killed.\n2. The mill burned."
    said = attribution(text, "Officials", "reported", "Nine men were killed")
    assert contents(text, said) == [("Officials", ("1. Nine men were killed.", "2. The mill burned."))]


@pytest.mark.parametrize(
    "text",
    [
        "On board were the following:\n1. Nine men.\n2. Two dogs.",
        "Officials reported:\n1. Nine men were killed.\nIt rained.",
        "Officials reported:\n2. Nine men were killed.\n3. It rained.",
        "Officials reported the raid.\n1. Nine men were killed.\n2. It rained.",
        "Officials reported the raid: at noon. What is known:\n1. Nine men were killed.\n2. It rained.",
        "Officials reported:",
    ],
)
def test_a_list_that_nobody_announces_is_the_reports_own(text: str) -> None:
    assert contents(text) == []


def test_behind_a_colon_no_word_of_a_sentence_is_left_out() -> None:
    text = "Roa stressed: The mill is old. It is a fact granted by all that it burned last year."
    said = attribution(text, "Roa", "stressed", "The mill is old. It is a fact")
    said = structs.replace(said, content=(*said.content, place(text, "that it burned")))
    assert contents(text, said) == [
        ("Roa", ("The mill is old. It is a fact granted by all that it burned last year",))
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Roa said the army left and nobody came.", "the army left"),
        ("Roa said: The army left “and nobody came.”", "The army left"),
        ("Tarn: The army left and nobody came.", "The army left"),
    ],
)
def test_elsewhere_a_content_ends_where_it_did(text: str, content: str) -> None:
    cue = "said" if "said" in text else ":"
    source = re.split(r"\W", text)[0]
    assert contents(text, attribution(text, source, cue, content)) == [(source, (content,))]


def test_what_another_says_in_the_same_sentence_is_not_taken() -> None:
    text = "Roa said: The army left, but Sow denied that it came."
    roa = attribution(text, "Roa", "said", "The army left")
    sow = attribution(text, "Sow", "denied", "that it came")
    assert contents(text, roa, sow)[0] == ("Roa", ("The army left",))
