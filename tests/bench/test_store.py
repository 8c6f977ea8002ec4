"""The bench of the store: made records are sound, and a small run prints every figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import store as bench
from bench.made import made_records
from dragoman.audit import check_record


def test_made_records_are_sound_and_the_same_each_time() -> None:
    records = list(made_records(5))
    for record in records:
        check_record(record)
    assert list(made_records(3, first=2)) == records[2:]
    assert len({record.document.id for record in records}) == 5


def test_a_small_run_tells_every_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "desk.db"
    options = ["--reports", "40", "--questions", str(len(bench.KINDS)), "--desk", str(desk)]
    assert bench.main([*options, "--json", str(tmp_path / "figures.json")]) == 0
    told = capsys.readouterr().out
    for words in (
        "ms to store a report, all",
        "ms filters and words together, p95",
        "megabytes of the process",
    ):
        assert words in told
    assert bench.main(options) == 0  # a store that is there is asked and not filled
    assert "ms to store" not in capsys.readouterr().out


def test_the_quantile_is_a_value_that_was_seen() -> None:
    assert bench.quantile([5.0], 0.95) == 5.0
    assert bench.quantile(list(range(100)), 0.95) == 94
