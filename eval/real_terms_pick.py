"""Which stretches of real reports terms are measured on: drawn by a hash among those that have the words for it.

`python -m eval.real_terms_pick --data folder` prints id, document and offsets of each; with `--text file` it also
writes them outside the repository, to be annotated by docs/terms.md. Whether a stretch has a term is for whoever
annotates it to say: words alone draw it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from dragoman.types import Span
from eval.gate import say
from training.pick_real import number
from training.real_texts import Stretch, all_documents, printed, sentences

LENGTHS = (1, 2, 2, 3)
ARRANGEMENT = re.compile(
    r"\b(?:truces?|cease\s*-?\s*fires?|armistice|cessation\s+of\s+hostilities"
    r"|(?:humanitarian|safe|evacuation)\s+corridors?|prisoner\s+(?:exchange|swap)s?"
    r"|(?:exchange|swap)\s+of\s+(?:prisoner|bod|captive|hostage)\w*"
    r"|withdraw\w*(?:\s+\w+){0,3}\s+(?:troops|forces|soldiers|army)|troops?\s+(?:withdraw|pull)\w*"
    r"|demilitari[sz]\w*|(?:safe|buffer|no-fly)\s+zone)\b",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"\b(?:truces?|cease\s*-?\s*fires?|corridors?|exchang(?:ed|es)|swap\w*|withdr[ae]w\w*|amnesty|evacuat\w+|disarm\w*"
    r"|pull(?:ed|s|ing)?\s+out|hostilities|surrender\w*)\b",
    re.IGNORECASE,
)
DRAWS = (
    (ARRANGEMENT, {"muc": 30, "rams": 16, "newsdiscourse": 7, "timebank": 5, "polnear": 8}),
    (
        OTHERWISE,
        {"newsdiscourse": 8, "timebank": 8, "polnear": 8, "ecbplus": 12, "gum": 8, "rams": 8, "muc": 8},
    ),
)
"""Words, and how many documents of each set."""


def picked_terms(data: Path) -> Iterator[Stretch]:
    """All of them, those with the words of an arrangement first."""
    seen: set[tuple[str, str]] = set()
    counted: Counter[str] = Counter()
    for words, sets in DRAWS:
        for name, wanted in sets.items():
            for document, start, end in islice(_drawn(data, name, words, seen), wanted):
                counted[name] += 1
                key = f"{name}-{counted[name]:02}"
                yield Stretch(set=name, id=key, document=document, start=start, end=end)


def _drawn(
    data: Path, name: str, words: re.Pattern[str], seen: set[tuple[str, str]]
) -> Iterator[tuple[str, int, int]]:
    """A stretch of each document that has the words, in the order of their hash; no document or sentence twice."""
    for document, raw in sorted(all_documents(data, name), key=lambda pair: number("terms", name, pair[0])):
        hits = _sentences_with(name, raw, words) if words.search(raw) else ()
        if not hits or (name, document) in seen:
            continue
        hit = hits[number("which", name, document) % len(hits)]
        spans = sentences(name, raw)
        text = printed(name, spans[hit].of(raw))
        if (name, text) not in seen:
            seen |= {(name, document), (name, text)}
            yield document, *_around(name, document, spans, hit)


def _sentences_with(name: str, raw: str, words: re.Pattern[str]) -> tuple[int, ...]:
    return tuple(at for at, span in enumerate(sentences(name, raw)) if words.search(span.of(raw)))


def _around(name: str, document: str, spans: Sequence[Span], hit: int) -> tuple[int, int]:
    """One to three sentences, `hit` among them; which ones, the hash says."""
    length = LENGTHS[number("terms length", name, document) % len(LENGTHS)]
    first = max(hit - number("terms first", name, document) % length, 0)
    return spans[first].start, spans[min(first + length, len(spans)) - 1].end


def main() -> None:
    """Prints the stretches; writes their texts if asked."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--text", type=Path, help="a file outside the repository for the texts to annotate")
    given = options.parse_args()
    texts = []
    for stretch in picked_terms(given.data):
        say(f"{stretch.set}\t{stretch.id}\t{stretch.document}\t{stretch.start}\t{stretch.end}")
        raw = dict(all_documents(given.data, stretch.set))[stretch.document][stretch.start : stretch.end]
        texts.append(f"== {stretch.id}\n{printed(stretch.set, raw)}\n")
    if given.text:
        given.text.write_text("\n".join(texts), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
