"""Fits the weights that turn the attribution head's raw scores into a chance, on articles kept out of training.

python -m training.calibrate --data DATA --weights build/weights
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.annotate.attributions import HEAD, Relation, features_of, find_relations, span_of
from dragoman.encode.run import Encoder, load_encoder
from dragoman.segment import segment
from dragoman.stages import Document
from dragoman.types import Span
from eval.attributions import calibration_error, judge
from eval.corpora import Gold, Roles, read_polnear
from training.batches import tuning_ids

RIDGE = 1.0  # one relation's worth of doubt on each weight
STEPS = 50
FOLDS = 5

Floats = NDArray[np.float64]


def main() -> None:
    """Fits, prints the error that five-fold cross-validation leaves, and writes the weights into the manifest."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--weights", type=Path, required=True)
    given = options.parse_args()
    reports = read_polnear(given.data, "train").reports
    kept_apart = tuning_ids([report.id for report in reports])
    features, right = collect(
        [r for r in reports if r.id in kept_apart], load_encoder(given.weights, threads=2)
    )
    print(f"{len(kept_apart)} articles, {len(right)} relations, {right.mean():.3f} right")
    print(f"calibration error {cross_validated(features, right):.2f} points")
    path = given.weights / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    weights = [round(float(weight), 4) for weight in fit(features, right)]
    manifest["files"][f"{HEAD}.safetensors"]["calibration"] = weights
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"weights {weights}")


def collect(reports: Sequence[Gold], encoder: Encoder) -> tuple[Floats, Floats]:
    """Features of every relation found, and whether it is right."""
    rows: list[tuple[float, ...]] = []
    verdicts: list[bool] = []
    for report in reports:
        doc = Document(id=report.id, origin=report.id, raw_sha256="", text=report.text)
        found = list(find_relations(encoder.scores(doc, segment(doc))))
        verdicts.extend(judge(report.text, report.attributions, [_roles(*pair) for pair in found]))
        rows.extend(features_of(relation) for _, relation in found)
    return np.array(rows), np.array(verdicts, dtype=np.float64)


def _roles(words: Sequence[Span], relation: Relation) -> Roles:
    runs = {"source": (relation.source,), "cue": (relation.cue,), "content": relation.contents}
    spans = {role: [span_of(words, run) for run in its if run is not None] for role, its in runs.items()}
    return {role: tuple((span.start, span.end) for span in its) for role, its in spans.items()}


def fit(features: Floats, right: Floats) -> Floats:
    """Logistic regression by Newton's method, its weights drawn to 0 (but not the first, the constant)."""
    weights = np.zeros(features.shape[1])
    ridge = np.full(features.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (right - chance) - ridge * weights
        curvature = (features.T * (chance * (1 - chance))) @ features + np.diag(ridge + 1e-9)
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def cross_validated(features: Floats, right: Floats) -> float:
    """Expected calibration error, each fold scored by weights that were fitted on the others."""
    fold = np.arange(len(right)) * FOLDS // max(len(right), 1)  # whole stretches: an article stays together
    scores = np.zeros(len(right))
    for number in range(FOLDS):
        weights = fit(features[fold != number], right[fold != number])
        scores[fold == number] = 1 / (1 + np.exp(-features[fold == number] @ weights))
    return calibration_error(scores.tolist(), [bool(hit) for hit in right])


if __name__ == "__main__":
    main()
