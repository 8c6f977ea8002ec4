"""Events, figures and terms decoded from scores written by hand: joined mentions, modes of the right type, links."""

from __future__ import annotations

from typing import Any

import numpy as np

from dragoman.annotate.events import find_events
from dragoman.annotate.figures import find_figures
from dragoman.annotate.terms import find_terms
from dragoman.stages import Anchors, Document, Scores
from dragoman.types import Span

TEXT = "The army shelled Tarn , killing at least 12 . The shelling broke the truce that Karsa offered ."
WORDS = TEXT.split()
NO, YES = 0.02, 0.9
HEADS: dict[str, dict[str, Any]] = {
    "event": {
        "kinds": ("ASSAULT", "CONSULT"),
        "attributes": {
            "mode": ("-", "CONSULT/visit", "ASSAULT/heavy-weapons"),
            "stage": ("happened", "planned"),
            "polarity": ("affirmed", "denied"),
        },
        "roles": ("actor", "recipient", "place", "time", "again"),
    },
    "figure": {
        "kinds": ("killed",),
        "attributes": {"status": ("-", "civilian"), "counts": ("total", "new", "part")},
        "roles": ("of", "event", "whole"),
    },
    "term": {
        "kinds": ("ceasefire",),
        "attributes": {"status": ("in_force", "violated")},
        "roles": (
            "parties", "guarantors", "mediators", "excluded", "conditions", "grounds", "place", "start", "end",
            "violation", "violation by", "violation against", "again",
        ),
    },
}  # fmt: skip
# head -> anchors: (first word, words, kind, {attribute: label}, {role: words})
SAID: dict[str, list[tuple[int, int, str, dict[str, str], dict[str, range]]]] = {
    "event": [
        (2, 1, "ASSAULT", {"mode": "CONSULT/visit", "stage": "happened", "polarity": "affirmed"},
         {"actor": range(0, 2), "again": range(11, 12)}),
        (11, 1, "ASSAULT", {"mode": "-", "stage": "happened", "polarity": "affirmed"}, {"recipient": range(3, 4)}),
    ],
    "figure": [(6, 3, "killed", {"status": "-", "counts": "new"}, {"event": range(2, 3)})],
    "term": [
        (14, 1, "ceasefire", {"status": "violated"},
         {"parties": range(16, 17), "violation": range(11, 12), "violation by": range(0, 2)}),
    ],
}  # fmt: skip


def scores() -> Scores:
    spans, at = [], 0
    for word in WORDS:
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    labels: dict[str, tuple[str, ...]] = {}
    tags, anchors = {}, {}
    for head, scheme in HEADS.items():
        labels[head] = ("O", *(f"{place}-{kind}" for kind in scheme["kinds"] for place in "BI"))
        labels[f"{head}.roles"], labels[f"{head}.flags"] = scheme["roles"], ()
        labels |= {f"{head}.{name}": its for name, its in scheme["attributes"].items()}
        tags[head] = tagged(labels[head], SAID[head])
        anchors[head] = asked(scheme, SAID[head])
    return Scores(
        words=tuple(spans), windows=((0, len(WORDS)),), tags=tags, labels=labels, links=({},),
        calibration=dict.fromkeys(HEADS, (0.0, 1.0)), anchors=(anchors,),
    )  # fmt: skip


def tagged(labels: tuple[str, ...], said: list[Any]) -> np.ndarray:
    chances = np.full((len(WORDS), len(labels)), NO)
    chances[:, 0] = YES
    for first, size, kind, *_ in said:
        for word in range(first, first + size):
            chances[word, 0] = NO
            chances[word, labels.index(("B-" if word == first else "I-") + kind)] = YES
    return np.log(chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)


def asked(scheme: dict[str, Any], said: list[Any]) -> Anchors:
    roles = np.full((len(said), len(scheme["roles"]), len(WORDS), 3), NO)
    roles[..., 0] = YES
    attributes = {name: np.full((len(said), len(its)), NO) for name, its in scheme["attributes"].items()}
    for number, (_, _, _, labels, phrases) in enumerate(said):
        for name, label in labels.items():
            attributes[name][number, scheme["attributes"][name].index(label)] = YES
        for role, words in phrases.items():
            for place, word in enumerate(words):
                roles[number, scheme["roles"].index(role), word] = (NO, NO, YES) if place else (NO, YES, NO)
    return Anchors(
        words=tuple(first for first, *_ in said),
        attributes={name: np.log(chances).astype(np.float32) for name, chances in attributes.items()},
        flags=np.zeros((len(said), 0), dtype=np.float32),
        roles=np.log(roles).astype(np.float16),
    )


def quoted(spans: tuple[Span, ...]) -> list[str]:
    return [span.of(TEXT) for span in spans]


def test_an_event_told_twice_is_one_with_what_both_tell() -> None:
    (event,) = find_events(scores())
    assert quoted(event.trigger) == ["shelled", "shelling"]
    assert quoted(event.actors) == ["The army"]
    assert quoted(event.recipients) == ["Tarn"]


def test_a_mode_of_another_type_is_never_taken() -> None:
    (event,) = find_events(scores())
    assert event.type == "ASSAULT"
    assert event.mode in (None, "heavy-weapons")


def test_a_figure_is_read_and_joined_to_its_event() -> None:
    found = scores()
    doc = Document(id="d", origin="d", raw_sha256="", text=TEXT)
    (figure,) = find_figures(doc, found, find_events(found))
    assert (figure.span.of(TEXT), figure.amount.low, figure.amount.best) == ("at least 12", 12, None)
    assert (figure.event, figure.part_of, figure.status) == (0, None, None)


def test_a_term_has_its_parties_and_its_breach() -> None:
    (term,) = find_terms(scores())
    assert (term.kind, term.status, quoted(term.parties)) == ("ceasefire", "violated", ["Karsa"])
    (breach,) = term.violations
    assert breach.span.of(TEXT) == "shelling"
    assert breach.by is not None
    assert breach.by.of(TEXT) == "The army"
    assert breach.against is None


def test_without_the_heads_there_is_nothing() -> None:
    none = Scores(words=(), windows=(), tags={}, labels={}, links=(), calibration={})
    doc = Document(id="d", origin="d", raw_sha256="", text="")
    assert find_events(none) == find_terms(none) == find_figures(doc, none, ()) == ()
