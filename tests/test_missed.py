"""Sentences with a verb of force or diplomacy and no event: found where they are, and only there."""

from __future__ import annotations

import pytest

from dragoman.missed import missed_of
from dragoman.show.missed import missed_line, missed_plain
from dragoman.types import Event, Record, Zone
from made.river import at, make_document, make_record

TEXT = (
    "Reva, June 2 - Troops shelled the mill at dawn. The envoys met in Belmora. Prices rose again.\n\n"
    "Rebels gunned down a guard.\n\n"
    "Gunmen raid a bank"
)


def report(*, events: tuple[Event, ...] = ()) -> Record:
    zones = (
        Zone("dateline", at("Reva, June 2 -", TEXT)),
        Zone("body", at(TEXT[TEXT.index("Troops") : TEXT.index("\n\nGunmen")], TEXT)),
        Zone("teaser", at("Gunmen raid a bank", TEXT)),
    )
    return make_record(TEXT, document=make_document(TEXT, zones=zones), events=events)


def shelling() -> Event:
    return Event(
        id="v1", trigger=(at("shelled", TEXT),), type="ASSAULT", stage="happened", polarity="affirmed",
        on_word_of="publisher", zone="body", score=0.9,
    )  # fmt: skip


def test_every_own_sentence_with_such_a_verb_is_listed_where_it_stands() -> None:
    found = missed_of(report()).sentences
    assert [missed.span.of(TEXT) for missed in found] == [
        "Troops shelled the mill at dawn.", "The envoys met in Belmora.", "Rebels gunned down a guard.",
    ]  # fmt: skip
    assert [[verb.of(TEXT) for verb in missed.verbs] for missed in found] == [
        ["shelled"], ["met"], ["gunned down"]
    ]  # fmt: skip
    assert [missed.kinds for missed in found] == [("violent",), ("diplomatic",), ("violent",)]


def test_a_sentence_with_an_event_is_not() -> None:
    found = missed_of(report(events=(shelling(),))).sentences
    assert [missed.span.of(TEXT)[:10] for missed in found] == ["The envoys", "Rebels gun"]


def test_the_terminal_gives_offsets_and_marks_the_verb() -> None:
    shown = missed_plain(report()).decode()
    assert "15-47   Troops <shelled> the mill at dawn." in shown
    assert "Rebels <gunned down> a guard." in shown
    assert "bank" not in shown


def test_a_report_without_such_a_sentence_says_so() -> None:
    record = make_record("All was calm.", document=make_document("All was calm."))
    assert "none" in missed_plain(record).decode()


@pytest.mark.parametrize("sentence", ["He was shocked.", "A restriking thought.", "The visitor smiled."])
def test_a_verb_is_a_word_of_its_own(sentence: str) -> None:
    zones = (Zone("body", at(sentence, sentence)),)
    record = make_record(sentence, document=make_document(sentence, zones=zones))
    assert missed_of(record).sentences == ()


def test_the_line_of_json_names_document_and_origin() -> None:
    assert missed_line(report()).startswith(b'{"document":"ddd')
    assert b'"verbs":[[22,29]],"kinds":["violent"]' in missed_line(report())
