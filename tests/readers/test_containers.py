"""Web archives, feeds, site maps, Parquet and ninjs: each report in them is one input, with what is said of it."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from dragoman.readers import Failure, Hints, Source, iter_sources, read_source
from dragoman.readers.feed import addresses_in
from dragoman.readers.warc import as_utf8


def found_in(path: Path, **hints: str) -> list[Source | Failure]:
    return list(iter_sources([path], hints=Hints(**hints)))  # type: ignore[arg-type]


def sources(found: Sequence[Source | Failure]) -> list[Source]:
    return [one for one in found if isinstance(one, Source)]


def failures(found: Sequence[Source | Failure]) -> list[Failure]:
    return [one for one in found if isinstance(one, Failure)]


# ---- web archives


def answer(
    number: int, body: bytes, *, status: str = "200 OK", kind: str = "text/html", packed: bool = False
) -> bytes:
    coding = b"Content-Encoding: gzip\r\n" if packed else b""
    body = gzip.compress(body) if packed else body
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode()
    return record(number, "response", head + coding + b"\r\n" + body)


def record(number: int, kind: str, block: bytes, type_: str = "application/http") -> bytes:
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n"
            f"WARC-Date: 2031-05-12T08:00:00Z\r\nWARC-Target-URI: https://a.example/{number}\r\n"
            f"Content-Type: {type_}\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


RECORDS = (
    record(0, "warcinfo", b"software: test\r\n", "application/warc-fields"),
    answer(1, b"<html><p>The caf\xe9 reopened.</p></html>", kind="text/html; charset=iso-8859-1"),
    answer(2, b"<html><p>The bridge is closed.</p></html>", packed=True),
    answer(3, b"<html><p>Gone.</p></html>", status="404 Not Found"),
    answer(4, b"\x89PNG", kind="image/png"),
    record(5, "conversion", b"The talks ended.", "text/plain"),
    answer(6, b"<html><p>" + b"Long talks. " * 400 + b"</p></html>"),
)


@pytest.fixture(params=["plain", "packed"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "plain":
        path = tmp_path / "crawl.warc"
        path.write_bytes(b"".join(RECORDS))
    else:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(b"".join(map(gzip.compress, RECORDS)))
    return path


def test_each_page_of_a_web_archive_is_an_input(archive: Path) -> None:
    found = found_in(archive)
    assert failures(found) == []
    docs = [read_source(source) for source in sources(found)]
    assert [doc.text for doc in docs[:3]] == [
        "The café reopened.",
        "The bridge is closed.",
        "The talks ended.",
    ]
    assert [doc.url for doc in docs] == [f"https://a.example/{number}" for number in (1, 2, 5, 6)]
    assert docs[0].retrieved == "2031-05-12T08:00:00Z"
    assert docs[0].origin == f"{archive}#urn:uuid:{1:032}"


@pytest.mark.parametrize("lost", [4, 30, 200])
def test_a_web_archive_that_was_cut_off_says_so(archive: Path, lost: int) -> None:
    raw = archive.read_bytes()
    archive.write_bytes(raw[: len(raw) - lost])
    found = found_in(archive)
    whole = lost == 4 and archive.suffix == ".warc"  # only the blank lines behind the last record
    assert [failure.reason for failure in failures(found)] == (
        [] if whole else ["cut off: its last record is not whole"]
    )
    assert len(sources(found)) == (4 if lost == 4 else 3)


def test_a_web_archive_that_is_none_says_so(tmp_path: Path) -> None:
    for name, content in (
        ("a.warc", b"Hello there. " * 20),
        ("b.warc", b""),
        ("c.warc.gz", gzip.compress(b"x" * 90)),
    ):
        (tmp_path / name).write_bytes(content)
        assert len(failures(found_in(tmp_path / name))) == 1, name
        assert sources(found_in(tmp_path / name)) == []


# ---- feeds and site maps

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Lake Post</title>
<item><title>Truce &amp; talks</title><link>https://a.example/1</link>
<pubDate>Mon, 12 May 2031 10:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>"We go," Aske said.</p><p>More later.</p>]]></content:encoded></item>
<item><title>No text</title><link>https://a.example/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Alder Press</title><entry><title>Ferry</title>
<id>urn:x:1</id><link href="https://b.example/1"/><updated>2031-05-12T08:30:00Z</updated>
<summary>The ferry sank off Oboro, officials said.</summary></entry></feed>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc>
<news:news><news:publication><news:name>Lake Post</news:name></news:publication>
<news:publication_date>2031-05-12</news:publication_date><news:title>Truce</news:title></news:news></url></urlset>"""


def test_each_entry_of_a_feed_is_an_input(tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text(RSS, encoding="utf-8")
    found = found_in(tmp_path / "feed.rss")
    (source,) = sources(found)
    doc = read_source(source)
    assert doc.text == 'Truce & talks\n\n"We go," Aske said.\n\nMore later.'
    assert (doc.publisher, doc.url, source.origin) == (
        "Lake Post",
        "https://a.example/1",
        "https://a.example/1",
    )
    assert doc.published is not None
    assert doc.published.value == "2031-05-12T08:30:00+00:00"
    assert doc.title is not None
    assert doc.quote(doc.title) == "Truce & talks"
    assert [failure.origin for failure in failures(found)] == ["https://a.example/2"]


def test_an_atom_feed_and_what_the_caller_knows_better(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(ATOM, encoding="utf-8")
    (source,) = sources(found_in(tmp_path / "feed.xml", publisher="Coast Radio"))
    assert source.hints.publisher == "Coast Radio"
    assert "The ferry sank off Oboro" in read_source(source).text


def test_a_site_map_lists_what_is_to_be_fetched(tmp_path: Path) -> None:
    (tmp_path / "map.xml").write_text(MAP, encoding="utf-8")
    (failure,) = found_in(tmp_path / "map.xml")
    assert isinstance(failure, Failure)
    assert failure.origin == "https://a.example/1"
    assert "dragoman fetch" in failure.hint
    (address,) = addresses_in(MAP.encode())
    assert (address.publisher, address.published, address.title) == ("Lake Post", "2031-05-12", "Truce")


def test_entities_of_a_site_map_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    raw = (
        f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
        "<urlset><url><loc>https://a.example/&x;</loc></url></urlset>"
    )
    assert all("secret" not in address.url for address in addresses_in(raw.encode()))


def test_half_a_character_in_a_feed_is_shown_as_a_browser_shows_it(tmp_path: Path) -> None:
    item = "<item><title>Truce</title><description>It &#xD83D; ended.</description></item>"
    raw = f"<rss><channel><title>&#xD83D; Post</title>{item}</channel></rss>"
    (tmp_path / "a.rss").write_text(raw, encoding="utf-8")
    (source,) = sources(found_in(tmp_path / "a.rss"))
    assert (source.hints.publisher, read_source(source).text) == ("\ufffd Post", "Truce\n\nIt \ufffd ended.")


@pytest.mark.parametrize("content", ["<rss></rss>", "<rss><channel><item>", "<urlset></urlset>", "<urlset"])
def test_an_empty_or_broken_feed_is_a_failure(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    found = found_in(tmp_path / "a.xml")
    assert found
    assert sources(found) == [] or content == "<urlset"


# ---- Parquet and ninjs


def test_each_row_of_parquet_is_an_input(tmp_path: Path) -> None:
    table = pyarrow.table(
        {
            "id": ["a", None],
            "text": ["The talks ended.", None],
            "html": [None, "<p>The bridge is closed.</p>"],
            "other": [1, 2],
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "d.parquet")
    found = sources(found_in(tmp_path / "d.parquet"))
    assert [source.origin for source in found] == ["a", f"{tmp_path}/d.parquet:2"]
    assert [read_source(source).text for source in found] == ["The talks ended.", "The bridge is closed."]


def test_parquet_without_a_text_and_a_torn_one_are_failures(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"body": ["x"]}), tmp_path / "d.parquet")
    (failure,) = failures(found_in(tmp_path / "d.parquet"))
    assert "columns are read by name" in failure.hint
    raw = (tmp_path / "d.parquet").read_bytes()
    (tmp_path / "d.parquet").write_bytes(raw[:-20])
    assert "cannot be read further" in failures(found_in(tmp_path / "d.parquet"))[0].reason


ITEMS = (
    {
        "uri": "urn:n:1",
        "versioncreated": "2031-05-12T08:00:00Z",
        "headline": "Truce & talks",
        "body_xhtml": "<p>The talks ended.</p>",
        "infosource": [{"name": "Harbour Wire"}],
    },
    {
        "uri": "urn:n:2",
        "headlines": [{"value": "Ferry"}],
        "bodies": [{"contentType": "text/plain", "value": "The ferry sank."}],
    },
)


def test_ninjs_items_are_inputs_and_other_json_of_a_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(ITEMS[0], indent=1), encoding="utf-8")
    (tmp_path / "two.json").write_text(json.dumps([ITEMS[1]]), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    found = found_in(tmp_path)
    assert failures(found) == []
    first, second = map(read_source, sources(found))
    assert (first.text, first.publisher) == ("Truce & talks\n\nThe talks ended.", "Harbour Wire")
    assert (second.text, second.origin) == ("Ferry\n\nThe ferry sank.", "urn:n:2")


@pytest.mark.parametrize("bodies", [5, {"a": 1}, ["x"], [{"value": 3}]])
def test_a_news_item_with_odd_bodies_fails_alone(tmp_path: Path, bodies: object) -> None:
    (tmp_path / "one.json").write_text(json.dumps([{"uri": "urn:n:0", "bodies": bodies}, ITEMS[1]]))
    found = found_in(tmp_path / "one.json")
    assert [one.origin for one in found] == ["urn:n:0", "urn:n:2"]
    assert failures(found) == found[:1]


def test_a_json_file_that_cannot_be_opened_is_a_failure_and_the_rest_of_the_folder_is_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.json").symlink_to("nowhere.json")
    os.mkfifo(tmp_path / "b.json")
    (tmp_path / "c.txt").write_text("The talks ended.")
    found = found_in(tmp_path)
    assert [Path(one.origin).name for one in found] == ["a.json", "c.txt"]
    assert [failure.reason for failure in failures(found)] == ["no such file"]


def test_a_character_set_that_cannot_be_is_left_to_the_page() -> None:
    assert as_utf8(b"caf\xe9", "a\0b") == (b"caf\xe9", False)
