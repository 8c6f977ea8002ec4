"""Show: a record as one page that needs nothing else: the text with its marks, the record beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from dragoman.show.control import code_of, split_unseen
from dragoman.show.marks import Mark, MarkKind, Piece, cut_each, find_marks, lay_out, lines_of
from dragoman.show.view import Said, View, describe, percent, shorten
from dragoman.types import Record

STYLE = ("marks.css", "report.css")
SCRIPT = ("tie.js", "copy.js", "report.js")
"""Files that the page holds, in this order; the desk's pages take marks, ties and copying from the same ones."""
_LETTERS = {
    "content": "a",
    "source": "a",
    "cue": "a",
    "outlet": "c",
    "entity": "e",
    "time": "t",
    "place": "p",
    "event": "v",
    "figure": "f",
    "term": "m",
}


class Part(Struct, frozen=True, kw_only=True):
    """A piece of the text as the page's template wants it."""

    runs: tuple[tuple[str, str], ...]
    """Characters, and what is to be shown of them: "" as they are, "act" or "hid" by their number."""
    classes: str
    of: str
    """What it is part of, the outermost first: "a1" for the first attribution, "e2" for the second entity."""
    title: str
    opened: tuple[Said, ...]
    """Attributions whose content begins here."""


class Section(Struct, frozen=True):
    """A stretch of the text as the page's template wants it; `folded` if a reader may skip it."""

    name: str
    folded: bool
    lines: int
    parts: tuple[Part, ...]


def render_page(record: Record) -> str:
    """The record's page: no request goes out from it, and nothing in the record can act on it.

    The text content of its `#text` element is the document's text, but for characters that HTML cannot hold (NUL
    and lone surrogates), which become U+FFFD.
    """
    view = describe(record)
    style, script = (_joined(parts) for parts in (STYLE, SCRIPT))
    address = record.document.url or ""
    return (
        _environment()
        .get_template("record.html")
        .render(
            view=view,
            document=record.document,
            zones=sections_of(record, view),
            language=record.document.language,
            address=address if address.lower().startswith(("http://", "https://")) else "",
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dragoman.show"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    # The text is marked by the same template as on the desk, whose words can be translated; here they are English.
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(FILTERS, translated=lambda word: word)
    return made


@cache
def _static(name: str) -> str:
    text = files("dragoman.show").joinpath("static", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _joined(names: Iterable[str]) -> str:
    return "".join(map(_static, names))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_source_hash(style)}; script-src {_source_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def holdable(char: str) -> str:
    """The character, or U+FFFD for one that HTML cannot hold."""
    return "\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char


FILTERS = {"code": code_of, "shorten": shorten, "holdable": holdable, "percent": percent}
"""What the templates turn values into words with."""


def sections_of(record: Record, view: View) -> tuple[Section, ...]:
    """The whole text in stretches of one zone each, cut into pieces that carry the same marks."""
    marks, stretches = find_marks(record), lay_out(record)
    begun = {mark.number: mark.span.start for mark in reversed(marks) if mark.kind == "content"}
    cuts = cut_each([stretch.span for stretch in stretches], marks)
    text = record.document.text
    return tuple(
        Section(
            stretch.zone or "",
            stretch.outside,
            len(lines_of(stretch, text)),
            tuple(_part(text, view, piece, begun) for piece in pieces),
        )
        for stretch, pieces in zip(stretches, cuts, strict=True)
    )


def _part(text: str, view: View, piece: Piece, begun: dict[int, int]) -> Part:
    depth = sum(mark.kind == "content" for mark in piece.marks)
    kinds = dict.fromkeys(mark.kind for mark in piece.marks)
    opened = (mark.number for mark in piece.marks if mark.kind == "content")
    return Part(
        runs=tuple(split_unseen(piece.span.of(text))),
        classes=" ".join(("m", *kinds, *(("deep",) if depth > 1 else ()))) if kinds else "",
        of=" ".join(dict.fromkeys(f"{_LETTERS[mark.kind]}{mark.number}" for mark in piece.marks)),
        title="; ".join(dict.fromkeys(_title(view, mark) for mark in piece.marks)),
        opened=tuple(view.said[number - 1] for number in opened if begun[number] == piece.span.start),
    )


def _title(view: View, mark: Mark) -> str:
    """What the mark says when it is pointed at."""
    at = mark.number - 1
    if mark.kind in ("content", "source", "cue"):
        return f"{mark.kind} of attribution {mark.number}, {view.said[at].who}"
    said: dict[MarkKind, Callable[[], str]] = {
        "entity": lambda: f"{view.entities[at].type} {view.entities[at].name}",
        "time": lambda: f"time {view.times[at].value}",
        "event": lambda: f"event: {view.happened[at].sentence}",
        "figure": lambda: f"figure: {view.counted[at].value}",
        "term": lambda: f"term: {view.agreed[at].kind}",
    }
    return said[mark.kind]() if mark.kind in said else mark.kind
