"""The words of the interface: all of them in one catalogue, and every page says nothing else in a made-up language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.frontend import main as pybabel
from babel.messages.mofile import write_mo

from dragoman.errors import ResourceError
from dragoman.show.page.serve import open_site
from dragoman.show.page.words import code_of, translations
from dragoman.store import Store
from made.desk import fill, made_records
from scripts.desk_messages import collected, messages, written
from show.page.served import MADE_PAGES, client_of, site_of
from show.page.untranslated import OPEN, Untranslated, marked, outside

ROOT = Path(__file__).parents[3]


def translated(words: str) -> str:
    """A word of the tests' language, which is written from right to left."""
    return "rtl" if words == "ltr" else marked(words)


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A translation of the whole catalogue, made as a translator's tools would make it."""
    made = Catalog(locale="he")
    for one in written():
        if one.id:
            several = (translated(one.id[1]),) * made.num_plurals if one.pluralizable else ()
            made.add(one.id, several or translated(one.id), context=one.context)
    path = tmp_path_factory.mktemp("language") / "desk.mo"
    with path.open("wb") as file:
        write_mo(file, made)
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("desk") / "made.db", made_records())


@pytest.fixture(scope="module")
def client(desk: Path, language: Path) -> Iterator[Any]:
    with client_of(site_of(desk, language=str(language))) as found:
        yield found


@pytest.fixture(scope="module")
def pages(client: Any, desk: Path) -> tuple[str, ...]:
    """Every kind of page, after verdicts, steps and a watch, so that what tells of them is there."""
    with Store(desk) as store:
        value = next(iter(store.statements()))["id"]
        reports = [row["id"] for row in store.reports()]
        incidents = [row["id"] for row in store.incidents()]
        term = next(iter(store.terms()))["id"]
    said = [{"action": "accept"}, {"action": "note", "note": "heard it"}]
    for one in (*said, {"action": "correct", "field": "who", "value": "J. Aske"}):
        assert client.post("/review", data={"id": value, **one}).status_code == 200
    wish = {"action": "keep", "name": "The envoy", "question": "statements", "query": "by=Hollander"}
    assert client.post("/watches/change", data=wish).status_code == 200
    merged = client.post("/api/steps", json={"action": "merge", "others": incidents[:2]}).json()["incidents"]
    single = [
        *(f"/report/{name}" for name in reports),
        *(f"/incident/{name}" for name in (*incidents, *merged)),
    ]
    return (*MADE_PAGES, *single, f"/term/{term}", "/report/none", "/search/events?period=lately")


def test_every_word_of_every_page_comes_out_of_the_catalogue(client: Any, pages: tuple[str, ...]) -> None:
    found: dict[str, list[str]] = {}
    for path in pages:
        # Pages of one thing are titled by it.
        titled = not path.startswith(("/report/", "/incident/", "/name", "/term/")) or path == "/report/none"
        page = client.get(path).text
        assert page.count(OPEN) > 15, path
        found[path] = Untranslated(page, titled=titled).found
    assert {path: words for path, words in found.items() if words} == {}


def test_the_page_says_which_language_it_is_in_and_which_way_it_runs(client: Any) -> None:
    assert '<html lang="he" dir="rtl">' in client.get("/").text


def test_the_guard_speaks_the_language_too(desk: Path, language: Path) -> None:
    with client_of(site_of(desk, language=str(language)), let_in=False) as stranger:
        page = stranger.get("/").text
    assert marked("Open the desk by the address that dragoman serve printed.") in page


def test_what_was_not_translated_is_found() -> None:
    page = f"""<html><head><title>Reports - Dragoman</title></head><body><h1>{marked("Reports")} 3</h1>
    <p>Two <bdi>Aske</bdi> <a title="away">{marked("more")}</a><code>x</code> <b translate="no">PER</b>
    <svg aria-label="Map"><text>Sill</text></svg>
    <input placeholder="words"> {marked(f"claim {marked('up')} to")}</p></body></html>"""
    assert Untranslated(page).found == [
        "<title> Reports",
        "<p> Two",
        "<a> away",
        "<svg> Map",
        "<input> words",
    ]
    assert outside(f"a{marked('b' + marked('c'))}d") == "ad"


def test_the_catalogue_is_what_pages_and_modules_ask_for() -> None:
    """If this fails, run: python scripts/desk_messages.py"""
    assert messages(written()) == messages(collected())


def test_scripts_ask_for_no_word_that_the_page_does_not_hold(client: Any) -> None:
    page = client.get("/").text
    folders = [files(package).joinpath("static") for package in ("dragoman.show", "dragoman.show.page")]
    scripts = [one for folder in folders for one in folder.iterdir() if one.name.endswith(".js")]
    asked = {
        name for one in scripts for name in re.findall(r'word\("(\w+)"\)', one.read_text(encoding="utf-8"))
    }
    assert {"copied", "choose", "undone"} <= asked
    held = {
        re.sub("-(.)", lambda found: found[1].upper(), name) for name in re.findall(r" data-([a-z-]+)=", page)
    }
    assert asked <= held


def test_a_translation_is_made_as_the_page_of_documents_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = re.findall(r"```sh\n(pybabel init .*?)```", (ROOT / "docs" / "desk.md").read_text(), re.DOTALL)
    init, compiled, served = (line.partition("#")[0].split() for line in block.strip().split("\n"))
    monkeypatch.chdir(tmp_path)
    Path("src").symlink_to(ROOT / "src")
    monkeypatch.setattr("sys.argv", init)
    pybabel()
    given = Path("fr.po").read_text(encoding="utf-8")
    Path("fr.po").write_text(
        given.replace('"Reports"\nmsgstr ""', '"Reports"\nmsgstr "Rapports"'), encoding="utf-8"
    )
    monkeypatch.setattr("sys.argv", compiled)
    pybabel()
    assert served[:4] == ["dragoman", "serve", "desk.db", "--language"]
    made = translations(served[4])
    assert (made.gettext("Reports"), made.gettext("Events"), code_of(made)) == ("Rapports", "Events", "fr")


def test_a_language_without_a_translation_is_told(tmp_path: Path, desk: Path) -> None:
    with pytest.raises(ResourceError, match=r"xx: no translation of the interface"):
        open_site(desk, 0, lambda: "", language="xx")
    (tmp_path / "wrong.mo").write_bytes(b"words")
    with pytest.raises(ResourceError, match=r"wrong\.mo: no translation"):
        open_site(desk, 0, lambda: "", language=str(tmp_path / "wrong.mo"))
