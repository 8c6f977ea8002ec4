"""Feeds and site maps: each entry of a feed is one input, each address of a site map one still to be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from time import struct_time
from typing import Any

from msgspec import Struct

from dragoman.readers.inputs import Failure, Hints, Source
from dragoman.readers.warc import said_over

SUFFIXES = (".rss", ".atom", ".xml")
_BEFORE = rb"\A(?:\xef\xbb\xbf)?(?>\s+|<\?[^>]*>|<!--(?>.*?-->)|<!DOCTYPE[^>\[]*>)*+"
_FEED = re.compile(_BEFORE + rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL)
_MAP = re.compile(_BEFORE + rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE | re.DOTALL)
_PROBE_BYTES = 20_000
_NO_TEXT = "an address and no text"
_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
_LAST_CODE = 0x10FFFF


class Address(Struct, frozen=True, kw_only=True):
    """An address that a feed or a site map lists, and what it says of what is there; `index`: another map is there."""

    url: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    index: bool = False


def is_feed(raw: bytes) -> bool:
    """Whether bytes begin as RSS or Atom does.

    >>> is_feed(b"<?xml version='1.0'?><rss version='2.0'>"), is_feed(b"<html>")
    (True, False)
    """
    return _FEED.match(raw[:_PROBE_BYTES]) is not None


def is_map(raw: bytes) -> bool:
    """Whether bytes begin as a site map, or an index of such, does.

    >>> is_map(b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"), is_map(b"<rss>")
    (True, False)
    """
    return _MAP.match(raw[:_PROBE_BYTES]) is not None


def iter_feed(raw: bytes, name: str, hints: Hints) -> Iterator[Source | Failure]:
    r"""The entries of a feed, each with its title over its text, its address, its time and the feed as publisher.

    A source's origin is the entry's address, else its id, else `name#` and its number. An entry without a text is a
    failure.

    >>> feed = b"<rss><channel><title>Lake Post</title><item><title>Truce</title>" + (
    ...     b"<description>The talks ended.</description></item></channel></rss>")
    >>> [(found.origin, found.hints.publisher, found.raw) for found in iter_feed(feed, "a.rss", Hints())]
    [('a.rss#1', 'Lake Post', b'<article><h1>Truce</h1>\n<p>The talks ended.</p></article>')]
    """
    feed = _parsed(raw)
    if not feed.entries:
        fault = f" ({feed.bozo_exception})" if feed.get("bozo") else ""
        yield Failure(name, f"no entry in this feed{fault}", "check that the file is whole")
    publisher = feed.feed.get("title") or None
    for number, entry in enumerate(feed.entries, 1):
        address = _address(entry, publisher)
        origin = address.url or entry.get("id") or f"{name}#{number}"
        text = _text(entry)
        if not text.strip():
            yield Failure(origin, f"{name}: {_NO_TEXT}", _remedy(name))
            continue
        page = f"<article><h1>{escape(address.title or '')}</h1>\n{_as_page(text)}</article>"
        own = Hints(
            url=address.url or None,
            publisher=address.publisher,
            published=address.published,
            title=address.title,
            format="html",
        )
        yield Source(origin=origin, raw=page.encode(), hints=said_over(own, hints), decoded=True)


def _parsed(raw: bytes) -> Any:
    import feedparser

    whole = _REFERENCE.sub(_sound, raw)  # feedparser fails on a reference to no character
    return feedparser.parse(BytesIO(whole), sanitize_html=False, resolve_relative_uris=False)


def _sound(reference: re.Match[bytes]) -> bytes:
    """A reference as it is, or to U+FFFD where it names half a character or none, as a browser shows it.

    >>> [_REFERENCE.sub(_sound, words) for words in (b"&#65;", b"&#xD83D;", b"&#x110000;")]
    [b'&#65;', b'&#xFFFD;', b'&#xFFFD;']
    """
    sixteen, ten = reference.groups()
    digits = sixteen or ten
    code = int(digits, 16 if sixteen else 10) if len(digits) < 8 else _LAST_CODE + 1
    is_none = 0xD800 <= code <= 0xDFFF or code > _LAST_CODE
    return b"&#xFFFD;" if is_none else reference[0]


def _text(entry: Any) -> str:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    return max((str(words) for words in (*contents, entry.get("summary", ""))), key=len)


def _as_page(text: str) -> str:
    return text if "<" in text else f"<p>{text}</p>"


def _address(entry: Any, publisher: str | None) -> Address:
    when: struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    return Address(
        url=entry.get("link", ""),
        title=entry.get("title") or None,
        publisher=(entry.get("source") or {}).get("title") or publisher,
        published=f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}T{when.tm_hour:02}:{when.tm_min:02}:00Z"
        if when
        else None,
    )


def iter_map(raw: bytes, name: str) -> Iterator[Failure]:
    """The addresses of a site map, as inputs that cannot be read because nobody has fetched them."""
    found = 0
    for found, address in enumerate(addresses_in(raw), 1):  # noqa: B007 - the last number counts them
        yield Failure(address.url, f"{name}: {_NO_TEXT}", _remedy(name))
    if not found:
        yield Failure(name, "no address in this site map", "check that the file is whole")


def _remedy(name: str) -> str:
    return f"get it with: dragoman fetch desk.db {name}"


def addresses_in(raw: bytes) -> tuple[Address, ...]:
    """The addresses that a feed or a site map lists, in its order; none for anything else.

    >>> maps = b"<urlset><url><loc>https://a.example/1</loc></url></urlset>"
    >>> [found.url for found in addresses_in(maps)]
    ['https://a.example/1']
    """
    if is_map(raw):
        return tuple(_mapped(raw))
    if not is_feed(raw):
        return ()
    feed = _parsed(raw)
    found = (_address(entry, feed.feed.get("title") or None) for entry in feed.entries)
    return tuple(address for address in found if address.url)


def _mapped(raw: bytes) -> Iterator[Address]:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(raw, parser)
    if root is None:
        return
    for entry in root.iter("{*}url", "{*}sitemap"):
        said = {etree.QName(part).localname: (part.text or "").strip() for part in entry.iter("*")}
        if said.get("loc"):
            yield Address(
                url=said["loc"],
                title=said.get("title") or None,
                publisher=said.get("name") or None,
                published=said.get("publication_date") or None,
                index=etree.QName(entry).localname == "sitemap",
            )
