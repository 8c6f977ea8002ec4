"""Show: an event as a sentence that people read, from the table of phrases by type and mode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct, structs

from dragoman.resources import load_lines, load_table
from dragoman.show.chain import Lookup
from dragoman.show.control import one_line
from dragoman.types import Event, Participant

Told = Mapping[tuple[str, str], str]
"""A sentence with gaps, by stage and polarity."""

_BY_ACTOR: Told = {
    ("happened", "affirmed"): "{x} {past} {rest}",
    ("ongoing", "affirmed"): "{x} {x_is} {doing} {rest}",
    ("planned", "affirmed"): "{x} {x_is} to {base} {rest}",
    ("attempted", "affirmed"): "{x} tried to {base} {rest}",
    ("threatened", "affirmed"): "{x} threatened to {base} {rest}",
    ("hypothetical", "affirmed"): "{x} might {base} {rest}",
    ("happened", "denied"): "{x} did not {base} {rest}",
    ("ongoing", "denied"): "{x} {x_is} not {doing} {rest}",
    ("planned", "denied"): "{x} {x_is} not to {base} {rest}",
    ("attempted", "denied"): "{x} did not try to {base} {rest}",
    ("threatened", "denied"): "{x} did not threaten to {base} {rest}",
    ("hypothetical", "denied"): "{x} would not {base} {rest}",
}
_TO_RECIPIENT: Told = {
    ("happened", "affirmed"): "{y} {y_was} {passive}",
    ("ongoing", "affirmed"): "{y} {y_is} being {passive}",
    ("planned", "affirmed"): "{y} {y_is} to be {passive}",
    ("attempted", "affirmed"): "there was an attempt to {base} {rest}",
    ("threatened", "affirmed"): "{y} {y_was} threatened with {noun}",
    ("hypothetical", "affirmed"): "{y} might be {passive}",
    ("happened", "denied"): "{y} {y_was} not {passive}",
    ("ongoing", "denied"): "{y} {y_is} not being {passive}",
    ("planned", "denied"): "{y} {y_is} not to be {passive}",
    ("attempted", "denied"): "there was no attempt to {base} {rest}",
    ("threatened", "denied"): "{y} {y_was} not threatened with {noun}",
    ("hypothetical", "denied"): "{y} would not be {passive}",
}
_OF_NOBODY: Told = {
    ("happened", "affirmed"): "there was {noun} {whom}",
    ("ongoing", "affirmed"): "there is {noun} {whom}",
    ("planned", "affirmed"): "{noun} {whom} is planned",
    ("attempted", "affirmed"): "there was an attempt to {base} {rest}",
    ("threatened", "affirmed"): "there was a threat of {noun} {whom}",
    ("hypothetical", "affirmed"): "there might be {noun} {whom}",
    ("happened", "denied"): "there was no {bare} {whom}",
    ("ongoing", "denied"): "there is no {bare} {whom}",
    ("planned", "denied"): "no {bare} {whom} is planned",
    ("attempted", "denied"): "there was no attempt to {base} {rest}",
    ("threatened", "denied"): "there was no threat of {noun} {whom}",
    ("hypothetical", "denied"): "there would be no {bare} {whom}",
}
_ARTICLE = re.compile(r"^an? ")
_NUMBER = re.compile(r"\d[\d,.]*")
_NAMED_MANY = re.compile(r"the [A-Z]\w+s")  # "the Houthis", no "the United States"
_NO_NAMES = ("GROUP", "ROLE", "NORP")  # kinds of entities that common nouns and peoples' names stand for
_SINGULAR_ENDS = ("ss", "us", "is", "'s")


class Phrase(Struct, frozen=True):
    """How events of a type and mode are told; the columns of `event_phrases.tsv`, where each is explained."""

    type: str
    mode: str
    past: str
    base: str
    doing: str
    rest: str
    alone: str
    together: str
    passive: str
    noun: str
    link: str


def sentence_of(known: Lookup, event: Event) -> str:
    """Who did what to whom, in a few words: "Lavrov and Maas met", "The army is to shell Tarn", "Tarn was shelled".

    A type that the table of phrases does not have is told by the words of the trigger.
    """
    phrase = _phrase_of(event)
    told = _told_by_trigger(known, event) if phrase is None else _told(known, event, phrase)
    words = " ".join(told.split())
    return words[:1].upper() + words[1:]


def party_name(known: Lookup, party: Participant) -> str:
    """The name of the entity, else the words."""
    return known.name(party.entity) or one_line(known.record.quote(party.span))


def listed(names: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"; the same name once."""
    several = list(dict.fromkeys(names))
    return " and ".join(filter(None, (", ".join(several[:-1]), several[-1]))) if several else ""


@cache
def phrases() -> dict[tuple[str, str], Phrase]:
    """The phrases by type and mode, "" for the type as such; or by type and stage, where a stage has its own."""
    return {(row["type"], row["mode"]): Phrase(**row) for row in load_table("event_phrases.tsv")}


def _phrase_of(event: Event) -> Phrase | None:
    """The phrases of the event's stage, else of its mode, else of its type."""
    keys = (event.stage, event.mode or "", "")
    return next((phrases()[event.type, key] for key in keys if (event.type, key) in phrases()), None)


def _told(known: Lookup, event: Event, phrase: Phrase) -> str:
    """The sentence, with gaps filled; braces in names are no gaps, since names are only ever filled in."""
    done_to = _apart_from(event.actors, event.recipients)
    x, y = _names(known, event.actors), _names(known, done_to)
    if phrase.together and not y and _is_several(known, event.actors):
        past, base, doing = phrase.together.split("/")
        phrase = structs.replace(phrase, past=past, base=base, doing=doing, alone="")
    forms = _BY_ACTOR if x else _TO_RECIPIENT if y and phrase.passive else _OF_NOBODY
    many_x, many_y = _is_several(known, event.actors), _is_several(known, done_to)
    return forms[_stage_told(event), event.polarity].format(
        x=x,
        y=y,
        x_is="are" if many_x else "is",
        y_is="are" if many_y else "is",
        y_was="were" if many_y else "was",
        past=phrase.past,
        base=phrase.base,
        doing=phrase.doing,
        rest=phrase.rest.format(y=y) if y else phrase.alone,
        passive=phrase.passive,
        noun=phrase.noun,
        bare=_ARTICLE.sub("", phrase.noun),
        whom=f"{phrase.link} {y}" if y else "",
    )


def _stage_told(event: Event) -> str:
    """The stage as the verb tells it: the phrase of a threat says already that it is one."""
    return "happened" if event.type == "THREATEN" and event.stage == "threatened" else event.stage


def _told_by_trigger(known: Lookup, event: Event) -> str:
    stage = f"{event.stage}{', denied' if event.polarity == 'denied' else ''}:"
    trigger = one_line(known.record.quote(event.trigger))
    return " ".join((_names(known, event.actors), stage, trigger, _names(known, event.recipients)))


def _apart_from(actors: Sequence[Participant], recipients: Sequence[Participant]) -> tuple[Participant, ...]:
    """The recipients without words that are an actor's, too: in a sentence the same people stand once."""
    return tuple(one for one in recipients if not any(one.span.touches(actor.span) for actor in actors))


def _names(known: Lookup, parties: Sequence[Participant]) -> str:
    return listed(_amid_words(party_name(known, party)) for party in parties)


def _amid_words(name: str) -> str:
    """A name as it stands within a sentence: words that began one in the text have no capital there.

    >>> _amid_words("At least 14 soldiers"), _amid_words("Five Star Movement"), _amid_words("THE ARMY")
    ('at least 14 soldiers', 'Five Star Movement', 'THE ARMY')
    """
    first, _, rest = name.partition(" ")
    small = first.istitle() and first.lower() in _openers() and not rest.istitle()
    return name[:1].lower() + name[1:] if small else name


@cache
def _openers() -> frozenset[str]:
    """Words that open a phrase and are no part of a name: articles, pronouns, numbers and what bounds them."""
    counts = (row["words"].split(" ")[0] for row in load_table("amount_words.tsv"))
    return frozenset((*counts, *"the this that these those his her its their our my your all both".split()))


def _is_several(known: Lookup, parties: Sequence[Participant]) -> bool:
    if len({party_name(known, party) for party in parties}) > 1:
        return True
    return any(_means_several(known, party) for party in parties)


def _means_several(known: Lookup, party: Participant) -> bool:
    """As the words show; a capital says nothing where they are no name, at the beginning of a sentence."""
    words = one_line(known.record.quote(party.span))
    named = known.types.get(party.entity or "", "GROUP") not in _NO_NAMES
    return means_several(words if named else words[:1].lower() + words[1:])


def means_several(words: str) -> bool:
    """Whether a noun phrase means more than one, as far as its words show.

    >>> [means_several(words) for words in ("12 civilians", "the army", "dozens of people", "gunmen", "Hamas")]
    [True, False, True, True, False]
    """
    words = words.lower() if words.isupper() else words
    before = _before_limit(words)
    if not before:
        return False
    if any(_is_number(word) for word in before[:-1] or before):
        return True
    head = before[-1]
    if head in load_lines("plural_nouns.txt") or _NAMED_MANY.fullmatch(" ".join(before)):
        return True
    return head.islower() and head.endswith("s") and not head.endswith(_SINGULAR_ENDS)


def _before_limit(words: str) -> Sequence[str]:
    """The words up to that which the phrase is about: "the commander" of the commander of the north."""
    parts = words.split(",", maxsplit=1)[0].split()
    limits = {*load_lines("head_limits.txt"), "of"}
    end = next((at for at, word in enumerate(parts) if at and word in limits), len(parts))
    return parts[:end]


def _is_number(word: str) -> bool:
    """Whether a word is a number from two on, in digits or not."""
    return word in _numbers() or (_NUMBER.fullmatch(word) is not None and word not in ("0", "1"))


@cache
def _numbers() -> frozenset[str]:
    """Words of numbers from two on."""
    rows = load_table("amount_words.tsv")
    small = ("", "0", "1")
    kinds = ("number", "scale", "plural")
    return frozenset(row["words"] for row in rows if row["kind"] in kinds and row["value"] not in small)
