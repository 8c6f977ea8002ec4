"""Compares names across spellings and transliterations: a base that annotate, ground and the store stand on."""

from __future__ import annotations

from dragoman.names.bodies import compare_bodies
from dragoman.names.compare import Comparison, compare_people

__all__ = ["Comparison", "compare_bodies", "compare_people"]
