"""Labels kept without their texts: nothing of a text gets into the lines, and they come back on the same words."""

from __future__ import annotations

import doctest
import gzip
import importlib
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from training.events import Passage, load_files
from training.real_texts import StandoffError, Stretch, documents
from training.standoff import FOLDER, Labels, is_held_out, real_passages, take_off, write

TEXT = "   TAIZ, 3 MAY 31 (HARBOUR) -- REBELS\nSHELLED  TAIZ.\n\n   TWELVE PEOPLE DIED, THE\nGOVERNOR SAID.\n"
ANNOTATED = """@real_muc.01 muc
REBELS SHELLED TAIZ.  TWELVE PEOPLE DIED, THE GOVERNOR SAID.
E1 ASSAULT/heavy-weapons | SHELLED | by: REBELS | to: TAIZ; TWELVE PEOPLE | at: TAIZ
F1 killed 12 | TWELVE PEOPLE | ev: E1 | src: THE GOVERNOR
"""


@dataclass(frozen=True)
class Kept:
    """A folder with one report, a folder with the labels of a stretch of it, and the passage they were made of."""

    data: Path
    labels: Path
    passage: Passage
    at: Stretch


def write_report(data: Path, text: str) -> None:
    path = data / "events" / "muc" / "dev.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps({"id": "DEV-1", "text": text}).encode()))
    documents.cache_clear()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    at = Stretch(
        set="muc", id="real_muc.01", document="DEV-1", start=TEXT.index("REBELS"), end=len(TEXT.rstrip())
    )
    write_report(tmp_path, TEXT)
    annotated = tmp_path / "annotated.txt"
    annotated.write_text(ANNOTATED, encoding="utf-8")
    labels = tmp_path / "labels"
    labels.mkdir()
    (passage,) = load_files([annotated])
    write([passage], {at.id: at}, tmp_path, labels)
    return Kept(tmp_path, labels, passage, at)


def test_labels_come_back_on_the_words_they_were_made_for(kept: Kept) -> None:
    (passage,) = real_passages(kept.data, held_out=is_held_out(kept.at), folder=kept.labels)
    assert passage.text == "REBELS SHELLED TAIZ.\n\nTWELVE PEOPLE DIED, THE GOVERNOR SAID."
    assert (passage.events, passage.figures) == (kept.passage.events, kept.passage.figures)
    (event,), (figure,) = passage.events, passage.figures
    assert [
        event.triggers[0].of(passage.text),
        *(phrase.span.of(passage.text) for phrase in event.recipients),
    ] == [
        "SHELLED",
        "TAIZ",
        "TWELVE PEOPLE",
    ]
    assert figure.source is not None
    assert figure.source.head.of(passage.text) == "GOVERNOR"


def test_a_document_is_either_learned_from_or_measured_on(kept: Kept) -> None:
    assert real_passages(kept.data, held_out=not is_held_out(kept.at), folder=kept.labels) == ()


def test_no_word_of_the_text_is_in_the_lines(kept: Kept) -> None:
    lines = (kept.labels / "muc.jsonl").read_text(encoding="utf-8")
    assert not [
        word for word in ("SHELLED", "REBELS", "TAIZ", "TWELVE", "PEOPLE", "GOVERNOR") if word in lines
    ]


def test_another_text_under_the_labels_is_told(kept: Kept) -> None:
    write_report(kept.data, TEXT.replace("TWELVE", "ELEVEN"))
    with pytest.raises(StandoffError, match=r"muc\.jsonl:1: muc DEV-1 has another text"):
        real_passages(kept.data, held_out=is_held_out(kept.at), folder=kept.labels)


def test_a_text_changed_while_annotating_is_told(kept: Kept) -> None:
    write_report(kept.data, TEXT.replace("REBELS", "TROOPS"))
    with pytest.raises(StandoffError, match=r"annotated\.txt:1: the text of real_muc\.01 was changed"):
        take_off(kept.passage, kept.at, kept.data)


def test_a_document_that_is_missing_is_named(kept: Kept) -> None:
    with pytest.raises(StandoffError, match="no document DEV-2 in muc"):
        take_off(kept.passage, Stretch(set="muc", id="", document="DEV-2", start=0, end=1), kept.data)


def test_the_reports_of_one_ecb_topic_are_on_one_side() -> None:
    sides = {
        is_held_out(Stretch(set="ecbplus", id="", document=f"7_{number}ecb", start=0, end=1))
        for number in range(12)
    }
    assert len(sides) == 1


def test_what_is_kept_holds_labels_only_and_no_document_twice() -> None:
    import msgspec

    lines = [
        msgspec.json.decode(line, type=Labels)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_bytes().split(b"\n")
        if line
    ]
    places = [(line.at.set, line.at.document) for line in lines]
    assert len(places) == len(set(places)) >= 120
    units = {figure.unit for line in lines for figure in line.figures} - {None}
    assert all(unit.isalpha() for unit in units if unit)


@pytest.mark.parametrize("name", ["training.standoff", "training.pick_real", "training.real_texts"])
def test_examples_in_the_code_give_what_they_say(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
    assert results.attempted > 0
