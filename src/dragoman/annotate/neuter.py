"""Tells which "it" takes up a body: by what bodies do, or because a body has just said what it did or will do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.annotate.lexicon import is_saying, source_nouns, word_set
from dragoman.annotate.wording import Layout, Wording
from dragoman.stages import Mention
from dragoman.types import Span

_BODIES = frozenset({"ORG", "OUTLET", "ARMED", "GPE"})
_PERFECT = r"(?:also |later |then |now |has |had |has also |had also )?"
_VERB_AFTER = re.compile(rf" {_PERFECT}([a-z]+)")
_WANTED = frozenset({"needs", "wants", "plans", "seeks", "hopes", "intends"})
_WHEN = r"(?: (?:on|in|late|early|last|this) [\w ]{1,30}?)?"
_SAID_IT = re.compile(rf" {_PERFECT}([a-z]+){_WHEN}(?: that)? it (?=[a-z])")
_NOT = r"(?:n't| not)?(?: also| soon| already| still| now| never| only)?"
_WILL = re.compile(rf"(?:would|will|could|can|may|might|must|should|did|does){_NOT} ([a-z]+)(?: ([a-z]+))?")
_HAD = re.compile(rf"(?:had|has){_NOT} (been [a-z]+(?:ed|ing)\b|[a-z]+)")
_WAS = re.compile(rf"(?:was|is|were){_NOT} ([a-z]+)")
_TAKES = frozenset(
    {"part", "action", "steps", "measures", "control", "over", "all", "responsibility", "note"}
)


def it_acts(wording: Wording, end: int) -> bool:
    """Whether "it" is followed by what bodies do: "it said", "it also increased", "it needs"; not "it seemed".

    `end` is where "it" ends.

    >>> from dragoman.annotate.wording import read_wording
    >>> it_acts(read_wording("It also increased aid."), 2), it_acts(read_wording("It rained."), 2)
    (True, False)
    """
    verb = _VERB_AFTER.match(wording.low, end, end + 40)
    return verb is not None and _is_deed(verb.group(1))


def _is_deed(word: str) -> bool:
    acts = word.endswith("ed") and word not in word_set("idle_verbs.txt")
    return acts or is_saying(word) or word in _WANTED


def told_its(wording: Wording, layout: Layout, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """Each "it" of which the body named right before says something: "the army said it would withdraw".

    `bodies` are mentions of any kind in order; only those of bodies count. Not what nobody does: "said it was late".

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> text = "The army said it would withdraw and the union said it was late."
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> bodies = [Mention(span=span, type="ORG", kind="nominal") for span in (Span(0, 8), Span(36, 45))]
    >>> [found.span for found in told_its(read_wording(text), Layout(segments), bodies)]
    [Span(start=14, end=16)]
    """
    for body in bodies:
        if not _is_body(wording, body):
            continue
        end = layout.sentence_span(body.span.start).end
        said = _SAID_IT.match(wording.low, body.span.end, end)
        if said is not None and is_saying(said.group(1)) and _does(wording.low[said.end() : end]):
            yield Mention(span=Span(said.end() - 3, said.end() - 1), type="ORG", kind="pronoun")


def _is_body(wording: Wording, mention: Mention) -> bool:
    return mention.type in _BODIES or is_group_noun(
        wording.low[mention.span.start : mention.span.end], mention
    )


def is_group_noun(words: str, mention: Mention) -> bool:
    """Whether a mention in these words is one body described by what kind of group it is ("the militia")."""
    noun = source_nouns().get(words.rsplit(maxsplit=1)[-1])
    one = noun is not None and noun["number"] == "sg" and noun["class"] == "org"
    return mention.kind == "nominal" and mention.type == "GROUP" and one and " of " not in words


def _does(after: str) -> bool:
    """Whether the words after "it" tell what a body did, does or will do.

    >>> _does("would withdraw"), _does("would be late"), _does("had treated 90"), _does("was investigating")
    (True, False, True, True)
    """
    idle = word_set("idle_verbs.txt")
    will = _WILL.match(after)
    if will is not None:
        return will.group(1) not in idle and (will.group(1) != "take" or will.group(2) in _TAKES)
    had = _HAD.match(after)
    if had is not None:
        return had.group(1) not in idle
    was = _WAS.match(after)
    if was is not None:
        doing = was.group(1).endswith("ing") and was.group(1) not in idle
        return doing or was.group(1) in word_set("body_states.txt")
    verb = re.match(r"[a-z]+", after)
    return verb is not None and _is_deed(verb.group())
