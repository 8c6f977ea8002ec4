"""A parsed page to its visible text and blocks: what a reader sees, in document order, rendered by us.

Runs in the child process. White space is collapsed as a browser does; blocks stand apart by a blank line, list items
and table rows by a line end, cells by a tab. A `<q>` gets the quotation marks a browser shows.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct

from dragoman.resources import load_json
from dragoman.stages import Block, BlockKind
from dragoman.types import Span

_SPACES = re.compile(r"[ \t\n\r\f]+")
_HIDING_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_GAPS = ("", "\t", "\n", "\n\n")
_CELL, _LINE, _BLANK = 1, 2, 3
_QUOTES = (("\u201c", "\u201d"), ("\u2018", "\u2019"))


class Layout(Struct, frozen=True):
    """The visible text of a page and its blocks, in order; which of them are main is not yet known (all False)."""

    text: str
    blocks: tuple[Block, ...]


class _Elements(NamedTuple):
    """`resources/html_elements.json`: how elements are laid out."""

    unseen: frozenset[str]
    unseen_classes: frozenset[str]
    gaps: dict[str, int]
    verbatim: frozenset[str]
    kinds: dict[str, BlockKind]
    kinds_that_hold: frozenset[str]


@cache
def _elements() -> _Elements:
    table = load_json("html_elements.json")
    gaps = dict.fromkeys(table["blocks"], _BLANK)
    gaps |= dict.fromkeys(table["lines"], _LINE) | dict.fromkeys(table["cells"], _CELL)
    return _Elements(
        unseen=frozenset(table["unseen"]),
        unseen_classes=frozenset(table["unseen_classes"]),
        gaps=gaps,
        verbatim=frozenset(table["verbatim"]),
        kinds=table["kinds"],
        kinds_that_hold=frozenset(table["kinds_that_hold"]),
    )


class _Place(NamedTuple):
    """Where in the page a piece of text stands."""

    kind: BlockKind = "line"
    linked: bool = False
    verbatim: bool = False
    quotes: int = 0


class _Writer:
    """Puts pieces of text together and keeps count of blocks; the only state of the rendering."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.length = 0
        self.gap = 0
        self.space = False
        self.breaks = 0
        self.start: int | None = None
        self.kind: BlockKind = "line"
        self.linked = 0
        self.inked = 0

    def write(self, raw: str, place: _Place) -> None:
        """Add text, collapsing its white space unless it stands in a verbatim element."""
        text = raw.replace("\r\n", "\n").replace("\r", "\n") if place.verbatim else _SPACES.sub(" ", raw)
        if not place.verbatim:
            self.space = self.space or text.startswith(" ")
            text = text.strip(" ")
        if not text or (self.start is None and not text.strip()):
            return
        self._open(place)
        self._put(text)
        inked = len(text) - text.count(" ")
        self.inked += inked
        self.linked += inked if place.linked else 0
        self.space = not place.verbatim and _SPACES.sub(" ", raw).endswith(" ")

    def _open(self, place: _Place) -> None:
        """Make ready for text: two line breaks end a block, one stays in it, a space stays between words."""
        if self.breaks > 1:
            self.close(_BLANK)
        if self.start is None:
            self._put(_GAPS[self.gap] if self.length else "")
            self.gap, self.start, self.kind = 0, self.length, place.kind
        elif self.breaks:
            self._put("\n")
        elif self.space:
            self._put(" ")
        self.breaks, self.space = 0, False

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def break_line(self) -> None:
        """A `<br>`."""
        self.breaks += self.start is not None
        self.space = False

    def close(self, gap: int) -> None:
        """End the block that is open, if one is, and ask for at least this gap before the next."""
        if self.start is not None:
            share = round(self.linked / self.inked, 3) if self.inked else 0.0
            self.blocks.append(Block(Span(self.start, self.length), self.kind, False, share))
        self.gap = max(self.gap, gap)
        self.start, self.space, self.breaks, self.linked, self.inked = None, False, 0, 0, 0


def lay_out(root: Any) -> Layout:
    r"""The visible text of a page parsed by lxml; comments and processing instructions must be left out in parsing.

    Left out: scripts, styles, what a browser does not show (`hidden`, `display:none` and the like in the element's
    own style, classes for screen readers only). Goes through the tree step by step, so no depth is too deep.

    >>> from lxml.html import fromstring
    >>> page = lay_out(fromstring("<div><h1>A  title</h1><p>He said <q>No</q>.<ul><li>a<li>b</ul></div>"))
    >>> page.text
    'A title\n\nHe said “No”.\n\na\nb'
    >>> [block.kind for block in page.blocks]
    ['heading', 'paragraph', 'item', 'item']
    """
    from lxml import etree

    elements, writer, places = _elements(), _Writer(), [_Place()]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            seen = _is_seen(element, elements)
            places.append(_enter(element, places[-1], writer) if seen else places[-1])
            if not seen:
                walker.skip_subtree()
            continue
        place = places.pop()
        if place is not places[-1]:  # an element that was seen has a place of its own
            _leave(element, place, writer)
        if element.tail and element is not root:
            writer.write(element.tail, places[-1])
    writer.close(0)
    return Layout("".join(writer.pieces), tuple(writer.blocks))


def _is_seen(element: Any, elements: _Elements) -> bool:
    tag = element.tag
    if (
        not isinstance(tag, str)
        or tag in elements.unseen
        or (tag == "dialog" and "open" not in element.attrib)
    ):
        return False
    attributes = element.attrib
    if not attributes:
        return True
    if "hidden" in attributes or _HIDING_STYLE.search(attributes.get("style", "")):
        return False
    return elements.unseen_classes.isdisjoint(attributes.get("class", "").lower().split())


def _enter(element: Any, outer: _Place, writer: _Writer) -> _Place:
    """Begin an element: its gap, its own place (always a new value), its first text."""
    elements, tag = _elements(), element.tag
    kind = outer.kind
    if tag in elements.kinds and (tag != "p" or kind not in elements.kinds_that_hold):
        kind = elements.kinds[tag]
    elif tag in elements.gaps and kind not in elements.kinds_that_hold:
        kind = "line"
    if tag in elements.gaps:
        writer.close(elements.gaps[tag])
    place = _Place(
        kind,
        outer.linked or (tag == "a" and "href" in element.attrib),
        outer.verbatim or tag in elements.verbatim,
        outer.quotes + (tag == "q"),
    )
    if tag == "q":
        writer.write(_QUOTES[outer.quotes % 2][0], place)
    if element.text:
        writer.write(element.text.removeprefix("\n") if tag in elements.verbatim else element.text, place)
    return place


def _leave(element: Any, place: _Place, writer: _Writer) -> None:
    elements = _elements()
    if element.tag == "br":
        writer.break_line()
    elif element.tag == "q":
        writer.write(_QUOTES[(place.quotes - 1) % 2][1], place)
    if element.tag in elements.gaps:
        writer.close(elements.gaps[element.tag])
