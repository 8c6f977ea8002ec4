"""How far two people agree who marked the same passages from the guidelines.

python -m training.agreement_terms                      the second fifth against the first marking
python -m training.agreement_terms --show               ... and what they differ in, term by term

Terms of a passage are paired one to one, by how much of their mentions overlaps, then by kind, status and whose word.
What stands in only one marking counts against agreement. Intervals are the middle 95 % over samples of passages.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.marks import ROLES, SPAN, VIOLATION_ROLES, AnnotationError
from training.term_passages import FOLDER, PUBLISHER, SECOND, Passage, Term, read_files, read_folder

MARKED = "marked"
ROUNDS = 2000
SEED = 7
SPAN_ROLES = (SPAN, *ROLES.values(), *VIOLATION_ROLES.values())
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pair:
    """The same clause as two people marked it; None where one of them has none."""

    passage: str
    first: Term | None
    second: Term | None
    same_word: bool = False


@dataclass
class Tally:
    """Right, and all there are in the first and the second marking."""

    right: float = 0
    first: int = 0
    second: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of both shares; not a number where neither has any."""
        total = self.first + self.second
        return 2 * self.right / total if total else float("nan")


@dataclass(frozen=True)
class Compared:
    """One passage in two markings."""

    id: str
    both_without: bool
    one_without: bool
    pairs: tuple[Pair, ...]
    spans: dict[str, Tally] = field(default_factory=dict)


def pair_terms(one: Passage, two: Passage) -> tuple[Pair, ...]:
    """Terms of both markings, one to one, best likeness first; the rest alone."""
    ranked = sorted(
        (
            (_likeness(first, second, one, two), n, m)
            for n, first in enumerate(one.terms)
            for m, second in enumerate(two.terms)
        ),
        key=lambda rank: (*(-part for part in rank[0]), *rank[1:]),
    )
    taken: dict[int, int] = {}
    for likeness, n, m in ranked:
        if likeness[0] and n not in taken and m not in taken.values():
            taken[n] = m
    pairs = [
        Pair(one.id, one.terms[n], two.terms[m], _same_word(one.terms[n], two.terms[m], one, two))
        for n, m in taken.items()
    ]
    pairs += [Pair(one.id, term, None) for n, term in enumerate(one.terms) if n not in taken]
    pairs += [Pair(one.id, None, term) for m, term in enumerate(two.terms) if m not in taken.values()]
    return tuple(pairs)


def _likeness(first: Term, second: Term, one: Passage, two: Passage) -> tuple[float, int, int, int]:
    overlap = (
        2
        * shared(first.spans(SPAN), second.spans(SPAN))
        / (size(first.spans(SPAN)) + size(second.spans(SPAN)))
    )
    return (
        round(overlap, 6),
        first.kind == second.kind,
        first.status == second.status,
        _same_word(first, second, one, two),
    )


def shared(one: Spans, two: Spans) -> int:
    """Characters that two sets of spans have in common.

    >>> shared(((0, 5), (8, 9)), ((3, 9),))
    3
    """
    return len({n for span in one for n in range(*span)} & {n for span in two for n in range(*span)})


def size(spans: Spans) -> int:
    """Characters in spans."""
    return len({n for span in spans for n in range(*span)})


def _same_word(first: Term, second: Term, one: Passage, two: Passage) -> bool:
    """Whether both stand on one word: the publisher's, or sources that share a character."""
    if PUBLISHER in (first.word, second.word):
        return first.word == second.word
    return bool(shared(one.sources[first.word], two.sources[second.word]))


def compare(one: Passage, two: Passage) -> Compared:
    """Two markings of one passage.

    Raises:
        AnnotationError: the texts are not the same.
    """
    if one.text != two.text:
        at = next(
            (n for n, (a, b) in enumerate(zip(one.text, two.text, strict=False)) if a != b), len(one.text)
        )
        raise AnnotationError(
            f"{two.file}:{two.line}: {two.id}: the text was changed at character {at}: {two.text[at : at + 30]!r}"
        )
    pairs = pair_terms(one, two)
    spans = {role: Tally() for role in SPAN_ROLES} | {f"{role}, exact": Tally() for role in SPAN_ROLES}
    for pair in pairs:
        for role in SPAN_ROLES:
            _count_spans(spans[role], _spans(pair.first, role), _spans(pair.second, role), exact=False)
            _count_spans(
                spans[f"{role}, exact"], _spans(pair.first, role), _spans(pair.second, role), exact=True
            )
    return Compared(one.id, not one.terms and not two.terms, bool(one.terms) != bool(two.terms), pairs, spans)


def _spans(term: Term | None, role: str) -> Spans:
    return term.spans(role) if term else ()


def _count_spans(tally: Tally, one: Spans, two: Spans, *, exact: bool) -> None:
    tally.first += len(one)
    tally.second += len(two)
    if exact:
        tally.right += len(set(one) & set(two))
    else:
        found = sum(any(shared((a,), (b,)) for b in two) for a in one)
        told = sum(any(shared((a,), (b,)) for a in one) for b in two)
        tally.right += (found + told) / 2


def kappa(answers: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two people's answers; not a number where chance alone would always agree.

    >>> round(kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]), 2)
    0.5
    """
    if not answers:
        return float("nan")
    one, two = (Counter(answer[side] for answer in answers) for side in (0, 1))
    agreed = sum(a == b for a, b in answers) / len(answers)
    chance = sum(one[answer] * two[answer] for answer in one) / len(answers) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")


def _terms_found(compared: Sequence[Compared], agree: Callable[[Pair], bool]) -> float:
    pairs = [pair for passage in compared for pair in passage.pairs]
    tally = Tally(
        sum(agree(pair) for pair in pairs if pair.first and pair.second),
        sum(pair.first is not None for pair in pairs),
        sum(pair.second is not None for pair in pairs),
    )
    return tally.f1


def _paired(compared: Sequence[Compared]) -> list[tuple[Term, Term, bool]]:
    return [
        (pair.first, pair.second, pair.same_word)
        for passage in compared
        for pair in passage.pairs
        if pair.first and pair.second
    ]


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else float("nan")


def _same_kind(pair: Pair) -> bool:
    return pair.first is not None and pair.second is not None and pair.first.kind == pair.second.kind


MEASURES: dict[str, Callable[[Sequence[Compared]], float]] = {
    "passage has a term or none: agree": lambda c: _share([not passage.one_without for passage in c]),
    "passage has a term or none: kappa": lambda c: kappa(
        [
            (str(any(p.first for p in passage.pairs)), str(any(p.second for p in passage.pairs)))
            for passage in c
        ]
    ),
    "term found: F1": lambda c: _terms_found(c, lambda pair: True),
    "term and kind: F1": lambda c: _terms_found(c, _same_kind),
    "kind, of terms both have: kappa": lambda c: kappa([(a.kind, b.kind) for a, b, _ in _paired(c)]),
    "status, of terms both have: agree": lambda c: _share([a.status == b.status for a, b, _ in _paired(c)]),
    "status, of terms both have: kappa": lambda c: kappa([(a.status, b.status) for a, b, _ in _paired(c)]),
    "whose word, of terms both have: agree": lambda c: _share([same for _, _, same in _paired(c)]),
    "publisher's word or a source's: kappa": lambda c: kappa(
        [(str(a.word == PUBLISHER), str(b.word == PUBLISHER)) for a, b, _ in _paired(c)]
    ),
}


def span_f1(compared: Sequence[Compared], role: str) -> Tally:
    """Agreement on the spans of a role, over all passages."""
    total = Tally()
    for passage in compared:
        tally = passage.spans[role]
        total.right += tally.right
        total.first += tally.first
        total.second += tally.second
    return total


def interval(
    compared: Sequence[Compared], measure: Callable[[Sequence[Compared]], float], rounds: int = ROUNDS
) -> tuple[float, float]:
    """The middle 95 % of a measure over samples of passages."""
    chance = random.Random(SEED)
    drawn = (chance.choices(compared, k=len(compared)) for _ in range(rounds))
    values = sorted(value for sample in drawn if (value := measure(sample)) == value)
    if not values:
        return float("nan"), float("nan")
    return values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]


def report(compared: Sequence[Compared], rounds: int = ROUNDS) -> Iterator[str]:
    """The table; `rounds` samples make each interval."""
    first = sum(pair.first is not None for passage in compared for pair in passage.pairs)
    second = sum(pair.second is not None for passage in compared for pair in passage.pairs)
    yield f"{len(compared)} passages; {first} terms in the first marking, {second} in the second"
    for name, measure in MEASURES.items():
        low, high = interval(compared, measure, rounds)
        yield f"  {name:<40}{100 * measure(compared):>7.1f}   {100 * low:.1f} to {100 * high:.1f}"
    yield f"  {'spans':<24}{'first':>7}{'second':>7}{'overlap F1':>12}{'exact F1':>10}"
    for role in SPAN_ROLES:
        tally = span_f1(compared, role)
        if tally.first or tally.second:
            exact = span_f1(compared, f"{role}, exact")
            yield f"  {role:<24}{tally.first:>7}{tally.second:>7}{100 * tally.f1:>12.1f}{100 * exact.f1:>10.1f}"


def differences(compared: Sequence[Compared]) -> Iterator[str]:
    """Each term that the two do not have, or have otherwise."""
    for passage in compared:
        for pair in passage.pairs:
            one, two = (_told(term) for term in (pair.first, pair.second))
            if one != two or not (pair.same_word or None in (pair.first, pair.second)):
                yield f"  {passage.id}: {one} | {two}"


def _told(term: Term | None) -> str:
    return f"{term.kind} {term.status}" if term else "none"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the agreement."""
    options = argparse.ArgumentParser(description="Agreement of two people who marked the same passages.")
    options.add_argument("--folder", type=Path, default=FOLDER)
    options.add_argument("--second", type=Path, default=FOLDER / SECOND / MARKED)
    options.add_argument("--show", action="store_true", help="list the terms that differ")
    given = options.parse_args(arguments)
    try:
        compared = read_both(given.folder, given.second)
    except AnnotationError as err:
        sys.stderr.write(f"{err}\n")
        return 1
    sys.stdout.write("\n".join(report(compared)) + "\n")
    if given.show:
        sys.stdout.writelines(f"{line}\n" for line in differences(compared))
    return 0


def read_both(folder: Path, second: Path) -> list[Compared]:
    """Every passage of `second`, compared with the one of that id in `folder`.

    Raises:
        AnnotationError: mistakes in either, an id that is not in `folder`, a text that was changed.
    """
    known = {passage.id: passage for passage in read_folder(folder)}
    again = read_files(sorted(second.glob("*.txt")), second)
    strangers = [f"{p.file}:{p.line}: no passage {p.id} in {folder}" for p in again if p.id not in known]
    if strangers:
        raise AnnotationError("\n".join(strangers))
    return [compare(known[passage.id], passage) for passage in again]


if __name__ == "__main__":
    raise SystemExit(main())
