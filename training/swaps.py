"""Says the same with another word: a trigger or a term's mention takes the place of one that means as much.

What a person marked with the same kind and the same attributes, in the same form (ending), behind the same sort of word
and before the same preposition, may stand for another: "charged with" never for "accused of", "bombed" often for
"shelled". So a rare word is seen in many settings and not only in the one it was written for. Labels are by word and
stay as they are; passages with figures are left alone, for a figure's kind hangs on the words beside it.

Source: mention replacement, Dai and Adel 2020 ("An analysis of simple data augmentation for named entity recognition").
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tokenizers import Tokenizer

from dragoman.encode.windows import QUOTE_STATES, WINDOW_SUBWORDS, Piece
from training.corpora import Example
from training.schemes import FIGURE, SCHEMES

SHARE = 0.6
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
    """The words, as subwords, that can stand in each form."""

    forms: Mapping[Form, tuple[tuple[int, ...], ...]]
    tokens: Sequence[str]

    def vary(self, example: Example, chance: random.Random) -> Example:
        """The example with some of its anchors' words changed; the same one if none can be."""
        words = _Words(example, self.tokens)
        changed: dict[int, tuple[int, ...]] = {}
        for word, form in _single_anchors(example, words):
            others = self.forms.get(form, ())
            if len(others) > 1 and chance.random() < SHARE:
                changed[word] = chance.choice(others)
        return _with_words(example, changed) if changed else example


def find_swaps(examples: Sequence[Example], tokenizer: Tokenizer) -> Swaps:
    """What the passages written for training offer; each word counts once for a form, however often it stands there."""
    tokens = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    forms: dict[Form, dict[tuple[int, ...], None]] = defaultdict(dict)
    for example in examples:
        words = _Words(example, tokens)
        for word, form in _single_anchors(example, words):
            forms[form][words.ids[word]] = None
    return Swaps({form: tuple(its) for form, its in forms.items()}, tokens)


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


def _single_anchors(example: Example, words: _Words) -> Iterator[tuple[int, Form]]:
    """Words that are an anchor alone, each with its form; none where the form is not clear or figures are told."""
    if example.anchors.get(FIGURE.name):
        return
    for name, anchors in example.anchors.items():
        tags = example.tags[name]
        for anchor in anchors:
            goes_on = anchor.first + 1 < len(tags) and SCHEMES[name].labels[tags[anchor.first + 1]][0] == "I"
            sort = _sort(words, anchor.first)
            if not goes_on and sort and not anchor.roles.get("again"):
                said = (name, int(tags[anchor.first]), *sorted(anchor.attributes.items()))
                yield anchor.first, (*said, *sort, words.cases[anchor.first])


def _sort(words: _Words, word: int) -> tuple[str, ...]:
    spelt, before, behind = words.spelt(word), words.spelt(word - 1), words.spelt(word + 1)
    ending = next((ending for ending in ENDINGS if spelt.endswith(ending)), "")
    sort = next((sort for sort, its in SORTS.items() if before in its), "")
    if not spelt.isalpha() or not (ending or sort):
        return ()
    return ending, sort, behind if behind in PREPOSITIONS else ""


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
