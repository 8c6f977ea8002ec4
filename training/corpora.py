"""Corpora as examples the encoder can be trained on: words with labels, attributions as word numbers."""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.encode.windows import WINDOW_SUBWORDS, Piece, make_piece, split_piece
from dragoman.segment.quotations import find_quotations
from dragoman.types import Span
from training.labels import ATTRIBUTION_LABELS, MENTION_LABELS
from training.lessons import Lessons, joined_lessons

ROLES = ("source", "cue", "content")
GUM_GENRES = ("news", "interview", "academic", "court", "bio", "voyage")
"""Genres under CC BY or CC BY-SA: the only ones shipped weights may learn from."""
NAME_CORPORA = ("places/geovirus.jsonl.gz", "entities/gum.train.jsonl.gz", "events/ecbplus/train.jsonl.gz")

Words = tuple[int, ...]


@dataclass(frozen=True)
class AnchorLabels:
    """What a person marked of one anchor: the word it begins with, its labels by number, the phrases in its roles."""

    first: int
    attributes: dict[str, int]
    flags: tuple[int, ...]
    roles: dict[str, tuple[Words, ...]]


@dataclass(frozen=True)
class Example:
    """One text: its pieces, and labels by word number over all pieces; a head it does not label has no tags."""

    id: str
    pieces: tuple[Piece, ...]
    tags: dict[str, NDArray[np.int64]]
    attributions: tuple[tuple[Words, Words, Words], ...] = ()
    """Source, cue and content of each, as word numbers."""
    anchors: dict[str, tuple[AnchorLabels, ...]] = field(default_factory=dict)
    own: bool = False
    """Written for the project: short, and read several together."""
    taught: Lessons = field(default_factory=dict)
    """What a larger encoder says of it."""


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a packed corpus; says what is missing if the file isn't there."""
    if not path.is_file():
        raise SystemExit(f"{path}: not there; give the folder of the corpora, as in 'make train DATA=...'")
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line) for line in lines)


def article_of(reading: str) -> str:
    """The id of the article that a reading is of: what stands before `#annotator`."""
    return reading.split("#", maxsplit=1)[0]


def polnear(data: Path, part: str) -> list[dict[str, Any]]:
    """The articles of PolNeAR `train` or `dev`, or the `readings` by several people."""
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
                text = closed_up(text.split("\n", 1)[-1])
            yield {"id": raw["id"], "text": text}


def closed_up(text: str) -> str:
    """Text of tokens joined by blanks, as it is usually printed."""
    text = re.sub(r" (?=[.,;:!?)\]%\u2019\u201d]|'s\b|n't\b)", "", text)
    return re.sub(r"(?<=[(\[$\u201c\u2018]) ", "", text)


def make_example(
    raw: dict[str, Any], names: Sequence[tuple[int, int, str]] | None, tokenizer: Tokenizer
) -> Example:
    """An article as an example; `names` are (start, end, type), None if it has none marked."""
    pieces = cut(raw["text"], tokenizer)
    words = words_of(pieces)
    attributions = tuple(
        tuple(word_numbers(words, attribution[role]) for role in ROLES)
        for attribution in raw.get("attributions", ())
    )
    tags = {}
    if "attributions" in raw:
        tags["attribution"] = _attribution_labels(len(words), attributions)
    if names is not None:
        tags["mention"] = _mention_labels(words, names)
    return Example(raw["id"], pieces, tags, attributions)  # type: ignore[arg-type]


def cut(text: str, tokenizer: Tokenizer) -> tuple[Piece, ...]:
    """The paragraphs of a text as pieces that fit a window; pieces without words left out."""
    paragraphs = [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    quotations = find_quotations(text, paragraphs)
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        touching = [quotation for quotation in quotations if quotation.span.touches(paragraph)]
        piece = make_piece(text, paragraph, touching, tokenizer)
        pieces.extend(split_piece(piece, WINDOW_SUBWORDS - 2))
    return tuple(piece for piece in pieces if piece.words)


def words_of(pieces: Sequence[Piece]) -> list[Span]:
    """All words of the pieces, in order: what word numbers count."""
    return [word for piece in pieces for word in piece.words]


def joined(examples: Sequence[Example]) -> Example:
    """Examples labelled for the same heads, one behind the other as one."""
    anchors: dict[str, list[AnchorLabels]] = {head: [] for head in examples[0].anchors}
    attributions: list[tuple[Words, Words, Words]] = []
    at = 0
    for example in examples:
        attributions.extend(
            (_all_moved(source, at), _all_moved(cue, at), _all_moved(content, at))
            for source, cue, content in example.attributions
        )
        for head, its in example.anchors.items():
            anchors[head].extend(_moved(anchor, at) for anchor in its)
        at += len(words_of(example.pieces))
    return Example(
        "+".join(example.id for example in examples),
        tuple(piece for example in examples for piece in example.pieces),
        {head: np.concatenate([example.tags[head] for example in examples]) for head in examples[0].tags},
        tuple(attributions),
        anchors={head: tuple(its) for head, its in anchors.items()},
        own=examples[0].own,
        taught=joined_lessons([(example.taught, len(words_of(example.pieces))) for example in examples]),
    )


def _moved(anchor: AnchorLabels, by: int) -> AnchorLabels:
    roles = {
        role: tuple(_all_moved(phrase, by) for phrase in phrases) for role, phrases in anchor.roles.items()
    }
    return replace(anchor, first=anchor.first + by, roles=roles)


def _all_moved(words: Words, by: int) -> Words:
    return tuple(word + by for word in words)


def word_numbers(words: Sequence[Span], spans: Sequence[Sequence[int]]) -> Words:
    """Numbers of the words that the spans touch."""
    found: set[int] = set()
    starts = [word.start for word in words]
    for start, end in spans:
        first = max(bisect_right(starts, start) - 1, 0)
        found.update(n for n in range(first, bisect_left(starts, end)) if words[n].end > start)
    return tuple(sorted(found))


def _attribution_labels(words: int, attributions: Sequence[Any]) -> NDArray[np.int64]:
    labels = np.zeros(words, dtype=np.int64)
    for place, role in enumerate(ROLES):
        for attribution in attributions:
            mark(labels, attribution[place], ATTRIBUTION_LABELS.index(f"B-{role}"))
    return labels


def _mention_labels(words: Sequence[Span], names: Sequence[tuple[int, int, str]]) -> NDArray[np.int64]:
    labels = np.zeros(len(words), dtype=np.int64)
    for start, end, kind in names:
        mark(labels, word_numbers(words, [(start, end)]), MENTION_LABELS.index(f"B-{kind}"))
    return labels


def mark(labels: NDArray[np.int64], words: Words, begin: int) -> None:
    """Writes B at the beginning of each run of `words`, I on the rest."""
    for at, word in enumerate(words):
        labels[word] = begin + 1 if at and words[at - 1] == word - 1 else begin
