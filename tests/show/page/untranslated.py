"""What a page says that did not come out of the catalogue: words of the interface that nobody could translate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

OPEN, CLOSE = "\u27e6", "\u27e7"
VOID = frozenset("meta link input br".split())
DATA = frozenset("bdi code kbd script".split())
"""Elements that hold what a record, a program or a key says; so do those that carry translate="no"."""
DRAWN = frozenset("text tspan title".split())
"""Inside drawings: names and days."""
TOLD = ("aria-label", "title", "placeholder", "alt", "data-label", "data-name")
"""Attributes that people read or hear; of the element that scripts take their words from, all that begin with data-."""
_LETTER = re.compile(r"[^\W\d_]")


def marked(words: str) -> str:
    """Words as the tests' language has them."""
    return f"{OPEN}{words}{CLOSE}"


def outside(words: str) -> str:
    """What is left of words without those that were translated, which may stand inside each other."""
    found, depth = "", 0
    for char in words:
        depth += char == OPEN
        found += char if not depth else ""
        depth -= char == CLOSE
    return found


class Untranslated(HTMLParser):
    """The words of a page that were not translated, each with where it stands."""

    def __init__(self, page: str, *, titled: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._titled = titled
        self._open: list[tuple[str, bool]] = []
        """The elements that are open, and whether what is in them is data."""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        drawn = any(name == "svg" for name, _ in self._open)
        data = bool(self._open and self._open[-1][1]) or names.get("translate") == "no" or tag in DATA
        data = data or (drawn and tag in DRAWN) or (tag == "title" and not drawn and not self._titled)
        if not (data or drawn):
            self._look(tag, self._told(names))
        if tag not in VOID:
            self._open.append((tag, data))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and not self._open[-1][1]:
            words = data.removesuffix(" - Dragoman") if self._open[-1][0] == "title" else data
            self._look(self._open[-1][0], [words])

    def _told(self, names: dict[str, str]) -> Iterator[str]:
        for name, value in names.items():
            if name in TOLD or (names.get("id") == "told" and name.startswith("data-")):
                yield value

    def _look(self, tag: str, told: Iterator[str] | list[str]) -> None:
        self.found += [f"<{tag}> {words.strip()}" for words in told if _LETTER.search(outside(words))]
