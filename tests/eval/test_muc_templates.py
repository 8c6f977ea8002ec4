"""Records to MUC-4 templates: each field in its slot, what the task leaves out left out, one incident one template."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.types import (
    Attribution,
    Entity,
    Event,
    Figure,
    Participant,
    Place,
    Published,
    Record,
    Span,
    Time,
)
from eval import muc_templates
from eval.muc_templates import templates_of
from made.river import at, make_document, make_record

TEXT = (
    "RIVAL CITY, 12 JUN 31 - THE HILL FRONT BOMBED A BRIDGE IN ARBORA ON SUNDAY, KILLING AT LEAST 12 PEASANTS, "
    "THE ARMY SAID. JUDGE ANA ROA WAS MURDERED THERE. THE FRONT DENIED IT."
)


def front() -> Entity:
    return Entity(id="e1", type="ARMED", name="HILL FRONT", sector="REB", mentions=(at("HILL FRONT", TEXT),))


def party(words: str, entity: str | None = None) -> Participant:
    return Participant(at(words, TEXT), entity)


def event(words: str, **fields: Any) -> Event:
    known: dict[str, Any] = {
        "id": words, "trigger": (at(words, TEXT),), "type": "ASSAULT", "stage": "happened",
        "polarity": "affirmed", "on_word_of": "publisher", "zone": "body", "score": 0.9,
    }  # fmt: skip
    return Event(**{**known, **fields})


def bombing(**fields: Any) -> Event:
    known: dict[str, Any] = {
        "mode": "explosives", "actors": (party("THE HILL FRONT", "e1"),), "recipients": (party("A BRIDGE"),),
        "place": "p1", "time": "t1", "on_word_of": "a1", "figures": ("f1",),
    }  # fmt: skip
    return event("BOMBED", **{**known, **fields})


def murder(**fields: Any) -> Event:
    known = {"mode": "targeted", "recipients": (party("JUDGE ANA ROA", "e2"),)}
    return event("MURDERED", **{**known, **fields})


def report(*events: Event, **fields: Any) -> Record:
    known: dict[str, Any] = {
        "document": make_document(TEXT, published=Published("2031-06-12", "text", at("12 JUN 31", TEXT))),
        "events": events,
        "entities": (
            front(),
            Entity(id="e2", type="PER", name="ANA ROA", sector="JUD", mentions=(at("ANA ROA", TEXT),)),
            Entity(id="e3", type="ORG", name="ARMY", sector="MIL", mentions=(at("ARMY", TEXT),)),
        ),
        "places": (
            Place(id="p1", span=at("ARBORA", TEXT), name="Arbora", precision="populated", country="PER"),
        ),
        "times": (
            Time(
                id="t1", span=at("SUNDAY", TEXT), type="DATE", value="2031-06-08",
                start="2031-06-08", end="2031-06-08", basis="publication",
            ),
        ),
        "attributions": (
            Attribution(
                id="a1", source=(at("THE ARMY", TEXT),), cue=(at("SAID", TEXT),), form="indirect", speaker="e3",
                content=(Span(TEXT.index("THE HILL"), TEXT.index(", THE ARMY")),),
            ),
        ),
        "figures": (
            Figure(
                id="f1", span=at("AT LEAST 12 PEASANTS", TEXT), what="killed", low=12.0, event="BOMBED",
                of=party("PEASANTS"), on_word_of="a1", zone="body", score=0.9,
            ),
        ),
    }  # fmt: skip
    return make_record(TEXT, **{**known, **fields})


def test_every_field_goes_to_its_slot() -> None:
    assert templates_of(report(bombing())) == [
        {
            "incident_type": ["BOMBING"],
            "incident_stage": ["ACCOMPLISHED"],
            "incident_date": ["08 JUN 31"],
            "incident_location": ["PERU: ARBORA"],
            "instrument_type": ["EXPLOSIVE"],
            "perp_category": ["TERRORIST ACT"],
            "perp_organization": ["HILL FRONT"],
            "perp_confidence": [{"value": "SUSPECTED OR ACCUSED BY AUTHORITIES", "of": "HILL FRONT"}],
            "hum_description": ["PEASANTS"],
            "hum_effect": [{"value": "DEATH", "of": "PEASANTS"}],
            "hum_number": [{"value": "12-", "of": "PEASANTS"}],
            "hum_type": [{"value": "CIVILIAN", "of": "PEASANTS"}],
            "phys_id": ["A BRIDGE"],
        }
    ]


def test_a_person_goes_by_the_name_and_counts_as_one() -> None:
    (filled,) = templates_of(report(murder(), figures=()))
    assert filled["hum_name"] == ["ANA ROA"]
    assert filled["hum_type"] == [{"value": "LEGAL OR JUDICIAL", "of": "ANA ROA"}]
    assert filled["hum_number"] == [{"value": "1", "of": "ANA ROA"}]
    assert filled["hum_effect"] == [{"value": "DEATH", "of": "ANA ROA"}]


def test_what_the_text_leaves_open_is_the_country_named_most_and_up_to_the_report() -> None:
    (filled,) = templates_of(report(murder(), figures=()))
    assert (filled["incident_location"], filled["incident_date"]) == (["PERU"], ["- 12 JUN 31"])


def test_a_report_without_a_date_has_no_date() -> None:
    (filled,) = templates_of(report(murder(), figures=(), document=make_document(TEXT)))
    assert filled["incident_date"] == []


def test_the_publisher_reports_as_fact_and_who_speaks_of_himself_claims() -> None:
    (fact,) = templates_of(report(bombing(on_word_of="publisher")))
    assert fact["perp_confidence"] == [{"value": "REPORTED AS FACT", "of": "HILL FRONT"}]
    own = msgspec.structs.replace(report(bombing()).attributions[0], speaker="e1")
    (claim,) = templates_of(report(bombing(), attributions=(own,)))
    assert claim["perp_confidence"] == [{"value": "CLAIMED OR ADMITTED", "of": "HILL FRONT"}]


@pytest.mark.parametrize(
    "changes",
    [
        {"polarity": "denied"},
        {"stage": "planned"},
        {"stage": "hypothetical"},
        {"zone": "teaser"},
        {"type": "CONSULT"},
        {"recipients": (), "figures": ()},
        {"recipients": (party("THE ARMY", "e3"),)},
    ],
)
def test_what_the_task_leaves_out_is_left_out(changes: dict[str, Any]) -> None:
    assert templates_of(report(bombing(**changes))) == []


def test_what_is_older_than_two_months_is_left_out() -> None:
    old = msgspec.structs.replace(report().times[0], start="2031-03-08", end="2031-03-08")
    assert templates_of(report(bombing(), times=(old,))) == []


def test_events_that_differ_in_nothing_known_are_one_incident() -> None:
    again = event("MURDERED", recipients=(party("JUDGE ANA ROA", "e2"),), mode="explosives")
    (filled,) = templates_of(report(bombing(), again))
    assert (filled["hum_name"], filled["phys_id"]) == (["ANA ROA"], ["A BRIDGE"])


def test_events_of_two_types_are_two() -> None:
    assert [one["incident_type"] for one in templates_of(report(bombing(), murder(mode="abduct")))] == [
        ["BOMBING"], ["KIDNAPPING"],
    ]  # fmt: skip


def test_the_program_stays_a_plain_mapping() -> None:
    assert len(Path(muc_templates.__file__).read_text().splitlines()) < 150


def test_records_in_templates_out(tmp_path: Path) -> None:
    records, out = tmp_path / "records.jsonl", tmp_path / "templates.jsonl"
    records.write_bytes(
        msgspec.json.encode(report(bombing())) + b"\n" + msgspec.json.encode(report()) + b"\n"
    )
    program = Path(muc_templates.__file__)
    subprocess.run([sys.executable, str(program), str(records), "-o", str(out)], check=True)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(row["id"], len(row["templates"])) for row in rows] == [("river.txt", 1), ("river.txt", 0)]
