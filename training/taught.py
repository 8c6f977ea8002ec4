"""Asks a larger encoder what it says of the texts that the small one learns from, and keeps it in a file.

python -m training.taught --data DATA --weights build/large --out build/taught.safetensors

Asked are the heads that find anchors, of the passages written or annotated for training and of a stretch of each real
report that may be learned from. Anchors are those that a person marked, and words from which the teacher begins
something itself.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from dragoman.encode.heads import Floats, Head, argue, describe, tag
from dragoman.encode.run import Encoder, load_encoder
from dragoman.encode.windows import pack
from training.batches import MARKS
from training.corpora import Example
from training.examples import load_tokenizer, passages, unmarked
from training.lessons import AnchorLesson, Lesson, Lessons, lesson_of, pairs_of
from training.schemes import SCHEMES

BEGUN = 0.4
"""Chance of beginning something from which a word is an anchor of the teacher's own."""


def main() -> None:
    """Reads the options, asks, writes the file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--weights", type=Path, required=True, help="a folder with the larger encoder")
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    encoder = load_encoder(given.weights, threads=2)
    arrays: dict[str, np.ndarray] = {}
    tokenizer = load_tokenizer()
    texts = chain(passages(tokenizer, given.data), unmarked(tokenizer, given.data))
    for number, example in enumerate(texts, 1):
        for head, lesson in teach(example, encoder).items():
            arrays |= {f"{head}/{name}/{example.id}": array for name, array in pairs_of(lesson)}
        if number % 500 == 0:
            print(f"{number} texts", flush=True)
    save_file(arrays, str(given.out))


def load_lessons(path: Path) -> dict[str, Lessons]:
    """The lessons of a file by the ids of the texts."""
    arrays: dict[str, dict[str, dict[str, np.ndarray]]] = defaultdict(lambda: defaultdict(dict))
    for key, array in load_file(str(path)).items():
        head, name, example = key.split("/", 2)
        arrays[example][head][name] = array
    return {key: {head: lesson_of(own) for head, own in its.items()} for key, its in arrays.items()}


def teach(example: Example, encoder: Encoder) -> dict[str, Lesson]:
    """What the heads that find anchors say of a text, by head."""
    heads = [head for head in encoder.heads if head.name in SCHEMES]
    parts: dict[str, list[Lesson]] = {head.name: [] for head in heads}
    at = 0
    for window in pack(example.pieces, MARKS):
        hidden = encoder.run(window)[list(window.first)]
        for head in heads:
            marked = {anchor.first - at for anchor in example.anchors.get(head.name, ())}
            parts[head.name].append(_lesson(head, hidden, at, marked))
        at += len(window.words)
    return {name: _whole(its) for name, its in parts.items()}


def _whole(parts: list[Lesson]) -> Lesson:
    tags = np.concatenate([part.tags for part in parts])
    return Lesson(tags, tuple(anchor for part in parts for anchor in part.anchors))


def _lesson(head: Head, hidden: Floats, at: int, marked: set[int]) -> Lesson:
    """Of one window, which begins with the text's word `at`; `marked` are words of the window."""
    tags = tag(head, hidden)
    begins = [number for number, label in enumerate(head.labels) if label.startswith("B-")]
    begun = np.flatnonzero(np.exp(tags[:, begins]).sum(axis=1) >= BEGUN).tolist()
    words = sorted(set(begun) | {word for word in marked if 0 <= word < len(hidden)})
    return Lesson(tags.astype(np.float16), tuple(_anchors(head, hidden, at, words)))


def _anchors(head: Head, hidden: Floats, at: int, words: list[int]) -> Iterator[AnchorLesson]:
    if not words:
        return
    said = {name: describe(head, name, hidden[words]).astype(np.float16) for name in head.attributes}
    roles = argue(head, hidden, words).astype(np.float16)
    for number, word in enumerate(words):
        yield AnchorLesson(at + word, {name: its[number] for name, its in said.items()}, at, roles[number])


if __name__ == "__main__":
    main()
