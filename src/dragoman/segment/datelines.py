"""Finds datelines, `GENEVA, Nov. 19 (AGENCY) -`, at the beginning of a report's first paragraphs: part of segment."""

from __future__ import annotations

import re

from dragoman.types import Span

MAX_CHARS = 110

_DASH = r"(?:\s*[–—―]{1,2}\s*|\s+-{1,3}\s+|\s*--\s*|-{1,2}\s+)"
_TAGS = r"(?:\s*(?:\[[A-Z][^\]]{1,60}\]\s*)+)?"
_END = re.compile(rf"(?:{_DASH}|\s*:\s+){_TAGS}")
_BY_DASH = re.compile(
    rf"(?P<head>(?:\([^()]{{1,60}}\)|[^()–—―]){{1,{MAX_CHARS}}}?)(?P<end>(?:{_DASH}|(?<=\))\s?-{{1,3}}){_TAGS})(?=\S)"
)
_BY_COLON = re.compile(r"(?P<head>[A-Z][A-Z.'’ -]{2,40}(?:,\s[^:\n]{2,40})?)(?P<end>\s?:\s+)(?=[\"“‘A-Z0-9])")
_SPOKEN = re.compile(r"(?:I|We|You|My|Our|Your|Yes|No|Well|But|And|So|Thank)\b")
_NEXT = r"(?=[\"“‘A-Z0-9])"
_BY_STOP = re.compile(
    r"(?P<head>[A-Z][\w.'’ -]{2,40}[.,]\s(?:[^()\n.]{0,30}\s|[A-Z][\w.]{1,12}\s)?(?:\([^)\n]{2,40}\)|/[^/\n]{2,40}/))"
    rf"(?P<end>[.,:]?\s+){_NEXT}"
)
_BY_CAPITALS = re.compile(
    r"(?P<head>[A-Z][\w.'’ -]{2,30}[,.]\s[^()\n]{3,25}?[,.]?\s(?:[A-Z]{3,12}|[A-Z]{2,8}[a-z]{1,4}))"
    rf"(?P<end>\.\s+){_NEXT}"
)
_SLASHED = re.compile(r"(?P<head>[A-Z][^/\n]{0,60}/[A-Z][^/\n]{1,40}/)(?P<end>[.:,\s-]*\s+)(?=[\"“‘A-Z0-9])")
_AGENCY = re.compile(r"\([^()\n]{2,50}\)\s*$|/[^/\n]{2,40}/\s*$")
_DOMAIN = re.compile(
    r"(?:[\w&'’-]+ ){0,3}[\w-]{2,40}\.(?:net|com|org|info|am|ru|ua|news|tv|eu|co\.uk)$", re.IGNORECASE
)
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b\.?|\b\d{1,4}(?:st|nd|rd|th)?\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_NOT_PLACES = frozenset(
    "breaking exclusive live update updated watch video analysis opinion note part chapter original correction".split()
)
_SMALL = frozenset(
    "de la al el le the of and in on near at du da do das dos di den der van von bin es as sur us".split()
)
_QUOTES = frozenset("\"“‘'«[")
_MAX_PLAIN_WORDS = 4  # of a place that nothing but a long dash marks as one


def find_dateline(text: str, paragraph: Span) -> Span | None:
    """The dateline a paragraph begins with, its dash included; None if it has none.

    >>> for text in (
    ...     "GENEVA, Nov. 19 (Lake News) — The two sides met.",
    ...     "LakeNews.net - The two sides met.",
    ...     "SAN REVO, 3 JAN 90 (ALP) -- [TEXT] THE ARMY SAID",
    ...     "The minister - a lawyer - left.",
    ... ):
    ...     span = find_dateline(text, Span(0, len(text)))
    ...     print(span and span.of(text))
    GENEVA, Nov. 19 (Lake News) —
    LakeNews.net -
    SAN REVO, 3 JAN 90 (ALP) -- [TEXT]
    None
    """
    head = text[paragraph.start : min(paragraph.end, paragraph.start + MAX_CHARS + 250)]
    for pattern, accepts in (
        (_BY_DASH, _is_place),
        (_SLASHED, _is_marked),
        (_BY_STOP, _is_marked),
        (_BY_CAPITALS, _is_dated),
        (_BY_COLON, _is_colon),
    ):
        found = pattern.match(head)
        if found and accepts(found["head"].strip(), head[found.start("end") :].lstrip(" -–—―:\n")):
            length = len(head[: found.end()].rstrip())
            return Span(paragraph.start, paragraph.start + length)
    return None


def _is_place(head: str, rest: str) -> bool:
    """Whether the words before a dash are a place, a date or an outlet."""
    if _DOMAIN.match(head):
        return True
    agency = _AGENCY.search(head) is not None
    bare = _AGENCY.sub("", head).strip()
    words = _WORD.findall(_DATE.sub("", bare))
    if not _are_names(head, words, agency) or not (
        rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in _QUOTES
    ):
        return False
    dated = _DATE.search(bare) is not None
    upper = bool(words) and words[0].isupper() and len(words[0]) > 1
    if agency:
        return dated or upper or len(words) <= _MAX_PLAIN_WORDS
    if rest[:60].isupper() and upper:
        return dated or rest.startswith("[")
    return (
        (upper or dated or len(words) <= _MAX_PLAIN_WORDS)
        and 0 < len(words) <= 6
        and not _is_aside(rest, head)
    )


def _are_names(head: str, words: list[str], agency: bool) -> bool:
    """Few words, with capitals but for two where an agency follows a place ("KETTER, Ardal valley (ALP)")."""
    small = sum(not (word[0].isupper() or word.casefold() in _SMALL) for word in words)
    allowed = 2 if agency and words and words[0].isupper() else 0
    strange = bool(words) and words[0].casefold() in _NOT_PLACES
    return len(words) <= 9 and small <= allowed and not strange and not any(mark in head for mark in '"“?!')


def _is_aside(rest: str, head: str) -> bool:
    """Whether the dash rather sets off an aside or a second half: another dash follows in the same sentence."""
    sentence = re.split(r"[.!?]\s", rest, maxsplit=1)[0]
    plain = not (head.isupper() or _DATE.search(head) or head.partition(",")[0].isupper())
    return plain and (re.search(r"\s[–—-]{1,2}\s", sentence) is not None or len(sentence.split()) < 5)


def _is_marked(head: str, rest: str) -> bool:
    """A place before an agency in brackets or slashes: in capitals or with a date, and few words."""
    bare = _AGENCY.sub("", head)
    words = _WORD.findall(_DATE.sub("", bare))
    capital = bool(words) and words[0].isupper() and len(words[0]) > 1
    small = all(word[0].isupper() or word.casefold() in _SMALL for word in words)
    return (
        small and len(words) <= 6 and (capital or _DATE.search(bare) is not None) and not rest[:60].isupper()
    )


def _is_dated(head: str, rest: str) -> bool:
    """`Reva, May 21, ALPRESS. The ...`: a place, a date, an agency in capitals."""
    return _DATE.search(head) is not None and _is_marked(head, rest)


def _is_colon(head: str, rest: str) -> bool:
    """`NEW REVA: The ...`; a quotation after the colon makes it a speaker, and so do capitals all through."""
    words = _WORD.findall(head)
    spoken = rest[:1] in '"“‘' or _SPOKEN.match(rest) is not None or words[0].casefold() in _NOT_PLACES
    return not spoken and not rest[:60].isupper() and len(_WORD.findall(_DATE.sub("", head))) <= 3
