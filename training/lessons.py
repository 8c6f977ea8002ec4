"""What a larger encoder says of a text, as something to learn from beside what people marked.

A person's mark says which label a word has; a teacher also says which others it might have had, and it says so of every
text for each head, so that a passage marked for terms teaches events too.

Source: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural Network".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import log_softmax

from training.anchored import ATTRIBUTE_WEIGHT, ROLE_WEIGHT, ROLE_WORDS, TAG_WEIGHT, AnchoredHead

Halves = NDArray[np.float16]


@dataclass(frozen=True)
class AnchorLesson:
    """What is said of one anchor, in log-probabilities: its word, `[labels]` of each attribute, `[roles, reach, 3]`.

    The roles are those of the `reach` words from the word `begins` on: of the window it was read in.
    """

    word: int
    attributes: Mapping[str, Halves]
    begins: int
    roles: Halves

    def moved(self, by: int) -> AnchorLesson:
        """The same so many words further on."""
        return replace(self, word=self.word + by, begins=self.begins + by)


@dataclass(frozen=True)
class Lesson:
    """What the teacher says of a text for one head: log-probabilities `[words, labels]`, and of its anchors."""

    tags: Halves
    anchors: tuple[AnchorLesson, ...] = ()


Lessons = Mapping[str, Lesson]
"""By head."""


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


def joined_lessons(each: Sequence[tuple[Lessons, int]]) -> dict[str, Lesson]:
    """The lessons of texts one behind the other, each with its number of words; nothing if one has none."""
    heads = set.intersection(*(set(lessons) for lessons, _ in each))
    starts = np.cumsum([0, *(words for _, words in each)]).tolist()
    return {
        head: Lesson(
            np.concatenate([lessons[head].tags for lessons, _ in each]),
            tuple(
                anchor.moved(at)
                for at, (lessons, _) in zip(starts, each, strict=False)
                for anchor in lessons[head].anchors
            ),
        )
        for head in sorted(heads)
    }


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


def pairs_of(lesson: Lesson) -> Iterator[tuple[str, NDArray[np.float16] | NDArray[np.int32]]]:
    """The lesson as named arrays, for a file."""
    yield "tags", lesson.tags
    if lesson.anchors:
        yield "words", np.array([(anchor.word, anchor.begins) for anchor in lesson.anchors], dtype=np.int32)
        for name in lesson.anchors[0].attributes:
            yield f"attribute.{name}", np.stack([anchor.attributes[name] for anchor in lesson.anchors])
        for number, anchor in enumerate(lesson.anchors):
            yield f"roles.{number}", anchor.roles


def lesson_of(arrays: Mapping[str, NDArray[np.generic]]) -> Lesson:
    """The lesson of named arrays."""
    places = arrays.get("words", np.zeros((0, 2), dtype=np.int32))
    said = {
        name.removeprefix("attribute."): array
        for name, array in arrays.items()
        if name.startswith("attribute.")
    }
    anchors = tuple(
        AnchorLesson(
            int(word),
            {name: array[number] for name, array in said.items()},
            int(begins),
            arrays[f"roles.{number}"],  # type: ignore[arg-type]
        )
        for number, (word, begins) in enumerate(places)
    )
    return Lesson(arrays["tags"], anchors)  # type: ignore[arg-type]
