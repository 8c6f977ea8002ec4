"""Knowledge as data: word lists and tables that ship with the package; `SOURCES.md` says where each comes from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from dragoman.errors import ResourceError


def _read_text(name: str) -> str:
    try:
        return files(__package__).joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError as err:
        raise ResourceError(f"{name}: missing from the package", hint="install dragoman again") from err


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """The lines of a text file, without blank ones and those that begin with `#`.

    Raises:
        ResourceError: the package has no such file.
    """
    lines = (line.strip() for line in _read_text(name).split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated file whose first line names the columns; `#` lines are comments.

    Raises:
        ResourceError: the package has no such file, or a row has more cells than the header.
    """
    header, *rows = [
        line.split("\t") for line in _read_text(name).split("\n") if line and not line.startswith("#")
    ]
    wrong = next((row for row in rows if len(row) > len(header)), None)
    if wrong is not None:
        raise ResourceError(f"{name}: a row has {len(wrong)} cells, the header {len(header)}: {wrong[0]!r}")
    return tuple(dict(zip(header, row + [""] * (len(header) - len(row)), strict=True)) for row in rows)


@cache
def load_json(name: str) -> Any:
    """A JSON file's value; treat it as read-only.

    Raises:
        ResourceError: the package has no such file.
    """
    return msgspec.json.decode(_read_text(name))
