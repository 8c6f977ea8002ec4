"""Agreement of two readings: what is equal counts, what differs doesn't, on readings whose answer is plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.agreement_events import add, compare, differences, f1, interval, kappa, pair_events, table
from training.events import Passage, load_events, read_passages

TEXT = "Rebels shelled Taiz on Monday and seized a bridge, killing 12 people, five of them children."
FIRST = (
    "E1 ASSAULT/heavy-weapons | shelled | by: Rebels | to: Taiz | at: Taiz | on: Monday",
    "E2 COERCE/seize | seized | by: Rebels",
    "F1 killed 12 | 12 people | ev: E1",
    "F2 killed 5 civilian part | five | of: children | part: F1 | ev: E1",
)


def reading(*labels: str, text: str = TEXT) -> Passage:
    problems: list[str] = []
    (passage,) = read_passages("\n".join(["@x.01 wire", text, *labels]), Path("x.txt"), problems)
    assert problems == []
    return passage


def test_a_reading_agrees_with_itself() -> None:
    tally = compare(reading(*FIRST), reading(*FIRST))
    assert {name: f1(counts) for name, counts in tally.found.items()} == dict.fromkeys(tally.found, 1.0)
    assert all(a == b for pairs in tally.chosen.values() for a, b in pairs)
    assert list(differences(reading(*FIRST), reading(*FIRST))) == []


@pytest.mark.parametrize(
    ("place", "label", "name", "expected"),
    [
        (0, "E1 ASSAULT | bridge | by: Rebels | to: Taiz | at: Taiz | on: Monday", "trigger", 0.5),
        (0, "E1 COERCE | shelled | by: Rebels | to: Taiz | at: Taiz | on: Monday", "type", 0.5),
        (0, "E1 ASSAULT | shelled | to: Taiz | at: Taiz | on: Monday", "actor head", 2 / 3),
        (
            0,
            "E1 ASSAULT | shelled | by: Rebels | to: a bridge | at: Taiz | on: Monday",
            "recipient head",
            0.0,
        ),
        (0, "E1 ASSAULT | shelled | by: Rebels | to: Taiz | on: Monday", "place", 0.0),
        (0, "E1 ASSAULT | shelled | by: Rebels | to: Taiz | at: Taiz", "time", 0.0),
        (2, "F1 injured 12 | 12 people | ev: E1", "figure what", 0.5),
        (2, "F1 killed 12+ | 12 people | ev: E1", "figure value", 0.5),
        (2, "F1 killed 12+ | 12 people | ev: E1", "figure what", 1.0),
    ],
)
def test_one_difference_is_counted_where_it_belongs(
    place: int, label: str, name: str, expected: float
) -> None:
    labels = [*FIRST[:place], label, *FIRST[place + 1 :]]
    tally = compare(reading(*FIRST), reading(*labels))
    assert f1(tally.found[name]) == pytest.approx(expected)
    assert len(list(differences(reading(*FIRST), reading(*labels)))) == 3


@pytest.mark.parametrize(
    ("label", "name", "pair"),
    [
        ("E1 ASSAULT/aerial | shelled", "mode", ("heavy-weapons", "aerial")),
        ("E1 ASSAULT/heavy-weapons attempted | shelled", "stage", ("happened", "attempted")),
        ("E1 ASSAULT/heavy-weapons not | shelled", "polarity", ("affirmed", "denied")),
    ],
)
def test_what_is_chosen_is_compared_where_the_type_is_shared(
    label: str, name: str, pair: tuple[str, str]
) -> None:
    tally = compare(reading(*FIRST), reading(label, *FIRST[1:]))
    assert tally.chosen[name][0] == pair
    assert len(tally.chosen[name]) == 2


def test_events_are_paired_by_what_they_share_and_not_by_order() -> None:
    first, second = reading(*FIRST), reading(FIRST[1].replace("E2", "E1"), FIRST[0].replace("E1", "E2"))
    assert [(a.type, b.type) for a, b in pair_events(first.events, second.events)] in (
        [("ASSAULT", "ASSAULT"), ("COERCE", "COERCE")],
        [("COERCE", "COERCE"), ("ASSAULT", "ASSAULT")],
    )


def test_kappa_knows_chance() -> None:
    assert kappa([("a", "a")] * 3) is None
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([]) is None


def test_an_interval_holds_the_value_and_is_the_same_twice() -> None:
    tallies = [compare(passage, passage) for passage in load_events()[:30]]
    tallies.append(compare(reading(*FIRST), reading(*FIRST[1:])))
    counts = [tally.found["type"] for tally in tallies]
    low, high = interval([(2 * n["same"], n["first"] + n["second"]) for n in counts], 50)
    assert low <= f1(add(tallies).found["type"]) <= high
    assert list(table(tallies, 20)) == list(table(tallies, 20))


def test_many_events_are_paired_for_the_greatest_likeness_at_once() -> None:
    words = (
        "shelled bombed raided seized razed looted mined torched stormed besieged strafed rocketed".split()
    )
    names = list(zip("ABCDEFGHIJKL", words, strict=True))
    text = ", ".join(f"{name}or {word} {name}ix" for name, word in names) + "."
    labels = [
        f"E{number} ASSAULT | {word} | by: {name}or | to: {name}ix"
        for number, (name, word) in enumerate(names, start=1)
    ]
    first = reading(*labels, text=text)
    backwards = [
        f"E{number} {line.split(' ', 1)[1]}" for number, line in enumerate(reversed(labels), start=1)
    ]
    second = reading(*backwards, text=text)
    pairs = pair_events(first.events, second.events)
    assert len(pairs) == len(words)
    assert all(a.triggers == b.triggers for a, b in pairs)
