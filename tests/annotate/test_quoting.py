"""Who quotes, who is quoted and who is cited: attributions mended around such words."""

from __future__ import annotations

import pytest

from dragoman.annotate.nesting import link_nested
from dragoman.annotate.quoting import mend_quoting
from dragoman.stages import FoundAttribution
from dragoman.types import Span
from short_reports import attribution, make_doc, make_segments, place


def mended(text: str, *found: FoundAttribution) -> list[tuple[list[str], list[str], list[str]]]:
    doc = make_doc(text)
    return [
        tuple([span.of(text) for span in role] for role in (a.source, a.cue, a.content))  # type: ignore[misc]
        for a in mend_quoting(doc, make_segments(text), found)
    ]


def test_who_was_quoted_is_the_source() -> None:
    text = "Mayor Ana Roa was quoted as saying that it rains."
    first = attribution(text, None, "was quoted as", "Mayor Ana Roa")
    second = attribution(text, None, "saying", "that it rains")
    assert mended(text, first, second) == [(["Mayor Ana Roa"], ["was quoted as saying"], ["that it rains"])]


def test_who_quoted_them_stands_between() -> None:
    text = "Roa was quoted by Tass as saying it rains."
    first = attribution(text, "Roa", "quoted", "as saying it rains")
    assert mended(text, first) == [(["Roa"], ["was quoted", "as saying"], ["it rains"])]


def test_behind_a_quotation() -> None:
    text = '"It rains," Roa was quoted as saying by Tass.'
    first = attribution(text, None, "saying", '"It rains,"', "direct")
    second = attribution(text, None, "was quoted as", "Roa")
    assert mended(text, first, second) == [(["Roa"], ["was quoted as saying"], ['"It rains,"'])]


def test_without_a_subject_nothing_changes() -> None:
    text = "It rains, as was quoted as saying."
    first = attribution(text, None, "quoted", "It rains")
    assert mended(text, first) == [([], ["quoted"], ["It rains"])]


def test_who_is_quoted_speaks_inside() -> None:
    text = "Tass quoted General Roa as saying that it rains."
    found = mend_quoting(
        make_doc(text),
        make_segments(text),
        [attribution(text, "Tass", "quoted", "General Roa as saying that it rains")],
    )
    assert [a.inside for a in link_nested(found)] == [None, 0]
    inner = found[1]
    assert [span.of(text) for span in (*inner.source, *inner.cue, *inner.content)] == [
        "General Roa", "as saying", "that it rains",
    ]  # fmt: skip


def test_who_is_cited_is_not_what_was_said() -> None:
    text = "Tass said, citing two aides, that it rains."
    whole = attribution(text, "Tass", "said", "two aides,")
    both = FoundAttribution(
        source=whole.source,
        cue=whole.cue,
        content=(*whole.content, place(text, "that it rains")),
        form="indirect",
    )
    assert mended(text, both) == [
        (["Tass"], ["said"], ["that it rains"]),
        (["Tass"], ["citing"], ["two aides"]),
    ]


@pytest.mark.parametrize("text", ["", "Roa was quoted as saying", "citing", "quoted as saying \n as saying"])
def test_odd_text(text: str) -> None:
    assert mended(text) == []
    found = FoundAttribution(source=(), cue=(), content=(Span(0, len(text)),), form="indirect")
    assert len(mended(text, found)) == 1
