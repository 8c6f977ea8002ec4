"""The heads' arithmetic, against small cases worked out by hand."""

from __future__ import annotations

import numpy as np

from dragoman.encode.heads import DISTANCES, Head, argue, describe, distance_bins, flag, point, tag


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


def test_a_pointer_prefers_the_distance_it_has_learned() -> None:
    near = head()
    near.weights["to.distance"][DISTANCES - 1] = 2.0  # the word right before
    found = point(near, "to", np.zeros((4, 4), dtype=np.float32))
    assert found[1:, 1:].argmax(axis=1).tolist() == [0, 1, 2]
    odds = found[:, 1:] - found[:, :1]
    assert np.allclose(odds, near.weights["to.distance"][distance_bins(4)])


def test_distance_bins_stay_in_range_and_mirror() -> None:
    bins = distance_bins(260)
    assert bins.min() >= 0
    assert bins.max() <= 2 * DISTANCES
    assert (bins + bins.T == 2 * DISTANCES).all()
    assert bins[0, 7] == DISTANCES + 7
    assert bins[0, 8] == DISTANCES + 8
    assert bins[0, 16] == DISTANCES + 13


def anchored_head() -> Head:
    """Two roles on states of width 4: the first asks for words like the anchor, the second for none."""
    eye, none = np.eye(4, dtype=np.float32), np.zeros((4, 4), dtype=np.float32)
    zeros = np.zeros(4, dtype=np.float32)
    weights = {
        "weight": eye[:2], "bias": np.zeros(2, dtype=np.float32),
        "stage.weight": eye[:2], "stage.bias": np.zeros(2, dtype=np.float32),
        "flags.weight": eye[:1], "flags.bias": np.zeros(1, dtype=np.float32),
        "asks.weight": np.concatenate([eye, none]), "asks.bias": np.zeros(8, dtype=np.float32),
        "begins.weight": eye, "begins.bias": zeros, "goes_on.weight": none, "goes_on.bias": zeros,
        "nearness": np.zeros((2, 2 * DISTANCES + 1), dtype=np.float32),
        "readiness": np.array([[-1, -9], [-9, -9]], dtype=np.float32),
    }  # fmt: skip
    attributes = {"stage": ("happened", "planned")}
    return Head("h", ("O", "B-x"), weights, attributes=attributes, flags=("f",), roles=("like", "none"))


def test_roles_go_to_the_words_they_ask_for() -> None:
    hidden = np.array([[3, 0, 0, 0], [0, 3, 0, 0], [3, 0, 0, 0]], dtype=np.float32)
    found = np.exp(argue(anchored_head(), hidden, [0]))
    assert found.shape == (1, 2, 3, 3)
    assert np.allclose(found.sum(axis=3), 1, atol=1e-5)
    assert found[0, 0].argmax(axis=1).tolist() == [1, 0, 1]
    assert found[0, 1].argmax(axis=1).tolist() == [0, 0, 0]


def test_nearness_tells_two_like_words_apart() -> None:
    head = anchored_head()
    head.weights["nearness"][0, DISTANCES + 2] = -9
    hidden = np.array([[3, 0, 0, 0], [0, 3, 0, 0], [3, 0, 0, 0]], dtype=np.float32)
    assert np.exp(argue(head, hidden, [0]))[0, 0].argmax(axis=1).tolist() == [1, 0, 0]


def test_no_anchor_asks_nothing() -> None:
    hidden = np.zeros((3, 4), dtype=np.float32)
    assert argue(anchored_head(), hidden, []).shape == (0, 2, 3, 3)


def test_attributes_and_flags_are_log_probabilities() -> None:
    states = np.array([[2, 0, 0, 0], [-2, 0, 0, 0]], dtype=np.float32)
    stage = np.exp(describe(anchored_head(), "stage", states))
    assert np.allclose(stage.sum(axis=1), 1)
    assert stage[:, 0].tolist() == sorted(stage[:, 0], reverse=True)
    assert np.allclose(np.exp(flag(anchored_head(), states)), 1 / (1 + np.exp(-states[:, :1])))
