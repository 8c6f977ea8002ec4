"""Matches lines against the phrases of page furniture ("Top stories", "Share this"): part of the segment step."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from msgspec import Struct

from dragoman.resources import load_lines, load_table
from dragoman.types import ZoneName

_MARKS = " \t\u00a0\u200b\ufeff-–—―_=*#•·●▪►▶»«>|:;.,!…+~/\\[](){}<←→↓↑✕×\"'“”’"
_HEADING_CHARS = 90
_START_WORDS = 60  # a cue at the beginning of more words than this begins a paragraph of the report
_ANY_WORDS = 70
_TEASER_WORDS = 30
_LONG_WORDS = 150
_CREDIT_CHARS = 90

_PERSON = r"(?:[A-Z][\w.'’-]+|al-\w+|bin|de|van|von|der|el|da|di)"
_BYLINE = re.compile(
    rf"(?:By|BY|by|From|Text by|Words by|Story by)[:\s]\s*{_PERSON}(?:\s{_PERSON}){{1,4}}"
    rf"(?:(?:,|\s(?:and|AND|&)|\s[|/–—-])\s?(?:{_PERSON}|in|for|of|the|\d[\w:]*)(?:\s(?:{_PERSON}|in|for|of|the|\d[\w:]*)){{0,6}})*\W*$"
)
_DATE_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:\.[^\W\d_]+)*|[^\s\d:.,/|()·•+@–—-]")
_TRAIL = re.compile(r"^[^|›»→]{1,40}(?:\s?[|›»→·•]\s?[^|›»→·•]{1,40}){2,}$")
_TRAIL_SLASH = re.compile(r"^(?:home|news|world|front page)(?:\s?[>/]\s?[^>/]{1,60})+$")


class Cue(Struct, frozen=True):
    """What a paragraph of page furniture says of itself, and of what follows it."""

    zone: ZoneName
    opens: ZoneName | None = None
    """For a heading: what stands under it."""


class _Pattern(Struct, frozen=True):
    cue: Cue
    words: re.Pattern[str]


def find_cue(line: str) -> Cue | None:
    """The cue that a whole paragraph is or begins with.

    >>> find_cue("Top stories"), find_cue("- Partner News -").opens
    (Cue(zone='furniture', opens='teaser'), 'furniture')
    >>> find_cue("Read more: Envoys back in Belmora").zone, find_cue("By Ana Roa and Tom Ild").zone
    ('teaser', 'furniture')
    >>> find_cue("Sharing the river was the last point on the table.")
    """
    bare = line.strip(_MARKS)
    if not bare:
        return Cue("furniture")
    folded = " ".join(bare[:600].casefold().replace("’", "'").split())
    words = line.count(" ") + 1
    heading = _match("line", folded, whole=True) if len(folded) <= _HEADING_CHARS else None
    if heading is not None and not line.endswith("."):
        return heading
    captioned = _match("long", folded) if words <= _LONG_WORDS else None
    return captioned or _line_of_its_own(line.strip(), folded, words)


def _line_of_its_own(line: str, folded: str, words: int) -> Cue | None:
    """Cues of a line that opens no section: notices, bylines, dates, trails of links, inline teasers, captions."""
    if words > max(_START_WORDS, _ANY_WORDS):
        return None
    if (
        _is_date(folded)
        or _is_dated(line)
        or _is_byline(line)
        or _TRAIL.match(line)
        or _TRAIL_SLASH.match(folded)
    ):
        return Cue("furniture")
    found = _match("start", folded) if words <= _START_WORDS else None
    if found is not None and found.zone == "teaser" and words > _TEASER_WORDS:
        return None
    if found is not None:
        return found
    return Cue("caption") if _has_credit(line) else _match("any", folded)


def _is_date(folded: str) -> bool:
    """Whether a line says when, and nothing else.

    >>> [_is_date(line) for line in ("mon 22 jul 2013, 10:24 am", "may 9", "march on 9 may 2013 in reva")]
    [True, True, False]
    """
    if len(folded) > 80 or not any(mark.isdigit() for mark in folded):
        return False
    tokens = _DATE_TOKEN.findall(folded)
    figures = [token for token in tokens if token.isdigit()]
    named = any(len(token) >= 3 and token in _date_words() and "." not in token for token in tokens)
    known = all(token.isdigit() or token in _date_words() for token in tokens)
    return known and len(figures) <= 9 and (len(figures) >= 3 or named) and max(map(len, figures)) <= 4


def _is_dated(line: str) -> bool:
    """Whether a short line is names and a full date: "North Post, 14 August 2029"."""
    if len(line) > 80 or not any(mark.isdigit() for mark in line):
        return False
    tokens = _DATE_TOKEN.findall(line)
    figures = [token for token in tokens if token.isdigit()]
    others = [token for token in tokens if not token.isdigit() and token.casefold() not in _date_words()]
    named = len(others) <= 5 and all(not token[0].isalpha() or token[0].isupper() for token in others)
    dated = len(figures) >= 2 and any(len(token) == 4 and token[:2] in ("19", "20") for token in figures)
    return named and dated and (len(figures) >= 3 or len(tokens) - len(others) > len(figures))


def _is_byline(line: str) -> bool:
    return len(line) <= 120 and _BYLINE.match(line) is not None


def _has_credit(line: str) -> bool:
    """Whether a short paragraph ends with the credit of a picture."""
    return len(line) <= 400 and _credits().search(line[-_CREDIT_CHARS:].casefold().rstrip(" .")) is not None


def _match(where: str, folded: str, *, whole: bool = False) -> Cue | None:
    for pattern in _patterns(where):
        found = pattern.words.fullmatch(folded) if whole else pattern.words.match(folded)
        if found is not None:
            return pattern.cue
    return None


@cache
def _patterns(where: str) -> tuple[_Pattern, ...]:
    """The patterns of one kind, those with one meaning put together."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in load_table("section_cues.tsv"):
        if row["where"] == where:
            grouped.setdefault((row["zone"], row["opens"]), []).append(row["pattern"])
    reach = ".*?" if where == "any" else ""
    count = r"(?: ?\(?\d+\)?)?" if where == "line" else ""
    return tuple(
        _Pattern(
            Cue(cast("ZoneName", zone), cast("ZoneName", opens) if opens else None),
            re.compile(f"{reach}(?:{'|'.join(patterns)}){count}"),
        )
        for (zone, opens), patterns in grouped.items()
    )


@cache
def _date_words() -> frozenset[str]:
    return frozenset(load_lines("date_words.txt"))


@cache
def _credits() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(load_lines('caption_credits.txt'))})$")
