"""How far a content reaches in its sentence. `<>` stands around cues, `{}` around sources, `[]` around contents."""

from __future__ import annotations

import re

import pytest

from dragoman.annotate.reaching import reach_on
from dragoman.stages import FoundAttribution, Segments
from dragoman.types import Span

_MARK = re.compile(r"[<>{}\[\]|]")
_OPENS = {"<": "cue", "{": "source", "[": "content"}


def marked(words: str) -> tuple[str, list[FoundAttribution]]:
    """The text, and an attribution for each part between upright strokes, made of what is marked in it."""
    text, found = _MARK.sub("", words), []
    for part in re.finditer(r"[^|]+", words):
        spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
        for mark in re.finditer(r"([<{\[])([^<>{}\[\]|]*)[>}\]]", part[0]):
            start = len(_MARK.sub("", words[: part.start() + mark.start(2)]))
            spans[_OPENS[mark[1]]].append(Span(start, start + len(mark[2])))
        if spans["content"]:
            source, cue, content = (tuple(spans[name]) for name in ("source", "cue", "content"))
            found.append(FoundAttribution(source=source, cue=cue, content=content, form="indirect"))
    return text, found


def contents(words: str, *, paragraphs: tuple[Span, ...] = ()) -> list[list[str]]:
    text, found = marked(words)
    end = text.index(". ") + 1 if ". " in text else len(text)
    sentences = (Span(0, end), *([Span(end + 1, len(text))] if end < len(text) else []))
    segments = Segments(language="en", zones=(), paragraphs=paragraphs, sentences=sentences, quotations=())
    return [[span.of(text) for span in one.content] for one in reach_on(text, segments, found)]


def test_a_content_goes_on_behind_a_colon() -> None:
    words = "{She} <said> [one thing was clear]: the army had left. It rained."
    assert contents(words) == [["one thing was clear: the army had left"]]


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("{She} <said> [that the army had left] during a raid by night, officials fear.",
         "that the army had left during a raid by night"),
        ("{She} <said> [THAT SHOTS WERE] FIRED (FROM THE MILL).", "THAT SHOTS WERE FIRED"),
        ("<According to> {aides}, [the raid left ten dead], three of them boys, and led to arrests.",
         "the raid left ten dead, three of them boys, and led to arrests"),
    ],
)  # fmt: skip
def test_a_clause_does_not_end_amid_its_words(words: str, content: str) -> None:
    assert contents(words) == [[content]]


@pytest.mark.parametrize(
    "words",
    [
        "{She} <wants> [one thing]: the army must leave.",  # no verb of saying
        "{She} <said> [“it is clear”]: the army had left.",  # a quotation ends where its marks say
        "[It was clear], {she} <said>: the army had left.",  # the cue stands behind
        "{She} <said> [it was clear]. The army: it had left.",
        "{She} <said> [the army had left] during a raid.",  # without "that" the rest can be the narrator's
        "{She} <said> [that it was clear], as did the army.",
        "{She} <wants> [that the army leave] during the night.",
    ],
)
def test_a_content_ends_before_the_colon(words: str) -> None:
    _, found = marked(words)
    assert contents(words) == [[span.of(_MARK.sub("", words)) for span in found[0].content]]


def test_what_another_says_in_the_rest_stays_his() -> None:
    words = "<According to> {her}, [it was clear], but| {Roa} <denied> [that the army had left]."
    assert contents(words) == [["it was clear"], ["that the army had left"]]


def test_what_another_says_behind_the_colon_stays_his() -> None:
    words = "{She} <said> [it was clear]:| {Roa} <denied> [that the army had left]."
    assert contents(words) == [["it was clear"], ["that the army had left"]]


def test_a_verb_goes_with_its_subject() -> None:
    text = "Bai testified that she took a call and requested delivery to the camp."
    call = Span(text.index("that"), text.index(" and"))
    outer = FoundAttribution(source=(Span(0, 3),), cue=(Span(4, 13),), content=(call,), form="indirect")
    she = Span(text.index("she"), text.index("she") + 3)
    verb = Span(text.index("requested"), text.index(" delivery"))
    inner = FoundAttribution(
        source=(she,), cue=(verb,), content=(Span(verb.end + 1, len(text) - 1),), form="indirect"
    )
    segments = Segments(
        language="en", zones=(), paragraphs=(), sentences=(Span(0, len(text)),), quotations=()
    )
    one, two = reach_on(text, segments, [outer, inner])
    assert one.content[0].of(text) == "that she took a call and requested delivery to the camp"
    assert two == inner
    same_speaker = FoundAttribution(
        source=(Span(0, 3),), cue=inner.cue, content=inner.content, form="indirect"
    )
    assert reach_on(text, segments, [outer, same_speaker])[0] == outer


def test_a_content_that_is_read_again_is_not_left() -> None:
    words = "{She} <said> [one thing was clear]: the army had left."
    text, _ = marked(words)
    assert contents(words, paragraphs=(Span(0, text.index(":")),)) == [["one thing was clear"]]
