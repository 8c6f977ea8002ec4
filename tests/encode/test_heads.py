"""The heads' arithmetic, against small cases worked out by hand."""

from __future__ import annotations

import numpy as np

from dragoman.encode.heads import DISTANCES, Head, distance_bins, point, tag


def head(width: int = 4) -> Head:
    eye = np.eye(width, dtype=np.float32)
    zeros = np.zeros(width, dtype=np.float32)
    weights = {
        "weight": eye[:2], "bias": np.zeros(2, dtype=np.float32),
        "to.query.weight": eye, "to.query.bias": zeros, "to.key.weight": eye, "to.key.bias": zeros,
        "to.nowhere": zeros, "to.distance": np.zeros(2 * DISTANCES + 1, dtype=np.float32),
    }  # fmt: skip
    return Head("h", ("O", "B-x"), weights, ("to",))


def test_tags_are_log_probabilities() -> None:
    found = tag(head(), np.array([[0, 0, 1, 1], [1, 0, 0, 0]], dtype=np.float32))
    assert np.allclose(np.exp(found).sum(axis=1), 1)
    assert np.allclose(np.exp(found[0]), 0.5)
    assert found[1, 0] > found[1, 1]


def test_pointers_go_to_the_like_word_and_rows_sum_to_one() -> None:
    hidden = np.array([[9, 0, 0, 0], [0, 9, 0, 0], [9, 0, 0, 0.5]], dtype=np.float32)
    found = np.exp(point(head(), "to", hidden))
    assert found.shape == (3, 4)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert found[1].argmax() == 2
    assert found[0, 0] < found[0, 1]


def test_a_word_like_none_points_nowhere_as_much_as_anywhere() -> None:
    found = np.exp(point(head(), "to", np.zeros((3, 4), dtype=np.float32)))
    assert np.allclose(found, 0.25)


def test_distance_bins_stay_in_range_and_mirror() -> None:
    bins = distance_bins(260)
    assert bins.min() >= 0
    assert bins.max() <= 2 * DISTANCES
    assert (bins + bins.T == 2 * DISTANCES).all()
    assert bins[0, 7] == DISTANCES + 7
    assert bins[0, 8] == DISTANCES + 8
    assert bins[0, 16] == DISTANCES + 13
