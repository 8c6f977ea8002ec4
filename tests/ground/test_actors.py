from __future__ import annotations

import pytest
from msgspec import structs

from dragoman.ground import ActorIndex
from dragoman.ground.entities import ground_entities
from dragoman.stages import Actor, ActorFile
from dragoman.types import Entity, GivenActor, Published
from tests.ground.marked import annotated, read_marked

ROA = Actor(id="r", names=("Ana Roa", "Anna Roa"), type="PER", country="CHL", sector="GOV", wikidata="Q7")
GUARD = Actor(id="g", names=("Lake Guard",), type="ARMED", country="KEN", sector="REB")
FORMER = Actor(id="s", names=("Bo Sow",), country="SEN", valid_from="2016-01-01", valid_to="2018-06")


def entity_of(marked: str, *actors: Actor, published: str | None = None) -> Entity:
    doc, segments, mentions = read_marked(marked)
    if published:
        doc = structs.replace(doc, published=Published(published, "given"))
    index = ActorIndex(ActorFile(actors))
    [entity] = ground_entities(doc, segments, annotated(mentions), actors=index)[0]
    return entity


def test_a_name_leads_to_its_entry() -> None:
    entity = entity_of("{Anna Roa|PER} spoke.", ROA, GUARD)
    assert entity.actor == GivenActor("r", "Ana Roa", ("country", "sector", "wikidata"))
    assert (entity.name, entity.country, entity.sector, entity.wikidata) == ("Anna Roa", "CHL", "GOV", "Q7")


def test_what_the_text_says_stays() -> None:
    entity = entity_of("{Peruvian Minister|ROLE/role|minister|PER>1} {Ana Roa|PER} spoke.", ROA)
    assert (entity.country, entity.sector) == ("PER", "GOV")
    assert entity.actor is not None
    assert entity.actor.gave == ("wikidata",)


def test_the_file_says_that_a_body_is_armed() -> None:
    entity = entity_of("The {Lake Guard|ORG} left.", ROA, GUARD)
    assert (entity.type, entity.country, entity.sector) == ("ARMED", "KEN", "REB")


@pytest.mark.parametrize(
    ("published", "country", "why"),
    [
        ("2017-03-01", "SEN", None),
        ("2018-06-30", "SEN", None),
        ("2018-07-01", None, "does not hold on 2018-07-01"),
        ("2015-12-31T08:00", None, "does not hold on 2015-12-31"),
        (None, None, "the publication date is not known"),
    ],
)
def test_an_entry_holds_from_its_first_to_its_last_day(
    published: str | None, country: str | None, why: str | None
) -> None:
    entity = entity_of("{Bo Sow|PER} spoke.", FORMER, published=published)
    assert entity.country == country
    if why is not None:
        assert isinstance(entity.why, dict)
        assert why in entity.why["actor"]


@pytest.mark.parametrize("marked", ["{Roa|PER} spoke.", "{Ana Rao|PER} spoke.", "{Ana Roa|ORG} spoke."])
def test_no_entry_where_the_name_does_not_tell(marked: str) -> None:
    assert entity_of(marked, ROA, GUARD).actor is None


def test_two_entries_of_one_name() -> None:
    other = structs.replace(ROA, id="r2", country="PER")
    entity = entity_of("{Ana Roa|PER} spoke.", ROA, other)
    assert entity.actor is None
    assert isinstance(entity.why, dict)
    assert "2 entries" in entity.why["actor"]
