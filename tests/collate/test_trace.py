"""Traces: who said it first, to whom, through whom, and what was done to the words."""

from __future__ import annotations

import pytest

from dragoman.collate.trace import trace
from dragoman.types import Record
from made.parts import cites, outlet, person, record, said

WORDS = "We will open the northern corridor before the first snow falls"
LONG = WORDS + " on the valley, and nobody will stop us"


def first_report() -> Record:
    text = f"Ada Lind told the valley council: “{LONG}.” She left by car."
    return record(
        "d1", text, "2031-05-05", publisher="Coast Radio", entities=(person(1, "Ada Lind", text),),
        attributions=(said(1, text, LONG, cue="told"),),
    )  # fmt: skip


def second_report(content: str = WORDS, **known: object) -> Record:
    text = f"“{content},” Ms Lind said, Coast Radio reported."
    return record(
        "d2", text, "2031-05-06", publisher="Harbour Wire",
        entities=(person(1, "Lind", text), outlet(2, "Coast Radio", text)),
        chain=(cites(2, text, "Coast Radio", f"“{content},” Ms Lind said"),),
        attributions=(said(1, text, content, **known),),
    )  # fmt: skip


def test_the_way_of_a_quotation() -> None:
    records = [second_report(), first_report()]
    found = trace(WORDS, records)
    one, two = found.steps
    assert (found.first, found.why) == (0, None)
    assert (one.document, one.speaker, one.treatment, one.came_from) == ("d1", "Ada Lind", "first", None)
    assert [span.of(records[1].document.text) for span in one.told_to] == ["the valley council"]
    assert (two.document, two.treatment, two.came_from, two.order_basis) == ("d2", "cut", 0, "published")
    assert two.outlets == ("Harbour Wire", "Coast Radio")
    assert two.changes[0].before is not None
    assert two.changes[0].before.of(records[1].document.text) == "on the valley, and nobody will stop us"


@pytest.mark.parametrize(
    ("content", "known", "treatment"),
    [
        (LONG, {}, "same_words"),
        (WORDS, {}, "cut"),
        (LONG.replace("northern ", ""), {}, "changed"),
        (LONG.replace("will open", "may open"), {}, "changed"),
        ("the northern corridor would be opened before snow fell first", {"form": "indirect"}, "retold"),
        (
            "Before first snow falls we open you the northern corridor",
            {"translated_from": "ru"},
            "translated",
        ),
    ],
)
def test_what_was_done_to_the_words(content: str, known: dict[str, object], treatment: str) -> None:
    found = trace(WORDS, [first_report(), second_report(content, **known)])
    assert [step.treatment for step in found.steps] == ["first", treatment]


def test_a_changed_word_is_named() -> None:
    found = trace(WORDS, [first_report(), second_report(LONG.replace("will open", "may open"))])
    [change] = found.steps[1].changes
    assert [(word.kind, word.change) for word in change.words] == [("hedge", "added")]


def test_words_in_nobodys_mouth_are_found_too() -> None:
    text = f"A poster on the wall read {WORDS}."
    [step] = trace(WORDS, [record("p", text, "2031-05-05")]).steps
    assert (step.attribution, step.speaker) == (None, None)
    assert [shared.second.of(text) for shared in step.shared] == [WORDS]


def test_a_few_words_are_looked_for_whole() -> None:
    texts = ("The claim was “invented before breakfast”, she said.", "Breakfast was invented long before.")
    found = trace("invented before breakfast", [record(f"d{n}", text) for n, text in enumerate(texts)])
    assert [step.document for step in found.steps] == ["d0"]


def test_without_dates_nobody_was_first() -> None:
    undated = [record(name, f"“{WORDS},” somebody wrote.") for name in "ab"]
    found = trace(WORDS, undated)
    assert found.first is None
    assert found.why == "the dates of the documents leave open which came first"
    assert [step.came_from for step in found.steps] == [None, None]


def test_words_that_stand_nowhere() -> None:
    found = trace("a sentence that nobody wrote anywhere", [first_report()])
    assert (found.steps, found.first) == ((), None)
    assert trace("", [first_report()]).steps == ()
    assert trace("…", [first_report()]).steps == ()


def test_what_a_source_reports_of_another_is_the_others() -> None:
    text = f"A clerk told the paper that Ada Lind had said: “{WORDS}”."
    inner = said(2, text, WORDS, inside="a1")
    outer = said(
        1, text, text[text.index("that Ada") : -1], None, source="A clerk", cue="told", form="indirect"
    )
    found = trace(
        WORDS, [record("d", text, entities=(person(1, "Ada Lind", text),), attributions=(outer, inner))]
    )
    assert [step.speaker for step in found.steps] == ["Ada Lind"]
