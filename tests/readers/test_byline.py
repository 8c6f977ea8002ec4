"""Publishers named in datelines."""

from __future__ import annotations

import pytest

from dragoman.readers.byline import find_lines, find_publisher

REST = "the two delegations left the hall without a word to the press."


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("GENEVA (Reuters) - ", "Reuters"),
        ("(Reuters) — ", "Reuters"),
        ("BEIJING, Sept. 14 (Xinhua) -- ", "Xinhua"),
        ("Moscow (AFP) – ", "AFP"),
        ("LAKE CITY, Nov. 19 (Lowland Wire) - ", "Lowland Wire"),
        ("RiverNews.net - ", "RiverNews.net"),
        ("The Delta-Post.org — ", "The Delta-Post.org"),
        ("ANKARA, September 14. /TASS/. ", "TASS"),
        ("YEREVAN, SEPTEMBER 14, ARMENPRESS. ", "ARMENPRESS"),
        ("UPI - ", "UPI"),
        ("(CNN) In Geneva ", "CNN"),
        ("  AMMAN: (Petra) - ", "Petra"),
        ("The minister (a lawyer) - ", None),
        ("Jane Doe (Labour) - ", None),
        ("NATO (North Atlantic Treaty Organization) - ", None),
        ("HARRISBURG, Pa. - ", None),
        ("GENEVA — Sen. Ann Vale (R-Vt.) - ", None),
        ("The BBC - ", None),
        ("On Monday (Sunday in some places) - ", None),
        ("Geneva - ", None),
        ("According to rivernews.net, ", None),
        ("", None),
    ],
)
def test_dateline(head: str, name: str | None) -> None:
    text = f"A headline\r\n\r\n{head}{REST}\r\n"
    found = find_publisher(text, find_lines(text))
    assert (found and found.of(text)) == name


def test_only_at_the_beginning_of_a_report() -> None:
    text = "Some words.\n" * 20 + "GENEVA (Reuters) - " + REST
    assert find_publisher(text, find_lines(text)) is None


def test_a_heading_is_no_dateline() -> None:
    assert find_publisher("RiverNews.net - Home", find_lines("RiverNews.net - Home")) is None


def test_a_wrapped_line_goes_on() -> None:
    text = (
        "   SAN REVO, 8 JAN 90 (RIVER RADIO NETWORK) -- [TEXT]\nTHE ARMY LEFT THE TOWN ON THE RIVER TODAY.\n"
    )
    found = find_publisher(text, find_lines(text))
    assert found is not None
    assert found.of(text) == "RIVER RADIO NETWORK"
    assert (
        find_publisher("RiverNews.net - Home\nWorld\nPolitics", find_lines("RiverNews.net - Home\nWorld"))
        is None
    )
