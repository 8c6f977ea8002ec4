"""Store: records of many reports in one SQLite file, and the answers to questions about them; all SQL is here."""

from __future__ import annotations

from dragoman.store.answer import Answer
from dragoman.store.documents import Found, Version
from dragoman.store.filters import Filters
from dragoman.store.outcomes import Acknowledged, Change, InputKey, Outcome, Refusal
from dragoman.store.review import Agreement, Verdict
from dragoman.store.store import Store

__all__ = [
    "Acknowledged",
    "Agreement",
    "Answer",
    "Change",
    "Filters",
    "Found",
    "InputKey",
    "Outcome",
    "Refusal",
    "Store",
    "Verdict",
    "Version",
]
