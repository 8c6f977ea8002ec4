"""The list of the world's towns and units: built once from packages, then only read; the step before candidates."""

from __future__ import annotations

from dragoman.ground.gazetteer.entry import Candidate
from dragoman.ground.gazetteer.file import Gazetteer, default_path, find_gazetteer, open_gazetteer

__all__ = ["Candidate", "Gazetteer", "default_path", "find_gazetteer", "open_gazetteer"]
