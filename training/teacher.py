"""A teacher that is the running average of what it teaches, for texts that nobody has annotated.

Source: mean teacher (Tarvainen and Valpola 2017, "Mean teachers are better role models"): the weights averaged over
the steps say on an unlabelled text, read without dropout, what the learner should say of it with dropout. The average
is also what ships.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from training.anchored import UNLABELLED
from training.batches import Batch
from training.labels import ATTRIBUTION_LABELS
from training.model import POINTER_WEIGHT, Model

KEPT = 0.998
"""Share of the average that a step leaves at most: the last 500 steps count, and of a short run the last third."""
POINTED_FROM = {"content_cue": "content", "cue_source": "cue"}


class MeanTeacher:
    """The running average of a model."""

    def __init__(self, model: Model) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(False)

    @torch.no_grad()
    def follow(self, model: Model, step: int) -> None:
        """Moves the average towards the model as it is after so many steps; how a head began is soon forgotten."""
        kept = min(KEPT, (1 + step) / (4 + step))
        for ours, theirs in zip(self.model.parameters(), model.parameters(), strict=True):
            if theirs.requires_grad:
                ours.lerp_(theirs, 1 - kept)

    def lesson(self, found: dict[str, Tensor], batch: Batch) -> tuple[Tensor, float]:
        """Loss on the windows that carry no attributions, and their share of the batch's words."""
        rows = (batch.tags["attribution"] == UNLABELLED).all(dim=1).nonzero()[:, 0]
        if not len(rows):
            return found["attribution"].sum() * 0.0, 0.0
        with torch.no_grad():
            taught = self.model(batch.rows(rows))
        mask = batch.word_mask[rows]
        chances = torch.softmax(taught["attribution"].float(), dim=2)
        loss = _cross_entropy(chances, torch.log_softmax(found["attribution"][rows].float(), 2), mask.float())
        for pointer, role in POINTED_FROM.items():
            begins = ATTRIBUTION_LABELS.index(f"B-{role}")
            weight = chances[:, :, begins : begins + 2].sum(dim=2) * mask
            loss = loss + POINTER_WEIGHT * _cross_entropy(taught[pointer].exp(), found[pointer][rows], weight)
        return loss, float(mask.sum() / batch.word_mask.sum())


def _cross_entropy(chances: Tensor, log_chances: Tensor, weight: Tensor) -> Tensor:
    """Mean over words, each with its weight."""
    each = -(chances * log_chances.clamp(min=-30.0)).sum(dim=2)
    return (each * weight).sum() / weight.sum().clamp(min=1.0)
