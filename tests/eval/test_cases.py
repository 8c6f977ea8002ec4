"""The judging of cases: what is right passes, and whatever is wrong in a record is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from dragoman.types import Attribution, Entity, Producer, Record, RecordedDocument, Span
from eval.cases import faults, load_floors, read_cases, write_floors
from eval.inline import MarkError

CASE = """=== a-1
{s1 Ana Roa} {q1 denied} {c1 that it rains}. It was dry.
> 1 exact | speaker=Roa | polarity=denied
> only
"""


def record(**changes: object) -> Record:
    said = Attribution(
        id="a1", source=(Span(0, 7),), cue=(Span(8, 14),), content=(Span(15, 28),), form="indirect", speaker="e1",
        speaker_basis="named", polarity="denied",
    )  # fmt: skip
    roa = Entity(id="e1", type="PER", name="Ana Roa", mentions=(Span(0, 7), Span(4, 7)))
    document = RecordedDocument(
        id="d", origin="-", raw_sha256="", text="Ana Roa denied that it rains. It was dry."
    )
    found = structs.replace(said, **changes)
    return Record(
        producer=Producer("d", "0", None), document=document, entities=(roa,), attributions=(found,)
    )


def judged(tmp_path: Path, found: Record, text: str = CASE) -> list[str]:
    path = tmp_path / "row.txt"
    path.write_text(text, encoding="utf-8")
    (case,) = read_cases(path)
    return faults(case, found)


def test_right(tmp_path: Path) -> None:
    assert judged(tmp_path, record()) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"source": ()}, "another source"),
        ({"cue": (Span(20, 22),)}, "another cue"),
        ({"content": (Span(20, 28),)}, "another content"),
        ({"content": (Span(30, 40),)}, "not found"),
        ({"polarity": "affirmed"}, "polarity is affirmed"),
        ({"speaker": None}, "left open"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, changes: dict[str, object], fault: str) -> None:
    assert any(fault in line for line in judged(tmp_path, record(**changes)))


def test_nothing_else_may_be_attributed(tmp_path: Path) -> None:
    said = record()
    more = structs.replace(said.attributions[0], id="a2", content=(Span(30, 40),))
    assert judged(tmp_path, structs.replace(said, attributions=(*said.attributions, more))) == [
        "nobody says 'It was dry'"
    ]


def test_an_outlet_must_be_in_the_chain(tmp_path: Path) -> None:
    assert judged(tmp_path, record(), CASE + "> chain: Tass\n") == ["the chain lacks 'Tass'"]


@pytest.mark.parametrize("wish", ["", "> 2 exact\n"])
def test_a_case_that_wants_nothing_is_refused(tmp_path: Path, wish: str) -> None:
    with pytest.raises(MarkError, match="a-1: say what must come out"):
        judged(tmp_path, record(), CASE.split("> ", maxsplit=1)[0] + wish)


def test_floors_rise_and_fall_only_on_purpose(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert write_floors({"row": 9}, path) == []
    assert write_floors({"row": 8}, path) == ["row"]
    assert load_floors(path) == {"row": 9}
    assert write_floors({"row": 8}, path, lower=True) == []
    assert load_floors(path) == {"row": 8}
