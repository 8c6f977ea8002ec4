"""The scorer of times: what counts as found and as right, on rows of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.times import Hits, intervals, main, score, table, total

TEXT = "They met on Friday, 3 May 2019, and will meet again next week in Oslo; it rained for two days."


def row(*gold: tuple[str, str, str]) -> dict[str, Any]:
    marked = [
        {"start": (at := TEXT.index(words)), "end": at + len(words), "type": kind, "value": value}
        for words, kind, value in gold
    ]
    return {"id": "r", "dct": "2019-05-06", "text": TEXT, "timexes": marked}


FULL = ("Friday, 3 May 2019", "DATE", "2019-05-03")
WEEK = ("next week", "DATE", "2019-W20")
DAYS = ("two days", "DURATION", "P2D")


def test_all_right() -> None:
    scores = score(row(FULL, WEEK, DAYS))
    assert all(hits.f1() == 100 for name, hits in scores.items() if name != "day and month")
    assert scores["full dates"] == Hits(1, 1, 1, 1)


def test_a_part_of_the_words_is_relaxed_and_not_strict() -> None:
    scores = score(row(("3 May 2019", "DATE", "2019-05-03"), WEEK, DAYS))
    assert (scores["span, relaxed"].gold_right, scores["span, strict"].gold_right) == (3, 2)
    assert scores["value"].gold_right == 3


def test_another_value_or_type_is_wrong_where_the_span_is_right() -> None:
    scores = score(row(FULL, ("next week", "DURATION", "P1W"), DAYS))
    assert [scores[name].gold_right for name in ("span, strict", "type", "value")] == [3, 2, 2]


def test_what_people_did_not_mark_costs_precision_and_what_was_missed_recall() -> None:
    scores = score(row(FULL, ("Oslo", "DATE", "XXXX")))
    assert scores["value"] == Hits(gold=2, system=3, gold_right=1, system_right=1)
    assert scores["value"].recall() == 50
    assert scores["value"].precision() == pytest.approx(100 / 3)
    assert scores["value"].f1() == pytest.approx(40)


def test_nothing_found_and_nothing_there() -> None:
    assert Hits().f1() == 0
    assert total([]) == {}


def test_the_interval_spreads_over_documents() -> None:
    scores = [score(row(FULL, WEEK, DAYS))] * 3 + [score(row(("Oslo", "DATE", "XXXX")))] * 3
    low, high = intervals(scores)["value"]
    assert 0 <= low < total(scores)["value"].f1() < high <= 100
    assert next(table("own", scores)) == "own: 6 documents, 12 times marked, 18 found"


def test_missing_data_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "timebank.jsonl.gz: no such file" in capsys.readouterr().err
