"""Where training goes on from: shipped weights, back as the torch model they were exported from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load
from torch import Tensor

from dragoman.encode.load import read_manifest, read_weights
from training.heads import Heads, file_names
from training.trunk import LAYERS, Trunk

PARTS = ("query", "key", "value", "out", "up", "down")
OUTPUT = "/layers.{layer}/{part}/MatMul_output_0_output_quantized"


def load_shipped(weights: Path) -> tuple[Trunk, Heads]:
    """The trunk and heads of a folder of weights, each file checked against its manifest.

    The trunk's linear layers come back as the eight-bit values they were rounded to. A head that the folder does not
    have begins untrained.
    """
    trunk = Trunk()
    trunk.load_state_dict(_trunk_state(weights))
    return trunk, load_heads_of(weights)


def load_heads_of(weights: Path) -> Heads:
    """The heads of a folder of weights; one that it does not have, or that says other things, begins untrained."""
    heads = Heads()
    for name, entry in read_manifest(weights).files.items():
        if entry.kind == "head":
            held = load(read_weights(name, weights))
            state = {ours: held.get(theirs) for theirs, ours in file_names(heads, entry.head).items()}
            if _fits(state, heads):
                heads.load_state_dict(state, strict=False)
            else:
                print(
                    f"{entry.head}: its kinds, labels or roles are others than those of the tables; begins untrained"
                )
    return heads


def _fits(state: Mapping[str, Tensor | None], heads: Heads) -> bool:
    """Whether the weights of a head are those of one that says as many things."""
    own = heads.state_dict()
    return all(held is not None and held.shape == own[name].shape for name, held in state.items())


def _trunk_state(weights: Path) -> dict[str, Tensor]:
    graph = onnx.load_from_string(read_weights("trunk.onnx", weights)).graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    state = {
        name.removeprefix("trunk."): torch.tensor(array)
        for name, array in held.items()
        if name.startswith("trunk.")
    }
    state["words.weight"] = torch.tensor(held["table"] * held["scale"])
    products = {node.output[0]: node for node in graph.node if node.op_type == "MatMulInteger"}
    for layer in range(LAYERS):
        for part in PARTS:
            whole = products[OUTPUT.format(layer=layer, part=part)].input[1].removesuffix("_quantized")
            steps = held[f"{whole}_quantized"].astype(np.float32) - held[f"{whole}_zero_point"]
            state[f"layers.{layer}.{part}.weight"] = torch.tensor((steps * held[f"{whole}_scale"]).T.copy())
    return state
