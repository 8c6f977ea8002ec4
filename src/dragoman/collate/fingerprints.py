"""A few numbers of each report, chosen so that reports with a run of words in common share one; and who shares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, Protocol

import numpy as np

from dragoman.collate.words import PRIME, Hashes, Words, mix

SHINGLE_WORDS: Final = 8
WINDOW: Final = 24
SHORT_WINDOW: Final = 4
"""In reports of few words, where one window would be all; it takes in what the wider one would."""
SURE_WORDS: Final = SHINGLE_WORDS + WINDOW - 1
"""Two reports that share this many words in a row share a number."""
MOST_CANDIDATES: Final = 32
MOST_HOLDERS: Final = MOST_CANDIDATES
"""A number that so many reports hold (a standing paragraph, a line of the house) is passed over where there are others;
where not, only the first so many are met. At 100, reports met twice as many candidates and no more of their copies, and
the more the fuller a store was (python -m bench.copies)."""
LEAST_SHARE: Final = 0.1


def fingerprint(words: Words) -> tuple[int, ...]:
    """The numbers of a report, in rising order: the smallest hash of eight words in each window of 24 such.

    Winnowing (Schleimer, Wilkerson and Aiken 2003): any `SURE_WORDS` words in a row give at least one number, so that
    a report cut to a few paragraphs still has what its source has. Each is under 2**63, as databases want it.

    >>> from dragoman.collate.words import find_words
    >>> line = "the two sides agreed to withdraw their guns from the valley before the end of the week"
    >>> set(fingerprint(find_words(line))) <= set(fingerprint(find_words(line.upper())))
    True
    """
    grams = shingles(words.key, SHINGLE_WORDS)
    if not len(grams):
        return ()
    least = _least(grams, WINDOW if len(grams) >= 2 * WINDOW else min(SHORT_WINDOW, len(grams)))
    turns = np.flatnonzero(least[1:] != least[:-1])
    return tuple(sorted({*least[turns].tolist(), int(least[-1])}))


def _least(values: Hashes, window: int) -> Hashes:
    """The smallest value in each window, by windows of doubled width."""
    width = 1
    while 2 * width <= window:
        values = np.minimum(values[:-width], values[width:])
        width *= 2
    rest = window - width
    return np.minimum(values[:-rest], values[rest:]) if rest else values


def shingles(keys: Hashes, size: int) -> Hashes:
    """A hash of each `size` words in a row; of all of them together where there are fewer."""
    if not len(keys):
        return keys
    size = min(size, len(keys))
    total, width, power = keys, 1, int(PRIME)
    while 2 * width <= size:  # of runs of so many words, runs of twice as many
        total = total[:-width] * np.uint64(power) + total[width:]
        width, power = 2 * width, power * power % 2**64
    for place in range(width, size):
        total = total[:-1] * PRIME + keys[place:]
    return mix(total) >> np.uint64(1)


class Holders(Protocol):
    """Who holds a number: an index in memory, or a table of a database."""

    def holders(self, numbers: Iterable[int], most: int) -> Iterable[Sequence[str]]:
        """For each number, the ids of the documents that hold it, at most `most` of them: the first put in."""
        ...

    def size(self, document: str) -> int:
        """How many numbers a document has."""
        ...


class Index:
    """`Holders` in memory, for a batch; a store keeps its own.

    >>> index = Index()
    >>> index.add("a", (3, 5))
    >>> list(index.holders((5, 7), 10)), index.size("a")
    ([('a',), ()], 2)
    """

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self._holders: dict[int, tuple[str] | list[str]] = {}

    def add(self, document: str, numbers: Iterable[int]) -> None:
        """Put a document in; one that is there already stays as it is."""
        if document in self._sizes:
            return
        numbers = tuple(numbers)
        self._sizes[document] = len(numbers)
        alone = (document,)
        for number in numbers:
            held = self._holders.setdefault(number, alone)
            if isinstance(held, list):
                held.append(document)
            elif held is not alone:
                self._holders[number] = [*held, document]

    def holders(self, numbers: Iterable[int], most: int) -> Iterable[Sequence[str]]:
        """See `Holders.holders`."""
        return [self._holders.get(number, ())[:most] for number in numbers]

    def size(self, document: str) -> int:
        """See `Holders.size`."""
        return self._sizes[document]


def find_candidates(
    numbers: tuple[int, ...],
    index: Holders,
    *,
    most: int = MOST_CANDIDATES,
    least_share: float = LEAST_SHARE,
    most_holders: int = MOST_HOLDERS,
) -> tuple[str, ...]:
    """The documents of an index that share enough numbers with these to be looked at, those that share most first.

    Enough is `least_share` of the numbers of the shorter of the two; of equals, that with the rarest number is first.

    >>> index = Index()
    >>> index.add("a", (1, 2, 3)); index.add("b", (9,))
    >>> find_candidates((2, 3, 4, 5), index)
    ('a',)
    """
    held = sorted(index.holders(numbers, most_holders), key=len)
    rare = [documents for documents in held if len(documents) < most_holders]
    # Without the rest: unless the report is little but standing text, or one that all the world has copied.
    held = rare if 2 * len(rare) > len(held) else held
    # In the order in which documents are first met: by their rarest number.
    shared = Counter(chain.from_iterable(held))
    own = least_share * len(numbers)
    enough = [
        (document, count)
        for document, count in shared.items()
        if count >= own or count >= least_share * index.size(document)
    ]
    return tuple(document for document, _ in sorted(enough, key=lambda pair: -pair[1])[:most])
