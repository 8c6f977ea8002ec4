"""Copies: what counts as one, which came first, what was dropped or changed, and that two stories never become one."""

from __future__ import annotations

import pytest

from dragoman.collate.copies import compare, find_copies, find_families
from dragoman.collate.types import CopyLink
from dragoman.types import Span, Zone
from made.parts import document

WIRE = (
    "Gunmen allegedly crossed the river at Tolm before dawn on Monday and burned a customs post, the governor said. "
    "At least 14 guards were killed, according to a doctor at the hospital in Low Bridge, and three lorries were lost."
    "\n\n"
    "“We will not answer fire with fire until the commission has spoken,” Ada Lind told reporters.\n\n"
    "The army did not say whether it would close the bridge. Shops in the town stayed shut for the rest of the day."
)
OTHER = (
    "Dockers at Northport voted on Monday to return to work after a strike of three weeks over night shifts. "
    "The union said that it had been promised a new crane and a doctor on every pier by the spring.\n\n"
    "“We will not answer fire with fire until the commission has spoken,” Ada Lind told reporters.\n\n"
)


def link(one: str, two: str, *days: str) -> CopyLink | None:
    first, second = (*days, None, None)[:2]
    return compare(document("a", one, first), document("b", two, second))


def changed(found: CopyLink, text: str) -> list[tuple[str, str]]:
    return [(word.kind, word.before.of(text)) for word in found.lost_words if word.before]


@pytest.mark.parametrize(
    ("edited", "kind"),
    [
        (WIRE, "exact_copy"),
        (WIRE.replace("\n\n", " "), "exact_copy"),
        (WIRE.upper().replace("“", '"').replace("”", '"'), "exact_copy"),
        (WIRE[: WIRE.index("The army")], "near_copy"),
        (WIRE.replace("allegedly ", "").replace("lorries", "trucks"), "near_copy"),
        ("The bridge reopened later. " + WIRE, "near_copy"),
        (OTHER, "same_quotation"),
        (OTHER.split("“", maxsplit=1)[0], None),
        (OTHER.split("“", maxsplit=1)[0] + WIRE.split("\n\n")[2], "shared_text"),
        ("", None),
    ],
)
def test_kinds_of_link(edited: str, kind: str | None) -> None:
    found = link(WIRE, edited)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("allegedly ", "", [("hedge", "allegedly")]),
        ("At least 14", "14", [("hedge", "At least")]),
        ("At least 14", "At least 40", [("number", "14")]),
        (", according to a doctor at the hospital in Low Bridge,", "", [("attribution", "according to")]),
        ("did not say", "did say", [("negation", "not")]),
        (", the governor said.", ".", [("attribution", "said")]),
        ("lorries", "trucks", []),
        (" Shops in the town stayed shut for the rest of the day.", "", []),
        ("The army did not say whether it would close the bridge. ", "", []),
    ],
)
def test_what_was_lost(old: str, new: str, lost: list[tuple[str, str]]) -> None:
    assert old in WIRE
    found = link(WIRE, WIRE.replace(old, new), "2031-05-03", "2031-05-04")
    assert found is not None
    assert changed(found, WIRE) == lost


def test_what_was_gained_is_no_loss() -> None:
    found = link(WIRE.replace("allegedly ", ""), WIRE, "2031-05-03", "2031-05-04")
    assert found is not None
    assert found.lost_words == ()
    assert [word.change for change in found.changes for word in change.words] == ["added"]


def test_spans_point_at_the_same_words() -> None:
    edited = "Late news. " + WIRE.replace("allegedly ", "")
    found = link(WIRE, edited)
    assert found is not None
    for shared in found.shared:
        assert shared.first.of(WIRE).split() == shared.second.of(edited).split()


def test_every_word_is_shared_or_changed() -> None:
    edited = "Late news. " + WIRE.replace("allegedly ", "").replace("guards", "men")
    found = link(WIRE, edited)
    assert found is not None
    told = [shared.first for shared in found.shared] + [one.before for one in found.changes if one.before]
    words = [Span(i, i + 1) for i, char in enumerate(WIRE) if char.isalnum()]
    assert [word.of(WIRE) for word in words if not any(span.covers(word) for span in told)] == []


def test_a_moved_paragraph_is_moved_not_lost() -> None:
    first, second, third = WIRE.split("\n\n")
    found = link(WIRE, "\n\n".join((second, first, third)))
    assert found is not None
    assert (found.kind, [change.kind for change in found.changes]) == ("near_copy", ["moved"])


@pytest.mark.parametrize(
    ("days", "first", "basis"),
    [
        (("2031-05-04", "2031-05-03"), "b", "published"),
        (("2031-05-03", "2031-05-04"), "a", "published"),
        (("2031-05-03", "2031-05-03T10:00"), "a", None),
        (("2031-05-03T12:00+02:00", "2031-05-03T09:00Z"), "b", "published"),
        ((), "a", None),
    ],
)
def test_which_came_first(days: tuple[str, ...], first: str, basis: str | None) -> None:
    found = link(WIRE, WIRE, *days)
    assert found is not None
    assert (found.first, found.order_basis) == (first, basis)


def test_a_report_seen_before_the_other_was_published_came_first() -> None:
    found = compare(document("a", WIRE, "2031-05-04"), document("b", WIRE, retrieved="2031-05-02T08:00:00Z"))
    assert found is not None
    assert (found.first, found.order_basis) == ("b", "seen")


def test_a_teaser_and_a_headline_make_no_copy() -> None:
    text = WIRE.split("\n\n", maxsplit=1)[0] + "\n\n" + OTHER
    body = Zone("body", Span(text.index("Dockers"), len(text)))
    page = document("b", text, zones=(Zone("teaser", Span(0, body.span.start)), body))
    found = compare(document("a", WIRE), page)
    assert found is not None
    assert found.kind == "same_quotation"


def test_links_among_many_are_found_once() -> None:
    cut = WIRE[: WIRE.index("The army")]
    links = list(
        find_copies([document("a", WIRE), document("b", OTHER), document("c", cut), document("a2", WIRE)])
    )
    assert [(one.first, one.second, one.kind) for one in links if one.is_copy] == [
        ("a", "c", "near_copy"),
        ("a", "a2", "exact_copy"),
        ("a2", "c", "near_copy"),
    ]


def test_a_round_up_does_not_make_one_family_of_two_stories() -> None:
    strike = OTHER.split("“", maxsplit=1)[0]
    shooting = WIRE.split("“", maxsplit=1)[0]
    reports = [
        document("a1", shooting, "2031-05-01"),
        document("a2", shooting.replace("lorries", "trucks"), "2031-05-02"),
        document("b1", strike, "2031-05-01"),
        document("b2", strike.replace("crane", "ferry"), "2031-05-02"),
        document("both", shooting + strike, "2031-05-03"),
    ]
    families = find_families(find_copies(reports), reports)
    assert [set(family.members) >= {"a1", "b1"} for family in families] == [False] * len(families)
    members = [name for family in families for name in family.members]
    assert len(members) == len(set(members))


def test_the_head_of_a_family_came_first_only_if_all_dates_say_so() -> None:
    dated = [
        document("a", WIRE, "2031-05-02"),
        document("b", WIRE, "2031-05-01"),
        document("c", WIRE, "2031-05-02"),
    ]
    [family] = find_families(find_copies(dated), dated)
    assert (family.head, family.head_basis, family.members) == ("b", "published", ("b", "a", "c"))
    undated = [document(name, WIRE) for name in "ab"]
    [family] = find_families(find_copies(undated), undated)
    assert family.head_basis is None
