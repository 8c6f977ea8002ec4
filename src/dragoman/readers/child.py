"""The parent's side of the child process that parses pages: started when first needed, kept, replaced when it dies."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import msgspec

from dragoman.errors import LimitError, ReadError
from dragoman.readers.limits import CHILD_MEMORY_BYTES, MAIN_SECONDS, PAGE_SECONDS, START_SECONDS
from dragoman.readers.page_worker import MainView, PageRefusal, PageRequest, PageView, read_frame, write_frame

_HINT = "save the page as text, or cut it"
Answer = TypeVar("Answer", PageView, MainView)


class _Gone(Exception):
    """The child has died or was ended; `late` if its time was up."""

    def __init__(self, late: bool) -> None:
        super().__init__()
        self.late = late


class PageChild:
    """A child process that parses pages one after the other; safe to share between threads.

    >>> with PageChild() as child:
    ...     view, main = child.read(PageRequest(b"<p>The talks ended without a word to the press.</p>"))
    >>> view.layout.text
    'The talks ended without a word to the press.'
    """

    def __init__(
        self,
        *,
        start_seconds: float = START_SECONDS,
        page_seconds: float = PAGE_SECONDS,
        main_seconds: float = MAIN_SECONDS,
    ) -> None:
        self._start_seconds = start_seconds
        self._page_seconds = page_seconds
        self._main_seconds = main_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> PageChild:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, request: PageRequest) -> tuple[PageView, MainView]:
        """A page's view, and its main part.

        Raises:
            LimitError: the page took too long or too much memory, or is nested too deeply.
            ReadError: the child process cannot be started.
        """
        with self._lock:
            process = self._process or self._start()
            self._process = process
            with ExitStack() as unless_answered:
                unless_answered.callback(self.close)  # half an answer would be read as the next one
                answer = self._exchange(process, request)
                unless_answered.pop_all()
            return answer

    def _exchange(self, process: subprocess.Popen[bytes], request: PageRequest) -> tuple[PageView, MainView]:
        body = _answer_of_page(process, self._page_seconds, msgspec.msgpack.encode(request))
        view = _accepted(msgspec.msgpack.decode(body, type=PageView | PageRefusal))
        if not view.layout.blocks:
            return view, MainView(None, view.metadata)
        body = _answer_of_page(process, self._main_seconds)
        return view, _accepted(msgspec.msgpack.decode(body, type=MainView | PageRefusal))

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        process = subprocess.Popen(
            [sys.executable, "-m", "dragoman.readers.page_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        try:
            _answer(process, self._start_seconds)
        except _Gone as err:
            _end(process)
            raise _not_started(self._start_seconds if err.late else None) from err
        return process

    def close(self) -> None:
        """End the child process; the next page starts another."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def forget(self) -> None:
        """After a fork: leave the child to the process that started it."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process is not None:
            _close_pipes(process)
            process.returncode = 0  # not ours to wait for


def _not_started(after_seconds: float | None) -> ReadError:
    if after_seconds is not None:
        reason = f"the process that parses HTML took more than {after_seconds:g} s to start"
        return ReadError(reason, hint="run the same command again when the machine is less busy")
    return ReadError("the process that parses HTML did not start", hint="install dragoman again")


def _accepted(answer: Answer | PageRefusal) -> Answer:
    if isinstance(answer, PageRefusal):
        raise LimitError(answer.reason, hint=answer.hint)
    return answer


def _answer_of_page(process: subprocess.Popen[bytes], seconds: float, request: bytes | None = None) -> bytes:
    """An answer about a page; a page that ends its child, or outlasts its time, is refused."""
    try:
        return _answer(process, seconds, request)
    except _Gone as err:
        raise LimitError(_describe(err.late, seconds), hint=_HINT) from err


def _describe(late: bool, seconds: float) -> str:
    if late:
        return f"HTML that takes more than {seconds:g} s to parse"
    return f"HTML that ended the process parsing it (its memory is limited to {CHILD_MEMORY_BYTES // 10**6:,} MB)"


def _answer(process: subprocess.Popen[bytes], seconds: float, request: bytes | None = None) -> bytes:
    """Send a request, if there is one, and wait for an answer; a child whose time is up is ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    late = threading.Event()

    def end() -> None:
        late.set()  # before the pipe closes: whoever reads from it must know why
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        if request is not None:
            write_frame(process.stdin, request)  # type: ignore[arg-type]
        body = read_frame(process.stdout)  # type: ignore[arg-type]
    except OSError as err:
        raise _Gone(late.is_set()) from err
    finally:
        timer.cancel()
        timer.join()  # an answer that came as the time ran out leaves no child to ask again
    if body is None or late.is_set():
        raise _Gone(late.is_set())
    return body


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    _close_pipes(process)
    process.wait()


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # what was still to be written to a dead child
            continue


SHARED = PageChild()
"""The child of this process; each worker process has its own."""
atexit.register(SHARED.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=SHARED.forget)
