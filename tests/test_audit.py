"""The audit: a record that keeps the rules passes, and each way of breaking one is told under that rule's name."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.audit import RULES, AuditReport, audit, audit_lines, check_record
from dragoman.errors import AuditError, ReadError
from dragoman.types import Record
from made.anything import records
from made.envoys import TEXT, sample_record, words_at

Raw = dict[str, Any]


def raw_record() -> Raw:
    raw: Raw = json.loads(msgspec.json.encode(sample_record()))
    return raw


def broken_by(change: Callable[[Raw], Any]) -> set[str]:
    raw = raw_record()
    change(raw)
    return {rule for rule, count in audit(raw).checks.items() if count.broken}


def span_of(words: str) -> list[int]:
    return [words_at(words).start, words_at(words).end]


def test_a_sound_record_passes_and_each_rule_was_looked_at() -> None:
    report = audit(sample_record())
    assert report.ok
    assert report.broken_records == 0
    assert list(report.checks) == list(RULES)
    unseen = {rule for rule, count in report.checks.items() if not count.seen}
    assert unseen == {"word-publisher"}  # everything in the sample stands on somebody's word
    check_record(sample_record())


# Each row: the rule, and a change to the sound record that breaks it.
BREAKS: list[tuple[str, Callable[[Raw], Any]]] = [
    ("shape", lambda raw: raw.update(schema="dragoman.record/0")),
    ("shape", lambda raw: raw["document"].pop("text")),
    ("shape", lambda raw: raw["document"].update(zones=[])),
    ("shape", lambda raw: raw.pop("figures")),
    ("shape", lambda raw: raw["terms"].append("a ceasefire")),
    ("shape", lambda raw: raw["document"]["zones"][0].update(zone="masthead")),
    ("shape", lambda raw: raw["document"]["zones"][0].pop("zone")),
    ("shape", lambda raw: raw["document"].update(id=["d1"])),
    ("shape", lambda raw: raw["entities"][0].update(id=["e1"])),
    ("shape", lambda raw: raw["entities"][1].update(roles=["minister"])),
    ("span-range", lambda raw: raw["places"][0].update(span=[3, 3])),
    ("span-range", lambda raw: raw["places"][0].update(span=[-1, 4])),
    ("span-range", lambda raw: raw["places"][0].update(span=[0, len(TEXT) + 1])),
    ("span-range", lambda raw: raw["places"][0].update(span=[False, True])),
    ("span-range", lambda raw: raw["attributions"][0].update(cue=[[1, 2, 3]])),
    ("span-range", lambda raw: raw["document"].update(title="Envoys meet")),
    ("span-blank", lambda raw: raw["attributions"][0].update(cue=[[22, 24]])),
    ("no-span", lambda raw: raw["places"][0].update(span=None)),
    ("no-span", lambda raw: raw["entities"][0].update(mentions=[])),
    ("no-span", lambda raw: raw["entities"][1]["roles"][0].pop("span")),
    ("no-span", lambda raw: raw["terms"][0]["excluded"][0].pop("span")),
    ("no-span", lambda raw: raw["events"][0].update(actors=["Envoys"])),
    (
        "no-span",
        lambda raw: raw["attributions"][0].update(source=[], cue=[], speaker=None, speaker_basis=None),
    ),
    ("no-span", lambda raw: raw["attributions"][0].update(speaker_basis=None)),
    ("no-span", lambda raw: raw["document"]["published"].update(basis="stated")),
    ("id-unique", lambda raw: raw["attributions"][1].update(id="a1")),
    ("id-unique", lambda raw: raw["times"][0].update(id=None)),
    ("reference", lambda raw: raw["attributions"][0].update(speaker="e9")),
    ("reference", lambda raw: raw["events"][0].update(place="t1")),
    ("reference", lambda raw: raw["events"][1].update(figures=["f7"])),
    ("reference", lambda raw: raw["events"][0]["actors"][0].update(entity="e9")),
    ("reference", lambda raw: raw["events"][0].update(on_word_of="a9")),
    ("reference", lambda raw: raw["attributions"][1].update(inside="a3")),
    ("word-covers", lambda raw: raw["events"][0].update(on_word_of="a2")),
    ("word-publisher", lambda raw: raw["events"][0].update(on_word_of="publisher")),
    ("word-innermost", lambda raw: raw["events"][1].update(on_word_of="a2")),
    ("zone-tile", lambda raw: raw["document"]["zones"].pop(0)),
    ("zone-tile", lambda raw: raw["document"]["zones"][0]["span"].__setitem__(1, 40)),
    ("zone-tile", lambda raw: raw["document"]["zones"].pop()),
    ("zone-name", lambda raw: raw["events"][0].update(zone="headline")),
    ("zone-join", lambda raw: raw["events"][1]["figures"].append("f2")),
    ("zone-join", lambda raw: raw["attributions"][3].update(source=[span_of("A clerk")])),
    (
        "zone-join",
        lambda raw: raw["attributions"][3].update(content=[span_of("90 hurt"), span_of("14 people")]),
    ),
    ("bounds", lambda raw: raw["figures"][0].update(low=15)),
    ("bounds", lambda raw: raw["figures"][0].update(best="14")),
    ("bounds", lambda raw: raw["figures"][0].update(high=True)),
    ("dates", lambda raw: raw["times"][0].update(start="2031-13-01")),
    ("dates", lambda raw: raw["times"][0].update(start="2031-06")),
    ("dates", lambda raw: raw["times"][0].update(end="Tuesday")),
    ("dates", lambda raw: raw["document"]["published"].update(value="yesterday")),
]


@pytest.mark.parametrize(
    ("rule", "change"), BREAKS, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BREAKS)]
)
def test_a_broken_rule_is_told_by_its_name(rule: str, change: Callable[[Raw], Any]) -> None:
    assert rule in broken_by(change)


def test_every_rule_is_broken_by_some_row() -> None:
    assert {rule for rule, _ in BREAKS} == set(RULES)


# What looks odd and breaks nothing.
KEEPS: list[Callable[[Raw], Any]] = [
    lambda raw: raw["times"][0].update(start="2031-05", end="2031-05"),
    lambda raw: raw["figures"][0].update(low=None, best=None, high=None),
    lambda raw: raw["attributions"][1].update(
        content=[span_of('the truce covers the valley, not the brigades".')]
    ),
    lambda raw: raw.update(added_in_a_later_version=1),
    lambda raw: raw["places"][0].update(lat=None, why={"lat": "no gazetteer"}),
    lambda raw: raw["attributions"][1].update(source=[], cue=[]),
    lambda raw: raw.pop("terms") and raw.update(terms=[]),
]


@pytest.mark.parametrize("change", KEEPS)
def test_what_breaks_nothing_passes(change: Callable[[Raw], Any]) -> None:
    raw = raw_record()
    raw["attributions"].pop(2)
    raw["events"].pop(1)
    raw["figures"].pop(0)
    raw["figures"].append({"id": "f9", "span": span_of("14"), "on_word_of": "publisher", "zone": "body"})
    raw["attributions"][1]["content"].pop()
    change(raw)
    assert audit(raw).ok, [count.examples for count in audit(raw).checks.values() if count.broken]


STRICT_BREAKS: list[Callable[[Raw], Any]] = [
    lambda raw: raw["document"].update(publisher_span=None),
    lambda raw: raw["document"]["published"].update(basis="text"),
    lambda raw: raw["document"].update(authors=[{"name": "A. Lind", "basis": "text"}]),
    lambda raw: raw["chain"][0].update(outlet="e9"),
    lambda raw: raw["chain"][0].update(scope=[5, 5]),
    lambda raw: raw["attributions"][0].update(score=1.2),
    lambda raw: raw["events"][0].update(on_word_of="publisher"),
    lambda raw: raw["document"].update(publisher_basis=None),
    lambda raw: raw["document"].update(publisher_span=[9, 9999]),
    lambda raw: raw["document"].update(authors=[{"name": "A. Lind", "basis": "metadata", "span": [22, 24]}]),
    lambda raw: raw["entities"][0].update(members=["e9"]),
    lambda raw: raw["figures"][0].update(part_of="t1"),
    lambda raw: raw["terms"][0].update(start="p1"),
    lambda raw: raw["terms"][0].update(end="t9"),
    lambda raw: raw["terms"][0].update(guarantors=[{"span": [5, 5]}]),
    lambda raw: raw["terms"][0].update(guarantors=[{"span": [0, 6], "entity": "e9"}]),
    lambda raw: violated(raw, span=[4, 9999]),
    lambda raw: violated(raw, on_word_of="a9"),
    lambda raw: violated(raw, on_word_of="a1"),
    lambda raw: violated(raw, on_word_of="publisher"),
    lambda raw: violated(raw, by={"span": [22, 24]}),
    lambda raw: violated(raw, against={"span": span_of("the brigades"), "entity": "p1"}),
]


def violated(raw: Raw, **parts: Any) -> None:
    """Give the term an alleged breach of it, which is sound but for `parts`."""
    sound = {"span": span_of("the truce covers the valley"), "on_word_of": "a2"}
    raw["terms"][0].update(violations=[{**sound, **parts}])


def test_what_the_strict_checks_follow_may_be_there() -> None:
    raw = raw_record()
    violated(raw, by={"span": span_of("the brigades"), "entity": "e2"})
    raw["entities"][0].update(members=["e2"])
    raw["figures"].append({**raw["figures"][0], "id": "f3", "part_of": "f1"})
    raw["terms"][0].update(start="t1", guarantors=[{"span": span_of("Ada Lind"), "entity": "e2"}])
    check_record(msgspec.convert(raw, Record))


@pytest.mark.parametrize("change", STRICT_BREAKS)
def test_the_audit_proper_gives_the_verdict_of_the_published_rules(change: Callable[[Raw], Any]) -> None:
    raw = raw_record()
    change(raw)
    assert audit(raw).ok is (change is not STRICT_BREAKS[6])


@pytest.mark.parametrize("change", STRICT_BREAKS)
def test_a_strict_audit_tells_of_them(change: Callable[[Raw], Any]) -> None:
    raw = raw_record()
    assert audit(raw, strict=True).ok
    change(raw)
    assert not audit(raw, strict=True).ok


# What the rules do not look at, and the types of the contract do.
MISTYPED: list[Callable[[Raw], Any]] = [
    lambda raw: raw["attributions"][0].update(form="quoted"),
    lambda raw: raw["attributions"][0].pop("form"),
    lambda raw: raw["attributions"][0].update(score="high"),
    lambda raw: raw["entities"][0].update(type="PERSON"),
    lambda raw: raw["places"][0].update(precision="about"),
    lambda raw: raw["places"][0].update(lat="41.2"),
    lambda raw: raw.update(producer="dragoman"),
    lambda raw: raw["document"].update(language=7),
    lambda raw: raw["chain"][0].pop("scope"),
    lambda raw: raw.update(why={"events": 3}),
]


@pytest.mark.parametrize("change", MISTYPED)
def test_a_strict_audit_holds_every_field_against_its_type(change: Callable[[Raw], Any]) -> None:
    raw = raw_record()
    change(raw)
    assert audit(raw).ok
    assert audit(raw, strict=True).checks["shape"].broken == 1


def test_our_own_records_are_held_against_their_types() -> None:
    record = msgspec.structs.replace(sample_record(), why={"events": 3})  # type: ignore[arg-type]
    with pytest.raises(AuditError, match="shape"):
        check_record(record)


@pytest.mark.parametrize("change", STRICT_BREAKS)
def test_our_own_records_are_held_to_more(change: Callable[[Raw], Any]) -> None:
    raw = raw_record()
    change(raw)
    with pytest.raises(AuditError, match=r"envoys\.txt.*breaks the rule"):
        check_record(msgspec.convert(raw, Record))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 400) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nothing_put_in_place_of_a_part_makes_it_crash(data: st.DataObject) -> None:
    raw = raw_record()
    part: Any = raw
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [value for value in (part.values() if isinstance(part, dict) else part) if value]
        deeper = [value for value in inner if isinstance(value, dict | list)]
        if not deeper:
            break
        part = data.draw(st.sampled_from(deeper))
    keys = sorted(part) if isinstance(part, dict) else list(range(len(part)))
    part[data.draw(st.sampled_from(keys))] = data.draw(JSON)
    assert audit(raw).records == 1
    assert audit(raw, strict=True).records == 1


@pytest.mark.parametrize("raw", [None, [], "record", 3, {}, {"document": []}, {"document": {"text": 1}}])
def test_what_is_no_record_breaks_its_shape(raw: Any) -> None:
    assert audit(raw).checks["shape"].broken == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(records())
def test_a_record_and_its_json_get_the_same_verdict(record: Record) -> None:
    assert audit(record) == audit(json.loads(msgspec.json.encode(record)))


def test_a_file_is_audited_line_by_line(tmp_path: Path) -> None:
    other = raw_record()
    other["document"]["text"] += "More."
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(raw) + "\n\n" for raw in (raw_record(), other)), encoding="utf-8")
    report = audit_lines(path)
    assert (report.records, report.broken_records) == (2, 1)
    assert report.checks["id-unique"].examples == (f"{path}:3: another text has the same document id",)
    packed = tmp_path / "records.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert audit_lines(packed).broken_records == 1


def test_only_the_first_examples_are_kept() -> None:
    raw = raw_record()
    for figure in raw["figures"] * 5:
        raw["figures"].append({**figure, "low": 99, "best": 1})
    count = audit(raw).checks["bounds"]
    assert (count.broken, len(count.examples)) == (10, 3)


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe", b"[" * 100_000, b"not json\n", b'{"a": \n not json', b"1" * 9000, b"\x00"]
)
def test_a_file_that_is_no_json_breaks_the_shape(tmp_path: Path, content: bytes) -> None:
    report = audited(tmp_path, content)
    assert (report.records, report.broken_records, report.checks["shape"].broken) == (1, 1, 1)
    assert "records.jsonl:1: not JSON" in report.checks["shape"].examples[0]


def audited(folder: Path, *lines: bytes, strict: bool = False) -> AuditReport:
    path = folder / "records.jsonl"
    path.write_bytes(b"".join(lines))
    return audit_lines(path, strict=strict)


LINE = json.dumps(raw_record()).encode() + b"\n"
LAID_OUT = msgspec.json.format(LINE, indent=2) + b"\n"


@pytest.mark.parametrize(
    "garbled", [LINE[:400] + b"\n", b"\xff\n", b"no JSON\n", b'{"text": "\xed\xa0\xbd"}\n']
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_garbled_line_is_told_and_the_rest_is_read(tmp_path: Path, garbled: bytes, at: int) -> None:
    lines = [LINE, LINE]
    lines.insert(at, garbled)
    report = audited(tmp_path, *lines)
    assert (report.records, report.broken_records) == (3, 1)
    (told,) = report.checks["shape"].examples
    assert f"records.jsonl:{at + 1}: not JSON" in told


def test_a_record_laid_out_over_lines_is_read(tmp_path: Path) -> None:
    report = audited(tmp_path, LAID_OUT, strict=True)
    assert (report.records, report.broken_records) == (1, 0)
    assert audited(tmp_path, b"\xef\xbb\xbf", LAID_OUT.replace(b"\n", b"\r\n"), b"\n").ok
    assert audited(tmp_path, b"\xef\xbb\xbf", LINE).ok


def test_several_laid_out_one_after_the_other_are_read_each_by_itself(tmp_path: Path) -> None:
    report = audited(tmp_path, LAID_OUT, LAID_OUT[:500] + b"\n", LINE, LAID_OUT)
    assert (report.records, report.broken_records) == (4, 1)
    number = LAID_OUT.count(b"\n") + 1
    assert f"records.jsonl:{number}: not JSON" in report.checks["shape"].examples[0]


def test_a_file_that_is_missing_or_cut_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        audit_lines(tmp_path / "none.jsonl")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"a": 1}\n' * 999)[:-9])
    with pytest.raises(ReadError, match="cannot be read"):
        audit_lines(cut)


def test_an_empty_file_holds_no_records(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("")
    assert audit_lines(path).checks["shape"].examples == (f"{path}: no records in the file",)
