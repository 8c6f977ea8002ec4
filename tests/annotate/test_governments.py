from __future__ import annotations

import re

import pytest

from dragoman.annotate.coreference import find_chains
from dragoman.annotate.governments import with_governments
from dragoman.annotate.wording import Layout, read_wording
from dragoman.stages import Mention
from dragoman.types import Span
from short_reports import make_doc, make_segments, mentions_of


def read_names(text: str) -> tuple[Mention, ...]:
    """The mentions that rules find, with "Moscow" as the names head would see it."""
    towns = [
        Mention(span=Span(m.start(), m.end()), type="GPE", kind="name") for m in re.finditer("Moscow", text)
    ]
    marked = with_governments(read_wording(text), Layout(make_segments(text)), towns)
    return tuple(sorted((*mentions_of(text), *marked), key=lambda mention: mention.span))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Moscow denied it.", "RUS"),
        ("In Ostia, Moscow accused the rebels.", "RUS"),
        ("The talks between Moscow and Kyiv failed.", "RUS"),
        ("The rebels, backed by Moscow, left.", "RUS"),
        ("Moscow-backed fighters left.", "RUS"),
        ("Moscow's envoy left.", "RUS"),
        ("Rebels blamed Moscow for it.", "RUS"),
        ("He flew to Moscow.", None),
        ("Fighting went on in Moscow.", None),
        ("Moscow's streets were empty.", None),
        ("Moscow is a large city.", None),
        ("A shop near Moscow said no.", None),
    ],
)
def test_a_capital_that_means_its_government(text: str, code: str | None) -> None:
    assert [m.stands_for for m in read_names(text) if m.span.of(text) == "Moscow"] == [code]


def chain_of(text: str, words: str) -> list[str]:
    mentions = read_names(text)
    chains = find_chains(make_doc(text), make_segments(text), mentions)
    found = [[mentions[i].span.of(text) for i in chain] for chain in chains]
    return next((chain for chain in found if words in chain), [])


def test_a_country_its_adjective_and_its_government_are_one() -> None:
    text = "Russia agreed. Moscow said so. Russian officials left."
    assert chain_of(text, "Russia") == ["Russia", "Moscow", "Russian"]


def test_the_city_is_not_the_country() -> None:
    assert chain_of("Russia agreed. It rained in Moscow.", "Russia") == []


def test_a_people_is_not_its_country() -> None:
    assert chain_of("Russia agreed. The Russians left.", "Russia") == []
