"""Tells where the name of a capital or a country's adjective stands for a state: "Moscow said", "Russian officials"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import structs

from dragoman.annotate.lexicon import country_forms, demonyms, is_saying, word_set
from dragoman.annotate.wording import Layout, Wording
from dragoman.resources import load_table
from dragoman.stages import Mention
from dragoman.types import Span

_PLACED = re.compile(
    r"\b(?:in|at|near|inside|across|outside|into|around|from|to|towards?|via|through|for|over|of|city of"
    r"|(?:northern|southern|eastern|western|central|downtown|greater|suburban))(?: the)? $"
)
_TOGETHER = re.compile(
    r"\b(?:between|(?:ties|relations|talks|war|deal|agreement|alliance|pact|dispute|tensions?|negotiations"
    r"|cooperation|contacts?|trade|truce|ceasefire) (?:with|between)|(?:pressure|sanctions|demands) on"
    r"|(?:backed|supported|accused|imposed|armed|financed|funded|led|sponsored|proposed|brokered) by"
    r"|(?:loyal|allied|opposed|answer(?:s|ed)?|hostile) to|blamed?(?: on)?|accus(?:ed|es|ing)|urg(?:ed|es|ing)"
    r"|warn(?:ed|s|ing)|call(?:ed|s|ing) on)(?: [A-Z][\w'-]+(?:,| and))* $"
)
_AFTER = re.compile(
    r" (?:also |later |now |then |still |has |had |have |and [A-Z][\w'-]+ (?:have |had )?)?([a-z]+)"
)
_BACKED = re.compile(
    r"-(?:backed|led|supported|sponsored|aligned|allied|installed|appointed|controlled|funded)\b"
)
_OWNED = re.compile(r"'s? (?:own |new |old |main |closest )?([a-z]+)")
_NEXT = re.compile(r" ([\w'-]+)")
_LOOK_BACK = 60


@cache
def capitals() -> dict[str, str]:
    """Names of capitals that are no country's name -> the country's alpha-3 code.

    >>> capitals()["Moscow"], "Singapore" in capitals()
    ('RUS', False)
    """
    rows = load_table("countries.tsv")
    names = [row["capital"] for row in rows]
    found = {
        row["capital"]: row["alpha3"] for row in rows if row["capital"] and names.count(row["capital"]) == 1
    }
    found.update({row["name"]: row["country"] for row in load_table("capital_forms.tsv")})
    return {name: code for name, code in found.items() if name not in country_forms()}


def with_governments(wording: Wording, layout: Layout, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names, those of capitals marked with the country whose government they stand for here.

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=()))
    >>> text = "Moscow denied it. In Moscow it rained."
    >>> names = [Mention(span=span, type="GPE", kind="name") for span in (Span(0, 6), Span(21, 27))]
    >>> [name.stands_for for name in with_governments(read_wording(text), layout, names)]
    ['RUS', None]
    """
    return tuple(
        structs.replace(name, stands_for=capitals()[name.span.of(wording.flat)])
        if _is_capital(wording, name) and _acts(wording, layout, name.span)
        else name
        for name in names
    )


def _is_capital(wording: Wording, name: Mention) -> bool:
    return name.kind == "name" and name.type in {"GPE", "LOC"} and name.span.of(wording.flat) in capitals()


def _acts(wording: Wording, layout: Layout, span: Span) -> bool:
    """Whether a capital does what governments do, or has done to it what is done to them."""
    zone = layout.zone(span.start)
    before = wording.flat[max(layout.sentence_span(span.start).start, span.start - _LOOK_BACK) : span.start]
    after = wording.flat[span.end : span.end + _LOOK_BACK]
    if zone is not None and zone.zone == "dateline":
        return False
    if _BACKED.match(after) or _TOGETHER.search(before):
        return True
    if _PLACED.search(before):
        return False
    owned, verb = _OWNED.match(after), _AFTER.match(after)
    if owned is not None:
        return owned.group(1) in word_set("government_nouns.txt")
    return verb is not None and (
        is_saying(verb.group(1)) or verb.group(1) in word_set("government_verbs.txt")
    )


def is_adjective(wording: Wording, name: Mention) -> bool:
    """Whether a word for a country's people is used as an adjective ("Russian officials", not "the Russians").

    >>> from dragoman.annotate.wording import read_wording
    >>> text = "Russian forces met a Russian. The French said so."
    >>> spans = (Span(0, 7), Span(21, 28), Span(34, 40))
    >>> [is_adjective(read_wording(text), Mention(span=s, type="NORP", kind="name")) for s in spans]
    [True, False, False]
    """
    words = name.span.of(wording.flat)
    after = _NEXT.match(wording.flat, name.span.end)
    if words not in demonyms() or (words.endswith("s") and words[:-1] in demonyms()):
        return wording.flat[name.span.end : name.span.end + 1] == "-" and words in demonyms()
    if after is None:
        return wording.flat[name.span.end : name.span.end + 1] == "-"
    word = after.group(1).lower()
    return (
        not is_saying(word)
        and word not in word_set("role_followers.txt")
        and word not in word_set("after_nouns.txt")
    )
