"""The terminal: what a reader must see, in colour and without, wide and narrow."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from rich.cells import cell_len
from rich.console import Console

from dragoman.show.notebook import plain_text
from dragoman.show.terminal import show_record
from dragoman.types import Attribution, Published, Record, Span, Zone
from made.anything import records
from made.river import at, make_document, make_record, river_record


def shown(record: Record, *, width: int = 100, colour: bool = False) -> str:
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    show_record(record, console)
    return out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_text_is_marked_without_colour() -> None:
    text = flat(shown(river_record()))
    assert "{She} <said> [2 that “the road will open”, and that {Velda} had" in text
    assert "[3 “nobody will be turned back”]]." in text
    assert "\x1b" not in text


def test_colour_takes_the_place_of_brackets_round_source_and_cue() -> None:
    text = shown(river_record(), colour=True)
    assert "\x1b[" in text
    assert "{She}" not in re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_without_colour_by_wish_brackets_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(river_record(), colour=True)
    assert "{" in text
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", text)


def test_a_source_that_two_attributions_share_has_one_pair_of_brackets() -> None:
    text = "He said yes and added no."
    shared = {"source": (at("He", text),), "form": "indirect", "cue": (at("said", text),)}
    first = Attribution(id="a1", content=(at("yes", text),), **shared)  # type: ignore[arg-type]
    second = Attribution(id="a2", content=(at("no", text),), **shared)  # type: ignore[arg-type]
    zones = (Zone("body", Span(0, len(text))),)
    record = make_record(document=make_document(text, zones=zones), attributions=(first, second))
    assert "{He} <said> [1 yes] and added [2 no]." in shown(record)


def test_heading_chain_and_bases() -> None:
    text = flat(shown(river_record()))
    assert "chain Harbour Wire <- Northern Post cited for the first sentence only" in text
    assert "Harbour Wire <- Ana Duric, Velda" in text
    assert "published 2021-03-08 as given by the caller" in text


def test_what_is_not_known_says_so() -> None:
    document = make_document(
        "Words.", why={"published": "two different dates in the metadata"}, language=None
    )
    text = flat(shown(make_record(document=document)))
    assert "publisher not known" in text
    assert "published not known two different dates in the metadata" in text
    assert "no attribution found" in text


def test_a_language_that_is_not_annotated_is_told() -> None:
    record = make_record("Слова.", why={"attributions": "only English is annotated, this is 'ru'"})
    assert "note attributions: only English is annotated, this is 'ru'" in flat(shown(record))


@pytest.mark.parametrize("width", [80, 120])
def test_who_said_what(width: int) -> None:
    text = flat(shown(river_record(), width=width))
    for words in ("from “She”", "carried over", "no cue", "inside 2", "denied", "87 %", "teaser"):
        assert words in text
    assert re.search(r"no source( said 40 houses burned indirect 50 %)? found", text)


def test_inferred_speakers_look_different() -> None:
    text = shown(river_record(), colour=True)
    assert "\x1b[3mAna Duric" in text
    assert "\x1b[3mNorthern Post" not in text


def test_outside_zones_are_folded_to_a_line() -> None:
    lines = "First of the links\nSecond of the links\n"
    zones = (Zone("body", Span(0, 5)), Zone("furniture", Span(7, 7 + len(lines) - 1)))
    text = shown(make_record(document=make_document("Body.\n\n" + lines, zones=zones)))
    assert "2 lines: First of the links" in text
    assert "Second" not in text


def test_times_and_places_say_how_they_are_known() -> None:
    text = flat(shown(river_record(), width=120))
    assert "Friday 2021-03-05 from the weekday" in text
    assert "one of 1940, 2040, 2140 … (4 in all)" in text
    assert "not known; not in the gazetteer" in text


HOSTILE = "\x1b]0;title\x07\u202e[bold red]x[/] :smile: \x9b31m"


def test_hostile_text_does_not_reach_the_terminal() -> None:
    text = f"{HOSTILE} he said"
    record = make_record(
        document=make_document(
            text,
            origin=HOSTILE,
            publisher=HOSTILE,
            url=HOSTILE,
            published=Published(HOSTILE, "given"),
            why={"text": HOSTILE},
        ),
        attributions=(
            Attribution(
                id=HOSTILE,
                source=(at("he", text),),
                cue=(at("said", text),),
                content=(Span(0, len(HOSTILE)),),
                form="direct",
            ),
        ),
        why={HOSTILE: HOSTILE},
    )
    seen = shown(record)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", seen)
    assert "[bold red]x[/] :smile:" in flat(seen)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_any_record_can_be_shown(record: Record) -> None:
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain_text(record, width=80)
    )


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    assert max(cell_len(line) for line in shown(river_record(), width=width).splitlines()) <= width
