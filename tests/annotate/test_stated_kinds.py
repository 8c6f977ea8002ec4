"""The kind of a count of people against the words that state it. `<` and `>` stand around the figure."""

from __future__ import annotations

import pytest

from dragoman.annotate.stated_kinds import CHECKED, corrected, corrected_status, stated_kind
from dragoman.resources import load_table
from dragoman.segment.sentences import find_sentences
from dragoman.types import Span

STATED = [
    ("<12 people> were killed and 511 wounded.", "killed"),
    ("12 people were killed and <511> wounded.", "injured"),
    ("A total of 192 troops were killed and <511> were wounded during the offensive.", "injured"),
    ("<511 wounded>, three dead", "injured"),
    ("12 gunmen killed <five people>.", "killed"),
    ("It left <12> dead.", "killed"),
    ("<40 people> were killed or wounded.", "casualties"),
    ("The shell killed or wounded <40> of them.", "casualties"),
    ("The raid left <30> dead and wounded.", "casualties"),
    ("Police arrested <30 people>, some of them injured.", "detained"),
    ("THE BOMB KILLED <12 PEASANTS> IN LARN", "killed"),
    ("<12 others> were slightly hurt.", "injured"),
    ("A mine went off, wounding at least <12>.", "injured"),
    ("<4,000 villagers> have fled.", "displaced"),
    ("<Two men> in a car were shot dead on Monday.", "killed"),
    ("The <12> were released on bail.", "released"),
    ("<12 policemen> killed in the blast were buried.", "killed"),
    ("<Nine sailors> are still missing.", "missing"),
    ("Rebels abducted <three drivers> on Friday.", "captured"),
    ("It left <one man> fatally wounded.", "killed"),
    ("A woman fatally shot <her two sons>.", "killed"),
]
NOT_STATED = [
    ("killers are no victims", "<12 gunmen> killed five people."),
    ("what others say of others", "<12 soldiers> said three others died."),
    ("words that disagree", "The rebels freed <12 wounded soldiers>."),
    ("a clause of its own", "<12 others>, it turned out, were hurt."),
    ("those beside them", "<12 soldiers> and three civilians were killed."),
    ("another number's word", "<12 people> live there; 30 were killed."),
    ("a clause about others", "<12 people> who saw the blast were questioned."),
]


def cut(marked: str) -> tuple[str, Span]:
    start, end = marked.index("<"), marked.index(">") - 1
    return marked.replace("<", "").replace(">", ""), Span(start, end)


@pytest.mark.parametrize(("marked", "kind"), STATED)
def test_the_words_state_the_kind(marked: str, kind: str) -> None:
    text, span = cut(marked)
    sentences = (Span(0, len(text)),)
    assert stated_kind(text, span, sentences[0]) == kind
    wrong = "injured" if kind == "killed" else "killed"
    assert corrected(wrong, text, span, sentences) == kind


@pytest.mark.parametrize("marked", [marked for _, marked in NOT_STATED], ids=[name for name, _ in NOT_STATED])
def test_nothing_is_stated(marked: str) -> None:
    text, span = cut(marked)
    assert stated_kind(text, span, Span(0, len(text))) is None
    assert corrected("missing", text, span, (Span(0, len(text)),)) == "missing"


def test_only_what_was_done_to_people_is_corrected() -> None:
    text, span = cut("<12 tanks> were destroyed.")
    assert corrected("destroyed", text, span, (Span(0, len(text)),)) == "destroyed"
    text, span = cut("It sent <300 troops> injured in the war.")
    assert corrected("troops", text, span, (Span(0, len(text)),)) == "troops"


@pytest.mark.parametrize(
    ("status", "words", "right"),
    [("combatant", "nine civilians", "civilian"), ("civilian", "12 SOLDIERS", "combatant"),
     (None, "12 soldiers", None), ("civilian", "40 people", "civilian"),
     (None, "five officials", None), ("combatant", "three soldiers and a nurse", "combatant")],
)  # fmt: skip
def test_status_as_the_words_say(status: str | None, words: str, right: str | None) -> None:
    assert corrected_status(status, words) == right


@pytest.mark.parametrize(
    ("marked", "right"),
    [("<Four people> were shot at a party in Harlow. Police made no arrests.", "injured"),
     ("<Four people> were shot at a party in Harlow. Two of them died.", "killed"),
     ("<Four people> were shot to death in Harlow.", "killed"),
     ("<Seven people> were shot in Harlow, leaving one person dead.", "casualties"),
     ("<Five women> were stabbed on the bridge, two of them fatally.", "casualties"),
     ("<Four people> were hit in a raid that left them dead.", "killed"),
     ("<A 19-year-old man> was hit in the leg. He is in hospital.", "injured"),
     ("A gunman shot <two children> and fled. Police seek him.", "injured"),
     ("A gunman shot <two children>. They were buried on Monday.", "killed"),
     ("Harlow mourns. A gunman shot <two children> and fled.", "killed"),
     ("<Five men and one woman>, all under 23, were shot at a party.", "injured"),
     ("<Four people> were seen near the school.", "killed")],
)  # fmt: skip
def test_who_was_shot_is_injured_unless_a_death_is_told(marked: str, right: str) -> None:
    text, span = cut(marked)
    sentences = find_sentences(text, [Span(0, len(text))])
    assert corrected("killed", text, span, sentences) == right


def test_the_next_sentence_states_nothing() -> None:
    text = "There were 12. Killed were others."
    assert corrected("injured", text, Span(11, 13), (Span(0, 14), Span(15, 34))) == "injured"


def test_the_table_names_kinds_that_are_checked() -> None:
    assert {row["what"] for row in load_table("figure_kinds.tsv")} <= CHECKED | {"civilian", "combatant"}
