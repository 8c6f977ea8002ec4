"""Incidents: reports of one event stand together with the reason; no report and no claim is lost or counted twice."""

from __future__ import annotations

from collections import Counter

import pytest

from dragoman.collate.copies import find_copies
from dragoman.collate.incidents import find_incidents
from dragoman.collate.types import Incident, RivalFigures
from dragoman.types import Record
from made.parts import day, event, figure, killed, person, place, record, said

BLAST = (
    "A car bomb exploded beside the grain market in Tolm on Monday and killed 14 traders.",
    "The bomb at the grain market of Tolm killed 17 traders, the mayor of the town said on Tuesday.",
    "Traders buried their dead in Tolm two days after a car bomb tore through the grain market.",
)
STRIKE = (
    "Dockers at Northport stopped work on Monday over night shifts, and nine ships lay at anchor.",
    "The dockers' strike at Northport went into a second day, with eleven ships waiting at anchor.",
)
FROST = "A late frost has spoiled half of the cherry blossom in the hills above Essary, growers said."


def blast_with_events() -> list[Record]:
    first, second, third = BLAST
    return [
        record(
            "b1", first, "2031-05-05", publisher="Coast Radio",
            places=(place(1, first, "Tolm"),), times=(day(1, first, "Monday", "2031-05-05"),),
            events=(event(1, first, "exploded", place="p1", time="t1", figures=("f1",)),),
            figures=(killed(1, first, "14", 14, event="v1"),),
        ),
        record(
            "b2", second, "2031-05-06", publisher="Harbour Wire", places=(place(1, second, "Tolm"),),
            entities=(person(1, "Ana Petrov", second, "the mayor of the town"),),
            attributions=(said(1, second, "The bomb at the grain market of Tolm killed 17 traders", form="indirect"),),
            events=(event(1, second, "bomb", place="p1"),),
            figures=(killed(1, second, "17", 17, event="v1", on_word_of="a1"),),
        ),
        record("b3", third, "2031-05-07", events=(event(1, third, "bomb"), event(2, third, "buried", type="CONSULT"))),
    ]  # fmt: skip


def plain(name: str, text: str, when: str = "2031-05-05") -> Record:
    return record(name, text, when)


def without_events() -> list[Record]:
    texts = {f"b{n}": text for n, text in enumerate(BLAST)} | {f"s{n}": text for n, text in enumerate(STRIKE)}
    return [plain(name, text) for name, text in texts.items()] + [plain("f", FROST)]


def members(incidents: tuple[Incident, ...]) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(member.document for member in incident.members)) for incident in incidents)


def test_reports_without_events_stand_by_what_they_hold() -> None:
    assert members(find_incidents(without_events())) == [("b0", "b1", "b2"), ("f",), ("s0", "s1")]


def test_the_order_of_the_records_does_not_matter() -> None:
    records = without_events()
    assert find_incidents(records) == find_incidents(records[::-1])


def test_each_member_but_the_first_says_why_and_points_at_it() -> None:
    records = {one.document.id: one for one in without_events()}
    for incident in find_incidents(records.values()):
        assert incident.members[0].reasons == ()
        for member in incident.members[1:]:
            assert member.reasons
            for reason in member.reasons:
                assert reason.own is not None
                assert reason.other is not None
                own = reason.own.span.of(records[reason.own.document].document.text).lower()
                assert own[:3] == reason.detail[:3]


def test_tellings_of_one_event_are_one_incident_and_others_are_not() -> None:
    incidents = find_incidents(blast_with_events())
    assert members(incidents) == [("b1", "b2", "b3"), ("b3",)]
    blast = max(incidents, key=lambda one: len(one.members))
    assert (blast.types, blast.places, blast.start) == (("ASSAULT",), ("Tolm",), "2031-05-05")
    assert [member.events for member in blast.members] == [("v1",), ("v1",), ("v1",)]
    assert blast.members[1].reasons[0].kind == "type"


def test_a_report_in_two_incidents_says_so_in_both() -> None:
    incidents = find_incidents(blast_with_events())
    counts = Counter(member.document for incident in incidents for member in incident.members)
    for incident in incidents:
        for member in incident.members:
            assert len(member.also_in) == counts[member.document] - 1
            assert incident.id not in member.also_in


def test_a_report_without_events_stands_with_those_that_have_them() -> None:
    incidents = find_incidents(
        [*blast_with_events(), plain("late", BLAST[1].replace("17", "18"), "2031-05-08")]
    )
    [blast] = [one for one in incidents if len(one.members) > 1]
    assert blast.members[-1].document == "late"
    assert blast.members[-1].events == ()


def test_the_same_members_have_the_same_id() -> None:
    first, second = find_incidents(blast_with_events()), find_incidents(blast_with_events()[::-1])
    assert {one.id for one in first} == {one.id for one in second}


# ---- figures


def figures(records: list[Record], *, copies: bool = False) -> tuple[RivalFigures, ...]:
    links = find_copies([one.document for one in records]) if copies else ()
    return tuple(rivals for incident in find_incidents(records, links) for rivals in incident.figures)


def test_every_claim_stands_with_its_source_and_its_way() -> None:
    [rivals] = figures(blast_with_events())
    assert [(claim.best, claim.speaker, claim.word_of, claim.outlets) for claim in rivals.claims] == [
        (14, "Coast Radio", "publisher", ("Coast Radio",)),
        (17, "Ana Petrov", "a1", ("Harbour Wire",)),
    ]
    assert [(one.first, one.second) for one in rivals.contradictions] == [(0, 1)]
    assert rivals.moves == ()


def claims_of(*counts: tuple[str, str, int | None, int | None]) -> list[Record]:
    """Reports on one blast: publisher, day, low and high of the killed."""
    records = []
    for number, (publisher, when, low, high) in enumerate(counts):
        text = f"{BLAST[0]} {number} {BLAST[1]}"
        best = low if low == high else None
        count = figure(1, text, "14", what="killed", low=low, best=best, high=high)
        records.append(record(f"r{number}", text, when, publisher=publisher, figures=(count,)))
    return records


@pytest.mark.parametrize(
    ("later", "direction"),
    [((17, 17), "up"), ((12, 12), "down"), ((14, None), "up"), ((14, 14), None)],
)
def test_how_one_sources_figure_moved(later: tuple[int, int | None], direction: str | None) -> None:
    records = claims_of(("Coast Radio", "2031-05-05", 14, 14), ("Coast Radio", "2031-05-06", *later))
    [rivals] = figures(records)
    assert [move.direction for move in rivals.moves] == ([direction] if direction else [])


def test_another_sources_figure_is_no_move() -> None:
    [rivals] = figures(
        claims_of(("Coast Radio", "2031-05-05", 14, 14), ("Harbour Wire", "2031-05-06", 17, 17))
    )
    assert rivals.moves == ()
    assert len(rivals.contradictions) == 1


@pytest.mark.parametrize(
    ("one", "two", "clash"),
    [
        ((12, None), (17, 17), False),
        ((12, None), (11, 11), True),
        ((10, 20), (20, 30), False),
        ((10, 19), (20, 30), True),
        ((None, None), (20, 30), False),
    ],
)
def test_claims_clash_only_if_no_number_fits_both(
    one: tuple[int | None, int | None], two: tuple[int | None, int | None], clash: bool
) -> None:
    [rivals] = figures(claims_of(("Coast Radio", "2031-05-05", *one), ("Harbour Wire", "2031-05-05", *two)))
    assert bool(rivals.contradictions) == clash
    assert len(rivals.claims) == 2


def test_a_copys_claim_stays_and_says_whose_it_repeats() -> None:
    [rivals] = figures(
        claims_of(("Coast Radio", "2031-05-05", 14, 14), ("Mast", "2031-05-06", 14, 14)), copies=True
    )
    assert [claim.repeats for claim in rivals.claims] == [None, "r0"]


def test_every_figure_stands_once() -> None:
    text = BLAST[2] + " A frost killed 3 goats."
    loose = record(
        "b4", text, "2031-05-08",
        events=(event(1, text, "bomb"), event(2, text, "buried", type="CONSULT")),
        figures=(killed(1, text, "3", 3), killed(2, text, "two", 2, event="v2")),
    )  # fmt: skip
    teaser = record("b5", BLAST[0], "2031-05-09", figures=(killed(1, BLAST[0], "14", 14, zone="teaser"),))
    records = [*blast_with_events(), loose, teaser]
    counts = Counter((claim.document, claim.figure) for rivals in figures(records) for claim in rivals.claims)
    assert counts == {("b1", "f1"): 1, ("b2", "f1"): 1, ("b4", "f1"): 1, ("b4", "f2"): 1}
