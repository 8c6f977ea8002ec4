from __future__ import annotations

import pytest

from dragoman.annotate.coreference import find_chains
from short_reports import make_doc, make_segments, mentions_of


def together(text: str, one: str, other: str) -> bool:
    mentions = mentions_of(text)
    found = find_chains(make_doc(text), make_segments(text), mentions)
    chains = [[mentions[index].span.of(text) for index in chain] for chain in found]
    return any(one in chain and other in chain for chain in chains)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("A witness saw smoke. The road is long. The witness ran.", "A witness", "The witness"),
        ("The group of voters met. It rained. The group left.", "The group of voters", "The group"),
        ("Nearly eight of 10 voters say they wait.", "Nearly eight of 10 voters", "they"),
        ("“The court waits,” he wrote. “The court will not act.”", "The court", "The court"),
        ("The Lake Liberation Front met.\nIt rained. It snowed. It froze. It thawed.\nThe front left.",
         "Lake Liberation Front", "The front"),
        ("The Falcon Brigade fled. The Heron Brigade stayed. The brigade said no.", "Heron Brigade", "The brigade"),
        ("Meridian News Agency was shut. The channel reported a raid.", "Meridian News Agency", "The channel"),
        ("Tamsin television was shut. The station reported a raid.", "Tamsin", "The station"),
        ("The militia has denied it. The militia said it had withdrawn.", "The militia", "it"),
        ("Many voters have said they wait.", "Many voters", "they"),
        ("A source said no. Another source said yes. The source left.", "Another source", "The source"),
        ("Mr. Sow left. A witness who gave her name as Sow said no.", "A witness", "Sow"),
    ],
)  # fmt: skip
def test_together(text: str, one: str, other: str) -> None:
    assert together(text, one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("A witness saw smoke. Another witness saw fire. A witness ran. The witness left.", "A witness", "The witness"),
        ("A witness saw smoke. “The witness lied,” he said.", "A witness", "The witness"),
        ("A witness saw smoke. It was late. It was dark. It was cold. It was wet. It was grey. The witness left.",
         "A witness", "The witness"),
        ("The Lake Liberation Front met.\nThe Falcon Liberation Front met.\nIt rained. It froze.\nThe front left.",
         "Lake Liberation Front", "The front"),
        ("The Falcon Brigade met the Heron Brigade. The brigade said no.", "Heron Brigade", "The brigade"),
        ("Mr. Sow left. The witness called Sow a liar.", "The witness", "Sow"),
        ("The Falcon Brigade is funded by the group.", "Falcon Brigade", "the group"),
        ("Meridian News Agency reported a raid. The channel of the river is deep.",
         "Meridian News Agency", "The channel"),
    ],
)  # fmt: skip
def test_apart(text: str, one: str, other: str) -> None:
    assert not together(text, one, other)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Dozens of the residents left.", "Dozens of the residents"),
        ("More than half of voters stayed.", "More than half of voters"),
        ("Seven in 10 residents stayed.", "Seven in 10 residents"),
        ("In 10 residents he trusts.", "10 residents"),
        ("Then labor-policy experts left.", "labor-policy experts"),
        ("He said 12 Alpine 40 companies left.", "12 Alpine 40 companies"),
        ("In Tamsin officials left.", "officials"),
        ("On Friday officials left.", "officials"),
    ],
)
def test_a_quantity_is_part_of_whom_it_counts(text: str, whole: str) -> None:
    assert whole in [mention.span.of(text) for mention in mentions_of(text) if mention.type == "GROUP"]
