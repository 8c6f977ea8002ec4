"""Whole records with kinds of terms of a user's, by the shipped encoder; no test rests on a value of its weights."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import dragoman
from dragoman.desk import example_term_kinds, load_reader, loader_for, read_text, try_term_kinds
from dragoman.ingest import own_plan
from dragoman.readers.actors import read_actors
from dragoman.readers.term_kinds import read_term_kinds
from dragoman.types import KindMatch, Record

REPORT = """\
Provinces settle quarrel over river

NORTHPORT, May 5 (Delta Wire) - Karsa and Velmora have agreed on a ten-day truce, the mediators said on Monday.

The two provinces agreed to share the water of the Tolm river until the rains come, Governor Ada Lind told reporters. \
It was the hottest May in years.

Two soldiers were killed when a lorry overturned.
"""
MINE = "water_sharing"


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kinds") / "kinds.toml"
    path.write_text(example_term_kinds(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def record(kinds: Path) -> Record:
    return read_text(REPORT, origin="report", term_kinds=kinds)


def test_a_clause_like_an_example_is_a_term_that_says_what_it_rests_on(record: Record) -> None:
    (found,) = [term for term in record.terms if term.kind == MINE]
    assert "water" in record.quote(found.span)
    assert isinstance(found.match, KindMatch)
    assert found.match.example == 1
    assert found.match.likeness >= found.match.needed
    assert 0 < found.score < 1
    assert record.attribution(found.on_word_of) is not None


def test_such_a_record_keeps_every_rule_and_comes_back_from_json(record: Record) -> None:
    dragoman.check_record(record)
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


def test_all_else_is_as_it_is_without(record: Record, kinds: Path) -> None:
    without = read_text(REPORT, origin="report")
    assert [term for term in record.terms if term.kind != MINE] == list(without.terms)
    assert {term.kind for term in without.terms} == {"ceasefire"}
    given = msgspec.structs.replace(without.producer, term_kinds=read_term_kinds(kinds).sha256)
    assert record.producer == given
    assert msgspec.structs.replace(record, producer=without.producer, terms=without.terms) == without
    told = msgspec.to_builtins(without)
    assert "term_kinds" not in told["producer"]
    assert not any("match" in term for term in told["terms"])


def test_the_same_file_gives_the_same_record_and_is_loaded_once(record: Record, kinds: Path) -> None:
    assert loader_for(term_kinds=kinds) is loader_for(term_kinds=str(kinds))
    assert loader_for(term_kinds=None) is load_reader
    assert read_text(REPORT, origin="report", term_kinds=kinds) == record


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "kinds.toml"
    path.write_text(example_term_kinds(), encoding="utf-8")
    before = loader_for(term_kinds=path)
    path.write_text(example_term_kinds().replace(MINE, "river_pact"), encoding="utf-8")
    assert loader_for(term_kinds=path) is not before


def test_the_plan_of_an_ingestion_is_of_another_producer(kinds: Path) -> None:
    plain, own = own_plan(seen="2031-05-05"), own_plan(seen="2031-05-05", term_kinds=kinds)
    assert own.producer != plain.producer
    assert own.producer.term_kinds == read_term_kinds(kinds).sha256
    assert own.load is loader_for(term_kinds=kinds)


def test_a_plan_takes_a_file_of_actors_beside_or_without_kinds(kinds: Path, tmp_path: Path) -> None:
    actors = tmp_path / "actors.csv"
    actors.write_text("name,type\nAda Lind,person\n", encoding="utf-8")
    alone, both = (own_plan(seen="2031-05-05", actors=actors, term_kinds=given) for given in (None, kinds))
    assert alone.producer.actors == both.producer.actors == read_actors(actors).sha256
    assert alone.load is loader_for(actors=actors)
    assert both.load is loader_for(actors=actors, term_kinds=kinds)
    assert both.producer.term_kinds == read_term_kinds(kinds).sha256


def test_a_kind_is_tried_on_its_own_examples(kinds: Path) -> None:
    (trial,) = try_term_kinds(kinds).values()
    assert trial.examples == 8
    assert 0 < trial.found <= 8
    assert 0 <= trial.wrong < trial.others / 10
