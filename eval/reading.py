"""Texts of the corpora read in whole records, as `dragoman read` would, with other weights if they are named."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.corpora import stop

if TYPE_CHECKING:
    from dragoman.types import Record

WORKERS = 2


def read_reports(
    reports: Iterable[dict[str, Any]], weights: Path | None = None, *, workers: int = WORKERS
) -> Iterator[Record]:
    """The record of each report, in order; a report is an object such as `dragoman read docs.jsonl` takes.

    Raises:
        SystemExit: a report cannot be read.
    """
    import dragoman

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        lines = (json.dumps(report) + "\n" for report in reports)
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
        for outcome in dragoman.read_many([path], workers=workers, weights=weights):
            if isinstance(outcome, dragoman.Failure):
                raise SystemExit(f"{outcome.origin}: {outcome.reason}")
            yield outcome


def read_texts(texts: dict[str, str], weights: Path | None = None) -> dict[str, Record]:
    """Whole records by id, each text a report of its own."""
    reports = ({"id": key, "text": text} for key, text in texts.items())
    return {record.document.origin: record for record in read_reports(reports, weights)}


def read_rows(path: Path, shape: str) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped file of JSON lines; `shape` tells what it should hold, where it is not there.

    Raises:
        SystemExit: there is no such file.
    """
    if not path.is_file():
        raise stop(f"{path}: not there. Give the folder of the corpora with --data; the file holds {shape}.")
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
