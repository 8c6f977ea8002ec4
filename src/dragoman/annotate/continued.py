"""Lets speech reach over the sentences and list items that layout or the next words give to the same speaker.

Part of the annotate step. Three ways: behind a cue with a colon and no quotation mark every word of the content's
sentences counts; "This was announced by Roa" reaches back to the sentence before; and a line that announces a list
("The front states the following:") reaches over its items. That a sentence merely follows on somebody's words says
nothing: of 413 such in 210 PolNeAR train texts the annotators give 14 to a speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import structs

from dragoman.annotate.attributions import form_of
from dragoman.annotate.lexicon import is_saying
from dragoman.annotate.phrases import PhraseReading
from dragoman.resources import load_lines
from dragoman.stages import Document, FoundAttribution, Mention, Segments
from dragoman.types import Span

_COLON = re.compile(r"[^.:;“”\"]{0,40}:\s+")
_OPENS = re.compile(r"[A-Z0-9]")
_ITEM = re.compile(r"(?:\(?(?P<number>\d{1,2})[.)]|[-–—•*·])\s*\S")
_NOTES = re.compile(r"(?:\[[^\[\]]*\]\s*)+")
_BESIDE = re.compile(r"\s*(?:[\[(][^\[\]()]*[\])])?\s*")
_QUOTED = re.compile(r"[\"“”«„]")
_END = " \n.!?;:,)]"
_STOP = re.compile(r"[.:;]\s")
_BULLETS = frozenset("-–—•*·")
_LONGEST_NAME = 100
_TAIL = 200  # characters of a paragraph in which the list below is announced
_LONGEST_LIST = 60  # paragraphs
_BETWEEN = 4  # paragraphs of one item
_TOLD = re.compile(
    r"(?:(?:this|that)\s+(?P<of_this>(?:has\s+been|was|is)\s+{how}(?:{verbs}|made\s+known|made\s+public)\b{when})"
    r"|(?:(?:this|the)\s+(?:announcement|information|news|disclosure)|this\s+(?:statement|report))\s+"
    r"(?P<of_noun>(?:has\s+been|was|is)\s+{how}(?:{verbs}|released|issued|made|given)\b{when}))"
    r"\s+(?P<who>[^.,;:“”\"\[(]{{2,90}}?)"
    r"(?=[.,;:“”\"\[(]|\s(?:who|when|while|during|after|before|at|on|in|as|upon|to)\s)".format(
        how=r"(?:\w+ly\s+|also\s+|first\s+)?",
        verbs="announced|reported|disclosed|revealed|confirmed|stated|said|declared|indicated",
        when=r"[^.:;“”\"]{0,60}?\sby",
    ),
    re.IGNORECASE,
)


def continued_speech(
    doc: Document,
    segments: Segments,
    mentions: Sequence[Mention],
    attributions: Sequence[FoundAttribution],
) -> tuple[FoundAttribution, ...]:
    """The attributions, each with the sentences over which it goes on, and those that only these rules find.

    >>> text = "The mill burns. This was announced by Roa."
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> sentences, whole = (Span(0, 15), Span(16, 42)), (Span(0, 42),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=sentences, quotations=())
    >>> said = FoundAttribution(
    ...     source=(Span(38, 41),), cue=(Span(21, 34),), content=(Span(16, 20),), form="indirect")
    >>> found, = continued_speech(doc, segments, [], [said])
    >>> [part.of(text) for part in found.content]
    ['The mill burns.', 'This']
    """
    reading = PhraseReading(doc, segments, mentions, attributions)
    found = [_behind_colon(reading, one) for one in attributions]
    for cue, source, further in (*_told_after(reading), *_listed(reading)):
        at = next((at for at, one in enumerate(found) if any(c.touches(cue) for c in one.cue)), None)
        if at is not None:
            found[at] = _with(reading, found[at], further)
        elif source is not None:
            found.append(reading.made(source, (cue,), further))
    return tuple(found)


def _with(reading: PhraseReading, said: FoundAttribution, further: Sequence[Span]) -> FoundAttribution:
    """The attribution with more content; what it has of that already is not said twice."""
    kept = [piece for piece in said.content if not any(span.covers(piece) for span in further)]
    new = [span for span in further if not any(span.touches(piece) for piece in kept)]
    content = tuple(sorted((*kept, *new)))
    return structs.replace(said, content=content, form=form_of(reading.doc.text, content, reading.quoted))


# ---- behind a colon


def _behind_colon(reading: PhraseReading, said: FoundAttribution) -> FoundAttribution:
    """The attribution with all words of its sentences: behind a colon they are somebody's from first to last.

    What the encoder leaves out there is mostly a word of saying within ("a fact acknowledged by all that ...").
    """
    if not said.cue or not said.content or not _opens_with_colon(reading, said):
        return said
    text, own = reading.doc.text, (*said.source, *said.cue)
    joined = [said.content[0]]
    for piece in said.content[1:]:
        gap = Span(joined[-1].end, piece.start)
        amid = reading.layout.sentence(gap.start) == reading.layout.sentence(gap.end)
        if amid and not any(span.touches(gap) for span in own) and not _QUOTED.search(gap.of(text)):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    sentence = reading.layout.sentence_span(joined[-1].end - 1)
    end = sentence.start + len(sentence.of(text).rstrip(_END))
    rest = Span(joined[-1].end, max(joined[-1].end, end))
    if not _QUOTED.search(rest.of(text)) and not reading.taken(rest):
        joined[-1] = Span(joined[-1].start, rest.end)
    return structs.replace(said, content=tuple(joined))


def _opens_with_colon(reading: PhraseReading, said: FoundAttribution) -> bool:
    """Whether a content begins as a sentence without marks, right behind a saying verb's colon."""
    text, cue, first = reading.doc.text, said.cue[-1], said.content[0]
    words = cue.of(text).rstrip(": ")
    zone = reading.layout.zone(first.start)
    return (
        (zone is None or zone.zone == "body")
        and any(is_saying(word.lower()) for word in words.split())
        and bool(
            _COLON.fullmatch(text, cue.start + len(words), first.start) and _OPENS.match(text, first.start)
        )
        and reading.layout.quotation(cue.start) is None
    )


# ---- told after


def _told_after(reading: PhraseReading) -> Iterator[tuple[Span, Span | None, tuple[Span, ...]]]:
    """What "This was announced by Roa" brings: the sentence before, of the report's own text."""
    text, sentences = reading.doc.text, reading.segments.sentences
    for number, sentence in enumerate(sentences[1:]):
        said = _TOLD.match(text, sentence.start, sentence.end)
        before = _bare(text, sentences[number])
        if said is None or before is None or not _both_own(reading, before, sentence):
            continue
        who, cue = Span(*said.span("who")), Span(*said.span("of_this" if said["of_this"] else "of_noun"))
        yield cue, who if reading.speaks(who) else None, (before,)


def _bare(text: str, sentence: Span) -> Span | None:
    """A sentence without the notes in brackets before it ("[Text] ..."); None if nothing is left of it."""
    notes = _NOTES.match(text, sentence.start, sentence.end)
    start = notes.end() if notes else sentence.start
    words = text[start : sentence.end].rstrip()
    return Span(start, start + len(words)) if words.strip() else None


def _both_own(reading: PhraseReading, before: Span, sentence: Span) -> bool:
    """Whether both sentences are of the report's body, in one paragraph or in two that follow each other."""
    layout = reading.layout
    zones = [layout.zone(span.start) for span in (before, sentence)]
    near = layout.paragraph(sentence.start) - layout.paragraph(before.start) <= 1
    return near and all(zone is None or zone.zone == "body" for zone in zones)


# ---- lists


def _listed(reading: PhraseReading) -> Iterator[tuple[Span, Span | None, tuple[Span, ...]]]:
    """The items of a list below a line in which somebody announces it, with its cue and who that is."""
    paragraphs = reading.segments.paragraphs
    for number, paragraph in enumerate(paragraphs[:-1]):
        if reading.layout.outside(paragraph.start) or not paragraph.of(reading.doc.text).endswith(":"):
            continue
        items = _items(reading, number + 1)
        told = _announced(reading, paragraph) if len(items) > 1 else None
        if told is not None:
            yield *told, items


def _announced(reading: PhraseReading, paragraph: Span) -> tuple[Span, Span] | None:
    """The last words of a paragraph that ends with a colon, from a verb of saying on, and whoever is named before."""
    text = reading.doc.text
    for verb in reversed(
        list(_verbs().finditer(text, max(paragraph.start, paragraph.end - _TAIL), paragraph.end))
    ):
        cue = Span(verb.start(), paragraph.end)
        source = _named_before(reading, cue.start)
        if source is not None and not _STOP.search(text, cue.start, cue.end - 1):
            return cue, source
    return None


@cache
def _verbs() -> re.Pattern[str]:
    verbs = "|".join((*load_lines("speech_verbs.txt"), *load_lines("informing_verbs.txt")))
    helping = "has|have|had|would|will|hereby|also|today|like to|wishes to|wish to"
    return re.compile(rf"(?<=\s)(?:(?:{helping})\s+)*(?:{verbs})\b", re.IGNORECASE)


def _items(reading: PhraseReading, first: int) -> tuple[Span, ...]:
    """The paragraphs of a list, those between two numbered items included; empty if there begins none."""
    text, paragraphs = reading.doc.text, reading.segments.paragraphs
    found: list[int] = []
    for at, paragraph in enumerate(paragraphs[first : first + _LONGEST_LIST], first):
        item = _ITEM.match(text, paragraph.start, paragraph.end)
        if reading.layout.outside(paragraph.start) or at - (found[-1] if found else first) > _BETWEEN:
            break
        if item is not None and item["number"] in (None, str(len(found) + 1)):
            found.append(at)
        elif item is not None or not found or text[paragraphs[first].start] in _BULLETS:
            break
    return paragraphs[first : found[-1] + 1] if found else ()


def _named_before(reading: PhraseReading, verb: int) -> Span | None:
    """Whoever is named right before a verb, with an explanation in brackets between at most."""
    low = bisect_left(reading.mentions, verb - _LONGEST_NAME, key=lambda mention: mention.span.start)
    near = [mention.span for mention in reading.mentions[low:] if mention.span.start < verb]
    beside = (
        span for span in near if span.end <= verb and _BESIDE.fullmatch(reading.doc.text, span.end, verb)
    )
    named = min(beside, default=None)
    return named if named is not None and reading.speaks(named) else None
