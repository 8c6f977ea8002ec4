"""Maps records to MUC-4 templates, field by field; reads no text of its own, strings are the record's spans.

    python -m eval.muc_templates records.jsonl -o templates.jsonl

Kept of the task's rules: violence, or threats of it, that hit something, neither denied nor only planned, at most two
months old, not of fighters against fighters, told surely or with place or day and means or toll; what differs in no
known type, stage, day, place or doer is one incident. Failing a place the country named most, a day "up to" today.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dragoman.resources import load_table
from dragoman.types import Entity, Event, Figure, Participant, Published, Record, Span

Fills = Iterator[tuple[str, Any]]
TABLE = Path(__file__).with_name("muc_slots.tsv").read_text("utf-8").splitlines()[2:]
NAMES = {(slot, ours): theirs for slot, ours, theirs in (row.split("\t") for row in TABLE)}
RECENT_DAYS, SURE = 62, 0.9


def templates_of(record: Record) -> list[dict[str, list[Any]]]:
    """The templates of one record, `{slot: [fill, ..]}`, in the order of its events."""
    found: list[tuple[list[Event], dict[str, Any]]] = []
    for event in record.events:
        known = _known(record, event)
        if _counts(record, event, known):
            fitting = (one for one in found if all(one[1].get(k, v) == v for k, v in known.items()))
            events, facts = next(fitting, ([], {}))
            found += [] if events else [(events, facts)]
            events.append(event)
            facts.update(known)
    return [_template(record, *one) for one in found if any(e.score >= SURE or ((e.mode or e.figures) and
            not {"place", "days"}.isdisjoint(one[1])) for e in one[0])]  # fmt: skip


def _known(record: Record, event: Event) -> dict[str, Any]:
    time = next((time for time in record.times if time.id == event.time and time.basis != "weekday"), None)
    place = next((place for place in record.places if place.id == event.place), None)
    days = (_day(time.start), _day(time.end)) if time else (None, None)
    doers = (party.entity or record.quote(party.span).upper() for party in event.actors)
    known = {
        "type": _as("type", event.mode), "stage": _as("stage", event.stage), "days": days if all(days) else None,
        "place": record.quote(place.span) if place and place.precision != "country" else None,
        "country": place and place.country, "doer": next(doers, None),
    }  # fmt: skip
    return {name: value for name, value in known.items() if value}


def _day(value: Published | str | None) -> date | None:
    day = value.value if isinstance(value, Published) else value or ""
    return date.fromisoformat(day[:10]) if len(day) >= 10 else None


def _as(slot: str, ours: Entity | str | None) -> str | None:
    return NAMES.get((slot, (ours.sector if isinstance(ours, Entity) else ours) or ""))


def _counts(record: Record, event: Event, known: dict[str, Any]) -> bool:
    published, last = _day(record.document.published), known.get("days", (None, None))[1]
    violent = event.type == "ASSAULT" or (event.type, event.mode) == ("THREATEN", "violence")
    told = "stage" in known and event.polarity == "affirmed" and bool(event.recipients or event.figures)
    recent = not last or not published or (published - last).days <= RECENT_DAYS
    fighters = all({_as("fighter", record.entity(p.entity)) for p in side} == {"yes"}
                   for side in (event.actors, event.recipients))  # fmt: skip
    return violent and told and recent and not fighters and event.zone not in ("teaser", "furniture")


def _template(record: Record, events: Sequence[Event], known: dict[str, Any]) -> dict[str, list[Any]]:
    filled: dict[str, list[Any]] = {}
    for slot, fill in (*_where(record, known), *_doers(record, events), *_targets(record, events)):
        filled.setdefault(slot, []).extend([] if fill in ("", *filled.get(slot, ())) else [fill])
    return filled


def _where(record: Record, known: dict[str, Any]) -> Fills:
    yield from (("incident_type", known.get("type", "ATTACK")), ("incident_stage", known["stage"]))
    first, last = known.get("days", (None, _day(record.document.published)))
    ends = [f"{day:%d %b %y}".upper() if day else "" for day in (first, last)]
    yield "incident_date", (ends[1] if first == last else " - ".join(ends)).strip()
    named = [place.country for place in record.places if place.country]
    code = known.get("country") or (Counter(named).most_common(1)[0][0] if named else None)
    country = next((row["name"] for row in load_table("countries.tsv") if row["alpha3"] == code), "-")
    yield "incident_location", ": ".join((country, *filter(None, [known.get("place")]))).upper()


def _doers(record: Record, events: Sequence[Event]) -> Fills:
    yield from (("instrument_type", kind) for e in events[:1] if (kind := _as("instrument", e.mode)))
    for event, party in [(told, party) for told in events for party in told.actors]:
        entity, word = record.entity(party.entity), record.attribution(event.on_word_of)
        yield "perp_category", _as("category", entity) or "TERRORIST ACT"
        bodies = {e.id: e.name for e in record.entities if e.type in ("ORG", "ARMED") and e.name
                  and (e is entity or any(map(party.span.covers, e.mentions)))}  # fmt: skip
        if not bodies or entity is None or entity.id not in bodies:
            yield "perp_individual", record.quote(party.span)
        for body, words in bodies.items():
            speaker = record.entity(word.speaker) if word else None
            accused = f"SUSPECTED OR ACCUSED{' BY AUTHORITIES' if _as('category', speaker) else ''}"
            heard = "CLAIMED OR ADMITTED" if speaker and speaker.id == body else accused
            fill = {"value": heard if word else "REPORTED AS FACT", "of": words}
            yield from (("perp_organization", words), ("perp_confidence", fill))


def _targets(record: Record, events: Sequence[Event]) -> Fills:
    ids, seen = {event.id for event in events}, list[Span]()
    counted = ((f.of or Participant(f.span), f, f.what) for f in record.figures if f.event in ids)
    others = ((party, None, event.mode) for event in events for party in event.recipients)
    for party, figure, what in (*counted, *others):
        if not any(party.span.touches(span) for span in seen):
            yield from _target(record, party, figure, what)
        seen.append(party.span)


def _target(record: Record, party: Participant, figure: Figure | None, what: str | None) -> Fills:
    entity = record.entity(party.entity)
    person = entity is not None and entity.type == "PER" and entity.name is not None
    side = "phys" if _as("thing", what) and not _as("person", entity and entity.type) else "hum"
    words = entity.name if entity and person else record.quote(party.span)
    yield "phys_id" if side == "phys" else "hum_name" if person else "hum_description", words
    number = _number(figure) if figure else "1" if person else None
    kind = side == "hum" and (_as("human", entity) or "CIVILIAN")
    fills = {"effect": _as(f"{side} effect", what), "number": number, "type": kind}
    yield from ((f"{side}_{slot}", {"value": fill, "of": words}) for slot, fill in fills.items() if fill)


def _number(figure: Figure) -> str:
    low, high = (f"{end:g}" if end is not None else "" for end in (figure.low, figure.high))
    exact = f"{'' if low == high else '~'}{figure.best:g}" if figure.best is not None else None
    return exact or (f"{low}-{high}" if low or high else "PLURAL")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("records", type=Path)
    options.add_argument("-o", "--output", type=Path, required=True)
    given = options.parse_args()
    records = map(msgspec.json.Decoder(Record).decode, filter(None, given.records.read_bytes().split(b"\n")))
    rows = ({"id": record.document.origin, "templates": templates_of(record)} for record in records)
    given.output.write_bytes(msgspec.json.Encoder().encode_lines(rows))


if __name__ == "__main__":
    main()
