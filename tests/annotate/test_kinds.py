from __future__ import annotations

import numpy as np
import pytest

from dragoman.annotate.coreference import find_chains
from dragoman.annotate.kinds import settle_kinds
from dragoman.annotate.mentions import find_mentions
from dragoman.annotate.wording import Layout, read_wording
from short_reports import LABELS, make_doc, make_segments, scores_for


def types(text: str, names: dict[str, str], zones: dict[str, str] | None = None) -> dict[str, str]:
    """The types of the names of a text that the head has seen as `names`, all uses of one string together."""
    mentions = find_mentions(make_doc(text), make_segments(text, zones), scores_for(text, names))  # type: ignore[arg-type]
    found: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.kind == "name":
            found.setdefault(mention.span.of(text), set()).add(mention.type)
    return {name: " ".join(sorted(kinds)) for name, kinds in found.items()}


@pytest.mark.parametrize(
    ("text", "seen", "name", "type_"),
    [
        ("U.N. envoys left Bern.", {"U.N.": "GPE"}, "U.N.", "ORG"),
        ("Shells fell in Idlib today.", {"Idlib": "PER"}, "Idlib", "GPE"),
        ("Fires burned in Santa Zarnia.", {"Santa Zarnia": "PER"}, "Santa Zarnia", "GPE"),
        ("Idlib was quiet.", {"Idlib": "ORG"}, "Idlib", "GPE"),
        ("He left Idlib Governorate.", {"Idlib Governorate": "ORG"}, "Idlib Governorate", "GPE"),
        ("He left Tamsin Oblast.", {"Tamsin Oblast": "PER"}, "Tamsin Oblast", "GPE"),
        ("Ships left the Red Sea.", {"Red Sea": "ORG"}, "Red Sea", "LOC"),
        ("The Harvest Council met.", {"Harvest Council": "PER"}, "Harvest Council", "ORG"),
        ("The Ministry of Roads met.", {"Ministry of Roads": "GPE"}, "Ministry of Roads", "ORG"),
        ("The University of Geneva met.", {"University of Geneva": "GPE"}, "University of Geneva", "ORG"),
        ("He hailed the GRU today.", {"GRU": "PER"}, "GRU", "ORG"),
        ("Anna Lake spoke.", {"Anna Lake": "PER"}, "Anna Lake", "PER"),
        ("Mr. Jordan spoke.", {"Jordan": "GPE"}, "Jordan", "PER"),
        ("Adama Aleppo spoke. Aleppo left.", {"Adama Aleppo": "PER"}, "Aleppo", "PER"),
        ("THE ARMY LEFT USULUTAN DEPARTMENT YESTERDAY.", {"USULUTAN DEPARTMENT": "ORG"}, "USULUTAN DEPARTMENT", "GPE"),
        ("THE SALVADORAN ARMY ADVANCED YESTERDAY.", {"SALVADORAN": "ORG"}, "SALVADORAN", "NORP"),
        ("A New Jersey court met.", {"Jersey": "GPE"}, "New Jersey", "GPE"),
        ("Boats left the Helmand river.", {"Helmand": "GPE"}, "Helmand river", "LOC"),
        ("Israel's Channel 12 met.", {"Channel": "LOC"}, "Channel 12", "OUTLET"),
        ("Faith in Zarnia fell.", {"Zarnia": "PER"}, "Zarnia", "PER"),
    ],
)  # fmt: skip
def test_the_type_follows_words_lists_and_context(
    text: str, seen: dict[str, str], name: str, type_: str
) -> None:
    assert types(text, seen).get(name) == type_


def test_one_string_has_one_type() -> None:
    text = "Zarnia met. Shells fell near Zarnia. Zarnia burned."
    assert types(text, {"Zarnia": "GPE"}) == {"Zarnia": "GPE"}


def test_a_surname_is_a_town_where_the_words_say_so() -> None:
    text = "He slept in Aleppo. Adama Aleppo spoke."
    assert types(text, {"Aleppo": "PER", "Adama Aleppo": "PER"}) == {"Aleppo": "GPE", "Adama Aleppo": "PER"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("International law holds.", {"International": "NORP"}),
        ("They obey Federal rules.", {"Federal": "ORG"}),
        ("AT NO. 12 THE BOMB WENT OFF.", {"NO": "GPE"}),
        ("Officials left.", {"Officials": "ORG"}),
        ("The Prime Minister left.", {"Prime Minister": "ORG"}),
    ],
)
def test_generic_words_are_no_names(text: str, seen: dict[str, str]) -> None:
    assert types(text, seen) == {}


def test_an_office_is_no_part_of_a_body() -> None:
    assert types("A Harbour Times reporter left.", {"Harbour Times reporter": "ORG"}).keys() == {
        "Harbour Times"
    }


def test_a_person_in_capitals_is_cut_off_a_body_at_the_office() -> None:
    text = "THE BOMB HIT THE HOUSE OF LIBERAL COUNCILMAN ADAMA SOW YESTERDAY."
    assert types(text, {"LIBERAL COUNCILMAN ADAMA SOW": "ORG"})["ADAMA SOW"] == "PER"


def test_a_surname_ends_a_name_in_a_headline() -> None:
    text = "Sow Visits the Coast\nAdama Sow came by sea."
    found = types(text, {"Sow Visits": "PER", "Adama Sow": "PER"}, {"Sow Visits": "headline"})
    assert found == {"Sow": "PER", "Adama Sow": "PER"}


def test_other_uses_of_a_name_are_found() -> None:
    text = "Veloria Partners said yes. No, said Veloria Partners."
    found = find_mentions(make_doc(text), make_segments(text), scores_for(text, {"Veloria Partners": "ORG"}))
    assert [m.span.of(text) for m in found if m.kind == "name"] == ["Veloria Partners"] * 2


@pytest.mark.parametrize(
    ("text", "seen", "one", "other"),
    [
        ("The UN met. The United Nations left.", {"UN": "ORG", "United Nations": "ORG"}, "UN", "United Nations"),
        ("The U.N. met. The UN left.", {"U.N.": "ORG", "UN": "ORG"}, "U.N.", "UN"),
        ("HTS left. Hay'at Tahrir al-Sham came.", {"HTS": "ORG"}, "HTS", "Hay'at Tahrir al-Sham"),
        ("Daesh left. Islamic State came.", {}, "Daesh", "Islamic State"),
        ("Idlib province was hit. They left Idlib.", {"Idlib province": "GPE", "left Idlib": "GPE"},
         "Idlib province", "Idlib"),
        ("Idlib province and Idlib Governorate.", {"Idlib province": "GPE", "Idlib Governorate": "ORG"},
         "Idlib province", "Idlib Governorate"),
    ],
)  # fmt: skip
def test_names_of_one_thing_are_joined(text: str, seen: dict[str, str], one: str, other: str) -> None:
    doc, segments = make_doc(text), make_segments(text)
    scores = scores_for(text, seen)
    mentions = find_mentions(doc, segments, scores)
    chains = find_chains(doc, segments, mentions)
    words = [{mentions[i].span.of(text) for i in chain} for chain in chains]
    assert any(one in chain and other in chain for chain in words)


def test_a_daily_is_not_its_university() -> None:
    text = "Yarrow agreed. The Yarrow Daily News reported it."
    doc, segments = make_doc(text), make_segments(text)
    mentions = find_mentions(doc, segments, scores_for(text, {"Yarrow": "ORG"}))
    assert find_chains(doc, segments, mentions) == ()


@pytest.mark.parametrize("text", ["", "😀", "مرحبا", "\x00", "\r\n\r\n", "A" * 5000])
def test_odd_texts(text: str) -> None:
    layout = Layout(make_segments(text))
    assert settle_kinds(read_wording(text), layout, (), None) == ()


def test_a_country_behind_an_office_is_cut_off_its_holder() -> None:
    text = "Prime Minister of Georgia Adama Sow spoke."
    mentions = find_mentions(
        make_doc(text), make_segments(text), scores_for(text, {"Georgia Adama Sow": "PER"})
    )
    (role,) = (mention for mention in mentions if mention.kind == "role")
    assert (role.title, role.of) == ("prime minister", "GEO")
    assert role.holder is not None
    assert mentions[role.holder].span.of(text) == "Adama Sow"
    assert types(text, {"Georgia Adama Sow": "PER"}) == {"Georgia": "GPE", "Adama Sow": "PER"}


@pytest.mark.parametrize("preposition", ["in", "near", "at"])
def test_an_unknown_name_behind_such_a_word_is_a_place_and_the_record_says_so(preposition: str) -> None:
    text = f"They met {preposition} Tel Qarun today."
    scores = scores_for(text, {"Tel Qarun": "ORG"})
    rows = [number for number, word in enumerate(scores.words) if word.of(text) in {"Tel", "Qarun"}]
    scores.tags["mention"][rows, LABELS.index("B-PER")] = np.log(0.6)
    scores.tags["mention"][rows, LABELS.index("I-PER")] = np.log(0.25)
    mentions = find_mentions(make_doc(text), make_segments(text), scores)
    (name,) = (mention for mention in mentions if mention.kind == "name")
    assert name.type == "GPE"
    assert "place" in name.why["type"]


def test_a_sure_type_needs_no_reason() -> None:
    text = "Zarnia met."
    (name,) = find_mentions(make_doc(text), make_segments(text), scores_for(text, {"Zarnia": "ORG"}))
    assert (name.type, name.why) == ("ORG", {})


def test_an_abbreviation_is_nobodys_surname() -> None:
    text = "Kim Jong Un met envoys. The UN left."
    assert types(text, {"Kim Jong Un": "PER", "UN": "ORG"}) == {"Kim Jong Un": "PER", "UN": "ORG"}
