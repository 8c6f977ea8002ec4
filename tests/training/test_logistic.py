"""The weights that training fits by Newton's method."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from training import logistic
from training.logistic import RIDGE, fit


def test_the_example_runs() -> None:
    assert doctest.testmod(logistic).failed == 0


def test_the_weights_are_where_the_slope_is_level() -> None:
    chance = np.random.default_rng(5)
    features = np.hstack([np.ones((200, 1)), chance.normal(size=(200, 2))])
    right = (features @ [0.5, 2.0, -1.0] + chance.logistic(size=200) > 0).astype(float)
    weights = fit(features, right)
    slope = features.T @ (right - 1 / (1 + np.exp(-features @ weights)))
    assert slope == pytest.approx(np.array([0, RIDGE, RIDGE]) * weights, abs=1e-6)
    assert weights[1] > 1 > 0 > weights[2]


def test_a_feature_that_tells_all_gets_no_endless_weight() -> None:
    features = np.array([[1.0, 0], [1, 0], [1, 1], [1, 1]])
    assert 0 < fit(features, np.array([0.0, 0, 1, 1]))[1] < 5
