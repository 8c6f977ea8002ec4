"""What it costs to set a report beside the others: in a store of some reports, and in one of many.

    python -m bench.collation --sizes 1000 100000 --more 500

Made wire reports (`eval.wire`), half of them in families of copies, come in 25 a day, each with an event in every
paragraph and a figure for every number. The first so many are put straight into the store, each in a group of its own;
then `--more` come in by 50 and are collated as `dragoman collate` does it. Seconds are processor time of one core, the
store's part of it included; the time of storing the records is left out.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from msgspec import structs

from bench.made import TYPES
from dragoman.collate.copies import prepare
from dragoman.collate.fingerprints import fingerprint
from dragoman.collate.groups import telling
from dragoman.collate.sketches import count_marks, sketch, weigh
from dragoman.collate.views import view
from dragoman.collating import COUNTED, collate
from dragoman.store import InputKey, Outcome, Store
from dragoman.types import Event, Figure, Producer, Record, RecordedDocument, Span
from eval.wire import as_document, write_reports

SEED = 20310504
PRODUCER = Producer("made", "1", None)
A_DAY = 25
"""With so few a day, the month that a report is compared with is full in the smaller store, too."""
LATE = 40
"""A report comes in up to so many reports later than its family's first: a day and a half."""
BATCH = 50
AT = "2031-05-04T00:00:00Z"
FIRST_DAY = date(2020, 1, 1).toordinal()
NUMBER = re.compile(r"\b\d{1,4}\b")
PARAGRAPH = re.compile(r"[^\n]+")
WORD = re.compile(r"\b[a-z]{4,}")


def made_records(count: int) -> Iterator[Record]:
    """Made reports in the order of their days."""
    draw = random.Random(SEED)
    reports = list(write_reports(count, seed=SEED))
    order = sorted(range(count), key=lambda number: number + draw.randrange(LATE))
    for place, number in enumerate(order):
        day = date.fromordinal(FIRST_DAY + place // A_DAY).isoformat()
        yield _record(as_document(f"made/{number}", reports[number], day))


def _record(document: RecordedDocument) -> Record:
    text, body = document.text, document.zones[-1].span
    named = structs.replace(document, id=sha256(f"{document.origin}|{text}".encode()).hexdigest())
    events, figures = [], []
    for number, paragraph in enumerate(PARAGRAPH.finditer(text, body.start)):
        trigger = WORD.search(text, paragraph.start())
        if trigger:
            events.append(_event(f"v{number}", Span(*trigger.span())))
            counts = NUMBER.finditer(text, paragraph.start(), paragraph.end())
            figures += [_figure(len(figures), one, f"v{number}") for one in counts]
    return Record(producer=PRODUCER, document=named, events=tuple(events), figures=tuple(figures))


def _event(name: str, trigger: Span) -> Event:
    return Event(
        id=name, trigger=(trigger,), type=TYPES[len(trigger) % len(TYPES)], stage="happened", polarity="affirmed",
        on_word_of="publisher", zone="body", score=0.9,
    )  # fmt: skip


def _figure(number: int, count: re.Match[str], event: str) -> Figure:
    value = float(count.group())
    return Figure(
        id=f"f{number}", span=Span(*count.span()), what="killed", low=value, best=value, high=value, event=event,
        on_word_of="publisher", zone="body", score=0.9,
    )  # fmt: skip


# ---- filling and measuring


def add(store: Store, records: Sequence[Record]) -> None:
    """Store records."""
    outcomes = [Outcome(InputKey(one.document.origin, one.document.id), one) for one in records]
    store.add(outcomes, producer=PRODUCER, seen=AT)


def fill(store: Store, records: Sequence[Record]) -> None:
    """Store records and put them among those set side by side, without comparing them."""
    counted = count_marks([sketch(view(one)) for one in records[:COUNTED]])
    for start in range(0, len(records), 1_000):
        batch = records[start : start + 1_000]
        add(store, batch)
        with store.setting_beside() as sides:
            sides.put_rarity(len(records), counted)
            waiting = sides.waiting(len(batch))
            for row, record in zip(waiting.documents, batch, strict=True):
                one, words = sketch(view(record)), prepare(record.document).words
                sides.add(row, one, fingerprint(words), telling(weigh(one, counted)))
            sides.note(AT, waiting.last_record)


def cost(store: Store, records: Sequence[Record]) -> float:
    """Milliseconds of processor time to collate a report, on average."""
    spent = 0.0
    for start in range(0, len(records), BATCH):
        add(store, records[start : start + BATCH])
        begun = time.process_time()
        collate(store, at=AT)
        spent += time.process_time() - begun
    return 1_000 * spent / len(records)


def lines(sizes: Sequence[int], more: int) -> Iterator[str]:
    """The cost at each size, and what it is of the cost at the first."""
    first: float | None = None
    records = list(made_records(max(sizes) + more))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "desk.db", write=True) as store:
            fill(store, records[:size])
            spent = cost(store, records[size : size + more])
            held = store.summary()
        first = first or spent
        yield (
            f"{size:7} stored: {spent:6.1f} ms to collate each of {more} more, {100 * spent / first:5.1f} % of the"
            f" first; {held['copy links']} links, {held['incidents']} incidents"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--more", type=int, default=500)
    args = parser.parse_args()
    for line in lines(args.sizes, args.more):
        print(line, flush=True)


if __name__ == "__main__":
    main()
