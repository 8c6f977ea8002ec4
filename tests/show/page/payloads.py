"""Records whose every text is an attempt to act on the page that shows it: one record for each attempt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import structs

from dragoman.types import Author, Entity, Producer, Record
from made.desk import TOLD, record_of

_LINES = (Path(__file__).parents[1] / "payloads.txt").read_text(encoding="utf-8").split("\n")
_BEFORE = ("", '">', "'>", "</script>", "-->")
"""What would end the place a text stands in: nothing, an attribute, a script, a comment."""
PAYLOADS = tuple(dict.fromkeys(before + line for line in _LINES if line for before in _BEFORE))


def payload_records() -> tuple[Record, ...]:
    """A record for each payload, which stands in every field of it that holds free text."""
    return tuple(map(_record, PAYLOADS))


def _record(payload: str) -> Record:
    told = structs.replace(
        TOLD[0], publisher=payload, speaker=payload, title=payload, words=payload, outlet=payload
    )
    record = record_of(structs.replace(told, role=payload, city=payload, url=payload))
    why = {"speaker": payload, "best": payload, "gazetteer": payload, payload: payload}
    every: dict[str, Any] = {
        "producer": Producer(payload, payload, payload),
        "why": why,
        "document": structs.replace(
            record.document, origin=payload, retrieved=payload, authors=(Author(payload, "given"),), why=why
        ),
        "entities": tuple(_entity(entity, payload) for entity in record.entities),
        "places": tuple(
            structs.replace(
                place, name=payload, country=payload, admin=(payload,), gazetteer=payload, why=why
            )
            for place in record.places
        ),
        "times": tuple(
            structs.replace(time, value=payload, alternatives=(payload,), why=why) for time in record.times
        ),
        "attributions": tuple(structs.replace(said, translated_from=payload) for said in record.attributions),
        "events": tuple(
            structs.replace(event, type=payload, mode=payload, context=(payload,)) for event in record.events
        ),
        "figures": tuple(structs.replace(figure, what=payload, unit=payload) for figure in record.figures),
        "terms": tuple(structs.replace(term, kind=payload) for term in record.terms),
    }
    return structs.replace(record, **every)


def _entity(entity: Entity, payload: str) -> Entity:
    roles = tuple(structs.replace(role, title=payload, of=payload) for role in entity.roles)
    return structs.replace(
        entity, name=payload, country=payload, sector=payload, wikidata=payload, roles=roles
    )
