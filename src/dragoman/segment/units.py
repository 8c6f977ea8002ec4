"""What is looked at in a paragraph to tell its zone: its shape, its cue, its likeness to the rest. Part of segment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import Struct, structs

from dragoman.resources import load_lines
from dragoman.segment.cues import Cue, find_cue
from dragoman.stages import Block, BlockKind
from dragoman.types import Span, ZoneName

MAX_CHARS = 1_500  # of a paragraph are looked at; what it is shows in them
PROSE_WORDS = 8
PARTED_SHARE = 0.8  # of a report's paragraphs have a blank line before them: then all its paragraphs do
LONG_WORDS = 25
MIN_DOUBLED = 2  # paragraphs that stand twice in a row from which they are a list's
DOUBLED_REACH = 3  # paragraphs from one of them to the next, within which all is the list's

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDS = re.compile("[.!?…。！？؟।:;][\"'”’»)\\]*]*$")
_CUT = re.compile(r"(?:\.\.\.|…)$")
_BLANK_LINE = re.compile(r"(?>\r\n|[\n\r\u2028])\s*?[\n\r\u2028\u2029]|\u2029")
_FIGURES = re.compile(r"\d+")
_CAPITAL = re.compile(r"(?<![\w'’-])[A-Z][\w’'-]*[a-z][\w’'-]*")
_INSIDE = re.compile(r"[a-z0-9,] $")
_STEM = 6  # letters by which words of one kind are taken together ("negotiation", "negotiators")


class Unit(Struct, frozen=True, kw_only=True):
    """A paragraph with what is looked at in it."""

    span: Span
    words: int
    ended: bool
    """Whether it ends with a stop, as prose does."""
    announces: bool
    """Whether it ends with a colon: what follows is its list."""
    title_share: float
    """Share of its longer words that have one capital in front, the first word aside."""
    stems: frozenset[str]
    """Its words of substance, shortened."""
    key: str
    """Its letters and figures only, casefolded: to find repetitions."""
    capitals: frozenset[str]
    """Its words with a capital in front, those that say when aside."""
    names: frozenset[str]
    """Those of them that no sentence begins with."""
    cue: Cue | None
    cut: bool
    """Whether it breaks off with dots."""
    apart: bool = True
    """Whether a blank line stands before it."""
    kind: BlockKind | None = None
    main: bool | None = None
    link_share: float = 0.0

    @property
    def opens(self) -> ZoneName | None:
        """What stands under it, if it is a heading of the page."""
        return self.cue.opens if self.cue is not None else None

    @property
    def is_prose(self) -> bool:
        """Whether it reads as sentences, and no phrase of page furniture begins it."""
        return (
            self.cue is None
            and not self.cut
            and (self.words >= LONG_WORDS or (self.ended and self.words >= PROSE_WORDS))
        )


def find_units(text: str, paragraphs: Sequence[Span], blocks: Sequence[Block]) -> tuple[Unit, ...]:
    r"""The units of the paragraphs, in order.

    >>> text = "Top stories\nEnvoys of the two sides met again on Monday."
    >>> [(unit.words, unit.ended, unit.is_prose) for unit in find_units(text, [Span(0, 11), Span(12, 57)], ())]
    [(2, False, False), (9, True, True)]
    """
    homes = _homes(paragraphs, sorted(blocks, key=lambda block: block.span))
    before = (Span(0, 0), *paragraphs)
    units = tuple(
        _unit(text, span, home, _BLANK_LINE.search(text, last.end, span.start) is not None)
        for last, span, home in zip(before, paragraphs, homes, strict=False)
    )
    heads = Counter(_FIGURES.sub("", unit.key) for unit in units if _may_run(unit))
    running = {key for key, count in heads.items() if count > 1}
    units = tuple(
        _as_running(unit) if _may_run(unit) and _FIGURES.sub("", unit.key) in running else unit
        for unit in units
    )
    listed = _listed(units)
    return tuple(
        structs.replace(unit, cue=Cue("teaser")) if at in listed else unit for at, unit in enumerate(units)
    )


def _listed(units: Sequence[Unit]) -> frozenset[int]:
    """Prose that a list of other reports has given twice over, once for its picture, and what stands amid such.

    None if there is but one such pair, or if most of the text stands there twice: then the text was doubled.
    """
    told = [at for at, unit in enumerate(units) if unit.main is None and unit.words >= PROSE_WORDS]
    twice = [(one, two) for one, two in pairwise(told) if units[one].key == units[two].key and two - one == 1]
    apart = {units[one].key for one, _ in twice}
    others = {units[at].key for at in told} - apart
    if len(apart) < MIN_DOUBLED or len(apart) > len(others):
        return frozenset()
    found = sorted({at for pair in twice for at in pair})
    between = (range(one, two + 1) for one, two in pairwise(found) if two - one <= DOUBLED_REACH)
    return frozenset({*found, *(at for near in between for at in near if units[at].cue is None)})


def _may_run(unit: Unit) -> bool:
    """Whether a line could be a running head: a few words and a number."""
    return unit.cue is None and not unit.ended and 2 <= unit.words <= 10 and unit.key[-1:].isdigit()


def _as_running(unit: Unit) -> Unit:
    """The same line with another number stands on every printed page: it is no part of the report."""
    return structs.replace(unit, cue=Cue("furniture"))


def _homes(paragraphs: Sequence[Span], blocks: Sequence[Block]) -> Iterable[Block | None]:
    """The block each paragraph stands in."""
    at = 0
    for span in paragraphs:
        while at < len(blocks) and blocks[at].span.end <= span.start:
            at += 1
        inside = at < len(blocks) and blocks[at].span.start <= span.start
        yield blocks[at] if inside else None


def _unit(text: str, span: Span, home: Block | None, apart: bool) -> Unit:
    line = text[span.start : min(span.end, span.start + MAX_CHARS)]
    words = _WORD.findall(line)
    capitals, names = _capitals(line)
    inner = [word for word in words[1:] if len(word) > 3]
    return Unit(
        span=span,
        words=len(words),
        ended=len(span) > MAX_CHARS or _ENDS.search(line[-6:]) is not None,
        announces=line.endswith(":"),
        title_share=sum(word[0].isupper() and not word.isupper() for word in inner) / len(inner)
        if inner
        else 0.0,
        stems=frozenset(_stems(words)),
        capitals=capitals,
        names=names,
        key="".join(words).casefold().replace("’", "'"),
        cue=find_cue(line) if len(span) < MAX_CHARS else None,
        cut=_CUT.search(line[-4:]) is not None and len(words) <= LONG_WORDS * 2,
        apart=apart,
        kind=home.kind if home else None,
        main=home.main if home else None,
        link_share=home.link_share if home else 0.0,
    )


def _stems(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        stem = _stem(word)
        if stem is not None:
            yield stem


@lru_cache(maxsize=4_096)
def _stem(word: str) -> str | None:
    """The stem of a word; None where it says nothing of what a text is about."""
    stem = word.casefold().replace("’", "'").removesuffix("'s")
    return stem[:_STEM] if stem not in _small_words() and (len(stem) > 3 or word.isupper()) else None


def _capitals(line: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words with a capital in front, and those of them before which a sentence is under way."""
    every: set[str] = set()
    inside: set[str] = set()
    for found in _CAPITAL.finditer(line):
        name = found[0].casefold().replace("’", "'").removesuffix("'s")
        if len(name) < 3 or name in _small_words() or name in _date_words():
            continue
        every.add(name)
        if _INSIDE.search(line, max(0, found.start() - 2), found.start()):
            inside.add(name)
    return frozenset(every), frozenset(inside)


@cache
def _date_words() -> frozenset[str]:
    return frozenset(load_lines("date_words.txt"))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(load_lines("english_words.txt"))


class Likeness:
    """How much of a paragraph's substance stands in the report as well, itself not counted."""

    def __init__(self, units: Sequence[Unit], members: Iterable[int]) -> None:
        self.units = units
        self.members = frozenset(members)
        self.parted = sum(units[at].apart for at in self.members) >= PARTED_SHARE * max(len(self.members), 1)
        self.names = frozenset(name for at in self.members for name in units[at].names)
        self.counts = Counter(stem for at in self.members for stem in units[at].stems)

    def of(self, at: int) -> float:
        """Share of the stems of a unit that another unit of the report has, 0 where it has none at all."""
        stems = self.units[at].stems
        own = 1 if at in self.members else 0
        return sum(self.counts[stem] > own for stem in stems) / len(stems) if stems else 0.0
