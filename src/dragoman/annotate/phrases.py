"""Finds attributions that stand in set phrases and in the layout: a label with a colon, a line above, "in the view of".

The encoder reads running text, where these are rare; the rules stand back wherever it has found something.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.annotate.attributions import form_of, outermost
from dragoman.annotate.lexicon import source_nouns, titles, word_set
from dragoman.annotate.sources import head_of
from dragoman.annotate.wording import Layout, touched_by
from dragoman.resources import load_lines
from dragoman.stages import Document, FoundAttribution, Mention, Segments
from dragoman.types import Span

PHRASED_SCORE = 0.82
"""(8 + 1) / (9 + 2), the rule of succession: of 9 found in the 202 passages written for the project, 8 were right
after the rules had been mended on them.
"""
_LABEL = re.compile(r"(?P<who>@\w{2,30}|[^\W\d_][^:;“”\"‘\n]{1,60}?)(?P<cue>:)\s+(?P<said>\S[^\n]*)")
_SIGNED = re.compile(
    r"(?P<said>[^\n]{8,200}?)(?:(?P<cue>:)| (?P<dash>[-–—])) (?P<who>(?!the |how |why |what )[^:;,.“”\"‘'\n]{3,60})\.?"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|can|could|should|may|might|do|does|did|\w{3,}ed)\b"
)
_NO_LABEL = re.compile(r"\b(?:on|to|from|into|is|are|was|were|has|have|had|will|would)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us)\b")
_OWN = re.compile(
    r"(?P<cue>By) (?P<who>[^,.;:\n]{2,60}?)['’]s? (?P<noun>own (?:account|admission|count|reckoning|estimate)), "
)
_SPEAKERS = frozenset({"PER", "ORG", "ROLE", "GROUP", "ARMED", "OUTLET"})
_BARE_MARKS = frozenset(":-–—―")
_SECOND_KIND = 3  # from this line on, heading_cues.txt has those that need a first person
_LONGEST_HEADING = 120
_LONGEST_LABEL = 8  # words
_PAPERS = frozenset("summary briefing item update bulletin minutes factbox log timeline digest".split())
_AFTER_HEAD = re.compile(r"$| (?:of|in|from|at|for)\b|['’]s ")
_END = " .…!?"


def find_phrased(
    doc: Document,
    segments: Segments,
    mentions: Sequence[Mention],
    attributions: Sequence[FoundAttribution],
) -> tuple[FoundAttribution, ...]:
    """What set phrases and layout attribute, wherever none of `attributions` has a cue or a content.

    >>> text = "In the words of Ana Roa, it rains."
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> whole = (Span(0, 34),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> roa = Mention(span=Span(16, 23), type="PER", kind="name")
    >>> found, = find_phrased(doc, segments, [roa], ())
    >>> [doc.quote(part[0]) for part in (found.source, found.cue, found.content)]
    ['Ana Roa', 'In the words of', 'it rains']
    """
    reading = PhraseReading(doc, segments, mentions, attributions)
    return (*_headed(reading), *_announced(reading), *_labelled(reading), *_kin(reading))


class PhraseReading:
    """A document with its mentions, and what attributions already hold of it."""

    def __init__(
        self,
        doc: Document,
        segments: Segments,
        mentions: Sequence[Mention],
        attributions: Sequence[FoundAttribution],
    ) -> None:
        self.doc = doc
        self.segments = segments
        self.layout = Layout(segments)
        self.mentions = mentions
        self._starts = [mention.span.start for mention in mentions]
        self.taken = touched_by(span for a in attributions for span in (*a.cue, *a.content))
        self.quoted = outermost(segments.quotations)

    def made(self, source: Span, cue: Sequence[Span], content: Sequence[Span]) -> FoundAttribution:
        form = form_of(self.doc.text, content, self.quoted)
        return FoundAttribution(
            source=(source,), cue=tuple(cue), content=tuple(content), form=form, score=PHRASED_SCORE
        )

    def speaks(self, who: Span) -> bool:
        """Whether words name somebody who can speak, by a mention at their head or by their noun."""
        head = head_of(self.doc.text, who)
        if head is None:
            return False
        low, high = (bisect_left(self._starts, place) for place in (who.start, head.end))
        near = (m for m in self.mentions[low:high] if who.covers(m.span) and m.span.end >= head.end)
        known = any(mention.type in _SPEAKERS for mention in near)
        noun = self.doc.quote(head).lower().split()[-1]
        ends = _AFTER_HEAD.match(self.doc.text[head.end : who.end]) is not None
        return known or (ends and (noun in source_nouns() or noun in titles()))


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(
        start + len(words) - len(words.lstrip()),
        start + len(words.rstrip(_END if words[-1:] not in '”"' else " ")),
    )


def _headed(reading: PhraseReading) -> Iterator[FoundAttribution]:
    """A text under a line that says whose words it is ("From the desk of General Roa"): all its paragraphs."""
    paragraphs = reading.segments.paragraphs
    for number, paragraph in enumerate(paragraphs[:-1]):
        said = _heading(reading.doc.text, paragraph)
        if said is None or reading.taken(paragraph):
            continue
        below = tuple(_below(reading, number + 1))
        words = " ".join(map(reading.doc.quote, below))
        if below and (said["first"] or _FIRST_PERSON.search(words)):
            yield reading.made(Span(*said.span("who")), (Span(*said.span("cue")),), below)


def _heading(text: str, paragraph: Span) -> re.Match[str] | None:
    if len(paragraph) > _LONGEST_HEADING:
        return None
    return _headings().fullmatch(text, paragraph.start, paragraph.end)


@cache
def _headings() -> re.Pattern[str]:
    lines = load_lines("heading_cues.txt")
    first, second = "|".join(lines[:_SECOND_KIND]), "|".join(lines[_SECOND_KIND:])
    return re.compile(
        rf"(?P<cue>(?P<first>{first})|{second}) (?P<who>(?:the )?[A-Z][^:\n]*?)(?:, \d[^\n]*)?:?"
    )


def _below(reading: PhraseReading, number: int) -> Iterator[Span]:
    """The paragraphs of the text below a line, up to the next heading or the end of the report."""
    for paragraph in reading.segments.paragraphs[number:]:
        zone = reading.layout.zone(paragraph.start)
        if (zone is not None and zone.zone != "body") or _heading(reading.doc.text, paragraph):
            return
        yield paragraph


def _announced(reading: PhraseReading) -> Iterator[FoundAttribution]:
    """A quotation in the next paragraph, announced by a line that ends with a colon ("Roa said on the radio:")."""
    paragraphs = reading.segments.paragraphs
    for number, paragraph in enumerate(paragraphs[:-1]):
        said = _saying().fullmatch(reading.doc.text, paragraph.start, paragraph.end)
        below = paragraphs[number + 1]
        if said is None or reading.taken(paragraph) or reading.layout.outside(paragraph.start):
            continue
        content = tuple(_goes_on(reading, number + 1))
        if content and not reading.taken(below) and reading.speaks(Span(*said.span("who"))):
            yield reading.made(Span(*said.span("who")), (Span(*said.span("cue")),), content)


@cache
def _saying() -> re.Pattern[str]:
    verbs = "|".join(load_lines("speech_verbs.txt"))
    return re.compile(
        rf"(?P<who>[^\n:“”\"]{{2,80}}?) (?P<cue>(?:has |had )?(?:{verbs})(?: [^.:\n“”\"]{{0,60}})?:)"
    )


def _goes_on(reading: PhraseReading, number: int) -> Iterator[Span]:
    """The quoted paragraphs from a number on: the first, and each that takes up one left open."""
    for paragraph in reading.segments.paragraphs[number:]:
        held = [
            q for q in reading.segments.quotations if q.double and paragraph.covers(q.span) and not q.depth
        ]
        if not held or held[0].span.start != paragraph.start:
            return
        yield Span(paragraph.start, held[-1].span.end)
        if held[-1].closed:
            return


def _labelled(reading: PhraseReading) -> Iterator[FoundAttribution]:
    """A speaker and a colon before a paragraph's words, or behind a headline ("No deal before spring: minister")."""
    for paragraph in reading.segments.paragraphs:
        zone = reading.layout.zone(paragraph.start)
        shown = zone is not None and zone.zone == "headline"
        if reading.layout.outside(paragraph.start) or (zone is not None and zone.zone == "transcript"):
            continue
        before = _LABEL.fullmatch(reading.doc.text, paragraph.start, paragraph.end)
        behind = _SIGNED.fullmatch(reading.doc.text, paragraph.start, paragraph.end) if shown else None
        for said in (before, behind):
            found = None if said is None else _label(reading, said, shown=shown or said is behind)
            if found is not None:
                yield found
                break


def _label(reading: PhraseReading, said: re.Match[str], *, shown: bool) -> FoundAttribution | None:
    who, cue = Span(*said.span("who")), Span(*said.span("cue" if said["cue"] else "dash"))
    content = _trimmed(reading.doc.text, *said.span("said"))
    if reading.taken(cue) or reading.taken(content) or _NO_LABEL.search(said["who"]):
        return None
    quoted = said["said"][:1] in '“"«„'
    speaks = len(said["who"].split()) <= _LONGEST_LABEL and (said["who"][0] == "@" or reading.speaks(who))
    title = shown and len(said["said"].split()) > 1 and not _is_paper(said["said"])
    sentence = quoted or title or _VERB.search(said["said"]) is not None
    return reading.made(who, (cue,), (content,)) if speaks and sentence else None


def _is_paper(words: str) -> bool:
    """Whether words behind a label only name a paper ("Ministry of Defence: morning summary")."""
    found = re.findall(r"[a-z]+", words.lower())
    return len(found) <= 4 and not (_PAPERS | word_set("document_nouns.txt")).isdisjoint(found)


def _kin(reading: PhraseReading) -> Iterator[FoundAttribution]:
    """What "in the words of", "per" and "by their own account" bring, in sentences that attribute nothing else."""
    text = reading.doc.text
    for sentence in reading.segments.sentences:
        if reading.layout.outside(sentence.start) or reading.taken(sentence):
            continue
        before, behind = _phrases()
        own = _OWN.match(text, sentence.start, sentence.end)
        said = own or before.match(text, sentence.start, sentence.end)
        if said is not None:
            content = _trimmed(text, said.end(), sentence.end)
        else:
            said = behind.search(text, sentence.start, sentence.end)
            content = _trimmed(text, sentence.start, said.start()) if said else sentence
        if said is None or not len(content) or not reading.speaks(Span(*said.span("who"))):
            continue
        cue = (Span(*said.span("cue")), *((Span(*own.span("noun")),) if own else ()))
        yield reading.made(Span(*said.span("who")), cue, (content,))


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The phrases before a sentence, and those at its end."""
    cues = "|".join(map(re.escape, load_lines("according_cues.txt")))
    who = r"(?P<who>[^,.;:“”\"\n]{2,80})"
    before = re.compile(rf"(?P<cue>(?i:{cues})) {who}, ")
    behind = re.compile(rf", (?P<cue>{cues}) {who}[.]?$")
    return before, behind


def without_naming(doc: Document, attributions: Sequence[FoundAttribution]) -> tuple[FoundAttribution, ...]:
    """The attributions without those that attribute nothing to anybody: "the so-called", "according to schedule".

    >>> doc = Document(id="d", origin="-", raw_sha256="", text="A man known as Roa left.")
    >>> found = FoundAttribution(source=(), cue=(Span(6, 14),), content=(Span(15, 18),), form="indirect")
    >>> without_naming(doc, [found])
    ()
    """
    return tuple(a for a in attributions if not _names_only(doc, a))


def _names_only(doc: Document, attribution: FoundAttribution) -> bool:
    cue = " ".join(" ".join(map(doc.quote, attribution.cue)).lower().split())
    if not attribution.source:
        return cue in _BARE_MARKS or _naming().fullmatch(cue) is not None
    source = doc.quote(attribution.source[0]).lower()
    return cue == "according to" and source in load_lines("according_things.txt")


@cache
def _naming() -> re.Pattern[str]:
    return re.compile("|".join(load_lines("naming_cues.txt")))
