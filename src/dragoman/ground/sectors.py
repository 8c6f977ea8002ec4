"""Sectors (PLOVER's codes) that an office or the name of a body shows; read by `entities`."""

from __future__ import annotations

from functools import cache

from dragoman.ground.countries import fold, seat_of_government
from dragoman.resources import load_table

_LONGEST = 7
STATE_SECTORS: frozenset[str] = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""Sectors of bodies that belong to a state: "Germany's Foreign Ministry" is German, "Ukraine's NATO" is not."""


@cache
def _table(kind: str) -> dict[str, str]:
    return {fold(row["words"]): row["sector"] for row in load_table("sectors.tsv") if row["kind"] == kind}


def _longest_known(words: str, table: dict[str, str]) -> str | None:
    """The sector of the longest known words inside `words`; of two as long the last, an English name's head."""
    parts = fold(words).split()
    for size in range(min(_LONGEST, len(parts)), 0, -1):
        for start in range(len(parts) - size, -1, -1):
            sector = table.get(" ".join(parts[start : start + size]))
            if sector is not None:
                return sector
    return None


def sector_of_body(name: str) -> str | None:
    """The sector that the name of a body or a group shows.

    >>> sector_of_body("Russian Foreign Ministry"), sector_of_body("Kremlin"), sector_of_body("Acme")
    ('GOV', 'GOV', None)
    """
    seat = seat_of_government(name)
    return seat.sector if seat else _longest_known(name, _table("noun"))


def sector_of_role(title: str, of: str | None) -> str | None:
    """The sector that an office shows: by the body it belongs to, then by its title.

    `of` is a country's code, a body's name or None. Former officials are ELI, as PLOVER has it.

    >>> sector_of_role("foreign minister", "RUS"), sector_of_role("spokesperson", "Hamas")
    ('GOV', 'REB')
    >>> sector_of_role("former president", None), sector_of_role("spokesperson", None)
    ('ELI', None)
    """
    titles = _table("title")
    if title.casefold().startswith("former "):
        return titles.get("former")
    body = sector_of_body(of) if of else None
    return body or _longest_known(title, titles)
