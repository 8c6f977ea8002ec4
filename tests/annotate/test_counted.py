"""What counts and what does not, and where the phrases of parties begin and end."""

from __future__ import annotations

import pytest

from dragoman.annotate.counted import counted_words, is_counted
from dragoman.annotate.extents import Extents, trimmed, whole_words
from dragoman.stages import Document, FoundEvent, FoundFigure, FoundTerm, Mention
from dragoman.types import Span


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),)


@pytest.mark.parametrize(
    ("text", "cut", "all_of_them"),
    [
        (
            "more than two dozen pro-army fighters fell",
            "more than two dozen pro",
            "more than two dozen pro-army",
        ),
        ("about 500 fled", "about", "about 500"),
        ("it rose to $44 billion by May", "$", "$44 billion"),
        ("at least 1,200.", "at least", "at least 1,200"),
        ("IT ROSE TO $44 BILLION BY MAY", "$", "$44 BILLION"),
        ("about half of them", "about", "about"),
        ("three men", "three", "three"),
    ],
)
def test_a_figure_has_all_of_its_words(text: str, cut: str, all_of_them: str) -> None:
    assert counted_words(text, at(text, cut)).of(text) == all_of_them


@pytest.mark.parametrize(
    ("text", "words", "what"),
    [
        ("12 people were killed.", "12", "killed"),
        ("A 10-year-old girl was killed.", "A 10-year-old girl", "killed"),
        ("The mayor said that many people had died.", "many people", "killed"),
        ("No one was hurt.", "No one", "injured"),
        ("Roa, 34, and two guards were killed.", "two", "killed"),
        ("They sent $20 million.", "$20 million", "money"),
        ("A convoy of 30 left.", "30", "aid"),
        ("The murders of five drivers were never solved.", "five drivers", "killed"),
        ("The homicide number was given as 10 dead.", "10", "killed"),
    ],
)
def test_what_counts(text: str, words: str, what: str) -> None:
    assert is_counted(text, at(text, words), what, whole(text), ())


@pytest.mark.parametrize(
    ("text", "words", "what"),
    [
        ("A 51-year-old was killed.", "51-year-old", "killed"),
        ("Ana Roa, 34, was killed.", "34", "killed"),
        ("He died aged 34.", "34", "killed"),
        ("About 10 per cent died.", "About 10", "killed"),
        ("Some 60% died.", "60", "killed"),
        ("She was killed 30 km from Reva.", "30", "killed"),
        ("It killed for two years.", "two", "killed"),
        ("She died, about 9 or 10 years old.", "about 9 or", "killed"),
        ("She was killed 12 to 15 km away.", "12", "killed"),
        ("Soldiers were killed.", "Soldiers", "killed"),
        ("About that, he died.", "About", "killed"),
        ("Five men opened a shop.", "Five men", "killed"),
        ("Five men died.", "Five men", "injured"),
        ("Thirty-one-year-old Ana Roa was killed.", "Thirty-one-year-old", "killed"),
        ("He is charged with the attempted murders of five drivers.", "five drivers", "killed"),
        ("He denied the attempted first-degree murder of two guards.", "two guards", "killed"),
        ("The deaths are homicides number 10 and 11 of the year.", "10", "killed"),
        ("The deaths are homicides number 10 and 11 of the year.", "11", "killed"),
    ],
)
def test_what_does_not(text: str, words: str, what: str) -> None:
    assert not is_counted(text, at(text, words), what, whole(text), ())


def test_the_number_of_a_day_counts_nobody() -> None:
    text = "He was killed on 3 May."
    assert not is_counted(text, at(text, "3"), "killed", whole(text), (at(text, "3 May"),))


def test_the_dead_may_be_told_of_in_the_sentence_beside() -> None:
    text = "Two men stood there. Both died. The sun shone. Three men came. They went home."
    sentences = tuple(at(text, f"{words}.") for words in text.removesuffix(".").split(". "))
    assert is_counted(text, at(text, "Two men"), "killed", sentences, ())
    assert not is_counted(text, at(text, "Three men"), "killed", sentences, ())


# ---- parties

NAMED = "Members of the Hill Liberation Front and the anti-tank units met President Ana Roa's aides."


def extents() -> Extents:
    mentions = [
        Mention(span=at(NAMED, "Hill Liberation Front"), type="ARMED", kind="name"),
        Mention(span=at(NAMED, "Ana Roa"), type="PER", kind="name"),
        Mention(span=at(NAMED, "units"), type="ARMED", kind="nominal"),
    ]
    return Extents(Document(id="d", origin="d", raw_sha256="", text=NAMED), mentions)


@pytest.mark.parametrize(
    ("cut", "mended"),
    [
        (["Members of the Hill"], ["Members of the Hill Liberation Front"]),
        (["Members of"], ["Members"]),
        (["the anti"], ["the anti-tank"]),
        (["President Ana"], ["President Ana Roa"]),
        (["the", "aides"], ["aides"]),
        (["Hill", "Liberation"], ["Hill Liberation Front"]),
        (["the anti-tank units"], ["the anti-tank units"]),
    ],
)
def test_parties_are_whole_names_and_no_stray_articles(cut: list[str], mended: list[str]) -> None:
    phrases = extents().phrases(at(NAMED, words) for words in cut)
    assert [span.of(NAMED) for span in phrases] == mended


def test_every_party_of_events_figures_and_terms_is_mended() -> None:
    cut, mended = (at(NAMED, "President Ana"),), (at(NAMED, "President Ana Roa"),)
    event = FoundEvent(trigger=(at(NAMED, "met"),), type="CONSULT", actors=cut, recipients=cut)
    (found,) = extents().events([event])
    assert (found.actors, found.recipients) == (mended, mended)
    (figure,) = extents().figures([FoundFigure(span=at(NAMED, "met"), what="killed", of=at(NAMED, "the"))])
    assert figure.of is None
    term = FoundTerm(mentions=(at(NAMED, "met"),), kind="talks", status="agreed", excluded=cut)
    assert extents().terms([term])[0].excluded == mended


@pytest.mark.parametrize(
    ("start", "end", "words"), [(0, 3, "well-known"), (5, 6, "well-known"), (11, 12, "end")]
)
def test_a_word_is_never_cut(start: int, end: int, words: str) -> None:
    assert whole_words("well-known end", Span(start, end)).of("well-known end") == words


def test_a_dash_is_no_hyphen() -> None:
    text = "the army - the rebels"
    assert whole_words(text, at(text, "army")).of(text) == "army"
    assert trimmed(text, at(text, "the army -")) == at(text, "the army -")


@pytest.mark.parametrize(("words", "counts"), [("a police K-9", False), ("nine dogs", True)])
def test_a_number_in_a_name_counts_nothing(words: str, counts: bool) -> None:
    text = f"He killed {words} in the yard."
    assert is_counted(text, at(text, words), "killed", whole(text), ()) is counts
