"""Holds the words that state the kind of a count against what people marked in the project's own passages.

python -m eval.stated_kinds         needs no weights; the held-out fifth is left out
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterator

from dragoman.annotate.stated_kinds import (
    CHECKED,
    MAY_BE_HURT,
    corrected_status,
    is_only_hurt,
    stated_kind,
)
from dragoman.segment.paragraphs import find_paragraphs
from dragoman.segment.sentences import find_sentences
from eval.gate import say
from training.events import Passage, load_events

Z95 = 1.959964
OTHER = {"civilian": "combatant", "combatant": "civilian"}


def main() -> None:
    """Counts and prints; figures whose words state another kind are shown, they are our own sentences."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--show", action="store_true", help="figures whose words state another kind")
    given = options.parse_args()
    passages = load_events()
    rows = [row for passage in passages for row in kinds_of(passage)]
    say(line("kind", Counter(None if stated is None else stated == marked for _, marked, stated in rows)))
    say(line("status", Counter(right for passage in passages for right in status_right(passage))))
    if given.show:
        others = (row for row in rows if row[2] not in (None, row[1]))
        say("\n".join(f"{marked}, stated {stated}: {words}" for words, marked, stated in others))


def kinds_of(passage: Passage) -> Iterator[tuple[str, str, str | None]]:
    """Of each figure that counts people's fates: its sentence, the kind a person marked, the kind that words state.

    For who was shot or stabbed and may have died the kind is the one that the sentences behind leave.
    """
    sentences = find_sentences(passage.text, find_paragraphs(passage.text))
    for figure in passage.figures:
        at = next((n for n, one in enumerate(sentences) if one.covers(figure.span)), 0)
        if figure.what in CHECKED:
            stated = stated_kind(passage.text, figure.span, sentences[at])
            if (
                stated is None
                and figure.what in {*MAY_BE_HURT, "injured"}
                and is_only_hurt(passage.text, figure.span, sentences, at)
            ):
                stated = "injured"
            yield sentences[at].of(passage.text), figure.what, stated


def status_right(passage: Passage) -> Iterator[bool | None]:
    """Of each figure with a status: whether words that contradict the other one state it; None if none do."""
    for figure in passage.figures:
        if figure.status:
            wrong = OTHER[figure.status]
            spans = (figure.span, figure.of.span) if figure.of else (figure.span,)
            stated = corrected_status(wrong, " ".join(span.of(passage.text) for span in spans))
            yield True if stated == figure.status else None


def line(name: str, counts: Counter[bool | None]) -> str:
    """How many have it stated, and how many of those rightly, with Wilson's interval (1927)."""
    right, stated = counts[True], counts[True] + counts[False]
    low, high = wilson(right, stated)
    share = f"{right} right: {right / max(stated, 1):.1%} ({low:.1%} - {high:.1%})"
    return f"{name}: {sum(counts.values())} figures, stated of {stated}, {share}"


def wilson(right: int, number: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    >>> [round(bound, 3) for bound in wilson(481, 488)]
    [0.971, 0.993]
    """
    if not number:
        return 0.0, 1.0
    share, weight = right / number, Z95**2 / number
    middle = (share + weight / 2) / (1 + weight)
    half = Z95 / (1 + weight) * math.sqrt(share * (1 - share) / number + weight / (4 * number))
    return middle - half, middle + half


if __name__ == "__main__":
    main()
