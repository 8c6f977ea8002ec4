"""Decodes heads that find anchors (triggers, figures, terms) and what belongs to each; part of the annotate step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.annotate.bio import Run, decode_bio
from dragoman.stages import Anchors, Scores
from dragoman.types import Span

FLAG_CHANCE = 0.5


class Choice(NamedTuple):
    """A label and its chance."""

    label: str
    chance: float


class Anchored(NamedTuple):
    """An anchor with its attributes, its flags, and the phrases in its roles, as runs of words of one window."""

    run: Run
    attributes: Mapping[str, Choice]
    flags: tuple[str, ...]
    roles: Mapping[str, tuple[Run, ...]]


def find_anchored(scores: Scores, head: str) -> Iterator[tuple[Sequence[Span], Anchored]]:
    """What the head finds in each window, with the window's words, in text order within a window."""
    for (first, last), anchors in zip(scores.windows, scores.anchors, strict=True):
        runs = decode_bio(scores.tags[head][first:last], scores.labels[head])
        for run in runs:
            if run.first in anchors[head].words:
                yield (
                    scores.words[first:last],
                    _described(run, anchors[head], head, scores.labels),
                )


def _described(run: Run, anchors: Anchors, head: str, labels: Mapping[str, tuple[str, ...]]) -> Anchored:
    at = anchors.words.index(run.first)
    attributes = {
        name: choose(log_probs[at], labels[f"{head}.{name}"])
        for name, log_probs in anchors.attributes.items()
    }
    flags = tuple(
        name
        for name, chance in zip(labels[f"{head}.flags"], np.exp(anchors.flags[at]), strict=True)
        if chance >= FLAG_CHANCE
    )
    roles = {
        role: decode_bio(anchors.roles[at, number].astype(np.float32), ("O", f"B-{role}", f"I-{role}"))
        for number, role in enumerate(labels[f"{head}.roles"])
    }
    return Anchored(run, attributes, flags, roles)


def choose(log_probs: NDArray[np.float32], labels: Sequence[str]) -> Choice:
    """The most probable label.

    >>> import numpy as np
    >>> choose(np.log(np.array([0.25, 0.75], dtype=np.float32)), ("happened", "planned")).label
    'planned'
    """
    best = int(log_probs.argmax())
    return Choice(labels[best], float(np.exp(log_probs[best])))
