"""The event sentences written for training: the format's mistakes are found, and the files that are there hold none."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from dragoman.types import Span
from training.event_labels import FIGURE_KINDS, STAGES, find_phrase, ontology
from training.event_split import split_folder, write_second
from training.events import (
    FOLDER,
    SECOND,
    EventTextError,
    Passage,
    counts,
    is_held_out,
    is_second,
    load_events,
    load_files,
    read_passages,
)

GUIDE = Path(__file__).parents[2] / "docs" / "events.md"
SENTENCE = "Rebels shelled Taiz on Monday, killing 12 people, five of them children; rebels fled."


def passages_of(text: str) -> tuple[tuple[Passage, ...], list[str]]:
    problems: list[str] = []
    return tuple(read_passages(text, Path("x.txt"), problems)), problems


def problems_of(*labels: str) -> list[str]:
    return passages_of("\n".join(["@x.01 wire", SENTENCE, *labels]))[1]


def guide_passages() -> list[Passage]:
    text = GUIDE.read_text(encoding="utf-8")
    problems: list[str] = []
    found: list[Passage] = []
    for block in re.finditer(r"^```events\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        lines_before = text[: block.start(1)].count("\n")
        found += read_passages("\n" * lines_before + block[1], GUIDE, problems)
    assert problems == []
    return found


@pytest.mark.parametrize("name", ["training.event_labels", "training.events", "training.agreement_events"])
def test_examples_in_the_code_give_what_they_say(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
    assert results.attempted > 0


def test_a_passage_is_read_with_offsets_heads_and_bounds() -> None:
    label = "E1 ASSAULT/heavy-weapons | shelled | by: [Rebels] shelled | to: Taiz | at: Taiz | on: Monday"
    figures = (
        "F1 killed 12 | 12 people | ev: E1",
        "F2 killed 5 civilian part | five | of: children | part: F1",
    )
    (passage,), problems = passages_of("\n".join(["@x.01 wire", SENTENCE, label, *figures]))
    assert problems == []
    event = passage.events[0]
    assert [span.of(SENTENCE) for span in event.triggers] == ["shelled"]
    assert [(actor.span, actor.head) for actor in event.actors] == [(Span(0, 6), Span(0, 6))]
    assert (event.stage, event.polarity, event.place) == ("happened", "affirmed", Span(15, 19))
    assert [(figure.bounds.best, figure.part_of, figure.event) for figure in passage.figures] == [
        (12, None, "E1"),
        (5, "F1", None),
    ]
    assert passage.figures[1].of is not None
    assert passage.figures[1].of.span.of(SENTENCE) == "children"


@pytest.mark.parametrize(
    ("label", "complaint"),
    [
        ("E1 ASSAULT | bombed", "'bombed' is not in the text"),
        ("E1 ASSAULT | killing 1", "not in the text"),
        ("E1 ATTACK | shelled", "no event type"),
        ("E1 contexts | shelled", "no event type"),
        ("E1 ASSAULT/demo | shelled", "no mode 'demo'"),
        ("E1 ASSAULT #army | shelled", "no such context"),
        ("E1 ASSAULT hapened | shelled", "give one stage"),
        ("E1 ASSAULT ongoing planned | shelled", "give one stage"),
        ("E1 ASSAULT threatened | shelled", "goes with THREATEN"),
        ("E1 THREATEN/violence | shelled", "goes with THREATEN"),
        ("E1 CONSULT planned | shelled", "CONSULT still to come is AGREE"),
        ("E1 RETREAT/withdraw planned | fled", "RETREAT still to come is CONCEDE"),
        ("E1 CONSULT | shelled | to: Taiz", "all who meet"),
        ("E1 ASSAULT | shelled | with: Taiz", "is none of the fields"),
        ("E1 ASSAULT | shelled | to: Taiz | to: Monday", "stands twice"),
        ("E1 ASSAULT", "a label needs"),
        ("E1 ASSAULT | shelled | by: Reb[els", "one pair of brackets"),
        ("F1 killed | 12 people", "a label needs"),
        ("F1 killed twelve | 12 people", "is no value"),
        ("F1 killed 13 | 12 people", "says 12, the value does not"),
        ("F1 killed 30-12 | 12 people", "lies above"),
        ("F1 killed 12 | [12 / people], five", "don't go together"),
        ("F1 dead 12 | 12 people", "no kind of figure"),
        ("F1 killed 12 part | 12 people", "'part' needs"),
        ("F1 killed 12 | 12 people | part: F2", "the word 'part'"),
        ("F1 killed 12 dead | 12 people", "without a unit"),
        ("F1 money 12 | 12 people", "needs its unit"),
        ("F1 killed 12 civilian combatant | 12 people", "only one of these"),
        ("shelled", "a label begins with"),
    ],
)
def test_a_wrong_label_is_told_with_file_and_line(label: str, complaint: str) -> None:
    problems = problems_of(label)
    assert len(problems) == 1
    assert problems[0].startswith("x.txt:3: ")
    assert complaint in problems[0]


def test_words_that_stand_twice_must_be_told_apart() -> None:
    text = "Troops left as troops came, and troops stayed."
    with pytest.raises(Exception, match="stands 2 times"):
        find_phrase("troops", text)
    assert find_phrase("and [troops] stayed", text).span == Span(32, 38)


@pytest.mark.parametrize(
    ("content", "line", "complaint"),
    [
        ("E1 ASSAULT | shelled", 1, "a passage begins with '@'"),
        ("@x.1 wire\nText.\nNONE", 1, "a passage is '@file.01 style'"),
        ("@x.01 wire\nNONE", 1, "a passage is '@file.01 style'"),
        ("@x.01 wire\nText.", 1, "has no labels"),
        ("@x.01 wire\nText.\nNONE\n@x.01 wire\nOther text.\nNONE", 4, "is there already"),
        ("@x.01 wire\nText.\nNONE\n@x.02 wire\nText.\nNONE", 4, "is there already"),
        ("@x.01 wire\nIt fell.\nE1 ASSAULT | fell\nNONE", 1, "NONE beside labels"),
        ("@x.01 wire\nIt fell.\nE1 ASSAULT | fell\nE1 ASSAULT | fell", 1, "E1 stands twice"),
        ("@x.01 wire\nIt fell.\nE1 ASSAULT | It fell; fell", 1, "its triggers overlap"),
        ("@x.01 wire\nIt hit 12.\nF1 killed 12 | 12 | ev: E1", 1, "which is not there"),
        ("@x.01 wire\nIt hit 12.\nF1 killed 12 part | 12 | part: F2", 1, "which is not there"),
        (
            "@x.01 wire\nSix of five died.\nF1 killed 5 | five\nF2 killed 6 part | Six | part: F1",
            1,
            "F2 is more than F1",
        ),
    ],
)
def test_a_wrong_passage_is_told_with_file_and_line(
    tmp_path: Path, content: str, line: int, complaint: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EventTextError, match=re.escape(f"{path}:{line}: ")) as caught:
        load_files([path])
    assert complaint in str(caught.value)


def test_the_guide_tells_of_every_type_mode_context_stage_and_kind_of_figure() -> None:
    told = set(re.findall(r"`([\w-]+)`", GUIDE.read_text(encoding="utf-8")))
    types = ontology().keys() - {"contexts"}
    modes = {mode for kind in types for mode in ontology()[kind]}
    assert (types | modes | ontology()["contexts"] | STAGES | FIGURE_KINDS) - told == set()


def test_the_worked_cases_of_the_guide_follow_its_format() -> None:
    found = guide_passages()
    assert len(found) >= 20
    assert len({passage.id for passage in found}) == len(found)
    told = counts(found)
    assert set(told["stage"]) == STAGES
    assert told["polarity"]["denied"] >= 3


def test_all_files_hold_no_mistake_and_stand_in_their_part() -> None:
    learnt, measured = load_events(), load_events(held_out=True)
    assert not {passage.id for passage in learnt} & {passage.id for passage in measured}
    assert 0.15 < len(measured) / len(learnt + measured) < 0.25
    load_files(sorted((FOLDER / SECOND).glob("*.txt")), labelled=False)
    assert all(passage.id.startswith(passage.path.stem) for passage in learnt + measured)


MINIMA = {
    "all": {
        "sentences": 1200,
        "passages with figures": 250,
        "passages without events": 120,
        "upper case": 80,
    },
    "type": dict.fromkeys(ontology().keys() - {"contexts"}, 30),
    "mode": {f"{kind}/{mode}": 6 for kind in ontology().keys() - {"contexts"} for mode in ontology()[kind]},
    "stage": dict.fromkeys(STAGES, 40),
    "polarity": {"denied": 60},
    "figure": dict.fromkeys(FIGURE_KINDS, 5),
    "bounds": dict.fromkeys(("exact", "at least", "up to", "between", "about", "nearly", "unknown"), 5),
    "counts": {"new": 100, "total": 30, "part": 30},
    "status": {"civilian": 30, "combatant": 30},
}


@pytest.mark.parametrize("name", MINIMA)
def test_every_value_is_there_often_enough_to_be_learnt(name: str) -> None:
    told = counts((*load_events(), *load_events(held_out=True)))[name]
    assert {value: told[value] for value, least in MINIMA[name].items() if told[value] < least} == {}


def test_no_phrase_ends_in_white_space_and_no_trigger_is_a_whole_clause() -> None:
    for passage in (*load_events(), *load_events(held_out=True)):
        for event in passage.events:
            triggers = [span.of(passage.text) for span in event.triggers]
            assert [words for words in triggers if len(words.split()) > 4 or words != words.strip()] == []


def test_the_split_hangs_on_the_id_alone_and_loses_nothing(tmp_path: Path) -> None:
    blocks = [f"@x.{n:02} wire\nText number {n}.\nNONE\n" for n in range(40)]
    path = tmp_path / "x.txt"
    path.write_text("# Preface.\n\n" + "\n".join(blocks), encoding="utf-8")
    with pytest.raises(EventTextError, match="is in the wrong part"):
        load_events(tmp_path)
    moved = split_folder(tmp_path)
    learnt, measured = load_events(tmp_path), load_events(tmp_path, held_out=True)
    assert moved == len(measured) == sum(is_held_out(f"x.{n:02}") for n in range(40))
    assert len(learnt) + len(measured) == 40
    assert split_folder(tmp_path) == 0
    assert path.read_text(encoding="utf-8").startswith("# Preface.\n\n@x.")


def test_the_second_reading_gets_bare_text_and_keeps_what_was_written(tmp_path: Path) -> None:
    blocks = [f"@x.{n:02} wire\nIt fell {n}.\nE1 ASSAULT | fell\n" for n in range(40)]
    (tmp_path / "x.txt").write_text("\n".join(blocks), encoding="utf-8")
    split_folder(tmp_path)
    assert write_second(tmp_path) == sum(is_second(f"x.{n:02}") for n in range(40))
    path = tmp_path / SECOND / "x.txt"
    assert "ASSAULT" not in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "NONE\n", encoding="utf-8")
    assert write_second(tmp_path) == 0
    passages = load_files([path], labelled=False)
    assert [passage.labelled for passage in passages].count(True) == 1
