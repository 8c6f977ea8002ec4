"""The passages written for training, in the shape of PolNeAR's articles; the evaluation's are others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.inline import outer, read_file

FOLDER = Path(__file__).with_name("data") / "attributions"


def own_passages(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Each passage's `id`, `text` and `attributions`, those inside another's content left out, as PolNeAR has it.

    >>> passages = own_passages()
    >>> len(passages), sorted(passages[0])
    (292, ['attributions', 'id', 'text'])
    """
    return [
        {"id": key, "text": text, "attributions": list(outer(marked))}
        for path in sorted(folder.glob("*.txt"))
        for key, text, marked in read_file(path)
    ]
