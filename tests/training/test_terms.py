"""The passages marked for terms: all can be read, mistakes are told with their line, there is enough of each thing."""

from __future__ import annotations

import doctest
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import training.agreement_terms
import training.marks
import training.terms
from dragoman.resources import load_table
from training.marks import AnnotationError, read_marks
from training.term_passages import (
    FOLDER,
    HELD_OUT,
    SECOND,
    STATUSES,
    Passage,
    is_held_out,
    is_second,
    kinds,
    read_folder,
    read_open,
    read_written,
)
from training.terms import as_json, counts, place, write_blank

GUIDELINES = Path(__file__).parents[2] / "docs" / "terms.md"
LEAST = {
    "passages by style": {"upper": 45, "monitor": 8, "blog": 12, "transcript": 6, "page": 15, "state": 20},
    "terms by kind": dict.fromkeys(kinds(), 12),
    "terms by status": dict.fromkeys(STATUSES, 15),
    "passages with": {
        "an exclusion": 80,
        "an exclusion on another word than its term's": 30,
        "two terms with an exclusion each": 8,
        "violation": 40,
        "conditions": 50,
        "grounds": 25,
        "several terms": 150,
        "a source inside a source": 12,
    },
}
FRAME = 9
"""Words in a row that no two passages may share; among 1,500 of several writers, seven are shared by chance."""


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return read_folder()


def cases() -> list[Passage]:
    found = re.findall(r"```terms\n(.*?)```", GUIDELINES.read_text(encoding="utf-8"), re.DOTALL)
    return read_written("\n".join(found), GUIDELINES)


@pytest.mark.parametrize(
    "module", [training.marks, training.agreement_terms, training.terms], ids=lambda module: module.__name__
)
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(("of", "what", "least"), [(o, w, n) for o, c in LEAST.items() for w, n in c.items()])
def test_there_is_enough_of_each(passages: list[Passage], of: str, what: str, least: int) -> None:
    assert counts(passages)[of][what] >= least


def test_there_are_enough_passages_and_enough_without_a_term(passages: list[Passage]) -> None:
    without = sum(not passage.terms for passage in passages)
    assert len(passages) >= 400
    assert without >= 100
    assert 0.2 <= without / len(passages) <= 0.4


def test_passages_are_as_long_as_a_sentence_or_a_short_report(passages: list[Passage]) -> None:
    words = [len(passage.text.split()) for passage in passages]
    assert min(words) >= 10
    assert max(words) <= 260
    assert sum(count > 160 for count in words) <= len(words) / 10


def test_no_two_passages_share_a_frame(passages: list[Passage]) -> None:
    where: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for passage in passages:
        words = re.findall(r"\w+", passage.text.lower())
        for at in range(len(words) - FRAME + 1):
            where[tuple(words[at : at + FRAME])].add(passage.id)
    assert {" ".join(frame): ids for frame, ids in where.items() if len(ids) > 1} == {}


def test_every_mark_spells_words_of_its_text(passages: list[Passage]) -> None:
    for passage in passages:
        marks = [mark for term in passage.terms for mark in term.marks]
        spans = [(m.start, m.end) for m in marks] + [
            span for spans in passage.sources.values() for span in spans
        ]
        assert all(0 <= start < end <= len(passage.text) for start, end in spans), passage.id
        assert all(passage.text[start:end].strip() for start, end in spans), passage.id
        assert "[w" not in passage.text
        assert "[t" not in passage.text


def test_every_passage_lies_where_its_id_says(passages: list[Passage]) -> None:
    assert [p.id for p in passages if (p.file.parent.name == HELD_OUT) is not is_held_out(p.id)] == []
    assert 0.17 <= sum(is_held_out(p.id) for p in passages) / len(passages) <= 0.23
    assert sum(is_second(p.id) for p in passages) >= 80


def test_the_texts_to_be_marked_again_are_those_texts_and_carry_no_marks(
    passages: list[Passage], tmp_path: Path
) -> None:
    write_blank(passages, tmp_path)
    for name in ("open.txt", "held_out.txt"):
        kept = (FOLDER / SECOND / name).read_text(encoding="utf-8")
        assert kept == (tmp_path / name).read_text(encoding="utf-8"), "run python -m training.terms --blank"
        assert re.search(r"(?<!\\)\[", kept) is None


def test_the_guidelines_have_twenty_cases_and_show_every_status() -> None:
    worked = cases()
    assert len(worked) >= 20
    assert {term.status for case in worked for term in case.terms} == set(STATUSES)


def test_no_case_of_the_guidelines_is_a_passage(passages: list[Passage]) -> None:
    assert {case.id for case in cases()} & {passage.id for passage in passages} == set()


def test_every_kind_has_a_definition_a_source_and_cues() -> None:
    rows = load_table("term_kinds.tsv")
    assert [
        row["kind"] for row in rows if not all(row[c] for c in ("definition", "not_this", "source", "cues"))
    ] == []


GOOD = "== one | wire | invented | 2031\n{text}\n--\n{rows}\n"
# What is written for the text and below it, and the mistake that is told.
MISTAKES = [
    ("A [t1 truce.]", "t1 ceasefire agreed pub", "2: 'truce.' ends with '.'"),
    ("A [t1 truce", "t1 ceasefire agreed pub", "2: [t1 ...] is never closed"),
    ("A t1 truce]", "t1 ceasefire agreed pub", "2: a bracket is closed that was never opened"),
    ("A [t1 truce\n\nheld].", "t1 ceasefire agreed pub", "2: [t1 ...] is not closed in its paragraph"),
    ("A [ truce].", "t1 ceasefire agreed pub", "2: a bracket without a label"),
    ("A [t1.q truce].", "t1 ceasefire agreed pub", "2: 'q' in 't1.q' is no role"),
    ("A [x1 truce].", "t1 ceasefire agreed pub", "2: 'x1' is no label"),
    ("[t1 A truce] held.", "t1 ceasefire agreed pub", "2: 'A truce' begins with an article or possessive"),
    (
        "A [t1 truce] [t1.st on Monday].",
        "t1 ceasefire agreed pub",
        "2: 'on Monday' begins with a preposition",
    ),
    ("A [t1 tru]ce.", "t1 ceasefire agreed pub", "2: 'tru' cuts a word"),
    ("A [t1 truce].", "t1 ceasefyre agreed pub", "1: one: t1 is of no known kind: 'ceasefyre'"),
    ("A [t1 truce].", "t1 ceasefire fine pub", "1: one: t1 has no known status: 'fine'"),
    ("A [t1 truce].", "t1 ceasefire agreed w1", "1: one: no source w1 is marked"),
    ("A [t1 truce].", "t1 ceasefire agreed", "4: 't1 ceasefire agreed' should read"),
    ("A [t1 truce].", "t1 ceasefire violated pub", "1: one: t1 is violated, but no violation is marked"),
    ("A [t1 truce] by [t1.v1.by us].", "t1 ceasefire agreed pub", "1: one: t1 has a side of v1, but no"),
    ("A [t1 truce].", "t1 ceasefire agreed pub same t2", "1: one: t1 is said to be the same as t2"),
    ("A [t1 truce].", "none metaphor", "1: one: t1 is marked and has no line"),
    ("A truce.", "t1 ceasefire agreed pub", "1: one: t1 is named nowhere in the text"),
    ("A truce.", "none because", "1: 'because' is no reason"),
    ("A truce.", "", "1: one: either terms or a line 'none why'"),
    ("[w1 Karsa] spoke.", "none event", "1: one: w1 is marked, but nothing stands on its word"),
]


@pytest.mark.parametrize(("text", "rows", "mistake"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_a_mistake_is_told_with_file_and_line(text: str, rows: str, mistake: str) -> None:
    with pytest.raises(AnnotationError) as told:
        read_written(GOOD.format(text=text, rows=rows), Path("new.txt"))
    assert f"new.txt:{mistake}" in str(told.value)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    written = "".join(GOOD.format(text=text, rows=rows) for text, rows, _ in MISTAKES[:3])
    with pytest.raises(AnnotationError) as told:
        read_written(written, Path("new.txt"))
    assert len(str(told.value).split("\n")) == 3


def test_a_header_and_a_rule_are_asked_for() -> None:
    for written in ("== one | wire\nA truce.\n--\nnone event\n", "== one | wire | x | 2031\nA truce.\n"):
        with pytest.raises(AnnotationError, match=r"new\.txt:1: "):
            read_written(written, Path("new.txt"))


WORDS = st.text(st.sampled_from("ab \"'éü—🕊["), min_size=1, max_size=8)


@st.composite
def trees(draw: st.DrawFn, depth: int = 2) -> tuple[str, str, int]:
    """Text as written, the text itself and how many marks are in it."""
    written, text, marks = "", "", 0
    for _ in range(draw(st.integers(1, 3))):
        words = draw(WORDS)
        written, text = written + words.replace("[", r"\["), text + words
        if depth and draw(st.booleans()):
            inner, words, inside = draw(trees(depth - 1))
            written, text, marks = f"{written}[t1.p {inner}]", text + words, marks + inside + 1
    return written, text, marks


@settings(deadline=None)
@given(trees())
def test_marks_are_taken_out_and_the_words_stay(tree: tuple[str, str, int]) -> None:
    written, text, marks = tree
    read, found = read_marks(written, 1)
    assert read == text
    assert len(found) == marks


def test_what_is_printed_for_training_has_the_names_of_the_record() -> None:
    (case,) = [case for case in cases() if case.id == "case-02"]
    (term,) = as_json(case)["terms"]
    text = case.text
    assert [text[slice(*x["span"])] for x in term["excluded"]] == [
        "Terrorists",
        "Black Reed",
        "Ansar al-Wadi",
    ]
    assert [x["on_word_of"] for x in term["excluded"]] == ["w1", "pub", "pub"]
    assert [text[slice(*span)] for span in term["mentions"]] == ["ceasefire"]


def test_only_what_may_be_looked_at_is_printed_and_read_to_learn_from(
    passages: list[Passage], capsys: pytest.CaptureFixture[str]
) -> None:
    for options, held_out in (([], False), (["--held-out"], True)):
        assert training.terms.main(["--jsonl", *options]) == 0
        printed = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
        assert {row["id"] for row in printed} == {p.id for p in passages if is_held_out(p.id) is held_out}
    assert [p.id for p in read_open() if is_held_out(p.id)] == []


def test_a_batch_is_filed_in_its_two_parts(tmp_path: Path) -> None:
    ids = [f"p-{n}" for n in range(30)]
    batch = tmp_path / "batch.txt"
    one = GOOD.format(text="A [t1 truce].", rows="t1 ceasefire agreed pub")
    batch.write_text("".join(one.replace("one", name) for name in ids), encoding="utf-8")
    place(batch, tmp_path / "data")
    found = read_folder(tmp_path / "data")
    assert {p.id for p in found} == set(ids)
    assert {p.id for p in found if p.file.parent.name == HELD_OUT} == set(filter(is_held_out, ids))
