"""Store: questions about what recurs over reports: names of entities, and who relies on whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.errors import UsageError
from dragoman.resources import load_table
from dragoman.store.answer import Answer, Cells, counted
from dragoman.store.askable import as_written
from dragoman.store.days import ids_of, iso_of, period_of
from dragoman.store.filters import Filters, Words, any_of, choices
from dragoman.store.questions import chosen_ids, search_in

# Every publisher once, by steps through the primary key: there are few, and their sources many.
_PUBLISHERS = (
    "WITH RECURSIVE step (publisher) AS (SELECT min(publisher) FROM reliance UNION ALL SELECT (SELECT min(publisher)"
    " FROM reliance WHERE reliance.publisher > step.publisher) FROM step WHERE step.publisher IS NOT NULL)"
    " SELECT publisher FROM step WHERE publisher IS NOT NULL"
)
_STATEMENT_FILTERS = ("about", "to", "place", "zone", "score", "type")


def answer(connection: sqlite3.Connection, path: Path, query: str, values: Cells, order: str) -> Answer:
    """The rows of a query that is cheap enough to be counted whole."""

    def fetch(limit: int | None) -> tuple[tuple[str, ...], Iterator[Cells]]:
        cursor = connection.execute(f"{query} {order} LIMIT ?", (*values, -1 if limit is None else limit))
        return tuple(column[0] for column in cursor.description), cursor

    return Answer(path, fetch, lambda: counted(connection, query, values))


def refuse(filters: Filters, what: str, allowed: tuple[str, ...]) -> None:
    """Refuse filters that say nothing about what is asked for.

    Raises:
        UsageError: one is given that is not in `allowed`.

    >>> refuse(Filters(stage="happened"), "names", ("about",))
    Traceback (most recent call last):
    ...
    dragoman.errors.UsageError: names have no stage; filters that apply: about
    """
    for name in Filters.__struct_fields__:
        if getattr(filters, name) is not None and name not in allowed:
            raise UsageError(f"{what} have no {name}", hint=f"filters that apply: {', '.join(allowed)}")


# ---- entities


def entities(connection: sqlite3.Connection, path: Path, filters: Filters) -> Answer:
    """Names that reports mention, with how often, the most reported first.

    `about` are words of the name, `type` types of entity, `place` alpha-3 codes of its country, `through` words of
    the publisher, `period` days of publication.

    Raises:
        UsageError: another filter is given, or a type or country that there is none of.
    """
    refuse(filters, "entities", ("about", "type", "place", "through", "period"))
    _require_countries(connection, choices("place", filters.place) if filters.place is not None else ())
    conditions, found = _name_conditions(filters)
    if filters.period is None and filters.place is None and filters.through is None:
        query = (
            "SELECT name.name, name.type, name.documents AS reports, name.mentions, name.statements"
            f" FROM entity_name AS name WHERE name.documents > 0{conditions}"
        )
        return answer(connection, path, query, found, "ORDER BY name.documents DESC, name.name")
    more, values = _report_conditions(filters)
    query = (
        "SELECT name.name, name.type, count(*) AS reports, sum(entity.mentions) AS mentions,"
        " max(entity.country) AS country FROM document JOIN entity ON entity.document_id = document.id"
        f" JOIN entity_name AS name ON name.id = entity.name_id WHERE 1{conditions}{more} GROUP BY name.id"
    )
    return answer(connection, path, query, (*found, *values), "ORDER BY reports DESC, name.name")


def _require_countries(connection: sqlite3.Connection, codes: Iterable[str]) -> None:
    """Refuse what is no country's code, and that of none the desk names either."""
    known = {row["alpha3"] for row in load_table("countries.tsv")}
    for code in (code for code in codes if code.upper() not in known):
        query = "SELECT DISTINCT country FROM entity WHERE country IS NOT NULL ORDER BY country"
        named = [country for (country,) in connection.execute(query)]
        if code.upper() not in named:
            hint = f"this desk has names of: {', '.join(named) or 'none'}"
            raise UsageError(f"{code!r}: no country's alpha-3 code", hint=hint)


def _name_conditions(filters: Filters) -> tuple[str, Cells]:
    sql, values = "", ()  # type: tuple[str, Cells]
    if filters.about is not None:
        sql += " AND name.id IN (SELECT rowid FROM entity_name_words WHERE entity_name_words MATCH ?)"
        values = (any_of("about", filters.about),)
    if filters.type is not None:
        kinds = as_written("entity", "type", choices("type", filters.type))
        sql += f" AND name.type IN ({', '.join('?' * len(kinds))})"
        values += kinds
    return sql, values


def _report_conditions(filters: Filters) -> tuple[str, Cells]:
    sql, values = "", ()  # type: tuple[str, Cells]
    if filters.period is not None:
        first, last = period_of(filters.period)
        sql += " AND document.day BETWEEN ? AND ?"
        values += (iso_of(first), iso_of(last))
    if filters.place is not None:
        codes = choices("place", filters.place)
        sql += f" AND entity.country IN ({', '.join('?' * len(codes))})"
        values += tuple(code.upper() for code in codes)
    through, words = like("document.publisher", "through", filters.through)
    return sql + through, values + words


def like(column: str, name: str, given: Words) -> tuple[str, Cells]:
    """A condition, begun with AND, that a column holds all words of one of the choices, whatever their case."""
    if given is None:
        return "", ()
    found = [choice.replace('"', "").split() for choice in choices(name, given)]
    one = [" AND ".join([f"{column} LIKE ? ESCAPE '!'"] * len(words)) or "0" for words in found]
    return f" AND ({' OR '.join(one)})", tuple(_pattern(word) for words in found for word in words)


def _pattern(word: str) -> str:
    """A word as `LIKE` looks for it anywhere.

    >>> _pattern("50%_x*")
    '%50!%!_x%'
    """
    bare = word.strip("*")
    for sign in "!%_":
        bare = bare.replace(sign, f"!{sign}")
    return f"%{bare}%"


# ---- who relies on whom


def sources(connection: sqlite3.Connection, path: Path, filters: Filters) -> Answer:
    """Whom publishers rely on: outlets they cite, speakers they quote, with how much stands on their word.

    `by` are words of the one relied on, `through` of the publisher, `period` days of publication. With any filter of
    statements the count is of the statements it lets through, by the way they came.

    Raises:
        UsageError: `stage` is given, which statements do not have.
    """
    refuse(filters, "sources", ("by", "through", "period", *_STATEMENT_FILTERS))
    if any(getattr(filters, name) is not None for name in _STATEMENT_FILTERS):
        return _ways(connection, path, filters)
    by, words = like("source", "by", filters.by)
    through, more = like("publisher", "through", filters.through)
    if filters.period is None:
        held = f" AND publisher IN ({_PUBLISHERS}{through})" if through else ""
        query = (
            f"SELECT publisher, source, kind, reports, statements FROM reliance WHERE reports > 0{held}{by}"
        )
        return answer(connection, path, query, (*more, *words), "ORDER BY statements DESC, publisher, source")
    query = (
        "SELECT publisher, source, kind, count(*) AS reports, sum(statements) AS statements FROM citation"
        f" WHERE id BETWEEN ? AND ?{by}{through} GROUP BY publisher, source, kind"
    )
    period = ids_of(*period_of(filters.period))
    return answer(
        connection, path, query, (*period, *words, *more), "ORDER BY statements DESC, publisher, source"
    )


def _ways(connection: sqlite3.Connection, path: Path, filters: Filters) -> Answer:
    """The statements that filters let through, by who says them and the way they came."""
    chosen, found = chosen_ids("statement", search_in(connection, filters, "statement"))
    query = (
        "SELECT v.through AS publisher, v.who AS source, 'way' AS kind, count(DISTINCT v.document_id) AS reports,"
        f" count(*) AS statements FROM ({chosen}) AS chosen JOIN statement AS v ON v.id = chosen.id"
        " GROUP BY v.through, v.who"
    )
    return answer(connection, path, query, found, "ORDER BY statements DESC, publisher, source")
