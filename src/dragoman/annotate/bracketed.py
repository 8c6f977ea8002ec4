"""Reads speakers named in square brackets, as monitors of broadcasts write them: "[BEGIN RECORDING] [ROA] We wait."

Part of the annotate step. Three layouts: a header "[SPEECH] [PRESIDENT ANA ROA] [TEXT]", whose text is all hers;
turns, in a report that says so ("[INTERVIEW WITH ...", "[BEGIN RECORDING]"), each up to the next label; and a label
outside of those, behind a colon that announces its speaker ("Ana Roa reports: [Roa] ...") or before a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from dragoman.annotate.transcripts import TranscriptLine
from dragoman.annotate.wording import Layout
from dragoman.resources import load_table
from dragoman.stages import Document, Segments
from dragoman.types import Span

_BRACKET = re.compile(r"\[([^\[\]]{2,160})\]")
_SENTENCE_END = re.compile(r"(?:^|[.?!:\]\"”)-]|--)\s*$")
_MARKS = frozenset('"“«„')
_SENTENCE = 250  # characters of a sentence that announces a speaker
MOST_WORDS = 9  # of a label: an office and a name


class Note(NamedTuple):
    """A bracket: where it stands, what is in it, and its kind, "speaker" if it is none of the known notes."""

    span: Span
    inner: Span
    kind: str


def find_bracketed(doc: Document, segments: Segments) -> tuple[TranscriptLine, ...]:
    """The turns of speakers named in brackets, and a statement printed whole under its speaker's name.

    Spans are in code points of `doc.text`.

    >>> text = "REVA (RADIO REVA) -- [SPEECH] [PRESIDENT ANA ROA] [TEXT] The rebels shelled the mill."
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> line, = find_bracketed(Document(id="d", origin="-", raw_sha256="", text=text), segments)
    >>> line.name.of(text), line.content[0].of(text)
    ('PRESIDENT ANA ROA', 'The rebels shelled the mill.')
    """
    layout = Layout(segments)
    notes = [note for note in _notes(doc.text) if not layout.outside(note.span.start)]
    labels = [*_statements(notes), *_turns(doc.text, notes), *_announced(doc.text, notes)]
    stops = sorted({note.span.start for note in notes if note in labels or note.kind in ("turns", "end")})
    own = [paragraph for paragraph in segments.paragraphs if not layout.outside(paragraph.start)]
    lines = [_line(doc.text, label, stops, notes, own) for label in labels]
    lines += _before_quotations(doc.text, [note for note in notes if note not in labels], layout)
    return tuple(line for line in lines if line.content)


def _notes(text: str) -> Iterator[Note]:
    for found in _BRACKET.finditer(text):
        inner = Span(*found.span(1))
        yield Note(Span(*found.span()), inner, _kind(" ".join(found[1].lower().split())))


def _kind(words: str) -> str:
    named = words[0].isalpha()  # "[30-second break in reception]" is a note
    return next(
        (kind for start, kind in _beginnings() if words.startswith(start)), "speaker" if named else "note"
    )


@cache
def _beginnings() -> tuple[tuple[str, str], ...]:
    return tuple((row["words"], row["kind"]) for row in load_table("bracket_notes.tsv"))


def _statements(notes: Sequence[Note]) -> Iterator[Note]:
    """Who a header says a whole text is from: the bracket right behind "[SPEECH]"."""
    for said, named in pairwise(notes):
        if said.kind == "statement" and named.kind == "speaker" and named.span.start - said.span.end <= 1:
            yield named
            return


def _turns(text: str, notes: Sequence[Note]) -> Iterator[Note]:
    """Labels of turns: behind the end of a sentence or a bracket, from where the report says that people speak."""
    spoken = False
    for note in notes:
        if note.kind in ("turns", "end"):
            spoken = note.kind == "turns"
        elif spoken and _is_label(text, note):
            yield note


def _is_label(text: str, note: Note) -> bool:
    """Whether a bracket may name who speaks: a few words behind the end of a sentence or another bracket."""
    short = len(note.inner.of(text).split()) <= MOST_WORDS
    ends = _SENTENCE_END.search(text[max(0, note.span.start - 20) : note.span.start])
    blank = text[note.span.end : note.span.end + 1].isspace()
    return note.kind == "speaker" and short and ends is not None and blank


def _announced(text: str, notes: Sequence[Note]) -> Iterator[Note]:
    """Labels outside of recordings, right behind a colon whose sentence names the speaker: what follows is theirs."""
    spoken = False
    for note in notes:
        if note.kind in ("turns", "end"):
            spoken = note.kind == "turns"
        before = text[max(0, note.span.start - _SENTENCE) : note.span.start].rstrip()
        named = note.inner.of(text).split()[-1] in re.findall(r"[\w'-]+", before)
        quoted = text[note.span.end :][:3].lstrip()[:1] in _MARKS
        if not spoken and before.endswith(":") and named and not quoted and _is_label(text, note):
            yield note


def _before_quotations(text: str, notes: Sequence[Note], layout: Layout) -> Iterator[TranscriptLine]:
    """Labels right before a quotation: it is theirs, and nothing behind it."""
    for note in notes:
        start = note.span.end + len(text[note.span.end :][:3]) - len(text[note.span.end :][:3].lstrip())
        number = layout.quotation(start) if _is_label(text, note) else None
        if number is not None and layout.quotations[number].span.start == start:
            cue, quoted = Span(note.inner.end, note.span.end), layout.quotations[number].span
            yield TranscriptLine(name=note.inner, role=None, label=note.inner, cue=cue, content=(quoted,))


def _line(
    text: str, label: Note, stops: Sequence[int], notes: Sequence[Note], paragraphs: Sequence[Span]
) -> TranscriptLine:
    """The words from a label to the next one, paragraph by paragraph, without the notes in brackets at their ends."""
    start, at = label.span.end, bisect_right(stops, label.span.start)
    end = stops[at] if at < len(stops) else len(text)
    low = bisect_right(paragraphs, start, key=lambda paragraph: paragraph.end)
    high = bisect_left(paragraphs, end, key=lambda paragraph: paragraph.start)
    said = (Span(max(part.start, start), min(part.end, end)) for part in paragraphs[low:high])
    content = tuple(bare for span in said if (bare := _without_notes(text, span, notes)) is not None)
    return TranscriptLine(
        name=label.inner, role=None, label=label.inner, cue=Span(label.inner.end, start), content=content
    )


def _without_notes(text: str, span: Span, notes: Sequence[Note]) -> Span | None:
    start, end = span.start, span.end
    low, high = (bisect_left(notes, place, key=lambda note: note.span.start) for place in (start, end))
    for note in notes[low:high]:
        if text[start : note.span.start].strip() or note.span.end > end:
            break
        start = note.span.end
    for note in notes[low:high][::-1]:
        if note.span.start < start or text[note.span.end : end].strip():
            break
        end = note.span.start
    words = text[start:end]
    if not words.strip():
        return None
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
