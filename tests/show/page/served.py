"""A desk served for tests: in this process without a socket, or on a port of this machine for a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from dragoman.show.page.app import make_app
from dragoman.show.page.serve import open_site, server_of
from dragoman.show.page.site import Site

TOKEN = "token-of-the-tests"
NOW = "2031-06-01T09:00:00+00:00"
PORT = 8000
BASE = f"http://127.0.0.1:{PORT}"
MADE_PAGES = (
    "/",
    "/search/statements?by=Hollander",
    "/search/events",
    "/search/figures",
    "/search/terms",
    "/search/violations",
    "/search/stands",
    "/search/entities",
    "/search/sources",
    "/search/incidents",
    "/search/reports",
    "/name?name=Ines+Hollander&type=PER&subject=ceasefire",
    "/name?name=Lestrian+army&type=ARMED",
    "/incidents",
    "/terms",
    "/timeline/events",
    "/timeline/statements",
    "/timeline/figures",
    "/timeline/terms",
    "/map/events",
    "/map/places",
    "/reviews",
    "/reviews?view=accepted",
    "/reviews?view=steps",
    "/watches",
    "/keys",
)


def site_of(path: Path, *, reviewer: str | None = "mara", **more: Any) -> Site:
    """A desk as a test serves it."""
    return Site(path=path, port=PORT, token=TOKEN, now=lambda: NOW, reviewer=reviewer, **more)


@contextmanager
def client_of(site: Site, *, let_in: bool = True) -> Iterator[TestClient[Any]]:
    """Who asks the desk, let in by the token unless told otherwise."""
    with TestClient(make_app(site), base_url=BASE) as client:
        if let_in:
            client.cookies.set(site.cookie, site.token)
        client.headers["origin"] = BASE
        yield client


@contextmanager
def served(path: Path, monkeypatch: Any) -> Iterator[Site]:
    """The desk on a port of this machine, until the block ends."""
    monkeypatch.setenv("DRAGOMAN_TOKEN", TOKEN)
    site, waiting = open_site(path, 0, lambda: NOW, reviewer="mara")
    server = server_of(site)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [waiting]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        waiting.close()
