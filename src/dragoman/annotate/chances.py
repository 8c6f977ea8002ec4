"""From what a head says to a calibrated chance; shared by the annotators that decode a head."""

from __future__ import annotations

import math
from collections.abc import Sequence


def log_odds(chance: float) -> float:
    """The chance as a feature of a calibration, kept off 0 and 1.

    >>> log_odds(0.5)
    0.0
    """
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(chance / (1 - chance))


def calibrated(features: Sequence[float], weights: Sequence[float]) -> float:
    """The chance that a value is right: logistic regression (Platt 1999) on its features.

    >>> calibrated((1.0, 0.0), (0.0, 1.0))
    0.5
    """
    total = sum(weight * feature for weight, feature in zip(weights, features, strict=True))
    return round(1 / (1 + math.exp(-total)), 4)
