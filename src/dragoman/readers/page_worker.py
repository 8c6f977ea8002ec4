"""The child process: takes pages from standard input, gives back their layout, metadata and main blocks.

It answers a page in two steps, so that a page whose main text cannot be told apart in time is still read.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
from functools import cache
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from dragoman.readers.layout import Layout, lay_out
from dragoman.readers.limits import CHILD_MEMORY_BYTES, MAX_TEXT_CHARS
from dragoman.readers.mainpart import extract_main, mark_main
from dragoman.readers.metadata import PageMetadata, add_metadata, read_metadata
from dragoman.resources import load_json

_LIBRARY_FAULTS = (
    RecursionError,
    MemoryError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
)
"""What trafilatura and htmldate raise on odd pages; the page is read without their part."""


class PageRequest(Struct, frozen=True):
    """A page to parse, in UTF-8, and its address."""

    page: bytes
    url: str | None = None


class PageView(Struct, frozen=True, tag="view"):
    """First answer: what is on the page; `flattened` if its nesting had to be taken out to parse it."""

    layout: Layout
    metadata: PageMetadata
    flattened: bool


class PageRefusal(Struct, frozen=True, tag="refusal"):
    """First answer where there is no view: why."""

    reason: str
    hint: str


class MainView(Struct, frozen=True):
    """Second answer: which blocks are main (None: none found), and the metadata with all that could be added."""

    main: tuple[bool, ...] | None
    metadata: PageMetadata


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """One message: its length in four bytes, then itself."""
    stream.write(len(body).to_bytes(4, "little") + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message; None if the other side has gone."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "little")
    body = stream.read(size)
    return body if len(body) == size else None


@cache
def _tags(group: str, between: str) -> re.Pattern[bytes]:
    names = "|".join(load_json("html_elements.json")[group])
    return re.compile(rf"(?:</?(?:{names})(?:\s[^<>]{{0,5000}})?/?>{between})+".encode(), re.IGNORECASE)


def parse_page(page: bytes) -> tuple[Any, bool]:
    """The tree of a page in UTF-8, and whether its nesting had to be taken out; None for a page without elements.

    The parser stops, and drops what it has, at 2,048 elements within each other. Such a page is parsed once more
    without the elements that nest, line ends in place of blocks: all its words, no layout to speak of.

    Raises:
        RecursionError: still nested too deeply.
    """
    root, too_deep = _parse(page)
    if not too_deep:
        return root, False
    page = _tags("nesting_inline", "").sub(b"", _tags("nesting_blocks", r"\s*").sub(b"<br><br>", page))
    root, too_deep = _parse(page)
    if too_deep:
        raise RecursionError
    return root, True


def _parse(page: bytes) -> tuple[Any, bool]:
    from lxml import etree
    from lxml.html import HTMLParser

    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(page.replace(b"\0", "\ufffd".encode()), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
        raise MemoryError  # the parser itself gives half a tree, or none
    return root, any("Excessive depth" in entry.message for entry in parser.error_log)


def view_page(request: PageRequest) -> tuple[PageView | PageRefusal, Any]:
    """The first answer to a page, and its tree for the second."""
    try:
        root, flattened = parse_page(request.page)
        if root is None:
            return PageView(Layout("", ()), PageMetadata(), False), None
        layout = lay_out(root)
        if len(layout.text) > MAX_TEXT_CHARS:
            reason = f"a page with {len(layout.text):,} characters of text; the bound is {MAX_TEXT_CHARS:,}"
            return PageRefusal(reason, "save the report's part of it as text"), None
        return PageView(layout, read_metadata(root), flattened), root if layout.blocks else None
    except RecursionError:
        return PageRefusal("HTML nested too deeply to parse", "save the page as text"), None
    except MemoryError:
        reason = f"HTML that needs more than {CHILD_MEMORY_BYTES // 10**6:,} MB to parse"
        return PageRefusal(reason, "save the page as text, or cut it"), None


def view_main(root: Any, view: PageView, url: str | None) -> MainView:
    """The second answer: trafilatura's and htmldate's part."""
    metadata = view.metadata
    pieces: tuple[str, ...] = ()
    with contextlib.suppress(*_LIBRARY_FAULTS):
        metadata = add_metadata(root, metadata, url)
    with contextlib.suppress(*_LIBRARY_FAULTS):
        pieces = extract_main(root, url)
    main = mark_main(view.layout.text, view.layout.blocks, pieces)
    return MainView(main if any(main) else None, metadata)


def limit_memory() -> None:
    """Bound the address space of this process, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def main() -> None:
    """Answer pages until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    limit_memory()
    logging.disable(logging.CRITICAL)
    import trafilatura  # noqa: F401 - what a broken install lacks must show here, not as a fault of some page

    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    write_frame(answers, b"ready")
    while (body := read_frame(requests)) is not None:
        request = msgspec.msgpack.decode(body, type=PageRequest)
        view, root = view_page(request)
        write_frame(answers, msgspec.msgpack.encode(view))
        if (
            isinstance(view, PageView) and view.layout.blocks
        ):  # the parent waits for a second answer just then
            write_frame(answers, msgspec.msgpack.encode(view_main(root, view, request.url)))


if __name__ == "__main__":
    main()
