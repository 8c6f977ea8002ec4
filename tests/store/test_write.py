"""What goes in comes out: records whole, copies told, further versions kept with what they say otherwise."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec import structs

from dragoman.errors import StoreError, UsageError
from dragoman.store import Acknowledged, InputKey, Outcome, Refusal, Store
from dragoman.store import migrate as migrations
from dragoman.store.body import pack, unpack
from dragoman.types import Producer, Record
from made.anything import records
from made.readers import FAKE
from made.shelling import TEXT, full_record

NEWER = Producer("fake", "2", None)


def put(
    store: Store, *made: Record, producer: Producer = FAKE, raw: bytes | None = None
) -> list[Acknowledged]:
    outcomes = [
        Outcome(
            InputKey(record.document.origin, f"{producer.version}{record.document.id}{number}"), record, raw
        )
        for number, record in enumerate(made)
    ]
    return list(store.add(outcomes, producer=producer, seen="2031-07-01"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "desk.db", write=True)


@settings(deadline=None)
@given(records())
def test_a_record_is_kept_without_a_loss(record: Record) -> None:
    assert unpack(pack(record)[0], record.document.text) == record


def test_records_come_back_as_they_went_in(store: Store) -> None:
    made = [full_record(), full_record(text=TEXT + "\r\n\x00🕊️ end", origin="odd.txt")]
    put(store, *made)
    assert list(store.records()) == made
    assert store.check() == ()


@pytest.mark.parametrize(
    "files", [{"term_kinds": "ab12"}, {"actors": "cd34"}, {"actors": "cd34", "term_kinds": "ab12"}]
)
def test_a_record_with_other_files_of_the_callers_is_of_another_producer(
    store: Store, files: dict[str, str]
) -> None:
    given = structs.replace(FAKE, **files)
    key = InputKey("a.txt", "1")
    list(store.add([Outcome(key, full_record())], producer=FAKE, seen="2031-07-01"))
    assert store.is_done(key, FAKE)
    assert not store.is_done(key, given)
    made = structs.replace(full_record(), producer=given)
    (told,) = store.add([Outcome(key, made)], producer=given, seen="2031-07-02")
    assert store.is_done(key, given)
    assert [version.producer for version in store.versions(told.document or "")] == [FAKE, given]


def test_the_same_document_under_another_name_is_a_copy(store: Store) -> None:
    first, second = put(store, full_record(), full_record(origin="copy.txt"))
    assert (first.status, second.status) == ("read", "copy")
    assert first.document == second.document
    assert store.summary()["documents"] == store.summary()["records"] == 1
    assert store.statements().count() == (2, False)


def test_what_is_said_of_a_copy_is_kept_beside_the_record_that_counts(store: Store) -> None:
    _, second = put(store, full_record(), full_record(origin="copy.txt", publisher="Alder Press"))
    assert second.status == "copy"
    assert store.summary()["records"] == 2
    assert {row["publisher"] for row in store.statements()} == {"HarbourWire"}


def test_a_newer_reading_is_a_further_version_and_says_what_changed(store: Store) -> None:
    old = full_record()
    put(store, old)
    renamed = structs.replace(old.entities[0], name="Mara J. Quint")
    later = structs.replace(
        full_record(producer=NEWER),
        entities=(renamed, *old.entities[1:]),
        attributions=(old.attributions[0], old.attributions[2]),
    )
    (told,) = put(store, later, producer=NEWER)
    assert told.version == 2
    said = {(change.list, change.what, change.fields) for change in told.changes}
    assert ("statement", "removed", ()) in said
    assert ("statement", "changed", ("who",)) in said
    assert store.record(old.document.id[:8]) == later
    first, second = store.versions(old.document.id[:8])
    assert (first.current, second.current, second.changes) == (False, True, told.changes)
    assert [row["who"] for row in store.statements(by="Quint")] == ["Mara J. Quint"]
    assert [row["reports"] for row in store.entities(about='"mara quint"')] == []
    assert {row["source"]: row["reports"] for row in store.sources()}["Mara J. Quint"] == 1
    assert store.check() == ()


def test_reading_anew_with_the_same_result_is_told_so(store: Store) -> None:
    put(store, full_record())
    (told,) = put(store, full_record(producer=NEWER), producer=NEWER)
    assert (told.version, told.changes) == (2, ())


def test_corrected_texts_of_one_address_are_kept_and_found(store: Store) -> None:
    url = "https://a.example/1"
    one = full_record(url=url)
    other = full_record(url=url, text=TEXT + " Corrected.", origin="b.txt")
    put(store, one, other)
    assert store.same_address(one.document.id) == (other.document.id,)
    assert store.summary()["documents"] == 2


def test_originals_are_kept_when_asked_for(store: Store) -> None:
    raw = TEXT.encode()
    put(store, full_record(), raw=raw)
    assert store.original(full_record().document.id[:12]) == raw


def test_a_failure_is_told_until_the_same_input_is_read(store: Store) -> None:
    key = InputKey("a.txt", "1")
    store.add([Outcome(key, Refusal("not a report", "give another"))], producer=FAKE, seen="2031-07-01")
    assert [(row["origin"], row["reason"]) for row in store.failures()] == [("a.txt", "not a report")]
    assert store.is_done(key, FAKE)
    assert not store.is_done(key, FAKE, again=True)
    assert not store.is_done(key, NEWER)
    store.add([Outcome(key, full_record(origin="a.txt"))], producer=FAKE, seen="2031-07-02")
    assert list(store.failures()) == []


@pytest.mark.parametrize("sql", ["DELETE FROM record", "UPDATE record SET sha256 = ''"])
def test_no_record_can_be_changed_or_deleted(store: Store, sql: str) -> None:
    put(store, full_record())
    with pytest.raises(sqlite3.IntegrityError, match="a record is never"):
        store.connection.execute(sql)


@pytest.mark.parametrize("name", ["", "zz", "2b", "ffffffffffff", "a b", "../x"])
def test_an_id_that_is_none_is_refused(store: Store, name: str) -> None:
    put(store, full_record())
    with pytest.raises(UsageError):
        store.find(name)


def test_a_value_is_found_by_its_id(store: Store) -> None:
    put(store, full_record())
    sha = full_record().document.id[:12]
    assert store.find(f"{sha}/f1").list_name == "figures"
    row = store.value_row(f"{sha}/f1")
    assert row is not None
    assert row["low"] == 12
    assert store.value_row(f"{sha}/e1") is None
    with pytest.raises(UsageError, match="the document has no f9"):
        store.find(f"{sha}/f9")


# ---- the schema


def test_a_newer_schema_is_refused_and_an_older_one_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Store(path, write=True) as store:
        put(store, full_record())
        steps = {
            migrations.SCHEMA_VERSION + 1: "CREATE TABLE extra (id INTEGER);\nINSERT INTO extra VALUES (7);"
        }
        migrations.bring_up_to_date(
            store.connection, path, migrations=steps, version=migrations.SCHEMA_VERSION + 1
        )
        assert store.connection.execute("SELECT id FROM extra").fetchall() == [(7,)]
    with pytest.raises(StoreError, match="made by a newer version"):
        Store(path)


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Store(path, write=True) as store:
        steps = {
            migrations.SCHEMA_VERSION + 1: "CREATE TABLE extra (id INTEGER);\nINSERT INTO nowhere VALUES (7);"
        }
        with pytest.raises(StoreError):
            migrations.bring_up_to_date(
                store.connection, path, migrations=steps, version=migrations.SCHEMA_VERSION + 1
            )
    with Store(path) as store:
        assert store.connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'extra'"
        ).fetchone() == (0,)


def test_a_reader_of_an_empty_file_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "desk.db").touch()
    with pytest.raises(StoreError, match="dragoman ingest"):
        Store(tmp_path / "desk.db")
    with pytest.raises(UsageError, match="no such file"):
        Store(tmp_path / "none.db")
