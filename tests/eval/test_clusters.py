"""The scorer of clusters against values worked out by hand, and the made wire reports."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from eval.clusters import b_cubed, best_pairing, ceaf_e, conll, muc
from eval.wire import as_document, write_reports

GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2, "g": 2}
SYSTEM = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "z", "f": "w", "g": "w"}


def test_muc_counts_links() -> None:
    score = muc(GOLD, SYSTEM)
    assert (score.recall, score.precision) == (pytest.approx(2 / 5), pytest.approx(2 / 3))


def test_b_cubed_counts_mentions() -> None:
    score = b_cubed(GOLD, SYSTEM)
    assert score.precision == pytest.approx((2 + 0.5 + 0.5 + 1 + 2) / 7)
    assert score.recall == pytest.approx((2 * 2 / 3 + 1 / 3 + 1 / 4 + 1 / 4 + 2 * 2 / 4) / 7)


def test_ceaf_e_pairs_clusters_once() -> None:
    score = ceaf_e(GOLD, SYSTEM)
    best = 2 * 2 / 5 + 2 * 2 / 6
    assert (score.recall, score.precision) == (pytest.approx(best / 2), pytest.approx(best / 4))


def test_equal_clusters_score_one_and_other_mentions_are_refused() -> None:
    assert set(conll(GOLD, GOLD).values()) == {1.0}
    with pytest.raises(ValueError, match="one side alone"):
        conll(GOLD, {"a": 1})


def test_the_best_pairing_is_the_best_of_all() -> None:
    draw = random.Random(7)
    for _ in range(40):
        rows, columns = draw.randint(1, 4), draw.randint(1, 5)
        table = np.array([[draw.random() for _ in range(columns)] for _ in range(rows)])
        short = table if rows <= columns else table.T
        every = (
            sum(short[row, column] for row, column in enumerate(order))
            for order in itertools.permutations(range(short.shape[1]), short.shape[0])
        )
        assert best_pairing(table) == pytest.approx(max(every))


def test_made_reports_are_the_same_each_time_and_families_stand_apart() -> None:
    one, two = (list(write_reports(120, seed=11)) for _ in range(2))
    assert one == two
    stories = {report.paragraphs for report in one}
    assert len(stories) > 100
    text = as_document("a", one[0]).text
    assert all(paragraph in text for paragraph in one[0].paragraphs)
    assert not any("{" in paragraph for report in one for paragraph in report.paragraphs)
