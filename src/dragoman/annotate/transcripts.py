"""Reads the lines of a report that are laid out as a transcript: a name, an office, a language, a colon, the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from dragoman.annotate.lexicon import titles
from dragoman.resources import load_table
from dragoman.stages import Document, FoundAttribution, Mention, Segments
from dragoman.types import OUTSIDE_ZONES, Span

TRANSCRIPT_SCORE = 0.95  # a soundbite label names its speaker; not measured: no corpus of shot lists at hand

_SOUNDBITE = re.compile(
    r"^(?:\d+\.\s*)?(?:\((?:SOT|SOUND ?BITE|UPSOUND)\)|(?:SOT/VO|SOT|SOUND ?BITE|UPSOUND)\b)[\s,:.\-–—]*",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"\(\s*(?:in |speaking |speaking in )?([A-Z][A-Za-z]+)(?:\s+language)?\s*\)")
_INTERPRETED = re.compile(
    r"\(\s*(?:via|through|as translated by an?|translated by an?)\s+(?:an?\s+)?(?:interpreter|translator)\s*\)",
    re.I,
)
_SAYING = re.compile(r"[,\s]+(?:saying|says|said|speaking)\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?P<name>(?:[A-Z][\w.'’-]*|al-\w+|bin|de|van|von|der)(?:\s(?:[A-Z][\w.'’-]*|al-\w+|bin|de|van|von|der)){0,4})"
    r"(?P<role>,\s[^:\n\"“]{2,80}|\s\([^)\n]{2,80}\))?(?P<note>\s\([^)\n]{2,40}\))?\s?(?P<cue>:)\s+(?=\S)"
)
_QUESTION = re.compile(r"^(?P<name>Q|A|QUESTION|ANSWER|Question|Answer)(?P<cue>[:.])\s+(?=\S)")
_NOTE = re.compile(r"^(?:\+\+[^+\n]{2,40}\+\+\s*)")
_LABELS_NEEDED = 3  # so many labelled paragraphs, one name at least twice, make an interview


class TranscriptLine(Struct, frozen=True, kw_only=True):
    """One line of a transcript; `name` is None for "Q:" and "A:", `language` where the line says what was spoken."""

    name: Span | None
    role: Span | None
    label: Span
    """From the name to the end of the office: the source."""
    cue: Span
    content: tuple[Span, ...]
    language: str | None = None


def find_transcripts(doc: Document, segments: Segments) -> tuple[TranscriptLine, ...]:
    """Finds soundbites ("SOT, Ana Roa, Mayor (Spanish): ...") and the lines of interviews ("ROA: ...").

    Labels without SOT count where segment saw a transcript, or where several paragraphs carry them and a name
    comes back. Spans are in code points of `doc.text`.

    >>> text = 'SOT, Ana Roa, Mayor of Lima (Spanish): "We wait."'
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> line, = find_transcripts(doc, segments)
    >>> doc.quote(line.name), doc.quote(line.role), line.language, doc.quote(line.content[0])
    ('Ana Roa', 'Mayor of Lima', 'es', '"We wait."')
    """
    paragraphs = [paragraph for paragraph in segments.paragraphs if not _is_outside(segments, paragraph)]
    read = [(paragraph, _read_soundbite(doc.text, paragraph)) for paragraph in paragraphs]
    labelled = {paragraph: _read_label(doc.text, paragraph) for paragraph in paragraphs}
    interview = _is_interview(doc.text, [line for line in labelled.values() if line is not None])
    last_label = max(
        (number for number, (paragraph, _) in enumerate(read) if labelled[paragraph]), default=-1
    )
    lines: list[TranscriptLine] = []
    for number, (paragraph, soundbite) in enumerate(read):
        zoned = _zone_of(segments, paragraph) == "transcript"
        label = labelled[paragraph] if interview or zoned else None
        line = soundbite or label
        if line is not None:
            lines.append(line)
        elif lines and (zoned or (interview and number < last_label) or _is_open(doc.text, lines[-1])):
            lines[-1] = _continued(doc.text, lines[-1], paragraph)
    return tuple(lines)


def transcript_attributions(
    lines: Sequence[TranscriptLine], mentions: Sequence[Mention]
) -> tuple[FoundAttribution, ...]:
    """The lines as attributions: the label is the source, the colon the cue; `speaker` the mention of the name.

    >>> line = TranscriptLine(name=Span(0, 3), role=None, label=Span(0, 3), cue=Span(3, 4), content=(Span(5, 9),))
    >>> found, = transcript_attributions([line], [Mention(span=Span(0, 3), type="PER", kind="name")])
    >>> found.speaker, found.speaker_basis
    (0, 'transcript')
    """
    return tuple(_attribution(line, mentions) for line in lines)


def _attribution(line: TranscriptLine, mentions: Sequence[Mention]) -> FoundAttribution:
    name = line.name
    inside = [
        i for i, m in enumerate(mentions) if name is not None and name.covers(m.span) and m.kind == "name"
    ]
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


def _zone_of(segments: Segments, paragraph: Span) -> str | None:
    return next((zone.zone for zone in segments.zones if zone.span.touches(paragraph)), None)


def _is_outside(segments: Segments, paragraph: Span) -> bool:
    return _zone_of(segments, paragraph) in OUTSIDE_ZONES


def _trimmed(text: str, span: Span, marks: str = " \t\r\n,.;-–—") -> Span | None:
    raw = span.of(text)
    start = span.start + len(raw) - len(raw.lstrip(marks))
    end = span.start + len(raw.rstrip(marks))
    return Span(start, end) if end > start else None


def _content(text: str, start: int, end: int) -> tuple[Span, ...]:
    note = _NOTE.match(text[start:end])
    span = _trimmed(text, Span(start + (note.end() if note else 0), end), " \t\r\n")
    return (span,) if span is not None else ()


def _language(label: str) -> str | None:
    codes = {row["name"].lower(): row["code"] for row in load_table("languages.tsv")}
    found = [codes[name.lower()] for name in _LANGUAGE.findall(label) if name.lower() in codes]
    return found[-1] if found else None


def _read_soundbite(text: str, paragraph: Span) -> TranscriptLine | None:
    """Reads `SOT, NAME, ROLE (LANGUAGE):` and `(SOUNDBITE) (LANGUAGE) ROLE, NAME, SAYING:`."""
    words = paragraph.of(text)
    opened = _SOUNDBITE.match(words)
    colon = words.find(":", opened.end()) if opened is not None else -1
    if opened is None or colon < 0 or colon - opened.end() > 300:
        return None
    label = words[opened.end() : colon]
    said = _SAYING.search(label)
    bare = label[: said.start()] if said else label
    blank = re.sub(r"\([^)]*\)|\+\+[^+]*\+\+", lambda match: "\0" * len(match.group()), bare)
    at = paragraph.start + opened.end()
    parts = [_trimmed(text, Span(at + m.start(), at + m.end())) for m in re.finditer(r"[^,\0]+", blank)]
    named = [part for part in parts if part is not None]
    content = _content(text, paragraph.start + colon + 1, paragraph.end)
    if not named or not content:
        return None
    name, role = _name_and_role(text, named)
    cue = Span(paragraph.start + colon, paragraph.start + colon + 1)
    spoken = Span(min(named[0].start, name.start), max(part.end for part in named))
    return TranscriptLine(
        name=name, role=role, label=spoken, cue=cue, content=content, language=_language(label)
    )


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
    return frozenset(word for title in titles() for word in title.split() if len(word) > 3)


def _read_label(text: str, paragraph: Span) -> TranscriptLine | None:
    words = paragraph.of(text)
    match = _QUESTION.match(words) or _LABEL.match(words)
    if match is None:
        return None
    groups = match.groupdict()
    asked = match.re is _QUESTION
    at = paragraph.start
    label = words[: match.start("cue")]
    role = (
        _trimmed(text, Span(at + match.start("role"), at + match.end("role")), " ,()")
        if groups.get("role")
        else None
    )
    if role is not None and (_language(f"({role.of(text)})") or _INTERPRETED.search(f"({role.of(text)})")):
        role = None
    name = Span(at + match.start("name"), at + match.end("name"))
    content = _content(text, at + match.end("cue"), paragraph.end)
    cue = Span(at + match.start("cue"), at + match.end("cue"))
    ends = role.end if role is not None else name.end
    return TranscriptLine(
        name=None if asked else name,
        role=role,
        label=Span(name.start, ends),
        cue=cue,
        content=content,
        language=_language(label),
    )


def _is_interview(text: str, lines: Sequence[TranscriptLine]) -> bool:
    names = Counter(line.label.of(text).split("(")[0].strip().lower() for line in lines)
    again = any(count > 1 for count in names.values())
    return len(lines) >= _LABELS_NEEDED and again and len(names) <= max(2, len(lines) // 2 + 1)


def _is_open(text: str, line: TranscriptLine) -> bool:
    """Whether the words so far open a quotation that nothing closes."""
    words = line.content[-1].of(text)
    return words[:1] in {"“", '"'} and not words.rstrip()[1:].endswith(("”", '"')) and words.count("”") == 0


def _continued(text: str, line: TranscriptLine, paragraph: Span) -> TranscriptLine:
    return TranscriptLine(
        name=line.name,
        role=line.role,
        label=line.label,
        cue=line.cue,
        content=(*line.content, *_content(text, paragraph.start, paragraph.end)),
        language=line.language,
    )
