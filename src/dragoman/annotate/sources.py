"""Finds the words that a source is about: "aides" of "Roa aides in the capital", the name of "a lawyer, Ana Roa"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from dragoman.annotate.lexicon import source_nouns, word_set
from dragoman.stages import Mention
from dragoman.types import EntityType, Span

_WORD = re.compile(r"[^\s,()\[\];:\"“”]+|[,()\[\];:]")
_AND = re.compile(r",? (?:and|as well as|along with)(?: the| both)? ")
_PEOPLE_ENDINGS = tuple("er or ist ian ant man woman person ee guy tycoon republican democrat".split())
_DATELINE = re.compile(r"[A-Z]{3,}[^\n–—-]{0,40} [–—-]{1,2} ")
_APPOSED = re.compile(r", ?(?:[A-Z]\w*\.? ){0,3}$")
_ENDED = re.compile(r"[ ,]*(?:\d{1,3}[ ,]*)?")
_QUANTITIES = frozenset(
    "many some others most few several those both all one none each half dozens scores hundreds thousands millions "
    "two three four five majority majorities percent number group lot couple pair handful "
    "members any either neither more percent % half third thirds quarter quarters".split()
)


def head_of(text: str, source: Span) -> Span | None:
    """The noun phrase that a source begins with, up to and with its head noun; None if there is no word.

    It ends at a comma, a bracket, a preposition or a relative pronoun; "of" ends it unless only a quantity stands
    before ("dozens of officials"). Offsets are into `text`.

    >>> text = "New Ostia officials in the north, including Ana Roa"
    >>> head_of(text, Span(0, len(text))).of(text)
    'New Ostia officials'
    >>> head_of("Dozens of witnesses in Tamsin", Span(0, 29)).of("Dozens of witnesses in Tamsin")
    'Dozens of witnesses'
    """
    start = end = -1
    last = ""
    dateline = _DATELINE.match(text, source.start, source.end)
    for word in _WORD.finditer(text, dateline.end() if dateline else source.start, source.end):
        low = word.group().lower().rstrip(".")
        if low == "of" and last in _QUANTITIES:
            last = "of"
            continue
        if low in {"-", "–"}:  # of text cut into words
            continue
        if end >= 0 and (low == "of" or low in word_set("head_limits.txt") or not low[:1].isalnum()):
            break
        if low[:1].isalnum() or word.group()[0] in "'’":
            start, end, last = (word.start() if start < 0 else start), word.end(), low
    return Span(start, end) if end >= 0 else None


def ends_with(text: str, mention: Span, head: Span) -> bool:
    """Whether a mention covers the last word of a noun phrase, a possessive mark aside.

    >>> ends_with("Roa's", Span(0, 3), Span(0, 5))
    True
    """
    rest = text[mention.end : head.end]
    return mention.start < head.end and (mention.end >= head.end or rest in {"'s", "’s", "'", "’"})


def person_type(head: str) -> EntityType | None:
    """What somebody unnamed is, by the last word of a noun phrase; None for things ("a statement").

    >>> person_type("a gardener"), person_type("two senior officials"), person_type("the letter")
    ('PER', 'GROUP', None)
    """
    last = head.lower().split()[-1].strip(".,'\"”’")
    if last in _QUANTITIES or last.endswith("%"):
        return "GROUP"
    if {last, last.removesuffix("s")} & word_set("document_nouns.txt") or not last.isalpha():
        return None
    known = source_nouns().get(last)
    if known is not None:
        return cast("EntityType", known["type"])
    if last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return "GROUP" if last[:-1].endswith(_PEOPLE_ENDINGS) else None
    return "PER" if last.endswith(_PEOPLE_ENDINGS) else None


def apposed_name(
    text: str, source: Sequence[Span], head: Span, mentions: Sequence[Mention]
) -> Mention | None:
    """The one person named behind a description, behind a comma or an office ("the pilot, Captain Ana Roa, 29").

    >>> text = "the director of works, Ana Roa"
    >>> roa = Mention(span=Span(23, 30), type="PER", kind="name")
    >>> apposed_name(text, [Span(0, 30)], Span(0, 12), [roa]) == roa
    True
    """
    people = [m for m in mentions if m.type == "PER" and m.kind == "name" and m.span.start >= head.end]
    if len(people) != 1:
        return None
    span = people[0].span
    end = next((part.end for part in source if part.covers(span)), 0)
    ends = _ENDED.fullmatch(text, span.end, end) is not None if end else False
    held = any(m.kind == "role" and m.span.end < span.start <= m.span.end + 2 for m in mentions)
    return people[0] if ends and (held or _APPOSED.search(text[head.end : span.start])) else None


def listed_in(text: str, source: Sequence[Span], mentions: Sequence[Mention]) -> Span | None:
    """Where a source lists two or more names or offices joined by "and", and nothing else.

    >>> people = [Mention(span=span, type="PER", kind="name") for span in (Span(0, 3), Span(8, 11))]
    >>> listed_in("Roa and Sow said so.", [Span(0, 11)], people)
    Span(start=0, end=11)
    """
    parts = items_of(text, source[0], mentions) if len(source) == 1 else ()
    if len(parts) < 2:
        return None
    spans = [mention.span for mention in parts]
    return Span(spans[0].start, spans[-1].end)


def items_of(text: str, whole: Span, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names and offices that fill `whole` and are joined by "and"; empty if something else is in it."""
    inside = [m for m in mentions if m.kind in {"name", "role"} and whole.covers(m.span)]
    outer = [m for m in inside if not any(m.span != o.span and o.span.covers(m.span) for o in inside)]
    if len(outer) < 2:
        return ()
    edges = [whole.start, *(m.span.end for m in outer)], [*(m.span.start for m in outer), whole.end]
    gaps = [text[start:end] for start, end in zip(*edges, strict=True)]
    joined = [_AND.fullmatch(gap) is not None for gap in gaps[1:-1]]
    commas = [gap.strip() == "," for gap in gaps[1:-1]]
    office = [gap == " " and m.kind == "role" for gap, m in zip(gaps[1:-1], outer, strict=False)]
    fits = all(a or b or c for a, b, c in zip(joined, commas, office, strict=True)) and any(joined)
    bare = gaps[0].lower().strip() in {"", "the", "both"} and gaps[-1].strip(" ,.") in {"", "both"}
    items = tuple(m for at, m in enumerate(outer) if at == len(outer) - 1 or not office[at])
    return items if fits and bare and len(items) > 1 else ()
