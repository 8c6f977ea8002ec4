"""Show: by whose mouth words came to the reader, from the publisher down to the one who spoke."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.show.control import one_line
from dragoman.types import OUTSIDE_ZONES, Attribution, Record, Span

NO_SOURCE = "no source found"


def name_of(record: Record, entity_id: str | None) -> str | None:
    """What an entity is called: its name, else the first words that mention it; None if there is no such entity."""
    entity = record.entity(entity_id)
    if entity is None:
        return None
    if entity.name:
        return one_line(entity.name)
    return one_line(record.quote(entity.mentions[0])) if entity.mentions else one_line(entity.id)


def speaker_of(record: Record, attribution: Attribution) -> str:
    """Who is said to have said it: the speaker's name, else the words of the source, else that there is none."""
    words = one_line(record.quote(attribution.source))
    return name_of(record, attribution.speaker) or words or NO_SOURCE


def chain_of(record: Record) -> tuple[str, ...]:
    """The chain of the whole report: publisher, the outlets it cites, those who speak in it, each link once.

    Several outlets or speakers share a link, at most three of them by name.
    """
    own = (found for found in record.attributions if found.zone not in OUTSIDE_ZONES)
    outlets = _names(record, (link.outlet for link in record.chain))
    speakers = _names(record, (found.speaker for found in own))
    others = [name for name in speakers if name not in outlets and name != _publisher(record)]
    return tuple(link for link in (_publisher(record), _few(outlets), _few(others)) if link)


def chain_to(record: Record, attribution: Attribution) -> tuple[str, ...]:
    """The chain of one attribution: publisher, outlets whose word reaches it, those it is inside of, its speaker."""
    reached = [link.outlet for link in record.chain if _reaches(link.scope, attribution)]
    above = [speaker_of(record, found) for found in _outer(record, attribution)]
    names = [_publisher(record), *_names(record, reached), *reversed(above), speaker_of(record, attribution)]
    return tuple(name for at, name in enumerate(names) if name not in names[:at])


def _publisher(record: Record) -> str:
    publisher = record.document.publisher
    return one_line(publisher) if publisher else "publisher not known"


def _names(record: Record, ids: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for one in ids if (name := name_of(record, one))))


def _few(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _reaches(scope: Span, attribution: Attribution) -> bool:
    spans = attribution.content or attribution.cue
    return bool(spans) and all(scope.covers(span) for span in spans)


def _outer(record: Record, attribution: Attribution) -> list[Attribution]:
    outer: list[Attribution] = []
    above = record.attribution(attribution.inside)
    while above is not None and above not in outer:
        outer.append(above)
        above = record.attribution(above.inside)
    return outer
