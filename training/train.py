"""Trains the encoder and its heads together; writes checkpoints, and goes on from the last one when run again.

python -m training.train --data DATA --names build/names.json --out build/run --epochs 8 --seed 1
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from dragoman.encode.windows import CASES, QUOTE_STATES, WINDOW_SUBWORDS, Window, pack
from training.corpora import Example, make_example, name_texts, polnear
from training.heads import UNLABELLED, Heads, pointer_loss, tag_loss
from training.imitate import imitate
from training.trunk import Trunk, load_pretrained, pretrained_folder

TUNING = 40
"""Articles of PolNeAR train kept for thresholds and calibration: every 21st by id."""
BATCH_SUBWORDS = 2048
TRUNK_RATE, HEAD_RATE = 2e-4, 1e-3
POINTER_WEIGHT, MENTION_WEIGHT = 0.3, 0.3
WARM_UP = 0.06
IMITATED_EPOCHS = 1
NAMES_SHARE = 0.5  # of the windows that carry names only, seen in one epoch
CHECKPOINT_SECONDS = 300
MARKS = (101, 102)  # [CLS] and [SEP] of the vocabulary


@dataclass(frozen=True)
class Batch:
    """Windows side by side, filled up to the longest."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    word_mask: Tensor
    attribution: Tensor
    mention: Tensor
    content_cue: Tensor
    cue_source: Tensor


class Model(nn.Module):
    """Trunk and heads."""

    def __init__(self, trunk: Trunk, heads: Heads) -> None:
        super().__init__()
        self.trunk, self.heads = trunk, heads

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        hidden = self.trunk(batch.ids, batch.features, batch.mask)
        words = hidden.gather(1, batch.first[:, :, None].expand(-1, -1, hidden.shape[2]))
        return self.heads(words, batch.word_mask)


def tuning_ids(ids: Sequence[str]) -> set[str]:
    """The articles kept apart."""
    return set(sorted(ids)[::21][:TUNING])


def epoch_windows(
    examples: Sequence[Example], chance: random.Random
) -> Iterator[tuple[Example, int, Window]]:
    """Windows of one epoch, cut anew each time: (example, its number of the first word, window)."""
    for example in examples:
        if not example.attributions and chance.random() > NAMES_SHARE:
            continue
        cut = chance.randrange(len(example.pieces))  # a cut at a random piece moves all that follow
        at = 0
        for part in (example.pieces[:cut], example.pieces[cut:]):
            for window in pack(part, MARKS):
                yield example, at, window
                at += len(window.words)


def batches(examples: Sequence[Example], chance: random.Random) -> Iterator[Batch]:
    """Batches of windows of like length, in random order."""
    windows = list(epoch_windows(examples, chance))
    chance.shuffle(windows)
    size = max(1, BATCH_SUBWORDS // WINDOW_SUBWORDS)
    shards = [windows[at : at + 64 * size] for at in range(0, len(windows), 64 * size)]
    groups = []
    for shard in shards:
        shard.sort(key=lambda entry: len(entry[2].ids))
        groups.extend(_groups(shard))
    chance.shuffle(groups)
    yield from (make_batch(group, chance) for group in groups)


def _groups(windows: Sequence[tuple[Example, int, Window]]) -> Iterator[list[tuple[Example, int, Window]]]:
    held: list[tuple[Example, int, Window]] = []
    for entry in windows:
        if held and len(entry[2].ids) * (len(held) + 1) > BATCH_SUBWORDS:
            yield held
            held = []
        held.append(entry)
    if held:
        yield held


def make_batch(group: Sequence[tuple[Example, int, Window]], chance: random.Random | None) -> Batch:
    """Tensors of a group of windows; with `chance`, features are hidden now and then."""
    rows = len(group)
    length = max(len(window.ids) for _, _, window in group)
    words = max(len(window.words) for _, _, window in group)
    ids, features = torch.zeros(rows, length, dtype=torch.long), torch.zeros(rows, length, dtype=torch.long)
    first = torch.zeros(rows, words, dtype=torch.long)
    labels = [torch.full((rows, words), UNLABELLED) for _ in range(2)]
    targets = [torch.zeros(rows, words, words + 1, dtype=torch.bool) for _ in range(2)]
    for row, (example, at, window) in enumerate(group):
        size = len(window.words)
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        features[row, : len(window.ids)] = _hide(torch.tensor(window.features), chance)
        first[row, :size] = torch.tensor(window.first)
        labels[0][row, :size] = torch.from_numpy(example.attribution[at : at + size])
        labels[1][row, :size] = torch.from_numpy(example.mention[at : at + size])
        _point(targets[0][row], targets[1][row], example, at, size)
    word_mask = torch.tensor([[n < len(window.words) for n in range(words)] for _, _, window in group])
    return Batch(ids, features, ids > 0, first, word_mask, *labels, *targets)


def _hide(features: Tensor, chance: random.Random | None) -> Tensor:
    """Drops the quotation feature from one window in twelve, the case feature from another."""
    if chance is None:
        return features
    case, state = features // QUOTE_STATES, features % QUOTE_STATES
    drawn = chance.random()
    if drawn < 1 / 12:
        state = torch.zeros_like(state)
    elif drawn < 1 / 6:
        cased = (case > 0) & (case < CASES - 2)
        case = torch.where(cased, CASES - 1, case)
    return case * QUOTE_STATES + state


def _point(content_cue: Tensor, cue_source: Tensor, example: Example, at: int, size: int) -> None:
    """Fills the pointers' targets of one window (column 0: nowhere)."""
    for source, cue, content in example.attributions:
        inside = [[word - at for word in role if at <= word < at + size] for role in (source, cue, content)]
        columns = [[word + 1 for word in role] or [0] for role in inside]
        for word in inside[2]:
            content_cue[word, columns[1]] = True
        for word in inside[1]:
            cue_source[word, columns[0]] = True


def loss_of(found: dict[str, Tensor], batch: Batch) -> Tensor:
    """All heads' losses together."""
    pointers = pointer_loss(found["content_cue"], batch.content_cue) + pointer_loss(
        found["cue_source"], batch.cue_source
    )
    tags = tag_loss(found["attribution"], batch.attribution)
    return tags + POINTER_WEIGHT * pointers + MENTION_WEIGHT * tag_loss(found["mention"], batch.mention)


def load_examples(data: Path, names_path: Path) -> list[Example]:
    """PolNeAR train without the tuning articles, and the texts that carry names only."""
    tokenizer = load_tokenizer()
    names = json.loads(names_path.read_text(encoding="utf-8"))
    articles = polnear(data, "train")
    kept_apart = tuning_ids([raw["id"] for raw in articles])
    raws = [raw for raw in articles if raw["id"] not in kept_apart] + list(name_texts(data))
    examples = [make_example(raw, names[raw["id"]], tokenizer) for raw in raws]
    return [example for example in examples if example.pieces]


def load_tokenizer() -> Tokenizer:
    """The pretrained tokenizer, neither cutting nor filling up."""
    tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def optimizer_of(model: Model) -> torch.optim.Optimizer:
    """AdamW; the embeddings stay as they are, the features and heads learn faster."""
    model.trunk.words.weight.requires_grad_(False)
    model.trunk.positions.weight.requires_grad_(False)
    model.trunk.kind.requires_grad_(False)
    fast = [*model.heads.parameters(), model.trunk.features.weight]
    slow = [p for n, p in model.trunk.named_parameters() if p.requires_grad and not n.startswith("features")]
    return torch.optim.AdamW(
        [{"params": slow, "lr": TRUNK_RATE}, {"params": fast, "lr": HEAD_RATE}], weight_decay=0.01
    )


def rate(step: int, steps: int) -> float:
    """Share of the full learning rate: a warm-up, then straight down to 0."""
    warm = max(1, int(WARM_UP * steps))
    return min(step / warm, max(0.0, (steps - step) / (steps - warm)))


@dataclass(frozen=True)
class Run:
    """A training run: what learns, and the options that a checkpoint names."""

    model: Model
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    epochs: int
    seed: int


def start(model: Model, examples: Sequence[Example], *, epochs: int, seed: int) -> Run:
    """A run whose rate comes down to 0 a little behind its last step; epochs differ by a few steps."""
    steps = int(sum(1 for _ in batches(examples, random.Random(seed))) * epochs * 1.01)
    optimizer = optimizer_of(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    return Run(model, optimizer, schedule, epochs, seed)


def train(run: Run, examples: Sequence[Example], out: Path) -> None:
    """All epochs, from the last checkpoint if there is one; the last feels the rounding of the shipped encoder."""
    done = resume(run, out)
    begun = saved = time.monotonic()
    step = 0
    for epoch in range(run.epochs):
        if epoch == run.epochs - IMITATED_EPOCHS:
            imitate(run.model.trunk)
        for batch in batches(examples, random.Random(run.seed * 1000 + epoch)):
            step += 1
            if step <= done:
                continue
            loss = _step(run.model, run.optimizer, batch)
            run.schedule.step()
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step} loss {loss:.4f} {time.monotonic() - begun:.0f} s", flush=True
                )
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                save(run, step, out)
                saved = time.monotonic()
        if step > done:
            save(run, step, out)


def _step(model: Model, optimizer: torch.optim.Optimizer, batch: Batch) -> float:
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = loss_of(model(batch), batch)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def save(run: Run, step: int, out: Path) -> None:
    """Writes a checkpoint in one step, so that a cut run never leaves half of one."""
    out.mkdir(parents=True, exist_ok=True)
    state = {
        "model": run.model.state_dict(),
        "optimizer": run.optimizer.state_dict(),
        "schedule": run.schedule.state_dict(),
        "random": torch.get_rng_state(),
        "step": step,
        "epochs": run.epochs,
        "seed": run.seed,
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def resume(run: Run, out: Path) -> int:
    """The step of the last checkpoint, its state loaded; 0 without one."""
    path = out / "checkpoint.pt"
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    run.model.load_state_dict(state["model"])
    run.optimizer.load_state_dict(state["optimizer"])
    run.schedule.load_state_dict(state["schedule"])
    torch.set_rng_state(state["random"])
    print(f"going on from step {state['step']}", flush=True)
    return int(state["step"])


def main() -> None:
    """Reads the options and trains."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--names", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(2)
    examples = load_examples(given.data, given.names)
    print(
        f"{len(examples)} examples, {sum(len(p.ids) for e in examples for p in e.pieces)} subwords",
        flush=True,
    )
    run = start(Model(load_pretrained(), Heads()), examples, epochs=given.epochs, seed=given.seed)
    train(run, examples, given.out)


if __name__ == "__main__":
    main()
