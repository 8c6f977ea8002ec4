"""Says who speaks in each attribution: named, found by coreference, or carried over to a quotation without a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import structs

from dragoman.annotate.lexicon import pronouns, source_nouns, word_set
from dragoman.annotate.sources import apposed_name, ends_with, head_of
from dragoman.annotate.speech import Speech, first, fullest, without
from dragoman.annotate.turns import carried
from dragoman.annotate.wording import Layout
from dragoman.stages import Document, FoundAttribution, Mention, Segments
from dragoman.types import Span

_ONE_OF = re.compile(r"(?:one|another) of ", re.IGNORECASE)
_SHARED = re.compile(r"\b\w+ing\b")
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
    context = Speech(doc, Layout(segments), tuple(mentions), chains, tuple(attributions), resolve=_resolve)
    for index in sorted(range(len(attributions)), key=lambda index: first(attributions[index])):
        context.resolved(index)
    return tuple(context.resolved(index) for index in range(len(attributions)))


def _resolve(context: Speech, index: int) -> FoundAttribution:
    attribution = context.attributions[index]
    if attribution.speaker is not None or "speaker" in attribution.why:
        return attribution
    if attribution.source:
        return _from_source(context, index)
    if attribution.cue:
        return _from_neighbour(context, index)
    return carried(context, index)


def _from_source(context: Speech, index: int) -> FoundAttribution:
    attribution = context.attributions[index]
    head = _head_mention(context, attribution.source)
    relative = head is None and context.doc.quote(attribution.source[0]).lower() in _RELATIVES
    head = _antecedent(context, attribution.source[0]) if relative else head
    if head is None:
        return without(attribution, "the source names nobody we can tell")
    if relative:
        return structs.replace(attribution, speaker=fullest(context, head), speaker_basis="coreference")
    mention = context.mentions[head]
    if mention.kind == "pronoun" and pronouns()[context.words(head).lower()]["person"] == "1":
        return _first_person(context, index, head)
    best = fullest(context, head)
    if best != head:
        return structs.replace(attribution, speaker=best, speaker_basis="coreference")
    if mention.kind == "pronoun" or _is_bare(context, head):
        return without(attribution, f"the text leaves open who {context.words(head)!r} is")
    return structs.replace(attribution, speaker=head, speaker_basis="named")


def _antecedent(context: Speech, relative: Span) -> int | None:
    """The mention right before "who" ("Roa, who said ..."); of a name and its office, the name."""
    for index in reversed(context.near([relative])):
        mention = context.mentions[index]
        if mention.span.end <= relative.start:
            near = context.doc.text[mention.span.end : relative.start].strip() in {"", ","}
            return (index if mention.holder is None else mention.holder) if near else None
    return None


def _head_mention(context: Speech, source: Sequence[Span]) -> int | None:
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


def _is_description(context: Speech, index: int) -> bool:
    """Whether a mention is one somebody's description, whose name may follow."""
    mention = context.mentions[index]
    return mention.holder is None and (
        mention.kind == "role" or (mention.kind == "nominal" and mention.type == "PER")
    )


def _is_whose(context: Speech, holder: int, source: Sequence[Span]) -> bool:
    """Whether an office's holder stands in the source only to say whose it is ("Minister Roa's lawyer")."""
    inside = any(span.covers(context.mentions[holder].span) for span in source)
    return inside and _owns(context, holder, source)


def _body_before(context: Speech, outer: Sequence[int], head: Span) -> int | None:
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


def _within(context: Speech, index: int, other: int) -> bool:
    return other != index and context.mentions[other].span.covers(context.mentions[index].span)


def _owns(context: Speech, index: int, source: Sequence[Span]) -> bool:
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


def _is_bare(context: Speech, index: int) -> bool:
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


def _first_person(context: Speech, index: int, head: int) -> FoundAttribution:
    """Takes "I" inside a quotation for whoever says the quotation."""
    attribution = context.attributions[index]
    around = [other for other in _holding(context, context.mentions[head].span) if other != index]
    around.sort(key=lambda other: (sum(map(len, context.attributions[other].content)), other))
    for other in around:
        speaker = context.resolved(other).speaker
        if speaker is not None:
            return structs.replace(attribution, speaker=speaker, speaker_basis="coreference")
    return without(attribution, "the quotation this stands in has no known speaker")


def _holding(context: Speech, span: Span) -> list[int]:
    """The attributions in whose content a span stands."""
    found = []
    at = bisect_right(context.contents, span.start, key=lambda pair: pair[0].start) - 1
    while at >= 0 and context.reach[at] >= span.end:
        if context.contents[at][0].covers(span):
            found.append(context.contents[at][1])
        at -= 1
    return found


def _from_neighbour(context: Speech, index: int) -> FoundAttribution:
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
    return without(attribution, "the text names no source")
