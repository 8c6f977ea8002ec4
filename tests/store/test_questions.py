"""Questions: the same filters over statements, events, figures and terms; names; who relies on whom."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from dragoman.audit import check_record
from dragoman.errors import UsageError
from dragoman.store import Filters, InputKey, Outcome, Store
from dragoman.store.askable import unknown_to
from dragoman.store.filters import search_of
from dragoman.store.implied import is_same, stand_of, stand_rows
from dragoman.types import Participant, Record, Term, TermStatus
from made.parts import at
from made.readers import FAKE
from made.shelling import TEXT, full_record


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    later = TEXT.replace("Ines Hollander said", "Ines Hollander said on Friday")
    undated = TEXT.replace("A ferry", "Another ferry").replace("A ferry sank", "A ferry sank")
    records = [
        full_record(),
        full_record(
            text=later, published="2031-06-01T08:00:00Z", publisher="Alder Press", origin="later.txt"
        ),
        full_record(
            text=undated.replace("Another ferry", "A ferry") + " ", published=None, origin="undated.txt"
        ),
    ]
    with Store(path, write=True) as writer:
        outcomes = [Outcome(InputKey(made.document.origin, made.document.id), made) for made in records]
        writer.add(outcomes, producer=FAKE, seen="2031-07-01")
    with Store(path) as reader:
        yield reader


def test_the_made_records_are_sound() -> None:
    check_record(full_record())


def found(answer: Any, column: str) -> list[Any]:
    return [row[column] for row in answer]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 6),
        ({"zone": "any"}, 9),
        ({"zone": "teaser"}, 3),
        ({"zone": ("body", "teaser")}, 9),
        ({"by": "Quint"}, 3),
        ({"by": "quint mara"}, 3),
        ({"by": '"quint mara"'}, 0),
        ({"by": "spokeswoman"}, 3),
        ({"by": "KEN"}, 3),
        ({"by": ("Quint", "Hollander")}, 6),
        ({"by": "Holl*"}, 3),
        ({"about": "shelling"}, 3),  # shelled
        ({"about": "Lestrian army"}, 3),  # "the army" is meant
        ({"about": "ceasefire brigades"}, 3),
        ({"to": "Coast Radio"}, 3),
        ({"through": "Alder"}, 2),
        ({"through": "Coast Radio"}, 3),
        ({"place": "Nimba"}, 3),
        ({"place": "Liberia"}, 6),
        ({"place": "Ketter"}, 3),
        ({"period": "2031-05"}, 2),
        ({"period": "2031"}, 4),
        ({"period": "2031-05-05..2031-06-01"}, 2),
        ({"period": "..2031-05-03"}, 0),
        ({"type": "indirect"}, 6),
        ({"type": "direct"}, 0),
        ({"score": 0.8}, 3),
        ({"score": 0.65}, 6),
        ({"score": 0.71}, 3),
        ({"score": 1.0}, 0),
        ({"by": "Quint", "about": "Sill", "period": "2031-06", "place": "Sill", "score": 0.9}, 1),
    ],
)
def test_filters_of_statements(store: Store, filters: dict[str, Any], count: int) -> None:
    answer = store.statements(**filters)
    assert len(list(answer)) == count
    assert answer.count() == (count, False)


def test_the_newest_come_first_and_each_report_from_its_beginning(store: Store) -> None:
    days = found(store.statements(), "day")
    assert days == ["2031-06-01", "2031-06-01", "2031-05-04", "2031-05-04", None, None]
    assert [name.split("/")[1] for name in found(store.statements(), "id")][:2] == ["a1", "a2"]
    assert len(list(store.statements().rows(3))) == 3


def test_what_a_period_leaves_out_is_said(store: Store) -> None:
    assert store.statements(period="2031").notes() == ("2 without a date are in no period and left out",)
    assert store.statements(by="Quint", period="2031").notes() == (
        "1 without a date are in no period and left out",
    )
    assert store.statements().notes() == ()


@pytest.mark.parametrize(
    ("question", "filters", "count"),
    [
        ("events", {"by": "army"}, 3),
        ("events", {"by": "Quint"}, 0),  # she says it, she does not do it
        ("events", {"through": "Quint"}, 3),
        ("events", {"type": "assault"}, 3),
        ("events", {"type": "heavy-weapons"}, 3),
        ("events", {"type": "military"}, 3),
        ("events", {"type": ("assault", "military")}, 3),
        ("events", {"type": "AID"}, 0),  # there might be one
        ("events", {"zone": ("body", "Any")}, 3),
        ("events", {"stage": "happened"}, 3),
        ("events", {"stage": ("planned", "threatened")}, 0),
        ("events", {"place": "Sill"}, 3),
        ("events", {"period": "2031-05-03"}, 3),  # the text's own day, whatever the day of publication
        ("events", {"about": "people"}, 3),
        ("figures", {"type": "killed"}, 3),
        ("figures", {"by": "Quint"}, 3),
        ("figures", {"to": "people"}, 3),
        ("figures", {"stage": "happened"}, 3),
        ("figures", {"place": "Liberia"}, 3),
        ("terms", {"type": "ceasefire"}, 3),
        ("terms", {"stage": "in_force"}, 3),
        ("terms", {"stage": "In force"}, 3),
        ("terms", {"to": "Ridge brigades"}, 3),
        ("terms", {"by": "Hollander"}, 3),
        ("terms", {"period": "2031-06"}, 1),
        ("terms", {"place": "Ketter"}, 3),
        ("terms", {"zone": "teaser"}, 0),
    ],
)
def test_filters_of_the_other_values(
    store: Store, question: str, filters: dict[str, Any], count: int
) -> None:
    assert len(list(getattr(store, question)(**filters))) == count


def test_a_row_says_what_the_record_says(store: Store) -> None:
    (row,) = store.figures(period="2031-05", through="HarbourWire").rows(1)
    assert (row["what"], row["low"], row["best"], row["high"]) == ("killed", 12.0, None, None)
    assert (row["who"], row["source"], row["words"]) == ("Mara Quint", "Mara Quint", "at least 12")
    assert row["through"] == "HarbourWire <- Coast Radio <- Mara Quint"
    assert (row["day"], row["day_basis"]) == ("2031-05-03", "stated")
    (term,) = store.terms(period="2031-05").rows(1)
    assert (term["excluded"], term["violations"], term["day_basis"]) == (
        "Ridge brigades",
        "shelled",
        "published",
    )


def test_entities_are_counted_over_reports(store: Store) -> None:
    rows = {row["name"]: row for row in store.entities()}
    assert (rows["Mara Quint"]["reports"], rows["Mara Quint"]["statements"]) == (3, 3)
    assert found(store.entities(about="Holl*"), "name") == ["Ines Hollander"]
    assert found(store.entities(type="outlet"), "name") == ["Coast Radio"]
    assert [row["reports"] for row in store.entities(period="2031-05", about="Quint")] == [1]
    assert set(found(store.entities(place="lbr"), "name")) == {"Lestrian army"}
    with pytest.raises(UsageError, match="entities have no stage"):
        store.entities(stage="happened")


def test_sources_say_who_relies_on_whom(store: Store) -> None:
    rows = {(row["publisher"], row["source"]): row for row in store.sources()}
    outlet = rows["HarbourWire", "Coast Radio"]
    assert (outlet["kind"], outlet["reports"], outlet["statements"]) == ("outlet", 2, 2)
    assert rows["Alder Press", "Ines Hollander"]["kind"] == "speaker"
    assert found(store.sources(period="2031-06", by="Coast"), "publisher") == ["Alder Press"]
    assert found(store.sources(about="ceasefire", period="2031-06"), "source") == ["Ines Hollander"]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"period": "soon"}, "no period"),
        ({"period": ".."}, "no period"),
        ({"period": "2031-06..2031-05"}, "no period"),
        ({"period": "2031-02-30"}, "no period"),
        ({"by": "?!"}, "holds no word"),
        ({"by": ""}, "holds no word"),
        ({"by": ()}, "holds no words"),
        ({"score": 2}, "no chance"),
        ({"speaker": "x"}, "no such filter"),
    ],
)
def test_a_filter_that_is_none_is_refused(store: Store, filters: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        list(store.statements(**filters))


@pytest.mark.parametrize(
    "words",
    ['"', 'a"b', "NEAR(a b)", "who : x", "a AND", "^a", "x' OR 1", "*", "a*b", "«»x", "a -b", "{who}: x"],
)
def test_no_words_can_break_a_question(store: Store, words: str) -> None:
    filters = Filters(about=f"the {words}")
    assert search_of(filters, "statement").match
    list(store.statements(about=f"the {words}"))


def test_an_answer_as_a_table_of_arrow(store: Store, tmp_path: Path) -> None:
    table = store.statements().arrow()
    assert table.num_rows == 6
    assert table.column("score").to_pylist()[0] == 0.9
    assert store.statements(by="nobody").arrow().schema == table.schema


def test_breaches_are_a_table_of_their_own(store: Store) -> None:
    rows = list(store.violations())
    assert len(rows) == 3
    assert {name: rows[0][name] for name in ("kind", "violated_by", "against", "words", "clause")} == {
        "kind": "ceasefire",
        "violated_by": "Lestrian army (the army)",
        "against": "",
        "words": "shelled",
        "clause": "The ceasefire in Ketter",
    }
    assert [row["who"] for row in rows] == ["Mara Quint"] * 3
    assert rows[0]["id"].endswith("/c1")
    assert store.violations().count() == (3, False)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"by": "Quint"}, 3),
        ({"by": "Hollander"}, 0),
        ({"to": "army"}, 3),
        ({"about": "Sill"}, 3),
        ({"type": "ceasefire", "stage": "in_force"}, 3),
        ({"type": "exchange"}, 0),
        ({"place": "Ketter"}, 3),
        ({"through": "Alder"}, 1),
        ({"period": "2031-05-04"}, 1),
        ({"period": "2031-06"}, 1),
        ({"zone": "teaser"}, 0),
        ({"score": 0.8}, 0),
    ],
)
def test_filters_of_breaches(store: Store, filters: dict[str, Any], count: int) -> None:
    assert len(list(store.violations(**filters))) == count


# ---- stands


def of_term(status: TermStatus, *, word: str = "a2", **fields: Any) -> tuple[Record, Term]:
    """The made record with its term's status and word changed, and that term."""
    record = full_record()
    term = msgspec.structs.replace(record.terms[0], status=status, on_word_of=word, **fields)
    return msgspec.structs.replace(record, terms=(term,)), term


@pytest.mark.parametrize(
    ("status", "fields", "stand"),
    [
        ("proposed", {}, "for"),
        ("announced", {"conditions": (at(TEXT, "killing"),)}, "conditional"),
        ("rejected", {}, "against"),
        ("denied", {}, "denies it"),
        ("violated", {}, "calls it broken"),
        ("ended", {}, "calls it over"),
        ("suspended", {}, "calls it on hold"),
        ("in_force", {}, "reports it"),
        ("agreed", {"parties": (Participant(at(TEXT, "Ines Hollander"), "e4"),)}, "for"),
    ],
)
def test_the_stand_that_a_status_is(status: TermStatus, fields: dict[str, Any], stand: str) -> None:
    record, term = of_term(status, **fields)
    assert stand_of(record, term) == stand


def test_stands_have_the_filters_of_terms(store: Store) -> None:
    rows = list(store.stands())
    assert [(row["who"], row["stand"], row["kind"]) for row in rows] == [
        ("Ines Hollander", "reports it", "ceasefire")
    ] * 3
    assert len(list(store.stands(by="Hollander", place="Ketter", period="2031"))) == 2
    assert list(store.stands(by="Quint")) == []


def test_what_stands_on_the_publishers_word_is_nobodys_stand() -> None:
    record, _ = of_term("in_force", word="publisher")
    assert list(stand_rows(record)) == []


def test_the_same_clause_in_two_words_is_tied() -> None:
    _, offer = of_term("proposed")
    refusal = msgspec.structs.replace(offer, id="c2", status="rejected", on_word_of="a1")
    assert is_same(offer, refusal)
    assert is_same(refusal, offer)
    assert not is_same(offer, msgspec.structs.replace(refusal, kind="exchange"))
    assert not is_same(offer, msgspec.structs.replace(refusal, place="p1"))
    assert not is_same(offer, msgspec.structs.replace(refusal, on_word_of="a2"))
    assert not is_same(offer, msgspec.structs.replace(refusal, place=None))


@pytest.mark.parametrize(
    ("question", "filters", "listed"),
    [
        ("events", {"type": ("ASSAULT", "nonsense")}, "ASSAULT, "),
        ("events", {"stage": "in_force"}, "hypothetical"),
        ("figures", {"type": "nonsense"}, "combatant"),
        ("terms", {"type": "nonsense"}, "ceasefire"),
        ("violations", {"stage": "happened"}, "violated"),
        ("stands", {"type": "nonsense"}, "ceasefire"),
        ("entities", {"type": "nonsense"}, "OUTLET"),
        ("entities", {"place": "nonsense"}, "KEN"),
        ("incidents", {"type": "nonsense"}, "ASSAULT"),
        ("sources", {"zone": "nonsense"}, "teaser"),
    ],
)
def test_what_can_be_asked_is_told_where_something_else_is(
    store: Store, question: str, filters: dict[str, Any], listed: str
) -> None:
    with pytest.raises(UsageError) as refused:
        getattr(store, question)(**filters)
    assert refused.value.reason.startswith(("'nonsense': no ", "'in_force': no ", "'happened': no "))
    assert listed in refused.value.hint


def test_newer_and_records_with_words_refuse_the_same(store: Store) -> None:
    with pytest.raises(UsageError, match="'nonsense': no type of events"):
        store.newer("events", 0, type="nonsense")


def test_a_kind_of_terms_that_only_this_desk_holds_can_be_asked_and_is_listed(tmp_path: Path) -> None:
    record = full_record()
    own = structs.replace(record, terms=(structs.replace(record.terms[0], kind="water_sharing"),))
    with Store(tmp_path / "own.db", write=True) as store:
        store.add([Outcome(InputKey("a", "1"), own)], producer=FAKE, seen="2031-07-01")
        assert len(list(store.terms(type="water sharing"))) == 1
        assert len(list(store.stands(type="water_sharing"))) == 1
        with pytest.raises(
            UsageError, match=r"'truce': no type of terms; there are: ceasefire.*, water_sharing$"
        ):
            store.terms(type="truce")


@pytest.mark.parametrize("head", ["event", "figure", "term"])
def test_whatever_a_head_reads_can_be_asked(head: str) -> None:
    manifest = msgspec.json.decode(files("dragoman.encode").joinpath("weights", "manifest.json").read_bytes())
    own = manifest["files"][f"{head}.safetensors"]
    read = {label.partition("-")[2] for label in own["labels"] if label != "O"} | set(own["flags"])
    attributes = {name: set(labels) - {"-"} for name, labels in own["attributes"].items()}
    read |= {mode.partition("/")[2] for mode in attributes.get("mode", ())}
    if head == "figure":
        read |= attributes["status"] | attributes["counts"]
    assert read == {label for label in read if not unknown_to(head, "type", [label])}
    stages = attributes.get("stage", set()) if head != "term" else attributes["status"]
    assert unknown_to(head, "stage", stages) == ()
