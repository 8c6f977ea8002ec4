"""Finds the outlets a report cites, and how far the word of each reaches: the links of the record's chain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from dragoman.annotate.lexicon import demonyms, is_saying, word_set
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
_TOLD = re.compile(r"\b(?:told|tells)(?: [\w'-]+){0,3}? ?(?:the )?$", re.IGNORECASE)
_CREDITED = re.compile(
    r"\b(?:according to|as reported|reported by|reports? (?:by|from|in)|as quoted|via|source:)\s?$",
    re.IGNORECASE,
)
_CITING = re.compile(
    r"\b(?:citing|quoting|(?:which|who|that)(?: has| had| also| in turn)? (?:cited|cites|quoted|quotes))\s?$",
    re.IGNORECASE,
)
_CITING_CUES = frozenset({"citing", "cites", "cited", "cite", "quoting", "quotes"})
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
_OWN_CITING = re.compile(r",? (?:citing|quoting) [^,]+,")
_CITED = re.compile(r"[^,]+, (?:that )?")
_THAT = re.compile(r"[^,]{0,60}? that ")
_VERB_AFTER = re.compile(r"(?:['’]s?)?(?: [a-z]+){0,2}?,? ?\w+(?:, (?:citing|quoting) [^,]+, that)? ")
_LEADING_WORDS = (
    5  # a credit that stands so near the head of its sentence opens it ("On Monday, TASS reported")
)
_LABEL_MARKS = frozenset(":.–—-")
_LONGEST_CREDIT = 80


def find_citations(
    doc: Document, segments: Segments, mentions: Sequence[Mention], attributions: Sequence[FoundAttribution]
) -> tuple[Citation, ...]:
    """The outlets that the report cites, in the order of the text, each with the stretch that stands on its word.

    An outlet is cited where it is an attribution's source ("..., Meridian News reports"), where somebody told it
    something or it quotes somebody (the scope is what was said), or where a reporting verb, "citing" or "according
    to" stands beside it. A scope holds neither the credit nor what the outlet cites in its turn: words on both sides
    of a credit make two citations. The publisher itself, in a dateline or elsewhere, is none, nor are labels of a
    transcript.

    >>> text = "A truce holds, Meridian News reports."
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> whole = (Span(0, 37),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> outlet = Mention(span=Span(15, 28), type="OUTLET", kind="name")
    >>> [doc.quote(citation.scope) for citation in find_citations(doc, segments, [outlet], ())]
    ['A truce holds']
    """
    layout = Layout(segments)
    told = _Told(doc, layout, attributions)
    citations: list[Citation] = []
    for index, mention in enumerate(mentions):
        if mention.type == "OUTLET" and not _is_own(doc, layout, mention):
            citations += [Citation(index, scope) for scope in _scopes(doc, layout, mention.span, told)]
    return tuple(citations)


class _Told:
    """The attributions of a report by where their sources and cues stand; lines of a transcript are left out."""

    def __init__(self, doc: Document, layout: Layout, attributions: Sequence[FoundAttribution]) -> None:
        kept = [a for a in attributions if a.content and not _is_line(doc, layout, a)]
        self._sources = sorted(((part, n) for n, a in enumerate(kept) for part in a.source))
        self._cues = sorted(((part, n) for n, a in enumerate(kept) for part in a.cue))
        self._kept = kept
        self._citing = [_only_cites(doc, a) for a in kept]
        self._longest = max((len(part) for part, _ in self._sources), default=0)

    def by(self, outlet: Span) -> list[FoundAttribution]:
        """Those with the outlet in their source; those that only say whom it cites are left out."""
        low = bisect_left(self._sources, (Span(max(0, outlet.start - self._longest), 0), -1))
        high = bisect_left(self._sources, (Span(outlet.end, 0), -1))
        found = (n for part, n in self._sources[low:high] if part.covers(outlet))
        return [self._kept[n] for n in sorted(set(found)) if not self._citing[n]]

    def within(self, sentence: Span) -> list[FoundAttribution]:
        """Those with their cue in a sentence; those that only say who is cited are left out."""
        low, high = (bisect_left(self._cues, (Span(p, 0), -1)) for p in (sentence.start, sentence.end))
        found = (n for part, n in self._cues[low:high] if sentence.covers(part))
        return [self._kept[n] for n in sorted(set(found)) if not self._citing[n]]


def _is_line(doc: Document, layout: Layout, attribution: FoundAttribution) -> bool:
    """Whether an attribution is a line of a transcript, with its label for source."""
    if not attribution.cue or doc.quote(attribution.cue[0])[-1:] not in _LABEL_MARKS:
        return False
    return attribution.speaker_basis == "transcript" or any(
        zone.zone == "transcript" for zone in layout.zones
    )


def _only_cites(doc: Document, attribution: FoundAttribution) -> bool:
    """Whether an attribution says no more than whom its source cites ("citing officials")."""
    words = " ".join(doc.quote(part) for part in attribution.cue).lower().split()
    return bool(words) and _CITING_CUES.issuperset(words) and attribution.form == "indirect"


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


def _scopes(doc: Document, layout: Layout, outlet: Span, told: _Told) -> tuple[Span, ...]:
    """What stands on the outlet's word: an attribution's content, else the rest of the sentence; empty if not cited."""
    sourced = [a for a in told.by(outlet) if _is_source(doc, a, outlet)]
    if sourced:
        return tuple(_behind_citing(doc.text, outlet, scope) for scope in _apart(sourced))
    sentence = layout.sentence_span(outlet.start)
    floor = max(sentence.start, outlet.start - _LONGEST_CREDIT)
    before = doc.text[floor : outlet.start].replace("’", "'").replace("\n", " ")
    after = doc.text[outlet.end : sentence.end].replace("\n", " ")
    credit = _without_adjectives(before)
    if _QUOTED.match(after) is not None or _CITING.search(credit):
        scope = _said(outlet, told.within(sentence)) or _rest(doc.text, sentence, outlet)
    elif _ADDRESSED.search(before):
        scope = _said(outlet, told.within(sentence))
        if scope is None and _TOLD.search(
            before
        ):  # who told an outlet has said something; who spoke to it may not
            scope = _rest(doc.text, sentence, outlet, has_verb=False)
    elif _reports(after) or _CREDITED.search(credit) or _ADDRESSED.search(credit):
        scope = _rest(doc.text, sentence, outlet)
    else:
        scope = None
    return () if scope is None else (scope,)


def _apart(sourced: Sequence[FoundAttribution]) -> Iterator[Span]:
    """The stretches that contents fill, broken where the words of the credit stand between."""
    credits = sorted(part for a in sourced for part in (*a.source, *a.cue))
    held: list[Span] = []
    for piece in sorted({part for a in sourced for part in a.content}):
        if held and any(max(s.end for s in held) <= c.start < piece.start for c in credits):
            yield join_spans(held)
            held = []
        held.append(piece)
    yield join_spans(held)


def _behind_citing(text: str, outlet: Span, scope: Span) -> Span:
    """The scope without whom the outlet cites, where it begins with that ("reported, citing aides, that ...")."""
    if outlet.end > scope.start or _CITING.search(text[outlet.end : scope.start]) is None:
        return scope
    cited = _CITED.match(text, scope.start, scope.end)
    return scope if cited is None else Span(cited.end(), scope.end)


def _without_adjectives(before: str) -> str:
    """What stands before an outlet's name and the words that describe it ("citing the semi-official")."""
    words = before.split()
    known = word_set("outlet_adjectives.txt")
    while words and (words[-1].lower() in known or words[-1] in demonyms() or words[-1].endswith("'s")):
        words.pop()
    return " ".join(words)


def _reports(after: str) -> bool:
    verb = _REPORTED.match(after)
    return verb is not None and is_saying(verb.group(1)) and verb.group(1) not in _NO_REPORT


def _is_source(doc: Document, attribution: FoundAttribution, outlet: Span) -> bool:
    """Whether the outlet is the attribution's source itself, not part of another's description ("a Meridian guard")."""
    for span in attribution.source:
        if span.covers(outlet):
            rest = re.sub(r"^['’]s\b", "", doc.text[outlet.end : span.end]).strip(" ,.\"'”’")
            before = doc.text[span.start : outlet.start].lower().split()
            if "told" in before or "by" in before or "from" in before:
                return False
            return not rest or _NOUN_AFTER.match(rest) is not None
    return False


def _said(outlet: Span, attributions: Iterable[FoundAttribution]) -> Span | None:
    """The content of the attribution, of those in its sentence, that the outlet's naming belongs to."""
    near = [a for a in attributions if not any(part.touches(outlet) for part in a.content)]
    if not near:
        return None
    best = min(near, key=lambda a: min(abs(part.start - outlet.end) for part in a.cue))
    return join_spans(best.content)


def _rest(text: str, sentence: Span, outlet: Span, *, has_verb: bool = True) -> Span | None:
    """The sentence without the words that give the credit."""
    before, after = text[sentence.start : outlet.start], text[outlet.end : sentence.end]
    citing = _OWN_CITING.match(after)
    if citing is not None:
        outlet, after = Span(outlet.start, outlet.end + citing.end()), after[citing.end() :]
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
        verb = _VERB_AFTER.match(after) if has_verb else None
        span = Span(outlet.end + (verb.end() if verb is not None else 0), sentence.end)
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" ,\n"))
    end = span.start + len(words.rstrip(" ,.;\n"))
    return Span(start, end) if end > start else None
