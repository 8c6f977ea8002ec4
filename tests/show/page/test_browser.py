"""The desk in a browser: the text and its marks, the keyboard, nothing that leaves the machine, nothing that runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.desk import demo_sources
from dragoman.ingest import ingest, own_plan
from dragoman.show.html import render_page
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


AXE = "axe.run({resultTypes: ['violations'], preload: false, %s})"
# The colours of all that is seen on a page, where red, green and blue are not the same.
COLOURS = """() => {
  const found = new Set();
  const grey = (colour) => {
    const [red, green, blue, opaque] = colour.match(/[\\d.]+/g).map(Number);
    return opaque === 0 || (red === green && green === blue);
  };
  for (const one of document.querySelectorAll('body, body *')) {
    if (!one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    const seen = [style.color, style.backgroundColor];
    for (const side of ['Top', 'Right', 'Bottom', 'Left'])
      if (style[`border${side}Style`] !== 'none') seen.push(style[`border${side}Color`]);
    if (style.textDecorationLine !== 'none') seen.push(style.textDecorationColor);
    if (one instanceof SVGElement) seen.push(...[style.fill, style.stroke].filter((paint) => paint.startsWith('rgb')));
    for (const colour of seen) if (!grey(colour)) found.add(`${one.tagName} ${one.className} ${colour}`);
  }
  return [...found];
}"""
# How each kind of mark looks, colours aside.
LOOKS = """(kinds) => kinds.map((kind) => {
  const mark = document.querySelector(`.legend .m.${kind}`);
  const style = getComputedStyle(mark);
  return [style.borderBottomStyle, style.borderBottomWidth, style.fontStyle, style.fontWeight, style.textDecorationLine,
    style.backgroundColor !== 'rgba(0, 0, 0, 0)'].join(' ');
})"""


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

    def enter(self) -> Reader:
        """Come in by the address that the command prints."""
        self.page.goto(self.site.address)
        self.page.wait_for_url(f"{self.base}/")
        return self

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
        """Types keys once the page has loaded: its scripts come after its text."""
        self.page.wait_for_load_state("load")
        for key in keys:
            self.page.keyboard.press(key)

    def serious(self, more: str = "") -> list[tuple[str, str]]:
        """What axe finds on the page that keeps people out; `more` are options of it."""
        self.page.evaluate(f"{axe_script()};0")
        broken = self.page.evaluate(AXE % more)["violations"]
        found = (one for one in broken if one["impact"] in ("serious", "critical"))
        return [(one["id"], one["nodes"][0]["html"]) for one in found]

    def clean(self) -> None:
        assert self.strangers == []
        assert self.wrong == []


@cache
def axe_script() -> str:
    from axe_playwright_python.base import AXE_FILE_PATH

    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


@contextmanager
def reading(browser: Any, site: Site, **options: Any) -> Iterator[Reader]:
    """A browser's context that was let in, until the block ends."""
    context = browser.new_context(viewport={"width": 1300, "height": 900}, **options)
    context.set_default_timeout(MILLISECONDS)
    yield Reader(context.new_page(), site).enter()
    context.close()


# One browser, one desk and one server for all tests that do not need a desk of their own: starting them takes longer
# than most tests.


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


@pytest.fixture(scope="module")
def desk_site(desk: Path, patch: pytest.MonkeyPatch) -> Iterator[Site]:
    with served(desk, patch) as site:
        yield site


@pytest.fixture(scope="module")
def context(browser: Any, desk_site: Site) -> Iterator[Any]:
    with reading(browser, desk_site) as first:
        yield first.page.context


@pytest.fixture
def reader(context: Any, desk_site: Site) -> Iterator[Reader]:
    """A page of its own for each test."""
    page = context.new_page()
    yield Reader(page, desk_site)
    page.close()


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
    with Store(desk) as store:
        incident = next(iter(store.incidents()))["id"]
    single = (
        f"/report/{records[0].document.id}",
        f"/report/{records[-1].document.id}",
        f"/incident/{incident}",
    )
    found = {}
    for path in (*MADE_PAGES, *single, f"/term/{records[-1].document.id}/m1", "/report/none"):
        reader.open(path)
        found[path] = reader.serious()
    assert {path: broken for path, broken in found.items() if broken} == {}
    reader.wrong = [words for words in reader.wrong if "404" not in words]
    reader.clean()


def test_dark_and_narrow_pages_can_be_read_too(
    reader: Reader, desk: Path, records: tuple[Record, ...]
) -> None:
    reader.page.emulate_media(color_scheme="dark")
    reader.page.set_viewport_size({"width": 360, "height": 740})
    with Store(desk) as store:
        incident = next(iter(store.incidents(place="Sill")))["id"]
    for path in ("/", f"/report/{records[-1].document.id}", "/terms", f"/incident/{incident}"):
        page = reader.open(path)
        assert reader.serious("runOnly: ['color-contrast']") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_paper_is_black_white_and_grey_and_tells_marks_apart(
    reader: Reader, desk: Path, records: tuple[Record, ...]
) -> None:
    with Store(desk) as store:
        incident = next(iter(store.incidents(place="Sill")))["id"]
    reader.page.emulate_media(media="print", color_scheme="dark")
    report = f"/report/{records[-1].document.id}"
    for path in (
        report,
        f"/incident/{incident}",
        "/search/statements?by=Hollander",
        "/terms",
        "/timeline/events",
    ):
        page = reader.open(path)
        assert page.evaluate(COLOURS) == [], path
        for gone in (
            "nav",
            "button",
            "details:not(.outside) > summary",
            ".files",
            "input[type=checkbox]",
            "input[value='']",
        ):
            assert page.locator(f"{gone} >> visible=true").count() == 0, (path, gone)
    page = reader.open(report)
    looks = page.evaluate(LOOKS, ["content", "source", "cue", "entity", "event", "figure", "term"])
    assert len(set(looks)) == 7, looks
    assert page.locator("#said-1 blockquote").is_visible()
    assert page.locator(".outside > div").first.is_visible(), "nothing is folded away on paper"
    filters = reader.open("/search/statements?by=Hollander").locator(".filters input >> visible=true")
    assert [one.input_value() for one in filters.all()] == ["Hollander"]
    assert reader.open(report).pdf().startswith(b"%PDF")
    reader.clean()


def test_pointing_at_words_lights_their_value_and_back(reader: Reader, records: tuple[Record, ...]) -> None:
    page = reader.open(f"/report/{records[-1].document.id}")
    page.hover("#text .m.cue")
    assert page.eval_on_selector_all(".record .on", "all => all.map(one => one.dataset.of)") == ["a1"]
    page.hover('.value[data-of="f1"]')
    assert (
        page.eval_on_selector_all("#text .on", "all => all.map(one => one.textContent).join('')")
        == "at least 12"
    )


def test_a_records_own_page_ties_words_to_values_and_copies_citations(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "record.html"
    path.write_text(render_page(made_records()[0]), encoding="utf-8")
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.goto(path.as_uri())
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "said-2"
    assert page.locator("#text .m.on").count() > 0
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.of") == "a1"
    page.locator("#said-1 summary").click()
    page.locator("#said-1 button").click()
    page.wait_for_function("document.querySelector('#said-1 button').textContent !== 'copy citation'")
    assert wrong == []
    page.close()


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


def test_incidents_are_parted_and_joined_by_keyboard_alone(reader: Reader, desk: Path) -> None:
    with Store(desk) as store:
        before = {row["id"] for row in store.incidents()}
        name = next(row["id"] for row in store.incidents(place="Sill") if row["documents"] > 2)
        documents = [member.document for member in store.incident(name).members]
    page = reader.open(f"/incident/{name}")
    reader.press("p")
    page.locator("#told").filter(has_text="choose a row first").wait_for()
    reader.press("j", "j", "x", "p")
    page.locator(".step").filter(has_text="Parted by mara").wait_for()
    assert reader.serious() == []
    with Store(desk) as store:
        made = [store.incident(one).members for one in {row["id"] for row in store.incidents()} - before]
    assert sorted(len(members) for members in made) == [1, len(documents) - 1]
    assert {documents[1]} in [{member.document for member in members} for members in made]
    with page.expect_navigation():
        reader.press("u")
    reader.press("k", "x", "m")
    page.locator(".step").filter(has_text="Joined by mara").wait_for()
    with Store(desk) as store:
        joined = {row["id"] for row in store.incidents()}
    assert len(joined) == len(before) - 1
    assert page.url.rpartition("/")[2] in joined
    reader.press("u")
    page.wait_for_url(f"**/incident/{name}")
    with Store(desk) as store:
        assert {row["id"] for row in store.incidents()} == before
        assert [row["action"] for row in store.steps()] == ["undo", "merge", "undo", "split"]
    reader.clean()


def test_without_scripts_forms_do_the_same(browser: Any, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    desk = fill(tmp_path / "made.db", made_records()[:2])
    with served(desk, patch) as site, reading(browser, site, java_script_enabled=False) as reader:
        page = reader.open(f"/report/{made_records()[0].document.id}")
        page.locator(".judge button[value=reject]").first.click()
        page.locator(".verdicts .v-reject").wait_for()
        reader.open("/search/statements?by=Hollander")
        page.fill('input[name="name"]', "The envoy")
        page.locator('form[action="/watches/change"] button').click()
        page.get_by_role("heading", name="The envoy").wait_for()
        reader.open("/incidents")
        for box in page.locator("input[name=others]").all():
            box.check()
        page.locator("button[value=merge]").click()
        page.locator(".step").filter(has_text="Joined by mara").wait_for()
    with Store(desk) as store:
        assert [row["action"] for row in store.reviews()] == ["reject"]
        assert store.incidents().count() == (1, False)
    reader.clean()


def test_nothing_in_a_record_runs(browser: Any, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """Lists show every payload at once; of the single reports, looked at one by one elsewhere, some are opened."""
    records = payload_records()
    desk = fill(tmp_path / "payloads.db", records, aligned=False)
    lists = [f"{path}?rows=300" for path in MADE_PAGES if "?" not in path]
    with served(desk, patch) as site, reading(browser, site) as reader:
        for path in (*lists, *(f"/report/{record.document.id}" for record in records[::20])):
            page = reader.open(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    reader.clean()
