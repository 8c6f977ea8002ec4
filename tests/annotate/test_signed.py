from __future__ import annotations

import pytest

from dragoman.annotate.coreference import find_chains
from dragoman.annotate.mentions import find_mentions
from dragoman.annotate.signed import find_signed
from dragoman.annotate.wording import Layout, read_wording
from dragoman.types import ZoneName
from short_reports import make_doc, make_segments, scores_for

LETTERS = (
    "Letters\nLETTERS.\nI saw the road. My house is gone.\nAna Roa, Tamsin\nIt rains, and I wait.\nAdama Sow."
)
HEADLINE: dict[str, ZoneName] = {"Letters": "headline"}


def signed(text: str) -> list[tuple[str, str]]:
    found = find_signed(read_wording(text), Layout(make_segments(text, HEADLINE)))
    return [(one.scope.of(text), one.name.of(text)) for one in found]


def test_each_letter_is_its_signer_s() -> None:
    assert signed(LETTERS) == [
        ("I saw the road. My house is gone.", "Ana Roa"),
        ("It rains, and I wait.", "Adama Sow"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The road is long.\nAna Roa",
        "“I saw it,” she said.\nAna Roa",
        "I saw it.\nAna Roa went home. Sow stayed.",
        "I saw it.\nTHE NEWS",
        "War I ended late.\nTamsin",
    ],
)
def test_nothing_is_signed(text: str) -> None:
    assert signed(text) == []


def test_i_is_the_signer() -> None:
    doc, segments = make_doc(LETTERS), make_segments(LETTERS, HEADLINE)
    mentions = find_mentions(doc, segments, scores_for(LETTERS, {"Ana Roa": "PER", "Adama Sow": "PER"}))
    chains = find_chains(doc, segments, mentions)
    words = [[mentions[index].span.of(LETTERS) for index in chain] for chain in chains]
    assert words == [["I", "My", "Ana Roa"], ["I", "Adama Sow"]]


COLUMN = "Roads\nI saw the road.\nIt rained.\nI left.\nAna Roa is a playwright in Tamsin."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (COLUMN, [("I saw the road.\nIt rained.\nI left.", "Ana Roa")]),
        (COLUMN.replace("It rained", "Roa rang"), []),
        (COLUMN.replace("It rained", "Ana Roa rang"), []),
        (
            COLUMN.replace("It rained", "Olive Roa rang"),
            [("I saw the road.\nOlive Roa rang.\nI left.", "Ana Roa")],
        ),
        (COLUMN.replace("I left", "It froze"), []),
        (COLUMN.replace("I saw", "“I saw").replace("road.", "road.”"), []),
    ],
)
def test_a_column_is_its_author_s(text: str, found: list[tuple[str, str]]) -> None:
    assert signed(text.replace("Roads", "Letters")) == found


def test_nobody_is_meant_in_another_letter() -> None:
    text = "Letters\nAna Roa is late, I hear.\nLena Diop, Tamsin\nShe is right, and I wait.\nAdama Sow."
    doc, segments = make_doc(text), make_segments(text, HEADLINE)
    names = {"Ana Roa": "PER", "Lena Diop": "PER", "Adama Sow": "PER"}
    mentions = find_mentions(doc, segments, scores_for(text, names))
    chained = {mentions[i].span.of(text) for chain in find_chains(doc, segments, mentions) for i in chain}
    assert "She" not in chained
