"""Builds `given_names.tsv` from the counts of given names that the US Social Security Administration publishes.

Usage: `python scripts/build_given_names.py COUNTS.csv.gz EXTRA.tsv > src/dragoman/resources/given_names.tsv`, where
COUNTS has the columns year_of_birth, first_name, sex (M or F) and count in any order, and EXTRA (name, gender) holds
names that are rare in the United States and common in the news.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from pathlib import Path

MIN_BEARERS = 20_000
MIN_SHARE = 0.98  # a name is listed only if this share of its bearers is of one gender


def count_names(path: Path) -> Counter[tuple[str, str]]:
    """Bearers of each (name, gender), all years together."""
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            counts[row["first_name"].strip().lower(), row["sex"].strip().lower()] += int(float(row["count"]))
    return counts


def clear_names(counts: Counter[tuple[str, str]]) -> dict[str, str]:
    """The names that are borne almost only by one gender."""
    clear: dict[str, str] = {}
    for name in sorted({name for name, _ in counts}):
        total = counts[name, "m"] + counts[name, "f"]
        gender = "m" if counts[name, "m"] > counts[name, "f"] else "f"
        if total >= MIN_BEARERS and counts[name, gender] >= MIN_SHARE * total:
            clear[name] = gender
    return clear


def main(counts_path: str, extra_path: str) -> None:
    """Writes the table to standard output."""
    names = clear_names(count_names(Path(counts_path)))
    for line in Path(extra_path).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith(("#", "name\t")):
            name, gender = line.split("\t")
            names[name] = gender
    rows = [f"{name}\t{gender}" for name, gender in sorted(names.items()) if gender != "-"]
    sys.stdout.write("\n".join(["name\tgender", *rows]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
