"""The words that may take a trigger's place in training: the tables hold no mistakes, and only what fits is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.trigger_words import COLUMNS, TriggerWords, load_trigger_words

TABLE = [
    "ASSAULT\taerial\tverb\t\tbomb bombs bombed bombed bombing",
    "ASSAULT\taerial\tverb\t\tstrike strikes struck struck striking",
    "ASSAULT\taerial\tverb\t\tovershoot overshoots overshot overshot overshooting",
    "ASSAULT\taerial\tnoun\tof\tbombing bombings",
    "ASSAULT\taerial\tnoun\tof\tblitz blitzes",
    "ASSAULT\taerial\tnoun\ton\traid raids",
    "ASSAULT\t-\tverb\ton\tfire fires fired fired firing",
    "ASSAULT\t-\tverb\tat\tshoot shoots shot shot shooting",
    "ASSAULT\t-\tverb\tat\tlash lashes lashed lashed lashing",
    "CONSULT\t-\tverb\twith\tmeet meets met met meeting",
    "CONSULT\t-\tverb\twith\tspeak speaks spoke spoken speaking",
    "CONSULT\t-\tnoun\twith\ttalk talks",
    "CONSULT\t-\tnoun\twith\tmeeting meetings",
    "CONSULT\t-\tnoun\twith\tchat chats",
]
AERIAL, PLAIN, MET = ("ASSAULT", "aerial"), ("ASSAULT", "-"), ("CONSULT", "-")


def write(folder: Path, *rows: str) -> Path:
    (folder / "words.tsv").write_text("\n".join(["\t".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(name="words")
def words_of_the_table(tmp_path: Path) -> TriggerWords:
    return load_trigger_words(write(tmp_path, *TABLE))


@pytest.mark.parametrize(
    ("meaning", "word", "form", "behind", "others"),
    [
        (AERIAL, "bombed", "", "the", ("struck", "overshot")),
        (AERIAL, "bombed", "passive", "in", ("struck", "overshot")),
        (AERIAL, "bomb", "base", "", ("strike", "overshoot")),
        (AERIAL, "bombing", "noun", "of", ("blitz",)),
        (AERIAL, "bombing", "noun", "", ("blitz", "raid")),
        (AERIAL, "raids", "noun", "on", ()),
        (PLAIN, "shot", "", "at", ("lashed",)),
        (PLAIN, "fired", "", "on", ()),
        (MET, "met", "", "with", ()),  # "spoke" is not both past and participle
        (MET, "met", "perfect", "with", ("spoken",)),
        (MET, "talks", "", "with", ("meetings", "chats")),
        (MET, "talks", "", "on", ()),
        (MET, "bombed", "", "", ()),
        (AERIAL, "fired", "", "on", ()),
    ],
)
def test_what_may_stand_there(
    words: TriggerWords, meaning: tuple[str, str], word: str, form: str, behind: str, others: tuple[str, ...]
) -> None:
    assert words.others(meaning, word, form, behind) == others


def test_a_mode_that_only_the_surroundings_tell_takes_words_of_its_own(tmp_path: Path) -> None:
    rows = [*TABLE, "ASSAULT\t-\tverb\t\tattack attacks attacked attacked attacking"]
    words = load_trigger_words(write(tmp_path, *rows))
    assert words.others(AERIAL, "attacked", "", "the") == ("bombed", "struck", "overshot")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("ASSAIL\t-\tverb\t\tbomb bombs bombed bombed bombing", "no type ASSAIL"),
        ("ASSAULT\tcurfew\tverb\t\tbomb bombs bombed bombed bombing", "ASSAULT has no mode curfew"),
        ("ASSAULT\t-\tverb\t\tbomb bombs", "a verb has five forms"),
        ("ASSAULT\t-\tnoun\tof\ta b c", "a noun one or two"),
        ("ASSAULT\t-\tadverb\t\tbomb", "a verb has five forms"),
        ("ASSAULT\t-\tnoun\tof\tU.N.", "lower-case words"),
        ("ASSAULT\t-\tnoun", "the columns are"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(SystemExit, match=rf"words\.tsv:2: .*{problem}"):
        load_trigger_words(write(tmp_path, row))


def test_the_tables_hold_no_mistakes_and_say_nothing_twice() -> None:
    words = load_trigger_words()
    uses = [use for its in words.by_meaning.values() for use in its]
    assert len(uses) == len(set(uses)) > 3000
    assert {use.type for use in uses} == {meaning for meaning, _ in words.by_meaning}
    assert len({use.type for use in uses}) == 16
