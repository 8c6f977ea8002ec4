"""Many reports: sources in, records or failures out in the same order, on one process or several."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import date
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from dragoman.errors import DragomanError, ReadError, ResourceError, UsageError
from dragoman.readers import FORMATS, Failure, Hints, Source, as_paths, encode_text, iter_sources, read_source
from dragoman.readers.actors import read_actors
from dragoman.readers.dates import EARLIEST_YEAR, parse_date
from dragoman.readers.jsonl import iter_lines
from dragoman.readers.term_kinds import read_term_kinds
from dragoman.workers import Attempt, read_with_workers

if TYPE_CHECKING:
    from dragoman.pipeline import Built, Trial
    from dragoman.types import Record

SHOWN_CHARS = 80
"""How much of a wrong argument an error repeats."""

ReadOne = Callable[[Source], "Record"]
"""Reads one source with everything loaded; raises `DragomanError`s."""
LoadReader = Callable[[], ReadOne]
"""Loads what reading needs. Sent to worker processes by name, so a function at the top of a module."""


def load_reader(
    weights: Path | None = None, actors: Path | None = None, term_kinds: Path | None = None
) -> ReadOne:
    """Load the weights and tables, and return the function that reads one source with them.

    `weights` is a folder of weights other than the package's own, `actors` a file of actors, `term_kinds` one of kinds
    of terms.

    Raises:
        UsageError: one of these files is not right.
        ResourceError: a file of the package is missing or not the one it should be.
    """
    from dragoman.pipeline import load_tools, process

    tools = load_tools(
        weights,
        actors=None if actors is None else read_actors(actors),
        term_kinds=None if term_kinds is None else read_term_kinds(term_kinds),
    )
    return lambda source: process(read_source(source), tools)


def set_up(path: Path | None = None, *, progress: Callable[[str], None] = lambda step: None) -> Built:
    """Build the gazetteer that place names are looked up in, where reading finds it, or at `path`.

    It is made of packages that come with Dragoman; nothing is fetched. `progress` is told of each step.

    Raises:
        ResourceError: a package is missing, or the file cannot be written; one that was there stays as it was.
    """
    from dragoman.pipeline import build_gazetteer

    return build_gazetteer(path, progress=progress)


@cache
def _loader(given: tuple[Path | None, ...], digests: tuple[str | None, ...]) -> LoadReader:
    """`load_reader` for these paths: one value for the same files, so that they are loaded once."""
    return partial(load_reader, *given)


def loader_for(
    weights: str | os.PathLike[str] | None = None,
    actors: str | os.PathLike[str] | None = None,
    term_kinds: str | os.PathLike[str] | None = None,
) -> LoadReader:
    """What `read_sources` loads to read with other weights, or with files of actors and kinds, checked at once.

    Raises:
        UsageError: one of these files cannot be read, or something in it isn't right.
    """
    if weights is None and actors is None and term_kinds is None:
        return load_reader
    paths = tuple(Path(path) if path else None for path in (weights, actors, term_kinds))
    digests = (
        read_actors(paths[1]).sha256 if paths[1] else None,
        read_term_kinds(paths[2]).sha256 if paths[2] else None,
    )
    return _loader(paths, digests)


def example_term_kinds() -> str:
    """A file of kinds of terms to begin from."""
    return files("dragoman.resources").joinpath("term_kinds_example.toml").read_text(encoding="utf-8")


def try_term_kinds(
    path: str | os.PathLike[str], weights: str | os.PathLike[str] | None = None
) -> dict[str, Trial]:
    """How well each kind of terms in a file is told apart, by its name, each example left out in turn.

    Raises:
        UsageError: the file cannot be read, or something in it isn't right.
    """
    from dragoman.pipeline import try_kinds

    return try_kinds(read_term_kinds(Path(path)), Path(weights) if weights else None)


@cache
def _own_reader(load: LoadReader) -> ReadOne:
    """The reader of this process, loaded once."""
    return load()


# ---- one report


def read(source: str | os.PathLike[str] | bytes, *, hints: Hints | None = None, **known: Any) -> Record:
    """The record of one report: a path, `-` for standard input, or the bytes themselves.

    Args:
        source: what to read.
        hints: what the caller knows of it, which wins over what it says of itself.
        **known: the fields of `Hints` by name (`url`, `publisher`, `published`, `title`, `retrieved`, `format`),
            instead of `hints`, days and times also as `date` and `datetime`; `origin` names bytes; `actors` is a file
            of people and bodies that names may lead to, `term_kinds` one of kinds of terms of your own.

    Raises:
        ReadError: it cannot be read as a report; `LimitError` where it is too large or takes too long.
        UsageError: it holds several reports (a folder, JSON lines): use `read_many`; or what is known of it is said
            in two ways, or cannot be.
        ResourceError: the weights are missing.

    >>> read("no-such-file.txt")
    Traceback (most recent call last):
    ...
    dragoman.errors.ReadError: no-such-file.txt: ...
    """
    origin, load = known.pop("origin", None), _own_loader(known)
    hints = _one_hints(hints, known)
    if not isinstance(source, bytes):
        if origin is not None:
            raise UsageError(f"{source}: a path is its own origin", hint="`origin` names bytes and texts")
        return _own_reader(load)(_only(_path(source), hints))
    if hints.format == "jsonl":
        raise UsageError("bytes are one report", hint="write JSON lines to a file and use read_many")
    return _own_reader(load)(Source(origin=_origin(origin, "bytes"), raw=source, hints=hints))


def read_text(text: str, *, origin: str = "text", **known: Any) -> Record:
    """The record of a text that is already in memory; `known` are the fields of `Hints` by name, `actors` and
    `term_kinds`.

    `record.document.text` is that text, character for character.

    Raises:
        ReadError: there is nothing in it, it is too long, or it holds half a character.
        UsageError: it is no `str`, it is said to be JSON lines, or what is known of it cannot be.

    >>> read_text(b"The talks ended.")
    Traceback (most recent call last):
    ...
    dragoman.errors.UsageError: bytes are no text; give a str to read_text, bytes or a path to read
    """
    if not isinstance(text, str):
        raise UsageError(
            f"{type(text).__name__} are no text" if isinstance(text, bytes) else f"{_shown(text)} is no text",
            hint="give a str to read_text, bytes or a path to read",
        )
    load = _own_loader(known)
    hints = _one_hints(None, {"format": "text", **known})
    if hints.format == "jsonl":
        raise UsageError("a text is one report", hint="write JSON lines to a file and use read_many")
    source = Source(origin=_origin(origin, "text"), raw=encode_text(text), hints=hints, decoded=True)
    return _own_reader(load)(source)


def _own_loader(known: dict[str, Any]) -> LoadReader:
    """The loader for the caller's files, which are taken out of what is known of the report."""
    return loader_for(actors=known.pop("actors", None), term_kinds=known.pop("term_kinds", None))


def _path(source: Any) -> str:
    path = os.fspath(source) if isinstance(source, str | os.PathLike) else None
    if not isinstance(path, str):
        raise UsageError(
            f"{_shown(source)} is neither a path nor bytes", hint="read_text takes a text that is in memory"
        )
    return path


def _origin(origin: Any, default: str) -> str:
    if not isinstance(origin, str | None):
        raise UsageError(f"origin={_shown(origin)} is no text", hint="give a name for the report")
    return origin or default


def _only(path: str, hints: Hints) -> Source:
    found = list(islice(iter_sources([path], hints=hints), 2))
    if len(found) != 1:
        raise UsageError(f"{path}: holds several reports", hint="use read_many for folders and JSON lines")
    if isinstance(found[0], Failure):
        spaced = any(char.isspace() for char in path) and not os.path.exists(path)
        hint = "read_text takes a text that is in memory" if spaced else found[0].hint
        raise ReadError(f"{_cut(found[0].origin)}: {found[0].reason}", hint=hint)
    return found[0]


def _shown(value: Any) -> str:
    """A wrong argument as an error names it."""
    return _cut(repr(value))


def _cut(words: str) -> str:
    r"""One line of at most `SHOWN_CHARS`.

    >>> _cut("The mayor said\n" * 9)
    'The mayor said The mayor said The mayor said The mayor said The mayor said T ...'
    """
    line = " ".join(words.split())
    return line if len(line) <= SHOWN_CHARS else f"{line[: SHOWN_CHARS - 4].rstrip()} ..."


# ---- what the caller knows


def _one_hints(hints: Hints | None, known: dict[str, Any]) -> Hints:
    """What the caller knows, said in one way and checked.

    Raises:
        UsageError: it is said in two ways, or something in it cannot be.

    >>> _one_hints(None, {"published": date(2031, 3, 8)}).published
    '2031-03-08'
    """
    if hints is not None and known:
        raise UsageError(f"hints and {', '.join(known)} are given", hint="say all of it in hints")
    if unknown := [name for name in known if name not in Hints.__struct_fields__]:
        raise UsageError(
            f"{unknown[0]}: nothing by this name is known of a report",
            hint=f"there are: {', '.join(Hints.__struct_fields__)}",
        )
    if not isinstance(hints, Hints | None):
        raise UsageError(f"hints={_shown(hints)} are no Hints", hint='for example: Hints(publisher="...")')
    hints = hints or Hints(**known)
    if hints.format not in FORMATS:
        raise UsageError(f"{hints.format!r}: no such format", hint=f"there are: {', '.join(FORMATS)}")
    checked = {name: _hint(name, getattr(hints, name)) for name in Hints.__struct_fields__}
    return structs.replace(hints, **checked)


def _hint(name: str, value: Any) -> str | None:
    dated = name in ("published", "retrieved")
    if dated and isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str | None):
        raise UsageError(f"{name}={_shown(value)} is no text", hint=f"give {name} as a str")
    if dated and value is not None and parse_date(value) is None:
        raise UsageError(
            f"{name}={_shown(value)} is no day or time from {EARLIEST_YEAR} on",
            hint="for example: 2021-03-08",
        )
    return value


# ---- samples


def sample_names() -> tuple[str, ...]:
    """The names of the reports that come with the package."""
    folder = files("dragoman.resources").joinpath("samples")
    found = (Path(entry.name) for entry in folder.iterdir()) if folder.is_dir() else iter(())
    return tuple(sorted(path.stem for path in found if path.suffix in (".txt", ".html")))


def sample_source(name: str, *, hints: Hints | None = None) -> Source:
    """A packaged report by its name.

    Raises:
        UsageError: there is none of that name; the hint lists those there are.
    """
    folder = files("dragoman.resources").joinpath("samples")
    if name not in sample_names():
        raise UsageError(f"{name}: no such sample", hint=f"there are: {', '.join(sample_names())}")
    entry = next(entry for entry in folder.iterdir() if Path(entry.name).stem == name)
    return Source(origin=f"sample:{entry.name}", raw=entry.read_bytes(), hints=hints or Hints())


def demo_sources() -> Iterator[Source | Failure]:
    """The reports that `dragoman demo` fills a desk with: the samples, and some that tell of one invented truce."""
    yield from (sample_source(name) for name in sample_names())
    lines = files("dragoman.resources").joinpath("demo.jsonl").read_bytes()
    yield from iter_lines(BytesIO(lines), "demo.jsonl", Hints())


# ---- many reports


def read_many(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    hints: Hints | None = None,
    workers: int = 1,
    weights: str | os.PathLike[str] | None = None,
    actors: str | os.PathLike[str] | None = None,
    term_kinds: str | os.PathLike[str] | None = None,
) -> Generator[Record | Failure, None, None]:
    """The record, or the failure, of each report in files, folders and JSON lines, in the order of the input.

    `paths` is one path or several.

    Records do not depend on the number of workers. With several, a script must guard its entry with
    `if __name__ == "__main__":`, a report that kills its worker or takes over `DOCUMENT_SECONDS` has failed and
    the others go on. Close the iterator, or exhaust it, to end the workers. `weights` is a folder of weights other
    than the package's own, `actors` a file of people and bodies that names may lead to (`docs/entities.md`),
    `term_kinds` one of kinds of terms of your own (`docs/term_kinds.md`).

    Raises:
        ResourceError: the weights are missing, or a worker cannot start.
        UsageError: a path is none, what is known cannot be, or fewer than one worker.

    >>> [outcome.origin for outcome in read_many("no-such-file.txt")]
    ['no-such-file.txt']
    """
    load = loader_for(weights, actors, term_kinds)
    hints = _one_hints(hints, {})
    return read_sources(iter_sources(as_paths(paths), hints=hints), workers=workers, load=load)


def read_sources(
    sources: Iterable[Source | Failure], *, workers: int = 1, load: LoadReader | None = None
) -> Generator[Record | Failure, None, None]:
    """As `read_many`, for sources at hand; `load` gives another reader than the package's own.

    Raises:
        UsageError: fewer than one worker.
    """
    if workers < 1:
        raise UsageError(f"{workers} workers", hint="give 1 or more")
    load = load or load_reader
    if workers == 1:
        return _read_here(sources, load)
    return read_with_workers(sources, partial(_attempts, load), size=workers)


def _read_here(
    sources: Iterable[Source | Failure], load: LoadReader
) -> Generator[Record | Failure, None, None]:
    for source in sources:
        yield source if isinstance(source, Failure) else _attempt(source, _own_reader(load))


def _attempts(load: LoadReader) -> Attempt:
    """Reading that says what failed, loaded: what a worker process does with each source."""
    return partial(_attempt, read_one=_own_reader(load))


def _attempt(source: Source, read_one: ReadOne) -> Record | Failure:
    """The record of one source, or why there is none: no report may stop the others."""
    try:
        return read_one(source)
    except ResourceError:
        raise
    except DragomanError as err:
        return Failure(source.origin, err.reason.removeprefix(f"{source.origin}: "), err.hint)
    except Exception as err:  # a fault of ours: told with its place, and the other reports are read
        place = traceback.extract_tb(err.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno} in {place.name}"
        return Failure(
            source.origin, f"{type(err).__name__}: {err} ({where})", "this is a fault of ours: report it"
        )
