"""Decoding of the attribution head, with scores made by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dragoman.annotate.attributions import find_attributions
from dragoman.segment.quotations import find_quotations
from dragoman.stages import Document, FoundAttribution, Scores, Segments
from dragoman.types import Span, Zone

CALIBRATION = {"attribution": (0.0, 1.0, 0.0, 0.0, 0.0, 0.0)}
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def find(
    text: str, marked: str, links: dict[str, list[tuple[int, int]]], zones: tuple[Zone, ...] = ()
) -> tuple[FoundAttribution, ...]:
    """`marked` has a label a word: `s`ource, c`u`e, `c`ontent, capital where it begins, `.` for none."""
    words = tuple(Span(*found.span()) for found in re.finditer(r"\w+|[^\w\s]", text))
    code = {".": 0, "S": 1, "s": 2, "U": 3, "u": 4, "C": 5, "c": 6}
    tags = np.full((len(words), 7), np.log(0.01), dtype=np.float32)
    tags[np.arange(len(words)), [code[mark] for mark in marked]] = np.log(0.94)
    pointers = {}
    for name in ("content_cue", "cue_source"):
        shares = np.full((len(words), len(words) + 1), 1e-4, dtype=np.float32)
        shares[:, 0] = 0.1
        for origin, to in links.get(name, []):
            shares[origin, to + 1] = 0.9
        pointers[name] = np.log(shares)
    scores = Scores(
        words, ((0, len(words)),), {"attribution": tags}, {"attribution": LABELS}, (pointers,), CALIBRATION
    )
    paragraphs = tuple(Span(*found.span()) for found in re.finditer(r"[^\n]+", text))
    segments = Segments(
        language="en", zones=zones or (Zone("body", Span(0, len(text))),), paragraphs=paragraphs, sentences=paragraphs,
        quotations=find_quotations(text, paragraphs),
    )  # fmt: skip
    doc = Document(id="d", origin="d", raw_sha256="", text=text)
    return find_attributions(doc, segments, scores)


def words_of(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


def test_one_source_serves_two_cues() -> None:
    text = "Abe said it rains and added it pours"
    found = find(
        text, "SUCc.UCc", {"content_cue": [(2, 1), (3, 1), (6, 5), (7, 5)], "cue_source": [(1, 0), (5, 0)]}
    )
    assert [(words_of(text, a.source), words_of(text, a.cue), words_of(text, a.content)) for a in found] == [
        (["Abe"], ["said"], ["it rains"]),
        (["Abe"], ["added"], ["it pours"]),
    ]


def test_pieces_of_a_content_come_together() -> None:
    text = '"We stay," Abe said. "We fight."'
    found = find(
        text, "Ccccc" + "SU." + "Ccccc",
        {"content_cue": [(n, 6) for n in (*range(5), *range(8, 13))], "cue_source": [(6, 5)]},
    )  # fmt: skip
    assert len(found) == 1
    assert words_of(text, found[0].content) == ['"We stay,"', '"We fight."']
    assert found[0].form == "direct"


def test_a_cue_that_points_nowhere_has_no_source() -> None:
    text = "It was said that it rains"
    found = find(text, ".uU.Cc".replace("u", "."), {"content_cue": [(4, 2), (5, 2)]})
    assert [(a.source, words_of(text, a.cue)) for a in found] == [((), ["said"])]


def test_a_content_without_cue_is_none() -> None:
    assert find("it rains today", "Ccc", {}) == ()
    assert find('"it rains"', "Cccc", {}) == ()


@pytest.mark.parametrize(
    ("text", "marked", "content"),
    [
        ('Abe said "it rains"; this is news', "SUCccccccc", '"it rains"'),
        ('Abe said "it rains." This is news', "SUCccccccc", '"it rains."'),
        ('Abe said "rain" is on its way', "SUCccccccc"[:9], '"rain" is on its way'),
        ('Abe said "rain"; and "hail" too', "SUCccccccccc"[:11], '"rain"; and "hail" too'),
        ('Abe said "it rains" (it is dry)', "SUCccccccccc"[:11], '"it rains"'),
        ("Abe said 'it rains,' and left it", "SUCccccccc"[:10], "'it rains,'"),
        ("Abe said 'rain' is on its way", "SUCccccccc"[:9], "'rain' is on its way"),
    ],
)
def test_a_gloss_behind_a_quotation_is_the_narrators(text: str, marked: str, content: str) -> None:
    links = {"content_cue": [(n, 1) for n in range(2, len(marked))], "cue_source": [(1, 0)]}
    (found,) = find(text, marked, links)
    assert words_of(text, found.content) == [content]


def test_an_apposition_before_the_name_is_the_sources() -> None:
    text = "It holds, the chief, Abe Roa, said"
    links = {"content_cue": [(n, 9) for n in range(6)], "cue_source": [(9, 6)]}
    (found,) = find(text, "Cccccc" + "Sss" + "U", links)
    assert words_of(text, found.source) == ["the chief, Abe Roa,"]
    assert words_of(text, found.content) == ["It holds"]


def test_a_content_ends_with_its_paragraph() -> None:
    text = "Report: it rains\n\nIt was dry"
    links = {"content_cue": [(n, 1) for n in range(2, 7)], "cue_source": [(1, 0)]}
    (found,) = find(text, "SU" + "Ccccc", links)
    assert words_of(text, found.content) == ["it rains"]


@pytest.mark.parametrize(("content", "form"), [("'it rains'", "direct"), ("it will 'not rain' now", "mixed")])
def test_single_marks_quote_too(content: str, form: str) -> None:
    text = f"Abe said {content}"
    words = len(re.findall(r"\w+|[^\w\s]", content))
    links = {"content_cue": [(n, 1) for n in range(2, 2 + words)], "cue_source": [(1, 0)]}
    (found,) = find(text, "SU" + "C" + "c" * (words - 1), links)
    assert found.form == form


def test_a_cue_without_content_is_none() -> None:
    assert find("Abe said so", "SU.", {"cue_source": [(1, 0)]}) == ()


QUOTED = '"We stay," Abe said.\n\n"We fight."'
QUOTED_TAGS = "Ccccc" + "SU." + "Ccccc"
QUOTED_LINKS = {"content_cue": [(n, 6) for n in (*range(5), *range(8, 13))], "cue_source": [(6, 5)]}


def test_a_quoted_paragraph_of_its_own_is_not_tied_to_a_cue_before() -> None:
    (found,) = find(QUOTED, QUOTED_TAGS, QUOTED_LINKS)
    assert words_of(QUOTED, found.content) == ['"We stay,"']


def test_a_cue_without_content_beside_it_has_that_of_the_next_paragraph() -> None:
    text = 'Abe said:\n\n"We stay."\n\n"We fight."'
    links = {"content_cue": [(n, 1) for n in range(3, 13)], "cue_source": [(1, 0)]}
    (found,) = find(text, "SU." + "Ccccc" + "Ccccc", links)
    assert words_of(text, found.content) == ['"We stay."']


def test_a_headline_is_no_content_of_a_cue_in_the_body() -> None:
    text = "It rains\n\nAbe said it"
    zones = (Zone("headline", Span(0, 8)), Zone("body", Span(10, 21)))
    links = {"content_cue": [(0, 3), (1, 3)], "cue_source": [(3, 2)]}
    assert find(text, "CcSU.", links, zones=zones) == ()


def test_a_quotation_over_two_paragraphs_is_one() -> None:
    text = 'Abe said: "We stay.\n\n"We fight."'
    found = find(
        text, "SU.Cccc" + "Ccccc", {"content_cue": [(n, 1) for n in range(3, 12)], "cue_source": [(1, 0)]}
    )  # fmt: skip
    assert [words_of(text, a.content) for a in found] == [['"We stay.', '"We fight."']]


def test_the_dateline_is_no_part_of_a_content() -> None:
    text = "LIMA (ALP) - It rains, Abe said"
    found = find(
        text, "Ccccccc.SU", {"content_cue": [(n, 9) for n in range(7)], "cue_source": [(9, 8)]},
        zones=(Zone("dateline", Span(0, 12)), Zone("body", Span(13, 31))),
    )  # fmt: skip
    assert [words_of(text, a.content) for a in found] == [["It rains"]]


def test_no_words() -> None:
    empty = Scores(
        (), (), {"attribution": np.zeros((0, 7), dtype=np.float32)}, {"attribution": LABELS}, (), CALIBRATION
    )
    segments = Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=())
    assert find_attributions(Document(id="d", origin="d", raw_sha256="", text=""), segments, empty) == ()


def test_a_clause_that_the_head_cuts_up_is_one_content() -> None:
    text = "Roa acknowledged that Abe, who lived in the old mill by the river in Northport, fled to the hills"
    links = {"content_cue": [(n, 1) for n in range(2, 21)], "cue_source": [(1, 0)]}
    found = find(text, "SU" + "Cc" + "." * 13 + "Cccc", links)
    assert words_of(text, found[0].content) == [text[text.index("that") :]]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Roa said prices rose but nobody bought it", "SUCc...C"),
        ("Roa wants Abe and Ines", "SUC.C"),
        ("Roa said citing aides, that it rains", "SU.C.Ccc"),
    ],
)
def test_the_narrators_words_between_two_contents_stay_out(text: str, marked: str) -> None:
    links = {"content_cue": [(n, 1) for n in range(2, len(marked))], "cue_source": [(1, 0)]}
    assert len(find(text, marked, links)[0].content) == 2


@pytest.mark.parametrize(
    ("text", "marked", "content"),
    [
        ('Ana said "no truce"; it names two.', "SUCccc.Ccc.", ['"no truce"']),
        ('Ana said "no truce"; "no talks".', "SUCccc.Cccc.", ['"no truce"', '"no talks"']),
    ],
)
def test_a_piece_of_the_narrators_behind_a_quotation_is_left_out(
    text: str, marked: str, content: list[str]
) -> None:
    links = {"content_cue": [(word, 1) for word in range(2, len(marked) - 1)], "cue_source": [(1, 0)]}
    [found] = find(text, marked, links)
    assert words_of(text, found.content) in (content, ["; ".join(content)])
