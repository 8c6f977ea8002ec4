from __future__ import annotations

import pytest

from dragoman.annotate.coreference import (
    chain_named,
    find_chains,
    pronouns_inside,
    pronouns_outside,
    tell_speakers,
)
from dragoman.annotate.members import find_members
from dragoman.annotate.pronouns import join_pronouns
from dragoman.stages import FoundAttribution
from dragoman.types import ZoneName
from short_reports import make_doc, make_segments, mentions_of, place


def chains(text: str, zones: dict[str, ZoneName] | None = None) -> list[list[str]]:
    mentions = mentions_of(text, zones)
    found = find_chains(make_doc(text), make_segments(text, zones), mentions)
    return [[mentions[index].span.of(text) for index in chain] for chain in found]


def together(text: str, one: str, other: str) -> bool:
    return any(one in chain and other in chain for chain in chains(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("President Adama Sow spoke. According to Sow, it rains.", "Adama Sow", "Sow"),
        ("President Adama B. Sow spoke. President Adama Sow left.", "Adama B. Sow", "Adama Sow"),
        ("Hay'at Tahrir al-Sham (HTS) withdrew. HTS agreed.", "Hay'at Tahrir al-Sham", "HTS"),
        ("The United Nations waited. The UN left.", "United Nations", "UN"),
        ("Britain waited. The United Kingdom left.", "Britain", "United Kingdom"),
        ("Meridian News Agency reported a lull.", "Meridian News Agency", "Meridian News Agency"),
        ("Russian Foreign Minister Adama Sow spoke.\nThe Russian Foreign Minister left.",
         "Adama Sow", "The Russian Foreign Minister"),
        ("Foreign Minister Adama Sow spoke. The minister left.", "Adama Sow", "The minister"),
        ("Russian Foreign Minister Adama Sow met his German counterpart Lena Vogt. The German minister left.",
         "Lena Vogt", "The German minister"),
        ("President Adama Sow spoke. He left.", "Adama Sow", "He"),
        ("President Adam Sow met Chancellor Anna Vogt. She left.", "Anna Vogt", "She"),
        ("President Adama Sow said his army would stay.", "Adama Sow", "his"),
        ("The Falcon Brigade agreed. The group left.", "Falcon Brigade", "The group"),
        ("The Lake Liberation Front met. The front left.", "Lake Liberation Front", "The front"),
        ("The mayoral candidate Adama Sow spoke. The candidate left.", "Adama Sow", "The candidate"),
        ("The Falcon Brigade met. It also said no.", "Falcon Brigade", "It"),
        ("The developers agreed. They said so.", "The developers", "They"),
        ("German Foreign Minister Lena Vogt waited. Russian Foreign Minister Adama Sow met his German counterpart.",
         "Lena Vogt", "his German counterpart"),
    ],
)  # fmt: skip
def test_together(text: str, one: str, other: str) -> None:
    assert one == other or together(text, one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("President Adam Bush and Governor Carl Bush met.\nThere Bush smiled.", "Bush", "Adam Bush"),
        ("President Adam Bush and Governor Carl Bush met.", "Adam Bush", "Carl Bush"),
        ("President Kim Jong Un spoke. Mayor Kim Dae Ho left.", "Kim Jong Un", "Kim Dae Ho"),
        ("President Adam Sow met Governor Carl Diop and Mayor John Faye. He left.", "He", "John Faye"),
        ("President Adam Sow left. She spoke.", "She", "Adam Sow"),
        ("President Adama Sow spoke. The former president left.", "Adama Sow", "The former president"),
        ("Vice President Adama Sow spoke. The president left.", "Adama Sow", "The president"),
        ("Deputy Minister Adama Sow spoke. The minister left.", "Adama Sow", "The minister"),
        ("President Adama Sow met his counterpart Lena Vogt.", "his", "Lena Vogt"),
        ("Russian Foreign Minister Adama Sow spoke. The German foreign minister left.", "Adama Sow",
         "The German foreign minister"),
        ("The Falcon Brigade met. It seemed late.", "Falcon Brigade", "It"),
        ("Foreign Minister Adama Sow met his German counterpart.", "Adama Sow", "his German counterpart"),
    ],
)  # fmt: skip
def test_apart(text: str, one: str, other: str) -> None:
    assert not together(text, one, other)


def test_a_shared_surname_goes_to_the_one_named_last_in_the_paragraph() -> None:
    text = "President Adam Bush met Governor Carl Bush.\nThe road is long.\nGovernor Carl Bush drove. Bush smiled."
    assert together(text, "Carl Bush", "Bush")


def test_two_ministers_and_no_word_on_which() -> None:
    text = "Russian Foreign Minister Adama Sow met German Foreign Minister Lena Vogt. The minister left."
    assert not any("The minister" in chain for chain in chains(text))


def test_a_teaser_is_another_story() -> None:
    text = "President Adam Sow spoke.\nHe quit, says the president in our other story"
    assert not any("He" in chain for chain in chains(text, {"He quit": "teaser"}))


@pytest.mark.parametrize(
    ("text", "group", "meant"),
    [
        ("President Adama Sow met Mayor Lena Vogt. The two diplomats spoke.", "The two diplomats",
         ["Adama Sow", "Lena Vogt"]),
        ("Syria and Turkey met. Both sides agreed.", "Both sides", ["Syria", "Turkey"]),
        ("Syria, Iran and Turkey met. Both sides agreed.", "Both sides", None),
        ("President Adama Sow spoke. The two diplomats left.", "The two diplomats", None),
        ("Both sides agreed.", "Both sides", None),
        ("President Adama Sow met Mayor Lena Vogt. Two diplomats were hurt.", "Two diplomats", None),
        ("Fighting went on in Homs and Aleppo. Both sides agreed.", "Both sides", None),
        ("Syria and Iran met in Bern, Switzerland. Both sides agreed.", "Both sides", ["Syria", "Iran"]),
        ("Syria and Iran met in Lebanon. Both sides agreed.", "Both sides", ["Syria", "Iran"]),
    ],
)  # fmt: skip
def test_members(text: str, group: str, meant: list[str] | None) -> None:
    mentions = mentions_of(text)
    doc, segments = make_doc(text), make_segments(text)
    members = find_members(doc, segments, mentions, find_chains(doc, segments, mentions))
    names = {
        mentions[i].span.of(text): [mentions[j].span.of(text) for j in found] for i, found in members.items()
    }
    assert names.get(group) == meant


def test_each_mention_is_in_one_chain_at_most() -> None:
    text = (
        "President Adama Sow of Chad met Hamas. He said the group and Sow would meet the president of Chad. "
        * 5
    )
    mentions = mentions_of(text)
    found = [i for chain in find_chains(make_doc(text), make_segments(text), mentions) for i in chain]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("text", ["", "😀", "وزير", "he he he", "The minister."])
def test_odd_text(text: str) -> None:
    assert all(set(chain) == {"he"} for chain in chains(text))


def test_a_thousand_names_take_little_time() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = "\n".join(
        f"President Ada Sow{letters[i % 26]}{letters[i // 26 % 26]} spoke. He left." for i in range(1000)
    )
    assert chains(text)


def test_an_outlet_by_its_short_name() -> None:
    assert together("Fars news agency reported a lull. Fars said no more.", "Fars news agency", "Fars")


def told(text: str, speaker: str, words: str) -> list[list[str]]:
    """The chains where somebody is known to say the words."""
    mentions = mentions_of(text)
    who = next(i for i, m in enumerate(mentions) if m.span.of(text) == speaker)
    content = place(text, words)
    said = FoundAttribution(
        source=(mentions[who].span,), cue=(), content=(content,), form="direct", speaker=who
    )
    context = chain_named(make_doc(text), make_segments(text), mentions)
    join_pronouns(context, pronouns_outside(context))
    tell_speakers(context, [said])
    join_pronouns(context, pronouns_inside(context))
    return [[mentions[index].span.of(text) for index in chain] for chain in context.chains()]


def test_i_is_who_says_it_and_he_is_not() -> None:
    text = 'Mayor Karl Vogt met President Adama Sow. "I know he lies," said Karl Vogt.'
    chains = told(text, "Karl Vogt", '"I know he lies,"')
    assert ["Mayor", "Karl Vogt", "I", "Karl Vogt"] in chains
    assert not any("he" in chain and "Karl Vogt" in chain for chain in chains)


def test_we_is_left_open_with_the_reason() -> None:
    text = '"We know," said Karl Vogt.'
    mentions = mentions_of(text)
    context = chain_named(make_doc(text), make_segments(text), mentions)
    join_pronouns(context, pronouns_inside(context))
    assert list(context.open.values()) == ["the text does not say who is meant by it"]
