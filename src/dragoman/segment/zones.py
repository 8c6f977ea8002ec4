"""Tells the zones of a document: what is the report and what the page put around it. Part of the segment step.

A text off the web is gone through as a reader would: what stands before the first prose (`opening`), then the report,
then what stands under a heading like "Top stories" until the report goes on, if it does. Without such a heading little
is taken for furniture: losing a paragraph of the report is worse than keeping a line of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dragoman.segment.datelines import find_dateline
from dragoman.segment.interviews import find_transcripts
from dragoman.segment.opening import find_headline, label_opening
from dragoman.segment.sections import LINKED, RESUME_WORDS, is_like, resumes
from dragoman.segment.units import LONG_WORDS, Likeness, Unit, find_units
from dragoman.stages import Document
from dragoman.types import OUTSIDE_ZONES, Span, Zone, ZoneName

LIST_LIKENESS = 0.34  # above it, lines without a stop at the end are taken for the report's own
MAX_DATELINES = 3  # paragraphs of body that may begin with one: a report is sometimes two reports
REPEAT_REACH = 6  # paragraphs from the headline within which its beginning alone is a repetition

_SIGNED = re.compile(
    r"\S{2,} \| (?:[A-Z][\w.'’-]*\s?){1,4}$"
)  # "Trucks wait in Reva | Lake News": a picture's


def find_zones(doc: Document, paragraphs: Sequence[Span]) -> tuple[Zone, ...]:
    r"""The zones of a document, which hold every visible character; neighbours of one kind are one zone.

    A dateline is a zone of its own at the beginning of its paragraph. Headings inside a report are its body.

    >>> text = "Talks end\nREVA (ALP) - The sides met on Monday and left at once.\nTop stories\nBus crash kills nine"
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> starts = [text.index(line) for line in text.split("\n")]
    >>> spans = [Span(start, start + len(line)) for start, line in zip(starts, text.split("\n"), strict=True)]
    >>> [zone.zone for zone in find_zones(doc, spans)]
    ['headline', 'dateline', 'body', 'furniture', 'teaser']
    """
    units = find_units(doc.text, paragraphs, doc.blocks)
    return tuple(_join(_cut_datelines(doc.text, units, label_units(doc, units))))


def label_units(doc: Document, units: Sequence[Unit]) -> list[ZoneName]:
    """The zone of each unit."""
    spoken = find_transcripts(doc.text, [unit.span for unit in units])
    core = _core(units, spoken)
    likeness = Likeness(units, core)
    headline = find_headline(doc, units, core, likeness)
    labels = _walk(units, likeness, spoken)
    _label_opening(units, core, likeness, headline, labels)
    _label_ending(units, likeness, labels)
    for at in spoken:
        if labels[at] in ("body", "caption"):
            labels[at] = "transcript"
    if any(unit.main for unit in units):
        _lay_page_over(units, likeness, labels, headline)
    _label_headline(units, headline, labels)
    _label_signed(doc.text, units, headline, labels)
    return labels


def _core(units: Sequence[Unit], spoken: frozenset[int]) -> list[int]:
    """Units that are surely prose: of a page its main part, of a text what no heading of the page precedes."""
    prose = [
        at for at, unit in enumerate(units) if (unit.is_prose or at in spoken) and unit.main is not False
    ]
    first = next((at for at, unit in enumerate(units) if unit.opens in OUTSIDE_ZONES), len(units))
    before = [at for at in prose if at < first]
    return before if len(before) > 1 or sum(units[at].words for at in before) >= RESUME_WORDS else prose


def _walk(units: Sequence[Unit], likeness: Likeness, spoken: frozenset[int]) -> list[ZoneName]:
    """Zones by cues alone: under a heading of the page all is the page's, until the report goes on."""
    labels: list[ZoneName] = []
    section: ZoneName | None = None
    begun, opened = False, 0
    for at, unit in enumerate(units):
        if unit.opens is not None:
            section, opened = None if unit.opens == "body" else unit.opens, at
        elif section is not None and unit.main is not units[opened].main:
            section = None  # a heading beside the main part of a page says nothing of the main part
        elif section in OUTSIDE_ZONES and (
            at in spoken or resumes(units, at, likeness, opened) or (not begun and _begins(units, at))
        ):
            section = None
        labels.append(_zone_by_cue(unit, section))
        begun = begun or (section is None and unit.is_prose)
    return labels


def _begins(units: Sequence[Unit], at: int) -> bool:
    """Whether a report that has not begun yet begins here, under a list that stands above it."""
    following = [unit for unit in units[at + 1 : at + 4] if unit.cue is None][:1]
    return (
        units[at].is_prose and units[at].words >= LONG_WORDS - 5 and all(unit.is_prose for unit in following)
    )


def _zone_by_cue(unit: Unit, section: ZoneName | None) -> ZoneName:
    if unit.cue is not None:
        return unit.cue.zone
    if section == "caption" and unit.words > LONG_WORDS:
        return "body"
    if section == "teaser" and unit.words < 3:
        return "furniture"
    return section or "body"


def _label_opening(
    units: Sequence[Unit],
    core: Sequence[int],
    likeness: Likeness,
    headline: int | None,
    labels: list[ZoneName],
) -> None:
    """Lay the zones of what stands before the first prose over `labels`."""
    first = min(core, default=len(units))
    before = label_opening(units[:first], likeness, headline)
    for at, zone in before.items():
        if labels[at] in ("body", "teaser"):
            labels[at] = zone


def _label_ending(units: Sequence[Unit], likeness: Likeness, labels: list[ZoneName]) -> None:
    """Two lines or more without a stop after the last prose, of other things than the report: a list of links."""
    last = max((at for at, unit in enumerate(units) if labels[at] == "body" and unit.is_prose), default=None)
    if last is None or units[last].announces:
        return
    tail = [at for at in range(last + 1, len(units)) if labels[at] == "body"]
    strange = [
        at
        for at in tail
        if not units[at].ended and units[at].words >= 4 and _is_strange(units[at], likeness.of(at))
    ]
    if len(strange) < 2 or len(strange) < len(tail) * 0.6:
        return
    for at in tail:
        labels[at] = "teaser" if units[at].words >= 4 else "furniture"


def _is_strange(unit: Unit, likeness: float) -> bool:
    titled = unit.title_share >= 0.7 and 4 <= unit.words <= LONG_WORDS
    return titled or likeness < LIST_LIKENESS


def _lay_page_over(
    units: Sequence[Unit], likeness: Likeness, labels: list[ZoneName], headline: int | None
) -> None:
    """A page's layout decides what its words left open: blocks that are not main are not the report."""
    mains = [at for at, unit in enumerate(units) if unit.main]
    first, last = mains[0], mains[-1]
    section: ZoneName | None = None
    for at, unit in enumerate(units):
        if unit.opens is not None:
            section = unit.opens
        if unit.kind == "caption" and (
            unit.main or first <= at <= last or (headline is not None and headline <= at <= last)
        ):
            labels[at] = "caption"
        elif unit.main:
            section = None
        elif not (first < at < last and is_like(unit, likeness.of(at))):
            labels[at] = _outside(unit, labels[at], section)


def _outside(unit: Unit, zone: ZoneName, section: ZoneName | None) -> ZoneName:
    """The zone of a block that is not main: another report's words if they stand in a link or under such a heading."""
    if zone in OUTSIDE_ZONES and zone == "teaser":
        return zone
    if unit.cue is not None or unit.words < 4:
        return "furniture"
    if section == "teaser" or unit.link_share >= LINKED or unit.kind == "heading":
        return "teaser"
    return "furniture"


def _label_headline(units: Sequence[Unit], headline: int | None, labels: list[ZoneName]) -> None:
    """The headline, and its repetitions, whole or cut short, which are the page's."""
    if headline is None:
        return
    labels[headline] = "headline"
    key = units[headline].key
    for at, unit in enumerate(units):
        near = at != headline and unit.words >= 2 and (not unit.is_prose or unit.key == key)
        close = abs(at - headline) <= REPEAT_REACH
        if near and labels[at] != "caption" and (unit.key == key or (close and _repeats(unit, key))):
            labels[at] = "furniture"


def _label_signed(text: str, units: Sequence[Unit], headline: int | None, labels: list[ZoneName]) -> None:
    """A line right under the headline that ends with an upright stroke and a name is a picture's."""
    if headline is None:
        return
    for at in range(headline + 1, min(headline + 4, len(units))):
        unit = units[at]
        if (
            labels[at] == "body"
            and not unit.ended
            and unit.words >= 6
            and _SIGNED.search(unit.span.of(text)[-60:])
        ):
            labels[at] = "caption"


def _repeats(unit: Unit, key: str) -> bool:
    """Whether a line is the headline cut short, or with the outlet's name after it."""
    shorter = (
        key.startswith(unit.key)
        and (unit.cut or not unit.ended)
        and len(unit.key) >= 0.3 * len(key)
        and len(unit.key) >= 10
    )
    longer = unit.key.startswith(key) and len(unit.key) <= len(key) + 40 and len(key) >= 12
    return shorter or longer


def _cut_datelines(text: str, units: Sequence[Unit], labels: Sequence[ZoneName]) -> Iterator[Zone]:
    """A zone for each unit, two where it begins with a dateline."""
    left = MAX_DATELINES
    for unit, zone in zip(units, labels, strict=True):
        dateline = find_dateline(text, unit.span) if zone == "body" and left and unit.words > 5 else None
        left -= zone == "body"
        if dateline is None or not text[dateline.end : unit.span.end].strip():
            yield Zone(zone, unit.span)
            continue
        rest = text[dateline.end : unit.span.end]
        start = dateline.end + len(rest) - len(rest.lstrip())
        yield Zone("dateline", dateline)
        yield Zone(zone, Span(start, unit.span.end))


def _join(zones: Iterable[Zone]) -> Iterator[Zone]:
    """Neighbours of one kind as one zone."""
    held: Zone | None = None
    for zone in zones:
        if held is not None and held.zone == zone.zone:
            held = Zone(zone.zone, Span(held.span.start, zone.span.end))
            continue
        if held is not None:
            yield held
        held = zone
    if held is not None:
        yield held
