"""Weights are taken only if they are the ones the manifest names."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from dragoman.encode import load
from dragoman.encode.heads import Head
from dragoman.encode.load import (
    load_heads,
    manifest_sha256,
    read_manifest,
    read_weights,
    require_calibration,
)
from dragoman.errors import ResourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of weights with one small head."""
    save_file(
        {"weight": np.ones((2, 3), np.float32), "bias": np.zeros(2, np.float32)}, tmp_path / "h.safetensors"
    )
    digest = hashlib.sha256((tmp_path / "h.safetensors").read_bytes()).hexdigest()
    entry = {
        "kind": "head",
        "head": "h",
        "labels": ["O", "B-x"],
        "pointers": [],
        "calibration": [0.5],
        "sha256": digest,
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {"h.safetensors": entry}}))
    return tmp_path


def test_a_head_is_loaded_with_what_the_manifest_says(folder: Path) -> None:
    (head,) = load_heads(folder)
    assert (head.name, head.labels, head.pointers, head.calibration) == ("h", ("O", "B-x"), (), (0.5,))
    assert head.weights["weight"].shape == (2, 3)


def test_a_file_that_was_changed_is_refused(folder: Path) -> None:
    path = folder / "h.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    with pytest.raises(ResourceError, match=r"h\.safetensors: not the file that the manifest names"):
        read_weights("h.safetensors", folder)


def test_a_file_that_is_missing_or_unknown_is_refused(folder: Path) -> None:
    with pytest.raises(ResourceError, match="weights are missing"):
        read_weights("other.safetensors", folder)
    (folder / "other.safetensors").write_bytes(b"x")
    with pytest.raises(ResourceError, match="not the file"):
        read_weights("other.safetensors", folder)


@pytest.mark.parametrize("content", [None, "not json"])
def test_without_a_manifest_the_error_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ResourceError, match="name a folder that training wrote"):
        read_manifest(tmp_path)
    read_manifest.cache_clear()
    monkeypatch.setattr(load, "weights_folder", lambda: tmp_path)
    with pytest.raises(ResourceError, match="install dragoman again"):
        read_manifest()
    read_manifest.cache_clear()


def test_the_record_names_the_weights_by_the_hash_of_the_manifest(folder: Path) -> None:
    assert manifest_sha256(folder) == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def test_a_head_whose_scores_are_no_chances_is_refused() -> None:
    tagger = Head("mention", ("O",), {})
    require_calibration([tagger, Head("attribution", ("O",), {}, ("content_cue",), (0.5,))])
    with pytest.raises(ResourceError, match="not calibrated"):
        require_calibration([tagger, Head("attribution", ("O",), {}, ("content_cue",))])
