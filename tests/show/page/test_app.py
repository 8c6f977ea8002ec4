"""The desk without a browser: who is let in, that tables are the store's own, reviews, watches, feeds, the API."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as Tree
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jinja2 import nodes

from dragoman.show.answers import write_csv
from dragoman.show.page import render, words
from dragoman.show.page.guard import BODY_BYTES, HEADERS
from dragoman.store import Store
from made.desk import fill, made_records
from show.page.served import BASE, MADE_PAGES, TOKEN, client_of, site_of
from show.page.slices import as_shown, slices

FORMS = ("/review", "/watches/change", "/name", "/incidents/steps")
"""Where forms lead, which need what is in their fields."""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("desk") / "made.db", made_records())


@pytest.fixture(scope="module")
def client(desk: Path) -> Iterator[Any]:
    with client_of(site_of(desk)) as found:
        yield found


def ids_of(desk: Path, question: str) -> list[str]:
    with Store(desk) as store:
        return [row["id"] for row in getattr(store, question)()]


def single_pages(desk: Path) -> list[str]:
    return [
        *(f"/report/{name}" for name in ids_of(desk, "reports")),
        *(f"/incident/{name}" for name in ids_of(desk, "incidents")),
        *(f"/term/{name}" for name in ids_of(desk, "terms")),
    ]


def links_in(page: str) -> list[str]:
    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if name in ("href", "src", "action"))

    Links().feed(page)
    return found


# ---- pages


def test_every_page_answers_and_every_link_in_it_leads_somewhere(client: Any, desk: Path) -> None:
    seen: dict[str, int] = {}
    for path in (*MADE_PAGES, *single_pages(desk)):
        answer = client.get(path)
        assert answer.status_code == 200, path
        for link in links_in(answer.text):
            target = link.partition("#")[0]
            if target.startswith("/") and target not in FORMS:
                seen.setdefault(target, 0)
    for target in seen:
        seen[target] = client.get(target).status_code
    assert {target: status for target, status in seen.items() if status != 200} == {}
    assert len(seen) > 100


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/report/ffffffff", 404, "no document with this id"),
        ("/incident/zzz", 404, "no such incident"),
        ("/name?name=Nobody&type=PER", 404, "no report names it"),
        ("/search/nonsense", 400, "no such question"),
        ("/search/statements?by=%21%21", 400, "holds no word"),
        ("/search/events?score=often", 400, "is no number"),
        ("/search/events?type=nonsense", 400, "no type of events; there are: AGREE, CONSULT"),
        ("/timeline/figures?stage=agreed", 400, "no stage of figures"),
        ("/map/events?type=nonsense", 400, "no type of events"),
        ("/search/entities?place=Narnia", 400, "no country"),
        ("/search/events?period=lately", 400, "no period"),
        ("/table/events?form=pdf", 400, "no such form"),
        ("/reviews/table?view=none", 400, "no such view"),
        ("/name/table?name=Ines+Hollander&type=PER&table=none", 404, "no such table"),
        ("/map/none/table", 400, "no such map"),
        ("/static/none.css", 404, "no such file"),
        ("/static/..%2fapp.py", 404, ""),
        ("/nowhere", 404, "Not Found"),
    ],
)
def test_what_cannot_be_answered_says_why(client: Any, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text


def test_a_report_says_which_other_reports_share_its_words(client: Any, desk: Path) -> None:
    page = client.get(f"/report/{ids_of(desk, 'reports')[0]}").text
    assert "Incidents it has a part in" in page
    assert "Reports that share its words" in page


class Marks(HTMLParser):
    """The text of a report's page, and what the marks of each thing read together."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.read = "", dict[str, str]()
        self._open: list[list[str]] = []
        self._from = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag in ("meta", "link", "input"):
            return
        marked = "m" in (names.get("class") or "").split()
        self._open.append((names.get("data-of") or "").split() if marked else [])
        if names.get("id") == "text":
            self._from = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        if len(self._open) < self._from:
            self._from = 0

    def handle_data(self, data: str) -> None:
        if self._from:
            self.text += data
            for name in (name for held in self._open[self._from :] for name in held):
                self.read[name] = self.read.get(name, "") + data


def test_every_highlighted_string_is_its_slice_of_the_text(client: Any) -> None:
    for record in made_records():
        page = Marks(client.get(f"/report/{record.document.id}").text)
        assert page.text == as_shown(record.document.text)
        assert page.read == slices(record)


# ---- who is let in


def test_nobody_is_let_in_without_the_token(desk: Path) -> None:
    with client_of(site_of(desk), let_in=False) as stranger:
        for path in (*MADE_PAGES, "/api/ask/statements", "/static/desk.css", "/feed/statements", "/nowhere"):
            assert stranger.get(path).status_code == 403, path
        assert stranger.get("/?token=wrong").status_code == 403
        assert stranger.get("/", headers={"authorization": "Bearer wrong"}).status_code == 403
        assert stranger.post("/review", data={"action": "accept", "id": "x"}).status_code == 403
        assert stranger.get("/api/summary", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_in_the_address_becomes_a_cookie_that_pages_cannot_read(desk: Path) -> None:
    with client_of(site_of(desk), let_in=False) as reader:
        answer = reader.get(f"/search/events?by=army&token={TOKEN}")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert 'content="0;url=/search/events?by=army"' in answer.text
        assert TOKEN not in answer.text
        assert reader.get("/search/events?by=army").status_code == 200


@pytest.mark.parametrize("onward", ["//evil.example/", "/\\evil.example"])
def test_the_token_never_leads_to_another_machine(desk: Path, onward: str) -> None:
    with client_of(site_of(desk), let_in=False) as reader:
        page = reader.get(f"{BASE}{onward}?token={TOKEN}").text
    assert "url=//" not in page
    assert "url=/\\" not in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:9999", ""])
def test_another_name_for_this_machine_is_refused(client: Any, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_only_own_pages_write(client: Any, desk: Path, headers: dict[str, str]) -> None:
    data = {"action": "accept", "id": ids_of(desk, "statements")[0]}
    assert client.post("/review", data=data, headers=headers).status_code == 403
    with Store(desk) as store:
        assert store.reviews().count() == (0, False)


def test_long_bodies_and_addresses_are_refused(client: Any) -> None:
    assert client.post("/review", data={"note": "x" * (BODY_BYTES + 1)}).status_code == 413
    assert client.post("/review", headers={"content-length": "9" * 5_000}).status_code == 413
    assert client.get("/search/statements?by=" + "x" * 9_000).status_code == 414


def test_every_answer_carries_the_headers_that_hold_a_page_in(client: Any, desk: Path) -> None:
    for path in (
        "/",
        "/nowhere",
        "/static/desk.js",
        "/api/summary",
        "/table/events",
        *single_pages(desk)[:1],
    ):
        found = client.get(path).headers
        for name, value in HEADERS:
            assert found.get(name) == value or (name, path) == ("cache-control", "/static/desk.js"), (
                path,
                name,
            )
    policy = dict(HEADERS)["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["desk.js", "tie.js", "marks.css"])
def test_a_file_of_the_page_is_asked_for_anew_and_sent_if_it_changed(client: Any, name: str) -> None:
    first = client.get(f"/static/{name}")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(f"/static/{name}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "x-content-type-options" in again.headers
    other = client.get(f"/static/{name}", headers={"if-none-match": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_nothing_stands_in_a_page_that_the_policy_would_have_to_allow(client: Any, desk: Path) -> None:
    class Inline(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = dict(attrs)
            if tag == "style" or (tag == "script" and "src" not in names):
                self.found.append(tag)
            self.found += [name for name in names if name == "style" or name.startswith("on")]

    for path in (*MADE_PAGES, *single_pages(desk)):
        parser = Inline()
        parser.found = []
        parser.feed(client.get(path).text)
        assert parser.found == [], path


# ---- the same rows everywhere


@pytest.mark.parametrize("question", words.QUESTIONS)
def test_files_and_the_api_hold_what_the_store_answers(client: Any, desk: Path, question: str) -> None:
    expected = io.BytesIO()
    with Store(desk) as store:
        answer = getattr(store, question)()
        write_csv(answer, expected.write)
        rows = list(answer.rows())
    assert client.get(f"/table/{question}?form=csv").content == expected.getvalue()
    assert client.get(f"/table/{question}?form=json").json() == rows
    told = client.get(f"/api/ask/{question}?rows=1000").json()
    assert told["rows"] == rows
    assert told["count"] == len(rows)


def test_every_table_can_be_taken_along_as_csv_and_json(client: Any, desk: Path) -> None:
    """Every table but that of the keys has links to files, and each file holds as many rows in both forms."""
    addresses: dict[str, str] = {}
    for path in (*MADE_PAGES, *single_pages(desk)):
        page = client.get(path).text
        links = [link for link in links_in(page) if link.endswith(("form=csv", "form=json"))]
        tables = page.count("<table")
        offered = len([link for link in links if link.endswith("csv")])
        assert offered >= tables - (path == "/keys") - page.count('id="h-joining"'), path
        addresses |= dict.fromkeys(links, path)
    for link, path in addresses.items():
        if link.endswith("csv"):
            lines = list(csv.reader(io.StringIO(client.get(link).text)))
            rows = client.get(f"{link.removesuffix('csv')}json").json()
            assert len(rows) == len(lines) - 1, (path, link)
            assert all(list(row) == lines[0] for row in rows), (path, link)
    kinds = {link.partition("?")[0].rpartition("/")[2] for link in addresses}
    assert {"claims", "reports", "clocks", "table", "names", "places", "stands"} <= kinds


def test_files_of_a_page_hold_what_it_shows(client: Any, desk: Path) -> None:
    with Store(desk) as store:
        incident = store.incident(next(iter(store.incidents(place="Sill")))["id"])
    claims = client.get(f"/incident/{incident.id}/claims?form=json").json()
    every = [claim for rival in incident.figures for claim in rival.claims]
    assert [(row["low"], row["high"]) for row in claims] == [(claim.low, claim.high) for claim in every]
    assert claims[0]["words"] == "at least 12"
    places = client.get("/map/events/table?form=json").json()
    assert {row["place"] for row in places} >= {"Sill", "Ketter valley"}
    roles = client.get("/name/table?name=Ines+Hollander&type=PER&table=roles&form=json").json()
    assert [row["title"] for row in roles] == ["envoy UN"]


def test_filters_mean_the_same_everywhere(client: Any, desk: Path) -> None:
    with Store(desk) as store:
        expected = [
            row["id"] for row in store.statements(by=("Quint", "Brand"), period="2031-05-05..", score=0.8)
        ]
    query = "by=Quint&by=Brand&period=2031-05-05..&score=0.8"
    assert [row["id"] for row in client.get(f"/api/ask/statements?{query}").json()["rows"]] == expected
    assert [
        row["id"] for row in csv.DictReader(io.StringIO(client.get(f"/table/statements?{query}").text))
    ] == expected
    page = client.get(f"/search/statements?{query}").text
    assert [name for name in ids_of(desk, "statements") if name in page] == expected
    assert page.count('name="by"') == 2


def test_a_filter_that_does_not_apply_is_refused_by_the_api(client: Any) -> None:
    answer = client.get("/api/ask/statements?stage=happened")
    assert answer.status_code == 400
    assert answer.json()["reason"] == "statements have no stage"


@pytest.mark.parametrize(
    ("query", "reason", "listed"),
    [
        ("events?type=nonsense", "'nonsense': no type of events", "ASSAULT"),
        ("terms?stage=happened", "'happened': no stage of terms", "in_force"),
        ("statements?zone=top", "'top': no zone of statements", "teaser"),
        ("incidents?type=nonsense", "'nonsense': no type of incidents", "ASSAULT"),
        ("stands?type=nonsense", "'nonsense': no type of stands", "ceasefire"),
    ],
)
def test_what_can_be_asked_is_told_by_the_api(client: Any, query: str, reason: str, listed: str) -> None:
    answer = client.get(f"/api/ask/{query}")
    assert (answer.status_code, answer.json()["reason"]) == (400, reason)
    assert listed in answer.json()["hint"].removeprefix("there are: ").split(", ")


def test_the_schema_of_the_api_tells_of_every_filter(client: Any) -> None:
    schema = client.get("/api/openapi.json").json()
    told = {one["name"] for one in schema["paths"]["/api/ask/{question}"]["get"]["parameters"]}
    assert set(words.FILTERS) <= told
    assert "Record" in str(schema["components"]["schemas"].keys())
    assert all(path.startswith("/api/") for path in schema["paths"])


def test_records_come_whole_out_of_the_api(client: Any, desk: Path) -> None:
    record = made_records()[-1]
    answer = client.get(f"/api/records/{record.document.id[:12]}")
    assert msgspec.json.decode(answer.content, type=type(record)) == record
    assert client.get("/api/records/ffffffff").status_code == 404
    assert client.get("/api/positions?speaker=Ines+Hollander&subject=ceasefire").json()["positions"]
    assert client.get("/api/trace?words=leaves+out+the+Ridge+brigades").json()["steps"]


# ---- reviewing


def test_a_reader_cannot_write(desk: Path) -> None:
    with client_of(site_of(desk, reviewer=None)) as reader:
        value = ids_of(desk, "statements")[0]
        answer = reader.post("/review", data={"action": "accept", "id": value})
        assert answer.status_code == 400
        assert "reading only" in answer.text
        assert "accept</button>" not in reader.get(f"/report/{value[:12]}").text
    with Store(desk) as store:
        assert store.reviews().count() == (0, False)


def test_verdicts_are_logged_shown_and_undone(tmp_path: Path) -> None:
    desk = fill(tmp_path / "made.db", made_records()[:2])
    value = ids_of(desk, "statements")[0]
    given = [
        {"action": "accept", "id": value, "note": ""},
        {"action": "correct", "id": value, "field": "who", "value": "O. Brand <b>", "start": "3", "end": "9"},
        {"action": "note", "id": value, "note": "seen in print"},
    ]
    with client_of(site_of(desk)) as client:
        for data in given:
            answer = client.post("/review", data=data, follow_redirects=False)
            assert answer.status_code == 303
            assert answer.headers["location"] == f"/report/{value.replace('/', '#')}"
        page = client.get(f"/report/{value[:12]}").text
        assert "seen in print" in page
        assert "O. Brand &lt;b&gt;" in page
        assert (
            client.post(
                "/review", data={"action": "correct", "id": value, "field": "nose", "value": "1"}
            ).status_code
            == 400
        )
        made = client.post("/api/reviews", json={"action": "reject", "id": value}).json()
        assert made["who"] == "mara"
        client.post("/review", data={"action": "undo", "number": str(made["number"])})
        log = client.get("/reviews").text
        assert log.count("<tr>") - 1 == 5
    with Store(desk) as store:
        rows = list(store.reviews())
        assert [row["action"] for row in rows] == ["undo", "reject", "note", "correct", "accept"]
        assert msgspec.json.decode(rows[3]["correction"]) == {"end": "9", "start": "3", "who": "O. Brand <b>"}
        assert store.check() == ()


# ---- watches and feeds


def test_a_watch_tells_what_came_in_since_the_last_look(tmp_path: Path) -> None:
    first, *others = made_records()
    desk = fill(tmp_path / "made.db", (first,))
    keep = {"action": "keep", "name": "The envoy", "question": "statements", "query": "by=Hollander"}
    with client_of(site_of(desk)) as client:
        assert client.post("/watches/change", data=keep).status_code == 200
        assert "0 new" in client.get("/watches").text
        assert client.post("/watches/change", data=keep).status_code == 400
        fill(desk, tuple(others[:1]))
        assert "2 new" in client.get("/watches").text
        client.post("/watches/change", data={"action": "seen", "name": "The envoy"})
        assert "0 new" in client.get("/watches").text
        client.post("/watches/change", data={"action": "drop", "name": "The envoy"})
        assert "None yet" in client.get("/watches").text


def test_a_watch_that_cannot_be_asked_any_more_says_why_and_can_be_taken_away(tmp_path: Path) -> None:
    desk = fill(tmp_path / "made.db", made_records()[:1])
    wrong = {"action": "keep", "name": "Rivers", "question": "terms", "query": "type=water_sharing"}
    good = {"action": "keep", "name": "The envoy", "question": "statements", "query": "by=Hollander"}
    with client_of(site_of(desk)) as client:
        client.post("/watches/change", data=wrong)
        client.post("/watches/change", data=good)
        page = client.get("/watches")
        assert page.status_code == 200
        assert "no type of terms; there are: ceasefire" in page.text
        assert "0 new" in page.text
        client.post("/watches/change", data={"action": "drop", "name": "Rivers"})
        assert "no type of terms" not in client.get("/watches").text


def test_a_feed_opens_with_its_own_key_and_nothing_else_does(desk: Path) -> None:
    site = site_of(desk)
    with client_of(site, let_in=False) as reader:
        answer = reader.get(f"/feed/statements?by=Hollander&key={site.feed_key}")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        entries = Tree.fromstring(answer.text).findall(f"{ATOM}entry")
        assert len(entries) == 10
        assert all((entry.findtext(f"{ATOM}title") or "").startswith("Ines Hollander: ") for entry in entries)
        assert reader.get(f"/?key={site.feed_key}").status_code == 403
        assert reader.get(f"/feed/entities?key={site.feed_key}").status_code == 400


# ---- templates


def test_no_template_lets_words_through_unescaped() -> None:
    made = render.environment("en")
    for name in made.list_templates(extensions=["html", "xml"]):
        tree = made.parse(made.loader.get_source(made, name)[0])  # type: ignore[union-attr]
        used = {found.name for found in tree.find_all(nodes.Filter)}
        assert used & {"safe", "tojson", "xmlattr", "striptags", "urlize"} == set(), name
        assert not list(tree.find_all(nodes.ScopedEvalContextModifier)), name
