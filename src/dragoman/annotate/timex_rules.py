"""The grammar of time expressions, compiled from its table; used by `annotate.timexes`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dragoman.annotate.timex_tokens import OTHER, letters
from dragoman.errors import ResourceError
from dragoman.resources import load_table

RULES = "timex_rules.tsv"
_LOOK = {"after": "(?<=", "before": "(?=", "notafter": "(?<!", "notbefore": "(?!"}
_PIECE = re.compile(r"(after|before|notafter|notbefore)\(([^()]*)\)|@([a-z0-9]+)|([a-z0-9]+)|([()|?])|\s+")


class Rule(NamedTuple):
    """A rule's name, the builder that makes its value, and what is handed to the builder."""

    name: str
    build: str
    value: str


def _letter(name: str) -> str:
    table = letters() | {"unknown": OTHER}
    if name not in table:
        raise ResourceError(f"{RULES}: no class {name!r}", hint="name a class of timex_words.tsv")
    return table[name]


def _translate(pattern: str, macros: dict[str, str]) -> str:
    """A rule over class names as a regular expression over their letters."""
    parts: list[str] = []
    for look, inside, macro, name, sign in _PIECE.findall(pattern):
        if look:
            parts.append(_LOOK[look] + "[" + "".join(map(_letter, re.findall(r"\w+", inside))) + "])")
        elif macro:
            parts.append(macros[macro])
        elif name:
            parts.append(_letter(name))
        elif sign:
            parts.append("(?:" if sign == "(" else sign)
    return "".join(parts)


@cache
def grammar() -> tuple[re.Pattern[str], dict[str, Rule]]:
    """One pattern over letters, whose groups are the rules, in order of preference; and the rules by group name.

    Raises:
        ResourceError: a rule names a class that does not exist.
    """
    macros: dict[str, str] = {}
    patterns: list[str] = []
    rules: dict[str, Rule] = {}
    for row in load_table(RULES):
        pattern = _translate(row["pattern"], macros)
        if row["build"] == "=":
            macros[row["name"]] = f"(?:{pattern})"
        else:
            patterns.append(f"(?P<{row['name']}>{pattern})")
            rules[row["name"]] = Rule(row["name"], row["build"], row.get("value", ""))
    return re.compile(f"(?!{OTHER})(?:{'|'.join(patterns)})"), rules
