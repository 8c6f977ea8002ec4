"""Who says how many: every claim of an incident, how each source's figure moved, which claims exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, Literal

from dragoman.collate.names import outlets_of, same_name, speaker_name
from dragoman.collate.order import LAST, compare_times, published
from dragoman.collate.types import Claim, Contradiction, CopyLink, Incident, Move, RivalFigures
from dragoman.types import OUTSIDE_ZONES, PUBLISHER, Figure, Record

INFINITE: Final = float("inf")
Direction = Literal["up", "down", "narrower", "wider"]
Question = tuple[str, str, str]
"""What is counted, in what unit, of which status."""


def rival_figures(
    incident: Incident,
    records: Mapping[str, Record],
    links: Iterable[CopyLink] = (),
    *,
    loose: Container[str] | None = None,
) -> tuple[RivalFigures, ...]:
    """Every claim made in an incident's reports, by what is counted; `links` says which are a copy's repetitions.

    A figure of an event belongs to the incident that holds the event; a figure of none only to an incident for which
    `loose` names the document (None: all), so that no claim stands in two. Claims are never added up or averaged, and
    a repeated one stays, marked.
    """
    return figures_of(incident, records, sources_of(links, records), loose=loose)


def figures_of(
    incident: Incident,
    records: Mapping[str, Record],
    sources: Mapping[str, str],
    *,
    loose: Container[str] | None = None,
) -> tuple[RivalFigures, ...]:
    """As `rival_figures`, for what a document is a copy of told once for many incidents (`sources_of`)."""
    claims: dict[Question, list[Claim]] = defaultdict(list)
    for member in incident.members:
        record = records[member.document]
        takes_loose = loose is None or member.document in loose
        held = {name for event in record.events if event.id in member.events for name in event.figures}
        for figure in record.figures:
            own = figure.event in member.events or figure.id in held
            if figure.zone not in OUTSIDE_ZONES and (own or (takes_loose and is_loose(figure, record))):
                claims[question(figure)].append(_claim(figure, record, sources.get(member.document)))
    return tuple(_rivals(incident.id, asked, claims[asked], records) for asked in sorted(claims))


def sources_of(links: Iterable[CopyLink], records: Mapping[str, Record]) -> dict[str, str]:
    """Of each copy the document it is a copy of, the earliest known one."""
    found: dict[str, str] = {}
    for link in sorted(links, key=lambda link: (_came(link.first, records), link.first)):
        if link.is_copy and link.order_basis is not None:
            found.setdefault(link.second, link.first)
    return found


def _came(name: str, records: Mapping[str, Record]) -> str:
    return (published(records[name].document) if name in records else None) or LAST


def is_loose(figure: Figure, record: Record) -> bool:
    """Whether a figure belongs to no event of the report itself."""
    events = {event.id for event in record.events if event.zone not in OUTSIDE_ZONES}
    return not _holders(figure, record) & events


def _holders(figure: Figure, record: Record) -> set[str | None]:
    return {event.id for event in record.events if figure.id in event.figures} | {figure.event}


def question(figure: Figure) -> Question:
    """What a figure answers: what, in what unit, of which status; figures with different ones are not rivals."""
    return (figure.what, figure.unit or "", figure.status or "")


def _claim(figure: Figure, record: Record, source: str | None) -> Claim:
    said = record.attribution(figure.on_word_of)
    event = next((event for event in record.events if event.id == figure.event), None)
    time = next((time for time in record.times if event and time.id == event.time), None)
    return Claim(
        document=record.document.id,
        figure=figure.id,
        span=figure.span,
        what=figure.what,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        unit=figure.unit,
        status=figure.status,
        counts=figure.counts,
        word_of=figure.on_word_of,
        speaker=speaker_name(record, said) if said else record.document.publisher,
        source=said.source if said else (),
        outlets=outlets_of(record, (figure.span,)),
        published=published(record.document),
        time=time.start if time else None,
        repeats=source,
    )


def _rivals(
    incident: str, asked: Question, claims: list[Claim], records: Mapping[str, Record]
) -> RivalFigures:
    claims.sort(key=lambda claim: (claim.published or LAST, claim.document, claim.span))
    return RivalFigures(
        incident=incident,
        what=asked[0],
        unit=asked[1] or None,
        status=asked[2] or None,
        claims=tuple(claims),
        moves=tuple(_moves(claims)),
        contradictions=tuple(_contradictions(claims)),
    )


# ---- how figures move and clash


def bounds(claim: Claim) -> tuple[float, float]:
    """The numbers a claim allows, both ends included.

    >>> def claim(**bounds):
    ...     from dragoman.types import Span
    ...     return Claim(document="d", figure="f", span=Span(0, 1), what="killed", word_of="publisher", **bounds)
    >>> bounds(claim(low=12)), bounds(claim(best=3, low=3, high=3))
    ((12, inf), (3, 3))
    """
    low = claim.low if claim.low is not None else claim.best
    high = claim.high if claim.high is not None else claim.best
    return (0.0 if low is None else low, INFINITE if high is None else high)


def _moves(claims: Sequence[Claim]) -> Iterator[Move]:
    """For each claim, the last one before it by the same source, where the number is another one."""
    for later, claim in enumerate(claims):
        earlier = next((n for n in range(later - 1, -1, -1) if _same_source(claims[n], claim)), None)
        if earlier is None or not _before(claims[earlier], claim) or bounds(claims[earlier]) == bounds(claim):
            continue
        yield Move(earlier=earlier, later=later, direction=_direction(bounds(claims[earlier]), bounds(claim)))


def _before(one: Claim, two: Claim) -> bool:
    return (
        bool(one.published and two.published) and compare_times(one.published or "", two.published or "") < 0
    )


def _same_source(one: Claim, two: Claim) -> bool:
    """The same speaker by name, or the same publisher on its own word."""
    if PUBLISHER in (one.word_of, two.word_of) and one.word_of != two.word_of:
        return False
    return bool(one.speaker and two.speaker) and same_name(one.speaker or "", two.speaker or "")


def _direction(one: tuple[float, float], two: tuple[float, float]) -> Direction:
    if two[0] >= one[0] and two[1] >= one[1]:
        return "up"
    if two[0] <= one[0] and two[1] <= one[1]:
        return "down"
    return "narrower" if one[0] <= two[0] and two[1] <= one[1] else "wider"


def _contradictions(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """Pairs that leave no number both allow; a part, or what is new, says nothing against a total."""
    for (first, one), (second, two) in combinations(enumerate(claims), 2):
        low, high = max(bounds(one)[0], bounds(two)[0]), min(bounds(one)[1], bounds(two)[1])
        if low > high and _comparable(one, two):
            yield Contradiction(first=first, second=second)


def _comparable(one: Claim, two: Claim) -> bool:
    return (one.counts or "total") == (two.counts or "total") == "total"
