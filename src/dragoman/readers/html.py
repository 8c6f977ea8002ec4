"""A page to a `Document`: all its visible text, its layout, and what page and caller say of it."""

from __future__ import annotations

from msgspec.structs import replace

from dragoman.errors import LimitError, ReadError
from dragoman.readers.child import SHARED, PageChild
from dragoman.readers.describe import make_document
from dragoman.readers.inputs import Hints
from dragoman.readers.limits import MAX_FILE_BYTES
from dragoman.readers.mainpart import own_choice
from dragoman.readers.page_worker import MainView, PageRequest, PageView
from dragoman.stages import Block, Document

_CUT = "save the report's part of it as text"


def read_html(
    page: str, raw: bytes, *, origin: str, hints: Hints, assumed: str | None = None, child: PageChild = SHARED
) -> Document:
    r"""The document of a page; `raw` are the bytes it came in, `assumed` says what had to be assumed to decode them.

    Raises:
        ReadError: nothing is visible on the page.
        LimitError: the page is larger, or takes longer to parse, than the bounds allow.

    >>> page = "<title>Talks end - Lake Post</title><h1>Talks end</h1><p>Both delegations left the hall on Monday.</p>"
    >>> doc = read_html(page, page.encode(), origin="page.html", hints=Hints())
    >>> doc.text, doc.quote(doc.title), doc.blocks[1].main
    ('Talks end\n\nBoth delegations left the hall on Monday.', 'Talks end', True)
    """
    encoded = page.encode("utf-8", errors="replace")
    if len(encoded) > 2 * MAX_FILE_BYTES:  # bytes of another character set may double in UTF-8
        raise LimitError(f"a page of {len(encoded):,} bytes; the bound is {MAX_FILE_BYTES:,}", hint=_CUT)
    view, main = child.read(PageRequest(encoded, hints.url))
    _check_view(view)
    blocks, why = _mark_blocks(view, main)
    if assumed:
        why["text"] = assumed
    doc = make_document(
        view.layout.text, raw, origin=origin, hints=hints, metadata=main.metadata, blocks=blocks, why=why
    )
    return _with_fault(doc, main.metadata_fault)


def _with_fault(doc: Document, fault: str | None) -> Document:
    """The document, with the reason that kept the metadata's second reader from it on what is missing."""
    if fault is None:
        return doc
    missing = [name for name in ("title", "authors", "publisher", "published") if not getattr(doc, name)]
    said = {
        name: "; ".join(filter(None, (f"not in the metadata; {fault}", doc.why.get(name))))
        for name in missing
    }
    return replace(doc, why={**doc.why, **said})


def _check_view(view: PageView) -> None:
    if not any(map(str.isalnum, view.layout.text)):
        raise ReadError("nothing visible on the page", hint="if a browser shows its text, save that as text")


def _mark_blocks(view: PageView, main: MainView) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks with the main ones marked, and why these if trafilatura did not choose them."""
    blocks, marks = view.layout.blocks, main.main
    reasons = ["its elements are nested too deeply: words in order, no layout"] if view.flattened else []
    reasons += [main.main_fault] if main.main_fault else []
    if marks is None:
        marks = own_choice(view.layout.text, blocks)
        found = "main text chosen by length and links alone"
        reasons.append(found if any(marks) else "no main text found on the page")
    marked = tuple(replace(block, main=mark) for block, mark in zip(blocks, marks, strict=True))
    return _with_captions(marked), {"blocks": "; ".join(reasons)} if reasons else {}


def _with_captions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Captions between main blocks are main too: extraction leaves pictures out."""
    main = [at for at, block in enumerate(blocks) if block.main]
    if not main:
        return blocks
    inside = range(main[0], main[-1])
    return tuple(
        replace(block, main=True) if block.kind == "caption" and at in inside else block
        for at, block in enumerate(blocks)
    )
