"""One network for everything: MiniLM, a small case embedding, and heads that share its layers."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
VOCABULARY, POSITIONS, SHAPES = 30522, 512, 12
SHAPE_WIDTH = 32
CLOSED = -1e4
TASKS = ("tag", "tree", "name", "end")


class Layer(nn.Module):
    """One transformer layer, query, key and value in one matrix."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def attend(self, x: Tensor, mask: Tensor) -> Tensor:
        """Attention over (batch, pieces, width); `mask` is true where there is a piece."""
        batch, length, _ = x.shape
        split = [
            t.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for t in self.qkv(x).split(HIDDEN, -1)
        ]
        query, key, value = split
        # written out: on a processor, PyTorch's fused attention takes three times as long backwards
        closed = (~mask)[:, None, None, :].to(query.dtype) * CLOSED
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + closed, -1)
        seen = weights.to(value.dtype) @ value
        return seen.transpose(1, 2).reshape(batch, length, HIDDEN)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The layer's output, same shape as `x`."""
        x = self.norm1(x + self.dropout(self.out(self.attend(x, mask))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM with a case embedding added; gives the output of every layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.case = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])

    def forward(self, ids: Tensor, case: Tensor) -> list[Tensor]:
        """Outputs of the six layers, each (batch, pieces, 384)."""
        mask = ids != 0
        places = torch.arange(ids.shape[1])
        x = self.words(ids) + self.positions(places)[None] + self.segment + self.case(case)
        x = self.dropout(self.norm(x))
        outputs = []
        for layer in self.layers:
            x = layer(x, mask)
            outputs.append(x)
        return outputs

    def load_pretrained(self, folder: Path) -> None:
        """Weights of the Hugging Face layout in `folder/model.safetensors`."""
        weights = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
        names = {"words.weight": "word_embeddings.weight", "positions.weight": "position_embeddings.weight"}
        state = {ours: weights[f"embeddings.{theirs}"] for ours, theirs in names.items()}
        state["segment"] = weights["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for i in range(LAYERS):
                state |= _layer_weights(weights, i, part)
        missing = self.load_state_dict(state, strict=False)
        if missing.missing_keys != ["case.weight"] or missing.unexpected_keys:
            raise ValueError(f"{folder}: not MiniLM's layout: {missing}")


def _layer_weights(weights: dict[str, Tensor], i: int, part: str) -> dict[str, Tensor]:
    theirs, ours = f"encoder.layer.{i}.", f"layers.{i}."
    three = [weights[f"{theirs}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    made = {f"{ours}{name}.{part}": weights[f"{theirs}{source}.{part}"] for name, source in names.items()}
    return made | {f"{ours}qkv.{part}": torch.cat(three)}


def perceptron(inputs: int, outputs: int, dropout: float) -> nn.Sequential:
    """One hidden layer in front of a head."""
    return nn.Sequential(nn.Linear(inputs, outputs), nn.GELU(), nn.Dropout(dropout))


class Network(nn.Module):
    """The heads: tag, morphology, lemma rule, sentence start, name tag, head and relation of every token."""

    OUTPUTS = ("xpos", "morph", "rule", "start", "name", "arc", "dependent", "head")

    def __init__(
        self, sizes: dict[str, int], width: int = 256, dropout: float = 0.1, head_dropout: float = 0.25
    ) -> None:
        super().__init__()
        inputs = HIDDEN + SHAPE_WIDTH
        self.encoder = Encoder(dropout)
        mix = torch.zeros(len(TASKS), LAYERS)
        mix[:, -2:] = 1.0
        self.mix = nn.Parameter(mix)
        self.shape = nn.Embedding(SHAPES, SHAPE_WIDTH)
        self.tag_hidden = perceptron(inputs, width, head_dropout)
        self.xpos = nn.Linear(width, sizes["xpos"])
        self.morph = nn.Linear(width, sizes["morph"])
        self.rule = nn.Linear(width, sizes["rule"])
        self.start = nn.Linear(inputs, 1)
        self.name_hidden = perceptron(inputs, width, head_dropout)
        self.name = nn.Linear(width, sizes["name"])
        self.arc_dependent = perceptron(inputs, width, head_dropout)
        self.arc_head = perceptron(inputs, width, head_dropout)
        self.arc = nn.Linear(width, width, bias=False)
        nn.init.zeros_(self.arc.weight)
        self.arc_bias = nn.Linear(width, 1, bias=False)
        self.root = nn.Parameter(torch.randn(inputs) * 0.1)
        self.dependent = nn.Linear(inputs, width)
        self.head = nn.Linear(inputs, width)
        self.relation = nn.Linear(2 * width, sizes["dep"])
        self.relation_dropout = nn.Dropout(head_dropout)
        self.scale = 1 / math.sqrt(width)

    def forward(
        self, ids: Tensor, case: Tensor, first: Tensor, last: Tensor, wcase: Tensor
    ) -> tuple[Tensor, ...]:
        """Scores in the order of `OUTPUTS`, (batch, tokens, ...); column 0 of heads is the root."""
        tag, tree, name, end = self.mixed(ids, case, first, last, wcase)
        hidden = self.tag_hidden(tag)
        roots = self.root.expand(tree.shape[0], 1, tree.shape[-1]).to(tree.dtype)
        heads = torch.cat([roots, tree], 1)
        arcs = self.arc_head(heads)
        scores = self.arc(self.arc_dependent(tree)) @ arcs.transpose(1, 2) * self.scale
        return (
            self.xpos(hidden),
            self.morph(hidden),
            self.rule(hidden),
            self.start(end).squeeze(-1),
            self.name(self.name_hidden(name)),
            scores + self.arc_bias(arcs).transpose(1, 2),
            self.dependent(tree),
            self.head(heads),
        )

    def mixed(self, ids: Tensor, case: Tensor, first: Tensor, last: Tensor, wcase: Tensor) -> list[Tensor]:
        """Per task a weighted sum of the layers, mean of each token's first and last piece, case beside
        it."""
        layers = torch.stack(self.encoder(ids, case), 2)
        weights = torch.softmax(self.mix.float(), -1) * 0.5
        pieces = (weights.to(layers.dtype) @ layers).flatten(2)
        wide = (*first.shape, pieces.shape[-1])
        both = pieces.gather(1, first[:, :, None].expand(wide)) + pieces.gather(
            1, last[:, :, None].expand(wide)
        )
        tokens = both.split(HIDDEN, -1)
        shape = self.shape(wcase)
        return [torch.cat([task.to(shape.dtype), shape], -1) for task in tokens]

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Scores of the relations of chosen pairs, (..., relations)."""
        pair = torch.cat([functional.gelu(dependent + head), dependent * head], -1)
        return self.relation(self.relation_dropout(pair))


def within_sentences(arc: Tensor, sentence: Tensor) -> Tensor:
    """Head scores with the heads outside a token's own sentence, and itself, closed."""
    same = sentence[:, :, None] == sentence[:, None, :]
    same &= ~torch.eye(sentence.shape[1], dtype=torch.bool)
    root = torch.ones_like(same[:, :, :1])
    return arc.masked_fill(~torch.cat([root, same], 2), CLOSED)
