"""Writes the development scores of shipped weights into their manifest.

python -m eval.gate --data DATA --write && python -m training.describe --weights src/dragoman/encode/weights
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from eval.gate import FLOORS, load_floors


def main() -> None:
    """Copies the floors, which the gate has just measured, beside the hashes."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--weights", type=Path, required=True)
    options.add_argument("--floors", type=Path, default=FLOORS)
    given = options.parse_args()
    path = given.weights / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["development"] = {
        corpus: {"reports": kept["reports"], "scores": kept["floors"]}
        for corpus, kept in load_floors(given.floors).items()
    }
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
