"""Time expressions of a report: words such as "Friday, September 14" and "two weeks", with what they say by themselves.

A step of annotate; `ground.times` sets the results against the calendar. The values follow TIMEX3, a range adds
`end_value`. "9/11" names an event and is not taken for a time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from dragoman.annotate import timex_dates, timex_joined, timex_relative
from dragoman.annotate.timex_parts import COUNT_KINDS, NOWHERE, Parts, timex
from dragoman.annotate.timex_rules import Rule, grammar
from dragoman.annotate.timex_tense import find_direction
from dragoman.annotate.timex_tokens import Token, letter_string, read_tokens
from dragoman.errors import ResourceError
from dragoman.resources import load_lines
from dragoman.stages import Document, Segments, Timex

Built = Timex | tuple[Timex, ...] | None
Builder = Callable[[Parts], Built]
_OPENERS: dict[str, Literal["open_start", "open_end"]] = {
    "since": "open_end",
    "until": "open_start",
    "till": "open_start",
}
_BUILDERS: dict[str, Builder] = {
    "skip": timex_dates.build_nothing,
    "date": timex_dates.build_date,
    "iso": timex_dates.build_iso,
    "slashed": timex_dates.build_slashed,
    "range": timex_dates.build_range,
    "days": timex_joined.build_days,
    "months": timex_joined.build_months,
    "daysofmonth": timex_joined.build_days_of_month,
    "night": timex_joined.build_night,
    "nightinto": timex_joined.build_night_into,
    "nighton": timex_joined.build_night_on,
    "eve": timex_joined.build_eve,
    "dayfromday": timex_joined.build_day_from_day,
    "othercalendar": timex_joined.build_other_calendar,
    "weekof": timex_dates.build_week_of,
    "quarter": timex_dates.build_quarter,
    "quarterended": timex_dates.build_quarter_ended,
    "half": timex_dates.build_half,
    "season": timex_dates.build_season,
    "fiscal": timex_dates.build_fiscal,
    "decade": timex_dates.build_decade,
    "century": timex_dates.build_century,
    "year": timex_dates.build_year,
    "yearwords": timex_dates.build_year_words,
    "yearbefore": timex_relative.build_year_before,
    "yearperiod": timex_relative.build_year_period,
    "ago": timex_relative.build_ago,
    "relative": timex_relative.build_relative,
    "span": timex_relative.build_span,
    "duration": timex_relative.build_duration,
    "durations": timex_relative.build_durations,
    "every": timex_relative.build_every,
    "rate": timex_relative.build_rate,
    "often": timex_relative.build_often,
    "weekdays": timex_relative.build_weekdays,
    "weekday": timex_relative.build_weekday,
    "relday": timex_relative.build_relday,
    "reldays": timex_relative.build_reldays,
    "relpart": timex_relative.build_relpart,
    "tonight": timex_relative.build_tonight,
    "overnight": timex_relative.build_overnight,
    "part": timex_relative.build_part,
    "ref": timex_relative.build_ref,
    "clock": timex_relative.build_clock,
}


def _build(rule: Rule, parts: Parts) -> Built:
    """What a rule makes of the words it matched; a "fixed" rule gives the value itself."""
    if rule.build == "fixed":
        return timex("DATE", rule.value)
    if rule.build not in _BUILDERS:
        raise ResourceError(f"rule {rule.name}: no builder {rule.build!r}", hint="see timexes.py")
    return _BUILDERS[rule.build](parts)


def _matches(tokens: tuple[Token, ...]) -> Iterator[tuple[Parts, Timex]]:
    """Each stretch of the tokens that a rule reads as a time, from left to right, none touching another."""
    pattern, rules = grammar()
    letters, place = letter_string(tokens), 0
    while (match := pattern.search(letters, place)) is not None:
        rule = rules[match.lastgroup or ""]
        parts = Parts(tokens, match.start(), match.end())
        built = _build(rule, parts)
        found = built if isinstance(built, tuple) else (built,) if built else ()
        keep = found or rule.build == "skip"
        place = match.end() if keep else match.start() + 1
        for one in found:
            taken = _taken(parts, one)
            place = taken.last
            yield taken, one


def _taken(parts: Parts, found: Timex) -> Parts:
    """The tokens a builder made use of: all, or those of the span it gave."""
    if found.span == NOWHERE:
        return parts
    inside = [at for at in range(parts.first, parts.last) if parts.tokens[at].start < found.span.end]
    first = next(at for at in inside if parts.tokens[at].end > found.span.start)
    return Parts(parts.tokens, first, inside[-1] + 1)


def _compares(parts: Parts, sentence: tuple[int, int]) -> bool:
    """Whether "a year earlier" stands for the period that figures are compared with: "from 12 a year earlier"."""
    if parts.has("dash", "same", "comparable", "corresponding", "y4"):
        return True
    first, last = sentence
    tokens = parts.tokens
    if any(tokens[place].kind in ("money", "percent") for place in range(first, last)):
        return True
    words = [place for place in range(first, parts.first) if tokens[place].text.lower() in _comparing()]
    between = range(words[-1] + 1, parts.first) if words else range(0)
    return bool(words) and (not between or any(tokens[place].kind in COUNT_KINDS for place in between))


def _comparing() -> frozenset[str]:
    return frozenset(load_lines("comparison_words.txt"))


def _placed(parts: Parts, found: Timex, sentence: tuple[int, int]) -> Timex:
    """The expression with its span, the tense around it and whether "since" or "until" opens it."""
    if found.span == NOWHERE:
        found = msgspec.structs.replace(found, span=parts.span())
    if found.compared:
        found = msgspec.structs.replace(found, compared=_compares(parts, sentence))
    if found.type in ("DATE", "TIME"):
        direction = found.direction or find_direction(parts, sentence)
        found = msgspec.structs.replace(found, direction=direction)
    opener = parts.before()
    if found.type != "DATE" or opener is None or opener.kind not in _OPENERS or found.end_value:
        return found
    if _OPENERS[opener.kind] == "open_end":
        return msgspec.structs.replace(found, open_end=True)
    return msgspec.structs.replace(found, open_start=True)


def _sentence_around(tokens: Sequence[Token], place: int, starts: Sequence[int]) -> tuple[int, int]:
    """First and last (excluded) token of the sentence that token `place` stands in."""
    number = bisect_right(starts, tokens[place].start)
    low = starts[number - 1] if number else 0
    high = starts[number] if number < len(starts) else tokens[-1].end
    first = place
    while first > 0 and tokens[first - 1].start >= low and place - first < SENTENCE_TOKENS:
        first -= 1
    last = place
    while last < len(tokens) and tokens[last].start < high and last - place < SENTENCE_TOKENS:
        last += 1
    return first, last


SENTENCE_TOKENS = 60
"""How far the tense of a sentence is looked for on either side; keeps endless sentences linear."""


def find_timexes(doc: Document, segments: Segments) -> tuple[Timex, ...]:
    """The time expressions of all zones but furniture, in text order, with spans in code points of `doc.text`.

    They never touch each other. Values hold `X` for what the words leave open; no calendar or clock is used.

    Raises:
        ResourceError: the tables of rules and words do not fit together.

    >>> from dragoman.types import Span
    >>> text = "Talks resumed on Friday, 3 May."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text)
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> [(doc.quote(found.span), found.value) for found in find_timexes(doc, segments)]
    [('Friday, 3 May', 'XXXX-05-03')]
    """
    furniture = [zone.span for zone in segments.zones if zone.zone == "furniture"]
    furniture_starts = [span.start for span in furniture]
    starts = [sentence.start for sentence in segments.sentences]
    found: list[Timex] = []
    for paragraph in segments.paragraphs:
        tokens = read_tokens(doc.text, paragraph.start, paragraph.end)
        for parts, unplaced in _matches(tokens):
            found.append(_placed(parts, unplaced, _sentence_around(tokens, parts.first, starts)))
    return tuple(
        one
        for one in found
        if not (at := bisect_right(furniture_starts, one.span.start))
        or not furniture[at - 1].touches(one.span)
    )
