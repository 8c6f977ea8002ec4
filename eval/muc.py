"""MUC-4's test sets read in whole records, mapped to templates and scored by a scorer that is named: TST1, TST2 apart.

    python -m eval.muc --data folder --scorer folder/muc.py
    python -m eval.muc --data folder --scorer folder/muc.py --weights folder --keep build/muc
    python -m eval.muc --data folder --scorer folder/muc.py --part dev --every 13

The scorer is a program called as `python muc.py GOLD SYSTEM --boot N`; it prints each slot, the six that are asked for
on their own, and all, each over all templates and over those alone that found a partner. The first says how well the
task is done, the second how well its slots are filled: MUC counts terrorist incidents against civilians only, so that a
reader of all events loses precision for events that did happen. Its texts are upper case.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from eval.corpora import stop
from eval.gate import DRAWS, say
from eval.muc_templates import templates_of
from eval.reading import read_reports, read_rows

FOLDER = Path("events") / "muc"
SHAPE = '{"id", "text", "has_key", "templates"} a line'
PARTS = ("tst1", "tst2")


def main() -> None:
    """Reads the options, then each part: records, templates, scores."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--scorer", type=Path, required=True, help="the program that compares templates")
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument("--part", action="append", choices=("tst1", "tst2", "dev"), help="else both tests")
    options.add_argument("--every", type=int, default=1, help="only one report in so many")
    options.add_argument("--keep", type=Path, help="leave records and templates in this folder")
    given = options.parse_args()
    if not given.scorer.is_file():
        raise stop(f"{given.scorer}: not there; name the program that scores MUC templates with --scorer")
    with tempfile.TemporaryDirectory() as folder:
        work = given.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        for part in given.part or PARTS:
            rows = list(read_rows(given.data / FOLDER / f"{part}.jsonl.gz", SHAPE))[:: given.every]
            gold = [row for row in rows if row["has_key"]]
            say(f"\n{part.upper()}, {len(gold)} reports")
            say(score(gold, work / part, weights=given.weights, scorer=given.scorer))


def score(gold: Sequence[dict[str, object]], work: Path, *, weights: Path | None, scorer: Path) -> str:
    """What the scorer prints of the templates that come of these reports; its files are named after `work`."""
    key, records, system = (work.with_suffix(f".{name}.jsonl") for name in ("gold", "records", "templates"))
    key.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in gold))
    with records.open("wb") as held, system.open("wb") as filled:
        for record in read_reports(({"id": row["id"], "text": row["text"]} for row in gold), weights):
            held.write(msgspec.json.encode(record) + b"\n")
            row = {"id": record.document.origin, "templates": templates_of(record)}
            filled.write(msgspec.json.encode(row) + b"\n")
    called = [sys.executable, str(scorer), str(key), str(system), "--boot", str(DRAWS)]
    return subprocess.run(called, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
