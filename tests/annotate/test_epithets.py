from __future__ import annotations

import pytest

from dragoman.annotate.chaining import Chaining
from dragoman.annotate.coreference import chain_named, pronouns_outside
from dragoman.annotate.mentions import find_mentions
from dragoman.annotate.pronouns import join_pronouns
from dragoman.stages import Mention
from dragoman.types import Span
from short_reports import make_doc, make_segments, place, scores_for


def chained(text: str, described: str | None = None) -> Chaining:
    """The coreference of a text; `described` is what the encoder would mark as a source nobody names."""
    names = {name: kind for name, kind in (("Tamsin", "GPE"), ("Adama Sow", "PER")) if name in text}
    mentions = list(find_mentions(make_doc(text), make_segments(text), scores_for(text, names)))
    if described is not None:
        mentions.append(Mention(span=place(text, described), type="PER", kind="nominal"))
    mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    context = chain_named(make_doc(text), make_segments(text), mentions)
    join_pronouns(context, pronouns_outside(context))
    return context


def joined(context: Chaining, one: Span, other: Span) -> bool:
    at = {mention.span: index for index, mention in enumerate(context.mentions)}
    return context.groups.root(at[one]) == context.groups.root(at[other])


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Mr. Sow denied it. The former Tamsin governor arrived.", "Sow", "The former Tamsin governor"),
        ("Mr. Sow denied it. But the Tamsin governor arrived.", "Sow", "the Tamsin governor"),
        ("Mr. Sow spoke of Mr. Diop. The Tamsin governor arrived.", "Sow", "The Tamsin governor"),
        ("Ukrainian President Adama Sow wept. The Ukrainian leader arrived.", "Adama Sow", "The Ukrainian leader"),
    ],
)  # fmt: skip
def test_an_office_nobody_is_given_is_that_of_whom_was_spoken_of_last(
    text: str, name: str, words: str
) -> None:
    assert joined(chained(text), place(text, name), place(text, words))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("President Adama Sow denied it. The Tamsin governor arrived.", "Adama Sow", "The Tamsin governor"),
        ("Mrs. Sow denied it. The former Tamsin king arrived.", "Sow", "The former Tamsin king"),
        ("Mr. Sow denied it. The Ukrainian president arrived.", "Sow", "The Ukrainian president"),
        ("Mr. Sow denied it. The army spokesman arrived.", "Sow", "The army spokesman"),
        ("Mr. Sow denied it. The road is long. It rained. The Tamsin governor arrived.", "Sow",
         "The Tamsin governor"),
        ("Mr. Sow denied it. He met the Tamsin governor.", "Sow", "the Tamsin governor"),
        ("With Mr. Sow and Mr. Diop gone, it rained. The Tamsin governor arrived.", "Diop", "The Tamsin governor"),
    ],
)  # fmt: skip
def test_it_stays_open_where_it_may_be_somebody_else(text: str, name: str, words: str) -> None:
    assert not joined(chained(text), place(text, name), place(text, words))


def test_somebody_described_without_an_office() -> None:
    text = "Mr. Sow denied it. The Tamsin businessman arrived. He left."
    context = chained(text, "The Tamsin businessman")
    assert joined(context, place(text, "Sow"), place(text, "The Tamsin businessman"))
    assert joined(context, place(text, "Sow"), place(text, "He"))


def test_one_of_many_is_nobody_named() -> None:
    text = "Mr. Sow denied it. The Tamsin police officer arrived."
    context = chained(text, "The Tamsin police officer")
    assert not joined(context, place(text, "Sow"), place(text, "The Tamsin police officer"))
