"""The page: its text is the document's text, nothing in a record acts on it, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import structs

from dragoman.show.html import render_page
from dragoman.show.notebook import mimebundle
from dragoman.types import (
    Attribution,
    Author,
    ChainLink,
    Entity,
    Place,
    Producer,
    Published,
    Record,
    Role,
    Span,
    Time,
    Zone,
)
from made.anything import records
from made.river import TEXT, at, make_document, make_record, river_record

VOID = {"meta", "br", "link", "img", "input"}


class Page(HTMLParser):
    """The elements of a page, and the text inside `#text`, as a browser would take them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside: dict[str, str] = {}
        self._open: list[str] = []
        self._text_depth = 0
        self.feed(page.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            if dict(attrs).get("id") == "text":
                self._text_depth = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if len(self._open) < self._text_depth:
            self._text_depth = 0

    def handle_data(self, data: str) -> None:
        if self._text_depth:
            self.text += data
        if self._open:
            self.inside[self._open[-1]] = self.inside.get(self._open[-1], "") + data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_the_text_on_the_page_is_the_text(record: Record) -> None:
    assert Page(render_page(record)).text == record.document.text.replace("\0", "\ufffd")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\nStarts with line feeds\n",
        "One\r\ntwo\rthree\n",
        "دمشق \u200fقال \u202e overridden",
        "A 👩‍👩‍👧 and 🕊️ and e\u0301",
        "</article><script>alert(1)</script> &amp; &lt;",
        "tab\tand\x0bfeeds\x0c\x1c\x85\u2028end",
        "x" * 50_000,
    ],
)
def test_hard_texts_stay_as_they_are(text: str) -> None:
    zones = (Zone("body", Span(0, len(text))),) if text.strip() else ()
    inner = Span(len(text) // 3, len(text) // 2)
    said = Attribution(id="a1", source=(), cue=(inner,), content=(Span(0, len(text)),), form="mixed")
    record = make_record(document=make_document(text, zones=zones), attributions=(said,))
    assert Page(render_page(record)).text == text


def test_overlapping_marks_are_flat_and_name_all_they_are_part_of() -> None:
    page = Page(render_page(river_record()))
    assert [
        attrs["data-of"]
        for tag, attrs in page.elements
        if tag == "span" and "deep" in (attrs.get("class") or "")
    ] == ["a2 a3"]
    velda = next(
        attrs
        for _, attrs in page.elements
        if "a3" in (attrs.get("data-of") or "") and "e3" in attrs["data-of"]
    )
    assert velda["class"] == "m content source entity place"


def test_every_number_leads_to_the_record_and_back() -> None:
    page = Page(render_page(river_record()))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    links = {
        attrs["href"] for tag, attrs in page.elements if tag == "a" and (attrs["href"] or "").startswith("#")
    }
    assert len(ids) == len(set(ids))
    assert {f"#{name}" for name in ids} >= links
    assert {f"#said-{number}" for number in range(1, 6)} <= links


def test_outside_zones_are_folded() -> None:
    page = Page(render_page(river_record()))
    assert [
        attrs["data-zone"] for tag, attrs in page.elements if tag == "details" and "data-zone" in attrs
    ] == [
        "furniture",
        "teaser",
    ]


def test_the_policy_allows_the_page_its_own_style_and_script_only() -> None:
    page = Page(render_page(river_record()))
    policy = next(
        attrs["content"] for _, attrs in page.elements if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy
    assert policy.startswith("default-src 'none'; ")
    for element in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.inside[element].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy


def test_nothing_is_fetched() -> None:
    page = Page(render_page(river_record()))
    assert not [
        tag
        for tag, _ in page.elements
        if tag in {"link", "img", "iframe", "object", "embed", "video", "base"}
    ]
    assert not [attrs for _, attrs in page.elements if {"src", "style", "srcset"} & set(attrs)]
    assert "url(" not in page.inside["style"]
    assert "@import" not in page.inside["style"]


def test_the_end_of_the_page_says_who_made_it_from_what() -> None:
    text = render_page(river_record())
    for words in ("dragoman 0.1.0", "dragoman.record/1", "d" * 64, "e" * 64):
        assert words in text


def test_a_citation_says_words_chain_address_and_offsets() -> None:
    page = Page(render_page(river_record()))
    start = TEXT.index("“We keep")
    chain = "Harbour Wire <- Ana Duric (carried over)"
    assert f"“We keep our word.” - {chain}" in page.inside["p"]
    assert "““" not in page.inside["p"]
    assert f"{chain}; published 2021-03-08; https://harbour.example/road; characters " in page.inside["p"]
    assert f"characters {start}-{start + 19} of document dddddddddddddddd" in page.inside["p"]


PAYLOADS = Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines()


def poisoned(payload: str) -> Record:
    """A record with the payload in every field that holds words."""
    text = f"{payload} he said {payload}"
    span, cue = Span(0, len(payload)), at(" said", text)
    role = Role(payload, payload, span)
    return make_record(
        producer=Producer(payload, payload, payload),
        document=make_document(
            text,
            id=payload,
            origin=payload,
            raw_sha256=payload,
            title=span,
            authors=(Author(payload, "metadata"),),
            publisher=payload,
            publisher_basis="given",
            published=Published(payload, "given"),
            retrieved=payload,
            url=payload,
            language=payload,
            why={"text": payload},
            zones=(Zone("body", Span(0, len(text))),),
        ),
        chain=(ChainLink(payload, span, span),),
        entities=(
            Entity(id=payload, type="OUTLET", name=payload, country=payload, mentions=(span,), roles=(role,)),
        ),
        places=(Place(id=payload, span=span, name=payload, country=payload, why={payload: payload}),),
        times=(Time(id=payload, span=span, type="DATE", value=payload, alternatives=(payload,), start=payload),),
        attributions=(
            Attribution(
                id=payload, source=(span,), cue=(cue,), content=(span,), form="direct", speaker=payload,
                speaker_basis="coreference", translated_from=payload, why={"speaker": payload},
            ),
        ),
        why={payload: payload},
    )  # fmt: skip


def test_there_are_payloads() -> None:
    assert len(PAYLOADS) >= 50


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_stay_words(payload: str) -> None:
    page = Page(render_page(poisoned(payload)))
    plain = Page(render_page(poisoned("plain")))
    assert page.text == f"{payload} he said {payload}"
    kept = [(tag, sorted(attrs)) for tag, attrs in page.elements if attrs.get("class") != "act"]
    assert [one for one in kept if one[0] != "a"] == [
        (tag, sorted(attrs)) for tag, attrs in plain.elements if tag != "a"
    ]
    links = [attrs["href"] or "" for tag, attrs in page.elements if tag == "a"]
    assert all(re.match(r"#(text|said)-\d+$|https?://", link) for link in links)
    assert page.inside["script"] == plain.inside["script"]


def test_addresses_that_are_not_of_the_web_are_no_links() -> None:
    record = river_record()
    bad = structs.replace(record, document=structs.replace(record.document, url="javascript:alert(1)"))
    assert 'href="javascript' not in render_page(bad)
    assert 'href="https://harbour.example/road"' in render_page(record)


def test_a_notebook_gets_page_and_plain_text() -> None:
    bundle = mimebundle(river_record())
    assert set(bundle) == {"text/html", "text/plain"}
    (frame,) = Page(bundle["text/html"]).elements
    assert frame[0] == "iframe"
    assert frame[1]["sandbox"] == "allow-scripts"
    assert frame[1]["srcdoc"] == render_page(river_record())
    assert "Who said what" in bundle["text/plain"]


def test_the_number_of_lines_is_told_alike_to_eye_and_ear() -> None:
    page = render_page(river_record())
    assert 'data-label="teaser: 1 line" aria-label="teaser: 1 line"' in page
    assert "1 lines" not in page


def test_paper_shows_what_the_screen_folds() -> None:
    page = render_page(river_record())
    printed = page[page.index("@media print") :]
    assert "print-color-adjust: exact" in printed
    assert "::details-content" in printed
    assert "beforeprint" in page


def test_a_chain_a_line() -> None:
    page = render_page(river_record())
    chains = page[page.index('<ul class="chain"') : page.index("</ul>", page.index('<ul class="chain"'))]
    assert chains.count("<li>") == 2
    assert "cited for the first sentence only" in chains
