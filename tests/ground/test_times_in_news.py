"""Times of sentences as reports on conflict and diplomacy write them; all of them written for the purpose."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from msgspec import UNSET

from dragoman.annotate.timexes import find_timexes
from dragoman.ground.times import ground_times
from dragoman.stages import Document, Segments
from dragoman.types import Published, Span, Time

WEDNESDAY = "2018-09-19"


def ground(text: str, published: str | None = WEDNESDAY) -> tuple[Time, ...]:
    given = Published(published, "given") if published else None
    doc = Document(id="d", origin="d", raw_sha256="", text=text, published=given)
    whole = (Span(0, len(text)),)
    segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    return ground_times(doc, segments, find_timexes(doc, segments))


@dataclass(frozen=True)
class Row:
    text: str
    value: str | None
    start: str | None = None
    end: str | None = None


ROWS = (
    Row("Shelling resumed on Tuesday night.", "2018-09-18TNI", "2018-09-18", "2018-09-18"),
    Row("SHELLING RESUMED LATE SUNDAY.", "2018-09-16", "2018-09-16", "2018-09-16"),
    Row("FORCES WILL LEAVE BY FRIDAY.", "2018-09-21", "2018-09-21", "2018-09-21"),
    Row("THE MINISTERS MEET THURSDAY.", "2018-09-20", "2018-09-20", "2018-09-20"),
    Row("The ministers agreed to meet on Thursday.", "2018-09-20", "2018-09-20", "2018-09-20"),
    Row("The ministers met on Thursday.", "2018-09-13", "2018-09-13", "2018-09-13"),
    Row("Gunmen struck in the early hours of Sunday.", "2018-09-16TMO", "2018-09-16", "2018-09-16"),
    Row("Two hundred fled overnight.", "2018-09-18TNI", "2018-09-18", "2018-09-19"),
    Row("In the past three days 14 soldiers died.", "P3D", "2018-09-16", "2018-09-19"),
    Row("Earlier this month the mission was cut.", "2018-09", "2018-09-01", "2018-09-30"),
    Row("Fighting from Friday to Sunday killed nine.", "2018-09-14/2018-09-16", "2018-09-14", "2018-09-16"),
    Row("Talks in Geneva on March 5-7 failed.", "2018-03-05/2018-03-07", "2018-03-05", "2018-03-07"),
    Row("Between March and May many fled.", "2018-03/2018-05", "2018-03-01", "2018-05-31"),
    Row("The convoy came on 3 and 4 March.", "2018-03-03/2018-03-04", "2018-03-03", "2018-03-04"),
    Row("It was the week of 10 September.", "2018-W37", "2018-09-10", "2018-09-16"),
    Row("The week of 31 December will decide.", "2019-W01", "2018-12-31", "2019-01-06"),
    Row("The council will vote next March.", "2019-03", "2019-03-01", "2019-03-31"),
    Row("The council met last December.", "2017-12", "2017-12-01", "2017-12-31"),
    Row("He was shot last Oct. 23.", "2017-10-23", "2017-10-23", "2017-10-23"),
    Row("The raid was last September.", "2017-09", "2017-09-01", "2017-09-30"),
    Row("It ended last quarter.", "2018-Q2", "2018-04-01", "2018-06-30"),
    Row("The army has held it since 2015.", "2015", "2015-01-01", None),
    Row("The truce holds until Friday.", "2018-09-21", None, "2018-09-21"),
    Row("They fought in the late 1980s.", "198", "1980-01-01", "1989-12-31"),
    Row("The border is of the 19th century.", "18", "1800-01-01", "1899-12-31"),
    Row("Exports fell in fiscal 2017.", "2017", None, None),
    Row("They rested last summer.", "2018-SU", None, None),
    Row("People march every Friday.", "XXXX-WXX-5", None, None),
    Row("The siege lasted for two weeks.", "P2W", None, None),
    Row("They attacked again recently.", "PAST_REF", None, None),
    Row("She was held on 30 February.", None, None, None),
    Row("They left on 3/4/2018.", None, None, None),
    Row("It took three to four months.", None, None, None),
    Row("The curfew begins at 7 p.m. each time.", "XXXX-XX-XXT19:00", None, None),
    Row("It will begin at 18:00 local time on Saturday.", "2018-09-22T18:00", "2018-09-22", "2018-09-22"),
    Row("It will begin at 1500 GMT on Saturday.", "2018-09-22T15:00Z", "2018-09-22", "2018-09-22"),
    Row("It will begin at 6 p.m. (1500 GMT) Saturday.", "2018-09-22T18:00", "2018-09-22", "2018-09-22"),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_one_time_of_a_sentence(row: Row) -> None:
    (time,) = ground(row.text)
    assert (time.value, time.start, time.end) == (row.value, row.start, row.end)


@pytest.mark.parametrize("published", [WEDNESDAY, None, "2018-09"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_what_is_missing_says_why(row: Row, published: str | None) -> None:
    for time in ground(row.text, published):
        why = {} if time.why is UNSET else time.why
        fields = {"value": time.value, "start": time.start, "end": time.end}
        assert all(why.get(name) for name, found in fields.items() if found is None)
        assert time.start is None or time.end is None or time.start <= time.end


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In the second quarter 30 died, up from 12 a year earlier.", "2017-Q2"),
        ("In the second quarter 30 died. In the year-earlier period 12 died.", "2017-Q2"),
        ("In August ten died, compared with 12 a year earlier.", "2017-08"),
        ("In the second quarter 30 died, against 12 in the same period last year.", "2017-Q2"),
        ("In the second quarter 30 died, against 12 in the same period of 2016.", "2016-Q2"),
        ("In the second quarter 30 died; 12 in the first nine months, down from 20 a year ago.", "2017"),
        ("In the second quarter 30 died. He had left home a year ago.", "2017"),
        ("30 died, up from 12 a year ago.", "2017"),
    ],
)
def test_a_year_earlier_is_as_long_as_what_it_is_compared_with(text: str, value: str) -> None:
    assert ground(text)[-1].value == value


def test_the_quarter_is_the_one_named_or_the_one_before() -> None:
    assert ground("In the first quarter it fell. For the quarter it lost most.")[-1].value == "2018-Q1"
    assert ground("Losses in the quarter were heavy.")[-1].value == "2018-Q2"
    assert ground("It will fall in the current quarter.")[-1].value == "2018-Q3"


def test_without_a_publication_date_a_weekday_settles_no_year_but_lists_them() -> None:
    (time,) = ground("The truce was signed on Monday, 10 September.", None)
    assert (time.value, time.start, time.basis) == ("XXXX-09-10", None, "weekday")
    assert time.alternatives == ("2012-09-10", "2018-09-10", "2029-09-10")


def test_a_range_without_a_publication_date_stays_open_at_both_ends() -> None:
    (time,) = ground("Fighting from Monday to Wednesday killed nine.", None)
    assert (time.value, time.start, time.end) == ("XXXX-WXX-1/XXXX-WXX-3", None, None)


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(published: str) -> None:
    text = "last March, next March, the week of 31 December, Friday to Sunday, the quarter, a year-earlier loss, "
    assert ground(text + "the year-ago second quarter, last Oct. 3, from 28 December to 3 January", published)
