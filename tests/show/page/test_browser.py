"""The desk in a browser: the text and its marks, the keyboard, nothing that leaves the machine, nothing that runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.desk import demo_sources
from dragoman.ingest import ingest, own_plan
from dragoman.show.page.site import Site
from dragoman.store import Store
from dragoman.types import Record
from made.desk import fill, made_records
from show.page.payloads import payload_records
from show.page.served import MADE_PAGES, NOW, served
from show.page.slices import as_shown, slices

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("no Chromium; apt-get install chromium", allow_module_level=True)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
MILLISECONDS = 120_000

# What a reader sees of each thing: its pieces, put together in the order of the text.
PIECES = """() => {
  const found = {};
  for (const piece of document.querySelectorAll('#text .m')) {
    for (const name of piece.dataset.of.split(' ')) found[name] = (found[name] || '') + piece.textContent;
  }
  return found;
}"""
SELECT = """([from, to]) => {
  const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
  const place = (wanted) => {
    let seen = 0;
    walker.currentNode = walker.root;
    while (walker.nextNode()) {
      const points = [...walker.currentNode.data];
      if (seen + points.length >= wanted) return [walker.currentNode, points.slice(0, wanted - seen).join('').length];
      seen += points.length;
    }
  };
  getSelection().setBaseAndExtent(...place(from), ...place(to));
}"""
KINDS = {
    "attributions": "a",
    "entities": "e",
    "times": "t",
    "places": "p",
    "events": "v",
    "figures": "f",
    "terms": "m",
}


class Reader:
    """A browser's page with all that went wrong or left the machine on it."""

    def __init__(self, page: Any, site: Site) -> None:
        self.page, self.site = page, site
        self.base = f"http://127.0.0.1:{site.port}"
        self.strangers: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda told: self._told(told.type, told.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: (self.wrong.append(f"ran: {dialog.message}"), dialog.dismiss()))
        page.goto(site.address)
        page.wait_for_url(f"{self.base}/")

    def _asked(self, url: str) -> None:
        if not url.startswith(self.base):
            self.strangers.append(url)

    def _told(self, kind: str, words: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(words)

    def open(self, path: str) -> Any:
        """Open a page of the desk."""
        self.page.goto(self.base + path)
        return self.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def clean(self) -> None:
        assert self.strangers == []
        assert self.wrong == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS), timeout=MILLISECONDS
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as found:
        yield found


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> tuple[Record, ...]:
    """The packaged reports as the weights read them, and those made by hand."""
    path = tmp_path_factory.mktemp("packaged") / "packaged.db"
    with Store(path, write=True) as store:
        list(ingest(store, demo_sources(), own_plan(seen=NOW)))
        return (*store.records(), *made_records())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, records: tuple[Record, ...]) -> Path:
    return fill(tmp_path_factory.mktemp("desk") / "desk.db", records)


@pytest.fixture
def reader(browser: Any, desk: Path, patch: pytest.MonkeyPatch) -> Iterator[Reader]:
    with served(desk, patch) as site:
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        context.set_default_timeout(MILLISECONDS)
        yield Reader(context.new_page(), site)
        context.close()


def test_every_highlighted_string_is_its_slice_of_the_text(
    reader: Reader, records: tuple[Record, ...]
) -> None:
    for record in records:
        page = reader.open(f"/report/{record.document.id}")
        assert page.eval_on_selector("#text", "text => text.textContent") == as_shown(record.document.text)
        assert page.evaluate(PIECES) == slices(record)
    reader.clean()


def test_no_page_asks_another_machine_and_axe_finds_nothing_serious(
    reader: Reader, desk: Path, records: tuple[Record, ...]
) -> None:
    from axe_playwright_python.base import AXE_FILE_PATH

    axe = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    with Store(desk) as store:
        incident = next(iter(store.incidents()))["id"]
    single = (
        f"/report/{records[0].document.id}",
        f"/report/{records[-1].document.id}",
        f"/incident/{incident}",
    )
    found = []
    for path in (*MADE_PAGES, *single, f"/term/{records[-1].document.id}/m1", "/report/none"):
        page = reader.open(path)
        page.evaluate(axe)
        broken = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        serious = (one for one in broken if one["impact"] in ("serious", "critical"))
        found += [(path, one["id"], one["nodes"][0]["html"]) for one in serious]
    assert found == []
    reader.wrong = [words for words in reader.wrong if "404" not in words]
    reader.clean()


def test_dark_and_narrow_pages_can_be_read_too(reader: Reader, records: tuple[Record, ...]) -> None:
    from axe_playwright_python.base import AXE_FILE_PATH

    axe = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    reader.page.emulate_media(color_scheme="dark")
    reader.page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", f"/report/{records[-1].document.id}", "/terms"):
        page = reader.open(path)
        page.evaluate(axe)
        broken = page.evaluate("axe.run({runOnly: ['color-contrast']})")["violations"]
        assert [one["nodes"][0]["html"] for one in broken] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_pointing_at_words_lights_their_value_and_back(reader: Reader, records: tuple[Record, ...]) -> None:
    page = reader.open(f"/report/{records[-1].document.id}")
    page.hover("#text .m.cue")
    assert page.eval_on_selector_all(".record .on", "all => all.map(one => one.dataset.of)") == ["a1"]
    page.hover('.value[data-of="f1"]')
    assert (
        page.eval_on_selector_all("#text .on", "all => all.map(one => one.textContent).join('')")
        == "at least 12"
    )


def test_a_report_is_reviewed_by_keyboard_alone(
    reader: Reader, desk: Path, records: tuple[Record, ...]
) -> None:
    record = records[-1]
    page = reader.open(f"/report/{record.document.id}")
    told = page.locator("#told")

    def wait(words: str) -> None:
        told.filter(has_text=words).wait_for()

    reader.press("j", "a")
    wait(": accept")
    reader.press("j", "r")
    wait(": reject")
    reader.press("u")
    wait(": undone")
    reader.press("j", "n")
    page.keyboard.type("heard it on the radio")
    reader.press("Tab", "Tab", "Enter")
    wait(": note")
    start = record.document.text.index("Doves")
    end = start + len("Doves \U0001f54a\ufe0f and \U0001f469\u200d\U0001f469\u200d\U0001f467 came")
    reader.press("k", "k")
    page.evaluate(SELECT, [start, end])
    reader.press("s", "Tab", "Tab", "Enter")
    wait(": correct")
    with Store(desk) as store:
        rows = list(store.reviews())
    assert [row["action"] for row in rows] == ["correct", "note", "undo", "reject", "accept"]
    assert [row["id"].partition("/")[2] for row in rows] == ["a1", "a3", "a2", "a2", "a1"]
    corrected = msgspec.json.decode(rows[0]["correction"])
    assert corrected == {"start": str(start), "end": str(end), "content": record.document.text[start:end]}
    assert page.locator(".v-note").inner_text().strip().startswith("note")
    reader.clean()


def test_without_scripts_forms_do_the_same(browser: Any, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    desk = fill(tmp_path / "made.db", made_records()[:1])
    with served(desk, patch) as site:
        context = browser.new_context(java_script_enabled=False)
        context.set_default_timeout(MILLISECONDS)
        reader = Reader(context.new_page(), site)
        page = reader.open(f"/report/{made_records()[0].document.id}")
        page.locator(".judge button[value=reject]").first.click()
        page.locator(".verdicts .v-reject").wait_for()
        reader.open("/search/statements?by=Hollander")
        page.fill('input[name="name"]', "The envoy")
        page.locator('form[action="/watches/change"] button').click()
        page.get_by_role("heading", name="The envoy").wait_for()
        context.close()
    with Store(desk) as store:
        assert [row["action"] for row in store.reviews()] == ["reject"]
    reader.clean()


def test_nothing_in_a_record_runs(browser: Any, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """Lists show every payload at once; of the single reports, looked at one by one elsewhere, some are opened."""
    records = payload_records()
    desk = fill(tmp_path / "payloads.db", records, aligned=False)
    lists = [f"{path}{'&' if '?' in path else '?'}rows=300" for path in MADE_PAGES if "=" not in path]
    with served(desk, patch) as site:
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        context.set_default_timeout(MILLISECONDS)
        reader = Reader(context.new_page(), site)
        for path in (*lists, *(f"/report/{record.document.id}" for record in records[::20])):
            page = reader.open(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        context.close()
    reader.clean()
