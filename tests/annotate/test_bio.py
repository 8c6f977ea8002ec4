"""The decoder of B-, I-, O labels."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.bio import best_labels, decode_bio

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")


def allowed(path: tuple[int, ...]) -> bool:
    before = "O"
    for label in (LABELS[at] for at in path):
        if label.startswith("I-") and before[2:] != label[2:]:
            return False
        before = label
    return True


@given(st.lists(st.lists(st.integers(-9, 0), min_size=5, max_size=5), min_size=1, max_size=4))
def test_no_allowed_path_is_better(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    path = tuple(best_labels(scores, LABELS).tolist())
    assert allowed(path)
    totals = [
        sum(scores[at, label] for at, label in enumerate(p))
        for p in product(range(5), repeat=len(rows))
        if allowed(p)
    ]
    assert sum(scores[at, label] for at, label in enumerate(path)) == max(totals)


def test_runs_that_touch_are_kept_apart() -> None:
    wanted = [1, 2, 1, 3, 4, 0]
    scores = np.full((6, 5), -5.0, dtype=np.float32)
    scores[np.arange(6), wanted] = np.log(0.9)
    runs = decode_bio(scores, LABELS)
    assert [(run.first, run.last, run.type) for run in runs] == [(0, 2, "x"), (2, 3, "x"), (3, 5, "y")]
    assert all(abs(run.score - 0.9) < 1e-6 for run in runs)


def test_no_words_no_runs() -> None:
    assert decode_bio(np.zeros((0, 5), dtype=np.float32), LABELS) == ()
