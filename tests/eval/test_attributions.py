"""The scorer: what counts as right, on short texts of our own."""

from __future__ import annotations

import pytest

from eval.attributions import Tally, Text, add_up, intervals, score_report
from eval.corpora import Roles

TEXT = 'The mayor of Arbora said that the bridge, closed since May, would open. "Soon," added Ms Oak.'


def roles(source: str = "", cue: str = "", *content: str) -> Roles:
    def at(words: str) -> tuple[int, int]:
        start = TEXT.index(words)
        return start, start + len(words)

    return {
        "source": (at(source),) if source else (),
        "cue": (at(cue),) if cue else (),
        "content": tuple(map(at, content)),
    }


GOLD = roles("The mayor of Arbora", "said", "that the bridge, closed since May, would open")

# Each row: what the system says, then whether each measure counts it as right.
ROWS = [
    ("the same", GOLD, "content exact, relation full exact, relation full overlap, content overlap"),
    (
        "one word of the content",
        roles("The mayor of Arbora", "said", "bridge"),
        "relation full overlap, content overlap",
    ),
    ("part of the source", roles("mayor", "said", "bridge"), "relation full overlap, content overlap"),
    ("only an article shared", roles("The", "said", "bridge"), "content overlap"),
    ("another cue", roles("The mayor", "added", "bridge"), "content overlap"),
    ("no source", roles("", "said", "bridge"), "content overlap"),
    ("another content", roles("The mayor", "said", "Soon"), ""),
    ("no content", roles("The mayor", "said"), ""),
]


@pytest.mark.parametrize(("name", "system", "right"), ROWS, ids=[name for name, *_ in ROWS])
def test_what_counts_as_right(name: str, system: Roles, right: str) -> None:
    tallies = score_report(TEXT, [GOLD], [system])
    measures = ("content exact", "content overlap", "relation full overlap", "relation full exact")
    assert {measure for measure in measures if tallies[measure].found} == set(filter(None, right.split(", ")))


def test_punctuation_can_be_put_aside() -> None:
    tallies = score_report(
        TEXT, [GOLD], [roles("mayor", "said", "that the bridge, closed since May, would open.")]
    )
    assert (tallies["content exact"].found, tallies["content exact, punctuation aside"].found) == (0, 1)


def test_soft_scores_give_credit_by_the_share_of_tokens() -> None:
    tallies = score_report(TEXT, [GOLD], [roles("", "", "that the bridge", "would open")])
    soft = tallies["content soft"]
    assert soft.right == 1
    assert soft.found == pytest.approx(5 / 10)  # of ten tokens, two of them commas


def test_two_systems_attributions_cannot_both_be_paired_with_one() -> None:
    halves = [roles("mayor", "said", "that the bridge"), roles("mayor", "said", "would open")]
    assert score_report(TEXT, [GOLD], halves)["content overlap"] == Tally(1, 2, 1, 1)


def test_the_better_overlap_is_paired() -> None:
    first, second = roles("", "said", "bridge"), roles("", "added", "bridge, closed since May")
    tallies = score_report(TEXT, [GOLD], [first, second])
    assert tallies["relation full overlap"].found == 0


def test_an_empty_side_gives_zero_and_no_error() -> None:
    for gold, system in (([], [GOLD]), ([GOLD], []), ([], [])):
        tally = score_report(TEXT, gold, system)["relation full overlap"]
        assert (tally.precision, tally.recall, tally.f1) == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('a "b c" d', ["b", "c"]),
        ("a “b c” d", ["b", "c"]),
        ("a «b» „c” d", ["b", "c"]),
        ("a ``b c'' d", ["b", "c"]),
        ('a "b\nc" d', ["b", "d"]),
        ("a 'b' c", []),
        ("a ” b", []),
    ],
)
def test_words_in_double_marks(text: str, quoted: list[str]) -> None:
    tokens = Text(text)
    assert [text[slice(*tokens.spans[number])] for number in sorted(tokens.quoted)] == quoted


def test_forms_are_told_by_the_marks() -> None:
    direct = roles("Ms Oak", "added", "Soon")
    tallies = score_report(TEXT, [GOLD, direct], [GOLD, direct])
    assert (
        tallies["relation full overlap / direct"].gold
        == tallies["relation full overlap / indirect"].gold
        == 1
    )


def test_spans_touch_the_tokens_they_share_a_character_with() -> None:
    assert sorted(Text("don't go").touched([(4, 5), (6, 6)])) == [2]
    assert sorted(Text("🕊️ peace").touched([(0, 99)])) == [0, 1, 2]


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    rows = [
        score_report(TEXT, [GOLD], [GOLD if number % 3 else roles("mayor", "said", "Soon")])
        for number in range(12)
    ]
    found = intervals(rows, draws=200)
    low, high = found["relation full overlap"]
    assert low < add_up(rows)["relation full overlap"].f1 < high
    assert found == intervals(rows, draws=200)
