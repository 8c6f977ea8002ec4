"""What a larger encoder says of a text, as something to learn from beside what people marked.

A person's mark says which label a word has; a teacher also says which others it might have had, and it says so of every
text for each head, so that a passage marked for terms teaches events too.

Source: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural Network".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
