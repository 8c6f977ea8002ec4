"""The trunk and its heads as one model, and what it learns from."""

from __future__ import annotations

from torch import Tensor, nn

from training.batches import Batch
from training.heads import Heads, pointer_loss, tag_loss
from training.large import LargeTrunk
from training.lesson_loss import lesson_loss
from training.trunk import Trunk

POINTER_WEIGHT, MENTION_WEIGHT, ANCHOR_WEIGHT = 0.3, 0.3, 1.0
TAUGHT_SHARE = 0.5
"""Of the loss of a head that a larger encoder teaches: what it says, beside what people marked."""


class Model(nn.Module):
    """Trunk and heads."""

    def __init__(self, trunk: Trunk | LargeTrunk, heads: Heads) -> None:
        super().__init__()
        self.trunk, self.heads = trunk, heads

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        hidden = self.trunk(batch.ids, batch.features, batch.mask)
        words = hidden.gather(1, batch.first[:, :, None].expand(-1, -1, hidden.shape[2]))
        return self.heads(words, batch.word_mask)


def loss_of(
    model: Model, found: dict[str, Tensor], batch: Batch, lesson: tuple[Tensor, float] | None
) -> Tensor:
    """All heads' losses together; a head learns from the words that are labelled for it.

    A `lesson` is the loss on windows without annotated attributions and their share of the batch's words: by that share
    it takes the place of the attributions' loss, and of that alone.
    """
    loss = tag_loss(found["attribution"], batch.tags["attribution"])
    for name, targets in batch.pointers.items():
        loss = loss + POINTER_WEIGHT * pointer_loss(found[name], targets)
    if lesson:
        taught, share = lesson
        loss = (1 - share) * loss + share * taught
    loss = loss + MENTION_WEIGHT * tag_loss(found["mention"], batch.tags["mention"])
    for name, head in model.heads.anchored.items():
        marked = head.loss(found["words"], batch.tags[name], batch.anchors.get(name))
        if name in batch.lessons:
            taught_by = lesson_loss(head, found["words"], batch.lessons[name])
            marked = (1 - TAUGHT_SHARE) * marked + TAUGHT_SHARE * taught_by
        loss = loss + ANCHOR_WEIGHT * marked
    return loss
