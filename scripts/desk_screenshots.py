"""Take the pictures of the desk that `docs/desk.md` shows: each page of a desk with reports made by hand.

    python scripts/desk_screenshots.py [--dark] [FOLDER]

The reports are those of `tests/made/desk.py`, whose values are written out by hand, so that every kind is there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from dragoman.store import Store
from made.desk import fill, made_records
from show.page.served import served

FOLDER = Path(__file__).parents[1] / "docs" / "desk"
SIZE = {"width": 1280, "height": 860}
PAPER = {"width": 794, "height": 1123}
"""A sheet of A4 in the browser's pixels."""
MILLISECONDS = 60_000


def pages_of(desk: Path) -> Iterator[tuple[str, str]]:
    """A name for each picture, and the page it is of."""
    with Store(desk) as store:
        newest = next(iter(store.reports()))["id"]
        incident = next(iter(store.incidents(place="Sill")))["id"]
    yield from (("reports", "/"), ("report", f"/report/{newest}"), ("search", "/search/statements"))
    yield from (
        ("name", "/name?name=Ines+Hollander&type=PER&subject=ceasefire"),
        ("incident", f"/incident/{incident}"),
    )
    yield from (("terms", "/terms"), ("timeline", "/timeline/events"), ("map", "/map/events"))
    yield from (("reviews", "/reviews"), ("watches", "/watches"))


def say_something(page: Any, base: str, desk: Path) -> None:
    """Some verdicts and a watch, as a reader would leave them."""
    with Store(desk) as store:
        report = next(iter(store.reports()))["id"]
    page.goto(f"{base}/report/{report}")
    for keys, told in (("ja", "accept"), ("jr", "reject")):
        for key in keys:
            page.keyboard.press(key)
        page.locator("#told").filter(has_text=told).wait_for()
    page.goto(f"{base}/search/statements?by=Hollander")
    page.fill('input[name="name"]', "The envoy")
    page.locator('form[action="/watches/change"] button').click()
    page.wait_for_url("**/watches")


def main(folder: Path, scheme: Any) -> None:
    with (
        tempfile.TemporaryDirectory() as held,
        pytest.MonkeyPatch.context() as patch,
        sync_playwright() as playwright,
    ):
        desk = fill(Path(held) / "desk.db", made_records())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport=SIZE, color_scheme=scheme).new_page()
        page.set_default_timeout(MILLISECONDS)
        with served(desk, patch) as site:
            base = f"http://127.0.0.1:{site.port}"
            page.goto(site.address)
            page.wait_for_url(f"{base}/")
            say_something(page, base, desk)
            for name, path in pages_of(desk):
                page.goto(base + path)
                page.screenshot(path=folder / f"{name}.png")
                print(f"{folder / name}.png")
            page.emulate_media(media="print")
            page.set_viewport_size(PAPER)
            page.goto(base + dict(pages_of(desk))["report"])
            page.evaluate("document.body.style.padding = '17mm 16mm'")  # the margins, which only paper has
            page.screenshot(path=folder / "print.png")
            print(f"{folder / 'print.png'}")
        browser.close()


if __name__ == "__main__":
    wanted = [argument for argument in sys.argv[1:] if argument != "--dark"]
    target = Path(wanted[0]) if wanted else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    main(target, "dark" if "--dark" in sys.argv else "light")
