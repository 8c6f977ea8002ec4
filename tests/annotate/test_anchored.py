"""What a head that finds anchors says, decoded from scores written by hand."""

from __future__ import annotations

import numpy as np

from dragoman.annotate.anchored import find_anchored
from dragoman.stages import Anchors, Scores
from dragoman.types import Span

WORDS = "Rebels and soldiers shelled the old town".split()
LABELS = ("O", "B-ASSAULT", "I-ASSAULT", "B-CONSULT", "I-CONSULT")
OUTSIDE, BEGINS, GOES_ON = (np.log(np.roll([0.8, 0.1, 0.1], place)) for place in range(3))


def spans() -> tuple[Span, ...]:
    found, at = [], 0
    for word in WORDS:
        found.append(Span(at, at + len(word)))
        at += len(word) + 1
    return tuple(found)


def scores(*, anchors: tuple[int, ...] = (3,)) -> Scores:
    tags = np.full((len(WORDS), len(LABELS)), 0.05)
    tags[:, 0] = 0.8
    tags[3] = (0.1, 0.6, 0.1, 0.1, 0.1)
    roles = np.tile(OUTSIDE, (len(anchors), 2, len(WORDS), 1))
    if anchors:
        roles[0, 0, [0, 2]] = BEGINS
        roles[0, 1, 4] = BEGINS
        roles[0, 1, [5, 6]] = GOES_ON
    held = Anchors(
        words=anchors,
        attributes={"stage": np.log(np.tile([0.3, 0.7], (len(anchors), 1))).astype(np.float32)},
        flags=np.log(np.tile([0.2, 0.9], (len(anchors), 1))).astype(np.float32),
        roles=roles.astype(np.float16),
    )
    return Scores(
        words=spans(),
        windows=((0, len(WORDS)),),
        tags={"event": np.log(tags).astype(np.float32)},
        labels={
            "event": LABELS,
            "event.stage": ("happened", "planned"),
            "event.roles": ("actor", "recipient"),
            "event.flags": ("legal", "military"),
        },
        links=({},),
        calibration={},
        anchors=({"event": held},),
    )


def test_an_anchor_comes_with_what_belongs_to_it() -> None:
    ((words, found),) = find_anchored(scores(), "event")
    assert (found.run.type, WORDS[found.run.first : found.run.last]) == ("ASSAULT", ["shelled"])
    assert found.label("stage") == "planned"
    assert found.flags == ("military",)
    phrases = {
        role: [" ".join(WORDS[run.first : run.last]) for run in runs] for role, runs in found.roles.items()
    }
    assert phrases == {"actor": ["Rebels", "soldiers"], "recipient": ["the old town"]}
    assert words == spans()


def test_a_word_that_was_asked_nothing_is_no_anchor() -> None:
    assert not list(find_anchored(scores(anchors=()), "event"))
