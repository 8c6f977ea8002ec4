"""Many reports into a store: what is new is read, and every input ends as read, as a copy or as a failure."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from dragoman.desk import LoadReader, loader_for, read_sources
from dragoman.readers import Failure, Source
from dragoman.readers.actors import read_actors
from dragoman.readers.term_kinds import read_term_kinds
from dragoman.store import Acknowledged, InputKey, Outcome, Refusal, Store
from dragoman.store.outcomes import Notice
from dragoman.store.write import quiet
from dragoman.types import Producer, Record

BATCH = 32
"""Outcomes in one transaction: each costs the disk one wait, some milliseconds."""
BATCH_SECONDS = 2.0
"""How long an outcome may wait to be stored."""

PassOver = Callable[[str], None]
"""Told the origin of an input that is done already."""


def key_of(source: Source) -> InputKey:
    """An input as the ledger knows it: by its name, its bytes and what the caller says of it.

    What the caller says may hold half a character; reading refuses it, and the ledger must be able to name it.

    >>> key_of(Source(origin="a.txt", raw=b"Hello.")) == key_of(Source(origin="a.txt", raw=b"Hello."))
    True
    """
    told = (source.hints, bool(source.line), source.decoded)
    try:
        said = msgspec.json.encode(told)
    except UnicodeEncodeError:
        said = repr(told).encode("utf-8", "backslashreplace")
    return InputKey(source.origin, sha256(said + b"\xff" + source.raw).hexdigest())


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How inputs are to be taken in.

    Args:
        producer: who makes the records: what another one made is read again, and kept beside the earlier record.
        seen: the time that the ledger notes (ISO 8601).
        workers: worker processes.
        load: another reader than the package's own.
        again: try what failed again.
        keep_originals: keep the bytes, too.
        batch: outcomes in one transaction.
    """

    producer: Producer
    seen: str
    workers: int = 1
    load: LoadReader | None = None
    again: bool = False
    keep_originals: bool = False
    batch: int = BATCH


def own_plan(
    *,
    seen: str,
    actors: str | os.PathLike[str] | None = None,
    term_kinds: str | os.PathLike[str] | None = None,
    **how: Any,
) -> Plan:
    """A plan whose records this version makes, with the weights of the package; `how` are other fields of `Plan`.

    `actors` is a file of people and bodies of the caller's (`docs/entities.md`), `term_kinds` one of kinds of terms
    (`docs/term_kinds.md`).

    Raises:
        ResourceError: there is no manifest of weights.
        UsageError: something in one of the files is not right.
    """
    from dragoman.pipeline import own_producer

    producer = own_producer(
        actors=None if actors is None else read_actors(Path(actors)),
        term_kinds=None if term_kinds is None else read_term_kinds(Path(term_kinds)),
    )
    if actors is None and term_kinds is None:
        return Plan(producer=producer, seen=seen, **how)
    return Plan(producer=producer, seen=seen, load=loader_for(actors=actors, term_kinds=term_kinds), **how)


Waiting = deque[tuple[InputKey, bytes | None]]
"""The keys of the inputs being read, in order, with the bytes that are to be kept."""


def ingest(
    store: Store,
    sources: Iterable[Source | Failure],
    plan: Plan,
    *,
    passed_over: PassOver = lambda origin: None,
    notice: Notice = quiet,
) -> Generator[Acknowledged, None, None]:
    """Read the inputs that the store does not hold yet and store them; each is told of when it is on the disk.

    An interruption at any moment loses nothing that was told of; the same call goes on where it stopped, and the
    store holds the same in the end as without it. `passed_over` is told of each input that is done already, `notice`
    of each point of writing.

    Raises:
        StoreError: the disk is full, another writer does not end.
        ResourceError: the weights are missing.
        UsageError: fewer than one worker.
    """
    waiting: Waiting = deque()
    coming = _new(store, sources, plan, waiting, passed_over)

    def put(batch: list[Outcome]) -> tuple[Acknowledged, ...]:
        return store.add(batch, producer=plan.producer, seen=plan.seen, notice=notice)

    with closing(read_sources(coming, workers=plan.workers, load=plan.load)) as results:
        yield from _in_batches(results, waiting, put, size=plan.batch)


def _new(
    store: Store, sources: Iterable[Source | Failure], plan: Plan, waiting: Waiting, passed_over: PassOver
) -> Iterator[Source | Failure]:
    """The inputs that are not done yet; `waiting` gets the key of each, in the same order."""
    for source in sources:
        key = InputKey(source.origin, "") if isinstance(source, Failure) else key_of(source)
        if store.is_done(key, plan.producer, again=plan.again):
            passed_over(source.origin)
            continue
        waiting.append((key, source.raw if plan.keep_originals and isinstance(source, Source) else None))
        yield source


def _in_batches(
    results: Iterable[Record | Failure],
    waiting: Waiting,
    put: Callable[[list[Outcome]], tuple[Acknowledged, ...]],
    *,
    size: int,
) -> Iterator[Acknowledged]:
    batch: list[Outcome] = []
    begun = time.monotonic()
    try:
        for result in results:
            begun = begun if batch else time.monotonic()
            key, raw = waiting.popleft()
            batch.append(Outcome(key, _told(result), raw))
            if len(batch) >= size or time.monotonic() - begun >= BATCH_SECONDS:
                done, batch = batch, []
                yield from put(done)
    except KeyboardInterrupt:
        if batch:
            put(batch)  # what was read is not thrown away
        raise
    if batch:
        yield from put(batch)


def _told(result: Record | Failure) -> Record | Refusal:
    return Refusal(result.reason, result.hint) if isinstance(result, Failure) else result
