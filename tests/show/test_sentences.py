"""Events as sentences: who did what to whom, by stage and polarity, also where nobody is named."""

from __future__ import annotations

from itertools import product

import pytest

from dragoman.resources import load_table
from dragoman.show.chain import look_up
from dragoman.show.sentences import means_several, phrases, sentence_of
from dragoman.types import Entity, Event, Participant, Producer, Record, RecordedDocument, Span, Zone

TEXT = "The brigade shelled Tarn, killing 12 civilians. Envoys of Karsa met; the {mayor} spoke. At least six men fell."
ENTITIES = (
    Entity(id="e1", type="ARMED", name="Hill Brigade", mentions=(Span(0, 11),)),
    Entity(id="e2", type="GPE", name="Karsa", mentions=(Span(58, 63),)),
)


def party(words: str, entity: str | None = None) -> Participant:
    start = TEXT.index(words)
    return Participant(Span(start, start + len(words)), entity)


BRIGADE, TARN, CIVILIANS = party("The brigade", "e1"), party("Tarn"), party("12 civilians")
AT_LEAST = party("At least six men")
ENVOYS, KARSA, MAYOR = party("Envoys of Karsa"), party("Karsa", "e2"), party("the {mayor}")


def told(**changes: object) -> str:
    """The sentence of a shelling by the brigade of Tarn, changed."""
    held = {
        "id": "v1", "trigger": (Span(12, 19),), "type": "ASSAULT", "mode": "heavy-weapons", "actors": (BRIGADE,),
        "recipients": (TARN,), "stage": "happened", "polarity": "affirmed", "on_word_of": "publisher",
        "zone": "body", "score": 0.9,
    }  # fmt: skip
    event = Event(**(held | changes))  # type: ignore[arg-type]
    record = Record(
        producer=Producer("dragoman", "0", None),
        document=RecordedDocument(
            id="d",
            origin="d",
            raw_sha256="0",
            text=TEXT,
            language="en",
            zones=(Zone("body", Span(0, len(TEXT))),),
        ),
        entities=ENTITIES,
        events=(event,),
    )
    return sentence_of(look_up(record), event)


STAGES = [
    ("happened", "affirmed", "Hill Brigade shelled Tarn", "Tarn was shelled", "There was shelling"),
    ("ongoing", "affirmed", "Hill Brigade is shelling Tarn", "Tarn is being shelled", "There is shelling"),
    ("planned", "affirmed", "Hill Brigade is to shell Tarn", "Tarn is to be shelled", "Shelling is planned"),
    ("attempted", "affirmed", "Hill Brigade tried to shell Tarn", "There was an attempt to shell Tarn",
     "There was an attempt to shell a target"),
    ("threatened", "affirmed", "Hill Brigade threatened to shell Tarn", "Tarn was threatened with shelling",
     "There was a threat of shelling"),
    ("hypothetical", "affirmed", "Hill Brigade might shell Tarn", "Tarn might be shelled", "There might be shelling"),
    ("happened", "denied", "Hill Brigade did not shell Tarn", "Tarn was not shelled", "There was no shelling"),
    ("ongoing", "denied", "Hill Brigade is not shelling Tarn", "Tarn is not being shelled", "There is no shelling"),
    ("planned", "denied", "Hill Brigade is not to shell Tarn", "Tarn is not to be shelled",
     "No shelling is planned"),
    ("attempted", "denied", "Hill Brigade did not try to shell Tarn", "There was no attempt to shell Tarn",
     "There was no attempt to shell a target"),
    ("threatened", "denied", "Hill Brigade did not threaten to shell Tarn", "Tarn was not threatened with shelling",
     "There was no threat of shelling"),
    ("hypothetical", "denied", "Hill Brigade would not shell Tarn", "Tarn would not be shelled",
     "There would be no shelling"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "polarity", "by_actor", "to_recipient", "of_nobody"), STAGES)
def test_a_stage_is_never_told_as_done(
    stage: str, polarity: str, by_actor: str, to_recipient: str, of_nobody: str
) -> None:
    assert told(stage=stage, polarity=polarity) == by_actor
    assert told(stage=stage, polarity=polarity, actors=()) == to_recipient
    assert told(stage=stage, polarity=polarity, actors=(), recipients=()) == of_nobody


CASES = [
    ("several recipients", {"actors": (), "recipients": (TARN, KARSA)}, "Tarn and Karsa were shelled"),
    ("recipients in the plural", {"actors": (), "recipients": (CIVILIANS,), "mode": None},
     "12 civilians were attacked"),
    ("actors in the plural", {"actors": (ENVOYS,), "stage": "planned"}, "Envoys of Karsa are to shell Tarn"),
    ("an actor alone", {"recipients": ()}, "Hill Brigade shelled a target"),
    ("an actor alone who needs nobody", {"type": "PROTEST", "mode": "demo", "recipients": ()},
     "Hill Brigade demonstrated"),
    ("the recipient amid the words", {"mode": "aerial"}, "Hill Brigade bombed Tarn from the air"),
    ("what several do among themselves", {"mode": None, "actors": (BRIGADE, KARSA), "recipients": ()},
     "Hill Brigade and Karsa fought"),
    ("the same in the plural", {"type": "CONSULT", "mode": None, "actors": (ENVOYS,), "recipients": ()},
     "Envoys of Karsa met"),
    ("one who met nobody named", {"type": "CONSULT", "mode": None, "recipients": ()}, "Hill Brigade met for talks"),
    ("a threat is no threat to threaten",
     {"type": "THREATEN", "mode": "violence", "stage": "threatened", "actors": (KARSA,)},
     "Karsa threatened Tarn with violence"),
    ("nobody's threat", {"type": "THREATEN", "mode": None, "stage": "threatened", "actors": ()},
     "Tarn was threatened"),
    ("what is agreed lies ahead", {"type": "AGREE", "mode": None, "stage": "planned"},
     "Hill Brigade is to act together with Tarn"),
    ("nobody's plan", {"type": "AGREE", "mode": None, "stage": "planned", "actors": ()},
     "Joint action with Tarn is planned"),
    ("what has been agreed", {"type": "AGREE", "mode": None}, "Hill Brigade agreed to work with Tarn"),
    ("no passive", {"type": "RETREAT", "mode": "withdraw", "actors": ()}, "There was a withdrawal from Tarn"),
    ("an actor who is a recipient, too", {"recipients": (BRIGADE, TARN)}, "Hill Brigade shelled Tarn"),
    ("a mode that is not known", {"mode": "something"}, "Hill Brigade attacked Tarn"),
    ("a name with braces", {"actors": (MAYOR,)}, "The {mayor} shelled Tarn"),
    ("words that began a sentence", {"recipients": (AT_LEAST,)}, "Hill Brigade shelled at least six men"),
    ("a type that is not known", {"type": "SOMETHING", "stage": "planned", "polarity": "denied"},
     "Hill Brigade planned, denied: shelled Tarn"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_told_as_a_person_would(changes: dict[str, object], sentence: str) -> None:
    assert told(**changes) == sentence


def test_every_type_and_mode_can_be_told() -> None:
    rows = load_table("plover.tsv")
    modes = {(row["of"], row["name"]) for row in rows if row["kind"] == "mode"}
    types = {(row["name"], "") for row in rows if row["kind"] == "type"}
    assert set(phrases()) == modes | types | {("AGREE", "planned")}


PARTIES = (((BRIGADE,), (TARN,)), ((BRIGADE,), ()), ((), (TARN,)), ((), ()))


@pytest.mark.parametrize("key", phrases(), ids="/".join)
def test_no_event_is_left_with_a_gap(key: tuple[str, str]) -> None:
    phrase = phrases()[key]
    assert "{y}" in phrase.rest
    assert phrase.link
    assert phrase.together.count("/") in (0, 2)
    for (actors, recipients), (stage, polarity, *_) in product(PARTIES, STAGES):
        words = told(
            type=key[0],
            mode=key[1] or None,
            stage=stage,
            polarity=polarity,
            actors=actors,
            recipients=recipients,
        )
        assert ("Hill Brigade" in words) == bool(actors)
        assert ("Tarn" in words) == bool(recipients)
        assert "{" not in words
        assert "  " not in words


@pytest.mark.parametrize(
    ("words", "several"),
    [("at least 12 people", True), ("a man", False), ("1 soldier", False), ("HUNDREDS OF PEASANTS", True),
     ("the commander of the northern troops", False), ("police", True), ("the Houthis", True), ("they", True),
     ("the United States", False), ("the press", False), ("two", True), ("government forces in Tarn", True),
     ("army's chief", False), ("", False)],
)  # fmt: skip
def test_number_of_a_phrase(words: str, several: bool) -> None:
    assert means_several(words) is several
