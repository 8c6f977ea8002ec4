from __future__ import annotations

from datetime import date

import pytest
from msgspec import UNSET

from dragoman.annotate.timexes import find_timexes
from dragoman.ground.calendar import interval_of, last_of_month
from dragoman.ground.times import ground_times
from dragoman.stages import Document, Segments, Timex
from dragoman.types import Published, Span, Time, Zone


def ground(text: str, published: str | None = None, *zones: Zone) -> tuple[Time, ...]:
    """What the two steps make of a text together."""
    given = Published(published, "given") if published else None
    doc = Document(id="d", origin="d", raw_sha256="", text=text, published=given)
    whole = (Span(0, len(text)),)
    segments = Segments(language="en", zones=zones, paragraphs=whole, sentences=whole, quotations=())
    return ground_times(doc, segments, find_timexes(doc, segments))


def reason(time: Time, field: str = "value") -> str:
    assert time.why is not UNSET
    return time.why[field]


@pytest.mark.parametrize(
    ("text", "value", "start", "end", "basis"),
    [
        ("met on 14 September 2018", "2018-09-14", "2018-09-14", "2018-09-14", "stated"),
        ("met on Friday", "2018-09-14", "2018-09-14", "2018-09-14", "weekday"),
        ("will meet on Friday", "2018-09-21", "2018-09-21", "2018-09-21", "weekday"),
        ("met on Sunday", "2018-09-16", "2018-09-16", "2018-09-16", "weekday"),
        ("met last Sunday", "2018-09-09", "2018-09-09", "2018-09-09", "weekday"),
        ("met on Friday, September 14", "2018-09-14", "2018-09-14", "2018-09-14", "publication"),
        ("met in December", "2017-12", "2017-12-01", "2017-12-31", "publication"),
        ("met in January", "2018-01", "2018-01-01", "2018-01-31", "publication"),
        ("met in February", "2018-02", "2018-02-01", "2018-02-28", "publication"),
        ("will meet in December", "2018-12", "2018-12-01", "2018-12-31", "publication"),
        ("met yesterday", "2018-09-15", "2018-09-15", "2018-09-15", "relative"),
        ("met last week", "2018-W36", "2018-09-03", "2018-09-09", "relative"),
        ("met two months ago", "2018-07", "2018-07-01", "2018-07-31", "relative"),
        ("met last year", "2017", "2017-01-01", "2017-12-31", "relative"),
        ("met in the 1990s", "199", "1990-01-01", "1999-12-31", "stated"),
        ("met in 2015 and, two years later, left", "2015", "2015-01-01", "2015-12-31", "stated"),
        ("met from 3 to 5 May", "2018-05-03/2018-05-05", "2018-05-03", "2018-05-05", "publication"),
        (
            "met from 28 December to 3 January",
            "2017-12-28/2018-01-03",
            "2017-12-28",
            "2018-01-03",
            "publication",
        ),
        ("ten died in the past 24 hours", "PT24H", "2018-09-15", "2018-09-16", "relative"),
        ("ten died in the past two weeks", "P2W", "2018-09-02", "2018-09-16", "relative"),
        ("were shelled overnight", "2018-09-15TNI", "2018-09-15", "2018-09-16", "relative"),
        ("were shelled on Friday night", "2018-09-14TNI", "2018-09-14", "2018-09-14", "weekday"),
        ("fought for two weeks", "P2W", None, None, "stated"),
        ("march every Friday", "XXXX-WXX-5", None, None, "stated"),
        ("they left now", "PRESENT_REF", None, None, "stated"),
    ],
)
def test_with_a_publication_date(
    text: str, value: str, start: str | None, end: str | None, basis: str
) -> None:
    time = ground(text, "2018-09-16")[0]
    assert (time.value, time.start, time.end, time.basis) == (value, start, end, basis)


def test_day_without_year_or_publication_date_lists_the_years_its_weekday_allows() -> None:
    (time,) = ground("They met on Friday, September 14.")
    assert (time.value, time.start, time.basis) == ("XXXX-09-14", None, "weekday")
    assert time.alternatives == ("2012-09-14", "2018-09-14", "2029-09-14")
    assert "no publication date" in reason(time)


def test_a_full_date_close_by_settles_the_year() -> None:
    time = ground("They met on Friday, September 14. On 12 September 2018 they had called.")[0]
    assert (time.value, time.start, time.basis, time.alternatives) == (
        "2018-09-14",
        "2018-09-14",
        "weekday",
        (),
    )


@pytest.mark.parametrize(
    "text",
    [
        "They fought in 2015. They met on Friday, September 14.",
        "The base closed in May 2020, officials said. On Friday, 14 September, they met.",
        "They will vote in 2019, they said after a meeting on Friday, September 14.",
        "The plan agreed in 2012 was dropped on Friday, September 14.",
        "On Friday, September 14, they recalled the fire of 11 September 2001, as they had in 2017.",
        "They met on 12 September 2018 and on 12 September 2012. They had met on Friday, September 14.",
        "Friday, September 14, was marked since 12 September 2018.",
    ],
)
def test_what_is_merely_told_beside_it_narrows_nothing(text: str) -> None:
    (time,) = (found for found in ground(text) if found.span.of(text).startswith("Friday"))
    assert (time.value, time.start, time.basis) == ("XXXX-09-14", None, "weekday")
    assert time.alternatives == ("2012-09-14", "2018-09-14", "2029-09-14")


def test_the_one_year_a_window_holds_is_no_finding() -> None:
    (time,) = ground("They met on Monday, 29 February.")
    assert (time.value, time.start, time.alternatives) == ("XXXX-02-29", None, ("2016-02-29",))


@pytest.mark.parametrize(
    ("text", "value", "basis", "why"),
    [
        ("They met on Friday, September 14, in 2018.", "2018-09-14", "weekday", "stands beside"),
        ("In 2018, on 14 September, they met.", "2018-09-14", "stated", "stands beside"),
        ("They met on 14 September of 2018.", "2018-09-14", "stated", "stands beside"),
        ("They sat; on 28 December 1987 and Sunday, January 3, left.", "1988-01-03", "weekday", "1987-12-28"),
        ("On 12 September 2018 they called, on 14 September they met.", "2018-09-14", "relative", "2018-09-12"),
    ],
)  # fmt: skip
def test_the_report_s_own_text_settles_the_year(text: str, value: str, basis: str, why: str) -> None:
    (time,) = (found for found in ground(text) if found.value == value)
    assert (time.basis, time.alternatives, time.start) == (basis, (), value)
    assert why in reason(time)


@pytest.mark.parametrize(
    "text",
    [
        "On 14 September they met. On 12 September 2018 they called.",
        "They met on Monday, September 14, in 2018.",
        "They met on 31 September and 29 February, of 2018.",
    ],
)
def test_without_a_weekday_only_a_date_before_it_settles_the_year(text: str) -> None:
    assert all(time.start is None or time.value in ("2018", "2018-09-12") for time in ground(text))


@pytest.mark.parametrize(
    ("text", "value", "alternatives"),
    [
        ("signed on 14/09/98", "1998-09-14", ()),
        ("signed on 14/09/29", "2029-09-14", ()),
        ("signed on 03/04/30", None, ("1930-03-04", "1930-04-03")),
    ],
)
def test_two_digits_of_a_year(text: str, value: str | None, alternatives: tuple[str, ...]) -> None:
    (time,) = ground(text)
    assert (time.value, time.alternatives) == (value, alternatives)
    assert "century is not stated" in reason(time)
    assert all(found.value == "XXXX-09-15" for found in ground(f"{text}, on 15 September")[1:])


def test_what_a_time_in_the_text_is_counted_from_is_said() -> None:
    text = "They met on 3 May 2016 and left two days later; ten died in the previous two weeks, they said yesterday."
    _, later, stretch, yesterday = ground(text, "2018-09-16")
    assert reason(later) == "counted from 2016-05-03, told before it"
    assert reason(stretch) == "counted from 2016-05-05, told before it"
    assert yesterday.why is UNSET


def test_a_teaser_settles_nothing_and_is_settled_by_nothing() -> None:
    text = "They met on Friday, September 14.\nTop: on 12 September 2018 a bill was published on Monday."
    zones = (Zone("body", Span(0, 33)), Zone("teaser", Span(34, len(text))))
    friday, stated, monday = ground(text, None, *zones)
    assert len(friday.alternatives) == 3
    assert stated.value == "2018-09-12"
    assert ground(text, "2018-09-16", *zones)[2].value == monday.value == "XXXX-WXX-1"
    assert "teaser" in reason(monday)


@pytest.mark.parametrize("text", ["on Friday", "last week", "in May", "yesterday", "last summer"])
def test_nothing_is_counted_from_an_unknown_day(text: str) -> None:
    (time,) = ground(text)
    assert (time.start, time.end, time.alternatives) == (None, None, ())
    assert "not known" in reason(time)


def test_a_wrong_weekday_is_said() -> None:
    (time,) = ground("on Monday, 14 September 2018")
    assert (time.value, reason(time)) == ("2018-09-14", "2018-09-14 was a Friday, not a Monday")


def test_either_order_of_day_and_month() -> None:
    (time,) = ground("on 03/04/2018", "2018-05-01")
    assert (time.value, time.start) == (None, None)
    assert time.alternatives == ("2018-03-04", "2018-04-03")


def test_one_end_only() -> None:
    since, until = ground("They fought since 2015 and stay until 2019")
    assert (since.start, since.end, until.start, until.end) == ("2015-01-01", None, None, "2019-12-31")
    assert reason(since, "end")


def test_text_anchor_is_the_last_day_told() -> None:
    later = ground("They met on 3 May 2016 and left two days later.")[1]
    assert (later.value, later.basis) == ("2016-05-05", "relative")
    year_only = ground("They met in 1987. They left that day.")[1]
    assert (year_only.value, year_only.start) == ("XXXX-XX-XX", None)


@pytest.mark.parametrize("text", ["last summer", "in fiscal 2016"])
def test_bounds_that_are_not_stated_stay_open(text: str) -> None:
    (time,) = ground(text, "2018-09-16")
    assert time.value
    assert (time.start, time.end) == (None, None)


@pytest.mark.parametrize("published", ["2018", "2018-09", "soon", "0000-00-00", ""])
def test_a_publication_date_without_a_day_is_not_counted_from(published: str) -> None:
    (time,) = ground("They left yesterday.", published)
    assert time.value == "XXXX-XX-XX"


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(published: str) -> None:
    text = "last week, next week, last Friday, next Friday, last summer, next year, the next 24 hours, "
    text += "two decades ago, the past two months, in May, overnight, Friday, 29 February, last quarter, 9000 years ago"
    assert all(
        time.start is None or time.end is None or time.start <= time.end for time in ground(text, published)
    )


def test_ids_follow_the_text() -> None:
    assert [time.id for time in ground("on Friday, in 2015 and for two weeks")] == ["t1", "t2", "t3"]


def test_the_zone_of_a_published_time_is_not_counted_over() -> None:
    assert ground("They left yesterday.", "2018-09-16T23:30:00-05:00")[0].value == "2018-09-15"


NO_INTERVAL = ("", "XXXX", "2018-13", "2018-02-30", "2018-W60", "P1D", "PAST_REF", "0000", "2018-WI")


@pytest.mark.parametrize("value", NO_INTERVAL)
def test_no_interval(value: str) -> None:
    assert interval_of(value) is None


def test_last_day_of_the_calendar() -> None:
    assert last_of_month(9999, 12) == date.max


def test_an_expression_of_unknown_kind_keeps_its_value() -> None:
    doc = Document(id="d", origin="d", raw_sha256="", text="some day")
    segments = Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=())
    (time,) = ground_times(doc, segments, (Timex(span=Span(0, 8), type="DATE", value="FUTURE_REF"),))
    assert (time.value, time.start) == ("FUTURE_REF", None)
