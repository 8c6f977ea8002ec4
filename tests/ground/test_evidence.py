"""Names of a report weighed together: what each lends to the others, and what size and fame are worth."""

from __future__ import annotations

import pytest

from dragoman.ground.evidence import Named, Spoken, cell_of, countries_spoken_of, prior, weigh
from dragoman.ground.gazetteer import Candidate


def town(name: str, country: str, lat: float, lon: float, population: int, **fields: object) -> Candidate:
    return Candidate(
        name=name,
        precision="populated",
        country=country,
        lat=lat,
        lon=lon,
        population=population,
        **fields,  # type: ignore[arg-type]
    )


NORTH, SOUTH = town("Orr", "AAA", 40.0, 10.0, 5_000), town("Orr", "BBB", -20.0, 30.0, 50_000)
NEAR_NORTH = town("Pell", "AAA", 40.3, 10.4, 4_000)


def first(names: list[Named], spoken: Spoken) -> Candidate:
    return weigh(names, spoken)[names[0].key][0].candidate


def test_by_itself_the_larger_one_is_likelier() -> None:
    assert first([Named("orr", (NORTH, SOUTH))], Spoken()) == SOUTH


def test_the_countries_spoken_of_outweigh_size() -> None:
    assert first([Named("orr", (NORTH, SOUTH))], Spoken(countries={"AAA": 3})) == NORTH


def test_a_place_nearby_outweighs_size() -> None:
    names = [Named("orr", (NORTH, SOUTH)), Named("pell", (NEAR_NORTH,))]
    assert first(names, Spoken()) == NORTH
    assert countries_spoken_of(weigh(names, Spoken()), Spoken())[0] == "AAA"


def test_two_ambiguous_names_that_lie_near_each_other_help_each_other() -> None:
    elsewhere = town("Pell", "CCC", 0.0, 0.0, 4_000)
    alone = weigh([Named("orr", (NORTH, SOUTH))], Spoken())["orr"]
    together = weigh([Named("orr", (NORTH, SOUTH)), Named("pell", (NEAR_NORTH, elsewhere))], Spoken())["orr"]
    support = {one.candidate: one.support for one in together}
    assert support[NORTH] > support[SOUTH]
    assert {one.support for one in alone} == {0.0}


def test_the_order_of_names_makes_no_difference() -> None:
    names = [Named("orr", (NORTH, SOUTH)), Named("pell", (NEAR_NORTH,))]
    assert weigh(names, Spoken()) == weigh(names[::-1], Spoken())


@pytest.mark.parametrize(("lon", "west"), [(179.9, 179), (-180.0, -180)])
def test_cells_meet_where_the_day_changes(lon: float, west: int) -> None:
    assert cell_of(town("Far", "AAA", 0.5, lon, 1)) == (0, west)
    names = [
        Named("a", (town("A", "AAA", 0.5, 179.9, 1000),)),
        Named("b", (town("B", "BBB", 0.5, -179.9, 1000),)),
    ]
    assert weigh(names, Spoken())["a"][0].support > 0


def test_a_capital_and_our_own_entries_are_better_known() -> None:
    assert prior(town("X", "AAA", 0, 0, 1000, capital=True)) > prior(town("X", "AAA", 0, 0, 1000))
    assert prior(town("X", "AAA", 0, 0, 0, own=True)) > prior(town("X", "AAA", 0, 0, 0))
    assert prior(town("X", "AAA", 0, 0, 1000, other=True)) < prior(town("X", "AAA", 0, 0, 1000))
