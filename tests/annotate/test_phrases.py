"""Set phrases and labels that attribute without a word of saying."""

from __future__ import annotations

import pytest
from msgspec import structs

from dragoman.annotate.phrases import find_phrased, without_naming
from dragoman.segment.quotations import find_quotations
from dragoman.stages import FoundAttribution
from dragoman.types import ZoneName
from short_reports import attribution, make_doc, make_segments, mentions_of

Told = tuple[str, tuple[str, ...], tuple[str, ...]]


def phrased(text: str, *found: FoundAttribution, zones: dict[str, ZoneName] | None = None) -> list[Told]:
    segments = make_segments(text, zones)
    segments = structs.replace(segments, quotations=find_quotations(text, segments.paragraphs))
    mentions = mentions_of(text, zones)
    return [
        (a.source[0].of(text), tuple(s.of(text) for s in a.cue), tuple(s.of(text) for s in a.content))
        for a in find_phrased(make_doc(text), segments, mentions, found)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the words of Mayor Adama Sow, it rains.", ("Mayor Adama Sow", ("In the words of",), ("it rains",))),
        ("It rains, in the view of officials.", ("officials", ("in the view of",), ("It rains",))),
        ("It rains, per the governor.", ("the governor", ("per",), ("It rains",))),
        ("By officials' own account, it rains.", ("officials", ("By", "own account"), ("it rains",))),
        ("@NorthPress: “It rains.”", ("@NorthPress", (":",), ("“It rains.”",))),
        ("President Adama Sow: “It rains.”", ("President Adama Sow", (":",), ("“It rains.”",))),
        ("Officials: the rain will stop.", ("Officials", (":",), ("the rain will stop",))),
    ],
)  # fmt: skip
def test_phrases(text: str, expected: Told) -> None:
    assert phrased(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It costs two, per kilo.",
        "In the words of the song, it rains.",
        "Two things: rain and snow.",
        "The reason: it was raining.",
        "From the desk of Adama Sow",
        "By noon, it rained.",
        "",
        ":",
        "“”: “",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert phrased(text) == []


def test_what_the_encoder_found_stands() -> None:
    text = "President Adama Sow: “It rains.”"
    assert phrased(text, attribution(text, "President Adama Sow", ":", "“It rains.”")) == []


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("'It rains': officials", ("officials", (":",), ("'It rains'",))),
        ("Rain in the north - officials", ("officials", ("-",), ("Rain in the north",))),
        ("Officials: rain in the north", ("Officials", (":",), ("rain in the north",))),
    ],
)
def test_headlines(headline: str, expected: Told) -> None:
    assert phrased(f"{headline}\n\nIt rained.", zones={headline: "headline"}) == [expected]


def test_a_text_under_a_line_that_says_whose_it_is() -> None:
    text = "From the desk of General Adama Sow\n\nIt rains. Take coats.\n\nThank you."
    said = ("General Adama Sow", ("From the desk of",), ("It rains. Take coats.", "Thank you."))
    assert phrased(text, zones={"From": "headline"}) == [said]


def test_remarks_must_speak_of_i_or_we() -> None:
    head = "Remarks by President Adama Sow"
    assert phrased(f"{head}\n\nI thank you.", zones={head: "headline"})[0][2] == ("I thank you.",)
    assert phrased(f"{head}\n\nHe thanked them.", zones={head: "headline"}) == []


def test_a_line_announces_the_quoted_paragraphs_below() -> None:
    text = "President Adama Sow said on the radio:\n\n“Dear friends,\n\n“it rains.”\n\nIt rained."
    assert phrased(text) == [
        ("President Adama Sow", ("said on the radio:",), ("“Dear friends,", "“it rains.”"))
    ]


@pytest.mark.parametrize("cue", ["known as", "was called", "so-called", "was", ":"])
def test_names_are_no_words_of_anybody(cue: str) -> None:
    text = f"A man {cue} Roa"
    assert without_naming(make_doc(text), [attribution(text, None, cue, "Roa")]) == ()


def test_a_schedule_says_nothing() -> None:
    text = "It left, according to schedule; it was late, according to guards."
    kept = attribution(text, "guards", "according to", "it was late")
    assert without_naming(
        make_doc(text), [attribution(text, "schedule", "according to", "It left"), kept]
    ) == (kept,)
