"""Bytes to text: character sets, marks, binary files."""

from __future__ import annotations

import pytest

from dragoman.errors import LimitError, ReadError
from dragoman.readers import Hints, read_bytes
from dragoman.readers.limits import MAX_TEXT_CHARS
from dragoman.readers.text import decode_text

SENTENCE = "“No,” said the envoy in Zürich — twice."


@pytest.mark.parametrize(
    ("raw", "text", "note"),
    [
        (SENTENCE.encode(), SENTENCE, None),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE, None),
        (SENTENCE.encode("utf-16"), SENTENCE, None),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), SENTENCE, None),
        (SENTENCE.encode("utf-32"), SENTENCE, None),
        (SENTENCE.encode("cp1252"), SENTENCE, "not UTF-8; read as Windows-1252"),
        (b"Caf\xe9 \x81 closed.", "Café \x81 closed.", "not UTF-8; read as Windows-1252"),
        (
            "Тихо".encode() * 9 + b"\xff.",
            "Тихо" * 9 + "\ufffd.",
            "UTF-8 with 1 broken places, each shown as U+FFFD",
        ),
    ],
)
def test_character_sets(raw: bytes, text: str, note: str | None) -> None:
    assert decode_text(raw) == (text, note)


def test_fallback_is_said() -> None:
    doc = read_bytes(SENTENCE.encode("cp1252"), origin="a.txt")
    assert doc.text == SENTENCE
    assert doc.why["text"] == "not UTF-8; read as Windows-1252"


@pytest.mark.parametrize(
    "text",
    [
        "One.\r\nTwo.\r\n",
        "He said\0 nothing.",
        "A 🚚 waits, a 👩‍👩‍👧 too, \u202bمرحبا\u202c, e\u0301.",
        "\u00a0 leading\u2028marks\ufeff stay\t\f",
        "  spaces at both ends  \n\n",
    ],
)
def test_text_is_never_rewritten(text: str) -> None:
    assert read_bytes(text.encode(), origin="a.txt").text == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not one byte"),
        (b" \r\n\t ", "only white space"),
        (b"\xef\xbb\xbf", "only white space"),
        (b"\0" * 50, "binary"),
        (bytes(range(256)) * 40, "binary"),
        ("plain words, no mark".encode("utf-16-le"), "UTF-16 without"),
        (b"\xff\xfeabc", "marked as UTF-16"),
        (b"%PDF-1.4 text", "a PDF file"),
        (b"PK\x03\x04 text", "a ZIP archive"),
        (b"\x1f\x8b\x08 text", "a gzip archive"),
        (b"<?xml version='1.0'?><!-- a --><rss><channel/></rss>", "a feed"),
    ],
)
def test_what_is_no_report(raw: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(raw, origin="a.txt")
    assert reason in caught.value.reason
    assert caught.value.hint


@pytest.mark.parametrize(
    "raw", [b"word " * 10_000_000, b"a" * (MAX_TEXT_CHARS + 1)], ids=["50 MB", "one over"]
)
def test_too_large(raw: bytes) -> None:
    with pytest.raises(LimitError, match="the bound is"):
        read_bytes(raw, origin="a.txt")


@pytest.mark.parametrize("char", ["x", "X", "-", "(", "<", "."])
def test_a_million_characters_without_a_space(char: str) -> None:
    assert len(read_bytes(char.encode() * 1_000_000, origin="a.txt").text) == 1_000_000


def test_id_depends_on_text_and_address_alone() -> None:
    one = read_bytes(b"A report.", origin="a.txt")
    assert one.id == read_bytes(b"\xef\xbb\xbfA report.", origin="b.txt").id
    assert one.id != read_bytes(b"A report.", origin="a.txt", hints=Hints(url="https://a.example/")).id
    assert one.raw_sha256 != read_bytes(b"\xef\xbb\xbfA report.", origin="b.txt").raw_sha256


def test_what_the_caller_gives() -> None:
    hints = Hints(
        url="https://a.example/",
        publisher="Lake Post",
        published="2031-03-05",
        title="talks end",
        retrieved="2031-03-06",
    )
    doc = read_bytes(
        b"Talks  end\nGENEVA (AP) - Both sides left the hall without a word.", origin="a", hints=hints
    )
    assert (doc.url, doc.publisher, doc.publisher_basis, doc.retrieved) == (
        "https://a.example/",
        "Lake Post",
        "given",
        "2031-03-06",
    )
    assert doc.published is not None
    assert (doc.published.value, doc.published.basis) == ("2031-03-05", "given")
    assert doc.title is not None
    assert doc.quote(doc.title) == "Talks  end"


def test_a_given_date_that_is_none() -> None:
    doc = read_bytes(b"A report.", origin="a", hints=Hints(published="03/04/2018", title="Elsewhere"))
    assert doc.published is None
    assert "03/04/2018" in doc.why["published"]
    assert doc.title is None
    assert "title" in doc.why
