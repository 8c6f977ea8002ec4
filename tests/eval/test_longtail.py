"""The registry of shootings: which pages are about the incident, which count a record gives, what is made up."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.types import Figure, Span
from eval.longtail import Judged, Report, count_of, is_about, lines


def figure(at: int, what: str, **fields: Any) -> Figure:
    known: dict[str, Any] = {"id": f"f{at}", "on_word_of": "publisher", "zone": "body", "score": 0.9}
    return Figure(span=Span(at, at + 3), what=what, **{**known, **fields})


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Police in Northport found a man.", True),
        ("Three people were hurt.", True),
        ("3 people were hurt.", True),
        ("The shop sells 3.5 tonnes and 1,300 books.", False),
        ("One person was hurt.", False),
    ],
)
def test_a_page_is_about_the_incident_by_its_town_or_a_count_of_two_or_more(text: str, about: bool) -> None:
    assert is_about(text, "Northport (Lake)", (1.0, 3.0)) is about


def test_the_first_number_in_the_reports_own_text_counts() -> None:
    figures = [
        figure(0, "killed", best=9.0, zone="teaser"),
        figure(40, "killed", best=4.0),
        figure(20, "killed", low=3.0),
        figure(10, "killed"),
        figure(5, "injured", best=7.0),
    ]
    assert count_of(figures, "killed") == 3.0
    assert count_of(figures, "missing") == 0.0


def judged(known: tuple[float, float], given: tuple[float, float], name: str) -> Judged:
    return Judged(Report(name, name, "Two were hurt.", "", known, kept=True), given)


def test_the_table_counts_what_is_right_and_what_is_made_up() -> None:
    table = list(
        lines([judged((0, 2), (0, 2), "a"), judged((0, 2), (1, 2), "b"), judged((1, 0), (1, 0), "c")], 5)
    )
    shares = {line[:56].strip(): line[56:].split("%")[0].strip() for line in table}
    assert table[0].startswith("5 reports, 2 left out")
    assert shares["both exact, two or more victims"] == "50.0"
    assert shares["both exact, all"] == "66.7"
    assert shares["killed: a count is given, the registry has none"] == "50.0"
    assert shares["injured: a count is given, the registry has none"] == "0.0"
