"""Sets how readily each role takes a phrase, and how far a phrase goes on: by the F1 of phrases in the tuning passages.

Few words stand in a role, so a head that learned from all words is slow to begin a phrase and quick to end it. Two
numbers of each role are moved, one for beginning and one for going on, to where the phrases of anchors that are found
fit best those that a person marked. Roles with few marks are moved together, and where several places are about as good
the least move is made. Called by `training.readiness`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from dragoman.annotate.bio import decode_bio
from dragoman.encode.run import Encoder
from dragoman.types import Span
from eval.attributions import Tally
from training.calibrate import scores_of
from training.parts import passages_to_tune
from training.schemes import EVENT, TERM

MOVES = tuple(
    sorted(product((-1.0, -0.5, 0.0, 0.5, 1.0), (0.0, 0.5, 1.0, 1.5, 2.0)), key=lambda m: sum(map(abs, m)))
)
"""For beginning and for going on, the least first."""
NEARLY = 0.3
"""Points of F1 by which a lesser move may fall behind the best."""
ENOUGH = 100
"""Marks from which a role has a move of its own."""
AGAIN = "again"

Gold = Mapping[str, Sequence[Span]]
"""By role, what a person marked: of a party the head, else the whole phrase."""


class Asked(NamedTuple):
    """An anchor that was found and is marked: the words of its window, what each says for each role, what is marked."""

    words: Sequence[Span]
    roles: NDArray[np.float32]
    gold: Gold


def ready_roles(folder: Path, encoder: Encoder) -> None:
    """Moves the roles of the heads for events and terms, and prints F1 before and after."""
    for name, asked in _asked(encoder).items():
        roles = next(head.roles for head in encoder.heads if head.name == name)
        path = folder / f"{name}.safetensors"
        weights = load_file(path)
        moved = weights["readiness"].copy()
        for together in _groups(roles, asked):
            begin, go_on = best_move([f1_at(move, together, roles, asked) for move in MOVES])
            print(f"{name}: {', '.join(together)}: begin {begin:+}, go on {go_on:+}", flush=True)
            moved[[roles.index(role) for role in together]] += np.array([begin, go_on], dtype=np.float32)
        save_file({**weights, "readiness": moved}, path)


def best_move(f1s: Sequence[float]) -> tuple[float, float]:
    """The first of `MOVES` that is at most `NEARLY` points behind the best.

    >>> best_move([50.0, 50.2] + [40.0] * 23), best_move([50.0, 51.0] + [40.0] * 23)
    ((0.0, 0.0), (-0.5, 0.0))
    """
    return next(move for move, f1 in zip(MOVES, f1s, strict=True) if f1 >= max(f1s) - NEARLY)


def f1_at(
    move: tuple[float, float], together: Sequence[str], roles: Sequence[str], asked: Sequence[Asked]
) -> float:
    """F1 of the phrases in some roles, their scores moved; one fits what it shares a word with, of a party the head."""
    tally = Tally()
    for role in together:
        for one in asked:
            found = phrases(one, role, roles.index(role), move)
            right = sum(any(span.touches(own) for own in one.gold[role]) for span in found)
            met = sum(any(span.touches(own) for span in found) for own in one.gold[role])
            tally = tally.plus(Tally(right, len(found), met, len(one.gold[role])))
    return tally.f1


def phrases(asked: Asked, role: str, number: int, move: tuple[float, float]) -> list[Span]:
    """The phrases in a role, as decoding finds them."""
    scores = asked.roles[number] + np.array([0.0, *move], dtype=np.float32)
    runs = decode_bio(scores, ("O", f"B-{role}", f"I-{role}"))
    return [run.span(asked.words) for run in runs]


def _groups(roles: Sequence[str], asked: Sequence[Asked]) -> Iterator[tuple[str, ...]]:
    marks = {role: sum(len(one.gold[role]) for one in asked) for role in roles if role != AGAIN}
    yield from ((role,) for role, count in marks.items() if count >= ENOUGH)
    rare = tuple(role for role, count in marks.items() if count < ENOUGH)
    if rare:
        yield rare


def _asked(encoder: Encoder) -> dict[str, list[Asked]]:
    events, terms = passages_to_tune()
    found: dict[str, list[Asked]] = {EVENT.name: [], TERM.name: []}
    for passage in events:
        marked = [
            (
                event.triggers,
                {
                    "actor": [phrase.head for phrase in event.actors],
                    "recipient": [phrase.head for phrase in event.recipients],
                    "place": [span for span in (event.place,) if span],
                    "time": [span for span in (event.time,) if span],
                },
            )
            for event in passage.events
        ]
        found[EVENT.name].extend(_of_passage(passage.text, EVENT.name, marked, encoder))
    for told in terms:
        of_terms = [
            (
                [Span(*span) for span in term.spans("span")],
                {r: [Span(*s) for s in term.spans(r)] for r in TERM.roles},
            )
            for term in told.terms
        ]
        found[TERM.name].extend(_of_passage(told.text, TERM.name, of_terms, encoder))
    return found


def _of_passage(
    text: str, head: str, marked: Sequence[tuple[Sequence[Span], Gold]], encoder: Encoder
) -> Iterator[Asked]:
    scores = scores_of(text, encoder)
    for (first, last), anchors in zip(scores.windows, scores.anchors, strict=True):
        words = scores.words[first:last]
        for run in decode_bio(scores.tags[head][first:last], scores.labels[head]):
            span, its = run.span(words), anchors[head]
            gold = next((gold for own, gold in marked if any(part.touches(span) for part in own)), None)
            if gold is not None and run.first in its.words:
                yield Asked(words, its.roles[its.words.index(run.first)].astype(np.float32), gold)
