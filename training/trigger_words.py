"""Words that news may use for an event, by type, mode and use: what a trigger of the passages may be replaced with.

`python -m training.trigger_words` checks the tables in `training/data/triggers` and counts what is there.

A line is a word in one use. `preposition` is what stands between a verb and the one it is done to (none: the object
follows at once; `-`: nobody follows), or behind a noun. `forms` are a verb's base, third person, past, participle and
-ing form, or a noun's singular and plural.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.event_labels import ontology

FOLDER = Path(__file__).parent / "data" / "triggers"
COLUMNS = ["type", "mode", "sort", "preposition", "forms"]
VERB_FORMS = ("base", "third", "past", "participle", "ing")
NOUN_FORMS = ("singular", "plural")
NOBODY = "-"
"""The preposition of a verb that is done to nobody."""
NO_MODE = "-"
"""The mode of an event that is said without one."""


@dataclass(frozen=True)
class Use:
    """A word in one use; `forms` in the order of `VERB_FORMS` or `NOUN_FORMS`."""

    type: str
    mode: str
    sort: str
    preposition: str
    forms: tuple[str, ...]

    def named(self) -> Iterator[tuple[str, str]]:
        """Each form with its name."""
        yield from zip(VERB_FORMS if self.sort == "verb" else NOUN_FORMS, self.forms, strict=False)

    def is_all(self, names: Iterable[str]) -> str:
        """The word that is each of these forms at once; nothing if no word is."""
        found = {word for name, word in self.named() if name in set(names)}
        return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True)
class TriggerWords:
    """All uses: by what they mean, and by each of their words."""

    by_meaning: dict[tuple[str, str], tuple[Use, ...]]
    by_word: dict[str, tuple[Use, ...]]

    def others(self, meaning: tuple[str, str], word: str, form: str, behind: str) -> tuple[str, ...]:
        """Words of the same type and mode that fit where `word` stands.

        `form` is what the word in front says of it (a key of `FORMS_IN_PLACE`), `behind` the word that follows.
        """
        for use in self._uses(meaning, word, behind):
            open_forms = NOUN_FORMS if _is_noun(use, form, behind) else FORMS_IN_PLACE[form]
            names = [name for name, its in use.named() if its == word and name in open_forms]
            if names:
                found = (
                    other.is_all(names)
                    for other in self.by_meaning.get(meaning, ())
                    if _like(use, other, behind)
                )
                return tuple(dict.fromkeys(each for each in found if each and each != word))
        return ()

    def _uses(self, meaning: tuple[str, str], word: str, behind: str) -> list[Use]:
        """The uses a word may have here: first those of the mode, then those with the preposition that follows.

        What surrounds a word may tell a mode that the word does not: "an attack from the air".
        """
        mine = [use for use in self.by_word.get(word, ()) if use.type == meaning[0]]
        fitting = [use for use in mine if use.sort == "noun" or use.preposition in {behind, "", NOBODY}]
        return sorted(
            fitting, key=lambda use: (use.mode != meaning[1], use.preposition != behind, use.preposition)
        )


FORMS_IN_PLACE = {
    "": VERB_FORMS[2:],
    "base": ("base",),
    "passive": ("participle", "ing"),
    "perfect": ("participle",),
    "noun": NOUN_FORMS,
}
"""Which forms the word in front leaves open; where it says nothing, a third person may as well be a plural."""


def _is_noun(use: Use, form: str, behind: str) -> bool:
    """Whether the word behind tells a noun where nothing in front does: "talks with"."""
    return use.sort == "noun" and not form and use.preposition == behind


def _like(use: Use, other: Use, behind: str) -> bool:
    """Whether two uses go with the same words behind them; behind a noun nothing may follow."""
    if use.sort != other.sort:
        return False
    if use.sort == "noun":
        return use.preposition != behind or other.preposition == behind
    return use.preposition == other.preposition


def load_trigger_words(folder: Path = FOLDER) -> TriggerWords:
    """The tables of a folder.

    Raises:
        SystemExit: lines are wrong; all are told.
    """
    uses, wrong = [], []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as table:
            for number, row in enumerate(csv.DictReader(table, delimiter="\t"), 2):
                problem = _problem(row)
                wrong.extend([f"{path}:{number}: {problem}"] if problem else [])
                uses.extend([] if problem else [_use(row)])
    if wrong:
        raise SystemExit("\n".join(wrong))
    return _indexed(uses)


def _use(row: dict[str, str]) -> Use:
    return Use(row["type"], row["mode"], row["sort"], row["preposition"], tuple(row["forms"].split()))


def _problem(row: dict[str, str]) -> str:
    """What is wrong with a line; nothing if it is right."""
    if list(row) != COLUMNS or None in row.values():
        return f"the columns are {', '.join(COLUMNS)}"
    use = _use(row)
    if use.type not in ontology():
        return f"no type {use.type}"
    if use.mode not in {*ontology()[use.type], NO_MODE}:
        return f"{use.type} has no mode {use.mode}"
    sizes = {"verb": (len(VERB_FORMS),), "noun": (1, 2)}
    if len(use.forms) not in sizes.get(use.sort, ()):
        return "a verb has five forms, a noun one or two"
    return (
        "" if all(form.isalpha() and form.islower() for form in use.forms) else "forms are lower-case words"
    )


def _indexed(uses: Iterable[Use]) -> TriggerWords:
    by_meaning: dict[tuple[str, str], list[Use]] = defaultdict(list)
    by_word: dict[str, list[Use]] = defaultdict(list)
    for use in dict.fromkeys(uses):
        by_meaning[use.type, use.mode].append(use)
        for form in dict.fromkeys(use.forms):
            by_word[form].append(use)
    return TriggerWords(
        {meaning: tuple(its) for meaning, its in by_meaning.items()},
        {word: tuple(its) for word, its in by_word.items()},
    )


def main() -> None:
    """Counts the uses of each type."""
    words = load_trigger_words()
    counts = Counter(use.type for its in words.by_meaning.values() for use in its)
    sys.stdout.writelines(f"{name:12s} {count:5d}\n" for name, count in sorted(counts.items()))
    sys.stdout.write(f"{len(words.by_word)} words in {counts.total()} uses\n")


if __name__ == "__main__":
    main()
