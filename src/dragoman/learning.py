"""Kinds of terms learned from a caller's examples with the encoder that reads the reports; what pipeline stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np

from dragoman.encode.heads import Floats
from dragoman.encode.own_kinds import Learned, OwnKinds, Space, Trial, learn_kind, learn_space
from dragoman.encode.run import TERMS, Encoder
from dragoman.errors import ResourceError, UsageError
from dragoman.resources import load_table
from dragoman.segment import segment_sentences
from dragoman.stages import Document, KindExample, KindFile, OwnKind
from dragoman.types import Span

__all__ = ["Others", "Trial", "learn_kinds", "read_others", "with_kinds"]

ORDINARY = "-"


class Others(NamedTuple):
    """Hidden states of sentences that are of no kind of the caller's: other arrangements, and ordinary ones."""

    arrangements: tuple[Floats, ...]
    ordinary: tuple[Floats, ...]


def with_kinds(encoder: Encoder, given: KindFile) -> Encoder:
    """The encoder, which also matches the kinds that a caller gives.

    Raises:
        UsageError: the clause of an example holds no word that can be read.
        ResourceError: the weights have no head of terms, which says what belongs to a clause.
    """
    if not any(head.name == TERMS for head in encoder.heads):
        raise ResourceError(
            "the weights have no head of terms, which kinds of your own need", hint="use other weights"
        )
    return replace(encoder, own=learn_kinds(encoder, given.kinds, read_others(encoder)))


def read_others(encoder: Encoder, *, but: str = "") -> Others:
    """The package's own sentences, those of the built-in kind `but` left out."""
    rows = [row for row in load_table("other_sentences.tsv") if row["kind"] != but]
    read = [(row["kind"], _states(encoder, row["text"])[1]) for row in rows]
    return Others(
        tuple(hidden for kind, hidden in read if kind != ORDINARY),
        tuple(hidden for kind, hidden in read if kind == ORDINARY),
    )


def learn_kinds(encoder: Encoder, kinds: Sequence[OwnKind], others: Others) -> OwnKinds:
    """The kinds, each set against `others`, its counterexamples and the examples of the other kinds.

    Raises:
        UsageError: the clause of an example holds no word that can be read.
    """
    with encoder.blas.limit(limits=1):
        space = learn_space([np.concatenate(sort) for sort in others])
        arrangements, ordinary = ([space.place(hidden) for hidden in sort] for sort in others)
        learned = {kind.name: tuple(_learned(encoder, kind)) for kind in kinds}
        told = []
        for kind in kinds:
            unlike = _placed(space, _unlike(encoder, kind, learned))
            told.append(
                learn_kind(kind.name, learned[kind.name], ([*arrangements, *unlike], ordinary), space)
            )
        return OwnKinds(space, tuple(told))


def _unlike(encoder: Encoder, kind: OwnKind, learned: dict[str, tuple[Learned, ...]]) -> Iterable[Floats]:
    """The sentences of the caller's that are not of this kind."""
    other = chain.from_iterable(examples for name, examples in learned.items() if name != kind.name)
    return (
        *(example.hidden for example in other),
        *(_states(encoder, example.text)[1] for example in kind.counterexamples),
    )


def _placed(space: Space, sentences: Iterable[Floats]) -> list[Floats]:
    return [space.place(hidden) for hidden in sentences]


def _learned(encoder: Encoder, kind: OwnKind) -> Iterable[Learned]:
    for number, example in enumerate(kind.examples, 1):
        words, hidden = _states(encoder, example.text)
        kept = _beside_clause(example, words)
        clause = [at for at, word in enumerate(kept) if any(words[word].touches(c) for c in example.clauses)]
        if not clause:
            raise UsageError(
                f"kind {kind.name!r}: example {number}: no word of the clause can be read", hint="mark words"
            )
        yield Learned(hidden[kept], tuple(clause))


def _beside_clause(example: KindExample, words: Sequence[Span]) -> list[int]:
    """The words of the sentences that a clause of the example stands in."""
    sentences = segment_sentences(_document(example.text)).sentences
    held = [sentence for sentence in sentences if any(sentence.touches(clause) for clause in example.clauses)]
    return [at for at, word in enumerate(words) if any(sentence.touches(word) for sentence in held)]


def _states(encoder: Encoder, text: str) -> tuple[tuple[Span, ...], Floats]:
    """The words of a sentence or two, and their hidden states."""
    doc = _document(text)
    windows = list(encoder.states(doc, segment_sentences(doc)))
    words = tuple(chain.from_iterable(words for words, _ in windows))
    return words, np.concatenate([hidden for _, hidden in windows])


def _document(text: str) -> Document:
    return Document(id="", origin="an example", raw_sha256="", text=text)
