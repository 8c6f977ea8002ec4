"""The text as the rules of annotate read it: straight marks, small letters, all at the places of the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from dragoman.stages import Segments
from dragoman.types import OUTSIDE_ZONES, Span, Zone

_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "‑": "-", "\n": " ", "\r": " ", "\t": " "}
)
_WORD = re.compile(r"\w+")
_SHOUTED_LETTERS = 12
_SHOUTED_SHARE = 0.7

Forms = dict[str, tuple[tuple[str, str], ...]]
"""First word (small letters) -> the forms that begin with it, longest first, each with its value."""


@dataclass(frozen=True)
class Wording:
    """`flat` has straight apostrophes and blanks, `low` is `flat` in small letters; both as long as `text`."""

    text: str
    flat: str
    low: str

    def upper(self, span: Span) -> bool:
        """Whether the characters are written in capitals throughout, so that capitals tell nothing.

        >>> read_wording("SAN SALVADOR, THE PRESIDENT SAID").upper(Span(0, 32))
        True
        """
        if span not in self._shouted:
            self._shouted[span] = _is_shouted(span.of(self.flat))
        return self._shouted[span]

    @cached_property
    def _shouted(self) -> dict[Span, bool]:
        return {}  # what `upper` has said: it is asked about the same sentences again and again

    @cached_property
    def words(self) -> tuple[tuple[int, str], ...]:
        """Where each word begins, and the word in small letters."""
        return tuple((match.start(), match.group()) for match in _WORD.finditer(self.low))


def _is_shouted(words: str) -> bool:
    capitals = sum(map(str.isupper, words))
    if capitals < _SHOUTED_SHARE * _SHOUTED_LETTERS:
        return False
    letters = sum(map(str.isalpha, words))
    return letters >= _SHOUTED_LETTERS and capitals >= _SHOUTED_SHARE * letters


def read_wording(text: str) -> Wording:
    """The text with its straightened and lowered copies, character for character.

    >>> read_wording("Syria’s İdlib").low
    "syria's İdlib"
    """
    flat = text.translate(_STRAIGHT)
    low = flat.lower()
    if len(low) != len(flat):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in flat)
    return Wording(text, flat, low)


def make_forms(pairs: Iterable[tuple[str, str]], *, keep_case: bool = False) -> Forms:
    """A table of forms for `find_forms`; with `keep_case` the capitals of a form must be met.

    >>> make_forms([("prime minister", "PM"), ("prime", "p")])
    {'prime': (('prime minister', 'PM'), ('prime', 'p'))}
    """
    table: dict[str, list[tuple[str, str]]] = {}
    for form, value in pairs:
        first = _WORD.search(form.lower())
        if first is not None:
            table.setdefault(first.group(), []).append((form if keep_case else form.lower(), value))
    return {key: tuple(sorted(forms, key=lambda pair: -len(pair[0]))) for key, forms in table.items()}


def find_forms(
    wording: Wording, forms: Forms, *, keep_case: bool = False
) -> tuple[tuple[Span, str, str], ...]:
    """Where forms stand as whole words: the longest at each place, none inside another.

    >>> wording = read_wording("The prime minister of Prime")
    >>> find_forms(wording, make_forms([("prime minister", "PM"), ("prime", "p")]))
    ((Span(start=4, end=18), 'prime minister', 'PM'), (Span(start=22, end=27), 'prime', 'p'))
    """
    source = wording.flat if keep_case else wording.low
    found: list[tuple[Span, str, str]] = []
    done = 0
    for start, word in wording.words:
        if word not in forms or start < done:
            continue
        hit = _form_at(source, start, forms[word])
        if hit is not None:
            span = Span(start, start + len(hit[0]))
            found.append((span, *hit))
            done = span.end
    return tuple(found)


def _form_at(source: str, start: int, forms: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    if start and (source[start - 1].isalnum() or source[start - 1] == "_"):
        return None
    for form, value in forms:
        if source.startswith(form, start):
            end = start + len(form)
            if not form[-1:].isalnum() or not source[end : end + 1].isalnum():
                return form, value
    return None


def words_before(flat: str, end: int, count: int) -> tuple[int, ...]:
    """Where each of up to `count` blank-separated words before `end` begins, nearest first.

    >>> words_before("the New York mayor", 13, 2)
    (8, 4)
    """
    starts: list[int] = []
    position = end
    floor = max(0, end - 120)
    while len(starts) < count:
        while position > floor and flat[position - 1] == " ":
            position -= 1
        begin = position
        while begin > floor and flat[begin - 1] != " ":
            begin -= 1
        if begin == position or (begin == floor and floor > 0):
            break
        starts.append(begin)
        position = begin
    return tuple(starts)


def touched_by(spans: Iterable[Span]) -> Callable[[Span], bool]:
    """A test of whether a span shares characters with one of `spans`, in time that hardly grows with their number.

    >>> taken = touched_by([Span(0, 9), Span(2, 4)])
    >>> taken(Span(8, 12)), taken(Span(9, 12))
    (True, False)
    """
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))

    def is_touched(span: Span) -> bool:
        number = bisect_left(starts, span.end)
        return number > 0 and reach[number - 1] > span.start

    return is_touched


class Layout:
    """Answers where in a document a character stands: sentence, paragraph, zone, quotation."""

    def __init__(self, segments: Segments) -> None:
        self.sentences = segments.sentences
        self.paragraphs = segments.paragraphs
        self.zones = segments.zones
        self.quotations = tuple(
            sorted((q for q in segments.quotations if q.depth == 0), key=lambda q: q.span)
        )
        self._sentences = tuple(span.start for span in self.sentences)
        self._paragraphs = tuple(span.start for span in self.paragraphs)
        self._zones = tuple(zone.span.start for zone in self.zones)
        self._quotations = tuple(quotation.span.start for quotation in self.quotations)

    def sentence(self, position: int) -> int:
        """Number of the sentence; -1 before the first."""
        return bisect_right(self._sentences, position) - 1

    def paragraph(self, position: int) -> int:
        """Number of the paragraph; -1 before the first."""
        return bisect_right(self._paragraphs, position) - 1

    def zone(self, position: int) -> Zone | None:
        """The zone, if the character is in one."""
        number = bisect_right(self._zones, position) - 1
        return self.zones[number] if number >= 0 and position < self.zones[number].span.end else None

    def outside(self, position: int) -> bool:
        """Whether the character is in a teaser or in furniture."""
        zone = self.zone(position)
        return zone is not None and zone.zone in OUTSIDE_ZONES

    def quotation(self, position: int) -> int | None:
        """Number of the outermost quotation that holds the character."""
        number = bisect_right(self._quotations, position) - 1
        inside = number >= 0 and position < self.quotations[number].span.end
        return number if inside else None

    def starts(self, position: int) -> bool:
        """Whether a sentence begins at the character."""
        number = self.sentence(position)
        return number >= 0 and self.sentences[number].start == position

    def sentence_span(self, position: int) -> Span:
        """The sentence's span; an empty one where there is none."""
        number = self.sentence(position)
        return self.sentences[number] if number >= 0 else Span(position, position)
