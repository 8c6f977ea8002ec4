"""Questions about reports as such: which there are, where a name occurs, what is new, what people said of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.store import Store, Verdict
from made.desk import TOLD, fill, made_records


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("desk") / "made.db", made_records())


@pytest.fixture
def store(desk: Path) -> Iterator[Store]:
    with Store(desk) as found:
        yield found


def test_reports_come_newest_first_with_how_much_each_says(store: Store) -> None:
    rows = list(store.reports())
    assert [row["day"] for row in rows] == ["2031-05-08", "2031-05-06", "2031-05-05", "2031-05-04", None]
    assert {(row["statements"], row["events"], row["figures"], row["terms"]) for row in rows} == {
        (4, 2, 1, 1)
    }
    assert store.reports().count() == (5, False)


@pytest.mark.parametrize(
    ("filters", "publishers"),
    [
        ({"about": "nine DEAD"}, ["Alder Press"]),
        ({"about": ("nine", "dozens")}, ["Lake Post", "Alder Press"]),
        ({"about": "100%"}, []),
        ({"through": "lake"}, ["Lake Post"]),
        ({"period": "2031-05-05..2031-05-06"}, ["Lake Post", "Alder Press"]),
        ({"period": "2030"}, []),
    ],
)
def test_reports_are_filtered(store: Store, filters: dict[str, str], publishers: list[str]) -> None:
    answer = store.reports(**filters)
    assert [row["publisher"] for row in answer] == publishers
    assert answer.count() == (len(publishers), False)
    assert answer.notes() == (
        ("1 without a date are in no period and left out",) if "period" in filters else ()
    )


def test_a_filter_that_says_nothing_of_reports_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="reports have no stage; filters that apply: about, through, period"):
        store.reports(stage="happened")


def test_a_name_is_found_in_every_report_whatever_its_case(store: Store) -> None:
    rows = list(store.appearances("ines  HOLLANDER", "PER"))
    assert len(rows) == 5
    assert {(row["roles"], row["mentions"]) for row in rows} == {("envoy UN", 2)}
    assert list(store.appearances("Ines Hollander", "ORG")) == []


def test_a_report_names_its_incidents(store: Store) -> None:
    report = next(iter(store.reports()))["id"]
    incidents = {row["id"]: row["own"] for row in store.incidents_of(report)}
    assert incidents.keys() == {row["id"] for row in store.incidents()}
    assert set(incidents.values()) == {"v1", "v2"}


def test_what_is_undone_is_no_longer_told_of_a_report(tmp_path: Path) -> None:
    with Store(fill(tmp_path / "made.db", made_records()[:1]), write=True) as store:
        report = next(iter(store.reports()))["id"]
        first = store.review(f"{report}/a1", Verdict(action="accept", who="mara", at="2031-06-01"))
        store.review(f"{report}/f1", Verdict(action="note", who="jon", at="2031-06-02", note="see page 2"))
        assert [row["local"] for row in store.reviews_of(report)] == ["a1", "f1"]
        store.undo(first, who="mara", at="2031-06-03")
        assert [(row["local"], row["note"]) for row in store.reviews_of(report)] == [("f1", "see page 2")]


def test_what_is_newer_comes_from_later_records_alone(tmp_path: Path) -> None:
    first, second, *_ = made_records()
    desk = fill(tmp_path / "made.db", (first,), aligned=False)
    with Store(desk) as store:
        seen = store.last_record()
        assert store.newer("statements", seen).count() == (0, False)
        assert store.newer("statements", 0).count() == store.statements().count() == (3, False)
        fill(desk, (second,), aligned=False)
        assert {row["publisher"] for row in store.newer("statements", seen)} == {TOLD[1].publisher}
        assert [row["who"] for row in store.newer("figures", seen, by="Brand")] == ["Oskar Brand"]
        assert store.newer("figures", seen, by="Quint").count() == (0, False)
        with pytest.raises(UsageError, match="not asked of records one by one"):
            store.newer("entities", seen)
