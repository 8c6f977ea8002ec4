"""Reports of a store set side by side, parted and joined by people."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from dragoman import collating
from dragoman.collate import groups
from dragoman.collate.copies import find_copies
from dragoman.collate.incidents import find_incidents
from dragoman.collate.sketches import count_marks, sketch
from dragoman.collate.types import CopyLink, Incident
from dragoman.collate.views import view
from dragoman.collating import collate, merge, split
from dragoman.store import InputKey, Outcome, Store
from dragoman.types import Producer, Record
from made.parts import PRODUCER, day, event, killed, place, record
from tests.collate.test_incidents import BLAST, FROST, STRIKE, blast_with_events

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


# ---- reports that come in one after another


AT = "2031-07-01T00:00:00Z"
LATER = Producer("dragoman", "0.0.1", None)


def reports() -> list[Record]:
    """A blast with events, a strike and a frost without, and copies of two of these under other names."""
    texts = {
        "s1": (STRIKE[0], "2031-05-06"),
        "s2": (STRIKE[1], "2031-05-07"),
        "f1": (FROST, "2031-05-09"),
        "f2": ("Weather. " + FROST, "2031-05-10"),
        "b4": ("It was noon. " + BLAST[0], "2031-05-04"),
        "b5": (BLAST[0].replace("14", "15"), "2031-05-08"),
        "old": (BLAST[1], "2030-05-08"),
        "when": (STRIKE[0].replace("nine", "ten"), None),
    }
    made = [*blast_with_events(), *(record(name, text, when) for name, (text, when) in texts.items())]
    return msgspec.json.decode(
        msgspec.json.encode(made), type=list[Record]
    )  # with 14.0 for 14, as a store has it


def add(store: Store, records: Sequence[Record], producer: Producer = PRODUCER) -> None:
    outcomes = [Outcome(InputKey(one.document.id, one.document.id), one) for one in records]
    store.add(outcomes, producer=producer, seen="2031-07-01")


def found(store: Store) -> tuple[list[str], list[str]]:
    """All that collation has found, in an order of its own: links and incidents as JSON."""
    tables = ("SELECT body FROM copy_link", "SELECT body FROM incident WHERE replaced_by IS NULL")
    links, incidents = (sorted(body for (body,) in store.connection.execute(query)) for query in tables)
    return links, incidents


def as_json(values: Sequence[CopyLink | Incident]) -> list[str]:
    return sorted(msgspec.json.encode(value).decode() for value in values)


def with_counts(path: Path, records: Sequence[Record]) -> Store:
    """A store that is past its beginnings: how rare a word is, is known from these records."""
    store = Store(path, write=True)
    with store.setting_beside() as sides:
        sides.put_rarity(10_000, count_marks([sketch(view(one)) for one in records]))
        sides.note(AT, None)
    return store


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No store is small enough to be set side by side anew, and few reports go into a transaction."""
    monkeypatch.setattr(collating, "SETTLED", 0)
    monkeypatch.setattr(collating, "TOGETHER", 3)


def test_a_small_store_holds_what_the_records_alone_give(tmp_path: Path) -> None:
    records = reports()
    links = tuple(find_copies(one.document for one in records))
    with Store(tmp_path / "desk.db", write=True) as store:
        for batch in (records[:4], records[4:]):
            add(store, batch)
            collate(store, at=AT)
        assert found(store) == (as_json(links), as_json(find_incidents(records, links)))


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize("seed", range(6))
def test_neither_order_nor_batches_change_what_is_found(tmp_path: Path, seed: int) -> None:
    records, draw = reports(), random.Random(seed)
    links = tuple(find_copies(one.document for one in records))
    draw.shuffle(records)
    with with_counts(tmp_path / "desk.db", records) as store:
        rest = records
        while rest:
            size = draw.randint(1, 4)
            add(store, rest[:size])
            collate(store, at=AT)
            rest = rest[size:]
        assert found(store) == (as_json(links), as_json(find_incidents(records, links)))


@pytest.mark.usefixtures("grown")
def test_a_long_chain_keeps_its_groups_and_loses_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_IN_CHAIN", 2)
    monkeypatch.setattr("dragoman.store.sides.MOST_IN_CHAIN", 2)
    records = reports()
    with with_counts(tmp_path / "desk.db", records) as store:
        for one in records:
            add(store, [one])
            collate(store, at=AT)
        members = {
            frozenset(member.document for member in msgspec.json.decode(body, type=Incident).members)
            for body in found(store)[1]
        }
    assert {document for part in members for document in part} == {one.document.id for one in records}
    assert {"f1", "f2"} in members
    assert any({"b1", "b2", "b4", "b5"} <= part for part in members)


@pytest.mark.usefixtures("grown")
def test_a_report_that_is_read_again_stands_by_its_new_record(tmp_path: Path) -> None:
    records = reports()
    again = [structs.replace(one, producer=LATER, events=(), figures=()) for one in records[:2]]
    with with_counts(tmp_path / "desk.db", records) as store:
        add(store, records)
        collate(store, at=AT)
        add(store, again, LATER)
        collate(store, at=AT)
        now = [*again, *records[2:]]
        links = tuple(find_copies(one.document for one in now))
        assert found(store) == (as_json(links), as_json(find_incidents(now, links)))
        assert store.check() == ()


@pytest.mark.usefixtures("grown")
def test_a_step_stands_until_a_report_touches_what_it_speaks_of(tmp_path: Path) -> None:
    records = {one.document.id: one for one in reports()}
    with with_counts(tmp_path / "desk.db", list(records.values())) as store:
        add(store, [records["f1"], records["f2"], records["s1"]])
        assert collate(store, at=AT) == ()
        (frost,) = [row["id"] for row in store.incidents() if row["documents"] == 2]
        part = structs.replace(
            store.incident(str(frost)), id=""
        )  # by hand: the ids of these reports are no hashes
        step = collating.Step(number=0, action="split", incidents=(str(frost),), documents=("f2",))
        parts = [
            structs.replace(part, id=f"m{number}", members=(member,), figures=())
            for number, member in enumerate(part.members)
        ]
        store.take_step(step, parts, who="mara", at=AT)
        add(store, [records["s2"]])
        assert collate(store, at=AT) == ()
        assert {"m0", "m1"} <= {row["id"] for row in store.incidents()}
        add(store, [record("f3", FROST + " Bees stayed in.", "2031-05-10")])
        assert collate(store, at=AT) == (1,)
        assert not {"m0", "m1"} & {row["id"] for row in store.incidents()}


def test_an_interrupted_collation_goes_on_where_it_stopped(tmp_path: Path, grown: None) -> None:
    records = reports()

    def stop(done: int) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    with with_counts(tmp_path / "desk.db", records) as store:
        add(store, records)
        with pytest.raises(KeyboardInterrupt):
            collate(store, at=AT, notice=stop)
        told: list[int] = []
        collate(store, at=AT, notice=told.append)
        links = tuple(find_copies(one.document for one in records))
        assert found(store) == (as_json(links), as_json(find_incidents(records, links)))
        assert told[-1] == len(records) - 3
