"""Whole pages, through the child process."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from dragoman.errors import LimitError, ReadError
from dragoman.readers import Hints, page_worker, read_bytes
from dragoman.readers.child import PageChild
from dragoman.readers.html import read_html
from dragoman.readers.page_worker import MainView, PageRequest, PageView
from dragoman.stages import Document

PAGES = Path(__file__).parent / "pages"
SENTENCE = "The delegations met on Monday in the lakeside town and left without a word."


def read_page(name: str, **hints: str) -> Document:
    return read_bytes((PAGES / name).read_bytes(), origin=name, hints=Hints(**hints))


def main_text(doc: Document) -> list[str]:
    return [doc.quote(block.span) for block in doc.blocks if block.main]


def test_agency_page() -> None:
    doc = read_page("agency.html")
    assert doc.title is not None
    assert doc.quote(doc.title) == "Envoys leave Lake Verna without a deal"
    assert [(author.name, author.basis) for author in doc.authors] == [
        ("Ines Okafor", "metadata"),
        ("Tomas Rehn", "metadata"),
    ]
    assert all(author.span and doc.quote(author.span) == author.name for author in doc.authors)
    assert (doc.publisher, doc.publisher_basis) == ("Lowland Wire", "metadata")
    assert doc.published is not None
    assert (doc.published.value, doc.published.basis) == ("2031-03-05T18:20:00+01:00", "metadata")
    assert doc.url == "https://wire.example/2031/03/05/envoys-leave"
    assert doc.why == {"url": "the page's own word (link canonical)"}
    main = main_text(doc)
    assert main[0] == doc.quote(doc.title)
    assert len(main) == 7
    assert "“We came to talk, and we were told: “not today”,” said" in doc.text
    assert "Terms of use" in doc.text
    for unseen in ("not shown", "enable scripts", "color: red", "Quite another"):
        assert unseen not in doc.text


def test_page_of_layout_tables() -> None:
    doc = read_page("layout_table.html")
    assert doc.title is not None
    assert doc.quote(doc.title) == "Army denies shelling of Port Amber"
    assert doc.published is not None
    assert doc.published.value == "2012-09-14"
    assert len([text for text in main_text(doc) if len(text) > 80]) == 4
    assert not any("Fish prices" in text or text == "Home News Letters" for text in main_text(doc))


def test_page_of_divisions() -> None:
    doc = read_page("div_blog.html")
    assert doc.title is not None
    assert doc.quote(doc.title) == "The valley waits for the convoy"
    assert "Notes from the valley" in doc.why["title"]
    assert [author.name for author in doc.authors] == ["Sela Brandt"]
    assert doc.published is not None
    assert doc.published.value == "2027-05-02"
    main = main_text(doc)
    assert any("\U0001f69a because" in text for text in main)
    assert "reader1 Great post!" not in main
    assert "newsletter" not in doc.text
    assert "Skip to" not in doc.text


def test_page_from_right_to_left() -> None:
    doc = read_page("arabic.html")
    assert len(main_text(doc)) == 4
    assert doc.publisher == "صحيفة النهر"
    assert doc.title is not None
    assert doc.quote(doc.title) == "انتهاء المحادثات دون اتفاق"


def test_dates_that_differ_and_a_teaser_that_repeats_the_report() -> None:
    doc = read_page("mixed_dates.html")
    assert doc.published is not None
    assert doc.published.value == "2028-02-12T01:30:00+02:00"
    assert doc.why["published"] == "JSON-LD datePublished says 2028-02-12, meta dc.date 2028-02-13"
    lead = "Forty prisoners walked over the bridge at noon on Friday, the first such exchange in a year."
    assert [block.main for block in doc.blocks if doc.quote(block.span) == lead] == [False, True]
    assert "Side\tReleased\nNorth\t20\nSouth\t20" in doc.text
    assert not any("192" in text for text in main_text(doc))


def test_live_page() -> None:
    doc = read_page("live.html")
    assert "Members  15\nNeeded    9" in doc.text
    assert "13:40" in main_text(doc)
    assert doc.publisher == "Delta Radio"


def test_what_the_caller_gives_wins() -> None:
    doc = read_page("agency.html", url="https://copy.example/1", publisher="Copy", published="2031-03-07")
    assert (doc.url, doc.publisher, doc.publisher_basis) == ("https://copy.example/1", "Copy", "given")
    assert doc.published is not None
    assert (doc.published.value, doc.published.basis) == ("2031-03-07", "given")
    assert doc.why["published"] == "given says 2031-03-07, JSON-LD datePublished 2031-03-05"
    assert "wire.example" in doc.why["url"]


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p hidden>x", "<!doctype html>", "<script>a</script><p>…</p>"]
)
def test_nothing_visible(page: str) -> None:
    with pytest.raises(ReadError, match="nothing visible"):
        read_bytes(f"<html><body>{page}".encode(), origin="a.html")
    assert (
        read_bytes(f"<p>{SENTENCE}</p>".encode(), origin="a.html").text == SENTENCE
    )  # the child is still in step


def test_a_page_that_needs_a_browser() -> None:
    with pytest.raises(ReadError, match="nothing visible"):
        read_page("app_shell.html")


def test_a_page_of_links_has_no_main_text() -> None:
    page = "<html><body><ul>" + "<li><a href=x>Home</a></li>" * 5 + "</ul></body></html>"
    doc = read_bytes(page.encode(), origin="a.html")
    assert not main_text(doc) or "blocks" in doc.why


@pytest.mark.parametrize(
    ("charset", "codec", "note"),
    [
        ("utf-8", "utf-8", None),
        ("iso-8859-1", "utf-8", None),
        ("windows-1251", "cp1251", None),
        ("koi8-r", "koi8-r", None),
        ("no-such-set", "utf-8", None),
        ("utf-8", "cp1251", "not UTF-8; read as Windows-1252"),
    ],
)
def test_charsets_true_and_false(charset: str, codec: str, note: str | None) -> None:
    words = "Переговоры закончились в понедельник, сказал министр."
    page = f'<html><head><meta charset="{charset}"></head><body><p>{words}</p></body></html>'
    doc = read_bytes(page.encode(codec), origin="a.html")
    assert doc.why.get("text") == note
    assert (doc.text == words) == (note is None)


def test_nul_in_a_page_does_not_cut_it() -> None:
    assert (
        read_bytes(f"<p>a\0b</p><p>{SENTENCE}</p>".encode(), origin="a.html").text
        == f"a\ufffdb\n\n{SENTENCE}"
    )


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "b"])
def test_nested_50_000_deep(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 50_000}{SENTENCE}{f'</{tag}>' * 50_000}<p>after</p></body></html>"
    doc = read_bytes(page.encode(), origin="deep.html")
    assert doc.text == f"{SENTENCE}\n\nafter"
    assert "nested too deeply" in doc.why["blocks"]


def test_nested_too_deep_to_take_apart() -> None:
    page = f"<html><body>{'<odd>' * 50_000}{SENTENCE}</body></html>"
    with pytest.raises(LimitError, match="nested too deeply"):
        read_bytes(page.encode(), origin="deep.html")


def test_a_page_that_needs_too_much_memory() -> None:
    page = b"<html><body>" + b"<p a=1 b=2 c=3>a" * 1_240_000
    with pytest.raises(LimitError):  # by memory or, where the system sets no limit, by characters
        read_bytes(page, origin="wide.html")


def test_too_much_text() -> None:
    with pytest.raises(LimitError, match="the bound is"):
        read_bytes(f"<p>{'word ' * 450_000}</p>".encode(), origin="long.html")


def test_a_child_that_is_slow_to_start_is_told_as_slow() -> None:
    with PageChild(start_seconds=0.0) as child, pytest.raises(ReadError, match="took more than 0 s to start"):
        child.read(PageRequest(b"<p>x</p>"))


def test_a_child_whose_time_is_up_is_replaced() -> None:
    with PageChild(page_seconds=0.0) as child, pytest.raises(LimitError, match="takes more than 0 s"):
        child.read(PageRequest(SENTENCE.encode() * 12_000))
    with PageChild(main_seconds=0.0) as child, pytest.raises(LimitError, match="takes more than 0 s"):
        child.read(PageRequest(f"<p>{SENTENCE}</p>".encode() * 5_000))
    with PageChild() as child:
        child.read(PageRequest(f"<p>{SENTENCE}</p>".encode()))
        assert child._process is not None
        child._process.kill()
        child._process.wait()
        with pytest.raises(LimitError, match="ended the process"):
            child.read(PageRequest(b"<p>x</p>"))
        _, main = child.read(PageRequest(f"<p>{SENTENCE}</p>".encode()))
        assert isinstance(main, MainView)


def test_a_record_never_depends_on_how_busy_the_machine_is() -> None:
    """A child that is late with its second answer gives a failure, not another document."""
    page = f"<html><body><p>{SENTENCE}</p></body></html>"
    with PageChild(main_seconds=0.0) as child, pytest.raises(LimitError, match="takes more than 0 s"):
        read_html(page, page.encode(), origin="a.html", hints=Hints(), child=child)


def test_an_answer_that_came_as_the_time_ran_out_leaves_no_dead_child_behind() -> None:
    request = PageRequest(f"<p>{SENTENCE}</p>".encode())
    with PageChild(main_seconds=0.001) as child:
        for _ in range(20):
            with contextlib.suppress(LimitError):
                child.read(request)
            assert child._process is None or child._process.poll() is None


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>The delegations met on Monday in the town.</p>" * 12_000, "characters, over 500,000"),
        (f"<p>{SENTENCE}</p>" + "<span></span>" * 20_001, "more than 20,000 elements"),
    ],
)
def test_a_page_too_large_for_trafilatura_is_told_by_its_size(page: str, said: str) -> None:
    doc = read_bytes(f"<html><title>Nowhere</title>{page}".encode(), origin="large.html")
    assert said in doc.why["blocks"]
    assert "by length and links alone" in doc.why["blocks"] or "no main text" in doc.why["blocks"]
    assert said in doc.why["published"]
    assert said in doc.why["authors"]


@pytest.mark.parametrize(("name", "field"), [("add_metadata", "published"), ("extract_main", "blocks")])
def test_a_fault_of_the_library_is_told(monkeypatch: pytest.MonkeyPatch, name: str, field: str) -> None:
    def fail(*_: object) -> None:
        raise TypeError("odd page")

    request = PageRequest(f"<html><body><p>{SENTENCE}</p></body></html>".encode())
    view, root = page_worker.view_page(request)
    assert isinstance(view, PageView)
    monkeypatch.setattr(page_worker, name, fail)
    main = page_worker.view_main(root, view, None)

    class Child(PageChild):
        def read(self, request: PageRequest) -> tuple[PageView, MainView]:
            assert isinstance(view, PageView)
            assert isinstance(main, MainView)
            return view, main

    doc = read_html(request.page.decode(), request.page, origin="a.html", hints=Hints(), child=Child())
    assert "trafilatura failed on the page (TypeError)" in doc.why[field]
    assert any(block.main for block in doc.blocks)


def test_want_of_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    view, root = page_worker.view_page(PageRequest(f"<p>{SENTENCE}</p>".encode()))
    assert isinstance(view, PageView)
    monkeypatch.setattr(page_worker, "extract_main", fail)
    assert isinstance(page_worker.view_main(root, view, None), page_worker.PageRefusal)


def test_fast_enough() -> None:
    page = (PAGES / "agency.html").read_bytes()
    read_bytes(page, origin="a.html")
    start = time.perf_counter()
    for _ in range(20):
        read_bytes(page, origin="a.html")
    assert (
        time.perf_counter() - start < 4.0
    )  # about 0.2 on a machine with nothing else to do; the bench measures


def test_the_same_bytes_give_the_same_document() -> None:
    assert read_page("mixed_dates.html") == read_page("mixed_dates.html")
