"""Cuts the names that the head sees to size: no office, no verb of a headline, all of an area's name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import structs

from dragoman.annotate.lexicon import (
    area_forms,
    country_forms,
    demonyms,
    name_nouns,
    titles,
    word_set,
)
from dragoman.annotate.wording import Layout, Wording, find_forms
from dragoman.stages import Mention
from dragoman.types import Span

RULED = frozenset({"OUTLET", "ARMED"})
"""Types that rules give; such names are left as they are."""

_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "abu", "van", "von", "der", "de", "da", "di", "dos", "la", "le"}
)
_CAPTION_WORDS = frozenset({"image", "photo", "photograph", "video", "picture"})
_OFFICE_OF = re.compile(r"([\w.-]+) of (?:the )?$")
_WORD_AFTER = re.compile(r" ([\w-]+)")
_LOOK_BACK = 60


def cut_names(wording: Wording, layout: Layout, names: Sequence[Mention]) -> list[Mention]:
    """The names in their own bounds, in order; one may become two, or none where only an office is left.

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=()))
    >>> text = "Prime Minister of Georgia Adama Sow crossed the Tamsin river."
    >>> sow = Mention(span=Span(18, 35), type="PER", kind="name")
    >>> names = [sow, Mention(span=Span(48, 54), type="GPE", kind="name")]
    >>> [(name.span.of(text), name.type) for name in cut_names(read_wording(text), layout, names)]
    [('Georgia', 'GPE'), ('Adama Sow', 'PER'), ('Tamsin river', 'LOC')]
    """
    cut = [_with_noun(wording, piece) for name in names for piece in _cut(wording, layout, name)]
    return _with_areas(wording, _without_verbs(wording, layout, cut))


def _cut(wording: Wording, layout: Layout, name: Mention) -> Iterator[Mention]:
    """A name without small words at its ends and without an office behind it; none where only an office is left."""
    if name.type in RULED:
        yield name
        return
    span = name.span
    country = _country_of_office(wording, span)
    if country is not None:
        yield structs.replace(name, span=country, type="GPE")
        span = Span(country.end + 1, span.end)
        name = structs.replace(name, type="PER")
    if not wording.upper(layout.sentence_span(span.start)):
        span = _without_small(wording, span)
    if name.type != "PER":
        span = _without_office(wording, span)
    if name.type != "PER":
        inner = _office_inside(wording, layout, span)
        if inner is not None:
            yield structs.replace(name, span=Span(inner.end + 1, span.end), type="PER")
            span = Span(span.start, max(span.start, inner.start - 1))
    if len(span):
        yield name if span == name.span else structs.replace(name, span=span)


def _with_noun(wording: Wording, name: Mention) -> Mention:
    """A name with the small word that says it is a river or a lake ("Helmand river"), no town or province then."""
    noun = _WORD_AFTER.match(wording.flat, name.span.end)
    grows = noun is not None and noun.group(1) in _water_and_land() and name.type not in {"PER", *RULED}
    if noun is None or not grows or name.span.of(wording.flat) in demonyms():
        return name
    return structs.replace(name, span=Span(name.span.start, noun.end()), type="LOC")


@cache
def _water_and_land() -> frozenset[str]:
    return frozenset(noun for noun, type_ in name_nouns("last").items() if type_ == "LOC") - {"region"}


def _country_of_office(wording: Wording, span: Span) -> Span | None:
    """The country that a name begins with behind an office ("Prime Minister of Georgia Irakli Sow")."""
    office = _OFFICE_OF.search(wording.low[max(0, span.start - _LOOK_BACK) : span.start])
    if office is None or office.group(1) not in titles():
        return None
    words = span.of(wording.flat).split(" ")
    for size in range(len(words) - 1, 0, -1):
        form = " ".join(words[:size])
        if form in country_forms() and form not in demonyms():
            return Span(span.start, span.start + len(form))
    return None


def _office_inside(wording: Wording, layout: Layout, span: Span) -> Span | None:
    """An office amid what the head took for one name in capitals ("LIBERAL COUNCILMAN ANA ROA")."""
    if not wording.upper(layout.sentence_span(span.start)):
        return None
    words = list(re.finditer(r"\S+", wording.low[span.start : span.end]))
    for word in words[:-1]:
        entry = titles().get(word.group())
        if entry is not None and not entry["weak"]:
            return Span(span.start + word.start(), span.start + word.end())
    return None


def _without_small(wording: Wording, span: Span) -> Span:
    words = list(re.finditer(r"\S+", span.of(wording.flat)))
    while len(words) > 1 and words[0].group().islower() and words[0].group().rstrip(".") not in _PARTICLES:
        if re.match(r"[a-z]{1,4}-[A-Z]", words[0].group()):
            break
        words.pop(0)
    while len(words) > 1 and _is_no_end(words[-1].group()):
        words.pop()
    return Span(span.start + words[0].start(), span.start + words[-1].end())


def _is_no_end(word: str) -> bool:
    return (word.islower() and word not in _ends()) or word.lower() in _CAPTION_WORDS


@cache
def _ends() -> frozenset[str]:
    """Small words that may end a name."""
    return frozenset({*name_nouns("last"), *word_set("outlet_nouns.txt"), *word_set("armed_nouns.txt")})


def _without_office(wording: Wording, span: Span) -> Span:
    words = wording.low[span.start : span.end].split(" ")
    for size in (min(3, len(words)), 2, 1):
        office = " ".join(words[-size:])
        entry = titles().get(office)
        if entry is not None and not (entry["weak"] and size < len(words)) and size <= len(words):
            end = span.end - len(office) - 1
            return Span(span.start, end) if size < len(words) else Span(span.start, span.start)
    return span


def _without_verbs(wording: Wording, layout: Layout, names: Sequence[Mention]) -> list[Mention]:
    """In a headline of capitalised words a known surname ends the name: "Sow Visits" is Sow."""
    parts = [name.span.of(wording.flat).split() for name in names]
    surnames = {
        words[-1] for name, words in zip(names, parts, strict=True) if name.type == "PER" and len(words) > 1
    }
    found = []
    for name, words in zip(names, parts, strict=True):
        zone = layout.zone(name.span.start)
        shown = zone is not None and zone.zone == "headline" and name.type == "PER" and len(words) == 2
        if shown and words[0] in surnames and wording.flat.count(words[1]) == 1:
            end = name.span.start + len(words[0])
            found.append(structs.replace(name, span=Span(name.span.start, end)))
        else:
            found.append(name)
    return found


def _with_areas(wording: Wording, names: Sequence[Mention]) -> list[Mention]:
    """Names that cover only a piece of an area's name grow to all of it ("Jersey" in "New Jersey")."""
    kept = list(names)
    for span, _, _ in find_forms(wording, area_forms()):
        low = bisect_right(kept, span.start, key=lambda name: name.span.end)
        high = bisect_left(kept, span.end, key=lambda name: name.span.start)
        near = kept[low:high]
        capital = wording.flat[span.start].isupper()
        if not near or not capital or any(name.span.covers(span) or name.type in RULED for name in near):
            continue
        score = max(name.score for name in near)
        kept[low:high] = [Mention(span=span, type="GPE", kind="name", score=score)]
    return kept
