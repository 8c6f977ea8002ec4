"""Figures side by side on the longtail shootings with several reports: is every source's claim there, is none invented.

    python -m eval.rival_figures --data folder
    python -m eval.rival_figures --data folder --records records.jsonl

Without `--records`, figures are read by a pattern of this file ("three people were killed"): measured is then the
collation, not the reading. With it, the records are those of the reader itself (`dragoman read docs.jsonl --format
jsonl`, ids as in the corpus).

A claim is kept if it stands once in the table of the incident that most of its shooting's
reports are in; it is foreign there if it comes from a report of another shooting, and invented if no record has it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from dragoman.collate.figures import rival_figures
from dragoman.collate.incidents import find_incidents
from dragoman.collate.types import Incident, Member
from dragoman.types import Figure, Record, Span
from eval.incidents import longtail_reports

NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
COUNT = r"(?P<count>\d{1,3}|" + "|".join(NUMBERS) + r")"
PEOPLE = (
    r"(?:\s+(?:other|more|young|teenage|adult))?"
    r"\s+(?:people|persons|men|women|teens|teenagers|children|others|victims)"
)
BETWEEN = r"(?:\s+(?:were|was|are|is|had been|have been|reported|left|also|critically|fatally|seriously))*"
WHAT = {"killed": r"killed|dead|shot dead|shot to death|died", "injured": r"injured|wounded|hurt"}
Claimed = tuple[str, str]
"""Document and figure id."""


def read_figures(record: Record) -> Record:
    """The record with the figures that a pattern finds in its text."""
    figures = []
    for what, words in WHAT.items():
        pattern = re.compile(rf"\b{COUNT}{PEOPLE}{BETWEEN}\s+(?:{words})\b", re.IGNORECASE)
        for match in pattern.finditer(record.document.text):
            figures.append(_figure(len(figures), what, match))
    return msgspec.structs.replace(record, figures=tuple(figures))


def _figure(number: int, what: str, match: re.Match[str]) -> Figure:
    word = match["count"].lower()
    count = float(word) if word.isdigit() else NUMBERS.index(word) + 1.0
    span = Span(*match.span("count"))
    return Figure(
        id=f"f{number}", span=span, what=what, low=count, best=count, high=count,
        on_word_of="publisher", zone="body", score=1.0,
    )  # fmt: skip


# ---- what is kept, foreign and invented


def claimed(incident: Incident) -> Counter[Claimed]:
    """How often each figure of a document stands among an incident's claims."""
    return Counter((claim.document, claim.figure) for rivals in incident.figures for claim in rivals.claims)


def wanted(records: Sequence[Record]) -> set[Claimed]:
    """The figures that the reports of a shooting give, those of teasers and furniture aside."""
    return {
        (record.document.id, figure.id)
        for record in records
        for figure in record.figures
        if figure.zone not in ("teaser", "furniture")
    }


def lines(filed: list[tuple[str, Record]]) -> Iterator[str]:
    """The table: collation alone on the gold incidents, and with the incidents that are found."""
    shootings: dict[str, list[Record]] = defaultdict(list)
    for name, record in filed:
        shootings[name].append(record)
    several = {name: records for name, records in shootings.items() if len(records) > 1 and wanted(records)}
    gold = [_as_incident(name, records) for name, records in several.items()]
    yield f"{len(several)} shootings with several reports, {sum(map(len, several.values()))} reports"
    yield _row("on gold incidents", several, gold)
    found = find_incidents(record for _, record in filed)
    yield _row("on incidents found", several, [_main(found, records) for records in several.values()])


def _as_incident(name: str, records: Sequence[Record]) -> Incident:
    members = tuple(Member(document=record.document.id) for record in records)
    incident = Incident(id=name, members=members)
    by_id = {record.document.id: record for record in records}
    return msgspec.structs.replace(incident, figures=rival_figures(incident, by_id))


def _main(found: Sequence[Incident], records: Sequence[Record]) -> Incident:
    """The incident that holds most of a shooting's reports."""
    names = {record.document.id for record in records}
    return max(found, key=lambda one: (sum(member.document in names for member in one.members), one.id))


def _row(name: str, several: dict[str, list[Record]], incidents: Sequence[Incident]) -> str:
    kept = total = foreign = shown = 0
    for records, incident in zip(several.values(), incidents, strict=True):
        claims, own = claimed(incident), wanted(records)
        kept += sum(claims[claim] == 1 for claim in own)
        total += len(own)
        shown += sum(claims.values())
        foreign += sum(count for claim, count in claims.items() if claim not in own)
    return (
        f"{name:20} {total} claims, kept {100 * kept / max(1, total):.1f} %; {shown} shown,"
        f" not of this shooting {100 * foreign / max(1, shown):.1f} %"
    )


def load_records(path: Path, filed: list[tuple[str, Record]]) -> list[tuple[str, Record]]:
    """The same reports as the reader itself recorded them, by their origin."""
    with path.open(encoding="utf-8", newline="\n") as rows:
        records = [msgspec.json.decode(row, type=Record) for row in rows if row.strip()]
    by_origin = {record.document.origin: record for record in records}
    return [
        (name, by_origin[record.document.id]) for name, record in filed if record.document.id in by_origin
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=Path)
    args = parser.parse_args()
    filed = longtail_reports(args.data)
    read = (
        load_records(args.records, filed)
        if args.records
        else [(name, read_figures(one)) for name, one in filed]
    )
    for line in lines(read):
        print(line)


if __name__ == "__main__":
    main()
