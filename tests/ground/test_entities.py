from __future__ import annotations

from typing import Any

import pytest

from dragoman.ground import ground
from dragoman.ground.entities import ground_entities
from dragoman.ground.sectors import sector_of_body, sector_of_role
from dragoman.types import Entity, Span
from tests.ground.marked import annotated, read_marked, said


def entities_of(marked: str, **fields: Any) -> tuple[Entity, ...]:
    doc, segments, mentions = read_marked(marked)
    return ground_entities(doc, segments, annotated(mentions, **fields))[0]


def test_a_chain_is_one_entity_with_its_fullest_name_and_offices() -> None:
    marked = (
        "{Russian Foreign Minister|ROLE/role|foreign minister|RUS>1} {Ivan Petrov|PER} met"
        " {his Polish counterpart|ROLE/role|foreign minister|POL>3} {Adam Nowak|PER}. {Petrov|PER} left."
    )
    doc, segments, mentions = read_marked(marked)
    entities, entity_of = ground_entities(doc, segments, annotated(mentions, chains=((0, 1, 4),)))
    first, second = entities
    assert (first.name, first.type, first.country, first.sector) == ("Ivan Petrov", "PER", "RUS", "GOV")
    assert [doc.quote(span) for span in first.mentions] == [
        "Russian Foreign Minister",
        "Ivan Petrov",
        "Petrov",
    ]
    assert [(role.title, role.of) for role in second.roles] == [("foreign minister", "POL")]
    assert (second.name, second.country) == ("Adam Nowak", "POL")
    assert entity_of == ("e1", "e1", "e2", "e2", "e1")


@pytest.mark.parametrize(
    ("marked", "country", "sector"),
    [
        ("The {Russian Foreign Ministry|ORG} objected.", "RUS", "GOV"),
        ("Germany's {Foreign Ministry|ORG} objected.", "DEU", "GOV"),
        ("The {Foreign Ministry|ORG} objected.", None, "GOV"),
        ("The {Kremlin|FAC} objected.", "RUS", None),
        ("The {Pentagon|ORG} objected.", "USA", "MIL"),
        ("Ukraine's {NATO|ORG} bid failed.", None, "IGO"),
        ("The {U.N. Security Council|ORG} met.", None, "UNO"),
        ("The {European Union|ORG} met.", None, "EUR"),
        ("{Hamas|ARMED} objected.", None, "REB"),
        ("{Human Rights Watch|ORG} objected.", None, "NGO"),
        ("Russian news agency {TASS|OUTLET} wrote.", None, "JRN"),
        ("Russia's {TASS|OUTLET} wrote.", "RUS", "JRN"),
        ("{China Daily|OUTLET} wrote.", None, "JRN"),
        ("{Syrians|NORP} voted.", "SYR", None),
        ("{Kurds|NORP} voted.", None, None),
        ("{Moscow|GPE} objected.", "RUS", None),
        ("{Congo|GPE} objected.", None, None),
        ("{Kashmir|LOC} was calm.", None, None),
        ("The {Acme Rope Works|ORG} closed.", None, None),
        ("{SYRIAN ARMY|ORG} ADVANCED.", "SYR", "MIL"),
        ("The {Friends of Chad and Mali|ORG} met.", None, None),
    ],
)
def test_country_and_sector_only_where_the_text_gives_them(
    marked: str, country: str | None, sector: str | None
) -> None:
    [entity] = entities_of(marked)
    assert entity.country == country
    if sector is not None:
        assert entity.sector == sector
    if country is None:
        assert isinstance(entity.why, dict)
        assert entity.why["country"]


@pytest.mark.parametrize(
    ("title", "of", "sector"),
    [
        ("deputy foreign minister", "DEU", "GOV"),
        ("major general", None, "MIL"),
        ("spokesperson", "Kremlin", "GOV"),
        ("special envoy", "United Nations", "UNO"),
        ("secretary general", "NATO", "IGO"),
        ("police chief", None, "COP"),
        ("opposition leader", None, "OPP"),
        ("former prime minister", "ISR", "ELI"),
        ("secretary", None, None),
        ("spokesperson", None, None),
        ("", None, None),
    ],
)
def test_sector_of_an_office(title: str, of: str | None, sector: str | None) -> None:
    assert sector_of_role(title, of) == sector


@pytest.mark.parametrize("name", ["", "\x00", "😀", "شركة", "Counterfeit Courtyard"])
def test_names_that_show_no_sector(name: str) -> None:
    assert sector_of_body(name) is None


def test_a_spokesman_of_a_seat_of_government_is_its_country_s() -> None:
    [entity] = entities_of("{Kremlin spokesman|ROLE/role|spokesperson|Kremlin>1} {Oleg Sidorov|PER} spoke.")
    assert (entity.country, entity.sector) == ("RUS", "GOV")


def test_offices_of_two_countries_leave_the_country_open() -> None:
    [entity] = entities_of(
        "{Mali's ambassador|ROLE/role|ambassador|MLI>2}, {Chad's envoy|ROLE/role|envoy|TCD>2}, {Awa Ba|PER}."
    )
    assert entity.country is None
    assert entity.why == {"country": "the text points to MLI and TCD"}


def test_a_lesser_title_of_the_same_office_is_not_repeated() -> None:
    marked = "{Foreign minister|ROLE/role|foreign minister|FRA>1} {Luc Morel|PER}. {The minister|ROLE/role|minister|}."
    [entity] = entities_of(marked, chains=((0, 1, 2),))
    assert [role.title for role in entity.roles] == ["foreign minister"]


def test_only_equal_full_names_join_what_chains_keep_apart() -> None:
    def names(marked: str) -> list[str | None]:
        return [entity.name for entity in entities_of(marked)]

    assert names("{Anna Berg|PER} met {Anna Berg|PER}.") == ["Anna Berg"]
    assert names("{Kim|PER} met {Kim|PER}.") == ["Kim", "Kim"]
    assert names("{Anna Berg|PER} met {Erik Berg|PER}.") == ["Anna Berg", "Erik Berg"]
    assert names("The {U.S.|GPE}, or {United States|GPE}.") == ["United States"]
    assert names("{Georgia|GPE} beat {Georgia|ORG}.") == ["Georgia", "Georgia"]
    assert names("{Hamas|ARMED} and {Hamas|ARMED}.") == ["Hamas"]


@pytest.mark.parametrize(
    ("marked", "count"),
    [
        ("{he|PER/pronoun} left", 0),
        ("{officials|GROUP/nominal} left", 0),
        ("{the minister|ROLE/role|minister|} left", 0),
        ("{Chad's minister|ROLE/role|minister|TCD} left", 1),
    ],
)
def test_unnamed_ones_alone(marked: str, count: int) -> None:
    assert len(entities_of(marked)) == count


def test_an_unnamed_source_is_an_entity_without_a_name() -> None:
    doc, segments, mentions = read_marked(
        "{Officials|GROUP/nominal} in {Kyiv|GPE} said so; {they|GROUP/pronoun} left."
    )
    annotations = annotated(mentions, attributions=(said(Span(0, 17)),))
    entities, entity_of = ground_entities(doc, segments, annotations)
    assert [(entity.type, entity.name, entity.sector) for entity in entities] == [
        ("GROUP", None, "GOV"),
        ("GPE", "Kyiv", None),
    ]
    assert entity_of == ("e1", "e2", None)
    assert isinstance(entities[0].why, dict)
    assert entities[0].why["name"] == "the text gives no name"


def test_a_pronoun_as_speaker_is_no_entity() -> None:
    doc, segments, mentions = read_marked("{He|PER/pronoun} said so.")
    assert ground_entities(doc, segments, annotated(mentions, attributions=(said(Span(0, 2), 0),)))[0] == ()


def test_a_group_has_its_members() -> None:
    doc, segments, mentions = read_marked(
        "{Ada Cole|PER} and {Ben Dunn|PER}: {the two envoys|GROUP/nominal} spoke."
    )
    entities, _ = ground_entities(doc, segments, annotated(mentions, members={2: (0, 1)}))
    assert (entities[2].type, entities[2].name, entities[2].members) == ("GROUP", None, ("e1", "e2"))


def test_names_are_on_one_line_without_article_and_possessive() -> None:
    [entity] = entities_of("{The Daily\r\nBugle's|OUTLET} view.")
    assert entity.name == "Daily Bugle"


def test_the_same_report_gives_the_same_entities_whatever_the_order_of_mentions() -> None:
    doc, segments, mentions = read_marked("{Iran|GPE} and {Hamas|ARMED} and {Anna Berg|PER}.")
    forward = ground_entities(doc, segments, annotated(mentions))[0]
    backward = ground_entities(doc, segments, annotated(mentions[::-1]))[0]
    assert forward == backward


def test_nothing_in_nothing_out() -> None:
    doc, segments, _ = read_marked("")
    grounded = ground(doc, segments, annotated(()))
    assert (grounded.entities, grounded.entity_of, grounded.places, grounded.times) == ((), (), (), ())
