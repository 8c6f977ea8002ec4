"""The heads in NumPy: hidden states of a window's words to log-probabilities; part of the encode step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DISTANCES = 32
_NEAR = 8  # words up to which each distance has a bin of its own


@dataclass(frozen=True)
class Head:
    """One head's weights: a tagger (`weight`, `bias`) and its pointers by name; see `Scores.calibration`.

    A head that finds anchors (the triggers of events, figures, terms) also says, of a word that may begin one, a
    label of each of its `attributes`, yes or no to each of its `flags`, and which words stand in each of its `roles`.
    """

    name: str
    labels: tuple[str, ...]
    weights: Mapping[str, Floats]
    pointers: tuple[str, ...] = ()
    calibration: tuple[float, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


def tag(head: Head, hidden: Floats) -> Floats:
    """Log-probabilities `[words, labels]` of hidden states `[words, width]`."""
    return _log_softmax(hidden @ head.weights["weight"].T + head.weights["bias"])


def point(head: Head, pointer: str, hidden: Floats) -> Floats:
    """Log-probabilities `[words, 1 + words]` that each word points to another; column 0 is nowhere."""
    part = {name: head.weights[f"{pointer}.{name}"] for name in
            ("query.weight", "query.bias", "key.weight", "key.bias", "nowhere", "distance")}  # fmt: skip
    query = (hidden @ part["query.weight"].T + part["query.bias"]) * np.float32(len(part["nowhere"]) ** -0.5)
    key = hidden @ part["key.weight"].T + part["key.bias"]
    scores = np.empty((len(hidden), 1 + len(hidden)), dtype=np.float32)
    scores[:, 0] = query @ part["nowhere"]
    np.add(query @ key.T, _by_distance(part["distance"], len(hidden)), out=scores[:, 1:])
    return _log_softmax(scores)


def describe(head: Head, attribute: str, hidden: Floats) -> Floats:
    """Log-probabilities `[anchors, labels]` of an attribute of the anchors with these hidden states."""
    return _log_softmax(hidden @ head.weights[f"{attribute}.weight"].T + head.weights[f"{attribute}.bias"])


def flag(head: Head, hidden: Floats) -> Floats:
    """Log-probabilities `[anchors, flags]` that each flag is set."""
    odds = hidden @ head.weights["flags.weight"].T + head.weights["flags.bias"]
    log_probs: Floats = -np.logaddexp(np.float32(0), -odds).astype(np.float32)
    return log_probs


def argue(head: Head, hidden: Floats, anchors: Sequence[int]) -> Floats:
    """Log-probabilities `[anchors, roles, words, 3]` that a word is outside of a role, begins or goes on with it.

    `hidden` are the states `[words, width]` of a window's words, `anchors` numbers of words among them. Each role asks
    with a query of its own; what answers is the same for all.
    """
    words, roles = len(hidden), len(head.roles)
    scores = np.zeros((len(anchors), roles, words, 3), dtype=np.float32)
    if not anchors:
        return scores
    width = len(head.weights["begins.bias"])
    asked = hidden[list(anchors)] @ head.weights["asks.weight"].T + head.weights["asks.bias"]
    asked = asked.reshape(len(anchors), roles, width) * np.float32(width**-0.5)
    bias = _by_distance(head.weights["nearness"], words)[:, list(anchors)].transpose(1, 0, 2)
    for place, part in enumerate(("begins", "goes_on"), start=1):
        answers = hidden @ head.weights[f"{part}.weight"].T + head.weights[f"{part}.bias"]
        scores[..., place] = asked @ answers.T + bias + head.weights["readiness"][None, :, None, place - 1]
    return _log_softmax(scores.reshape(-1, 3)).reshape(scores.shape)


def distance_bins(words: int) -> NDArray[np.intp]:
    """Bin of the distance from each word to each other: exact up to 8 words, then growing by the logarithm.

    >>> distance_bins(3).tolist()
    [[32, 33, 34], [31, 32, 33], [30, 31, 32]]
    """
    steps = np.arange(words)
    signed: NDArray[np.intp] = _bins_by_distance(words)[steps[None, :] - steps[:, None] + words - 1]
    return signed


def _by_distance(values: Floats, words: int) -> Floats:
    """The values `[..., bins]` of the distances from each word to each other: `[..., words, words]`, not copied."""
    along = values[..., _bins_by_distance(words)]
    spread: Floats = np.lib.stride_tricks.sliding_window_view(along, words, axis=-1)[..., ::-1, :]
    return spread


@lru_cache(maxsize=512)
def _bins_by_distance(words: int) -> NDArray[np.intp]:
    """Bins of the distances from `1 - words` to `words - 1`."""
    distance = np.arange(1 - words, words)
    size = np.abs(distance)
    far = _NEAR + np.log2(np.maximum(size, _NEAR) / np.float32(_NEAR)) * 5
    bins = np.minimum(np.where(size < _NEAR, size, far).astype(np.intp), DISTANCES)
    signed: NDArray[np.intp] = DISTANCES + np.sign(distance) * bins
    return signed


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    log_probs: Floats = shifted.astype(np.float32, copy=False)
    return log_probs
