from __future__ import annotations

import pytest

from dragoman.annotate.mentions import add_source_mentions, find_mentions
from short_reports import attribution, make_doc, make_segments, mentions_of, scores_for


def found(text: str, names: dict[str, str] | None = None) -> set[tuple[str, str, str]]:
    scores = scores_for(text, names) if names is not None else None
    mentions = find_mentions(make_doc(text), make_segments(text), scores)
    return {(mention.span.of(text), mention.kind, mention.type) for mention in mentions}


def test_names_come_from_the_head() -> None:
    text = "Adama Sow left Tamsin for the Lake Fund."
    names = {"Adama Sow": "PER", "Tamsin": "GPE", "Lake Fund": "ORG"}
    assert found(text, names) == {
        ("Adama Sow", "name", "PER"),
        ("Tamsin", "name", "GPE"),
        ("Lake Fund", "name", "ORG"),
    }


def test_a_name_never_crosses_a_window() -> None:
    text = "We met Adama Sow again."
    mentions = find_mentions(
        make_doc(text), make_segments(text), scores_for(text, {"Adama Sow": "PER"}, windows=2)
    )
    assert all(mention.span.of(text) != "Adama Sow" for mention in mentions if mention.kind == "name")


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("President Adama Sow's plan.", "President Adama Sow", "Adama Sow"),
        ("Mr. Adama Sow spoke.", "Mr. Adama Sow", "Adama Sow"),
        ("Sow’s plan.", "Sow’s", "Sow"),
    ],
)
def test_titles_and_possessives_are_no_part_of_a_name(text: str, seen: str, name: str) -> None:
    assert (name, "name", "PER") in found(text, {seen: "PER"})


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("A truce holds, Meridian News Agency reports.", "Meridian News Agency"),
        ("According to TASS, the road is closed.", "TASS"),
        ("He told Reuters so.", "Reuters"),
        ("The Harbour Times reported losses.", "Harbour Times"),
        ("NorthCoast.net - The road is closed.", "NorthCoast.net"),
        ("Interfax news agency said so.", "Interfax news agency"),
        ("The newspaper Tamsin has closed.", "Tamsin"),
        ("It was first told by the news site Larn Ahead.", "Larn Ahead"),
        ("It rained, according to Radio Tamsin.", "Radio Tamsin"),
        ("According to The Daily Lantern, it rained.", "Daily Lantern"),
    ],
)
def test_outlets(text: str, outlet: str) -> None:
    assert (outlet, "name", "OUTLET") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Modern Times had begun.",
        "He joined the International Monitor of 1920.",
        "The dawn broke over the hill.",
        "The newspaper Monday carried a photograph.",
        "The weekly Cabinet meeting was put off.",
        "Radio Silence is the name of a ship.",
    ],
)
def test_what_only_looks_like_an_outlet(text: str) -> None:
    assert not any(type_ == "OUTLET" for _, _, type_ in found(text))


def test_the_head_sees_an_organisation_that_is_an_outlet() -> None:
    text = "The Tamsin Herald reported it."
    assert ("Tamsin Herald", "name", "OUTLET") in found(text, {"Tamsin Herald": "ORG"})


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Fighters of Hay’at Tahrir al-Sham left.", "Hay’at Tahrir al-Sham"),
        ("The Falcon Brigade withdrew.", "Falcon Brigade"),
        ("The Tamsin Liberation Army withdrew.", "Tamsin Liberation Army"),
        ("Hezbollah withdrew.", "Hezbollah"),
    ],
)
def test_armed_groups(text: str, group: str) -> None:
    assert (group, "name", "ARMED") in found(text)


def test_countries_without_a_head() -> None:
    assert {("Syria", "name", "GPE"), ("Turkish", "name", "NORP")} <= found("Turkish troops left Syria.")


@pytest.mark.parametrize("text", ["Jordan Peters spoke.", "Michael Jordan spoke."])
def test_a_country_word_in_a_longer_name_is_left_alone(text: str) -> None:
    assert not any(type_ == "GPE" for _, _, type_ in found(text))


def test_later_surnames_are_found_without_the_head() -> None:
    text = "Foreign Minister Adama Sow spoke. Later Sow said no. Sow's aides agreed."
    assert [m.span.of(text) for m in mentions_of(text) if m.type == "PER"][:3] == ["Adama Sow", "Sow", "Sow"]


def test_first_person_only_inside_quotations() -> None:
    text = 'I think so. "We agree and I sign," he said.'
    assert [m.span.of(text) for m in mentions_of(text) if m.kind == "pronoun"] == ["We", "I", "he"]


def test_it_only_before_a_saying_verb() -> None:
    text = "It rained. It said the road was closed."
    assert [m.span.start for m in mentions_of(text) if m.kind == "pronoun"] == [11]


@pytest.mark.parametrize(
    ("text", "words", "type_"),
    [
        ("Two senior security officials said no.", "Two senior security officials", "GROUP"),
        ("The two diplomats left.", "The two diplomats", "GROUP"),
        ("A witness said so.", "A witness", "PER"),
        ("The ministry said so.", "The ministry", "ORG"),
        ("Both sides agreed.", "Both sides", "GROUP"),
        ("Israeli officials agreed.", "Israeli officials", "GROUP"),
        ("Police said so.", "Police", "ORG"),
    ],
)
def test_unnamed_sources(text: str, words: str, type_: str) -> None:
    assert (words, "nominal", type_) in found(text)


def test_holders_point_into_the_mentions() -> None:
    text = "Russian Foreign Minister Adama Sow met his German counterpart Lena Vogt."
    mentions = mentions_of(text)
    held = {m.span.of(text): mentions[m.holder].span.of(text) for m in mentions if m.holder is not None}
    assert held == {"Russian Foreign Minister": "Adama Sow", "his German counterpart": "Lena Vogt"}


def test_furniture_has_no_mentions() -> None:
    text = "Syria waits.\nSubscribe to Syria news"
    assert len(mentions_of(text, {"Subscribe": "furniture"})) == 1


def test_mentions_are_sorted_and_unique() -> None:
    text = "President Adama Sow of Chad told Reuters that officials in Chad and his aides met Hamas."
    spans = [(m.span.start, -m.span.end) for m in mentions_of(text)]
    assert spans == sorted(set(spans))


@pytest.mark.parametrize(
    ("source", "type_"),
    [("a man in a mask", "PER"), ("many in the valley", "GROUP"), ("a statement", None), ("the wind", None)],
)
def test_sources_without_a_mention(source: str, type_: str | None) -> None:
    text = f"So said {source}."
    added = add_source_mentions(make_doc(text), (), [attribution(text, source, "said", "So")])
    assert [m.type for m in added] == ([] if type_ is None else [type_])


def test_added_mentions_keep_the_holders() -> None:
    text = "A gardener agreed, President Adama Sow said."
    mentions = tuple(m for m in mentions_of(text) if m.span.start > 12)
    more = add_source_mentions(
        make_doc(text), mentions, [attribution(text, "A gardener", "agreed", "President")]
    )
    role = next(m for m in more if m.kind == "role")
    assert role.holder is not None
    assert more[role.holder].span.of(text) == "Adama Sow"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "😀😀 \ud83d",
        "قال الوزير إن الهدنة صامدة",
        "a\0b Syria\0",
        "One.\r\nIn Syria.\r\n",
        "x" * 200_000,
        "İİİ in Syria",
    ],
)
def test_odd_text(text: str) -> None:
    for mention in mentions_of(text):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
    assert ("Syria" in text) == any(m.span.of(text) == "Syria" for m in mentions_of(text))


def test_countries_in_capitals() -> None:
    text = "A CAR BOMB WENT OFF IN EL SALVADOR NEAR THE PERUVIAN BORDER."
    names = [(m.span.of(text), m.type) for m in mentions_of(text) if m.kind == "name"]
    assert names == [("EL SALVADOR", "GPE"), ("PERUVIAN", "NORP")]


def test_a_name_on_the_next_line_of_its_sentence() -> None:
    text = "We met the mayor Adama Sow."
    wrapped = text.replace("mayor ", "mayor\n")
    mentions = find_mentions(make_doc(wrapped), make_segments(text), None)
    assert [m.span for m in mentions] == [m.span for m in mentions_of(text)]


def test_a_longer_name_holds_two_outlets() -> None:
    text = "An ABC News/Washington Post poll came out."
    doc, segments = make_doc(text), make_segments(text)
    found = find_mentions(doc, segments, scores_for(text, {"ABC News/Washington Post": "ORG"}))
    assert [(m.span.of(text), m.type) for m in found if m.kind == "name"] == [
        ("ABC News/Washington Post", "OUTLET")
    ]
