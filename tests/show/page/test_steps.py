"""Incidents parted and joined on their pages: what counts afterwards, what the log says, and that it can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.store import Store
from made.desk import fill, made_records
from show.page.served import client_of, site_of


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return fill(tmp_path / "made.db", made_records())


@pytest.fixture
def client(desk: Path) -> Iterator[Any]:
    with client_of(site_of(desk)) as found:
        yield found


def counting(desk: Path) -> dict[str, tuple[str, ...]]:
    """The incidents that count, each with its documents."""
    with Store(desk) as store:
        names = [row["id"] for row in store.incidents()]
        return {
            name: tuple(sorted(member.document for member in store.incident(name).members)) for name in names
        }


def largest(desk: Path) -> tuple[str, tuple[str, ...]]:
    return max(counting(desk).items(), key=lambda one: len(one[1]))


def do(client: Any, **wish: Any) -> str:
    """Send a form; where it leads."""
    answer = client.post("/incidents/steps", data=wish, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_reports_are_parted_from_an_incident_and_put_back(client: Any, desk: Path) -> None:
    before = counting(desk)
    name, documents = largest(desk)
    assert len(documents) > 2
    shown = do(client, action="split", incident=name, documents=[documents[0][:12], documents[1][:12]])
    after = counting(desk)
    parts = set(after.values()) - set(before.values())
    assert parts == {documents[:2], documents[2:]}
    page = client.get(shown).text
    assert "Parted by mara on 2031-06-01, step 1" in page
    assert page.count('action="/incidents/steps"') == 1, "what no longer counts is not parted again"
    for made in after.keys() - before.keys():
        assert f'href="/incident/{made}"' in page
        assert "Parted by mara" in client.get(f"/incident/{made}").text
    assert do(client, action="undo", number="1") == f"/incident/{name}"
    assert counting(desk) == before
    assert "Parted by" not in client.get(f"/incident/{name}").text


@pytest.mark.parametrize("typed", [False, True])
def test_incidents_are_joined_from_the_page_of_one(client: Any, desk: Path, typed: bool) -> None:
    before = counting(desk)
    first, second = list(before)[:2]
    page = client.get(f"/incident/{first}").text
    assert f'name="others" value="{second}"' in page, "incidents of the same days or places are offered"
    shown = do(client, action="merge", incident=first, **{"other" if typed else "others": second})
    after = counting(desk)
    (made,) = after.keys() - before.keys()
    assert shown == f"/incident/{made}"
    assert set(after[made]) == {*before[first], *before[second]}
    assert not {first, second} & after.keys()
    assert "Joined by mara on 2031-06-01, step 1, out of:" in client.get(shown).text
    assert "Joined with others by mara" in client.get(f"/incident/{second}").text


def test_incidents_are_joined_from_the_list(client: Any, desk: Path) -> None:
    names = list(counting(desk))
    assert client.get("/incidents").text.count('name="others"') == len(names)
    do(client, action="merge", others=names)
    assert len(counting(desk)) == 1


def test_the_log_tells_of_every_step_and_takes_the_last_back(client: Any, desk: Path) -> None:
    before = counting(desk)
    names = list(before)
    do(client, action="merge", others=names)
    do(client, action="undo", number="1")
    page = client.get("/reviews?view=steps").text
    assert page.count('<td class="number c-number">') == 2
    assert "Take one back" not in page, "there is none that is not undone"
    rows = client.get("/reviews/table?view=steps&form=json").json()
    assert [(row["number"], row["action"], row["undoes"], row["undone"]) for row in rows] == [
        (2, "undo", 1, 0),
        (1, "merge", None, 1),
    ]
    assert rows[1]["incidents"].split("; ") == names
    assert rows[0]["who"] == "mara"


def test_a_step_that_a_later_one_stands_on_is_not_undone(client: Any, desk: Path) -> None:
    do(client, action="merge", others=list(counting(desk)))
    name, documents = largest(desk)
    do(client, action="split", incident=name, documents=documents[0][:12])
    answer = client.post("/incidents/steps", data={"action": "undo", "number": "1"})
    assert answer.status_code == 400
    assert "undo step 2 first" in answer.text


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"action": "merge"}, "two incidents or more"),
        ({"action": "merge", "incident": "INCIDENT", "other": "INCIDENT"}, "two incidents or more"),
        ({"action": "merge", "incident": "INCIDENT", "other": "zzz"}, "no such incident"),
        ({"action": "split", "incident": "INCIDENT"}, "none or all of its documents"),
        ({"action": "undo", "number": "7"}, "no such step"),
        ({"action": "undo", "number": "last"}, "no step&#39;s number"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    client: Any, desk: Path, wish: dict[str, str], words: str
) -> None:
    before = counting(desk)
    name, _ = largest(desk)
    data = {key: value.replace("INCIDENT", name) for key, value in wish.items()}
    answer = client.post("/incidents/steps", data=data)
    assert answer.status_code == 400
    assert words in answer.text
    assert counting(desk) == before


def test_a_program_does_the_same(client: Any, desk: Path) -> None:
    names = list(counting(desk))
    taken = client.post("/api/steps", json={"action": "merge", "others": names}).json()
    assert taken["who"] == "mara"
    assert taken["incidents"] == list(counting(desk))
    undone = client.post("/api/steps", json={"action": "undo", "number": str(taken["number"])}).json()
    assert undone["incidents"] == names


def test_a_reader_parts_and_joins_nothing(desk: Path) -> None:
    before = counting(desk)
    name, documents = largest(desk)
    with client_of(site_of(desk, reviewer=None)) as reader:
        page = reader.get(f"/incident/{name}").text
        assert "/incidents/steps" not in page + reader.get("/incidents").text
        wish = {"action": "split", "incident": name, "documents": documents[0]}
        assert reader.post("/incidents/steps", data=wish).status_code == 400
    assert counting(desk) == before
