"""Tells where a report goes on after a list like "Read also" that stands inside it: part of the segment step."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.segment.units import LONG_WORDS, Likeness, Unit

RESUME_LIKENESS = 0.3  # of the stems of a paragraph under a heading; eval/furniture.jsonl, first half
RESUME_WORDS = 40  # of such paragraphs, up to the next heading
RESUME_REACH = 12
LIST_REACH = 40  # lines of a list, after which nothing but its words tells that the report goes on
LINKED = 0.5  # share of characters in links from which a block of a page is one of its links
LONG_RUN = 3  # paragraphs of prose after a list of short lines that are no list's, whatever they tell of


def resumes(units: Sequence[Unit], at: int, likeness: Likeness, opened: int) -> bool:
    """Whether the report goes on at a unit under the heading at `opened`: by what is told there, or by its shape."""
    if likeness.parted and not units[at].apart:
        return False
    return _tells_the_same(units, at, likeness) or _follows_a_list(units, at, likeness, opened)


def is_like(unit: Unit, likeness: float) -> bool:
    """Whether a paragraph of a page is prose, and shares enough with the report."""
    if not unit.is_prose or unit.link_share >= LINKED:
        return False
    return likeness >= (RESUME_LIKENESS if unit.words < 2 * LONG_WORDS else RESUME_LIKENESS / 2)


def _tells_the_same(units: Sequence[Unit], at: int, likeness: Likeness) -> bool:
    """Prose like the rest of the report, and enough of it before the next heading."""
    if not is_like(units[at], likeness.of(at)):
        return False
    words = count = 0
    for ahead in range(at, min(at + RESUME_REACH, len(units))):
        unit = units[ahead]
        if unit.opens is not None:
            break
        if is_like(unit, likeness.of(ahead)):
            words, count = words + unit.words, count + 1
        elif unit.cue is None:
            words -= unit.words
    return words >= RESUME_WORDS or (count > 0 and words >= LONG_WORDS and units[at].words >= LONG_WORDS)


def _follows_a_list(units: Sequence[Unit], at: int, likeness: Likeness, opened: int) -> bool:
    """Whether prose begins where a list of titles has ended, or, after a blank line, one of sentences.

    Titles with a summary under each are no such list: a title follows on each summary.
    """
    if units[opened].opens != "teaser" or at - opened > LIST_REACH or not _is_own(units[at]):
        return False
    listed = [unit for unit in units[opened + 1 : at] if unit.cue is None]
    if not listed:
        return False
    run = _run(units, at)
    shared = any(likeness.names & units[ahead].capitals for ahead in run[:LONG_RUN])
    if not any(unit.is_prose for unit in listed):
        several = len(run) > 1 or (len(listed) > 1 and not _is_titled(units, run[-1] + 1))
        return several and (shared or _is_long(units, run, likeness))
    joined = likeness.parted and not any(unit.apart for unit in listed[1:])
    return joined and len(run) > 1 and all(likeness.names & units[ahead].capitals for ahead in run[:2])


def _is_own(unit: Unit) -> bool:
    return unit.is_prose and unit.link_share < LINKED


def _run(units: Sequence[Unit], at: int) -> list[int]:
    """The paragraphs of prose from `at` on that no title or heading parts; lines of the page are passed over."""
    run: list[int] = []
    for ahead in range(at, min(at + RESUME_REACH, len(units))):
        if units[ahead].opens is not None or (units[ahead].cue is None and not units[ahead].is_prose):
            break
        if units[ahead].cue is None:
            run.append(ahead)
    return run


def _is_titled(units: Sequence[Unit], at: int) -> bool:
    """Whether the next that is not a line of the page, from `at` on, is another title of the list."""
    ahead = (unit for unit in units[at : at + RESUME_REACH] if unit.cue is None or unit.opens is not None)
    return next((unit.opens is None for unit in ahead), False)


def _is_long(units: Sequence[Unit], run: Sequence[int], likeness: Likeness) -> bool:
    """Paragraphs and words enough for a report that has turned to something else, though not to nothing of its own."""
    words = sum(units[at].words for at in run)
    return len(run) >= LONG_RUN and words >= RESUME_WORDS and any(likeness.of(at) > 0 for at in run)
