"""Time grows with the text and not with its square, however often one thing is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.annotate.carried import carried_attributions
from dragoman.annotate.citations import find_citations
from dragoman.annotate.coreference import find_chains
from dragoman.annotate.members import find_members
from dragoman.annotate.speakers import resolve_speakers
from dragoman.stages import FoundAttribution
from dragoman.types import Span
from short_reports import make_doc, make_segments, mentions_of
from timing import FOUR_TIMES, shortest

LINES = {
    "one person": "Foreign Minister Adama Sow said it rains. He said so. The minister left. “We all wait for rain.”",
    "two ministers": "Minister Adama Sow met Minister Lena Vogt. The minister said it rains. Sow said no.",
    "many people": "President Ada Sow{0} said it rains. Sow{0} said no. The president said so.",
    "outlets": "It rains, Meridian News said, citing TASS. Meridian said no. “I said so,” Ana Roa said.",
    "bodies": "The Harvest Council (HC) said it rains. The HC said no. Syria and Iran met. Both sides said so.",
}


def annotated(line: str, count: int) -> Callable[[], object]:
    """What follows the names: chains, speakers, citations, members of so many lines."""
    text = "\n".join(line.format(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}") for n in range(count))
    doc, segments, mentions = make_doc(text), make_segments(text), mentions_of(text)
    said = tuple(_said(text, span) for span in segments.sentences if " said " in span.of(text))

    def run() -> None:
        chains = find_chains(doc, segments, mentions)
        every = (*said, *carried_attributions(doc, segments, said))
        resolve_speakers(doc, segments, mentions, chains, every)
        find_citations(doc, segments, mentions, every)
        find_members(doc, segments, mentions, chains)

    return run


def _said(text: str, sentence: Span) -> FoundAttribution:
    at = text.index(" said", sentence.start) + 1
    parts = (Span(sentence.start, at - 1), Span(at, at + 4), Span(at + 5, sentence.end))
    return FoundAttribution(source=parts[:1], cue=parts[1:2], content=parts[2:], form="indirect")


@pytest.mark.parametrize("name", LINES)
def test_in_proportion(name: str) -> None:
    once, four_times = annotated(LINES[name], 200), annotated(LINES[name], 800)
    assert shortest(four_times, 3) < FOUR_TIMES * shortest(once, 3)


@pytest.mark.parametrize("name", LINES)
def test_names_in_proportion(name: str) -> None:
    texts = ["\n".join([LINES[name].format("ab")] * count) for count in (200, 800)]
    once, four_times = (shortest(lambda text=text: mentions_of(text), 3) for text in texts)  # type: ignore[misc]
    assert four_times < FOUR_TIMES * once
