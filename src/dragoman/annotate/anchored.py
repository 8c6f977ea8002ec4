"""Decodes heads that find anchors (triggers, figures, terms) and what belongs to each; part of the annotate step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dragoman.annotate.bio import Run, decode_bio
from dragoman.annotate.chances import log_odds
from dragoman.stages import Anchors, Scores
from dragoman.types import Span

FLAG_CHANCE = 0.5


class Anchored(NamedTuple):
    """An anchor with the chance of each label of its attributes, its flags, and the phrases in its roles.

    Anchor and phrases are runs of words of one window.
    """

    run: Run
    attributes: Mapping[str, Mapping[str, float]]
    flags: tuple[str, ...]
    roles: Mapping[str, tuple[Run, ...]]

    def label(self, attribute: str) -> str:
        """The most probable label of an attribute."""
        chances = self.attributes[attribute]
        return max(chances, key=chances.__getitem__)


def find_anchored(scores: Scores, head: str) -> Iterator[tuple[Sequence[Span], Anchored]]:
    """What the head finds in each window, with the window's words, in text order within a window."""
    for (first, last), anchors in zip(scores.windows, scores.anchors, strict=True):
        runs = decode_bio(scores.tags[head][first:last], scores.labels[head])
        for run in runs:
            if run.first in anchors[head].words:
                yield (
                    scores.words[first:last],
                    described(run, anchors[head], head, scores.labels),
                )


def described(run: Run, anchors: Anchors, head: str, labels: Mapping[str, tuple[str, ...]]) -> Anchored:
    """The words of `run` with what the head says of the first of them, which is one of the `anchors`."""
    at = anchors.words.index(run.first)
    attributes = {
        name: dict(zip(labels[f"{head}.{name}"], np.exp(log_probs[at]).tolist(), strict=True))
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


def phrases(words: Sequence[Span], found: Anchored, role: str) -> tuple[Span, ...]:
    """The phrases in a role, as stretches of the text; `words` are those of the anchor's window."""
    return tuple(run.span(words) for run in found.roles[role])


def features_of(found: Anchored) -> tuple[float, float]:
    """What the calibration sees of an anchor: a constant and the log-odds of its kind."""
    return 1.0, log_odds(found.run.score)
