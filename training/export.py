"""Turns a checkpoint into the files that ship: the encoder as ONNX, each head a file of its own, and the manifest.

python -m training.export --run build/run --out build/weights [--start WEIGHTS] [--fp32] [--toward WEIGHTS --share 0.35]

The larger encoder, which only teaches, comes out as it is, in 32 bits.

With `--toward` the encoder and the heads that those weights have too lie on the line between both, at that share of
the way: what a model was good at before it learned more comes back at a small cost (Wortsman et al. 2022, "Robust
fine-tuning of zero-shot models"). Heads that only the run has are to be trained on it again (`training.anchor_heads`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file
from torch import Tensor

from dragoman.encode.heads import Floats, Head, argue, describe, flag, point, tag
from dragoman.encode.load import load_heads, manifest_sha256
from training.heads import HEAD_NAMES, POINTERS, POINTING_HEAD, Heads, file_names
from training.labels import ATTRIBUTION_LABELS, MENTION_LABELS
from training.large import LargeTrunk
from training.model import Model
from training.schemes import SCHEMES
from training.start import load_shipped
from training.trunk import WIDTH, Trunk, pretrained_folder

DATA = {
    "attributions": ["PolNeAR train without 40 articles kept for calibration, every reading of those that several "
                     "people marked", "training/data/attributions"],
    "events and figures": ["training/data/events without its held-out and tuning parts", "training/data/triggers",
                           "training/data/events_real without its held-out third (MUC dev, ECB+ train, PolNeAR train, "
                           "GUM train: news and interview)"],
    "terms": ["training/data/terms without its held-out and tuning parts"],
    "names": ["silver labels of en-core-web-sm 3.8.0 on PolNeAR train, GeoVirus, ECB+ train, GUM train (news, "
              "interview, academic, court, bio, voyage)"],
    "texts without labels": ["GeoVirus, ECB+ train, GUM train (the same genres)"],
    "pretrained": ["all-MiniLM-L6-v2 (Apache-2.0), model.safetensors sha256 53aa5117..."],
}  # fmt: skip


class Inference(torch.nn.Module):
    """The trunk as it runs: one window, no padding, each subword's embedding in eight bits with a scale of its own.

    The runtime's own quantiser would give one scale to the whole table, and lose what training gained.
    """

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        table = trunk.words.weight.detach()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.trunk = trunk

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        words = self.table[ids].float() * self.scale[ids]
        return self.trunk.read(words, features)


def load_model(run: Path) -> tuple[Model, dict[str, int]]:
    """The model of a checkpoint (the average over its steps, if the run kept one), and the run's options."""
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    model = Model(LargeTrunk() if state.get("large") else Trunk(), Heads())
    model.load_state_dict(state["average"] or state["model"])
    return model.eval(), {key: int(state[key]) for key in ("seed", "epochs", "step")}


def move_toward(model: Model, weights: Path, share: float) -> None:
    """Moves all of a model but the heads that find anchors a share of the way to other weights."""
    theirs = Model(*load_shipped(weights)).state_dict()
    state = model.state_dict()
    for name, value in state.items():
        if value.is_floating_point() and not name.startswith("heads.anchored."):
            state[name] = torch.lerp(value, theirs[name], share)
    model.load_state_dict(state)


def export_trunk(trunk: Trunk | LargeTrunk, out: Path, *, fp32: bool) -> None:
    """The encoder as ONNX; int8 weights per channel, seven bits, so that processors without VNNI do not overflow."""
    whole = out / "trunk.fp32.onnx"
    example = (torch.randint(1000, 2000, (1, 32)), torch.zeros(1, 32, dtype=torch.long))
    read = trunk if isinstance(trunk, LargeTrunk) else Inference(trunk)
    torch.onnx.export(
        read, example, str(whole), input_names=["ids", "features"], output_names=["hidden"],
        dynamic_axes={"ids": {1: "length"}, "features": {1: "length"}, "hidden": {1: "length"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    if fp32 or isinstance(trunk, LargeTrunk):
        whole.rename(out / "trunk.onnx")
        return
    quantize_dynamic(
        whole, out / "trunk.onnx", op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8,
        per_channel=True, reduce_range=True,
    )  # fmt: skip
    whole.unlink()


def export_heads(heads: Heads, out: Path) -> dict[str, dict[str, Any]]:
    """A safetensors file for each head; the manifest's entries by file name."""
    state = heads.state_dict()
    entries: dict[str, dict[str, Any]] = {}
    for head in HEAD_NAMES:
        weights = {ours: state[name].contiguous() for ours, name in file_names(heads, head).items()}
        save_file(weights, str(out / f"{head}.safetensors"))
        entries[f"{head}.safetensors"] = {"kind": "head", "head": head, "calibration": []} | _described(head)
    return entries


def _described(head: str) -> dict[str, Any]:
    """What a head can say."""
    if head in SCHEMES:
        scheme = SCHEMES[head]
        return {
            "labels": scheme.labels, "attributes": dict(scheme.attributes), "flags": scheme.flags,
            "roles": scheme.roles,
        }  # fmt: skip
    labels = {"attribution": ATTRIBUTION_LABELS, "mention": MENTION_LABELS}[head]
    return {"labels": labels, "pointers": POINTERS if head == POINTING_HEAD else ()}


def write_manifest(out: Path, entries: dict[str, dict[str, Any]], about: dict[str, Any]) -> None:
    """The manifest, with the sha256 and size of each file."""
    for name, entry in entries.items():
        content = (out / name).read_bytes()
        entry |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest = about | {"files": dict(sorted(entries.items()))}
    (out / "manifest.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def check_heads(heads: Heads, out: Path) -> None:
    """Stops if the shipped heads, in NumPy, do not say what the trained ones say."""
    hidden = torch.randn(1, 64, WIDTH, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        for head in load_heads(out):
            pairs = _said_twice(heads, head, hidden)
            if any(not torch.allclose(theirs, torch.from_numpy(ours), atol=1e-4) for theirs, ours in pairs):
                raise SystemExit(f"{head.name}: NumPy and torch do not agree")


def _said_twice(heads: Heads, head: Head, hidden: Tensor) -> Iterator[tuple[Tensor, Floats]]:
    """What a head says of the same words in torch and in NumPy."""
    words, found = hidden[0].numpy(), heads(hidden, torch.ones(1, hidden.shape[1], dtype=torch.bool))
    if head.name not in SCHEMES:
        yield torch.log_softmax(found[head.name][0], -1), tag(head, words)
        yield from ((found[name][0], point(head, name, words)) for name in head.pointers)
        return
    own = heads.anchored[head.name]
    rows, at = torch.zeros(2, dtype=torch.long), torch.tensor([5, 40])
    yield torch.log_softmax(own.tags(hidden[0]), -1), tag(head, words)
    yield torch.log_softmax(own.argue(hidden, rows, at), -1), argue(head, words, at.tolist())
    for name, layer in own.attributes.items():
        yield torch.log_softmax(layer(hidden[0]), -1), describe(head, name, words)
    if own.flags is not None:
        yield torch.nn.functional.logsigmoid(own.flags(hidden[0])), flag(head, words)


def main() -> None:
    """Reads the options and exports."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--run", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--fp32", action="store_true")
    options.add_argument("--command", default="make train")
    options.add_argument("--start", type=Path, help="the weights that the run went on from")
    options.add_argument("--toward", type=Path, help="weights to go some of the way to")
    options.add_argument("--share", type=float, default=0.0, help="how much of the way: 0 none, 1 all")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    model, about_run = load_model(given.run)
    if given.toward:
        move_toward(model, given.toward, given.share)
    export_trunk(model.trunk, given.out, fp32=given.fp32)
    shutil.copy(pretrained_folder() / "tokenizer.json", given.out / "tokenizer.json")
    entries = export_heads(model.heads, given.out)
    entries |= {"trunk.onnx": {"kind": "trunk"}, "tokenizer.json": {"kind": "tokenizer"}}
    begun = {"start": manifest_sha256(given.start)} if given.start else {}
    moved = {"toward": manifest_sha256(given.toward), "share": given.share} if given.toward else {}
    about = {"name": "dragoman reader", "command": given.command, **begun, **about_run, **moved, "data": DATA}
    write_manifest(given.out, entries, about)
    check_heads(model.heads, given.out)


if __name__ == "__main__":
    main()
