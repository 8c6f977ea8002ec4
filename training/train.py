"""Trains the encoder and its heads together; writes checkpoints, and goes on from the last one when run again.

python -m training.train --data DATA --names build/names.json --out build/run --epochs 10 --seed 1
python -m training.train --data DATA --names build/names.json --out build/run2 --start WEIGHTS --epochs 5 --seed 2

With `--start` it goes on from shipped weights, with a mean teacher for the texts that carry no attributions, and with
every reading of the articles that several people marked.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from training.batches import Batch, Diet, batches, tuning_ids
from training.corpora import Example, article_of, make_example, name_texts, polnear
from training.heads import Heads
from training.imitate import imitate
from training.labelled import event_example, term_example
from training.model import Model, loss_of
from training.parts import passages_to_learn
from training.passages import own_passages
from training.standoff import real_passages
from training.start import load_shipped
from training.swaps import find_swaps
from training.teacher import MeanTeacher
from training.trigger_words import load_trigger_words
from training.trunk import load_pretrained, pretrained_folder

TRUNK_RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.06
IMITATED_EPOCHS = 1
CHECKPOINT_SECONDS = 300
LESSON_STEPS = 2
"""The teacher is asked at every second step: a lesson costs a fifth of one."""


def load_examples(data: Path, names_path: Path, *, readings: bool) -> list[Example]:
    """PolNeAR train without the tuning articles, the texts that carry names only, and the passages written for us.

    With `readings`, also each reading of the articles that several people marked.
    """
    tokenizer = load_tokenizer()
    names = json.loads(names_path.read_text(encoding="utf-8"))
    articles = polnear(data, "train")
    kept_apart = tuning_ids([raw["id"] for raw in articles])
    articles += polnear(data, "readings") if readings else []
    raws = [raw for raw in articles if article_of(raw["id"]) not in kept_apart] + list(name_texts(data))
    examples = [make_example(raw, names.get(article_of(raw["id"])), tokenizer) for raw in raws]
    return [example for example in examples if example.pieces] + list(passages(tokenizer, data))


def passages(tokenizer: Tokenizer, data: Path) -> Iterator[Example]:
    """The passages written or annotated for training, but for those that calibrate and those that measure."""
    for raw in own_passages():
        yield replace(make_example(raw, None, tokenizer), own=True)
    events, terms = passages_to_learn()
    yield from (event_example(passage, tokenizer) for passage in (*events, *real_passages(data)))
    yield from (term_example(passage, tokenizer) for passage in terms)


def load_tokenizer() -> Tokenizer:
    """The pretrained tokenizer, neither cutting nor filling up."""
    tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def optimizer_of(model: Model) -> torch.optim.Optimizer:
    """AdamW; embeddings stay as they are, features and heads learn faster."""
    model.trunk.words.weight.requires_grad_(False)
    model.trunk.positions.weight.requires_grad_(False)
    model.trunk.kind.requires_grad_(False)
    fast = [*model.heads.parameters(), model.trunk.features.weight]
    slow = [p for n, p in model.trunk.named_parameters() if p.requires_grad and not n.startswith("features")]
    return torch.optim.AdamW(
        [{"params": slow, "lr": TRUNK_RATE}, {"params": fast, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )


def rate(step: int, steps: int) -> float:
    """Share of the full learning rate: a warm-up, then straight down to 0."""
    warm = max(1, int(WARM_UP * steps))
    return min(step / warm, max(0.0, (steps - step) / (steps - warm)))


@dataclass(frozen=True)
class Run:
    """A training run: what learns, its teacher if it went on from shipped weights, the options a checkpoint names."""

    model: Model
    teacher: MeanTeacher | None
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    diet: Diet
    epochs: int
    seed: int


def start(examples: Sequence[Example], *, shipped: Path | None, diet: Diet, epochs: int, seed: int) -> Run:
    """A run whose rate comes down to 0 a little behind its last step; epochs differ by a few steps."""
    trunk, heads = load_shipped(shipped) if shipped else (load_pretrained(), Heads())
    model = Model(trunk, heads)
    teacher = MeanTeacher(model) if shipped else None
    steps = int(sum(1 for _ in batches(examples, diet, random.Random(seed))) * epochs * 1.01)
    optimizer = optimizer_of(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    return Run(model, teacher, optimizer, schedule, diet, epochs, seed)


def train(run: Run, examples: Sequence[Example], out: Path) -> None:
    """All epochs, from the last checkpoint if there is one; the last feels the rounding of the shipped encoder."""
    done = resume(run, out)
    begun = saved = time.monotonic()
    step = 0
    for epoch in range(run.epochs):
        if epoch == run.epochs - IMITATED_EPOCHS:
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
        lesson = run.teacher.lesson(found, batch) if run.teacher and step % LESSON_STEPS == 0 else None
        loss = loss_of(run.model, found, batch, lesson)
    run.optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    run.optimizer.step()
    run.schedule.step()
    if run.teacher:
        run.teacher.follow(run.model, step)
    return loss.item()


def _has_fast_bf16() -> bool:
    """Without AVX-512 a product in bf16 takes five times as long as in fp32."""
    return torch.backends.cpu.get_cpu_capability().startswith("AVX512")


def save(run: Run, step: int, out: Path) -> None:
    """Writes a checkpoint in one step, so that a cut run never leaves half of one."""
    out.mkdir(parents=True, exist_ok=True)
    state = {
        "model": run.model.state_dict(),
        "average": run.teacher.model.state_dict() if run.teacher else None,
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
    if run.teacher:
        run.teacher.model.load_state_dict(state["average"])
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
    swaps = find_swaps([each for each in examples if each.own], load_tokenizer(), load_trigger_words())
    diet = Diet(given.articles, given.rounds, swaps)
    run = start(examples, shipped=given.start, diet=diet, epochs=given.epochs, seed=given.seed)
    train(run, examples, given.out)


if __name__ == "__main__":
    main()
