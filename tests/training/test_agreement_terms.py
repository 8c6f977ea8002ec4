"""The agreement of two markings, on passages small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.agreement_terms import MEASURES, compare, differences, kappa, pair_terms, report, span_f1
from training.marks import AnnotationError
from training.term_passages import Passage, read_written

FIRST = """== one | wire | invented | 2031
[w1,t1.p Karsa] offered a [t1 truce]; the [w2,t2.p Front] refused [t2 it], and [t1.x miners] are left out.
--
t1 ceasefire proposed w1
t2 ceasefire rejected w2 same t1
"""
NONE = "== two | wire | invented | 2031\nRain fell.\n--\nnone event\n"


def read(written: str) -> Passage:
    return read_written(written, Path("a.txt"))[0]


def test_a_marking_agrees_wholly_with_itself() -> None:
    compared = [compare(read(text), read(text)) for text in (FIRST, NONE)]
    found = {name: measure(compared) for name, measure in MEASURES.items()}
    # Only one kind, and no publisher's word: there kappa has nothing to tell apart.
    unknown = {name for name, value in found.items() if value != value}
    assert unknown == {"kind, of terms both have: kappa", "publisher's word or a source's: kappa"}
    assert {round(value, 6) for name, value in found.items() if name not in unknown} == {1.0}
    assert span_f1(compared, "excluded, exact").f1 == 1
    assert list(differences(compared)) == []


def test_what_only_one_has_counts_against_it() -> None:
    less = (
        FIRST.replace("[t2 it]", "it")
        .replace("[w2,t2.p Front]", "Front")
        .replace("t2 ceasefire rejected w2 same t1\n", "")
    )
    compared = [compare(read(FIRST), read(less))]
    assert MEASURES["term and kind: F1"](compared) == pytest.approx(2 / 3)
    # Two terms of one clause share their parties: four there, one here.
    assert span_f1(compared, "parties").f1 == pytest.approx(2 / 5)
    assert list(differences(compared)) == ["  one: ceasefire rejected | none"]


def test_another_extent_overlaps_and_is_not_exact() -> None:
    wider = FIRST.replace("[t1.x miners]", "[t1.x miners are left out]").replace(" are left out.", ".")
    compared = [compare(read(FIRST), read(wider))]
    assert (span_f1(compared, "excluded").f1, span_f1(compared, "excluded, exact").f1) == (1, 0)


def test_another_kind_status_and_word_are_told_apart() -> None:
    other = (
        FIRST.replace("t1 ceasefire proposed w1", "t1 withdrawal agreed pub")
        .replace(" same t1", "")
        .replace("[w1,t1.p Karsa]", "[t1.p Karsa]")
    )
    compared = [compare(read(FIRST), read(other))]
    assert MEASURES["term found: F1"](compared) == 1
    assert MEASURES["term and kind: F1"](compared) == 0.5
    assert MEASURES["status, of terms both have: agree"](compared) == 0.5
    assert MEASURES["whose word, of terms both have: agree"](compared) == 0.5


def test_terms_on_one_mention_are_paired_by_status_and_word() -> None:
    both = FIRST.replace("[t1 truce]", "[t1,t2 truce]").replace("[t2 it]", "it")
    swapped = both.replace("t1 ceasefire proposed w1\nt2 ceasefire rejected w2 same t1\n", "").rstrip(
        "\n"
    ) + ("\nt1 ceasefire rejected w2\nt2 ceasefire proposed w1 same t1\n")
    pairs = pair_terms(read(both), read(swapped))
    assert [(p.first.status, p.second.status) for p in pairs if p.first and p.second] == [
        ("proposed", "proposed"),
        ("rejected", "rejected"),
    ]


def test_a_changed_text_is_an_error() -> None:
    with pytest.raises(AnnotationError, match="one: the text was changed at character"):
        compare(read(FIRST), read(FIRST.replace("miners", "minors")))


def test_the_table_is_the_same_each_time_and_names_what_it_counts() -> None:
    compared = [compare(read(text), read(text)) for text in (FIRST, NONE)]
    lines = list(report(compared, rounds=50))
    assert lines == list(report(compared, rounds=50))
    assert lines[0] == "2 passages; 2 terms in the first marking, 2 in the second"
    assert any("excluded" in line for line in lines)


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")], 0.0),
    ],
)
def test_kappa(answers: list[tuple[str, str]], value: float) -> None:
    assert kappa(answers) == value


def test_kappa_of_nothing_or_of_one_answer_alone_is_not_a_number() -> None:
    for answers in ([], [("a", "a")]):
        assert kappa(answers) != kappa(answers)
