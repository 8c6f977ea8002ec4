"""Reads passages with their attributions marked in the text itself: `{s1 Roa} {q1 said} {c1 it was over}.`

A mark is a brace, the role's letter (s source, q cue, c content), the number of the attribution, a blank, the words and
a closing brace. Marks nest; `{s1,2 She}` is the source of two attributions; the same role and number twice makes a role
of two pieces. Passages begin with a line `=== id`; what stands before the first such line says what the file is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eval.corpora import ROLES, Corpus, Gold, Pieces, Roles

_HEAD = re.compile(r"^=== (?P<id>[\w-]+)[ \t]*$", re.MULTILINE)
_MARK = re.compile(r"\{(?P<role>[sqc])(?P<numbers>\d+(?:,\d+)*) |\}")
_LETTERS = dict(zip("sqc", ROLES, strict=True))


class MarkError(ValueError):
    """A passage is not marked as the format wants it; the message names the passage and the words."""


def read_folder(folder: Path, name: str) -> Corpus:
    """The passages of a folder's `*.txt` files, in the order of their names, as a corpus that `eval.gate` scores.

    Attributions that stand wholly inside another's content are left out, as PolNeAR leaves them out.

    Raises:
        MarkError: a mark is not closed, an attribution has no content, or two passages share an id.
    """
    paths = sorted(folder.glob("*.txt"))
    raw = b"".join(path.read_bytes() for path in paths)
    reports = tuple(
        Gold(key, text, "", "", outer(marked)) for path in paths for key, text, marked in read_file(path)
    )
    keys = [gold.id for gold in reports]
    if len(set(keys)) < len(keys):
        raise MarkError(f"{folder}: two passages are called {next(k for k in keys if keys.count(k) > 1)!r}")
    return Corpus(name, hashlib.sha256(raw).hexdigest(), reports)


def read_file(path: Path) -> Iterator[tuple[str, str, tuple[Roles, ...]]]:
    """Id, text without marks, and all attributions of each passage of a file."""
    for key, marked in split_passages(path.read_text(encoding="utf-8")):
        try:
            yield key, *parse(marked)
        except MarkError as err:
            raise MarkError(f"{path.name}, {key}: {err}") from err


def split_passages(content: str) -> Iterator[tuple[str, str]]:
    r"""Id and marked text of each passage.

    >>> list(split_passages("What this is.\n\n=== a-1\nIt {q1 is said} to rain.\n"))
    [('a-1', 'It {q1 is said} to rain.')]
    """
    heads = list(_HEAD.finditer(content))
    ends = [*(head.start() for head in heads[1:]), len(content)]
    for head, end in zip(heads, ends, strict=True):
        yield head["id"], content[head.end() : end].strip("\n")


def parse(marked: str) -> tuple[str, tuple[Roles, ...]]:
    """The text without its marks, and the attributions in the order of their numbers.

    Raises:
        MarkError: a brace has no partner, or an attribution no content.

    >>> text, (said,) = parse("{c1 It rains}, {s1 Roa} {q1 said}.")
    >>> text, said["source"], said["content"]
    ('It rains, Roa said.', ((10, 13),), ((0, 8),))
    """
    text, numbered = parse_numbered(marked)
    return text, tuple(numbered.values())


def parse_numbered(marked: str) -> tuple[str, dict[int, Roles]]:
    """The text without its marks, and the attributions by their numbers; raises what `parse` does."""
    text: list[str] = []
    size = done = 0
    opened: list[tuple[str, int, list[int]]] = []
    held: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for mark in _MARK.finditer(marked):
        text.append(marked[done : mark.start()])
        size, done = size + mark.start() - done, mark.end()
        if mark["role"]:
            opened.append((_LETTERS[mark["role"]], size, [int(n) for n in mark["numbers"].split(",")]))
            continue
        if not opened:
            raise MarkError(f"a brace closes nothing behind {''.join(text)[-30:]!r}")
        role, start, numbers = opened.pop()
        for number in numbers:
            held.setdefault(number, {}).setdefault(role, []).append((start, size))
    if opened:
        raise MarkError(f"a brace is not closed behind {''.join(text)[opened[-1][1] :][:30]!r}")
    whole = "".join(text) + marked[done:]
    return whole, {number: _checked(whole, number, held[number]) for number in sorted(held)}


def _checked(text: str, number: int, roles: dict[str, list[tuple[int, int]]]) -> Roles:
    if "content" not in roles:
        raise MarkError(f"attribution {number} has no content")
    for start, end in (piece for pieces in roles.values() for piece in pieces):
        if text[start:end] != text[start:end].strip() or start == end:
            raise MarkError(f"attribution {number}: a mark begins or ends with a blank: {text[start:end]!r}")
    if "{" in text or "}" in text:
        raise MarkError("a brace is no mark; braces cannot stand in a passage's text")
    return {role: tuple(sorted(roles.get(role, []))) for role in ROLES}


def outer(attributions: Sequence[Roles]) -> tuple[Roles, ...]:
    """Those that do not stand wholly inside another's content.

    >>> _, found = parse("{s1 Tass} {q1 says} {c1 {s2 Roa} {q2 said} {c2 it rains}}")
    >>> len(found), len(outer(found))
    (2, 1)
    """
    return tuple(one for one in attributions if not any(_holds(other, one) for other in attributions))


def _holds(other: Roles, one: Roles) -> bool:
    parts = [piece for role in ROLES for piece in one[role]]
    return other is not one and all(_covered(part, other["content"]) for part in parts)


def _covered(part: tuple[int, int], pieces: Pieces) -> bool:
    return any(start <= part[0] and part[1] <= end for start, end in pieces)


def strip_marks(passages: Iterable[tuple[str, str]]) -> str:
    r"""The passages as a file without marks, for somebody else to mark.

    >>> strip_marks([("a-1", "{s1 Roa} {q1 agreed to} {c1 it}.")])
    '=== a-1\nRoa agreed to it.\n'
    """
    return "\n".join(f"=== {key}\n{parse(marked)[0]}\n" for key, marked in passages)
