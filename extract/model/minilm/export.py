"""Trained weights to the shipped pipeline: one ONNX graph with int8 weights, its tables, a spaCy pipeline
folder.

    python -m minilm.export RUN OUT [--float] [--average NAME]

RUN is the folder `train.py` wrote (its checkpoint's moving average is exported), OUT the pipeline folder
to make.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenization import adapt
from torch import Tensor, nn

from pactgraph.language.transformer import component
from pactgraph.language.transformer.network import (
    GRAPH,
    INVENTORY,
    MANIFEST,
    RELATIONS,
    TOKENIZER,
    digest,
    write_manifest,
)

from . import network as networks
from .network import HEADS, HIDDEN, Network
from .sentences import TAGS
from .train import pretrained
from .windows import COLUMNS

HERE = Path(__file__).parent
ARGMAX = ("xpos", "morph", "rule")


class FusedAttention(torch.autograd.Function):
    """onnxruntime's own attention operator; in PyTorch it only stands in for the shape."""

    @staticmethod
    def forward(ctx, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return query.clone()

    @staticmethod
    def symbolic(g, query, key, value):
        scale = 1 / math.sqrt(HIDDEN // HEADS)
        made = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS, scale_f=scale)
        return made.setType(query.type())


def attend(self: networks.Layer, x: Tensor, mask: Tensor) -> Tensor:
    """A layer's attention for export: a window comes alone, so there is no padding to mask."""
    return FusedAttention.apply(*self.qkv(x).split(HIDDEN, -1))


def mixed(
    self: Network, ids: Tensor, case: Tensor, first: Tensor, last: Tensor, wcase: Tensor
) -> list[Tensor]:
    """`Network.mixed` for one window: rows picked by number instead of element by element."""
    layers = torch.stack(self.encoder(ids, case), 2)
    weights = torch.softmax(self.mix, -1) * 0.5
    pieces = (weights @ layers).flatten(2)
    both = pieces.index_select(1, first[0]) + pieces.index_select(1, last[0])
    shape = self.shape(wcase)
    return [torch.cat([task, shape], -1) for task in both.split(HIDDEN, -1)]


class Exported(nn.Module):
    """The network with the choices made that need no decoding: tag, morphology and lemma rule as numbers."""

    def __init__(self, inner: Network) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Outputs in the order of `Network.OUTPUTS`."""
        outputs = zip(Network.OUTPUTS, self.inner(*inputs), strict=True)
        return tuple(value.argmax(-1) if name in ARGMAX else value for name, value in outputs)


def load(run: Path, inventory: dict, config: dict) -> Network:
    """The moving average of a run."""
    sizes = {column: len(inventory["values"][column]) for column in COLUMNS} | {"name": len(TAGS)}
    network = Network(sizes, config["width"])
    network.load_state_dict(torch.load(run / "checkpoint.pt", weights_only=True)["average"])
    return network.eval()


def export(network: Network, path: Path) -> None:
    """The graph in single precision."""
    networks.Layer.attend = attend
    Network.mixed = mixed
    tokens, pieces = 9, 16
    places = torch.randint(1, pieces - 1, (1, tokens))
    example = (
        torch.randint(1000, 2000, (1, pieces)),
        torch.ones(1, pieces, dtype=torch.long),
        places,
        places,
    )
    axes = {"ids": {1: "pieces"}, "case": {1: "pieces"}}
    axes |= {name: {1: "tokens"} for name in ("first", "last", "wcase", *Network.OUTPUTS)}
    axes["arc"] = {1: "tokens", 2: "heads"}
    axes["head"] = {1: "heads"}
    torch.onnx.export(
        Exported(network),
        (*example, torch.ones(1, tokens, dtype=torch.long)),
        str(path),
        input_names=["ids", "case", "first", "last", "wcase"],
        output_names=list(Network.OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def quantize(source: Path, target: Path, reduce_range: bool = False) -> None:
    """Weights to int8, one scale per output channel; the small products inside the heads' mix stay as they
    are."""
    graph = onnx.load(source).graph
    constants = {tensor.name for tensor in graph.initializer}
    left = [n.name for n in graph.node if n.op_type == "MatMul" and not set(n.input) & constants]
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=reduce_range,
        nodes_to_exclude=left,
        extra_options=options,
    )


def write_network(run: Path, folder: Path, config: dict, kind: str) -> None:
    """All files of the component and their manifest."""
    inventory = json.loads((run / "inventory.json").read_text(encoding="utf-8"))
    inventory["values"]["name"] = list(TAGS)
    network = load(run, inventory, config)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "float.onnx"
        export(network, plain)
        if kind == "float":
            shutil.copyfile(plain, folder / GRAPH)
        else:
            quantize(plain, folder / GRAPH, reduce_range=kind == "int7")
    weight, bias = network.relation.weight, network.relation.bias
    np.savez(folder / RELATIONS, weight=weight.detach().numpy().T.copy(), bias=bias.detach().numpy())
    (folder / INVENTORY).write_text(
        json.dumps(inventory, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )
    shutil.copyfile(pretrained() / "tokenizer.json", folder / TOKENIZER)
    write_manifest(folder)


def write_pipeline(network: Path, out: Path) -> None:
    """The spaCy pipeline folder around the network's files."""
    nlp = spacy.blank("en")
    adapt(nlp)
    part = nlp.add_pipe("pactgraph_transformer", name="transformer")
    assert isinstance(part, component.Transformer)
    part.from_disk(network)
    nlp.meta.update(tomllib.loads((HERE / "meta.toml").read_text(encoding="utf-8")))
    nlp.to_disk(out)
    (out / "README.md").write_text(readme(nlp.meta), encoding="utf-8")
    files = sorted(p for p in out.rglob("*") if p.is_file() and p != out / MANIFEST)
    sums = {p.relative_to(out).as_posix(): digest(p) for p in files}
    (out / MANIFEST).write_text(json.dumps({"sha256": sums}, indent=1) + "\n", encoding="utf-8")


def readme(meta: dict) -> str:
    """What stands beside the weights: licence and sources."""
    rows = [f"| {s['name']} | {s.get('url', '')} | {s['license']} |" for s in meta["sources"]]
    lines = [f"# {meta['name']} {meta['version']}", "", meta["description"], ""]
    lines += [f"Licence of the weights: {meta['license']}. They were trained from:", ""]
    return "\n".join([*lines, "| source | address | licence |", "| --- | --- | --- |", *rows, ""])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--kind", choices=("int8", "int7", "float"), default="int8", help="weights: 8 bits, 7, or 32"
    )
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    args = parser.parse_args()
    config = tomllib.loads(args.config.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        write_network(args.run, Path(scratch) / "network", config, args.kind)
        write_pipeline(Path(scratch) / "network", args.out)


if __name__ == "__main__":
    main()
