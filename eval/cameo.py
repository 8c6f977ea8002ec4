"""Single sentences with a quad class and marked parties, read in whole records: a yardstick while building.

    python -m eval.cameo --data folder --scorers folder
    python -m eval.cameo --data folder --scorers folder --every 5 --weights folder

The sentences are ConfliBERT's (`events/cameo_class.train.tsv`, `events/cameo_ner.train.txt`), coded in the older CAMEO
scheme; they say what to expect of sentences coded in PLOVER's. The folder of scorers holds `gold_from_cameo.py CLASSES
NER -o GOLD` and `plover.py GOLD RECORDS --boot N`. One event is marked a sentence even where there are more, so that
precision means "beside the marked one"; many sentences of class 0 do hold an event. For checking alone: no weights
learn from these files.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from eval.corpora import stop
from eval.gate import DRAWS, say
from eval.reading import read_reports

FILES = (Path("events") / "cameo_class.train.tsv", Path("events") / "cameo_ner.train.txt")
PROGRAMS = ("gold_from_cameo.py", "plover.py")


def main() -> None:
    """Reads the options, makes gold and records, prints what the scorer says of them."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--scorers", type=Path, required=True, help="the folder of the two programs")
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument("--every", type=int, default=1, help="only one sentence in so many")
    given = options.parse_args()
    for path in (*(given.data / name for name in FILES), *(given.scorers / name for name in PROGRAMS)):
        if not path.is_file():
            raise stop(f"{path}: not there; --data names the folder of the corpora, --scorers the programs'")
    with tempfile.TemporaryDirectory() as folder:
        say(score(given.data, given.scorers, Path(folder), weights=given.weights, every=given.every))


def score(data: Path, scorers: Path, work: Path, *, weights: Path | None, every: int) -> str:
    """What the scorer prints of the records of one sentence in `every`."""
    whole, gold, held = (work / f"{name}.jsonl" for name in ("whole", "gold", "records"))
    maker, scorer = (scorers / name for name in PROGRAMS)
    _run(maker, *(data / name for name in FILES), "-o", whole)
    rows = [line for line in whole.read_bytes().split(b"\n") if line][::every]
    gold.write_bytes(b"".join(row + b"\n" for row in rows))
    reports = ({"id": row["id"], "text": row["text"]} for row in map(msgspec.json.decode, rows))
    with held.open("wb") as out:
        for record in read_reports(reports, weights):
            out.write(msgspec.json.encode(record) + b"\n")
    return _run(scorer, gold, held, "--boot", DRAWS)


def _run(program: Path, *arguments: object) -> str:
    called = [sys.executable, str(program), *map(str, arguments)]
    return subprocess.run(called, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
