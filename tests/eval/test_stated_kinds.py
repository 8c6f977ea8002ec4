"""The check of stated kinds counts what people marked against what words state."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from eval.stated_kinds import kinds_of, line, status_right, wilson
from training.events import Passage, read_passages

WRITTEN = """\
@x_01.01 wire
A mine killed four soldiers near Tarn. Two nurses were wounded, and 30 people got away.
F1 killed 4 combatant | four / soldiers
F2 injured 2 civilian | Two / nurses
F3 injured 30 | 30 people
"""


def passage() -> Passage:
    problems: list[str] = []
    (found,) = read_passages(WRITTEN, Path("x_01.txt"), problems)
    assert not problems
    return found


def test_each_figure_with_what_is_marked_and_what_is_stated() -> None:
    assert [(marked, stated) for _, marked, stated in kinds_of(passage())] == [
        ("killed", "killed"),
        ("injured", "injured"),
        ("injured", None),
    ]
    assert list(status_right(passage())) == [True, True]


def test_the_line_has_the_interval() -> None:
    assert line("kind", Counter({True: 487, False: 7, None: 886})) == (
        "kind: 1380 figures, stated of 494, 487 right: 98.6% (97.1% - 99.3%)"
    )
    assert wilson(0, 0) == (0.0, 1.0)
