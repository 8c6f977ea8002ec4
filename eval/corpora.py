"""The development corpora, read from a folder outside the repository; nothing of them is kept here."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ATTRIBUTION = Path("attribution")
ROLES = ("source", "cue", "content")

Pieces = tuple[tuple[int, int], ...]
"""Spans of one role: `[start, end)` in code points of the text."""
Roles = dict[str, Pieces]


@dataclass(frozen=True)
class Gold:
    """One report and its attributions, as people annotated them."""

    id: str
    text: str
    publisher: str
    published: str
    attributions: tuple[Roles, ...]


@dataclass(frozen=True)
class Corpus:
    """The reports of one file, and the sha256 of its content."""

    name: str
    sha256: str
    reports: tuple[Gold, ...]


def stop(message: str) -> SystemExit:
    """What ends a script for wrong usage: the message on standard error, exit status 2."""
    sys.stderr.write(message + "\n")
    return SystemExit(2)


def read_polnear(folder: Path, part: str) -> Corpus:
    """PolNeAR's `train` or `dev` part (Newell, Margolin and Ruths 2018) from the folder of corpora.

    Raises:
        SystemExit: the file is not there; the message says which file, and in what shape.
    """
    path = folder / ATTRIBUTION / f"polnear.{part}.jsonl.gz"
    content = read_packed(path)
    reports = tuple(_gold(json.loads(line)) for line in content.decode("utf-8").split("\n") if line)
    return Corpus(f"polnear.{part}", hashlib.sha256(content).hexdigest(), reports)


def read_packed(path: Path) -> bytes:
    """The content of a gzipped file.

    Raises:
        SystemExit: the file is not there.
    """
    if not path.is_file():
        raise stop(
            f"{path}: not there.\nGive the folder of the corpora, as in 'make eval DATA=folder'. It needs "
            f"{ATTRIBUTION}/polnear.dev.jsonl.gz (for bench: polnear.train.jsonl.gz), one JSON object a line: "
            '{"id", "publisher", "date", "text", "attributions": [{"source", "cue", "content": [[start, end], ..]}]}, '
            "made from the PolNeAR corpus, which its makers publish."
        )
    return gzip.decompress(path.read_bytes())


def read_predictions(path: Path) -> dict[str, tuple[Roles, ...]]:
    """Attributions by report id, from JSON lines: records, or objects of `id` and `attributions`."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return dict(_prediction(json.loads(line)) for line in lines if line.strip())


def comparable(attributions: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> tuple[Roles, ...]:
    """Those of one layer: what one attribution reports inside another is not marked in PolNeAR.

    >>> comparable([{"cue": [[3, 7]]}, {"cue": [[9, 12]], "inside": "a1"}])
    ({'source': (), 'cue': ((3, 7),), 'content': ()},)
    """
    return tuple(_roles(raw) for raw in attributions if raw.get("inside") is None)


def _gold(raw: dict[str, Any]) -> Gold:
    attributions = tuple(_roles(attribution) for attribution in raw["attributions"])
    return Gold(raw["id"], raw["text"], raw["publisher"], raw["date"], attributions)


def _prediction(raw: dict[str, Any]) -> tuple[str, tuple[Roles, ...]]:
    key = raw["document"]["origin"] if "document" in raw else raw["id"]
    return key, comparable(raw["attributions"])


def _roles(raw: dict[str, Any]) -> Roles:
    return {role: tuple((start, end) for start, end in raw.get(role) or ()) for role in ROLES}
