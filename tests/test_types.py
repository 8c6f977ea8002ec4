"""A record written as JSON and read back is the same record, whatever the text."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.types import OUTSIDE_ZONES, SCHEMA, Place, Record, Span, join_spans
from made.anything import records

SLOW_TO_BUILD = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_TO_BUILD)
@given(records())
def test_record_to_json_and_back_loses_nothing(record: Record) -> None:
    written = msgspec.json.encode(record)
    assert msgspec.json.decode(written, type=Record) == record
    assert msgspec.json.encode(msgspec.json.decode(written, type=Record)) == written


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW_TO_BUILD)
@given(records())
def test_the_same_record_is_written_the_same_way(record: Record) -> None:
    assert msgspec.json.encode(record) == msgspec.json.encode(msgspec.structs.replace(record))


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW_TO_BUILD)
@given(records())
def test_json_holds_the_names_of_the_contract(record: Record) -> None:
    raw = msgspec.json.decode(msgspec.json.encode(record))
    assert raw["schema"] == SCHEMA
    parts = "schema producer document chain entities places times attributions events figures terms"
    assert [key for key in raw if key != "why"] == parts.split()


def test_values_are_frozen() -> None:
    span = Span(0, 3)
    with pytest.raises(AttributeError):
        span.start = 1  # type: ignore[misc]
    assert len({span, Span(0, 3)}) == 1


def test_a_span_is_written_as_two_numbers_and_counts_code_points() -> None:
    assert msgspec.json.encode(Span(3, 6)) == b"[3,6]"
    assert Span(2, 8).of("🕊️السلام") == "السلام"


def test_unknown_is_null_and_a_reason_only_stands_where_there_is_one() -> None:
    place = Place(id="p1", span=Span(0, 4), name="Homs")
    assert b'"lat":null' in msgspec.json.encode(place)
    assert b"why" not in msgspec.json.encode(place)
    assert b'"why":{"lat":"no gazetteer"}' in msgspec.json.encode(
        msgspec.structs.replace(place, why={"lat": "no gazetteer"})
    )


@pytest.mark.parametrize(
    "written",
    [
        b'{"id":"p1","span":[0],"name":"Homs"}',
        b'{"id":1,"span":[0,4],"name":"Homs"}',
        b'{"span":[0,4],"name":"Homs"}',
    ],
)
def test_json_of_the_wrong_kind_is_refused(written: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(written, type=Place)


def test_spans_join_and_stand_beside_each_other() -> None:
    assert join_spans([Span(4, 6), Span(1, 2)]) == Span(1, 6)
    assert not Span(0, 3).touches(Span(3, 5))
    assert Span(0, 3) < Span(0, 4) < Span(1, 2)
    with pytest.raises(ValueError, match="empty"):
        join_spans([])


def test_words_outside_the_report_are_teasers_and_furniture() -> None:
    assert {"teaser", "furniture"} == OUTSIDE_ZONES
