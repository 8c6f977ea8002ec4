"""README and docs are true: commands run, examples give what they say, every field, command and file is told of."""

from __future__ import annotations

import doctest
import os
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from dragoman import types

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SECONDS = 300


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    return [code for found, code in FENCE.findall(read(path)) if found == language]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output it is said to give."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def with_blocks(*languages: str) -> list[Path]:
    return [path for path in DOCS if any(blocks(path, language) for language in languages)]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder to work in, whose bin/dragoman runs the code of this checkout."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "dragoman"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dragoman "$@"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


@pytest.mark.parametrize("path", with_blocks("console", "python"), ids=lambda path: path.name)
def test_commands_and_examples_run_in_order(path: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = doctest.OutputChecker()
    for block in blocks(path, "console"):
        for command, expected in commands(block):
            ran = run(command, desk)
            assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
            assert not expected or checker.check_output(expected, ran.stdout, FLAGS), (
                f"{command}\n{ran.stdout}"
            )
    monkeypatch.chdir(desk)
    parser = doctest.DocTestParser()
    for block in blocks(path, "python"):
        runner = doctest.DocTestRunner(optionflags=FLAGS)
        told: list[str] = []
        runner.run(parser.get_doctest(block, {}, path.name, str(path), 0), out=told.append)
        assert runner.summarize(verbose=False).failed == 0, "".join(told)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(path: Path) -> None:
    assert [link for link in LINK.findall(read(path)) if not (path.parent / link).exists()] == []


def test_every_make_command_named_is_there_and_every_one_is_documented() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", read(ROOT / "Makefile"), re.MULTILINE))
    named = {name for path in DOCS for name in re.findall(r"make ([a-z]+)", read(path))}
    assert named - targets == set()
    assert targets - set(re.findall(r"`make ([a-z]+)", read(ROOT / "CONTRIBUTING.md"))) == set()


def test_every_command_and_option_is_documented() -> None:
    import click
    import typer

    from dragoman.cli import app

    group = typer.main.get_command(app)
    pages = ("README.md", "docs/reading.md", "docs/store.md", "docs/questions.md", "docs/desk.md")
    told = "".join(read(ROOT / page) for page in pages)
    listed = group.list_commands(click.Context(group))  # type: ignore[attr-defined]
    assert [name for name in listed if f"dragoman {name}" not in told] == []
    options = [
        option
        for name in listed
        for parameter in group.get_command(click.Context(group), name).params  # type: ignore[attr-defined]
        for option in parameter.opts
        if option.startswith("--") and option not in ("--help", "--output")
    ]
    assert [option for option in options if option not in told] == []


STRUCTS = {
    name: struct
    for name, struct in vars(types).items()
    if isinstance(struct, type) and issubclass(struct, msgspec.Struct) and struct is not msgspec.Struct
}
WITH_SECTION = sorted(
    set(re.findall(r"^## (\w+)$", read(ROOT / "docs" / "record.md"), re.MULTILINE)) & set(STRUCTS)
)


@pytest.mark.parametrize("name", WITH_SECTION)
def test_the_record_is_told_field_by_field_in_order(name: str) -> None:
    section = re.split(
        r"^## ", read(ROOT / "docs" / "record.md").split(f"## {name}\n")[1], flags=re.MULTILINE
    )[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == STRUCTS[name].__struct_fields__


def test_every_part_of_the_record_is_told_of() -> None:
    told = read(ROOT / "docs" / "record.md")
    assert [
        name for name in STRUCTS if name not in WITH_SECTION and f"`{name}`" not in told and name != "Span"
    ] == []


def test_every_rule_of_the_audit_is_told_of() -> None:
    from dragoman.rules import RULES

    assert [rule for rule in RULES if f"`{rule}`" not in read(ROOT / "docs" / "record.md")] == []


def test_every_dependency_is_told_of_with_its_reason() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [re.split(r"[<>=]", line)[0] for lines in (project["dependencies"], *extras) for line in lines]
    told = read(ROOT / "docs" / "dependencies.md")
    assert [name for name in wanted if f"\n| {name} |" not in told] == []


LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("dev",), "requirements-train.lock": ("train",)}


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_lock_files_hold_what_the_package_asks_for(name: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    optional = [line for extra in extras for line in project["optional-dependencies"][extra]]
    wanted = {re.split(r"[<>=]", line)[0] for line in [*project["dependencies"], *optional]}
    assert wanted - set(re.findall(r"^([a-zA-Z0-9_.-]+)==", read(ROOT / name), re.MULTILINE)) == set(), (
        "run 'make lock'"
    )


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_lock_files_pin_by_hash_and_name_no_index(path: Path) -> None:
    lock = read(path)
    assert re.search(r"https?:|file://|--(extra-)?index-url|--find-links", lock) is None
    pinned = re.findall(r"^[a-zA-Z0-9_.-]+==\S+ (\\)?", lock, re.MULTILINE)
    assert pinned
    assert all(pinned), "a package without hashes"


def test_every_resource_is_named_with_its_source() -> None:
    folder = ROOT / "src" / "dragoman" / "resources"
    told = read(folder / "SOURCES.md")
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert [path.name for path in files if path.suffix not in (".py", ".md") and path.name not in told] == []


def test_the_package_holds_all_its_data(tmp_path: Path) -> None:
    """A wheel is built from this checkout and holds every file that is not code, too."""
    code = f"import flit_core.buildapi as api; api.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)
    import zipfile

    (wheel,) = tmp_path.glob("*.whl")
    held = {name.removeprefix("dragoman/") for name in zipfile.ZipFile(wheel).namelist()}
    package = ROOT / "src" / "dragoman"
    files = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    assert {name for name in files if "__pycache__" not in name} - held == set()
