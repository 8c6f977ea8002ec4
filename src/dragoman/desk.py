"""Many reports: sources in, records or failures out in the same order, on one process or several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from importlib.resources import files
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError, ReadError, ResourceError, UsageError
from dragoman.readers import FORMATS, Failure, Hints, Source, encode_text, iter_sources, read_source

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from dragoman.types import Record

DOCUMENT_SECONDS = 600.0
"""What one report may take in a worker process; the longest text that readers allow takes a fraction of it."""
START_SECONDS = 120.0
"""What a worker process may take to come up and load the weights."""
WINDOW_PER_WORKER = 8
"""Reports read ahead of the one that is next in order, for each worker: what bounds memory."""

_THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

ReadOne = Callable[[Source], "Record"]
"""Reads one source with everything loaded; raises `DragomanError`s."""
LoadReader = Callable[[], ReadOne]
"""Loads what reading needs. Sent to worker processes by name, so a function at the top of a module."""


def load_reader(weights: Path | None = None) -> ReadOne:
    """Load the weights and tables, and return the function that reads one source with them.

    `weights` is a folder of weights other than the package's own.

    Raises:
        ResourceError: a file of the package is missing or not the one it should be.
    """
    from dragoman.pipeline import load_tools, process

    tools = load_tools(weights)
    return lambda source: process(read_source(source), tools)


@cache
def _loader(weights: Path) -> LoadReader:
    """`load_reader` for these weights: one value for one folder, so that they are loaded once."""
    return partial(load_reader, weights)


@cache
def _own_reader(load: LoadReader) -> ReadOne:
    """The reader of this process, loaded once."""
    return load()


# ---- one report


def read(source: str | os.PathLike[str] | bytes, *, hints: Hints | None = None, **known: Any) -> Record:
    """The record of one report: a path, `-` for standard input, or the bytes themselves.

    Args:
        source: what to read.
        hints: what the caller knows of it, which wins over what it says of itself.
        **known: the fields of `Hints` by name (`url`, `publisher`, `published`, `title`, `retrieved`, `format`),
            instead of `hints`; `origin` names bytes.

    Raises:
        ReadError: it cannot be read as a report; `LimitError` where it is too large or takes too long.
        UsageError: it holds several reports (a folder, JSON lines): use `read_many`; or what is known of it is said
            in two ways.
        ResourceError: the weights are missing.

    >>> read("no-such-file.txt")
    Traceback (most recent call last):
    ...
    dragoman.errors.ReadError: no-such-file.txt: ...
    """
    origin = known.pop("origin", None)
    hints = _one_hints(hints, known)
    if not isinstance(source, bytes):
        if origin is not None:
            raise UsageError(f"{source}: a path is its own origin", hint="`origin` names bytes and texts")
        return _own_reader(load_reader)(_only(os.fspath(source), hints))
    if hints.format == "jsonl":
        raise UsageError("bytes are one report", hint="write JSON lines to a file and use read_many")
    return _own_reader(load_reader)(Source(origin=origin or "bytes", raw=source, hints=hints))


def _one_hints(hints: Hints | None, known: dict[str, Any]) -> Hints:
    """What the caller knows, said in one way."""
    if hints is not None and known:
        raise UsageError(f"hints and {', '.join(known)} are given", hint="say all of it in hints")
    hints = hints or Hints(**known)
    if hints.format not in FORMATS:
        raise UsageError(f"{hints.format!r}: no such format", hint=f"there are: {', '.join(FORMATS)}")
    return hints


def read_text(text: str, *, origin: str = "text", **known: Any) -> Record:
    """The record of a text that is already in memory; `known` are the fields of `Hints` by name.

    `record.document.text` is that text, character for character.

    Raises:
        ReadError: there is nothing in it, it is too long, or it holds half a character.
        UsageError: it is said to be JSON lines.
    """
    hints = _one_hints(None, {"format": "text", **known})
    if hints.format == "jsonl":
        raise UsageError("a text is one report", hint="write JSON lines to a file and use read_many")
    source = Source(origin=origin, raw=encode_text(text), hints=hints, decoded=True)
    return _own_reader(load_reader)(source)


def _only(path: str, hints: Hints) -> Source:
    found = list(islice(iter_sources([path], hints=hints), 2))
    if len(found) != 1:
        what = "holds several reports" if found else "holds no report"
        raise UsageError(f"{path}: {what}", hint="use read_many for folders and JSON lines")
    if isinstance(found[0], Failure):
        raise ReadError(f"{found[0].origin}: {found[0].reason}", hint=found[0].hint)
    return found[0]


# ---- samples


def sample_names() -> tuple[str, ...]:
    """The names of the reports that come with the package."""
    folder = files("dragoman.resources").joinpath("samples")
    found = (Path(entry.name) for entry in folder.iterdir()) if folder.is_dir() else iter(())
    return tuple(sorted(path.stem for path in found if path.suffix in (".txt", ".html")))


def sample_source(name: str, *, hints: Hints | None = None) -> Source:
    """A packaged report by its name.

    Raises:
        UsageError: there is none of that name; the hint lists those there are.
    """
    folder = files("dragoman.resources").joinpath("samples")
    if name not in sample_names():
        raise UsageError(f"{name}: no such sample", hint=f"there are: {', '.join(sample_names())}")
    entry = next(entry for entry in folder.iterdir() if Path(entry.name).stem == name)
    return Source(origin=f"sample:{entry.name}", raw=entry.read_bytes(), hints=hints or Hints())


# ---- many reports


def read_many(
    paths: Sequence[str | os.PathLike[str]],
    *,
    hints: Hints | None = None,
    workers: int = 1,
    weights: str | os.PathLike[str] | None = None,
) -> Generator[Record | Failure, None, None]:
    """The record, or the failure, of each report in files, folders and JSON lines, in the order of the input.

    Records do not depend on the number of workers. With several, a script must guard its entry with
    `if __name__ == "__main__":`, a report that kills its worker or takes over `DOCUMENT_SECONDS` has failed and
    the others go on. Close the iterator, or exhaust it, to end the workers. `weights` is a folder of weights other
    than the package's own.

    Raises:
        ResourceError: the weights are missing, or a worker cannot start.

    >>> [outcome.origin for outcome in read_many(["no-such-file.txt"])]
    ['no-such-file.txt']
    """
    load = _loader(Path(weights)) if weights else None
    return read_sources(iter_sources(paths, hints=hints), workers=workers, load=load)


def read_sources(
    sources: Iterable[Source | Failure], *, workers: int = 1, load: LoadReader | None = None
) -> Generator[Record | Failure, None, None]:
    """As `read_many`, for sources at hand; `load` gives another reader than the package's own.

    Raises:
        UsageError: fewer than one worker.
    """
    if workers < 1:
        raise UsageError(f"{workers} workers", hint="give 1 or more")
    load = load or load_reader
    return _read_here(sources, load) if workers == 1 else _read_with(sources, load, workers)


def _read_here(
    sources: Iterable[Source | Failure], load: LoadReader
) -> Generator[Record | Failure, None, None]:
    for source in sources:
        yield source if isinstance(source, Failure) else _attempt(source, _own_reader(load))


def _attempt(source: Source, read_one: ReadOne) -> Record | Failure:
    """The record of one source, or why there is none: no report may stop the others."""
    try:
        return read_one(source)
    except ResourceError:
        raise
    except DragomanError as err:
        return Failure(source.origin, err.reason.removeprefix(f"{source.origin}: "), err.hint)
    except Exception as err:
        place = traceback.extract_tb(err.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno} in {place.name}"
        return Failure(
            source.origin, f"{type(err).__name__}: {err} ({where})", "this is a fault of ours: report it"
        )


# ---- worker processes


def _serve(connection: Connection, load: LoadReader) -> None:
    """The life of a worker process: load once, then read what is sent until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers itself
    os.environ.update(dict.fromkeys(_THREAD_SETTINGS, "1"))
    try:
        read_one = _own_reader(load)
        connection.send(None)
        while True:
            connection.send(_attempt(connection.recv(), read_one))
    except ResourceError as err:
        connection.send(err)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


class _Worker:
    """A process that reads one report at a time; a class because it must be closed."""

    def __init__(self, load: LoadReader) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(other, load), daemon=True)
        self.process.start()
        other.close()
        self.started = False
        self.number = -1
        self.origin = ""
        self.deadline = time.monotonic() + START_SECONDS

    @property
    def busy(self) -> bool:
        return self.number >= 0

    def give(self, number: int, source: Source) -> bool:
        """Send it a source; False if the process is gone."""
        try:
            self.connection.send(source)
        except OSError:
            return False
        self.number, self.origin = number, source.origin
        if self.started:
            self.deadline = time.monotonic() + DOCUMENT_SECONDS
        return True

    def take(self) -> Record | Failure | None:
        """What became of its source, None if that isn't known yet.

        Raises:
            ResourceError: it could not start.
        """
        alive = self.process.is_alive()  # asked first: what a process sent before it died still counts
        try:
            if self.connection.poll():
                return self._answer(self.connection.recv())
        except (EOFError, OSError):
            alive = False
        late = time.monotonic() > self.deadline
        return self._lost(late=alive and late) if late or not alive else None

    def _answer(self, answer: Record | Failure | ResourceError | None) -> Record | Failure | None:
        if isinstance(answer, ResourceError):
            raise answer
        if answer is None:
            self.started = True
            self.deadline = time.monotonic() + DOCUMENT_SECONDS
        return answer

    def _lost(self, *, late: bool) -> Failure:
        self.close(at_once=True)
        if not self.started:
            hint = "call read_many under `if __name__ == '__main__':`, or with one worker"
            raise ResourceError(
                f"a worker process could not start (exit code {self.process.exitcode})", hint=hint
            )
        if late:
            return Failure(
                self.origin, f"took longer than {DOCUMENT_SECONDS:.0f} s", "read it by itself, or cut it"
            )
        hint = "the report may need more memory than there is: read it by itself, with one worker"
        return Failure(self.origin, f"its worker process died (exit code {self.process.exitcode})", hint)

    def close(self, *, at_once: bool = False) -> None:
        self.connection.close()
        if not (at_once or self.busy):
            self.process.join(timeout=2)
        self.process.kill()
        self.process.join()


class _Crew:
    """Worker processes, as many as asked for however many die; a class because they must be closed."""

    def __init__(self, load: LoadReader, size: int) -> None:
        self.load = load
        self.workers = [_Worker(load) for _ in range(size)]

    @property
    def busy(self) -> bool:
        return any(worker.busy for worker in self.workers)

    @property
    def idle(self) -> bool:
        return not all(worker.busy for worker in self.workers)

    def give(self, number: int, source: Source) -> None:
        at = next(at for at, worker in enumerate(self.workers) if not worker.busy)
        if not self.workers[at].give(number, source):  # it died while it had nothing to do
            self.workers[at].close(at_once=True)
            self.workers[at] = _Worker(self.load)
            self.workers[at].give(number, source)

    def collect(self) -> Iterator[tuple[int, Record | Failure]]:
        """Wait until something happens to one of the busy workers; the outcomes there are then."""
        busy = [worker for worker in self.workers if worker.busy]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic()) + 0.01
        wait(
            [end for worker in busy for end in (worker.connection, worker.process.sentinel)], timeout=patience
        )
        for worker in busy:
            outcome = worker.take()
            if outcome is not None:
                yield worker.number, outcome
                self._free(worker)

    def _free(self, worker: _Worker) -> None:
        worker.number = -1
        if worker.connection.closed:
            self.workers[self.workers.index(worker)] = _Worker(self.load)

    def close(self) -> None:
        for worker in self.workers:
            if not worker.connection.closed:
                worker.close()


def _read_with(
    sources: Iterable[Source | Failure], load: LoadReader, size: int
) -> Generator[Record | Failure, None, None]:
    done: dict[int, Record | Failure] = {}
    coming = enumerate(sources)
    given = following = 0
    with closing(_Crew(load, size)) as crew:
        while True:
            while following in done:
                yield done.pop(following)
                following += 1
            # Last before the end is told: with room and idle workers, nothing is taken only where nothing is left.
            given += _hand_out(coming, crew, done, room=WINDOW_PER_WORKER * size - (given - following))
            if crew.busy:
                done.update(crew.collect())
            elif given == following:
                return


def _hand_out(
    coming: Iterator[tuple[int, Source | Failure]],
    crew: _Crew,
    done: dict[int, Record | Failure],
    *,
    room: int,
) -> int:
    """Give sources to idle workers while there is room for their outcomes; how many were taken."""
    taken = 0
    while taken < room and crew.idle and (item := next(coming, None)) is not None:
        taken += 1
        number, source = item
        if isinstance(source, Failure):
            done[number] = source
        else:
            crew.give(number, source)
    return taken
