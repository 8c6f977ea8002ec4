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
    """The most probable labels `[words]` in which an I- stands only behind a B- or I- of its type.

    Each word's own best label is the answer wherever these fit together. A stretch in which they don't, from the last
    O or B- before to the next one behind, is decoded by Viterbi's algorithm (1967); if it then wants to go on with
    what stands before it, it is decoded together with that.

    >>> import numpy as np
    >>> best_labels(np.log(np.array([[.5, .2, .3], [.1, .1, .8]])), ("O", "B-x", "I-x")).tolist()
    [1, 2]
    """
    continues, begins = _layout(labels)
    path: NDArray[np.intp] = log_probs.argmax(axis=1)
    if not continues[path].any():
        return path
    type_before = np.concatenate([[-1], begins[path[:-1]]]) if len(path) else path
    broken = np.flatnonzero(continues[path] & (type_before != begins[path]))
    openings = np.flatnonzero(~continues[path])
    mended = len(path)
    for word in broken[::-1]:
        if word < mended:
            mended = _mend(path, log_probs, labels, openings, int(word))
    return path


def _mend(
    path: NDArray[np.intp],
    log_probs: NDArray[np.float32],
    labels: tuple[str, ...],
    openings: NDArray[np.intp],
    word: int,
) -> int:
    """Decodes the stretch around a word whose best label does not fit; the word that the stretch begins with."""
    continues, _ = _layout(labels)
    number = int(np.searchsorted(openings, word))
    last = openings[number] if number < len(openings) else len(path)
    while True:
        number -= 1
        first = int(openings[number]) if number >= 0 else 0
        path[first:last] = _viterbi(log_probs[first:last], labels, goes_on=first > 0)
        if first == 0 or not continues[path[first]]:
            return first


def _viterbi(log_probs: NDArray[np.float32], labels: tuple[str, ...], *, goes_on: bool) -> NDArray[np.intp]:
    """The best labels of at least one word; with `goes_on` the first may continue what stands before."""
    words = len(log_probs)
    continues, begins = _layout(labels)
    own = np.arange(len(labels))
    back = np.zeros((words, len(labels)), dtype=np.intp)
    best = log_probs[0] if goes_on else np.where(continues, _IMPOSSIBLE, log_probs[0])
    for word in range(1, words):
        run_before = np.where(best >= best[begins], own, begins)
        before = np.where(continues, run_before, best.argmax())
        back[word] = before
        best = best[before] + log_probs[word]
    path = np.zeros(words, dtype=np.intp)
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
    openings = np.flatnonzero(~_layout(labels)[0][path])
    firsts = openings[path[openings] != labels.index("O")]
    if not len(firsts):
        return ()
    lasts = np.append(openings, len(path))[np.searchsorted(openings, firsts) + 1]
    chances = np.exp(log_probs[np.arange(len(path)), path])
    return tuple(
        Run(first, last, labels[label][2:], float(chances[first:last].sum() / (last - first)))
        for first, last, label in zip(firsts.tolist(), lasts.tolist(), path[firsts].tolist(), strict=True)
    )
