"""Show: who is let in to the desk: this machine under its own name, with the token, from its own pages."""

from __future__ import annotations

from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from litestar.enums import ScopeType
from markupsafe import escape
from msgspec import Struct

from dragoman.show.page.site import Site
from dragoman.show.page.words import N_, code_of, translations

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    # Not "no-referrer": under it browsers call the origin of the desk's own forms "null".
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cache-control", "no-store"),
)
BODY_BYTES = 64 * 1024
"""The longest body that is read."""
ADDRESS_BYTES = 8 * 1024
"""The longest address that is answered."""
READING = ("GET", "HEAD")
GO_ON = N_("Go on")
_ICON = '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'


class Guard:
    """What stands before every answer; a class because ASGI calls it with the application it guards."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        method, path = str(scope["method"]), str(scope["path"])
        query = scope["query_string"].decode("latin-1")
        answer = refusal(self.site, method, headers, len(path) + len(query)) or admission(
            self.site, path, query, headers
        )
        if answer is None:
            await self.app(scope, receive, _with_headers(send))
        else:
            await _give(answer, self.site.language, _with_headers(send))


class Answer(Struct, frozen=True):
    """A short answer that the guard gives by itself."""

    status: int
    words: str
    cookie: str = ""
    onward: str = ""


async def _give(answer: Answer, language: str, send: Send) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    if answer.cookie:
        headers.append((b"set-cookie", answer.cookie.encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": _page(answer, language).encode(), "more_body": False})


def _page(answer: Answer, language: str) -> str:
    """A page that goes on by itself: a redirection would not carry a strict cookie from another site's link."""
    words = translations(language)
    told = escape(words.gettext(answer.words) % {"limit": f"{BODY_BYTES:,}"})
    onward = escape(answer.onward)
    meta = f'<meta http-equiv="refresh" content="0;url={onward}">' if onward else ""
    link = f'<p><a href="{onward}">{escape(words.gettext(GO_ON))}</a></p>' if onward else ""
    head = f'<meta charset="utf-8">{meta}<title>Dragoman</title>{_ICON}'
    return (
        f'<!doctype html><html lang="{escape(code_of(words))}"><head>{head}</head>'
        f"<body><p>{told}</p>{link}</body></html>"
    )


def refusal(site: Site, method: str, headers: dict[str, str], length: int) -> Answer | None:
    """Why a request is none of this desk's own, if it is not."""
    if headers.get("host") not in site.hosts:
        return Answer(421, N_("This desk answers under its own address alone."))
    if length > ADDRESS_BYTES:
        return Answer(414, N_("The address is too long."))
    given = headers.get("content-length", "0")
    if not given.isdecimal() or len(given) > len(str(BODY_BYTES)) or int(given) > BODY_BYTES:
        return Answer(413, N_("A body of at most %(limit)s bytes is read."))
    if method in READING:
        return None
    own = [f"http://{host}" for host in site.hosts]
    from_here = headers.get("sec-fetch-site", "same-origin") == "same-origin"
    if headers.get("origin") not in own or not from_here:
        return Answer(403, N_("Only the desk's own pages may write to it."))
    return None


def admission(site: Site, path: str, query: str, headers: dict[str, str]) -> Answer | None:
    """Nothing for whoever has been let in; else a cookie for the right token, or a refusal."""
    if _same(_cookie(headers, site.cookie), site.token) or _bearer(headers, site):
        return None
    given = dict(parse_qsl(query))
    if path.startswith("/feed/") and _same(given.get("key", ""), site.feed_key):
        return None
    if _same(given.get("token", ""), site.token):
        kept = urlencode([pair for pair in parse_qsl(query) if pair[0] != "token"])
        onward = quote(path, safe="/") + (f"?{kept}" if kept else "")
        cookie = f"{site.cookie}={site.token}; HttpOnly; SameSite=Strict; Path=/"
        return Answer(200, N_("The desk opens."), cookie=cookie, onward=f"/{onward.lstrip('/')}")
    return Answer(403, N_("Open the desk by the address that dragoman serve printed."))


def _bearer(headers: dict[str, str], site: Site) -> bool:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and _same(given.strip(), site.token)


def _cookie(headers: dict[str, str], name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(given: str, wanted: str) -> bool:
    return compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _with_headers(send: Send) -> Send:
    """Sending with the headers that every answer carries; what an answer says of its own stays."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            held = {name.lower() for name, _ in message["headers"]}
            more = [(name.encode(), value.encode()) for name, value in HEADERS if name.encode() not in held]
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return sending
