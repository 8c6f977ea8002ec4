from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.readers.actors import read_actors
from dragoman.stages import Actor


def written(folder: Path, words: str | bytes, name: str = "actors.csv") -> Path:
    path = folder / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


def entity(**changes: object) -> str:
    whole = {"id": "r1", "schema": "Person", "properties": {"name": ["Ana Roa"], "alias": ["A. Roa"]}}
    return json.dumps({**whole, **changes})


def test_csv(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "\ufeffname,aliases,type,country,sector,valid_from,valid_to\n"
        '"Ana Roa","Anna Roa|A. Roa",person,cl,gov,2018-01-02,2020\n'
        "\n"
        "Lake Brigade,,ARMED,Kenya,REB,,\n",
    )
    assert read_actors(path).actors == (
        Actor(
            id="line 2",
            names=("Ana Roa", "Anna Roa", "A. Roa"),
            type="PER",
            country="CHL",
            sector="GOV",
            valid_from="2018-01-02",
            valid_to="2020",
        ),
        Actor(id="line 4", names=("Lake Brigade",), type="ARMED", country="KEN", sector="REB"),
    )


def test_follow_the_money(tmp_path: Path) -> None:
    person = entity(
        properties={
            "name": ["Ana Roa"],
            "alias": ["A. Roa"],
            "country": ["cl"],
            "topics": ["mil"],
            "wikidataId": ["Q7"],
        }
    )
    address = json.dumps({"id": "a", "schema": "Address", "properties": {"full": ["Lake Road 1"]}})
    read = read_actors(written(tmp_path, f"{person}\n{address}\n", "actors.ftm.json"))
    assert read.actors == (
        Actor(id="r1", names=("Ana Roa", "A. Roa"), type="PER", country="CHL", sector="MIL", wikidata="Q7"),
    )
    assert read.sha256 is not None


@pytest.mark.parametrize(
    ("words", "line", "reason"),
    [
        ("title,country\nAna,CL\n", 1, "no column 'name'"),
        ("name,colour\nAna,red\n", 1, "no column 'colour' is known"),
        ("name,name\nAna,Ana\n", 1, "a column stands there twice"),
        ("name,country\nAna Roa,CL\nBo Sow\n", 3, "1 cells, the first line has 2"),
        ("name,country\nAna Roa,Atlantis\n", 2, "no country 'Atlantis'"),
        ("name,sector\nAna Roa,KING\n", 2, "no sector 'KING'"),
        ("name,type\nAna Roa,ship\n", 2, "no type 'ship'"),
        ("name,valid_from\nAna Roa,last May\n", 2, "'last May' is no day"),
        ("name,valid_from,valid_to\nAna Roa,2020,2018\n", 2, "valid_from 2020 is after valid_to 2018"),
        ("name,wikidata\nAna Roa,42\n", 2, "'42' is no Wikidata id"),
        ("name,country\n,CL\n", 2, "no name"),
        ('name\nAna Roa\n"Bo\n', 3, "no CSV"),
        ("id,name\nx,Ana Roa\nx,Bo Sow\n", 3, "the id 'x' stands in line 2 too"),
        (b"name\nAna Roa\n\xff\xfe\n", 3, "not UTF-8"),
        (entity() + "\n{", 2, "no JSON"),
        ('{"name": "Ana Roa"}\n', 1, "no FollowTheMoney entity"),
        (entity() + "\n" + entity(id="r2", properties={"name": "Ana"}), 2, "the property 'name' is no list"),
        (entity(properties={"name": []}), 1, "no name"),
        ("[1]\n", 1, "no FollowTheMoney entity"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_with_its_line(
    tmp_path: Path, words: str | bytes, line: int, reason: str
) -> None:
    with pytest.raises(UsageError, match=f"actors.csv: line {line}: ") as caught:
        read_actors(written(tmp_path, words))
    assert reason in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("words", ["", "\n", "name\n", '{"id": "a", "schema": "Address", "properties": {}}'])
def test_a_file_without_actors(tmp_path: Path, words: str) -> None:
    with pytest.raises(UsageError, match="no actor in it"):
        read_actors(written(tmp_path, words))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_actors(tmp_path)
