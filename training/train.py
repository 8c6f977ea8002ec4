"""Trains the encoder and its heads together; writes checkpoints, and goes on from the last one when run again.

python -m training.train --data DATA --names build/names.json --out build/run --epochs 10 --seed 1
python -m training.train --data DATA --names build/names.json --out build/run2 --start WEIGHTS --epochs 5 --seed 2
python -m training.train --data DATA --names build/names.json --out build/teacher --start WEIGHTS --large FOLDER

With `--start` it goes on from shipped weights, with a mean teacher for the texts that carry no attributions, and with
every reading of the articles that several people marked. With `--large` a larger encoder takes the place of the small
one and begins with its heads; what it then says (`training.taught`) the small one learns from with `--taught`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from training.batches import Batch, Diet, batches
from training.corpora import Example
from training.examples import load_examples, load_tokenizer, unmarked
from training.heads import Heads
from training.imitate import imitate
from training.large import LargeTrunk, load_large
from training.model import Model, loss_of
from training.start import load_heads_of, load_shipped
from training.swaps import find_swaps
from training.taught import load_lessons
from training.teacher import MeanTeacher
from training.trigger_words import load_trigger_words
from training.trunk import Trunk, load_pretrained

HEAD_RATE = 1e-3
WARM_UP = 0.06
IMITATED_EPOCHS = 1
CHECKPOINT_SECONDS = 300
LESSON_STEPS = 2
"""The teacher is asked at every second step: a lesson costs a fifth of one."""


def optimizer_of(model: Model) -> torch.optim.Optimizer:
    """AdamW; embeddings stay as they are, features and heads learn faster."""
    trunk = model.trunk
    trunk.freeze()
    fast, slow = [*model.heads.parameters()], list[nn.Parameter]()
    for name, parameter in trunk.named_parameters():
        if parameter.requires_grad:
            (fast if name.split(".")[0] in trunk.new_parts else slow).append(parameter)
    return torch.optim.AdamW(
        [{"params": slow, "lr": trunk.rate}, {"params": fast, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )


def rate(step: int, steps: int) -> float:
    """Share of the full learning rate: a warm-up, then straight down to 0."""
    warm = max(1, int(WARM_UP * steps))
    return min(step / warm, max(0.0, (steps - step) / (steps - warm)))


@dataclass(frozen=True)
class Run:
    """A training run: what learns, its average if it went on from shipped weights, the options a checkpoint names."""

    model: Model
    average: MeanTeacher | None
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    diet: Diet
    epochs: int
    seed: int


def begin(shipped: Path | None, large: Path | None) -> Model:
    """The model as it is before the first step."""
    if large is not None:
        return Model(load_large(large), load_heads_of(shipped) if shipped else Heads())
    return Model(*(load_shipped(shipped) if shipped else (load_pretrained(), Heads())))


def start(
    examples: Sequence[Example], model: Model, *, averaged: bool, diet: Diet, epochs: int, seed: int
) -> Run:
    """A run whose rate comes down to 0 a little behind its last step; epochs differ by a few steps."""
    average = MeanTeacher(model) if averaged else None
    steps = int(sum(1 for _ in batches(examples, diet, random.Random(seed))) * epochs * 1.01)
    optimizer = optimizer_of(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    return Run(model, average, optimizer, schedule, diet, epochs, seed)


def train(run: Run, examples: Sequence[Example], out: Path) -> None:
    """All epochs, from the last checkpoint if there is one; in the last the encoder that ships feels its rounding."""
    done = resume(run, out)
    begun = saved = time.monotonic()
    step = 0
    for epoch in range(run.epochs):
        if epoch == run.epochs - IMITATED_EPOCHS and isinstance(run.model.trunk, Trunk):
            imitate(run.model.trunk)
        for batch in batches(examples, run.diet, random.Random(run.seed * 1000 + epoch)):
            step += 1
            if step <= done:
                continue
            loss = _step(run, batch, step)
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step} loss {loss:.4f} {time.monotonic() - begun:.0f} s", flush=True
                )
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                save(run, step, out)
                saved = time.monotonic()
        if step > done:
            save(run, step, out)


def _step(run: Run, batch: Batch, step: int) -> float:
    run.model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_fast_bf16()):
        found = run.model(batch)
        loss = loss_of(run.model, found, batch, _lesson(run, found, batch, step))
    run.optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    run.optimizer.step()
    run.schedule.step()
    if run.average:
        run.average.follow(run.model, step)
    return loss.item()


def _lesson(run: Run, found: dict[str, Tensor], batch: Batch, step: int) -> tuple[Tensor, float] | None:
    """What the average says of texts without attributions; a larger encoder is not asked: it would cost too much."""
    if run.average is None or isinstance(run.model.trunk, LargeTrunk) or step % LESSON_STEPS:
        return None
    return run.average.lesson(found, batch)


def _has_fast_bf16() -> bool:
    """Without AVX-512 a product in bf16 takes five times as long as in fp32."""
    return torch.backends.cpu.get_cpu_capability().startswith("AVX512")


def save(run: Run, step: int, out: Path) -> None:
    """Writes a checkpoint in one step, so that a cut run never leaves half of one."""
    out.mkdir(parents=True, exist_ok=True)
    state = {
        "model": run.model.state_dict(),
        "average": run.average.model.state_dict() if run.average else None,
        "optimizer": run.optimizer.state_dict(),
        "schedule": run.schedule.state_dict(),
        "random": torch.get_rng_state(),
        "step": step,
        "epochs": run.epochs,
        "seed": run.seed,
        "large": isinstance(run.model.trunk, LargeTrunk),
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
    if run.average:
        run.average.model.load_state_dict(state["average"])
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
    options.add_argument("--start", type=Path, help="a folder of shipped weights to go on from")
    options.add_argument("--large", type=Path, help="the unpacked larger encoder, to be trained as a teacher")
    options.add_argument("--taught", type=Path, help="what a teacher says (training.taught)")
    options.add_argument("--articles", type=float, default=1.0, help="share of the articles seen in an epoch")
    options.add_argument(
        "--rounds", type=int, default=2, help="times an epoch sees a passage with events or terms"
    )
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(2)
    examples = load_examples(given.data, given.names, readings=given.start is not None)
    print(
        f"{len(examples)} examples, {sum(len(p.ids) for e in examples for p in e.pieces)} subwords",
        flush=True,
    )
    if given.taught:
        lessons = load_lessons(given.taught)
        examples += unmarked(load_tokenizer(), given.data)
        examples = [replace(each, taught=lessons.get(each.id, {})) for each in examples]
    swaps = find_swaps([each for each in examples if each.own], load_tokenizer(), load_trigger_words())
    diet = Diet(given.articles, given.rounds, swaps)
    model = begin(given.start, given.large)
    averaged = given.start is not None
    run = start(examples, model, averaged=averaged, diet=diet, epochs=given.epochs, seed=given.seed)
    train(run, examples, given.out)


if __name__ == "__main__":
    main()
