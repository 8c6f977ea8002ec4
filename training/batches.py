"""Examples as batches of windows, cut anew in each epoch."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from dragoman.encode.windows import CASES, QUOTE_STATES, WINDOW_SUBWORDS, Window, pack
from training.anchored import UNLABELLED, AnchorBatch, Scheme, role_labels
from training.corpora import Example, article_of, joined
from training.heads import HEAD_NAMES, POINTERS
from training.lesson_loss import LessonBatch, lesson_batch
from training.schemes import SCHEMES
from training.swaps import Swaps

TUNING = 40
"""Articles of PolNeAR train kept for thresholds and calibration: every 21st by id."""
BATCH_SUBWORDS = 2048
NAMES_SHARE = 0.5  # of the texts that carry names only, seen in one epoch
BUNDLE = 8  # passages read as one report
MARKS = (101, 102)  # [CLS] and [SEP] of the vocabulary
MASK = 103  # [MASK]
MASKED = 0.12
"""Share of the subwords of our own passages that are hidden: what happens must then be told from the words around."""


Cut = tuple[Example, int, Window]
"""An example, the number of its word that a window begins with, and the window."""


@dataclass(frozen=True)
class Batch:
    """Windows side by side, filled up to the longest; `tags` and `anchors` by head, for heads that are labelled."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    word_mask: Tensor
    tags: dict[str, Tensor]
    pointers: dict[str, Tensor]
    anchors: dict[str, AnchorBatch]
    lessons: dict[str, LessonBatch] = field(default_factory=dict)

    def rows(self, rows: Tensor) -> Batch:
        """Some of the windows, as text without labels."""
        parts = (self.ids, self.features, self.mask, self.first, self.word_mask)
        return Batch(*(part[rows] for part in parts), {}, {}, {})


def tuning_ids(ids: Sequence[str]) -> set[str]:
    """The articles kept apart."""
    return set(sorted(ids)[::21][:TUNING])


@dataclass(frozen=True)
class Diet:
    """What one epoch sees: a share of the articles, each own passage so many times, with some words swapped."""

    articles: float = 1.0
    rounds: int = 2
    swaps: Swaps | None = None


def epoch_windows(examples: Sequence[Example], diet: Diet, chance: random.Random) -> Iterator[Cut]:
    """Windows of one epoch, cut anew each time."""
    for example in _drawn(examples, diet, chance):
        cut = chance.randrange(len(example.pieces))  # a cut at a random piece moves all that follow
        at = 0
        for part in (example.pieces[:cut], example.pieces[cut:]):
            for window in pack(part, MARKS):
                yield example, at, window
                at += len(window.words)


def _drawn(examples: Sequence[Example], diet: Diet, chance: random.Random) -> Iterator[Example]:
    """One reading of an article, fewer of the texts that carry names only, the passages in bundles."""
    readings: dict[str, list[Example]] = defaultdict(list)
    passages: list[Example] = []
    for example in examples:
        if example.own:
            passages.append(example)
        else:
            readings[article_of(example.id)].append(example)
    for each in readings.values():
        example = chance.choice(each)
        if chance.random() <= diet.articles * (1.0 if "attribution" in example.tags else NAMES_SHARE):
            yield example
    sights = passages * diet.rounds
    yield from _bundles([diet.swaps.vary(each, chance) for each in sights] if diet.swaps else sights, chance)


def _bundles(passages: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Passages that are labelled for the same heads, several to an example, as if paragraphs of one report."""
    by_heads: dict[tuple[str, ...], list[Example]] = defaultdict(list)
    for passage in passages:
        by_heads[tuple(passage.tags)].append(passage)
    for same in by_heads.values():
        chance.shuffle(same)
        for at in range(0, len(same), BUNDLE):
            yield joined(same[at : at + BUNDLE])


def batches(examples: Sequence[Example], diet: Diet, chance: random.Random) -> Iterator[Batch]:
    """Batches of windows of like length, in random order."""
    windows = list(epoch_windows(examples, diet, chance))
    chance.shuffle(windows)
    size = max(1, BATCH_SUBWORDS // WINDOW_SUBWORDS)
    shards = [windows[at : at + 64 * size] for at in range(0, len(windows), 64 * size)]
    groups = []
    for shard in shards:
        shard.sort(key=lambda entry: len(entry[2].ids))
        groups.extend(_groups(shard))
    chance.shuffle(groups)
    yield from (make_batch(group, chance) for group in groups)


def _groups(windows: Sequence[Cut]) -> Iterator[list[Cut]]:
    held: list[Cut] = []
    for entry in windows:
        if held and len(entry[2].ids) * (len(held) + 1) > BATCH_SUBWORDS:
            yield held
            held = []
        held.append(entry)
    if held:
        yield held


def make_batch(group: Sequence[Cut], chance: random.Random | None) -> Batch:
    """Tensors of a group of windows; with `chance`, features are hidden now and then."""
    rows = len(group)
    length = max(len(window.ids) for _, _, window in group)
    words = max(len(window.words) for _, _, window in group)
    ids, features = torch.zeros(rows, length, dtype=torch.long), torch.zeros(rows, length, dtype=torch.long)
    first = torch.zeros(rows, words, dtype=torch.long)
    tags = {head: torch.full((rows, words), UNLABELLED) for head in HEAD_NAMES}
    pointers = {name: torch.zeros(rows, words, words + 1, dtype=torch.bool) for name in POINTERS}
    for row, (example, at, window) in enumerate(group):
        size = len(window.words)
        ids[row, : len(window.ids)] = _mask(torch.tensor(window.ids), chance if example.own else None)
        features[row, : len(window.ids)] = _hide(torch.tensor(window.features), chance)
        first[row, :size] = torch.tensor(window.first)
        for head, labels in example.tags.items():
            tags[head][row, :size] = torch.from_numpy(labels[at : at + size])
        _point(pointers["content_cue"][row], pointers["cue_source"][row], example, at, size)
    word_mask = torch.tensor([[n < len(window.words) for n in range(words)] for _, _, window in group])
    anchors = {name: batch for name in SCHEMES if (batch := _anchors(group, SCHEMES[name], words))}
    lessons = {name: taught for name in SCHEMES if (taught := _lessons(group, name, words))}
    return Batch(ids, features, ids > 0, first, word_mask, tags, pointers, anchors, lessons)


def _lessons(group: Sequence[Cut], head: str, words: int) -> LessonBatch | None:
    """What a larger encoder says of a group of windows for one head."""
    cuts = [(example.taught.get(head), at, len(window.words)) for example, at, window in group]
    return lesson_batch(cuts, words)


def _anchors(group: Sequence[Cut], scheme: Scheme, words: int) -> AnchorBatch | None:
    """The anchors of one head in a group of windows."""
    found = [
        (row, at, len(window.words), anchor)
        for row, (example, at, window) in enumerate(group)
        for anchor in example.anchors.get(scheme.name, ())
        if at <= anchor.first < at + len(window.words)
    ]
    if not found:
        return None
    flags = torch.zeros(len(found), len(scheme.flags))
    roles = torch.full((len(found), len(scheme.roles), words), UNLABELLED)
    for number, (_, at, size, anchor) in enumerate(found):
        flags[number, list(anchor.flags)] = 1.0
        for place, role in enumerate(scheme.roles):
            phrases = [[word - at for word in phrase] for phrase in anchor.roles.get(role, ())]
            roles[number, place, :size] = torch.tensor(role_labels(size, phrases))
    return AnchorBatch(
        rows=torch.tensor([row for row, *_ in found]),
        words=torch.tensor([anchor.first - at for _, at, _, anchor in found]),
        attributes={
            name: torch.tensor([anchor.attributes[name] for *_, anchor in found])
            for name in scheme.attributes
        },
        flags=flags,
        roles=roles,
    )


def _mask(ids: Tensor, chance: random.Random | None) -> Tensor:
    """Hides some subwords; what begins and ends a window stays."""
    if chance is None:
        return ids
    hidden = torch.tensor([chance.random() < MASKED for _ in range(len(ids))])
    hidden[[0, -1]] = False
    return torch.where(hidden, MASK, ids)


def _hide(features: Tensor, chance: random.Random | None) -> Tensor:
    """Drops the quotation feature from one window in twelve, the case feature from another."""
    if chance is None:
        return features
    case, state = features // QUOTE_STATES, features % QUOTE_STATES
    drawn = chance.random()
    if drawn < 1 / 12:
        state = torch.zeros_like(state)
    elif drawn < 1 / 6:
        cased = (case > 0) & (case < CASES - 2)
        case = torch.where(cased, CASES - 1, case)
    return case * QUOTE_STATES + state


def _point(content_cue: Tensor, cue_source: Tensor, example: Example, at: int, size: int) -> None:
    """Fills the pointers' targets of one window (column 0: nowhere)."""
    for source, cue, content in example.attributions:
        inside = [[word - at for word in role if at <= word < at + size] for role in (source, cue, content)]
        columns = [[word + 1 for word in role] or [0] for role in inside]
        for word in inside[2]:
            content_cue[word, columns[1]] = True
        for word in inside[1]:
            cue_source[word, columns[0]] = True
