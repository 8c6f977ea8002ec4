from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dragoman.annotate.overlooked import add_overlooked
from dragoman.annotate.wording import Layout, read_wording
from dragoman.stages import Mention, Scores
from dragoman.types import ZoneName
from short_reports import LABELS, make_segments, place, scores_for


def in_doubt(text: str, chance: float) -> Scores:
    """Scores of a head that sees no name and gives each word this chance to be in one of a body."""
    scores = scores_for(text, {})
    row = np.full(len(LABELS), 1e-6, dtype=np.float32)
    row[LABELS.index("O")], row[LABELS.index("I-ORG")] = 1 - chance, chance
    return replace(scores, tags={"mention": np.log(np.tile(row, (len(scores.words), 1)))})


def added(
    text: str,
    chance: float = 0.4,
    names: tuple[Mention, ...] = (),
    zones: dict[str, ZoneName] | None = None,
) -> list[str]:
    layout = Layout(make_segments(text, zones))
    found = add_overlooked(read_wording(text), layout, names, in_doubt(text, chance))
    return [name.span.of(text) for name in found if name not in names]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Surgeons Without Limits runs a clinic.", "Surgeons Without Limits"),
        ("But Clean Rivers said the dam was cracked.", "Clean Rivers"),
        ("It was signed by the group Clean Rivers on the day.", "Clean Rivers"),
        ("It was signed by a group called “Hands of the Lake” on the day.", "Hands of the Lake"),
    ],
)
def test_a_body_the_head_was_in_doubt_of(text: str, name: str) -> None:
    assert added(text) == [name]
    assert added(text, chance=0.05) == []


@pytest.mark.parametrize(
    "text",
    [
        "They swam in the Clean Rivers for a day.",
        "Clean Rivers Said No To Dams",
        "The Foreign Minister said no to the dams.",
        "On Monday Night said nobody on the way.",
    ],
)
def test_what_names_no_body(text: str) -> None:
    assert added(text) == []


def test_no_name_twice_and_none_in_a_headline() -> None:
    text = "Clean Rivers said no to the dam."
    known = Mention(span=place(text, "Rivers"), type="ORG", kind="name")
    assert added(text, names=(known,)) == []
    assert added(text, zones={"Clean": "headline"}) == []
