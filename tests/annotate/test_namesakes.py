from __future__ import annotations

import pytest

from dragoman.annotate.coreference import find_chains
from dragoman.annotate.mentions import find_mentions
from short_reports import make_doc, make_segments, place, scores_for

PEOPLE = ("Adam Bush", "Carl Bush", "Anna Bush", "Adama Sow", "Ana Roa", "Lena Diop")


def same(text: str, one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Whether two mentions, each given by its words and which of its uses is meant, are in one chain."""
    names = {name: "PER" for name in PEOPLE if name in text}
    doc, segments = make_doc(text), make_segments(text)
    mentions = find_mentions(doc, segments, scores_for(text, names))
    at = {mention.span: index for index, mention in enumerate(mentions)}
    pair = {at[place(text, *one)], at[place(text, *other)]}
    return any(pair <= set(chain) for chain in find_chains(doc, segments, mentions))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Adam Bush spoke.\nBush left.\nCarl Bush came.\nIt rained.\nIt froze.\nBush said no.",
         ("Adam Bush", 0), ("Bush", 3)),
        ("Adam Bush spoke.\nBush left.\nCarl Bush came.\nCarl Bush spoke.\nCarl Bush wept.",
         ("Adam Bush", 0), ("Bush", 1)),
        ("Adam Bush came with Anna Bush.\nThere Bush wept. She left.", ("Anna Bush", 0), ("Bush", 2)),
        ("Adam Bush came with Anna Bush.\nThere Bush wept. She left.\nIt rained.\nIt froze.\nBush is ill.",
         ("Anna Bush", 0), ("Bush", 3)),
    ],
)  # fmt: skip
def test_who_is_called_by_the_surname(text: str, one: tuple[str, int], other: tuple[str, int]) -> None:
    assert same(text, one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Adam Bush came with Carl Bush.\nThere Bush wept. He left.", ("Adam Bush", 0), ("Bush", 2)),
        ("Adam Bush spoke.\nBush left.\nCarl Bush came. There Bush wept.", ("Adam Bush", 0), ("Bush", 3)),
        ("Adam Bush spoke.\nBush left.\nAnna Bush came.\nMrs. Bush wept.", ("Adam Bush", 0), ("Bush", 3)),
    ],
)  # fmt: skip
def test_who_may_be_the_other(text: str, one: tuple[str, int], other: tuple[str, int]) -> None:
    assert not same(text, one, other)


@pytest.mark.parametrize(
    ("text", "one", "other", "expected"),
    [
        ("Adama Sow spoke. “Lena Diop is late,” he said.", ("Adama Sow", 0), ("he", 0), True),
        ("Ana Roa spoke of Lena Diop. “Lena Diop is late, Diop is ill,” she said.", ("Ana Roa", 0), ("she", 0), True),
        ("Ana Roa spoke. “Lena Diop is late,” she said.", ("Lena Diop", 0), ("she", 0), False),
        ("The Adama Sow administration waited. It rained. The president left.",
         ("Adama Sow", 0), ("The president", 0), True),
        ("The Adama Sow administration waited. It rained. It froze. It thawed. The former president left.",
         ("Adama Sow", 0), ("The former president", 0), False),
        ("Ana Roa spoke. The former governor and senator said she waited.", ("Ana Roa", 0), ("senator", 0), True),
        ("Ana Roa spoke. The governor and the senator left.", ("The governor", 0), ("the senator", 0), False),
        ("Ana Roa, a resident of the lake town, left.", ("Ana Roa", 0), ("a resident", 0), True),
        ("Ana Roa, a resident said, left.", ("Ana Roa", 0), ("a resident", 0), False),
        ("If Adama Sow were a woman, it would rain. She left.", ("a woman", 0), ("She", 0), False),
        ("A woman fled. He left.", ("A woman", 0), ("He", 0), False),
        ("My mother fled. She left.", ("My mother", 0), ("She", 0), True),
    ],
)  # fmt: skip
def test_whom_it_is(text: str, one: tuple[str, int], other: tuple[str, int], expected: bool) -> None:
    assert same(text, one, other) is expected
