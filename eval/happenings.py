"""Scores events, figures and terms of whole records against the passages written and annotated for the project.

python -m eval.happenings --part tuning        the tenth that building may look at
python -m eval.happenings --part held-out      the fifth that nobody looks at while building; figures only
python -m eval.happenings --part learned       what the heads learned from: how much of it they know by heart
python -m eval.happenings --real --data folder     real reports: the third kept for measuring (training/standoff.py)

An event is paired with a gold one whose trigger it touches (the same type first, then text order), a figure by its
words and what it counts, a term by its mention and kind. Parties count by their heads: the gold head lies in the given
phrase and the given phrase's last word before a limit lies in the gold one, so that a longer phrase is forgiven.
Accuracy is over pairs. Intervals are bootstrapped over passages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.annotate.lexicon import fold
from eval.attributions import Tallies, Tally, add_up, intervals
from eval.gate import DRAWS, say
from eval.reading import read_texts
from training.event_labels import EventLabel, FigureLabel, Phrase
from training.events import Passage as EventPassage
from training.parts import passages_held_out, passages_to_learn, passages_to_tune
from training.standoff import real_passages
from training.term_passages import Passage as TermPassage
from training.term_passages import Term as TermLabel

if TYPE_CHECKING:
    from dragoman.types import Event, Figure, Participant, Record, Span, Term

PUBLISHER = "publisher"
PARTS = {"tuning": passages_to_tune, "held-out": passages_held_out, "learned": passages_to_learn}
EVENT_MEASURES = (
    "events: found", "events: type", "events: mode", "events: stage", "events: polarity",
    "events: actors, head", "events: recipients, head", "events: place", "events: time", "events: whose word",
    "figures: found", "figures: value", "figures: status", "figures: counts", "figures: event",
)  # fmt: skip
TERM_MEASURES = (
    "terms: found", "terms: kind", "terms: status", "terms: parties", "terms: excluded", "terms: conditions",
    "terms: grounds", "terms: violations", "terms: whose word",
)  # fmt: skip


def main() -> None:
    """Reads the options, reads the passages in whole records, prints the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--part", choices=tuple(PARTS), default="tuning")
    options.add_argument("--real", action="store_true", help="real reports, events and figures only")
    options.add_argument("--data", type=Path, help="with --real: the folder of the corpora")
    options.add_argument("--weights", type=Path, help="a folder of weights other than the package's own")
    options.add_argument(
        "--show", action="store_true", help="with the tuning part: what was missed and made up"
    )
    given = options.parse_args()
    if given.real:
        if given.data is None:
            options.error("--real needs the folder of the corpora: --data folder")
        measure_real(given.data, given.weights)
        return
    events, terms = PARTS[given.part]()
    records = read_texts({p.id: p.text for p in (*events, *terms)}, given.weights)
    rows = [score_events(passage, records[passage.id]) for passage in events]
    say(table(f"{len(events)} passages with events and figures, {given.part}", EVENT_MEASURES, rows))
    rows = [score_terms(passage, records[passage.id]) for passage in terms]
    say(table(f"{len(terms)} passages with terms, {given.part}", TERM_MEASURES, rows))
    if given.show and given.part == "tuning":
        for passage in (*events, *terms):
            say("\n".join(differences(passage, records[passage.id])))


def measure_real(data: Path, weights: Path | None) -> None:
    """Prints the table of the real reports kept for measuring, and one for each set they are from."""
    passages = real_passages(data, held_out=True)
    records = read_texts({p.id: p.text for p in passages}, weights)
    scored = [(passage.style, score_events(passage, records[passage.id])) for passage in passages]
    say(table(f"{len(passages)} passages of real reports", EVENT_MEASURES, [row for _, row in scored]))
    for name in sorted({style for style, _ in scored}):
        rows = [row for style, row in scored if style == name]
        say(table(f"{len(rows)} passages of {name}", EVENT_MEASURES, rows))


def table(head: str, measures: Sequence[str], rows: Sequence[Tallies]) -> str:
    """Precision, recall and F1 with its 95 % interval; of an accuracy the three are the same."""
    totals, ranges = add_up(rows), intervals(rows, draws=DRAWS, measures=measures)
    lines = [head, f"{'':30s} {'P':>5s} {'R':>5s} {'F1':>5s} {'95 % of F1':>14s} {'system':>7s} {'gold':>6s}"]
    for measure in measures:
        tally, (low, high) = totals.get(measure, Tally()), ranges.get(measure, (0.0, 0.0))
        lines.append(
            f"{measure:30s} {tally.precision:5.1f} {tally.recall:5.1f} {tally.f1:5.1f} "
            f"{f'{low:.1f} - {high:.1f}':>14s} {tally.system:7.0f} {tally.gold:6.0f}"
        )
    return "\n".join(lines)


# ---- events and figures


def score_events(passage: EventPassage, record: Record) -> Tallies:
    """What one passage adds to each measure of events and figures."""
    pairs = pair_events(passage.events, record.events)
    typed = [(want, got) for want, got in pairs if want.type == got.type]
    sizes = (len(record.events), len(passage.events))
    tallies = {"events: found": _share(len(pairs), *sizes), "events: type": _share(len(typed), *sizes)}
    tallies |= {
        "events: mode": _right(want.mode == got.mode for want, got in typed),
        "events: stage": _right(want.stage == got.stage for want, got in typed),
        "events: polarity": _right(want.polarity == got.polarity for want, got in typed),
        "events: place": _right(_same_thing(want.place, got.place, record.places) for want, got in typed),
        "events: time": _right(_same_thing(want.time, got.time, record.times) for want, got in typed),
        "events: whose word": _right(
            _same_word(want, got.on_word_of, record, passage.text) for want, got in typed
        ),
        "events: actors, head": _parties(passage.events, record.events, pairs, "actors", text=passage.text),
        "events: recipients, head": _parties(
            passage.events, record.events, pairs, "recipients", text=passage.text
        ),
    }
    return tallies | _score_figures(passage, record, {want.id: got.id for want, got in pairs})


def pair_events(gold: Sequence[EventLabel], system: Sequence[Event]) -> list[tuple[EventLabel, Event]]:
    """Gold with system events that share a trigger's word, one to one, those of one type first."""
    candidates = sorted(
        (want.type != got.type, number, given)
        for number, want in enumerate(gold)
        for given, got in enumerate(system)
        if any(own.touches(other) for own in want.triggers for other in got.trigger)
    )
    return [(gold[number], system[given]) for number, given in _one_to_one(candidates)]


def _one_to_one(candidates: Sequence[tuple[bool, int, int]]) -> Iterator[tuple[int, int]]:
    wanted: set[int] = set()
    given: set[int] = set()
    for _, number, got in candidates:
        if number not in wanted and got not in given:
            wanted.add(number)
            given.add(got)
            yield number, got


def _parties(
    gold: Sequence[EventLabel],
    system: Sequence[Event],
    pairs: Sequence[tuple[EventLabel, Event]],
    role: str,
    *,
    text: str,
) -> Tally:
    """Parties of one role over all events, paired or not: those of paired events match by their heads."""
    right = 0
    for want, got in pairs:
        held = list(getattr(want, role))
        for party in getattr(got, role):
            match = next((phrase for phrase in held if _same_head(phrase, party, text)), None)
            if match is not None:
                held.remove(match)
                right += 1
    sizes = (sum(len(getattr(event, role)) for event in side) for side in (system, gold))
    return _share(right, *sizes)


def _same_head(want: Phrase, got: Participant, text: str) -> bool:
    from dragoman.record.parties import head_of

    return got.span.covers(want.head) and want.span.touches(head_of(text, got.span))


def _same_thing(want: Span | None, got: str | None, grounded: Sequence[object]) -> bool:
    if want is None or got is None:
        return want is None and got is None
    return any(value.id == got and value.span.touches(want) for value in grounded)  # type: ignore[attr-defined]


def _same_word(want: EventLabel, got: str, record: Record, text: str) -> bool:
    """The publisher where no source is marked, else an attribution whose source or speaker is the one marked.

    Who threatens, asks or refuses is marked as the actor, not as a source (docs/events.md); in a record his words are
    an attribution, and what stands in it is on his word. Both say the same.
    """
    if want.source is not None:
        return got != PUBLISHER and _is_from(want.source.span, got, record, text)
    return got == PUBLISHER or any(_is_from(actor.head, got, record, text) for actor in want.actors)


def _is_from(want: Span, got: str, record: Record, text: str) -> bool:
    """Whether an attribution's source or its speaker is who is marked, there or named again in the same words."""
    attribution = record.attribution(got)
    if attribution is None:
        return False
    speaker = record.entity(attribution.speaker)
    spans = (*attribution.source, *(speaker.mentions if speaker else ()))
    return any(span.touches(want) or fold(span.of(text)) == fold(want.of(text)) for span in spans)


def _score_figures(passage: EventPassage, record: Record, event_ids: dict[str, str]) -> Tallies:
    pairs = pair_figures(passage.figures, record.figures)
    return {
        "figures: found": _share(len(pairs), len(record.figures), len(passage.figures)),
        "figures: value": _right(_same_value(want, got) for want, got in pairs),
        "figures: status": _right(want.status == got.status for want, got in pairs),
        "figures: counts": _right(want.counts == got.counts for want, got in pairs),
        "figures: event": _right(event_ids.get(want.event or "") == got.event for want, got in pairs),
    }


def pair_figures(gold: Sequence[FigureLabel], system: Sequence[Figure]) -> list[tuple[FigureLabel, Figure]]:
    """Gold with system figures of the same kind that share a word, one to one."""
    candidates = [
        (False, number, given)
        for number, want in enumerate(gold)
        for given, got in enumerate(system)
        if want.what == got.what and want.span.touches(got.span)
    ]
    return [(gold[number], system[given]) for number, given in _one_to_one(candidates)]


def _same_value(want: FigureLabel, got: Figure) -> bool:
    return (want.bounds.low, want.bounds.best, want.bounds.high) == (got.low, got.best, got.high)


# ---- terms


def score_terms(passage: TermPassage, record: Record) -> Tallies:
    """What one passage adds to each measure of terms."""
    pairs = pair_terms(passage.terms, record.terms)
    alike = [(want, got) for want, got in pairs if want.kind == got.kind]
    sizes = (len(record.terms), len(passage.terms))
    tallies = {
        "terms: found": _share(len(pairs), *sizes),
        "terms: kind": _share(len(alike), *sizes),
        "terms: status": _right(want.status == got.status for want, got in alike),
        "terms: whose word": _right(_term_word(want, got, passage, record) for want, got in alike),
    }
    roles = ("parties", "excluded", "conditions", "grounds", "violations")
    return tallies | {f"terms: {role}": _stretches(passage, record, pairs, role) for role in roles}


def pair_terms(gold: Sequence[TermLabel], system: Sequence[Term]) -> list[tuple[TermLabel, Term]]:
    """Gold with system terms that share a mention's word, one to one, those of one kind and status first."""
    candidates = sorted(
        ((want.kind, want.status) != (got.kind, got.status), number, given)
        for number, want in enumerate(gold)
        for given, got in enumerate(system)
        if any(got.span.start < end and start < got.span.end for start, end in want.spans("span"))
    )
    return [(gold[number], system[given]) for number, given in _one_to_one(candidates)]


def _term_word(want: TermLabel, got: Term, passage: TermPassage, record: Record) -> bool:
    from dragoman.types import Span

    if want.word == "pub" or got.on_word_of == PUBLISHER:
        return (want.word == "pub") == (got.on_word_of == PUBLISHER)
    sources = passage.sources[want.word]
    return any(_is_from(Span(*span), got.on_word_of, record, passage.text) for span in sources)


def _stretches(
    passage: TermPassage, record: Record, pairs: Sequence[tuple[TermLabel, Term]], role: str
) -> Tally:
    """Phrases in one role over all terms, by overlap within paired terms."""
    named = "violation" if role == "violations" else role
    right = 0
    for want, got in pairs:
        held = list(want.spans(named))
        for span in _spans(got, role):
            match = next((own for own in held if span.start < own[1] and own[0] < span.end), None)
            if match is not None:
                held.remove(match)
                right += 1
    given = sum(len(_spans(term, role)) for term in record.terms)
    return _share(right, given, sum(len(term.spans(named)) for term in passage.terms))


def _spans(term: Term, role: str) -> list[Span]:
    return [part if hasattr(part, "start") else part.span for part in getattr(term, role)]


# ---- counting


def _share(right: int, system: int, gold: int) -> Tally:
    return Tally(right, system, right, gold)


def _right(verdicts: Iterator[bool]) -> Tally:
    counted = list(verdicts)
    return _share(sum(counted), len(counted), len(counted))


def differences(passage: EventPassage | TermPassage, record: Record) -> Iterator[str]:
    """What was missed and what was made up in a passage, in words."""
    if isinstance(passage, EventPassage):
        pairs = [
            (want.id, got.id)
            for want, got in pair_events(passage.events, record.events)
            if want.type == got.type
        ]
        wanted = {e.id: f"{e.type} {record.quote(e.triggers)!r}" for e in passage.events}
        given = {e.id: f"{e.type} {record.quote(e.trigger)!r}" for e in record.events}
    else:
        alike = [
            (w, g)
            for w, g in pair_terms(passage.terms, record.terms)
            if (w.kind, w.status) == (g.kind, g.status)
        ]
        pairs = [(want.id, got.id) for want, got in alike]
        wanted = {
            t.id: f"{t.kind} {t.status} {passage.text[slice(*t.spans('span')[0])]!r}" for t in passage.terms
        }
        given = {t.id: f"{t.kind} {t.status} {record.quote(t.span)!r}" for t in record.terms}
    yield f"\n{passage.id}: {passage.text}"
    yield from (f"  missed   {words}" for key, words in wanted.items() if key not in {w for w, _ in pairs})
    yield from (f"  made up  {words}" for key, words in given.items() if key not in {g for _, g in pairs})


if __name__ == "__main__":
    sys.exit(main())
