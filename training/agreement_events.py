"""How far two people who annotate the same event sentences agree: F1 for what is found, kappa for what is chosen.

`python -m training.agreement_events [--list] [--boot 1000]` compares the labels in `training/data/events/` with those
in its folder `second/`. Events of the two are paired one to one, for the greatest sum of shared triggers, type and
parties.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
from msgspec import Struct

from dragoman.types import Span
from training.event_labels import EventLabel, FigureLabel, Phrase
from training.events import FOLDER, HELD_OUT, SECOND, EventTextError, Passage, load_files

Pair = tuple[EventLabel, EventLabel]
FOUND = (
    "trigger",
    "type",
    "actor head",
    "recipient head",
    "place",
    "time",
    "figure words",
    "figure what",
    "figure value",
)
CHOSEN = ("any event", "stage", "polarity", "mode", "figure counts", "figure status", "figure event")


class Tally(Struct):
    """What two readings of some passages share: counts of things found, and the pairs of values chosen."""

    found: dict[str, Counter[str]]
    """For each of FOUND: `same`, and how many the `first` and the `second` have."""
    chosen: dict[str, list[tuple[str, str]]]


def compare(first: Passage, second: Passage) -> Tally:
    """What two readings of one passage share."""
    pairs = pair_events(first.events, second.events)
    tally = Tally({name: Counter() for name in FOUND}, {name: [] for name in CHOSEN})
    tally.chosen["any event"].append((str(bool(first.events)), str(bool(second.events))))
    for name, spans in _SPANS.items():
        tally.found[name] = _shared(first.events, second.events, pairs, spans)
    touching = sum(bool(_overlapping(a.triggers, b.triggers)) for a, b in pairs)
    tally.found["trigger"] = _count(touching, first.events, second.events)
    tally.found["type"] = _count(sum(a.type == b.type for a, b in pairs), first.events, second.events)
    for a, b in pairs:
        if a.type == b.type:
            tally.chosen["stage"].append((a.stage, b.stage))
            tally.chosen["polarity"].append((a.polarity, b.polarity))
            tally.chosen["mode"].append((str(a.mode), str(b.mode)))
    _compare_figures(tally, first, second, pairs)
    return tally


def pair_events(first: Sequence[EventLabel], second: Sequence[EventLabel]) -> tuple[Pair, ...]:
    """The one-to-one pairing of greatest likeness; events that share neither trigger nor type stay alone."""
    alike = [[likeness(a, b) for b in second] for a in first]

    @cache
    def best(number: int, taken: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """Of the first events from `number` on, where the second ones that `taken` has a bit for are given away."""
        if number == len(first):
            return 0.0, ()
        found = [best(number + 1, taken)]
        for other, like in enumerate(alike[number]):
            if like >= 1 and not taken >> other & 1:
                rest, pairs = best(number + 1, taken | 1 << other)
                found.append((like + rest, ((number, other), *pairs)))
        return max(found, key=lambda one: one[0])

    return tuple((first[number], second[other]) for number, other in best(0, 0)[1])


def likeness(a: EventLabel, b: EventLabel) -> float:
    """2 for a shared trigger, 1 for the same type, up to half for shared parties."""
    trigger = 2.0 * bool(_overlapping(a.triggers, b.triggers))
    mine, theirs = _heads(a.actors + a.recipients), _heads(b.actors + b.recipients)
    shared = len(_overlapping(mine, theirs)) / max(len(mine), len(theirs), 1)
    return trigger + (a.type == b.type) + shared / 2


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readers' choices; None if both always chose the same one value.

    >>> kappa([("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no")])
    0.5
    """
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(firsts[value] * seconds[value] for value in firsts) / max(len(pairs), 1) ** 2
    return None if chance == 1 or not pairs else (accuracy(pairs) - chance) / (1 - chance)


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    """The share of equal pairs, 0 if there are none."""
    return sum(a == b for a, b in pairs) / max(len(pairs), 1)


def f1(counts: Counter[str]) -> float:
    """Twice what is shared over what both have; 0 if neither has any.

    >>> f1(Counter(same=3, first=4, second=4))
    0.75
    """
    return 2 * counts["same"] / max(counts["first"] + counts["second"], 1)


def add(tallies: Sequence[Tally]) -> Tally:
    """The sum of several."""
    found = {name: sum((tally.found[name] for tally in tallies), Counter()) for name in FOUND}
    return Tally(found, {name: [pair for tally in tallies for pair in tally.chosen[name]] for name in CHOSEN})


def interval(parts: Sequence[tuple[float, float]], draws: int) -> tuple[float, float]:
    """The middle 95 % of a ratio over passages drawn with replacement, always the same draws.

    Each passage has its part of what stands above and below the line.
    """
    drawn = np.random.default_rng(1).integers(len(parts), size=(draws, len(parts)))
    above, below = np.array(parts, dtype=np.float64)[drawn].sum(axis=1).T
    values = np.sort(above / np.maximum(below, 1))
    return float(values[int(0.025 * draws)]), float(values[int(0.975 * draws)])


def readings() -> list[tuple[Passage, Passage]]:
    """First and second reading of every passage that has both.

    Raises:
        EventTextError: a file holds mistakes, or a text of the second reading is not the first's.
    """
    paths = sorted([*FOLDER.glob("*.txt"), *(FOLDER / HELD_OUT).glob("*.txt")])
    first = {passage.id: passage for passage in load_files(paths)}
    second = load_files(sorted((FOLDER / SECOND).glob("*.txt")), labelled=False)
    changed = [p for p in second if p.id not in first or first[p.id].text != p.text]
    if changed:
        told = "\n".join(
            f"{passage.path}:{passage.line}: the first reading has other text" for passage in changed
        )
        raise EventTextError(told, hint="write it anew with 'python -m training.event_split'")
    return [(first[passage.id], passage) for passage in second if passage.labelled]


def _shared(
    first: Sequence[EventLabel],
    second: Sequence[EventLabel],
    pairs: Sequence[Pair],
    spans: Callable[[EventLabel], Sequence[Span]],
) -> Counter[str]:
    same = sum(len(_overlapping(spans(a), spans(b))) for a, b in pairs)
    return _count(same, [s for e in first for s in spans(e)], [s for e in second for s in spans(e)])


def _count(same: int, first: Sequence[object], second: Sequence[object]) -> Counter[str]:
    return Counter(same=same, first=len(first), second=len(second))


def _heads(phrases: Sequence[Phrase]) -> tuple[Span, ...]:
    return tuple(phrase.head for phrase in phrases)


_SPANS: dict[str, Callable[[EventLabel], Sequence[Span]]] = {
    "actor head": lambda event: _heads(event.actors),
    "recipient head": lambda event: _heads(event.recipients),
    "place": lambda event: (event.place,) if event.place else (),
    "time": lambda event: (event.time,) if event.time else (),
}


def _overlapping(mine: Sequence[Span], theirs: Sequence[Span]) -> list[Span]:
    """Those of mine that touch one of theirs, each of theirs used once."""
    left, found = list(theirs), []
    for span in mine:
        touched = next((other for other in left if other.touches(span)), None)
        if touched is not None:
            left.remove(touched)
            found.append(span)
    return found


def _compare_figures(tally: Tally, first: Passage, second: Passage, events: Sequence[Pair]) -> None:
    """Figures are paired if their words overlap, each with one."""
    left, pairs = list(second.figures), []
    for figure in first.figures:
        other = next((f for f in left if f.span.touches(figure.span)), None)
        if other is not None:
            left.remove(other)
            pairs.append((figure, other))
    same_event = {(a.id, b.id) for a, b in events} | {(None, None)}
    kinds = [(a, b) for a, b in pairs if a.what == b.what]
    for name, same in (
        ("figure words", pairs),
        ("figure what", kinds),
        ("figure value", [(a, b) for a, b in kinds if (a.bounds, a.unit) == (b.bounds, b.unit)]),
    ):
        tally.found[name] = _count(len(same), first.figures, second.figures)
    for a, b in kinds:
        tally.chosen["figure counts"].append((a.counts, b.counts))
        tally.chosen["figure status"].append((str(a.status), str(b.status)))
        tally.chosen["figure event"].append(("same", "same" if (a.event, b.event) in same_event else "other"))


def table(tallies: Sequence[Tally], draws: int) -> Iterator[str]:
    """The agreement, a line for each row."""
    total = add(tallies)
    yield f"{len(tallies)} passages read twice; intervals: the middle 95 % of {draws} draws of passages"
    yield f"{'found':16}{'F1':>6}  {'95 %':13}{'first':>6}{'second':>7}{'both':>6}"
    for name in FOUND:
        c = total.found[name]
        counts = [tally.found[name] for tally in tallies]
        low, high = interval([(2 * n["same"], n["first"] + n["second"]) for n in counts], draws)
        told = f"{100 * low:.1f}-{100 * high:.1f}"
        yield f"{name:16}{100 * f1(c):6.1f}  {told:13}{c['first']:6}{c['second']:7}{c['same']:6}"
    yield f"{'chosen':16}{'equal':>6}  {'95 %':13}{'kappa':>6}{'pairs':>7}"
    for name in CHOSEN:
        chosen = [tally.chosen[name] for tally in tallies]
        low, high = interval([(sum(a == b for a, b in both), len(both)) for both in chosen], draws)
        pairs, told = total.chosen[name], f"{100 * low:.1f}-{100 * high:.1f}"
        value = kappa(pairs)
        shown = "-" if value is None or name == "figure event" else f"{value:.2f}"
        yield f"{name:16}{100 * accuracy(pairs):6.1f}  {told:13}{shown:>6}{len(pairs):7}"


def differences(first: Passage, second: Passage) -> Iterator[str]:
    """What one reading has and the other has not, as a person reads it."""
    mine, theirs = (
        {_told(first, x): None for x in _labels(first)},
        {_told(second, x): None for x in _labels(second)},
    )
    lines = [f"  1 {line}" for line in mine if line not in theirs]
    lines += [f"  2 {line}" for line in theirs if line not in mine]
    if lines:
        yield from (f"{first.path}:{first.line}: {first.text}", *lines)


def _labels(passage: Passage) -> tuple[EventLabel | FigureLabel, ...]:
    return (*passage.events, *passage.figures)


def _told(passage: Passage, label: EventLabel | FigureLabel) -> str:
    text = passage.text
    if isinstance(label, FigureLabel):
        b = label.bounds
        return f"{label.what} {b.low}/{b.best}/{b.high} {label.counts} {label.status} <{label.span.of(text)}>"
    who, whom = ("; ".join(p.head.of(text) for p in side) for side in (label.actors, label.recipients))
    kind = f"{label.type}/{label.mode} {label.stage} {label.polarity}"
    return f"{kind} <{label.triggers[0].of(text)}> by {who or '-'} to {whom or '-'}"


def main() -> None:
    """Prints the table, or with `--list` every difference."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--list", action="store_true", help="show each difference instead of the table")
    parser.add_argument("--boot", type=int, default=1000, help="draws for the intervals")
    options = parser.parse_args()
    try:
        pairs = readings()
    except EventTextError as err:
        sys.exit(str(err))
    if not pairs:
        sys.exit(f"no passage in {FOLDER / SECOND} has labels yet; see the README there")
    if options.list:
        lines = [line for first, second in pairs for line in differences(first, second)]
    else:
        lines = list(table([compare(first, second) for first, second in pairs], options.boot))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
