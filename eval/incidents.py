"""Incidents on ECB+: do tellings of one event come together; against joining all mentions of a topic with one head.

    python -m eval.incidents --data folder                  the development topics
    python -m eval.incidents --data folder --part train     the training topics
    python -m eval.incidents --data folder --longtail       reports without events: shootings, as gold by incident

Prints MUC, B3, CEAFe and CoNLL F1 with a bootstrap interval over topics for the gain, and holds the rules: every report
in an incident, and one with a part in several says so.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from dragoman.collate.groups import group_reports
from dragoman.collate.incidents import find_incidents, incidents_of
from dragoman.collate.same_event import tell
from dragoman.collate.sketches import count_marks, sketch
from dragoman.collate.types import Incident
from dragoman.collate.views import view
from dragoman.types import Producer, Published, Record, RecordedDocument, Span, Zone
from eval.clusters import b_cubed, conll
from eval.corpora import read_packed
from eval.ecbplus import Mention, Topic, read_topics

SEED = 20310504
SAMPLES = 200
LEAST_CHARS = 300
Labels = dict[Hashable, Hashable]


def baseline(topics: Iterable[Topic], *, subtopics: bool = False) -> dict[Mention, Hashable]:
    """All mentions of a topic, or of a subtopic, whose heads have one stem are one event."""
    return {
        (record.document.id, event.id): (
            topic.name,
            topic.subtopics[record.document.id] if subtopics else None,
            tell(0, record, event).head,
        )
        for topic in topics
        for record in topic.records
        for event in record.events
    }


def system(incidents: Iterable[Incident]) -> dict[Mention, Hashable]:
    """The incident of each mention."""
    return {
        (member.document, event): incident.id
        for incident in incidents
        for member in incident.members
        for event in member.events
    }


def gold_reports(topics: Sequence[Topic]) -> Iterator[Incident]:
    """The incidents where which reports stand together is told: what is left to the weighing of tellings."""
    views = {record.document.id: view(record) for topic in topics for record in topic.records}
    rarity = count_marks([sketch(one) for one in views.values()])
    for topic in topics:
        for name in sorted(set(topic.subtopics.values())):
            told = [views[document] for document, subtopic in topic.subtopics.items() if subtopic == name]
            yield from incidents_of(told, rarity, ())


def broken_rules(records: Sequence[Record], incidents: Sequence[Incident]) -> Iterator[str]:
    """Reports that are dropped, events dropped or doubled, parts in several incidents that go unnamed."""
    held = Counter(member.document for incident in incidents for member in incident.members)
    yield from (f"{one.document.id}: dropped" for one in records if not held[one.document.id])
    events = Counter(
        (m.document, event) for incident in incidents for m in incident.members for event in m.events
    )
    wanted = {(one.document.id, event.id) for one in records for event in one.events}
    yield from (
        f"{key}: in {events[key]} incidents" for key in sorted(wanted | set(events)) if events[key] != 1
    )
    for incident in incidents:
        for member in incident.members:
            if len(member.also_in) != held[member.document] - 1:
                yield f"{member.document}: in {held[member.document]} incidents, names {len(member.also_in)}"


def ecb_lines(topics: list[Topic]) -> Iterator[str]:
    """The table of ECB+."""
    gold = {mention: cluster for topic in topics for mention, cluster in topic.gold.items()}
    within = [find_incidents(topic.records) for topic in topics]
    records = [record for topic in topics for record in topic.records]
    at_once = find_incidents(records)
    yield f"{len(topics)} topics, {len(records)} documents, {len(gold)} mentions, {len(set(gold.values()))} events"
    rows = {
        "head stem, within topics": baseline(topics),
        "incidents, within topics": system(incident for found in within for incident in found),
        "incidents, all topics at once": system(at_once),
        "head stem, gold subtopics": baseline(topics, subtopics=True),
        "incidents, gold subtopics": system(gold_reports(topics)),
    }
    for name, clusters in rows.items():
        yield _row(name, conll(gold, clusters))
    low, high = gain(topics, rows["head stem, within topics"], rows["incidents, within topics"])
    yield f"gain in CoNLL within topics: 95 % {100 * low:.1f} to {100 * high:.1f} (bootstrap over topics)"
    yield from _document_lines(topics)
    broken = [*broken_rules(records, at_once)]
    yield f"{len(broken)} rules broken" + "".join(f"\n  {line}" for line in broken[:10])


def _row(name: str, scores: dict[str, float]) -> str:
    return f"{name:30}" + "  ".join(f"{measure} {100 * value:5.1f}" for measure, value in scores.items())


def gain(
    topics: list[Topic], one: dict[Mention, Hashable], two: dict[Mention, Hashable]
) -> tuple[float, float]:
    """95 % of the gain in CoNLL F1 of `two` over `one`."""
    draw = random.Random(SEED)
    gains = []
    for _ in range(SAMPLES):
        gold: Labels = {}
        sides: tuple[Labels, Labels] = {}, {}
        for number, topic in enumerate(draw.choices(topics, k=len(topics))):
            for mention, cluster in topic.gold.items():
                gold[number, mention] = (number, cluster)
                for side, clusters in zip(sides, (one, two), strict=True):
                    side[number, mention] = (number, clusters[mention])
        gains.append(conll(gold, sides[1])["conll"] - conll(gold, sides[0])["conll"])
    gains.sort()
    return gains[int(0.025 * SAMPLES)], gains[int(0.975 * SAMPLES) - 1]


def _document_lines(topics: list[Topic]) -> Iterator[str]:
    """Documents alone, their events not looked at: gold is the subtopic (one of two like events)."""
    bare = [msgspec.structs.replace(record, events=()) for topic in topics for record in topic.records]
    gold: Labels = {name: (topic.name, sub) for topic in topics for name, sub in topic.subtopics.items()}
    yield _document_row("documents without events", gold, bare)


def _document_row(name: str, gold: Labels, records: Sequence[Record]) -> str:
    sketches = [sketch(view(record)) for record in records]
    groups = group_reports(sketches, count_marks(sketches))
    found: Labels = {records[number].document.id: group[0] for group in groups for number in group}
    score = b_cubed(gold, found)
    return (
        f"{name:30}b3 {100 * score.f1:5.1f} (precision {100 * score.precision:.1f}, recall {100 * score.recall:.1f});"
        f" {len(set(gold.values()))} gold, {len(groups)} found"
    )


# ---- reports of shootings


def longtail_reports(folder: Path) -> list[tuple[str, Record]]:
    """Reports as records with their words alone, each with the incident it is filed under."""
    found: dict[str, tuple[str, Record]] = {}
    for line in read_packed(folder / "events" / "longtail.2013-2015.jsonl.gz").split(b"\n"):
        incident = msgspec.json.decode(line) if line else {"docs": ()}
        for doc in incident["docs"]:
            if len(doc["text"]) >= LEAST_CHARS and doc["id"] not in found:
                found[doc["id"]] = (
                    incident["id"],
                    text_record(doc["id"], doc["title"], doc["text"], doc["dct"]),
                )
    return list(found.values())


def longtail_lines(folder: Path) -> Iterator[str]:
    """How well reports of shootings come together by title, words and day."""
    reports = longtail_reports(folder)
    gold: Labels = {record.document.id: incident for incident, record in reports}
    yield f"{len(reports)} reports of {len(set(gold.values()))} shootings"
    yield _document_row("by title, words and day", gold, [record for _, record in reports])


def text_record(name: str, title: str, body: str, day: str | None) -> Record:
    """A record that knows nothing but title, text and day."""
    text = f"{title}\n\n{body}"
    head = Span(0, len(title))
    zones = (Zone("headline", head), Zone("body", Span(len(title) + 2, len(text))))
    published = Published(day, "given") if day else None
    document = RecordedDocument(
        id=name, origin=name, raw_sha256="0" * 64, text=text, title=head, published=published, zones=zones
    )
    return Record(producer=Producer("eval", "0", None), document=document)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--longtail", action="store_true")
    args = parser.parse_args()
    lines = longtail_lines(args.data) if args.longtail else ecb_lines(read_topics(args.data, args.part))
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
