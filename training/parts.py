"""Which of the passages written for training are kept apart, by their ids alone."""

from __future__ import annotations

import hashlib

TUNING_BYTES = 26
"""Of 256 values of a byte: a tenth."""


def is_tuning(passage_id: str) -> bool:
    """Whether a passage is one of the tenth that thresholds and calibration are taken from; fixed by its id.

    >>> sum(is_tuning(f"a_01.{number:02}") for number in range(100))
    6
    """
    return hashlib.sha256(f"tuning {passage_id}".encode()).digest()[0] < TUNING_BYTES
