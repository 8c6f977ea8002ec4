"""The commands that open a desk: the address they print, what they say when they cannot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.errors import StoreError, UsageError
from dragoman.show.page.serve import open_site
from dragoman.show.page.site import Stores
from made.desk import fill, made_records

SRC = Path(__file__).parents[3] / "src"
ENV = {**os.environ, "PYTHONPATH": str(SRC), "DRAGOMAN_TOKEN": "token-of-the-tests"}
# A process of its own asks: in this one a connection is an error.
ASK = "import sys, urllib.request as r; print(r.urlopen(sys.argv[1], timeout=60).status)"


def test_serve_prints_the_address_that_opens_the_desk(tmp_path: Path) -> None:
    desk = fill(tmp_path / "made.db", made_records()[:1])
    command = [
        sys.executable,
        "-m",
        "dragoman",
        "serve",
        str(desk),
        "--port",
        "0",
        "--no-open",
        "--review",
        "mara",
    ]
    with subprocess.Popen(command, env=ENV, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            asked = subprocess.run(
                [sys.executable, "-c", ASK, address], capture_output=True, text=True, check=False
            )
            assert asked.stdout == "200\n", asked.stderr
        finally:
            server.send_signal(signal.SIGINT)
    assert address.startswith("http://127.0.0.1:")
    assert address.endswith("/?token=token-of-the-tests")


def test_a_port_that_is_taken_and_a_desk_that_is_none_are_told(tmp_path: Path) -> None:
    desk = fill(tmp_path / "made.db", made_records()[:1])
    site, waiting = open_site(desk, 0, lambda: "")
    with waiting, pytest.raises(UsageError, match=f"port {site.port}: .*--port"):
        open_site(desk, site.port, lambda: "")
    with pytest.raises(UsageError, match="no such file"):
        open_site(tmp_path / "none.db", 0, lambda: "")
    (tmp_path / "text.db").write_text("not a desk " * 1000)
    with pytest.raises(StoreError, match="not a database"):
        open_site(tmp_path / "text.db", 0, lambda: "")


def test_every_start_has_a_token_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_TOKEN", raising=False)
    desk = fill(tmp_path / "made.db", made_records()[:1])
    tokens = set()
    for _ in range(3):
        site, waiting = open_site(desk, 0, lambda: "")
        waiting.close()
        tokens.add(site.token)
        assert site.feed_key not in site.token
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32


def test_lent_stores_are_read_only_and_closed_in_the_end(tmp_path: Path) -> None:
    stores = Stores(fill(tmp_path / "made.db", made_records()[:1]))
    with stores.lend() as one, stores.lend() as other:
        assert one is not other
        with pytest.raises(Exception, match="readonly"):
            one.connection.execute("DELETE FROM statement")
    with stores.lend() as again:
        assert again in (one, other)
    stores.close()
    with pytest.raises(Exception, match="closed"):
        again.connection.execute("SELECT 1")
