"""Telling text, HTML and JSON lines apart, by content and by name."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
TEXT_SUFFIXES = (".txt",)
LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

_BEFORE = r"(?>\s+|<\?[^>]*>|<!--(?>.*?-->))*+"  # atomic: many comments must not make the match slow
_PAGE_START = re.compile(_BEFORE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_NAMES = r"(?:p|div|h[1-6]|article|section|main|table|ul|ol|span|br|meta|title|a)"
_TAG = re.compile(rf"<{_NAMES}(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_CLOSING = re.compile(rf"</{_NAMES}\s*>", re.IGNORECASE)
_FEED_START = re.compile(_BEFORE + r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL)
_PROBE_CHARS = 20_000


def tell_format(text: str, name: str = "") -> Literal["text", "html", "feed"]:
    r"""What `text` is, going by its beginning, then by the suffix of `name`.

    A plain text may speak of tags; it is HTML when it begins as a page does, when it begins with a tag and closes
    some, or when it is named as a page and has a tag.

    >>> tell_format("<!DOCTYPE html><p>Hi"), tell_format("He wrote <b>no</b>."), tell_format("<p>One</p>\n<p>Two</p>")
    ('html', 'text', 'html')
    """
    probe = text[:_PROBE_CHARS]
    if _PAGE_START.match(probe):
        return "html"
    if _FEED_START.match(probe):
        return "feed"
    begins_with_tag = _TAG.match(probe.lstrip()) is not None
    if begins_with_tag and _CLOSING.search(probe):
        return "html"
    if name.lower().endswith(HTML_SUFFIXES) and _TAG.search(text):
        return "html"
    return "text"


def is_report_line(line: bytes) -> bool:
    """Whether a line is a JSON object that holds a text or a page: the mark of JSON lines without the suffix.

    >>> is_report_line(b'{"id": "a", "text": "Hello."}'), is_report_line(b'{"a": 1}'), is_report_line(b"Hello.")
    (True, False, False)
    """
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        found = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(found, dict) and ("text" in found or "html" in found)
