"""Reads tables of own-written cases, and says of each whether the reader gets it right: `python -m eval.cases`.

What users report failing elsewhere stands in `tests/annotate/cases`, one file for each kind of trouble. A case is a
short report with its attributions marked (see `eval.inline`) and, below it, lines that say what must come out:

    > 1 exact | form=direct | speaker=Ana Roa    of attribution 1
    > none                                       nothing is attributed at all
    > only                                       nothing but what is marked, and what stands inside it
    > chain: TASS, Sabah                         outlets that the chain must name

An attribution is right if cue and source share a word that matters with the marked ones (or both have none), contents
agree in eight words of ten (with `exact` in all words) and every wish holds. A speaker is named as one of the entity's
mentions is; `-` is nobody, `/` stands between answers that are both right. The share right of each file has a floor in
`case_floors.json`; `--write` raises floors to what was measured, `--lower` with it lowers them too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.attributions import Marked, Text, pair_up, same_cue, same_source
from eval.corpora import ROLES, Roles
from eval.inline import MarkError, parse_numbered, split_passages

if TYPE_CHECKING:
    from dragoman.pipeline import Tools
    from dragoman.types import Attribution, Record

FOLDER = Path(__file__).parents[1] / "tests" / "annotate" / "cases"
FLOORS = Path(__file__).with_name("case_floors.json")
ALIKE = 0.8
"""Dice over words from which two contents are the same but for their edges."""
_WISH = re.compile(r"^> (?P<words>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A short report, the attributions marked in it by number, and what must come out of it."""

    id: str
    text: str
    marked: Mapping[int, Roles]
    wishes: tuple[tuple[int, Mapping[str, str]], ...]
    only: bool = False
    chain: tuple[str, ...] = ()


def read_rows(folder: Path = FOLDER) -> dict[str, tuple[Case, ...]]:
    """The cases of each file of a folder, under the file's name."""
    return {path.stem: tuple(read_cases(path)) for path in sorted(folder.glob("*.txt"))}


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file.

    Raises:
        MarkError: a mark is wrong, or a case wishes nothing or something of an attribution that is not marked.
    """
    for key, block in split_passages(path.read_text(encoding="utf-8")):
        wishes = [found["words"].strip() for found in _WISH.finditer(block)]
        try:
            text, marked = parse_numbered(_WISH.sub("", block).strip("\n"))
        except MarkError as err:
            raise MarkError(f"{path.name}, {key}: {err}") from err
        case = _case(key, text, marked, wishes)
        if not wishes or any(number not in marked for number, _ in case.wishes):
            raise MarkError(f"{path.name}, {key}: say what must come out, of attributions that are marked")
        yield case


def _case(key: str, text: str, marked: Mapping[int, Roles], wishes: Sequence[str]) -> Case:
    named = [wish.removeprefix("chain:").split(",") for wish in wishes if wish.startswith("chain:")]
    return Case(
        id=key,
        text=text,
        marked=marked,
        wishes=tuple(_wish(wish) for wish in wishes if wish[0].isdigit()),
        only="only" in wishes or "none" in wishes,
        chain=tuple(name.strip() for names in named for name in names),
    )


def _wish(words: str) -> tuple[int, dict[str, str]]:
    """The number, and what is wished for.

    >>> _wish("2 exact | speaker=Ana Roa")
    (2, {'exact': '', 'speaker': 'Ana Roa'})
    """
    number, _, rest = words.partition(" ")
    parts = [part.strip().partition("=") for part in rest.split("|") if part.strip()]
    return int(number), {name.strip(): value.strip() for name, _, value in parts}


def faults(case: Case, record: Record) -> list[str]:
    """What is not as the case wants it, one line each; none if it is right."""
    found = [_roles(attribution) for attribution in record.attributions]
    text = Text(case.text)
    numbers = sorted(case.marked)
    gold = [Marked.of(text, case.marked[number]) for number in numbers]
    system = [Marked.of(text, roles) for roles in found]
    pairs = {numbers[want]: got for want, got in pair_up(gold, system).items()}
    wrong = list(_missing_outlets(case, record))
    for number, wish in case.wishes:
        got = pairs.get(number)
        if got is None:
            wrong.append(f"{number} is not found")
            continue
        wrong += _unlike(number, gold[numbers.index(number)], system[got], exact="exact" in wish)
        wrong += _unfulfilled(number, wish, record, record.attributions[got], pairs)
    if case.only:
        kept = set(pairs.values())
        extra = [a for at, a in enumerate(record.attributions) if at not in kept and a.inside is None]
        wrong += [f"nobody says {record.quote(attribution.content)!r}" for attribution in extra]
    return wrong


def _roles(attribution: Attribution) -> Roles:
    return {role: tuple((s.start, s.end) for s in getattr(attribution, role)) for role in ROLES}


def _missing_outlets(case: Case, record: Record) -> Iterator[str]:
    cited = {_bare(record.quote(link.span)) for link in record.chain}
    yield from (f"the chain lacks {name!r}" for name in case.chain if _bare(name) not in cited)


def _bare(name: str) -> str:
    """A name without the article before it.

    >>> _bare("The Daily Lantern")
    'Daily Lantern'
    """
    return name.removeprefix("The ").removeprefix("the ")


def _unlike(number: int, want: Marked, got: Marked, *, exact: bool) -> Iterator[str]:
    alike = 2 * len(want.content & got.content) / (len(want.content) + len(got.content))
    if (exact and want.content != got.content) or alike < ALIKE:
        yield f"{number} has another content"
    if not same_source(want, got):
        yield f"{number} has another source"
    if not same_cue(want, got):
        yield f"{number} has another cue"


def _unfulfilled(
    number: int, wish: Mapping[str, str], record: Record, got: Attribution, pairs: Mapping[int, int]
) -> Iterator[str]:
    is_now: dict[str, str | None] = {
        "form": got.form,
        "polarity": got.polarity,
        "basis": got.speaker_basis,
        "lang": got.translated_from,
    }
    for name, wanted in wish.items():
        if name in is_now and is_now[name] != wanted:
            yield f"{number}: {name} is {is_now[name]}"
        elif name == "speaker" and not any(_speaks(record, got, who) for who in wanted.split("/")):
            entity = record.entity(got.speaker)
            yield f"{number}: the speaker is {record.quote(entity.mentions[0]) if entity else 'left open'!r}"
        elif name == "inside" and (
            int(wanted) not in pairs or got.inside != record.attributions[pairs[int(wanted)]].id
        ):
            yield f"{number}: is not inside {wanted}"


def _speaks(record: Record, got: Attribution, name: str) -> bool:
    entity = record.entity(got.speaker)
    if entity is None or name == "-":
        return entity is None and name == "-"
    return _bare(name) in {_bare(entity.name or ""), *(_bare(record.quote(span)) for span in entity.mentions)}


def judge_rows(rows: Mapping[str, Iterable[Case]], tools: Tools) -> dict[str, dict[str, list[str]]]:
    """Of each case of each file, read as a plain text, what is wrong."""
    from dragoman.pipeline import process
    from dragoman.readers import read_bytes

    return {
        row: {
            case.id: faults(case, process(read_bytes(case.text.encode(), origin=case.id), tools))
            for case in cases
        }
        for row, cases in rows.items()
    }


def shares(verdicts: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, tuple[int, int]]:
    """How many cases of each file are right, of how many.

    >>> shares({"row": {"a": [], "b": ["1 is not found"]}})
    {'row': (1, 2)}
    """
    return {row: (sum(not wrong for wrong in cases.values()), len(cases)) for row, cases in verdicts.items()}


def load_floors(path: Path = FLOORS) -> dict[str, int]:
    """The least number of right cases of each file."""
    floors: dict[str, int] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return floors


def write_floors(right: Mapping[str, int], path: Path = FLOORS, *, lower: bool = False) -> list[str]:
    """Keep what is right now as floors, higher ones if not `lower`; the files that stay under theirs."""
    old = load_floors(path)
    kept = {row: count if lower else max(count, old.get(row, 0)) for row, count in right.items()}
    path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return [row for row, count in right.items() if count < kept[row]]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the share right of each file; 1 if one stands under its floor."""
    parser = argparse.ArgumentParser(prog="python -m eval.cases", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    parser.add_argument("--show", action="store_true", help="name the cases that are not right, and why")
    parser.add_argument("--write", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--lower", action="store_true", help="with --write: lower floors too")
    options = parser.parse_args(argv)
    from dragoman.pipeline import load_tools

    verdicts = judge_rows(read_rows(), load_tools(options.weights) if options.weights else load_tools())
    counts = shares(verdicts)
    if options.write:
        write_floors({row: right for row, (right, _) in counts.items()}, lower=options.lower)
    floors = load_floors()
    sys.stdout.write("".join(_told(verdicts, counts, floors, show=options.show)))
    return int(any(right < floors.get(row, 0) for row, (right, _) in counts.items()))


def _told(
    verdicts: Mapping[str, Mapping[str, Sequence[str]]],
    counts: Mapping[str, tuple[int, int]],
    floors: Mapping[str, int],
    *,
    show: bool,
) -> Iterator[str]:
    for row, (right, count) in counts.items():
        yield f"{row:24s} {right:3d} of {count:3d} {100 * right / count:5.1f} %  floor {floors.get(row, 0)}\n"
        if show:
            yield from (f"    {key}: {'; '.join(wrong)}\n" for key, wrong in verdicts[row].items() if wrong)
    right, count = (sum(numbers) for numbers in zip(*counts.values(), strict=True))
    yield f"{'all':24s} {right:3d} of {count:3d} {100 * right / count:5.1f} %\n"


if __name__ == "__main__":
    sys.exit(main())
