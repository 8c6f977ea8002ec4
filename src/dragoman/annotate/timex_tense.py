"""Whether the words around a time speak of the past or the future, for `annotate.timexes`: which Friday is meant."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from dragoman.annotate.timex_parts import Parts
from dragoman.annotate.timex_tokens import Token
from dragoman.resources import load_table

Direction = Literal["past", "future"]
SHORTEST_PAST = 4
"""Words of four letters in -ed are mostly no verbs ("need", "feed", "shed")."""
PERFECT_WORDS = 3
"""How far "had" may stand in front of what it puts into the past ("had not yet been scheduled")."""
_DEADLINES = frozenset(("by", "until", "till"))
_ENDS = ".!?\"'”’)"


class TenseWord(NamedTuple):
    """The class of a word in `tense_words.tsv`, and its tense before an infinitive."""

    kind: str
    before_to: str


@cache
def _tense_words() -> dict[str, TenseWord]:
    return {row["word"]: TenseWord(row["tense"], row["before_to"]) for row in load_table("tense_words.tsv")}


class Scene(NamedTuple):
    """The tokens of a sentence: those from `first` to `last` (excluded) of `tokens`."""

    tokens: tuple[Token, ...]
    first: int
    last: int

    def kind(self, place: int) -> str:
        """The tense class of a token, "" outside the sentence and for words of no class."""
        if not self.first <= place < self.last:
            return ""
        token = self.tokens[place]
        if token.text == "May":
            return ""
        known = _tense_words().get(token.text.lower())
        if known is not None:
            return known.kind
        return "past" if _is_regular_past(token) else ""

    def word(self, place: int) -> str:
        """A token in lower case, "" outside the sentence."""
        return self.tokens[place].text.lower() if self.first <= place < self.last else ""

    def is_perfect(self, place: int) -> bool:
        """Whether "had" stands a few words in front."""
        return any(self.kind(before) == "had" for before in range(place - PERFECT_WORDS, place))

    def is_statement(self) -> bool:
        """Whether the sentence is closed by a full stop, which headlines lack."""
        return self.last > self.first and self.tokens[self.last - 1].text in _ENDS


def _is_regular_past(token: Token) -> bool:
    """A regular verb's -ed; "Mohammed" and "United" are names."""
    word = token.text
    ending = word.lower().endswith("ed") and len(word) > SHORTEST_PAST
    return token.kind == "unknown" and ending and not word.istitle()


def _tense_at(scene: Scene, place: int) -> Direction | None:
    """The tense one word gives away in its place."""
    kind = scene.kind(place)
    if not kind:
        return None
    if scene.word(place + 1) == "to" and (known := _tense_words().get(scene.word(place))) and known.before_to:
        return "future"
    if kind == "coming":
        if scene.word(place - 1) == "as":
            return None
        return "past" if scene.is_perfect(place) else "future"
    if scene.kind(place - 1) == "determiner":
        return None
    return _verb_tense(scene, place, kind)


def _verb_tense(scene: Scene, place: int, kind: str) -> Direction | None:
    """The tense of a verb: "did not meet", "will hit" and "will be met" hide that of "meet", "hit" and "met"."""
    if kind == "past":
        hidden = scene.kind(place - 1) in ("be", "future") or scene.word(place - 1) == "to"
        return None if hidden else "past"
    if kind in ("had", "did"):
        return "past"
    if kind == "future":
        return "future"
    hidden = scene.word(place - 1) == "to" or "did" in (scene.kind(place - 1), scene.kind(place - 2))
    return "future" if kind == "bare" and not hidden and scene.is_statement() else None


def _cue_beside(parts: Parts, scene: Scene) -> Direction | None:
    """The tense that the words right in front of the time set, whatever the verbs say."""
    before = parts.first - 1
    if before < scene.first:
        return None
    if scene.word(before) == "since":
        return "past"
    if scene.word(before) in _DEADLINES:
        around = range(before - 2 * PERFECT_WORDS, parts.last + PERFECT_WORDS)
        return "past" if any(scene.kind(place) == "had" for place in around) else "future"
    soon = scene.word(before) == "as" and scene.word(before - 1) in ("soon", "early")
    return "future" if soon or scene.word(before) == "effective" else None


def find_direction(parts: Parts, sentence: tuple[int, int]) -> Direction | None:
    """Past or future, from the nearest verb in front of the time in its sentence, else the first one behind it.

    `sentence` gives its first and last token (excluded). None where no word decides.
    """
    scene = Scene(parts.tokens, *sentence)
    beside = _cue_beside(parts, scene)
    if beside is not None:
        return beside
    behind = range(parts.last, scene.last) if scene.word(parts.last) not in ("'", "’") else ()
    nearest_first = (*range(parts.first - 1, scene.first - 1, -1), *behind)
    return next((tense for place in nearest_first if (tense := _tense_at(scene, place))), None)
