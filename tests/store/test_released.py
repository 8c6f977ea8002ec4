"""A store written by every released version opens, answers and can be written to.

The files are made once, when a version is released, and never again: `python tests/store/test_released.py`, with src
and tests on the path, writes the one of the schema as it is now.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from dragoman.store import InputKey, Outcome, Refusal, Store, Verdict
from dragoman.store.migrate import SCHEMA_VERSION
from dragoman.types import Producer, Record
from made.readers import FAKE
from made.shelling import full_record

RELEASED = Path(__file__).parent / "released"
FILES = sorted(RELEASED.glob("*.db.gz"))
SEEN = "2031-07-01"


def write(path: Path) -> None:
    """A store with a record, a failure, a review."""
    with Store(path, write=True) as store:
        outcomes = [
            Outcome(InputKey("made.txt", "1"), full_record()),
            Outcome(InputKey("bad.txt", "2"), Refusal("not a report", "give another")),
        ]
        store.add(outcomes, producer=FAKE, seen=SEEN)
        store.review(f"{full_record().document.id[:12]}/a1", Verdict(action="accept", who="mara", at=SEEN))
        store.connection.execute("VACUUM")
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_there_is_a_file_for_every_schema() -> None:
    assert [path.name for path in FILES] == [f"{number}.db.gz" for number in range(1, SCHEMA_VERSION + 1)]


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_it_opens_and_answers(released: Path) -> None:
    with Store(released, write=True) as store:
        assert store.check() == ()
        assert store.record(full_record().document.id) == full_record()
        assert [row["who"] for row in store.statements(about="shelled")] == ["Mara Quint"]
        assert [row["low"] for row in store.figures()] == [12.0]
        assert [row["review"] for row in store.statements()] == ["accept", None]
        assert [row["origin"] for row in store.failures()] == ["bad.txt"]


def test_it_can_be_written_to(released: Path) -> None:
    newer = Producer("fake", "2", None)
    later: Record = full_record(producer=newer)
    with Store(released, write=True) as store:
        (told,) = store.add([Outcome(InputKey("made.txt", "1"), later)], producer=newer, seen=SEEN)
        assert (told.version, told.orphans) == (2, ())
        assert store.check() == ()


if __name__ == "__main__":
    fresh = RELEASED / "fresh.db"
    write(fresh)
    (RELEASED / f"{SCHEMA_VERSION}.db.gz").write_bytes(gzip.compress(fresh.read_bytes(), mtime=0))
    for left in RELEASED.glob("fresh.db*"):
        left.unlink()
    sys.stdout.write(f"{SCHEMA_VERSION}.db.gz\n")
