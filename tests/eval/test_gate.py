"""The gate: floors are kept, compared with the corpus they were measured on, and lowered on purpose alone."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import dragoman
from dragoman.types import Attribution, Producer, Record, RecordedDocument, Span, Zone
from eval import gate
from eval.corpora import Corpus, Gold, read_polnear

GOLD = Gold("r1", "Ann Teal said it rains.", "Coast Radio", "2031-05-03", ())
CORPUS = Corpus("polnear.dev", "c0ffee", (GOLD,))
MEASURED = {"content overlap, F1": 80.0}
READING = gate.Reading({})


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    assert gate.write_floors(CORPUS, MEASURED, READING, path=path) == 0
    return path


@pytest.mark.parametrize(("figure", "passes"), [(80.0, True), (81.0, True), (79.7, True), (79.6, False)])
def test_a_figure_below_its_floor_does_not_pass(floors: Path, figure: float, passes: bool) -> None:
    assert (gate.compare(CORPUS, {"content overlap, F1": figure}, floors) == []) is passes


def test_a_floor_is_lowered_on_purpose_alone(floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lower = {"content overlap, F1": 70.0}
    assert gate.write_floors(CORPUS, lower, READING, path=floors) == 1
    assert "--lower" in capsys.readouterr().out
    assert gate.load_floors(floors)["polnear.dev"]["floors"] == MEASURED
    assert gate.write_floors(CORPUS, lower, READING, lower=True, path=floors) == 0
    assert gate.load_floors(floors)["polnear.dev"]["floors"] == lower


def test_another_corpus_is_not_compared(floors: Path) -> None:
    other = Corpus("polnear.dev", "decaf", (GOLD,))
    assert "is not the corpus" in gate.compare(other, MEASURED, floors)[0]
    assert gate.write_floors(other, MEASURED, READING, path=floors) == 1


def test_without_floors_the_gate_says_so(tmp_path: Path) -> None:
    assert "--write" in gate.compare(CORPUS, MEASURED, tmp_path / "none.json")[0]


def test_missing_data_is_told_with_what_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        gate.main(["--data", str(tmp_path)])
    assert stopped.value.code == 2
    assert "polnear.dev.jsonl.gz" in capsys.readouterr().err


def write_corpus(folder: Path) -> None:
    attribution = {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 22]]}
    raw = {
        "id": "r1",
        "publisher": "p",
        "date": "2031-05-03",
        "text": GOLD.text,
        "attributions": [attribution],
    }
    (folder / "attribution").mkdir()
    packed = gzip.compress((json.dumps(raw) + "\n").encode())
    (folder / "attribution" / "polnear.dev.jsonl.gz").write_bytes(packed)


@pytest.mark.parametrize("shape", ["prediction", "record"])
def test_predictions_made_elsewhere_are_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    write_corpus(tmp_path)
    (gold,) = read_polnear(tmp_path, "dev").reports
    nested = {"content": [[14, 16]], "inside": "a1"}
    found = [
        {**{role: list(pieces) for role, pieces in gold.attributions[0].items()}, "inside": None},
        nested,
    ]
    named = {"document": {"origin": "r1"}} if shape == "record" else {"id": "r1"}
    path = tmp_path / "predictions.jsonl"
    path.write_text(json.dumps({**named, "attributions": found}) + "\n")
    assert gate.main(["--data", str(tmp_path), "--predictions", str(path), "--draws", "20"]) == 0
    line = next(
        line for line in capsys.readouterr().out.split("\n") if line.startswith("relation full exact")
    )
    assert line.split()[3:] == ["100.0", "100.0", "100.0", "100.0", "-", "100.0", "1", "1"]


def test_a_report_without_an_answer_counts_as_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path)
    path = tmp_path / "predictions.jsonl"
    path.write_text("")
    assert gate.main(["--data", str(tmp_path), "--predictions", str(path), "--draws", "20"]) == 0
    assert "1 of 1 reports have no answer" in capsys.readouterr().out


def record_of(gold: Gold) -> Record:
    whole = Span(0, len(gold.text))
    document = RecordedDocument(
        id="d", origin=gold.id, raw_sha256="0", text=gold.text, zones=(Zone("body", whole),), language="en"
    )
    said = Attribution(
        id="a1", source=(Span(0, 8),), cue=(Span(9, 13),), content=(Span(14, 22),), form="indirect", score=0.5
    )
    return Record(producer=Producer("dragoman", "0", "weights"), document=document, attributions=(said,))


def own_passage(folder: Path) -> Path:
    """A folder with one passage in the corpus's text, marked as the record has it."""
    text = GOLD.text
    marked = f"{{s1 {text[:8]}}} {{q1 {text[9:13]}}} {{c1 {text[14:22]}}}{text[22:]}"
    (folder / "own").mkdir()
    (folder / "own" / "a.txt").write_text(f"=== own-1\n{marked}\n", encoding="utf-8")
    return folder / "own"


def test_whole_records_are_read_scored_and_gated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path)
    asked: list[Path | None] = []

    def read_many(paths: list[Path], *, workers: int, weights: Path | None) -> Iterator[Record]:
        asked.append(weights)
        (line,) = [
            json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()
        ]
        assert (line["id"], line["text"]) in {("r1", GOLD.text), ("own-1", GOLD.text)}
        assert line.get("published") == ("2031-05-03" if line["id"] == "r1" else None)
        yield record_of(Gold(line["id"], line["text"], "", "", ()))

    monkeypatch.setattr(dragoman, "read_many", read_many, raising=False)
    monkeypatch.setattr(gate, "PASSAGES", own_passage(tmp_path))
    floors = tmp_path / "floors.json"
    options = ["--data", str(tmp_path), "--draws", "20", "--floors", str(floors)]
    assert gate.main(options) == 1
    assert "measure them with --write" in capsys.readouterr().out
    assert gate.main([*options, "--write", "--save", str(tmp_path / "found.jsonl")]) == 0
    assert {name: kept["weights"] for name, kept in json.loads(floors.read_text()).items()} == {
        "polnear.dev": "weights", "own": "weights",
    }  # fmt: skip
    assert gate.main(options) == 0
    assert gate.main([*options, "--predictions", str(tmp_path / "found.jsonl")]) == 0
    capsys.readouterr()
    assert gate.main([*options, "--weights", str(tmp_path)]) == 0
    assert asked == [None] * 6 + [tmp_path] * 2
    told = capsys.readouterr().out
    assert (
        "content overlap, F1                        100.0, floor 100.0,  +0.0: no more than chance may do"
        in told
    )


def test_a_gain_is_more_than_chance_if_its_whole_interval_lies_above_the_floor(floors: Path) -> None:
    measured = {"content overlap, F1": 82.0}
    (line,) = gate.gains(CORPUS, measured, {"content overlap": (80.5, 83.5)}, floors)
    assert line.split(None, 3)[3] == "82.0, floor  80.0,  +2.0: more than chance"
    (line,) = gate.gains(CORPUS, measured, {"content overlap": (79.5, 84.5)}, floors)
    assert line.endswith("no more than chance may do")


@pytest.mark.parametrize("other", [["--write"], ["--predictions", "found.jsonl"]])
def test_floors_are_never_those_of_weights_that_are_not_shipped(tmp_path: Path, other: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        gate.main(["--data", str(tmp_path), "--weights", str(tmp_path), *other])
    assert stopped.value.code == 2


def test_a_text_that_changed_on_the_way_cannot_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = Gold("r1", GOLD.text + " ", "p", "2031-05-03", ())
    monkeypatch.setattr(
        dragoman, "read_many", lambda paths, workers, weights: iter([record_of(changed)]), raising=False
    )
    with pytest.raises(SystemExit):
        gate.read_reports(CORPUS, 1)


def test_a_record_that_breaks_a_rule_fails_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of(GOLD)
    broken = msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, zones=()))
    monkeypatch.setattr(dragoman, "read_many", lambda paths, workers, weights: iter([broken]), raising=False)
    (said,) = gate.read_reports(CORPUS, 1).broken
    assert "shape" in said
