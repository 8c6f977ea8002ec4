from __future__ import annotations

import pytest

from dragoman.annotate.transcripts import TranscriptLine, find_transcripts, transcript_attributions
from dragoman.types import ZoneName
from short_reports import make_doc, make_segments, mentions_of


def lines(text: str, zones: dict[str, ZoneName] | None = None) -> tuple[TranscriptLine, ...]:
    return find_transcripts(make_doc(text), make_segments(text, zones))


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
    assert line.cue.of(text) == ":"
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
    found = lines(INTERVIEW)
    assert [line.label.of(INTERVIEW) for line in found] == ["HOST", "SOW", "HOST", "SOW"]
    assert [span.of(INTERVIEW) for span in found[1].content] == ["It is not over.", "We must wait."]


def test_questions_and_answers_name_nobody() -> None:
    text = "Q: Is it over?\nA: It is not.\nQ: And then?\nA: We talk."
    found = transcript_attributions(lines(text), ())
    assert len(found) == 4
    assert all(a.speaker is None and "speaker" in a.why for a in found)


def test_interpreter() -> None:
    text = "Adama Sow (via interpreter): We wait.\nReporter: Why?\nAdama Sow (via interpreter): For rain."
    found = lines(text)
    assert [line.role for line in found] == [None, None, None]


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
    assert len(lines(text, {"Adama": "transcript"})) == 1
    assert lines(text, {"Adama": "furniture"}) == ()
