"""Show: the geometry of the desk's drawings: numbers and days to places on a picture; templates draw the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import ceil, floor, log10, sqrt

from msgspec import Struct

MONTH_DAYS = 92
"""A time line longer than this is counted by months."""


class Tick(Struct, frozen=True):
    """A mark on an axis: where, and what stands there."""

    x: float
    words: str


class Scale(Struct, frozen=True):
    """Numbers from `low` to `high` on a line from `left` to `right`."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a number stands, held to the ends.

        >>> Scale(0, 10, 100, 200).at(5), Scale(0, 10, 100, 200).at(99)
        (150.0, 200.0)
        """
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.left + min(1.0, max(0.0, share)) * (self.right - self.left), 1)


def round_steps(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """About `wanted` round numbers that hold `low` and `high` between them.

    >>> round_steps(0, 43)
    (0.0, 10.0, 20.0, 30.0, 40.0, 50.0)
    """
    span = max(high - low, abs(high) * 1e-6, 1e-6)
    size = 10 ** floor(log10(span / wanted))
    step = next(size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= wanted)
    first, last = floor(low / step), ceil(high / step)
    return tuple(round(number * step, 10) for number in range(first, max(last, first + 1) + 1))


# ---- claims


class Bar(Struct, frozen=True, kw_only=True):
    """A claim as a bar: from where to where, the best number if one is given, and which end is open."""

    start: float
    end: float
    best: float | None
    open_low: bool
    open_high: bool


Bounds = tuple[float | None, float | None, float | None]
"""Low, best and high."""


def claims_scale(claims: Iterable[Bounds], width: float) -> tuple[Scale, tuple[Tick, ...]]:
    """One scale from nought for all claims, with room for those that name no upper bound."""
    numbers = [number for claim in claims for number in claim if number is not None]
    steps = round_steps(0, max(numbers, default=1) * 1.05 or 1)
    scale = Scale(0, steps[-1], 6, width - 6)
    return scale, tuple(Tick(scale.at(step), f"{step:,.6g}") for step in steps)


def bar_of(scale: Scale, claim: Bounds) -> Bar | None:
    """A claim on a scale; None if it names no number.

    >>> bar_of(Scale(0, 50, 0, 100), (12, None, None)).open_high
    True
    """
    low, best, high = claim
    if low is None and best is None and high is None:
        return None
    exact = best is not None and low is None and high is None
    lowest = best if exact else low
    highest = best if exact else high
    return Bar(
        start=scale.left if lowest is None else scale.at(lowest),
        end=scale.right if highest is None else scale.at(highest),
        best=None if best is None else scale.at(best),
        open_low=lowest is None,
        open_high=highest is None,
    )


# ---- days


def day_number(value: str | None) -> int | None:
    """The day of a date or time in ISO 8601 as a number; None for less than a day.

    >>> day_number("2031-05-04T10:00:00Z") == date(2031, 5, 4).toordinal(), day_number("2031-05")
    (True, None)
    """
    try:
        return date.fromisoformat((value or "")[:10]).toordinal()
    except ValueError:
        return None


def days_scale(days: Iterable[int], left: float, right: float) -> tuple[Scale, tuple[Tick, ...]]:
    """A scale of days with a little room at its ends, and marks at days, months or years."""
    found = sorted(set(days)) or [1]
    room = max(1, (found[-1] - found[0]) // 25)
    scale = Scale(max(1, found[0] - room), min(date.max.toordinal(), found[-1] + room), left, right)
    return scale, tuple(_day_ticks(scale))


def _day_ticks(scale: Scale) -> Iterable[Tick]:
    first, last = date.fromordinal(int(scale.low)), date.fromordinal(int(scale.high))
    length = (last - first).days
    if length <= MONTH_DAYS:
        step = max(1, ceil(length / 8))
        starts = [first + timedelta(days=number) for number in range(0, length + 1, step)]
        # The year stands once, and again where it or the month is new.
        return (
            Tick(scale.at(day.toordinal()), day.isoformat()[0 if at == 0 or day.day == 1 else 5 :])
            for at, day in enumerate(starts)
        )
    years = last.year - first.year
    if years > 8:
        step = max(1, ceil(years / 9))
        shown = range(first.year + 1, last.year + 1, step)
        return (Tick(scale.at(date(year, 1, 1).toordinal()), str(year)) for year in shown)
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [day for day in months if first <= day <= last]
    return (
        Tick(scale.at(day.toordinal()), day.isoformat()[:7])
        for day in inside[:: max(1, ceil(len(inside) / 9))]
    )


class Column(Struct, frozen=True):
    """A bar of a chart over time: where, how high, how many, from which day."""

    x: float
    width: float
    height: float
    count: int
    period: str


class Columns(Struct, frozen=True):
    """Bars over time: one a day or, over more than three months, one a month."""

    bars: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    most: int


def columns_of(days: Sequence[str | None], width: float, height: float) -> Columns | None:
    """How many there are over time, None where no day is known."""
    numbers = [number for day in days if (number := day_number(day)) is not None]
    if not numbers:
        return None
    by_month = max(numbers) - min(numbers) > MONTH_DAYS
    counts = Counter(date.fromordinal(number).isoformat()[: 7 if by_month else 10] for number in numbers)
    starts = {
        period: date.fromisoformat(f"{period}-01" if by_month else period).toordinal() for period in counts
    }
    scale, ticks = days_scale([*starts.values(), *numbers], 2, width - 2)
    thick = min(24.0, max(3.0, (scale.at(scale.low + (30 if by_month else 1)) - scale.left) * 0.7))
    most = max(counts.values())
    bars = tuple(
        Column(
            scale.at(starts[period]),
            round(thick, 1),
            round(counts[period] / most * height, 1),
            counts[period],
            period,
        )
        for period in sorted(counts)
    )
    return Columns(bars, ticks, most)


# ---- lanes


class Dot(Struct, frozen=True, kw_only=True):
    """Values of one lane and one day: where, how large (its area tells how many), which day."""

    x: float
    y: float
    radius: float
    count: int
    day: str
    stated: bool


class Lane(Struct, frozen=True, kw_only=True):
    """One line of a time line."""

    name: str
    y: float
    count: int
    dots: tuple[Dot, ...]


class Lanes(Struct, frozen=True, kw_only=True):
    """A time line: lanes under one axis of days."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    height: float


LANE_HEIGHT = 30.0
LANES_SHOWN = 12
TOP = 24.0


def lanes_of(values: Sequence[tuple[str, str, bool]], left: float, right: float) -> Lanes | None:
    """Values, each a lane's name, a day and whether the text states it, as a time line; None where there are none.

    The lanes with the most come first; of more than `LANES_SHOWN` the rest share the last.
    """
    known = [
        (name, number, stated) for name, day, stated in values if (number := day_number(day)) is not None
    ]
    if not known:
        return None
    counts = Counter(name for name, _, _ in known)
    named = [name for name, _ in counts.most_common(LANES_SHOWN)]
    rest = len(counts) > len(named)
    scale, ticks = days_scale([number for _, number, _ in known], left, right)
    most = max(Counter((name, number) for name, number, _ in known).values())
    lanes = []
    for order, name in enumerate([*named, *([""] if rest else [])]):
        own = [one for one in known if (one[0] == name if name else one[0] not in named)]
        y = TOP + LANE_HEIGHT * (order + 0.5)
        lanes.append(Lane(name=name, y=y, count=len(own), dots=tuple(_dots(own, scale, y, most))))
    return Lanes(lanes=tuple(lanes), ticks=ticks, height=TOP + LANE_HEIGHT * len(lanes) + 8)


def _dots(own: Sequence[tuple[str, int, bool]], scale: Scale, y: float, most: int) -> Iterable[Dot]:
    counts = Counter(number for _, number, _ in own)
    stated = {number for _, number, sure in own if sure}
    for number, count in sorted(counts.items()):
        radius = round(4 + 8 * sqrt(count / most), 1) if most > 1 else 6.0
        day = date.fromordinal(number).isoformat()
        yield Dot(x=scale.at(number), y=y, radius=radius, count=count, day=day, stated=number in stated)
