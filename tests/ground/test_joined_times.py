"""Hard times of conflict reports, read against a Wednesday; all sentences written for the purpose."""

from __future__ import annotations

import pytest

from dragoman.annotate.timexes import find_timexes
from dragoman.ground.times import ground_times
from dragoman.stages import Document, Segments
from dragoman.types import Published, Span, Time

WEDNESDAY = Published("2024-05-15", "given")
Said = tuple[str, str | None, str | None, str | None]
"""The words, their value, the first and the last day."""


def times(text: str) -> tuple[Time, ...]:
    doc = Document(id="d", origin="d", raw_sha256="", text=text, published=WEDNESDAY)
    whole = (Span(0, len(text)),)
    segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    return ground_times(doc, segments, find_timexes(doc, segments))


def read(text: str) -> list[Said]:
    return [(text[one.span.start : one.span.end], one.value, one.start, one.end) for one in times(text)]


def day(words: str, value: str) -> Said:
    return words, value, value, value


NIGHT = ("2024-05-03TNI", "2024-05-03", "2024-05-04")
OPEN: tuple[None, None, None] = (None, None, None)
ROWS: tuple[tuple[str, tuple[Said, ...]], ...] = (
    (
        "Shells fell overnight into Tuesday.",
        (("overnight into Tuesday", "2024-05-13TNI", "2024-05-13", "2024-05-14"),),
    ),
    ("Rockets hit the port on the night of 3 to 4 May.", (("the night of 3 to 4 May", *NIGHT),)),
    ("Rockets hit the port on the night of May 3-4.", (("the night of May 3-4", *NIGHT),)),
    ("Rockets hit it on the night of 3/4 May.", (("the night of 3/4 May", *NIGHT),)),
    ("Drones hit the port overnight from 3 to 4 May.", (("overnight from 3 to 4 May", *NIGHT),)),
    ("Drones hit the port overnight into May 4.", (("overnight into May 4", *NIGHT),)),
    (
        "They came in the night from Saturday to Sunday.",
        (("the night from Saturday to Sunday", "2024-05-11TNI", "2024-05-11", "2024-05-12"),),
    ),
    (
        "On Sunday night into Monday they fought.",
        (("Sunday night into Monday", "2024-05-12TNI", "2024-05-12", "2024-05-13"),),
    ),
    (
        "Shelling went on overnight on Sunday.",
        (("overnight on Sunday", "2024-05-12TNI", "2024-05-12", "2024-05-12"),),
    ),
    (
        "Shells fell in the early hours of 3 May.",
        (("the early hours of 3 May", "2024-05-03TMO", "2024-05-03", "2024-05-03"),),
    ),
    (
        "Shells fell in the small hours of Sunday.",
        (("the small hours of Sunday", "2024-05-12TMO", "2024-05-12", "2024-05-12"),),
    ),
    (
        "Shells fell in the small hours of the morning.",
        (("the small hours of the morning", "XXXX-XX-XXTMO", None, None),),
    ),
    (
        "He was shot at 4:30 on Wednesday afternoon.",
        (("4:30 on Wednesday afternoon", "2024-05-15T16:30", "2024-05-15", "2024-05-15"),),
    ),
    (
        "He was shot at 9 o'clock last night.",
        (("9 o'clock last night", "2024-05-14T21:00", "2024-05-14", "2024-05-14"),),
    ),
    ("He was shot at 1800 hours local time.", (("1800 hours local time", "XXXX-XX-XXT18:00", None, None),)),
    ("It aired 1800 hours of film.", (("1800 hours", "PT1800H", None, None),)),
    ("Three weeks ago today the bridge fell.", (day("Three weeks ago today", "2024-04-24"),)),
    ("Six months ago today he fled.", (day("Six months ago today", "2023-11-15"),)),
    ("The vote is two days from tomorrow.", (day("two days from tomorrow", "2024-05-18"),)),
    ("The talks resume a week from Friday.", (day("a week from Friday", "2024-05-24"),)),
    ("He will speak Sunday week.", (day("Sunday week", "2024-05-26"),)),
    ("They were swapped on 2 and 9 May.", (day("2", "2024-05-02"), day("9 May", "2024-05-09"))),
    ("They were swapped on May 2 and 9.", (day("May 2", "2024-05-02"), day("9", "2024-05-09"))),
    (
        "In May and June 2023 they fled.",
        (("May and June 2023", "2023-05/2023-06", "2023-05-01", "2023-06-30"),),
    ),
    (
        "The last week of April saw 40 raids.",
        (("The last week of April", "2024-04", "2024-04-01", "2024-04-30"),),
    ),
    (
        "Many fled in the first ten days of May.",
        (("the first ten days of May", "2024-05-01/2024-05-10", "2024-05-01", "2024-05-10"),),
    ),
    (
        "Many fled in the last three days of April.",
        (("the last three days of April", "2024-04-28/2024-04-30", "2024-04-28", "2024-04-30"),),
    ),
    (
        "On the eve of 9 May the square was closed.",
        (day("the eve", "2024-05-08"), day("9 May", "2024-05-09")),
    ),
    ("The mayor was shot on the eve of the vote.", ()),
    ("It was the worst year since '94.", (("'94", "1994", "1994-01-01", None),)),
    ("Parliament voted for fiscal year 2023-24.", (("fiscal year 2023-24", "2023/2024", None, None),)),
    (
        "Spending fell in the 2022/23 financial year.",
        (("the 2022/23 financial year", "2022/2023", None, None),),
    ),
    ("Output fell in Q3 2023.", (("Q3 2023", "2023-Q3", "2023-07-01", "2023-09-30"),)),
    ("The truce began on 13-May-2024.", (day("13-May-2024", "2024-05-13"),)),
    ("The funeral fell on 10 Muharram 1445.", (("10 Muharram 1445", *OPEN),)),
    ("The festival falls on 15 Nisan 5784.", (("15 Nisan 5784", *OPEN),)),
    ("The raid came during Ramadan.", (("Ramadan", *OPEN),)),
    ("Abdullah Ramadan said so.", ()),
    ("Neither has kept its word since the 2015 accord.", (("2015", "2015", "2015-01-01", "2015-12-31"),)),
    (
        "They are to leave by the end of the month.",
        (("the end of the month", "2024-05", "2024-05-01", "2024-05-31"),),
    ),
    ("The militia was founded in the 1990s.", (("the 1990s", "199", "1990-01-01", "1999-12-31"),)),
)


@pytest.mark.parametrize(("text", "said"), ROWS, ids=[text for text, _ in ROWS])
def test_reads_every_time_of_a_sentence(text: str, said: tuple[Said, ...]) -> None:
    assert read(text) == list(said)


def test_a_day_of_another_calendar_says_why_it_has_no_value() -> None:
    (one,) = times("The funeral fell on 10 Muharram 1445.")
    assert one.why == dict.fromkeys(
        ("value", "start", "end"), "of another calendar; not counted over into this one"
    )
