"""Cuts paragraphs into sentences, in one pass over their stops: part of the segment step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.resources import load_table
from dragoman.types import Span

_STOP = re.compile("[.!?…。！？؟।]+[\"'”’»)\\]]*")
_WIDE_STOPS = frozenset("。！？")  # no space follows them
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'«/—–]+$")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[]*([^\W_][\w’'-]*)")
_SAID_NEXT = re.compile(
    r"(?:(?:the |a |an )?[\w’'.-]+ ){0,4}?(?:said|says|say|asked|asks|added|adds|told|wrote|writes|shouted|cried"
    r"|replied|tweeted|exclaimed|wondered|demanded|warned|declared|chanted)\b",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")
_REACH = 40  # characters looked at on either side of a stop, which keeps the pass linear
_ALSO_WORDS = frozenset({"v", "ing", "ca"})
_QUOTES = frozenset("\"“'‘«[(")
_OPENERS = "\"'“‘«([-–—*•…¿¡"


def find_sentences(
    text: str, paragraphs: Sequence[Span], breaks: frozenset[int] = frozenset()
) -> tuple[Span, ...]:
    """The sentences of each paragraph, in order; every visible character of a paragraph lies in exactly one.

    `breaks` are places where a sentence ends whatever stands there (a dateline). Offsets in code points of `text`.

    >>> text = 'Gen. A. Roa left on Jan. 3. "We wait," he said. The U.S. Army did not.'
    >>> [span.of(text) for span in find_sentences(text, [Span(0, len(text))])]
    ['Gen. A. Roa left on Jan. 3.', '"We wait," he said.', 'The U.S. Army did not.']
    """
    return tuple(span for paragraph in paragraphs for span in _split(text, paragraph, breaks))


def _split(text: str, paragraph: Span, breaks: frozenset[int]) -> Iterator[Span]:
    inside = sorted(at for at in breaks if paragraph.start < at < paragraph.end)
    ends = {
        match.end()
        for match in _STOP.finditer(text, paragraph.start, paragraph.end)
        if _ends(text, paragraph, match)
    }
    start = paragraph.start
    for end in sorted({*ends, *inside, paragraph.end}):
        words = text[start:end]
        if words.strip():
            first = start + len(words) - len(words.lstrip())
            yield Span(first, first + len(words.strip()))
        start = end


def _ends(text: str, paragraph: Span, stop: re.Match[str]) -> bool:
    """Whether a run of stops (with the closing marks after it) ends a sentence."""
    end = stop.end()
    if end >= paragraph.end or stop.start() == paragraph.start:
        return False
    marks = stop.group()
    if not text[end].isspace():
        return marks[0] in _WIDE_STOPS
    ahead = text[end : min(end + 3 * _REACH, paragraph.end)].lstrip()
    if not ahead or _goes_on(marks, ahead):
        return False
    if marks[0] != "." or marks.startswith(".."):
        return not marks.startswith("..") or not text[stop.start() - 1].isspace()
    return marks != "." or not _is_abbreviation(text, paragraph, stop.start(), ahead)


def _goes_on(marks: str, ahead: str) -> bool:
    """Whether what follows belongs to the same sentence: small letters, or the saying after an exclamation."""
    first = ahead.lstrip(_OPENERS)[:1]
    if first.islower():
        return True
    quoted = marks[-1] in "\"'”’»"
    return quoted and marks[0] in "!?" and _SAID_NEXT.match(ahead) is not None


def _is_abbreviation(text: str, paragraph: Span, at: int, ahead: str) -> bool:
    """Whether the full stop at `at` only shortens the word before it."""
    found = _WORD_BEFORE.search(text, max(paragraph.start, at - _REACH), at)
    if found is None:
        return False
    word, follower = found.group(), _NEXT_WORD.match(ahead)
    after = follower.group(1) if follower else ""
    if found.start() == paragraph.start and _ENUMERATOR.fullmatch(word):
        return True
    kind = _abbreviations().get(word.casefold().replace("’", "'"))
    if kind == "never":
        return not (word.islower() and word in _ALSO_WORDS and after.casefold() in _starters(False))
    if kind == "number":
        return ahead[:1].isdigit()
    if kind == "maybe" or _is_initial(word):
        capitals = len(after) > 1 and after.isupper() and word.isupper()
        return ahead[0] not in _QUOTES and after.casefold() not in _starters(capitals)
    return False


def _is_initial(word: str) -> bool:
    """A single capital, or several with stops between ("J.R")."""
    letters = word.split(".")
    return len(letters) <= 4 and all(len(letter) == 1 and letter.isupper() for letter in letters)


@cache
def _abbreviations() -> dict[str, str]:
    return {row["word"]: row["ends"] for row in load_table("abbreviations.tsv")}


@cache
def _starters(capitals: bool) -> frozenset[str]:
    rows = load_table("sentence_starters.tsv")
    return frozenset(row["word"] for row in rows if row["in_capitals"] or not capitals)
