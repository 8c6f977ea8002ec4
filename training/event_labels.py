"""One label line of the event sentences: its parts, the words it quotes, the values it gives (docs/events.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import get_args

from msgspec import Struct

from dragoman.resources import load_lines, load_table
from dragoman.types import EventStage, Span

FIGURE_KINDS = frozenset(load_lines("figure_types.txt"))
NEED_UNIT = frozenset({"money", "territory"})
QUANTITIES = frozenset(
    """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty
    ninety dozen dozens scores hundred hundreds thousand thousands tens million millions half couple handful number
    some most many several few all any none each upwards at least no fewer than more between up close as""".split()
)
"""Words that only say how many: the head stands behind them and their *of*."""
MAY_HAVE_UNIT = NEED_UNIT | {"weapons", "aid", "destroyed"}
STAGES = frozenset(get_args(EventStage))
STATUSES = frozenset({"civilian", "combatant"})
COUNTS = frozenset({"total", "new", "part"})
AFTER_HEAD = frozenset(
    """of in at on from for by with near who which that whose where to and or against during inside outside between
    under over about""".split()
)
"""Words behind which, as behind a comma, a phrase's head no longer stands."""
MUST_NOT_BE_PLANNED = {
    **dict.fromkeys(("CONSULT", "SUPPORT", "COOPERATE", "AID"), "AGREE"),
    "RETREAT": "CONCEDE",
}

_VALUE = re.compile(r"(~?)([\d.,]+)(k|m|bn)?(?:([+-])(?:([\d.,]+)(k|m|bn)?)?)?")
_TIMES = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_SCALE = re.compile(r"(?:^|\b)(thousand|million|billion|bn|m|k)\b")
_WORD_BEFORE = re.compile(r"(?:\w|\d[.,])$")
_WORD_AFTER = re.compile(r"\w|[.,]\d")
_WORD = re.compile(r"\w(?:[\w'’.-]|,(?=\d))*\w|\w")


class LabelError(Exception):
    """A label line says something that cannot be; the message tells what."""


class Phrase(Struct, frozen=True):
    """Words that name a party, and the word among them that is the head."""

    span: Span
    head: Span


class Bounds(Struct, frozen=True):
    """What a number is known to be: not below `low`, `best` if one number is meant, not above `high`."""

    low: float | None = None
    best: float | None = None
    high: float | None = None


class EventLabel(Struct, frozen=True, kw_only=True):
    """An event as a person marked it; spans are in code points of the passage's text."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    stage: str
    polarity: str
    triggers: tuple[Span, ...]
    actors: tuple[Phrase, ...] = ()
    recipients: tuple[Phrase, ...] = ()
    place: Span | None = None
    time: Span | None = None
    source: Phrase | None = None


class FigureLabel(Struct, frozen=True, kw_only=True):
    """A figure as a person marked it."""

    id: str
    what: str
    bounds: Bounds
    unit: str | None
    status: str | None
    counts: str
    span: Span
    of: Phrase | None = None
    part_of: str | None = None
    event: str | None = None
    source: Phrase | None = None


def read_event(line: str, text: str) -> EventLabel:
    """The event that a line beginning with `E1` marks in `text`.

    Raises:
        LabelError: the line cannot be read, its words are not in the text, or its values exclude each other.

    >>> label = read_event("E1 ASSAULT/aerial not | bombed | to: Idlib", "It never bombed Idlib.")
    >>> label.mode, label.polarity, label.triggers, label.recipients[0].span
    ('aerial', 'denied', (Span(start=9, end=15),), Span(start=16, end=21))
    """
    (name, kind, *words), quoted, fields = _parts(line, ("by", "to", "at", "on", "src"))
    kind, _, mode = kind.partition("/")
    contexts = tuple(word.removeprefix("#") for word in words if word.startswith("#"))
    stage, polarity = _stage_and_polarity([word for word in words if not word.startswith("#")])
    label = EventLabel(
        id=name,
        type=kind,
        mode=mode or None,
        contexts=contexts,
        stage=stage,
        polarity=polarity,
        triggers=tuple(find_phrase(words, text).span for words in quoted.split("; ")),
        actors=_phrases(fields.get("by"), text),
        recipients=_phrases(fields.get("to"), text),
        place=_span(fields.get("at"), text),
        time=_span(fields.get("on"), text),
        source=_phrase(fields.get("src"), text),
    )
    _check_event(label)
    return label


def read_figure(line: str, text: str) -> FigureLabel:
    """The figure that a line beginning with `F1` marks in `text`.

    Raises:
        LabelError: as for `read_event`; also if a number in the words is not in the value.

    >>> label = read_figure("F1 killed 12+ combatant | at least 12 / rebels", "It cost at least 12 rebels.")
    >>> label.bounds, label.span, label.of.span
    (Bounds(low=12.0, best=None, high=None), Span(start=8, end=26), Span(start=20, end=26))
    """
    (name, what, value, *words), quoted, fields = _parts(line, ("of", "part", "ev", "src"))
    quantity, _, group = quoted.partition(" / ")
    if group and "[" in quoted:
        raise LabelError("brackets and ' / ' don't go together; give the group as 'of: ...'")
    span = find_phrase(f"{quantity} {group}".strip(), text).span
    label = FigureLabel(
        id=name,
        what=what,
        bounds=read_bounds(value),
        status=_one_of(words, STATUSES),
        counts=_one_of(words, COUNTS) or "new",
        unit=_one_of(words, frozenset(words) - STATUSES - COUNTS),
        span=span,
        of=_group(span, group, text) if group else _phrase(fields.get("of"), text),
        part_of=fields.get("part"),
        event=fields.get("ev"),
        source=_phrase(fields.get("src"), text),
    )
    _check_figure(label, span.of(text))
    return label


def read_bounds(value: str) -> Bounds:
    """The numbers of a written value (table in docs/events.md).

    >>> read_bounds("12"), read_bounds("30-40")
    (Bounds(low=12.0, best=12.0, high=12.0), Bounds(low=30.0, best=None, high=40.0))
    >>> read_bounds("~500-"), read_bounds("1.1bn+").low, read_bounds("?")
    (Bounds(low=None, best=500.0, high=500.0), 1100000000.0, Bounds(low=None, best=None, high=None))
    """
    if value == "?":
        return Bounds()
    match = _VALUE.fullmatch(value)
    if match is None:
        raise LabelError(f"{value!r} is no value; write 12, 12+, 12-, 30-40, ~500, ~500- or ?")
    about, first, times, sign, second, second_times = match.groups("")
    number = _number(first, times)
    if second:
        return Bounds(number, None, _number(second, second_times))
    if about:
        return Bounds(None, number, number if sign == "-" else None)
    return {"": Bounds(number, number, number), "+": Bounds(low=number), "-": Bounds(high=number)}[sign]


def find_phrase(words: str, text: str) -> Phrase:
    """Where quoted words stand; `[..]` marks the part that is meant, `^` stands before the head.

    >>> text = "The army of Chad fought the army of Niger."
    >>> find_phrase("fought [the army of Niger]", text).span.of(text)
    'the army of Niger'
    >>> find_phrase("the army", text).head.of(text)
    'army'
    """
    plain = re.sub(r"[\[\]^]", "", words)
    if re.sub(r"[^\[\]]", "", words) not in ("", "[]") or words.count("^") > 1:
        raise LabelError(f"{words!r}: one pair of brackets and one '^' at most")
    found = list(_places(plain, text)) if plain else []
    if len(found) != 1:
        often = f"stands {len(found)} times in the text; bracket it between its neighbours"
        raise LabelError(f"{plain!r} {often if found else 'is not in the text'}")
    unmarked = words.replace("^", "")
    start = found[0] + (unmarked.index("[") if "[" in unmarked else 0)
    end = found[0] + (unmarked.index("]") - 1 if "]" in unmarked else len(plain))
    span = Span(start, end)
    if "^" in words:
        at = found[0] + words.replace("[", "").replace("]", "").index("^")
        return Phrase(span, _word_at(text, at, span))
    return Phrase(span, head_of(text, span))


def _places(words: str, text: str) -> Iterator[int]:
    """Where `words` stand as whole words; a number is not found inside a longer one."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_WORD_BEFORE.search(text[max(at - 2, 0) : at]) or _WORD_AFTER.match(text[end : end + 2])):
            yield at
        at = text.find(words, at + 1)


def head_of(text: str, span: Span) -> Span:
    """The head by rule: the last word before the first comma or word like *of*; "dozens of men" are men.

    >>> text = "the commander of the front"
    >>> head_of(text, Span(0, len(text))).of(text)
    'commander'
    >>> head_of("about 1,200 of the families", Span(0, 27)).of("about 1,200 of the families")
    'families'
    """
    words = list(_WORD.finditer(text, span.start, span.end))
    if not words:
        raise LabelError(f"{span.of(text)!r} has no word in it")
    head = words[0]
    for before, word in pairwise(words):
        quantity = head[0].lower() in QUANTITIES or head[0][0].isdigit()
        if ", " in text[before.end() : word.start()] or (word[0].lower() in AFTER_HEAD and not quantity):
            break
        head = word
    return Span(*head.span())


@cache
def ontology() -> Mapping[str, frozenset[str]]:
    """The modes of each event type, and under `contexts` the contexts."""
    rows = load_table("plover.tsv")
    modes = {
        row["name"]: frozenset(mode["name"] for mode in rows if mode["of"] == row["name"])
        for row in rows
        if row["kind"] == "type"
    }
    return {**modes, "contexts": frozenset(row["name"] for row in rows if row["kind"] == "context")}


def _parts(line: str, allowed: tuple[str, ...]) -> tuple[list[str], str, dict[str, str]]:
    """The words at the front, the quoted words after the first bar, and the named fields."""
    front, *rest = line.split(" | ")
    if not rest or len(front.split()) < (2 if line.startswith("E") else 3):
        raise LabelError("a label needs its number, its kind (and value), a bar and the words it quotes")
    fields = {}
    for field in rest[1:]:
        name, colon, value = field.partition(": ")
        if not colon or name not in allowed or name in fields or not value.strip():
            raise LabelError(f"{field!r} is none of the fields {', '.join(allowed)}, or stands twice")
        fields[name] = value.strip()
    return front.split(), rest[0].strip(), fields


def _stage_and_polarity(words: list[str]) -> tuple[str, str]:
    unknown = set(words) - STAGES - {"not"}
    stages = [word for word in words if word in STAGES]
    if unknown or len(stages) > 1:
        raise LabelError(
            f"{' '.join(words)!r}: give one stage at most ({', '.join(sorted(STAGES))}) and 'not'"
        )
    return (stages[0] if stages else "happened"), ("denied" if "not" in words else "affirmed")


def _check_event(label: EventLabel) -> None:
    modes = ontology().get(label.type)
    if modes is None or label.type == "contexts":
        raise LabelError(f"{label.type!r} is no event type")
    if label.mode is not None and label.mode not in modes:
        raise LabelError(
            f"{label.type} has no mode {label.mode!r}, only {', '.join(sorted(modes)) or 'none'}"
        )
    if wrong := set(label.contexts) - ontology()["contexts"]:
        raise LabelError(f"{', '.join(sorted(wrong))}: no such context")
    if (label.type == "THREATEN") != (label.stage == "threatened"):
        raise LabelError("stage 'threatened' goes with THREATEN, and THREATEN with it")
    if label.stage == "planned" and label.type in MUST_NOT_BE_PLANNED:
        raise LabelError(f"{label.type} still to come is {MUST_NOT_BE_PLANNED[label.type]}")
    if label.type == "CONSULT" and label.mode != "visit" and label.recipients:
        raise LabelError("all who meet or talk are actors; only a visit has a recipient")


def _check_figure(label: FigureLabel, words: str) -> None:
    if label.what not in FIGURE_KINDS:
        raise LabelError(f"{label.what!r} is no kind of figure; one of {', '.join(sorted(FIGURE_KINDS))}")
    if (label.counts == "part") != (label.part_of is not None):
        raise LabelError("'part' needs 'part: F1', and 'part: F1' the word 'part'")
    if label.unit is None and label.what in NEED_UNIT:
        raise LabelError(f"{label.what} needs its unit, as in 'money 5m USD', 'territory 3 villages'")
    if label.unit is not None and label.what not in MAY_HAVE_UNIT:
        raise LabelError(f"{label.unit!r}: people are counted without a unit; is it a slip?")
    bounds = [
        bound for bound in (label.bounds.low, label.bounds.best, label.bounds.high) if bound is not None
    ]
    if bounds != sorted(bounds):
        raise LabelError("the lower bound lies above the upper one")
    said = digits_in(words)
    missing = [numbers for numbers in said if not numbers & set(bounds)]
    if missing:
        raise LabelError(f"{words!r} says {min(missing[0]):,.10g}, the value does not")


def digits_in(words: str) -> list[frozenset[float]]:
    """The numbers written in digits, each alone and with the *million* and the like that follow; ages, types aside.

    >>> digits_in("a 19-year-old"), digits_in("eight F-16s")
    ([], [])
    >>> [sorted(numbers) for numbers in digits_in("between 1 and 1.5 million")]
    [[1.0, 1000000.0], [1.5, 1500000.0]]
    """
    digits = re.finditer(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\d,.]*-YEAR)(?!\w*\d)", words.upper())
    return [
        frozenset(
            _number(match[0].rstrip(","), times)
            for times in ("", *_SCALE.findall(words[match.end() :].lower())[:1])
        )
        for match in digits
    ]


def _number(digits: str, times: str) -> float:
    try:
        return float(f"{float(digits.replace(',', '')) * _TIMES[times]:.10g}")
    except ValueError as err:
        raise LabelError(f"{digits!r} is no number") from err


def _one_of(words: list[str], allowed: frozenset[str]) -> str | None:
    chosen = [word for word in words if word in allowed]
    if len(chosen) > 1:
        raise LabelError(f"{' '.join(chosen)!r}: only one of these can hold")
    return chosen[0] if chosen else None


def _group(figure: Span, group: str, text: str) -> Phrase:
    """The words of a figure behind its slash."""
    span = Span(figure.end - len(group.replace("^", "")), figure.end)
    at = group.find("^")
    return Phrase(span, head_of(text, span) if at < 0 else _word_at(text, span.start + at, span))


def _word_at(text: str, at: int, span: Span) -> Span:
    word = _WORD.match(text, at, span.end)
    if word is None:
        raise LabelError(f"no word of {span.of(text)!r} stands behind '^'")
    return Span(*word.span())


def _phrases(words: str | None, text: str) -> tuple[Phrase, ...]:
    return tuple(find_phrase(part, text) for part in words.split("; ")) if words else ()


def _phrase(words: str | None, text: str) -> Phrase | None:
    return find_phrase(words, text) if words else None


def _span(words: str | None, text: str) -> Span | None:
    return find_phrase(words, text).span if words else None
