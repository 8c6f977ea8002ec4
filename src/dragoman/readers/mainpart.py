"""Which blocks of a page are its main text: trafilatura's choice laid over our own blocks, in the child process."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import normalize

from dragoman.readers.find import letters
from dragoman.stages import Block

_SURE_CHARS = 40
"""From this many letters on, a block that stands word for word in the extracted text is no chance meeting."""
_LIKELY_CHARS = 12
"""The same where no block is sure: a page of a few short sentences."""
_SHINGLE = 5
_SHINGLE_SHARE = 0.5
_PIECE_TAGS = frozenset(
    {"p", "head", "item", "quote", "cell", "row", "list", "table", "code", "lb", "ab", "div"}
)
_MENU_LINKS = 0.9
_OWN_MIN_CHARS = 60
_OWN_MAX_LINKS = 0.4


def extract_main(root: Any, url: str | None) -> tuple[str, ...]:
    """The pieces of text trafilatura takes for the report's, in order; empty if it finds none. Changes `root`."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(root, url=url, include_comments=False, include_tables=True)
    if found is None or found.body is None:
        return ()
    return tuple(_pieces(found.body))


def _pieces(body: Any) -> Iterable[str]:
    """The text of each block of trafilatura's tree, inline elements joined."""
    from lxml import etree

    words: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _PIECE_TAGS and (piece := " ".join("".join(words).split())):
            yield piece
        if element.tag in _PIECE_TAGS:
            words.clear()
        words.append((element.text if event == "start" else element.tail) or "")
    if piece := " ".join("".join(words).split()):
        yield piece


def mark_main(text: str, blocks: Sequence[Block], pieces: Sequence[str]) -> tuple[bool, ...]:
    r"""For each block, whether the extracted `pieces` hold it.

    Long blocks are looked up word for word, then by runs of five words. Short ones and words that the page has more
    often than the extraction count only where they lie closest to the long ones.

    >>> from dragoman.types import Span
    >>> words = ["More news"], ["Talks resumed on Monday in the lakeside town, officials said."], ["More news"]
    >>> text, ends = "\n".join(w for w, in words), (9, 71, 81)
    >>> blocks = [Block(Span(a, b), "line", False) for a, b in ((0, 9), (10, 71), (72, 81))]
    >>> mark_main(text, blocks, [text[10:71]])
    (False, True, False)
    """
    flat = "".join(letters(piece) for piece in pieces)
    if not flat:
        return (False,) * len(blocks)
    keys = [letters(block.span.of(text)) for block in blocks]
    counts = Counter(keys)
    held = [
        bool(key) and key in flat and not _is_menu(block, key)
        for key, block in zip(keys, blocks, strict=True)
    ]
    sure = [
        is_held and len(key) >= _SURE_CHARS and counts[key] == 1
        for is_held, key in zip(held, keys, strict=True)
    ]
    shingles = _shingles(" ".join(pieces))
    for at, block in enumerate(blocks):
        if not held[at] and len(keys[at]) >= _SURE_CHARS:
            sure[at] = _shared(_shingles(block.span.of(text)), shingles) >= _SHINGLE_SHARE
    whole = Counter(letters(piece) for piece in pieces)
    return _settle(keys, held, sure, whole)


def _is_menu(block: Block, key: str) -> bool:
    """Whether a block is a few words that are all links: where such words stand in the text too is chance."""
    return block.link_share >= _MENU_LINKS and len(key) < _SURE_CHARS


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", normalize("NFC", text).casefold())
    return frozenset(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))


def _shared(ours: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> float:
    return len(ours & theirs) / len(ours) if ours else 0.0


def _settle(
    keys: Sequence[str], held: Sequence[bool], sure: Sequence[bool], whole: Counter[str]
) -> tuple[bool, ...]:
    """Decide the blocks that are short or repeated, by their distance from the sure ones."""
    anchors = [at for at, is_sure in enumerate(sure) if is_sure]
    first, last = (anchors[0], anchors[-1]) if anchors else (0, len(keys) - 1)
    likely = _LIKELY_CHARS if not anchors else 1
    main = list(sure)
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        inside = first <= at <= last and len(key) >= likely
        if held[at] and not sure[at] and (inside or key in whole or len(key) >= _SURE_CHARS):
            places.setdefault(key, []).append(at)
    for key, found in places.items():
        nearest = sorted(found, key=lambda at: (max(first - at, at - last, 0), at))
        for at in nearest[: max(1, whole[key])]:
            main[at] = True
    return _with_rules(keys, main)


def _with_rules(keys: Sequence[str], main: Sequence[bool]) -> tuple[bool, ...]:
    """Blocks without a letter ("* * *") go with those around them."""
    written = [at for at, key in enumerate(keys) if key]
    before = dict(zip(written[1:], written, strict=False))
    inside = {gap for at, last in before.items() if main[at] and main[last] for gap in range(last + 1, at)}
    return tuple(is_main or at in inside for at, is_main in enumerate(main))


def own_choice(text: str, blocks: Sequence[Block]) -> tuple[bool, ...]:
    r"""The main blocks where trafilatura finds none or is not asked: sentences that are not links.

    >>> from dragoman.types import Span
    >>> text = "Home\n" + "The two delegations met again on Monday, and neither side spoke to the press afterwards."
    >>> own_choice(text, [Block(Span(0, 4), "item", False, 1.0), Block(Span(5, len(text)), "paragraph", False)])
    (False, True)
    """
    kinds = ("paragraph", "quote", "line")
    return tuple(
        block.kind in kinds
        and block.link_share <= _OWN_MAX_LINKS
        and len(block.span) >= _OWN_MIN_CHARS
        and any(mark in block.span.of(text) for mark in '.!?。؟…”"')
        for block in blocks
    )
