"""Store: what terms imply, a row each: the breaches that somebody alleges, the stands that somebody takes; pure."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.store.reading import Reading, index, joined, parties, party
from dragoman.store.rows import Cell, Row, around, head, keys_of, when, word
from dragoman.types import PUBLISHER, Record, Term, Violation

STANDS = {"rejected": "against", "denied": "denies it", "violated": "calls it broken", "ended": "calls it over",
          "suspended": "calls it on hold"}  # fmt: skip
"""The stand that a source takes by the status it gives a clause; with the other statuses it says yes, or reports."""
ACTS = frozenset({"proposed", "announced"})


def violation_rows(record: Record) -> Iterator[Row]:
    """The breaches that a record's terms tell of, on the word of who alleges each."""
    reading = index(record)
    yield from (_violation(reading, term, breach) for term in record.terms for breach in term.violations)


def _violation(reading: Reading, term: Term, breach: Violation) -> Row:
    """The day and the place are the term's, where the text states them: a breach has none of its own."""
    sides = [party(reading, side) if side else "" for side in (breach.by, breach.against)]
    day, basis, _ = when(reading, term.start, term.end)
    columns: dict[str, Cell] = {
        **head(term, day, breach.span),
        **word(reading, breach.on_word_of),
        "day_basis": basis,
        "words": reading.record.quote(breach.span),
        "violated_by": sides[0],
        "against": sides[1],
        "to_whom": joined(sides),
        **around(reading, breach.span, breach.on_word_of, reading.places.get(term.place or "")),
        **_clause(reading, term),
    }
    return Row("violation", day, columns)


def stand_rows(record: Record) -> Iterator[Row]:
    """The stands that sources take on a record's terms; the publisher's own word is none."""
    reading = index(record)
    yield from (_stand(reading, term) for term in record.terms if term.on_word_of != PUBLISHER)


def _stand(reading: Reading, term: Term) -> Row:
    day, basis, _ = when(reading, term.start, term.end)
    columns: dict[str, Cell] = {
        **head(term, day, term.span),
        **word(reading, term.on_word_of),
        "day_basis": basis,
        "stand": stand_of(reading.record, term),
        "conditions": joined(map(reading.record.quote, term.conditions)),
        "parties": parties(reading, term.parties),
        "to_whom": parties(reading, (*term.parties, *term.guarantors, *term.excluded)),
        "same": joined(other.id for other in reading.record.terms if is_same(term, other)),
        **around(reading, term.span, term.on_word_of, reading.places.get(term.place or "")),
        **_clause(reading, term),
    }
    return Row("stand", day, columns)


def stand_of(record: Record, term: Term) -> str:
    """ "for", "against", "conditional", what a source calls it, or that it only reports it.

    Who proposes or announces a clause is for it, and so is a side that says it agreed or holds; an observer who says
    that a truce holds takes no stand.
    """
    if term.status in STANDS:
        return STANDS[term.status]
    said = record.attribution(term.on_word_of)
    sides = {side.entity for side in (*term.parties, *term.guarantors) if side.entity}
    if term.status not in ACTS and (said is None or said.speaker not in sides):
        return "reports it"
    return "conditional" if term.conditions else "for"


def is_same(term: Term, other: Term) -> bool:
    """Whether two terms of one report are the same clause in two sources' words.

    The kind is the same, and so is the place or one of the sides; nothing that both state differs.
    """
    if other is term or other.kind != term.kind or other.on_word_of == term.on_word_of:
        return False
    if term.place and other.place and term.place != other.place:
        return False
    sides, others = ({side.entity for side in one.parties if side.entity} for one in (term, other))
    return bool(sides & others) or (term.place is not None and term.place == other.place)


def _clause(reading: Reading, term: Term) -> dict[str, Cell]:
    return {
        "kind": term.kind,
        "status": term.status,
        "clause": reading.record.quote(term.span),
        "keys": keys_of(term, ("t", term.kind), ("g", term.status)),
    }
