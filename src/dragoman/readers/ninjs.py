"""ninjs, the JSON that news agencies exchange (IPTC, versions 1 to 3): each news item is one input."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec

from dragoman.readers.inputs import Failure, Hints, Source
from dragoman.readers.warc import said_over

_BODIES = ("body_xhtml", "body_html", "body_text")
_MARKS = frozenset({*_BODIES, "bodies", "headlines"})


def items_in(raw: bytes) -> list[dict[str, Any]]:
    """The news items in a JSON file that holds one or a list of them; none for other JSON and for what is none.

    >>> [item["uri"] for item in items_in(b'{"uri": "urn:1", "body_text": "The talks ended."}')]
    ['urn:1']
    >>> items_in(b'{"uri": "urn:1"}'), items_in(b"no JSON")
    ([], [])
    """
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return []
    try:
        found = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    items = found if isinstance(found, list) else [found]
    return [item for item in items if isinstance(item, dict) and "uri" in item and _MARKS & item.keys()]


def iter_ninjs(items: list[dict[str, Any]], name: str, hints: Hints) -> Iterator[Source | Failure]:
    """The reports of news items; a source's origin is the item's `uri`."""
    for number, item in enumerate(items, 1):
        origin = str(item.get("uri") or f"{name}#{number}")
        words, page = _body(item)
        if not words.strip():
            yield Failure(origin, f"{name}: a news item without a text", "give one that has a body")
            continue
        headline = _headline(item)
        own = Hints(
            url=_words(item.get("altids", {}).get("url")) if isinstance(item.get("altids"), dict) else None,
            publisher=_publisher(item),
            published=_words(
                item.get("versioncreated")
                or item.get("versionCreated")
                or item.get("firstcreated")
                or item.get("firstCreated")
                or item.get("contentCreated")
            ),
            title=headline,
            format="html" if page else "text",
        )
        raw = (
            f"<article><h1>{escape(headline or '')}</h1>{words}</article>"
            if page
            else f"{headline or ''}\n\n{words}".lstrip()
        )
        yield Source(origin=origin, raw=raw.encode(), hints=said_over(own, hints), decoded=True)


def _body(item: dict[str, Any]) -> tuple[str, bool]:
    """The text of an item, and whether it is marked up."""
    for name in _BODIES:
        if isinstance(item.get(name), str) and item[name].strip():
            return item[name], name != "body_text"
    bodies = item.get("bodies")
    for body in bodies if isinstance(bodies, list) else ():
        if isinstance(body, dict) and isinstance(body.get("value"), str) and body["value"].strip():
            return body["value"], "html" in str(body.get("contentType") or body.get("contenttype") or "")
    return "", False


def _headline(item: dict[str, Any]) -> str | None:
    several = item.get("headlines") or ()
    listed = (
        [head.get("value") for head in several if isinstance(head, dict)] if isinstance(several, list) else []
    )
    return _words(item.get("headline") or next(iter(listed), None))


def _publisher(item: dict[str, Any]) -> str | None:
    named = item.get("infosources") or item.get("infosource") or ()
    names = (
        [source.get("name") for source in named if isinstance(source, dict)]
        if isinstance(named, list)
        else []
    )
    return _words(next(iter(names), None) or item.get("copyrightholder") or item.get("copyrightHolder"))


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
