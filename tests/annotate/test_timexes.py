from __future__ import annotations

import re
from itertools import pairwise

import pytest

from dragoman.annotate.timex_rules import grammar
from dragoman.annotate.timexes import find_timexes
from dragoman.stages import Document, Segments, Timex
from dragoman.types import Span, Zone


def read(text: str, *zones: Zone) -> tuple[Document, tuple[Timex, ...]]:
    doc = Document(id="d", origin="d", raw_sha256="", text=text)
    whole = (Span(0, len(text)),) if text else ()
    sentences = tuple(Span(*found.span()) for found in re.finditer(r"[^.!?]+[.!?]*", text))
    segments = Segments(language="en", zones=zones, paragraphs=whole, sentences=sentences, quotations=())
    return doc, find_timexes(doc, segments)


def spoken(text: str) -> list[tuple[str, str | None]]:
    doc, found = read(text)
    return [(doc.quote(timex.span), timex.value) for timex in found]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It began on 14 September 2018.", "14 September 2018", "2018-09-14"),
        ("It began on Sept. 14.", "Sept. 14", "XXXX-09-14"),
        ("It began on Friday, September 14, in Rome.", "Friday, September 14", "XXXX-09-14"),
        ("It began on the 14th of September.", "the 14th of September", "XXXX-09-14"),
        ("Signed 2018-09-14 in Oslo.", "2018-09-14", "2018-09-14"),
        ("Signed 14/09/2018 in Oslo.", "14/09/2018", "2018-09-14"),
        ("Signed 14.09.2018 in Oslo.", "14.09.2018", "2018-09-14"),
        ("LIMA, 9 JAN 90 -- It rained.", "9 JAN 90", "1990-01-09"),
        ("It ends in mid-September.", "mid-September", "XXXX-09"),
        ("It ended in early 2019.", "early 2019", "2019"),
        ("Back in the 1990s they left.", "the 1990s", "199"),
        ("Back in the early '90s they left.", "the early '90s", "199"),
        ("It was built in the 20th century.", "the 20th century", "19"),
        ("They left in 2023.", "2023", "2023"),
        ("They left last week.", "last week", "XXXX-WXX"),
        ("They left yesterday.", "yesterday", "XXXX-XX-XX"),
        ("They left on Friday.", "Friday", "XXXX-WXX-5"),
        ("They leave next month.", "next month", "XXXX-XX"),
        ("They left two days ago.", "two days ago", "XXXX-XX-XX"),
        ("They had left three years earlier.", "three years earlier", "XXXX"),
        ("They stay until the end of May.", "the end of May", "XXXX-05"),
        ("They were shelled overnight.", "overnight", "XXXX-XX-XXTNI"),
        ("They were shelled Monday night.", "Monday night", "XXXX-WXX-1TNI"),
        ("They met at 3 p.m. today.", "3 p.m. today", "XXXX-XX-XXT15:00"),
        ("It opens at 0600 GMT.", "0600 GMT", "XXXX-XX-XXT06:00Z"),
        ("It opens at 15:30 on Tuesday.", "15:30 on Tuesday", "XXXX-WXX-2T15:30"),
        ("They fought for two weeks.", "two weeks", "P2W"),
        ("A 48-hour truce was called.", "48-hour", "PT48H"),
        ("It took half an hour.", "half an hour", "PT30M"),
        ("It took several days.", "several days", "PXD"),
        ("They march every Friday.", "every Friday", "XXXX-WXX-5"),
        ("The daily convoy left.", "daily", "P1D"),
        ("They left this year.", "this year", "XXXX"),
        ("Ten died in the past 24 hours.", "the past 24 hours", "PT24H"),
        ("It runs from 3 to 5 May.", "3 to 5 May", "XXXX-05-03"),
        ("It ran between March and June 2019.", "March and June 2019", "2019-03"),
        ("It grew in fiscal 2016.", "fiscal 2016", "2016"),
        ("It fell in the third quarter of 2018.", "the third quarter of 2018", "2018-Q3"),
        ("It fell last summer.", "last summer", "XXXX-SU"),
        ("THEY LEFT ON FRIDAY, 3 MAY.", "FRIDAY, 3 MAY", "XXXX-05-03"),
        ("They left in\r\nearly\r\nMay 2017.", "early\r\nMay 2017", "2017-05"),
        ("🙂 They left in 2023 🙂", "2023", "2023"),
        ("قال الوزير 14 September 2018", "14 September 2018", "2018-09-14"),
        ("The siege lasted two and a half years.", "two and a half years", "P2Y6M"),
        ("The flight took 2 1/2 hours.", "2 1/2 hours", "PT2H30M"),
        ("It is to last 72 hours.", "72 hours", "PT72H"),
        ("Months of fighting followed.", "Months", "PXM"),
        ("Thousands of years ago it stood.", "Thousands of years ago", "PAST_REF"),
        ("The eight-year-old war goes on.", "eight-year-old", "P8Y"),
        ("A week after the raid it reopened.", "A week", "P1W"),
        ("Guards patrol on Tuesday nights.", "Tuesday nights", "XXXX-WXX-2TNI"),
        ("It costs three million a year.", "a year", "P1Y"),
        ("It fell in the first half of October.", "the first half of October", "XXXX-10"),
        ("It fell in the last half of 2017.", "the last half of 2017", "2017-H2"),
        ("It fell in the quarter ended Sept", "the quarter", "XXXX-Q3"),
        ("They left at year-end.", "year-end", "XXXX"),
        ("It was the week of 6 March 2018.", "the week of 6 March 2018", "2018-W10"),
        ("He left in May nineteen ninety-two.", "May nineteen ninety-two", "1992-05"),
        ("In May twenty two soldiers died.", "May", "XXXX-05"),
        ("It began at 10:35 a.m. (0735 GMT) Friday.", "10:35 a.m. (0735 GMT) Friday", "XXXX-WXX-5T10:35"),
        ("It began on the night of Friday, Oct. 23.", "the night of Friday, Oct. 23", "XXXX-10-23TNI"),
        ("They stayed two to three weeks.", "two to three weeks", None),
        ("They stay a year or two.", "a year or two", None),
        ("on 31 February 2018", "31 February 2018", None),
        ("on 03/04/2018", "03/04/2018", None),
    ],
)
def test_reads_one_time(text: str, words: str, value: str | None) -> None:
    assert spoken(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They may go, and Mrs May agreed.",
        "The march went on.",
        "Second, they left.",
        "Over 2000 troops left with 2000 rifles for $2000.",
        "The 5th Brigade left.",
        "Since 9/11 much has changed.",
        "The Friday Times and the Sunday Telegraph wrote.",
        "Resolution 1973 and F-16s.",
        "The March 14 Alliance agreed.",
        "The sun sat low.",
        "A 59-year-old man spoke.",
        "Three-fifths agreed.",
        "Three-quarters of it and a quarter of that burned.",
        "A six-month-old boy slept.",
        "The Man of the Year spoke.",
        'He spoke on "This Week" again.',
        "\x00\x00",
        "🙂🙂",
    ],
)
def test_no_time(text: str) -> None:
    assert spoken(text) == []


def test_range_keeps_its_end() -> None:
    (found,) = read("from 28 December to 3 January 2019")[1]
    assert (found.value, found.end_value) == ("2018-12-28", "2019-01-03")


@pytest.mark.parametrize(
    ("text", "direction"),
    [("They met on Friday.", "past"), ("They will meet on Friday.", "future"), ("Friday", None)],
)
def test_direction_follows_tense(text: str, direction: str | None) -> None:
    assert read(text)[1][0].direction == direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("They agreed to meet on Friday.", "future"),
        ("They agreed on Friday to meet.", "past"),
        ("The envoy is to arrive on Friday.", "future"),
        ("The envoy is due to arrive on Friday.", "future"),
        ("The envoy had been due to arrive on Friday.", "past"),
        ("The envoys meet on Friday.", "future"),
        ("The envoys did not meet on Friday.", "past"),
        ("Envoys meet on Friday", None),
        ("The talks will be held on Friday.", "future"),
        ("The strike will hit the port on Friday.", "future"),
        ("They left by Friday.", "future"),
        ("By Friday they had left.", "past"),
        ("They have held it since Friday.", "past"),
        ("They may leave as soon as Friday.", "future"),
        ("The pact is effective Friday.", "future"),
        ("They announced the plan Friday.", "past"),
        ("The United Nations will meet Mohammed Friday.", "future"),
        ("THE UNITED NATIONS WOULD BE MEETING FRIDAY.", "future"),
        ("The move follows Friday's vote, which will stand.", None),
        ("Mrs May met him on Friday.", "past"),
        ("The attack came Friday as planned.", "past"),
    ],
)
def test_direction_looks_behind_participles_plans_and_names(text: str, direction: str | None) -> None:
    assert read(text)[1][0].direction == direction


def test_since_and_until_open_an_end() -> None:
    since, until = read("They fought since 2015. They stay until 2019.")[1]
    assert (since.open_end, since.open_start, until.open_start) == (True, False, True)


def test_ambiguous_order_gives_both_readings() -> None:
    (found,) = read("on 03/04/2018")[1]
    assert found.alternatives == ("2018-03-04", "2018-04-03")
    assert found.why


def test_furniture_is_left_out_and_teasers_are_kept() -> None:
    zones = (Zone("body", Span(0, 9)), Zone("furniture", Span(9, 17)), Zone("teaser", Span(17, 24)))
    doc, found = read("on Friday Monday. Sunday", *zones)
    assert [doc.quote(timex.span) for timex in found] == ["Friday", "Sunday"]


def test_times_never_touch() -> None:
    _, found = read(
        "from Friday, 3 May 2018 at 3 p.m. GMT to 5 May, two days later, last week and in 2015-2016"
    )
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


def test_grammar_repeats_nothing_without_bound() -> None:
    pattern, rules = grammar()
    assert len(rules) > 50
    assert "*" not in pattern.pattern
    assert "+" not in pattern.pattern


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "1," * 50_000, "the early " * 10_000, "two hundred and " * 10_000, "'" * 100_000]
)
def test_hostile_text_ends(text: str) -> None:
    read(text)


def test_lengths_between_two_are_alternatives() -> None:
    (found,) = read("The blockade lasted three to four months.")[1]
    assert (found.value, found.alternatives) == (None, ("P3M", "P4M"))


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("from Monday to Wednesday", "XXXX-WXX-1", "XXXX-WXX-3"),
        ("on March 3 and 4", "XXXX-03-03", "XXXX-03-04"),
        ("on 30 and 31 May 2018", "2018-05-30", "2018-05-31"),
        ("March 5-7", "XXXX-03-05", "XXXX-03-07"),
        ("between March and May", "XXXX-03", "XXXX-05"),
    ],
)
def test_ranges(text: str, value: str, end: str) -> None:
    (found,) = read(text)[1]
    assert (found.value, found.end_value) == (value, end)
