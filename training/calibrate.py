"""Fits the weights that turn a head's raw scores into a chance, on texts kept out of training.

python -m training.calibrate --data DATA --weights build/weights
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from dragoman.annotate.anchored import features_of as anchor_features
from dragoman.annotate.anchored import find_anchored
from dragoman.annotate.attributions import HEAD, Relation, features_of, find_relations, span_of
from dragoman.encode.run import Encoder, load_encoder
from dragoman.segment import segment
from dragoman.stages import Document, Scores
from dragoman.types import Span
from eval.attributions import calibration_error, judge
from eval.corpora import Gold, Roles, read_polnear
from training.batches import tuning_ids
from training.logistic import Floats, fit
from training.parts import passages_to_tune
from training.schemes import EVENT, FIGURE, TERM

FOLDS = 5

Marked = dict[str, list[tuple[str, Span]]]
"""By head: kind and first words of each thing that a person marked in a passage."""


def main() -> None:
    """Fits, prints the error that five-fold cross-validation leaves, and writes the weights into the manifest."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--weights", type=Path, required=True)
    given = options.parse_args()
    encoder = load_encoder(given.weights, threads=2)
    path = given.weights / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for head, (features, right) in collect(given.data, encoder).items():
        print(f"{head}: {len(right)} found, {right.mean():.3f} right")
        print(f"{head}: calibration error {cross_validated(features, right):.2f} points")
        weights = [round(float(weight), 4) for weight in fit(features, right)]
        manifest["files"][f"{head}.safetensors"]["calibration"] = weights
        print(f"{head}: weights {weights}")
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def collect(data: Path, encoder: Encoder) -> dict[str, tuple[Floats, Floats]]:
    """By head, features of everything it finds in the texts kept apart, and whether it is right."""
    reports = read_polnear(data, "train").reports
    kept_apart = tuning_ids([report.id for report in reports])
    found = {HEAD: list(_judged_relations([r for r in reports if r.id in kept_apart], encoder))}
    for text, marked in marked_passages():
        scores = scores_of(text, encoder)
        for head in marked:
            found.setdefault(head, []).extend(_judged_anchors(scores, head, marked[head]))
    return {
        head: (np.array([row for row, _ in rows]), np.array([right for _, right in rows], dtype=np.float64))
        for head, rows in found.items()
    }


def _judged_relations(reports: Sequence[Gold], encoder: Encoder) -> Iterator[tuple[tuple[float, ...], bool]]:
    for report in reports:
        found = list(find_relations(scores_of(report.text, encoder)))
        verdicts = judge(report.text, report.attributions, [_roles(*pair) for pair in found])
        for (_, relation), right in zip(found, verdicts, strict=True):
            yield features_of(relation), right


def _judged_anchors(
    scores: Scores, head: str, marked: Sequence[tuple[str, Span]]
) -> Iterator[tuple[tuple[float, ...], bool]]:
    """An anchor is right if a person marked one of its kind on words that it shares."""
    for words, found in find_anchored(scores, head):
        span = found.run.span(words)
        yield (
            anchor_features(found),
            any(kind == found.run.type and own.touches(span) for kind, own in marked),
        )


def marked_passages() -> Iterator[tuple[str, Marked]]:
    """The texts of the tuning passages, with what a person marked for each head."""
    events, terms = passages_to_tune()
    for passage in events:
        triggers = [(event.type, span) for event in passage.events for span in event.triggers]
        figures = [(figure.what, figure.span) for figure in passage.figures]
        yield passage.text, {EVENT.name: triggers, FIGURE.name: figures}
    for told in terms:
        yield told.text, {TERM.name: [(t.kind, Span(*span)) for t in told.terms for span in t.spans("span")]}


def scores_of(text: str, encoder: Encoder) -> Scores:
    """What the heads say of a text that is a report of its own."""
    doc = Document(id="", origin="", raw_sha256="", text=text)
    return encoder.scores(doc, segment(doc))


def _roles(words: Sequence[Span], relation: Relation) -> Roles:
    runs = {"source": (relation.source,), "cue": (relation.cue,), "content": relation.contents}
    spans = {role: [span_of(words, run) for run in its if run is not None] for role, its in runs.items()}
    return {role: tuple((span.start, span.end) for span in its) for role, its in spans.items()}


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
