"""The same statement across reports: in the same words, cut, changed, translated or retold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from dragoman.collate.alignment import LEAST_RUN, Run, align, as_spans
from dragoman.collate.linkage import Pair, average_link
from dragoman.collate.names import is_named, same_name, speaker_name
from dragoman.collate.order import by_time, day_of, published
from dragoman.collate.stems import content_stems
from dragoman.collate.types import SameKind, SameStatement, StatementLink, StatementRef
from dragoman.collate.views import WORD
from dragoman.collate.words import Words, find_words
from dragoman.types import OUTSIDE_ZONES, Attribution, Record

LEAST_WORDS: Final = 3
"""Statements with fewer words that carry meaning are too short to be told apart."""
LEAST_FREE_WORDS: Final = 4
"""... where they have not even a run of words in common."""
LEAST_SHARE: Final = 0.6
"""Share of the shorter statement's meaningful words that the other must have."""
WHOLE: Final = 0.95
"""A statement of which so much stands word for word in the other one is that one, cut."""
MOST_DAYS: Final = 7
"""Statements retold or translated are only joined within so many days; the same words at any distance."""
LEAST_MEAN: Final = 0.34
RARE_WORDS: Final = 3
"""Statements are compared when they share one of the other's rarest words, so many of each."""
FREE: Final = frozenset({"retold", "translated"})
"""Kinds that agree in meaning alone: only of one named speaker, for two may say the like."""
ID_CHARS: Final = 16


@dataclass(frozen=True, eq=False)
class Said:
    """An attribution made ready for comparing: the words of its content, and the stems of those that carry meaning."""

    record: Record
    attribution: Attribution
    words: Words
    stems: frozenset[str]

    @property
    def ref(self) -> StatementRef:
        return StatementRef(self.record.document.id, self.attribution.id)


def said_in(record: Record) -> tuple[Said, ...]:
    """The statements of a record, ready for comparing; those of teasers and furniture are left out."""
    words = find_words(record.document.text)
    return tuple(
        _said(record, attribution, words)
        for attribution in record.attributions
        if attribution.zone not in OUTSIDE_ZONES
    )


def _said(record: Record, attribution: Attribution, words: Words) -> Said:
    text = record.quote(attribution.content)
    stems = frozenset(content_stems(match.group() for match in WORD.finditer(text)))
    return Said(record, attribution, words.only(words.inside(attribution.content)), stems)


def find_statements(records: Iterable[Record]) -> tuple[SameStatement, ...]:
    """The statements that two or more documents give.

    >>> find_statements([])
    ()
    """
    found = {record.document.id: record for record in records}
    ordered = [found[document.id] for document in by_time(record.document for record in found.values())]
    said = [one for record in ordered for one in said_in(record) if len(one.stems) >= LEAST_WORDS]
    links = {
        pair: link for pair in _candidates(said) if (link := compare_statements(said[pair[0]], said[pair[1]]))
    }
    labels = average_link(len(said), {pair: link.score for pair, link in links.items()}, LEAST_MEAN)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        groups[label].append(number)
    return tuple(_statement(members, said, links) for members in groups.values() if len(members) > 1)


def _candidates(said: Sequence[Said]) -> Iterator[Pair]:
    """Pairs of different documents that share one of each one's rarest words."""
    frequency = Counter(stem for one in said for stem in one.stems)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        rare = sorted(one.stems, key=lambda stem: (frequency[stem], stem))[
            : max(RARE_WORDS, len(one.stems) // 2)
        ]
        near = {other for stem in rare for other in holders[stem]}
        yield from ((other, number) for other in sorted(near) if said[other].record is not one.record)
        for stem in one.stems:
            holders[stem].append(number)


def compare_statements(one: Said, two: Said) -> StatementLink | None:
    """The link between two attributions, None where they are not the same statement or may be of two speakers."""
    speakers = _speakers(one, two)
    if speakers is None:
        return None
    runs = align(one.words, two.words, min(LEAST_RUN, len(one.words), len(two.words)))
    kind, score = _kind(one, two, runs)
    if kind is None or (kind in FREE and speakers == "unknown"):
        return None
    return StatementLink(
        kind=kind,
        first=one.ref,
        second=two.ref,
        speakers=speakers,
        shared=as_spans(runs, one.words, two.words),
        score=score,
    )


def _speakers(one: Said, two: Said) -> Literal["same", "unknown"] | None:
    """Whether both may have one speaker; a description ("an official") fits anybody."""
    if not (is_named(one.record, one.attribution) and is_named(two.record, two.attribution)):
        return "unknown"
    names = speaker_name(one.record, one.attribution), speaker_name(two.record, two.attribution)
    return "same" if same_name(names[0] or "", names[1] or "") else None


def _kind(one: Said, two: Said, runs: tuple[Run, ...]) -> tuple[SameKind | None, float]:
    aligned = sum(run.length for run in runs) / max(1, min(len(one.words), len(two.words)))
    if aligned >= WHOLE and len(runs) <= 1 + abs(len(one.attribution.content) - len(two.attribution.content)):
        return ("same_words" if len(one.words) == len(two.words) else "cut"), aligned
    share = len(one.stems & two.stems) / max(1, min(len(one.stems), len(two.stems)))
    if share < LEAST_SHARE:
        return None, share
    if runs and aligned >= LEAST_SHARE:
        return "changed", share
    if min(len(one.stems), len(two.stems)) < LEAST_FREE_WORDS:
        return None, share
    if not _within_days(one.record, two.record) or one.attribution.polarity != two.attribution.polarity:
        return None, share
    return _freely(one.attribution, two.attribution), share


def _freely(one: Attribution, two: Attribution) -> SameKind:
    """Words that agree in meaning alone: two translations where the text speaks of one, else a retelling."""
    if one.translated_from or two.translated_from:
        return "translated"
    return "retold" if "indirect" in (one.form, two.form) else "changed"


def _within_days(one: Record, two: Record) -> bool:
    first, second = day_of(published(one.document)), day_of(published(two.document))
    return first is None or second is None or abs((first - second).days) <= MOST_DAYS


def _statement(members: list[int], said: Sequence[Said], links: dict[Pair, StatementLink]) -> SameStatement:
    inside = set(members)
    own_links = {pair: link for pair, link in links.items() if inside.issuperset(pair)}
    refs = tuple(said[number].ref for number in members)
    return SameStatement(
        id=_id(refs),
        speaker=_speaker([said[number] for number in members]),
        members=refs,
        links=tuple(_best_links(members, own_links)),
    )


def _id(refs: Sequence[StatementRef]) -> str:
    named = sorted((ref.document, ref.attribution) for ref in refs)
    return "s" + sha256(repr(named).encode()).hexdigest()[:ID_CHARS]


def _speaker(said: Sequence[Said]) -> str | None:
    """The fullest name given; None where a member names nobody, for that it was the same one nobody says."""
    if not all(is_named(one.record, one.attribution) for one in said):
        return None
    names = (speaker_name(one.record, one.attribution) for one in said)
    return max((name for name in names if name), key=len, default=None)


def _best_links(members: list[int], links: dict[Pair, StatementLink]) -> Iterator[StatementLink]:
    """For each member the best of its links to those before it."""
    for number in members:
        earlier = [(pair, link) for pair, link in links.items() if pair[1] == number]
        if earlier:
            yield max(earlier, key=lambda found: (found[1].score, -found[0][0]))[1]
