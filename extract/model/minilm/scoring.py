"""Scores during training: gold tokens and sentences, heads by argmax. The published scores come from
evaluate.py."""

from __future__ import annotations

from collections import Counter

import torch

from .network import Network, within_sentences
from .readers import spans_of
from .sentences import TAGS, Sentence
from .windows import IGNORE, Batch, Encoder

CORE = frozenset(("PERSON", "ORG", "LOC", "DATE"))


@torch.no_grad()
def score(network: Network, made: list[list[list[Sentence]]], encoder: Encoder) -> dict[str, float]:
    """Percentages: upos + features, tags, UAS, LAS, lemma rules, sentence-start F1, name F1 over what the
    corpus marks."""
    network.eval()
    count: Counter[str] = Counter()
    for windows in made:
        batch = encoder.batch(windows)
        outputs = dict(zip(Network.OUTPUTS, network(**batch.inputs), strict=True))
        if (batch.heads >= 0).any():
            _count_trees(
                network, batch, outputs, within_sentences(outputs["arc"], batch.sentence).argmax(-1), count
            )
        _count_starts(batch, outputs["start"] > 0, count)
        _count_names(windows, outputs["name"].argmax(-1), count)
    trees = {
        k: 100 * count[k] / count["tokens"]
        for k in ("xpos", "morph", "rule", "uas", "las")
        if count["tokens"]
    }
    scores = trees | {"start": f1(count, "start"), "name": f1(count, "name")}
    scores |= {
        k[:-5]: f1(count, k[:-5]) for k in sorted(count) if k.startswith("name-") and k.endswith("-gold")
    }
    return {k: round(v, 2) for k, v in scores.items()}


def f1(count: Counter[str], name: str) -> float:
    """F1 in percent from `name-right`, `name-found`, `name-gold`."""
    return 200 * count[f"{name}-right"] / max(1, count[f"{name}-found"] + count[f"{name}-gold"])


def _count_trees(
    network: Network, batch: Batch, outputs: dict, heads: torch.Tensor, count: Counter[str]
) -> None:
    known = batch.heads >= 0
    for column in ("xpos", "morph", "rule"):
        right = (outputs[column].argmax(-1) == batch.targets[column]) & known
        count[column] += int(right.sum())
    wide = (*heads.shape, outputs["head"].shape[-1])
    relation = network.relations(
        outputs["dependent"], outputs["head"].gather(1, heads[:, :, None].expand(wide))
    )
    right = (heads == batch.heads) & known
    count["tokens"] += int(known.sum())
    count["uas"] += int(right.sum())
    dep = batch.targets["dep"]
    count["las"] += int((right & (relation.argmax(-1) == dep) & (dep != IGNORE)).sum())


def _count_starts(batch: Batch, found: torch.Tensor, count: Counter[str]) -> None:
    known = batch.starts >= 0
    known[:, 0] = False
    gold = batch.starts == 1
    count["start-right"] += int((found & gold & known).sum())
    count["start-found"] += int((found & known).sum())
    count["start-gold"] += int((gold & known).sum())


def _count_names(windows: list[list[Sentence]], tags: torch.Tensor, count: Counter[str]) -> None:
    for row, window in zip(tags.tolist(), windows, strict=True):
        at = 0
        for sentence in window:
            names = [TAGS[i] for i in row[at : at + len(sentence.words)]]
            at += len(sentence.words)
            if sentence.mentions is not None:
                _count_sentence(sentence, spans_of(names), count)


def _count_sentence(sentence: Sentence, spans: list, count: Counter[str]) -> None:
    gold = {(a, b, labels[0]) for a, b, labels in sentence.mentions or [] if len(labels) == 1}
    for key, labels in (
        ("name", CORE & set(sentence.annotated)),
        *((f"name-{x}", {x}) for x in sentence.annotated),
    ):
        found = {s for s in spans if s[2] in labels}
        wanted = {s for s in gold if s[2] in labels}
        count[f"{key}-right"] += len(found & wanted)
        count[f"{key}-found"] += len(found)
        count[f"{key}-gold"] += len(wanted)
