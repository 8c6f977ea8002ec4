"""Store: what collation found - copies, incidents with every claim - and the steps by which people part and join them.

All of it can be found anew from the records; the steps are kept for good, and are taken again wherever the very
incidents they speak of are found again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from dragoman.collate.types import Claim, CopyLink, Incident
from dragoman.errors import UsageError
from dragoman.store.answer import Answer, Cells
from dragoman.store.askable import as_written
from dragoman.store.days import iso_of, period_of
from dragoman.store.filters import Filters, choices
from dragoman.store.groups import answer, like, refuse

CLAIMS_SHOWN = 4
_DECODER = msgspec.json.Decoder(Incident)
RowOf = Callable[[str], int]
"""Finds the row of a document by its id."""
# Incidents that people made have ids that begin with m (`dragoman.collating`), and those that were found have i: what
# a step made is found through the primary key.
_STEPS = (
    "SELECT step.number, step.at, step.who, step.action,"
    " (SELECT group_concat(value, '; ') FROM json_each(step.incidents)) AS incidents,"
    " (SELECT group_concat(substr(value, 1, 12), '; ') FROM json_each(step.documents)) AS documents,"
    " (SELECT group_concat(id, '; ') FROM incident WHERE id > 'm' AND id < 'n' AND made_by = step.number) AS made,"
    " step.undoes, EXISTS (SELECT 1 FROM incident_step AS undo WHERE undo.undoes = step.number) AS undone"
    " FROM incident_step AS step"
)


class Step(Struct, frozen=True, kw_only=True):
    """A split or a merge that somebody made: of which incidents, which documents were parted from the rest."""

    number: int
    action: str
    incidents: tuple[str, ...]
    documents: tuple[str, ...] = ()


# ---- writing


def put_links(connection: sqlite3.Connection, links: Iterable[CopyLink]) -> None:
    """Keep links between documents, inside a transaction."""
    row_of = _row_finder(connection)
    for link in links:
        _put_link(connection, link, row_of)


def bare_copies(connection: sqlite3.Connection, rows: Iterable[int]) -> tuple[CopyLink, ...]:
    """The links that say what each document is a copy of, without the words they share."""
    query = (
        "SELECT copy_link.kind, first.sha256, second.sha256, order_basis, shared_of_first, shared_of_second"
        " FROM copy_link JOIN document AS first ON first.id = first_id JOIN document AS second ON second.id = second_id"
        " WHERE second_id = ? AND order_basis IS NOT NULL"
    )
    found = (cells for row in rows for cells in connection.execute(query, (row,)))
    return tuple(
        CopyLink(
            kind=kind,
            first=first,
            second=second,
            order_basis=basis,
            shared_of_first=of_first,
            shared_of_second=of_second,
            shared=(),
        )
        for kind, first, second, basis, of_first, of_second in found
    )


def replace_found(connection: sqlite3.Connection, rows: Sequence[int], incidents: Iterable[Incident]) -> None:
    """Put incidents in place of all that documents had a part in, inside a transaction.

    Where one of these was taken by a step, the work of all steps is taken back: they are to be taken again.
    """
    taken = (
        "SELECT 1 FROM incident JOIN incident_member ON incident_member.incident_id = incident.id"
        " WHERE incident_member.document_id = ? AND incident.replaced_by IS NOT NULL"
    )
    if any(connection.execute(taken, (row,)).fetchone() for row in rows):
        connection.execute("DELETE FROM incident WHERE made_by IS NOT NULL")
        connection.execute("UPDATE incident SET replaced_by = NULL WHERE replaced_by IS NOT NULL")
    connection.executemany(
        "DELETE FROM incident WHERE id IN (SELECT incident_id FROM incident_member WHERE document_id = ?)",
        ((row,) for row in rows),
    )
    row_of = _row_finder(connection)
    for incident in incidents:
        _put_incident(connection, incident, row_of)


def _row_finder(connection: sqlite3.Connection) -> RowOf:
    """Looks up the row of a document by its id, each once."""
    query = "SELECT id FROM document WHERE sha256 = ?"
    return cache(lambda name: int(connection.execute(query, (name,)).fetchone()[0]))


def _put_link(connection: sqlite3.Connection, link: CopyLink, row_of: RowOf) -> None:
    connection.execute(
        "INSERT INTO copy_link (first_id, second_id, kind, order_basis, shared_of_first, shared_of_second,"
        " lost_words, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(row_of(link.first), row_of(link.second), link.kind, link.order_basis, link.shared_of_first),
            *(link.shared_of_second, len(link.lost_words), msgspec.json.encode(link).decode()),
        ),
    )


def _put_incident(
    connection: sqlite3.Connection, incident: Incident, row_of: RowOf, *, step: int | None = None
) -> None:
    claims = [claim for rival in incident.figures for claim in rival.claims]
    connection.execute(
        "INSERT INTO incident (id, start_day, end_day, types, places, actors, documents, claims, made_by, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(
                incident.id,
                incident.start,
                incident.end,
                "; ".join(incident.types),
                "; ".join(incident.places),
            ),
            *("; ".join(incident.actors), len(incident.members), claims_in_words(incident), step),
            msgspec.json.encode(incident).decode(),
        ),
    )
    connection.executemany(
        "INSERT INTO incident_member (incident_id, document_id, events, score) VALUES (?, ?, ?, ?)",
        (
            (incident.id, row_of(member.document), "; ".join(member.events), member.score)
            for member in incident.members
        ),
    )
    connection.executemany(
        "INSERT INTO incident_claim (incident_id, number, document_id, figure, what, low, best, high, speaker,"
        " outlets, published, repeats) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_claim_row(incident.id, number, claim, row_of) for number, claim in enumerate(claims, 1)),
    )


def _claim_row(incident_id: str, number: int, claim: Claim, row_of: RowOf) -> Cells:
    return (
        *(incident_id, number, row_of(claim.document), claim.figure, claim.what, claim.low, claim.best),
        *(
            claim.high,
            claim.speaker,
            " <- ".join(claim.outlets),
            claim.published,
            row_of(claim.repeats) if claim.repeats else None,
        ),
    )


def claims_in_words(incident: Incident) -> str:
    """Who says how many, shortly; repeated claims are told once."""
    found = dict.fromkeys(
        f"{claim.what} {bounds_in_words(claim.low, claim.best, claim.high)} ({claim.speaker or first_outlet(claim)})"
        for rival in incident.figures
        for claim in rival.claims
        if claim.repeats is None
    )
    shown = list(found)[:CLAIMS_SHOWN]
    more = len(found) - len(shown)
    return "; ".join([*shown, *([f"{more} more"] if more else [])])


def first_outlet(claim: Claim) -> str:
    """The publisher of a claim, as far as it is known."""
    return claim.outlets[0] if claim.outlets else "publisher unknown"


def bounds_in_words(low: float | None, best: float | None, high: float | None) -> str:
    """A figure with its bounds.

    >>> bounds_in_words(12, None, None), bounds_in_words(3, 3, 3), bounds_in_words(30, None, 40)
    ('12+', '3', '30-40')
    """
    if best is not None and low == high:
        return f"{best:g}"
    if low is not None and high is not None:
        return f"{low:g}-{high:g}"
    if low is not None:
        return f"{low:g}+"
    return f"up to {high:g}" if high is not None else f"{best:g}" if best is not None else "?"


# ---- questions


def incidents(connection: sqlite3.Connection, path: Path, filters: Filters) -> Answer:
    """Incidents, the newest first: reports of one event, with every claim.

    `type` is one of its types, `place` and `by` are words of its places and actors, `about` of any of these, `through`
    of a publisher of its reports, `period` days on which it happened.

    Raises:
        UsageError: another filter is given, or a type that no event has.
    """
    refuse(filters, "incidents", ("by", "about", "place", "type", "through", "period"))
    types = None if filters.type is None else as_written("incident", "type", choices("type", filters.type))
    conditions: list[tuple[str, Cells]] = [
        like("incident.actors", "by", filters.by),
        like("(incident.types || ' ' || incident.places || ' ' || incident.actors)", "about", filters.about),
        like("incident.places", "place", filters.place),
        like("incident.types", "type", types),
    ]
    through, words = like("document.publisher", "through", filters.through)
    if through:
        held = (
            " AND EXISTS (SELECT 1 FROM incident_member JOIN document ON document.id = incident_member.document_id"
            f" WHERE incident_member.incident_id = incident.id{through})"
        )
        conditions.append((held, words))
    if filters.period is not None:
        first, last = map(iso_of, period_of(filters.period))
        conditions.append((" AND incident.start_day <= ? AND incident.end_day >= ?", (last, first)))
    query = (
        "SELECT id, start_day, end_day, types, places, actors, documents, claims, made_by FROM incident"
        f" WHERE replaced_by IS NULL{''.join(sql for sql, _ in conditions)}"
    )
    values = tuple(value for _, held in conditions for value in held)
    found = answer(connection, path, query, values, "ORDER BY start_day DESC, documents DESC, id")
    return found.with_notes(lambda: _staleness(connection))


def _staleness(connection: sqlite3.Connection) -> tuple[str, ...]:
    row = connection.execute("SELECT last_record FROM collation").fetchone()
    (newer,) = connection.execute(
        "SELECT count(*) FROM record WHERE id > ?", (row[0] if row else 0,)
    ).fetchone()
    if not newer:
        return ()
    return (f"{newer:,} records are not yet set beside the others; run dragoman collate",)


def incident(connection: sqlite3.Connection, incident_id: str) -> Incident:
    """An incident by the beginning of its id, whether it counts or was replaced.

    Raises:
        UsageError: there is none, or several begin so.
    """
    query = "SELECT body FROM incident WHERE id >= ? AND id < ? LIMIT 2"
    found = connection.execute(query, (incident_id, f"{incident_id}g")).fetchall()
    if len(found) != 1 or not incident_id:
        reason = "several incidents begin so" if found else "no such incident"
        raise UsageError(f"{incident_id}: {reason}", hint="dragoman incidents lists them")
    return _DECODER.decode(found[0][0])


def copies_of(connection: sqlite3.Connection, row: int) -> tuple[CopyLink, ...]:
    """The links of a document to others: copies, shared text, the same quotation."""
    query = (
        "SELECT body FROM copy_link WHERE first_id = ? OR second_id = ? ORDER BY kind, first_id, second_id"
    )
    return tuple(
        msgspec.json.decode(body, type=CopyLink) for (body,) in connection.execute(query, (row, row))
    )


# ---- steps


def steps(connection: sqlite3.Connection) -> tuple[Step, ...]:
    """The splits and merges that are not undone, in their order."""
    query = (
        "SELECT number, action, incidents, documents FROM incident_step AS step WHERE action <> 'undo'"
        " AND NOT EXISTS (SELECT 1 FROM incident_step AS undo WHERE undo.undoes = step.number) ORDER BY number"
    )
    return tuple(
        Step(
            number=number,
            action=action,
            incidents=msgspec.json.decode(held, type=tuple[str, ...]),
            documents=msgspec.json.decode(documents, type=tuple[str, ...]),
        )
        for number, action, held, documents in connection.execute(query)
    )


def step_log(connection: sqlite3.Connection, path: Path) -> Answer:
    """Every split, merge and undo, the newest first, with what it took and what it made that is there now."""
    return answer(connection, path, _STEPS, (), "ORDER BY step.number DESC")


def steps_about(connection: sqlite3.Connection, path: Path, incident_id: str) -> Answer:
    """The steps that made an incident or put others in its place, the newest first, as in the log."""
    query = f"{_STEPS} JOIN incident AS own ON step.number IN (own.made_by, own.replaced_by) WHERE own.id = ?"
    return answer(connection, path, query, (incident_id,), "ORDER BY step.number DESC")


def idle(connection: sqlite3.Connection) -> tuple[Step, ...]:
    """The splits and merges that are not undone and made nothing that is there: they are to be taken again."""
    query = "SELECT 1 FROM incident WHERE made_by = ? LIMIT 1"
    return tuple(
        step for step in steps(connection) if connection.execute(query, (step.number,)).fetchone() is None
    )


def log_step(
    connection: sqlite3.Connection, step: Step, *, who: str, at: str, undoes: int | None = None
) -> int:
    """Add a step to the log, inside a transaction; its number."""
    if not who.strip():
        raise UsageError("a step needs a name", hint="say who you are with --who")
    added = connection.execute(
        "INSERT INTO incident_step (at, who, action, incidents, documents, undoes) VALUES (?, ?, ?, ?, ?, ?)"
        " RETURNING number",
        (
            *(at, who, step.action, msgspec.json.encode(step.incidents).decode()),
            *(msgspec.json.encode(step.documents).decode(), undoes),
        ),
    )
    return int(added.fetchone()[0])


def replace_incidents(connection: sqlite3.Connection, step: Step, made: Iterable[Incident]) -> None:
    """Let the incidents that a step made count in place of those it took, inside a transaction.

    Raises:
        UsageError: one of those it made is there already.
    """
    for name in step.incidents:
        connection.execute("UPDATE incident SET replaced_by = ? WHERE id = ?", (step.number, name))
    row_of = _row_finder(connection)
    for one in made:
        if connection.execute("SELECT 1 FROM incident WHERE id = ?", (one.id,)).fetchone():
            raise UsageError(f"{one.id}: is there already", hint="undo the step that replaced it")
        _put_incident(connection, one, row_of, step=step.number)


def counting(connection: sqlite3.Connection, names: Iterable[str]) -> Iterator[Incident]:
    """The incidents of these ids, all of which must count.

    Raises:
        UsageError: one is not there, or was replaced.
    """
    for name in names:
        found = incident(connection, name)
        (replaced,) = connection.execute(
            "SELECT replaced_by FROM incident WHERE id = ?", (found.id,)
        ).fetchone()
        if replaced is not None:
            raise UsageError(
                f"{found.id}: was replaced by step {replaced}", hint="dragoman incidents lists what counts"
            )
        yield found


def take_back(connection: sqlite3.Connection, number: int) -> Step:
    """Undo a step's work, inside a transaction: what it took counts again, what it made is gone; the step.

    Raises:
        UsageError: there is no such step, it was undone, or a later step has used what it made.
    """
    step = next((step for step in steps(connection) if step.number == number), None)
    if step is None:
        raise UsageError(
            f"{number}: no such step, or undone before", hint="the number was printed when it was taken"
        )
    query = "SELECT replaced_by FROM incident WHERE made_by = ? AND replaced_by IS NOT NULL"
    if later := connection.execute(query, (number,)).fetchone():
        raise UsageError(
            f"step {later[0]} has used what step {number} made", hint=f"undo step {later[0]} first"
        )
    connection.execute(
        "DELETE FROM incident_claim WHERE incident_id IN (SELECT id FROM incident WHERE made_by = ?)",
        (number,),
    )
    connection.execute("DELETE FROM incident WHERE made_by = ?", (number,))
    connection.execute("UPDATE incident SET replaced_by = NULL WHERE replaced_by = ?", (number,))
    return structs.replace(step, action="undo")
