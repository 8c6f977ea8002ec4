"""Sets how readily the heads for events, figures and terms speak: by the F1 of what they find in the tuning passages.

python -m training.readiness --weights build/weights

Nearly all words stand outside of any event, so a head that learned from all of them may miss more than it makes up.
The bias of its label O is lowered (or raised, by a step below 0) where the F1 of kinds is highest, that of the steps
beside it counted in, since the passages are few. Of steps nearly as good the one that says least is taken: what is made
up does more harm than what is missed. Their roles are set by `training.role_readiness`. Calibrate afterwards.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from dragoman.annotate.bio import decode_bio
from dragoman.encode.run import load_encoder
from dragoman.stages import Scores
from dragoman.types import Span
from eval.attributions import Tally
from training.calibrate import marked_passages, scores_of
from training.export import write_manifest
from training.role_readiness import ready_roles
from training.schemes import SCHEMES

STEPS = tuple(np.arange(-2.0, 2.1, 0.25).tolist())
NEARLY = {"event": 0.25, "figure": 0.25, "term": 1.0}
"""Points of F1 by which a step may fall behind the best one. Most: of terms, for reports without any are rare among our
passages and common in the world."""
OUTSIDE = "O"

Judged = Sequence[tuple[Scores, Sequence[tuple[str, Span]]]]
"""Scores of each passage, and the kind and words of each thing that a person marked in it."""


def main() -> None:
    """Prints the F1 of each step, and rewrites the heads' files and the manifest."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--weights", type=Path, required=True)
    given = options.parse_args()
    encoder = load_encoder(given.weights, threads=2)
    read = [(scores_of(text, encoder), marked) for text, marked in marked_passages()]
    manifest = json.loads((given.weights / "manifest.json").read_text(encoding="utf-8"))
    entries = manifest.pop("files")
    for head in SCHEMES:
        judged = [(scores, marked[head]) for scores, marked in read if head in marked]
        step = best_step([f1_at(step, head, judged) for step in STEPS], NEARLY[head])
        print(f"{head}: O lowered by {STEPS[step]}", flush=True)
        lower(given.weights / f"{head}.safetensors", entries[f"{head}.safetensors"]["labels"], STEPS[step])
    ready_roles(given.weights, encoder)
    write_manifest(given.weights, entries, manifest)


def f1_at(step: float, head: str, judged: Judged) -> float:
    """F1 of kinds where the score of O is lowered by `step`; printed with precision and recall."""
    tally = Tally()
    for scores, marked in judged:
        found = list(_found(step, head, scores))
        right = sum(any(kind == k and own.touches(span) for k, own in marked) for kind, span in found)
        met = sum(any(kind == k and own.touches(span) for k, span in found) for kind, own in marked)
        tally = tally.plus(Tally(right, len(found), met, len(marked)))
    print(f"{head} {step:.2f}: P {tally.precision:.1f} R {tally.recall:.1f} F1 {tally.f1:.1f}", flush=True)
    return tally.f1


def _found(step: float, head: str, scores: Scores) -> Iterator[tuple[str, Span]]:
    labels = scores.labels[head]
    lowered = np.array([step if label == OUTSIDE else 0.0 for label in labels], dtype=np.float32)
    for first, last in scores.windows:
        for run in decode_bio(scores.tags[head][first:last] - lowered, labels):
            yield run.type, run.span(scores.words[first:last])


def best_step(f1s: Sequence[float], nearly: float) -> int:
    """The number of the first step that is at most `nearly` points behind the best, each together with its neighbours.

    >>> best_step([40.0, 41.0, 47.0, 41.0, 44.0, 44.0, 43.5], 0.5)
    3
    """
    around = [float(np.mean(f1s[max(at - 1, 0) : at + 2])) for at in range(len(f1s))]
    return next(at for at, mean in enumerate(around) if mean >= max(around) - nearly)


def lower(path: Path, labels: Sequence[str], step: float) -> None:
    """Lowers the bias of O in a head's file."""
    weights = load_file(path)
    weights["bias"] = weights["bias"].copy()
    weights["bias"][list(labels).index(OUTSIDE)] -= np.float32(step)
    save_file(weights, path)


if __name__ == "__main__":
    main()
