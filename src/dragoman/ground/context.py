"""What a report says around a place name, and as a whole, about where that place is; read by `places`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from dragoman.ground.candidates import (
    Candidate,
    NameKind,
    find_candidates,
    kind_of_word,
    place_words,
    split_kind,
)
from dragoman.ground.countries import (
    all_countries,
    country_of,
    demonym_countries,
    find_countries,
    named_countries,
)
from dragoman.stages import Annotations, Document, Mention, Segments
from dragoman.types import OUTSIDE_ZONES, Span

TOPONYM_TYPES = frozenset({"GPE", "LOC", "FAC"})
_LINK = re.compile(r"\s*(,? in\b(?: the)?|,|\()\s*(?:[A-Z][\w'’-]* (?:County|District|Province),\s*)?")
_LIST_LINK = re.compile(r",?\s+(?:and|or)\s+|,\s+")
_NEXT_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}")
_NEXT_WORD = re.compile(r"[ ]?([\w-]+)")
_LAST_WORD = re.compile(r"([\w.'’-]+)[ ]?$")
_STEPS_BACK = 6
_LARGE_CITY = 1_000_000  # people; a city of this size is not put aside for a province of its name
_WINDOW = 80


class Beside(Struct, frozen=True):
    """What stands right beside a name: the countries it is put in, a first-level unit, and what kind of place it is."""

    countries: tuple[str, ...] = ()
    admin: str | None = None
    kind: NameKind | None = None
    firm: bool = False
    """Whether the words leave no other reading ("the Syrian city of Homs"; not "In Istanbul, Russia ...")."""
    listed: bool = False
    """Whether it stands in a list of first-level units ("Alabama, Georgia and Florida")."""


@dataclass(frozen=True)
class Evidence:
    """How often a report names each country, or a place that lies in one country only."""

    countries: Mapping[str, int] = field(default_factory=dict)
    inside: Mapping[str, int] = field(default_factory=dict)
    """Of these, names of cities and areas inside the country, not of the country itself."""
    by_sentence: Mapping[int, frozenset[str]] = field(default_factory=dict)
    starts: Sequence[int] = ()
    """Where the sentences begin, in order."""

    def near(self, start: int) -> frozenset[str]:
        """The countries that the sentence at a character speaks of."""
        return self.by_sentence.get(bisect_right(self.starts, start), frozenset())


def is_name_of_place(mention: Mention) -> bool:
    """Whether a mention is a name of a type that places have."""
    return mention.kind == "name" and mention.type in TOPONYM_TYPES


def sole_country(candidates: Iterable[Candidate]) -> str | None:
    """The country that all candidates lie in, if it is one.

    >>> sole_country(find_candidates("Idlib")), sole_country(find_candidates("Georgia"))
    ('SYR', None)
    """
    countries = {candidate.country for candidate in candidates}
    return countries.pop() if len(countries) == 1 else None


def gather_evidence(doc: Document, segments: Segments, annotations: Annotations) -> Evidence:
    """What the report's own zones say of countries; names of people and outlets say nothing.

    >>> from dragoman.stages import Segments
    >>> text = "Syrian troops left. Kyiv was silent."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text)
    >>> parts = (Span(0, 19), Span(20, 36))
    >>> segments = Segments(language="en", zones=(), paragraphs=parts, sentences=parts, quotations=())
    >>> mention = Mention(span=Span(20, 24), type="GPE", kind="name")
    >>> evidence = gather_evidence(doc, segments, Annotations(mentions=(mention,)))
    >>> dict(evidence.countries), dict(evidence.inside), evidence.near(0)
    ({'SYR': 1, 'UKR': 1}, {'UKR': 1}, frozenset({'SYR'}))
    """
    outside = tuple(zone.span for zone in segments.zones if zone.zone in OUTSIDE_ZONES)
    starts = [span.start for span in segments.sentences]
    countries: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    near: dict[int, set[str]] = {}
    for start, code, is_inside in _clues(doc, annotations):
        near.setdefault(bisect_right(starts, start), set()).add(code)
        if any(span.start <= start < span.end for span in outside):
            continue
        countries[code] += 1
        if is_inside:
            inside[code] += 1
    by_sentence = {index: frozenset(codes) for index, codes in near.items()}
    return Evidence(countries, inside, by_sentence, starts)


def _clues(doc: Document, annotations: Annotations) -> list[tuple[int, str, bool]]:
    """Where each country is spoken of, its code, and whether by a place inside it."""
    silent = tuple(m.span for m in annotations.mentions if m.kind == "name" and m.type in {"PER", "OUTLET"})
    covered = {place for span in silent for place in range(span.start, span.end)}
    named = ((span, code) for span, code in find_countries(doc.text) if span.start not in covered)
    clues = [(span.start, code, False) for span, code in named if not _has_namesake(doc.quote(span))]
    for mention in filter(is_name_of_place, annotations.mentions):
        words = doc.quote(mention.span)
        candidates = () if country_of(words) else find_candidates(words)
        code = sole_country(candidates)
        if code is not None and any(_weighs(candidate) for candidate in candidates):
            clues.append((mention.span.start, code, True))
    known = all_countries()
    clues += [(m.span.start, m.of, False) for m in annotations.mentions if m.kind == "role" and m.of in known]
    return clues


@lru_cache(maxsize=4096)
def _has_namesake(words: str) -> bool:
    """Whether a country's name is the name of a place elsewhere as well ("Georgia"), so that it proves nothing."""
    return len({candidate.country for candidate in find_candidates(words)}) > 1


def _weighs(candidate: Candidate) -> bool:
    return candidate.precision != "populated" or candidate.capital or candidate.population >= 300_000


def read_beside(text: str, span: Span) -> Beside:
    """What the words right before and after a name say of it.

    >>> homs = read_beside("the Syrian city of Homs", Span(19, 23))
    >>> homs.countries, homs.kind, homs.firm
    (('SYR',), 'town', True)
    >>> paris = read_beside("in Paris, Texas.", Span(3, 8))
    >>> paris.countries, paris.admin
    (('USA',), 'Texas')
    """
    rest, own_kind = split_kind(span.of(text))
    before = _read_before(text, span.start)
    after = _read_after(
        text, span.end, is_item=text[max(0, span.start - 3) : span.start].rstrip().endswith(",")
    )
    kind = after.kind or before.kind or (own_kind if rest else None)
    for found in (after, before):
        if found.countries:
            return Beside(found.countries, found.admin, kind, found.firm)
    return Beside(kind=kind, listed=_is_listed(text, span))


def _read_after(text: str, end: int, *, is_item: bool) -> Beside:
    word = _NEXT_WORD.match(text, end, end + _WINDOW)
    kind = kind_of_word(word.group(1)) if word else None
    start = word.end() if word and kind else end
    link = _LINK.match(text, start, start + _WINDOW)
    name = _NEXT_NAME.match(text, link.end(), link.end() + _WINDOW) if link else None
    if link is None or name is None or "\n\n" in link.group():
        return Beside(kind=kind)
    if is_item and link.group().strip() == ",":  # one of a list: "Ohio, New York, Pennsylvania"
        return Beside(kind=kind)
    for form in _prefixes(name.group()):
        codes, admin = _container(form)
        if codes and _ends_there(text, name.start() + len(form)):
            return Beside(codes, admin, kind, admin is not None)
    return Beside(kind=kind)


def _prefixes(words: str) -> list[str]:
    parts = words.split(" ")
    forms = [" ".join(parts[:size]) for size in range(len(parts), 0, -1)]
    return [trimmed for form in forms for trimmed in dict.fromkeys((form, form.rstrip(".")))]


def _container(words: str) -> tuple[tuple[str, ...], str | None]:
    """The countries a name that follows a place's name puts it in, and the first-level unit."""
    codes = named_countries(words)
    if codes or not words[:1].isupper():
        return codes, None
    found = find_candidates(words)
    areas = [c for c in found if c.precision == "admin1" and c.country]
    if not areas or any(c.population >= _LARGE_CITY and c.country != areas[0].country for c in found):
        return (), None
    return tuple(dict.fromkeys(c.country for c in areas if c.country)), areas[0].name


def _is_listed(text: str, span: Span) -> bool:
    """Whether the item before, or the items after in a list, are first-level units and nothing else."""
    before = re.search(
        r"((?:[A-Z][\w'-]* )?[A-Z][\w'-]*)(?:,|,? and|,? or) $", text[max(0, span.start - 50) : span.start]
    )
    if before and any(_is_unit(form) for form in {before.group(1), before.group(1).rpartition(" ")[2]}):
        return True
    link = _LIST_LINK.match(text, span.end, span.end + _WINDOW)
    name = _NEXT_NAME.match(text, link.end(), link.end() + _WINDOW) if link else None
    if link is None or name is None:
        return False
    unit = next((form for form in _prefixes(name.group()) if _is_unit(form)), None)
    if unit is None:
        return False
    return link.group().strip() != "," or _LIST_LINK.match(text, name.start() + len(unit)) is not None


def _is_unit(words: str) -> bool:
    found = find_candidates(words) if words[:1].isupper() else ()
    return bool(found) and all(candidate.precision == "admin1" for candidate in found)


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
            return Beside((code,), None, kind, kind is not None)
        if word.lower() not in place_words("filler"):
            break
        words.append(word.lower())
        kind = kind or kind_of_word(word)
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
