"""What a page says of itself: JSON-LD, OpenGraph and meta elements, each finding with the field it came from."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from dragoman.readers.dates import date_in_address, parse_date

_REPORT_TYPE = re.compile(
    r"(?:news|blog|press|report|scholarly|opinion|analysis|liveblog)?\w*(?:article|posting)|report"
)
_MAX_NODES = 5_000
_DATE_FIELDS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date",
    "dc.date.created", "pubdate", "publishdate", "publish-date", "publication_date", "article_date_original",
    "originalpublicationdate", "article.published", "date",
)  # fmt: skip
_TITLE_FIELDS = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline")
_AUTHOR_FIELDS = (
    "author",
    "article:author",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "twitter:creator",
)
_PUBLISHER_FIELDS = ("og:site_name", "publisher", "dc.publisher", "application-name", "article:publisher")
_ADDRESS = re.compile(r"^(?:https?:)?//|^www\.|^@", re.IGNORECASE)
_BYLINE_START = re.compile(r"^(?:written )?by\s+", re.IGNORECASE)


class Found(Struct, frozen=True):
    """A value and the field of the page it stands in."""

    value: str
    where: str


class PageMetadata(Struct, frozen=True, kw_only=True):
    """What the page says of itself; `titles` and `dates` with the most trusted first."""

    titles: tuple[Found, ...] = ()
    authors: tuple[Found, ...] = ()
    publisher: Found | None = None
    dates: tuple[Found, ...] = ()
    url: Found | None = None

    def lacks(self) -> bool:
        """Whether a second reader may add something."""
        return not (self.titles and self.authors and self.publisher and self.dates)


def read_metadata(root: Any) -> PageMetadata:
    """The metadata of a page parsed by lxml, by our own reading alone.

    >>> from lxml.html import document_fromstring
    >>> page = '<meta property="og:site_name" content="The Lake Post"><meta name="date" content="2021-03-05"><p>x'
    >>> found = read_metadata(document_fromstring(page))
    >>> found.publisher, found.dates
    (Found(value='The Lake Post', where='og:site_name'), (Found(value='2021-03-05', where='meta date'),))
    """
    nodes = tuple(_linked_data(root))
    metas = _metas(root)
    reports = _own_first([node for node in nodes if _is_report(node)], _url(root, metas), metas)
    return PageMetadata(
        titles=_titles(root, reports, metas),
        authors=_authors(reports, nodes, metas),
        publisher=_publisher(reports, nodes, metas),
        dates=_dates(root, reports, nodes, metas),
        url=_url(root, metas),
    )


def _own_first(
    reports: list[dict[str, Any]], url: Found | None, metas: dict[str, str]
) -> tuple[dict[str, Any], ...]:
    """Reports in the order of the page, those first that bear its own address or title: a page lists others too."""
    own = {url.value if url else "", metas.get("og:url", ""), metas.get("og:title", "")} - {""}

    def is_other(node: dict[str, Any]) -> bool:
        page = node.get("mainEntityOfPage")
        values = (
            node.get("url"),
            node.get("@id"),
            node.get("headline"),
            page.get("@id") if isinstance(page, dict) else page,
        )
        return own.isdisjoint(text for value in values for text in _strings(value))

    return tuple(sorted(reports, key=is_other))


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """All objects of all JSON-LD blocks, outer before inner, in the page's order; broken blocks are passed over."""
    count = 0
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        waiting = deque([_decode_json("".join(element.itertext()))])
        while waiting and count < _MAX_NODES:
            value = waiting.popleft()
            count += 1
            if isinstance(value, dict):
                yield value
                waiting.extend(inner for inner in value.values() if isinstance(inner, dict | list))
            elif isinstance(value, list):
                waiting.extend(inner for inner in value if isinstance(inner, dict | list))


def _decode_json(text: str) -> Any:
    text = (
        re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\]\]>)\s*$", "", text, flags=re.DOTALL)
        .strip()
        .rstrip(";")
    )
    for attempt in (text, re.sub(r",(?=\s*[}\]])", "", text)):  # a comma too many is a common slip
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is_report(node: dict[str, Any]) -> bool:
    return any(
        _REPORT_TYPE.fullmatch(kind.lower().rpartition("/")[2]) for kind in _strings(node.get("@type"))
    )


def _strings(value: Any) -> tuple[str, ...]:
    """The non-empty strings of a string or of a list, white space collapsed."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for item in values if isinstance(item, str) and (text := _clean(item)))


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).encode("utf-8", "replace").decode("utf-8").split())[:2000]


def _metas(root: Any) -> dict[str, str]:
    """The first content of each name, property or microdata property that meta elements carry, in lower case."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        names = " ".join(element.get(key) or "" for key in ("property", "name", "itemprop")).lower().split()
        content = _clean(element.get("content") or "")
        for name in names if content else ():
            metas.setdefault(name, content)
    return metas


def _first_of(metas: dict[str, str], fields: Iterable[str]) -> Iterator[Found]:
    for field in fields:
        if field in metas:
            yield Found(metas[field], field if ":" in field else f"meta {field}")


def _titles(root: Any, reports: tuple[dict[str, Any], ...], metas: dict[str, str]) -> tuple[Found, ...]:
    found = [
        Found(text, f"JSON-LD {key}")
        for node in reports
        for key in ("headline", "name")
        for text in _strings(node.get(key))
    ]
    found += _first_of(metas, _TITLE_FIELDS)
    found += [
        Found(text, "title")
        for element in root.iter("title")
        if (text := _clean("".join(element.itertext())))
    ]
    return _distinct(found)


def _distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    """Each value once, with the first field that gave it."""
    return tuple({item.value: item for item in reversed(tuple(found))}.values())[::-1]


def _names(value: Any, nodes: tuple[dict[str, Any], ...]) -> Iterator[str]:
    """The names a JSON-LD value stands for: strings, objects with a name, references to other objects."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield from _strings(item)
        elif isinstance(item, dict) and item.get("name"):
            yield from _strings(item["name"])
        elif isinstance(item, dict) and isinstance(item.get("@id"), str):
            same = (node for node in nodes if node.get("@id") == item["@id"] and node.get("name"))
            yield from (name for node in same for name in _strings(node["name"])[:1])


def _authors(
    reports: tuple[dict[str, Any], ...], nodes: tuple[dict[str, Any], ...], metas: dict[str, str]
) -> tuple[Found, ...]:
    for node in reports:
        names = [name for name in _names(node.get("author"), nodes) if not _ADDRESS.match(name)]
        if names:
            return _distinct(Found(_BYLINE_START.sub("", name), "JSON-LD author") for name in names)
    for found in _first_of(metas, _AUTHOR_FIELDS):
        if not _ADDRESS.match(found.value):
            names = [
                name
                for part in re.split(r";| and ", found.value)
                if (name := _BYLINE_START.sub("", part).strip(" ,"))
            ]
            return _distinct(Found(name, found.where) for name in names)
    return ()


def _publisher(
    reports: tuple[dict[str, Any], ...], nodes: tuple[dict[str, Any], ...], metas: dict[str, str]
) -> Found | None:
    for node in reports:
        for name in _names(node.get("publisher"), nodes):
            if not _ADDRESS.match(name):
                return Found(name, "JSON-LD publisher")
    return next(
        (found for found in _first_of(metas, _PUBLISHER_FIELDS) if not _ADDRESS.match(found.value)), None
    )


def _dates(
    root: Any, reports: tuple[dict[str, Any], ...], nodes: tuple[dict[str, Any], ...], metas: dict[str, str]
) -> tuple[Found, ...]:
    """All readable publication dates: JSON-LD of the report, of the page, meta elements, microdata, the address."""
    raw = [
        Found(text, "JSON-LD datePublished")
        for node in (*reports, *nodes)
        for text in _strings(node.get("datePublished"))
    ]
    raw = raw[:1]  # reports a page links to have dates too; the page's own stands first
    raw += _first_of(metas, _DATE_FIELDS)
    for element in root.iter("time"):
        if "pubdate" in element.attrib or "datepublished" in (element.get("itemprop") or "").lower():
            raw.append(Found(element.get("datetime") or "".join(element.itertext()), "time element"))
            break
    dates = [Found(value, item.where) for item in raw if (value := parse_date(item.value))]
    url = _url(root, metas)
    if url and (value := date_in_address(url.value)):
        dates.append(Found(value, "address"))
    return tuple(dates)


def _url(root: Any, metas: dict[str, str]) -> Found | None:
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and _is_address(element.get("href")):
            return Found(_clean(element.get("href")), "link canonical")
    return next(
        (found for found in _first_of(metas, ("og:url", "twitter:url")) if _is_address(found.value)), None
    )


def _is_address(value: str | None) -> bool:
    return value is not None and re.match(r"\s*https?://[^\s/]", value) is not None


def add_metadata(root: Any, known: PageMetadata, url: str | None) -> PageMetadata:
    """`known`, with what trafilatura (for dates: htmldate) finds where our own reading found nothing.

    Both are kept from looking at the clock and from searching the text for anything like a date.
    """
    from trafilatura.metadata import extract_metadata

    if not known.lacks():
        return known
    search = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    found = extract_metadata(root, default_url=url, date_config=search, extensive=False)
    authors = tuple(Found(name, "trafilatura") for name in (found.author or "").split("; ") if name)
    return PageMetadata(
        titles=known.titles or ((Found(found.title, "trafilatura"),) if found.title else ()),
        authors=known.authors or authors,
        publisher=known.publisher or (Found(found.sitename, "trafilatura") if found.sitename else None),
        dates=known.dates or ((Found(found.date, "htmldate"),) if found.date else ()),
        url=known.url,
    )
