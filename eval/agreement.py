"""Prints how far two people agree on the passages of conflict reporting: `python -m eval.agreement`.

`conflict_passages/second` holds a fifth of the passages without marks. Another person marks them as the README there
says, without looking at the first marks; then the same measures that score the reader score the second marks against
the first, and tell how well a reader could do at best. Passages that nobody has marked yet are named and left out.
`--plain FOLDER` writes those passages anew, without marks.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.attributions import MEASURES, add_up, score_report
from eval.corpora import Roles, stop
from eval.inline import outer, read_file, split_passages, strip_marks

FOLDER = Path(__file__).with_name("conflict_passages")
SECOND = FOLDER / "second"
EVERY = 5
"""One passage in five is marked twice."""

Marked = dict[str, tuple[str, tuple[Roles, ...]]]
"""Text and attributions of one layer, by the id of the passage."""


def read_marked(folder: Path) -> Marked:
    """The passages of a folder's files."""
    return {
        key: (text, outer(found))
        for path in sorted(folder.glob("*.txt"))
        for key, text, found in read_file(path)
    }


def plain_passages(folder: Path = FOLDER) -> str:
    """Every fifth passage without its marks, as one file."""
    passages = [
        passage
        for path in sorted(folder.glob("*.txt"))
        for passage in split_passages(path.read_text(encoding="utf-8"))
    ]
    return strip_marks(passages[EVERY - 1 :: EVERY])


def compare(first: Marked, second: Marked) -> str:
    """The measures of the second marks against the first, over the passages that both have.

    Raises:
        SystemExit: a passage's text is not the same in both, or the first lacks it.
    """
    for key, (text, _) in second.items():
        if key not in first or first[key][0] != text:
            raise stop(f"{key}: the text is not that of the first marks; only braces may be added")
    done = {key: found for key, (_, found) in second.items() if found}
    lines = [f"{key}: not marked yet" for key in second if key not in done]
    if done:
        rows = [score_report(first[key][0], first[key][1], found) for key, found in done.items()]
        totals = add_up(rows)
        lines.append(f"{len(done)} passages marked by two people, F1 of the second against the first")
        lines += [f"{measure:42s} {totals[measure].f1:5.1f}" for measure in MEASURES]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the agreement, or write the passages without marks."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.agreement", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--second", type=Path, default=SECOND, help="the folder of the second marks")
    parser.add_argument("--plain", type=Path, help="a folder to write the passages to, without marks")
    options = parser.parse_args(argv)
    if options.plain:
        options.plain.mkdir(parents=True, exist_ok=True)
        (options.plain / "passages.txt").write_text(plain_passages(), encoding="utf-8", newline="\n")
        return 0
    sys.stdout.write(compare(read_marked(FOLDER), read_marked(options.second)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
