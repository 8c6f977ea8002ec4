"""The loss by what a larger encoder says of a batch of windows, beside that by people's marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import log_softmax

from training.anchored import ATTRIBUTE_WEIGHT, ROLE_WEIGHT, ROLE_WORDS, TAG_WEIGHT, AnchoredHead
from training.lessons import AnchorLesson, Lesson


@dataclass(frozen=True)
class LessonBatch:
    """The lessons of a batch of windows for one head, in probabilities; `has` and `reach` say which words have one."""

    tags: Tensor
    has: Tensor
    rows: Tensor
    words: Tensor
    attributes: Mapping[str, Tensor] = field(default_factory=dict)
    roles: Tensor | None = None
    reach: Tensor | None = None


def lesson_batch(windows: Sequence[tuple[Lesson | None, int, int]], words: int) -> LessonBatch | None:
    """The lessons of windows side by side: of each its text's, the number of its first word and how many it has."""
    taught = [(row, *window) for row, window in enumerate(windows) if window[0] is not None]
    if not taught:
        return None
    labels = taught[0][1].tags.shape[1]  # type: ignore[union-attr]
    tags = torch.zeros(len(windows), words, labels)
    has = torch.zeros(len(windows), words, dtype=torch.bool)
    found: list[tuple[int, int, int, AnchorLesson]] = []
    for row, lesson, at, size in taught:
        assert lesson is not None
        tags[row, :size] = torch.from_numpy(lesson.tags[at : at + size].astype(np.float32)).exp()
        has[row, :size] = True
        found.extend((row, at, size, anchor) for anchor in lesson.anchors if at <= anchor.word < at + size)
    rows = torch.tensor([row for row, *_ in found], dtype=torch.long)
    places = torch.tensor([anchor.word - at for _, at, _, anchor in found], dtype=torch.long)
    if not found:
        return LessonBatch(tags, has, rows, places)
    attributes = {name: _stacked(name, [anchor for *_, anchor in found]) for name in found[0][3].attributes}
    roles, reach = zip(*(_roles(anchor, at, size, words) for _, at, size, anchor in found), strict=True)
    return LessonBatch(tags, has, rows, places, attributes, torch.stack(roles), torch.stack(reach))


def _stacked(name: str, anchors: Sequence[AnchorLesson]) -> Tensor:
    return torch.from_numpy(
        np.stack([anchor.attributes[name] for anchor in anchors]).astype(np.float32)
    ).exp()


def _roles(anchor: AnchorLesson, at: int, size: int, words: int) -> tuple[Tensor, Tensor]:
    """Chances `[roles, words, 3]` of an anchor in a window, and which of the words they are said of."""
    first, last = max(anchor.begins, at), min(anchor.begins + anchor.roles.shape[1], at + size)
    roles, reach = torch.zeros(anchor.roles.shape[0], words, 3), torch.zeros(words, dtype=torch.bool)
    told = anchor.roles[:, first - anchor.begins : last - anchor.begins].astype(np.float32)
    roles[:, first - at : last - at] = torch.from_numpy(told).exp()
    reach[first - at : last - at] = True
    return roles, reach


def lesson_loss(head: AnchoredHead, words: Tensor, lesson: LessonBatch) -> Tensor:
    """As the loss by people's marks, with the teacher's chances in the place of the right answers."""
    tags = _cross_entropy(lesson.tags, head.tags(words))
    loss = TAG_WEIGHT * tags[lesson.has].mean()
    if lesson.roles is None or lesson.reach is None:
        return loss
    states = words[lesson.rows, lesson.words]
    for name, layer in head.attributes.items():
        loss = loss + ATTRIBUTE_WEIGHT * _cross_entropy(lesson.attributes[name], layer(states)).mean()
    each = _cross_entropy(lesson.roles, head.argue(words, lesson.rows, lesson.words))
    each = each * lesson.reach[:, None, :]
    return loss + ROLE_WEIGHT * each.sum(dim=2).mean() / ROLE_WORDS


def _cross_entropy(chances: Tensor, scores: Tensor) -> Tensor:
    return -(chances * log_softmax(scores.float(), dim=-1)).sum(dim=-1)
