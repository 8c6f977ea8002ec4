"""Reads the caller's actor file: FollowTheMoney JSON lines or CSV; a line that isn't right refuses the file."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import msgspec

from dragoman.errors import UsageError
from dragoman.readers.limits import MAX_FILE_BYTES
from dragoman.resources import load_lines, load_table
from dragoman.stages import Actor, ActorFile
from dragoman.types import EntityType

COLUMNS = ("id", "name", "aliases", "type", "country", "sector", "wikidata", "valid_from", "valid_to")
_HINT = (
    f"CSV has a first line of columns ({', '.join(COLUMNS)}; name is needed), "
    "JSON lines are FollowTheMoney entities"
)
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_TYPES = {
    "person": "PER",
    "organisation": "ORG",
    "organization": "ORG",
    "company": "ORG",
    "armed group": "ARMED",
}
_SCHEMATA = {
    "Person": "PER",
    "Organization": "ORG",
    "Company": "ORG",
    "PublicBody": "ORG",
    "LegalEntity": None,
}
"""FollowTheMoney's kinds of entity that can act; others (addresses, ownerships) are passed over."""

Rows = Iterator[tuple[int, Actor]]


def read_actors(path: str | Path) -> ActorFile:
    """The actors of a file, in order.

    Raises:
        UsageError: it cannot be read, or a line of it is not right; the message names the line.

    >>> read_actors("no-such-actors.csv")
    Traceback (most recent call last):
    ...
    dragoman.errors.UsageError: no-such-actors.csv: cannot be read: No such file or directory; give a file of actors
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as err:
        raise UsageError(f"{path}: cannot be read: {err.strerror}", hint="give a file of actors") from err
    if len(raw) > MAX_FILE_BYTES:
        raise UsageError(
            f"{path}: more than {MAX_FILE_BYTES:,} bytes", hint="leave out who will not be named"
        )
    text = _decoded(raw, path)
    read = _ftm_rows if text.lstrip()[:1] in {"{", "["} else _csv_rows
    actors: dict[str, tuple[int, Actor]] = {}
    for number, actor in read(text, _refuser(path)):
        if actor.id in actors:
            raise _refuser(path)(number, f"the id {actor.id!r} stands in line {actors[actor.id][0]} too")
        actors[actor.id] = number, actor
    if not actors:
        raise UsageError(f"{path}: no actor in it", hint=_HINT)
    return ActorFile(tuple(actor for _, actor in actors.values()), hashlib.sha256(raw).hexdigest())


Refuse = Callable[[int, str], UsageError]


def _refuser(path: str | Path) -> Refuse:
    return lambda number, reason: UsageError(f"{path}: line {number}: {reason}", hint=_HINT)


def _decoded(raw: bytes, path: str | Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        number = raw.count(b"\n", 0, err.start) + 1
        raise _refuser(path)(number, "not UTF-8") from err


# ---- CSV


def _csv_rows(text: str, refuse: Refuse) -> Rows:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, refuse)
            elif len(cells) != len(header):
                raise refuse(lines.line_num, f"{len(cells)} cells, the first line has {len(header)}")
            else:
                row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
                yield lines.line_num, _csv_actor(row, lines.line_num, refuse)
    except csv.Error as err:
        raise refuse(lines.line_num, f"no CSV ({err})") from err


def _header(cells: Sequence[str], refuse: Refuse) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    unknown = [name for name in names if name not in COLUMNS]
    if "name" not in names:
        raise refuse(1, "no column 'name'")
    if unknown or len(set(names)) < len(names):
        raise refuse(1, f"no column {unknown[0]!r} is known" if unknown else "a column stands there twice")
    return names


def _csv_actor(row: Mapping[str, str], number: int, refuse: Refuse) -> Actor:
    if not row["name"]:
        raise refuse(number, "no name")
    aliases = [alias.strip() for alias in re.split(r"[|;]", row.get("aliases", ""))]
    first, last = (_day(row.get(name, ""), number, refuse) for name in ("valid_from", "valid_to"))
    if first and last and first > last:
        raise refuse(number, f"valid_from {first} is after valid_to {last}")
    return Actor(
        id=row.get("id") or f"line {number}",
        names=tuple(dict.fromkeys(name for name in (row["name"], *aliases) if name)),
        type=_type(row.get("type", ""), number, refuse),
        country=_country(row.get("country", ""), number, refuse),
        sector=_sector(row.get("sector", ""), number, refuse),
        wikidata=_wikidata(row.get("wikidata", ""), number, refuse),
        valid_from=first,
        valid_to=last,
    )


def _day(words: str, number: int, refuse: Refuse) -> str | None:
    if words and not _DAY.fullmatch(words):
        raise refuse(number, f"{words!r} is no day, month or year such as 2018-09-14")
    return words or None


def _type(words: str, number: int, refuse: Refuse) -> EntityType | None:
    known = _TYPES.get(words.lower(), words.upper())
    if known and known not in get_args(EntityType):
        raise refuse(number, f"no type {words!r}; there are {', '.join(get_args(EntityType))}")
    return cast("EntityType", known) if known else None


def _country(words: str, number: int, refuse: Refuse) -> str | None:
    code = _countries().get(words.lower())
    if words and code is None:
        raise refuse(number, f"no country {words!r}; give an ISO 3166 code")
    return code


@cache
def _countries() -> dict[str, str]:
    """Alpha-2 and alpha-3 codes and names, in small letters -> alpha-3."""
    found: dict[str, str] = {}
    for row in load_table("countries.tsv"):
        for form in (row["alpha3"], row["alpha2"], row["name"]):
            found[form.lower()] = row["alpha3"]
    return found


def _sector(words: str, number: int, refuse: Refuse) -> str | None:
    if words and words.upper() not in load_lines("plover_sectors.txt"):
        raise refuse(number, f"no sector {words!r}; give a code of PLOVER's, such as GOV or REB")
    return words.upper() or None


def _wikidata(words: str, number: int, refuse: Refuse) -> str | None:
    if words and not _WIKIDATA.fullmatch(words):
        raise refuse(number, f"{words!r} is no Wikidata id such as Q42")
    return words or None


# ---- FollowTheMoney


def _ftm_rows(text: str, refuse: Refuse) -> Rows:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        entity = _ftm_entity(line, number, refuse)
        if entity["schema"] in _SCHEMATA:
            yield number, _ftm_actor(entity, number, refuse)


def _ftm_entity(line: str, number: int, refuse: Refuse) -> dict[str, Any]:
    try:
        entity = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as err:
        raise refuse(number, f"no JSON ({err})") from err
    shaped = isinstance(entity, dict) and all(isinstance(entity.get(key), str) for key in ("id", "schema"))
    properties = entity.get("properties") if shaped else None
    if not isinstance(properties, dict):
        raise refuse(number, 'no FollowTheMoney entity: {"id", "schema", "properties": {"name": [..]}}')
    for name, values in properties.items():
        if not isinstance(values, list):
            raise refuse(number, f"the property {name!r} is no list")
    return cast("dict[str, Any]", entity)


def _ftm_actor(entity: Mapping[str, Any], number: int, refuse: Refuse) -> Actor:
    names = [*_texts(entity, "name"), *_texts(entity, "alias"), *_texts(entity, "previousName")]
    if not _texts(entity, "name"):
        raise refuse(number, "no name")
    countries = [*_texts(entity, "country"), *_texts(entity, "jurisdiction"), *_texts(entity, "nationality")]
    codes = list(
        dict.fromkeys(_countries()[code.lower()] for code in countries if code.lower() in _countries())
    )
    topics = {row["topic"]: row["sector"] for row in load_table("topic_sectors.tsv")}
    sectors = list(dict.fromkeys(topics[topic] for topic in _texts(entity, "topics") if topic in topics))
    wikidata = next(iter(_texts(entity, "wikidataId")), "")
    return Actor(
        id=entity["id"],
        names=tuple(dict.fromkeys(names)),
        type=cast("EntityType | None", _SCHEMATA[entity["schema"]]),
        country=codes[0] if len(codes) == 1 else None,
        sector=sectors[0] if len(sectors) == 1 else None,
        wikidata=_wikidata(wikidata, number, refuse),
    )


def _texts(entity: Mapping[str, Any], name: str) -> list[str]:
    return [
        value.strip()
        for value in entity["properties"].get(name, ())
        if isinstance(value, str) and value.strip()
    ]
