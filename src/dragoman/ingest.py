"""Many reports into a store: what is new is read, and every input ends as read, as a copy or as a failure."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from hashlib import sha256

import msgspec

from dragoman.desk import LoadReader, read_sources
from dragoman.readers import Failure, Source
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

    >>> key_of(Source(origin="a.txt", raw=b"Hello.")) == key_of(Source(origin="a.txt", raw=b"Hello."))
    True
    """
    said = msgspec.json.encode((source.hints, bool(source.line), source.decoded))
    return InputKey(source.origin, sha256(said + b"\xff" + source.raw).hexdigest())


def ingest(
    store: Store,
    sources: Iterable[Source | Failure],
    *,
    producer: Producer,
    seen: str,
    workers: int = 1,
    load: LoadReader | None = None,
    again: bool = False,
    keep_originals: bool = False,
    passed_over: PassOver = lambda origin: None,
    notice: Notice = quiet,
) -> Generator[Acknowledged, None, None]:
    """Read the inputs that the store does not hold yet and store them; each is told of when it is on the disk.

    An interruption at any moment loses nothing that was told of; the same call goes on where it stopped, and the
    store holds the same in the end as without it.

    Args:
        store: a store opened to be written.
        sources: the inputs, from `iter_sources`.
        producer: who makes the records: what another one made is read again, and kept beside the earlier record.
        seen: the time that the ledger notes (ISO 8601).
        workers: worker processes.
        load: another reader than the package's own.
        again: try what failed again.
        keep_originals: keep the bytes, too.
        passed_over: told of each input that is done already.
        notice: told of each point of writing.

    Raises:
        StoreError: the disk is full, another writer does not end.
        ResourceError: the weights are missing.
        UsageError: fewer than one worker.
    """
    waiting: deque[tuple[InputKey, bytes | None]] = deque()
    coming = _new(store, sources, producer, waiting, again=again, passed_over=passed_over)

    def put(batch: list[Outcome]) -> tuple[Acknowledged, ...]:
        return store.add(batch, producer=producer, seen=seen, notice=notice)

    with closing(read_sources(coming, workers=workers, load=load)) as results:
        yield from _in_batches(results, waiting, put, keep_originals=keep_originals)


def _new(
    store: Store,
    sources: Iterable[Source | Failure],
    producer: Producer,
    waiting: deque[tuple[InputKey, bytes | None]],
    *,
    again: bool,
    passed_over: PassOver,
) -> Iterator[Source | Failure]:
    """The inputs that are not done yet; `waiting` gets the key of each, in the same order."""
    for source in sources:
        if isinstance(source, Failure):
            key, raw = InputKey(source.origin, ""), None
        else:
            key, raw = key_of(source), source.raw
        if store.is_done(key, producer, again=again):
            passed_over(source.origin)
            continue
        waiting.append((key, raw))
        yield source


def _in_batches(
    results: Iterable[Record | Failure],
    waiting: deque[tuple[InputKey, bytes | None]],
    put: Callable[[list[Outcome]], tuple[Acknowledged, ...]],
    *,
    keep_originals: bool,
) -> Iterator[Acknowledged]:
    batch: list[Outcome] = []
    begun = time.monotonic()
    try:
        for result in results:
            if not batch:
                begun = time.monotonic()
            key, raw = waiting.popleft()
            batch.append(Outcome(key, _told(result), raw if keep_originals else None))
            if len(batch) >= BATCH or time.monotonic() - begun >= BATCH_SECONDS:
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
