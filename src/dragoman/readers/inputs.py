"""What readers take and what they refuse: the values at the very start of the flow."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Format = Literal["auto", "text", "html", "jsonl"]
FORMATS: tuple[Format, ...] = ("auto", "text", "html", "jsonl")


class Hints(Struct, frozen=True, kw_only=True):
    """What the caller says of an input; it wins over what the input says of itself.

    `published` and `retrieved` are ISO 8601 days or times; `format` "auto" tells text from HTML by content and name.
    """

    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    retrieved: str | None = None
    format: Format = "auto"


class Source(Struct, frozen=True, kw_only=True):
    """One input before it is read: its bytes and what is said of them. Can be pickled and sent to a worker.

    For a line of a JSON-lines file `raw` is that line, `line` its number (from 1) and `path` the file it is in;
    `line` is 0 for everything else. `decoded` says that `raw` is the UTF-8 of a text that was in memory: no character
    of it is a byte-order mark.
    """

    origin: str
    raw: bytes
    hints: Hints = Hints()
    path: str = ""
    line: int = 0
    decoded: bool = False


class Failure(Struct, frozen=True):
    """An input that gave no document: which, why, and what to do next."""

    origin: str
    reason: str
    hint: str = ""
