"""Worker processes for the desk: many sources, each read by a process that may die, outcomes in the sources' order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError, ResourceError
from dragoman.readers import Failure, Source

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

Attempt = Callable[[Source], "Record | Failure"]
"""Reads one source with everything loaded, and says what failed."""
LoadAttempt = Callable[[], Attempt]
"""Loads what reading needs. Sent to worker processes by name, so a function at the top of a module."""


def read_with_workers(
    sources: Iterable[Source | Failure], load: LoadAttempt, *, size: int
) -> Generator[Record | Failure, None, None]:
    """What became of each source, in order, read by `size` processes; close it, or exhaust it, to end them.

    Raises:
        ResourceError: what reading needs is missing, or a process cannot start.
        UsageError: a file of the caller's that is loaded is not right.
    """
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
        failure = source if isinstance(source, Failure) else crew.give(number, source)
        if failure is not None:
            done[number] = failure
    return taken


def _serve(connection: Connection, load: LoadAttempt) -> None:
    """The life of a worker process: load once, then read what is sent until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers itself
    os.environ.update(dict.fromkeys(_THREAD_SETTINGS, "1"))
    try:
        attempt = load()
        connection.send(None)
        while True:
            connection.send(attempt(connection.recv()))
    except DragomanError as err:  # of loading: weights that are missing, a caller's file that is not right
        connection.send(err)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process is started: it inherits that, and is not torn up with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # starting it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """A process that reads one report at a time; a class because it must be closed."""

    def __init__(self, load: LoadAttempt) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(other, load), daemon=True)
        with _interrupts_held():
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
            DragomanError: it could not start, or could not load what reading needs.
        """
        alive = self.process.is_alive()  # asked first: what a process sent before it died still counts
        try:
            if self.connection.poll():
                return self._answer(self.connection.recv())
        except (EOFError, OSError):
            alive = False
        late = time.monotonic() > self.deadline
        return self._lost(late=alive and late) if late or not alive else None

    def _answer(self, answer: Record | Failure | DragomanError | None) -> Record | Failure | None:
        if isinstance(answer, DragomanError):
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
        return self.died(self.origin)

    def died(self, origin: str) -> Failure:
        """What is told of the report that it died of."""
        hint = "the report may need more memory than there is: read it by itself, with one worker"
        return Failure(origin, f"its worker process died (exit code {self.process.exitcode})", hint)

    def close(self, *, at_once: bool = False) -> None:
        self.connection.close()
        if not (at_once or self.busy):
            self.process.join(timeout=2)
        self.process.kill()
        self.process.join()


class _Crew:
    """Worker processes, as many as asked for however many die; a class because they must be closed."""

    def __init__(self, load: LoadAttempt, size: int) -> None:
        self.load = load
        self.workers = [_Worker(load) for _ in range(size)]

    @property
    def busy(self) -> bool:
        return any(worker.busy for worker in self.workers)

    @property
    def idle(self) -> bool:
        return not all(worker.busy for worker in self.workers)

    def give(self, number: int, source: Source) -> Failure | None:
        """Send a source to an idle worker; the failure if two in a row die before they have taken it.

        Raises:
            DragomanError: a worker could not start, or could not load what reading needs.
        """
        at = next(at for at, worker in enumerate(self.workers) if not worker.busy)
        for _ in range(2):  # one may have died while it had nothing to do
            worker = self.workers[at]
            if worker.give(number, source):
                return None
            worker.take()  # raises what kept it from starting
            worker.close(at_once=True)
            self.workers[at] = _Worker(self.load)
        return worker.died(source.origin)

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
