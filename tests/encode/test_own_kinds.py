"""A kind learned from made-up states of words: what is found, what is not, and what is said of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dragoman.encode.heads import Floats
from dragoman.encode.own_kinds import (
    Learned,
    OwnKinds,
    find_matches,
    learn_kind,
    learn_space,
    sentence_bounds,
)
from dragoman.types import Span

WIDTH = 16
KIND, OTHER = 0, 1
"""Directions that words of the kind's clauses, and of other arrangements, have in common."""
LENGTH = 12


def sentence(chance: np.random.Generator, *, toward: int | None = None, at: int = 4) -> Floats:
    """States of a sentence's words; three of them, from `at` on, lean toward a direction."""
    hidden = chance.normal(size=(LENGTH, WIDTH)).astype(np.float32)
    if toward is not None:
        hidden[at : at + 3, toward] += 20
    return hidden


def learned(
    chance: np.random.Generator, *, toward: int | None = KIND, examples: int = 6
) -> tuple[OwnKinds, list[Floats]]:
    """A kind with that many examples, and sentences that it is set against."""
    ordinary = [sentence(chance) for _ in range(60)]
    arrangements = [sentence(chance, toward=OTHER) for _ in range(30)]
    space = learn_space([np.concatenate(arrangements), np.concatenate(ordinary)])
    others = [[space.place(one) for one in sort] for sort in (arrangements, ordinary)]
    given = [Learned(sentence(chance, toward=toward), (4, 5, 6)) for _ in range(examples)]
    return OwnKinds(space, (learn_kind("mine", given, others, space),)), [*arrangements, *ordinary]


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_clause_of_the_kind_is_found_where_it_stands(chance: np.random.Generator) -> None:
    own, _ = learned(chance)
    window = np.concatenate(
        [sentence(chance), sentence(chance, toward=KIND, at=7), sentence(chance, toward=OTHER)]
    )
    (found,) = own.matches(window, [(0, 12), (12, 24), (24, 36)])
    assert found.kind == "mine"
    assert set(range(19, 22)) <= set(range(found.first, found.last)) <= set(range(17, 24))
    assert 1 <= found.match.example <= 6
    assert found.match.likeness >= found.match.needed
    assert 0.5 < found.score <= 7 / 8


def test_other_sentences_are_left_alone(chance: np.random.Generator) -> None:
    own, others = learned(chance)
    fresh = [*others, *(sentence(chance, toward=OTHER) for _ in range(50))]
    assert [found for one in fresh for found in own.matches(one, [(0, LENGTH)])] == []


def test_what_the_trial_tells_is_counted(chance: np.random.Generator) -> None:
    (kind,) = learned(chance)[0].kinds
    assert (kind.trial.examples, kind.trial.found, kind.trial.others, kind.trial.wrong) == (6, 6, 90, 0)
    assert min(kind.trial.precision, kind.trial.recall, kind.trial.f) > 0.9


def test_a_kind_that_cannot_be_told_apart_is_never_found(chance: np.random.Generator) -> None:
    own, _ = learned(chance, toward=None)
    assert own.kinds[0].trial.needed == math.inf
    assert own.matches(sentence(chance, toward=KIND), [(0, LENGTH)]) == ()


def test_the_chance_rises_with_the_likeness_and_is_bounded_by_the_number_of_examples(
    chance: np.random.Generator,
) -> None:
    few, many = (learned(chance, examples=count)[0].kinds[0] for count in (5, 20))
    for kind, most in ((few, 6 / 7), (many, 21 / 22)):
        chances = [kind.chance(likeness) for likeness in range(-60, 61, 3)]
        assert chances == sorted(chances)
        assert chances[0] < 0.01
        assert chances[-1] == round(most, 4)


def test_of_two_kinds_on_the_same_words_the_likelier_is_kept(chance: np.random.Generator) -> None:
    own, _ = learned(chance)
    (mine,) = own.kinds
    twin = type(mine)(**{**vars(mine), "name": "a_twin", "most": 0.6})
    placed = own.space.place(sentence(chance, toward=KIND))
    assert [found.kind for found in find_matches((twin, mine), placed, [(0, LENGTH)])] == ["mine"]


def test_a_sentence_shorter_than_a_clause_and_a_window_without_words(chance: np.random.Generator) -> None:
    own, _ = learned(chance)
    assert own.matches(sentence(chance)[:1], [(0, 1)]) == ()
    assert own.matches(sentence(chance)[:0], sentence_bounds([], [0])) == ()


def test_a_sentence_goes_on_in_the_next_window() -> None:
    words = [Span(10, 12), Span(13, 15), Span(20, 22)]
    assert sentence_bounds(words, [0, 19]) == ((0, 2), (2, 3))
