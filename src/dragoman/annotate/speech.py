"""What the search for speakers knows of a document: mentions, chains, attributions, and those resolved so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from msgspec import structs

from dragoman.annotate.lexicon import honorifics
from dragoman.annotate.wording import Layout
from dragoman.stages import Document, FoundAttribution, Mention
from dragoman.types import Span, join_spans

_LONGEST_MENTION = 200


class Speech:
    """The mentions, chains and attributions of one document, and the attributions resolved so far."""

    def __init__(
        self,
        doc: Document,
        layout: Layout,
        mentions: tuple[Mention, ...],
        chains: Sequence[Sequence[int]],
        attributions: tuple[FoundAttribution, ...],
        *,
        resolve: Callable[[Speech, int], FoundAttribution],
    ) -> None:
        self._resolve = resolve
        self.doc = doc
        self.layout = layout
        self.mentions = mentions
        self.attributions = attributions
        whole = [tuple(chain) for chain in chains]
        self.chain = {index: chain for chain in whole for index in chain}
        self._best: dict[int, int | None] = {}
        self._spoken: dict[int, list[int]] = {}
        self.cues = sorted((a.cue[0].start, index) for index, a in enumerate(attributions) if a.cue)
        self.contents = sorted((part, index) for index, a in enumerate(attributions) for part in a.content)
        self.reach = list(accumulate((part.end for part, _ in self.contents), max))
        self._resolved: dict[int, FoundAttribution] = {}
        self._open: set[int] = set()
        self._starts = [mention.span.start for mention in mentions]
        self.paragraph = [layout.paragraph(first(attribution).start) for attribution in attributions]
        self.by_paragraph: dict[int, list[int]] = {}
        for index, number in enumerate(self.paragraph):
            self.by_paragraph.setdefault(number, []).append(index)

    def resolved(self, index: int) -> FoundAttribution:
        """The attribution with its speaker; one that depends on itself has none."""
        if index not in self._resolved:
            if index in self._open:
                return self.attributions[index]
            self._open.add(index)
            self._resolved[index] = self._resolve(self, index)
        return self._resolved[index]

    def thing(self, mention: int | None) -> int | None:
        """What a mention stands for: the first mention of its chain."""
        return None if mention is None else self.chain.get(mention, (mention,))[0]

    def near(self, spans: Sequence[Span]) -> range:
        """The mentions that may touch the spans."""
        whole = join_spans(spans)
        low = bisect_left(self._starts, whole.start - _LONGEST_MENTION)
        return range(low, bisect_left(self._starts, whole.end))

    def words(self, mention: int) -> str:
        return self.doc.quote(self.mentions[mention].span)

    def best_name(self, mention: int) -> int | None:
        """The name in the mention's chain that has the most words, the first of equals."""
        chain = self.chain.get(mention, (mention,))
        if chain[0] not in self._best:
            names = [i for i in chain if self.mentions[i].kind == "name"]
            self._best[chain[0]] = max(names, key=lambda i: (size(self, i), -i), default=None)
        return self._best[chain[0]]

    def spoken_in(self, paragraph: int) -> list[int]:
        """The attributions of a paragraph that bring speech by somebody, outermost only, in order."""
        if paragraph not in self._spoken:
            found = self.by_paragraph.get(paragraph, [])
            told = [i for i in found if brings_speech(self, i)]
            self._spoken[paragraph] = sorted(told, key=lambda i: first(self.attributions[i]))
        return self._spoken[paragraph]


def first(attribution: FoundAttribution) -> Span:
    """The first of an attribution's spans; an empty one if it has none.

    >>> first(FoundAttribution(source=(Span(0, 3),), cue=(), content=(Span(9, 12),), form="indirect"))
    Span(start=0, end=3)
    """
    return min((*attribution.content, *attribution.cue, *attribution.source), default=Span(0, 0))


def without(attribution: FoundAttribution, reason: str) -> FoundAttribution:
    """The attribution without a speaker, and why.

    >>> without(FoundAttribution(source=(), cue=(), content=(), form="direct"), "two are possible").why
    {'speaker': 'two are possible'}
    """
    return structs.replace(
        attribution, speaker=None, speaker_basis=None, why={**attribution.why, "speaker": reason}
    )


def fullest(context: Speech, head: int) -> int:
    """The mention of the chain that names the thing best: the longest name; the head itself if it is as good."""
    best = context.best_name(head)
    if best is None:
        chain = context.chain.get(head, (head,))
        roles = (i for i in chain if context.mentions[i].kind == "role")
        return head if context.mentions[head].kind != "pronoun" else next(roles, head)
    mention = context.mentions[head]
    as_good = mention.kind == "name" and (mention.type != "PER" or size(context, head) >= size(context, best))
    return head if as_good or (mention.kind == "name" and size(context, head) > 1) else best


def size(context: Speech, index: int) -> int:
    """How many words a mention has, forms of address aside."""
    words = context.words(index).lower().split()
    return len([word for word in words if word not in honorifics()])


def brings_speech(context: Speech, index: int) -> bool:
    """Whether an attribution brings words of somebody, in the report itself and not inside another's."""
    attribution = context.attributions[index]
    outside = context.layout.outside(first(attribution).start)
    return attribution.inside is None and not outside and bool(attribution.source or not attribution.cue)
