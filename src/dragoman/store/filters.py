"""Store: the filters that all questions share, as a full-text query and a range of ids; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.store.askable import ANY_ZONE, as_written
from dragoman.store.days import ids_of, period_of
from dragoman.store.rows import key, score_key

Words = str | tuple[str, ...] | None
"""What a filter is given: words that must all be there, or several such, one of which must."""

_PART = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]")
_BY = {"event": "{who roles}"}
"""Who did it: on whose word an event stands is another question."""
_COLUMNS = {
    "by": "{who source roles}",
    "about": "{content named}",
    "to": "{to_whom}",
    "through": "{through}",
    "place": "{place}",
}


class Filters(Struct, frozen=True, kw_only=True):
    """What is asked for; every filter that is given must hold.

    In `by`, `about`, `to`, `through` and `place` all words must stand there, in any order and any grammatical form;
    `"in quotation marks"` they must stand so; `word*` is the beginning of one. A tuple asks for any of its members.

    Args:
        by: who says it (statements, figures, terms), who does it (events): name, words of the report, office, country
            as alpha-3 code.
        about: what is said, with the names that "he" or "the ministry" stand for; of others the sentence around them.
        to: who is told (statements), who is acted upon (events), what is counted (figures), who is party (terms).
        through: publisher or cited outlet that it came through, or whoever reports another's words in it.
        place: a place, the units around it, or its country.
        period: days of publication (statements), of the event or term where the text states them, else of publication:
            `2031`, `2031-05`, `2031-05-12`, `2031-05-01..2031-06-15`, `2031-05..`.
        type: form of a statement, type, mode or context of an event, what a figure counts, kind of a term.
        stage: how far an event or the event of a figure got, the status of a term.
        zone: where in the report; without it teasers and furniture are left out; `any` is everywhere.
        score: the least score.
    """

    by: Words = None
    about: Words = None
    to: Words = None
    through: Words = None
    place: Words = None
    period: str | None = None
    type: Words = None
    stage: Words = None
    zone: Words = None
    score: float | None = None


class Search(Struct, frozen=True):
    """Filters as SQLite takes them: a full-text query (empty: everything), a range of ids, the least score."""

    match: str
    low: int
    high: int
    score: float | None


def search_of(filters: Filters, table: str) -> Search:
    """The search that filters stand for in one of the tables of values, whatever types of values a desk holds.

    Raises:
        UsageError: a filter has no word in it, the period is none, the score is no number from 0 to 1, there is no such
            zone or stage.

    >>> search_of(Filters(by="Lavrov", about='"safe zone"', zone="body"), "statement").match
    '{who source roles} : ("Lavrov") AND {content named} : ("safe zone") AND {keys} : (xzbody)'
    """
    if filters.stage is not None and table == "statement":
        raise UsageError("statements have no stage", hint="events, figures and terms have one")
    parts = [f"{columns} : ({words})" for columns, words in _texts(filters, table)]
    parts += [f"{{keys}} : ({words})" for words in _keys(filters, table)]
    low, high = ids_of(*period_of(filters.period)) if filters.period is not None else (0, (1 << 62))
    return Search(" AND ".join(parts), low, high, filters.score)


def _texts(filters: Filters, table: str) -> Iterator[tuple[str, str]]:
    for name, columns in _COLUMNS.items():
        given = getattr(filters, name)
        if given is not None:
            yield _BY.get(table, columns) if name == "by" else columns, any_of(name, given)


def any_of(name: str, given: Words) -> str:
    """Words, or several choices of words, as a full-text query.

    Raises:
        UsageError: there is no word in them.
    """
    found = [_all_of(name, words) for words in choices(name, given)]
    return found[0] if len(found) == 1 else " OR ".join(f"({choice})" for choice in found)


def choices(name: str, given: Words) -> tuple[str, ...]:
    """What a filter is given, as a tuple.

    Raises:
        UsageError: it holds nothing.
    """
    found = (given,) if isinstance(given, str) else tuple(given or ())
    if not found or not all(isinstance(choice, str) for choice in found):
        raise UsageError(f"{name}={given!r} holds no words", hint=f"for example: {name}='Northport'")
    return found


def _all_of(name: str, words: str) -> str:
    r"""Words as a query in which nothing but `"`, `*` at the end of a word and white space means anything.

    >>> _all_of("about", 'safe* OR "two camps" -x')
    '"safe" * AND "OR" AND "two camps" AND "x"'
    """
    terms = [_term(phrase or word, prefix=bool(word)) for phrase, word in _PART.findall(words)]
    kept = [term for term in terms if term]
    if not kept:
        raise UsageError(f"{name}={words!r} holds no word", hint=f"for example: {name}='Northport'")
    return " AND ".join(kept)


def _term(words: str, *, prefix: bool) -> str:
    if not _WORD.search(words):
        return ""
    star = " *" if prefix and words.endswith("*") else ""
    return f'"{words.strip("*-").replace(chr(34), "")}"{star}'


def _keys(filters: Filters, table: str) -> Iterator[str]:
    zones, stages = (_given(filters, table, name) for name in ("zone", "stage"))
    if not zones:
        yield "xown"
    elif ANY_ZONE not in zones:
        yield _any_key("z", zones)
    if filters.type is not None:
        yield _any_key("t", choices("type", filters.type))
    if stages:
        yield _any_key("g", stages)
    if filters.score is not None:
        yield " OR ".join(_score_keys(filters.score))


def _given(filters: Filters, table: str, name: str) -> tuple[str, ...]:
    given = getattr(filters, name)
    return () if given is None else as_written(table, name, choices(name, given))


def _any_key(prefix: str, words: Iterable[str]) -> str:
    return " OR ".join(key(prefix, word) for word in words)


def _score_keys(score: float) -> Iterable[str]:
    if not 0 <= score <= 1:
        raise UsageError(f"score={score} is no chance", hint="for example: score=0.8")
    return dict.fromkeys(score_key(tenth / 10) for tenth in range(min(9, int(score * 10 + 1e-9)), 10))
