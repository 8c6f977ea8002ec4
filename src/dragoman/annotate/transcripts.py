"""Reads the lines of a report that are laid out as a transcript: a name, an office, a language, a colon, the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from msgspec import Struct, structs

from dragoman.annotate.lexicon import source_nouns, titles
from dragoman.annotate.wording import Layout
from dragoman.resources import load_lines, load_table
from dragoman.stages import Document, FoundAttribution, Mention, Segments
from dragoman.types import Span, Zone

TRANSCRIPT_SCORE = 0.86
"""(30 + 1) / (34 + 2), the rule of succession: of the 34 lines in tests/annotate/transcript_lines.tsv, written in many
layouts, 30 had speaker, language and words right before the rules were mended on the other four. No corpus of shot
lists is at hand.
"""

_LANGUAGE = re.compile(
    r"[(\[]\s*(?:in |speaking |speaking in )?([A-Z][A-Za-z]+)(?:\s+language)?\s*(?:,[^)\]]*)?[)\]]"
)
_INTERPRETED = re.compile(
    r"[(\[]\s*(?:via|through|as translated by|translated by)\s+(?:an?\s+)?(?:interpreter|translator)\s*[)\]]",
    re.I,
)
_SAYING = re.compile(r"[,\s]+(?:saying|says|said|speaking)\s*$", re.IGNORECASE)
_NOTES = re.compile(r"\s*(?:\+\+[^+\n]{2,40}\+\+\s*)+")
_AMBIENT = re.compile(r"(?:\d{1,3}\.\s*)?\(?(?:UPSOUND|NATSOT|VOX POP)\b")
_NAMED = re.compile(
    r"(?:\([A-Z]\w+\) )?[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|al-\w+|bin|de|van|von|der)){1,4}(?=[,:(\s])"
)
_MARKS = frozenset("“\"«„‘'")


class TranscriptLine(Struct, frozen=True, kw_only=True):
    """One line of a transcript; `name` is None for "Q:" and "A:", `language` where the line says what was spoken."""

    name: Span | None
    role: Span | None
    label: Span
    """From the name to the end of the office: the source."""
    cue: Span
    content: tuple[Span, ...]
    language: str | None = None
    is_sound: bool = False
    """Whether the line only describes what is heard ("UPSOUND: chanting"): nobody's words, so no attribution."""


def find_transcripts(doc: Document, segments: Segments) -> tuple[TranscriptLine, ...]:
    """Reads soundbites ("SOT, Ana Roa, Mayor (Spanish): ...") and, in transcript zones, the lines of interviews.

    A paragraph without a label goes on with the line before it in its transcript zone; outside of one, only a quotation
    does that is taken up again after an open one. Spans are in code points of `doc.text`.

    >>> text = 'SOT, Ana Roa, Mayor of Lima (Spanish): "We wait."'
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> line, = find_transcripts(doc, segments)
    >>> doc.quote(line.name), doc.quote(line.role), line.language, doc.quote(line.content[0])
    ('Ana Roa', 'Mayor of Lima', 'es', '"We wait."')
    """
    layout = Layout(segments)
    lines: list[TranscriptLine] = []
    current = False
    for paragraph in segments.paragraphs:
        if layout.outside(paragraph.start):
            continue
        spoken = _transcript_zone(layout, paragraph.start)
        line = _read_soundbite(doc.text, paragraph) or (_read_label(doc.text, paragraph) if spoken else None)
        if line is not None:
            lines.append(line)
            current = not line.is_sound
        elif current and _goes_on(doc.text, lines[-1], paragraph, layout):
            content = (*lines[-1].content, *_content(doc.text, paragraph.start, paragraph.end))
            lines[-1] = structs.replace(lines[-1], content=content)
        else:
            current = False
    return tuple(line for line in lines if line.content)


def _transcript_zone(layout: Layout, position: int) -> Zone | None:
    zone = layout.zone(position)
    return zone if zone is not None and zone.zone == "transcript" else None


def _goes_on(text: str, line: TranscriptLine, paragraph: Span, layout: Layout) -> bool:
    """Whether a paragraph without a label is still part of a line: in its zone, or its quotation taken up again."""
    zone = _transcript_zone(layout, paragraph.start)
    if zone is not None and zone.span.covers(line.label):
        return True
    return _is_open(text, line) and text[paragraph.start] in _MARKS


def transcript_attributions(
    lines: Sequence[TranscriptLine], mentions: Sequence[Mention]
) -> tuple[FoundAttribution, ...]:
    """The lines as attributions: the label is the source, the colon the cue; `speaker` the mention of the name.

    `mentions` are in text order.

    >>> line = TranscriptLine(name=Span(0, 3), role=None, label=Span(0, 3), cue=Span(3, 4), content=(Span(5, 9),))
    >>> found, = transcript_attributions([line], [Mention(span=Span(0, 3), type="PER", kind="name")])
    >>> found.speaker, found.speaker_basis
    (0, 'transcript')
    """
    starts = tuple(mention.span.start for mention in mentions)
    return tuple(_attribution(line, mentions, starts) for line in lines if not line.is_sound)


def _attribution(
    line: TranscriptLine, mentions: Sequence[Mention], starts: Sequence[int]
) -> FoundAttribution:
    name = line.name or Span(0, 0)
    near = range(bisect_left(starts, name.start), bisect_left(starts, name.end))
    inside = [i for i in near if name.covers(mentions[i].span) and mentions[i].kind in {"name", "role"}]
    speaker = max(inside, key=lambda i: (mentions[i].type == "PER", len(mentions[i].span)), default=None)
    return FoundAttribution(
        source=(line.label,),
        cue=(line.cue,),
        content=line.content,
        form="direct",
        speaker=speaker,
        speaker_basis="transcript" if speaker is not None else None,
        translated_from=line.language if line.language != "en" else None,
        score=TRANSCRIPT_SCORE,
        why={} if speaker is not None else {"speaker": "the line's label names nobody"},
    )


def is_label_role(words: str) -> bool:
    """Whether a label says what its speaker does there, and no name.

    >>> is_label_role("Moderator"), is_label_role("Ana Roa")
    (True, False)
    """
    return words.lower() in load_lines("label_roles.txt")


def _trimmed(text: str, span: Span, marks: str = " \t\r\n,.;-–—") -> Span | None:
    raw = span.of(text)
    start = span.start + len(raw) - len(raw.lstrip(marks))
    end = span.start + len(raw.rstrip(marks))
    return Span(start, end) if end > start else None


def _content(text: str, start: int, end: int) -> tuple[Span, ...]:
    """What is spoken: without the notes that stand before it ("++INTERPRETED++")."""
    notes = _NOTES.match(text, start, end)
    span = _trimmed(text, Span(notes.end() if notes else start, end), " \t\r\n")
    return (span,) if span is not None else ()


def _language(label: str) -> str | None:
    found = [code for name in _LANGUAGE.findall(label) if (code := _language_codes().get(name.lower()))]
    return found[-1] if found else None


@cache
def _language_codes() -> dict[str, str]:
    return {row["name"].lower(): row["code"] for row in load_table("languages.tsv")}


def _read_soundbite(text: str, paragraph: Span) -> TranscriptLine | None:
    """Reads `SOT, NAME, ROLE (LANGUAGE):` and `(SOUNDBITE) (LANGUAGE) ROLE, NAME, SAYING:`."""
    words = paragraph.of(text)
    opened = _pattern(0).match(words)
    colon = words.find(":", opened.end()) if opened is not None else -1
    if opened is not None and _AMBIENT.match(words) and not _NAMED.match(words, opened.end()):
        return _sound(text, paragraph, opened)
    if opened is None or colon < 0 or colon - opened.end() > 300:
        return None
    label = words[opened.end() : colon]
    said = _SAYING.search(label)
    bare = label[: said.start()] if said else label
    blank = re.sub(r"\([^)]*\)|\+\+[^+]*\+\+", lambda match: "\0" * len(match.group()), bare)
    at = paragraph.start + opened.end()
    parts = [_trimmed(text, Span(at + m.start(), at + m.end())) for m in re.finditer(r"[^,\0]+", blank)]
    named = [part for part in parts if part is not None]
    if not named:
        return None
    content = _content(text, paragraph.start + colon + 1, paragraph.end)
    name, role = _name_and_role(text, named)
    cue = _cue(text, at, paragraph.start + colon)
    spoken = Span(min(named[0].start, name.start), max(part.end for part in named))
    return TranscriptLine(
        name=name, role=role, label=spoken, cue=cue, content=content, language=_language(label)
    )


def _cue(text: str, start: int, colon: int) -> Span:
    """The colon, with the word of saying before it ("SAYING:")."""
    said = _SAYING.search(text[start:colon])
    words = said.group().lstrip(", \t") if said is not None else ""
    return Span(start + said.end() - len(words) if said is not None else colon, colon + 1)


def _sound(text: str, paragraph: Span, opened: re.Match[str]) -> TranscriptLine:
    """A line that describes what is heard, without anybody's name."""
    label = Span(paragraph.start, paragraph.start + len(opened.group().rstrip(" \t,:.–—-")))
    cue = Span(label.end, max(label.end, paragraph.start + len(opened.group().rstrip())))
    content = _content(text, paragraph.start + opened.end(), paragraph.end)
    return TranscriptLine(name=None, role=None, label=label, cue=cue, content=content, is_sound=True)


def _name_and_role(text: str, parts: Sequence[Span]) -> tuple[Span, Span | None]:
    """The name comes first, but after the office where that is how it is written ("PRESIDENT OF X, ANA ROA")."""
    if len(parts) == 1:
        return parts[0], None
    last_words = [set(re.findall(r"[\w']+", part.of(text).lower())) for part in parts]
    offices = _office_words()
    if last_words[0] & offices and not last_words[-1] & offices:
        return parts[-1], Span(parts[0].start, parts[-2].end)
    return parts[0], Span(parts[1].start, parts[-1].end)


@cache
def _office_words() -> frozenset[str]:
    """Words of offices and of what people are ("soldier"); longer ones only, since short ones are names too."""
    nouns = (noun for noun, row in source_nouns().items() if row["class"] != "org")
    return frozenset(word for words in (*titles(), *nouns) for word in words.split() if len(word) > 3)


@cache
def _pattern(number: int) -> re.Pattern[str]:
    """How a soundbite (0), a question or an answer (1), or another labelled line (2) begins."""
    return re.compile(load_lines("transcript_cues.txt")[number])


def _read_label(text: str, paragraph: Span) -> TranscriptLine | None:
    """Reads "Q: ..." and `NAME, ROLE (LANGUAGE): ...`, in a zone that segment found to be a transcript."""
    asked = _pattern(1).match(text, paragraph.start, paragraph.end)
    match = asked or _pattern(2).match(text, paragraph.start, paragraph.end)
    if match is None or match["name"].split()[0].casefold() in load_lines("label_stops.txt"):
        return None
    name, cue = Span(*match.span("name")), Span(*match.span("cue"))
    role = None if asked else _role_of(text, match)
    return TranscriptLine(
        name=None if asked else name,
        role=role,
        label=Span(name.start, role.end if role is not None else name.end),
        cue=cue,
        content=_content(text, cue.end, paragraph.end),
        language=_language(text[name.end : cue.start]),
    )


def _role_of(text: str, match: re.Match[str]) -> Span | None:
    """The office after a comma or in brackets; brackets may also say what was spoken, or through whom."""
    if match["role"]:
        return _trimmed(text, Span(*match.span("role")))
    note = match["note"]
    if not note or _language(note) or _INTERPRETED.search(note):
        return None
    return _trimmed(text, Span(*match.span("note")), " ()[]")


def _is_open(text: str, line: TranscriptLine) -> bool:
    """Whether a label stands alone so far, or the words behind it open a quotation that nothing closes."""
    if not line.content:
        return True
    words = line.content[-1].of(text)
    return words[:1] in {"“", '"'} and not words.rstrip()[1:].endswith(("”", '"')) and words.count("”") == 0
