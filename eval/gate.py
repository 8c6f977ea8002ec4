"""The quality gate: reads the development corpora in whole records, prints tables, and holds them against the floors.

Two corpora: PolNeAR dev, from the folder of corpora, and the project's own passages of conflict reporting.

python -m eval.gate --data FOLDER                       read, score, compare with eval/floors.json; 1 if below
python -m eval.gate                                     the same with the project's own passages alone
python -m eval.gate --data FOLDER --write               raise the floors to what was measured (--lower: lower them too)
python -m eval.gate --data FOLDER --weights FOLDER      the same with weights not shipped yet, and what they gain
python -m eval.gate --data FOLDER --predictions FILE    score attributions or records made elsewhere; no gate
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.attributions import (
    BY_FORM,
    FORMS,
    MEASURES,
    Tallies,
    Tally,
    add_up,
    calibration_error,
    intervals,
    judge,
    score_report,
)
from eval.corpora import Corpus, Gold, Roles, comparable, read_polnear, read_predictions, stop
from eval.inline import read_folder

if TYPE_CHECKING:
    from dragoman.types import Record

FLOORS = Path(__file__).with_name("floors.json")
PASSAGES = Path(__file__).with_name("conflict_passages")
DRAWS = 500
# What a figure may lie under its floor: int8 sums round differently on another kind of processor.
ALLOWANCE = 0.3
GATED = {
    "relation full overlap, F1": ("relation full overlap", "f1"),
    "content overlap, F1": ("content overlap", "f1"),
    "content soft, F1": ("content soft", "f1"),
    "content exact, punctuation aside, F1": ("content exact, punctuation aside", "f1"),
    "relation full overlap / direct, recall": ("relation full overlap / direct", "recall"),
    "relation full overlap / indirect, recall": ("relation full overlap / indirect", "recall"),
}
"""The figures with a floor: the measure, and which side of it."""


@dataclass(frozen=True)
class Reading:
    """What the system said of a corpus: attributions by report, reports that failed, records that broke a rule."""

    attributions: dict[str, tuple[Roles, ...]]
    failures: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    weights: str | None = None
    scores: dict[str, tuple[float, ...]] = field(default_factory=dict)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the gate; the exit status: 0 passed, 1 below a floor, 2 wrong usage."""
    options = _options(argv)
    if options.save:
        options.save.write_text("", encoding="utf-8")
    below = [line for corpus in _corpora(options) for line in _gate(corpus, options)]
    if not (options.predictions or options.write):
        say("\n".join(below) if below else "Every figure stands at its floor or above.")
    return 1 if below else 0


def _corpora(options: argparse.Namespace) -> Iterator[Corpus]:
    """PolNeAR dev if its folder is given, and the project's own passages."""
    if options.data:
        yield read_polnear(options.data, "dev")
    yield read_folder(PASSAGES, PASSAGES.name)


def _gate(corpus: Corpus, options: argparse.Namespace) -> list[str]:
    """Reads and scores one corpus, prints what came out, and says what stands against passing."""
    reading = (
        Reading(read_predictions(options.predictions))
        if options.predictions
        else read_reports(corpus, options.workers, options.weights)
    )
    asked = corpus.name != PASSAGES.name or any(gold.id in reading.attributions for gold in corpus.reports)
    if options.predictions and not asked:
        return []  # predictions for PolNeAR alone say nothing of the passages
    if options.save:
        _save(options.save, reading)
    rows = [
        score_report(gold.text, gold.attributions, reading.attributions.get(gold.id, ()))
        for gold in corpus.reports
    ]
    totals, ranges = add_up(rows), intervals(rows, draws=options.draws)
    say(table(corpus, totals, ranges))
    say(remarks(corpus, reading) + "\n")
    return [] if options.predictions else _held(corpus, totals, ranges, reading, options)


def _held(
    corpus: Corpus,
    totals: Tallies,
    ranges: dict[str, tuple[float, float]],
    reading: Reading,
    options: argparse.Namespace,
) -> list[str]:
    """What the floors say of the figures; with --write, why they could not be kept."""
    measured = figures(totals)
    if options.weights:
        say("\n".join(gains(corpus, measured, ranges, options.floors)))
    if options.write:
        kept = write_floors(corpus, measured, reading, lower=options.lower, path=options.floors)
        return ["not written"] if kept else []
    return [
        *compare(corpus, measured, options.floors),
        *(f"breaks a rule of the record: {broken}" for broken in reading.broken),
    ]


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.gate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="the folder of the corpora")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    parser.add_argument("--draws", type=int, default=DRAWS, help="resamples for the intervals")
    parser.add_argument("--predictions", type=Path, help="JSON lines to score instead of reading")
    parser.add_argument("--save", type=Path, help="write the attributions found, as JSON lines")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of floors")
    parser.add_argument("--write", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--lower", action="store_true", help="with --write: lower floors too")
    options = parser.parse_args(argv)
    if options.weights and (options.write or options.predictions):
        parser.error("--weights stands alone: floors are those of the weights that are shipped")
    return options


def say(text: str) -> None:
    """Print a piece of the report."""
    sys.stdout.write(text + "\n")


# ---- reading


def read_reports(corpus: Corpus, workers: int, weights: Path | None = None) -> Reading:
    """Whole records of a corpus, by the package's own way for many reports; `weights` other than its own."""
    import dragoman

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(map(_line, corpus.reports)), encoding="utf-8", newline="\n")
        outcomes = list(dragoman.read_many([path], workers=workers, weights=weights))
    records = [outcome for outcome in outcomes if not isinstance(outcome, dragoman.Failure)]
    failures = [
        f"{outcome.origin}: {outcome.reason}" for outcome in outcomes if isinstance(outcome, dragoman.Failure)
    ]
    texts = {gold.id: gold.text for gold in corpus.reports}
    changed = [
        record.document.origin for record in records if record.document.text != texts[record.document.origin]
    ]
    if changed:
        raise stop(f"the text of {changed[0]} is not what it was in the corpus: offsets cannot be compared")
    return Reading(
        {record.document.origin: _attributions(record) for record in records},
        tuple(failures),
        tuple(_broken(records)),
        records[0].producer.weights if records else None,
        {r.document.origin: tuple(a.score for a in r.attributions if a.inside is None) for r in records},
    )


def _line(gold: Gold) -> str:
    known = {"publisher": gold.publisher or None, "published": gold.published or None}
    raw = {"id": gold.id, "text": gold.text, **{name: value for name, value in known.items() if value}}
    return json.dumps(raw) + "\n"


def _attributions(record: Record) -> tuple[Roles, ...]:
    import msgspec

    raw: list[dict[str, Any]] = msgspec.to_builtins(record.attributions)
    return comparable(raw)


def _broken(records: Sequence[Record]) -> Iterator[str]:
    import dragoman

    for record in records:
        try:
            dragoman.check_record(record)
        except dragoman.DragomanError as err:
            yield str(err)


def _save(path: Path, reading: Reading) -> None:
    lines = (
        json.dumps({"id": key, "attributions": found}) + "\n" for key, found in reading.attributions.items()
    )
    with path.open("a", encoding="utf-8") as kept:
        kept.writelines(lines)


# ---- telling


def table(corpus: Corpus, totals: Tallies, ranges: dict[str, tuple[float, float]]) -> str:
    """Precision, recall, F1 with its 95 % interval, and how many items each side has."""
    head = f"{corpus.name}, {len(corpus.reports)} reports, sha256 {corpus.sha256[:12]}"
    lines = [head, f"{'':42s} {'P':>5s} {'R':>5s} {'F1':>5s} {'95 % of F1':>14s} {'system':>7s} {'gold':>6s}"]
    for measure in MEASURES:
        low, high = ranges[measure]
        lines.append(_row(measure, totals[measure], f"{low:.1f} - {high:.1f}"))
        if measure in BY_FORM:
            lines += [_row(f"  {measure} / {form}", totals[f"{measure} / {form}"], "") for form in FORMS]
    return "\n".join(lines)


def _row(name: str, tally: Tally, span: str) -> str:
    figures_of = f"{tally.precision:5.1f} {tally.recall:5.1f} {tally.f1:5.1f}"
    return f"{name:42s} {figures_of} {span:>14s} {tally.system:7.0f} {tally.gold:6.0f}"


def remarks(corpus: Corpus, reading: Reading) -> str:
    """What the table leaves out."""
    missing = [gold.id for gold in corpus.reports if gold.id not in reading.attributions]
    lines = ["Attributions inside another's content are left out: the corpus marks one layer."]
    if reading.scores:
        error, count = calibration_of(corpus, reading)
        lines.append(
            f"Expected calibration error of the scores: {error:.1f} points, {count} attributions, 10 bins."
        )
    if missing:
        lines.append(f"{len(missing)} of {len(corpus.reports)} reports have no answer and count as empty.")
    lines += [f"failed: {failure}" for failure in reading.failures]
    return "\n".join(lines)


def calibration_of(corpus: Corpus, reading: Reading) -> tuple[float, int]:
    """How far the scores are from the share of full relations that are right, in points; how many there are."""
    scores: list[float] = []
    right: list[bool] = []
    for gold in corpus.reports:
        scores.extend(reading.scores.get(gold.id, ()))
        right.extend(judge(gold.text, gold.attributions, reading.attributions.get(gold.id, ())))
    return calibration_error(scores, right), len(scores)


# ---- floors


def figures(totals: Tallies) -> dict[str, float]:
    """The figures with a floor, to one decimal.

    >>> figures({measure: Tally(1, 2, 1, 1) for measure, _ in GATED.values()})["content overlap, F1"]
    66.7
    """
    return {name: round(float(getattr(totals[measure], side)), 1) for name, (measure, side) in GATED.items()}


def load_floors(path: Path = FLOORS) -> dict[str, Any]:
    """The floors by corpus; none if there is no file yet."""
    floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return floors


def compare(corpus: Corpus, measured: dict[str, float], path: Path = FLOORS) -> list[str]:
    """What stands against passing, one line each."""
    kept = load_floors(path).get(corpus.name)
    if not kept or not kept["floors"]:
        return [f"{path.name}: no floors for {corpus.name}; measure them with --write"]
    if kept["corpus_sha256"] != corpus.sha256:
        return [f"{corpus.name}: sha256 {corpus.sha256} is not the corpus the floors were measured on"]
    return [
        f"below its floor: {name}: {measured.get(name, 0.0):.1f}, floor {floor:.1f}"
        for name, floor in kept["floors"].items()
        if measured.get(name, 0.0) < floor - ALLOWANCE
    ]


def gains(
    corpus: Corpus,
    measured: dict[str, float],
    ranges: dict[str, tuple[float, float]],
    path: Path = FLOORS,
) -> list[str]:
    """What other weights would gain over the floors, one line for each figure; chance may do what an interval holds."""
    floors = load_floors(path).get(corpus.name, {}).get("floors", {})
    return [
        _gain(name, measured[name], floors[name], ranges[measure] if side == "f1" else None)
        for name, (measure, side) in GATED.items()
        if name in floors
    ]


def _gain(name: str, value: float, floor: float, spread: tuple[float, float] | None) -> str:
    line = f"{name:42s} {value:5.1f}, floor {floor:5.1f}, {value - floor:+5.1f}"
    if spread is None:
        return line
    sure = "more than chance" if spread[0] > floor else "no more than chance may do"
    return f"{line}: {sure}"


def write_floors(
    corpus: Corpus, measured: dict[str, float], reading: Reading, *, lower: bool = False, path: Path = FLOORS
) -> int:
    """Keep what was measured as floors; a floor is lowered by `lower` alone. Returns the exit status."""
    kept = load_floors(path)
    old = kept.get(corpus.name, {}).get("floors") or {}
    falling = sorted(name for name, value in measured.items() if value < old.get(name, 0.0))
    same_corpus = kept.get(corpus.name, {}).get("corpus_sha256", corpus.sha256) == corpus.sha256
    if (falling or not same_corpus) and not lower:
        say(
            f"Not written: {', '.join(falling) or 'another corpus'} would lower a floor; --lower does it on purpose."
        )
        return 1
    kept[corpus.name] = {
        "corpus_sha256": corpus.sha256,
        "reports": len(corpus.reports),
        "weights": reading.weights,
        "command": "make eval DATA=...",
        "floors": measured,
    }
    path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    say(f"Written to {path.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
