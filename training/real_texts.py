"""Reports of outside sets as they would be printed, by set and document id; read from a folder of the user's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

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
GENRES = frozenset({"news", "interview"})
_SPLIT_HYPHEN = re.compile(r"(?<=[a-z0-9]) - (?=[A-Za-z0-9])")
_SPLIT_NUMBER = re.compile(r"(?<=\d)([.,:]) (?=\d)")


@cache
def documents(data: Path, name: str) -> dict[str, str]:
    """The raw texts of a set by document id: of GUM only news and interviews, of ECB+ without the page's address."""
    return {raw["id"]: _body(raw) for raw in read_jsonl(data / FILES[name]) if _is_wanted(raw)}


def printed(name: str, raw: str) -> str:
    r"""A stretch of raw text as printed: an empty line between paragraphs, blanks single, tokens closed up.

    >>> printed("muc", "THE ARMY TODAY\nSHELLED  TAIZ.\n\n   NOBODY DIED.")
    'THE ARMY TODAY SHELLED TAIZ.\n\nNOBODY DIED.'
    >>> printed("ecbplus", "A 14 - year - old boy , Ali , lost $ 1 . 5m .")
    'A 14-year-old boy, Ali, lost $1.5m.'
    """
    close: Callable[[str], str] = _closed if name == "ecbplus" else str
    lines = re.split(r"\n\s*\n" if name == "muc" else r"\n", raw)
    return "\n\n".join(close(" ".join(line.split())) for line in lines if line.strip())


def sentences(name: str, raw: str) -> tuple[Span, ...]:
    r"""The sentences of a raw text; in ECB+ each stands on a line of its own.

    >>> [span.of("NO. ONE\\nTWO.") for span in sentences("muc", "NO. ONE\\nTWO.")]
    ['NO.', 'ONE\\nTWO.']
    """
    lines = re.finditer(r"\S(?:(?!\n\s*\n)[\s\S])*" if name == "muc" else r"\S[^\n]*", raw)
    spans = [Span(*line.span()) for line in lines]
    return tuple(spans) if name == "ecbplus" else find_sentences(raw, spans)


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
