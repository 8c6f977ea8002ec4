"""What pages say of themselves."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from dragoman.readers.dates import parse_date, same_day
from dragoman.readers.metadata import PageMetadata, read_metadata


def metadata(head: str) -> PageMetadata:
    return read_metadata(document_fromstring(f"<html><head>{head}</head><body><p>x</p></body></html>"))


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2018-09-14", "2018-09-14"),
        (" 2018-09-14 ", "2018-09-14"),
        ("2018-09-14T10:05:00Z", "2018-09-14T10:05:00+00:00"),
        ("2018-09-14T10:05:00.123+0200", "2018-09-14T10:05:00.123000+02:00"),
        ("2018-09-14 10:05:00 UTC", "2018-09-14T10:05:00+00:00"),
        ("2018-09-14 10:05", "2018-09-14T10:05:00"),
        ("2018-09-14 at noon", "2018-09-14"),
        ("20180914", "2018-09-14"),
        ("14 Sept. 2018", "2018-09-14"),
        ("Published on September 14th, 2018", "2018-09-14"),
        ("Fri, 14 Sep 2018 10:05:00 GMT", "2018-09-14T10:05:00+00:00"),
        ("03/04/2018", None),
        ("2018", None),
        ("0000-00-00", None),
        ("31 February 2018", None),
        ("2018-02-31", None),
        ("yesterday", None),
        ("", None),
        ("9" * 5000, None),
        (f"Fri, 14 Sep {'9' * 20} 10:05:00 GMT", None),
        (f"Fri, 14 Sep 2018 10:05:00 +{'9' * 20}", "2018-09-14"),
    ],
)
def test_parse_date(value: str, iso: str | None) -> None:
    assert parse_date(value) == iso


def test_same_day_over_time_zones() -> None:
    assert same_day("2028-02-11T23:30:00+00:00", "2028-02-12T01:30:00+02:00")
    assert not same_day("2028-02-11T23:30:00", "2028-02-12T01:30:00")
    assert not same_day("9999-12-31T23:30:00-05:00", "2028-02-12T01:30:00+02:00")


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "NewsArticle", "headline": "H", "author": "A B",'
        ' "publisher": {"name": "P"}, "datePublished": "2030-01-02"}',
        '[{"@type": "WebPage"}, {"@type": ["Thing", "ReportageNewsArticle"], "headline": "H", "author": ["A B"],'
        ' "publisher": "P", "datePublished": "2030-01-02"}]',
        '{"@graph": [{"@id": "#p", "@type": "Organization", "name": "P"}, '
        '{"@id": "#a", "@type": "Person", "name": "A B"},'
        ' {"@type": "Article", "headline": "H", "author": {"@id": "#a"}, "publisher": {"@id": "#p"},'
        ' "datePublished": "2030-01-02"}]}',
        '<!-- {"@type": "WebPage", "mainEntity": {"@type": "http://schema.org/NewsArticle", "headline": "H",\n'
        ' "author": {"name": "By A B"}, "publisher": {"name": "P"}, "datePublished": "2030-01-02",}} -->',
    ],
    ids=["plain", "list", "graph", "inner"],
)
def test_linked_data(data: str) -> None:
    found = metadata(linked(data))
    assert [author.value for author in found.authors] == ["A B"]
    assert (found.titles[0].value, found.dates[0].value) == ("H", "2030-01-02")
    assert found.publisher is not None
    assert (found.publisher.value, found.publisher.where) == ("P", "JSON-LD publisher")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "null",
        "[" * 5000,
        '{"@type": 3}',
        '{"@type": "Article", "author": {"@id": "#none"}}',
        '"\\ud800"',
    ],
)
def test_broken_linked_data_is_passed_over(data: str) -> None:
    assert metadata(linked(data)).authors == ()


def test_meta_elements() -> None:
    found = metadata(
        '<meta property="og:title" content="A &amp; B"><meta name="author" content="Ann Vale and Bo Rehn">'
        '<meta property="article:publisher" content="https://social.example/post">'
        '<meta name="DC.date" content="2030-01-02">'
        '<link rel="canonical" href="https://a.example/2030/01/03/x"><title> A  title </title>'
    )
    assert [title.value for title in found.titles] == ["A & B", "A title"]
    assert [author.value for author in found.authors] == ["Ann Vale", "Bo Rehn"]
    assert found.publisher is None
    assert [(date.value, date.where) for date in found.dates] == [
        ("2030-01-02", "meta dc.date"),
        ("2030-01-03", "address"),
    ]


def test_addresses_that_are_none() -> None:
    assert (
        metadata('<link rel="canonical" href="javascript:alert(1)"><link rel="canonical" href="/x">').url
        is None
    )
