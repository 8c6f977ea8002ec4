"""Show: the desk served on this machine, and nowhere else, until it is interrupted."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from dragoman.errors import UsageError
from dragoman.show.page.app import make_app
from dragoman.show.page.site import Site
from dragoman.show.page.words import ENGLISH, translations
from dragoman.store import Store

HOST = "127.0.0.1"
TOKEN_VARIABLE = "DRAGOMAN_TOKEN"
_AT_ONCE = 256


def open_site(path: Path, port: int, now: Callable[[], str], **options: object) -> tuple[Site, socket.socket]:
    """A desk ready to be served, and the socket that waits for its readers; port 0 takes any that is free.

    The token is the one in `DRAGOMAN_TOKEN`, else made anew.

    Raises:
        UsageError: there is no such desk, or the port is taken.
        StoreError: it is not a desk.
        ResourceError: there is no translation to the language.
    """
    Store(path).close()
    translations(str(options.get("language", ENGLISH)))
    waiting = _listen(port)
    token = os.environ.get(TOKEN_VARIABLE) or secrets.token_urlsafe(24)
    taken = waiting.getsockname()[1]
    return Site(path=path, port=taken, token=token, now=now, **options), waiting  # type: ignore[arg-type]


def _listen(port: int) -> socket.socket:
    waiting = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    waiting.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        waiting.bind((HOST, port))
    except OSError as err:
        waiting.close()
        raise UsageError(
            f"port {port}: {err.strerror}", hint="give another with --port; 0 takes any free one"
        ) from err
    waiting.listen(_AT_ONCE)
    return waiting


def server_of(site: Site) -> uvicorn.Server:
    """The server of a desk, not yet running."""
    config = uvicorn.Config(
        make_app(site),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        ws="none",
        http="h11",
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)


def serve(site: Site, waiting: socket.socket, *, show: bool) -> None:
    """Serve a desk until it is interrupted; `show` opens it in the browser that people see."""
    if show and has_screen():
        threading.Thread(target=webbrowser.open, args=(site.address,), daemon=True).start()
    server_of(site).run(sockets=[waiting])


def has_screen() -> bool:
    """Whether a browser would open in a window; one in the terminal would take it over."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
