"""Events, figures and terms in words."""

from __future__ import annotations

import pytest
from msgspec import structs

from dragoman.show.chain import look_up
from dragoman.show.happenings import agreed, amount, counted, happened
from dragoman.types import (
    Attribution,
    Entity,
    Event,
    Figure,
    KindMatch,
    Participant,
    Place,
    Producer,
    Record,
    RecordedDocument,
    Span,
    Term,
    Time,
    Violation,
    Zone,
)

TEXT = "The ministry said the brigade shelled Tarn on Monday, killing at least 12. The truce excludes the brigade."


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


BRIGADE, TARN = Participant(at("the brigade"), "e2"), Participant(at("Tarn"))


def event(**changes: object) -> Event:
    held = {
        "id": "v1", "trigger": (at("shelled"),), "type": "ASSAULT", "mode": "heavy-weapons", "actors": (BRIGADE,),
        "recipients": (TARN,), "place": "p1", "time": "t1", "stage": "happened", "polarity": "affirmed",
        "on_word_of": "a1", "figures": ("f1",), "zone": "body", "score": 0.9,
    }  # fmt: skip
    return Event(**(held | changes))  # type: ignore[arg-type]


def record(**changes: object) -> Record:
    held = {
        "producer": Producer("dragoman", "0", None),
        "document": RecordedDocument(
            id="d", origin="d", raw_sha256="0", text=TEXT, publisher="Delta Wire", language="en",
            zones=(Zone("body", Span(0, len(TEXT))),),
        ),
        "entities": (
            Entity(id="e1", type="ORG", name="ministry", mentions=(at("The ministry"),)),
            Entity(id="e2", type="ARMED", name="Hill Brigade", mentions=(at("the brigade"),)),
        ),
        "places": (Place(id="p1", span=at("Tarn"), name="Tarn"),),
        "times": (Time(id="t1", span=at("Monday"), type="DATE", value="2031-05-05"),),
        "attributions": (
            Attribution(
                id="a1", source=(at("The ministry"),), cue=(at("said"),),
                content=(at("the brigade shelled Tarn on Monday, killing at least 12"),), form="indirect", speaker="e1",
                speaker_basis="named",
            ),
        ),
        "events": (event(),),
        "figures": (
            Figure(id="f1", span=at("at least 12"), what="killed", low=12, counts="new", event="v1", on_word_of="a1",
                   zone="body", score=0.8),
        ),
        "terms": (
            Term(id="m1", span=at("truce"), kind="ceasefire", status="in_force", excluded=(BRIGADE,), start="t1",
                 violations=(Violation(by=BRIGADE, against=TARN, span=at("shelled"), on_word_of="a1"),),
                 on_word_of="publisher", zone="body", score=0.7),
        ),
    }  # fmt: skip
    return Record(**(held | changes))  # type: ignore[arg-type]


def test_an_event_comes_with_place_time_figures_and_whose_word_it_is() -> None:
    told = happened(look_up(record()), 1)
    assert (told.where, told.when, told.figures, told.word) == (
        "Tarn",
        "5 May 2031",
        "at least 12 killed",
        "ministry",
    )


def test_a_figure_without_a_number_gives_the_reason() -> None:
    dead = Figure(id="f1", span=at("12"), what="killed", on_word_of="publisher", zone="body", score=0.5,
                  why={"best": "the words are not a number"})  # fmt: skip
    told = counted(look_up(record(figures=(dead,))), 1)
    assert (told.value, told.known, told.word) == ("the words are not a number", False, "Delta Wire")


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [(3, 3, 3, "3"), (12, None, None, "at least 12"), (None, None, 9, "up to 9"), (30, None, 40, "30 to 40"),
     (None, 500, None, "about 500"), (None, 500, 500, "nearly 500"), (1500, 1500, 1500, "1,500"),
     (None, None, None, ""),
     (1.1e9, None, None, "at least 1,100,000,000")],
)  # fmt: skip
def test_bounds_in_words(low: float | None, best: float | None, high: float | None, words: str) -> None:
    figure = Figure(id="f1", span=at("12"), what="killed", low=low, best=best, high=high, on_word_of="publisher",
                    zone="body", score=0.5)  # fmt: skip
    assert amount(figure) == words


def test_a_term_is_a_card_with_what_is_left_out() -> None:
    told = agreed(look_up(record()), 1)
    assert (told.kind, told.status, told.word) == ("ceasefire", "in force", "Delta Wire")
    assert dict(told.lines) == {
        "from": "5 May 2031",
        "excluded": "Hill Brigade",
        "violations": "shelled by Hill Brigade against Tarn, on ministry's word",
    }


def test_a_term_of_a_kind_of_the_callers_says_what_it_rests_on() -> None:
    known = record()
    own = structs.replace(known.terms[0], kind="water_sharing", match=KindMatch(2, 3.14, 2.0))
    told = agreed(look_up(structs.replace(known, terms=(own,))), 1)
    assert told.kind == "water sharing"
    assert dict(told.lines)["matched by"] == "your kind, most like its example 2 (likeness 3.1, needed 2.0)"
