"""The heads on the encoder in torch, and their losses; `dragoman.encode.heads` runs the same in NumPy."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.encode.heads import DISTANCES, distance_bins
from training.anchored import UNLABELLED, AnchoredHead
from training.labels import ATTRIBUTION_LABELS, MENTION_LABELS
from training.schemes import SCHEMES
from training.trunk import WIDTH

POINTERS = ("content_cue", "cue_source")
POINTING_HEAD = "attribution"
POINTER_WIDTH = 64
HEAD_NAMES = ("attribution", "mention", *SCHEMES)


class Pointer(nn.Module):
    """From each word to a word of the window, or to nowhere (column 0): a dot product and a bias by distance."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, POINTER_WIDTH), nn.Linear(WIDTH, POINTER_WIDTH)
        self.nowhere = nn.Parameter(torch.zeros(POINTER_WIDTH))
        self.distance = nn.Parameter(torch.zeros(2 * DISTANCES + 1))

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """`[batch, words, width]` to log-probabilities `[batch, words, 1 + words]`."""
        query, key = self.query(words), self.key(words)
        scores = query @ key.transpose(1, 2) * POINTER_WIDTH**-0.5
        scores = scores + self.distance[torch.from_numpy(distance_bins(words.shape[1]))]
        scores = scores.float().masked_fill(~mask[:, None, :], -1e4)
        nowhere = (query @ self.nowhere * POINTER_WIDTH**-0.5).float()
        return functional.log_softmax(torch.cat([nowhere[:, :, None], scores], dim=2), dim=2)


class Heads(nn.Module):
    """All heads; each becomes a small file of its own."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.attribution = nn.Linear(WIDTH, len(ATTRIBUTION_LABELS))
        self.mention = nn.Linear(WIDTH, len(MENTION_LABELS))
        self.pointers = nn.ModuleDict({name: Pointer() for name in POINTERS})
        self.anchored = nn.ModuleDict({name: AnchoredHead(scheme) for name, scheme in SCHEMES.items()})

    def forward(self, words: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Scores of the words, which they come with as "words": anchors are asked by those who know them."""
        words = self.dropout(words)
        found = {"words": words, "attribution": self.attribution(words), "mention": self.mention(words)}
        return found | {name: pointer(words, mask) for name, pointer in self.pointers.items()}


def file_names(heads: Heads, head: str) -> dict[str, str]:
    """Names of one head's weights in its own file, each with the name that `heads` has for it."""
    names = {}
    for name in heads.state_dict():
        part, _, rest = name.partition(".")
        if part == head or (part == "pointers" and head == POINTING_HEAD):
            names[rest] = name
        elif part == "anchored" and rest.startswith(f"{head}."):
            own = rest.removeprefix(f"{head}.").removeprefix("tags.").removeprefix("attributes.")
            names[own] = name
    return names


def tag_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Mean cross-entropy over the labelled words; 0 where there are none."""
    if not bool((labels != UNLABELLED).any()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores.float().flatten(0, 1), labels.flatten(), ignore_index=UNLABELLED)


def pointer_loss(log_scores: Tensor, targets: Tensor) -> Tensor:
    """Mean of -log of the share that falls on the right words; rows without a target do not count.

    `targets` is boolean, `[batch, words, 1 + words]`: several words of one span may be right together.
    """
    rows = targets.any(dim=2)
    if not bool(rows.any()):
        return log_scores.sum() * 0.0
    right = log_scores[rows].masked_fill(~targets[rows], -1e4)
    return -torch.logsumexp(right, dim=1).mean()
