"""What a report says beside a place name, and of countries as a whole, about where it is; read by `places`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import accumulate, pairwise
from urllib.parse import urlsplit

from msgspec import Struct

from dragoman.ground.candidates import (
    AREAS,
    Atlas,
    Candidate,
    NameKind,
    kind_of_word,
    long_form,
    own_atlas,
    place_words,
    split_kind,
)
from dragoman.ground.countries import (
    all_countries,
    demonym_countries,
    find_countries,
    named_countries,
)
from dragoman.ground.evidence import Spoken
from dragoman.resources import load_table
from dragoman.stages import Annotations, Document, Mention, Segments
from dragoman.types import OUTSIDE_ZONES, Span

TOPONYM_TYPES = frozenset({"GPE", "LOC", "FAC"})
_LINK = re.compile(r"\s*(,? in\b(?: the)?|,|\()\s*(?:[A-Z][\w'’-]* (?:County|District|Province),\s*)?")
_ITEM_BEFORE = re.compile(r"((?:[A-Z][\w'-]* )?[A-Z][\w'-]*)(?:,|,? and|,? or) $")
_LIST_LINK = re.compile(r",?\s+(?:and|or)\s+|,\s+")
_NEXT_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}")
_NEXT_WORD = re.compile(r"[ ]?([\w-]+)")
_LAST_WORD = re.compile(r"([\w.'’-]+)[ ]?$")
_STEPS_BACK = 6
_LARGE_CITY = 1_000_000  # people; a city of this size is not put aside for a province of its name
_CITY = 100_000  # people; what may be said to hold a place ("a market in Shujaiya, in Gaza City")
_WINDOW = 80


class Beside(Struct, frozen=True):
    """What stands right beside a name: the countries or the areas it is put in, and what kind of place it is."""

    countries: tuple[str, ...] = ()
    inside: tuple[Candidate, ...] = ()
    """What a name that follows may stand for: the state, county or city that the place is put in."""
    kind: NameKind | None = None
    firm: bool = False
    """Whether the words leave no other reading ("the Syrian city of Homs"; not "In Istanbul, Russia ...")."""
    listed: tuple[str, ...] = ()
    """The countries of the first-level units that it stands in a list with ("Alabama, Georgia and Florida")."""

    @property
    def told(self) -> bool:
        """Whether it is put anywhere."""
        return bool(self.countries or self.inside)


def is_name_of_place(mention: Mention) -> bool:
    """Whether a mention is a name of a type that places have."""
    return mention.kind == "name" and mention.type in TOPONYM_TYPES


def hear(doc: Document, segments: Segments, annotations: Annotations) -> Spoken:
    """What countries the report's own zones name, and where; names of people and outlets say nothing.

    >>> from dragoman.stages import Segments
    >>> text = "Syrian troops left. Kyiv was silent."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text, url="https://news.example.com.jo/1")
    >>> parts = (Span(0, 19), Span(20, 36))
    >>> segments = Segments(language="en", zones=(), paragraphs=parts, sentences=parts, quotations=())
    >>> spoken = hear(doc, segments, Annotations())
    >>> dict(spoken.countries), spoken.near(0), spoken.published_in
    ({'SYR': 1}, frozenset({'SYR'}), frozenset({'JOR'}))
    """
    outside = tuple(zone.span for zone in segments.zones if zone.zone in OUTSIDE_ZONES)
    starts = [span.start for span in segments.sentences]
    countries: Counter[str] = Counter()
    near: dict[int, set[str]] = {}
    for start, code in _named_in(doc, annotations):
        near.setdefault(bisect_right(starts, start), set()).add(code)
        if not any(span.start <= start < span.end for span in outside):
            countries[code] += 1
    by_sentence = {index: frozenset(codes) for index, codes in near.items()}
    return Spoken(countries, by_sentence, starts, publisher_countries(doc))


def _named_in(doc: Document, annotations: Annotations) -> list[tuple[int, str]]:
    """Where each country is named, by name, demonym or office, and its code."""
    silent = cover(m.span for m in annotations.mentions if m.kind == "name" and m.type in {"PER", "OUTLET"})
    named = [
        (span.start, code)
        for span, code in find_countries(doc.text)
        if not silent(span) and not _has_namesake(doc.quote(span))
    ]
    known = all_countries()
    return named + [(m.span.start, m.of) for m in annotations.mentions if m.kind == "role" and m.of in known]


@cache
def _has_namesake(words: str) -> bool:
    """Whether a country's name is also that of a well-known area elsewhere ("Georgia"), so that it proves nothing."""
    return len({candidate.country for candidate in own_atlas().find(words)}) > 1


def publisher_countries(doc: Document) -> frozenset[str]:
    """The countries that a publisher's name and address point to.

    >>> doc = Document(id="d", origin="d", raw_sha256="", text="", publisher="The Kyiv Independent")
    >>> publisher_countries(doc)
    frozenset({'UKR'})
    """
    found = {code for _, code in find_countries(doc.publisher or "")}
    for words in _name_parts(doc.publisher or ""):
        places = [c for c in own_atlas().find(words) if c.precision in {"populated", "admin1"}]
        found |= {c.country for c in places if c.country and len({place.country for place in places}) == 1}
    ending = (urlsplit(doc.url).hostname or "").rpartition(".")[2] if doc.url else ""
    found.update(filter(None, [_by_ending().get(ending)]))
    return frozenset(found)


def _name_parts(words: str) -> list[str]:
    """The words of a publisher's name, and each two beside each other, where they are written large."""
    parts = [word for word in words.split() if word[:1].isupper()]
    return [*parts, *(" ".join(pair) for pair in pairwise(parts))]


@cache
def _by_ending() -> dict[str, str]:
    """The country of each ending of an address that stands for one; those sold to all the world are left out."""
    codes = {row["alpha2"].lower(): row["alpha3"] for row in load_table("countries.tsv")}
    sold = place_words("ending for all")
    return {"uk": "GBR", **{code: alpha3 for code, alpha3 in codes.items() if code not in sold}}


def read_beside(text: str, span: Span, atlas: Atlas | None = None) -> Beside:
    """What the words right before and after a name say of it.

    >>> homs = read_beside("the Syrian city of Homs", Span(19, 23))
    >>> homs.countries, homs.kind, homs.firm
    (('SYR',), 'town', True)
    >>> paris = read_beside("in Paris, Texas.", Span(3, 8))
    >>> [(area.name, area.country) for area in paris.inside]
    [('Texas', 'USA')]
    """
    atlas = atlas or own_atlas()
    rest, own_kind = split_kind(span.of(text))
    before = _read_before(text, span.start)
    is_item = text[max(0, span.start - 3) : span.start].rstrip().endswith(",")
    after = _read_after(text, span, atlas, is_item=is_item)
    kind = after.kind or before.kind or (own_kind if rest else None)
    for found in (after, before):
        if found.told:
            return Beside(found.countries, found.inside, kind, found.firm)
    return Beside(kind=kind, listed=_listed_with(text, span, atlas))


def _read_after(text: str, span: Span, atlas: Atlas, *, is_item: bool) -> Beside:
    end = span.end
    word = _NEXT_WORD.match(text, end, end + _WINDOW)
    kind = kind_of_word(word.group(1)) if word else None
    start = word.end() if word and kind else end
    link = _LINK.match(text, start, start + _WINDOW)
    name = _NEXT_NAME.match(text, link.end(), link.end() + _WINDOW) if link else None
    if link is None or name is None or "\n\n" in link.group():
        return Beside(kind=kind)
    is_pair = link.group().strip() == ","
    if is_item and is_pair:  # one of a list: "Ohio, New York, Pennsylvania"
        return Beside(kind=kind)
    for form in _prefixes(name.group()):
        if is_pair and _is_list_of_units(text, span, name.start() + len(form), atlas):
            return Beside(kind=kind)
        codes, areas = _container(form, atlas, by_in=not is_pair)
        if (codes or areas) and _ends_there(text, name.start() + len(form)):
            return Beside(codes, areas, kind, any(area.own and area.precision == "admin1" for area in areas))
    return Beside(kind=kind)


def _prefixes(words: str) -> list[str]:
    parts = words.split(" ")
    forms = [" ".join(parts[:size]) for size in range(len(parts), 0, -1)]
    return [trimmed for form in forms for trimmed in dict.fromkeys((form, form.rstrip(".")))]


def _container(words: str, atlas: Atlas, *, by_in: bool) -> tuple[tuple[str, ...], tuple[Candidate, ...]]:
    """What a name that follows a place's name puts it in: countries, or areas and cities.

    After a comma two towns are a list, so a large city elsewhere speaks against the area of its name, and a town
    counts only where the words say "in".
    """
    first, _, rest = words.partition(" ")
    words = rest if rest and first.lower() in place_words("compass") else words
    codes = named_countries(words)
    if codes or not words[:1].isupper():
        return codes, ()
    found = atlas.find(long_form(words) or words)
    areas = tuple(c for c in found if c.precision in AREAS and c.country and c.lat is not None)
    if any(c.population >= _LARGE_CITY and c.precision == "populated" for c in found):
        states = tuple(c for c in areas if c.own and c.precision == "admin1")
        elsewhere = any(
            c.population >= _LARGE_CITY and c.country != area.country for c in found for area in states
        )
        areas = () if elsewhere else states
    if areas:
        return (), areas
    return (), tuple(
        c for c in found if c.precision == "populated" and c.population >= _CITY
    ) if by_in else ()


def _listed_with(text: str, span: Span, atlas: Atlas) -> tuple[str, ...]:
    """The countries of the item before, or after in a list, if that is a first-level unit and nothing else."""
    before = _ITEM_BEFORE.search(text, max(0, span.start - 50), span.start)
    for form in (before.group(1), before.group(1).rpartition(" ")[2]) if before else ():
        if countries := _unit_countries(form, atlas):
            return countries
    link = _LIST_LINK.match(text, span.end, span.end + _WINDOW)
    name = _NEXT_NAME.match(text, link.end(), link.end() + _WINDOW) if link else None
    if link is None or name is None:
        return ()
    for form in _prefixes(name.group()):
        countries = _unit_countries(form, atlas)
        goes_on = link.group().strip() != "," or _LIST_LINK.match(text, name.start() + len(form)) is not None
        if countries:
            return countries if goes_on else ()
    return ()


def _is_list_of_units(text: str, span: Span, end: int, atlas: Atlas) -> bool:
    """Whether a unit, a comma and another name go on as a list ("Alberta, Manitoba and Ontario")."""
    link = _LIST_LINK.match(text, end, end + _WINDOW)
    return (
        link is not None
        and text[link.end() : link.end() + 1].isupper()
        and bool(_unit_countries(span.of(text), atlas))
    )


def _unit_countries(words: str, atlas: Atlas) -> tuple[str, ...]:
    """The countries of the first-level unit of ours that a name stands for before all else; none if for a town."""
    found = atlas.find(words) if words[:1].isupper() else ()
    units = [c.country for c in found if c.precision == "admin1" and c.own and c.country]
    others = (c for c in found if c.precision != "admin1")
    if any(c.precision == "country" or c.population >= _CITY for c in others):
        return ()
    return tuple(dict.fromkeys(units))


def _ends_there(text: str, end: int) -> bool:
    """Whether "X, Y" is over after Y; "In Istanbul, Russia and Turkey" is no such pair, nor "Sydney, Canada's"."""
    rest = text[end : end + _WINDOW]
    if not rest.strip() or rest[0] in ',.;:)!?\n-–—"”':
        return True
    word = _NEXT_WORD.match(rest)
    return word is not None and word.group(1).lower() in place_words("follower")


def _read_before(text: str, start: int) -> Beside:
    """Walks back over "city of", "besieged" to "Syria's", "Syrian"."""
    kind: NameKind | None = None
    position = start
    words: list[str] = []
    for _ in range(_STEPS_BACK):
        found = _LAST_WORD.search(text, max(0, position - _WINDOW), position)
        if found is None or "\n" in text[found.end(1) : position]:
            break
        word = found.group(1)
        position = found.start(1)
        code = _owner_at(text, position, found.end(1))
        if code is not None:
            return Beside((code,), (), kind, kind is not None)
        if word.lower() not in place_words("filler"):
            break
        words.append(word.lower())
        kind = kind or (None if word.lower() == "capital" else kind_of_word(word))
    of_it = words[:1] == ["of"] or (bool(words) and kind_of_word(words[0]) == "town")
    return Beside(kind=kind if of_it else None)


def _owner_at(text: str, start: int, end: int) -> str | None:
    """The country whose name with 's, or whose demonym, ends at a character, up to three words back."""
    begin = start
    for _ in range(3):
        words = text[begin:end]
        bare = re.sub(r"['’]s$|(?<=s)['’]$", "", words)
        codes = named_countries(bare) if bare != words else demonym_countries(words)
        if len(codes) == 1 and words[:1].isupper():
            return codes[0]
        found = _LAST_WORD.search(text, max(0, begin - _WINDOW), begin)
        if found is None:
            return None
        begin = found.start(1)
    return None


def country_before(text: str, start: int) -> str | None:
    """The country whose name or demonym stands before words ("Germany's Foreign Ministry"), if one does.

    >>> country_before("Germany's foreign ministry", 10)
    'DEU'
    """
    codes = _read_before(text, start).countries
    return codes[0] if codes else None


def cover(spans: Iterable[Span]) -> Callable[[Span], bool]:
    """A test of whether a span lies inside one of `spans`, in time that does not grow with their number.

    >>> inside = cover([Span(0, 9), Span(2, 4)])
    >>> inside(Span(3, 9)), inside(Span(3, 10))
    (True, False)
    """
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))

    def is_inside(span: Span) -> bool:
        last = bisect_right(starts, span.start) - 1
        return last >= 0 and reach[last] >= span.end

    return is_inside


def is_part_of_other_name(text: str, span: Span) -> bool:
    """Whether words before a place name make it part of another name ("University of Geneva").

    >>> is_part_of_other_name("the University of Geneva", Span(18, 24))
    True
    """
    before = " ".join(text[max(0, span.start - 40) : span.start].lower().split())
    return any(before.endswith(head) for head in place_words("head"))
