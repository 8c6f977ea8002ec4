"""Trains the heads for events, figures and terms on a trunk that stays as it is: a few minutes on one core.

python -m training.anchor_heads --weights WEIGHTS --epochs 40 --seed 3

The hidden states are those of the encoder as it runs, eight bits and all. The heads' files in WEIGHTS are replaced, and
the manifest with them; calibrate afterwards.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.encode.run import Encoder, load_encoder
from training.anchored import AnchoredHead
from training.batches import Batch, Cut, Diet, epoch_windows, make_batch
from training.corpora import Example
from training.export import export_heads, write_manifest
from training.heads import Heads
from training.labelled import event_example, term_example
from training.parts import passages_to_learn
from training.schemes import SCHEMES
from training.start import load_heads_of

RATE, DECAY, DROPOUT = 2e-3, 0.02, 0.25
CUTS = 4
"""Times the passages are put together anew; the states of each window are computed once."""
WINDOWS = 16
"""Windows of a batch."""


def main() -> None:
    """Reads the options, trains, writes the heads."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--weights", type=Path, required=True, help="the folder whose heads are trained")
    options.add_argument("--epochs", type=int, default=40)
    options.add_argument("--seed", type=int, default=3)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    encoder = load_encoder(given.weights, threads=2)
    chance = random.Random(given.seed)
    batches = list(read_states(load_passages(encoder), encoder, chance))
    heads = load_heads_of(given.weights)
    for name in SCHEMES:
        print(
            f"{name}: loss {train(heads.anchored[name], name, batches, given.epochs, chance):.3f}", flush=True
        )
    write(heads, given.weights)


def load_passages(encoder: Encoder) -> list[Example]:
    """The passages to learn from."""
    events, terms = passages_to_learn()
    return [
        *(event_example(passage, encoder.tokenizer) for passage in events),
        *(term_example(passage, encoder.tokenizer) for passage in terms),
    ]


def read_states(
    examples: Sequence[Example], encoder: Encoder, chance: random.Random
) -> Iterator[tuple[Batch, Tensor]]:
    """Batches of windows with the hidden states of their words `[windows, words, width]`."""
    windows = list(epoch_windows(examples, Diet(rounds=CUTS), chance))
    windows.sort(key=lambda cut: (tuple(cut[0].tags), len(cut[2].words)))
    for at in range(0, len(windows), WINDOWS):
        group = windows[at : at + WINDOWS]
        yield make_batch(group, None), _states(group, encoder)


def _states(group: Sequence[Cut], encoder: Encoder) -> Tensor:
    read = [torch.from_numpy(encoder.run(window)[list(window.first)]) for _, _, window in group]
    return nn.utils.rnn.pad_sequence(read, batch_first=True)


def train(
    head: AnchoredHead, name: str, batches: Sequence[tuple[Batch, Tensor]], epochs: int, chance: random.Random
) -> float:
    """Trains one head on the batches that are labelled for it; the mean loss of the last epoch."""
    own = [(batch, states) for batch, states in batches if name in batch.anchors]
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=RATE, total_steps=epochs * len(own))
    dropout = nn.Dropout(DROPOUT)
    total = 0.0
    for _ in range(epochs):
        total = 0.0
        for batch, states in chance.sample(own, len(own)):
            loss = head.loss(dropout(states), batch.tags[name], batch.anchors[name])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
    return total / len(own)


def write(heads: Heads, folder: Path) -> None:
    """Writes the heads' files, the trunk's and the manifest's other facts kept."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entries = {name: entry for name, entry in manifest.pop("files").items() if entry["kind"] != "head"}
    write_manifest(folder, entries | export_heads(heads, folder), manifest)


if __name__ == "__main__":
    main()
