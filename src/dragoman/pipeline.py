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
from dragoman.ground import ActorIndex, ground
from dragoman.record import make_record
from dragoman.segment import segment
from dragoman.stages import ActorFile, Annotations, Document, Groundings, Scores, Segments
from dragoman.types import Producer, Record

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
    actors: ActorIndex | None = None


def load_tools(weights: Path | None = None, *, threads: int = 1, actors: ActorFile | None = None) -> Tools:
    """The encoder and its heads; `weights` is a folder other than the package's own, `actors` what the caller gives.

    Raises:
        ResourceError: a file of weights is missing, not the one the manifest names, or not calibrated.
    """
    producer = Producer(
        "dragoman", __version__, manifest_sha256(weights), None if actors is None else actors.sha256
    )
    encoder = load_encoder(weights, threads=threads)
    require_calibration(encoder.heads)
    return Tools(encoder, producer, None if actors is None else ActorIndex(actors))


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
    groundings = ground(doc, segments, annotations, actors=tools.actors)
    if segments.language is None:
        annotations = structs.replace(
            annotations, why={"attributions": "the language is not known; read as English"}
        )
    return make_record(doc, segments, annotations, groundings, producer=tools.producer)
