"""Says who speaks in each attribution: named, found by coreference, or carried over to a quotation without a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import structs

from dragoman.annotate.lexicon import honorifics, pronouns, source_nouns, word_set
from dragoman.annotate.sources import apposed_name, ends_with, head_of
from dragoman.annotate.wording import Layout
from dragoman.stages import Document, FoundAttribution, Mention, Segments
from dragoman.types import Span, join_spans

_ONE_OF = re.compile(r"(?:one|another) of ", re.IGNORECASE)
_REPLIED = re.compile(
    r"\b(?:answer|repli|reply|respond|retort|counter)\w*|\b(?:told|asked|shot back at) (?:him|her|them)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:asked|questioned|pressed|answer(?:ed|s)?|repl(?:ied|ies)|respon(?:ded|ds))\b", re.IGNORECASE
)
_SUBJECT = 60  # characters of a sentence in which whoever it is about is named
_SHARED = re.compile(r"\b\w+ing\b")
_LONGEST_MENTION = 200
_RELATIVES = frozenset({"who", "which", "that", "whom"})


def resolve_speakers(
    doc: Document,
    segments: Segments,
    mentions: Sequence[Mention],
    chains: Sequence[Sequence[int]],
    attributions: Sequence[FoundAttribution],
) -> tuple[FoundAttribution, ...]:
    """The attributions, in the order given, with `speaker` and `speaker_basis`, or the reason for none in `why`.

    "named": the source names somebody or is a description that suffices ("officials"). "coreference": it is a
    pronoun, an office or a bare surname that a chain ties to a fuller name. "carried": there is no source, and the
    text around supports the last speaker. Attributions that have a speaker or a reason already are left alone.

    >>> text = "Ana Roa agreed."
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> whole = (Span(0, 15),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> roa = Mention(span=Span(0, 7), type="PER", kind="name")
    >>> found = FoundAttribution(source=(Span(0, 7),), cue=(Span(8, 14),), content=(), form="indirect")
    >>> [(a.speaker, a.speaker_basis) for a in resolve_speakers(doc, segments, [roa], (), [found])]
    [(0, 'named')]
    """
    context = _Context(doc, Layout(segments), tuple(mentions), chains, tuple(attributions))
    for index in sorted(range(len(attributions)), key=lambda index: _first(attributions[index])):
        context.resolved(index)
    return tuple(context.resolved(index) for index in range(len(attributions)))


class _Context:
    """The mentions, chains and attributions of one document, and the attributions resolved so far."""

    def __init__(
        self,
        doc: Document,
        layout: Layout,
        mentions: tuple[Mention, ...],
        chains: Sequence[Sequence[int]],
        attributions: tuple[FoundAttribution, ...],
    ) -> None:
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
        self.paragraph = [layout.paragraph(_first(attribution).start) for attribution in attributions]
        self.by_paragraph: dict[int, list[int]] = {}
        for index, number in enumerate(self.paragraph):
            self.by_paragraph.setdefault(number, []).append(index)

    def resolved(self, index: int) -> FoundAttribution:
        """The attribution with its speaker; one that depends on itself has none."""
        if index not in self._resolved:
            if index in self._open:
                return self.attributions[index]
            self._open.add(index)
            self._resolved[index] = _resolve(self, index)
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
            self._best[chain[0]] = max(names, key=lambda i: (_size(self, i), -i), default=None)
        return self._best[chain[0]]

    def spoken_in(self, paragraph: int) -> list[int]:
        """The attributions of a paragraph that bring speech by somebody, outermost only, in order."""
        if paragraph not in self._spoken:
            found = self.by_paragraph.get(paragraph, [])
            told = [i for i in found if _brings_speech(self, i)]
            self._spoken[paragraph] = sorted(told, key=lambda i: _first(self.attributions[i]))
        return self._spoken[paragraph]


def _first(attribution: FoundAttribution) -> Span:
    return min((*attribution.content, *attribution.cue, *attribution.source), default=Span(0, 0))


def _resolve(context: _Context, index: int) -> FoundAttribution:
    attribution = context.attributions[index]
    if attribution.speaker is not None or "speaker" in attribution.why:
        return attribution
    if attribution.source:
        return _from_source(context, index)
    if attribution.cue:
        return _from_neighbour(context, index)
    return _carried(context, index)


def _without(attribution: FoundAttribution, reason: str) -> FoundAttribution:
    return structs.replace(
        attribution, speaker=None, speaker_basis=None, why={**attribution.why, "speaker": reason}
    )


def _from_source(context: _Context, index: int) -> FoundAttribution:
    attribution = context.attributions[index]
    head = _head_mention(context, attribution.source)
    relative = head is None and context.doc.quote(attribution.source[0]).lower() in _RELATIVES
    head = _antecedent(context, attribution.source[0]) if relative else head
    if head is None:
        return _without(attribution, "the source names nobody we can tell")
    if relative:
        return structs.replace(attribution, speaker=_fullest(context, head), speaker_basis="coreference")
    mention = context.mentions[head]
    if mention.kind == "pronoun" and pronouns()[context.words(head).lower()]["person"] == "1":
        return _first_person(context, index, head)
    best = _fullest(context, head)
    if best != head:
        return structs.replace(attribution, speaker=best, speaker_basis="coreference")
    if mention.kind == "pronoun" or _is_bare(context, head):
        return _without(attribution, f"the text leaves open who {context.words(head)!r} is")
    return structs.replace(attribution, speaker=head, speaker_basis="named")


def _antecedent(context: _Context, relative: Span) -> int | None:
    """The mention right before "who" ("Roa, who said ..."); of a name and its office, the name."""
    for index in reversed(context.near([relative])):
        mention = context.mentions[index]
        if mention.span.end <= relative.start:
            near = context.doc.text[mention.span.end : relative.start].strip() in {"", ","}
            return (index if mention.holder is None else mention.holder) if near else None
    return None


def _head_mention(context: _Context, source: Sequence[Span]) -> int | None:
    """The mention at a source's head: a name in apposition, the holder of an office, "aides" in "Roa aides"."""
    text = context.doc.text
    near = context.near(source)
    inside = [i for i in near if any(span.covers(context.mentions[i].span) for span in source)]
    if not inside:
        around = (i for i in near if context.mentions[i].kind == "name")
        inside = [i for i in around if any(context.mentions[i].span.covers(span) for span in source)]
    head = head_of(text, source[0])
    if head is None or not inside:
        return None
    outer = [i for i in inside if not any(_within(context, i, other) for other in inside)]
    ending = [i for i in outer if ends_with(text, context.mentions[i].span, head)]
    found = ending[0] if ending else _body_before(context, outer, head)
    if found is None or _is_description(context, found) or _ONE_OF.match(context.doc.text, source[0].start):
        named = apposed_name(text, source, head, [context.mentions[i] for i in outer])
        found = found if named is None else next(i for i in outer if context.mentions[i] is named)
    if found is None:
        return None
    holder = context.mentions[found].holder
    return found if holder is None or _is_whose(context, holder, source) else holder


def _is_description(context: _Context, index: int) -> bool:
    """Whether a mention is one somebody's description, whose name may follow."""
    mention = context.mentions[index]
    return mention.holder is None and (
        mention.kind == "role" or (mention.kind == "nominal" and mention.type == "PER")
    )


def _is_whose(context: _Context, holder: int, source: Sequence[Span]) -> bool:
    """Whether an office's holder stands in the source only to say whose it is ("Minister Roa's lawyer")."""
    inside = any(span.covers(context.mentions[holder].span) for span in source)
    return inside and _owns(context, holder, source)


def _body_before(context: _Context, outer: Sequence[int], head: Span) -> int | None:
    """Where no mention covers the head noun: the name whose kind the noun says ("the Fatah movement")."""
    text = context.doc.text
    for index in outer:
        mention = context.mentions[index]
        behind = text[mention.span.end : head.end].strip().lower()
        kind = source_nouns().get(behind, {}).get("class") == "org" and mention.type in {
            "ORG",
            "OUTLET",
            "ARMED",
        }
        outlet = mention.type == "OUTLET" and behind in word_set("outlet_nouns.txt")
        if mention.span.start >= head.start and (kind or outlet):
            return index
        shown = context.layout.zone(head.start)
        if (
            shown is not None
            and shown.zone == "headline"
            and mention.span.start == head.start
            and " " not in behind
        ):
            return index  # "Roa Visits": the head took a verb of the headline for a name
    return None


def _within(context: _Context, index: int, other: int) -> bool:
    return other != index and context.mentions[other].span.covers(context.mentions[index].span)


def _owns(context: _Context, index: int, source: Sequence[Span]) -> bool:
    """Whether a mention only says whose the source is ("Roa" in "Roa's lawyer", "Syrian" in "Syrian officials")."""
    span = context.mentions[index].span
    end = next(part.end for part in source if part.touches(span))
    following = context.doc.text[span.end : end]
    pronoun = context.mentions[index].kind == "pronoun"
    possessive = pronoun and pronouns()[context.words(index).lower()]["case"] == "possessive"
    if (
        context.mentions[index].type == "NORP"
        and re.match(r"\s\w", following)
        and not context.words(index).endswith("s")
    ):
        return True
    return (possessive and bool(following.strip())) or re.match(r"['’]s?\s+\S", following) is not None


def _fullest(context: _Context, head: int) -> int:
    """The mention of the chain that names the thing best: the longest name; the head itself if it is as good."""
    best = context.best_name(head)
    if best is None:
        chain = context.chain.get(head, (head,))
        roles = (i for i in chain if context.mentions[i].kind == "role")
        return head if context.mentions[head].kind != "pronoun" else next(roles, head)
    mention = context.mentions[head]
    as_good = mention.kind == "name" and (
        mention.type != "PER" or _size(context, head) >= _size(context, best)
    )
    return head if as_good or (mention.kind == "name" and _size(context, head) > 1) else best


def _size(context: _Context, index: int) -> int:
    words = context.words(index).lower().split()
    return len([word for word in words if word not in honorifics()])


def _is_bare(context: _Context, index: int) -> bool:
    """Whether a description points back to somebody ("the minister", "the group") rather than suffices."""
    mention = context.mentions[index]
    words = context.words(index).lower().split()
    if mention.kind == "role":
        return mention.of is None and words[0] == "the" and len(words) == 2
    noun = source_nouns().get(words[-1], {})
    pointing = words[0] in {"the", "both"} and len(words) <= (2 if noun.get("class") == "org" else 3)
    counted = mention.kind == "nominal" and pointing and words[-1] in word_set("pointing_nouns.txt")
    one = mention.type == "PER" or (noun.get("number") == "sg" and noun.get("class") == "self")
    return counted or (mention.kind == "nominal" and words[0] == "the" and len(words) <= 3 and one)


def _first_person(context: _Context, index: int, head: int) -> FoundAttribution:
    """Takes "I" inside a quotation for whoever says the quotation."""
    attribution = context.attributions[index]
    around = [other for other in _holding(context, context.mentions[head].span) if other != index]
    around.sort(key=lambda other: (sum(map(len, context.attributions[other].content)), other))
    for other in around:
        speaker = context.resolved(other).speaker
        if speaker is not None:
            return structs.replace(attribution, speaker=speaker, speaker_basis="coreference")
    return _without(attribution, "the quotation this stands in has no known speaker")


def _holding(context: _Context, span: Span) -> list[int]:
    """The attributions in whose content a span stands."""
    found = []
    at = bisect_right(context.contents, span.start, key=lambda pair: pair[0].start) - 1
    while at >= 0 and context.reach[at] >= span.end:
        if context.contents[at][0].covers(span):
            found.append(context.contents[at][1])
        at -= 1
    return found


def _from_neighbour(context: _Context, index: int) -> FoundAttribution:
    """Gives "adding that ..." the speaker of the attribution before it in the same sentence."""
    attribution = context.attributions[index]
    cue = attribution.cue[0]
    sentence = context.layout.sentence_span(cue.start)
    words = context.doc.quote(cue).lower()
    if _SHARED.match(words) or words.split()[:1] == ["and"]:
        low, high = (bisect_left(context.cues, (start, -1)) for start in (sentence.start, cue.start))
        before = sorted(i for _, i in context.cues[low:high])
        speakers = [context.resolved(i).speaker for i in before]
        if speakers and speakers[-1] is not None:
            return structs.replace(attribution, speaker=speakers[-1], speaker_basis="carried")
    return _without(attribution, "the text names no source")


def _carried(context: _Context, index: int) -> FoundAttribution:
    """The speaker of the attributions right before, where one alone spoke there or the next ones settle which."""
    attribution = context.attributions[index]
    here = context.paragraph[index]
    content = join_spans(attribution.content)
    same = [i for i in context.spoken_in(here) if _first(context.attributions[i]) < content and i != index]
    before = same or [i for i in context.spoken_in(here - 1) if i != index]
    speakers = [context.resolved(i).speaker for i in before]
    things = [context.thing(speaker) for speaker in speakers]
    if not speakers or (len(before) == 1 and _only_asked(context, before[0])):
        led = _announced(context, here) or _led(context, index)
        if led is not None:
            return structs.replace(attribution, speaker=led, speaker_basis="carried")
        return _without(attribution, "nobody has spoken right before this quotation")
    if None in things:
        return _without(attribution, "the speaker right before this quotation isn't known")
    after = {
        context.thing(context.resolved(i).speaker)
        for i in context.spoken_in(here + 1)
        if context.attributions[i].source
    }
    choice = {thing for thing in things if thing in after} if len(set(things)) > 1 else set(things)
    if len(choice) != 1:
        return _without(attribution, "two speakers are possible")
    if not same and (_alternates(context, here, things[-1], after) or _replied(context, before, things[-1])):
        return _without(attribution, "two speakers alternate here")
    speaker = next(
        s for s, thing in zip(reversed(speakers), reversed(things), strict=True) if thing in choice
    )
    return structs.replace(attribution, speaker=speaker, speaker_basis="carried")


def _announced(context: _Context, here: int) -> int | None:
    """Whoever alone is named in a sentence that ends the paragraph before with a colon ("Roa answered:")."""
    if here < 1:
        return None
    paragraph = context.layout.paragraphs[here - 1]
    if not context.doc.quote(paragraph).rstrip().endswith(":") or context.layout.outside(paragraph.start):
        return None
    sentence = context.layout.sentence_span(paragraph.end - 1)
    people = {
        context.thing(index): index
        for index in context.near([sentence])
        if context.mentions[index].type == "PER" and sentence.covers(context.mentions[index].span)
    }
    if len(people) != 1:
        return None
    index = next(iter(people.values()))
    known = context.mentions[index].kind == "name" or _fullest(context, index) != index
    return _fullest(context, index) if known else None


def _led(context: _Context, index: int) -> int | None:
    """Whoever alone the sentence right before a quotation is about ("Roa stepped before the cameras.").

    In a paragraph of its own a quotation belongs to somebody who was just asked or answers.
    """
    content = join_spans(context.attributions[index].content)
    sentence = context.layout.sentence_span(max(0, content.start - 2))
    if not len(sentence) or sentence.end > content.start or context.layout.outside(sentence.start):
        return None
    near = context.layout.paragraph(sentence.start) == context.layout.paragraph(content.start)
    if not near and _ASKED.search(context.doc.quote(sentence)) is None:
        return None
    people = {
        context.thing(number): number
        for number in context.near([sentence])
        if context.mentions[number].type == "PER" and sentence.covers(context.mentions[number].span)
    }
    subject = next(iter(people.values()), None)
    if len(people) != 1 or subject is None:
        return None
    known = context.mentions[subject].kind == "name" or _fullest(context, subject) != subject
    opens = context.mentions[subject].span.start - sentence.start <= _SUBJECT
    return _fullest(context, subject) if known and opens else None


def _only_asked(context: _Context, index: int) -> bool:
    """Whether an attribution only tells what somebody was asked, so that the answer is still to come."""
    attribution = context.attributions[index]
    cue = " ".join(map(context.doc.quote, attribution.cue)).lower()
    return not attribution.source and "asked" in cue.split()


def _replied(context: _Context, before: Sequence[int], thing: int | None) -> bool:
    """Whether the words before are an answer to somebody else's in the paragraph before: now it is the other's turn."""
    last = context.attributions[before[-1]]
    if not last.cue or last.form != "direct":
        return False
    sentence = context.layout.sentence_span(last.cue[0].start)
    words = context.doc.text[last.cue[0].start : min(sentence.end, last.cue[-1].end + 6)]
    earlier = [context.resolved(i).speaker for i in context.spoken_in(context.paragraph[before[-1]] - 1)]
    return _REPLIED.match(words) is not None and bool({*map(context.thing, earlier)} - {thing, None})


def _brings_speech(context: _Context, index: int) -> bool:
    attribution = context.attributions[index]
    outside = context.layout.outside(_first(attribution).start)
    return attribution.inside is None and not outside and bool(attribution.source or not attribution.cue)


def _alternates(context: _Context, here: int, thing: int | None, after: set[int | None]) -> bool:
    """Whether another speaker stood before the last one and speaks again after this quotation: a dialogue."""
    earlier = context.spoken_in(here - 2)
    before = {context.thing(context.resolved(i).speaker) for i in earlier if i < len(context.attributions)}
    others = (before & after) - {None, thing}
    return bool(others) and thing not in before
