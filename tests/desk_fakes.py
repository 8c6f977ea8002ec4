"""A reader that needs no weights, for the tests of desk and command line; worker processes import it by name."""

from __future__ import annotations

import hashlib
import os
import signal
import time

from dragoman.desk import ReadOne
from dragoman.errors import ReadError, ResourceError
from dragoman.readers import Source
from dragoman.types import Producer, Record, RecordedDocument, Span, Zone


def load_fake() -> ReadOne:
    """A reader whose record is the text as one body; some words make it fail in their own way."""
    return _read


def load_broken() -> ReadOne:
    """A reader whose weights are missing."""
    raise ResourceError("trunk.onnx: weights are missing", hint="install again")


def _read(source: Source) -> Record:
    text = source.raw.decode()
    if "refused" in text:
        raise ReadError(f"{source.origin}: not a report", hint="give another")
    if "broken" in text:
        raise ValueError("no such thing")
    if "deadly" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "endless" in text:
        time.sleep(600)
    if "interrupted" in text:
        raise KeyboardInterrupt
    time.sleep(0.05 if "slow" in text else 0)
    document = RecordedDocument(
        id=hashlib.sha256(text.encode()).hexdigest(),
        origin=source.origin,
        raw_sha256="0" * 64,
        text=text,
        publisher=source.hints.publisher,
        publisher_basis="given" if source.hints.publisher else None,
        url=source.hints.url,
        language="en",
        zones=(Zone("body", Span(0, len(text))),),
    )
    return Record(producer=Producer("fake", "0", None), document=document)
