"""Many reports: order, failures, dying workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dragoman import desk, workers
from dragoman.errors import ReadError, ResourceError, UsageError
from dragoman.readers import Failure, Hints, Source, count_sources
from dragoman.readers.dates import parse_date
from dragoman.types import Record
from made.readers import load_broken, load_dead, load_fake, load_wrong


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
    assert outcomes[2].reason.startswith("ValueError: no such thing (readers.py:")


def test_a_killed_worker_costs_its_own_report_only() -> None:
    given = told(desk.read_sources(sources("a", "deadly", "b", "deadly", "c"), workers=2, load=load_fake))
    assert given[::2] == ["a", "b", "c"]
    assert all("its worker process died (exit code -9)" in reason for reason in given[1::2])


def test_one_that_takes_too_long_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "DOCUMENT_SECONDS", 0.4)
    given = told(desk.read_sources(sources("endless", "a", "b"), workers=2, load=load_fake))
    assert given == ["took longer than 0 s", "a", "b"]


def test_none_is_lost_when_all_that_was_taken_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WINDOW_PER_WORKER", 1)
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
    assert len(taken) <= 2 * workers.WINDOW_PER_WORKER
    reading.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_missing_weights_stop_everything(workers: int) -> None:
    with pytest.raises(ResourceError, match="weights are missing"):
        list(desk.read_sources(sources("a", "b"), workers=workers, load=load_broken))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_of_the_caller_that_cannot_be_loaded_is_told_as_such(workers: int) -> None:
    with pytest.raises(UsageError, match="no word can be read"):
        list(desk.read_sources(sources("a", "b"), workers=workers, load=load_wrong))


@pytest.mark.parametrize("text", ["a", "a" * 1_000_000])
def test_workers_that_die_while_they_load_stop_everything(text: str) -> None:
    with pytest.raises(ResourceError, match=r"could not start \(exit code 7\)"):
        list(desk.read_sources(sources(text, text), workers=2, load=load_dead))


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
        (lambda: desk.read("a.txt", format="pdf"), "'pdf': no such format; there are: auto, text"),
        (lambda: desk.read("a.txt", hints=5), "hints=5 are no Hints; for example"),  # type: ignore[arg-type]
        (lambda: desk.read("a.txt", editor="A. Lind"), "editor: nothing by this name is known"),
        (
            lambda: desk.read("a.txt", published="soon"),
            "published='soon' is no day or time from 1600 on; for",
        ),
        (lambda: desk.read("a.txt", published=date(1021, 3, 8)), "published='1021-03-08' is no day"),
        (lambda: desk.read("a.txt", hints=Hints(retrieved="soon")), "retrieved='soon' is no day"),
        (lambda: desk.read_text("A report.", publisher=7), "publisher=7 is no text; give publisher as a str"),
        (lambda: desk.read_text("A report.", origin=7), "origin=7 is no text"),  # type: ignore[arg-type]
        (lambda: desk.read_text(b"A report."), "bytes are no text; give a str"),  # type: ignore[arg-type]
        (lambda: desk.read_text(None), "None is no text; give a str"),  # type: ignore[arg-type]
        (lambda: desk.read(7), "7 is neither a path nor bytes"),  # type: ignore[arg-type]
        (lambda: desk.read_many(b"a.txt"), "is no path; read takes bytes"),  # type: ignore[arg-type]
        (lambda: desk.read_many(7), "is no path"),  # type: ignore[arg-type]
        (lambda: list(desk.read_many([b"a.txt"])), "is no path"),  # type: ignore[list-item]
        (lambda: desk.read_many("a.txt", hints=Hints(published="soon")), "published='soon'"),
    ],
)
def test_what_is_said_twice_or_cannot_be_is_wrong_usage(call: Callable[[], object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call()


@pytest.mark.usefixtures("_fake")
def test_one_path_is_one_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A report.")
    for given in (path, str(path)):
        assert told(desk.read_many(given)) == ["A report."]
        assert count_sources(given) == 1
    assert told(desk.read_many(iter([path, str(path)]))) == ["A report."] * 2


def test_paths_are_taken_one_at_a_time(tmp_path: Path) -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "no-such-file.txt"

    assert isinstance(next(desk.read_many(endless())), Failure)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\0b", r"a\\x00b: no name of a file: .*; check"),
        ("a\ud800b", r"a\\ud800b: no name of a file: .*; check"),
        (
            "The mayor said the bridge is open.",
            "The mayor said the bridge is open.: no such file; read_text takes",
        ),
        (
            "The mayor said\n" * 99,
            r"^(The mayor said ){5}T \.\.\.: too long for the name of a file; read_text takes",
        ),
    ],
)
def test_what_is_no_path_is_told_in_a_short_line(source: str, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        desk.read(source)
    (failed,) = desk.read_many(source)
    assert isinstance(failed, Failure)
    assert count_sources(source) == 1


@pytest.mark.usefixtures("_fake")
@pytest.mark.parametrize("value", [date(2031, 3, 8), datetime(2031, 3, 8, 9, 30, tzinfo=UTC), "8 March 2031"])
def test_days_and_times_are_taken_as_values_too(value: object) -> None:
    assert desk.read_text("A report.", published=value, retrieved=value).document.origin == "text"
    hints = desk._one_hints(None, {"published": value})
    assert parse_date(hints.published or "") == (
        "2031-03-08T09:30:00+00:00" if isinstance(value, datetime) else "2031-03-08"
    )


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
