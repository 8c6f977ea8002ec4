"""The labels of the heads that tag every word; what shares them with training needs no torch."""

from __future__ import annotations

ATTRIBUTION_LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
MENTION_LABELS = (
    "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-GPE", "I-GPE", "B-LOC", "I-LOC", "B-FAC", "I-FAC", "B-NORP", "I-NORP",
)  # fmt: skip
