"""One whole record made by hand, which keeps every rule; tests change it and see which rule breaks."""

from __future__ import annotations

from functools import partial

from dragoman.types import Published, Record, RecordedDocument, Role, Zone
from made.parts import (
    PRODUCER,
    at,
    cites,
    day,
    event,
    figure,
    killed,
    outlet,
    party,
    person,
    place,
    said,
    term,
)

HEADLINE = "Envoys meet in Belmora"
BODY = (
    "NORTHPORT (Harbour Wire) - Envoys met in Belmora on 3 May 2031, Coast Radio reported. "
    'Minister Ada Lind said that "the truce covers the valley, not the brigades". '
    "A clerk told Lind that 14 people had died."
)
TEASER = "More: 90 hurt in ferry accident, officials say"
TEXT = f"{HEADLINE}\n\n{BODY}\n\n{TEASER}\n"
MET = "Envoys met in Belmora on 3 May 2031"
COVERS = 'that "the truce covers the valley, not the brigades"'
TOLD = "A clerk told Lind that 14 people had died."

words_at = partial(at, TEXT)


def sample_record() -> Record:
    """The record of the text above, by hand."""
    body, told = words_at(BODY), words_at(TOLD)
    indirect = {"form": "indirect", "speaker": None}
    lind = (words_at("Ada Lind"), words_at("Lind", told.start))
    return Record(
        producer=PRODUCER,
        document=_document(),
        chain=(cites(1, TEXT, "Coast Radio", MET),),
        entities=(
            outlet(1, "Coast Radio", TEXT),
            person(2, "Ada Lind", TEXT, lind, roles=(Role("minister", None, words_at("Minister")),)),
        ),
        places=(place(1, TEXT, "Belmora", words_at("Belmora", body.start), why={"lat": "no gazetteer"}),),
        times=(day(1, TEXT, "3 May 2031", "2031-05-03", end="2031-05"),),
        attributions=(
            said(1, TEXT, MET, "e1", source="Coast Radio", cue="reported", form="indirect",
                 speaker_basis="named", score=0.9),
            said(2, TEXT, (COVERS, TOLD), "e2", source="Minister Ada Lind", form="mixed",
                 speaker_basis="named", score=0.8),
            said(3, TEXT, "that 14 people had died", source="A clerk", cue="told", inside="a2", score=0.7, **indirect),
            said(4, TEXT, "90 hurt", source="officials", cue=None, zone="teaser", **indirect),
        ),
        events=(
            event(1, TEXT, "met", type="CONSULT", actors=(words_at("Envoys", body.start),), place="p1", time="t1",
                  on_word_of="a1", score=0.6),
            event(2, TEXT, "died", on_word_of="a3", figures=("f1",), score=0.5),
        ),
        figures=(
            killed(1, TEXT, "14", 14, event="v2", on_word_of="a3", score=1),
            figure(2, TEXT, "90", what="injured", best=90, on_word_of="a4", zone="teaser", score=0.4),
        ),
        terms=(
            term(1, TEXT, "the truce covers the valley", excluded=(party(TEXT, "the brigades"),), on_word_of="a2",
                 score=0.5),
        ),
    )  # fmt: skip


def _document() -> RecordedDocument:
    return RecordedDocument(
        id="d1",
        origin="envoys.txt",
        raw_sha256="0" * 64,
        text=TEXT,
        title=words_at(HEADLINE),
        publisher="Harbour Wire",
        publisher_basis="text",
        publisher_span=words_at("Harbour Wire"),
        published=Published("2031-05-04", "given"),
        language="en",
        zones=(
            Zone("headline", words_at(HEADLINE)),
            Zone("body", words_at(BODY)),
            Zone("teaser", words_at(TEASER)),
        ),
    )
