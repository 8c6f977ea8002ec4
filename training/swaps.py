"""Says the same with another word: a trigger or a term's mention takes the place of one that means as much.

What a person marked with the same kind and the same attributes, in the same form (ending), behind the same sort of word
and before the same preposition, may stand for another: "charged with" never for "accused of", "bombed" often for
"shelled". So may, for a trigger, what the tables of `training.trigger_words` have for its type, mode and use. So a rare
word is seen in many settings and not only in the one it was written for. Labels are by word and stay as they are; a
trigger that a figure hangs on is left alone, for it tells the figure's kind.

Source: mention replacement, Dai and Adel 2020 ("An analysis of simple data augmentation for named entity recognition").
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from tokenizers import Tokenizer

from dragoman.encode.windows import QUOTE_STATES, WINDOW_SUBWORDS, Piece
from training.corpora import AnchorLabels, Example
from training.schemes import EVENT, FIGURE, SCHEMES
from training.trigger_words import TriggerWords

SHARE = 0.5
"""Of the words that have another to stand for them, how many take one."""
ENDINGS = ("ed", "ing", "s")
SORTS = {
    "base": "to will would shall should must may might can could not did does do".split(),
    "passive": "was were is are been be being got".split(),
    "perfect": "has have had".split(),
    "noun": "the a an its their his her this that these those no any new fresh further of".split(),
}
"""What the word in front says of the form, where the ending says too little."""
PREPOSITIONS = frozenset(
    "of with for to on in at from by against over into out up down off about that".split()
)
Form = tuple[object, ...]


@dataclass(frozen=True)
class Swaps:
    """The words, as subwords, that can stand in each form; the tables of words for triggers, and their subwords."""

    forms: Mapping[Form, tuple[tuple[int, ...], ...]]
    tokens: Sequence[str]
    table: TriggerWords
    subwords: Mapping[str, tuple[int, ...]]

    def vary(self, example: Example, chance: random.Random) -> Example:
        """The example with some of its anchors' words changed; the same one if none can be."""
        words = _Words(example, self.tokens)
        changed: dict[int, tuple[int, ...]] = {}
        for slot in _single_anchors(example, words):
            others = self._others(slot)
            if others and chance.random() < SHARE:
                changed[slot.word] = chance.choice(others)
        return _with_words(example, changed) if changed else example

    def _others(self, slot: _Slot) -> list[tuple[int, ...]]:
        """What may stand there, each once: words of the tables, and of other passages in the same form."""
        told = self.table.others(slot.meaning, slot.spelt, slot.sort, slot.behind)
        return list(dict.fromkeys((*(self.subwords[word] for word in told), *self.forms.get(slot.form, ()))))


def find_swaps(examples: Sequence[Example], tokenizer: Tokenizer, table: TriggerWords) -> Swaps:
    """What the passages written for training offer beside the table; each word counts once for a form."""
    tokens = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    forms: dict[Form, dict[tuple[int, ...], None]] = defaultdict(dict)
    for example in examples:
        words = _Words(example, tokens)
        for slot in _single_anchors(example, words):
            if slot.form:
                forms[slot.form][words.ids[slot.word]] = None
    subwords = {word: tuple(tokenizer.encode(word, add_special_tokens=False).ids) for word in table.by_word}
    return Swaps({form: tuple(its) for form, its in forms.items()}, tokens, table, subwords)


@dataclass(frozen=True)
class _Slot:
    """A word that is an anchor alone: what it means, how it is spelt and what the words around say of its form."""

    word: int
    meaning: tuple[str, str]
    spelt: str
    sort: str
    behind: str
    form: Form
    """What another anchor must share to take its place; nothing where the form is not clear."""


class _Words:
    """The words of an example as they were cut: subwords, case and spelling of each."""

    def __init__(self, example: Example, tokens: Sequence[str]) -> None:
        self.ids: list[tuple[int, ...]] = []
        self.cases: list[int] = []
        for piece in example.pieces:
            for start, end in _bounds(piece):
                self.ids.append(piece.ids[start:end])
                self.cases.append(piece.features[start] // QUOTE_STATES)
        self._tokens = tokens

    def spelt(self, word: int) -> str:
        """A word in lower case; nothing beyond either end."""
        if not 0 <= word < len(self.ids):
            return ""
        return "".join(self._tokens[number].removeprefix("##") for number in self.ids[word])


def _bounds(piece: Piece) -> Iterator[tuple[int, int]]:
    yield from zip(piece.first, (*piece.first[1:], len(piece.ids)), strict=True)


def _single_anchors(example: Example, words: _Words) -> Iterator[_Slot]:
    """Words that are an anchor alone, and nothing of a figure's."""
    counted = _counted(example)
    for name, anchors in example.anchors.items():
        tags = example.tags[name]
        for anchor in anchors:
            goes_on = anchor.first + 1 < len(tags) and SCHEMES[name].labels[tags[anchor.first + 1]][0] == "I"
            if not (name == FIGURE.name or goes_on or anchor.first in counted):
                yield _slot(name, anchor, int(tags[anchor.first]), words)


def _counted(example: Example) -> set[int]:
    """Words that figures stand on, and triggers they hang on."""
    hung = {
        word
        for anchor in example.anchors.get(FIGURE.name, ())
        for each in anchor.roles["event"]
        for word in each
    }
    return hung | set(np.flatnonzero(example.tags.get(FIGURE.name, np.zeros(0))).tolist())


def _slot(name: str, anchor: AnchorLabels, tag: int, words: _Words) -> _Slot:
    spelt, before, behind = (words.spelt(anchor.first + step) for step in (0, -1, 1))
    ending = next((ending for ending in ENDINGS if spelt.endswith(ending)), "")
    sort = next((sort for sort, its in SORTS.items() if before in its), "")
    preposition = behind if behind in PREPOSITIONS else ""
    said = (name, tag, *sorted(anchor.attributes.items()))
    clear = spelt.isalpha() and (ending or sort)
    form = (*said, ending, sort, preposition, words.cases[anchor.first]) if clear else ()
    return _Slot(anchor.first, _meaning(name, anchor, tag), spelt, sort, behind, form)


def _meaning(name: str, anchor: AnchorLabels, tag: int) -> tuple[str, str]:
    """Type and mode of an event; nothing that a table has for other things."""
    if name != EVENT.name:
        return "", ""
    mode = EVENT.attributes["mode"][anchor.attributes["mode"]]
    return EVENT.labels[tag][2:], mode.split("/")[-1]


def _with_words(example: Example, changed: Mapping[int, tuple[int, ...]]) -> Example:
    pieces, at = [], 0
    for piece in example.pieces:
        mine = {word - at: ids for word, ids in changed.items() if at <= word < at + len(piece.words)}
        pieces.append(_piece_with(piece, mine))
        at += len(piece.words)
    return replace(example, pieces=tuple(pieces))


def _piece_with(piece: Piece, changed: Mapping[int, tuple[int, ...]]) -> Piece:
    """The piece with other subwords for some words; as it was if it would no longer fit a window."""
    first, ids, features = [], list(piece.ids[: piece.first[0]]), list(piece.features[: piece.first[0]])
    for word, (start, end) in enumerate(_bounds(piece)):
        first.append(len(ids))
        own = changed.get(word)
        ids.extend(own or piece.ids[start:end])
        features.extend([piece.features[start]] * len(own) if own else piece.features[start:end])
    if len(ids) > WINDOW_SUBWORDS - 2:
        return piece
    return replace(piece, first=tuple(first), ids=tuple(ids), features=tuple(features))
