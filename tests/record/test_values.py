"""Events, figures and terms in the record: on whose word, tied to whom, never across the edge of a teaser."""

from __future__ import annotations

from dragoman.audit import audit
from dragoman.record import make_record
from dragoman.stages import (
    Amount,
    Annotations,
    Document,
    FoundAttribution,
    FoundEvent,
    FoundFigure,
    FoundTerm,
    FoundViolation,
    Groundings,
    Mention,
    Segments,
)
from dragoman.types import Entity, Place, Producer, Record, Span, Time, Zone

TEXT = (
    "The ministry said the Hill Brigade, an armed group, had shelled Tarn on Monday, killing 12 people. "
    "Envoys met. The truce excludes the brigade.\n\nA blast killed nine in Oboro."
)
TEASER = TEXT.index("A blast")


def at(words: str, start: int = 0) -> Span:
    place = TEXT.index(words, start)
    return Span(place, place + len(words))


CONTENT = Span(TEXT.index("the Hill"), TEXT.index(". Envoys"))
INNER = at("had shelled Tarn on Monday, killing 12 people")
MENTIONS = (
    Mention(span=at("ministry"), type="ORG", kind="name"),
    Mention(span=at("Hill Brigade"), type="ARMED", kind="name"),
    Mention(span=at("brigade"), type="ARMED", kind="nominal"),
)
GROUNDINGS = Groundings(
    entities=(
        Entity(id="e1", type="ORG", name="ministry", mentions=(at("ministry"),)),
        Entity(id="e2", type="ARMED", name="Hill Brigade", mentions=(at("Hill Brigade"), at("brigade"))),
    ),
    entity_of=("e1", "e2", "e2"),
    places=(Place(id="p1", span=at("Tarn"), name="Tarn"), Place(id="p2", span=at("Oboro"), name="Oboro")),
    times=(Time(id="t1", span=at("Monday"), type="DATE"),),
)
ATTRIBUTIONS = (
    FoundAttribution(source=(at("The ministry"),), cue=(at("said"),), content=(CONTENT,), form="indirect"),
    FoundAttribution(source=(at("group"),), cue=(at("armed"),), content=(INNER,), form="indirect", inside=0),
)
SHELLING = FoundEvent(
    trigger=(at("shelled"), at("killing")),
    type="ASSAULT",
    actors=(at("the Hill Brigade, an armed group"), at("Oboro")),
    recipients=(at("Tarn"),),
    place=at("Tarn"),
    time=at("on Monday"),
)
MEETING = FoundEvent(
    trigger=(at("met"), at("shelled")), type="CONSULT", actors=(at("Envoys"),), place=at("Oboro")
)
DEAD = FoundFigure(span=at("12 people"), what="killed", amount=Amount(12, 12, 12), event=0)
NINE = FoundFigure(span=at("nine"), what="killed", amount=Amount(9, 9, 9), event=0, part_of=0)
TRUCE = FoundTerm(
    mentions=(at("truce"),),
    kind="ceasefire",
    status="violated",
    excluded=(at("the brigade"),),
    violations=(FoundViolation(at("shelled"), by=at("the Hill Brigade")), FoundViolation(at("killed"))),
    places=(at("Oboro"), at("Tarn")),
    start=at("Monday"),
)


def record() -> Record:
    found = Annotations(
        mentions=MENTIONS,
        attributions=ATTRIBUTIONS,
        events=(SHELLING, MEETING),
        figures=(DEAD, NINE),
        terms=(TRUCE,),
    )
    segments = Segments(
        language="en",
        zones=(Zone("body", Span(0, TEASER - 2)), Zone("teaser", Span(TEASER, len(TEXT)))),
        paragraphs=(), sentences=(), quotations=(),
    )  # fmt: skip
    doc = Document(id="d", origin="d", raw_sha256="0", text=TEXT)
    return make_record(doc, segments, found, GROUNDINGS, producer=Producer("dragoman", "0", None))


def test_the_innermost_word_counts() -> None:
    shelling, meeting = record().events
    assert (shelling.on_word_of, meeting.on_word_of) == ("a2", "publisher")


def test_a_trigger_on_another_word_is_left_out() -> None:
    assert record().events[1].trigger == (at("met"),)


def test_parties_are_tied_by_the_head_of_their_phrase() -> None:
    (brigade,) = record().events[0].actors
    assert brigade.entity == "e2"
    assert record().events[0].recipients[0].entity is None


def test_place_and_time_are_those_the_phrases_name() -> None:
    shelling, meeting = record().events
    assert (shelling.place, shelling.time) == ("p1", "t1")
    assert (meeting.place, meeting.time) == (None, None)


def test_nothing_of_a_teaser_is_joined() -> None:
    found = record()
    assert found.events[0].figures == ("f1",)
    assert [(figure.event, figure.part_of) for figure in found.figures] == [("v1", None), (None, None)]
    assert found.terms[0].place == "p1"
    assert len(found.terms[0].violations) == 1


def test_a_term_names_whom_it_leaves_out_and_who_broke_it() -> None:
    (term,) = record().terms
    assert term.excluded[0].entity == "e2"
    assert term.violations[0].by is not None
    assert term.violations[0].by.entity == "e2"
    assert (term.start, term.on_word_of, term.violations[0].on_word_of) == ("t1", "publisher", "a2")


def test_the_record_holds_to_every_rule() -> None:
    report = audit(record(), strict=True)
    assert report.checks["zone-join"].seen > 10
    assert report.ok, report
