"""Settles what each name names, once for a report: by its words, by what is known, by the words around, by the head."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import cast

import numpy as np
from msgspec import Struct, structs

from dragoman.annotate.lexicon import (
    area_forms,
    demonyms,
    fold,
    given_names,
    great_places,
    honorifics,
    listed_places,
    name_nouns,
    owner_forms,
    source_nouns,
    titles,
    word_set,
)
from dragoman.annotate.wording import Layout, Wording, find_forms
from dragoman.resources import load_table
from dragoman.stages import Mention, Scores
from dragoman.types import EntityType, Span

_TYPES: tuple[EntityType, ...] = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP")
_RULED = frozenset({"OUTLET", "ARMED"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "abu", "van", "von", "der", "de", "da", "di", "dos", "la", "le"}
)
_CAPTION_WORDS = frozenset({"image", "photo", "photograph", "video", "picture"})
_SURE_PERSON = 0.9  # mean chance from which the head alone makes a person of a town's name
_SEEN = 0.05  # mean chance of a name under which the head has seen none, and a rule has
_IN_PLACE = 0.5  # what "in X" adds to a name's chance of being a place, against the head's
_LOCATIVE = re.compile(
    r"\b(?:in|near|outside|across|throughout|around|into|inside|(?:province|city|town|village|governorate"
    r"|region|district|state|capital|port|department|suburbs?|outskirts|north|south|east|west) of)"
    r"(?: (?:the|northern|southern|eastern|western|central|rural|greater|downtown|nearby|occupied|besieged"
    r"|north-?eastern|north-?western|south-?eastern|south-?western|northeast|northwest|southeast|southwest))* $"
)
_NAME_BEFORE = re.compile(r"([\w.'-]+) $")
_NOT_OF_IT = re.compile(r"'s |' | [A-Z]")
_WORD_AFTER = re.compile(r" ([\w-]+)")
_LOOK_BACK = 60


class _Name(Struct, frozen=True):
    """A name, the words it shares with its repeats, and the head's chance for each of `_TYPES`."""

    mention: Mention
    key: str
    chances: tuple[float, ...]
    titled: bool
    located: bool


def settle_kinds(
    wording: Wording, layout: Layout, names: Sequence[Mention], scores: Scores | None
) -> tuple[Mention, ...]:
    """The names with one type for one string, sorted by span; those that name nothing are left out.

    What a name ends in decides first ("Idlib Governorate", "Defence Council"); then the lists of countries and
    places, unless the report makes a person of it (a title, a fuller name that ends in it); then the head's chances
    over all of its uses. Names by rule (outlets, armed groups) stay what they are.

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=()))
    >>> text = "Shelling hit Idlib Governorate."
    >>> names = [Mention(span=Span(13, 30), type="ORG", kind="name")]
    >>> [name.type for name in settle_kinds(read_wording(text), layout, names, None)]
    ['GPE']
    """
    cut = [piece for name in names for piece in _cut(wording, layout, name)]
    whole = _with_areas(wording, _without_verbs(wording, layout, cut))
    rows = _Rows(scores)
    read = [_read(wording, layout, rows, name) for name in whole]
    uses: dict[str, list[_Name]] = {}
    for name in read:
        uses.setdefault(name.key, []).append(name)
    surnames = {
        name.key.rsplit(" ", 1)[-1] for name in read if name.mention.type == "PER" and " " in name.key
    }
    types = {key: _type_of(wording, layout, found, key in surnames) for key, found in uses.items()}
    kept = (
        structs.replace(n.mention, type=_here(n, types[n.key])) for n in read if not _is_empty(wording, n)
    )
    return tuple(sorted(kept, key=lambda name: name.span))


class _Rows:
    """Looks up the head's chances for the words of a span."""

    def __init__(self, scores: Scores | None) -> None:
        self._starts: list[int] = []
        if scores is None or "mention" not in scores.tags:
            return
        labels = scores.labels["mention"]
        columns = [[labels.index(f"{mark}-{kind}") for mark in "BI"] for kind in _TYPES]
        order = sorted(range(len(scores.words)), key=lambda row: scores.words[row].start)
        chances = np.exp(scores.tags["mention"][order][:, columns], dtype=np.float64).sum(axis=2)
        self._starts = [scores.words[row].start for row in order]
        self._sums = np.concatenate([np.zeros((1, len(_TYPES))), chances.cumsum(axis=0)])

    def chances(self, name: Mention) -> tuple[float, ...]:
        """The chance of each type if the span is a name; all on its own type where the head has seen none."""
        low = bisect_left(self._starts, name.span.start)
        high = bisect_left(self._starts, name.span.end)
        if low < high:
            found = (self._sums[high] - self._sums[low]).tolist()
            total = sum(found)
            if total > _SEEN * (high - low):
                return tuple(chance / total for chance in found)
        return tuple(float(kind == name.type) for kind in _TYPES)


def _cut(wording: Wording, layout: Layout, name: Mention) -> Iterator[Mention]:
    """A name without small words at its ends and without an office behind it; none where only an office is left."""
    if name.type in _RULED:
        yield name
        return
    span = name.span
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
        if not near or not capital or any(name.span.covers(span) or name.type in _RULED for name in near):
            continue
        score = max(name.score for name in near)
        kept[low:high] = [Mention(span=span, type="GPE", kind="name", score=score)]
    return kept


def _read(wording: Wording, layout: Layout, rows: _Rows, name: Mention) -> _Name:
    span = name.span
    before = wording.low[max(layout.sentence_span(span.start).start, span.start - _LOOK_BACK) : span.start]
    after = wording.flat[span.end : span.end + 30]
    word = _WORD_AFTER.match(after.lower())
    is_kind = word is not None and word.group(1) in _place_words()
    inside = _LOCATIVE.search(before) is not None and _NOT_OF_IT.match(after) is None
    leading = _NAME_BEFORE.search(before)
    titled = leading is not None and (leading.group(1) in honorifics() or _is_title(leading.group(1)))
    return _Name(name, fold(span.of(wording.flat)), rows.chances(name), titled, is_kind or inside)


def _is_title(word: str) -> bool:
    entry = titles().get(word)
    return entry is not None and (entry["kind"] == "rank" or not entry["weak"])


@cache
def _place_words() -> frozenset[str]:
    kinds = {"area", "district", "town"}
    return frozenset(row["words"] for row in load_table("place_words.tsv") if row["kind"] in kinds) - {
        "state"
    }


def _type_of(wording: Wording, layout: Layout, uses: Sequence[_Name], is_surname: bool) -> EntityType:
    """The one type for all uses of a string."""
    ruled = next((use.mention.type for use in uses if use.mention.type in _RULED), None)
    if ruled is not None:
        return ruled
    key = uses[0].key
    words = uses[0].mention.span.of(wording.flat)
    chances = _mean([use.chances for use in uses])
    shaped = None if _bears_given_name(words, chances) else _by_shape(words, key, uses)
    if shaped is not None:
        return shaped
    personal = is_surname or any(use.titled for use in uses)
    if words in demonyms() or (words.isupper() and words.capitalize() in demonyms()):
        return "PER" if personal and chances["PER"] > 0.5 else "NORP"
    if key in listed_places() and not personal and _is_place(key, uses, chances):
        return _kind_of_place(key, chances)
    seen = any(use.titled and use.mention.type == "PER" for use in uses)
    if seen or (personal and " " not in key):
        return "PER"
    return _vote(wording, layout, uses, chances)


def _bears_given_name(words: str, chances: Mapping[str, float]) -> bool:
    """Whether a name is a person's whatever it ends in ("Anna Lake")."""
    return chances["PER"] > 0.5 and words.split(" ", maxsplit=1)[0].lower() in given_names()


def _by_shape(words: str, key: str, uses: Sequence[_Name]) -> EntityType | None:
    """The type that a name's own words give."""
    parts = words.lower().split()
    if len(parts) < 2 or key in listed_places():
        return None
    last = parts[-1].rstrip(".,")
    first = next(
        (type_ for noun, type_ in name_nouns("first").items() if words.lower().startswith(noun + " ")), None
    )
    found = first or name_nouns("last").get(last)
    if found is None or (last == "department" and fold(" ".join(parts[:-1])) in listed_places()):
        return "GPE" if found else None
    own = {use.mention.type for use in uses}
    if found == "FAC" and "ORG" in own:
        return "ORG"
    if found in {"LOC", "GPE"} and own <= _PLACES:
        return cast("EntityType", found) if found == "GPE" else uses[0].mention.type
    return cast("EntityType", found)


def _mean(chances: Sequence[tuple[float, ...]]) -> dict[str, float]:
    return {kind: sum(chance[at] for chance in chances) / len(chances) for at, kind in enumerate(_TYPES)}


def _is_place(key: str, uses: Sequence[_Name], chances: Mapping[str, float]) -> bool:
    """Whether a listed name is the place here: great ones are; a town may bear the name of a person or a body."""
    located = any(use.located for use in uses)
    if key in great_places() or located:
        return True
    return chances["PER"] < _SURE_PERSON and chances["ORG"] < _SURE_PERSON


def _kind_of_place(key: str, chances: Mapping[str, float]) -> EntityType:
    listed = cast("EntityType", listed_places()[key])
    if listed == "FAC":
        return max(("GPE", "LOC", "FAC"), key=lambda kind: chances[kind])
    return listed


def _vote(
    wording: Wording, layout: Layout, uses: Sequence[_Name], chances: Mapping[str, float]
) -> EntityType:
    total = dict(chances)
    if any(use.located for use in uses):
        total["GPE"] += _IN_PLACE * (1.0 - total["ORG"])
        total["PER"] = 0.0  # a person whom the report makes one has been told before
    words = uses[0].mention.span.of(wording.flat)
    shouted = wording.upper(layout.sentence_span(uses[0].mention.span.start))
    if not shouted and 2 <= len(words) <= 6 and words.isalpha() and words.isupper():
        total["PER"] = 0.0
    return max(_TYPES, key=lambda kind: (total[kind], -_TYPES.index(kind)))


def _here(name: _Name, type_: EntityType) -> EntityType:
    """The type of one use: a surname that is a town's name as well is the town in "in Jackson"."""
    is_town = type_ == "PER" and name.located and not name.titled and " " not in name.key
    return "GPE" if is_town and name.key in listed_places() else type_


def _is_empty(wording: Wording, name: _Name) -> bool:
    """Whether a single word names nothing by itself, or is a small word of the language made great."""
    if name.mention.type in _RULED or " " in name.mention.span.of(wording.flat):
        return False
    word = wording.low[name.mention.span.start : name.mention.span.end]
    noun = source_nouns().get(word)
    unnamed = noun is not None and noun["type"] in {"GROUP", "PER"} and word not in owner_forms()
    return unnamed or word in word_set("generic_words.txt")
