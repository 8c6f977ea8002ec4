"""Attributions marked in the text itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.agreement import compare, plain_passages, read_marked
from eval.gate import PASSAGES
from eval.inline import MarkError, outer, parse, read_folder, split_passages, strip_marks
from training.passages import own_passages


def test_marks_leave_the_text_and_give_offsets() -> None:
    text, found = parse("{s1,2 Roa} {q1 said} {c1 it}, {q2 adding} {c2 that}.")
    assert text == "Roa said it, adding that."
    assert [[text[s:e] for s, e in (*a["source"], *a["cue"], *a["content"])] for a in found] == [
        ["Roa", "said", "it"],
        ["Roa", "adding", "that"],
    ]


def test_marks_nest_and_roles_have_pieces() -> None:
    text, found = parse("{c2 {s1 Roa} {q1 said} {c1 it}}, {s2 Tass} {q2 said}, {c2 rained}.")
    assert found[1]["content"] == ((0, 11), (24, 30))
    assert outer(found) == found[1:]
    assert text == "Roa said it, Tass said, rained."


@pytest.mark.parametrize(
    ("marked", "wrong"),
    [
        ("{s1 Roa} {q1 said", "not closed"),
        ("{s1 Roa}} {c1 it}", "closes nothing"),
        ("{s1 Roa} {q1 said}", "no content"),
        ("{c1 it }", "blank"),
        ("{x} {c1 it}", "closes nothing"),
        ("{ {c1 it}", "no mark"),
    ],
)
def test_wrong_marks_are_named(marked: str, wrong: str) -> None:
    with pytest.raises(MarkError, match=wrong):
        parse(marked)


def test_two_passages_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=== x-1\n{c1 It}\n\n=== x-1\n{c1 It}\n", encoding="utf-8")
    with pytest.raises(MarkError, match="x-1"):
        read_folder(tmp_path, "own")


def test_the_passages_are_as_the_readme_says() -> None:
    reports = read_folder(PASSAGES, "own").reports
    assert len(reports) == 70
    assert all(80 <= len(gold.text.split()) <= 250 for gold in reports)
    assert sum(len(gold.attributions) for gold in reports) > 400


def test_what_is_trained_on_is_not_what_is_measured_on() -> None:
    def sentences(text: str) -> set[str]:
        return {part.strip() for part in text.replace("\n", ". ").split(". ") if len(part.split()) > 5}

    measured = {s for gold in read_folder(PASSAGES, "own").reports for s in sentences(gold.text)}
    trained = {s for passage in own_passages() for s in sentences(passage["text"])}
    assert len(measured) > 300
    assert not measured & trained


def test_every_fifth_passage_waits_for_a_second_person() -> None:
    plain = plain_passages()
    second = (PASSAGES / "second" / "passages.txt").read_text(encoding="utf-8")
    assert strip_marks(split_passages(second)) == plain
    assert plain.count("=== ") == 14


def test_agreement_of_two_people(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, marked in (
        (first, "{s1 Roa} {q1 said} {c1 it rains}."),
        (second, "Roa {q1 said} {c1 it rains}."),
    ):
        folder.mkdir()
        (folder / "a.txt").write_text(f"=== a-1\n{marked}\n\n=== a-2\nIt rains.\n", encoding="utf-8")
    said = compare(read_marked(first), read_marked(second))
    assert "a-2: not marked yet" in said
    assert "1 passages marked by two people" in said
    figures = dict(line.rsplit(maxsplit=1) for line in said.splitlines()[2:])
    assert (figures["content overlap"], figures["relation full overlap"]) == ("100.0", "0.0")


def test_other_texts_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("=== wire-02\n{c1 It rains}\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        compare(read_marked(PASSAGES), read_marked(tmp_path))
    assert "wire-02" in capsys.readouterr().err
