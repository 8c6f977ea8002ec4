"""The child process: takes pages from standard input, gives back their layout, metadata and main blocks.

It answers a page in two steps, each with its own time limit. What an answer says depends on the page alone: a page too
large for the second step is told by its size, and one that takes too long is refused, never read in part.
"""

from __future__ import annotations

import logging
import os
import re
import signal
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any, BinaryIO, TypeVar

import msgspec
from msgspec import Struct

from dragoman.readers.layout import Layout, lay_out
from dragoman.readers.limits import (
    CHILD_MEMORY_BYTES,
    MAX_MAIN_CHARS,
    MAX_MAIN_ELEMENTS,
    MAX_TEXT_CHARS,
)
from dragoman.readers.mainpart import extract_main, mark_main
from dragoman.readers.metadata import PageMetadata, add_metadata, read_metadata
from dragoman.resources import load_json

_LIBRARY_FAULTS = (RecursionError, ValueError, TypeError, AttributeError, LookupError, AssertionError)
"""What trafilatura and htmldate raise on odd pages; the page is read without their part, and the record says so.

Want of memory is none of them: what is left depends on the pages read before, so such a page is refused.
"""

Part = TypeVar("Part")


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
    """Either answer where the page cannot be read: why."""

    reason: str
    hint: str


class MainView(Struct, frozen=True, tag="main"):
    """Second answer: which blocks are main (None: none found), and the metadata with all that could be added.

    `main_fault` says why trafilatura did not choose the blocks, `metadata_fault` why nothing could be added.
    """

    main: tuple[bool, ...] | None
    metadata: PageMetadata
    main_fault: str | None = None
    metadata_fault: str | None = None


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
        return _out_of_memory(), None


def _out_of_memory() -> PageRefusal:
    reason = f"HTML that needs more than {CHILD_MEMORY_BYTES // 10**6:,} MB to parse"
    return PageRefusal(reason, "save the page as text, or cut it")


def view_main(root: Any, view: PageView, url: str | None) -> MainView | PageRefusal:
    """The second answer: trafilatura's and htmldate's part."""
    if large := _too_large(root, view):
        return MainView(None, view.metadata, large, large)
    none: tuple[str, ...] = ()
    try:
        metadata, metadata_fault = _attempt(lambda: add_metadata(root, view.metadata, url), view.metadata)
        pieces, main_fault = _attempt(lambda: extract_main(root, url), none)
    except MemoryError:
        return _out_of_memory()
    main = mark_main(view.layout.text, view.layout.blocks, pieces)
    return MainView(main if any(main) else None, metadata, main_fault, metadata_fault)


def _too_large(root: Any, view: PageView) -> str | None:
    """Why a page is not given to trafilatura, which takes too long over large ones."""
    chars = len(view.layout.text)
    if chars > MAX_MAIN_CHARS:
        return f"a page of {chars:,} characters, over {MAX_MAIN_CHARS:,}"
    elements = sum(1 for _ in islice(root.iter(), MAX_MAIN_ELEMENTS + 1))
    return f"a page of more than {MAX_MAIN_ELEMENTS:,} elements" if elements > MAX_MAIN_ELEMENTS else None


def _attempt(find: Callable[[], Part], without: Part) -> tuple[Part, str | None]:
    """What a library finds; where it fails `without`, and that it failed."""
    try:
        return find(), None
    except _LIBRARY_FAULTS as err:
        return without, f"trafilatura failed on the page ({type(err).__name__})"


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
