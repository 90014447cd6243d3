"""The network's files and what it computes: one ONNX graph, a relation table, the values its heads choose
from."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pactgraph.errors import ModelError

from .words import Row

MANIFEST = "manifest.json"
GRAPH, RELATIONS, INVENTORY, TOKENIZER = "network.onnx", "relations.npz", "inventory.json", "tokenizer.json"
REFETCH = "fetch the model again; its files must stay as they were published"
FILES = (GRAPH, RELATIONS, INVENTORY, TOKENIZER)

SLOW_FUSION = "SkipLayerNormFusion"
"""On processors, onnxruntime's fused kernel takes several times as long as the two it stands for."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    """What the graph says of one window of n tokens.

    `xpos`, `morph`, `rule` are numbers of inventory values, (n,); `start` the log odds that a sentence
    begins, (n,);
    `name` scores of name tags, (n, tags); `arc` scores of heads, (n, n + 1), column 0 the root;
    `dependent` (n, width)
    and `head` (n + 1, width) are halves of the relation scores.
    """

    xpos: Ints
    morph: Ints
    rule: Ints
    start: Floats
    name: Floats
    arc: Floats
    dependent: Floats
    head: Floats


class Network:
    """A loaded network. One window is one run of the graph.

    Windows are never batched: int8 activations are scaled by the range of all the values in a run, and
    padding changes
    the order of sums, so a batch would make a text's annotations depend on its neighbours.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        self.folder = folder
        check(folder)
        try:
            self._read(threads)
        except Exception as error:  # onnxruntime and tokenizers raise bare types of their own
            raise ModelError(f"the model cannot be read: {error}", where=str(folder), hint=REFETCH) from error

    def _read(self, threads: int) -> None:
        inventory = json.loads((self.folder / INVENTORY).read_text(encoding="utf-8"))
        self.values: dict[str, list[str]] = inventory["values"]
        self.exceptions: dict[str, str] = inventory["exceptions"]
        self.tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER))
        with np.load(self.folder / RELATIONS) as table:
            self._weight, self._bias = table["weight"], table["bias"]
        self._session = _session(self.folder / GRAPH, threads)

    def run(self, row: Row) -> Window:
        """The graph's answer for one window, as `words.encode` makes it."""
        found = self._session.run(None, {name: values[None] for name, values in row.items()})
        return Window(*(array[0] for array in found))

    def relations(self, dependent: Floats, head: Floats) -> Ints:
        """Relation numbers of pairs, rows of `Window.dependent` beside rows of `Window.head`."""
        pair = np.concatenate([_gelu(dependent + head), dependent * head], axis=1)
        return np.asarray((pair @ self._weight + self._bias).argmax(1), dtype=np.int64)


def _gelu(x: Floats) -> Floats:
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), dtype=np.float32)


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # waiting threads that spin take the processor from other work on the same machine
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers, disabled_optimizers=[SLOW_FUSION])


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path) -> None:
    """Records the hashes of the network's files beside them."""
    hashes = {name: digest(folder / name) for name in FILES}
    (folder / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=2) + "\n", encoding="utf-8")


def check(folder: Path) -> None:
    """Raises ModelError unless every file is there and has the hash the manifest gives."""
    try:
        hashes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "the model's manifest is missing or damaged", where=str(folder / MANIFEST), hint=REFETCH
        ) from error
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise ModelError("a file of the model is missing", where=str(path), hint=REFETCH)
        if digest(path) != hashes.get(name):
            raise ModelError(
                "a file of the model is damaged: its hash is not the manifest's",
                where=str(path),
                hint=REFETCH,
            )


def copy(source: Path, target: Path) -> None:
    """Copies the network's files and manifest."""
    target.mkdir(parents=True, exist_ok=True)
    for name in (*FILES, MANIFEST):
        shutil.copyfile(source / name, target / name)
