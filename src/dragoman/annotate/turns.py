"""Whose turn it is: a quotation without a cue is the last speaker's, or theirs whom the words before lead up to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from dragoman.annotate.speech import Speech, first, fullest, without
from dragoman.stages import FoundAttribution
from dragoman.types import join_spans

_REPLIED = re.compile(
    r"\b(?:answer|repli|reply|respond|retort|counter)\w*|\b(?:told|asked|shot back at) (?:him|her|them)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:asked|questioned|pressed|answer(?:ed|s)?|repl(?:ied|ies)|respon(?:ded|ds))\b", re.IGNORECASE
)
_SUBJECT = 60  # characters of a sentence in which whoever it is about is named


def carried(context: Speech, index: int) -> FoundAttribution:
    """The speaker of the attributions right before, where one alone spoke there or the next ones settle which."""
    attribution = context.attributions[index]
    here = context.paragraph[index]
    content = join_spans(attribution.content)
    same = [i for i in context.spoken_in(here) if first(context.attributions[i]) < content and i != index]
    before = same or [i for i in context.spoken_in(here - 1) if i != index]
    speakers = [context.resolved(i).speaker for i in before]
    things = [context.thing(speaker) for speaker in speakers]
    if not speakers or (len(before) == 1 and _only_asked(context, before[0])):
        led = _announced(context, here) or _led(context, index)
        if led is not None:
            return structs.replace(attribution, speaker=led, speaker_basis="carried")
        return without(attribution, "nobody has spoken right before this quotation")
    if None in things:
        return without(attribution, "the speaker right before this quotation isn't known")
    after = {
        context.thing(context.resolved(i).speaker)
        for i in context.spoken_in(here + 1)
        if context.attributions[i].source
    }
    choice = {thing for thing in things if thing in after} if len(set(things)) > 1 else set(things)
    if len(choice) != 1:
        return without(attribution, "two speakers are possible")
    if not same and (_alternates(context, here, things[-1], after) or _replied(context, before, things[-1])):
        return without(attribution, "two speakers alternate here")
    speaker = next(
        s for s, thing in zip(reversed(speakers), reversed(things), strict=True) if thing in choice
    )
    return structs.replace(attribution, speaker=speaker, speaker_basis="carried")


def _announced(context: Speech, here: int) -> int | None:
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
    known = context.mentions[index].kind == "name" or fullest(context, index) != index
    return fullest(context, index) if known else None


def _led(context: Speech, index: int) -> int | None:
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
    known = context.mentions[subject].kind == "name" or fullest(context, subject) != subject
    opens = context.mentions[subject].span.start - sentence.start <= _SUBJECT
    return fullest(context, subject) if known and opens else None


def _only_asked(context: Speech, index: int) -> bool:
    """Whether an attribution only tells what somebody was asked, so that the answer is still to come."""
    attribution = context.attributions[index]
    cue = " ".join(map(context.doc.quote, attribution.cue)).lower()
    return not attribution.source and "asked" in cue.split()


def _replied(context: Speech, before: Sequence[int], thing: int | None) -> bool:
    """Whether the words before are an answer to somebody else's in the paragraph before: now it is the other's turn."""
    last = context.attributions[before[-1]]
    if not last.cue or last.form != "direct":
        return False
    sentence = context.layout.sentence_span(last.cue[0].start)
    words = context.doc.text[last.cue[0].start : min(sentence.end, last.cue[-1].end + 6)]
    earlier = [context.resolved(i).speaker for i in context.spoken_in(context.paragraph[before[-1]] - 1)]
    return _REPLIED.match(words) is not None and bool({*map(context.thing, earlier)} - {thing, None})


def _alternates(context: Speech, here: int, thing: int | None, after: set[int | None]) -> bool:
    """Whether another speaker stood before the last one and speaks again after this quotation: a dialogue."""
    earlier = context.spoken_in(here - 2)
    before = {context.thing(context.resolved(i).speaker) for i in earlier if i < len(context.attributions)}
    others = (before & after) - {None, thing}
    return bool(others) and thing not in before
