"""Best sequence of B-, I- and O labels for a row of words: shared by the annotators that decode a head."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.types import Span

_IMPOSSIBLE = -1e9


class Run(NamedTuple):
    """Words `first` to `last` (excluded) under one label type; `score` is the mean chance of their labels."""

    first: int
    last: int
    type: str
    score: float

    def span(self, words: Sequence[Span]) -> Span:
        """The stretch of text of the run; `words` are those it counts."""
        return Span(words[self.first].start, words[self.last - 1].end)


@cache
def _layout(labels: tuple[str, ...]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which labels continue a run, and for each of these the label that begins one."""
    continues = np.array([label.startswith("I-") for label in labels])
    begins = [
        labels.index("B-" + label[2:]) if label.startswith("I-") else at for at, label in enumerate(labels)
    ]
    return continues, np.array(begins, dtype=np.intp)


def best_labels(log_probs: NDArray[np.float32], labels: tuple[str, ...]) -> NDArray[np.intp]:
    """The most probable labels `[words]` in which an I- stands only behind a B- or I- of its type (Viterbi 1967).

    >>> import numpy as np
    >>> best_labels(np.log(np.array([[.5, .2, .3], [.1, .1, .8]])), ("O", "B-x", "I-x")).tolist()
    [1, 2]
    """
    words = len(log_probs)
    continues, begins = _layout(labels)
    own = np.arange(len(labels))
    back = np.zeros((words, len(labels)), dtype=np.intp)
    best = np.where(continues, _IMPOSSIBLE, log_probs[0]) if words else np.zeros(0)
    for word in range(1, words):
        any_before = int(best.argmax())
        run_before = np.where(best[own] >= best[begins], own, begins)
        before = np.where(continues, run_before, any_before)
        back[word] = before
        best = best[before] + log_probs[word]
    path = np.zeros(words, dtype=np.intp)
    if words:
        path[-1] = best.argmax()
    for word in range(words - 1, 0, -1):
        path[word - 1] = back[word, path[word]]
    return path


def decode_bio(log_probs: NDArray[np.float32], labels: Sequence[str]) -> tuple[Run, ...]:
    """The runs of labelled words, in order.

    >>> import numpy as np
    >>> scores = np.log(np.array([[.8, .1, .1], [.1, .8, .1], [.1, .1, .8]]))
    >>> [(run.first, run.last, run.type) for run in decode_bio(scores, ("O", "B-x", "I-x"))]
    [(1, 3, 'x')]
    """
    labels = tuple(labels)
    path = best_labels(log_probs, labels)
    chances = np.exp(log_probs[np.arange(len(path)), path])
    starts = [at for at, label in enumerate(path) if labels[label].startswith("B-")]
    runs = []
    for first in starts:
        last = first + 1
        while last < len(path) and labels[path[last]].startswith("I-"):
            last += 1
        runs.append(Run(first, last, labels[path[first]][2:], float(chances[first:last].mean())))
    return tuple(runs)
