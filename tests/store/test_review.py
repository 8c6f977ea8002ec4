"""Reviews: an append-only chained log, apart from the machine's values, re-anchored only on the very same value."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from dragoman.errors import StoreError, UsageError
from dragoman.store import InputKey, Outcome, Store, Verdict
from dragoman.types import Producer, Record
from made.readers import FAKE
from made.shelling import full_record

NEWER = Producer("fake", "2", None)
SHA = full_record().document.id[:12]


def put(store: Store, record: Record, producer: Producer) -> tuple[str, ...]:
    key = InputKey(record.document.origin, producer.version)
    (told,) = store.add([Outcome(key, record)], producer=producer, seen="2031-07-01")
    return told.orphans


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "desk.db", write=True)
    put(store, full_record(), FAKE)
    return store


def say(store: Store, local: str, action: str, who: str = "mara", **more: object) -> int:
    verdict = msgspec.convert({"action": action, "who": who, "at": "2031-07-02T08:00:00Z", **more}, Verdict)
    return store.review(f"{SHA}/{local}", verdict)


def test_machine_and_accepted_values_never_mix(store: Store) -> None:
    before = {row["id"]: {**row, "review": None} for row in store.statements()}
    say(store, "a1", "accept")
    say(store, "a2", "correct", correction={"who": "I. Hollander"})
    after = {row["id"]: row for row in store.statements()}
    assert {name: {**row, "review": None} for name, row in after.items()} == before
    assert [row["review"] for row in after.values()] == ["accept", "correct"]
    accepted = {row["id"]: msgspec.json.decode(row["accepted"]) for row in store.accepted()}
    assert accepted[f"{SHA}/a1"]["who"] == "Mara Quint"
    assert accepted[f"{SHA}/a2"]["who"] == "I. Hollander"
    assert store.record(SHA) == full_record()


def test_a_later_word_counts_and_undo_brings_back_the_one_before(store: Store) -> None:
    say(store, "a1", "accept")
    number = say(store, "a1", "reject")
    assert list(store.accepted()) == []
    store.undo(number, who="mara", at="2031-07-03")
    assert [row["action"] for row in store.accepted()] == ["accept"]
    with pytest.raises(UsageError, match="was undone before"):
        store.undo(number, who="mara", at="2031-07-03")
    with pytest.raises(UsageError, match="is no verdict"):
        store.undo(99, who="mara", at="2031-07-03")
    assert [row["action"] for row in store.reviews()] == ["undo", "reject", "accept"]


@pytest.mark.parametrize("sql", ["UPDATE review SET who = 'x'", "DELETE FROM review"])
def test_the_log_is_only_added_to(store: Store, sql: str) -> None:
    say(store, "a1", "accept")
    with pytest.raises(sqlite3.IntegrityError, match="a review is never"):
        store.connection.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE review SET who = 'x' WHERE number = 2",
        "UPDATE review SET action = 'reject' WHERE number = 1",
        "DELETE FROM review WHERE number = 2",
        "UPDATE review SET at = '2031-07-01' WHERE number = 3",
    ],
)
def test_a_log_changed_behind_our_back_is_told_of(store: Store, sql: str) -> None:
    for local in ("a1", "a2", "f1"):
        say(store, local, "accept")
    assert store.check() == ()
    for trigger in ("review_stays", "review_stays_as_it_is"):
        store.connection.execute(f"DROP TRIGGER {trigger}")
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute(sql)
    assert any("the log was changed" in wrong for wrong in store.check())
    with pytest.raises(StoreError, match="the log was changed"):
        store.reviews()


def test_a_review_follows_its_value_to_another_id(store: Store) -> None:
    say(store, "a2", "accept")
    old = full_record()
    later = structs.replace(
        full_record(producer=NEWER),
        attributions=(structs.replace(old.attributions[1], id="a1", score=0.99), old.attributions[2]),
        events=(),
        figures=(),
        terms=(structs.replace(old.terms[0], on_word_of="a1", violations=()),),
    )
    assert put(store, later, NEWER) == ()
    (row,) = store.reviews()
    assert row["now"] == f"{SHA}/a1"
    assert [row["review"] for row in store.statements(by="Hollander")] == ["accept"]


def test_a_review_of_what_is_no_longer_said_so_is_an_orphan_and_said_loudly(store: Store) -> None:
    say(store, "a2", "accept")
    old = full_record()
    shorter = structs.replace(old.attributions[1].content[0], end=old.attributions[1].content[0].end - 9)
    later = structs.replace(
        full_record(producer=NEWER),
        attributions=(
            old.attributions[0],
            structs.replace(old.attributions[1], content=(shorter,)),
            old.attributions[2],
        ),
    )
    assert put(store, later, NEWER) == ("review 1",)
    assert [row["number"] for row in store.orphans()] == [1]
    assert [row["review"] for row in store.statements()] == [None, None]
    assert list(store.accepted()) == []
    put(store, structs.replace(old, producer=Producer("fake", "3", None)), Producer("fake", "3", None))
    assert list(store.orphans()) == []  # it stands again as it stood


def test_agreement_between_reviewers(store: Store) -> None:
    for local, one, other in (
        ("a1", "accept", "accept"),
        ("a2", "accept", "reject"),
        ("f1", "reject", "reject"),
        ("c1", "accept", "accept"),
    ):
        say(store, local, one, who="mara")
        say(store, local, other, who="tessa")
    say(store, "v1", "accept", who="jon")
    (found,) = store.agreement()
    assert (found.first, found.second, found.values, found.agreed) == ("mara", "tessa", 4, 3)
    assert found.kappa == 0.5


@pytest.mark.parametrize(
    ("local", "action", "more", "words"),
    [
        ("e1", "accept", {}, "only statements"),
        ("a1", "accept", {"who": " "}, "needs a name"),
        ("a1", "correct", {}, "names fields"),
        ("a1", "accept", {"correction": {"who": "x"}}, "names fields"),
        ("a1", "correct", {"correction": {"score": "1"}}, "no field score"),
        ("a1", "note", {}, "needs words"),
    ],
)
def test_what_is_no_review_is_refused(
    store: Store, local: str, action: str, more: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        say(store, local, action, **more)
    assert list(store.reviews()) == []
