"""Logistic regression by Newton's method: what fits a score to a chance, and weighs the signs of one event."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0  # one thing's worth of doubt on each weight
STEPS = 50

Floats = NDArray[np.float64]


def fit(features: Floats, right: Floats) -> Floats:
    """The weights that make the answers likeliest, drawn to 0, but not the first: its feature is always 1.

    >>> tossed, heads = np.ones((8, 1)), np.array([1.0, 1, 1, 1, 1, 1, 0, 0])
    >>> [round(float(weight), 3) for weight in fit(tossed, heads)]  # log of 6 to 2
    [1.099]
    """
    weights = np.zeros(features.shape[1])
    ridge = np.full(features.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (right - chance) - ridge * weights
        curvature = (features.T * (chance * (1 - chance))) @ features + np.diag(ridge + 1e-9)
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights
