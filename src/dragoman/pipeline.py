"""The steps in order for one report: the only module that knows them all."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from msgspec import UNSET, structs

from dragoman._version import __version__
from dragoman.annotate import annotate
from dragoman.encode.load import manifest_sha256, require_calibration
from dragoman.encode.run import load_encoder
from dragoman.ground import ActorIndex, Atlas, Gazetteer, find_gazetteer, ground
from dragoman.ground.gazetteer.build import Built, build_gazetteer
from dragoman.learning import Trial, with_kinds
from dragoman.record import make_record
from dragoman.segment import segment
from dragoman.stages import ActorFile, Annotations, Document, Groundings, KindFile, Scores, Segments
from dragoman.types import Producer, Record

__all__ = [
    "ANNOTATED_LANGUAGE",
    "Built",
    "Reads",
    "Tools",
    "Trial",
    "build_gazetteer",
    "load_tools",
    "own_producer",
    "process",
    "try_kinds",
]

ANNOTATED_LANGUAGE = "en"
REREAD_HEADS = ("attribution",)
"""What is asked of the second reading of contents: who said what in them, nothing else."""


class Reads(Protocol):
    """What scores the words of a document: the trained encoder, or one that a test makes."""

    def scores(self, doc: Document, segments: Segments, *, heads: Container[str] | None = None) -> Scores:
        """Scores of the words of `doc`, of `heads` alone if they are named."""
        ...


@dataclass(frozen=True)
class Tools:
    """What is loaded once and used for every report."""

    encoder: Reads
    producer: Producer
    atlas: Atlas | None = None
    """What place names are looked up in; our own short lists alone if there is none."""
    actors: ActorIndex | None = None
    """The people and bodies that the caller gives."""


def load_tools(
    weights: Path | None = None,
    *,
    threads: int = 1,
    actors: ActorFile | None = None,
    term_kinds: KindFile | None = None,
) -> Tools:
    """The encoder and its heads; `weights` is a folder other than the package's own, the others are the caller's.

    Raises:
        UsageError: an example of `term_kinds` cannot be learned from.
        ResourceError: a file of weights is missing, not the one the manifest names, or not calibrated; or the
            gazetteer is broken or of another format. Without a gazetteer places stay unresolved with that reason.
    """
    gazetteer = find_gazetteer()
    producer = _producer(weights, gazetteer, actors, term_kinds)
    encoder = load_encoder(weights, threads=threads)
    require_calibration(encoder.heads)
    if term_kinds is not None:
        encoder = with_kinds(encoder, term_kinds)
    return Tools(encoder, producer, Atlas(gazetteer), None if actors is None else ActorIndex(actors))


def try_kinds(term_kinds: KindFile, weights: Path | None = None) -> dict[str, Trial]:
    """How well each kind of the caller's is told apart, by its name.

    Raises:
        UsageError: an example cannot be learned from.
        ResourceError: a file of weights is missing or not the one the manifest names.
    """
    own = with_kinds(load_encoder(weights), term_kinds).own
    return {kind.name: kind.trial for kind in own.kinds} if own is not None else {}


def own_producer(
    weights: Path | None = None, *, actors: ActorFile | None = None, term_kinds: KindFile | None = None
) -> Producer:
    """Who makes the records: this version, with these weights, the gazetteer that is there, these actors and kinds of
    terms.

    Raises:
        ResourceError: there is no manifest of weights, or the gazetteer is broken.
    """
    return _producer(weights, find_gazetteer(), actors, term_kinds)


def _producer(
    weights: Path | None, gazetteer: Gazetteer | None, actors: ActorFile | None, term_kinds: KindFile | None
) -> Producer:
    return Producer(
        "dragoman",
        __version__,
        manifest_sha256(weights),
        None if gazetteer is None else gazetteer.sha256,
        None if actors is None else actors.sha256,
        UNSET if term_kinds is None else term_kinds.sha256,
    )


def process(doc: Document, tools: Tools) -> Record:
    """The record of one report; a report in another language than English is recorded and not annotated."""
    segments = segment(doc)
    if segments.language not in (ANNOTATED_LANGUAGE, None):
        unread = Annotations(
            why={"attributions": f"only English is annotated, this is {segments.language!r}"}
        )
        return make_record(doc, segments, unread, Groundings(), producer=tools.producer)
    scores = tools.encoder.scores(doc, segments)
    annotations = annotate(doc, segments, scores, partial(tools.encoder.scores, doc, heads=REREAD_HEADS))
    groundings = ground(doc, segments, annotations, atlas=tools.atlas, actors=tools.actors)
    if segments.language is None:
        annotations = structs.replace(
            annotations, why={"attributions": "the language is not known; read as English"}
        )
    return make_record(doc, segments, annotations, groundings, producer=tools.producer)
