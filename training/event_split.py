"""Parts the event sentences: a fifth held out for measuring, a fifth as bare text for a second annotator.

`python -m training.event_split` moves held-out passages into `heldout/` and writes the bare text of the second fifth
that isn't there yet into `second/`. Both hang on the passage's id alone, so adding passages moves no other.
"""

from __future__ import annotations

import re
from pathlib import Path

from training.events import FOLDER, HELD_OUT, SECOND, is_held_out, is_second

_PREFACE = (
    "# To be annotated from docs/events.md alone, without sight of the first labels: write the labels under each\n"
    "# text, or NONE. 'python -m training.agreement_events' tells how far the two agree.\n"
)


def split_folder(folder: Path) -> int:
    """Moves the held-out passages of all files right under `folder`; how many were moved."""
    moved = 0
    for path in sorted(folder.glob("*.txt")):
        preface, blocks = _blocks(path)
        out = [block for name, block in blocks if is_held_out(name)]
        if not out:
            continue
        _append(folder / HELD_OUT / path.name, out, preface)
        path.write_text(preface + "\n" + "\n".join(b for n, b in blocks if not is_held_out(n)), "utf-8")
        moved += len(out)
    return moved


def write_second(folder: Path) -> int:
    """Adds the bare text of passages of the second fifth to `second/`; how many were new there."""
    known = {name for path in (folder / SECOND).glob("*.txt") for name, _ in _blocks(path)[1]}
    written = 0
    for name in sorted({path.name for part in ("", HELD_OUT) for path in (folder / part).glob("*.txt")}):
        paths = [folder / name, folder / HELD_OUT / name]
        blocks = sorted(block for path in paths if path.is_file() for block in _blocks(path)[1])
        new = [
            "\n".join(block.split("\n")[:2]) + "\n" for n, block in blocks if is_second(n) and n not in known
        ]
        if new:
            _append(folder / SECOND / name, new, _PREFACE)
        written += len(new)
    return written


def _append(path: Path, blocks: list[str], preface: str) -> None:
    path.parent.mkdir(exist_ok=True)
    before = path.read_text("utf-8").rstrip("\n") + "\n" if path.is_file() else preface
    path.write_text(before + "\n" + "\n".join(blocks), "utf-8")


def _blocks(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first passage, and each passage's id with its lines."""
    preface, *parts = re.split(r"^(?=@)", path.read_text("utf-8"), flags=re.MULTILINE)
    return preface.rstrip("\n") + "\n", [(_id(part), part.strip("\n") + "\n") for part in parts]


def _id(block: str) -> str:
    return block[1:].split(maxsplit=1)[0]


def main() -> None:
    """Splits and writes, and says how much."""
    print(
        f"{split_folder(FOLDER)} passages moved to {HELD_OUT}/, {write_second(FOLDER)} written to {SECOND}/"
    )


if __name__ == "__main__":
    main()
