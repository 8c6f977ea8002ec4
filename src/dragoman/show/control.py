"""Show: characters that must not act on a screen, made visible, for the terminal and the page alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control codes (tab and line feed apart), overrides of the direction of text, and lone surrogates."""

HIDDEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2064\u3164\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that nobody sees; joiners, which scripts and pictures are built with, are left alone."""
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029]")


def code_of(char: str) -> str:
    """A character's number as it is usually written.

    >>> code_of(chr(0x202E))
    'U+202E'
    """
    return f"U+{ord(char):04X}"


def _picture(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "\u2421" if number == 0x7F else f"<{code_of(found[0])}>"


def visible(text: str) -> str:
    r"""The text with every acting character replaced by a picture of it; all line ends become line feeds.

    >>> visible("a\x1b[31mb\r\nc")
    'a␛[31mb\nc'
    """
    return ACTING.sub(_picture, _NEWLINES.sub("\n", text))


def one_line(text: str) -> str:
    r"""The text made visible, with each run of white space as one space.

    >>> one_line(" two\n  lines ")
    'two lines'
    """
    return " ".join(visible(text).split())


def split_unseen(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: runs to be shown as they are (""), acting characters ("act"), hidden ones ("hid").

    >>> [kind for _, kind in split_unseen("a" + chr(0x200B) + chr(0x202E))]
    ['', 'hid', 'act']
    """
    for piece, acting in split_acting(text):
        if acting:
            yield piece, "act"
            continue
        end = 0
        for found in HIDDEN.finditer(piece):
            if found.start() > end:
                yield piece[end : found.start()], ""
            yield found[0], "hid"
            end = found.end()
        if end < len(piece):
            yield piece[end:], ""


def split_acting(text: str) -> Iterator[tuple[str, bool]]:
    r"""The text in pieces, each either one acting character (True) or a run without any (False).

    >>> list(split_acting("ab\x00c"))
    [('ab', False), ('\x00', True), ('c', False)]
    """
    end = 0
    for found in ACTING.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False
