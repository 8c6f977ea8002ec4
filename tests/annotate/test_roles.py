from __future__ import annotations

import pytest

from short_reports import mentions_of


def roles(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    mentions = mentions_of(text)
    return [
        (m.span.of(text), m.title, m.of, None if m.holder is None else mentions[m.holder].span.of(text))
        for m in mentions
        if m.kind == "role"
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Russian Foreign Minister Adama Sow left.",
         ("Russian Foreign Minister", "foreign minister", "RUS", "Adama Sow")),
        ("U.N. special envoy Lena Vogt left.",
         ("U.N. special envoy", "special envoy", "United Nations", "Lena Vogt")),
        ("President Adama Sow left.", ("President", "president", None, "Adama Sow")),
        ("Former French President Luc Morel left.",
         ("Former French President", "former president", "FRA", "Luc Morel")),
        ("Syria's deputy foreign minister Adama Sow left.",
         ("Syria's deputy foreign minister", "deputy foreign minister", "SYR", "Adama Sow")),
        ("Hamas leader Adama Sow left.", ("Hamas leader", "leader", "Hamas", "Adama Sow")),
        ("Lt. Gen. Adama Sow left.", ("Lt. Gen.", "lieutenant general", None, "Adama Sow")),
        ("The Russian Foreign Minister would conclude.",
         ("The Russian Foreign Minister", "foreign minister", "RUS", None)),
        ("the president of Chad spoke.", ("the president of Chad", "president", "TCD", None)),
        ("He saw the minister again.", ("the minister", "minister", None, None)),
        ("A spokesman for the ministry agreed.", ("A spokesman for the ministry", "spokesperson", None, None)),
        ("The general said no.", ("The general", "general", None, None)),
        ("Defence Minister Adama Sow left.", ("Defence Minister", "defense minister", None, "Adama Sow")),
        ("Britain’s Prime Minister Ann Hill left.", ("Britain’s Prime Minister", "prime minister", "GBR", "Ann Hill")),
    ],
)  # fmt: skip
def test_offices(text: str, role: tuple[str, str, str | None, str | None]) -> None:
    assert role in roles(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("President Adama Sow spoke. Sow, the leader of Chad, left.", "the leader of Chad"),
        ("Mayor Lena Vogt spoke. Germany's foreign minister, Vogt, left.", "Germany's foreign minister"),
        ("Mayor Lena Vogt spoke. Vogt is Germany's foreign minister.", "Germany's foreign minister"),
        ("Mayor Lena Vogt spoke. Vogt (German foreign minister) left.", "German foreign minister"),
        (
            "Mayor Lena Vogt spoke. Vogt, an Old Ostia-based president of works, left.",
            "an Old Ostia-based president",
        ),
        (
            "Mayor Lena Vogt spoke. Vogt, executive vice president for works, left.",
            "executive vice president",
        ),
    ],
)
def test_offices_beside_a_name(text: str, words: str) -> None:
    assert next(holder for span, _, _, holder in roles(text) if span == words) in {"Sow", "Vogt"}


@pytest.mark.parametrize(
    ("text", "title", "of"),
    [
        (
            "Russian Foreign Minister Adama Sow met his German counterpart Lena Vogt.",
            "foreign minister",
            "DEU",
        ),
        ("The Russian foreign minister met his German counterpart Lena Vogt.", "foreign minister", "DEU"),
        ("They met their German counterpart Lena Vogt.", None, "DEU"),
        ("Defense Minister Adama Sow met his counterpart from Turkey.", "defense minister", "TUR"),
        ("U.S. Secretary of State Adama Sow met his German counterpart.", "foreign minister", "DEU"),
        ("German Foreign Minister Lena Vogt met her American counterpart.", "secretary of state", "USA"),
    ],
)
def test_counterparts(text: str, title: str | None, of: str) -> None:
    assert [(t, o) for span, t, o, _ in roles(text) if "counterpart" in span] == [(title, of)]


@pytest.mark.parametrize(
    "text",
    [
        "They head north.", "A general strike began.", "A major road is closed.", "It was a private matter.",
        "There was justice for all.", "The chief reason is money.", "At 5 pm rain fell.", "",
    ],
)  # fmt: skip
def test_words_that_are_no_office(text: str) -> None:
    assert roles(text) == []


def test_upper_case() -> None:
    text = "THE PRESIDENT OF EL SALVADOR SAID THE TALKS WILL GO ON."
    assert roles(text) == [("THE PRESIDENT OF EL SALVADOR", "president", "SLV", None)]


def test_no_name_is_made_of_a_headline() -> None:
    text = "Foreign Minister Says No Deal Near"
    assert [holder for _, _, _, holder in roles(text)] == [None]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("New Jersey Governor Ana Roa spoke.", "New Jersey"),
        ("The governor of New Mexico spoke.", "New Mexico"),
        ("Mexican President Ana Roa spoke.", "MEX"),
    ],
)
def test_the_longest_name_of_a_place_owns_an_office(text: str, of: str) -> None:
    assert [role[2] for role in roles(text)] == [of]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Saudi Foreign Minister Prince Sow spoke.", [("foreign minister", "SAU"), ("prince", None)]),
        ("Sudanese army chief General Sow spoke.", [("army chief", "SDN"), ("general", None)]),
        ("Iranian Supreme Leader Ayatollah Sow spoke.", [("supreme leader", "IRN"), ("ayatollah", None)]),
    ],
)
def test_stacked_offices_have_one_holder(text: str, held: list[tuple[str, str | None]]) -> None:
    assert [(title, of) for _, title, of, holder in roles(text) if holder == "Sow"] == held


def test_under_a_president_is_no_office_of_his() -> None:
    held = [
        title
        for _, title, _, holder in roles("The secretary of state under President Adama Sow left.")
        if holder
    ]
    assert held == ["president"]


def test_the_general_assembly_is_no_general() -> None:
    assert all(holder is None for *_, holder in roles("Yesterday the General Assembly met."))
