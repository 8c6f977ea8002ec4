"""How long a page of the desk takes when many people read at once.

    python -m bench.desk [--reports 100000] [--readers 50] [--seconds 120] [--pause 1.0] [--desk FILE]

The store holds made reports (`bench.made`). Each reader has a connection of its own and opens one page after another,
resting `--pause` seconds on average in between: searches as people ask them (`bench.store`), and of what these find a
report or a name. A page's time is that from asking to its last byte, as the reader sees it.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from bench.store import fill, quantile, questions

TOKEN = "token-of-the-bench"
FOLLOWED = 0.6
"""How often a reader opens something that the page before leads to."""
_LEADS_TO = re.compile(r'href="(/(?:report/|name\?|search/statements\?by)[^"#]*)')


class Figures:
    """What readers saw; a class because many of them write to it."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.errors: list[str] = []


def main(argv: Sequence[str] | None = None) -> int:
    """Fill a store, let people read, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds on a page, on average")
    parser.add_argument("--desk", type=Path, help="keep the store here; one that is there is not filled")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        desk = options.desk or Path(folder) / "desk.db"
        if not desk.exists():
            fill(desk, options.reports)
        with serving(desk) as port:
            figures = read(port, options.readers, options.seconds, options.pause)
    print(f"pages {len(figures.seconds):,}, errors {len(figures.errors)}")
    for error in figures.errors[:5]:
        print(error)
    for share in (0.5, 0.95, 0.99):
        print(f"p{share * 100:.0f} {quantile(figures.seconds, share) * 1000:.0f} ms")
    return 1 if figures.errors else 0


@contextmanager
def serving(desk: Path) -> Iterator[int]:
    """The desk served by a process of its own, for the time of the block; its port."""
    command = [sys.executable, "-m", "dragoman", "serve", str(desk), "--port", "0", "--no-open"]
    env = {**os.environ, "DRAGOMAN_TOKEN": TOKEN}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as server:
        address = server.stdout.readline() if server.stdout else ""
        try:
            yield int(address.split(":")[2].partition("/")[0])
        finally:
            server.terminate()


def read(port: int, readers: int, seconds: float, pause: float) -> Figures:
    """Let people read for some seconds."""
    figures = Figures()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=reader, args=(port, number, end, pause, figures)) for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return figures


def reader(port: int, number: int, end: float, pause: float, figures: Figures) -> None:
    """One reader: a page, a rest, the next page."""
    draw = random.Random(number)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    asked = questions(1 << 30, seed=number + 1)
    page = ""
    time.sleep(draw.random() * pause)
    while time.monotonic() < end:
        leads = _LEADS_TO.findall(page)
        follow = leads and draw.random() < FOLLOWED
        path = draw.choice(leads).replace("&amp;", "&") if follow else address_of(next(asked))
        page = open_page(connection, path, figures)
        time.sleep(draw.expovariate(1 / pause) if pause else 0)
    connection.close()


def address_of(question: tuple[str, str, dict[str, object]]) -> str:
    """The page on which a question is asked."""
    _, method, filters = question
    return f"/search/{method}?{urlencode(filters, doseq=True)}"


def open_page(connection: HTTPConnection, path: str, figures: Figures) -> str:
    """Ask for a page and note how long it took."""
    start = time.perf_counter()
    try:
        connection.request("GET", path, headers={"authorization": f"Bearer {TOKEN}"})
        answer = connection.getresponse()
        page = answer.read().decode()
    except (OSError, HTTPException) as err:
        figures.errors.append(f"{path}: {err!r}")
        connection.close()
        return ""
    figures.seconds.append(time.perf_counter() - start)
    if answer.status != 200:
        figures.errors.append(f"{path}: {answer.status}")
    return page


if __name__ == "__main__":
    sys.exit(main())
