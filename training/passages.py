"""The passages written for training, in the shape of PolNeAR's articles; the evaluation's are others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.annotate.retold import LEAST_WORDS
from eval.corpora import Roles
from eval.inline import outer, read_file

FOLDER = Path(__file__).with_name("data") / "attributions"
MARKS = {'"': '"', "“": "”", "'": "'", "‘": "’"}
"""Quotation marks that open, with those that close."""


def own_passages(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Each passage's `id`, `text` and `attributions`, those inside another's content left out, as PolNeAR has it.

    What somebody says is a passage of its own too, with the attributions inside of it, as it is read a second time; but
    only of passages in which such are marked.

    >>> passages = own_passages()
    >>> sorted(passages[0])
    ['attributions', 'id', 'text']
    """
    return [
        passage
        for path in sorted(folder.glob("*.txt"))
        for key, text, marked in read_file(path)
        for passage in (
            {"id": key, "text": text, "attributions": list(outer(marked))},
            *retold(key, text, marked),
        )
    ]


def retold(key: str, text: str, marked: Sequence[Roles]) -> Iterator[dict[str, Any]]:
    """The contents of a passage, without the quotation marks around them, if any has an attribution inside.

    >>> marked = [{"source": ((0, 3),), "cue": ((4, 8),), "content": ((9, 37),)},
    ...           {"source": ((10, 12),), "cue": ((13, 19),), "content": ((20, 35),)}]
    >>> inner, = retold("p", 'Roa said "We denied that we knew it." Yes.', marked)
    >>> inner["text"], inner["attributions"][0]["cue"]
    ('We denied that we knew it.', ((3, 9),))
    """
    outermost = outer(marked)
    if len(outermost) == len(marked):
        return
    for number, piece in enumerate(sorted({piece for one in outermost for piece in one["content"]})):
        start, end = _without_marks(text, piece)
        if len(text[start:end].split()) < LEAST_WORDS:
            continue
        inside = [one for one in marked if _all_in(one, start, end) and one not in outermost]
        moved = [
            {role: tuple((a - start, b - start) for a, b in its) for role, its in one.items()}
            for one in inside
        ]
        yield {"id": f"{key}/{number}", "text": text[start:end], "attributions": list(outer(moved))}


def _without_marks(text: str, piece: tuple[int, int]) -> tuple[int, int]:
    start, end = piece
    whole = end - start > 1 and MARKS.get(text[start]) == text[end - 1]
    return (start + 1, end - 1) if whole else piece


def _all_in(attribution: Roles, start: int, end: int) -> bool:
    return all(start <= a and b <= end for its in attribution.values() for a, b in its)
