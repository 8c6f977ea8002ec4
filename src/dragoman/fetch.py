"""Addresses, feeds and site maps from the net, politely, as inputs to read: the only code here that uses the network.

Robots files are followed (RFC 9309), a host is asked one thing at a time with a pause between, redirects are few and
checked like any address, and nothing but public addresses is ever connected to: whoever lists addresses for us must not
make us ask inside the network we stand in.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from msgspec import Struct

from dragoman.errors import ReadError
from dragoman.readers import Failure, Hints, Source
from dragoman.readers.feed import Address, addresses_in, is_feed, is_map
from dragoman.readers.limits import MAX_FILE_BYTES
from dragoman.readers.warc import READ_TYPES, as_utf8, said_over

if TYPE_CHECKING:
    from protego import Protego

AGENT = "dragoman"
"""The name that robots files know us by."""
PAUSE_SECONDS = 3.0
"""Between two requests to one host, unless its robots file asks for more."""
LONGEST_PAUSE_SECONDS = 60.0
"""A host that asks for more is not waited for."""
REQUEST_SECONDS = 60.0
"""For one answer, whole."""
REDIRECTS = 5
LISTED = 5_000
"""Addresses taken from one feed or site map and the maps it lists."""
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48")))
"""What a translator turns into an address of version 4, private ones too (RFC 6052, RFC 8215)."""
_ROBOTS_BYTES = 512_000
_TYPES = (*READ_TYPES, "application/xml", "text/xml", "application/rss+xml", "application/atom+xml")
_MOVED = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 503})
_SECONDS = re.compile(r"[0-9]{1,9}")
"""Of Retry-After, where it is no day."""
_AS_SENT = "%/?:@!$&'()*+,;=~[]"
"""What stands in an address as it is; the rest goes out in per cent signs, for a request is ASCII."""


class Answer(Struct, frozen=True):
    """What a host answers: status, headers by their names in small letters, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Transport(Protocol):
    """What asks a host: the network, or whatever a test puts in its place."""

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The numeric addresses of a host; OSError if there are none."""
        ...

    def get(self, url: SplitResult, ip: str) -> Answer:
        """The answer to a request sent to the numeric address `ip`; OSError or http.client.HTTPException if none."""
        ...


class _Refused(ReadError):
    """An address that is not asked for, or gave nothing to read."""


# ---- what is asked for


def fetch(
    addresses: Iterable[str | Address],
    *,
    retrieved: Callable[[], str],
    hints: Hints | None = None,
    transport: Transport | None = None,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Source | Failure]:
    """What stands at each address, as an input to read; of a feed or a site map, what stands at all it lists.

    Args:
        addresses: what to get, one after the other.
        retrieved: tells the time (ISO 8601), for each answer.
        hints: what the caller knows of all of it.
        transport: what asks; the network unless a test gives another.
        pause: waits for some seconds.
        clock: a clock in seconds, for the pauses.
    """
    visitor = _Visitor(transport or NetTransport(), pause, clock)
    for given in addresses:
        yield from _fetched(visitor, given, retrieved, hints or Hints())


def _fetched(
    visitor: _Visitor, given: str | Address, retrieved: Callable[[], str], hints: Hints
) -> Iterator[Source | Failure]:
    waiting = [given if isinstance(given, Address) else Address(url=given)]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        if address.url in seen:
            continue
        seen.add(address.url)
        found = _one(visitor, address, retrieved, hints)
        listed = addresses_in(found.raw) if isinstance(found, Source) and _is_list(found.raw) else ()
        if not listed:
            yield found
        elif len(seen) + len(waiting) + len(listed) > LISTED:
            yield Failure(address.url, f"lists more than {LISTED:,} addresses", "give parts of it")
        else:
            waiting += listed


def _is_list(raw: bytes) -> bool:
    return is_feed(raw) or is_map(raw)


def _one(visitor: _Visitor, address: Address, retrieved: Callable[[], str], hints: Hints) -> Source | Failure:
    try:
        url, answer = visitor.visit(address.url)
    except ReadError as err:
        return Failure(address.url, err.reason, err.hint)
    own = Hints(
        url=url,
        retrieved=retrieved(),
        publisher=address.publisher,
        published=address.published,
        title=address.title,
    )
    charset = answer.headers.get("content-type", "").partition("charset=")[2].split(";")[0].strip(" \"'")
    raw, decoded = as_utf8(answer.body, charset or None)
    return Source(origin=address.url, raw=raw, hints=said_over(own, hints), decoded=decoded)


# ---- politely


class _Visitor:
    """Asks hosts, each in its own time; a class because it remembers when it asked and what robots files say."""

    def __init__(
        self, transport: Transport, pause: Callable[[float], None], clock: Callable[[], float]
    ) -> None:
        self._transport = transport
        self._pause = pause
        self._clock = clock
        self._asked: dict[str, float] = {}
        self._robots: dict[tuple[str, str], Protego | None] = {}

    def visit(self, url: str) -> tuple[str, Answer]:
        """The answer at an address and where it stood in the end.

        Raises:
            ReadError: it is not a public address of the web, robots may not ask for it, or it gave nothing to read.
        """
        for _ in range(REDIRECTS + 1):
            parts = checked(url)
            self._public_ip(parts)  # before its robots file, so that the reason is the first one
            self._require_allowed(parts)
            answer = self._ask_twice(parts)
            if answer.status not in _MOVED:
                _require_readable(answer)
                return urlunsplit(parts), answer
            url = urljoin(url, answer.headers.get("location", ""))
        raise _Refused(f"more than {REDIRECTS} redirects", hint="give the address it ends at")

    def _require_allowed(self, parts: SplitResult) -> None:
        robots = self._robots_of(parts)
        if robots is None or not robots.can_fetch(urlunsplit(parts), AGENT):
            why = (
                "the host's robots file could not be had"
                if robots is None
                else "the host's robots file forbids it"
            )
            raise _Refused(why, hint="ask the publisher, or save the page by hand")

    def _robots_of(self, parts: SplitResult) -> Protego | None:
        """A host's rules; None where it cannot say, which forbids everything (RFC 9309, 2.3.1.4)."""
        from protego import Protego

        host = (parts.scheme, parts.netloc)
        if host not in self._robots:
            answer = self._robots_file(parts)
            if answer is None or answer.status >= 500:
                self._robots[host] = None
            else:
                rules = answer.body[:_ROBOTS_BYTES].decode("utf-8", "replace") if answer.status < 300 else ""
                self._robots[host] = Protego.parse(rules)
        return self._robots[host]

    def _robots_file(self, parts: SplitResult) -> Answer | None:
        at = parts._replace(path="/robots.txt", query="")
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._ask(at)
                if answer.status not in _MOVED:
                    return answer
                at = checked(urljoin(urlunsplit(at), answer.headers.get("location", "")))
        except _Refused:
            return None
        return None

    def _ask_twice(self, parts: SplitResult) -> Answer:
        """The answer; a host that asks us to come later, and soon, is asked once more."""
        answer = self._ask(parts)
        later = answer.headers.get("retry-after", "")
        if answer.status in _LATER and _SECONDS.fullmatch(later) and int(later) <= LONGEST_PAUSE_SECONDS:
            self._pause(float(later))
            return self._ask(parts)
        return answer

    def _ask(self, parts: SplitResult) -> Answer:
        self._wait(parts)
        ip = self._public_ip(parts)
        try:
            return self._transport.get(parts, ip)
        except (OSError, http.client.HTTPException) as err:
            raise _Refused(f"no answer: {str(err) or type(err).__name__}", hint="try again later") from err
        finally:
            self._asked[parts.netloc] = self._clock()

    def _wait(self, parts: SplitResult) -> None:
        robots = self._robots.get((parts.scheme, parts.netloc))
        wanted = max(PAUSE_SECONDS, float((robots.crawl_delay(AGENT) if robots else None) or 0))
        if wanted > LONGEST_PAUSE_SECONDS:
            raise _Refused(f"the host asks for pauses of {wanted:.0f} s", hint="save the page by hand")
        last = self._asked.get(parts.netloc)
        if last is not None and (left := last + wanted - self._clock()) > 0:
            self._pause(left)

    def _public_ip(self, parts: SplitResult) -> str:
        try:
            found = self._transport.resolve(parts.hostname or "", port_of(parts))
        except (OSError, UnicodeError) as err:
            raise _Refused(f"no such host: {parts.hostname}", hint="check the address") from err
        private = [ip for ip in found if not is_public(ip)]
        if private or not found:
            raise _Refused(f"{parts.hostname} is no public address", hint="only the public web is asked")
        return found[0]


def checked(url: str) -> SplitResult:
    """An address of the web in its parts, without its fragment.

    Raises:
        ReadError: it is none, or carries a name and password.

    >>> checked("https://a.example/x?y#z").path
    '/x'
    >>> checked("file:///etc/passwd")
    Traceback (most recent call last):
    ...
    dragoman.fetch._Refused: no address of the web; give one that begins with https:// or http://
    """
    hint = "give one that begins with https:// or http://"
    try:
        parts = urlsplit(url.strip())
        port_of(parts)
    except ValueError as err:
        raise _Refused("no address of the web", hint=hint) from err
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Refused("no address of the web", hint=hint)
    if parts.username is not None or any(ord(char) < 33 for char in url.strip()):
        raise _Refused("an address with a name, a password or blanks", hint="give it without")
    return parts._replace(fragment="", path=parts.path or "/")


def port_of(parts: SplitResult) -> int:
    """The port an address names, or the usual one.

    >>> port_of(urlsplit("https://a.example/")), port_of(urlsplit("http://a.example:8080/"))
    (443, 8080)
    """
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_public(ip: str) -> bool:
    """Whether a numeric address is one of the public net.

    >>> [is_public(ip) for ip in ("93.184.216.34", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1")]
    [True, False, False, False, False]
    """
    found = ipaddress.ip_address(ip.partition("%")[0])
    if any(found in net for net in _TRANSLATED):
        return False
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or is_public(str(mapped)))


def _require_readable(answer: Answer) -> None:
    if answer.status != 200:
        raise _Refused(f"answered with status {answer.status}", hint="check the address")
    if len(answer.body) > MAX_FILE_BYTES:
        raise _Refused(f"more than {MAX_FILE_BYTES:,} bytes", hint="save it by hand and cut it")
    kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise _Refused(f"{kind}: no text", hint="give the address of a page")


# ---- the network itself


class NetTransport:
    """Asks over the network; a class because the tests give it another way to connect."""

    def __init__(self, connect: Callable[[tuple[str, int], float], socket.socket] | None = None) -> None:
        self._connect = connect or (socket.create_connection)
        self._tls = ssl.create_default_context()

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The numeric addresses of a host."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return tuple(dict.fromkeys(str(address[0]) for *_, address in found))

    def get(self, url: SplitResult, ip: str) -> Answer:
        """The answer to a GET, sent to the address that was looked at, whatever the name would resolve to now."""
        deadline = time.monotonic() + REQUEST_SECONDS
        connection = http.client.HTTPConnection(url.hostname or "", port_of(url), timeout=REQUEST_SECONDS)
        sock = self._connect((ip, port_of(url)), REQUEST_SECONDS)
        try:
            if url.scheme == "https":
                sock = self._tls.wrap_socket(sock, server_hostname=url.hostname)
            connection.sock = sock
            wanted = quote(urlunsplit(("", "", url.path, url.query, "")), safe=_AS_SENT)
            connection.request("GET", wanted, headers=_headers(url))
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            body = _body(answer, deadline)
        finally:
            connection.close()
            sock.close()
        return Answer(answer.status, headers, _unpacked(body, headers.get("content-encoding", "")))


def _headers(url: SplitResult) -> dict[str, str]:
    from dragoman._version import __version__

    return {
        "Host": url.netloc.encode("idna").decode(),
        "User-Agent": f"{AGENT}/{__version__} (reads news reports; follows robots.txt)",
        "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _body(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """The body, as far as it may be long and late; one byte more than the bound says that it is too long.

    Raises:
        TimeoutError: it is late.
        HTTPException: it ends before the length that was told.
    """
    held = b""
    while len(held) <= MAX_FILE_BYTES and (chunk := answer.read1(1 << 16)):
        held += chunk
        if time.monotonic() > deadline:
            raise TimeoutError(f"took longer than {REQUEST_SECONDS:.0f} s")
    if answer.length and len(held) <= MAX_FILE_BYTES:
        raise http.client.HTTPException(f"cut off: {answer.length:,} bytes are missing")
    return held


def _unpacked(body: bytes, coding: str) -> bytes:
    if coding.lower() in ("", "identity"):
        return body
    if coding.lower() not in ("gzip", "x-gzip"):
        raise http.client.HTTPException(f"packed as {coding}")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        held = unpacker.decompress(body, MAX_FILE_BYTES + 1)
    except zlib.error as err:
        raise http.client.HTTPException("its packed body is damaged") from err
    if body and not unpacker.eof and len(held) <= MAX_FILE_BYTES:
        raise http.client.HTTPException("its packed body is cut off")
    return held
