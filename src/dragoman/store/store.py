"""Store: the desk's file as one value that is opened, asked and closed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from msgspec import structs

from dragoman.collate.types import CopyLink, Incident
from dragoman.errors import UsageError
from dragoman.store import (
    candidates,
    collation,
    derived,
    documents,
    groups,
    ledger,
    observed,
    questions,
    reports,
    review,
)
from dragoman.store.answer import Answer
from dragoman.store.connect import connect, told, transaction
from dragoman.store.filters import Filters
from dragoman.store.migrate import bring_up_to_date, check_readable
from dragoman.store.outcomes import Acknowledged, InputKey, Notice, Outcome
from dragoman.store.review import Agreement, Verdict
from dragoman.store.write import add_batch, quiet
from dragoman.types import Producer, Record


class Store:
    """A desk: many reports in one SQLite file.

    Opened to be read unless `write` is given; a writer makes the file. Close it, or use it with `with`. Questions take
    the fields of `Filters` by name and give an `Answer`.

    Raises:
        UsageError: there is no such file to read.
        StoreError: it is not a desk, or damaged.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "desk.db"
    >>> with Store(path, write=True) as store:
    ...     store.summary()["documents"]
    0
    """

    def __init__(self, path: str | os.PathLike[str], *, write: bool = False) -> None:
        self.path = Path(path)
        self._write = write
        self.connection = connect(self.path, readonly=not write)
        with ExitStack() as unless_opened, told(self.path):
            unless_opened.callback(self.connection.close)
            (bring_up_to_date if write else check_readable)(self.connection, self.path)
            unless_opened.pop_all()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    # ---- writing

    def add(
        self, outcomes: Iterable[Outcome], *, producer: Producer, seen: str, notice: Notice = quiet
    ) -> tuple[Acknowledged, ...]:
        """Store what became of inputs, all of them or none; what is returned is on the disk.

        `seen` is the time that the ledger notes (ISO 8601).

        Raises:
            StoreError: the disk is full, another writer does not end.
        """
        return add_batch(self.connection, self.path, outcomes, producer=producer, seen=seen, notice=notice)

    def is_done(self, key: InputKey, producer: Producer, *, again: bool = False) -> bool:
        """Whether this producer has dealt with an input; `again` says that what failed is to be tried again."""
        with told(self.path):
            return ledger.is_done(self.connection, key, producer, again=again)

    # ---- questions

    def reports(self, **filters: Any) -> Answer:
        """The reports, newest first, with how much each says."""
        return reports.reports(self.connection, self.path, as_filters(filters))

    def statements(self, **filters: Any) -> Answer:
        """Who said what, newest first."""
        return questions.values(self.connection, self.path, "statement", as_filters(filters))

    def events(self, **filters: Any) -> Answer:
        """Who did what to whom, newest first."""
        return questions.values(self.connection, self.path, "event", as_filters(filters))

    def figures(self, **filters: Any) -> Answer:
        """How many, on whose word, newest first."""
        return questions.values(self.connection, self.path, "figure", as_filters(filters))

    def terms(self, **filters: Any) -> Answer:
        """Clauses of arrangements, newest first."""
        return questions.values(self.connection, self.path, "term", as_filters(filters))

    def violations(self, **filters: Any) -> Answer:
        """Breaches of terms that somebody alleges, newest first."""
        return derived.derived(self.connection, self.path, "violation", as_filters(filters))

    def stands(self, **filters: Any) -> Answer:
        """Who is for, against or conditional on which term, newest first."""
        return derived.derived(self.connection, self.path, "stand", as_filters(filters))

    def newer(self, question: str, record: int, **filters: Any) -> Answer:
        """What a question finds in records later than the one with this number (see `last_record`), newest first.

        Raises:
            UsageError: the question is not about values of records.
        """
        table = {f"{name}s": name for name in questions.COLUMNS}.get(question)
        if table is None:
            raise UsageError(
                f"{question}: not asked of records one by one",
                hint=f"there are: {', '.join(f'{name}s' for name in questions.COLUMNS)}",
            )
        # 0 is before every record, and there the question is the same without it.
        return questions.values(self.connection, self.path, table, as_filters(filters), since=record)

    def last_record(self) -> int:
        """The number of the newest record, for `newer`."""
        with told(self.path):
            return questions.last_record(self.connection)

    def entities(self, **filters: Any) -> Answer:
        """Names that reports mention, the most reported first."""
        return groups.entities(self.connection, self.path, as_filters(filters))

    def appearances(self, name: str, kind: str) -> Answer:
        """The reports that mention a name of a type, newest first, with the offices each gives it."""
        return reports.appearances(self.connection, self.path, name, kind)

    def sources(self, **filters: Any) -> Answer:
        """Whom publishers rely on, the most relied on first."""
        return groups.sources(self.connection, self.path, as_filters(filters))

    def incidents(self, **filters: Any) -> Answer:
        """Reports of one event side by side, with every claim, newest first."""
        return collation.incidents(self.connection, self.path, as_filters(filters))

    def incident(self, incident_id: str) -> Incident:
        """An incident by the beginning of its id.

        Raises:
            UsageError: there is none, or several.
        """
        with told(self.path):
            return collation.incident(self.connection, incident_id)

    def incidents_of(self, public_id: str) -> Answer:
        """The incidents that a document has a part in."""
        return reports.incidents_of(self.connection, self.path, self.find(public_id).row)

    def copies_of(self, public_id: str) -> tuple[CopyLink, ...]:
        """The links of a document to others: copies, shared text, the same quotation."""
        found = self.find(public_id)
        with told(self.path):
            return collation.copies_of(self.connection, found.row)

    def failures(self) -> Answer:
        """The inputs that gave no record, each with its reason."""
        return ledger.failures(self.connection, self.path)

    # ---- reports side by side

    def put_collation(self, links: Iterable[CopyLink], incidents: Iterable[Incident], *, at: str) -> None:
        """Put what collation found in place of what it found before."""
        collation.put_collation(self.connection, self.path, links, incidents, at=at)

    def comparable(self) -> Iterator[dict[str, Any]]:
        """The incidents with events, as the fields of `dragoman.compare.Observed`."""
        with told(self.path):
            yield from observed.comparable(self.connection)

    def incident_steps(self) -> tuple[collation.Step, ...]:
        """The splits and merges that are not undone."""
        with told(self.path):
            return collation.steps(self.connection)

    def steps(self) -> Answer:
        """The log of splits, merges and undos, the newest first."""
        return collation.step_log(self.connection, self.path)

    def steps_about(self, incident_id: str) -> Answer:
        """The steps that made an incident or put others in its place, the newest first."""
        return collation.steps_about(self.connection, self.path, self.incident(incident_id).id)

    def counting(self, names: Iterable[str]) -> tuple[Incident, ...]:
        """The incidents of these ids.

        Raises:
            UsageError: one is not there, or was replaced.
        """
        with told(self.path):
            return tuple(collation.counting(self.connection, names))

    def take_step(self, step: collation.Step, made: Iterable[Incident], *, who: str, at: str) -> int:
        """Log a split or a merge and let what it made count; its number."""
        with transaction(self.connection, self.path):
            number = collation.log_step(self.connection, step, who=who, at=at)
            collation.replace_incidents(self.connection, structs.replace(step, number=number), made)
        return number

    def retake(self, step: collation.Step, made: Iterable[Incident]) -> None:
        """Let what a step that is in the log made count again, after a new collation."""
        with transaction(self.connection, self.path):
            collation.replace_incidents(self.connection, step, made)

    def undo_step(self, number: int, *, who: str, at: str) -> int:
        """Take a split or a merge back; the number of the step that does.

        Raises:
            UsageError: there is none with this number, or a later one stands on it.
        """
        with transaction(self.connection, self.path):
            step = collation.take_back(self.connection, number)
            return collation.log_step(self.connection, step, who=who, at=at, undoes=number)

    # ---- what people said of the values

    def review(self, public_id: str, verdict: Verdict) -> int:
        """Add a verdict or a note about a value to the log; the entry's number.

        Raises:
            UsageError: there is no such value, or the verdict lacks something.
        """
        found = self.find(public_id)
        with told(self.path):
            return review.add_review(self.connection, self.path, found, verdict)

    def undo(self, number: int, *, who: str, at: str, note: str | None = None) -> int:
        """Take an entry of the log back, by a further entry; that one's number.

        Raises:
            UsageError: there is none with this number, or it was taken back before.
        """
        verdict = review.Verdict(action="undo", who=who, at=at, note=note, undoes=number)
        return review.undo_review(self.connection, self.path, verdict)

    def reviews(self) -> Answer:
        """The whole log, the newest entry first.

        Raises:
            StoreError: the log was changed.
        """
        review.require_whole_log(self.connection, self.path)
        return review.reviews(self.connection, self.path)

    def reviews_of(self, public_id: str) -> Answer:
        """What people said of the values of a document, oldest first, without what was undone."""
        return reports.reviews_of(self.connection, self.path, self.find(public_id).row)

    def accepted(self) -> Answer:
        """The values that people accepted or corrected, apart from what the machine says."""
        return review.accepted(self.connection, self.path)

    def orphans(self) -> Answer:
        """Reviewed values that no longer stand in the current record."""
        return review.orphans(self.connection, self.path)

    def agreement(self) -> tuple[Agreement, ...]:
        """How far each two reviewers agree on the values that both judged."""
        with told(self.path):
            return review.agreement(self.connection)

    # ---- what is held

    def find(self, public_id: str) -> documents.Found:
        """The document, or the value of one, with this id.

        Raises:
            UsageError: there is none, or several.
        """
        with told(self.path):
            return documents.find(self.connection, public_id)

    def record(self, public_id: str) -> Record:
        """The current record of the document with this id."""
        return self.find(public_id).record

    def value_row(self, public_id: str) -> dict[str, Any] | None:
        """What the tables hold of a value: None for one that stands in the record alone (an entity, a place).

        Raises:
            UsageError: there is no such value.
        """
        found = self.find(public_id)
        with told(self.path):
            return questions.one_value(self.connection, found)

    def records(self) -> Iterator[Record]:
        """The current record of every document, in the order they came."""
        with told(self.path):
            yield from documents.all_records(self.connection)

    def records_with(self, words: str, **filters: Any) -> Iterator[Record]:
        """The records in which `words` may stand, in the order they came: those that `trace` looks at.

        Of up to `candidates.SCANNED` documents that is every one; of more, those with a statement that has two of the
        three rarest of these words. `filters` are of the statement.
        """
        with told(self.path):
            rows = candidates.rows_with(self.connection, words, as_filters({"zone": "any", **filters}))
            for row in rows:
                yield documents.current_record(self.connection, row)

    def versions(self, public_id: str) -> tuple[documents.Version, ...]:
        """Every record of a document, the oldest first, with what each says otherwise than the one before."""
        found = self.find(public_id)
        with told(self.path):
            return documents.versions(self.connection, found.row)

    def same_address(self, public_id: str) -> tuple[str, ...]:
        """Ids of other documents of the same address: earlier or corrected texts."""
        found = self.find(public_id)
        with told(self.path):
            return documents.same_address(self.connection, found.row)

    def original(self, public_id: str) -> bytes | None:
        """The bytes a document was read from, if they were kept."""
        found = self.find(public_id)
        with told(self.path):
            return documents.original(self.connection, found.record.document.raw_sha256)

    def summary(self) -> dict[str, int]:
        """How many there are of what the store holds."""
        with told(self.path):
            return ledger.summary(self.connection)

    def content_hash(self) -> str:
        """The sha256 of all that is held, whatever the order and the moments it came in at."""
        with told(self.path):
            return ledger.content_hash(self.connection)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, empty if nothing; a writer looks at the full-text indexes, too."""
        with told(self.path):
            words = ledger.check_words(self.connection) if self._write else ()
            return (*ledger.check(self.connection), *words)


def as_filters(given: dict[str, Any]) -> Filters:
    """Filters by name, checked.

    Raises:
        UsageError: there is no filter of this name.

    >>> as_filters({"by": "Lavrov"}).by
    'Lavrov'
    """
    unknown = [name for name in given if name not in Filters.__struct_fields__]
    if unknown:
        hint = f"there are: {', '.join(Filters.__struct_fields__)}"
        raise UsageError(f"{unknown[0]}: no such filter", hint=hint)
    return Filters(**given)
