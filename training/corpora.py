"""Corpora as examples the encoder can be trained on: words with labels, attributions as word numbers."""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.encode.windows import WINDOW_SUBWORDS, Piece, make_piece, split_piece
from dragoman.segment.quotations import find_quotations
from dragoman.types import Span
from training.heads import ATTRIBUTION_LABELS, MENTION_LABELS, UNLABELLED

ROLES = ("source", "cue", "content")
GUM_GENRES = ("news", "interview", "academic", "court", "bio", "voyage")
"""Genres under CC BY or CC BY-SA: the only ones shipped weights may learn from."""
NAME_CORPORA = ("places/geovirus.jsonl.gz", "entities/gum.train.jsonl.gz", "events/ecbplus/train.jsonl.gz")

Words = tuple[int, ...]


@dataclass(frozen=True)
class Example:
    """One document: its pieces, and labels by word number over all pieces."""

    id: str
    pieces: tuple[Piece, ...]
    attribution: NDArray[np.int64]
    mention: NDArray[np.int64]
    attributions: tuple[tuple[Words, Words, Words], ...]
    """Source, cue and content of each, as word numbers."""


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a packed corpus; says what is missing if the file isn't there."""
    if not path.is_file():
        raise SystemExit(f"{path}: not there; give the folder of the corpora, as in 'make train DATA=...'")
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line) for line in lines)


def polnear(data: Path, part: str) -> list[dict[str, Any]]:
    """The articles of PolNeAR `train` or `dev`."""
    return list(read_jsonl(data / "attribution" / f"polnear.{part}.jsonl.gz"))


def name_texts(data: Path) -> Iterator[dict[str, Any]]:
    """Reports of the world's news that carry silver names only."""
    for path in NAME_CORPORA:
        for raw in read_jsonl(data / path):
            if "gum" in path and raw["genre"] not in GUM_GENRES:
                continue
            text = raw["text"]
            if (
                "ecbplus" in path
            ):  # its first sentence is the address of the page, and its tokens are set apart
                text = _closed_up(text.split("\n", 1)[-1])
            yield {"id": raw["id"], "text": text}


def _closed_up(text: str) -> str:
    """Text of tokens joined by blanks, as it is usually printed."""
    text = re.sub(r" (?=[.,;:!?)\]%\u2019\u201d]|'s\b|n't\b)", "", text)
    return re.sub(r"(?<=[(\[$\u201c\u2018]) ", "", text)


def make_example(
    raw: dict[str, Any], names: Sequence[tuple[int, int, str]] | None, tokenizer: Tokenizer
) -> Example:
    """An article as an example; `names` are (start, end, type), None if it has none marked."""
    text: str = raw["text"]
    paragraphs = [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    quotations = find_quotations(text, paragraphs)
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        touching = [quotation for quotation in quotations if quotation.span.touches(paragraph)]
        piece = make_piece(text, paragraph, touching, tokenizer)
        pieces.extend(split_piece(piece, WINDOW_SUBWORDS - 2))
    words = [word for piece in pieces for word in piece.words]
    attributions = tuple(
        tuple(_word_numbers(words, attribution[role]) for role in ROLES)
        for attribution in raw.get("attributions", ())
    )
    return Example(
        raw["id"],
        tuple(piece for piece in pieces if piece.words),
        _attribution_labels(words, raw, attributions),
        _mention_labels(words, names),
        attributions,  # type: ignore[arg-type]
    )


def _word_numbers(words: Sequence[Span], spans: Sequence[Sequence[int]]) -> Words:
    """Numbers of the words that the spans touch."""
    found: set[int] = set()
    starts = [word.start for word in words]
    for start, end in spans:
        first = max(bisect_right(starts, start) - 1, 0)
        found.update(n for n in range(first, bisect_left(starts, end)) if words[n].end > start)
    return tuple(sorted(found))


def _attribution_labels(
    words: Sequence[Span], raw: dict[str, Any], attributions: Sequence[Any]
) -> NDArray[np.int64]:
    if "attributions" not in raw:
        return np.full(len(words), UNLABELLED)
    labels = np.zeros(len(words), dtype=np.int64)
    for place, role in enumerate(ROLES):
        for attribution in attributions:
            _mark(labels, attribution[place], ATTRIBUTION_LABELS.index(f"B-{role}"))
    return labels


def _mention_labels(words: Sequence[Span], names: Sequence[tuple[int, int, str]] | None) -> NDArray[np.int64]:
    if names is None:
        return np.full(len(words), UNLABELLED)
    labels = np.zeros(len(words), dtype=np.int64)
    for start, end, kind in names:
        _mark(labels, _word_numbers(words, [(start, end)]), MENTION_LABELS.index(f"B-{kind}"))
    return labels


def _mark(labels: NDArray[np.int64], words: Words, begin: int) -> None:
    """Writes B at the beginning of each run of `words`, I on the rest."""
    for at, word in enumerate(words):
        labels[word] = begin + 1 if at and words[at - 1] == word - 1 else begin
