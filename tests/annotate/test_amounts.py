"""Words of a figure, read as a number with its bounds and unit."""

from __future__ import annotations

import pytest

from dragoman.annotate.amounts import read_amount

COUNTS = [
    # words, low, best, high
    ("three", 3, 3, 3),
    ("3", 3, 3, 3),
    ("One person", 1, 1, 1),
    ("a man and woman", 2, 2, 2),
    ("A 17-year-old boy and his sister", 2, 2, 2),
    ("a bread and butter woman", 1, 1, 1),
    ("a man", 1, 1, 1),
    ("another two", 2, 2, 2),
    ("a 19-year-old", 1, 1, 1),
    ("a 17-month-old child", 1, 1, 1),
    ("two six-week-old babies", 2, 2, 2),
    ("the 20-year-old", 1, 1, 1),
    ("A 22 year old soldier", 1, 1, 1),
    ("her 17-month-old son", 1, 1, 1),
    ("The 28-year-old woman", 1, 1, 1),
    ("Nkomo's 6-year-old nephew", 1, 1, 1),
    ("a 19th victim", 1, 1, 1),
    ("two women, aged 34 and 60", 2, 2, 2),
    ("both", 2, 2, 2),
    ("half a dozen", 6, 6, 6),
    ("a dozen", 12, 12, 12),
    ("two dozen", 24, 24, 24),
    ("twenty-one", 21, 21, 21),
    ("two hundred and fifty-three", 253, 253, 253),
    ("21,000", 21000, 21000, 21000),
    ("1.5 million people", 1.5e6, 1.5e6, 1.5e6),
    ("a million people", 1e6, 1e6, 1e6),
    ("NO INJURIES", 0, 0, 0),
    ("nobody", 0, 0, 0),
    ("at least 12 civilians", 12, None, None),
    ("More than 12", 12, None, None),
    ("12-plus", 12, None, None),
    ("12 or more", 12, None, None),
    ("no fewer than nine", 9, None, None),
    ("up to 40", None, None, 40),
    ("no more than 40", None, None, 40),
    ("fewer than 40", None, None, 40),
    ("about 500", None, 500, None),
    ("some 500", None, 500, None),
    ("500 or so", None, 500, None),
    ("nearly 500", None, 500, 500),
    ("between 30 and 40", 30, None, 40),
    ("30 to 40", 30, None, 40),
    ("300-400 fighters", 300, None, 400),
    ("three or four", 3, None, 4),
    ("at least 30 but no more than 40", 30, None, 40),
    ("dozens", 24, None, None),
    ("several hundred students", 200, None, None),
    ("tens of thousands", 20000, None, None),
    ("hundreds of thousands", 200000, None, None),
]
THINGS = [
    ("more than 1.1 billion manats", "money", (1.1e9, None, None, "AZN")),
    ("$650 million", "money", (650e6, 650e6, 650e6, "USD")),
    ("up to $10,000", "money", (None, None, 10000, "USD")),
    ("A$20m", "money", (20e6, 20e6, 20e6, "AUD")),
    ("a 2.9-billion-dollar programme", "money", (2.9e9, 2.9e9, 2.9e9, "USD")),
    ("2 MILLION PESOS", "money", (2e6, 2e6, 2e6, None)),
    ("50 square kilometres", "territory", (50, 50, 50, "km2")),
    ("three villages", "territory", (3, 3, 3, "villages")),
    ("50,000 tonnes of rice", "aid", (50000, 50000, 50000, "tonnes")),
    ("THREE POWER PYLONS", "destroyed", (3, 3, 3, "pylons")),
    ("18", "aid", (18, 18, 18, None)),
]
NOT_NUMBERS = [
    "soldiers",
    "her 14-year-old twin daughters",
    "their 4-month-old twins",
    "the 22nd",
    "many",
    "a few",
    "an unknown number",
    "the mayor",
    "they",
    "",
]


@pytest.mark.parametrize(("words", "low", "best", "high"), COUNTS)
def test_counts(words: str, low: float | None, best: float | None, high: float | None) -> None:
    found = read_amount(words, "killed")
    assert (found.low, found.best, found.high) == (low, best, high)
    assert found.unit is None
    assert found.why is None


@pytest.mark.parametrize(("words", "what", "expected"), THINGS)
def test_sums_and_things_have_a_unit(words: str, what: str, expected: tuple[object, ...]) -> None:
    found = read_amount(words, what)
    assert (found.low, found.best, found.high, found.unit) == expected


@pytest.mark.parametrize("words", NOT_NUMBERS)
def test_words_that_are_no_number_stay_words_with_the_reason(words: str) -> None:
    found = read_amount(words, "killed")
    assert (found.low, found.best, found.high) == (None, None, None)
    assert found.why
