"""The day and the authors that a report names at its own top, and the dates that are none of its own."""

from __future__ import annotations

import time

import pytest

from dragoman.readers.byline import find_lines
from dragoman.readers.inputs import Hints
from dragoman.readers.read import read_bytes
from dragoman.readers.top import find_authors, find_published

HEAD = "Sides agree to open Tolm crossing"
LEAD = (
    "The two delegations met in Belmora on Monday and agreed to open the crossing at Tolm, both sides said, "
    "after it had been shut on 3 June 2022."
)


def day_of(*lines: str) -> tuple[str | None, str | None, str | None]:
    text = "\n".join(lines)
    day = find_published(text, find_lines(text))
    words = day.published.span.of(text) if day.published and day.published.span else None
    return day.published and day.published.value, words, day.why


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Published 13 December 2023", "2023-12-13"),
        ("Published On 13 Dec 2023", "2023-12-13"),
        ("Posted: Wednesday, December 13th, 2023 at 10:15 am", "2023-12-13"),
        ("By M. O. | Published: 12 May 2022, 09:14 EAT", "2022-05-12"),
        ("By Ana Roa, 12 May 2022", "2022-05-12"),
        ("Ana Roa - 12 May 2022 09:14", "2022-05-12"),
        ("13 December 2023", "2023-12-13"),
        ("Wednesday 13 December 2023, 10.15 GMT+2", "2023-12-13"),
        ("10:15, 13-Dec-2023", "2023-12-13"),
        ("2023-12-13 10:15", "2023-12-13"),
        ("13/12/2023", "2023-12-13"),
        ("Harbour Wire, December 13, 2023", "2023-12-13"),
        ("Daily update, 17 June 2023", "2023-06-17"),
        ("Belmora, 13 December 2023", "2023-12-13"),
        ("Published 12 May 2022 | Updated 14 May 2022", "2022-05-12"),
        ("Updated 14 May 2022 / Published 12 May 2022", "2022-05-12"),
        ("12 May 2022 (updated 14 May 2022)", "2022-05-12"),
        ("13 December", None),
        ("May 2022", None),
        ("Crossing shut again on 13 December 2023", None),
        ("31 November 2023", None),
        ("Photo: Lorries wait at Tolm after the talks of 13 December 2023", None),
        ("“The truce of 13 December 2023”", None),
        ("", None),
    ],
)
def test_lines_under_the_headline(line: str, value: str | None) -> None:
    assert day_of(HEAD, line, "", LEAD)[0] == value


@pytest.mark.parametrize(
    ("head", "value", "words"),
    [
        ("GENEVA, Dec. 13, 2023 (Reuters) - ", "2023-12-13", "Dec. 13, 2023"),
        ("LIMA, 25 NOV 89 (EFE) -- ", "1989-11-25", "25 NOV 89"),
        ("SAN REVO, 3 JAN 07 -- [TEXT] ", "2007-01-03", "3 JAN 07"),
        ("Belmora, 13 December 2023 /ALP/. ", "2023-12-13", "13 December 2023"),
        ("(Belmora, 13 December 2023) – ", "2023-12-13", "13 December 2023"),
        ("GENEVA, Dec. 13 (Reuters) - ", None, None),
        ("On December 13, 2023 - a Wednesday - ", None, None),
        ("The truce of 13 December 2023 - the second - ", None, None),
    ],
)
def test_datelines(head: str, value: str | None, words: str | None) -> None:
    for before in ((), (HEAD,), (HEAD, "")):
        found = day_of(*before, head + LEAD)
        assert found[:2] == (value, words)


def test_a_dateline_on_a_wrapped_line() -> None:
    assert (
        day_of("  SAN REVO, 3 JAN 90 (RIVER RADIO) -- [TEXT] THE", "ARMY LEFT THE TOWN ON THE RIVER.")[0]
        == "1990-01-03"
    )


def test_a_short_year_is_said() -> None:
    assert day_of("LIMA, 25 NOV 89 (EFE) -- " + LEAD)[2] == "the year is written '89'"


def test_updated_counts_where_nothing_says_published() -> None:
    value, words, why = day_of(HEAD, "Last updated: Dec 13, 2023 10:15 GMT", LEAD)
    assert (value, words) == ("2023-12-13", "Dec 13, 2023")
    assert why is not None
    assert "updated" in why
    assert day_of(HEAD, "Last updated: Dec 13, 2023 10:15 GMT", "12 Dec 2023", LEAD)[0] == "2023-12-12"


def test_rivals_and_double_readings_are_none() -> None:
    assert day_of(HEAD, "12 May 2022", "Ferry sinks", "13 May 2022", LEAD)[::2] == (
        None,
        "the top of the text names several: 12 May 2022, 13 May 2022",
    )
    value, _, why = day_of(HEAD, "03/04/2018", LEAD)
    assert (value, why) == (None, "'03/04/2018' in the text can be read in two ways")
    assert day_of(HEAD, "04/04/2018", LEAD)[0] == "2018-04-04"


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, LEAD, LEAD, "Published 13 December 2023"),
        (HEAD, LEAD, "Related", "Ferry sinks", "13 December 2023"),
        ("Massacre at Tolm, 13 December 1923", LEAD),
        (HEAD, LEAD),
        (),
        ("🕊️ قال", "\x00"),
    ],
)
def test_no_other_date_is_taken(lines: tuple[str, ...]) -> None:
    assert day_of(*lines) == (None, None, "the text names none")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ana Roa", ["Ana Roa"]),
        ("BY ANA ROA", ["ANA ROA"]),
        ("By Ana Roa in Geneva |", ["Ana Roa"]),
        ("By Ana Roa and Tom van Ild", ["Ana Roa", "Tom van Ild"]),
        ("By Ana Roa, Tom Ild and Mara Quint, Harbour Wire", ["Ana Roa", "Tom Ild", "Mara Quint"]),
        ("By Ana Roa, Harbour Wire", ["Ana Roa"]),
        ("By Ana Roa, 12 May 2022", ["Ana Roa"]),
        ("By: Ana Roa | Published: 12 May 2022", ["Ana Roa"]),
        ("By Ana Roa for Harbour Wire", ["Ana Roa"]),
        ("Written by J. D. Roa-Ild", ["J. D. Roa-Ild"]),
        ("By Our Correspondent", []),
        ("By Associated Press", []),
        ("By Staff Writers", []),
        ("By Monday Night", []),
        ("By Ana Roa’s account it was over.", []),
        ("By Ana Roa, who left", []),
        ("By Ana", []),
    ],
)
def test_authors(line: str, names: list[str]) -> None:
    text = "\n".join((HEAD, line, LEAD))
    authors = find_authors(text, find_lines(text))
    assert [author.name for author in authors] == names
    assert all(author.basis == "text" and author.span is not None for author in authors)
    assert [author.span.of(text) for author in authors if author.span] == names


def test_a_document_has_what_its_top_says() -> None:
    text = "\r\n".join((HEAD, "By Ana Roa | Published: 12 May 2022", "", LEAD))
    doc = read_bytes(text.encode(), origin="a.txt")
    assert doc.published is not None
    assert (doc.published.value, doc.published.basis) == ("2022-05-12", "text")
    assert doc.published.span is not None
    assert doc.quote(doc.published.span) == "12 May 2022"
    assert [author.name for author in doc.authors] == ["Ana Roa"]
    assert "published" not in doc.why


def test_the_caller_is_believed_first() -> None:
    text = "\n".join((HEAD, "Published 12 May 2022", LEAD))
    doc = read_bytes(text.encode(), origin="a.txt", hints=Hints(published="2022-05-14"))
    assert doc.published is not None
    assert (doc.published.value, doc.published.basis, doc.published.span) == ("2022-05-14", "given", None)
    refused = read_bytes(text.encode(), origin="a.txt", hints=Hints(published="yesterday"))
    assert refused.published is not None
    assert refused.published.basis == "text"
    assert "yesterday" in refused.why["published"]


@pytest.mark.parametrize(
    "unit", ["x", "1 ", "By A", "12 May ", "Published ", "\n", "A-", "( ", "1/1/", "updated: "]
)
def test_huge_texts_are_soon_done(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    find_published(text, find_lines(text))
    find_authors(text, find_lines(text))
    assert time.process_time() - start < 2
