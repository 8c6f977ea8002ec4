"""Show: what the desk's pages stand on: the store's file, who may open them, who reviews; stores lent to requests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.store import Store

STORES_KEPT = 4
"""Open connections that wait for the next request; each has a cache of pages of its own."""


class Site(Struct, frozen=True, kw_only=True):
    """How a desk is served.

    Args:
        path: the desk's file.
        port: where it listens on 127.0.0.1.
        token: what the address that opens it must hold.
        now: the time, for what is written.
        reviewer: who reviews; None: nothing can be written.
        shapes: a GeoJSON file whose borders the map draws instead of its own.
        language: of the interface: its code, or the `.mo` file of a translation.
    """

    path: Path
    port: int
    token: str
    now: Callable[[], str]
    reviewer: str | None = None
    shapes: Path | None = None
    language: str = "en"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which it answers."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def address(self) -> str:
        """The address that opens it."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: ports of one machine share their cookies."""
        return f"dragoman-{self.port}"

    @property
    def feed_key(self) -> str:
        """What a feed reader must show instead of the token; it opens feeds and nothing else."""
        return hmac.new(self.token.encode(), b"feeds", hashlib.sha256).hexdigest()[:32]

    def require_reviewer(self) -> str:
        """Who reviews.

        Raises:
            UsageError: nobody does.
        """
        if not self.reviewer:
            raise UsageError(
                "this desk is open for reading only", hint="start it with: dragoman serve DESK --review NAME"
            )
        return self.reviewer


class Stores:
    """A desk's file opened to be read, lent to one request at a time; close it in the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._free: LifoQueue[Store] = LifoQueue(STORES_KEPT)

    @contextmanager
    def lend(self) -> Iterator[Store]:
        """A store for the time of a request, which nobody else uses meanwhile."""
        store = self._take()
        try:
            yield store
        finally:
            self._give_back(store)

    def _take(self) -> Store:
        try:
            return self._free.get_nowait()
        except Empty:
            return Store(self.path)

    def _give_back(self, store: Store) -> None:
        if self._free.full():
            store.close()
        else:
            self._free.put(store)

    def close(self) -> None:
        """Close what is open."""
        while not self._free.empty():
            self._free.get_nowait().close()


Served = NamedDependency[Site]
Lent = NamedDependency[Stores]
Asks = Request[Any, Any, Any]
"""What the application gives to whatever answers a request: the site, its stores, the request itself."""
