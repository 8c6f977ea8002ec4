"""Finds the headline, and tells what else stands before a report's first prose: part of the segment step."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.segment.datelines import find_dateline
from dragoman.segment.units import Likeness, Unit
from dragoman.stages import Document
from dragoman.types import ZoneName

MAX_HEADLINE_WORDS = 26
MAX_REACH = 40  # paragraphs from the top in which a headline is looked for
_NEWSLESS = frozenset({"the", "a", "an", "was", "were", "had", "has", "have", "said", "would", "been"})
_SENTENCED = _NEWSLESS | {"is", "are", "who", "which", "that", "it", "there"}
"""Words that a line with a full stop has if it is the report's first sentence, and a headline seldom has."""
MIN_REPORT_WORDS = 60  # of prose, below which nothing can be told from what stands above it
STRANGE_LIKENESS = 0.15
_ENOUGH = 2.0
_SITE_NAME = re.compile(r"\W{0,4}\s[|–—:·»-]{1,2}\s")


def find_headline(
    doc: Document, units: Sequence[Unit], core: Sequence[int], likeness: Likeness
) -> int | None:
    """The unit that is the report's headline, None if there is none.

    The document's own title is looked up first; then the line before the first prose that reads most like one.
    """
    titled = _by_title(doc, units)
    if titled is not None:
        return titled
    first = min(core, default=0)
    until = min(first + 1, MAX_REACH)
    scored = [(_score(doc.text, units, at, likeness), at) for at in range(min(until, len(units)))]
    best = max(scored, default=(0.0, 0), key=lambda scored_at: (scored_at[0], scored_at[1] * 0.01))
    if len(units) < 2 or best[0] < _ENOUGH:
        return None
    return _fullest(doc.text, units[:until], best[1])


def _fullest(text: str, units: Sequence[Unit], best: int) -> int:
    """The longest of the lines that repeat the best one and go on, though not with the outlet's name."""
    repeated = [at for at, unit in enumerate(units) if unit.cue is None and unit.words <= MAX_HEADLINE_WORDS]
    bare = [at for at in repeated if _is_named(text, units[best], units[at])]
    start = units[min(bare, default=best)]
    fuller = [
        at for at in repeated if units[at].key.startswith(start.key) and not _is_named(text, units[at], start)
    ]
    return max(fuller, key=lambda at: (len(units[at].key), at), default=best)


def _is_named(text: str, longer: Unit, shorter: Unit) -> bool:
    """Whether the one is the other with the outlet's name after it."""
    goes_on = longer.key.startswith(shorter.key) and longer.key != shorter.key
    return (
        goes_on and _SITE_NAME.match(text, longer.span.start + len(shorter.span), longer.span.end) is not None
    )


def _by_title(doc: Document, units: Sequence[Unit]) -> int | None:
    """Where the title that the reader found stands."""
    if doc.title is None:
        return None
    return next((at for at, unit in enumerate(units) if unit.span.touches(doc.title)), None)


def _score(text: str, units: Sequence[Unit], at: int, likeness: Likeness) -> float:
    """How much a line reads like the headline of what follows."""
    unit = units[at]
    if unit.cue is not None or not 2 <= unit.words <= MAX_HEADLINE_WORDS or at + 1 >= len(units):
        return -1.0
    if find_dateline(text, unit.span) is not None:
        return -1.0
    words = text[unit.span.start : unit.span.end].casefold().split()
    score = 1.5 if unit.words >= 4 else 0.0
    score += 1.5 * likeness.of(at)
    score += 1.5 if not unit.ended else 0.0
    score += 1.0 if unit.title_share >= 0.7 and unit.words >= 4 else 0.0
    score += 0.5 if all(before.cue is not None for before in units[:at]) else 0.0
    score += 0.5 if not _NEWSLESS & set(words) else -0.5
    score += 0.5 if unit.words <= 14 else 0.0
    score += 0.5 if max(after.words for after in units[at + 1 : at + 6]) > unit.words else -1.0
    score -= 1.0 if unit.cut else 0.0
    score -= 1.5 if unit.words <= 3 and likeness.of(at) == 0.0 else 0.0
    score += 1.0 if unit.kind in ("title", "heading") else 0.0
    if not unit.ended:
        return score
    stopped = text[unit.span.end - 1] == "."
    small = sum(word in (_SENTENCED if stopped else _NEWSLESS) for word in words)
    sentence = unit.title_share < 0.7 and (unit.words >= 15 or small > 1)
    return score - (1.0 if at > 0 else 0.0) - (2.0 if sentence else 0.0)


def label_opening(units: Sequence[Unit], likeness: Likeness, headline: int | None) -> dict[int, ZoneName]:
    """Zones of the lines before the first prose: short ones unlike the report are the page's, the rest its own.

    Longer lines are other reports only above the headline, where two of them make a list.
    """
    labels: dict[int, ZoneName] = {}
    if len(units) < 2 or sum(likeness.units[at].words for at in likeness.members) < MIN_REPORT_WORDS:
        return labels
    open_lines = [at for at, unit in enumerate(units) if at != headline and unit.cue is None]
    strange = [at for at in open_lines if units[at].words >= 4 and likeness.of(at) < STRANGE_LIKENESS]
    above = [at for at in strange if headline is not None and at < headline]
    labels.update(dict.fromkeys(above if len(above) > 1 else [], "teaser"))
    short = [
        at for at in open_lines if units[at].words <= 3 and not units[at].ended and likeness.of(at) < 0.5
    ]
    labels.update(dict.fromkeys(short, "furniture"))
    return labels
