"""Which of the passages written for training are learned from, and which are kept apart, by their ids alone."""

from __future__ import annotations

import hashlib

from training.events import Passage as EventPassage
from training.events import load_events
from training.term_passages import Passage as TermPassage
from training.term_passages import is_held_out, read_folder

TUNING_BYTES = 26
"""Of 256 values of a byte: a tenth."""


def is_tuning(passage_id: str) -> bool:
    """Whether a passage is one of the tenth that thresholds and calibration are taken from; fixed by its id.

    >>> sum(is_tuning(f"a_01.{number:02}") for number in range(100))
    6
    """
    return hashlib.sha256(f"tuning {passage_id}".encode()).digest()[0] < TUNING_BYTES


def passages_to_learn() -> tuple[tuple[EventPassage, ...], tuple[TermPassage, ...]]:
    """The passages with events and figures and those with terms, but for the tuning and held-out ones."""
    return (
        tuple(passage for passage in load_events() if not is_tuning(passage.id)),
        tuple(p for p in read_folder() if not (is_tuning(p.id) or is_held_out(p.id))),
    )


def passages_to_tune() -> tuple[tuple[EventPassage, ...], tuple[TermPassage, ...]]:
    """The tuning ones of both."""
    return (
        tuple(passage for passage in load_events() if is_tuning(passage.id)),
        tuple(p for p in read_folder() if is_tuning(p.id) and not is_held_out(p.id)),
    )


def passages_held_out() -> tuple[tuple[EventPassage, ...], tuple[TermPassage, ...]]:
    """The held-out ones of both: for figures, not for looking at."""
    return load_events(held_out=True), tuple(p for p in read_folder() if is_held_out(p.id))
