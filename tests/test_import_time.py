"""`import dragoman` is light: no model runtime, no parser of pages, no command line comes with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
HEAVY = (
    "onnxruntime",
    "tokenizers",
    "safetensors",
    "numpy",
    "torch",
    "trafilatura",
    "htmldate",
    "lxml",
    "py3langid",
    "jinja2",
    "litestar",
    "uvicorn",
    "rich",
    "typer",
    "sqlite3",
    "multiprocessing",
)


def modules_after(statement: str) -> set[str]:
    """Top names of all modules loaded in a fresh interpreter."""
    code = (
        f"import sys\n{statement}\nsys.stdout.write(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    )
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    return set(ran.stdout.split())


def test_the_version_is_the_same_wherever_it_stands() -> None:
    import dragoman
    from dragoman._version import __version__

    stated = tomllib.loads((SRC.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert dragoman.__version__ == __version__ == stated


@pytest.mark.parametrize("statement", ["import dragoman", "from dragoman.types import Record, Span"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    assert modules_after(statement) & set(HEAVY) == set()


def test_the_command_line_starts_without_the_model_runtime() -> None:
    assert (
        modules_after("import dragoman.cli") & {"onnxruntime", "tokenizers", "trafilatura", "lxml", "torch"}
        == set()
    )
