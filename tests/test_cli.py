"""The command line: what is written where, and the exit status."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from dragoman import cli, desk
from dragoman.cli import app
from dragoman.types import Record
from made.readers import load_broken, load_fake


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
        (["read", "a.txt", "--published", "1021-03-08"], "from 1600 on"),
        (["read", "a.txt", "-o", "."], ".: is a folder; name a file"),
        (["read", "a.txt", "--failures", "."], ".: is a folder; name a file"),
        (["read", "a.txt", "--workers", "0"], "--workers"),
        (["read", "a.txt", "--format", "xml"], "--format"),
    ],
)
def test_wrong_usage_is_told_with_a_remedy(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_a_pipe_is_read_once_with_progress_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.reading, "watched", lambda output: True)
    end, start = os.pipe()
    lines = (json.dumps({"id": f"n{at}", "text": "word " * 500}) + "\n" for at in range(20))
    os.write(start, "".join(lines).encode())  # less than a pipe holds, more than one read takes
    os.close(start)
    result = run("read", f"/dev/fd/{end}", "--input-format", "jsonl", "-o", "out.jsonl")
    os.close(end)
    assert result.exit_code == 0
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 20


def test_progress_is_shown_where_somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.reading, "watched", lambda output: True)
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
    files = set(os.listdir())
    result = run("read", "stop.txt", "a.txt", "-o", "out.jsonl")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert Path("out.jsonl").read_text() == "what was there"
    assert set(os.listdir()) == files


def test_what_was_finished_before_an_interrupt_is_kept_under_another_name() -> None:
    Path("out.jsonl").write_text("what was there")
    Path("stop.txt").write_text("interrupted")
    given = ("read", "a.txt", "bad.txt", "b.txt", "stop.txt", "-o", "out.jsonl", "--failures", "failed.jsonl")
    result = run(*given)
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == (
        "interrupted; what was finished is in failed.jsonl.partial; what was finished is in out.jsonl.partial"
    )
    assert Path("out.jsonl").read_text() == "what was there"
    kept = Path("out.jsonl.partial").read_text().splitlines()
    assert [json.loads(line)["document"]["origin"] for line in kept] == ["a.txt", "b.txt"]
    assert json.loads(Path("failed.jsonl.partial").read_text())["origin"] == "bad.txt"
    assert [name for name in os.listdir() if name.startswith(".")] == []


@pytest.mark.parametrize("name", ["empty.jsonl", "blank.jsonl", "empty.jsonl.gz", "folder"])
def test_where_there_is_no_report_the_input_is_named(name: str) -> None:
    Path("folder").mkdir()
    Path("empty.jsonl").touch()
    Path("blank.jsonl").write_text("\n  \n\n")
    Path("empty.jsonl.gz").write_bytes(gzip.compress(b""))
    result = run("read", name, "--format", "jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{name}: no report in th")
    assert run("read", name, "a.txt", "--format", "jsonl").exit_code == 3


def test_missing_weights_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "load_reader", load_broken)
    result = run("read", "a.txt")
    assert (result.exit_code, result.stderr) == (1, "trunk.onnx: weights are missing; install again\n")


def test_what_was_missed_is_listed_on_request_and_written_beside_the_records() -> None:
    Path("fight.txt").write_text("Troops attacked the mill.")
    result = run("read", "fight.txt", "--missed")
    assert result.exit_code == 0
    assert "0-25  Troops <attacked> the mill." in result.stdout
    assert "<attacked>" not in run("read", "fight.txt").stdout
    result = run("read", "fight.txt", "a.txt", "--format", "jsonl", "-o", "r.jsonl", "--missed-to", "m.jsonl")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in Path("m.jsonl").read_text().splitlines()]
    assert [(row["origin"], len(row["sentences"])) for row in rows] == [("fight.txt", 1), ("a.txt", 0)]
    refused = run("read", "fight.txt", "--format", "jsonl", "--missed")
    assert (refused.exit_code, "--missed-to FILE" in refused.stderr) == (2, True)


def test_a_folder_that_holds_no_weights_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    result = run("read", "--sample", "ceasefire", "--weights", "no-such-folder")
    assert result.exit_code == 1
    assert result.stderr.startswith("manifest.json: the manifest of the weights cannot be read; ")
    assert "no-such-folder" in result.stderr


def test_names_cannot_act_on_the_terminal() -> None:
    name = "red\x1b[31m.txt"
    result = run("read", name)
    assert "\x1b" not in result.stderr
    assert "red␛[31m.txt: no such file" in result.stderr


def command(*arguments: str) -> list[str]:
    """The command line in a process of its own, with the reader that needs no weights.

    It takes Ctrl-C as at a terminal, also where whoever runs the tests has it ignored (a job in the background).
    """
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys; sys.path[:0] = sys.argv[1:3]; sys.argv[1:3] = []\n"
        "from dragoman import desk, cli; from made.readers import load_fake\n"
        "desk.load_reader = load_fake; cli.main()"
    )
    folders = [str(Path(desk.__file__).parents[1]), str(Path(__file__).parent)]
    return [sys.executable, "-c", code, *folders, *arguments]


def told_by_shell(redirection: str, *arguments: str) -> tuple[int, str]:
    """Exit status and standard error of the command line, its output redirected by a shell."""
    script = f'"$@" {redirection}'
    ran = subprocess.run(
        ["sh", "-c", script, "sh", *command(*arguments)], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stderr


OUTPUTS = [
    (["read", "a.txt"], 1),
    (["read", "docs.jsonl", "--format", "jsonl"], 1),
    (["audit", "records.jsonl"], 1),
    (["schema"], 1),
    (["--version"], 1),
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(("arguments", "status"), [*OUTPUTS, (["--help"], 1), (["read", "--help"], 1)])
def test_a_full_disk_is_told_in_one_line(arguments: list[str], status: int) -> None:
    run("read", "a.txt", "-o", "records.jsonl")
    words = "standard output: cannot be written: No space left on device; write to a file with -o\n"
    assert told_by_shell(">/dev/full", *arguments) == (status, words)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("option", ["-o", "--failures"])
def test_a_full_device_is_told_by_its_name(option: str) -> None:
    result = run("read", "a.txt", "bad.txt", "--format", "jsonl", option, "/dev/full")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("/dev/full: cannot be written: No space left on device")


@pytest.mark.parametrize(("arguments", "status"), OUTPUTS)
def test_closed_output_is_told_in_one_line(arguments: list[str], status: int) -> None:
    run("read", "a.txt", "-o", "records.jsonl")
    words = "standard output is closed; write to a file with -o\n"
    assert told_by_shell(">&-", *arguments) == (status, words)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_that_are_not_needed_stop_nothing(closed: str) -> None:
    assert told_by_shell(closed, "read", "a.txt", "-o", "out.jsonl") == (0, "")
    assert json.loads(Path("out.jsonl").read_text())["document"]["origin"] == "a.txt"


def test_closed_input_is_told_in_one_line() -> None:
    assert told_by_shell("<&-", "read", "-") == (1, "-: standard input is closed; name a file\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_was_finished_and_shows_no_traceback(workers: str) -> None:
    docs = [json.dumps({"id": str(at), "text": "endless" if at > 8 else "slow"}) for at in range(40)]
    Path("many.jsonl").write_text("\n".join(docs))
    given = command("read", "many.jsonl", "-o", "out.jsonl", "--workers", workers)
    with subprocess.Popen(given, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        wait_until(lambda: sum(path.stat().st_size for path in Path().glob(".out.jsonl.*")) > 0)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the worker processes too
        try:
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
        assert told == "interrupted; what was finished is in out.jsonl.partial\n"
    assert process.returncode == 130
    kept = [json.loads(line) for line in Path("out.jsonl.partial").read_text().splitlines()]
    assert [record["document"]["origin"] for record in kept] == [str(at) for at in range(len(kept))]
    assert not Path("out.jsonl").exists()


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    docs = "\n".join(json.dumps({"id": str(at), "text": "word " * 2000}) for at in range(200))
    Path("many.jsonl").write_text(docs)
    given = command("read", "many.jsonl", "--format", "jsonl")
    with subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
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
    missing = run("audit", "nowhere.jsonl")
    assert missing.exit_code == 2
    assert missing.stderr.startswith("nowhere.jsonl: cannot be read: No such file or directory; give")


def test_audit_reads_what_read_writes_and_goes_on_behind_a_garbled_line() -> None:
    run("read", "a.txt", "--format", "json", "-o", "record.json")
    assert run("audit", "record.json").exit_code == 0
    whole = run("read", "docs.jsonl", "--format", "jsonl").stdout_bytes
    Path("cut.jsonl").write_bytes(whole[:100] + b"\n" + whole)
    cut = run("audit", "cut.jsonl")
    assert cut.exit_code == 1
    assert "21 records read, 1 with something broken." in cut.stdout


def test_a_strict_audit_looks_at_more() -> None:
    run("read", "a.txt", "-o", "record.json", "--publisher", "Harbour Wire")
    raw = json.loads(Path("record.json").read_text())
    raw["document"]["publisher_basis"] = None
    Path("record.json").write_text(json.dumps(raw))
    assert run("audit", "record.json").exit_code == 0
    strict = run("audit", "record.json", "--strict")
    assert strict.exit_code == 1
    assert "publisher: no basis" in " ".join(strict.stdout.split())


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


def test_setup_builds_the_gazetteer_and_says_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.ground.gazetteer import build
    from dragoman.ground.gazetteer.packages import Packed

    monkeypatch.setattr(build, "read_packages", lambda: Packed((), {}, {}, {}))
    result = run("setup", "--gazetteer", "there/g.sqlite")
    assert result.exit_code == 0
    assert result.stdout.startswith("there/g.sqlite: 0 places under 0 names")
    assert result.stderr.split("\n")[: len(build.STEPS)] == list(build.STEPS)
    assert Path("there/g.sqlite").read_bytes().startswith(b"SQLite format 3")
    assert run("setup", "--gazetteer", "there/g.sqlite", "--quiet").stderr == ""


def test_setup_into_a_folder_is_refused_before_anything_is_built() -> None:
    Path("folder").mkdir()
    result = run("setup", "--gazetteer", "folder")
    assert result.exit_code == 1
    assert result.stderr == "folder: is a folder; name a file, for example folder/gazetteer.sqlite\n"


def test_setup_that_cannot_write_says_what_else_to_do() -> None:
    result = run("setup", "--gazetteer", "a.txt/g.sqlite")
    assert result.exit_code == 1
    assert "DRAGOMAN_GAZETTEER" in result.stderr
