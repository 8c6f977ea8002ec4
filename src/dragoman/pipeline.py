"""The steps in order for one report: the only module that knows them all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dragoman._version import __version__
from dragoman.annotate import annotate, contents_to_reread, find_attributions, find_retold
from dragoman.encode.load import manifest_sha256
from dragoman.encode.run import load_encoder
from dragoman.ground import ground
from dragoman.record import make_record
from dragoman.segment import segment
from dragoman.stages import Annotations, Document, Groundings, Scores, Segments
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


def load_tools(weights: Path | None = None, *, threads: int = 1) -> Tools:
    """The encoder and its heads; `weights` is a folder other than the package's own.

    Raises:
        ResourceError: a file of weights is missing or not the one the manifest names.
    """
    producer = Producer("dragoman", __version__, manifest_sha256(weights))
    return Tools(load_encoder(weights, threads=threads), producer)


def process(doc: Document, tools: Tools) -> Record:
    """The record of one report; a report in another language than English is recorded and not annotated."""
    segments = segment(doc)
    if segments.language not in (ANNOTATED_LANGUAGE, None):
        unread = Annotations(
            why={"attributions": f"only English is annotated, this is {segments.language!r}"}
        )
        return make_record(doc, segments, unread, Groundings(), producer=tools.producer)
    scores = tools.encoder.scores(doc, segments)
    found = find_attributions(doc, segments, scores)
    reread = contents_to_reread(doc, segments, found)
    retold = find_retold(doc, reread, tools.encoder.scores(doc, reread))
    annotations = annotate(doc, segments, scores, (*found, *retold))
    groundings = ground(doc, segments, annotations)
    return make_record(doc, segments, annotations, groundings, producer=tools.producer)
