"""What users report failing elsewhere, in tables of own cases, read with the weights that ship: no row may fall.

The floors are the numbers of right cases of each file; `python -m eval.cases --show` prints what is not right.
"""

from __future__ import annotations

import pytest

from dragoman.pipeline import Tools, load_tools
from eval.cases import Case, judge_rows, load_floors, read_rows, shares

ROWS = read_rows()
LEAST = 15


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def test_every_row_has_its_cases_and_its_floor() -> None:
    assert {row: len(cases) for row, cases in ROWS.items() if len(cases) < LEAST} == {}
    assert set(load_floors()) == set(ROWS)


def test_no_case_stands_twice() -> None:
    texts = [case.text for cases in ROWS.values() for case in cases]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("row", ROWS)
def test_row(row: str, tools: Tools) -> None:
    cases: tuple[Case, ...] = ROWS[row]
    verdicts = judge_rows({row: cases}, tools)
    right, count = shares(verdicts)[row]
    wrong = "\n".join(f"{key}: {'; '.join(why)}" for key, why in verdicts[row].items() if why)
    floor = load_floors()[row]
    assert right >= floor, f"{right} of {count} are right, the floor is {floor}:\n{wrong}"
