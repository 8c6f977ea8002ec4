"""The geometry of drawings: claims on one scale, days on axes, lanes, the map's window."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ResourceError
from dragoman.show.page.drawing import bar_of, claims_scale, columns_of, days_scale, lanes_of, round_steps
from dragoman.show.page.shapes import outlines, rings_of, window_around

numbers = st.floats(0, 1e9, allow_nan=False)


@given(numbers, numbers)
def test_round_steps_hold_what_they_are_of(one: float, other: float) -> None:
    low, high = sorted((one, other))
    steps = round_steps(low, high)
    assert steps[0] <= low + 1e-6 * max(1, high)
    assert steps[-1] >= high - 1e-6 * max(1, high)
    assert len(steps) <= 8


@given(st.lists(st.tuples(*[st.one_of(st.none(), numbers)] * 3), min_size=1, max_size=8))
def test_every_claim_with_a_number_has_a_bar_inside_the_picture(claims: list) -> None:  # type: ignore[type-arg]
    scale, ticks = claims_scale(claims, 280)
    for claim in claims:
        bar = bar_of(scale, claim)
        assert (bar is None) == (claim == (None, None, None))
        if bar is not None:
            assert all(0 <= x <= 280 for x in (bar.start, bar.end, bar.best or 0))
    assert [tick.x for tick in ticks] == sorted(tick.x for tick in ticks)


@pytest.mark.parametrize(
    ("claim", "opened"),
    [
        ((12, None, None), (False, True)),
        ((None, None, 40), (True, False)),
        ((9, 9, 9), (False, False)),
        ((None, 7, None), (False, False)),
    ],
)
def test_a_bound_that_nobody_gave_is_an_open_end(claim: tuple, opened: tuple[bool, bool]) -> None:  # type: ignore[type-arg]
    scale, _ = claims_scale([claim], 280)
    bar = bar_of(scale, claim)
    assert bar is not None
    assert (bar.open_low, bar.open_high) == opened


@settings(deadline=None)
@given(st.lists(st.dates().map(str), min_size=1, max_size=30))
def test_days_stay_in_the_picture_and_are_counted_whole(days: list[str]) -> None:
    found = columns_of(days, 640, 56)
    assert found is not None
    assert sum(bar.count for bar in found.bars) == len(days)
    assert all(0 <= bar.x <= 640 and 0 < bar.height <= 56 for bar in found.bars)
    assert len(found.ticks) <= 40


def test_what_has_no_day_is_not_drawn() -> None:
    assert columns_of([None, "2031-05"], 640, 56) is None
    assert lanes_of([("killed", "", True)], 0, 100) is None


def test_more_kinds_than_lanes_share_the_last_and_none_is_lost() -> None:
    values = [
        (f"kind {number}", "2031-05-01", number % 2 == 0) for number in range(30) for _ in range(number + 1)
    ]
    found = lanes_of(values, 0, 100)
    assert found is not None
    assert found.lanes[0].name == "kind 29"
    assert found.lanes[-1].name == ""
    assert sum(dot.count for lane in found.lanes for dot in lane.dots) == len(values)


def test_a_scale_of_one_day_has_room_on_both_sides() -> None:
    scale, ticks = days_scale([740_000], 0, 100)
    assert 0 < scale.at(740_000) < 100
    assert ticks


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=6))
def test_a_window_shows_the_points_it_is_of(points: list[tuple[float, float]]) -> None:
    window = window_around(points, 980, 560)
    for lon, lat in points:
        x, y = window.at(lon, lat)
        assert -0.2 <= x <= 980.2
        assert -120 <= y <= 680


def test_borders_are_drawn_where_the_window_is() -> None:
    liberia = window_around([(-9.4, 6.5)], 980, 560)
    drawn = outlines(None, liberia)
    assert 500 < len(drawn) < 60_000
    assert drawn.startswith("M")
    assert len(rings_of(None)) > 1_000


def test_shapes_can_be_swapped_and_wrong_ones_are_told(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
        ' {"type": "MultiPolygon", "coordinates": [[[[-10, 6], [-8, 6], [-9, 8], [-10, 6]]]]}}]}'
    )
    assert len(rings_of(own)) == 1
    assert outlines(own, window_around([(-9, 7)], 980, 560)).count("M") == 1
    own2 = tmp_path / "wrong.json"
    own2.write_text('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}')
    with pytest.raises(ResourceError, match="no GeoJSON of polygons"):
        rings_of(own2)
    with pytest.raises(ResourceError, match="No such file"):
        rings_of(tmp_path / "none.json")
