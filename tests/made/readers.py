"""Readers that need no weights, for the tests of desk, store and command line; worker processes import them by name."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from msgspec import UNSET, UnsetType, structs

from dragoman.desk import ReadOne
from dragoman.errors import ReadError, ResourceError, UsageError
from dragoman.readers import Source
from dragoman.readers.actors import read_actors
from dragoman.readers.term_kinds import read_term_kinds
from dragoman.types import Attribution, Entity, Producer, Published, Record, RecordedDocument, Span, Zone

FAKE = Producer("fake", "1", None)
"""What made the records of `read_sayings`, unless the environment names another version of it."""
_SAID = re.compile(r"(\w+) said: ([^\n]+)")


def load_broken() -> ReadOne:
    """A reader whose weights are missing."""
    raise ResourceError("trunk.onnx: weights are missing", hint="install again")


def load_wrong() -> ReadOne:
    """A reader whose caller gave a file that it cannot learn from."""
    raise UsageError("kind 'truce': no word can be read", hint="mark words")


def load_dead() -> ReadOne:
    """A reader that ends its process while it loads."""
    os._exit(7)


def load_fake() -> ReadOne:
    """A reader whose record is the text as one body; some words make it fail in their own way."""
    return _read


def load_sayings() -> ReadOne:
    """A reader of lines such as `Aske said: we will go`; some words make it fail in their own way."""
    return _read_sayings


def load_with_files(weights: Path | None, actors: Path | None, term_kinds: Path | None) -> ReadOne:
    """A reader of sayings whose records name the files that it was given."""
    given = {
        "actors": None if actors is None else read_actors(actors).sha256,
        "term_kinds": UNSET if term_kinds is None else read_term_kinds(term_kinds).sha256,
    }
    return lambda source: _named(_read_sayings(source), given)


def _named(record: Record, given: dict[str, str | UnsetType | None]) -> Record:
    return structs.replace(record, producer=structs.replace(record.producer, **given))


def _read(source: Source) -> Record:
    text = _text_of(source)
    if "broken" in text:
        raise ValueError("no such thing")
    if "deadly" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "endless" in text:
        time.sleep(600)
    time.sleep(0.05 if "slow" in text else 0)
    return Record(producer=Producer("fake", "0", None), document=_document(source, text))


def _read_sayings(source: Source) -> Record:
    text = _text_of(source)
    found = tuple(_SAID.finditer(text))
    ids = {name: f"e{number}" for number, name in enumerate(dict.fromkeys(one[1] for one in found), 1)}
    mentions = {name: tuple(Span(*one.span(1)) for one in found if one[1] == name) for name in ids}
    return Record(
        producer=Producer("fake", os.environ.get("FAKE_VERSION", "1"), None),
        document=_document(source, text, Published("2031-05-12", "given")),
        entities=tuple(Entity(id=ids[name], type="PER", name=name, mentions=mentions[name]) for name in ids),
        attributions=tuple(_saying(number, one, ids[one[1]]) for number, one in enumerate(found, 1)),
    )


def _saying(number: int, found: re.Match[str], speaker: str) -> Attribution:
    return Attribution(
        id=f"a{number}",
        source=(Span(*found.span(1)),),
        cue=(Span(found.end(1) + 1, found.end(1) + 5),),
        content=(Span(*found.span(2)),),
        form="direct",
        speaker=speaker,
        speaker_basis="named",
        score=0.8,
    )


def _text_of(source: Source) -> str:
    text = source.raw.decode()
    if "refused" in text:
        raise ReadError(f"{source.origin}: not a report", hint="give another")
    if "interrupted" in text:
        raise KeyboardInterrupt
    return text


def _document(source: Source, text: str, published: Published | None = None) -> RecordedDocument:
    return RecordedDocument(
        id=hashlib.sha256(text.encode()).hexdigest(),
        origin=source.origin,
        raw_sha256=hashlib.sha256(source.raw).hexdigest(),
        text=text,
        publisher=source.hints.publisher,
        publisher_basis="given" if source.hints.publisher else None,
        published=published,
        url=source.hints.url,
        language="en",
        zones=(Zone("body", Span(0, len(text))),),
    )
