"""Joins the mentions that stand for one person or thing into chains; what two could be meant by stays alone."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dragoman.annotate.aliases import join_others, join_people
from dragoman.annotate.chaining import Chaining, start_chaining
from dragoman.annotate.descriptions import join_descriptions
from dragoman.annotate.namesakes import join_namesakes
from dragoman.annotate.pronouns import join_pronouns
from dragoman.annotate.signed import find_signed
from dragoman.annotate.transcripts import is_label_role
from dragoman.stages import Document, FoundAttribution, Mention, Segments

_LEVELS = frozenset(
    {"former", "then", "vice", "deputy", "first deputy", "assistant", "under", "late", "special", "chief"}
)

_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their", "its"})
_ADMINISTRATION = re.compile(r"(?:'s)? administration\b")

_Office = tuple[str | None, str | None, bool]
"""Title, whose it is, and whether it stands in a teaser or furniture."""


def find_chains(
    doc: Document, segments: Segments, mentions: Sequence[Mention]
) -> tuple[tuple[int, ...], ...]:
    """Chains of two or more mentions for one thing, in the order of their first mention, before it is known who speaks.

    Names first, then offices with their holders, then "the ministry", "the group", then "he", "they", "it".
    Unresolved is an answer: a mention that fits two candidates equally is in no chain.

    >>> from dragoman.types import Span
    >>> text = "Mr. Roa met Ms. Sow. He left."
    >>> spans = (Span(0, 20), Span(21, 29))
    >>> segments = Segments(language="en", zones=(), paragraphs=(Span(0, 29),), sentences=spans, quotations=())
    >>> people = [Mention(span=span, type="PER", kind="name") for span in (Span(4, 7), Span(16, 19))]
    >>> he = Mention(span=Span(21, 23), type="PER", kind="pronoun")
    >>> find_chains(Document(id="d", origin="-", raw_sha256="", text=text), segments, [*people, he])
    ((0, 2),)
    """
    context = chain_named(doc, segments, mentions)
    join_pronouns(context, pronouns_outside(context))
    join_namesakes(context, last=True)
    return context.chains()


def chain_named(doc: Document, segments: Segments, mentions: Sequence[Mention]) -> Chaining:
    """Everything but pronouns joined: names, offices, "the group"."""
    context = start_chaining(doc, segments, mentions)
    join_people(context.wording, context.layout, mentions, context.groups)
    join_others(context.wording, mentions, context.groups)
    _join_roles(context)
    join_descriptions(context)
    _tell_signers(context)
    return context


def pronouns_outside(context: Chaining) -> list[int]:
    """The pronouns that stand in no quotation: what they mean can be told without knowing who speaks."""
    return [i for i, m in enumerate(context.mentions) if m.kind == "pronoun" and not _is_spoken(context, i)]


def pronouns_inside(context: Chaining) -> list[int]:
    """The pronouns that stand in quoted words or in a transcript."""
    return [i for i, m in enumerate(context.mentions) if m.kind == "pronoun" and _is_spoken(context, i)]


def _is_spoken(context: Chaining, index: int) -> bool:
    zone = context.layout.zone(context.mentions[index].span.start)
    return context.quoted[index] is not None or (zone is not None and zone.zone == "transcript")


def tell_speakers(context: Chaining, attributions: Sequence[FoundAttribution]) -> None:
    """Notes of every pronoun in quoted words who says them: the speaker of the smallest content around it."""
    starts = [mention.span.start for mention in context.mentions]
    spoken = frozenset(pronouns_inside(context))
    parts = [(part, found.speaker) for found in attributions for part in found.content]
    said_by: dict[int, int | None] = {}
    for part, speaker in sorted(parts, key=lambda pair: -len(pair[0])):
        inside = range(bisect_left(starts, part.start), bisect_left(starts, part.end))
        said_by.update((index, speaker) for index in inside if index in spoken)
    context.speakers.update((index, speaker) for index, speaker in said_by.items() if speaker is not None)


def _tell_signers(context: Chaining) -> None:
    """Notes of every "I" outside of quotations whose name stands below the words, if it is known to be a person's."""
    starts = [mention.span.start for mention in context.mentions]
    letters = find_signed(context.wording, context.layout)
    for number, signed in enumerate(letters):
        inside = range(bisect_left(starts, signed.scope.start), bisect_left(starts, signed.scope.end))
        to_name = range(inside.start, bisect_left(starts, signed.name.end))
        context.letters.update((index, number) for index in to_name)
        low, high = (bisect_left(starts, place) for place in (signed.name.start, signed.name.end))
        people = [i for i in range(low, high) if context.mentions[i].type == "PER"]
        if people:
            context.speakers.update((i, people[0]) for i in inside if not _is_spoken(context, i))


def _join_roles(context: Chaining) -> None:
    """Offices to their holders, then bare offices ("the minister") to the one holder they fit."""
    roles = [index for index, mention in enumerate(context.mentions) if mention.kind == "role"]
    for index in roles:
        holder = context.mentions[index].holder
        if holder is not None:
            context.groups.join(index, holder)
    held = _HeldOffices(context, [index for index in roles if context.mentions[index].holder is not None])
    loose: list[int] = []
    coupled = _join_coupled(context, roles)
    unheld = (i for i in roles if context.mentions[i].holder is None and i not in coupled)
    for index in (i for i in unheld if _is_definite(context, i)):
        pool = held.fitting(index)
        if _is_counterpart(context, index) and not (pool and pool.is_exact):
            continue  # a minister of no stated country may be the one whose counterpart it is
        holder = None if pool is None else pool.holder(index)
        if holder is not None:
            held.join(index, holder)
        elif pool is None:
            loose.append(index)
    context.unheld.update(loose)
    _join_loose_roles(context, loose)
    _join_administration(context, loose)


def _join_coupled(context: Chaining, roles: Sequence[int]) -> frozenset[int]:
    """Joins two offices of one person ("the former governor and senator"); the second of each such pair."""
    second: set[int] = set()
    for one, other in pairwise(roles):
        first, last = context.mentions[one], context.mentions[other]
        between = context.wording.low[first.span.end : last.span.start]
        held = first.holder is not None or last.holder is not None
        former = "former" in (first.title or "").split()
        if former and not held and between == " and " and context.words(other).split()[0] not in _ARTICLES:
            context.groups.join(one, other)
            second.add(other)
    return frozenset(second)


def _join_administration(context: Chaining, loose: Sequence[int]) -> None:
    """ "The president" whom nobody is said to be is the one whose administration the report speaks of."""
    bare = [index for index in loose if context.words(index) == "the president"]
    led = {context.groups.root(i): i for i in _administrators(context)} if bare else {}
    if len(led) == 1:
        for index in bare:
            context.groups.join(index, next(iter(led)))


def _administrators(context: Chaining) -> Iterator[int]:
    for index, mention in enumerate(context.mentions):
        named = mention.type == "PER" and mention.kind == "name" and not context.outside[index]
        if named and _ADMINISTRATION.match(context.wording.low, mention.span.end):
            yield index


def _join_loose_roles(context: Chaining, loose: Sequence[int]) -> None:
    """Unheld offices of one name ("the Syrian president" twice) are one person."""
    seen: dict[tuple[str | None, str | None, bool], int] = {}
    for index in loose:
        mention = context.mentions[index]
        if mention.of is not None or is_label_role(mention.title or ""):
            key = (mention.title, mention.of, context.outside[index])
            context.groups.join(index, seen.setdefault(key, index))


def _is_definite(context: Chaining, index: int) -> bool:
    first = context.words(index).split()[0]
    return _is_counterpart(context, index) or (
        first not in {"a", "an", "his", "her", "their", "our", "my", "its"}
        and context.mentions[index].title is not None
    )


def _is_counterpart(context: Chaining, index: int) -> bool:
    """Whether an office is somebody's counterpart's: "his German counterpart"."""
    known = context.mentions[index].of is not None and context.mentions[index].title is not None
    return known and "counterpart" in context.words(index).split()


class _HeldOffices:
    """The offices whose holders are named; those that a bare office fits are looked up once for each of its kind."""

    def __init__(self, context: Chaining, held: Sequence[int]) -> None:
        self._context = context
        self._person = {index: context.groups.root(index) for index in held}
        self._by_office: dict[_Office, list[int]] = {}
        for index in held:
            self._by_office.setdefault(_office(context, index), []).append(index)
        self._by_word: dict[str, list[_Office]] = {}
        for office in self._by_office:
            title = office[0] or ""
            for word in dict.fromkeys((title, *title.split()[:1], *title.split()[-1:])):
                self._by_word.setdefault(word, []).append(office)
        self._pools: dict[_Office, _Pool | None] = {}

    def fitting(self, index: int) -> _Pool | None:
        """The holders whose office a bare one may be; None if there is none."""
        office = _office(self._context, index)
        if office not in self._pools:
            self._pools[office] = self._make_pool(office)
        return self._pools[office]

    def _make_pool(self, office: _Office) -> _Pool | None:
        fits = [other for other in self._by_word.get(office[0] or "", ()) if _office_fits(office, other)]
        exact = [other for other in fits if other[1] == office[1] is not None]
        held = sorted(index for other in exact or fits for index in self._by_office[other])
        people = dict.fromkeys(self._person[index] for index in held)
        return _Pool(self._context, held, tuple(people), is_exact=bool(exact)) if held else None

    def join(self, index: int, holder: int) -> None:
        """Gives a bare office to a holder, so that those after it know that he was spoken of here."""
        for pool in self._pools.values():
            if pool is not None:
                pool.add(index, holder)
        self._context.groups.join(index, holder)


class _Pool:
    """The holders that a bare office can mean, and where each is spoken of."""

    def __init__(
        self, context: Chaining, held: Sequence[int], people: Sequence[int], *, is_exact: bool
    ) -> None:
        self._context, self._held, self.is_exact = context, held, is_exact
        self._person = {use: one for one in people for use in context.groups.members(one)}
        self._uses = sorted(self._person)
        self._people = people

    def add(self, index: int, holder: int) -> None:
        if holder in self._person:
            self._person[index] = self._person[holder]
            insort(self._uses, index)

    def holder(self, index: int) -> int | None:
        """The only one, else the only one in the nearest sentence before."""
        if len(self._people) == 1:
            return self._held[0] if self._held[0] < index or self.is_exact else None
        sentences = self._context.sentences
        before = bisect_left(self._uses, bisect_left(sentences, sentences[index]))
        if not before:
            return None
        last = sentences[self._uses[before - 1]]
        first = bisect_left(self._uses, bisect_left(sentences, last))
        nearest = {self._person[use]: use for use in self._uses[first:before]}
        return next(iter(nearest.values())) if len(nearest) == 1 else None


def _office(context: Chaining, index: int) -> _Office:
    mention = context.mentions[index]
    return mention.title, mention.of, context.outside[index]


def _office_fits(bare: _Office, full: _Office) -> bool:
    if bare[0] is None or full[0] is None or (bare[1] and full[1] and bare[1] != full[1]):
        return False
    bare_words, full_words = bare[0].split(), full[0].split()
    if bare[2] != full[2] or _level(bare_words) != _level(full_words):
        return False
    alike = len(bare_words) == 1 and bare_words[0] in {full_words[0], full_words[-1]}
    return bare[0] == full[0] or alike


def _level(words: Sequence[str]) -> frozenset[str]:
    return _LEVELS.intersection(words) - {"special", "chief"}
