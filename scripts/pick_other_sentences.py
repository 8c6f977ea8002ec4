"""Writes those rows of src/dragoman/resources/other_sentences.tsv that are taken from training/data/terms.

Six sentences of each built-in kind, each from another passage to learn from, in the order of a hash of the passages'
ids; only sentences that hold terms of one kind. Rows without a passage were written for the file and are kept.

    python -m scripts.pick_other_sentences
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dragoman.segment import segment_sentences
from dragoman.stages import Document
from dragoman.types import Span
from training.term_passages import Passage, kinds, read_open, share

TABLE = Path(__file__).parents[1] / "src" / "dragoman" / "resources" / "other_sentences.tsv"
OF_A_KIND = 6
CHARS = range(40, 301)


def main() -> None:
    """Reads the passages and rewrites the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    own = [line for line in lines if line.startswith("#") or line.split("\t")[1] in ("", "passage")]
    passages = sorted(read_open(), key=lambda passage: (share("other", passage.id), passage.id))
    picked = [f"{kind}\t{name}\t{words}" for kind in kinds() for name, words in _picked(kind, passages)]
    TABLE.write_text("\n".join([*own, *picked]) + "\n", encoding="utf-8")


def _picked(kind: str, passages: list[Passage]) -> list[tuple[str, str]]:
    found = []
    for passage in passages:
        words = next(_sentences(kind, passage), None)
        if words is not None:
            found.append((passage.id, words))
    return found[:OF_A_KIND]


def _sentences(kind: str, passage: Passage) -> Iterator[str]:
    """The sentences of a passage that hold terms of this kind alone, in text order."""
    doc = Document(id="", origin="", raw_sha256="", text=passage.text)
    told = [(term.kind, Span(*edges)) for term in passage.terms for edges in term.spans("span")]
    for sentence in segment_sentences(doc).sentences:
        words = sentence.of(passage.text).strip()
        fits = len(words) in CHARS and not set("\t\n") & set(words)
        if fits and {name for name, span in told if span.touches(sentence)} == {kind}:
            yield words


if __name__ == "__main__":
    main()
