"""The steps in order for one report: the only module that knows them all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from msgspec import structs

from dragoman._version import __version__
from dragoman.annotate import annotate
from dragoman.encode.load import manifest_sha256, require_calibration
from dragoman.encode.run import load_encoder
from dragoman.ground import ActorIndex, Atlas, Gazetteer, find_gazetteer, ground
from dragoman.ground.gazetteer.build import Built, build_gazetteer
from dragoman.record import make_record
from dragoman.segment import segment
from dragoman.stages import ActorFile, Annotations, Document, Groundings, Scores, Segments
from dragoman.types import Producer, Record

__all__ = ["ANNOTATED_LANGUAGE", "Built", "Reads", "Tools", "build_gazetteer", "load_tools", "process"]

ANNOTATED_LANGUAGE = "en"


class Reads(Protocol):
    """What scores the words of a document: the trained encoder, or one that a test makes."""

    def scores(self, doc: Document, segments: Segments) -> Scores:
        """Scores of the words of `doc`."""
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


def load_tools(weights: Path | None = None, *, threads: int = 1, actors: ActorFile | None = None) -> Tools:
    """The encoder and its heads; `weights` is a folder other than the package's own, `actors` what the caller gives.

    Raises:
        ResourceError: a file of weights is missing, not the one the manifest names, or not calibrated; or the
            gazetteer is broken or of another format. Without a gazetteer places stay unresolved with that reason.
    """
    gazetteer = find_gazetteer()
    producer = _producer(weights, gazetteer, actors)
    encoder = load_encoder(weights, threads=threads)
    require_calibration(encoder.heads)
    return Tools(encoder, producer, Atlas(gazetteer), None if actors is None else ActorIndex(actors))


def own_producer(weights: Path | None = None) -> Producer:
    """Who makes the records: this version, with these weights and the gazetteer that is there.

    Raises:
        ResourceError: there is no manifest of weights, or the gazetteer is broken.
    """
    return _producer(weights, find_gazetteer(), None)


def _producer(weights: Path | None, gazetteer: Gazetteer | None, actors: ActorFile | None) -> Producer:
    return Producer(
        "dragoman",
        __version__,
        manifest_sha256(weights),
        None if gazetteer is None else gazetteer.sha256,
        None if actors is None else actors.sha256,
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
    annotations = annotate(doc, segments, scores, partial(tools.encoder.scores, doc))
    groundings = ground(doc, segments, annotations, atlas=tools.atlas, actors=tools.actors)
    if segments.language is None:
        annotations = structs.replace(
            annotations, why={"attributions": "the language is not known; read as English"}
        )
    return make_record(doc, segments, annotations, groundings, producer=tools.producer)
