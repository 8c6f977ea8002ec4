"""The Makefile: what it asks for, and in what order it does things."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")


ENV = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
"""What stands when the tests run under `make` must not reach the make they start."""


def dry_run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What make would do."""
    command = ["make", "--dry-run", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env=ENV, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("goal", ["eval", "train", "bench"])
def test_the_folder_of_the_corpora_is_asked_for(goal: str) -> None:
    without = dry_run(goal, "DATA=")
    assert without.returncode == 2
    assert f"Name the folder of the corpora: make {goal} DATA=folder" in without.stderr
    assert without.stdout == ""
    assert "--data some/folder" in dry_run(goal, "DATA=some/folder").stdout


def test_checks_wait_for_their_environment_however_many_jobs_there_are(tmp_path: Path) -> None:
    """An environment whose commands only write down that they ran, and whose installing takes a while."""
    told = tmp_path / "told"
    (tmp_path / "bin").mkdir()
    for name in ("python", "ruff", "mypy", "pytest"):
        script = tmp_path / "bin" / name
        wait = "sleep 0.2; " if name == "python" else ""
        script.write_text(f'#!/bin/sh\n{wait}echo {name} >> "{told}"\n')
        script.chmod(0o755)
    command = ["make", "-j8", "test", f"VENV={tmp_path}"]
    subprocess.run(command, cwd=ROOT, env=ENV, capture_output=True, check=True, timeout=60)
    ran = told.read_text().split()
    assert ran[:3] == ["python", "python", "python"]  # two installs, and the gazetteer
    assert "python" not in ran[3:]
    assert set(ran[3:]) == {"ruff", "mypy", "pytest"}
