"""Fetching: robots, pauses, redirects, public addresses only; and the real transport over a pair of sockets."""

from __future__ import annotations

import gzip
import http.client
import itertools
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

import pytest

from dragoman import fetch as module
from dragoman.cli.fetching import listed_addresses
from dragoman.errors import UsageError
from dragoman.fetch import Answer, NetTransport, fetch, is_public
from dragoman.readers import Failure, Source, read_source

PUBLIC = "93.184.216.34"


class FakeNet:
    """Pages by address; hosts that are not listed are public."""

    def __init__(
        self, pages: dict[str, Answer | bytes], hosts: dict[str, tuple[str, ...]] | None = None
    ) -> None:
        self.pages = pages
        self.hosts = hosts or {}
        self.asked: list[tuple[float, str, str]] = []
        self.now = 0.0

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        if host.startswith("nowhere"):
            raise OSError("no such host")
        return self.hosts.get(host, (PUBLIC,))

    def get(self, url: SplitResult, ip: str) -> Answer:
        self.asked.append((self.now, urlunsplit(url), ip))
        found = self.pages.get(urlunsplit(url), Answer(404, {}, b""))
        if isinstance(found, bytes):
            return Answer(200, {"content-type": "text/html; charset=utf-8"}, found)
        if found.status == 0:
            raise ConnectionResetError("reset")
        return found

    def pause(self, seconds: float) -> None:
        self.now += seconds


def got(net: FakeNet, *addresses: str) -> list[Source | Failure]:
    found: Iterator[Source | Failure] = fetch(
        addresses,
        retrieved=lambda: "2031-05-12T08:00:00Z",
        transport=net,
        pause=net.pause,
        clock=lambda: net.now,
    )
    return list(found)


def to(address: str, status: int = 301) -> Answer:
    return Answer(status, {"location": address}, b"")


def test_a_page_is_an_input_with_its_address_and_the_time() -> None:
    (source,) = got(FakeNet({"https://a.example/1": b"<p>The talks ended.</p>"}), "https://a.example/1")
    assert isinstance(source, Source)
    doc = read_source(source)
    assert (doc.text, doc.url, doc.retrieved) == (
        "The talks ended.",
        "https://a.example/1",
        "2031-05-12T08:00:00Z",
    )


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (b"User-agent: *\nDisallow: /private", "/1", True),
        (b"User-agent: *\nDisallow: /private", "/private/1", False),
        (b"User-agent: dragoman\nDisallow: /", "/1", False),
        (b"User-agent: *\nDisallow: /*.php$", "/a.php", False),
        (Answer(404, {}, b""), "/1", True),
        (Answer(503, {}, b""), "/1", False),
        (Answer(0, {}, b""), "/1", False),
        (to("https://a.example/other.txt"), "/1", True),
    ],
)
def test_robots_files_are_followed(robots: Answer | bytes, path: str, allowed: bool) -> None:
    url = f"https://a.example{path}"
    net = FakeNet({"https://a.example/robots.txt": robots, url: b"<p>Words.</p>"})
    (found,) = got(net, url)
    assert isinstance(found, Source) == allowed
    assert (url in [asked for _, asked, _ in net.asked]) == allowed


def test_a_host_is_asked_with_pauses_and_another_at_once() -> None:
    net = FakeNet({})
    got(net, "https://a.example/1", "https://b.example/1", "https://a.example/2")
    times = [at for at, url, _ in net.asked if "//a." in url]
    assert all(later - earlier >= module.PAUSE_SECONDS for earlier, later in itertools.pairwise(times))
    assert [url for _, url, _ in net.asked].count("https://a.example/robots.txt") == 1


def test_a_longer_pause_is_kept_and_too_long_a_one_not_waited_for() -> None:
    robots = b"User-agent: *\nCrawl-delay: 20"
    net = FakeNet({"https://a.example/robots.txt": robots})
    got(net, "https://a.example/1", "https://a.example/2")
    times = [at for at, url, _ in net.asked]
    assert times[2] - times[1] >= 20
    (found,) = got(
        FakeNet({"https://a.example/robots.txt": b"User-agent: *\nCrawl-delay: 900"}), "https://a.example/1"
    )
    assert isinstance(found, Failure)


@pytest.mark.parametrize(
    "ips",
    [
        ("127.0.0.1",),
        ("10.1.2.3",),
        ("169.254.169.254",),
        ("::1",),
        ("fd00::1",),
        (PUBLIC, "192.168.0.1"),
        (),
    ],
)
def test_what_is_not_public_is_never_asked(ips: tuple[str, ...]) -> None:
    net = FakeNet({"https://in.example/1": b"secret"}, {"in.example": ips})
    (found,) = got(net, "https://in.example/1")
    assert isinstance(found, Failure)
    assert net.asked == []


def test_a_redirect_inside_is_not_followed() -> None:
    net = FakeNet(
        {"https://a.example/1": to("http://in.example/admin"), "http://in.example/admin": b"secret"},
        {"in.example": ("10.0.0.1",)},
    )
    (found,) = got(net, "https://a.example/1")
    assert isinstance(found, Failure)
    assert not any(ip == "10.0.0.1" for _, _, ip in net.asked)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://a.example/", "no address of the web"),
        ("https://user:pw@a.example/", "a name, a password"),
        ("https://a.example/a b", "blanks"),
        ("https://a.example:99999/", "no address of the web"),
        ("nonsense", "no address of the web"),
        ("https://nowhere.example/", "no such host"),
        ("https://a.example/gone", "status 404"),
        ("https://a.example/loop", "redirects"),
        ("https://a.example/image", "no text"),
        ("https://a.example/reset", "no answer"),
    ],
)
def test_what_cannot_be_had_is_a_failure(address: str, words: str) -> None:
    pages: dict[str, Answer | bytes] = {
        "https://a.example/loop": to("https://a.example/loop"),
        "https://a.example/image": Answer(200, {"content-type": "image/png"}, b"\x89"),
        "https://a.example/reset": Answer(0, {}, b""),
    }
    (found,) = got(FakeNet(pages), address)
    assert isinstance(found, Failure)
    assert words in found.reason
    assert found.hint


def test_a_host_that_says_later_is_asked_once_more() -> None:
    net = FakeNet({"https://a.example/1": Answer(429, {"retry-after": "10"}, b"")})
    got(net, "https://a.example/1")
    assert [url for _, url, _ in net.asked].count("https://a.example/1") == 2


@pytest.mark.parametrize("later", ["\xb2", "9" * 5000, "Mon, 12 May 2031 10:30:00 GMT", "3600"])
def test_a_host_that_says_much_later_or_nothing_clear_is_not_waited_for(later: str) -> None:
    net = FakeNet({"https://a.example/1": Answer(429, {"retry-after": later}, b"")})
    (found,) = got(net, "https://a.example/1")
    assert isinstance(found, Failure)
    assert [url for _, url, _ in net.asked].count("https://a.example/1") == 1


def test_a_list_of_addresses_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "feed.xml").write_text("<rss></rss>")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match=r"feed\.xml: cannot be read: Permission denied; check"):
        list(listed_addresses([str(tmp_path / "feed.xml")]))


def test_feeds_and_site_maps_lead_to_their_pages() -> None:
    index = b"<sitemapindex><sitemap><loc>https://a.example/map.xml</loc></sitemap></sitemapindex>"
    pages = (
        b"<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.example/2</loc></url></urlset>"
    )
    feed = (
        b"<rss><channel><title>Lake Post</title><item><link>https://a.example/1</link></item></channel></rss>"
    )
    xml = {"content-type": "application/xml"}
    net = FakeNet(
        {
            "https://a.example/index.xml": Answer(200, xml, index),
            "https://a.example/map.xml": Answer(200, xml, pages),
            "https://a.example/feed": Answer(200, xml, feed),
            "https://a.example/1": b"<p>One.</p>",
        }
    )
    found = got(net, "https://a.example/index.xml", "https://a.example/feed")
    assert [(one.origin, isinstance(one, Source)) for one in found] == [
        ("https://a.example/1", True),
        ("https://a.example/2", False),
        ("https://a.example/1", True),
    ]
    assert isinstance(found[2], Source)
    assert found[2].hints.publisher == "Lake Post"


@pytest.mark.parametrize(
    "ip", ["0.0.0.0", "100.64.0.1", "224.0.0.1", "2002:7f00:1::", "fe80::1%eth0", "64:ff9b:1::1"]
)
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not is_public(ip)


# ---- the real transport, over a pair of sockets


def serve(answer: bytes) -> tuple[NetTransport, list[bytes]]:
    ours, theirs = socket.socketpair()
    heard: list[bytes] = []

    def work() -> None:
        with theirs:
            heard.append(theirs.recv(65_536))
            theirs.sendall(answer)

    threading.Thread(target=work, daemon=True).start()
    return NetTransport(connect=lambda address, timeout: ours), heard


def test_the_transport_speaks_http() -> None:
    body = gzip.compress(b"<p>The talks ended.</p>")
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    transport, heard = serve(head.encode() + body)
    answer = transport.get(urlsplit("http://a.example/x?y=1"), PUBLIC)
    assert (answer.status, answer.body) == (200, b"<p>The talks ended.</p>")
    assert heard[0].startswith(b"GET /x?y=1 HTTP/1.1\r\nHost: a.example\r\nUser-Agent: dragoman/")


def test_an_address_in_another_script_is_sent_as_ascii() -> None:
    transport, heard = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    transport.get(urlsplit("http://b\u00fcro.example/ned\u011ble/%20?q=\u011b&r=%2F"), PUBLIC)
    assert heard[0].startswith(
        b"GET /ned%C4%9Ble/%20?q=%C4%9B&r=%2F HTTP/1.1\r\nHost: xn--bro-hoa.example\r\n"
    )


@pytest.mark.parametrize("packed", [True, False])
def test_an_answer_that_is_cut_off_is_no_report(*, packed: bool) -> None:
    body = gzip.compress(b"<p>The talks ended without a word.</p>") if packed else b"<p>The talks ended.</p>"
    coding, length = ("Content-Encoding: gzip\r\n", len(body) - 9) if packed else ("", len(body))
    head = f"HTTP/1.1 200 OK\r\n{coding}Content-Length: {length}\r\n\r\n"
    transport, _ = serve(head.encode() + body[:-9])
    with pytest.raises(http.client.HTTPException, match="cut off"):
        transport.get(urlsplit("http://a.example/"), PUBLIC)


def test_what_unpacks_to_too_much_is_cut_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 1_000)
    body = gzip.compress(b"x" * 100_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    transport, _ = serve(head.encode() + body)
    assert len(transport.get(urlsplit("http://a.example/"), PUBLIC).body) == 1_001


def test_a_body_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REQUEST_SECONDS", 0.0)
    transport, _ = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    transport._connect = lambda address, timeout, connect=transport._connect: connect(address, 5.0)  # type: ignore[misc]
    with pytest.raises(OSError, match="took longer"):
        transport.get(urlsplit("http://a.example/"), PUBLIC)
