"""The command line: what is written where, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from desk_fakes import load_broken, load_fake
from dragoman import cli, desk
from dragoman.cli import app
from dragoman.types import Record


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(desk, "load_reader", load_fake)
    monkeypatch.chdir(tmp_path)
    for name, text in {"a.txt": "A report.", "b.txt": "B report.", "bad.txt": "refused\n"}.items():
        Path(name).write_text(text)
    lines = [
        json.dumps({"id": f"n{at}", "text": f"slow {at}" if at % 4 == 0 else f"{at}"}) for at in range(20)
    ]
    Path("docs.jsonl").write_text("\n".join(lines))


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_json_is_the_record_indented() -> None:
    result = run("read", "a.txt", "--format", "json", "--publisher", "Harbour Wire")
    assert result.exit_code == 0
    assert "\n  " in result.stdout
    assert msgspec.json.decode(result.stdout, type=Record).document.publisher == "Harbour Wire"


def test_the_terminal_view_is_the_default() -> None:
    result = run("read", "a.txt")
    assert result.exit_code == 0
    assert "A report." in result.stdout
    assert "Who said what" in result.stdout


def test_standard_input_is_read() -> None:
    result = run("read", "-", "--format", "json", "--url", "https://a.example/x", stdin=b"From the wire.")
    record = msgspec.json.decode(result.stdout, type=Record)
    assert (record.document.text, record.document.url) == ("From the wire.", "https://a.example/x")


def test_records_go_a_line_each_in_the_order_of_the_input() -> None:
    result = run("read", "docs.jsonl", "--format", "jsonl", "-o", "records.jsonl", "--workers", "2")
    assert (result.exit_code, result.stdout) == (0, "")
    lines = [msgspec.json.decode(line) for line in Path("records.jsonl").read_bytes().splitlines()]
    assert len(lines) == 20
    one_by_one = run("read", "docs.jsonl", "--format", "jsonl")
    assert one_by_one.stdout_bytes == Path("records.jsonl").read_bytes()


def test_the_name_of_the_output_says_the_format() -> None:
    assert run("read", "a.txt", "-o", "out.html").exit_code == 0
    assert Path("out.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("paths", "status"), [(["a.txt"], 0), (["a.txt", "bad.txt"], 3), (["bad.txt"], 1), (["nowhere.txt"], 1)]
)
def test_exit_status_says_how_many_failed(paths: list[str], status: int) -> None:
    assert run("read", *paths, "--format", "jsonl").exit_code == status


def test_failures_are_one_line_each_and_a_file() -> None:
    result = run("read", "bad.txt", "a.txt", "nowhere.txt", "--format", "jsonl", "--failures", "failed.jsonl")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[0] == "bad.txt: not a report; give another"
    failed = [json.loads(line) for line in Path("failed.jsonl").read_text().splitlines()]
    assert failed[0] == {"origin": "bad.txt", "reason": "not a report", "hint": "give another"}
    assert [failure["origin"] for failure in failed] == ["bad.txt", "nowhere.txt"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "for example: dragoman read report.txt"),
        (["read", "a.txt", "b.txt", "--format", "json"], "use --format jsonl"),
        (["read", "a.txt", "b.txt", "--format", "html"], "use --format jsonl"),
        (["read", "docs.jsonl", "--url", "https://a.example"], "--url and --title are of one report"),
        (["read", "a.txt", "--sample", "x"], "--sample stands in place of paths"),
        (["read", "--sample", "x"], "no such sample"),
        (["read", "a.txt", "-o", "no/such/folder/x.json"], "cannot be written"),
        (["read", "a.txt", "--published", "soon"], "not a date"),
        (["read", "a.txt", "--workers", "0"], "--workers"),
        (["read", "a.txt", "--format", "xml"], "--format"),
    ],
)
def test_wrong_usage_is_told_with_a_remedy(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_a_pipe_is_read_once_with_progress_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_watched", lambda output: True)
    end, start = os.pipe()
    lines = (json.dumps({"id": f"n{at}", "text": "word " * 500}) + "\n" for at in range(20))
    os.write(start, "".join(lines).encode())  # less than a pipe holds, more than one read takes
    os.close(start)
    result = run("read", f"/dev/fd/{end}", "--input-format", "jsonl", "-o", "out.jsonl")
    os.close(end)
    assert result.exit_code == 0
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 20


def test_progress_is_shown_where_somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_watched", lambda output: True)
    result = run("read", "a.txt", "docs.jsonl", "b.txt", "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 22


def test_a_file_name_that_is_no_text_stops_nothing() -> None:
    Path(os.fsdecode(b"odd\xff.txt")).write_text("Odd report.")
    result = run("read", os.fsdecode(b"odd\xff.txt"), "a.txt", "--format", "jsonl")
    origins = [msgspec.json.decode(line)["document"]["origin"] for line in result.stdout.splitlines()]
    assert (result.exit_code, origins) == (0, ["odd\\xff.txt", "a.txt"])


def test_output_is_written_whole_or_not_at_all() -> None:
    Path("out.jsonl").write_text("what was there")
    Path("stop.txt").write_text("interrupted")
    assert run("read", "a.txt", "stop.txt", "-o", "out.jsonl").exit_code == 130
    assert Path("out.jsonl").read_text() == "what was there"
    assert sorted(name for name in os.listdir() if name.startswith(".")) == []


def test_missing_weights_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "load_reader", load_broken)
    result = run("read", "a.txt")
    assert (result.exit_code, result.stderr) == (1, "trunk.onnx: weights are missing; install again\n")


def test_names_cannot_act_on_the_terminal() -> None:
    name = "red\x1b[31m.txt"
    result = run("read", name)
    assert "\x1b" not in result.stderr
    assert "red␛[31m.txt: no such file" in result.stderr


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]; sys.argv[1:3] = []\n"
        "from dragoman import desk, cli; from desk_fakes import load_fake\n"
        "desk.load_reader = load_fake; cli.main()"
    )
    docs = "\n".join(json.dumps({"id": str(at), "text": "word " * 2000}) for at in range(200))
    Path("many.jsonl").write_text(docs)
    folders = [str(Path(desk.__file__).parents[1]), str(Path(__file__).parent)]
    command = [sys.executable, "-c", code, *folders, "read", "many.jsonl", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_audit_passes_and_fails(tmp_path: Path) -> None:
    run("read", "docs.jsonl", "-o", "records.jsonl")
    good = run("audit", "records.jsonl")
    assert good.exit_code == 0
    assert "20 records read, 0 with something broken." in good.stdout
    Path("broken.jsonl").write_text('{"schema": "dragoman.record/1"}\n')
    broken = run("audit", "broken.jsonl")
    assert broken.exit_code == 1
    assert "shape" in broken.stdout
    assert run("audit", "nowhere.jsonl").exit_code == 2


def test_schema_and_versions_are_printed() -> None:
    assert json.loads(run("schema").stdout)["title"] == "dragoman.record/1"
    for arguments in (["version"], ["--version"]):
        assert "record dragoman.record/1" in run(*arguments).stdout


def test_importing_the_package_loads_no_model_runtime() -> None:
    code = (
        "import sys, dragoman; dragoman.Record, dragoman.read_many\n"
        "print({'onnxruntime', 'numpy', 'trafilatura', 'torch', 'lxml', 'jinja2'} & set(sys.modules))"
    )
    path = {**os.environ, "PYTHONPATH": str(Path(desk.__file__).parents[1])}
    found = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_every_public_name_is_there() -> None:
    import dragoman

    assert all(getattr(dragoman, name) is not None for name in dragoman.__all__)
    assert set(dragoman.__all__) <= set(dir(dragoman))
    with pytest.raises(AttributeError):
        _ = dragoman.nothing_of_the_kind
