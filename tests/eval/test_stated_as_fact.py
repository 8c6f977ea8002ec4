"""Cases on the publisher's word: which are drawn, which verdict is theirs, and what the table says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.types import Event, Figure
from eval.stated_as_fact import Case, Verdict, cases_of, draw, lines, read_verdicts, verdict_of
from made.river import at, make_record

TEXT = "Troops shelled Tarn. The ministry said nine died. A blast hit Oboro."


def event(words: str, word: str, zone: str = "body") -> Event:
    return Event(
        id=words, trigger=(at(words, TEXT),), type="ASSAULT", stage="happened", polarity="affirmed",
        on_word_of=word, zone=zone, score=0.9,  # type: ignore[arg-type]
    )  # fmt: skip


def test_only_the_reports_own_values_on_the_publishers_word_are_cases() -> None:
    nine = Figure(
        id="f1", span=at("nine", TEXT), what="killed", best=9, on_word_of="a1", zone="body", score=0.9
    )
    events = (event("shelled", "publisher"), event("hit", "publisher", "teaser"), event("died", "a1"))
    record = make_record(TEXT, events=events, figures=(nine,))
    assert list(cases_of("made", record)) == [Case(("made", "river.txt", 7, 14), "ASSAULT")]


def test_at_most_three_of_a_report_are_drawn_and_always_the_same() -> None:
    found = [[Case(("made", f"r{report}", at, at + 1), "x") for at in range(9)] for report in range(20)]
    drawn = draw(found, 30)
    assert len(drawn) == 30
    assert drawn == draw(found, 30)
    assert max(sum(case.place[1] == f"r{report}" for case in drawn) for report in range(20)) <= 3


def test_a_verdict_is_found_by_the_words_it_shares_a_character_with() -> None:
    verdicts = [Verdict(("made", "r", 7, 14), "fact", "")]
    assert verdict_of(Case(("made", "r", 10, 20), "x"), verdicts) == verdicts[0]
    assert verdict_of(Case(("made", "r", 14, 20), "x"), verdicts) is None
    assert verdict_of(Case(("made", "other", 7, 14), "x"), verdicts) is None


def test_the_table_names_the_kinds_of_error() -> None:
    cases = [Case(("made", "r", start, start + 3), "x") for start in (0, 10, 20)]
    verdicts = [
        Verdict(("made", "r", 0, 3), "fact", ""),
        Verdict(("made", "r", 10, 13), "attributed", "clause cut short"),
    ]
    table = "\n".join(lines(cases, verdicts))
    assert table.startswith("3 values on the publisher's word, 2 judged")
    assert "1 clause cut short" in table


def test_the_verdicts_hold_places_and_no_words() -> None:
    verdicts = read_verdicts()
    assert len(verdicts) > 100
    assert all(start < end for *_, start, end in (verdict.place for verdict in verdicts))
    assert all(bool(verdict.kind) == (verdict.verdict == "attributed") for verdict in verdicts)


def test_a_verdict_that_is_none_is_refused(tmp_path: Path) -> None:
    rows = "corpus\tdocument\tstart\tend\tverdict\tclass\nmade\tr\t0\t3\tperhaps\t\n"
    (tmp_path / "v.tsv").write_text(rows)
    with pytest.raises(ValueError, match="'perhaps' is no verdict"):
        read_verdicts(tmp_path)
