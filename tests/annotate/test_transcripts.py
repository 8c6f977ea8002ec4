from __future__ import annotations

import csv
from pathlib import Path

import pytest
from msgspec import structs

from dragoman.annotate.transcripts import (
    TRANSCRIPT_SCORE,
    TranscriptLine,
    find_transcripts,
    transcript_attributions,
)
from dragoman.segment import segment
from dragoman.types import Span, Zone, ZoneName
from short_reports import make_doc, make_segments, mentions_of
from timing import FOUR_TIMES, shortest


def load_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        kept = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def lines(text: str, zone: ZoneName = "body") -> tuple[TranscriptLine, ...]:
    """The lines of a text that is one zone, as segment would hand it over."""
    zones = (Zone(zone, Span(0, len(text))),)
    return find_transcripts(make_doc(text), structs.replace(make_segments(text), zones=zones))


def spoken(text: str) -> list[tuple[str, list[str]]]:
    """Label and contents of each line of a transcript zone."""
    found = lines(text, "transcript")
    return [(line.label.of(text), [span.of(text) for span in line.content]) for line in found]


LINES = load_rows("transcript_lines.tsv")


@pytest.mark.parametrize("row", LINES, ids=[row["line"][:40] for row in LINES])
def test_lines_in_many_layouts(row: dict[str, str]) -> None:
    text = row["line"]
    mentions = mentions_of(text, {text: "transcript"})
    found = transcript_attributions(lines(text, "transcript"), mentions)
    speaker = found[0].speaker if found else None
    assert ("" if speaker is None else mentions[speaker].span.of(text)) == row["speaker"]
    assert [span.of(text) for a in found for span in a.content] == list(filter(None, [row["content"]]))
    assert [a.translated_from for a in found] == ([row["language"] or None] if found else [])


def test_the_score_of_a_line_is_what_its_story_says() -> None:
    assert round((30 + 1) / (len(LINES) + 2), 2) == TRANSCRIPT_SCORE


@pytest.mark.parametrize(
    "text", ["UPSOUND: Crowd chanting: down with it", "NATSOT: Gunfire", "UPSOUND: (Arabic) men: “Go”"]
)
def test_what_is_only_heard_is_nobodys(text: str) -> None:
    found = lines(f"{text}\nThe crowd left.", "transcript")
    assert [line.is_sound for line in found] == [True]
    assert transcript_attributions(found, ()) == ()


def test_a_moderator_is_an_office() -> None:
    text = "Moderator: Is it over?\nAdama Sow: It is.\nModerator: And then?"
    mentions = mentions_of(text, dict.fromkeys(("Moderator", "Adama"), "transcript"))
    found = transcript_attributions(lines(text, "transcript"), mentions)
    kinds = [(mentions[a.speaker].type, mentions[a.speaker].title) for a in found if a.speaker is not None]
    assert kinds == [("ROLE", "moderator"), ("PER", None), ("ROLE", "moderator")]


def test_whose_office_a_label_gives() -> None:
    text = "Adama Sow, Prime Minister of Georgia: It is over."
    mentions = mentions_of(text, {text: "transcript"})
    assert [(m.title, m.of) for m in mentions if m.kind == "role"] == [("prime minister", "GEO")]


def test_questions_without_a_name_and_answers_with_one() -> None:
    lead = "The mayor of Tamsin spoke on Monday of the rain that fell there all week.\n\n"
    text = lead + "\n\n".join(f"Q: Why {n}?\n\nAna Roa: For rain {n}." for n in range(3))
    doc = make_doc(text)
    found = find_transcripts(doc, segment(doc))
    assert [line.label.of(text) for line in found] == ["Q", "Ana Roa"] * 3


@pytest.mark.parametrize(
    ("text", "name", "role", "language"),
    [
        ("SOT, Adama Sow, Mayor of Tamsin (French): “We wait.”", "Adama Sow", "Mayor of Tamsin", "fr"),
        ("SOUNDBITE (Arabic) Adama Sow, Tamsin resident: “We wait.”", "Adama Sow", "Tamsin resident", "ar"),
        (
            "(SOUNDBITE) (English) MAYOR OF TAMSIN, ADAMA SOW, SAYING: “We wait.”",
            "ADAMA SOW",
            "MAYOR OF TAMSIN",
            "en",
        ),
        ("4. SOUNDBITE (Ukrainian) Adama Sow, farmer: “We wait.”", "Adama Sow", "farmer", "uk"),
        ("SOT Adama Sow: “We wait.”", "Adama Sow", None, None),
    ],
)
def test_soundbites(text: str, name: str, role: str | None, language: str | None) -> None:
    (line,) = lines(text)
    assert line.name is not None
    assert line.name.of(text) == name
    assert (line.role.of(text) if line.role else None) == role
    assert line.language == language
    assert line.cue.of(text) in {":", "SAYING:"}
    assert [span.of(text) for span in line.content] == ["“We wait.”"]


def test_soundbite_as_attribution() -> None:
    text = "SOT, Adama Sow, French Foreign Minister (French): “We wait.”"
    mentions = mentions_of(text)
    (found,) = transcript_attributions(lines(text), mentions)
    assert found.speaker is not None
    assert mentions[found.speaker].span.of(text) == "Adama Sow"
    assert (found.speaker_basis, found.translated_from, found.form) == ("transcript", "fr", "direct")
    assert [span.of(text) for span in found.source] == ["Adama Sow, French Foreign Minister"]
    role = next(m for m in mentions if m.kind == "role")
    assert (role.title, role.of) == ("foreign minister", "FRA")


def test_english_is_no_translation() -> None:
    text = "SOT, Adama Sow, farmer (English): “We wait.”"
    assert transcript_attributions(lines(text), mentions_of(text))[0].translated_from is None


INTERVIEW = "HOST: Is it over?\nSOW: It is not over.\nWe must wait.\nHOST: And then?\nSOW: Then we talk."


def test_interview() -> None:
    assert spoken(INTERVIEW) == [
        ("HOST", ["Is it over?"]),
        ("SOW", ["It is not over.", "We must wait."]),
        ("HOST", ["And then?"]),
        ("SOW", ["Then we talk."]),
    ]


def test_only_segment_says_what_is_an_interview() -> None:
    assert lines(INTERVIEW) == ()


@pytest.mark.parametrize("mark", [":", ".", " –", " -"])
def test_questions_and_answers_name_nobody(mark: str) -> None:
    text = f"Q{mark} Is it over?\nA{mark} It is not.\nQ{mark} And then?\nA{mark} We talk."
    found = transcript_attributions(lines(text, "transcript"), ())
    assert [a.content[0].of(text) for a in found] == ["Is it over?", "It is not.", "And then?", "We talk."]
    assert all(a.speaker is None and "speaker" in a.why for a in found)


@pytest.mark.parametrize(
    ("text", "role", "language"),
    [
        ("Adama Sow (via interpreter): We wait.", None, None),
        ("Adama Sow [through a translator]: We wait.", None, None),
        ("Adama Sow (French): We wait.", None, "fr"),
        ("Adama Sow, farmer (French): We wait.", "farmer", "fr"),
        ("Adama Sow (farmer): We wait.", "farmer", None),
        ("Adama Sow, mayor (retired) of Tamsin: We wait.", "mayor (retired) of Tamsin", None),
    ],
)
def test_labels(text: str, role: str | None, language: str | None) -> None:
    (line,) = lines(text, "transcript")
    assert (line.role.of(text) if line.role else None, line.language) == (role, language)


def test_notes_are_not_spoken() -> None:
    text = "SOW: ++INAUDIBLE++ We wait.\nHOST: ++INAUDIBLE++\nSOW: ++LAUGHS++ ++PAUSE++\nHOST: Why?"
    assert spoken(text) == [("SOW", ["We wait."]), ("HOST", ["Why?"])]


def test_a_label_on_a_line_of_its_own() -> None:
    text = "SOT, Adama Sow, farmer (French):\n“We wait.”\nThe rain came.\n“Nobody” came."
    (line,) = lines(text)
    assert [span.of(text) for span in line.content] == ["“We wait.”"]


def test_a_lost_closing_mark_does_not_swallow_the_report() -> None:
    text = "SOT, Adama Sow, farmer: “We wait.\nThe rain came.\n“Nobody” was there, a man said."
    (line,) = lines(text)
    assert [span.of(text) for span in line.content] == ["“We wait."]


def test_a_paragraph_goes_on_with_a_line_of_its_own_zone_only() -> None:
    text = "SOT, Adama Sow, farmer: “We wait.”\nThe rain came.\nNobody was there."
    cut = text.index("Nobody")
    zones = (
        Zone("transcript", Span(0, 34)),
        Zone("body", Span(35, cut - 1)),
        Zone("transcript", Span(cut, len(text))),
    )
    (line,) = find_transcripts(make_doc(text), structs.replace(make_segments(text), zones=zones))
    assert len(line.content) == 1


def test_what_segment_reads_as_a_transcript_is_read_line_by_line() -> None:
    text = "\n".join(
        ("Talks in Tamsin", *(f"HOST: Why {n}?\nSOW: For rain {n}." for n in range(5)), "The end came.")
    )
    doc = make_doc(text)
    found = find_transcripts(doc, segment(doc))
    assert [line.label.of(text) for line in found] == ["HOST", "SOW"] * 5


@pytest.mark.parametrize("zone", ["body", "transcript"])
def test_long_transcripts_take_time_in_proportion(zone: ZoneName) -> None:
    def seconds(count: int) -> float:
        text = "\n".join(f"SOT, Adama Sow, farmer: “We wait {n}.”\nThe rain came." for n in range(count))
        doc, segments = make_doc(text), make_segments(text)
        zones = tuple(Zone("body" if n % 2 else zone, span) for n, span in enumerate(segments.paragraphs))
        segments = structs.replace(segments, zones=zones)
        return shortest(lambda: find_transcripts(doc, segments))

    assert seconds(2000) < FOUR_TIMES * seconds(500)


def test_a_quotation_over_two_paragraphs() -> None:
    text = "SOT, Adama Sow, farmer: “We wait.\n“We wait for rain.”\nThe rain came."
    (line,) = lines(text)
    assert [span.of(text) for span in line.content] == ["“We wait.", "“We wait for rain.”"]


@pytest.mark.parametrize(
    "text",
    [
        "Sow: no deal is near", "Note: the road is closed.", "", "😀: 😀", "SOT", "SOT:", "SOT, Adama Sow",
        "Background: x\nWhy it matters: y\nWhat next: z", "قال: نعم", "SOT\0, : \0",
    ],
)  # fmt: skip
def test_no_transcript(text: str) -> None:
    assert lines(text) == ()


def test_a_transcript_zone_needs_no_repetition() -> None:
    text = "Adama Sow: We wait."
    assert len(lines(text, "transcript")) == 1
    assert lines(text, "furniture") == ()
