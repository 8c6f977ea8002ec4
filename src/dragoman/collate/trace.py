"""The way of a quotation: where its words stand, in whose mouth, through whom they came, what was done to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import structs

from dragoman.collate.alignment import Run, align, as_spans, close_gaps, in_order
from dragoman.collate.changes import find_changes
from dragoman.collate.names import fold, outlets_of, speaker_name
from dragoman.collate.order import by_time, came_first, published
from dragoman.collate.stems import content_stems
from dragoman.collate.types import Change, OrderBasis, Trace, TraceStep, Treatment
from dragoman.collate.views import WORD
from dragoman.collate.words import Words, find_words
from dragoman.types import OUTSIDE_ZONES, Attribution, Record, Span, join_spans

LEAST_RUN: Final = 3
"""Words in a row that count; a quotation met with fewer is looked for whole."""
LEAST_SHARE: Final = 0.5
"""Share of the traced words that a passage must have."""
MOST_EARLIER: Final = 50
"""A passage is held against the first of the earlier ones and so many of the last."""
TOLD = re.compile(r"^\s*((?:(?!\bthat\b)[^,.;:“\"«\n]){2,60}?)\s*(?:\bthat\b|[,.;:“\"«\n]|$)")
TELLING: Final = frozenset({"told", "tells", "tell", "telling", "informed", "assured", "warned", "reminded"})


@dataclass(frozen=True, eq=False)
class _Hit:
    """A passage that has the traced words, or enough of them."""

    record: Record
    attribution: Attribution | None
    words: Words
    runs: tuple[Run, ...]
    """Of the traced words (first) with the document's (second)."""
    score: float
    by_meaning: bool


def trace(words: str, records: Iterable[Record]) -> Trace:
    """The documents in which a quotation stands, oldest known first, each beside the earlier one it is nearest to.

    A passage counts if half of the words stand in it in runs of three or more, or if an attribution's content has half
    of those that carry meaning in other words (a translation, a retelling).

    >>> trace("the truce is over", ()).why
    'no document at hand has these words'
    """
    met = find_words(words)
    found = {record.document.id: record for record in records}
    ordered = [found[document.id] for document in by_time(record.document for record in found.values())]
    hits = [hit for record in ordered for hit in _hits(words, met, record)]
    steps = tuple(_step(number, hits, (words, met)) for number in range(len(hits)))
    first, why = _first(hits)
    return Trace(words=words, steps=_with_first(steps, first), first=first, why=why)


# ---- where the words stand


def _hits(words: str, met: Words, record: Record) -> Iterator[_Hit]:
    """The best passage of each attribution that has the words; else that of the text, in nobody's mouth."""
    all_words = _own_words(record)
    said = [attribution for attribution in record.attributions if attribution.zone not in OUTSIDE_ZONES]
    found = [hit for one in said if (hit := _in_attribution(words, met, record, one, all_words))]
    innermost = [hit for hit in found if not any(_inside(other, hit) for other in found)]
    if innermost:
        yield from innermost
        return
    hit = _hit(met, record, None, all_words)
    if hit.score >= LEAST_SHARE:
        yield hit


def _own_words(record: Record) -> Words:
    words = find_words(record.document.text)
    outside = [zone.span for zone in record.document.zones if zone.zone in OUTSIDE_ZONES]
    return words.only(~words.inside(outside))


def _inside(one: _Hit, two: _Hit) -> bool:
    """Whether `one` is what `two` reports of somebody else: the words are then the inner one's."""
    inner, outer = one.attribution, two.attribution
    return inner is not None and outer is not None and inner.inside == outer.id and one.score >= two.score


def _in_attribution(
    words: str, met: Words, record: Record, said: Attribution, all_words: Words
) -> _Hit | None:
    hit = _hit(met, record, said, all_words.only(all_words.inside(said.content)))
    if hit.score >= LEAST_SHARE:
        return hit
    wanted = _stems(words)
    share = len(wanted & _stems(record.quote(said.content))) / max(1, len(wanted))
    free = said.translated_from is not None or said.form != "direct"
    if free and share > LEAST_SHARE and len(wanted) > LEAST_RUN:
        return _Hit(record, said, hit.words, hit.runs, share, by_meaning=True)
    return None


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(match.group() for match in WORD.finditer(text)))


def _hit(met: Words, record: Record, said: Attribution | None, words: Words) -> _Hit:
    runs = in_order(align(met, words, min(LEAST_RUN, max(1, len(met)))))
    runs = _together(runs, len(met))
    score = sum(run.length for run in runs) / max(1, len(met))
    return _Hit(record, said, words, runs, score, by_meaning=False)


def _together(runs: tuple[Run, ...], size: int) -> tuple[Run, ...]:
    """The runs around the longest that stand no farther apart than the quotation is long."""
    if not runs:
        return runs
    longest = max(runs, key=lambda run: run.length)
    return tuple(run for run in runs if abs(run.second - longest.second) <= 2 * size)


# ---- what was done to them


def _step(number: int, hits: Sequence[_Hit], met: tuple[str, Words]) -> TraceStep:
    hit = hits[number]
    earlier, basis = _came_from(number, hits)
    said = hit.attribution
    passage = tuple(hit.words.span(run.second, run.second_end) for run in hit.runs)
    held = passage or (said.content if said else ())
    before = (hits[earlier].record.document.text, _passage(hits[earlier])) if earlier is not None else met
    changes = () if hit.by_meaning else _changes(before, hit)
    return TraceStep(
        document=hit.record.document.id,
        attribution=said.id if said else None,
        speaker=speaker_name(hit.record, said) if said else None,
        source=said.source if said else (),
        told_to=tuple(_told_to(hit.record, said)) if said else (),
        publisher=hit.record.document.publisher,
        outlets=outlets_of(hit.record, held),
        published=published(hit.record.document),
        order_basis=basis,
        treatment=_treatment(hit, before, changes),
        translated_from=said.translated_from if said else None,
        came_from=earlier,
        shared=as_spans(hit.runs, met[1], hit.words),
        changes=changes,
        score=hit.score,
    )


def _came_from(number: int, hits: Sequence[_Hit]) -> tuple[int | None, OrderBasis | None]:
    """Of the documents known to be earlier: one whose publisher this one cites, else the one with most of its words."""
    own = hits[number].record
    earlier = {
        other: basis
        for other, hit in enumerate(hits)
        for order, basis in [came_first(hit.record.document, own.document)]
        if order < 0
    }
    cited = _cited(own)
    named = [other for other in earlier if fold(hits[other].record.document.publisher or "") in cited]
    near = named or [*earlier][:1] + [*earlier][1:][-MOST_EARLIER:]
    best = max(near, key=lambda other: (_common(hits[other], hits[number]), -other), default=None)
    return (None, None) if best is None else (best, earlier[best])


def _cited(record: Record) -> set[tuple[str, ...]]:
    outlets = (record.entity(link.outlet) for link in record.chain)
    return {fold(outlet.name) for outlet in outlets if outlet is not None and outlet.name}


def _common(one: _Hit, two: _Hit) -> int:
    return sum(run.length for run in align(_passage(one), _passage(two), LEAST_RUN))


def _passage(hit: _Hit) -> Words:
    """The words of what is said; outside of attributions, of the stretch that has the traced ones."""
    if hit.attribution is not None or not hit.runs:
        return hit.words
    span = join_spans(hit.words.span(run.second, run.second_end) for run in hit.runs)
    return hit.words.only(hit.words.inside([span]))


def _changes(before: tuple[str, Words], hit: _Hit) -> tuple[Change, ...]:
    after = _passage(hit)
    runs = close_gaps(before[1], after, align(before[1], after, LEAST_RUN))
    return find_changes(before, (hit.record.document.text, after), runs)


def _treatment(hit: _Hit, before: tuple[str, Words], changes: tuple[Change, ...]) -> Treatment:
    said = hit.attribution
    if said is not None and said.translated_from:
        return "translated"
    if hit.by_meaning:
        return "retold"
    if not changes:
        return "same_words"
    if any(change.kind in ("replaced", "moved") for change in changes):
        return "changed"
    outer = {change.kind for change in changes if _at_an_end(change, before[1])}
    if len(outer) == 1 and all(_at_an_end(change, before[1]) for change in changes):
        return "cut" if outer == {"dropped"} else "same_words"
    return "changed"


def _at_an_end(change: Change, before: Words) -> bool:
    """Whether words fell off an end; words put around the quotation (a longer content) are no change to it."""
    if change.before is None:
        return True
    return change.before.start == int(before.start[0]) or change.before.end == int(before.end[-1])


def _told_to(record: Record, said: Attribution) -> Iterator[Span]:
    """The words after "told" that say whom."""
    for cue in said.cue:
        words = cue.of(record.document.text).lower().split()
        match = TOLD.match(record.document.text[cue.end :]) if words and words[-1] in TELLING else None
        if match is None:
            continue
        span = Span(cue.end + match.start(1), cue.end + match.end(1))
        if not any(content.touches(span) for content in said.content):
            yield span


# ---- who said it first


def _first(hits: Sequence[_Hit]) -> tuple[int | None, str | None]:
    """The step that all others are known to be later than."""
    if not hits:
        return None, "no document at hand has these words"
    for number, hit in enumerate(hits):
        others = [other for other in hits if other.record is not hit.record]
        if all(came_first(hit.record.document, other.record.document)[0] < 0 for other in others):
            return number, None
    return None, "the dates of the documents leave open which came first"


def _with_first(steps: tuple[TraceStep, ...], first: int | None) -> tuple[TraceStep, ...]:
    return tuple(
        structs.replace(step, treatment="first") if number == first else step
        for number, step in enumerate(steps)
    )
