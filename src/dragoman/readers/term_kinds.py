"""Reads the caller's file of kinds of terms (TOML); an entry that isn't right refuses the file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dragoman.errors import UsageError
from dragoman.resources import load_table
from dragoman.stages import KindExample, KindFile, OwnKind
from dragoman.types import Span

MAX_FILE_BYTES: Final = 1_000_000
MAX_KINDS: Final = 50
MIN_EXAMPLES: Final = 5
"""From fewer, each left out in turn, nothing can be said of how well a kind is told apart."""
MAX_EXAMPLES: Final = 100
MAX_EXAMPLE_CHARS: Final = 600
MAX_CLAUSE_WORDS: Final = 25
MAX_DEFINITION_CHARS: Final = 1000
KEYS: Final = ("name", "definition", "examples", "counterexamples")
HINT: Final = (
    "a kind is [[kind]] with name, definition, examples = [...] in which the clause stands in [square brackets], "
    "and counterexamples if you like"
)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*kind[ \t]*\]\]", re.MULTILINE)
_MARKS = re.compile(r"\\[\[\]]|[\[\]]|[^\\\[\]]+|\\")

Refuse = Callable[[str], UsageError]


def read_term_kinds(path: str | Path) -> KindFile:
    """The kinds of terms of a file, in order.

    Raises:
        UsageError: it cannot be read, or something in it is not right; the message names the line and the entry.

    >>> read_term_kinds("no-such-kinds.toml")
    Traceback (most recent call last):
    ...
    dragoman.errors.UsageError: no-such-kinds.toml: cannot be read: No such file or directory; give a file of kinds
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as err:
        raise UsageError(f"{path}: cannot be read: {err.strerror}", hint="give a file of kinds") from err
    if len(raw) > MAX_FILE_BYTES:
        raise UsageError(f"{path}: more than {MAX_FILE_BYTES:,} bytes", hint="leave out examples")
    text = _decoded(raw, path)
    entries, lines = _entries(text, path), _lines(text)
    kinds = []
    for number, entry in enumerate(entries):
        line = f"line {lines[number]}: " if len(lines) == len(entries) else ""
        kinds.append(_kind(entry, number, _refuser(f"{path}: {line}")))
        _refuse_twice(kinds, _refuser(f"{path}: {line}"))
    return KindFile(tuple(kinds), hashlib.sha256(raw).hexdigest())


def _refuser(where: str) -> Refuse:
    return lambda reason: UsageError(f"{where}{reason}", hint=HINT)


def _decoded(raw: bytes, path: str | Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        number = raw.count(b"\n", 0, err.start) + 1
        raise _refuser(f"{path}: line {number}: ")("not UTF-8") from err


def _lines(text: str) -> list[int]:
    """The line in which each [[kind]] begins."""
    return [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)]


def _entries(text: str, path: str | Path) -> list[Any]:
    refuse = _refuser(f"{path}: ")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as err:
        raise refuse(f"no TOML: {err}") from err
    if unknown := [key for key in table if key != "kind"]:
        raise refuse(f"unknown key {unknown[0]!r}")
    entries = table.get("kind", [])
    if not isinstance(entries, list) or not entries:
        raise refuse("no [[kind]] in it")
    if len(entries) > MAX_KINDS:
        raise refuse(f"{len(entries)} kinds; at most {MAX_KINDS} are read")
    return entries


def _kind(entry: Any, number: int, refuse: Refuse) -> OwnKind:
    if not isinstance(entry, dict):
        raise refuse(f"kind {number + 1} is no table")
    called = repr(entry["name"]) if isinstance(entry.get("name"), str) else str(number + 1)
    within: Refuse = lambda reason: refuse(f"kind {called}: {reason}")  # noqa: E731
    if unknown := [key for key in entry if key not in KEYS]:
        raise within(f"unknown key {unknown[0]!r}; there are {', '.join(KEYS)}")
    return OwnKind(
        name=_name(entry, within),
        definition=_definition(entry, within),
        examples=_examples(entry, within),
        counterexamples=_counterexamples(entry, within),
    )


def _name(entry: Mapping[str, Any], refuse: Refuse) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > 40:
        raise refuse("name should be small letters, digits and single underscores, such as water_sharing")
    if name in {row["kind"] for row in load_table("term_kinds.tsv")}:
        raise refuse("a kind of this name is built in; choose another")
    return name


def _refuse_twice(kinds: Sequence[OwnKind], refuse: Refuse) -> None:
    *before, last = kinds
    if any(kind.name == last.name for kind in before):
        raise refuse(f"kind {last.name!r} stands there twice")


def _definition(entry: Mapping[str, Any], refuse: Refuse) -> str:
    words = entry.get("definition")
    if not isinstance(words, str) or not words.strip():
        raise refuse("no definition: say in a sentence what is of this kind and what is not")
    if len(words) > MAX_DEFINITION_CHARS:
        raise refuse(f"the definition has {len(words):,} characters; at most {MAX_DEFINITION_CHARS:,}")
    return words.strip()


def _examples(entry: Mapping[str, Any], refuse: Refuse) -> tuple[KindExample, ...]:
    texts = _texts(entry, "examples", refuse)
    if not MIN_EXAMPLES <= len(texts) <= MAX_EXAMPLES:
        raise refuse(f"{len(texts)} examples; {MIN_EXAMPLES} to {MAX_EXAMPLES} are needed")
    return tuple(_marked(text, f"example {n}", refuse) for n, text in enumerate(texts, 1))


def _counterexamples(entry: Mapping[str, Any], refuse: Refuse) -> tuple[KindExample, ...]:
    texts = _texts(entry, "counterexamples", refuse)
    if len(texts) > MAX_EXAMPLES:
        raise refuse(f"{len(texts)} counterexamples; at most {MAX_EXAMPLES}")
    found = []
    for n, text in enumerate(texts, 1):
        words, clauses = _read_marks(text, f"counterexample {n}", refuse)
        if clauses:
            raise refuse(f"counterexample {n} marks a clause; nothing of the kind is in it")
        found.append(KindExample(words))
    return tuple(found)


def _texts(entry: Mapping[str, Any], key: str, refuse: Refuse) -> list[str]:
    """The sentences of a list, each one of words, of a size that can be read, and there once."""
    texts = entry.get(key, [])
    if not isinstance(texts, list):
        raise refuse(f"{key} is no list of sentences")
    singular = key.removesuffix("s")
    for n, text in enumerate(texts, 1):
        if not isinstance(text, str) or not text.strip():
            raise refuse(f"{singular} {n} is no sentence")
        if len(text) > MAX_EXAMPLE_CHARS:
            raise refuse(
                f"{singular} {n} has {len(text):,} characters; at most {MAX_EXAMPLE_CHARS}: a sentence or two"
            )
        if (first := texts.index(text) + 1) < n:
            raise refuse(f"{singular} {n} is the same as {singular} {first}")
    return texts


# ---- marks


def _marked(written: str, where: str, refuse: Refuse) -> KindExample:
    text, clauses = _read_marks(written, where, refuse)
    if not clauses:
        raise refuse(f"{where} has no marked clause")
    for clause in clauses:
        words = len(re.findall(r"\w+", clause.of(text)))
        if not 1 <= words <= MAX_CLAUSE_WORDS:
            raise refuse(f"{where}: the clause has {words} words; 1 to {MAX_CLAUSE_WORDS} are needed")
    return KindExample(text, clauses)


def _read_marks(written: str, where: str, refuse: Refuse) -> tuple[str, tuple[Span, ...]]:
    r"""The sentence without its marks, in one line, and what they hold; `\[` is a bracket of the sentence's own."""
    text, opened = "", -1
    clauses: list[Span] = []
    for piece in _pieces(" ".join(written.split())):
        if piece == "[":
            if opened >= 0:
                raise refuse(f"{where}: a clause is marked inside another")
            opened = len(text)
        elif piece == "]":
            if opened < 0:
                raise refuse(f"{where}: a bracket is closed that was never opened")
            clauses.append(Span(opened, len(text)))
            opened = -1
        else:
            text += piece[-1] if piece in (r"\[", r"\]") else piece
    if opened >= 0:
        raise refuse(f"{where}: a bracket is never closed")
    return text, tuple(clauses)


def _pieces(written: str) -> Iterator[str]:
    return (found[0] for found in _MARKS.finditer(written))
