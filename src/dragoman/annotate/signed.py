"""Finds who writes a text in the first person: the name that a letter or a column is signed with.

Part of the annotate step. Letters to the editor and statements of officials say "I" outside of quotation marks; whose
word that is stands in a line of its own below. Columns end with a line about their author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from dragoman.annotate.lexicon import given_names
from dragoman.annotate.wording import Layout, Wording
from dragoman.types import Span

_FIRST_PERSON = re.compile(r"\bI\b(?!\.)|\b[Mm](?:y|e|yself)\b")
_NAME = re.compile(
    r"(?:[A-Z][\w'-]+|[A-Z]\.)(?: (?:[A-Z][\w'-]+|[A-Z]\.|al-\w+|bin|ibn|de|da|van|von|der|den)){1,4}(?=[.,]?$|, )"
)
_HEADING = re.compile(r"[^a-z]+")
_ABOUT_AUTHOR = re.compile(
    r"[\W_]*(?P<name>(?:[A-Z][\w'-]+)(?: (?:[A-Z][\w'-]+|[A-Z]\.|al-\w+|bin|ibn|de|da|van|von|der|den)){1,4})"
    r"(?:, [^.;:]{2,60},)? (?:is|was|has been|teaches|writes|serves|works|hosts|edits|chairs|directs|leads|covers)\b"
)
_LAST_LINES = 3
_LEAST_PARAGRAPHS = 2  # that say "I" outside of quotations, in what somebody wrote as himself
_LONGEST_LINE = 80
_MOST_LINES = 40  # paragraphs of one letter


class Signed(Struct, frozen=True):
    """Words in the first person, and the name they are signed with."""

    scope: Span
    name: Span


def find_signed(wording: Wording, layout: Layout) -> tuple[Signed, ...]:
    r"""The stretches of a text that somebody signs with his name in a line of its own.

    A stretch begins behind the signature before it, a heading in capitals or the headline, and says "I" or "my".

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> text = "I saw it.\nAna Roa, Tamsin\nIt rained."
    >>> spans = (Span(0, 9), Span(10, 25), Span(26, 36))
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=spans, sentences=spans, quotations=()))
    >>> [(one.scope.of(text), one.name.of(text)) for one in find_signed(read_wording(text), layout)]
    [('I saw it.', 'Ana Roa')]
    """
    return tuple(_signed(wording, layout)) or tuple(_column(wording, layout))


def _signed(wording: Wording, layout: Layout) -> Iterator[Signed]:
    written: list[Span] = []
    for paragraph in layout.paragraphs:
        name = _signature(wording, paragraph)
        if name is not None and any(_says_i(wording, layout, one) for one in written):
            yield Signed(Span(written[0].start, written[-1].end), name)
        if name is not None or _begins_anew(wording, layout, paragraph) or len(written) == _MOST_LINES:
            written = []
        else:
            written.append(paragraph)


def _column(wording: Wording, layout: Layout) -> Iterator[Signed]:
    """A column whose last lines say who wrote it: "Ana Roa is a playwright in Tamsin.", named nowhere else."""
    body = [one for one in layout.paragraphs if not layout.outside(one.start)]
    for at in range(max(1, len(body) - _LAST_LINES), len(body)):
        about = _ABOUT_AUTHOR.match(wording.flat, body[at].start, body[at].end)
        if about is None:
            continue
        name = Span(*about.span("name"))
        written = [one for one in body[:at] if not _begins_anew(wording, layout, one)]
        said = sum(_says_i(wording, layout, one) for one in written)
        if said >= _LEAST_PARAGRAPHS and _is_only_there(wording, name, written):
            yield Signed(Span(written[0].start, written[-1].end), name)
            return


def _is_only_there(wording: Wording, name: Span, written: Sequence[Span]) -> bool:
    """Whether some paragraphs name nobody so, but for relatives of another given name ("Olive Roa")."""
    first, *_, last = name.of(wording.flat).split()
    text = Span(written[0].start, written[-1].end).of(wording.flat)
    led = re.findall(rf"(?:^|\s)([\w.]+) {re.escape(last)}\b", text)
    alone = len(re.findall(rf"\b{re.escape(last)}\b", text)) > len(led)
    return not alone and all(word != first and word.lower() in given_names() for word in led)


def _signature(wording: Wording, paragraph: Span) -> Span | None:
    """The name that fills a line, or begins one that goes on with a comma ("Ana Roa, Tamsin")."""
    words = paragraph.of(wording.flat)
    if len(words) > _LONGEST_LINE or words.isupper():
        return None
    name = _NAME.match(words)
    sentence = re.search(r"[a-z]{3,}[.!?] [A-Z]", words) is not None
    return None if name is None or sentence else Span(paragraph.start, paragraph.start + name.end())


def _begins_anew(wording: Wording, layout: Layout, paragraph: Span) -> bool:
    zone = layout.zone(paragraph.start)
    headline = zone is not None and zone.zone == "headline"
    return headline or _HEADING.fullmatch(paragraph.of(wording.flat)) is not None


def _says_i(wording: Wording, layout: Layout, paragraph: Span) -> bool:
    found = _FIRST_PERSON.finditer(wording.flat, paragraph.start, paragraph.end)
    return any(layout.quotation(match.start()) is None for match in found)
