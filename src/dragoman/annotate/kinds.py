"""Settles what each name names, once for a report: by its words, by what is known, by the words around, by the head."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from functools import cache
from typing import cast

import numpy as np
from msgspec import Struct, structs

from dragoman.annotate.bounds import RULED, cut_names
from dragoman.annotate.lexicon import (
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
from dragoman.annotate.wording import Layout, Wording
from dragoman.resources import load_table
from dragoman.stages import Mention, Scores
from dragoman.types import EntityType

_TYPES: tuple[EntityType, ...] = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_SURE_PERSON = 0.9  # mean chance from which the head alone makes a person of a town's name
_SEEN = 0.05  # mean chance of a name under which the head has seen none, and a rule has
_SURE = 0.6  # mean chance under which the record says that a type is a guess; "at X" decides only under it
_GUESS = "the reader is unsure, and nothing around the name settles what it names"
_IN_PLACE = 0.5  # what "in X" adds to a name's chance of being a place, against the head's
_LOCATIVE = re.compile(
    r"\b(?:in|near|outside|across|throughout|around|into|inside|(?:province|city|town|village|governorate"
    r"|region|district|state|capital|port|department|suburbs?|outskirts|north|south|east|west) of)"
    r"(?: (?:the|northern|southern|eastern|western|central|rural|greater|downtown|nearby|occupied|besieged"
    r"|north-?eastern|north-?western|south-?eastern|south-?western|northeast|northwest|southeast|southwest))* $"
)
_NO_PLACE_IN = re.compile(
    r"\b(?:faith|confidence|trust|belie(?:f|ves?|ved)|interest(?:ed)?|hope|stake|shares?) in $"
)
_NAME_BEFORE = re.compile(r"([\w.'-]+) $")
_NOT_OF_IT = re.compile(r"'s |' | [A-Z]")
_WORD_AFTER = re.compile(r" ([\w-]+)")
_LOOK_BACK = 60


_Type = tuple[EntityType, str | None]
"""A type, and why it is a guess."""


class _Name(Struct, frozen=True):
    """A name, the words it shares with its repeats, and the head's chance for each of `_TYPES`."""

    mention: Mention
    key: str
    chances: tuple[float, ...]
    titled: bool
    located: bool
    after_at: bool = False


def settle_kinds(
    wording: Wording, layout: Layout, names: Sequence[Mention], scores: Scores | None
) -> tuple[Mention, ...]:
    """The names with one type for one string, sorted by span; those that name nothing are left out.

    What a name ends in decides first ("Idlib Governorate", "Defence Council"); then the lists of countries and
    places, unless the report makes a person of it (a title, a fuller name that ends in it); then the head's chances
    over all of its uses. Names by rule (outlets, armed groups) stay what they are.

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> from dragoman.types import Span
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=()))
    >>> text = "Shelling hit Idlib Governorate."
    >>> names = [Mention(span=Span(13, 30), type="ORG", kind="name")]
    >>> [name.type for name in settle_kinds(read_wording(text), layout, names, None)]
    ['GPE']
    """
    rows = _Rows(scores)
    read = [_read(wording, layout, rows, name) for name in cut_names(wording, layout, names)]
    surnames = {_last_word(wording, name) for name in read if name.mention.type == "PER" and " " in name.key}
    folded = {fold(word) for word in surnames}
    mixed = folded - {fold(word) for word in surnames if word.isupper()}
    strings = [_string(wording, layout, name, mixed) for name in read]
    uses: dict[tuple[str, bool], list[_Name]] = {}
    for string, name in zip(strings, read, strict=True):
        uses.setdefault(string, []).append(name)
    types = {
        (key, apart): _type_of(wording, layout, found, key in folded and not apart)
        for (key, apart), found in uses.items()
    }
    kept = (
        _settled(name, types[string])
        for string, name in zip(strings, read, strict=True)
        if not _is_empty(wording, name)
    )
    return tuple(sorted(kept, key=lambda name: name.span))


def _last_word(wording: Wording, name: _Name) -> str:
    return name.mention.span.of(wording.flat).rsplit(" ", 1)[-1]


def _string(wording: Wording, layout: Layout, name: _Name, surnames: Set[str]) -> tuple[str, bool]:
    """The key of a name, and whether it is an abbreviation that only looks like a surname ("UN", "Kim Jong Un")."""
    words = name.mention.span.of(wording.flat)
    shouted = wording.upper(layout.sentence_span(name.mention.span.start))
    return name.key, words.isupper() and len(words) > 1 and not shouted and name.key in surnames


def _settled(name: _Name, found: _Type) -> Mention:
    type_ = _here(name, found[0])
    why = {"type": found[1]} if found[1] and type_ == found[0] else {}
    return structs.replace(name.mention, type=type_, why=why)


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


def _read(wording: Wording, layout: Layout, rows: _Rows, name: Mention) -> _Name:
    span = name.span
    before = wording.low[max(layout.sentence_span(span.start).start, span.start - _LOOK_BACK) : span.start]
    after = wording.flat[span.end : span.end + 30]
    word = _WORD_AFTER.match(after.lower())
    is_kind = word is not None and word.group(1) in _place_words()
    led = _LOCATIVE.search(before) is not None and _NO_PLACE_IN.search(before) is None
    inside = led and _NOT_OF_IT.match(after) is None
    leading = _NAME_BEFORE.search(before)
    titled = leading is not None and (leading.group(1) in honorifics() or _is_title(leading.group(1)))
    located = is_kind or inside
    return _Name(
        name, fold(span.of(wording.flat)), rows.chances(name), titled, located, before.endswith(" at ")
    )


def _is_title(word: str) -> bool:
    entry = titles().get(word)
    return entry is not None and (entry["kind"] == "rank" or not entry["weak"])


@cache
def _place_words() -> frozenset[str]:
    kinds = {"area", "district", "town"}
    return frozenset(row["words"] for row in load_table("place_words.tsv") if row["kind"] in kinds) - {
        "state"
    }


def _type_of(wording: Wording, layout: Layout, uses: Sequence[_Name], is_surname: bool) -> _Type:
    """The one type for all uses of a string; with a reason where nothing but a weak guess stands behind it."""
    ruled = next((use.mention.type for use in uses if use.mention.type in RULED), None)
    if ruled is not None:
        return ruled, None
    key = uses[0].key
    words = uses[0].mention.span.of(wording.flat)
    chances = _mean([use.chances for use in uses])
    shaped = None if _bears_given_name(words, chances) else _by_shape(words, key, uses)
    if shaped is not None:
        return shaped, None
    personal = is_surname or any(use.titled for use in uses)
    if words in demonyms() or (words.isupper() and words.capitalize() in demonyms()):
        return ("PER" if personal and chances["PER"] > 0.5 else "NORP"), None
    if key in listed_places() and not personal and _is_place(key, uses, chances):
        return _kind_of_place(key, chances), None
    seen = any(use.titled and use.mention.type == "PER" for use in uses)
    if seen or (personal and " " not in key):
        return "PER", None
    return _vote(wording, layout, uses, chances)


@cache
def _body_forms() -> frozenset[str]:
    """Names of bodies as they are written ("U.N.")."""
    return frozenset(form for row in load_table("bodies.tsv") for form in row["forms"].split("|"))


def _bears_given_name(words: str, chances: Mapping[str, float]) -> bool:
    """Whether a name is a person's whatever it ends in ("Anna Lake")."""
    return chances["PER"] > 0.5 and words.split(" ", maxsplit=1)[0].lower() in given_names()


def _by_shape(words: str, key: str, uses: Sequence[_Name]) -> EntityType | None:
    """The type that a name's own words give."""
    if words in _body_forms():
        return "ORG"
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


def _vote(wording: Wording, layout: Layout, uses: Sequence[_Name], chances: Mapping[str, float]) -> _Type:
    """The likeliest type of a name that no list has; behind "in" or "near", and in doubt behind "at", a place."""
    total = dict(chances)
    located = any(use.located for use in uses)
    unsure = max(chances.values()) < _SURE
    placed = located or any(use.after_at for use in uses)
    if unsure and placed:
        total = {**dict.fromkeys(_TYPES, 0.0), "GPE": 1.0}
    elif located:
        total["GPE"] += _IN_PLACE * (1.0 - total["ORG"])
        total["PER"] = 0.0  # a person whom the report makes one has been told before
    words = uses[0].mention.span.of(wording.flat)
    shouted = wording.upper(layout.sentence_span(uses[0].mention.span.start))
    if not shouted and 2 <= len(words) <= 6 and words.isalpha() and words.isupper():
        total["PER"] = 0.0
    best = max(_TYPES, key=lambda kind: (total[kind], -_TYPES.index(kind)))
    if chances[best] >= _SURE:
        return best, None
    behind = best == "GPE" and placed
    return best, "the reader is unsure; a place by the words before the name" if behind else _GUESS


def _here(name: _Name, type_: EntityType) -> EntityType:
    """The type of one use: a surname that is a town's name as well is the town in "in Jackson"."""
    is_town = type_ == "PER" and name.located and not name.titled and " " not in name.key
    return "GPE" if is_town and name.key in listed_places() else type_


def _is_empty(wording: Wording, name: _Name) -> bool:
    """Whether a single word names nothing by itself, or is a small word of the language made great."""
    if name.mention.type in RULED or " " in name.mention.span.of(wording.flat):
        return False
    word = wording.low[name.mention.span.start : name.mention.span.end]
    noun = source_nouns().get(word)
    unnamed = noun is not None and noun["type"] in {"GROUP", "PER"} and word not in owner_forms()
    return unnamed or word in word_set("generic_words.txt")
