"""Many reports: order, failures, dying workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_fakes import load_broken, load_fake
from dragoman import desk
from dragoman.errors import ReadError, ResourceError, UsageError
from dragoman.readers import Failure, Hints, Source
from dragoman.types import Record


def sources(*texts: str) -> list[Source | Failure]:
    return [Source(origin=f"{at}.txt", raw=text.encode()) for at, text in enumerate(texts)]


def told(outcomes: Iterator[Record | Failure]) -> list[str]:
    return [outcome.reason if isinstance(outcome, Failure) else outcome.document.text for outcome in outcomes]


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_the_order_of_the_sources(workers: int) -> None:
    texts = [f"slow {at}" if at % 3 == 0 else f"{at}" for at in range(40)]
    given = [*sources(*texts), Failure("x", "no such file")]
    assert told(desk.read_sources(given, workers=workers, load=load_fake)) == [*texts, "no such file"]


@pytest.mark.parametrize("workers", [1, 2])
def test_one_that_fails_does_not_stop_the_others(workers: int) -> None:
    outcomes = list(
        desk.read_sources(sources("a", "refused", "broken", "b"), workers=workers, load=load_fake)
    )
    assert [type(outcome) for outcome in outcomes] == [Record, Failure, Failure, Record]
    assert outcomes[1] == Failure("1.txt", "not a report", "give another")
    assert isinstance(outcomes[2], Failure)
    assert outcomes[2].reason.startswith("ValueError: no such thing (desk_fakes.py:")


def test_a_killed_worker_costs_its_own_report_only() -> None:
    given = told(desk.read_sources(sources("a", "deadly", "b", "deadly", "c"), workers=2, load=load_fake))
    assert given[::2] == ["a", "b", "c"]
    assert all("its worker process died (exit code -9)" in reason for reason in given[1::2])


def test_one_that_takes_too_long_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "DOCUMENT_SECONDS", 0.4)
    given = told(desk.read_sources(sources("endless", "a", "b"), workers=2, load=load_fake))
    assert given == ["took longer than 0 s", "a", "b"]


def test_none_is_lost_when_all_that_was_taken_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "WINDOW_PER_WORKER", 1)
    texts = [f"slow {at}" if at % 2 == 0 else f"{at}" for at in range(24)]
    assert told(desk.read_sources(sources(*texts), workers=2, load=load_fake)) == texts


def test_sources_are_taken_no_further_ahead_than_the_window() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Source]:
        for at in range(10_000):
            taken.append(at)
            yield Source(origin=f"{at}", raw=b"text")

    reading = desk.read_sources(endless(), workers=2, load=load_fake)
    next(reading)
    time.sleep(0.2)
    assert len(taken) <= 2 * desk.WINDOW_PER_WORKER
    reading.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_missing_weights_stop_everything(workers: int) -> None:
    with pytest.raises(ResourceError, match="weights are missing"):
        list(desk.read_sources(sources("a", "b"), workers=workers, load=load_broken))


def test_workers_that_are_none_are_wrong_usage() -> None:
    with pytest.raises(UsageError, match="0 workers"):
        desk.read_sources([], workers=0)


def test_nothing_to_read_gives_nothing() -> None:
    assert list(desk.read_sources([], workers=2, load=load_fake)) == []


@pytest.fixture
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "load_reader", load_fake)


@pytest.mark.usefixtures("_fake")
def test_read_takes_paths_bytes_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A report.")
    assert desk.read(path).document.origin == str(path)
    assert desk.read(b"A report.", origin="wire").document.origin == "wire"
    assert desk.read_text("A report.", publisher="Harbour Wire").document.publisher == "Harbour Wire"


@pytest.mark.usefixtures("_fake")
def test_read_is_for_one_report(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A report.")
    with pytest.raises(UsageError, match="several reports"):
        desk.read(tmp_path)
    with pytest.raises(ReadError, match="no such file"):
        desk.read(tmp_path / "c.txt")
    assert len(list(desk.read_many([tmp_path]))) == 2


@pytest.mark.usefixtures("_fake")
@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: desk.read(b'{"text": "A report."}', format="jsonl"), "bytes are one report"),
        (lambda: desk.read_text('{"text": "A report."}', format="jsonl"), "a text is one report"),
        (lambda: desk.read(b"A report.", hints=Hints(), published="2031-05-02"), "hints and published"),
        (lambda: desk.read(b"A report.", format="xml"), "no such format"),
        (lambda: desk.read("a.txt", origin="wire"), "a path is its own origin"),
    ],
)
def test_what_is_said_twice_or_cannot_be_is_wrong_usage(call: Callable[[], object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call()


@pytest.mark.usefixtures("_fake")
def test_half_a_character_is_an_error_with_a_remedy() -> None:
    with pytest.raises(ReadError, match=r"U\+D83D at 10") as told:
        desk.read_text("A report. \ud83d")
    assert told.value.hint


@pytest.mark.parametrize("workers", [1, 2])
def test_other_weights_are_loaded_from_their_folder(tmp_path: Path, workers: int) -> None:
    (tmp_path / "a.txt").write_text("A report.")
    with pytest.raises(ResourceError, match="manifest"):
        list(desk.read_many([tmp_path / "a.txt"], workers=workers, weights=tmp_path))


def test_unknown_samples_are_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no such sample"):
        desk.sample_source("nothing of the kind")
