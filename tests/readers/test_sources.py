"""Files, folders, standard input and JSON lines."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.errors import ReadError
from dragoman.readers import (
    Failure,
    Hints,
    Source,
    count_sources,
    encode_text,
    iter_sources,
    read_source,
)
from dragoman.readers import sources as sources_module


def origins(found: Iterator[Source | Failure]) -> list[str]:
    return [item.origin for item in found]


def test_a_folder_is_read_in_order_and_goes_on_past_what_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.HTML", "b/z.htm", "b/a.txt", "note.md", "picture.png"):
        (tmp_path / name).write_text("A report.", encoding="utf-8")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    found = list(iter_sources([tmp_path]))
    assert [os.path.relpath(item.origin, tmp_path) for item in found] == [
        "a.HTML",
        os.path.join("b", "a.txt"),
        os.path.join("b", "z.htm"),
        "broken.txt",
        "c.txt",
    ]
    assert [type(item) for item in found].count(Failure) == 1


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A report.", encoding="utf-8")
    opened = sources_module._open

    def refuse(path: str, *, packed: bool) -> object:
        if path.endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(path, packed=packed)

    monkeypatch.setattr(sources_module, "_open", refuse)
    failed, source = iter_sources([tmp_path])
    assert isinstance(failed, Failure)
    assert failed.reason == "not allowed to read it"
    assert isinstance(source, Source)


def test_an_empty_folder_and_a_missing_file(tmp_path: Path) -> None:
    empty, missing = iter_sources([tmp_path, tmp_path / "no.txt"])
    assert isinstance(empty, Failure)
    assert empty.reason == "no report in this folder"
    assert isinstance(missing, Failure)
    assert missing.reason == "no such file"


def test_a_file_over_the_bound_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    for hints in (Hints(), Hints(format="text")):
        (failed,) = iter_sources([path], hints=hints)
        assert isinstance(failed, Failure)
        assert "50,000,000 bytes; the bound is 20,000,000" in failed.reason


LINES = [
    {"id": "a", "text": "One.\r\nLine.", "publisher": "Lake Post", "published": "2030-01-02", "title": "One"},
    {"text": "Two."},
    {"id": 3, "html": "<p>The delegations met on Monday, and three officials spoke to the press.</p>"},
    {"id": "d", "text": "Four.", "url": None},
]


@pytest.mark.parametrize("name", ["d.jsonl", "d.jsonl.gz", "d.ndjson", "d.txt"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    raw = b"\xef\xbb\xbf" * (name == "d.txt") + "\n\n".join(map(json.dumps, LINES)).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    found = list(iter_sources([path], hints=Hints(publisher="Given")))
    assert [item.origin for item in found] == ["a", f"{path}:3", "3", "d"]
    docs = [read_source(pickle.loads(pickle.dumps(item))) for item in found if isinstance(item, Source)]
    assert [doc.text for doc in docs][:2] == ["One.\r\nLine.", "Two."]
    assert [doc.publisher for doc in docs] == ["Lake Post", "Given", "Given", "Given"]
    assert docs[0].published is not None
    assert docs[0].published.basis == "given"
    assert docs[2].blocks


def test_a_broken_line_fails_alone() -> None:
    lines = [
        b'{"id": "a", "text": "One."}',
        b'{"id": "b", "text": ',
        b"[1]",
        b'{"text": "caf\xe9"}',
        b'{"text": "\\ud800"}',
        b'{"id": "f", "text": "Six."}',
        b'{"text": "a" ' + b"[" * 5000,
    ]
    found = list(iter_sources(["-"], hints=Hints(format="jsonl"), stdin=io.BytesIO(b"\r\n".join(lines))))
    assert [item.origin for item in found] == ["a", "-:2", "-:3", "-:4", "-:5", "f", "-:7"]
    failures = [item for item in found if isinstance(item, Failure)]
    assert [failed.reason.split(":")[0] for failed in failures] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 7",
    ]
    assert all(failed.hint for failed in failures)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"id": "a"}, "neither text nor html"),
        ({"text": "a", "html": "b"}, "both text and html"),
        ({"text": 7}, "'text' is no text"),
        ({"text": "a", "url": ["b"]}, "'url' is no text"),
        ({"text": "  "}, "only white space"),
        ({"text": ""}, "only white space"),
        ({"html": "<script>x</script>"}, "nothing visible"),
        ({"html": ""}, "nothing visible"),
    ],
)
def test_a_line_that_holds_no_report(line: dict[str, object], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_source(Source(origin="a", raw=json.dumps(line).encode(), line=7))


def test_half_a_character_in_a_line_fails_alone() -> None:
    stream = io.BytesIO(b'{"id": "a", "text": "No \\ud83d deal."}\n{"id": "b", "text": "\\ud83d\\ude00"}')
    failed, source = iter_sources(["-"], hints=Hints(format="jsonl"), stdin=stream)
    assert isinstance(failed, Failure)
    assert "half a character" in failed.reason
    assert "U+FFFD" in failed.hint
    assert isinstance(source, Source)
    assert read_source(source).text == "\U0001f600"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffThe talks ended.",
        "\ufeff\ufeffThe talks ended.\r\n",
        "%PDF was the whole of his answer, the clerk said.",
        "<p>He wrote this tag, and <b>that</b> one.</p>",
        "Nul\x00 and \u2028 stay.",
        "\ufffe is no mark of another character set.",
        '<meta charset="windows-1251"> caf\xe9',
    ],
)
def test_a_text_from_memory_is_not_rewritten(text: str) -> None:
    source = Source(origin="a", raw=encode_text(text), hints=Hints(format="text"), decoded=True)
    assert read_source(source).text == text


@pytest.mark.parametrize("field", ["url", "publisher", "published", "title", "retrieved"])
def test_half_a_character_in_what_the_caller_says_is_an_error(field: str) -> None:
    with pytest.raises(ReadError, match=f"the given {field} holds half a character"):
        read_source(Source(origin="a", raw=b"A report.", hints=Hints(**{field: "a\udcff"})))


def test_inputs_are_counted_without_reading_what_cannot_be_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "below").mkdir(parents=True)
    for name in ("a.txt", "below/b.html", "note.md"):
        (folder / name).write_text("A report.")
    assert count_sources([folder]) == 2
    (folder / "c.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n{"text": "Three."}')
    assert count_sources([folder]) == 5
    assert count_sources([folder, folder / "a.txt", tmp_path / "gone.txt"]) == 7
    assert count_sources([folder / "c.jsonl"]) == len(list(iter_sources([folder / "c.jsonl"])))
    empty = tmp_path / "empty"
    empty.mkdir()
    assert count_sources([empty]) == 1
    unnamed = tmp_path / "docs.txt"
    unnamed.write_text('{"text": "One."}\n')
    assert count_sources([unnamed]) is None
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n'))
    assert count_sources([folder]) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_counted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert count_sources([tmp_path / "pipe.jsonl"]) is None
    assert count_sources([tmp_path / "pipe.jsonl"], hints=Hints(format="text")) is None


def test_a_name_that_is_no_text_is_told_in_escapes(tmp_path: Path) -> None:
    path = os.path.join(tmp_path, os.fsdecode(b"r\xff.txt"))
    Path(path).write_text("A report.")
    given = [path, tmp_path, path + ".gone"]
    assert [os.path.basename(item.origin) for item in iter_sources(given)] == [
        "r\\xff.txt",
        "r\\xff.txt",
        "r\\xff.txt.gone",
    ]


def test_a_line_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.readers.jsonl.MAX_FILE_BYTES", 40)
    stream = io.BytesIO(
        b'{"id": "a", "text": "1"}\n{"id": "b", "text": "' + b"x" * 200 + b'"}\n{"id": "c", "text": "3"}'
    )
    assert origins(iter_sources(["-"], hints=Hints(format="jsonl"), stdin=stream)) == ["a", "-:2", "c"]


def test_a_packed_file_that_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(
        gzip.compress("\n".join(f'{{"id": "{n}", "text": "Report {n * n}."}}' for n in range(3000)).encode())[
            :-900
        ]
    )
    *_, last = iter_sources([path])
    assert isinstance(last, Failure)
    assert "cannot be read further" in last.reason


def test_lines_are_taken_one_at_a_time() -> None:
    class Endless(io.RawIOBase):
        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"text": "Again."}\n'

    found = iter_sources(["-"], hints=Hints(format="jsonl"), stdin=Endless())  # type: ignore[arg-type]
    assert origins(next(found) for _ in range(3)) == ["-:1", "-:2", "-:3"]


def test_standard_input_is_text_page_or_lines() -> None:
    for raw, text in (
        (b"A report.\nIts second line.", "A report.\nIts second line."),
        (
            b"<!doctype html><p>A report of a page, with some words in it.",
            "A report of a page, with some words in it.",
        ),
        (b'{"text": "A report."}\n', "A report."),
    ):
        (source,) = iter_sources(["-"], stdin=io.BytesIO(raw))
        assert isinstance(source, Source)
        assert read_source(source).text == text


def test_a_format_that_is_asked_for() -> None:
    raw = b"<p>He wrote <b>no</b>, and no other word to anybody in the capital.</p>"
    (source,) = iter_sources(["-"], hints=Hints(format="text"), stdin=io.BytesIO(raw))
    assert isinstance(source, Source)
    assert read_source(source).text == raw.decode()
    (source,) = iter_sources(["-"], hints=Hints(format="html"), stdin=io.BytesIO(b"plain words of a report"))
    assert isinstance(source, Source)
    assert read_source(source).text == "plain words of a report"
