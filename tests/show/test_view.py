"""Records in words: names, chains, reasons."""

from __future__ import annotations

import pytest
from msgspec import structs

from dragoman.show.chain import Chain, chain_to, chains_of, look_up
from dragoman.show.view import describe, shorten
from dragoman.types import Attribution, ChainLink, Entity, Place, Published, Span, Time, Zone
from made.river import TEXT, at, make_document, make_record, river_record


def test_a_chain_of_one_attribution_follows_scope_and_nesting() -> None:
    record = river_record()
    chains = {found.id: chain_to(look_up(record), at) for at, found in enumerate(record.attributions, 1)}
    assert chains == {
        "a1": ("Harbour Wire", "Northern Post"),
        "a2": ("Harbour Wire", "Ana Duric"),
        "a3": ("Harbour Wire", "Ana Duric", "Velda"),
        "a4": ("Harbour Wire", "Ana Duric"),
        "a5": ("Harbour Wire", "no source found"),
    }


def test_an_outlet_whose_scope_covers_the_words_is_in_their_chain() -> None:
    record = river_record()
    wide = structs.replace(record, chain=(ChainLink("e2", at("the Northern Post"), Span(0, len(TEXT))),))
    assert chain_to(look_up(wide), 4) == ("Harbour Wire", "Northern Post", "Ana Duric")


def test_attributions_inside_each_other_end() -> None:
    one = Attribution(id="a1", source=(), cue=(), content=(Span(0, 3),), form="direct", inside="a2")
    record = make_record(attributions=(one, structs.replace(one, id="a2", inside="a1")))
    assert chain_to(look_up(record), 1) == ("publisher not known", "no source found")


def test_speakers_of_teasers_are_no_part_of_the_chain() -> None:
    record = river_record()
    teaser = structs.replace(record.attributions[3], zone="teaser")
    (chain,) = chains_of(look_up(structs.replace(record, attributions=(teaser,))))
    assert chain.links == ("Harbour Wire", "Northern Post")


def test_nobody_stands_under_an_outlet_whose_word_does_not_reach_them() -> None:
    outlet, past = chains_of(look_up(river_record()))
    assert outlet == Chain(("Harbour Wire", "Northern Post"), "cited for the first sentence only")
    assert past == Chain(("Harbour Wire", "Ana Duric, Velda"))


def test_who_speaks_where_an_outlet_reaches_stands_under_it_and_only_there() -> None:
    record = river_record()
    start = at("She said").start
    quoted = (ChainLink("e2", at("the Northern Post"), Span(start, at("“We keep").start)),)
    chains = chains_of(look_up(structs.replace(record, chain=quoted)))
    assert chains == (
        Chain(("Harbour Wire", "Northern Post", "Ana Duric, Velda")),
        Chain(("Harbour Wire", "Ana Duric")),
    )


def test_outlets_stand_apart() -> None:
    record = river_record()
    other = Entity(id="e9", type="OUTLET", name="Delta Radio")
    links = (
        ChainLink("e2", at("the Northern Post"), at("She said that “the road will open”")),
        ChainLink("e9", at("the Northern Post"), at("“We keep our word.”")),
    )
    chains = chains_of(look_up(structs.replace(record, chain=links, entities=(*record.entities, other))))
    assert [chain.links for chain in chains] == [
        ("Harbour Wire", "Delta Radio", "Ana Duric"),
        ("Harbour Wire", "Northern Post"),
        ("Harbour Wire", "Ana Duric, Velda"),
    ]


def test_a_long_chain_counts_the_rest() -> None:
    people = tuple(Entity(id=f"e{n}", type="PER", name=f"Person {n}") for n in range(5))
    said = tuple(
        Attribution(id=f"a{n}", source=(), cue=(), content=(Span(0, 3),), form="direct", speaker=f"e{n}")
        for n in range(5)
    )
    (chain,) = chains_of(look_up(make_record(entities=people, attributions=said)))
    assert chain.links == ("publisher not known", "Person 0, Person 1, Person 2 and 2 more")
    assert chains_of(look_up(make_record())) == (Chain(("publisher not known",)),)


def test_the_first_headline_stands_in_for_a_title() -> None:
    record = make_record(document=make_document("Talks end\nBody.", zones=(Zone("headline", Span(0, 9)),)))
    assert (describe(record).title, describe(record).title_stated) == ("Talks end", True)
    assert (describe(make_record()).title, describe(make_record()).title_stated) == ("river.txt", False)


def test_a_place_named_twice_is_shown_once() -> None:
    text = "Geneva and Geneva"
    places = tuple(Place(id=f"p{n}", span=at("Geneva", text, nth=n), name="Geneva") for n in (1, 2))
    (place,) = describe(make_record(text, places=places)).places
    assert (place.numbers, place.mentions) == ((1, 2), 2)


def test_an_unnamed_speaker_is_called_as_the_text_does() -> None:
    text = "A guard said no."
    guard = Entity(id="e1", type="PER", mentions=(at("A guard", text),))
    said = Attribution(
        id="a1",
        source=(at("A guard", text),),
        cue=(at("said", text),),
        content=(at("no", text),),
        form="indirect",
    )
    (unresolved,) = describe(make_record(text, attributions=(said,))).said
    assert (unresolved.who, unresolved.basis, unresolved.found) == ("A guard", "not resolved", True)
    resolved = structs.replace(said, speaker="e1", speaker_basis="named")
    assert describe(make_record(text, attributions=(resolved,), entities=(guard,))).said[0].who == "A guard"


def test_the_bases_of_speakers_are_counted() -> None:
    text = "Roa said yes. He said no. A guard said so. It is said."
    said = Attribution(
        id="a1", source=(at("Roa", text),), cue=(), content=(at("yes", text),), form="indirect", speaker="e1",
        speaker_basis="named",
    )  # fmt: skip
    unresolved = structs.replace(said, id="a2", speaker=None, speaker_basis=None)
    roa = Entity(id="e1", type="PER", name="Roa", mentions=(at("Roa", text),))
    found = (said, structs.replace(said, id="a3", speaker_basis="coreference"), unresolved)
    found = (*found, structs.replace(unresolved, id="a4", source=()))
    bases = describe(make_record(text, attributions=found, entities=(roa,))).bases
    assert bases == "1 named, 1 from the words before, 1 not resolved, 1 no source found"


def test_reasons_stand_beside_what_they_explain() -> None:
    document = make_document(
        "x", url="https://a.example", why={"url": "the page's own word", "text": "not UTF-8"}
    )
    view = describe(make_record(document=document))
    assert [fact.basis for fact in view.facts if fact.label == "address"] == ["the page's own word"]
    assert view.notes == ("text: not UTF-8",)


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("short", 5, "short"),
        ("two words", 6, "two …"),
        ("unbreakable", 6, "unbre…"),
        ("a\nb", 5, "a b"),
        ("", 3, ""),
    ],
)
def test_shorten(text: str, width: int, short: str) -> None:
    assert shorten(text, width) == short


@pytest.mark.parametrize(
    ("time", "published", "basis"),
    [
        (Time(id="t1", span=Span(0, 3), type="DATE", value="2021-03-07", basis="relative"), True,
         "counted from the publication date"),
        (Time(id="t1", span=Span(0, 3), type="DATE", value="2016-05-05", basis="relative",
              why={"value": "counted from 2016-05-03, told before it"}), True,
         "counted from 2016-05-03, told before it"),
        (Time(id="t1", span=Span(0, 3), type="DATE", value="XXXX-XX-XX", basis="relative",
              why={"value": "stands in a teaser, whose own date is not known"}), True,
         "counted from another time; stands in a teaser, whose own date is not known"),
        (Time(id="t1", span=Span(0, 3), type="DATE", value="2016", basis="relative"), False,
         "counted from another time"),
        (Time(id="t1", span=Span(0, 3), type="DATE", value="2016"), True, "stated"),
    ],
)  # fmt: skip
def test_what_a_time_is_counted_from(time: Time, published: bool, basis: str) -> None:
    date = Published("2021-03-08", "given") if published else None
    (shown,) = describe(make_record(document=make_document(published=date), times=(time,))).times
    assert shown.basis == basis
