"""Scores terms of whole records on real reports: kind F1 where there are terms, and none invented where there are not.

python -m eval.real_terms --data folder [--weights folder] [--show]

The passages were drawn by a hash among those with words such as truce, corridor, exchange, withdrawal
(eval/real_terms_pick.py) and annotated by docs/terms.md before any reader was run on them; eval/real_terms/ holds
offsets and labels only. Pairing and measures are those of eval/happenings.py; intervals are bootstrapped over passages.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gate import say
from eval.happenings import TERM_MEASURES, differences, score_terms, table
from eval.reading import read_texts
from training.standoff_terms import real_terms
from training.term_passages import Passage

if TYPE_CHECKING:
    from dragoman.types import Record

Records = dict[str, "Record"]


def main() -> None:
    """Reads the options, reads the passages in whole records, prints the tables."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument("--show", action="store_true", help="what was missed and made up, with its text")
    given = options.parse_args()
    passages = real_terms(given.data)
    records = read_texts({passage.id: passage.text for passage in passages}, given.weights)
    say("\n".join(report(passages, records)))
    if given.show:
        for passage in passages:
            say("\n".join(differences(passage, records[passage.id])))


def report(passages: Sequence[Passage], records: Records) -> Iterator[str]:
    """The tables, and how many terms were invented where there is none."""
    having = [passage for passage in passages if passage.terms]
    upper = [passage for passage in having if passage.style == "upper"]
    yield _table(f"{len(having)} passages with terms", having, records)
    yield _table(f"{len(upper)} of them in upper case", upper, records)
    without = [passage for passage in passages if not passage.terms]
    invented = dict(invented_in(without, records))
    yield (
        f"{len(without)} passages that use the words otherwise: {sum(map(len, invented.values()))} terms invented, "
        f"in {len(invented)} passages"
    )
    yield from (
        f"  {passage.id} ({passage.why_none}): {', '.join(invented[passage.id])}"
        for passage in without
        if passage.id in invented
    )


def invented_in(without: Sequence[Passage], records: Records) -> Iterator[tuple[str, list[str]]]:
    """Each passage without terms in which the record has some, and their kinds."""
    for passage in without:
        if terms := records[passage.id].terms:
            yield passage.id, [term.kind for term in terms]


def _table(head: str, passages: Sequence[Passage], records: Records) -> str:
    return table(head, TERM_MEASURES, [score_terms(passage, records[passage.id]) for passage in passages])


if __name__ == "__main__":
    main()
