"""Two reports side by side: whether one is a copy of the other, what they share, and what was changed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dragoman.collate.alignment import Run, align, as_spans, close_gaps
from dragoman.collate.changes import find_changes
from dragoman.collate.fingerprints import Holders, Index, find_candidates, fingerprint
from dragoman.collate.order import by_time, came_first
from dragoman.collate.types import COPIES, CopyFamily, CopyLink, LinkKind, OrderBasis
from dragoman.collate.words import Words, body_words, quoted_spans
from dragoman.types import RecordedDocument

NEAR_SHARE: Final = 0.5
"""Share of the shorter report's own unquoted words that a copy has in common with its source."""
LEAST_OWN_WORDS: Final = 12
"""With fewer shared words outside quotation marks, only two reports that are wholly the same are called copies."""
SIDES_KEPT: Final = 512
"""Documents kept ready for comparing; others are made ready again."""
LEAST_PASSAGE: Final = 12
"""Words in a row that are worth a link of their own."""
LEAST_QUOTED: Final = 8
"""... inside quotation marks."""


@dataclass(frozen=True, eq=False)
class Side:
    """A document made ready for comparing; make it once where it is compared with many."""

    document: RecordedDocument
    words: Words
    quoted: NDArray[np.bool_]


def prepare(document: RecordedDocument) -> Side:
    """The words of a document's own text, and which of them stand in quotation marks."""
    words = body_words(document)
    return Side(document, words, words.inside(quoted_spans(document.text)))


def compare(one: RecordedDocument, two: RecordedDocument) -> CopyLink | None:
    """The link between two documents; None where they have nothing worth a link in common.

    >>> def report(name, text):
    ...     return RecordedDocument(id=name, origin=name, raw_sha256="", text=text)
    >>> wire = "Two ferries sank in heavy seas off the port of Belmora early on Monday, and forty people who"
    >>> wire += " allegedly had no papers were taken off a raft by fishermen."
    >>> link = compare(report("a", wire), report("b", wire.replace("allegedly ", "")))
    >>> link.kind, link.order_basis, [word.before.of(wire) for word in link.lost_words]
    ('near_copy', None, ['allegedly'])
    """
    return compare_sides(prepare(one), prepare(two))


def compare_sides(one: Side, two: Side) -> CopyLink | None:
    """As `compare`, for documents made ready before."""
    first, second, basis = _in_order(one, two)
    runs = close_gaps(first.words, second.words, align(first.words, second.words))
    kind = _kind(first, second, runs)
    if kind is None:
        return None
    length = sum(run.length for run in runs)
    texts = (first.document.text, first.words), (second.document.text, second.words)
    return CopyLink(
        kind=kind,
        first=first.document.id,
        second=second.document.id,
        order_basis=basis,
        shared_of_first=length / max(1, len(first.words)),
        shared_of_second=length / max(1, len(second.words)),
        shared=as_spans(runs, first.words, second.words),
        changes=find_changes(*texts, runs) if kind in COPIES else (),
    )


def _in_order(one: Side, two: Side) -> tuple[Side, Side, OrderBasis | None]:
    order, basis = came_first(one.document, two.document)
    swap = order > 0 or (order == 0 and one.document.id > two.document.id)
    return (two, one, basis) if swap else (one, two, basis)


def _kind(first: Side, second: Side, runs: tuple[Run, ...]) -> LinkKind | None:
    if len(first.words) and np.array_equal(first.words.key, second.words.key):
        return "exact_copy"
    if _own_share(first, second, runs) >= NEAR_SHARE:
        return "near_copy"
    lengths = [(run.length, _quoted(first, second, run)) for run in runs]
    if any(length >= LEAST_PASSAGE and not quoted for length, quoted in lengths):
        return "shared_text"
    return "same_quotation" if any(length >= LEAST_QUOTED and quoted for length, quoted in lengths) else None


def _quoted(first: Side, second: Side, run: Run) -> bool:
    """Whether a run stands within quotation marks on either side, a few words ("he said") aside."""
    held = first.quoted[run.first : run.first_end] | second.quoted[run.second : run.second_end]
    return run.length - int(held.sum()) < LEAST_PASSAGE // 2


def _own_share(first: Side, second: Side, runs: tuple[Run, ...]) -> float:
    """Of the unquoted words of the report with fewer of them, the share that the other has too."""
    own = min(int((~first.quoted).sum()), int((~second.quoted).sum()))
    shared = sum(
        int((~(first.quoted[run.first : run.first_end] | second.quoted[run.second : run.second_end])).sum())
        for run in runs
    )
    return shared / own if shared >= LEAST_OWN_WORDS else 0.0


# ---- many documents


def find_copies(documents: Iterable[RecordedDocument]) -> Iterator[CopyLink]:
    """The links among documents, each with those before it: by number first, then word by word.

    >>> list(find_copies([]))
    []
    """
    index = Index()
    known: dict[str, RecordedDocument] = {}
    ready = lru_cache(maxsize=SIDES_KEPT)(lambda name: prepare(known[name]))
    for document in documents:
        side = prepare(document)
        numbers = fingerprint(side.words)
        yield from find_copies_of(side, numbers, index, ready)
        known[document.id] = document
        index.add(document.id, numbers)


def find_copies_of(
    side: Side, numbers: tuple[int, ...], index: Holders, side_of: Callable[[str], Side]
) -> Iterator[CopyLink]:
    """The links of one new document, with its `fingerprint`, to those of an index; `side_of` fetches one of these.

    This is what a store uses for a report that comes in: it keeps each report's numbers and answers `Holders`.
    """
    for candidate in find_candidates(numbers, index):
        link = compare_sides(side, side_of(candidate))
        if link is not None:
            yield link


# ---- families


def find_families(links: Iterable[CopyLink], documents: Iterable[RecordedDocument]) -> tuple[CopyFamily, ...]:
    """Copies grouped around one document each: a member is linked to the head and to most others, and in one family.

    Links are not followed from member to member: a round-up that has two stories would make them one.
    Heads are taken by how many copies they have, then the earliest known.
    """
    neighbours: dict[str, dict[str, CopyLink]] = {}
    for link in links:
        if link.is_copy:
            neighbours.setdefault(link.first, {})[link.second] = link
            neighbours.setdefault(link.second, {})[link.first] = link
    ages = {document.id: age for age, document in enumerate(by_time(documents))}
    free = set(neighbours)
    families = []
    for head in sorted(neighbours, key=lambda name: (-len(neighbours[name]), ages.get(name, 0), name)):
        members = _members(head, neighbours, free) if head in free else []
        if members:
            free -= {head, *members}
            families.append(_family(head, sorted(members), neighbours[head]))
    return tuple(families)


def _members(head: str, neighbours: Mapping[str, Mapping[str, CopyLink]], free: set[str]) -> list[str]:
    """The free copies of a head, each linked to half of those taken before it at least, those with most links first."""
    taken = [head]
    for name in sorted(neighbours[head], key=lambda name: (-len(neighbours[name]), name)):
        linked = sum(other in neighbours[name] for other in taken)
        if name in free and 2 * linked > len(taken):
            taken.append(name)
    return taken[1:]


def _family(head: str, members: list[str], links: dict[str, CopyLink]) -> CopyFamily:
    """With the earliest member at its head where all dates say so; else with the one that has most copies."""
    bases = Counter(links[name].order_basis for name in members if links[name].first == head)
    came_first_of_all = None not in bases and sum(bases.values()) == len(members)
    basis = bases.most_common(1)[0][0] if came_first_of_all else None
    return CopyFamily(head=head, members=(head, *members), head_basis=basis)
