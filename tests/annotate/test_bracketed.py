"""Speakers in square brackets: statements printed whole, turns of recordings and interviews; and other notes."""

from __future__ import annotations

import pytest

from dragoman.annotate.bracketed import find_bracketed
from dragoman.segment import segment
from dragoman.stages import Document


def turns(text: str) -> list[tuple[str, list[str]]]:
    doc = Document(id="d", origin="d", raw_sha256="", text=text)
    return [
        (doc.quote(line.name), [doc.quote(span) for span in line.content])
        for line in find_bracketed(doc, segment(doc))
        if line.name is not None
    ]


STATEMENT = (
    "REVA, 3 MAY 31 (RADIO REVA) -- [COMMUNIQUE] [HILL FRONT] [TEXT] THE ARMY SHELLED TARN.\n\n"
    "WE [WORDS INDISTINCT] SHALL ANSWER. THE HILL FRONT [HF] KEEPS ITS WORD. [END OF COMMUNIQUE]"
)
RECORDING = (
    "Reva, 3 May 31 (Radio Reva) -- [Text] The mayor spoke to us today. [Begin recording] [Roa] Three men were "
    "arrested. We wait. [end recording] The police [PN] would not say more.\n\n[Photo] The mill."
)
INTERVIEW = (
    "REVA -- [INTERVIEW WITH MINISTER ANA ROA BY JON ASKE] [TEXT] [ASKE] WHO FIRED?\n\n"
    "[ROA] THE FRONT [HF] FIRED.\n\nIT WILL FIRE AGAIN.\n\n[ASKE] WHY? [PASSAGE OMITTED] [ROA] ASK THEM."
)


def test_a_statement_is_all_of_whoever_the_header_names() -> None:
    assert turns(STATEMENT) == [
        (
            "HILL FRONT",
            [
                "THE ARMY SHELLED TARN.",
                "WE [WORDS INDISTINCT] SHALL ANSWER. THE HILL FRONT [HF] KEEPS ITS WORD.",
            ],
        )
    ]


def test_a_recording_is_over_where_it_says_so() -> None:
    assert turns(RECORDING) == [("Roa", ["Three men were arrested. We wait."])]


def test_what_is_not_the_reports_own_is_nobodys_words() -> None:
    page = f"{STATEMENT}\n\nRead more\nTop stories\nPolice arrested nine men in Oboro"
    assert "nine men" not in str(turns(page))


def test_a_break_is_no_speaker() -> None:
    text = "REVA -- [INTERVIEW WITH ANA ROA] [TEXT] [ROA] WE WAIT. [30-SECOND BREAK IN RECEPTION] THEY FIRED."
    assert [name for name, _ in turns(text)] == ["ROA"]


def test_turns_go_on_to_the_next_label_over_paragraphs() -> None:
    assert turns(INTERVIEW) == [
        ("ASKE", ["WHO FIRED?"]),
        ("ROA", ["THE FRONT [HF] FIRED.", "IT WILL FIRE AGAIN."]),
        ("ASKE", ["WHY?"]),
        ("ROA", ["ASK THEM."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Hill Front [HF] said it had left. [Photo] The mill burned.",
        "REVA -- [COMMENTARY] [JON ASKE] [TEXT] NOTHING HAS CHANGED.",
        "REVA -- [REPORT] [TEXT] [EXCERPTS] THE ARMY SHELLED TARN.",
        "He paid [sic] the bill [see page 3].",
        "[",
        "[]",
    ],
)
def test_other_brackets_name_no_speaker(text: str) -> None:
    assert turns(text) == []


def test_a_label_behind_a_colon_that_names_it_is_a_turn() -> None:
    text = (
        "REVA -- [TEXT] TALKS WENT ON. JON ASKE REPORTS FROM TARN: [ASKE] THE ARMY CAME. NOBODY FIRED. "
        "[BEGIN RECORDING] [ROA] WE WAIT. [END RECORDING] IT RAINED."
    )
    assert turns(text) == [("ROA", ["WE WAIT."]), ("ASKE", ["THE ARMY CAME. NOBODY FIRED."])]


def test_a_label_before_a_quotation_has_the_quotation_alone() -> None:
    text = 'REVA -- [TEXT] THE MAYOR CAME. [ROA] "THE ARMY SHELLED US. WE WAIT." THE MILL [HF] BURNED.'
    assert turns(text) == [("ROA", ['"THE ARMY SHELLED US. WE WAIT."'])]


@pytest.mark.parametrize(
    "text",
    [
        "REVA -- [TEXT] THE MAYOR SAID THIS: [HF] THE ARMY CAME.",
        "REVA -- [TEXT] THE HILL FRONT [HF] CAME TO TARN.",
        'REVA -- [TEXT] THE FRONT CAME. [PHOTO] IT SAID "NO".',
    ],
)
def test_other_brackets_are_no_speakers(text: str) -> None:
    assert turns(text) == []
