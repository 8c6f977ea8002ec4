"""Lines become paragraphs: by blank lines, by the width a text was cut to, by the blocks of a page."""

from __future__ import annotations

import pytest

from dragoman.segment.paragraphs import find_paragraphs
from dragoman.stages import Block
from dragoman.types import Span

CUT = (
    "The two delegations met on Monday in the customs house of Belmora, which\n"
    "has had no roof since the flood, and agreed to nothing. One of the men\n"
    "who were there said that they had not even agreed on the time.\n"
    "\n"
    "A second round is to be held in spring, if the road over the pass is open\n"
    "by then, the host said."
)


def paragraphs(text: str) -> list[str]:
    return [span.of(text) for span in find_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \r\n\t\n", []),
        ("One.", ["One."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
        ("One.\u2028Two.\u2029Three.", ["One.", "Two.", "Three."]),
        ("  One. \x00\n\n  🕊️ Two.", ["One. \x00", "🕊️ Two."]),
        ("قال الوزير.\nلم يتفقوا.", ["قال الوزير.", "لم يتفقوا."]),
        (
            "Envoys meet\nBus crash kills nine\nHarvest ends early",
            ["Envoys meet", "Bus crash kills nine", "Harvest ends early"],
        ),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(
    "text", [CUT, CUT.upper(), CUT.replace("\n", "\r\n"), "   " + CUT.replace("\n\n", "\n\n   ")]
)
def test_lines_cut_to_a_width_are_joined(text: str) -> None:
    first, second = paragraphs(text)
    assert first.casefold().startswith("the two")
    assert first.casefold().endswith("time.")
    assert second.casefold().startswith("a second")
    assert second.casefold().endswith("host said.")


def test_indented_paragraphs_without_blank_lines_stay_apart() -> None:
    assert len(paragraphs(CUT.replace("\n\n", "\n    "))) == 2


def test_headings_of_about_one_width_are_no_cut_text() -> None:
    lines = [
        f"Minister of {name} Resigns After a Week of Protests in the Capital"
        for name in ("Trade", "Water", "Roads", "Ports", "Mines")
    ]
    assert paragraphs("\n".join(lines)) == lines


def test_items_of_a_list_stay_apart() -> None:
    text = CUT + "\n\n- a road that is open and free of mines and of soldiers of either of the\n- two sides"
    assert len(paragraphs(text)) == 4


def test_no_paragraph_spans_two_blocks() -> None:
    text = "The two sides met in the old customs house and\tleft it again"
    blocks = (Block(Span(0, 46), "cell", True), Block(Span(47, len(text)), "cell", True))
    assert [span.of(text) for span in find_paragraphs(text, blocks)] == [text[:46], text[47:]]


def test_text_between_blocks_is_kept() -> None:
    text = "One\nTwo\nThree"
    assert [span.of(text) for span in find_paragraphs(text, (Block(Span(4, 7), "line", True),))] == [
        "One",
        "Two",
        "Three",
    ]
