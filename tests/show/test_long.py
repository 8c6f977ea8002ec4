"""Long records: what people see takes time in proportion to the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.show.html import render_page
from dragoman.show.marks import cut_each, find_marks, lay_out
from dragoman.show.notebook import plain_text
from dragoman.show.view import describe
from dragoman.types import Attribution, ChainLink, Entity, Record, Span, Zone
from made.river import make_document, make_record
from timing import FOUR_TIMES, shortest

LINE = "Ana Roa said “the road is open”, the Northern Post reports.\n"


def long_record(lines: int) -> Record:
    """Many short zones, each with a speaker, an outlet and an attribution of its own."""
    starts = range(0, lines * len(LINE), len(LINE))
    people = tuple(
        Entity(id=f"e{n}", type="PER", name=f"Ana Roa {n}", mentions=(Span(at, at + 7),))
        for n, at in enumerate(starts)
    )
    said = tuple(
        Attribution(
            id=f"a{n}",
            source=(Span(at, at + 7),),
            cue=(Span(at + 8, at + 12),),
            content=(Span(at + 13, at + 31),),
            form="direct",
            speaker=f"e{n}",
            speaker_basis="named",
            inside=f"a{n - 1}" if n % 2 else None,
        )
        for n, at in enumerate(starts)
    )
    chain = tuple(
        ChainLink(f"e{n}", Span(at + 33, at + 50), Span(at, at + 50)) for n, at in enumerate(starts)
    )
    zones = tuple(
        Zone("body" if n % 2 else "transcript", Span(at, at + len(LINE) - 1)) for n, at in enumerate(starts)
    )
    document = make_document(LINE * lines, zones=zones)
    return make_record(document=document, entities=people, attributions=said, chain=chain)


def cut_all(record: Record) -> None:
    list(cut_each([stretch.span for stretch in lay_out(record)], find_marks(record)))


@pytest.mark.parametrize(
    ("shown", "lines"), [(cut_all, 500), (describe, 500), (render_page, 150), (plain_text, 80)]
)
def test_time_grows_with_the_text(shown: Callable[[Record], object], lines: int) -> None:
    once, four_times = long_record(lines), long_record(4 * lines)
    assert shortest(lambda: shown(four_times), 3) < FOUR_TIMES * shortest(lambda: shown(once), 3)
