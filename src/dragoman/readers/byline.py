"""The publisher a report names in its own dateline, `GENEVA (Reuters) -`: by pattern, never by guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dragoman.resources import load_lines
from dragoman.types import Span

_HEAD_CHARS = 160
_REST_CHARS = 30
"""What follows a dateline is a sentence; a line with less after the dash is a heading or a caption."""
_WRAPPED_CHARS = 50
"""A line broken off at a width has more."""
_MAX_LINES = 15
_DASH = r"[ \t\u00a0]*(?:--|[-\u2013\u2014\u2015])[ \t\u00a0]"
_ENDINGS = r"(?:net|com|org|info|am|ru|ua|co\.uk|news|tv|eu)"
_DOMAIN = re.compile(
    rf"\s*(?P<name>(?:[\w&'’-]+ ){{0,3}}?[\w-]{{2,40}}(?:\.[\w-]{{2,30}})?\.{_ENDINGS})(?={_DASH})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(rf"\s*(?P<place>[^()\n]{{0,80}}?)\s*\((?P<name>[^()\n]{{2,50}})\)(?={_DASH})")
_SLASHES = re.compile(r"\s*(?P<place>[^()/\n]{2,80}?)\s*/(?P<name>[^()/\n\d]{2,40})/[.:,]?\s")
_OPENING = re.compile(r"\s*(?P<place>)\((?P<name>[^()\n]{2,40})\)\s+(?=[^\W\d_a-z]|[\"“‘])")
_PLAIN = re.compile(rf"\s*(?:(?P<place>[^()\n]{{2,80}}?),\s+)?(?P<name>[A-Z][^,()\n]{{1,40}}?)(?={_DASH})")
_STOPPED = re.compile(r"\s*(?P<place>[^()\n]{2,80}?),\s+(?P<name>[A-Z][^,()\n]{1,40}?)(?=\.\s)")
_DATE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?|\b\d{1,2}\b",
    re.IGNORECASE,
)
_PLACE_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


def find_publisher(text: str, paragraphs: Iterable[Span]) -> Span | None:
    r"""The publisher named in the dateline of one of the first `paragraphs` (or lines), as a span of `text`.

    Taken for a name: one to four words that end in a domain, before a dash; one to four words in brackets between a
    place in capitals (or a date) and a dash; a news agency of `resources/news_agencies.txt` in a dateline.

    >>> text = "TALKS END\nGENEVA, Nov. 19 (Lake News) - The two sides left the hall without a word."
    >>> find_publisher(text, [Span(0, 9), Span(10, len(text))]).of(text)
    'Lake News'
    >>> text = "The minister (a lawyer) - who was not there - said that nothing had been agreed."
    >>> find_publisher(text, [Span(0, len(text))]) is None
    True
    """
    for at, span in enumerate(paragraphs):
        if at >= _MAX_LINES:
            return None
        found = _find_in_head(text[span.start : min(span.end, span.start + _HEAD_CHARS)])
        if found and _has_sentence(text, span, span.start + found.end):
            return Span(span.start + found.start, span.start + found.end)
    return None


def _has_sentence(text: str, line: Span, at: int) -> bool:
    """Whether enough for a sentence follows on `at`: on its line, or, where lines are wrapped, on the next."""
    if line.end - at >= _REST_CHARS:
        return True
    following = text[line.end : line.end + _REST_CHARS + 2].removeprefix("\r").removeprefix("\n")
    return len(line) >= _WRAPPED_CHARS and len(following.split("\n\n")[0].strip()) > _REST_CHARS / 2


def find_lines(text: str) -> Iterable[Span]:
    r"""The lines of a text that are not blank.

    >>> [span.of("a\n\n b") for span in find_lines("a\n\n b")]
    ['a', ' b']
    """
    for line in re.finditer(r"[^\r\n\u2028\u2029]+", text):
        if not line[0].isspace():
            yield Span(*line.span())


def _find_in_head(head: str) -> Span | None:
    if (found := _DOMAIN.match(head)) and found["name"][:1].isalnum():
        return Span(*found.span("name"))
    for pattern in (_BRACKETS, _SLASHES):
        found = pattern.match(head)
        if found and _is_signed(found["place"], found["name"]):
            return Span(*found.span("name"))
    for pattern in (_OPENING, _PLAIN, _STOPPED):
        found = pattern.match(head)
        if found and _is_agency(found["name"]) and _is_dateline(found["place"] or ""):
            return Span(*found.span("name"))
    return None


def _is_agency(name: str) -> bool:
    """Whether `name` is a news agency, written as it signs or all in capitals ("Pa." is a state)."""
    names = load_lines("news_agencies.txt")
    return name in names or (name.isupper() and name in _capitals())


@cache
def _capitals() -> frozenset[str]:
    return frozenset(name.upper() for name in load_lines("news_agencies.txt"))


def _is_signed(place: str, name: str) -> bool:
    """Whether a bracket between `place` and a dash holds the name of who put the report out."""
    if _is_agency(name):
        return _is_dateline(place)
    words = name.split()
    if (
        not 1 <= len(words) <= 4
        or not all(word[:1].isupper() for word in words)
        or any(map(str.isdigit, name))
    ):
        return False
    if _DOMAIN.match(f"{name} - "):
        return True
    return bool(place) and _is_dateline(place) and _is_marked(place) and not _is_same(place, name)


def _is_dateline(place: str) -> bool:
    """Nothing, or a place of capitalised words with perhaps a date: no sentence.

    >>> _is_dateline("LAKE CITY, Nov. 19"), _is_dateline("Kyiv"), _is_dateline("The minister said")
    (True, True, False)
    """
    words = _PLACE_WORD.findall(_DATE.sub("", place))
    small = ("de", "la", "al", "el", "on", "of", "the", "and", "in")
    return len(words) <= 7 and all(word[0].isupper() or word in small for word in words)


def _is_marked(place: str) -> bool:
    """A place in capitals, or one with a date: marks of a dateline that a name at the start of a sentence lacks."""
    words = [word for word in _PLACE_WORD.findall(_DATE.sub("", place)) if len(word) > 2]
    return bool(words) and (all(word.isupper() for word in words) or re.search(r"\d", place) is not None)


def _is_same(place: str, name: str) -> bool:
    """Whether one is short for the other: "NATO (North Atlantic Treaty Organization) - "."""

    def initials(words: str) -> str:
        return "".join(word[0] for word in words.split()).casefold()

    def joined(words: str) -> str:
        return words.replace(".", "").replace(" ", "").casefold()

    return initials(name) == joined(place) or initials(place) == joined(name)
