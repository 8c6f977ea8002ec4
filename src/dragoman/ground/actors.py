"""Finds the entry of the caller's actor file that an entity's name leads to, if one alone does on that day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dragoman.names import compare_bodies, compare_people
from dragoman.names.words import words_of
from dragoman.stages import Actor, ActorFile
from dragoman.types import EntityType

_NO_VOWELS = re.compile(r"[aeiouwyh'~]+")
_PEOPLE = frozenset({"PER", "ROLE"})
_SOUNDS = str.maketrans(
    {"q": "k", "g": "k", "c": "k", "x": "k", "j": "k", "z": "s", "d": "t", "b": "p", "v": "f"}
)

Found = tuple[Actor | None, str | None]
"""An entry, or why there is none although the name stands in the file."""


class ActorIndex:
    """The actors of a file, looked up by the sounds of the words of their names."""

    def __init__(self, given: ActorFile) -> None:
        self._by_sound: dict[str, list[Actor]] = {}
        for actor in given.actors:
            for sound in {sound for name in actor.names for sound in _sounds(name)}:
                self._by_sound.setdefault(sound, []).append(actor)

    def near(self, name: str) -> list[Actor]:
        """The actors with a name that shares a word's sound."""
        found = (actor for sound in _sounds(name) for actor in self._by_sound.get(sound, ()))
        return list({actor.id: actor for actor in found}.values())


@lru_cache(maxsize=16_384)
def _sounds(name: str) -> tuple[str, ...]:
    """What different spellings of the words of a name have in common, roughly: the kinds of their consonants."""
    sounds = (
        re.sub(r"(.)\1+", r"\1", _NO_VOWELS.sub("", word).translate(_SOUNDS)) for word in words_of(name)
    )
    return tuple(sorted({sound for sound in sounds if sound}))


def find_actor(names: Iterable[str], kind: EntityType, index: ActorIndex, on: str | None) -> Found:
    """The one actor that one of an entity's names is a name of and that holds on a day; a bare surname finds nobody.

    >>> given = ActorFile((Actor(id="a", names=("Ana Roa",), country="CHL", valid_to="2019"),))
    >>> find_actor(["Ana Roa"], "PER", ActorIndex(given), "2018-03-01")[0].country
    'CHL'
    >>> find_actor(["Ana Roa"], "PER", ActorIndex(given), "2021-03-01")
    (None, 'the entry of the actor file does not hold on 2021-03-01')
    """
    fitting = {actor.id: actor for name in names for actor in index.near(name) if _is(actor, name, kind)}
    holding = [actor for actor in fitting.values() if _holds(actor, on)]
    if len(holding) == 1:
        return holding[0], None
    if len(holding) > 1:
        return None, f"{len(holding)} entries of the actor file bear this name"
    if not fitting:
        return None, None
    day = f"does not hold on {on}" if on else "holds for a time, and the publication date is not known"
    return None, f"the entry of the actor file {day}"


def _is(actor: Actor, name: str, kind: EntityType) -> bool:
    people = kind in _PEOPLE
    if actor.type is not None and people != (actor.type in _PEOPLE):
        return False
    compare = compare_people if people else compare_bodies
    return any(compare(name, own).verdict == "same" for own in actor.names) and (not people or _is_full(name))


def _is_full(name: str) -> bool:
    return len(words_of(name)) > 1


def _holds(actor: Actor, on: str | None) -> bool:
    """Whether what the file says holds on a day; days are compared as far as both are given."""
    if actor.valid_from is None and actor.valid_to is None:
        return True
    if on is None:
        return False
    return _not_after(actor.valid_from, on) and _not_after(on, actor.valid_to)


def _not_after(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    size = min(len(one), len(other), 10)
    return one[:size] <= other[:size]
