"""Whole records by the shipped reader, of texts written for these tests and of the packaged samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import dragoman
from dragoman.desk import read_many, read_sources, read_text, sample_names, sample_source
from dragoman.encode.run import load_encoder
from dragoman.pipeline import REREAD_HEADS
from dragoman.readers import Hints, Source, read_source
from dragoman.segment import segment
from dragoman.types import OUTSIDE_ZONES, Attribution, Entity, Record

REPORT = """\
Envoys meet in Larn over the river camps

LARN, March 3 (Delta Wire) - Norwegian Foreign Minister Ana Roa met her Estonian counterpart \
Emil Sow on Tuesday, March 3, River News reports.

Roa said the camps would be opened to aid workers within a week.

\u201cWe do not starve people. We never have.\u201d

According to Sow, "no convoy has been let through since Friday".

SOT, Emil Sow, Estonian Foreign Minister (French): \u201cWe want to see lorries, not papers.\u201d

Top stories
Police said 14 people were arrested after a match in Orlin.
Oil prices fell for the third day.
"""


@pytest.fixture(scope="module")
def record() -> Record:
    return read_text(REPORT, origin="report")


def said(record: Record, words: str) -> Attribution:
    """The outermost attribution whose content holds these words."""
    (found,) = (a for a in record.attributions if a.inside is None and words in record.quote(a.content))
    return found


def speaker(record: Record, words: str) -> str | None:
    entity = record.entity(said(record, words).speaker)
    return entity.name if entity else None


def test_a_reading_with_one_head_hears_of_it_what_all_hear() -> None:
    doc = read_source(Source(origin="report", raw=REPORT.encode(), hints=Hints(format="text")))
    segments, encoder = segment(doc), load_encoder()
    every, one = encoder.scores(doc, segments), encoder.scores(doc, segments, heads=REREAD_HEADS)
    (name,) = REREAD_HEADS
    assert list(one.tags) == [name]
    assert (one.tags[name] == every.tags[name]).all()
    assert all(
        (own[key] == full[key]).all() for own, full in zip(one.links, every.links, strict=True) for key in own
    )


def test_zones(record: Record) -> None:
    zones = {
        zone.span.of(record.document.text).strip().split("\n")[0][:20]: zone.zone
        for zone in record.document.zones
    }
    assert zones["Envoys meet in Larn "] == "headline"
    assert [zone for words, zone in zones.items() if words.startswith("SOT")] == ["transcript"]
    assert zones["Top stories"] == "furniture"
    assert {zone for words, zone in zones.items() if words.startswith(("Police", "Oil"))} == {"teaser"}
    assert "dateline" in zones.values()


def test_speakers_named_carried_and_in_transcripts(record: Record) -> None:
    assert speaker(record, "opened to aid workers") == "Ana Roa"
    carried = said(record, "We do not starve")
    assert (carried.source, carried.cue, carried.speaker_basis) == ((), (), "carried")
    assert speaker(record, "We do not starve") == "Ana Roa"
    assert speaker(record, "no convoy") == "Emil Sow"
    spoken = said(record, "We want to see lorries")
    assert (spoken.speaker_basis, spoken.translated_from, spoken.zone) == ("transcript", "fr", "transcript")
    assert speaker(record, "We want to see lorries") == "Emil Sow"


def test_the_chain_of_outlets(record: Record) -> None:
    assert record.document.publisher == "Delta Wire"
    (link,) = record.chain
    cited = record.entity(link.outlet)
    assert isinstance(cited, Entity)
    assert cited.name == "River News"
    assert "met her Estonian counterpart" in record.quote(link.scope)
    assert "LARN, March 3" not in record.quote(link.scope)


def test_a_date_without_a_year_keeps_its_alternatives(record: Record) -> None:
    (found,) = (time for time in record.times if record.quote(time.span) == "Tuesday, March 3")
    assert found.value == "XXXX-03-03"
    assert found.alternatives == ("2015-03-03", "2020-03-03", "2026-03-03")


def test_a_teaser_is_read_apart(record: Record) -> None:
    outside = [a for a in record.attributions if a.zone in OUTSIDE_ZONES]
    assert [record.quote(a.source) for a in outside] == ["Police"]


def test_every_value_is_tied_to_the_text(record: Record) -> None:
    text = record.document.text
    spans = [span for a in record.attributions for span in (*a.source, *a.cue, *a.content)]
    assert all(span.of(text).strip() == span.of(text) for span in spans)
    assert all(0 < a.score < 1 for a in record.attributions)


def test_another_language_is_recorded_and_not_annotated() -> None:
    text = "Der Minister sagte am Montag, die Br\u00fccke bleibe geschlossen. " * 4
    made = read_text(text, origin="de")
    assert made.document.language == "de"
    assert made.document.zones
    assert made.attributions == made.entities == made.times == ()
    assert isinstance(made.why, dict)
    assert "'de'" in made.why["attributions"]


def test_a_record_does_not_depend_on_its_neighbours_or_on_workers() -> None:
    def sources() -> Iterator[dragoman.Source]:
        return (sample_source(name) for name in (*sample_names(), *reversed(sample_names())))

    alone = [msgspec.json.encode(found) for found in read_sources(sources(), workers=1)]
    together = [msgspec.json.encode(found) for found in read_sources(sources(), workers=2)]
    assert alone == together
    assert alone == alone[::-1]


def test_reading_many_keeps_the_order_and_tells_what_failed(tmp_path: Path) -> None:
    texts = {"c.txt": "The mayor, Ana Roa, said the bridge is shut.", "b.txt": " \n", "a.txt": REPORT}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, second, third = read_many([tmp_path / name for name in texts])
    assert isinstance(first, Record)
    assert first.document.text == texts["c.txt"]
    assert isinstance(second, dragoman.Failure)
    assert "white space" in second.reason
    assert isinstance(third, Record)
    assert third.document.text == REPORT
    assert list(read_many([])) == []


def test_a_text_from_memory_keeps_its_first_character() -> None:
    made = read_text("\ufeff" + REPORT)
    assert made.document.text == "\ufeff" + REPORT
    assert said(made, "We do not starve").zone == "body"


@pytest.mark.parametrize("name", sample_names())
def test_the_samples_are_read_with_speakers(name: str) -> None:
    (made,) = read_sources([sample_source(name)])
    assert isinstance(made, Record)
    resolved = [a for a in made.attributions if a.speaker is not None and a.zone not in OUTSIDE_ZONES]
    assert len(resolved) >= 8
