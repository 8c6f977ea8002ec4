"""Show: the desk's application: its routes behind the guard, errors as pages, files of its own alone."""

from __future__ import annotations

import traceback
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath
from litestar.types import ASGIApp

from dragoman._version import __version__
from dragoman.errors import DragomanError, StoreError, UsageError
from dragoman.show.page import (
    api,
    incidents,
    maps,
    people,
    report,
    reviewing,
    search,
    steps,
    terms,
    timeline,
    watching,
)
from dragoman.show.page.guard import BODY_BYTES, Guard
from dragoman.show.page.render import render
from dragoman.show.page.site import Asks, Site, Stores

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SINGLE = ("/report/", "/incident/", "/term/", "/name", "/api/records/", "/api/incidents/")
"""Addresses of one thing: where it is not there, that is not a wrong question."""


@get("/static/{name:str}", include_in_schema=False, sync_to_thread=True)
def static_file(request: Asks, name: FromPath[str]) -> Response[bytes]:
    """One of the page's own files; what marks and ties a report's words is the same as in its single page.

    A browser may keep it, but asks each time whether it is still the one: a newer version's pages never meet older
    scripts.
    """
    kind = _TYPES.get(PurePosixPath(name).suffix)
    for package in ("dragoman.show.page", "dragoman.show"):
        found = files(package).joinpath("static", name)
        if kind and found.is_file():
            return _if_changed(request, found.read_bytes(), kind)
    raise NotFoundException("no such file")


def _if_changed(request: Asks, held: bytes, kind: str) -> Response[bytes]:
    """The file, or that it is the one the browser has (RFC 9110, 13.1.2)."""
    tag = f'"{sha256(held).hexdigest()}"'
    known = request.headers.get("if-none-match", "").split(",")
    same = tag in (one.strip().removeprefix("W/") for one in known)
    headers = {"cache-control": "no-cache", "etag": tag}
    return Response(b"" if same else held, media_type=kind, status_code=304 if same else 200, headers=headers)


def make_app(site: Site) -> ASGIApp:
    """The application that serves a desk, behind its guard: nothing is answered past it, a wrong address neither."""
    stores = Stores(site.path)

    @asynccontextmanager
    async def closing(app: Litestar) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            stores.close()

    inner = Litestar(
        [static_file, *_routes()],
        dependencies={
            "site": Provide(lambda: site, sync_to_thread=False),
            "stores": Provide(lambda: stores, sync_to_thread=False),
        },
        exception_handlers={DragomanError: tell, HTTPException: tell, Exception: confess},
        openapi_config=OpenAPIConfig(
            title="Dragoman's desk",
            version=__version__,
            description="The questions of dragoman.Store: what reports say, every value with its place in the text.",
            path="/api",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        request_max_body_size=BODY_BYTES,
        lifespan=[closing],
        state=State({"site": site}),
    )
    return Guard(inner, site)


def _routes() -> Sequence[Any]:
    return [
        route
        for module in (
            search,
            report,
            people,
            incidents,
            steps,
            terms,
            timeline,
            maps,
            watching,
            reviewing,
            api,
        )
        for route in module.ROUTES
    ]


def confess(request: Asks, error: Exception) -> Response[Any]:
    """An error that nobody expected: told on standard error in full, on the page in a line."""
    traceback.print_exception(error)
    fault = DragomanError(f"{type(error).__name__}: {error}", hint="this is a fault of ours: report it")
    return tell(request, fault)


def tell(request: Asks, error: Exception) -> Response[Any]:
    """What went wrong and what to do next, as a page, or as JSON for a program."""
    status = _status(request.url.path, error)
    reason = error.reason if isinstance(error, DragomanError) else getattr(error, "detail", "")
    hint = error.hint if isinstance(error, DragomanError) else ""
    if request.url.path.startswith("/api/") or "application/json" in request.headers.get("accept", ""):
        return Response({"reason": reason, "hint": hint}, status_code=status)
    site: Site = request.app.state.site
    return render(site, "wrong.html", status=status, reason=reason, hint=hint)


def _status(path: str, error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, UsageError):
        return 404 if path.startswith(_SINGLE) else 400
    return 503 if isinstance(error, StoreError) else 500
