"""Heads that find anchors (triggers, figures, terms) in torch; `dragoman.encode.heads` runs the same in NumPy.

An anchor is tagged with its kind by the word it begins with. Given that word, each attribute is one linear layer, and
each role tags all words of the window: the role's query, made from the anchor, against what each word answers, with a
bias by role and distance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.encode.heads import DISTANCES, distance_bins
from training.trunk import WIDTH

ROLE_WIDTH = 36
UNLABELLED = -100
TAG_WEIGHT, ATTRIBUTE_WEIGHT, FLAG_WEIGHT, ROLE_WEIGHT = 4.0, 0.3, 0.1, 1.0
"""The mean over all words makes the loss of the tags small; with 4 its gradient is that of the roles."""


@dataclass(frozen=True)
class Scheme:
    """What a head can say: kinds of anchors, labels of each attribute, flags, roles."""

    name: str
    kinds: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    roles: tuple[str, ...]
    flags: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """`O`, and B- and I- for each kind."""
        return ("O", *(f"{place}-{kind}" for kind in self.kinds for place in "BI"))


@dataclass(frozen=True)
class AnchorBatch:
    """Anchors of a batch: row and word of each, its attributes, flags, and a label for each role and word (0, 1, 2)."""

    rows: Tensor
    words: Tensor
    attributes: Mapping[str, Tensor]
    flags: Tensor
    roles: Tensor


class AnchoredHead(nn.Module):
    """A head by its scheme."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.scheme = scheme
        self.tags = nn.Linear(WIDTH, len(scheme.labels))
        self.attributes = nn.ModuleDict(
            {name: nn.Linear(WIDTH, len(labels)) for name, labels in scheme.attributes.items()}
        )
        self.flags = nn.Linear(WIDTH, len(scheme.flags)) if scheme.flags else None
        self.asks = nn.Linear(WIDTH, ROLE_WIDTH * len(scheme.roles))
        self.begins, self.goes_on = nn.Linear(WIDTH, ROLE_WIDTH), nn.Linear(WIDTH, ROLE_WIDTH)
        self.nearness = nn.Parameter(torch.zeros(len(scheme.roles), 2 * DISTANCES + 1))
        self.readiness = nn.Parameter(torch.full((len(scheme.roles), 2), -3.0))

    def argue(self, words: Tensor, rows: Tensor, at: Tensor) -> Tensor:
        """`[batch, words, width]` to scores `[anchors, roles, words, 3]`; the first column is 0."""
        roles, length = len(self.scheme.roles), words.shape[1]
        asked = self.asks(words[rows, at]).view(-1, roles, ROLE_WIDTH) * ROLE_WIDTH**-0.5
        bins = torch.from_numpy(distance_bins(length))[at]
        parts = [
            torch.einsum("arw,alw->arl", asked, part(words)[rows])
            + self.nearness[:, bins].transpose(0, 1)
            + self.readiness[None, :, None, place]
            for place, part in enumerate((self.begins, self.goes_on))
        ]
        return torch.stack([torch.zeros_like(parts[0]), *parts], dim=3)

    def loss(self, words: Tensor, labels: Tensor, anchors: AnchorBatch | None) -> Tensor:
        """Loss of the tags on labelled words, and of what is said of the gold anchors."""
        if not bool((labels != UNLABELLED).any()):
            return words.sum() * 0.0
        tags = self.tags(words).float().flatten(0, 1)
        loss = TAG_WEIGHT * functional.cross_entropy(tags, labels.flatten(), ignore_index=UNLABELLED)
        if anchors is None:
            return loss
        states = words[anchors.rows, anchors.words]
        for name, layer in self.attributes.items():
            said = layer(states).float()
            loss = loss + ATTRIBUTE_WEIGHT * functional.cross_entropy(said, anchors.attributes[name])
        if self.flags is not None:
            said = self.flags(states).float()
            loss = loss + FLAG_WEIGHT * functional.binary_cross_entropy_with_logits(said, anchors.flags)
        return loss + ROLE_WEIGHT * self._role_loss(words, anchors)

    def _role_loss(self, words: Tensor, anchors: AnchorBatch) -> Tensor:
        """Mean over anchors of the summed loss of their words, by a word of each role: few words stand in one."""
        scores = self.argue(words, anchors.rows, anchors.words).float()
        each = functional.cross_entropy(
            scores.permute(0, 3, 1, 2), anchors.roles, ignore_index=UNLABELLED, reduction="none"
        )
        return each.sum(dim=2).mean() / ROLE_WORDS


ROLE_WORDS = 4.0
"""Words of a usual phrase, by which the summed loss of a role is divided."""


def role_labels(length: int, phrases: Sequence[Sequence[int]]) -> list[int]:
    """A label for each of `length` words: 1 where a phrase (rising word numbers) begins, 2 where it goes on.

    >>> role_labels(5, [(1, 2), (4,)])
    [0, 1, 2, 0, 1]
    """
    labels = [0] * length
    for phrase in phrases:
        for place, word in enumerate(phrase):
            if 0 <= word < length:
                labels[word] = 2 if place and phrase[place - 1] == word - 1 and word > 0 else 1
    return labels
