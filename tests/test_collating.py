"""Reports of a store set side by side, parted and joined by people."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dragoman.collating import collate, merge, split
from dragoman.store import InputKey, Outcome, Store
from dragoman.types import Record
from made.parts import PRODUCER, day, event, killed, place, record

FIRST = "A bomb went off in Sill on 3 May. Dockers marched in Ketter on 4 May. The coroner counted 14 dead."
SECOND = "The bomb in Sill on 3 May was large. The march in Ketter on 4 May was small."


def told(name: str, text: str, bomb: str, march: str, **parts: object) -> Record:
    """A report of a bomb in one place and a march in another."""
    return record(
        name * 64,
        text,
        "2031-05-05",
        places=(place(1, text, "Sill"), place(2, text, "Ketter")),
        times=(day(1, text, "3 May", "2031-05-03"), day(2, text, "4 May", "2031-05-04")),
        events=(
            event(1, text, bomb, place="p1", time="t1"),
            event(2, text, march, type="PROTEST", place="p2", time="t2"),
        ),
        **parts,
    )


def claims(store: Store) -> Counter[tuple[str, str]]:
    """How often each figure stands in an incident that counts."""
    names = [str(row["id"]) for row in store.incidents()]
    return Counter(
        (claim.document, claim.figure)
        for name in names
        for rivals in store.incident(name).figures
        for claim in rivals.claims
    )


def test_a_figure_of_no_event_stands_once_after_a_split_and_a_merge(tmp_path: Path) -> None:
    reports = [
        told("a", FIRST, "bomb", "marched", figures=(killed(1, FIRST, "14", 14),)),
        told("b", SECOND, "bomb", "march"),
    ]
    with Store(tmp_path / "desk.db", write=True) as store:
        store.add(
            [Outcome(InputKey(one.document.id, one.document.id), one) for one in reports],
            producer=PRODUCER,
            seen="2031-07-01",
        )
        collate(store, at="2031-07-01T00:00:00Z")
        once = {("a" * 64, "f1"): 1}
        assert claims(store) == once
        for name in [str(row["id"]) for row in store.incidents()]:
            split(store, name, ["b" * 64], who="mara", at="2031-07-01T00:00:00Z")
            assert claims(store) == once
        merge(store, [str(row["id"]) for row in store.incidents()], who="mara", at="2031-07-01T00:00:00Z")
        assert claims(store) == once
