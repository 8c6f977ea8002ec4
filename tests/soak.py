"""Ingestion interrupted: killed at named points of writing and at random moments, then gone on with.

    PYTHONPATH=tests python -m soak [--kills 500] [--reports 200] [--seed 1]

Each life of the store begins empty; a process ingests and is killed, another goes on, until all is in. After each
death: all that was told of as stored is there, the file is whole, nothing is there in part. At the end of each life the
hash of the content equals that of a store that nobody interrupted.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dragoman.ingest import Plan, ingest
from dragoman.readers import Source
from dragoman.store import Store
from dragoman.store.outcomes import WRITE_POINTS
from made.readers import FAKE, load_sayings

SEEN = "2031-07-01"
BATCH = 4
Act = Callable[[str], None]


def reports(count: int, *, first: int = 0) -> list[Source]:
    """Made reports: some fail, some are copies under another name."""
    return [_report(number) for number in range(first, first + count)]


def _report(number: int) -> Source:
    if number % 17 == 5:
        return Source(origin=f"r{number}.txt", raw=f"refused {number}".encode())
    of = number - 3 if number % 13 == 7 else number  # a copy of an earlier one
    lines = [
        f"Speaker{(of + line) % 9} said: word{line} of report {of} about place{of % 5}" for line in range(5)
    ]
    return Source(origin=f"r{number}.txt", raw="\n".join(lines).encode())


def put_in(path: Path, sources: Sequence[Source], *, notice: Act = lambda point: None) -> Iterator[str]:
    """Ingest what is not there yet; the origin of each that is on the disk."""
    plan = Plan(producer=FAKE, seen=SEEN, load=load_sayings, batch=BATCH)
    with Store(path, write=True) as store:
        for outcome in ingest(store, sources, plan, notice=notice):
            yield outcome.origin


def in_a_process(work: Callable[[int], None]) -> tuple[int, int]:
    """Do work in a process of its own, which is given the end of a pipe to tell on; its id, and the other end."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    status = 1
    try:
        os.close(ours)
        work(theirs)
        status = 0
    finally:
        os._exit(status)


def told_by(end: int) -> list[str]:
    """All whole lines that a process told before it ended."""
    with os.fdopen(end, "rb") as stream:
        return [line.decode() for line in stream.read().split(b"\n")[:-1]]


def telling(path: Path, sources: Sequence[Source], notice: Act = lambda point: None) -> Callable[[int], None]:
    def work(end: int) -> None:
        for origin in put_in(path, sources, notice=notice):
            os.write(end, f"{origin}\n".encode())

    return work


def dying_at(point: str, occurrence: int) -> Act:
    """Kill the process when this point is reached for the nth time."""
    seen: Counter[str] = Counter()

    def notice(reached: str) -> None:
        seen[reached] += 1
        if (reached, seen[reached]) == (point, occurrence):
            os.kill(os.getpid(), signal.SIGKILL)

    return notice


def kill_after(child: int, seconds: float) -> None:
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)


def look_after(path: Path, told: Sequence[str]) -> None:
    """What must hold after every death.

    Raises:
        AssertionError: something was lost, or is there in part.
    """
    if not path.exists():
        assert not told
        return
    with Store(path, write=True) as store:
        held = {origin for (origin,) in store.connection.execute("SELECT origin FROM input")}
        lost = set(told) - held
        assert not lost, f"lost: {sorted(lost)}"
        assert store.check() == ()
        partial = store.connection.execute(
            "SELECT count(*) FROM document WHERE id NOT IN (SELECT document_id FROM statement)"
        ).fetchone()
        assert partial == (0,), f"{partial[0]} documents in part"


def hash_of(path: Path) -> str:
    with Store(path) as store:
        return store.content_hash()


def remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)


class Soak:
    """Lives of one store until it was killed often enough; a class because it counts."""

    def __init__(self, folder: Path, count: int, seed: int) -> None:
        self.path = folder / "desk.db"
        self.sources = reports(count)
        self.random = random.Random(seed)
        begun = time.monotonic()
        self.told_whole = list(put_in(folder / "whole.db", self.sources))
        self.seconds = time.monotonic() - begun
        self.whole = hash_of(folder / "whole.db")
        self.kills = self.lives = 0

    def life(self, notices: Sequence[Act] = (), *, kills: int) -> None:
        """One life: killed at the points given, then at random moments, at most `kills` times, then let be."""
        remove(self.path)
        left, coming, told = kills, list(notices), list[str]()
        while True:
            notice = coming.pop(0) if coming else None
            child, end = in_a_process(telling(self.path, self.sources, notice or (lambda point: None)))
            if notice is None and left > 0:
                kill_after(child, self.random.uniform(0, self.seconds * 1.2))
            told += told_by(end)
            _, status = os.waitpid(child, 0)
            died = os.WIFSIGNALED(status)
            self.kills += died
            left -= died
            look_after(self.path, told)
            if not died:
                assert status == 0, "an ingestion failed"
                break
        self.lives += 1
        assert sorted(told) == sorted(set(told)), "an input was told of twice"
        assert hash_of(self.path) == self.whole, "the content differs from that of a store nobody interrupted"


def every_point(occurrences: Sequence[int]) -> Iterator[Act]:
    return (dying_at(point, number) for point in WRITE_POINTS for number in occurrences)


def limit_file_size(size: int) -> None:
    """No file of this process may grow past `size` bytes: what a full disk does, without filling one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the soak and print what held."""
    parser = argparse.ArgumentParser(prog="python -m soak")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), options.reports, options.seed)
        soak.life(list(every_point((1, 2, 3))), kills=0)
        at_points = soak.kills
        while soak.kills - at_points < options.kills:
            soak.life(kills=min(50, options.kills - (soak.kills - at_points)))
    sys.stdout.write(
        f"killed {at_points} times at named points of writing, {soak.kills - at_points} times at random moments,"
        f" {soak.lives} stores: nothing told of was lost, nothing is there in part,"
        " every store has the content of one that nobody interrupted\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
