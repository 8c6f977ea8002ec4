"""Words as numbers: the same words give the same numbers, and every script has words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from dragoman.collate.alignment import Run, align, in_order
from dragoman.collate.fingerprints import (
    MOST_CANDIDATES,
    SURE_WORDS,
    Index,
    find_candidates,
    fingerprint,
)
from dragoman.collate.words import find_words, quoted_spans
from dragoman.types import Span
from made.anything import TEXTS

SENTENCES = [f"Word{n} of number {n * n} stood beside gate {n + 7} in {n % 5} rows." for n in range(60)]


def words_of(text: str) -> list[str]:
    words = find_words(text)
    return [words.span(place, place + 1).of(text) for place in range(len(words))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("—!", []),
        ("Lind’s 14-year-old", ["Lind", "s", "14", "year", "old"]),
        ("صرّح الوزير", ["صرّح", "الوزير"]),
        ("停火协议", ["停", "火", "协", "议"]),
        ("a停b", ["a", "停", "b"]),
        ("Ends e\u0301te\u0301", ["Ends", "e\u0301te\u0301"]),
        ("peace 🕊️ now", ["peace", "now"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.strip("\ufe0f") for word in words_of(text) if word != "\ufe0f"] == expected


@given(TEXTS)
def test_words_stand_in_order_and_hold_their_characters(text: str) -> None:
    words = find_words(text)
    assert all(start < end for start, end in zip(words.start, words.end, strict=True))
    assert all(end <= start for end, start in zip(words.end, words.start[1:], strict=False))
    assert len("".join(words_of(text))) >= len(
        re.sub(r"[\W_]", "", text.encode("utf-16", "ignore").decode("utf-16"))
    ) - sum(ord(char) > 0xFFFF for char in text)


@given(TEXTS, TEXTS)
def test_aligned_runs_are_equal_and_use_no_word_twice(one: str, two: str) -> None:
    first, second = find_words(one), find_words(f"{two} {one}")
    runs = align(first, second, 2)
    for run in runs:
        assert (first.key[run.first : run.first_end] == second.key[run.second : run.second_end]).all()
    used = [place for run in runs for place in range(run.second, run.second_end)]
    assert len(used) == len(set(used))
    if len(first) >= 2:
        assert sum(run.length for run in runs) == len(first)


def test_runs_in_order_hold_as_many_words_as_can_be() -> None:
    runs = (Run(0, 50, 5), Run(10, 0, 4), Run(20, 10, 4), Run(30, 80, 3))
    assert in_order(runs) == (Run(10, 0, 4), Run(20, 10, 4), Run(30, 80, 3))


@pytest.mark.parametrize("start", range(0, 50, 7))
def test_reports_with_so_many_words_in_common_share_a_number(start: int) -> None:
    words = " ".join(SENTENCES).split()
    shared = " ".join(words[start : start + SURE_WORDS])
    one = fingerprint(find_words(" ".join(words)))
    two = fingerprint(find_words(f"Quite another beginning, {shared} and another end of it all."))
    assert set(one) & set(two)


def test_numbers_fit_a_database() -> None:
    numbers = fingerprint(find_words(" ".join(SENTENCES)))
    assert list(numbers) == sorted(set(numbers))
    assert all(0 <= number < 2**63 for number in numbers)


def test_a_number_that_all_reports_hold_does_not_bring_all_of_them() -> None:
    index = Index()
    for place in range(500):
        index.add(f"d{place:03}", (1, place + 10))
    assert len(find_candidates((1, 5), index)) <= 32
    assert find_candidates((1, 499 + 10), index)[0] == "d499"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no deal" twice', ['"no deal"']),
        ("«Non», „nein“", ["«Non»", "„nein“"]),
        ("“It goes on\nand on", ["“It goes on"]),
        ("no marks", []),
    ],
)
def test_quoted_spans(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in quoted_spans(text)] == expected


@pytest.mark.parametrize("place", range(0, 30, 3))
def test_a_short_report_with_one_word_changed_still_shares_a_number(place: int) -> None:
    words = [f"word{n}" for n in range(30)]
    changed = [*words[:place], "another", *words[place + 1 :]]
    assert set(fingerprint(find_words(" ".join(words)))) & set(fingerprint(find_words(" ".join(changed))))


def filled(standing: range, count: int) -> Index:
    """So many reports, each with the same few numbers and three of its own."""
    index = Index()
    for number in range(count):
        index.add(f"report {number}", (*standing, *range(1_000 + 3 * number, 1_003 + 3 * number)))
    return index


def test_standing_text_leads_to_nobody() -> None:
    index = filled(range(3), 150)
    index.add("wire", (0, 1, 2, 500, 501, 502))
    assert find_candidates((0, 1, 2, 501, 502, 503, 504), index) == ("wire",)


@pytest.mark.parametrize("copies", [20, 33, 60, 150])
def test_a_report_that_all_the_world_copies_still_meets_some_of_its_copies(copies: int) -> None:
    found = find_candidates((*range(20), 500), filled(range(20), copies))
    assert len(found) == min(copies, MOST_CANDIDATES)


@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def test_what_is_met_is_no_matter_of_how_full_an_index_is(count: int) -> None:
    """A background paragraph stands in one report of ten: three numbers of a report's twelve."""
    index = Index()
    for number in range(count):
        background = (0, 1, 2) if number % 10 == 0 else ()
        index.add(f"report {number}", (*background, *range(100 + 9 * number, 109 + 9 * number)))
    met = find_candidates((0, 1, 2, *range(100, 109)), index)
    assert met[0] == "report 0"
    assert len(met) <= 10


def test_words_within_stretches() -> None:
    text = "Gunmen crossed the river; a customs post burned."
    words, spans = find_words(text), [Span(26, 40), Span(0, 14)]
    kept = words.within(spans)
    assert kept.key.tolist() == words.only(words.inside(spans)).key.tolist()
    assert [kept.span(n, n + 1).of(text) for n in range(len(kept))] == [
        "Gunmen",
        "crossed",
        "a",
        "customs",
        "post",
    ]
