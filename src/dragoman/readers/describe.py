"""What is known of a document beside its text: title, authors, publisher, date, address, each with its basis.

What the caller gives wins, then the page's metadata, then what the report says of itself at its top: its dateline, a
line "By ...", a line "Published ...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice

from msgspec import Struct

from dragoman.readers.byline import find_lines, find_publisher
from dragoman.readers.dates import parse_date, same_day
from dragoman.readers.find import find_words, letters
from dragoman.readers.inputs import Hints
from dragoman.readers.metadata import Found, PageMetadata
from dragoman.readers.top import find_authors, find_published
from dragoman.stages import Block, Document
from dragoman.types import Author, Basis, Published, Span

_WEAK = frozenset({"trafilatura", "htmldate", "address"})
"""Where a finding is good enough to keep and weak enough to say where it comes from."""
_TITLE_PARTS = re.compile(r"\s+[-–—|·•:»«]+\s+|:\s+")
_TITLE_SHARE = 0.7
_TITLE_MIN_LETTERS = 12
_TITLE_CHARS = 5_000
"""A title stands at the beginning of a plain text."""
_TOP_LINES = 15
_HEADING_REACH = 6
"""Blocks between a title and the first main block: a byline, a date, a caption, buttons."""


class _Publisher(Struct, frozen=True):
    name: str | None = None
    basis: Basis | None = None
    span: Span | None = None


def document_id(text: str, url: str | None) -> str:
    """The sha256, in hexadecimal, of the text in UTF-8, a byte 0xFF (which UTF-8 never has), and the address in UTF-8.

    The address is the one in `Document.url`, empty if there is none. Two copies of a text at two addresses are two
    documents; reading the same bytes again gives the same id.

    >>> document_id("A report.", None)[:12], document_id("A report.", "https://a.example/1")[:12]
    ('854501b003b6', 'e0b0305a2419')
    """
    return sha256(text.encode("utf-8") + b"\xff" + (url or "").encode("utf-8", "replace")).hexdigest()


def make_document(
    text: str,
    raw: bytes,
    *,
    origin: str,
    hints: Hints,
    metadata: PageMetadata | None = None,
    blocks: Sequence[Block] = (),
    why: dict[str, str] | None = None,
) -> Document:
    """The document of a text, its layout and what is said of it; `why` holds the reasons known so far."""
    metadata, why = metadata or PageMetadata(), dict(why or {})
    title = _title(text, blocks, metadata, hints, why=why)
    publisher = _publisher(text, blocks, metadata, hints, why=why)
    top = list(_top_lines(text, blocks))
    published = _published(metadata, hints, why) or _published_in(text, top, why)
    url = _url(metadata, hints, why)
    return Document(
        id=document_id(text, url),
        origin=origin,
        raw_sha256=sha256(raw).hexdigest(),
        text=text,
        title=title,
        authors=_authors(text, metadata) or find_authors(text, top),
        publisher=publisher.name,
        publisher_basis=publisher.basis,
        publisher_span=publisher.span,
        published=published,
        retrieved=hints.retrieved,
        url=url,
        blocks=tuple(_as_title(block) if block.span == title else block for block in blocks),
        why=why,
    )


def _as_title(block: Block) -> Block:
    return Block(block.span, "title", True, block.link_share)


def _title(
    text: str, blocks: Sequence[Block], metadata: PageMetadata, hints: Hints, *, why: dict[str, str]
) -> Span | None:
    given = hints.title and _find_title(text, blocks, hints.title)
    if given:
        return given
    if hints.title:
        why["title"] = "the given title does not stand in the text"
    for found in metadata.titles:
        if span := _find_title(text, blocks, found.value):
            return span
    span = _heading_above(blocks)
    if metadata.titles:
        why.setdefault("title", _say_title(metadata.titles[0], span))
    return span


def _say_title(found: Found, span: Span | None) -> str:
    start = "the heading above the main text; " if span else ""
    return f"{start}the metadata's title ({found.where}: {found.value[:80]!r}) does not stand in the text"


def _find_title(text: str, blocks: Sequence[Block], title: str) -> Span | None:
    """Where a title stands: in a plain text near its beginning, on a page as a block, headings first.

    A page's title may have the site's name after it, or stand shortened in the metadata.
    """
    if not blocks:
        return find_words(text, title, within=_TITLE_CHARS)
    wanted = letters(title)
    parts = {letters(part) for part in _TITLE_PARTS.split(title)} - {""}
    by_kind = sorted(blocks, key=lambda block: (block.kind != "heading", not block.main))
    keys = [
        (letters(block.span.of(text)), block) for block in by_kind if len(block.span) <= 4 * len(title) + 20
    ]
    exact = next((block for key, block in keys if key == wanted), None)
    exact = exact or next((block for key, block in keys if key in parts and _is_title(key, block)), None)
    near = next((block for key, block in keys if block.kind == "heading" and _is_near(key, wanted)), None)
    found = exact or near
    return found.span if found else None


def _is_title(key: str, block: Block) -> bool:
    """Whether a part of the page's title can be trusted to be the report's: a heading, or main and long enough."""
    return block.kind == "heading" or (block.main and len(key) >= _TITLE_MIN_LETTERS)


def _is_near(key: str, wanted: str) -> bool:
    short, long = sorted((key, wanted), key=len)
    if len(short) < _TITLE_MIN_LETTERS:
        return False
    return long.startswith(short) or (short in long and len(short) >= _TITLE_SHARE * len(long))


def _heading_above(blocks: Sequence[Block]) -> Span | None:
    """The heading that begins the main text; else the one closest above it."""
    first = next((at for at, block in enumerate(blocks) if block.main and block.kind != "heading"), 0)
    above = [block for block in blocks[max(0, first - _HEADING_REACH) : first] if block.kind == "heading"]
    begins = next((block for block in above if block.main), None)
    found = begins or (above[-1] if above else None)
    return found.span if found else None


def _authors(text: str, metadata: PageMetadata) -> tuple[Author, ...]:
    """The authors of the metadata; those only a second reader found must stand in the text."""
    placed = ((found, find_words(text, found.value)) for found in metadata.authors)
    return tuple(
        Author(found.value, "metadata", span) for found, span in placed if span or found.where not in _WEAK
    )


def _publisher(
    text: str, blocks: Sequence[Block], metadata: PageMetadata, hints: Hints, *, why: dict[str, str]
) -> _Publisher:
    if hints.publisher and hints.publisher.strip():
        return _Publisher(hints.publisher.strip(), "given")
    found = metadata.publisher
    if found and (found.where not in _WEAK or (len(found.value) > 2 and find_words(text, found.value))):
        if found.where in _WEAK:
            why["publisher"] = f"by {found.where}"
        return _Publisher(found.value, "metadata")
    lines = (block.span for block in blocks if block.main) if blocks else find_lines(text)
    span = find_publisher(text, lines)
    return _Publisher(span.of(text), "text", span) if span else _Publisher()


def _published(metadata: PageMetadata, hints: Hints, why: dict[str, str]) -> Published | None:
    """The date given, or the most trusted of the metadata, with any that differs in day named."""
    given = parse_date(hints.published) if hints.published else None
    if hints.published and given is None:
        why["published"] = f"given as {hints.published[:40]!r}, which is no ISO 8601 date"
    dates = metadata.dates if given is None else (Found(given, "given"), *metadata.dates)
    if not dates:
        return None
    first, *others = dates
    notes = [why["published"]] if "published" in why else []
    notes += [f"by {first.where}"] if first.where in _WEAK else []
    other = next((found for found in others if not same_day(first.value, found.value)), None)
    if other:
        notes.append(f"{first.where} says {first.value[:10]}, {other.where} {other.value[:10]}")
    if notes:
        why["published"] = "; ".join(notes)
    return Published(first.value, "metadata" if given is None else "given")


def _published_in(text: str, top: Sequence[Span], why: dict[str, str]) -> Published | None:
    """The date the report's own top gives."""
    day = find_published(text, top)
    if day.why:
        why["published"] = "; ".join(filter(None, (why.get("published"), day.why)))
    return day.published


def _top_lines(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """The lines of a text, or the blocks of a page from a little above its main part on."""
    first = next((at for at, block in enumerate(blocks) if block.main), 0)
    above = max(0, first - _HEADING_REACH)
    near = (block for at, block in enumerate(blocks) if block.main or above <= at < first)
    return islice((block.span for block in near) if blocks else find_lines(text), _TOP_LINES)


def _url(metadata: PageMetadata, hints: Hints, why: dict[str, str]) -> str | None:
    """The address given; without one the page's own, said to be so."""
    found = metadata.url
    if hints.url:
        if found and found.value.rstrip("/") != hints.url.rstrip("/"):
            why["url"] = f"given; the page calls itself {found.value} ({found.where})"
        return hints.url
    if found is None:
        return None
    why["url"] = f"the page's own word ({found.where})"
    return found.value
