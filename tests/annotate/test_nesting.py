from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.annotate.nesting import link_nested
from dragoman.stages import FoundAttribution
from dragoman.types import Span, join_spans
from timing import FOUR_TIMES, shortest

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: Span(at[0], at[0] + at[1]))


def found(*content: Span, source: Span | None = None) -> FoundAttribution:
    return FoundAttribution(source=(source,) if source else (), cue=(), content=content, form="indirect")


def holders(*attributions: FoundAttribution) -> list[int | None]:
    return [attribution.inside for attribution in link_nested(attributions)]


def holds(outer: FoundAttribution, inner: FoundAttribution) -> bool:
    parts = (*inner.source, *inner.content)
    wider = sum(map(len, outer.content)) > sum(map(len, inner.content))
    return wider and all(any(own.covers(span) for own in outer.content) for span in parts)


@pytest.mark.parametrize(
    ("attributions", "expected"),
    [
        ((), []),
        ((found(Span(0, 9)),), [None]),
        ((found(Span(0, 9)), found(Span(0, 9))), [None, None]),
        ((found(Span(5, 9)), found(Span(0, 30)), found(Span(2, 12))), [2, None, 1]),
        ((found(Span(0, 9)), found(Span(5, 8), source=Span(20, 22))), [None, None]),
        ((found(Span(0, 9), Span(12, 20)), found(Span(8, 13))), [None, None]),
        ((found(Span(0, 9), Span(12, 20)), found(Span(14, 16), source=Span(0, 3))), [None, 0]),
    ],
)
def test_inside(attributions: tuple[FoundAttribution, ...], expected: list[int | None]) -> None:
    assert holders(*attributions) == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(lambda parts: found(*parts), st.lists(SPANS, min_size=1, max_size=2)), max_size=9))
def test_the_narrowest_holder_of_all_that_hold(attributions: list[FoundAttribution]) -> None:
    for number, inside in enumerate(holders(*attributions)):
        fitting = [at for at, outer in enumerate(attributions) if holds(outer, attributions[number])]
        narrowest = min(fitting, key=lambda at: (sum(map(len, attributions[at].content)), at), default=None)
        assert inside == narrowest
        assert inside is None or join_spans(attributions[inside].content).covers(
            join_spans(attributions[number].content)
        )


def test_many_take_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        many = [found(Span(50 * n, 50 * n + 40)) for n in range(count)]
        many += [found(Span(50 * n + 9, 50 * n + 30)) for n in range(count)]
        return shortest(lambda: link_nested(many))

    assert seconds(2000) < FOUR_TIMES * seconds(500)
