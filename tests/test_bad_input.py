"""Bad input through the real command: a clear message and exit status, the others still read, nothing invented."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.types import Record

GOOD = "Reva talks\n\nThe mayor, Ana Roa, said on Monday that the bridge would stay closed.\n"


def read(*arguments: str) -> tuple[int, list[Record], list[dict[str, str]]]:
    """Exit status, records and failures of `dragoman read`."""
    command = ["read", *arguments, "--format", "jsonl", "--failures", "failures.jsonl", "-o", "out.jsonl"]
    status = CliRunner().invoke(app, command).exit_code
    out, failures = Path("out.jsonl"), Path("failures.jsonl")
    records = [msgspec.json.decode(line, type=Record) for line in out.read_bytes().split(b"\n") if line]
    return status, records, [json.loads(line) for line in failures.read_text().split("\n") if line]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n ", "white space"),
        ("binary.txt", bytes(range(256)) * 64, ""),
        ("paper.txt", b"%PDF-1.7\n\x00\x01binary", "PDF"),
        ("large.txt", b"word " * 10_000_000, "20,000,000"),
        ("empty.html", b"<html><body><script>var a = 1;</script></body></html>", ""),
        ("torn.jsonl", b'{"id": "a", "text": ', "JSON"),
    ],
)
def test_what_cannot_be_read_fails_with_a_reason_and_the_others_are_read(
    name: str, content: bytes, words: str
) -> None:
    Path(name).write_bytes(content)
    status, records, failures = read(name, "good.txt")
    assert status == 3
    assert [record.document.origin for record in records] == ["good.txt"]
    assert len(failures) == 1
    assert name in failures[0]["origin"]
    assert words in failures[0]["reason"]
    assert failures[0]["reason"]
    assert failures[0]["hint"]


def test_a_megabyte_without_a_space_invents_nothing() -> None:
    Path("long.txt").write_text("a" * 1_000_000)
    status, records, failures = read("long.txt")
    assert (status, failures) == (0, [])
    (record,) = records
    assert (record.attributions, record.entities, record.times, record.places) == ((), (), (), ())


def test_a_page_nested_deep_is_read_with_the_reason_for_its_missing_layout() -> None:
    deep = "<div>" * 50_000 + "<p>The mayor said on Monday that the bridge is shut.</p>" + "</div>" * 50_000
    Path("deep.html").write_text(f"<html><body>{deep}</body></html>")
    status, records, failures = read("deep.html", "good.txt")
    assert (status, failures) == (0, [])
    page, good = records
    assert good.document.origin == "good.txt"
    assert page.document.text == "The mayor said on Monday that the bridge is shut."
    assert isinstance(page.document.why, dict)
    assert "nested too deeply" in page.document.why["blocks"]


def test_a_page_nested_too_deep_to_take_apart_is_refused() -> None:
    Path("deep.html").write_text(f"<html><body>{'<odd>' * 50_000}The bridge is shut.")
    status, records, failures = read("deep.html", "good.txt")
    assert (status, [record.document.origin for record in records]) == (3, ["good.txt"])
    assert [failure["reason"] for failure in failures] == ["HTML nested too deeply to parse"]


def test_a_wrong_encoding_is_read_and_said() -> None:
    Path("latin.txt").write_bytes("The mayor, José Núñez, said “no”.".encode("cp1252"))
    status, (record,), _ = read("latin.txt")
    assert status == 0
    assert "José Núñez" in record.document.text
    assert isinstance(record.document.why, dict)
    assert "UTF-8" in record.document.why["text"]


def test_a_folder_with_one_file_that_cannot_be_opened() -> None:
    folder = Path("reports")
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    (folder / "b.txt").symlink_to("nowhere.txt")
    (folder / "c.txt").write_text(GOOD)
    status, records, failures = read("reports")
    assert status == 3
    assert [record.document.origin for record in records] == ["reports/a.txt", "reports/c.txt"]
    assert [failure["origin"] for failure in failures] == ["reports/b.txt"]


def test_all_failed() -> None:
    Path("empty.txt").write_bytes(b"")
    assert read("empty.txt")[0] == 1


def test_odd_characters_keep_their_places() -> None:
    text = (
        "\ufeffReva talks\r\n\r\nThe mayor\x00, Ana Roa, said \U0001f600 on Monday: \u201cNo\u202e.\u201d\r\n"
    )
    Path("odd.txt").write_bytes(text.encode("utf-8"))
    _, (record,), _ = read("odd.txt")
    assert record.document.text == text.removeprefix("\ufeff")
    assert all(
        span.of(record.document.text).strip() for entity in record.entities for span in entity.mentions
    )
