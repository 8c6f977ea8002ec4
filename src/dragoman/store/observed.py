"""Store: incidents as far as they can be set beside rows that somebody coded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

_POINTS = (
    "SELECT DISTINCT event.lat, event.lon FROM incident_member AS member JOIN event"
    " ON event.document_id = member.document_id WHERE member.incident_id = ? AND event.lat IS NOT NULL"
    " AND '; ' || member.events || '; ' LIKE '%; ' || event.local || '; %' ORDER BY 1, 2"
)
_PLACES = (
    "SELECT DISTINCT event.place FROM incident_member AS member JOIN event"
    " ON event.document_id = member.document_id WHERE member.incident_id = ? AND event.place <> ''"
    " AND '; ' || member.events || '; ' LIKE '%; ' || event.local || '; %' ORDER BY 1"
)
_DAYS = (
    "SELECT min(coalesce(event.start_day, event.day)), max(coalesce(event.end_day, event.day))"
    " FROM incident_member AS member JOIN event ON event.document_id = member.document_id"
    " WHERE member.incident_id = ? AND '; ' || member.events || '; ' LIKE '%; ' || event.local || '; %'"
)
_KILLED = (
    "SELECT DISTINCT coalesce(low, best), coalesce(high, best), coalesce(speaker, outlets) FROM incident_claim"
    " WHERE incident_id = ? AND what = 'killed' AND repeats IS NULL ORDER BY 1, 2, 3"
)
Comparable = dict[str, object]
"""The fields of `dragoman.compare.Observed` by name."""


def comparable(connection: sqlite3.Connection) -> Iterator[Comparable]:
    """The incidents that count and hold an event, each with its days, places, points, actors and claims of deaths."""
    query = "SELECT id, actors FROM incident WHERE replaced_by IS NULL AND types <> '' ORDER BY id"
    for name, actors in connection.execute(query).fetchall():
        first, last = connection.execute(_DAYS, (name,)).fetchone()
        yield {
            "id": name,
            "first": date.fromisoformat(first) if first else None,
            "last": date.fromisoformat(last) if last else None,
            "places": tuple(place for (place,) in connection.execute(_PLACES, (name,))),
            "points": tuple(connection.execute(_POINTS, (name,)).fetchall()),
            "actors": tuple(part for part in actors.split("; ") if part),
            "killed": tuple(connection.execute(_KILLED, (name,)).fetchall()),
        }
