"""Zones: the report is told from what the page put around it, and nothing is lost."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.resources import load_table
from dragoman.segment import segment
from dragoman.segment.cues import find_cue
from dragoman.segment.interviews import find_transcripts
from dragoman.stages import Block, BlockKind, Document
from dragoman.types import Span

LEAD = (
    "The two delegations met in Belmora on Monday and agreed to open the crossing at Tolm, both sides said."
)
SECOND = (
    "The crossing at Tolm was shut in June, when guards of one of the sides fired on a patrol of the other."
)
THIRD = (
    '"Lorries will roll from Tolm on Tuesday," the host of the Belmora meeting told reporters '
    "after the delegations of both sides had left the town."
)


def document(text: str, **fields: object) -> Document:
    return Document(id="d", origin="-", raw_sha256="", text=text, **fields)  # type: ignore[arg-type]


def zones(text: str) -> list[tuple[str, str]]:
    return [(zone.zone, zone.span.of(text)) for zone in segment(document(text)).zones]


def zone_of(text: str, words: str) -> str:
    at = text.index(words)
    return next(
        zone.zone for zone in segment(document(text)).zones if zone.span.covers(Span(at, at + len(words)))
    )


def report(*lines: str) -> str:
    return "\n".join(lines)


def test_a_plain_report_is_headline_and_body() -> None:
    text = report("Sides agree to open Tolm crossing", "", LEAD, "", SECOND)
    assert [zone for zone, _ in zones(text)] == ["headline", "body"]


def test_prose_alone_is_body() -> None:
    assert [zone for zone, _ in zones(report(LEAD, "", SECOND, "", THIRD))] == ["body"]


@pytest.mark.parametrize(
    "heading",
    [
        "Top stories",
        "MOST READ",
        "Related:",
        "- You may also like -",
        "## Read next",
        "More from Harbour Wire",
        "Latest news (4)",
    ],
)
def test_what_stands_under_a_heading_is_a_teaser(heading: str) -> None:
    text = report(
        "Sides agree to open Tolm crossing",
        LEAD,
        SECOND,
        heading,
        "Officials said 61 people died when a ferry sank.",
        "Bank raises rate",
    )
    assert zone_of(text, "Officials said 61") == "teaser"
    assert zone_of(text, "Bank raises rate") == "teaser"
    assert zone_of(text, heading) == "furniture"


def test_the_report_goes_on_after_a_list_inside_it() -> None:
    text = report(
        "Sides agree to open Tolm crossing",
        LEAD,
        SECOND,
        "Related",
        "Ferry sinks off Oboro",
        THIRD,
        SECOND.replace("June", "May"),
    )
    assert zone_of(text, "Ferry sinks") == "teaser"
    assert zone_of(text, THIRD) == "body"


FOURTH = (
    "A committee of the house will hear farmers on Wednesday, many of whom lost their fields to the road."
)
TITLES = ("Ferry sinks off Oboro", "Bank raises rate for third time", "Court throws out case against mayor")


@pytest.mark.parametrize("cue", ["Read also", "Related", "See also:", "MORE ON THIS STORY"])
@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "rest",
    [
        (
            '"We gave nothing away," the host of the talks in Belmora told members who had asked for a vote.',
            FOURTH,
        ),
        (FOURTH, "The envoy from Tolm said he would travel to the fields before the end of the month."),
        ("Not all were pleased with what they heard in Belmora after the delegations had gone home.",),
    ],
)
def test_the_report_goes_on_after_titles_though_it_tells_new_things(
    cue: str, apart: str, rest: tuple[str, ...]
) -> None:
    listed = apart.join((cue, *TITLES[:2]))
    text = "\n\n".join(("Sides agree to open Tolm crossing", LEAD, SECOND, listed, *rest, "---"))
    assert {zone_of(text, title) for title in TITLES[:2]} == {"teaser"}
    assert {zone_of(text, paragraph) for paragraph in rest} == {"body"}


def test_it_goes_on_where_no_blank_line_parts_anything() -> None:
    lines = ("Sides agree to open Tolm crossing", LEAD, SECOND, "Read also", *TITLES[:2])
    last = "The envoy from Tolm said he would travel to the fields before the end of the month."
    text = report(*lines, FOURTH, last)
    assert zone_of(text, TITLES[1]) == "teaser"
    assert (zone_of(text, FOURTH), zone_of(text, last)) == ("body", "body")


@pytest.mark.parametrize(
    "teasers",
    [
        TITLES,
        (TITLES[0], "A ferry from Belmora with 61 people on board sank off the coast of Oboro on Friday night.",
         TITLES[1], "The central bank raised its main rate for the third time, to help the towns around Tolm."),
        (TITLES[0], "A ferry from Belmora with 61 people on board sank off the coast of Oboro on Friday night."),
        ("A ferry with 61 people on board sank off the coast of Oboro on Friday night, rescuers said.",
         "The central bank of Lestria raised its main rate for the third time this year on Friday.",
         "A court in Danfield has thrown out the case against the former mayor of the town."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("apart", ["\n", "\n\n"])
def test_titles_with_and_without_summaries_are_teasers_to_the_end(
    teasers: tuple[str, ...], apart: str
) -> None:
    body = "\n\n".join(("Sides agree to open Tolm crossing", LEAD, SECOND, THIRD))
    text = f"{body}\n\nRelated{apart}{apart.join(teasers)}"
    assert {zone_of(text, teaser) for teaser in teasers} == {"teaser"}


@pytest.mark.parametrize(
    "again",
    [
        "Sides agree to open Tolm",
        "Sides agree to open Tolm...",
        "Sides agree to open Tolm crossing",
        "Sides agree to open Tolm crossing | Harbour Wire",
    ],
)
def test_a_repeated_headline_is_furniture(again: str) -> None:
    whole = "Sides agree to open Tolm crossing"
    for lines in ((whole, again), (again, whole)):
        text = report(*lines, LEAD, SECOND)
        named = [zone for zone, _ in zones(text)]
        assert sorted(named[:2]) == ["furniture", "headline"]
        headline = next(words for zone, words in zones(text) if zone == "headline")
        assert headline == whole


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("By Ana Roa and Tom Ild", "furniture"),
        ("3 May 2031, 14:05 GMT", "furniture"),
        ("North Post, 14 August 2029", "furniture"),
        ("Home | World | Politics", "furniture"),
        ("© 2031 Harbour Wire. All rights reserved.", "furniture"),
        ("We use cookies to make this page better.", "furniture"),
        ("(Reporting by Ada Lind; Editing by Tom Hale)", "furniture"),
        ("Read more: Why the first truce failed", "teaser"),
        ("WATCH: Guns fall silent at Tolm", "teaser"),
        ("FILE PHOTO: Lorries wait at Tolm, May 2.", "caption"),
        ("Lorries wait at Tolm on Monday. [Mara Quint/Harbour Wire]", "caption"),
        ("---", "furniture"),
        ("Read or Share this story: http://lake.example/1Hu6Xp", "furniture"),
        ("Information from: The Tolm Post, http://www.tolmpost.example", "furniture"),
        ("Contact Ana Roa: aroa@tolmpost.example, (555) 441-6339 or @aroa on Twitter.", "furniture"),
        ("Call Post reporter Tom Ild at (555) 444-6081. Follow him on Twitter: @tomild.", "furniture"),
        ("— Ada Lind (@adalind) May 4, 2031", "furniture"),
        ("Lake News's Ada Lind and the Harbour Wire contributed to this report.", "furniture"),
        ("Stay with Lake News for more details as they become available.", "furniture"),
        ("This is a developing story. Check back for updates.", "furniture"),
        ("This slideshow requires JavaScript.", "furniture"),
        ("12 Pending Comments", "furniture"),
        ("Lorries wait at Tolm. View Full Caption Lake News/Mara Quint", "caption"),
        ("A driver speaks of his night at Tolm. (Published Tuesday, May 3, 2031)", "caption"),
        ("The gates sent dozens of lorries back on Monday. (Source: Lake News)", "caption"),
        ("Buy Photo A crane lifts the gate at Tolm while the delegations look on from the bank.", "caption"),
        ("Image 1 of 9 A crane lifts the gate at Tolm while the delegations look on.", "caption"),
        ("CLOSE Skip in Skip x Embed x Share The gate at Tolm is lifted. Mara Quint", "caption"),
        ("Mara Quint/Getty Images The gate at Tolm is lifted by a crane.", "caption"),
    ],
)
def test_lines_that_say_what_they_are(line: str, zone: str) -> None:
    assert zone_of(report("Sides agree to open Tolm crossing", LEAD, line, SECOND, THIRD), line) == zone


@pytest.mark.parametrize(
    "line",
    [
        "Night arrests",
        "What the ministry says",
        "More soldiers were sent to the crossing on Tuesday, the mayor said.",
        "Related to the deputy minister, Marr denied that he had been given the post because of it.",
        "By Monday the guards had left.",
        "Share prices fell after the crossing was shut.",
        "The latest round of talks began in March.",
        "Watch towers stand on both sides of the river.",
        "Comments by the minister were not broadcast.",
        "Copyrighted maps were found in the lorry.",
        "Photographs of the patrol were shown to both delegations.",
        "Poor roads and the rain contributed to the delay at Tolm, the mayor said.",
        "“We will keep you informed,” the minister told the drivers at Tolm.",
        "Anyone with information is asked to call the police of Tolm at 555-4411.",
        "Contact with the patrol was lost at noon, the guards of Tolm said.",
        "The image of the gate was posted on Monday, the host said.",
    ],
)
def test_lines_of_the_report_stay_its_own(line: str) -> None:
    assert zone_of(report("Sides agree to open Tolm crossing", LEAD, line, SECOND, THIRD), line) == "body"


STAMP = "Posted: Friday, May 2, 2031 6:47 AM EDT Updated: Friday, May 2, 2031 7:01 AM EDT"
OTHERS = (
    "A jury in Reva has convicted a ferryman of the theft of forty sheep.",
    "The price of salt has climbed to its highest in nine years, the harbour board said.",
    "Four boys were hurt when a swing broke at the fair in Denna on Sunday.",
)


def test_when_a_page_was_posted_is_no_part_of_its_headline() -> None:
    text = report(f"Sides agree to open Tolm crossing {STAMP}", "", LEAD, "", SECOND)
    assert zones(text)[:2] == [("headline", "Sides agree to open Tolm crossing"), ("furniture", STAMP)]
    alone = report("Sides agree to open Tolm crossing", f"First {STAMP}", LEAD, SECOND)
    assert zone_of(alone, "First Posted") == "furniture"


def test_what_a_list_gives_twice_is_a_teaser() -> None:
    doubled = [line for other in OTHERS for line in (other, other)]
    text = report("Sides agree to open Tolm crossing", *doubled, LEAD, SECOND, THIRD, SECOND.upper())
    assert {zone_of(text, other) for other in OTHERS} == {"teaser"}
    assert [zone_of(text, words) for words in (LEAD, SECOND, THIRD)] == ["body"] * 3


@pytest.mark.parametrize("lines", [(LEAD, LEAD, SECOND, THIRD), (LEAD, LEAD, SECOND, SECOND, THIRD, THIRD)])
def test_a_paragraph_or_a_text_that_stands_twice_stays(lines: tuple[str, ...]) -> None:
    text = report(*lines)
    assert {zone for zone, _ in zones(text)} == {"body"}


def test_a_first_sentence_is_no_headline() -> None:
    first = "Guards are searching for a driver who hit four people near Tolm."
    assert zone_of(report(first, LEAD, SECOND, THIRD), first) == "body"


def test_sentences_of_a_list_on_the_same_subject_are_teasers_still() -> None:
    teasers = [
        "The crossing at Tolm was opened to lorries before the two delegations had left Belmora on Tuesday.",
        "Guards on both sides of the crossing at Tolm were told on Monday not to fire at a patrol of the other.",
        "Reporters in Belmora were told by both delegations that the crossing would be shut again on Monday.",
    ]
    text = report(
        "Sides agree to open Tolm crossing", "", LEAD, "", SECOND, "", THIRD, "", "Top stories", *teasers
    )
    assert {zone_of(text, teaser) for teaser in teasers} == {"teaser"}


def test_a_list_in_the_body_stays_body() -> None:
    text = report(
        "Ceasefire text lists towns", LEAD, "It covers these towns:", "Sill", "Ketter", "Denna", SECOND
    )
    assert {zone for zone, words in zones(text) if "Ketter" in words} == {"body"}


def test_a_dateline_is_a_zone_and_a_sentence() -> None:
    text = report("Sides agree", "", f"BELMORA, May 3 (Harbour Wire) — {LEAD}", "", SECOND)
    assert zones(text)[1] == ("dateline", "BELMORA, May 3 (Harbour Wire) —")
    segments = segment(document(text))
    assert "BELMORA, May 3 (Harbour Wire) —" in [span.of(text) for span in segments.sentences]
    assert len(segments.paragraphs) == 3


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['SOT, Ana Roa, Mayor (Spanish): "We wait."', "She waited."], {0}),
        (["(SOUNDBITE) (French) ENVOY LUC MARR, SAYING: We wait.", "He waited."], {0}),
        (["Ana Roa (via interpreter): We wait.", "She waited."], {0}),
        (["Q: Why?", "A: For peace.", "Q: And then?", "A: Bread."], {0, 1, 2, 3}),
        (["ROA: We wait.", "MARR: We do not.", "And I say it again.", "ROA: Why?"], {0, 1, 2, 3}),
        (["ROA: We wait.", "She waited.", "He left."], set()),
        (["HE SAID: WE WAIT.", "HE SAID: WE LEAVE.", "SHE SAID: NO."], set()),
        (["Note: all times are local.", "Note: names were changed.", "Note: prices vary."], set()),
        (["A. Roa left.", "A. Marr stayed.", "A. Lind slept."], set()),
    ],
)
def test_transcripts(lines: list[str], expected: set[int]) -> None:
    text = report(*lines)
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    assert find_transcripts(text, spans) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "ceasefire.txt",
            "furniture headline furniture dateline body teaser transcript body furniture teaser furniture",
        ),
        ("rival_figures.txt", "headline dateline body"),
    ],
)
def test_packaged_samples(name: str, expected: str) -> None:
    text = files("dragoman.resources").joinpath("samples", name).read_text(encoding="utf-8")
    assert [zone for zone, _ in zones(text)] == expected.split()
    assert segment(document(text)).language == "en"


def page(*blocks: tuple[str, BlockKind, bool, float]) -> Document:
    text, laid = "", []
    for words, kind, main, links in blocks:
        laid.append(Block(Span(len(text), len(text) + len(words)), kind, main, links))
        text += words + "\n\n"
    return document(text, blocks=tuple(laid))


def test_a_page_is_read_by_its_layout() -> None:
    doc = page(
        ("Home", "item", False, 1.0),
        ("Top stories", "heading", False, 0.0),
        (
            "Officials said that 61 people died when a ferry sank off the coast of Oboro on Friday night.",
            "paragraph",
            False,
            0.0,
        ),
        ("Sides agree to open Tolm crossing", "heading", True, 0.0),
        ("Lorries at Tolm", "caption", False, 0.0),
        (LEAD, "paragraph", True, 0.0),
        (SECOND, "paragraph", False, 0.0),
        (THIRD, "paragraph", True, 0.1),
        ("Ferry company cuts its winter timetable", "item", False, 1.0),
        ("Write to us", "line", False, 0.0),
    )
    found = [zone.zone for zone in segment(doc).zones]
    assert found == ["furniture", "teaser", "headline", "caption", "body", "teaser", "furniture"]


def test_a_page_without_a_main_part_is_read_as_text() -> None:
    doc = page(
        ("Sides agree to open Tolm crossing", "line", False, 0.0),
        (LEAD, "line", False, 0.0),
        (SECOND, "line", False, 0.0),
    )
    assert [zone.zone for zone in segment(doc).zones] == ["headline", "body"]


@pytest.mark.parametrize("text", ["", " \n\t", "\u2028"])
def test_nothing_visible_is_nothing(text: str) -> None:
    segments = segment(document(text))
    assert (segments.zones, segments.paragraphs, segments.sentences, segments.language) == ((), (), (), None)
    assert "language" in segments.why


LINES = st.sampled_from(
    [
        LEAD,
        SECOND,
        THIRD,
        "Top stories",
        "Related",
        "Sides agree",
        "BELMORA (ALP) - They met on Monday.",
        "",
        "---",
        "Q: Why?",
        "A: So.",
        "\x00",
        "🕊️ قال",
        "Page 1",
        "Page 2",
        "By Ana Roa",
        "STORYLINE:",
        "SHOTLIST:",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(LINES, max_size=14).map("\n".join)))
def test_zones_hold_every_visible_character_once(text: str) -> None:
    at = 0
    for zone in segment(document(text)).zones:
        assert zone.span.start >= at
        assert not text[at : zone.span.start].strip()
        assert zone.span.of(text).strip()
        at = zone.span.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        ".",
        "a.",
        '"',
        "(a",
        "- ",
        "A\n",
        "Top stories\n",
        "[",
        "A-",
        "\n",
        "The man said so.\n",
        " ",
        "\r\n",
        "1:",
    ],
)
def test_huge_texts_take_time_in_proportion(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    segment(document(text))
    assert time.process_time() - start < 10


def test_the_same_text_gives_the_same_segments() -> None:
    text = report("Sides agree", LEAD, "Related", "Ferry sinks", THIRD)
    assert segment(document(text)) == segment(document(text))


def test_every_pattern_of_furniture_is_whole() -> None:
    assert {row["where"] for row in load_table("section_cues.tsv")} == {"line", "start", "long", "any"}
    assert find_cue("Related") is not None
    assert find_cue("") is not None
