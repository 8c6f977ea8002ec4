"""The published schema is the one the types give, and it says what the contract says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.schema import json_schema, schema_text
from dragoman.types import Record
from made.envoys import sample_record

CHECKED_IN = Path(__file__).parents[1] / "docs" / "record.schema.json"


def test_the_checked_in_schema_is_up_to_date() -> None:
    assert CHECKED_IN.read_text(encoding="utf-8") == schema_text(), (
        "run 'make schema' and say so in CHANGELOG.md"
    )


def test_every_reference_in_it_leads_somewhere() -> None:
    schema = json_schema()

    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [ref for value in part.values() for ref in references(value)]
        return [ref for item in part for ref in references(item)] if isinstance(part, list) else []

    assert {ref.removeprefix("#/$defs/") for ref in references(schema)} == set(schema["$defs"])


def test_a_span_is_two_whole_numbers() -> None:
    span = json_schema()["$defs"]["Span"]
    assert (span["type"], span["minItems"], [item["type"] for item in span["prefixItems"]]) == (
        "array",
        2,
        ["integer", "integer"],
    )


# The names of the contract, which are never renamed; added ones go after them.
CONTRACT = {
    "RecordedDocument": "id origin raw_sha256 text title publisher publisher_basis publisher_span published retrieved "
    "url language zones",
    "Entity": "id type name country sector wikidata roles members mentions",
    "Place": "id span name precision lat lon country admin gazetteer",
    "Time": "id span type value alternatives start end basis",
    "Attribution": "id source cue content form speaker speaker_basis inside zone translated_from polarity score",
    "Event": "id trigger type mode context actors recipients place time stage polarity on_word_of figures zone score",
    "Figure": "id span what low best high unit of status counts part_of event on_word_of zone score",
    "Term": "id span kind status parties guarantors excluded conditions grounds violations place start end on_word_of "
    "zone score",
    "Record": "schema producer document chain entities places times attributions events figures terms",
}


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_no_name_of_the_contract_was_lost(name: str) -> None:
    assert set(CONTRACT[name].split()) <= set(json_schema()["$defs"][name]["properties"])


def test_json_that_the_schema_describes_is_read_as_a_record() -> None:
    written = json.loads(msgspec.json.encode(sample_record()))
    assert set(json_schema()["$defs"]["Record"]["properties"]) - {"why"} == set(written)
    assert msgspec.convert(written, Record) == sample_record()
