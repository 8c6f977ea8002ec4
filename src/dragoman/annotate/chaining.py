"""What coreference is worked out on: the mentions of a document, the groups made of them so far, where each stands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from dragoman.annotate.wording import Layout, Wording, read_wording
from dragoman.stages import Document, Mention, Segments
from dragoman.types import Span


class Groups:
    """Mentions in groups that can be joined; the root of a group is its earliest mention."""

    def __init__(self, size: int) -> None:
        self._group = list(range(size))  # of each mention; a group goes by the mention it grew from
        self._members: dict[int, list[int]] = {}

    def root(self, index: int) -> int:
        """The earliest mention of the group."""
        return self.members(index)[0]

    def members(self, index: int) -> list[int]:
        """All mentions of the group, in order."""
        return self._members.get(self._group[index]) or [index]

    def join(self, one: int, other: int) -> None:
        """Makes one group of two; the smaller is moved, so that many joins stay cheap."""
        first, second = self._group[one], self._group[other]
        if first == second:
            return
        if len(self.members(first)) < len(self.members(second)):
            first, second = second, first
        kept = self._members.setdefault(first, [first])
        for index in self._members.pop(second, [second]):
            self._group[index] = first
            insort(kept, index)

    def all(self) -> list[list[int]]:
        """The groups of two or more."""
        return list(self._members.values())


class Chaining:
    """One document's coreference while it is worked out: grows by joins, and by what is learned of who speaks."""

    def __init__(self, wording: Wording, layout: Layout, mentions: Sequence[Mention]) -> None:
        self.wording = wording
        self.layout = layout
        self.mentions = tuple(mentions)
        self.groups = Groups(len(self.mentions))
        self.sentences = [layout.sentence(mention.span.start) for mention in self.mentions]
        self.paragraphs = [layout.paragraph(mention.span.start) for mention in self.mentions]
        self.outside = [layout.outside(mention.span.start) for mention in self.mentions]
        self.quoted = [layout.quotation(mention.span.start) for mention in self.mentions]
        self.genders: dict[int, str] = {}
        self.subjects: dict[int, bool] = {}
        self.speaking: dict[Span, bool] = {}
        """What `signs` has read of a mention's place in its sentence: it never changes."""
        self.group_genders: dict[int, set[str]] = {}
        self.members: dict[int, tuple[int, ...]] = {}
        """Of a mention of several: the mentions of those meant, as far as pronouns tell."""
        self.speakers: dict[int, int] = {}
        """Of a mention inside somebody's quoted words: the mention of who says them."""
        self.letters: dict[int, int] = {}
        """Of a mention in one of several letters: which one; nobody in another letter is meant by its pronouns."""
        self.unheld: set[int] = set()
        """The offices with "the" that nobody named in the report is said to hold."""
        self.open: dict[int, str] = {}
        """Of a mention that points back: why it is left open whom it means."""

    def words(self, index: int) -> str:
        """A mention in small letters."""
        return self.wording.low[self.mentions[index].span.start : self.mentions[index].span.end]

    def chains(self) -> tuple[tuple[int, ...], ...]:
        """The chains of two or more mentions, in the order of their first mention."""
        return tuple(sorted(tuple(group) for group in self.groups.all()))

    def first_of(self, sentence: int) -> int:
        """The first mention of a sentence, or of what follows."""
        return bisect_left(self.sentences, sentence)

    def joined(self, index: int) -> bool:
        """Whether a mention is in a chain."""
        return len(self.groups.members(index)) > 1


def start_chaining(doc: Document, segments: Segments, mentions: Sequence[Mention]) -> Chaining:
    """The state before anything is joined."""
    return Chaining(read_wording(doc.text), Layout(segments), mentions)
