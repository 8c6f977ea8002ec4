"""Reports of outside sets as they would be printed, by set and document id; read from a folder of the user's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from dragoman.errors import DragomanError
from dragoman.segment.sentences import find_sentences
from dragoman.types import Span
from training.corpora import closed_up, read_jsonl

FILES = {
    "muc": "events/muc/dev.jsonl.gz",
    "ecbplus": "events/ecbplus/train.jsonl.gz",
    "polnear": "attribution/polnear.train.jsonl.gz",
    "gum": "entities/gum.train.jsonl.gz",
}
"""The sets shipped weights may learn from, each with its file; never one of their test parts."""
FILES_TO_MEASURE = {
    "newsdiscourse": "discourse/newsdiscourse.train.jsonl.gz",
    "rams": "events/rams.dev.jsonl.gz",
    "timebank": "times/timebank.jsonl.gz",
}
"""Further sets, for measuring only."""
TOKENS_APART = frozenset({"ecbplus", "rams"})
GENRES = frozenset({"news", "interview"})
_SPLIT_HYPHEN = re.compile(r"(?<=[a-z0-9]) - (?=[A-Za-z0-9])")
_LINE_MARK = re.compile(r"^(?:H|S\d+) ")
_MARKED_LINE = re.compile(r"^(?:H|S\d+) (\S.*)$", re.MULTILINE)
_SPLIT_NUMBER = re.compile(r"(?<=\d)([.,:]) (?=\d)")


class StandoffError(DragomanError):
    """Labels that do not fit the texts they are laid on; `reason` says which."""


class Stretch(Struct, frozen=True, kw_only=True):
    """A stretch of a document; offsets in code points of its raw text."""

    set: str
    id: str
    document: str
    start: int
    end: int


@cache
def documents(data: Path, name: str) -> dict[str, str]:
    """The raw texts of a set by document id: of GUM only news and interviews, of ECB+ without the page's address."""
    return {
        raw["id"]: _body(raw)
        for raw in read_jsonl(data / {**FILES, **FILES_TO_MEASURE}[name])
        if _is_wanted(raw)
    }


def printed(name: str, raw: str) -> str:
    r"""A stretch of raw text as printed: an empty line between paragraphs, blanks single, tokens closed up.

    >>> printed("muc", "THE ARMY TODAY\nSHELLED  TAIZ.\n\n   NOBODY DIED.")
    'THE ARMY TODAY SHELLED TAIZ.\n\nNOBODY DIED.'
    >>> printed("ecbplus", "A 14 - year - old boy , Ali , lost $ 1 . 5m .")
    'A 14-year-old boy, Ali, lost $1.5m.'
    """
    close: Callable[[str], str] = _closed if name in TOKENS_APART else str
    lines = re.split(r"\n\s*\n" if name == "muc" else r"\n", raw)
    if name == "newsdiscourse":
        lines = [_LINE_MARK.sub("", line) for line in lines]
    return "\n\n".join(close(" ".join(line.split())) for line in lines if line.strip())


def sentences(name: str, raw: str) -> tuple[Span, ...]:
    r"""The sentences of a raw text; in ECB+ and RAMS each stands on a line of its own.

    >>> [span.of("NO. ONE\\nTWO.") for span in sentences("muc", "NO. ONE\\nTWO.")]
    ['NO.', 'ONE\\nTWO.']
    """
    if name == "newsdiscourse":
        return tuple(Span(*line.span(1)) for line in _MARKED_LINE.finditer(raw))
    lines = re.finditer(r"\S(?:(?!\n\s*\n)[\s\S])*" if name == "muc" else r"\S[^\n]*", raw)
    spans = [Span(*line.span()) for line in lines]
    return tuple(spans) if name in TOKENS_APART else find_sentences(raw, spans)


def text_of(at: Stretch, data: Path) -> str:
    """A stretch as printed.

    Raises:
        StandoffError: the set has no such document.
    """
    raw = documents(data, at.set).get(at.document)
    if raw is None:
        raise StandoffError(f"{data}: no document {at.document} in {at.set}")
    return printed(at.set, raw[at.start : at.end])


def text_with_digest(at: Stretch, data: Path, wanted: str, where: str) -> str:
    """A stretch as printed, if it is the text that was annotated.

    Raises:
        StandoffError: it is another, or its document is not there; the message begins with `where`.
    """
    text = text_of(at, data)
    if digest(text) != wanted:
        raise StandoffError(
            f"{where}: {at.set} {at.document} has another text than the one annotated",
            hint="give the folder of the corpora the labels were made on",
        )
    return text


def digest(text: str) -> str:
    """What a text is known again by.

    >>> digest("Rebels shelled Taiz.")
    '3a3e5d16c744adc5'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_picked(path: Path) -> dict[str, Stretch]:
    """The stretches a picking command printed, by id."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]
    return {
        key: Stretch(set=name, id=key, document=document, start=int(start), end=int(end))
        for name, key, document, start, end in rows
    }


def _is_wanted(raw: dict[str, Any]) -> bool:
    return raw.get("genre", "news") in GENRES


def _body(raw: dict[str, Any]) -> str:
    text: str = raw["text"]
    return text.split("\n", 1)[-1] if text.startswith("http : / /") else text


def _closed(text: str) -> str:
    return _SPLIT_NUMBER.sub(r"\1", _SPLIT_HYPHEN.sub("-", closed_up(text)))


def all_documents(data: Path, name: str) -> Iterator[tuple[str, str]]:
    """Id and raw text of each document of a set, in order of id."""
    yield from sorted(documents(data, name).items())
