"""A user's file of kinds of terms: what is read of it, and what refuses it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from dragoman.desk import example_term_kinds
from dragoman.errors import UsageError
from dragoman.readers.term_kinds import read_term_kinds
from dragoman.types import Span

FIVE = [f"The two sides agreed to [share well number {n}]." for n in range(5)]


def kind(**changes: object) -> str:
    """A [[kind]] as it is written, with some keys changed or, where None, left out."""
    keys = {"name": "water_sharing", "definition": "Water is shared.", "examples": FIVE} | changes
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items() if value is not None]
    return "\n".join(["[[kind]]", *lines, ""])


def written(folder: Path, words: str | bytes) -> Path:
    path = folder / "kinds.toml"
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


def test_kinds_are_read_with_their_clauses(tmp_path: Path) -> None:
    marked = [*FIVE, r"A \[sic\] [pact] on the  [shared dam]."]
    path = written(tmp_path, "# mine\n" + kind(examples=marked, counterexamples=["They drank \\[water\\]."]))
    read = read_term_kinds(path)
    (own,) = read.kinds
    assert read.sha256 == sha256(path.read_bytes()).hexdigest()
    assert (own.name, own.definition) == ("water_sharing", "Water is shared.")
    last = own.examples[-1]
    assert last.text == "A [sic] pact on the shared dam."
    assert [clause.of(last.text) for clause in last.clauses] == ["pact", "shared dam"]
    assert own.examples[0].clauses == (Span(24, 43),)
    assert [example.text for example in own.counterexamples] == ["They drank [water]."]


def test_the_example_that_comes_with_the_package_is_right(tmp_path: Path) -> None:
    (own,) = read_term_kinds(written(tmp_path, example_term_kinds())).kinds
    assert own.name == "water_sharing"
    assert len(own.examples) == 8


@pytest.mark.parametrize(
    ("words", "where", "reason"),
    [
        (kind() + "\n" + kind(name="ceasefire"), "line 6: kind 'ceasefire'", "is built in"),
        (kind() + "\n" + kind(), "line 6: ", "'water_sharing' stands there twice"),
        ("\n\n" + kind(colour="blue"), "line 3: kind 'water_sharing'", "unknown key 'colour'"),
        (kind(name=None), "line 1: kind 1", "name should be small letters"),
        (kind(name="Water Sharing"), "line 1: kind 'Water Sharing'", "name should be small letters"),
        (kind(definition=" "), "line 1: kind 'water_sharing'", "no definition"),
        (kind(definition="x" * 1001), "line 1: ", "the definition has 1,001 characters"),
        (kind(examples=FIVE[:4]), "line 1: ", "4 examples; 5 to 100 are needed"),
        (kind(examples=None), "line 1: ", "0 examples"),
        (kind(examples="one [clause]"), "line 1: ", "examples is no list"),
        (kind(examples=[*FIVE, "They agreed."]), "line 1: ", "example 6 has no marked clause"),
        (kind(examples=[*FIVE, "They [agreed."]), "line 1: ", "example 6: a bracket is never closed"),
        (kind(examples=[*FIVE, "They agreed]."]), "line 1: ", "example 6: a bracket is closed that"),
        (
            kind(examples=[*FIVE, "They [a [b] c]."]),
            "line 1: ",
            "example 6: a clause is marked inside another",
        ),
        (kind(examples=[*FIVE, "They [ - ] agreed."]), "line 1: ", "example 6: the clause has 0 words"),
        (kind(examples=[*FIVE, "They [" + "so " * 26 + "]."]), "line 1: ", "the clause has 26 words"),
        (kind(examples=[*FIVE, 7]), "line 1: ", "example 6 is no sentence"),
        (kind(examples=[*FIVE, "They [agreed]." + "x" * 600]), "line 1: ", "example 6 has 614 characters"),
        (kind(examples=[*FIVE, FIVE[1]]), "line 1: ", "example 6 is the same as example 2"),
        (kind(counterexamples=["They [drank]."]), "line 1: ", "counterexample 1 marks a clause"),
        ("kind = [1]\n", "", "kind 1 is no table"),
        ("", "", "no [[kind]] in it"),
        ("kinds = 1\n", "", "unknown key 'kinds'"),
        (kind() + "\nname =\n", "", "no TOML: Invalid value (at line 6"),
        (kind().encode() + b"# \xff\n", "line 5: ", "not UTF-8"),
        ("".join(kind(name=f"kind_{n}") for n in range(51)), "", "51 kinds; at most 50"),
    ],
)
def test_what_is_not_right_refuses_the_file_and_says_where(
    tmp_path: Path, words: str | bytes, where: str, reason: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read_term_kinds(written(tmp_path, words))
    assert f"kinds.toml: {where}" in str(caught.value)
    assert reason in caught.value.reason
    assert caught.value.hint


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="more than 1,000,000 bytes"):
        read_term_kinds(written(tmp_path, "#" * 1_000_001))
