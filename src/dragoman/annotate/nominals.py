"""Finds people and bodies that are described instead of named: "two senior officials", "the fund", "voters"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from dragoman.annotate.lexicon import is_saying, noun_forms, owner_forms, source_nouns, word_set
from dragoman.annotate.roles import FoundRole
from dragoman.annotate.wording import Layout, Wording, find_forms, touched_by, words_before
from dragoman.stages import Mention
from dragoman.types import EntityType, Span

_DETERMINERS = frozenset(
    {"the", "a", "an", "some", "several", "many", "two", "both", "these", "those", "one", "his", "her"}
    | {"my", "our", "their", "another"}
)
_LONGEST_NOMINAL = 5
_PEOPLE = re.compile(r"\b[a-z][a-z-]{2,}(?:ers|ors|ists|ians|ants|ents|mates|ees|men|women)\b")
_PAIR = re.compile(r"\b(the (?:two|three|pair|duo)) (?:also |later |then )?([a-z]+)")
_SEEN_BY_ENDING = 0.5  # score of a group told by its noun's ending alone
_BODIES = frozenset({"ORG", "OUTLET", "ARMED"})
_SHORTEST_NOUN = 4
_QUANTITY = re.compile(
    r"(?:\b(?:nearly|almost|about|around|roughly|some|over|at least|more than|fewer than|an?|the|this|that) )?"
    r"(?:\b(?:large|small|growing|whole) )?\b(?:group|crowd|number|majority|minority|couple|handful|dozens|scores"
    r"|hundreds|thousands|millions|most|many|several|few|half|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
    r" (?:out of|of|in) (?:the )?$"
)
_LONGEST_QUANTITY = 40
_PREPOSITION = re.compile(r"\b(?:in|on|at|from|near|by|to|of|with|for|told|since|until) $")
_COMPOUND = re.compile(r"[a-z]+-[a-z]+|[A-Z][\w.&]*|\d{1,3}")
"""What may stand before the noun for a group: "labor-policy experts", "58 Fortune 500 companies"."""
_THE_NOUN = re.compile(r"\b[Tt]he ([a-z]+)\b(?![\w-]| [A-Z]| of\b)")


def find_nominals(
    wording: Wording, layout: Layout, names: Sequence[Mention], roles: Sequence[FoundRole]
) -> Iterable[Mention]:
    """The described sources and bodies of a text, outside of names, offices and furniture.

    Nouns come from a list; beside it "the fund" where the report names a Fund, and plurals whose ending shows people.
    """
    taken = touched_by([*(name.span for name in names), *(role.span for role in roles)])
    ends = {name.span.end: name for name in names}
    found: list[Mention] = []
    for span, noun, _ in find_forms(wording, noun_forms()):
        if taken(span) or not _is_read(layout, span):
            continue
        row = source_nouns()[noun]
        whole = _widened(wording, layout, span, ends)
        if _refers(wording, whole, span, row):
            if found and whole.covers(found[-1].span):  # "the group" of "the group of voters"
                found.pop()
            found.append(Mention(span=whole, type=cast("EntityType", row["type"]), kind="nominal"))
    yield from found
    seen = touched_by([mention.span for mention in found])
    for mention in (*_named_nouns(wording, names), *_people(wording, layout, ends), *_pairs(wording)):
        if not taken(mention.span) and not seen(mention.span) and _is_read(layout, mention.span):
            yield mention


def _is_read(layout: Layout, span: Span) -> bool:
    zone = layout.zone(span.start)
    return layout.sentence(span.start) >= 0 and (zone is None or zone.zone != "furniture")


def _named_nouns(wording: Wording, names: Sequence[Mention]) -> Iterator[Mention]:
    """ "The fund" where the report names a body that ends so, "the channel" where it has named an outlet."""
    last = {name.span.of(wording.low).split()[-1] for name in names if name.type in _BODIES}
    several = {name.span.of(wording.low) for name in names if name.type in _BODIES}
    nouns = {noun for noun in last if noun.isalpha() and len(noun) >= _SHORTEST_NOUN}
    nouns -= several | source_nouns().keys()
    outlet = min((name.span.end for name in names if name.type == "OUTLET"), default=None)
    known = word_set("outlet_descriptions.txt") - source_nouns().keys() if outlet is not None else frozenset()
    for match in _THE_NOUN.finditer(wording.flat) if nouns or known else ():
        takes_up = outlet is not None and match.start() > outlet and match.group(1) in known
        if takes_up or match.group(1) in nouns:
            yield Mention(span=Span(match.start(), match.end()), type="ORG", kind="nominal")


def _pairs(wording: Wording) -> Iterator[Mention]:
    """ "The two" and "the pair" where a verb follows."""
    for match in _PAIR.finditer(wording.low):
        verb = match.group(2)
        if is_saying(verb) or verb in word_set("role_followers.txt") or verb.endswith("ed"):
            yield Mention(span=Span(*match.span(1)), type="GROUP", kind="nominal")


def _people(wording: Wording, layout: Layout, ends: Mapping[int, Mention]) -> Iterator[Mention]:
    """Plurals whose ending shows people ("developers"); only what "they" later may mean."""
    things = word_set("plural_things.txt")
    for match in _PEOPLE.finditer(wording.low):
        following = wording.flat[match.end() : match.end() + 1]
        capital = wording.flat[match.start()].isupper() and not layout.starts(match.start())
        if capital or match.group() in things or match.group() in source_nouns() or following == "-":
            continue
        whole = _widened(wording, layout, Span(match.start(), match.end()), ends)
        yield Mention(span=whole, type="GROUP", kind="nominal", score=_SEEN_BY_ENDING)


def _widened(wording: Wording, layout: Layout, span: Span, ends: Mapping[int, Mention]) -> Span:
    """From "officials" to "two senior Israeli security officials"; `ends` are the names by where they end."""
    floor = layout.sentence_span(span.start).start
    several = span.of(wording.low).endswith("s")
    start = _led_from(wording, span.start, floor, ends if several else None)
    named = ends.get(start - 1) if several else None
    if named is not None and _is_its_name(wording, named, floor):
        start = _led_from(wording, named.span.start, floor, ends)
    return _with_quantity(wording, Span(start, span.end), floor)


def _led_from(wording: Wording, start: int, floor: int, ends: Mapping[int, Mention] | None) -> int:
    """Where the words before a noun begin that belong to it; `ends`, of a plural, are the names by where they end."""
    allowed = word_set("source_adjectives.txt")
    for begin in words_before(wording.flat, start, _LONGEST_NOMINAL):
        word = wording.flat[begin:start].strip()
        low = word.lower().lstrip("\"'“(")
        is_owner = word[:1].isupper() and low.removesuffix("'s") in owner_forms()
        free = ends is not None and start - 1 not in ends
        of_group = free and _is_compound(wording, word, begin, floor)
        if begin < floor or not (low in allowed or low in _DETERMINERS or is_owner or of_group):
            break
        start = begin + wording.low[begin:start].find(low[:1]) if low != word.lower() else begin
        if low in _DETERMINERS and low not in {"two", "several", "many", "some", "both"}:
            break
    return start


def _is_its_name(wording: Wording, name: Mention, floor: int) -> bool:
    """Whether a name right before a plural noun says whose they are ("Meridian officials"), not where or when."""
    before = wording.low[max(floor, name.span.start - 10) : name.span.start]
    return name.span.start >= floor and _PREPOSITION.search(before) is None


def _is_compound(wording: Wording, word: str, begin: int, floor: int) -> bool:
    """Whether a word before a plural noun belongs to it: hyphened, a number, or a name that opens no sentence.

    >>> from dragoman.annotate.wording import read_wording
    >>> text = "Yet labor-policy experts left."
    >>> _is_compound(read_wording(text), "labor-policy", 4, 0), _is_compound(read_wording(text), "Yet", 0, 0)
    (True, False)
    """
    stops = word_set("name_stops.txt") | word_set("date_words.txt")
    placed = word[0].isupper() and _PREPOSITION.search(wording.low[max(floor, begin - 10) : begin])
    plain = begin > floor and not placed and word.lower() not in stops
    return plain and _COMPOUND.fullmatch(word) is not None


def _with_quantity(wording: Wording, span: Span, floor: int) -> Span:
    """From "voters" to "the group of voters", from "10 voters" to "nearly eight of 10 voters"."""
    if not span.of(wording.low).endswith(("s", "people", "men", "women", "police")):
        return span
    low = max(floor, span.start - _LONGEST_QUANTITY)
    quantity = _QUANTITY.search(wording.low[low : span.start])
    return span if quantity is None else Span(low + quantity.start(), span.end)


def _refers(wording: Wording, whole: Span, noun: Span, row: Mapping[str, str]) -> bool:
    """Whether a source noun stands for somebody here: a plural, or a singular with its article, and no compound."""
    following = wording.flat[noun.end : noun.end + 1]
    compound = re.match(r" (\w+)", wording.low[noun.end : noun.end + 24])
    if following == "-" or (compound is not None and compound.group(1) in source_nouns()):
        return False
    led = wording.low[whole.start : whole.end].split()[0] in _DETERMINERS
    if row["number"] == "pl" or (row["type"] == "GROUP" and led):
        return True
    speaks = compound is not None and is_saying(compound.group(1))
    return led or speaks or (whole.start < noun.start and row["class"] == "org")
