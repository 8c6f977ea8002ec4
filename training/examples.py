"""Everything that is learned from, as examples: articles, texts that carry names, our own passages, real ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tokenizers import Tokenizer

from training.batches import tuning_ids
from training.corpora import Example, article_of, cut, make_example, name_texts, polnear
from training.labelled import event_example, term_example
from training.parts import passages_to_learn
from training.passages import own_passages
from training.pick_real import stretch_of
from training.real_texts import FILES, Stretch, all_documents, printed
from training.standoff import is_held_out, real_passages
from training.standoff_terms import stretches
from training.trunk import pretrained_folder

UNMARKED_SENTENCES = 8


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


def unmarked(tokenizer: Tokenizer, data: Path) -> Iterator[Example]:
    """A stretch of each real report that none of our measures is taken on, without labels: for a teacher to read."""
    kept_apart = tuning_ids([raw["id"] for raw in polnear(data, "train")])
    kept_apart |= {at.document for at in stretches()}
    for name in FILES:
        for document, raw in all_documents(data, name):
            start, end = stretch_of(name, document, raw, UNMARKED_SENTENCES, "unmarked")
            at = Stretch(set=name, id=f"unmarked_{name}.{document}", document=document, start=start, end=end)
            if document not in kept_apart and not is_held_out(at):
                yield Example(at.id, cut(printed(name, raw[start:end]), tokenizer), {}, own=True)


def load_tokenizer() -> Tokenizer:
    """The pretrained tokenizer, neither cutting nor filling up."""
    tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
