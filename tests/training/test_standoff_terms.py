"""Terms of real reports kept without their texts, and what is counted on them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from dragoman.types import Producer, Record, RecordedDocument, Span, Term, Zone
from eval.real_terms import report
from training.real_texts import StandoffError, Stretch, documents, read_picked
from training.standoff_terms import TERMS, TermLabels, real_terms, write_terms
from training.term_passages import STATUSES, WHY_NONE, Passage, kinds

REPORTS = {
    "DEV-1": "   TOLM, 3 MAY 31 (HARBOUR) -- [TEXT] THE KARSAN\nGOVERNMENT ORDERED A TRUCE.\n",
    "DEV-2": "   THE MAYORS CALLED A TRUCE IN THE ROW OVER PARKING.\n",
}
PICKED = "muc\tmuc-01\tDEV-1\t31\t{}\nmuc\tmuc-02\tDEV-2\t3\t{}\n".format(
    *(len(t) - 1 for t in REPORTS.values())
)
ANNOTATED = r"""== muc-01 | upper | muc | 2031
\[TEXT\] THE [w1,t1.p KARSAN GOVERNMENT] ORDERED A [t1 TRUCE].
--
t1 ceasefire announced w1

== muc-02 | upper | muc | 2031
THE MAYORS CALLED A TRUCE IN THE ROW OVER PARKING.
--
none metaphor
"""


@dataclass(frozen=True)
class Kept:
    """A folder with the reports, and one with the labels."""

    data: Path
    labels: Path


def write_reports(data: Path, texts: dict[str, str]) -> None:
    path = data / "events" / "muc" / "dev.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(json.dumps({"id": key, "text": text}) for key, text in texts.items())
    path.write_bytes(gzip.compress(lines.encode()))
    documents.cache_clear()


def picked(folder: Path) -> dict[str, Stretch]:
    path = folder / "picked.tsv"
    path.write_text(PICKED, encoding="utf-8")
    return read_picked(path)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    write_reports(tmp_path, REPORTS)
    annotated = tmp_path / "annotated.txt"
    annotated.write_text(ANNOTATED, encoding="utf-8")
    labels = tmp_path / "labels"
    labels.mkdir()
    write_terms([annotated], picked(tmp_path), tmp_path, labels)
    return Kept(tmp_path, labels)


def record_with(passage: Passage, *words: str) -> Record:
    """A record in which each of these words is a ceasefire."""
    at = [Span(passage.text.index(word), passage.text.index(word) + len(word)) for word in words]
    return Record(
        producer=Producer("dragoman", "0", None),
        document=RecordedDocument(
            id="d", origin=passage.id, raw_sha256="0", text=passage.text, publisher=None, language="en",
            zones=(Zone("body", Span(0, len(passage.text))),),
        ),
        terms=tuple(
            Term(
                id=f"t{n}", span=span, kind="ceasefire", status="announced", on_word_of="publisher",
                zone="body", score=0.9,
            )
            for n, span in enumerate(at)
        ),
    )  # fmt: skip


def test_terms_come_back_on_the_words_they_were_made_for(kept: Kept) -> None:
    having, without = real_terms(kept.data, kept.labels)
    assert having.text == "[TEXT] THE KARSAN GOVERNMENT ORDERED A TRUCE."
    (term,) = having.terms
    assert (term.kind, term.status, term.word) == ("ceasefire", "announced", "w1")
    assert [having.text[slice(*span)] for span in (*term.spans("span"), *term.spans("parties"))] == [
        "TRUCE",
        "KARSAN GOVERNMENT",
    ]
    assert [having.text[slice(*span)] for span in having.sources["w1"]] == ["KARSAN GOVERNMENT"]
    assert (without.terms, without.why_none) == ((), "metaphor")


def test_no_word_of_the_text_is_in_the_lines(kept: Kept) -> None:
    lines = (kept.labels / "muc.jsonl").read_text(encoding="utf-8")
    assert not [word for word in ("KARSAN", "TRUCE", "GOVERNMENT", "MAYORS", "PARKING") if word in lines]


def test_another_text_under_the_labels_is_told(kept: Kept) -> None:
    write_reports(kept.data, REPORTS | {"DEV-2": REPORTS["DEV-2"].replace("MAYORS", "RIVALS")})
    with pytest.raises(StandoffError, match=r"muc\.jsonl:2: muc DEV-2 has another text"):
        real_terms(kept.data, kept.labels)


def test_a_text_changed_while_annotating_is_told(kept: Kept) -> None:
    write_reports(kept.data, REPORTS | {"DEV-1": REPORTS["DEV-1"].replace("KARSAN", "TOLMIC")})
    with pytest.raises(StandoffError, match=r"annotated\.txt:1: the text of muc-01 was changed"):
        write_terms([kept.data / "annotated.txt"], picked(kept.data), kept.data, kept.labels)


def test_what_was_found_and_what_was_invented_is_counted(kept: Kept) -> None:
    passages = real_terms(kept.data, kept.labels)
    right = {passage.id: record_with(passage, "TRUCE") for passage in passages}
    told = "\n".join(report(passages, right)).split("\n")
    assert next(line for line in told if line.startswith("terms: kind")).split()[2:5] == [
        "100.0",
        "100.0",
        "100.0",
    ]
    assert told[-2:] == [
        "1 passages that use the words otherwise: 1 terms invented, in 1 passages",
        "  muc-02 (metaphor): ceasefire",
    ]


def test_a_record_without_terms_finds_none_and_invents_none(kept: Kept) -> None:
    passages = real_terms(kept.data, kept.labels)
    told = "\n".join(report(passages, {passage.id: record_with(passage) for passage in passages})).split("\n")
    assert next(line for line in told if line.startswith("terms: kind")).split()[2:5] == ["0.0", "0.0", "0.0"]
    assert told[-1] == "1 passages that use the words otherwise: 0 terms invented, in 0 passages"


def test_what_is_kept_is_as_much_as_is_said_and_of_known_kinds() -> None:
    lines = [
        msgspec.json.decode(line, type=TermLabels)
        for path in sorted(TERMS.glob("*.jsonl"))
        for line in path.read_bytes().split(b"\n")
        if line
    ]
    counted = Counter(bool(line.terms) for line in lines)
    assert (counted[True], counted[False]) == (67, 53)
    assert {term.kind for line in lines for term in line.terms} <= set(kinds())
    assert {term.status for line in lines for term in line.terms} <= set(STATUSES)
    assert {line.why_none for line in lines if not line.terms} <= set(WHY_NONE)
