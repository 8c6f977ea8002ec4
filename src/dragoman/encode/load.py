"""Loads the encoder and its heads from the package, each file checked against the manifest's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from dragoman.encode.heads import Head
from dragoman.errors import ResourceError

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

WEIGHTS = "weights"
MANIFEST = "manifest.json"


class WeightsFile(msgspec.Struct, frozen=True):
    """One file of weights; all fields but the first two are those of a head."""

    kind: Literal["trunk", "tokenizer", "head"]
    sha256: str
    head: str = ""
    labels: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    calibration: tuple[float, ...] = ()
    attributes: dict[str, tuple[str, ...]] = {}
    flags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True):
    """What the weights are; data, command, seed and development scores are for people and not read here."""

    files: dict[str, WeightsFile]


def weights_folder() -> Path:
    """Where the package keeps its weights."""
    return Path(str(files("dragoman.encode"))) / WEIGHTS


@cache
def read_manifest(folder: Path | None = None) -> Manifest:
    """What the weights are: their files, each with its sha256.

    Raises:
        ResourceError: there is no manifest, or it cannot be read.
    """
    path = (folder or weights_folder()) / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as err:
        raise ResourceError(
            f"{path.name}: the manifest of the weights cannot be read", hint=_remedy(folder)
        ) from err
    return manifest


def _remedy(folder: Path | None) -> str:
    if folder is None:
        return "install dragoman again; its wheel holds the weights"
    return f"name a folder that training wrote, with its {MANIFEST}; {folder} is not whole"


@cache
def manifest_sha256(folder: Path | None = None) -> str:
    """The sha256 of the manifest, which a record names its weights by."""
    read_manifest(folder)
    return hashlib.sha256(((folder or weights_folder()) / MANIFEST).read_bytes()).hexdigest()


def read_weights(name: str, folder: Path | None = None) -> bytes:
    """The bytes of one file of weights.

    Raises:
        ResourceError: the file is missing, unknown to the manifest, or not the one the manifest names.
    """
    entry = read_manifest(folder).files.get(name)
    path = (folder or weights_folder()) / name
    try:
        content = path.read_bytes()
    except OSError as err:
        raise ResourceError(f"{name}: weights are missing", hint=_remedy(folder)) from err
    if entry is None or hashlib.sha256(content).hexdigest() != entry.sha256:
        raise ResourceError(
            f"{name}: not the file that the manifest names (sha256 differs)", hint=_remedy(folder)
        )
    return content


def load_session(folder: Path | None = None, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """The encoder, ready to run on `threads` threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        read_weights("trunk.onnx", folder), options, providers=["CPUExecutionProvider"]
    )


def load_tokenizer(folder: Path | None = None) -> Tokenizer:
    """The encoder's tokenizer."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(read_weights("tokenizer.json", folder).decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_heads(folder: Path | None = None) -> tuple[Head, ...]:
    """All heads the manifest names, in its order."""
    from safetensors.numpy import load

    heads = []
    for name, entry in read_manifest(folder).files.items():
        if entry.kind == "head":
            weights = load(read_weights(name, folder))
            heads.append(
                Head(
                    entry.head, entry.labels, weights, entry.pointers, entry.calibration,
                    entry.attributes, entry.flags, entry.roles,
                )
            )  # fmt: skip
    return tuple(heads)


def require_calibration(heads: Sequence[Head]) -> None:
    """Refuses a head whose scores would not be chances.

    Raises:
        ResourceError: a head that links words has no calibration.
    """
    for head in heads:
        if (head.pointers or head.roles) and not head.calibration:
            raise ResourceError(
                f"{head.name}: the head is not calibrated",
                hint="run python -m training.calibrate on its weights",
            )
