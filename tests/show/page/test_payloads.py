"""Texts that would act on a page stay texts: on every page, in every field, in what a reader sends, too."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest

from made.desk import fill
from show.page.payloads import PAYLOADS, payload_records
from show.page.served import MADE_PAGES, client_of, site_of

TAGS = frozenset(
    "html head meta title link body a header nav ul ol li form label input main h1 h2 h3 p b small span div dl dt dd"
    " bdi section article blockquote details summary table caption thead tbody tr th td button select option datalist"
    " code em strong kbd footer script svg g line rect circle path text tspan br".split()
)
"""What the desk's own templates are made of; svg's title is the page's by name."""


class Looker(HTMLParser):
    """All that could act in a page, as a browser would take it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.acting: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag not in TAGS or (tag == "script" and names != {"type": "module", "src": "/static/desk.js"}):
            self.acting.append(f"<{tag}> {names}")
        if tag == "meta" and "http-equiv" in names:
            self.acting.append(f"<{tag}> {names}")
        self.acting += [
            f"{tag} {name}" for name in names if name.startswith("on") or name in ("style", "srcdoc")
        ]
        for name in ("href", "src", "action", "formaction"):
            address = (names.get(name) or "/").strip()
            if not address.startswith(("/", "#", "http://x.example", "https://x.example")):
                self.acting.append(f"{tag} {name}={address}")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    desk = fill(tmp_path_factory.mktemp("desk") / "payloads.db", payload_records(), aligned=False)
    with client_of(site_of(desk, reviewer=PAYLOADS[1])) as found:
        yield found


def test_there_are_three_hundred() -> None:
    assert len(set(PAYLOADS)) >= 300


def test_lists_and_searches_show_texts_as_texts(client: Any) -> None:
    pages = [path for path in MADE_PAGES if "name=" not in path and "by=" not in path]
    for path in pages:
        page = client.get(path + ("&" if "?" in path else "?") + "rows=400")
        assert page.status_code == 200, path
        assert Looker(page.text).acting == [], path


def test_reports_and_terms_show_texts_as_texts(client: Any) -> None:
    rows = client.get("/api/ask/reports?rows=1000").json()["rows"]
    assert len(rows) == len(PAYLOADS)
    for row in rows:
        assert Looker(client.get(f"/report/{row['id']}").text).acting == [], row["title"]
    for row in rows[::20]:
        assert Looker(client.get(f"/term/{row['id']}/m1").text).acting == [], row["title"]


def test_what_a_reader_sends_comes_back_as_text(client: Any) -> None:
    value = client.get("/api/ask/statements?rows=1").json()["rows"][0]["id"]
    for payload in PAYLOADS[::12]:
        query = urlencode(
            {"by": payload, "about": payload, "period": payload, "subject": payload, "rows": payload}
        )
        for path in (f"/search/events?{query}", f"/?{query}", f"/terms?{query}", f"/map/events?{query}"):
            assert Looker(client.get(path).text).acting == [], path
    for payload in PAYLOADS[::25]:
        wish = {"action": "keep", "name": payload, "question": "events", "query": urlencode({"by": payload})}
        assert Looker(client.post("/watches/change", data=wish).text).acting == []
        note = {"action": "correct", "id": value, "field": "who", "value": payload, "note": payload}
        assert Looker(client.post("/review", data=note).text).acting == []
    for path in ("/watches", "/reviews", "/reviews?view=accepted", f"/report/{value[:12]}"):
        assert Looker(client.get(path).text).acting == [], path
