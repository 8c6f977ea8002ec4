"""Finds the outlets a report cites, and how far the word of each reaches: the links of the record's chain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.annotate.lexicon import is_saying
from dragoman.annotate.wording import Layout
from dragoman.stages import Citation, Document, FoundAttribution, Mention, Segments
from dragoman.types import Span, join_spans

_ADDRESSED = re.compile(
    r"\b(?:told|tells|telling|speaking to|spoke to|speaks to"
    r"|interview (?:with|to|for|by|on|published (?:by|in))|interviewed by"
    r"|in (?:remarks|comments|a statement|an interview|an e-?mail) to|remarks (?:published|carried) by"
    r"|(?:quoted|cited)(?: as saying| as telling)? by|quoted in|cited in|published (?:in|by)|writing in|wrote in"
    r"|op-ed in|article in|appearing on|said on|speaking on|statement (?:carried|published) by)"
    r"(?: [\w'-]+){0,3}? ?(?:the )?$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"\b(?:according to|citing|quoting|as reported by|reported by|reports? (?:by|from|in)|as quoted by|via|source:)"
    r"(?: (?:a|an|the|state|state-run|official|local|news|report|reports|by|in|from|[a-z]+(?:ian|ish|ese)))*\s?$",
    re.IGNORECASE,
)
_OUTLET_NOUN = (
    r"(?: news agency| agency| newspaper| television| TV| channel| website| correspondent| reporter)?"
)
_QUOTED = re.compile(
    _OUTLET_NOUN + r",? (?:also |has |had |later )?(?:quot(?:ed|es|ing)|cit(?:ed|es|ing)) ", re.IGNORECASE
)
_REPORTED = re.compile(
    r"(?:['’]s?)?" + _OUTLET_NOUN + r",? (?:has |had |also |first |later |earlier )*([a-z]+)"
)
_NO_REPORT = frozenset({"call", "demand", "request", "point"})
_CLAUSE = re.compile(
    r",? ?\b(?:according to|citing|quoting|as reported by|reported by|via|in an interview)\b[^,]*$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"(?:news|agency|newspaper|television|tv|channel|website|correspondent|reporter|report)", re.IGNORECASE
)
_THAT = re.compile(r"[^,]{0,60}? that ")
_VERB_AFTER = re.compile(r"(?:['’]s?)?(?: [a-z]+){0,2}?,? ?\w+ ")
_LEADING_WORDS = (
    5  # a credit that stands so near the head of its sentence opens it ("On Monday, TASS reported")
)


def find_citations(
    doc: Document, segments: Segments, mentions: Sequence[Mention], attributions: Sequence[FoundAttribution]
) -> tuple[Citation, ...]:
    """The outlets that the report cites, in the order of the text, each with the stretch that stands on its word.

    An outlet is cited where it is an attribution's source ("..., Meridian News reports"), where somebody told it
    something or it quotes somebody (the scope is what was said), or where a reporting verb or "according to" stands
    beside it (the scope is the sentence without the credit). The publisher itself, in a dateline or elsewhere, is none.

    >>> text = "A truce holds, Meridian News reports."
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> whole = (Span(0, 37),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> outlet = Mention(span=Span(15, 28), type="OUTLET", kind="name")
    >>> [doc.quote(citation.scope) for citation in find_citations(doc, segments, [outlet], ())]
    ['A truce holds']
    """
    layout = Layout(segments)
    citations: list[Citation] = []
    for index, mention in enumerate(mentions):
        if mention.type == "OUTLET" and not _is_own(doc, layout, mention):
            scope = _scope(doc, layout, mention.span, attributions)
            if scope is not None:
                citations.append(Citation(index, scope))
    return tuple(citations)


def _is_own(doc: Document, layout: Layout, mention: Mention) -> bool:
    """Whether the words are the publisher's own name, a dateline, or outside the report."""
    zone = layout.zone(mention.span.start)
    if zone is not None and zone.zone in {"dateline", "furniture", "teaser"}:
        return True
    if doc.publisher is None:
        return False
    own, name = _key(doc.publisher), _key(doc.quote(mention.span))
    return own == name


def _key(name: str) -> str:
    words = re.sub(r"^(?:the|www\.)\s*", "", name.lower().strip())
    return re.sub(r"\.(?:com|net|org|am|ru)$|[^\w]", "", words)


def _scope(
    doc: Document, layout: Layout, outlet: Span, attributions: Sequence[FoundAttribution]
) -> Span | None:
    """What stands on the outlet's word: an attribution's content, else the rest of the sentence; None if not cited."""
    sourced = [a for a in attributions if a.content and _is_source(doc, a, outlet)]
    if sourced:
        return join_spans(span for a in sourced for span in a.content)
    sentence = layout.sentence_span(outlet.start)
    before = (
        doc.text[max(sentence.start, outlet.start - 80) : outlet.start].replace("’", "'").replace("\n", " ")
    )
    after = doc.text[outlet.end : sentence.end].replace("\n", " ")
    quoted = _QUOTED.match(after) is not None
    if quoted or _ADDRESSED.search(before):
        return _told(outlet, sentence, attributions) or _rest(doc.text, sentence, outlet)
    verb = _REPORTED.match(after)
    reported = verb is not None and is_saying(verb.group(1)) and verb.group(1) not in _NO_REPORT
    if reported or _CREDITED.search(before):
        return _rest(doc.text, sentence, outlet)
    return None


def _is_source(doc: Document, attribution: FoundAttribution, outlet: Span) -> bool:
    """Whether the outlet is the attribution's source itself, not part of another's description ("a Meridian guard")."""
    for span in attribution.source:
        if span.covers(outlet):
            rest = doc.text[outlet.end : span.end].strip(" ,.\"'”’")
            before = doc.text[span.start : outlet.start].lower().split()
            if "told" in before or "by" in before or "from" in before:
                return False
            return not rest or _NOUN_AFTER.match(rest) is not None
    return False


def _told(outlet: Span, sentence: Span, attributions: Sequence[FoundAttribution]) -> Span | None:
    """The content of the attribution that the outlet's naming belongs to: its cue is in the same sentence."""
    near = [
        a
        for a in attributions
        if a.content
        and any(sentence.covers(part) for part in a.cue)
        and not any(part.touches(outlet) for part in a.content)
    ]
    if not near:
        return None
    best = min(near, key=lambda a: min(abs(part.start - outlet.end) for part in a.cue))
    return join_spans(best.content)


def _rest(text: str, sentence: Span, outlet: Span) -> Span | None:
    """The sentence without the words that give the credit."""
    before, after = text[sentence.start : outlet.start], text[outlet.end : sentence.end]
    leading = len(before.split()) <= _LEADING_WORDS
    clause, that = _CLAUSE.search(before), _THAT.match(after)
    opened = re.match(r"[^,]{0,30}, ", after) if clause is not None and clause.start() == 0 else None
    if opened is not None:
        span = Span(outlet.end + opened.end(), sentence.end)
    elif that is not None and leading:
        span = Span(outlet.end + that.end(), sentence.end)
    elif clause is not None and clause.start() > 0:
        span = Span(sentence.start, sentence.start + clause.start())
    elif "," in before and len(after.split()) <= _LEADING_WORDS:
        span = Span(sentence.start, sentence.start + before.rfind(","))
    else:
        verb = _VERB_AFTER.match(after)
        span = Span(outlet.end + (verb.end() if verb is not None else 0), sentence.end)
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" ,\n"))
    end = span.start + len(words.rstrip(" ,.;\n"))
    return Span(start, end) if end > start else None
