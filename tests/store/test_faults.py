"""Nothing that was told of is lost: kills, a full disk, a torn log, two writers, a reader meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from dragoman.errors import StoreError
from dragoman.store import Store
from dragoman.store.outcomes import WRITE_POINTS
from soak import (
    BATCH,
    Soak,
    dying_at,
    every_point,
    hash_of,
    in_a_process,
    limit_file_size,
    look_after,
    put_in,
    reports,
    telling,
    told_by,
)

SIZE = 900_000
"""Bytes that a file may have on the full disk: room for some batches, not for all."""
MOST_LIVES = 20
"""On a busy machine an ingestion may be done before the kill at a random moment comes."""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def test_kills_at_every_named_point_and_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    soak = Soak(tmp_path, count=12 * BATCH, seed=7)
    soak.life(list(every_point((1, 2))), kills=0)
    at_points = soak.kills
    assert at_points == 2 * len(WRITE_POINTS)
    while soak.kills == at_points and soak.lives < MOST_LIVES:
        soak.life(kills=8)
    assert soak.kills > at_points


def test_a_kill_before_the_commit_leaves_nothing_of_the_batch(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    child, end = in_a_process(telling(path, reports(2 * BATCH), dying_at("commit", 2)))
    told = told_by(end)
    os.waitpid(child, 0)
    assert len(told) == BATCH
    with Store(path) as store:
        assert store.connection.execute("SELECT count(*) FROM input").fetchone() == (BATCH,)


def test_a_full_disk_is_told_of_and_gone_on_after(tmp_path: Path) -> None:
    path, sources = tmp_path / "desk.db", reports(60 * BATCH)
    list(put_in(tmp_path / "whole.db", sources))

    def work(end: int) -> None:
        limit_file_size(SIZE)
        try:
            for origin in put_in(path, sources):
                os.write(end, f"{origin}\n".encode())
        except StoreError as err:
            os.write(end, f"! {err.hint}\n".encode())

    child, end = in_a_process(work)
    *told, last = told_by(end)
    assert os.waitpid(child, 0)[1] == 0
    assert last.startswith("! ")
    assert "run the same command again" in last
    assert 0 < len(told) < len(sources)
    look_after(path, told)
    list(put_in(path, sources))
    assert hash_of(path) == hash_of(tmp_path / "whole.db")


def test_a_torn_log_gives_the_store_as_it_was_after_some_batch(tmp_path: Path) -> None:
    path, sources = tmp_path / "desk.db", reports(4 * BATCH)
    hashes: list[str] = []
    copies: list[Path] = []
    with Store(path, write=True) as store:
        store.connection.execute("PRAGMA wal_autocheckpoint = 0")
        hashes.append(store.content_hash())
        from dragoman.ingest import Plan, ingest
        from made.readers import FAKE, load_sayings

        plan = Plan(producer=FAKE, seen="2031", load=load_sayings, batch=BATCH)
        for count, _ in enumerate(ingest(store, sources, plan), 1):
            if count % BATCH == 0:
                hashes.append(store.content_hash())
        chance = random.Random(3)
        for number in range(12):
            copies.append(tmp_path / f"torn{number}.db")
            shutil.copy(path, copies[-1])
            log = (tmp_path / "desk.db-wal").read_bytes()
            cut = chance.randrange(len(log))
            torn = log[:cut] if number % 2 else log[:cut] + chance.randbytes(512) + log[cut + 512 :]
            Path(f"{copies[-1]}-wal").write_bytes(torn)
    assert len(set(hashes)) == 5
    found = []
    for copy in copies:
        with Store(copy, write=True) as store:
            found.append(store.content_hash())
            assert store.check() == ()
    assert set(found) <= set(hashes)
    assert len(set(found)) > 1


def test_two_writers_at_once_store_everything_once(tmp_path: Path) -> None:
    path, sources = tmp_path / "desk.db", reports(4 * BATCH)
    list(put_in(tmp_path / "whole.db", sources))
    both = [in_a_process(telling(path, order)) for order in (sources, sources[BATCH:] + sources[:BATCH])]
    for child, end in both:
        told_by(end)
        assert os.waitpid(child, 0)[1] == 0
    look_after(path, [])
    with Store(path) as store, Store(tmp_path / "whole.db") as whole:
        for query in (
            "SELECT count(*) FROM input",
            "SELECT count(*) FROM document",
            "SELECT count(*) FROM record",
        ):
            assert store.connection.execute(query).fetchone() == whole.connection.execute(query).fetchone()


def test_a_reader_in_the_midst_of_an_answer_stops_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    list(put_in(path, reports(BATCH)))
    with Store(path) as reader:
        rows = iter(reader.statements())
        first = next(rows)
        before = reader.statements().count()
        list(put_in(path, reports(BATCH, first=BATCH)))
        assert len([first, *rows]) == before[0]  # what was there when the question began
        assert reader.statements().count()[0] > before[0]


def test_a_writer_that_does_not_end_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.store import connect

    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    path = tmp_path / "desk.db"
    with Store(path, write=True) as one:
        one.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing to it"):
            list(put_in(path, reports(1)))
        one.connection.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no database at all, but long enough to be looked at" * 30, "not a database"), (None, "not a desk")],
)
def test_what_is_no_desk_is_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "other.db"
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE recipes (id INTEGER)")
        connection.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    for write in (True, False):
        with pytest.raises(StoreError, match=words):
            Store(path, write=write)
    assert path.read_bytes() == before


def test_a_desk_that_was_only_begun_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert list(put_in(path, reports(1)))


def test_damage_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    list(put_in(path, reports(2 * BATCH)))
    held = bytearray(path.read_bytes())
    for at in range(4096 * 20, len(held), 4096):
        held[at : at + 64] = b"\xff" * 64
    path.write_bytes(held)
    with pytest.raises(StoreError, match="damaged"), Store(path) as store:
        store.content_hash()
