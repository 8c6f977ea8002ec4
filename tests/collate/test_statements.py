"""The same statement: cut, changed, translated and retold ones are found, two speakers' words are kept apart."""

from __future__ import annotations

import pytest

from dragoman.collate.names import fold, same_name
from dragoman.collate.positions import positions_of
from dragoman.collate.statements import find_statements
from dragoman.types import Record
from made.parts import day, person, record, said

FULL = "We will open the northern corridor for flour and medicine before the first snow falls on the valley"
CUT = "open the northern corridor for flour and medicine"
CHANGED = "We shall open the northern corridor for flour and medicine before any snow falls on the valley"
RETOLD = "the northern corridor would be opened for medicine and flour before snow fell in the valley"
TRANSLATED = "Before snow comes to the valley, flour and medicine get their northern corridor from us"
OTHER = "The commission has not met since March and nobody has asked the mayor why it does not"


def spoken(
    name: str, content: str, speaker: str | None = "Ada Lind", when: str = "2031-05-05", **known: object
) -> Record:
    text = f"{speaker or 'An official'} said: “{content}”."
    entities = (person(1, speaker, text),) if speaker else ()
    quoted = said(
        1, text, content, "e1" if speaker else None, source=None if speaker else "An official", **known
    )
    return record(name, text, when, entities=entities, attributions=(quoted,))


@pytest.mark.parametrize(
    ("content", "known", "kind"),
    [
        (FULL, {}, "same_words"),
        (CUT, {}, "cut"),
        (CHANGED, {}, "changed"),
        (RETOLD, {"form": "indirect"}, "retold"),
        (TRANSLATED, {"translated_from": "ru"}, "translated"),
        (OTHER, {}, None),
        (RETOLD, {"form": "indirect", "polarity": "denied"}, None),
    ],
)
def test_kinds_of_sameness(content: str, known: dict[str, object], kind: str | None) -> None:
    found = find_statements([spoken("a", FULL), spoken("b", content, when="2031-05-06", **known)])
    assert [link.kind for statement in found for link in statement.links] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("speaker", "speakers"),
    [("Ada Lind", "same"), ("Lind", "same"), (None, "unknown"), ("Tom Lind", None), ("Roa", None)],
)
def test_who_says_it(speaker: str | None, speakers: str | None) -> None:
    found = find_statements([spoken("a", FULL), spoken("b", CUT, speaker)])
    assert [link.speakers for one in found for link in one.links] == ([speakers] if speakers else [])


def test_what_an_unnamed_source_says_is_put_in_no_named_mouth() -> None:
    retold = spoken("b", RETOLD, None, form="indirect")
    assert find_statements([spoken("a", FULL), retold]) == ()
    [verbatim] = find_statements([spoken("a", FULL), spoken("b", FULL, None)])
    assert verbatim.speaker is None


def test_free_words_are_joined_only_within_days() -> None:
    late = spoken("b", RETOLD, when="2031-07-01", form="indirect")
    assert find_statements([spoken("a", FULL), late]) == ()
    assert len(find_statements([spoken("a", FULL), spoken("b", FULL, when="2031-07-01")])) == 1


def test_two_cuts_without_a_common_word_are_one_statement_by_the_whole() -> None:
    head, tail = FULL[: FULL.index(" before")], FULL[FULL.index("before") :]
    [statement] = find_statements([spoken("a", FULL), spoken("b", head), spoken("c", tail, "Lind")])
    assert [ref.document for ref in statement.members] == ["a", "b", "c"]
    assert {link.first.document for link in statement.links} == {"a"}
    assert statement.speaker == "Ada Lind"


def test_shared_words_are_equal() -> None:
    records = {"a": spoken("a", FULL), "b": spoken("b", CHANGED)}
    [statement] = find_statements(records.values())
    for shared in statement.links[0].shared:
        words = [
            span.of(records[name].document.text) for span, name in ((shared.first, "a"), (shared.second, "b"))
        ]
        assert words[0] == words[1]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Ada Lind", "Mrs. Lind", True),
        ("José Roa", "Jose Roa", True),
        ("A. B. Lind", "Ada Lind", True),
        ("T. Lind", "Ada Lind", False),
        ("Ada Maria Lind", "Ada Lind", True),
        ("The River Guard", "River Guard", True),
        ("River Guard", "Hill Guard", False),
        ("", "Lind", False),
        ("Ada Lind's", "Ada Lind", True),
    ],
)
def test_names(one: str, two: str, same: bool) -> None:
    assert same_name(one, two) == same_name(two, one) == same


def test_a_name_of_marks_alone_is_no_name() -> None:
    assert fold("—") == ()


# ---- positions


def stands(*said_things: tuple[str, str, dict[str, object]]) -> list[tuple[str | None, str | None]]:
    records = [
        spoken(f"d{n}", content, when=when, **known) for n, (content, when, known) in enumerate(said_things)
    ]
    line = positions_of("Lind", "northern corridor", records)
    return [(position.said, position.difference) for position in line.positions]


def test_positions_stand_in_time_beside_the_one_before() -> None:
    assert stands(
        ("The northern corridor will never be opened for grain", "2031-06-01", {}),
        ("The northern corridor will be opened for grain", "2031-05-01", {}),
        ("The northern corridor will be opened for grain soon", "2031-05-03", {}),
        ("Bandits have robbed lorries in the northern corridor all summer", "2031-07-01", {}),
        (OTHER, "2031-05-02", {}),
    ) == [("2031-05-01", None), ("2031-05-03", "repeats"), ("2031-06-01", "denies"), ("2031-07-01", "unlike")]


def test_a_denial_is_opposed_to_what_it_denies() -> None:
    same = "The northern corridor was shelled by the army"
    assert stands((same, "2031-05-01", {}), (same, "2031-05-02", {"polarity": "denied"}))[1][1] == "denies"


def test_the_day_of_the_saying_is_the_texts_own_where_it_gives_one() -> None:
    text = f"Ada Lind said on 2 May: “{FULL}”."
    told = record(
        "a", text, "2031-05-09", entities=(person(1, "Ada Lind", text),),
        times=(day(1, text, "2 May", "2031-05-02"),), attributions=(said(1, text, FULL),),
    )  # fmt: skip
    undated = spoken("b", FULL, when="")
    line = positions_of("Ada Lind", "corridor", [undated, told])
    assert [(one.document, one.said, one.said_basis) for one in line.positions] == [
        ("a", "2031-05-02", "text"),
        ("b", None, None),
    ]
    assert [span.of(text) for span in line.positions[0].subject] == ["corridor"]
